#define HT_MESSAGES_DEFINE
#include "style/messages.h"

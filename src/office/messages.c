#define HT_MESSAGES_DEFINE
#include "office/messages.h"

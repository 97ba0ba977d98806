#define HT_MESSAGES_DEFINE
#include "text/messages.h"

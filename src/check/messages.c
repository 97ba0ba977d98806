#define HT_MESSAGES_DEFINE
#include "check/messages.h"

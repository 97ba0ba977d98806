#define HT_MESSAGES_DEFINE
#include "image/messages.h"

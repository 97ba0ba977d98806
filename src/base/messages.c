#define HT_MESSAGES_DEFINE
#include "base/messages.h"

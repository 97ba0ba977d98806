#define HT_MESSAGES_DEFINE
#include "draft/messages.h"

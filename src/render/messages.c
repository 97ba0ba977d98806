#define HT_MESSAGES_DEFINE
#include "render/messages.h"

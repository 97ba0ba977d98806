#define HT_MESSAGES_DEFINE
#include "settings/messages.h"

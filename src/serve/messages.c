#define HT_MESSAGES_DEFINE
#include "serve/messages.h"

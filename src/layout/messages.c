#define HT_MESSAGES_DEFINE
#include "layout/messages.h"

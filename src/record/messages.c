#define HT_MESSAGES_DEFINE
#include "record/messages.h"

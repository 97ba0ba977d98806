#define HT_MESSAGES_DEFINE
#include "batch/messages.h"

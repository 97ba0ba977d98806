#define HT_MESSAGES_DEFINE
#include "export/messages.h"

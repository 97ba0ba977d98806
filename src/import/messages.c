#define HT_MESSAGES_DEFINE
#include "import/messages.h"

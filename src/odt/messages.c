#define HT_MESSAGES_DEFINE
#include "odt/messages.h"

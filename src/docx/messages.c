#define HT_MESSAGES_DEFINE
#include "docx/messages.h"

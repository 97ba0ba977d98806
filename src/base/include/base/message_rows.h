/* What X makes of a row of a room's messages.h: a declaration, and in the
 * room's messages.c, which defines HT_MESSAGES_DEFINE, the row itself. No
 * include guard: each messages.h includes it and undefines X at its end.
 *
 *   X(name, level, code, text, clause)
 *
 * name    HT_D_name is what ht_diag() takes
 * level   NOTE, WARNING or ERROR
 * code    printed in brackets; stable: never changed, never reused. Its letter
 *         tells the room: I base, R record, M import, C check, S style,
 *         D doc, G image, T text, L layout, W odt, O render, E export, B batch,
 *         H serve
 * text    what is wrong and what to do; the arguments replace {1} {2} …
 * clause  of the standard that asks for it, or NULL
 *
 * A row is an array of one, so that its name is its address. */
#include "base/diag.h"
#include "base/intl.h"

#ifdef HT_MESSAGES_DEFINE
#define X(name, level, code, text, clause) const ht_diag_info HT_D_##name[1] = {{HT_LEVEL_##level, code, text, clause}};
#else
#define X(name, level, code, text, clause) extern const ht_diag_info HT_D_##name[1];
#endif

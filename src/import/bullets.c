/* The signs that word processors set before the items of a list, as they arrive in plain text: with a tab, or as the
 * letters that have the codes of Wingdings' signs (l  城区古树, Ø  树种). */
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "im.h"
#include "import/messages.h"
#include "pasted.h"
#include "words_web.h"

/* Columns of blanks after a letter that is a bullet. */
#define LETTER_GAP 2

/* Symbol fonts have their signs here, too (symbols.c). */
#define PRIVATE_FIRST 0xF020
#define PRIVATE_LAST  0xF0FF

typedef enum bullet_kind { LETTER, SIGN } bullet_kind;

#define ROW(sign, kind) {sign, kind},
static const struct {
	const char *sign;
	bullet_kind kind;
} bullets[] = {HT_WORDS_TYPED_BULLET(ROW)};
#undef ROW

/* Bytes of the blanks and tabs at s; columns: how wide they are, a tab as wide as any. */
static size_t gap_at(const char *s, size_t *columns)
{
	const char *p = s;
	for (*columns = 0; *p == '\t' || im_is_blank(p); p = ht_str_next(p))
		*columns += *p == '\t' ? LETTER_GAP : 1;
	return (size_t)(p - s);
}

/* The bullet that the line begins with, in bytes with its blanks; 0: there is none. *letter: it is one, or as doubtful.
 */
static size_t bullet_at(const im_line *line, bool *letter)
{
	const char *s = line->text;
	size_t len = 0, columns;
	*letter = false;
	for (size_t i = 0; !len && i < ARRAY_LEN(bullets); i++) {
		len = ht_str_starts(s, bullets[i].sign) ? strlen(bullets[i].sign) : 0;
		*letter = len && bullets[i].kind == LETTER;
	}
	const uint32_t c = ht_str_char(s);
	if (!len && c >= PRIVATE_FIRST && c <= PRIVATE_LAST) {
		len = (size_t)(ht_str_next(s) - s);
		*letter = true;
	}
	const size_t gap = len ? gap_at(s + len, &columns) : 0;
	const char *rest = s + len + gap;
	if (line->kind != IM_BODY || !gap || !ht_str_has_han(rest) || strchr(rest, '\t'))
		return 0;
	if (*letter && (columns < LETTER_GAP || !ht_is_han(ht_str_char(rest))))
		return 0;
	return *letter || s[len] == '\t' ? len + gap : 0; /* others: junk.c */
}

/* Does another line near i begin with the same letter? */
static bool is_repeated(const im_doc *d, size_t i, size_t n)
{
	for (size_t k = i ? i - 1 : 1; k < d->n && k <= i + 1; k += 2)
		if (strncmp(d->lines[k].raw, d->lines[i].raw, n) == 0)
			return true;
	return false;
}

void im_find_bullets(im_doc *d)
{
	bool told = false, letter;
	for (size_t i = 0; i < d->n; i++) {
		im_line *line = &d->lines[i];
		const size_t n = bullet_at(line, &letter);
		if (!n || (letter && !is_repeated(d, i, n)))
			continue;
		const bool doubtful = letter && !told;
		told |= letter;
		im_leave_out(d, im_copy(d, line->text, n), line->loc,
		             doubtful ? HT_D_IMPORT_GUESSED : HT_D_IMPORT_BULLET);
		line->text = im_copy(d, line->text + n, strlen(line->text + n));
		line->columns = im_columns(line->text);
	}
}

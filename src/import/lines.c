/* The text as lines. */
#include <string.h>

#include "base/private_use.h"
#include "base/shortage.h"
#include "base/utf8.h"
#include "import/messages.h"
#include "im.h"

typedef struct private_text {
	im_doc *d;
	ht_loc loc;
} private_text;

/* What is known becomes the character meant; the rest stays, and damage.c tells of it. */
static uint32_t read_private(void *user, const char *s, uint32_t cp)
{
	private_text *t = user;
	char name[HT_PRIVATE_USE_NAME], character[HT_PRIVATE_USE_NAME];
	uint32_t real = ht_private_use_character(cp);
	(void)s;
	if (!real)
		return cp;
	ht_private_use_names(cp, name, character);
	ht_diag(t->d->diags, HT_D_IMPORT_PRIVATE_READ, t->loc, name, character, NULL);
	return real;
}

im_line *im_add_line(im_doc *d, const char *s, size_t len, ht_loc loc, int blanks)
{
	im_line *line = HT_PUSH(d->arena, d->lines, d->n, d->cap);
	private_text t = {d, loc};
	const char *known = ht_private_use_replace(d->arena, s, &len, read_private, &t);
	const char *copy = line && known ? ht_arena_strndup(d->arena, known, len) : NULL;
	if (!copy) {
		d->nomem = true;
		d->n -= line != NULL;
		return NULL;
	}
	*line = (im_line){.text = copy, .raw = copy, .loc = loc, .blanks = blanks, .columns = im_columns(copy)};
	return line;
}

ht_loc im_whole_file(const im_doc *d)
{
	return (ht_loc){d->file, 0, 0};
}

ht_status im_refuse(im_doc *d, ht_code code, const char *a, const char *b)
{
	d->nomem |= ht_shortage_met(); /* then the text is not to blame */
	if (d->nomem)
		return HT_ERR_NOMEM;
	ht_diag(d->diags, code, im_whole_file(d), a, b, NULL);
	return HT_ERR_INPUT;
}

void im_leave_out(im_doc *d, const char *text, ht_loc loc, ht_code reason)
{
	const char *copy = im_copy(d, text, strlen(text));
	ht_import_left *slot = *copy ? HT_PUSH(d->arena, d->left, d->n_left, d->cap_left) : NULL;
	d->nomem |= *copy && !slot;
	if (slot)
		*slot = (ht_import_left){.text = copy, .loc = loc, .reason = reason};
}

#define TAB_COLUMNS               4
#define ZERO_WIDTH_SPACE          0x200B
#define ZERO_WIDTH_NO_BREAK_SPACE 0xFEFF

static int indent_of(const char *s, const char *end)
{
	int columns = 0;
	while (s < end) {
		size_t n;
		uint32_t cp = ht_utf8_get(s, end, &n);
		if (!ht_is_space(cp))
			break;
		if (cp == '\t')
			columns += TAB_COLUMNS;
		else if (cp != ZERO_WIDTH_NO_BREAK_SPACE && cp != ZERO_WIDTH_SPACE)
			columns += cp == U'　' ? 2 : 1;
		s += n;
	}
	return columns;
}

static int tabs_in(const char *s, const char *end)
{
	int n = 0;
	for (; s < end; s++)
		n += *s == '\t';
	return n;
}

/* Tabs of a row, all of them. */
static int row_tabs(const im_line *line)
{
	return line->tabs_before + tabs_in(line->text, line->text + strlen(line->text)) + line->tabs;
}

bool im_split_lines(im_doc *d, const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	ht_loc loc = {d->file, 1, 0};
	int blanks = 0;
	while (p < end && !d->nomem) {
		const char *eol = p;
		while (eol < end && *eol != '\n' && *eol != '\r')
			eol++;
		size_t n = (size_t)(eol - p);
		const char *s = ht_utf8_trim(p, &n);
		im_line *line = n ? im_add_line(d, s, n, loc, blanks) : NULL;
		if (line) {
			line->indent = indent_of(p, eol);
			line->tabs = tabs_in(s + n, eol);
			line->tabs_before = tabs_in(p, s);
		}
		im_line *above = d->n ? &d->lines[d->n - 1] : NULL;
		if (!n && above && blanks == above->empty_rows && tabs_in(p, eol) && tabs_in(p, eol) == row_tabs(above))
			above->empty_rows++;
		blanks = n ? 0 : blanks + 1;
		p = eol + (eol < end && *eol == '\r' && eol + 1 < end && eol[1] == '\n');
		p += p < end;
		loc.line++;
	}
	return !d->nomem;
}

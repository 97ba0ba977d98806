/* Marks that people type, or that a page's source has, in plain text: 10<sup>3</sup>, H~2~O, 10^3^, ~~struck~~. */
#include <string.h>

#include <glib.h>

#include "base/script.h"
#include "import/messages.h"
#include "im.h"

/* More bytes are no superscript. */
#define SCRIPT_MOST 12

static const struct {
	const char *open, *close;
	enum { RAISED, LOWERED, STRUCK } means;
	bool bare; /* not a tag: only after a letter or a digit, and digits alone */
} forms[] = {
    {"<sup>", "</sup>", RAISED, false}, {"<sub>", "</sub>", LOWERED, false}, {"<del>", "</del>", STRUCK, false},
    {"<s>", "</s>", STRUCK, false},     {"~~", "~~", STRUCK, false},         {"^", "^", RAISED, true},
    {"~", "~", LOWERED, true},
};

static bool is_bare(const char *line, const char *at, const char *s, const char *end)
{
	if (at == line || end == s || !g_ascii_isalnum(at[-1]))
		return false;
	return strspn(s, IM_DIGITS "+-n") >= (size_t)(end - s);
}

/* A line as it is read. */
typedef struct reader {
	im_doc *d;
	const char *line;
	ht_loc loc;
	ht_buf out;
	bool unclosed[ARRAY_LEN(forms)]; /* no more of these ends in the line */
} reader;

/* The end of forms[i], which may open at p; NULL: it does not. The rest of the line is searched in vain but once. */
static const char *find_end(reader *r, size_t i, const char *p)
{
	const size_t n = strlen(forms[i].open);
	if (r->unclosed[i] || g_ascii_strncasecmp(p, forms[i].open, n) != 0)
		return NULL;
	const char *end = strstr(p + n, forms[i].close);
	r->unclosed[i] = !end;
	if (!end || end == p + n || (forms[i].bare && !is_bare(r->line, p, p + n, end)))
		return NULL;
	return end;
}

/* What is typed at p with its end: what it means is in out, or told. How many bytes it has; 0: it is nothing. */
static size_t take_typed(reader *r, const char *p)
{
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		const char *s = p + strlen(forms[i].open), *end = find_end(r, i, p);
		if (!end)
			continue;
		if (forms[i].means == STRUCK)
			im_leave_out(r->d, im_copy(r->d, s, (size_t)(end - s)), r->loc, HT_D_IMPORT_STRUCK);
		else if (end - s > SCRIPT_MOST ||
		         !ht_script_add(&r->out, s, (size_t)(end - s), forms[i].means == RAISED))
			continue;
		return (size_t)(end - p) + strlen(forms[i].close);
	}
	return 0;
}

static const char *read_typed(im_doc *d, const char *line, ht_loc loc)
{
	reader r = {.d = d, .line = line, .loc = loc};
	const char *p = line;
	if (!strpbrk(line, "<~^"))
		return line;
	while (*p) {
		size_t before = r.out.len, n = strchr("<~^", *p) ? take_typed(&r, p) : 0;
		if (n && r.out.len > before)
			ht_diag(d->diags, HT_D_IMPORT_MARKUP, loc, im_copy(d, p, n),
			        im_copy(d, r.out.data + before, r.out.len - before), NULL);
		if (!n)
			ht_buf_add(&r.out, p, n = (size_t)(ht_str_next(p) - p));
		p += n;
	}
	const char *text = im_copy_all(d, &r.out);
	ht_buf_free(&r.out);
	return text;
}

void im_read_typed(im_doc *d)
{
	size_t w = 0;
	for (size_t i = 0; i < d->n; i++) {
		im_line *line = &d->lines[i];
		const char *text = read_typed(d, line->text, line->loc);
		if (text != line->text) {
			line->text = line->raw = im_copy(d, text, strlen(text));
			line->columns = im_columns(line->text);
		}
		if (*line->text)
			d->lines[w++] = *line;
	}
	d->n = w;
}

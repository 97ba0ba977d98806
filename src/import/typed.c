/* Marks that people type, or that a page's source has, in plain text: 10<sup>3</sup>, H~2~O, 10^3^, ~~struck~~. */
#include <string.h>

#include <glib.h>

#include "base/script.h"
#include "base/utf8.h"
#include "import/messages.h"
#include "im.h"

/* More is no superscript. */
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

/* The raised or lowered characters of [s, end) in out; false: it has others. */
static bool add_script(ht_buf *out, const char *s, const char *end, bool raised)
{
	size_t before = out->len, n;
	if (s == end || end - s > SCRIPT_MOST)
		return false;
	for (; s < end; s += n) {
		char form[4];
		uint32_t cp = ht_script_form(ht_utf8_get(s, end, &n), raised);
		if (!cp) {
			out->len = before;
			return false;
		}
		ht_buf_add(out, form, ht_utf8_put(form, cp));
	}
	return true;
}

static bool is_bare(const char *line, const char *at, const char *s, const char *end)
{
	if (at == line || end == s || !g_ascii_isalnum(at[-1]))
		return false;
	return strspn(s, IM_DIGITS "+-n") >= (size_t)(end - s);
}

/* The mark at p with its end: what it means is in out, or told. How many bytes it has; 0: it is none. */
static size_t take_mark(im_doc *d, ht_buf *out, const char *line, const char *p, ht_loc loc)
{
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		size_t n = strlen(forms[i].open);
		const char *s = p + n,
		           *end = g_ascii_strncasecmp(p, forms[i].open, n) == 0 ? strstr(s, forms[i].close) : NULL;
		if (!end || end == s || (forms[i].bare && !is_bare(line, p, s, end)))
			continue;
		const char *inner = im_copy(d, s, (size_t)(end - s));
		if (forms[i].means == STRUCK && strlen(inner) == (size_t)(end - s))
			im_leave_out(d, inner, loc, HT_D_IMPORT_STRUCK);
		else if (forms[i].means == STRUCK || !add_script(out, s, end, forms[i].means == RAISED))
			continue;
		return (size_t)(end - p) + strlen(forms[i].close);
	}
	return 0;
}

static const char *read_typed(im_doc *d, const char *line, ht_loc loc)
{
	ht_buf out = {0};
	const char *p = line;
	if (!strpbrk(line, "<~^"))
		return line;
	while (*p) {
		size_t before = out.len, n = strchr("<~^", *p) ? take_mark(d, &out, line, p, loc) : 0;
		if (n && out.len > before)
			ht_diag(d->diags, HT_D_IMPORT_MARKUP, loc, im_copy(d, p, n),
			        im_copy(d, out.data + before, out.len - before), NULL);
		if (!n)
			ht_buf_add(&out, p, n = (size_t)(ht_str_next(p) - p));
		p += n;
	}
	const char *text = im_copy_all(d, &out);
	ht_buf_free(&out);
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

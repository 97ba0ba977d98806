/* Signs by which an assistant cites its sources in plain text: [citation:1], 【1†source】, [[1]](https://…) stand in no
 * document; [1], [2,3], 【1】, ^1^ and ¹ may. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"

/* More digits are no number of a source: 国发[2018]44号. */
#define DIGITS_MOST 2
/* Characters of a source's name or address. */
#define SOURCE_MOST 500

#define RAISED "⁰¹²³⁴⁵⁶⁷⁸⁹"

/* The end of numbers at s, `1`, `2,3`, `2-4`; NULL: there are none. */
static const char *numbers_end(const char *s)
{
	for (;;) {
		const size_t digits = strspn(s, IM_DIGITS);
		if (!digits || digits > DIGITS_MOST)
			return NULL;
		s += digits;
		const size_t n = ht_str_one_of(s, ",，、-–—~");
		if (!n || !g_ascii_isdigit(s[n]))
			return s;
		s += n;
	}
}

/* The end of a bracket with numbers at p: [1], 【1】; NULL: it is none. */
static const char *bracket_end(const char *p)
{
	const size_t open = ht_str_one_of(p, "[【［^");
	const char *end = open ? numbers_end(p + open) : NULL;
	if (!end || (*p == '^') != (*end == '^'))
		return NULL;
	const size_t close = ht_str_one_of(end, "^]】］");
	return close ? end + close : NULL;
}

/* The end of the sign that closes what begins at p; NULL: it is not near. */
static const char *close_near(const char *p, const char *sign)
{
	for (size_t n = 0; *p && n < SOURCE_MOST; n++, p = ht_str_next(p))
		if (ht_str_starts(p, sign))
			return p + strlen(sign);
	return NULL;
}

/* The end of what only an assistant writes at p; NULL: it is none of this. */
static const char *sure_end(const char *p)
{
	static const char *const begins[] = {"[citation:", "[Citation:", "【", NULL};
	const size_t n = ht_str_prefix_of(p, begins);
	const char *end = n ? numbers_end(p + n) : NULL;
	if (end && *p == '[' && *end == ']')
		return end + 1;
	if (end && ht_str_starts(end, "†"))
		return close_near(end, "】");
	if (ht_str_starts(p, "[[") && (end = bracket_end(p + 1)) && ht_str_starts(end, "](http"))
		return close_near(end, ")");
	return NULL;
}

/* May a source be cited after this character: a word, a quotation, the end of a clause? */
static bool is_cited_after(const char *line, const char *p)
{
	const char *before = ht_str_previous(line, p);
	if (!before)
		return *p != '^'; /* [1] …: the list of sources */
	return g_unichar_get_script(g_utf8_get_char(before)) == G_UNICODE_SCRIPT_HAN ||
	       ht_str_one_of(before, "》”）。，；：、]】］%％^");
}

/* The end of a sign at p that may cite a source; p: it does not. */
static const char *cited_end(const char *line, const char *p)
{
	if (!is_cited_after(line, p))
		return p;
	const char *end = bracket_end(p);
	if (!end && ht_str_one_of(p, RAISED) && p > line)
		for (end = p; ht_str_one_of(end, RAISED);)
			end = ht_str_next(end);
	return end && !ht_str_starts(end, "号") ? end : p;
}

/* The first bytes of the signs above. */
#define FIRST_BYTES "[^\xC2\xE2\xE3\xEF"

/* The line without what only an assistant writes; what may cite is told. */
static const char *without_citations(im_doc *d, const im_line *line)
{
	ht_buf out = {0};
	const char *kept = line->text; /* what is not in out yet */
	for (const char *p = strpbrk(kept, FIRST_BYTES), *end; p; p = strpbrk(end, FIRST_BYTES)) {
		if ((end = sure_end(p))) {
			im_leave_out(d, im_copy(d, p, (size_t)(end - p)), line->loc, HT_D_IMPORT_GUESSED);
			ht_buf_add(&out, kept, (size_t)(p - kept));
			kept = end;
			continue;
		}
		end = cited_end(line->text, p);
		if (end > p)
			ht_diag(d->diags, HT_D_IMPORT_CITED, line->loc, im_copy(d, p, (size_t)(end - p)), NULL);
		else
			end = ht_str_next(p);
	}
	if (kept == line->text)
		return kept;
	ht_buf_adds(&out, kept);
	const char *text = im_copy_all(d, &out);
	ht_buf_free(&out);
	return text;
}

void im_read_cited(im_doc *d)
{
	for (size_t i = 0; i < d->n; i++) {
		im_line *line = &d->lines[i];
		if (line->kind == IM_JUNK || !*line->text)
			continue;
		const char *text = without_citations(d, line);
		if (*text && text != line->text) {
			line->text = line->raw = text;
			line->columns = im_columns(text);
		}
	}
}

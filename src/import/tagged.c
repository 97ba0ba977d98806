/* Tags of HTML, boxes of lists of tasks (- [x]) and formulas of TeX in plain text, as Markdown has them. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "words_markup.h"

/* Bytes of a tag. */
#define TAG_MOST 200

typedef enum tag_kind { NO_TAG, DROP, BREAK, STRIKE, RAISE, LOWER } tag_kind;

/* What the tag at p is, with its end; NO_TAG: it is none that texts are pasted with. */
static tag_kind tag_at(const char *p, const char **end)
{
#define ROW(name, what) {name, what},
	static const struct {
		const char *name;
		tag_kind kind;
	} tags[] = {HT_WORDS_HTML_TAG(ROW)};
#undef ROW
	const char *name = p + 1;
	if (*p != '<')
		return NO_TAG;
	name += *name == '/';
	const size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ123456");
	const char *close = memchr(name + n, '>', strnlen(name + n, TAG_MOST));
	if (!n || !close || (name[n] != ' ' && name[n] != '/' && name[n] != '>'))
		return NO_TAG;
	*end = close + 1;
	for (size_t i = 0; i < ARRAY_LEN(tags); i++)
		if (strlen(tags[i].name) == n && g_ascii_strncasecmp(tags[i].name, name, n) == 0)
			return tags[i].kind;
	return NO_TAG;
}

/* The letters of the line's opening and closing tags of one letter, as bits. <b> may be anything, <b>…</b> is a tag. */
static uint32_t paired_letters(const char *line)
{
	uint32_t opened = 0, closed = 0;
	for (const char *p = line; (p = strchr(p, '<')); p++) {
		const char *name = p + 1 + (p[1] == '/');
		if (!g_ascii_isalpha(*name))
			continue;
		const uint32_t letter = 1U << (g_ascii_tolower(*name) - 'a');
		if (p[1] != '/')
			opened |= letter;
		else if (name[1] == '>')
			closed |= letter;
	}
	return opened & closed;
}

/* A tag that goes is one of several letters, or has its other half. */
static bool is_dropped(const char *p, const char *end, uint32_t paired)
{
	const char *name = p + 1 + (p[1] == '/');
	return end - p > 4 || (paired >> (g_ascii_tolower(*name) - 'a') & 1);
}

/* The line without tags; a break is a line's end, in a row of a table one within the cell. */
static const char *without_tags(im_doc *d, const im_line *line)
{
	const char *line_end = strchr(line->text, '|') ? IM_CELL_BREAKS : "\n";
	const uint32_t paired = paired_letters(line->text);
	ht_buf out = {0};
	for (const char *p = line->text, *end = p; *p; p = end) {
		const tag_kind kind = tag_at(p, &end);
		if (kind != BREAK && !(kind == DROP && is_dropped(p, end, paired))) {
			end = ht_str_next(p);
			ht_buf_add(&out, p, (size_t)(end - p));
			continue;
		}
		im_leave_out(d, im_copy(d, p, (size_t)(end - p)), line->loc, HT_D_IMPORT_REMOVED);
		if (kind == BREAK)
			ht_buf_adds(&out, line_end);
	}
	const char *text = im_copy_all(d, &out);
	ht_buf_free(&out);
	return text;
}

/* - [x] and - [ ] are ☑ and ☐. */
static const char *with_box(im_doc *d, const im_line *line)
{
	const char *s = line->text + strspn(line->text, "-*+"), *box = ht_str_skip_spaces(s);
	if (s != line->text + 1 || box == s || *box != '[' || !strchr(" xX", box[1]) || !ht_str_starts(box + 2, "] "))
		return line->text;
	const char *sign = "☑";
	if (box[1] == ' ')
		sign = "☐";
	ht_diag(d->diags, HT_D_IMPORT_MARKUP, line->loc, im_copy(d, box, 3), sign, NULL);
	return im_checked(d, ht_arena_printf(d->arena, "%.*s%s%s", (int)(box - line->text), line->text, sign, box + 3));
}

/* Tell of formulas: $\pm$, $$…$$. What a dollar costs has no backslash. */
static void tell_formulas(im_doc *d, const im_line *line)
{
	for (const char *p = line->text, *end; (p = strchr(p, '$')); p = end + strspn(end, "$")) {
		const size_t n = strspn(p, "$");
		end = p + n + strcspn(p + n, "$");
		if (!*end || end == p + n)
			return;
		const char *text = im_copy(d, p, (size_t)(end + strspn(end, "$") - p));
		if (n == 2 || strchr(text, '\\'))
			ht_diag(d->diags, HT_D_IMPORT_MARKUP_LEFT, line->loc, text, NULL);
	}
}

static void set_text(im_line *line, const char *text)
{
	line->text = line->raw = text;
	line->columns = im_columns(text);
}

/* Line ends that breaks left make lines of their own. */
static void split_breaks(im_doc *d, size_t more)
{
	im_line *all = more ? ht_arena_array(d->arena, d->n + more, sizeof *all) : NULL;
	size_t n = 0;
	d->nomem |= more && !all;
	for (size_t i = 0; all && i < d->n; i++) {
		const char *s = d->lines[i].text, *end = NULL;
		all[n++] = d->lines[i];
		if (d->lines[i].kind != IM_JUNK)
			end = strchr(s, '\n');
		for (; end; end = strchr(s, '\n')) {
			set_text(&all[n - 1], im_copy(d, s, (size_t)(end - s)));
			all[n] = d->lines[i];
			all[n++].blanks = 0;
			s = end + 1;
		}
		if (s > d->lines[i].text)
			set_text(&all[n - 1], s);
	}
	if (!all)
		return;
	d->lines = all;
	d->n = d->cap = n;
}

void im_read_tagged(im_doc *d)
{
	size_t breaks = 0;
	for (size_t i = 0; i < d->n; i++) {
		im_line *line = &d->lines[i];
		if (line->kind == IM_JUNK)
			continue;
		tell_formulas(d, line);
		const char *text = with_box(d, line);
		if (text != line->text)
			set_text(line, text);
		if (!strchr(line->text, '<'))
			continue;
		set_text(line, without_tags(d, line));
		for (const char *p = line->text; (p = strchr(p, '\n')); p++)
			breaks++;
	}
	split_breaks(d, breaks);
}

/* Marks that people type, or that a page's source has, in plain text: 10<sup>3</sup>, H~2~O, 10^3^, ~~struck~~; and
 * those of Markdown, as assistants and chats answer: `## 一、目标`, **重点**, *着重*, `code`, a rule. */
#include <string.h>

#include <glib.h>

#include "base/script.h"
#include "import/messages.h"
#include "im.h"
#include "words_people.h"

/* More bytes are no superscript. */
#define SCRIPT_MOST 12

/* Headings of Markdown have no more signs. */
#define HEADING_MOST 6

static const struct {
	const char *open, *close;
	enum { RAISED, LOWERED, STRUCK, STRONG, EMPHASISED, CODE } means;
	bool bare; /* not a tag: only after a letter or a digit, and digits alone */
} forms[] = {
    {"<sup>", "</sup>", RAISED, false}, {"<sub>", "</sub>", LOWERED, false},
    {"<del>", "</del>", STRUCK, false}, {"<s>", "</s>", STRUCK, false},
    {"~~", "~~", STRUCK, false},        {"^", "^", RAISED, true},
    {"~", "~", LOWERED, true},          {"**", "**", STRONG, false},
    {"*", "*", EMPHASISED, false},      {"`", "`", CODE, false},
};

/* How they open. */
#define SIGNS "<~^*`\\"

/* The signs of a heading at s with their blank, in bytes; 0: it is none. */
static size_t heading_at(const char *s)
{
	const size_t n = strspn(s, "#");
	return n && n <= HEADING_MOST && s[n] == ' ' ? n + 1 : 0;
}

/* From s to end is strong in Markdown: not what hides a part of a name or number (张**、李**, 138**56**). */
static bool is_strong(const char *line, const char *at, const char *s, const char *end)
{
	if (*s == ' ' || *s == '*' || end[-1] == ' ' || end[2] == '*' || ht_str_one_of(s, "、，。；："))
		return false;
	return at == line || (!g_ascii_isalnum(at[-1]) && at[-1] != '*');
}

/* From s to end may be emphasised in Markdown; at is its sign. */
static bool is_emphasis(const char *line, const char *at, const char *s, const char *end)
{
	return *s != ' ' && *s != '*' && end[-1] != ' ' && end[1] != '*' && (at == line || at[-1] != '*') &&
	       !(at > line && g_ascii_isalnum(at[-1]));
}

/* … and is: no letter touches it, so that it hides no part of a name (王*和李*), nor tells of a sign (标*的). */
static bool is_emphasised(const char *line, const char *at, const char *s, const char *end)
{
	const bool free = at == line || !g_unichar_isalnum(g_utf8_get_char(ht_str_previous(line, at)));
	return free && !g_unichar_isalnum(g_utf8_get_char(end + 1)) && is_emphasis(line, at, s, end);
}

/* A line that is strong from its beginning, or from after its bullet or number. */
static bool begins_strong(const char *line)
{
	const char *at = line + strspn(line, " -+0123456789.");
	const char *end = ht_str_starts(at, "**") ? strstr(at + 2, "**") : NULL;
	return end && end > at + 2 && is_strong(at, at, at + 2, end);
}

#define FENCE "```"

/* A line that only divides: a rule, or the fence around code. */
static bool is_divider(const char *s)
{
	return strcmp(s, "---") == 0 || strcmp(s, "***") == 0 || strcmp(s, "___") == 0 || ht_str_starts(s, FENCE);
}

/* The first line of the text. */
static size_t first_line(const im_doc *d)
{
	size_t i = 0;
	while (i < d->n && (d->lines[i].kind == IM_JUNK || is_divider(d->lines[i].text)))
		i++;
	return i;
}

/* Is line i a title as a heading of the first level? A sign alone proves nothing (`# 1 号楼`), unless the text begins
 * with it. */
static bool is_top(im_doc *d, size_t i, size_t first)
{
	const char *s = d->lines[i].text;
	return heading_at(s) == strlen("# ") && (i == first || im_ends_title(d, s));
}

/* The rule below the head of a table: |---|:---:|. */
static bool is_table_rule(const char *s)
{
	return *s == '|' && strstr(s, "---") && !s[strspn(s, "|-: ")];
}

/* The text was written as Markdown: it has front matter, a heading of the second level or below, a title as one of the
 * first, or a line begins with strong text, is a fence or the rule of a table. */
static bool is_markdown(im_doc *d)
{
	const size_t first = first_line(d);
	for (size_t i = 0; i < d->n && !d->front; i++) {
		const char *s = d->lines[i].text;
		if (d->lines[i].kind != IM_JUNK && (heading_at(s) > strlen("# ") || is_top(d, i, first) ||
		                                    begins_strong(s) || is_table_rule(s) || ht_str_starts(s, FENCE)))
			return true;
	}
	return d->front;
}

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
	bool markdown;
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
	if (forms[i].means == STRONG && !(r->markdown && is_strong(r->line, p, p + n, end)))
		return NULL;
	if (forms[i].means == EMPHASISED && !(r->markdown && is_emphasised(r->line, p, p + n, end)))
		return NULL;
	if (forms[i].means == CODE && !r->markdown)
		return NULL;
	return end;
}

/* The sign after a backslash of Markdown at p, which is all that is meant: 1\. is 1. — in another text it is told. */
static size_t take_escape(reader *r, const char *p)
{
	if (!p[1] || !strchr("\\`*_{}[]()#+-.!~>", p[1]))
		return 0;
	if (!r->markdown) {
		ht_diag(r->d->diags, HT_D_IMPORT_MARKUP_LEFT, r->loc, im_copy(r->d, p, 2), NULL);
		return 0;
	}
	ht_buf_add(&r->out, p + 1, 1);
	return 2;
}

/* What is typed at p with its end: what it means is in out, or told. How many bytes it has; 0: it is nothing. */
static size_t take_typed(reader *r, const char *p)
{
	if (*p == '\\')
		return take_escape(r, p);
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		const char *s = p + strlen(forms[i].open), *end = find_end(r, i, p);
		if (!end)
			continue;
		if (forms[i].means == STRUCK)
			im_leave_out(r->d, im_copy(r->d, s, (size_t)(end - s)), r->loc, HT_D_IMPORT_STRUCK);
		else if (forms[i].means == STRONG || forms[i].means == EMPHASISED || forms[i].means == CODE)
			ht_buf_add(&r->out, s, (size_t)(end - s));
		else if (end - s > SCRIPT_MOST ||
		         !ht_script_add(&r->out, s, (size_t)(end - s), forms[i].means == RAISED))
			continue;
		return (size_t)(end - p) + strlen(forms[i].close);
	}
	return 0;
}

/* May the n asterisks at p, which stay, begin text that is marked as far as end? */
static bool looks_marked(const reader *r, const char *p, size_t n, const char *end)
{
	const char *s = p + n;
	if (!end || end == s)
		return false;
	if (n == strlen("**"))
		return is_strong(r->line, p, s, end);
	return r->markdown && is_emphasis(r->line, p, s, end);
}

/* Are the asterisks at p one of a pair whose other is missing, not what hides a part of a name (张**)? */
static bool is_unpaired(const reader *r, const char *p)
{
	const char *name = ht_str_previous(r->line, p);
	if (!r->markdown || !name || !ht_str_set_has(ht_words_surname, ht_str_char(name)))
		return r->markdown;
	return name > r->line && g_unichar_isalnum(g_utf8_get_char(ht_str_previous(r->line, name)));
}

/* Tell of **text** and, in Markdown, of *text* at p, which stays as it is typed, since that it is marked is a guess.
 * Returns where to look again. */
static const char *tell_asterisks(const reader *r, const char *p)
{
	static const char *const signs[] = {"", "*", "**"};
	const size_t n = strspn(p, "*");
	const char *s = p + n, *end = n < ARRAY_LEN(signs) ? strstr(s, signs[n]) : NULL;
	if (!end && n == strlen("**") && is_unpaired(r, p)) {
		ht_diag(r->d->diags, HT_D_IMPORT_MARKUP_LEFT, r->loc, im_copy(r->d, p, n), NULL);
		return s;
	}
	if (!looks_marked(r, p, n, end))
		return s;
	ht_diag(r->d->diags, HT_D_IMPORT_MARKUP_LEFT, r->loc, im_copy(r->d, p, (size_t)(end + n - p)), NULL);
	return end + n;
}

static const char *read_typed(im_doc *d, const char *line, ht_loc loc, bool markdown)
{
	reader r = {.d = d, .line = line, .loc = loc, .markdown = markdown};
	const char *p = line, *untold = line;
	if (!strpbrk(line, SIGNS))
		return line;
	while (*p) {
		size_t before = r.out.len, n = strchr(SIGNS, *p) ? take_typed(&r, p) : 0;
		if (n && r.out.len > before)
			ht_diag(d->diags, HT_D_IMPORT_MARKUP, loc, im_copy(d, p, n),
			        im_copy(d, r.out.data + before, r.out.len - before), NULL);
		if (!n && *p == '*' && p >= untold)
			untold = tell_asterisks(&r, p);
		if (!n)
			ht_buf_add(&r.out, p, n = (size_t)(ht_str_next(p) - p));
		p += n;
	}
	const char *text = im_copy_all(d, &r.out);
	ht_buf_free(&r.out);
	return text;
}

/* Tell of each link, picture and footnote of Markdown in a line: [words](address), ![words](file), [^1]. Their words
 * are text, but what the signs stand for is not in a document that is typed. */
static void tell_unread(im_doc *d, const char *line, ht_loc loc)
{
	const char *open = NULL;
	for (const char *p = line; *p; p++) {
		if (*p == '[')
			open = p > line && p[-1] == '!' ? p - 1 : p;
		if (*p != ']' || !open)
			continue;
		const char *end = p[1] == '(' ? strchr(p, ')') : NULL;
		if (end)
			p = end;
		if (end || ht_str_starts(open, "[^"))
			ht_diag(d->diags, HT_D_IMPORT_MARKUP_LEFT, loc, im_copy(d, open, (size_t)(p + 1 - open)), NULL);
		open = NULL;
	}
}

/* The line without the signs of a heading, empty if it only divides; what goes is told. */
static const char *without_signs(im_doc *d, const im_line *line)
{
	const size_t n = heading_at(line->text);
	if (is_divider(line->text)) {
		im_leave_out(d, line->text, line->loc, HT_D_IMPORT_REMOVED);
		return "";
	}
	if (n)
		im_leave_out(d, im_copy(d, line->text, n), line->loc, HT_D_IMPORT_BULLET);
	return line->text + n;
}

/* The only heading of the first level, if the text begins with it or it is like a title; d->n: there is none. */
static size_t top_heading(im_doc *d)
{
	const size_t first = first_line(d);
	size_t top = d->n;
	for (size_t i = first; i < d->n; i++) {
		if (d->lines[i].kind == IM_JUNK || heading_at(d->lines[i].text) != strlen("# "))
			continue;
		if (top < d->n || !is_top(d, i, first))
			return d->n;
		top = i;
	}
	return top;
}

void im_read_typed(im_doc *d)
{
	const bool markdown = is_markdown(d);
	const size_t top = markdown ? top_heading(d) : d->n;
	size_t w = 0;
	for (size_t i = 0; i < d->n; i++) {
		im_line *line = &d->lines[i];
		if (line->kind == IM_JUNK) {
			d->lines[w++] = *line;
			continue;
		}
		line->top = i == top;
		const char *text = read_typed(d, markdown ? without_signs(d, line) : line->text, line->loc, markdown);
		if (markdown)
			tell_unread(d, text, line->loc);
		if (text != line->text) {
			line->text = line->raw = im_copy(d, text, strlen(text));
			line->columns = im_columns(line->text);
		}
		if (*line->text)
			d->lines[w++] = *line;
	}
	d->n = w;
}

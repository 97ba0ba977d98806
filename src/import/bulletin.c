/* Bulletins: where each item begins.
 *
 * A page that marks headings says so itself. In plain text the table of contents (本期要目) names the titles, or else
 * each item ends with its sender (（某某局供稿）), and the short line after that is the next title; where neither is
 * so, the readings tell. Titles become headings; the text above the first is the editor's note. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "limits.h"
#include "words_documents.h"

const char *im_item_source(im_doc *d, const im_line *line)
{
	const char *s = im_squeeze(d, line->text);
	size_t open = ht_str_one_of(s, "（(");
	const char *last = ht_str_previous(s, s + strlen(s));
	if (line->kind != IM_BODY || !open || !last || !ht_str_one_of(last, "）)") ||
	    ht_str_chars(s) > ITEM_SOURCE_MOST)
		return NULL;
	const char *inside = im_copy(d, s + open, (size_t)(last - s) - open);
	return im_is_organ(inside) || ht_str_ends_any(inside, ht_words_item_source_end) ? inside : NULL;
}

/* No bulletin has more items. */
#define MAX_ITEMS 64

/* ---- by the list of contents ---- */

/* Before the heading or an entry. */
#define ENTRY_BULLETS "★☆●○◆◇■□▲△►▶·•-—※"

/* `本期要目`, and what is after it on its line: nothing, or the first entry. NULL: it is no such line. */
static const char *after_contents_head(im_doc *d, const im_line *line)
{
	const char *s = im_squeeze(d, line->text);
	for (size_t n; (n = ht_str_one_of(s, "【〖［[" ENTRY_BULLETS));)
		s += n;
	size_t n = ht_str_prefix_of(s, ht_words_contents_heading);
	if ((line->kind != IM_BODY && line->kind != IM_JUNK) || !n)
		return NULL;
	s += n;
	if (ht_str_chars(s) <= 1) /* a bracket or a colon */
		return "";
	n = ht_str_one_of(s, "：:");
	return n ? s + n : NULL;
}

/* `甲乙丙……12`: without dots and page. */
static const char *without_page(im_doc *d, const char *s)
{
	static const char *const dots[] = {"…", "·", "．", ".", NULL};
	size_t len = strlen(s), cut;
	while (len && g_ascii_isdigit(s[len - 1]))
		len--;
	cut = len;
	for (size_t n; (n = ht_str_suffix_of_n(s, cut, dots));)
		cut -= n;
	return cut < len ? im_copy(d, s, cut) : s;
}

/* An entry without its mark and the page it is on. */
static const char *entry_text(im_doc *d, const char *s)
{
	for (size_t n; (n = ht_str_one_of(s, ENTRY_BULLETS " 　"));)
		s += n;
	const char *p = s;
	if (g_ascii_isdigit(*p) && ht_scan_int(&p) > 0 && ht_str_one_of(p, ".．、"))
		s = p + ht_str_one_of(p, ".．、");
	s = im_squeeze(d, s);
	return without_page(d, s);
}

/* The line after i that is the title an entry names, or n. */
static size_t title_of(im_doc *d, size_t i, const char *entry)
{
	while (++i < d->n)
		if (d->lines[i].kind == IM_BODY && strcmp(im_squeeze(d, d->lines[i].text), entry) == 0)
			return i;
	return d->n;
}

bool im_find_contents(im_doc *d, size_t from)
{
	size_t head = from;
	const char *first = NULL;
	while (head < d->n && !(first = after_contents_head(d, &d->lines[head])))
		head++;
	size_t title = first && *first ? title_of(d, head, entry_text(d, first)) : d->n;
	bool found = title < d->n;
	if (first && *first && !found)
		return false;
	if (found)
		d->lines[title].level = 1;
	for (size_t i = head + 1, junk = 0; i < d->n && junk < MAX_ITEMS; i++) {
		im_line *line = &d->lines[i];
		junk += line->kind == IM_JUNK;
		const bool listed = (line->kind == IM_BODY && !line->level) || line->kind == IM_JUNK;
		const char *entry = listed ? entry_text(d, line->text) : "";
		title = *entry ? title_of(d, i, entry) : d->n;
		if (line->kind == IM_JUNK && title == d->n)
			continue;
		if (title == d->n)
			break;
		d->lines[title].level = 1;
		line->kind = IM_FIELD;
		found = true;
	}
	if (found) {
		d->lines[head].kind = IM_FIELD;
		ht_diag(d->diags, HT_D_IMPORT_CONTENTS, d->lines[head].loc, NULL);
	}
	return found;
}

/* ---- by who sent each item ---- */

static size_t next_body(const im_doc *d, size_t i)
{
	while (i < d->n && d->lines[i].kind != IM_BODY)
		i++;
	return i;
}

static bool can_be_item(im_doc *d, size_t i)
{
	const im_line *line = &d->lines[i];
	size_t next = next_body(d, i + 1);
	return ht_str_has_han(line->text) && ht_str_chars(line->text) <= ITEM_TITLE_MOST &&
	       !im_is_sentence(line->text) && !im_level(d, line->text) && !im_item_source(d, line) && next < d->n &&
	       strstr(d->lines[next].text, "。");
}

/* Does the paragraph end with who sent it: `……全部完成。（某县水务局供稿）`, `……报告。（蒲英）`? */
static bool ends_with_source(im_doc *d, const im_line *line)
{
	const char *s = im_squeeze(d, line->text), *open = g_strrstr(s, "（");
	if (line->kind != IM_BODY || !open || !ht_str_ends(s, "）") || ht_str_chars(open) > ITEM_SOURCE_MOST)
		return false;
	const char *inside = im_copy(d, open + strlen("（"), strlen(open) - strlen("（") - strlen("）"));
	return im_is_organ(inside) || ht_str_ends_any(inside, ht_words_item_source_end) ||
	       im_is_name(inside, strlen(inside));
}

static bool find_items_by_sources(im_doc *d, size_t from)
{
	size_t titles[MAX_ITEMS], n = 0;
	bool begins = true;
	for (size_t i = next_body(d, from); i < d->n && n < MAX_ITEMS; i = next_body(d, i + 1)) {
		if (begins && can_be_item(d, i)) {
			titles[n++] = i;
			begins = false;
		} else if (im_item_source(d, &d->lines[i]) || ends_with_source(d, &d->lines[i])) {
			begins = true;
		}
	}
	for (size_t i = 0; n > 1 && i < n; i++)
		d->lines[titles[i]].level = 1;
	return n > 1;
}

/* ---- by what lines are read as ---- */

static bool find_items_by_readings(im_doc *d, size_t from)
{
	size_t titles[MAX_ITEMS], n = 0;
	for (size_t i = from; i < d->n && n < MAX_ITEMS; i++)
		if (d->lines[i].kind == IM_BODY && im_is_item_title(d, i) && can_be_item(d, i))
			titles[n++] = i;
	for (size_t i = 0; n > 1 && i < n; i++)
		d->lines[titles[i]].level = 1;
	return n > 1;
}

bool im_find_items(im_doc *d, size_t from)
{
	for (size_t i = from; i < d->n; i++)
		if (d->lines[i].kind == IM_BODY && d->lines[i].level)
			return false; /* the page says it */
	return im_find_contents(d, from) || find_items_by_sources(d, from) || find_items_by_readings(d, from);
}

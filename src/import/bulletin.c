/* Bulletins: where each item begins.
 *
 * A page that marks headings says so itself. Plain text does not; there the list
 * of contents (本期要目) names the titles, or else each item ends with who sent it
 * (（某某局供稿）), so that the short line behind that is the next title. Lines
 * found to be titles become headings; what stands above the first is the
 * editor's note. */
#include <string.h>

#include <glib.h>

#include "im.h"

const char *im_item_source(im_doc *d, const im_line *line)
{
	static const char *const ends[] = {"供稿", "报送", "办", "组", NULL};
	const char *s = im_squeeze(d, line->text);
	size_t open = im_mark_at(s, "（(");
	const char *last = g_utf8_find_prev_char(s, s + strlen(s));
	if (line->role != IM_BODY || !open || !last || !im_mark_at(last, "）)") || im_chars(s) > 32)
		return NULL;
	const char *inside = im_copy(d, s + open, (size_t)(last - s) - open);
	return im_is_organ(inside) || im_ends_any(inside, ends) ? inside : NULL;
}

/* ---- by the list of contents ---- */

static bool is_contents_head(im_doc *d, const im_line *line)
{
	static const char *const heads[] = {"本期要目", "本期导读", "本期目录", "本期内容", "本期看点", "要目", "目录"};
	const char *s = im_squeeze(d, line->text);
	s += im_mark_at(s, "【〖［[");
	for (size_t i = 0; line->role == IM_BODY && i < sizeof heads / sizeof *heads; i++)
		if (im_starts(s, heads[i]) && im_chars(s) <= im_chars(heads[i]) + 1)
			return true;
	return false;
}

/* `甲乙丙……12`: without dots and page. */
static const char *without_page(im_doc *d, const char *s)
{
	static const char *const dots[] = {"…", "·", "．", "."};
	size_t len = strlen(s), cut;
	while (len && g_ascii_isdigit(s[len - 1]))
		len--;
	cut = len;
	for (size_t i = 0; i < sizeof dots / sizeof *dots; i++) {
		size_t n = strlen(dots[i]);
		if (cut < n || memcmp(s + cut - n, dots[i], n) != 0)
			continue;
		cut -= n;
		i = (size_t)-1;
	}
	return cut < len ? im_copy(d, s, cut) : s;
}

/* An entry without what marks it and the page it stands on. */
static const char *entry_text(im_doc *d, const char *s)
{
	for (size_t n; (n = im_mark_at(s, "★☆●○◆◇■□▲△►▶·•-—※ 　"));)
		s += n;
	const char *p = s;
	if (g_ascii_isdigit(*p) && ht_scan_int(&p) > 0 && im_mark_at(p, ".．、"))
		s = p + im_mark_at(p, ".．、");
	s = im_squeeze(d, s);
	return without_page(d, s);
}

/* The line behind i that is the title an entry names, or n. */
static size_t title_of(im_doc *d, size_t i, const char *entry)
{
	while (++i < d->n)
		if (d->lines[i].role == IM_BODY && strcmp(im_squeeze(d, d->lines[i].text), entry) == 0)
			return i;
	return d->n;
}

static bool by_contents(im_doc *d, size_t from)
{
	size_t head = from;
	while (head < d->n && !is_contents_head(d, &d->lines[head]))
		head++;
	bool found = false;
	for (size_t i = head + 1; i < d->n; i++) {
		im_line *line = &d->lines[i];
		if (line->role == IM_JUNK)
			continue;
		const char *entry = line->role == IM_BODY && !line->level ? entry_text(d, line->text) : "";
		size_t title = *entry ? title_of(d, i, entry) : d->n;
		if (title == d->n)
			break;
		d->lines[title].level = 1;
		line->role = IM_FIELD;
		found = true;
	}
	if (found) {
		d->lines[head].role = IM_FIELD;
		ht_diag(d->diags, HT_D_IMPORT_CONTENTS, d->lines[head].loc, NULL);
	}
	return found;
}

/* ---- by who sent each item ---- */

static size_t next_body(const im_doc *d, size_t i)
{
	while (i < d->n && d->lines[i].role != IM_BODY)
		i++;
	return i;
}

#define MAX_TITLE_CHARS 40

static bool can_be_item(im_doc *d, size_t i)
{
	const im_line *line = &d->lines[i];
	size_t next = next_body(d, i + 1);
	return im_has_han(line->text) && im_chars(line->text) <= MAX_TITLE_CHARS && !im_is_sentence(line->text) &&
	       !im_level(line->text) && !im_item_source(d, line) && next < d->n && strstr(d->lines[next].text, "。");
}

static bool by_sources(im_doc *d, size_t from)
{
	size_t titles[64], n = 0;
	bool begins = true;
	for (size_t i = next_body(d, from); i < d->n && n < 64; i = next_body(d, i + 1)) {
		if (begins && can_be_item(d, i)) {
			titles[n++] = i;
			begins = false;
		} else if (im_item_source(d, &d->lines[i])) {
			begins = true;
		}
	}
	for (size_t i = 0; n > 1 && i < n; i++)
		d->lines[titles[i]].level = 1;
	return n > 1;
}

bool im_find_items(im_doc *d, size_t from)
{
	for (size_t i = from; i < d->n; i++)
		if (d->lines[i].role == IM_BODY && d->lines[i].level)
			return false; /* the page says it */
	return by_contents(d, from) || by_sources(d, from);
}

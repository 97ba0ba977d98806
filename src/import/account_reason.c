/* Why a part of a line is not in the record. */
#include <string.h>

#include <glib.h>

#include "account.h"
#include "base/str.h"
#include "import/messages.h"
#include "words_documents.h"
#include "words_meetings.h"
#include "words_people.h"
#include "words_web.h"

/* A label of the site at the text's beginning. */
static bool is_site_label(const char *s)
{
#define ROW(text, meaning) text,
	static const char *const labels[] = {HT_WORDS_METADATA(ROW) NULL};
#undef ROW
	for (size_t i = 0; labels[i]; i++)
		if (im_after_label(s, labels[i]))
			return true;
	return false;
}

/* Is it a line of what a site says of its page? A label such as 来源 or 发布时间 is on it. */
static bool is_site_line(const char *line)
{
#define ROW(label, meaning) {label, #meaning},
	static const struct {
		const char *label, *meaning;
	} labels[] = {HT_WORDS_METADATA(ROW)};
#undef ROW
	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		const char *at = strstr(line, labels[i].label), *after = at ? at + strlen(labels[i].label) : NULL;
		const bool site =
		    strcmp(labels[i].meaning, "NOTHING") == 0 || strcmp(labels[i].meaning, "PUBLISHED") == 0;
		const bool cell = after && *after == '\t' && (at == line || at[-1] == '\t');
		if (site && after && (cell || ht_str_one_of(ht_str_skip_spaces(after), "：:")))
			return true;
	}
	return false;
}

/* A label that a text has for a field, without its colon: 索引号, 地点, 发文字号. */
static bool is_known_label(im_doc *d, const char *text)
{
#define ROW(label, meaning) label,
	static const char *const labels[] = {HT_WORDS_METADATA(ROW) HT_WORDS_MEETING_LABEL(ROW) NULL};
	static const char *const tags[] = {HT_WORDS_TITLE_TAG(ROW) NULL};
#undef ROW
	const char *s = im_squeeze(d, text);
	for (const char *const *tag = tags; *tag; tag++)
		if (ht_str_starts(*tag + ht_str_one_of(*tag, "【["), s))
			return true;
	return ht_str_is_any(s, labels) || ht_str_is_any(s, ht_words_contents_heading) ||
	       ht_field_by_key(ht_record_fields(), s);
}

/* What is before a colon, at the line's beginning or after a gap, and known as a label. In a body only the name of a
 * field is: it says what the paragraph is. */
void im_account_take_labels(im_account *a, const im_line *line)
{
	for (size_t i = 0, colon; i < a->line.n; i = colon + 1) {
		size_t from = i;
		for (colon = i; colon < a->line.n && a->line.v[colon].c != ':'; colon++)
			if (colon > i && a->line.v[colon].at > a->line.v[colon - 1].end && !a->line.v[colon].counts)
				from = colon;
		if (colon == a->line.n)
			return;
		for (; from < colon; from++) {
			const im_letter *first = &a->line.v[from];
			const bool gap = !from || first->at > a->line.v[from - 1].end || !a->line.v[from - 1].counts;
			const char *text =
			    gap ? im_copy(a->d, line->raw + first->at, a->line.v[colon].at - first->at) : "";
			if (!*text || first->fate != IM_OPEN || ht_str_chars(text) > LONGEST_LABEL)
				continue;
			const bool field = ht_field_by_key(ht_record_fields(), text);
			if (!field && (line->kind == IM_BODY || !is_known_label(a->d, text)))
				continue;
			for (size_t k = from; k < colon; k++)
				a->line.v[k].fate = a->line.v[k].fate == IM_OPEN ? IM_LABEL : a->line.v[k].fate;
			break;
		}
	}
}

/* Is the text nothing but words and figures of labels: 附件1, 第 … 期, 共印 … 份? */
static bool is_label_words(im_doc *d, const char *text)
{
	const char *s = im_squeeze(d, text);
	while (*s) {
		size_t n = ht_str_prefix_of(s, ht_words_label_word);
		if (!n)
			n = ht_str_one_of(s, IM_DIGITS
			                  "一二三四五六七八九十：:.．、，,；;。（）()《》〔〕【】[]“”—-·|★☆/<^");
		if (!n)
			return false;
		s += n;
	}
	return true;
}

/* Is there nothing that counts before letter i, and then to its end? */
static bool begins_line(const im_account *a, size_t i)
{
	while (i > 0 && !a->line.v[i - 1].counts)
		i--;
	return !i;
}

static bool ends_line(const im_account *a, size_t i)
{
	while (i < a->line.n && !a->line.v[i].counts)
		i++;
	return i == a->line.n;
}

/* The label of a line: before its colon, in a body only the name of a field. */
static bool is_label(const im_account *a, const im_line *line, size_t from, size_t to, const char *text)
{
	bool colon = false;
	for (size_t i = to; i < a->line.n && !a->line.v[i].counts && !colon; i++)
		colon = a->line.v[i].c == ':';
	if (!colon || !begins_line(a, from) || ends_line(a, to))
		return false;
	return line->kind != IM_BODY || ht_field_by_key(ht_record_fields(), text);
}

static bool is_title(const char *field)
{
	return ht_str_ends(field, "title");
}

/* After a title, on its line: the name of the site. */
static bool is_site_name(const im_account *a, size_t from, size_t to)
{
	size_t k = from;
	while (k > 0 && !a->line.v[k - 1].counts)
		k--;
	return k && k < from && is_title(a->line.v[k - 1].field ? a->line.v[k - 1].field : "") && ends_line(a, to) &&
	       ht_str_set_has("_-|", a->line.v[k].c);
}

/* Why letters [from, to) were left out. */
ht_code im_account_reason(const im_account *a, const im_line *line, size_t from, size_t to, const char *text)
{
	const im_letter *first = &a->line.v[from];
	if (first->fate == IM_AGAIN)
		return is_title(first->field) ? HT_D_IMPORT_TITLE_REPEAT : HT_D_IMPORT_AGAIN;
	const bool number = line->guessed && strpbrk(text, IM_DIGITS) && !im_is_page_number(text); /* 〔2026〕18号 */
	if (line->kind == IM_JUNK && !number && is_label_words(a->d, text))
		return im_is_page_number(text) ? HT_D_IMPORT_REMOVED : HT_D_IMPORT_LABEL;
	if (line->kind == IM_JUNK && line->guessed && !ht_str_has_any(line->raw, ht_words_of_site))
		return HT_D_IMPORT_GUESSED;
	if (line->kind == IM_JUNK && line->credit && !a->d->site)
		return ht_str_has_any(line->raw, ht_words_names_somebody) ? HT_D_IMPORT_CREDIT : HT_D_IMPORT_GUESSED;
	if (line->kind == IM_JUNK || is_site_line(line->raw) || is_site_label(text) || is_site_name(a, from, to))
		return HT_D_IMPORT_REMOVED;
	if (first->fate == IM_LABEL)
		return HT_D_IMPORT_LABEL;
	if (is_label(a, line, from, to, text) || is_known_label(a->d, text) || is_label_words(a->d, text) ||
	    ht_str_is_any(text, ht_words_honorific))
		return HT_D_IMPORT_LABEL;
	return HT_D_IMPORT_NOT_TAKEN;
}

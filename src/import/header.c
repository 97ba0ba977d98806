/* The header, above the text: masthead, numbers, title, recipients. Lines are taken from the top as long as they are
 * part of it: each is offered to the recognisers of single lines; those that they do not take and that may be part of a
 * title are collected. The first line that is neither ends the header. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "addressed.h"
#include "im.h"
#include "limits.h"
#include "words_documents.h"
#include "words_web.h"

typedef struct header {
	im_doc *d;
	size_t titles[TITLE_LINES_MOST]; /* lines that may be the title, in order */
	size_t n;
	size_t stop; /* the first line after the header */
	bool recipients;
	bool read;       /* the readings tell the title: */
	size_t from, to; /* its lines */
	const char *key; /* their text, without blanks */
} header;

/* ---- recipients ---- */

/* Recipients from line i on, over as many lines as it takes to the colon.
 * false: line i does not begin them. */
static bool take_recipients(header *h, size_t i)
{
	im_doc *d = h->d;
	const char *all = "";
	size_t to = i;
	if (d->speech || im_is_spoken_to(d->lines[i].text))
		return false; /* whom it addresses: 同志们： */
	bool colon = false;
	for (; to < d->n && to < i + RECIPIENTS_LINES && !colon; to++) {
		const im_line *line = &d->lines[to];
		if (line->kind == IM_JUNK || line->kind == IM_FIELD)
			continue;
		if (line->kind != IM_BODY || strstr(line->text, "。") || (line->level > 0 && to > i))
			return false;
		if (to > i && ht_str_starts_any(line->text, ht_words_greeting))
			return false; /* whom it greets begins here */
		all = im_join(d, all, line->text);
		colon = ht_str_ends_one_of(line->text, "：:");
		if (!colon && !im_is_open_list(d, line->text))
			return false;
	}
	if (!colon || ht_str_chars(all) > RECIPIENTS_MOST || im_introduces_text(all) || im_level(d, all))
		return false;
	const char *last = ht_str_last(all);
	const char *labelled = im_after_label(all, "主送"), *from = labelled && labelled < last ? labelled : all;
	from = im_without_chat_tag(d, from, d->lines[i].loc);
	/* Only commas separate them and are set again; 、 stays as typed. */
	im_split(d, &d->recipients, im_copy(d, from, (size_t)(last - from)), "，,", d->lines[i].loc);
	for (size_t k = i; k < to; k++)
		if (d->lines[k].kind == IM_BODY)
			d->lines[k].kind = IM_FIELD;
	h->stop = to;
	h->recipients = true;
	return true;
}

/* ---- title ---- */

/* `时间：…`: a label; `开了个会，局长主持`: a sentence. Neither is a title. */
static bool is_label_or_sentence(im_doc *d, const char *s)
{
	const char *colon = strstr(s, "：");
	if (strstr(s, "。") || (strstr(s, "，") && !strstr(s, "关于") && !im_ends_title(d, s)))
		return true;
	return colon && g_utf8_pointer_to_offset(s, colon) <= LABEL_MOST && colon[strlen("：")];
}

static bool can_be_title(im_doc *d, const im_line *line)
{
	const char *s = line->text;
	if (line->kind != IM_BODY || !ht_str_has_han(s) || ht_str_chars(s) > TITLE_LINE_MOST)
		return false;
	return !ht_str_ends_one_of(s, "。；：，、;:,") && !im_level(d, s) && !is_label_or_sentence(d, s);
}

/* Stacked names with 文件 beside them: the masthead of several issuers, as a row of cells. The style sheet makes a
 * masthead from the issuers. */
static bool take_stacked_masthead(im_doc *d, im_line *line)
{
	const char *tab = line->kind == IM_TABLE ? strrchr(line->text, '\t') : NULL;
	im_texts names = {0};
	if (!tab || strcmp(im_squeeze(d, tab), "文件") != 0 || d->issuers.n)
		return false;
	im_split(d, &names, im_copy(d, line->text, (size_t)(tab - line->text)), " 　" IM_CELL_BREAKS, line->loc);
	for (size_t i = 0; i < names.n; i++)
		if (!im_is_organ(names.v[i].s))
			return false;
	d->issuers = names;
	line->kind = IM_FIELD;
	return true;
}

/* The organ on a line of a stacked masthead, or NULL; *word: what is beside it (令, 文件), or NULL. */
static const char *stacked_organ(im_doc *d, const im_line *line, const char **word)
{
	static const char *const words[] = {"命令", "令", "文件"};
	const char *s = line->text;
	*word = NULL;
	if (line->kind != IM_BODY)
		return NULL;
	for (size_t i = 0; !*word && i < ARRAY_LEN(words); i++) {
		size_t n = strlen(s), m = strlen(words[i]);
		if (!ht_str_ends(s, words[i]) || n <= m)
			continue;
		const char *lead = im_copy(d, s, n - m);
		if (strlen(lead) < n - m) {
			*word = words[i];
			s = lead;
		}
	}
	return im_is_organ_name(s) ? s : NULL;
}

/* Organs above each other, 令 or 文件 after one of them. Of an order they make the title. */
static bool take_stack(im_doc *d, size_t i)
{
	im_texts names = {0};
	const char *word, *found = NULL, *organ, *all = "";
	size_t k = i;
	for (; k < d->n && (organ = stacked_organ(d, &d->lines[k], &word)); k++) {
		im_add_text(d, &names, organ, d->lines[k].loc);
		all = im_join(d, *all ? im_join(d, all, "　") : all, organ);
		found = word ? word : found;
	}
	if (names.n < 2 || !found || d->issuers.n)
		return false;
	d->issuers = names;
	if (strcmp(found, "文件") != 0) {
		d->title = im_join(d, all, found);
		d->title_loc = d->lines[i].loc;
	}
	while (k-- > i)
		d->lines[k].kind = IM_FIELD;
	return true;
}

/* `【会议纪要】某某例会`: what a chat puts before a title is how it ends. */
static void settle_tag(im_doc *d)
{
#define ROW(tag, kind) {tag, kind},
	static const struct {
		const char *tag, *kind;
	} tags[] = {HT_WORDS_TITLE_TAG(ROW)};
#undef ROW
	for (size_t i = 0; d->title && i < ARRAY_LEN(tags); i++) {
		if (!ht_str_starts(d->title, tags[i].tag) || !d->title[strlen(tags[i].tag)])
			continue;
		d->title += strlen(tags[i].tag);
		if (!ht_str_ends(d->title, "纪要") && !ht_str_ends(d->title, "记录"))
			d->title = im_join(d, d->title, tags[i].kind);
		ht_diag(d->diags, HT_D_IMPORT_TITLE_TAG, d->title_loc, d->title, NULL);
		return;
	}
}

/* `……的通知（岳办发〔2017〕2号）`: the number after the title. */
static void split_number(im_doc *d, im_line *line)
{
	const char *open = g_strrstr(line->text, "（");
	const char *p = open ? open + strlen("（") : NULL, *from = p;
	ht_scan_number n;
	if (!p || d->number || !ht_scan_number_at(&p, &n) || !n.year || strcmp(p, "）") != 0)
		return;
	d->number = im_squeeze(d, im_copy(d, from, (size_t)(p - from)));
	line->text = im_copy(d, line->text, (size_t)(open - line->text));
}

/* Does a text without a title begin with its recipients? */
static bool may_begin_with_recipients(const im_doc *d, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (d->lines[k].kind == IM_BODY)
			return false;
	if (im_is_addressed(d, i))
		return true;
	return strstr(d->lines[i].text, "各") && !strstr(d->lines[i].text, "您");
}

/* Does the line repeat the title that the readings tell, or a part of it? */
static bool is_like_title(const header *h, const im_line *line)
{
	const char *s = im_squeeze(h->d, line->text);
	return *s && (ht_str_starts(h->key, s) || ht_str_ends(h->key, s) || ht_str_starts(s, h->key));
}

/* `的报告` below a line that a title may end with: 关于报送某某工作总结. */
static bool is_rest_of_title(im_doc *d, size_t i)
{
	const im_line *line = &d->lines[i], *above = &d->lines[i - 1];
	const bool below = !line->blanks || ht_str_starts(line->text, "的"); /* pages have gaps between paragraphs */
	return line->kind == IM_BODY && below && im_has_sure_title_end(d, line->text) &&
	       ht_str_chars(line->text) <= TITLE_REST_MOST && !strstr(line->text, "关于") &&
	       strstr(above->text, "关于") && !im_has_sure_title_end(d, above->text);
}

/* The title's lines as the readings have them. */
static void read_title(header *h)
{
	im_doc *d = h->d;
	ht_buf key = {0};
	h->read = im_read_title(d, &h->from, &h->to);
	h->to += h->read && h->to < d->n && is_rest_of_title(d, h->to);
	for (size_t i = h->from; h->read && i < h->to; i++)
		if (d->lines[i].kind == IM_BODY)
			ht_buf_adds(&key, d->lines[i].text);
	h->key = im_squeeze(d, im_copy_buf(d, &key));
	ht_buf_free(&key);
}

/* Is line i one of those that may be the title? Where the readings tell it, those are its lines, what repeats it, and
 * above it an organ's name, which may be a letter's head. */
static bool is_collected(const header *h, size_t i)
{
	im_doc *d = h->d;
	const im_line *line = &d->lines[i];
	if (line->kind != IM_BODY)
		return false;
	if (!h->read)
		return can_be_title(d, line) && (im_is_headed(d, i) || im_ends_title(d, im_squeeze(d, line->text)) ||
		                                 im_is_organ_name(line->text));
	if (i >= h->from && i < h->to)
		return true;
	return can_be_title(d, line) && (is_like_title(h, line) || (i < h->from && im_is_organ_name(line->text)));
}

static void gather_lines(header *h)
{
	im_doc *d = h->d;
	size_t i = 0;
	for (; i < d->n; i++) {
		im_line *line = &d->lines[i];
		const bool masthead = d->masthead;
		if (line->kind == IM_JUNK || line->kind == IM_FIELD || line->kind == IM_PICTURE ||
		    take_stacked_masthead(d, line) || take_stack(d, i) || im_take_header_line(d, line)) {
			/* a masthead may begin a line above */
			if (!masthead && d->masthead && h->n && d->lines[h->titles[h->n - 1]].kind == IM_FIELD)
				h->n--;
			if (!masthead && d->dated_title) {
				h->read = true;
				h->from = d->dated_title;
				h->to = h->from + 1;
			}
			continue;
		}
		/* the title once more in another language: left in the text */
		if (h->n && line->kind == IM_BODY && !ht_str_has_han(line->text) &&
		    ht_str_chars(line->text) <= FOREIGN_TITLE_MOST)
			continue;
		const bool of_title = h->read && i >= h->from && i < h->to;
		if (!of_title && (h->n || may_begin_with_recipients(d, i)) && take_recipients(h, i))
			return;
		const bool collected = is_collected(h, i);
		if (!collected && h->read && (i < h->from || im_is_below_title(d, i)))
			continue;
		if (!collected || h->n == TITLE_LINES_MOST)
			break;
		split_number(d, line);
		h->titles[h->n++] = i;
	}
	h->stop = i;
}

/* Collected lines that a line below them took, as organs above an editor. */
static void drop_taken(header *h)
{
	size_t n = 0;
	for (size_t i = 0; i < h->n; i++)
		if (h->d->lines[h->titles[i]].kind == IM_BODY)
			h->titles[n++] = h->titles[i];
	h->n = n;
}

/* The page's name, `关于……的通知_某某网`, without the site's. */
static const char *without_site(im_doc *d, const char *s)
{
	for (const char *p = s; *p; p = ht_str_next(p)) {
		size_t n = ht_str_one_of(p, SITE_SEPARATORS);
		const char *left = n && ht_str_chars(p + n) <= SITE_NAME_MOST ? im_copy(d, s, (size_t)(p - s)) : "";
		if (*left && im_ends_title(d, left) && ht_str_has_han(p + n) && !im_ends_title(d, p + n))
			return left;
	}
	return s;
}

static const char *text_of(const header *h, size_t k)
{
	return without_site(h->d, h->d->lines[h->titles[k]].text);
}

static bool begins_subtitle(const char *s)
{
	return ht_str_one_of(s, "—（(") > 0;
}

/* （2026年1月22日…会议通过）, （2026年1月9日）: not part of the title. */
static bool is_adoption_note(const char *s)
{
	size_t n = ht_str_one_of(s, "（(");
	ht_scan_day day;
	s += n;
	return n && ht_scan_day_at(&s, &day);
}

/* Lines from k on that make the title. */
static size_t count_title(const header *h, size_t k)
{
	im_doc *d = h->d;
	const char *all = "", *meta = d->meta_title ? im_squeeze(d, d->meta_title) : NULL;
	size_t ended = 0;
	for (size_t i = k; i < h->n; i++) {
		all = im_join(d, all, text_of(h, i));
		const char *s = im_squeeze(d, all);
		if (ht_str_chars(all) > TITLE_MOST)
			break;
		if (meta && strcmp(s, meta) == 0)
			return i - k + 1;
		if (im_has_sure_title_end(d, s))
			return i - k + 1;
		if (!ended && im_ends_title(d, s))
			ended = i - k + 1;
		if (ended && i - k >= ended + 1)
			break;
	}
	if (ended)
		return ended;
	/* No word shows its end: lines that follow without a gap belong to it if a part of the header comes after them.
	 */
	size_t n = 1;
	bool more = h->recipients || d->number;
	while (k + n < h->n && n < UNENDED_TITLE_LINES && more && !d->lines[h->titles[k + n]].blanks &&
	       ht_str_chars(text_of(h, k + n)) <= UNENDED_TITLE_LINE)
		n++;
	return n;
}

static bool begins_with_act(const char *s)
{
	return ht_str_starts_any(s, ht_words_title_act);
}

/* Does the line begin with an organ's name: 某某局, or 某某局关于…? */
static bool begins_with_organ(im_doc *d, const char *s)
{
	const char *act = strstr(s, "关于");
	const char *organ = act ? im_copy(d, s, (size_t)(act - s)) : s;
	return im_is_organ_name(organ);
}

/* Organs that issue together are above each other; on one line a blank separates
 * them. */
static const char *join_title(const header *h, size_t k, size_t n)
{
	const char *all = "";
	for (size_t i = 0; i < n; i++) {
		const char *s = text_of(h, k + i);
		if (i && im_is_organ(text_of(h, k + i - 1)) && begins_with_organ(h->d, s))
			all = im_join(h->d, all, "　");
		all = im_join(h->d, all, s);
	}
	return all;
}

/* The number of lines from k on that repeat the title. */
static size_t count_repeat(const header *h, size_t k, const char *title)
{
	const char *all = "";
	for (size_t i = k; i < h->n && i < k + REPEATED_TITLE_LINES; i++) {
		all = im_squeeze(h->d, im_join(h->d, all, text_of(h, i)));
		/* again, or only its kind: `通　知` */
		if (strcmp(all, title) == 0 || (i == k && ht_str_chars(all) <= REPEATED_KIND_MOST &&
		                                ht_str_ends(title, all) && im_ends_title(h->d, all)))
			return i - k + 1;
		/* the page's name: title, mark, name of the site */
		size_t n = strlen(title);
		if (i == k && ht_str_starts(all, title) && ht_str_one_of(all + n, SITE_SEPARATORS) &&
		    ht_str_chars(all + n) <= SITE_NAME_MOST)
			return 1;
		if (!ht_str_starts(title, all))
			break;
	}
	return 0;
}

static void mark_as_fields(header *h, size_t k, size_t n)
{
	for (size_t i = k; i < k + n; i++)
		h->d->lines[h->titles[i]].kind = IM_FIELD;
}

static void take_repeats(header *h, size_t from, size_t title_at)
{
	const char *title = im_squeeze(h->d, h->d->title);
	for (size_t k = from; k < h->n;) {
		size_t n = k == title_at ? 0 : count_repeat(h, k, title);
		mark_as_fields(h, k, n);
		k += n ? n : 1;
	}
}

/* A site's name or a heading of its menu above the title. */
static bool is_site_line(const header *h, size_t k)
{
	const char *s = text_of(h, k), *next = text_of(h, k + 1);
	if (im_ends_title(h->d, im_squeeze(h->d, s)) || h->d->lines[h->titles[k]].level > 0)
		return false;
	if (ht_str_starts(im_squeeze(h->d, next), "第"))
		return false; /* 某某代表大会 / 第二次会议纪要 */
	if (im_is_organ(s))
		return !begins_with_act(next) && !begins_with_organ(h->d, next);
	return ht_str_chars(s) <= SITE_HEADING_MOST && !strstr(s, "关于") && !strstr(s, "令") &&
	       im_ends_title(h->d, im_squeeze(h->d, next));
}

/* A letter's head: the issuer alone, above a title that begins with it. */
static bool is_letterhead(const header *h, size_t k)
{
	const char *s = text_of(h, k);
	return im_is_organ_name(s) && ht_str_starts(text_of(h, k + 1), s);
}

/* Where the title begins: after a letter's head and lines of the site, which
 * are left out. */
static size_t find_title(header *h)
{
	size_t k = 0;
	for (; k + 1 < h->n && k < SITE_LINES_ABOVE_TITLE && (!h->read || h->titles[k] < h->from); k++) {
		im_line *line = &h->d->lines[h->titles[k]];
		if (is_letterhead(h, k)) {
			line->kind = IM_FIELD;
			if (!h->d->issuers.n)
				im_add_text(h->d, &h->d->issuers, text_of(h, k), line->loc);
		} else if (is_site_line(h, k)) {
			line->kind = IM_JUNK;
			line->guessed = true;
		} else {
			break;
		}
	}
	return k;
}

/* The title as the readings have it: how many of the collected lines from *k on. 0: they do not tell it. Where the
 * words at the ends of lines say otherwise, and the readings are not sure, this is told. */
static size_t count_read_title(header *h, size_t *k)
{
	size_t n = 0, first = 0;
	while (h->read && first < h->n && h->titles[first] < h->from)
		first++;
	while (h->read && first + n < h->n && h->titles[first + n] < h->to)
		n++;
	if (!n)
		return 0;
	find_title(h);
	size_t other = count_title(h, first), last = h->titles[first + n - 1];
	int32_t sure = im_sure_of(h->d, n > other ? last : last + 1);
	*k = first;
	if (other != n && sure < TITLE_SURE && first + other <= h->n)
		ht_diag(h->d->diags, HT_D_IMPORT_TITLE_UNSURE, h->d->lines[h->titles[first]].loc,
		        join_title(h, first, n), join_title(h, first, other), NULL);
	return n;
}

/* 教育部 国家林草局关于…: between organs that issue together is the gap of a character, as where each has its line. */
static const char *with_gaps(im_doc *d, const char *title)
{
	const char *act = strstr(title, "关于");
	im_texts organs = {0};
	const char *all = "";
	im_split(d, &organs, im_copy(d, title, act ? (size_t)(act - title) : 0), IM_GAPS, (ht_loc){0});
	for (size_t i = 0; i < organs.n; i++) {
		if (!im_is_organ(organs.v[i].s))
			return title;
		all = im_join(d, *all ? im_join(d, all, "　") : all, organs.v[i].s);
	}
	return organs.n > 1 ? im_join(d, all, act) : title;
}

/* `主题：关于…`, what is left of a mail: the title is what follows. */
static const char *without_subject(im_doc *d, const char *title)
{
	for (size_t i = 0; ht_words_mail_subject[i]; i++) {
		const char *value = im_after_label(title, ht_words_mail_subject[i]);
		if (value && *value)
			return im_copy(d, value, strlen(value));
	}
	return title;
}

static void take_title(header *h)
{
	im_doc *d = h->d;
	size_t k = 0;
	if (!h->n)
		return;
	size_t n = count_read_title(h, &k);
	if (!n) {
		k = find_title(h);
		n = count_title(h, k);
	}
	d->title = join_title(h, k, n);
	d->title_loc = d->lines[h->titles[k]].loc;
	mark_as_fields(h, k, n);
	while (k + n < h->n && begins_subtitle(text_of(h, k + n)) && !is_adoption_note(text_of(h, k + n)) &&
	       !d->lines[h->titles[k + n]].blanks) {
		d->title = im_join(d, d->title, text_of(h, k + n));
		mark_as_fields(h, k + n++, 1);
	}
	take_repeats(h, 0, k);
	d->title = without_subject(d, with_gaps(d, d->title));
}

/* A mail may have text before the document: a line that can only be the end of a title, apart from others. */
static void take_late_title(im_doc *d)
{
	for (size_t i = 0, seen = 0; i < d->n && seen < MAIL_LINES_ABOVE_TITLE; i++) {
		im_line *line = &d->lines[i];
		if (line->kind != IM_BODY)
			continue;
		seen++;
		if (!line->blanks || !can_be_title(d, line) || !im_has_sure_title_end(d, line->text) ||
		    (i + 1 < d->n && !d->lines[i + 1].blanks))
			continue;
		d->title = line->text;
		d->title_loc = line->loc;
		line->kind = IM_FIELD;
		return;
	}
}

/* ---- all of it ---- */

/* Organs' names that are in the header without being the title: the issuers. */
static void take_issuers(header *h)
{
	im_doc *d = h->d;
	for (size_t i = 0; i < h->n; i++) {
		im_line *line = &d->lines[h->titles[i]];
		if (line->kind != IM_BODY || !im_is_organ_name(line->text) || !d->number)
			continue;
		if (d->issuers.n && strcmp(d->issuers.v[0].s, line->text) != 0)
			continue;
		if (!d->issuers.n)
			im_add_text(d, &d->issuers, line->text, line->loc);
		line->kind = IM_FIELD;
	}
}

/* Lines below a title of one word, of which none is a title. */
#define BELOW_ONE_WORD 3

/* 公告, 公示: the title is the kind of document alone, on the first line, and no line below can be the title. */
static void take_one_word_title(im_doc *d)
{
	size_t i = 0;
	while (i < d->n && d->lines[i].kind != IM_BODY && !d->lines[i].guessed && !d->lines[i].credit)
		i++;
	if (i == d->n || d->title || !ht_str_is_any(im_squeeze(d, d->lines[i].text), ht_words_title_end))
		return;
	for (size_t k = i + 1; k < d->n && k <= i + BELOW_ONE_WORD; k++)
		if (can_be_title(d, &d->lines[k]) && im_ends_title(d, d->lines[k].text))
			return;
	d->title = im_squeeze(d, d->lines[i].text);
	d->title_loc = d->lines[i].loc;
	d->lines[i].kind = IM_FIELD;
	d->lines[i].guessed = d->lines[i].credit = false;
}

void im_find_header(im_doc *d)
{
	header h = {.d = d};
	im_skip_menu(d);
	take_one_word_title(d);
	read_title(&h);
	gather_lines(&h);
	drop_taken(&h);
	if (im_by_mark(d)->item_by_item && im_find_items(d, 0))
		return;
	if (!d->title)
		take_title(&h);
	if (!d->title)
		take_late_title(d);
	im_drop_column(d);
	settle_tag(d);
	/* a collected line that is not the title may be a number, which is recognised only with a title */
	for (size_t i = 0; i < h.n; i++)
		if (d->lines[h.titles[i]].kind == IM_BODY)
			im_take_header_line(d, &d->lines[h.titles[i]]);
	take_issuers(&h);
	if (!d->title && d->meta_title) {
		d->title = d->meta_title;
		ht_diag(d->diags, HT_D_IMPORT_TITLE_META, (ht_loc){d->file, 0, 0}, d->title, NULL);
	}
	im_derive_title(d);
}

/* What stands above the text: mark, numbers, title, recipients.
 *
 * Lines are taken from the top as long as they are of the head: each is offered
 * to the recognisers of single lines; what none takes and could be part of a
 * title is gathered as such. The first line that is neither ends the head. */
#include <string.h>

#include <glib.h>

#include "im.h"

#define MAX_TITLE_LINES 12
#define MAX_TITLE_CHARS 120

typedef struct head {
	im_doc *d;
	size_t titles[MAX_TITLE_LINES]; /* lines that may be the title, in order */
	size_t n;
	size_t stop; /* the first line behind the head */
	bool recipients;
} head;

/* ---- recipients ---- */

/* What ends in a colon and is no address: 现通知如下： 会议指出： */
static bool announces(const char *s)
{
	static const char *const words[] = {"如下", "指出", "强调", "认为", "要求", "表示", "提出",
	                                    "问题", "建议", "事项", "内容", "附件", "主持", "出席",
	                                    "列席", "时间", "地点", "请假", "记录", NULL};
	char text[2048];
	size_t n = strlen(s);
	if (n >= sizeof text)
		return true;
	memcpy(text, s, n + 1);
	while (n && im_mark_at(g_utf8_find_prev_char(text, text + n), "：:")) {
		n = (size_t)(g_utf8_find_prev_char(text, text + n) - text);
		text[n] = '\0';
	}
	return im_ends_any(text, words) || strstr(text, "。");
}

/* A line of recipients that goes on in the next: it ends with a mark that parts
 * them, or was broken within one. */
static bool is_open_list(const char *s)
{
	static const char *const marks[] = {"，", "、", "；", ",", NULL};
	return im_ends_any(s, marks) || (im_has_any(s, marks) && !strstr(s, "关于") && !im_ends_title(s));
}

#define MAX_RECIPIENT_LINES 12

/* Recipients from line i on, over as many lines as it takes to the colon.
 * false: there are none. */
static bool take_recipients(head *h, size_t i)
{
	im_doc *d = h->d;
	const char *all = "";
	size_t to = i;
	bool colon = false;
	for (; to < d->n && to < i + MAX_RECIPIENT_LINES && !colon; to++) {
		const im_line *line = &d->lines[to];
		if (line->role == IM_JUNK || line->role == IM_FIELD)
			continue;
		if (line->role != IM_BODY || strstr(line->text, "。") || (line->level > 0 && to > i))
			return false;
		all = im_join(d, all, line->text);
		colon = im_ends(line->text, "：") || im_ends(line->text, ":");
		if (!colon && !is_open_list(line->text))
			return false;
	}
	if (!colon || im_chars(all) > 600 || announces(all) || im_level(all))
		return false;
	const char *last = g_utf8_find_prev_char(all, all + strlen(all));
	const char *labelled = im_after_label(all, "主送"), *from = labelled && labelled < last ? labelled : all;
	/* Only commas part them: they are set again, whereas 、 within stays typed. */
	im_split(d, &d->recipients, im_copy(d, from, (size_t)(last - from)), "，,", d->lines[i].loc);
	for (size_t k = i; k < to; k++)
		if (d->lines[k].role == IM_BODY)
			d->lines[k].role = IM_FIELD;
	h->stop = to;
	h->recipients = true;
	return true;
}

/* ---- title ---- */

/* `时间：…`: a label, no title. */
static bool is_labelled(const char *s)
{
	const char *colon = strstr(s, "：");
	return colon && g_utf8_pointer_to_offset(s, colon) <= 6 && colon[strlen("：")];
}

static bool can_be_title(const im_line *line)
{
	static const char *const no_ends[] = {"。", "；", "：", "，", "、", ";", ":", ",", NULL};
	return line->role == IM_BODY && im_has_han(line->text) && im_chars(line->text) <= 60 &&
	       !im_ends_any(line->text, no_ends) && !im_level(line->text) && !strstr(line->text, "。") &&
	       !is_labelled(line->text);
}

/* Stacked names with 文件 beside them: the mark of several issuers, as a row of
 * cells. The style makes it again from the issuers. */
static bool take_stacked_mark(im_doc *d, im_line *line)
{
	const char *tab = line->role == IM_TABLE ? strrchr(line->text, '\t') : NULL;
	im_texts names = {0};
	if (!tab || strcmp(im_squeeze(d, tab), "文件") != 0 || d->issuers.n)
		return false;
	im_split(d, &names, im_copy(d, line->text, (size_t)(tab - line->text)), " 　", line->loc);
	for (size_t i = 0; i < names.n; i++)
		if (!im_is_organ(names.v[i].s))
			return false;
	d->issuers = names;
	line->role = IM_FIELD;
	return true;
}

/* The organ on a line of a stacked mark; *word: what stands beside it (令, 文件),
 * or NULL. NULL: no organ. */
static const char *stacked_organ(im_doc *d, const im_line *line, const char **word)
{
	static const char *const words[] = {"命令", "令", "文件"};
	const char *s = line->text;
	*word = NULL;
	if (line->role != IM_BODY)
		return NULL;
	for (size_t i = 0; !*word && i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(s), m = strlen(words[i]);
		if (!im_ends(s, words[i]) || n <= m)
			continue;
		const char *lead = im_copy(d, s, n - m);
		if (strlen(lead) < n - m) {
			*word = words[i];
			s = lead;
		}
	}
	return im_is_organ(s) && im_chars(s) >= 4 ? s : NULL;
}

/* Organs above each other, 令 or 文件 behind one of them. Of an order they make
 * the title. */
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
		d->lines[k].role = IM_FIELD;
	return true;
}

/* `【会议纪要】某某例会`: what a chat puts before a title. */
static void settle_tag(im_doc *d)
{
	static const char *const tags[] = {"【会议纪要】", "【纪要】", "【会议记录】", "[会议纪要]", "[纪要]"};
	for (size_t i = 0; d->title && i < sizeof tags / sizeof *tags; i++) {
		if (!im_starts(d->title, tags[i]) || !d->title[strlen(tags[i])])
			continue;
		d->title += strlen(tags[i]);
		if (!im_ends_any(d->title, (const char *const[]){"纪要", "记录", NULL}))
			d->title = im_join(d, d->title, i == 2 ? "记录" : "纪要");
		ht_diag(d->diags, HT_D_IMPORT_TITLE_TAG, d->title_loc, d->title, NULL);
		return;
	}
}

/* `……的通知（岳办发〔2017〕2号）`: the number behind the title. */
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

/* Does a text without a title begin with those it is sent to? */
static bool may_begin(const im_doc *d, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (d->lines[k].role == IM_BODY)
			return false;
	return strstr(d->lines[i].text, "各") && !strstr(d->lines[i].text, "您");
}

static void gather(head *h)
{
	im_doc *d = h->d;
	size_t i = 0;
	for (; i < d->n; i++) {
		im_line *line = &d->lines[i];
		if (line->role == IM_JUNK || line->role == IM_FIELD || line->role == IM_PICTURE ||
		    take_stacked_mark(d, line) || take_stack(d, i) || im_take_head_line(d, line))
			continue;
		/* the title once more in another language: left in the text */
		if (h->n && line->role == IM_BODY && !im_has_han(line->text) && im_chars(line->text) <= 200)
			continue;
		if ((h->n || may_begin(d, i)) && take_recipients(h, i))
			return;
		if (!can_be_title(line) || h->n == MAX_TITLE_LINES)
			break;
		split_number(d, line);
		h->titles[h->n++] = i;
	}
	h->stop = i;
}

/* The page's name, `关于……的通知_某某网`, without the site's. */
static const char *without_site(im_doc *d, const char *s)
{
	for (const char *p = s; *p; p += g_utf8_skip[(unsigned char)*p]) {
		size_t n = im_mark_at(p, "_-|—–");
		const char *left = n && im_chars(p + n) <= 30 ? im_copy(d, s, (size_t)(p - s)) : "";
		if (*left && im_ends_title(left) && im_has_han(p + n) && !im_ends_title(p + n))
			return left;
	}
	return s;
}

static const char *text_of(const head *h, size_t k)
{
	return without_site(h->d, h->d->lines[h->titles[k]].text);
}

/* `…的通知`: the surest end of a title. */
static bool ends_surely(const char *s)
{
	static const char *const ends[] = {"的通知",   "的决定", "的批复", "的函",     "的复函", "的意见",
	                                   "的报告",   "的请示", "的通报", "的公告",   "的通告", "的决议",
	                                   "会议纪要", "的命令", "会纪要", "会议记录", NULL};
	return im_ends_any(s, ends);
}

static bool begins_subtitle(const char *s)
{
	static const char *const begins[] = {"——", "（", "(", "—", NULL};
	return im_starts_any(s, begins);
}

/* （2026年1月22日…会议通过）, （2026年1月9日）: not of the title. */
static bool says_adoption(const char *s)
{
	size_t n = im_mark_at(s, "（(");
	ht_scan_day day;
	s += n;
	return n && ht_scan_day_at(&s, &day);
}

/* How many of the lines from k on make the title. */
static size_t count_title(const head *h, size_t k)
{
	im_doc *d = h->d;
	const char *all = "", *meta = d->meta_title ? im_squeeze(d, d->meta_title) : NULL;
	size_t ended = 0;
	for (size_t i = k; i < h->n; i++) {
		all = im_join(d, all, text_of(h, i));
		const char *s = im_squeeze(d, all);
		if (im_chars(all) > MAX_TITLE_CHARS)
			break;
		if (meta && strcmp(s, meta) == 0)
			return i - k + 1;
		if (ends_surely(s))
			return i - k + 1;
		if (!ended && im_ends_title(s))
			ended = i - k + 1;
		if (ended && i - k >= ended + 1)
			break;
	}
	if (ended)
		return ended;
	/* No word says where it ends: lines that follow without a gap belong to
	 * it when something of the head comes behind them. */
	size_t n = 1;
	bool more = h->recipients || d->number;
	while (k + n < h->n && n < 4 && more && !d->lines[h->titles[k + n]].blanks && im_chars(text_of(h, k + n)) <= 30)
		n++;
	return n;
}

static bool begins_with_act(const char *s)
{
	static const char *const acts[] = {"关于", "转发", "印发", "批转", "公布", "发布", "令", NULL};
	return im_starts_any(s, acts);
}

/* Does the line begin with an organ's name: 某某局, or 某某局关于…? */
static bool begins_with_organ(im_doc *d, const char *s)
{
	const char *act = strstr(s, "关于");
	const char *organ = act ? im_copy(d, s, (size_t)(act - s)) : s;
	return im_is_organ(organ) && im_chars(organ) >= 4;
}

/* Organs that issue together stand above each other; on one line a blank parts
 * them. */
static const char *join_title(const head *h, size_t k, size_t n)
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

/* Lines from k on that say the title once more: how many. */
static size_t count_repeat(const head *h, size_t k, const char *title)
{
	const char *all = "";
	for (size_t i = k; i < h->n && i < k + 6; i++) {
		all = im_squeeze(h->d, im_join(h->d, all, text_of(h, i)));
		/* again, or only its kind: `通　知` */
		if (strcmp(all, title) == 0 ||
		    (i == k && im_chars(all) <= 4 && im_ends(title, all) && im_ends_title(all)))
			return i - k + 1;
		/* the page's name: title, mark, name of the site */
		size_t n = strlen(title);
		if (i == k && im_starts(all, title) && im_mark_at(all + n, "-_|—–") && im_chars(all + n) <= 30)
			return 1;
		if (!im_starts(title, all))
			break;
	}
	return 0;
}

static void claim(head *h, size_t k, size_t n)
{
	for (size_t i = k; i < k + n; i++)
		h->d->lines[h->titles[i]].role = IM_FIELD;
}

static void take_repeats(head *h, size_t from, size_t title_at)
{
	const char *title = im_squeeze(h->d, h->d->title);
	for (size_t k = from; k < h->n;) {
		size_t n = k == title_at ? 0 : count_repeat(h, k, title);
		if (n) {
			ht_diag(h->d->diags, HT_D_IMPORT_TITLE_REPEAT, h->d->lines[h->titles[k]].loc, NULL);
			claim(h, k, n);
		}
		k += n ? n : 1;
	}
}

/* A site's name or a heading of its menu above the title. */
static bool is_site_line(const head *h, size_t k)
{
	const char *s = text_of(h, k), *next = text_of(h, k + 1);
	if (im_ends_title(im_squeeze(h->d, s)) || h->d->lines[h->titles[k]].level > 0)
		return false;
	if (im_starts(im_squeeze(h->d, next), "第"))
		return false; /* 某某代表大会 / 第二次会议纪要 */
	if (im_is_organ(s))
		return !begins_with_act(next) && !begins_with_organ(h->d, next);
	return im_chars(s) <= 6 && !im_has_any(s, (const char *const[]){"关于", "令", NULL}) &&
	       im_ends_title(im_squeeze(h->d, next));
}

/* A letter's head: the issuer alone, above a title that begins with it. */
static bool is_letterhead(const head *h, size_t k)
{
	const char *s = text_of(h, k);
	return im_is_organ(s) && im_chars(s) >= 4 && im_starts(text_of(h, k + 1), s);
}

/* Where the title begins: behind a letter's head and lines of the site, which
 * are left out. */
static size_t find_title(head *h)
{
	size_t k = 0;
	for (; k + 1 < h->n && k < 4; k++) {
		im_line *line = &h->d->lines[h->titles[k]];
		if (is_letterhead(h, k)) {
			line->role = IM_FIELD;
			if (!h->d->issuers.n)
				im_add_text(h->d, &h->d->issuers, text_of(h, k), line->loc);
		} else if (is_site_line(h, k)) {
			line->role = IM_JUNK;
		} else {
			break;
		}
	}
	return k;
}

static void take_title(head *h)
{
	im_doc *d = h->d;
	if (!h->n)
		return;
	size_t k = find_title(h), n = count_title(h, k);
	d->title = join_title(h, k, n);
	d->title_loc = d->lines[h->titles[k]].loc;
	claim(h, k, n);
	while (k + n < h->n && begins_subtitle(text_of(h, k + n)) && !says_adoption(text_of(h, k + n)) &&
	       !d->lines[h->titles[k + n]].blanks) {
		d->title = im_join(d, d->title, text_of(h, k + n));
		claim(h, k + n++, 1);
	}
	take_repeats(h, 0, k);
}

/* `《某规则》……现予印发`: what is sent on gives the title. */
static bool derive_from_sent(im_doc *d)
{
	size_t i = 0;
	while (i < d->n && d->lines[i].role != IM_BODY)
		i++;
	const char *s = i < d->n ? d->lines[i].text : "";
	const char *open = strstr(s, "《"), *close = open ? strstr(open, "》") : NULL;
	if (!close || !strstr(close, "印发") || im_chars(s) > 200)
		return false;
	d->title = ht_arena_printf(d->arena, "关于印发%.*s的通知", (int)(close - open) + 3, open);
	d->nomem |= !d->title;
	d->title_loc = d->lines[i].loc;
	ht_diag(d->diags, HT_D_IMPORT_TITLE_DERIVED, d->title_loc, d->title ? d->title : "", NULL);
	return d->title != NULL;
}

static bool has_headings(const im_doc *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->lines[i].role == IM_BODY && d->lines[i].level)
			return true;
	return false;
}

/* No line can be the title: the first sentence tells what the text is about. */
#define MAX_DERIVED_CHARS 40

static void derive_title(im_doc *d)
{
	static const char *const stops = "。；！？：;!?";
	if (d->title || d->meta_title)
		return;
	if (im_by_mark(d)->tells_of_meeting) {
		d->title = d->mark;
		ht_diag(d->diags, HT_D_IMPORT_TITLE_MARK, d->title_loc, d->title, NULL);
		return;
	}
	if (d->mark && d->issue && has_headings(d))
		return; /* each item has its own */
	if (derive_from_sent(d))
		return;
	for (size_t i = 0; i < d->n; i++) {
		const im_line *line = &d->lines[i];
		if (line->role != IM_BODY)
			continue;
		const char *p = line->text, *comma = NULL;
		int chars = 0;
		for (; *p && !im_mark_at(p, stops) && chars < MAX_DERIVED_CHARS; chars++) {
			if (!comma && chars >= 8 && im_mark_at(p, "，,"))
				comma = p;
			p += g_utf8_skip[(unsigned char)*p];
		}
		const char *end = comma && !im_mark_at(p, stops) ? comma : p;
		d->title = im_copy(d, line->text, (size_t)(end - line->text));
		d->title_loc = line->loc;
		ht_diag(d->diags, HT_D_IMPORT_TITLE_DERIVED, line->loc, d->title, NULL);
		return;
	}
}

/* A mail says something before it comes to the document: a line that can only be
 * the end of a title, apart from what is above and below it. */
#define MAX_ABOVE_TITLE 6

static void take_late_title(im_doc *d)
{
	for (size_t i = 0, seen = 0; i < d->n && seen < MAX_ABOVE_TITLE; i++) {
		im_line *line = &d->lines[i];
		if (line->role != IM_BODY)
			continue;
		seen++;
		if (!line->blanks || !can_be_title(line) || !ends_surely(line->text) ||
		    (i + 1 < d->n && !d->lines[i + 1].blanks))
			continue;
		d->title = line->text;
		d->title_loc = line->loc;
		line->role = IM_FIELD;
		return;
	}
}

/* ---- navigation ---- */

/* Where a document surely begins: its number, or a line that can only be the
 * end of a title. */
static bool is_anchor(const im_doc *d, const char *s)
{
	const char *p = s;
	ht_scan_number n;
	if (ht_scan_number_at(&p, &n) && n.year && !*p)
		return true;
	return ends_surely(s) || (strstr(s, "关于") && im_ends_title(s)) ||
	       (d->meta_title && strcmp(s, d->meta_title) == 0);
}

/* A grade of secrecy or urgency stands in a document's head only. */
static bool is_grade(im_doc *d, const char *s)
{
	static const char *const begins[] = {"绝密", "机密", "秘密", "特急", "加急", "特提", "平急", NULL};
	return im_starts_any(im_squeeze(d, s), begins);
}

#define MAX_MENU_LINES 200
#define MIN_MENU_LINES 4
#define MAX_MENU_CHARS 12

/* A menu above the document: many short lines without a mark, and behind them
 * something that begins a document. */
static void skip_menu(im_doc *d)
{
	size_t menu = 0, end = 0, i = 0;
	for (; i < d->n && i < MAX_MENU_LINES; i++) {
		const im_line *line = &d->lines[i];
		if (line->role != IM_BODY)
			continue;
		if (im_chars(line->text) > MAX_MENU_CHARS || im_is_sentence(line->text) || im_level(line->text) ||
		    is_anchor(d, line->text) || is_grade(d, line->text))
			break;
		menu++;
		end = i + 1;
	}
	bool anchored = false;
	for (size_t k = i; k < d->n && k < i + 6 && !anchored; k++)
		anchored = d->lines[k].role == IM_BODY && is_anchor(d, d->lines[k].text);
	for (size_t k = 0; anchored && menu >= MIN_MENU_LINES && k < end; k++)
		if (d->lines[k].role == IM_BODY)
			d->lines[k].role = IM_JUNK;
}

/* Organs' names that stand in the head without being the title: the issuers. */
static void take_issuers(head *h)
{
	im_doc *d = h->d;
	for (size_t i = 0; i < h->n; i++) {
		im_line *line = &d->lines[h->titles[i]];
		if (line->role != IM_BODY || !im_is_organ(line->text) || im_chars(line->text) < 4 || !d->number)
			continue;
		if (d->issuers.n && strcmp(d->issuers.v[0].s, line->text) != 0)
			continue;
		if (!d->issuers.n)
			im_add_text(d, &d->issuers, line->text, line->loc);
		line->role = IM_FIELD;
	}
}

void im_find_head(im_doc *d)
{
	head h = {.d = d};
	skip_menu(d);
	gather(&h);
	if (im_by_mark(d)->item_by_item && im_find_items(d, 0))
		return;
	if (!d->title)
		take_title(&h);
	if (!d->title)
		take_late_title(d);
	settle_tag(d);
	/* what was gathered and is not the title may be a number that needed one */
	for (size_t i = 0; i < h.n; i++)
		if (d->lines[h.titles[i]].role == IM_BODY)
			im_take_head_line(d, &d->lines[h.titles[i]]);
	take_issuers(&h);
	if (!d->title && d->meta_title) {
		d->title = d->meta_title;
		ht_diag(d->diags, HT_D_IMPORT_TITLE_META, (ht_loc){d->file, 0, 0}, d->title, NULL);
	}
	derive_title(d);
}

/* Fields: numbers, dates, recipients, title, secrecy, attachments, enclosed
 * documents, and what is missing. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "ck.h"
#include "check/messages.h"
#include "record/messages.h"
#include "import/scan.h"
#include "words_documents.h"

/* ---- document number ---- */

static void offer_number(ck *c, const ht_value *v, ht_code code, const char *better)
{
	ck_find(c, code, v->text.loc, v->text.s, better, NULL);
	ck_edit(c, v->text.loc, v->text.s, strlen(v->text.s), better, true);
}

static void check_year(ck *c, const ht_value *v, int year)
{
	const ht_value *date = ck_value(c, "date");
	char a[16], b[16];
	if (!date || !date->date.year || date->date.year == year)
		return;
	snprintf(a, sizeof a, "%d", year);
	snprintf(b, sizeof b, "%d", date->date.year);
	ck_find(c, HT_D_CHECK_NUMBER_YEAR, v->text.loc, a, b, NULL);
}

/* May the number be a serial of the year (2026年第3号)? */
static bool may_lack_brackets(const ck *c)
{
	const ht_document_kind *kind = ht_form_masthead_kind(c->form, &c->record->root);
	return c->form->number_without_brackets || (kind && kind->number_without_brackets);
}

void ck_number(ck *c)
{
	const ht_value *v = ck_value(c, "number");
	const char *p = v ? v->text.s : NULL;
	ht_scan_number n;
	if (!p)
		return;
	if (may_lack_brackets(c) && ht_scan_yearly_number_at(&p, &n) && !*p) {
		check_year(c, v, n.year);
		return;
	}
	p = v->text.s;
	if (!ht_scan_number_at(&p, &n) || *p) {
		ck_find(c, HT_D_CHECK_NUMBER_FORM, v->text.loc, v->text.s, NULL);
		return;
	}
	if (!n.year)
		return; /* 第3号, of an order */
	if (!n.serial || (!n.code_len && !c->form->number_without_code)) {
		ck_find(c, HT_D_CHECK_NUMBER_FORM, v->text.loc, v->text.s, NULL);
		return;
	}
	const char *better = ck_checked(
	    c, ht_arena_printf(c->out->arena, "%.*s〔%d〕%d号", (int)n.code_len, v->text.s, n.year, n.serial));
	if (!n.brackets)
		offer_number(c, v, HT_D_CHECK_NUMBER_BRACKETS, better);
	else if (n.ordinal)
		offer_number(c, v, HT_D_CHECK_NUMBER_ORDINAL, better);
	else if (n.zero)
		offer_number(c, v, HT_D_CHECK_NUMBER_ZERO, better);
	else if (strpbrk(v->text.s, " \t") || strstr(v->text.s, "　"))
		offer_number(c, v, HT_D_CHECK_NUMBER_BLANK, better);
	check_year(c, v, n.year);
}

/* ---- dates ---- */

static long day_key(const ht_date *d)
{
	return d->year * 10000L + d->month * 100L + d->day;
}

void ck_dates(ck *c)
{
	const ht_value *date = ck_value(c, "date"), *print = ck_value(c, "print_date");
	if (date && print && date->date.year && print->date.year && !ht_date_is_open(&date->date) &&
	    !ht_date_is_open(&print->date) && day_key(&print->date) < day_key(&date->date))
		ck_find(c, HT_D_CHECK_DATE_PRINT, print->loc, print->text.s, date->text.s, NULL);
	const ht_value *from = ck_value(c, "meeting.time"), *to = ck_value(c, "meeting.end_time");
	if (from && to && ht_date_ends_before(&from->date, &to->date))
		ck_find(c, HT_D_CHECK_ENDS_BEFORE, to->loc, to->text.s, from->text.s, NULL);
}

/* ---- label of generated text ---- */

void ck_ai_label(ck *c)
{
	const ht_value *group = ck_value(c, "ai_label");
	const ht_value *label = group && group->n ? ht_group_find(group->groups[0], "label") : NULL;
	if (group && !label)
		ck_find(c, HT_D_CHECK_AI_LABEL, group->loc, NULL);
}

/* ---- recipients ---- */

/* A finding about a text's last punctuation mark; its fix is the text without it. */
static void check_end(ck *c, const ht_text *t, const char *set, ht_code code, bool whole)
{
	const char *last = ht_str_last(t->s);
	if (!ht_str_one_of(last, set))
		return;
	const char *without = ck_copy(c, t->s, (size_t)(last - t->s));
	ck_find(c, code, t->loc, whole ? t->s : last, without, NULL);
	ck_edit(c, t->loc, t->s, strlen(t->s), without, true);
}

static const char *const lists[] = {"recipients", "copies_to", "report_to", "send_to", "issue_to", NULL};

bool ck_has_own_end(const ck_text *t)
{
	return ht_str_is_any(t->field->name, lists);
}

/* A request goes to one organ above; lower ones, commonly as all of their kind (各镇), get no copy. */
static void check_one_recipient(ck *c)
{
	const ht_value *to = ck_value(c, "recipients"), *copies = ck_value(c, "copies_to");
	const ht_document_kind *kind = ht_form_record_kind(c->form, &c->record->root);
	if (!kind || !kind->one_recipient)
		return;
	if (to && to->n > 1)
		ck_find(c, HT_D_CHECK_ONE_RECIPIENT, to->texts[1].loc, kind->name, NULL);
	for (size_t i = 0; copies && i < copies->n; i++)
		if (ht_str_starts(copies->texts[i].s, "各"))
			ck_find(c, HT_D_CHECK_COPY_BELOW, copies->texts[i].loc, kind->name, copies->texts[i].s, NULL);
}

void ck_recipients(ck *c)
{
	for (size_t i = 0; lists[i]; i++) {
		const ht_value *v = ck_value(c, lists[i]);
		for (size_t k = 0; v && k < v->n; k++)
			check_end(c, &v->texts[k], "：:，,；;。、", HT_D_CHECK_RECIPIENTS_PUNCT, true);
	}
	check_one_recipient(c);
}

/* ---- title ---- */

static void check_kind(ck *c, const ht_value *v)
{
	if (c->form->n_kinds && !ht_form_kind(c->form, v->text.s) && !ht_str_ends(v->text.s, "）"))
		ck_find(c, HT_D_CHECK_TITLE_KIND, v->text.loc, NULL);
}

static void check_length(ck *c, const ht_value *v)
{
	size_t chars = ht_str_chars(v->text.s);
	char is[24], most[24];
	if (!c->form->title_chars || chars <= (size_t)c->form->title_chars)
		return;
	snprintf(is, sizeof is, "%zu", chars);
	snprintf(most, sizeof most, "%d", c->form->title_chars);
	ck_find(c, HT_D_CHECK_TITLE_LONG, v->text.loc, is, most, NULL);
}

static void check_title_punct(ck *c, const ht_text *line)
{
	for (const char *p = line->s; *p; p = ht_str_next(p)) {
		if (!ht_str_one_of(p, "，。；：！？,;:!?"))
			continue;
		if (!*ht_str_next(p))
			return; /* the end is a separate finding */
		ck_text t = {.s = line->s, .loc = line->loc};
		const char *punct = ck_copy(c, p, (size_t)(ht_str_next(p) - p));
		ck_find(c, HT_D_CHECK_TITLE_PUNCT, ck_place(&t, p), punct, NULL);
	}
}

void ck_title(ck *c)
{
	const ht_value *v = ck_value(c, "title");
	if (!v || !v->text.s || !v->n)
		return;
	check_end(c, &v->texts[v->n - 1], "。，；：、,;:.", HT_D_CHECK_TITLE_END, false);
	for (size_t i = 0; i < v->n; i++)
		check_title_punct(c, &v->texts[i]);
	check_length(c, v);
	check_kind(c, v);
}

/* s without the characters of the set. */
static const char *without_chars(ck *c, const char *s, const char *set)
{
	char *out = ht_arena_alloc(c->out->arena, strlen(s) + 1), *w = out;
	c->out->nomem |= !out;
	for (const char *next; out && *s; s = next) {
		next = ht_str_next(s);
		if (ht_str_one_of(s, set))
			continue;
		memcpy(w, s, (size_t)(next - s));
		w += next - s;
	}
	return out ? out : "";
}

/* ---- secrecy ---- */

/* The term after ★: 1年, 6个月, 10日, 长期. */
static bool is_term(const char *s)
{
	static const char *const units[] = {"年", "个月", "日", NULL};
	if (strcmp(s, "长期") == 0)
		return true;
	size_t n = strspn(s, "0123456789");
	for (size_t i = 0; n && units[i]; i++)
		if (strcmp(s + n, units[i]) == 0)
			return true;
	return false;
}

static void check_secrecy(ck *c, const ht_value *v)
{
	const char *s = v->text.s, *rest = s + ht_str_prefix_of(s, ht_words_secrecy_grade);
	bool graded = rest > s;
	if (graded && (!*rest || (ht_str_starts(rest, "★") && is_term(rest + strlen("★")))))
		return;
	/* blanks, another star, or a missing star */
	const char *term = without_chars(c, rest, "★☆*＊ 　·");
	if (!graded || !is_term(term)) {
		ck_find(c, HT_D_CHECK_SECRECY_FORM, v->text.loc, s, NULL);
		return;
	}
	const char *better = ck_checked(c, ht_arena_printf(c->out->arena, "%.*s★%s", (int)(rest - s), s, term));
	ck_find(c, HT_D_CHECK_SECRECY_STAR, v->text.loc, s, better, NULL);
	ck_edit(c, v->text.loc, s, strlen(s), better, true);
}

/* 7.2.1 */
#define COPY_NUMBER_DIGITS 6

void ck_secrecy(ck *c)
{
	const ht_value *v = ck_value(c, "secrecy"), *copy = ck_value(c, "copy_number");
	for (size_t i = 0; v && i < c->form->n_secrecy_words; i++)
		if (ht_str_starts(v->text.s, c->form->secrecy_words[i]))
			v = NULL; /* 内部资料　注意保存 is not a grade */
	if (v)
		check_secrecy(c, v);
	if (v && !copy)
		ck_find(c, HT_D_CHECK_SECRECY_COPY, v->text.loc, NULL);
	if (copy &&
	    (strlen(copy->text.s) != COPY_NUMBER_DIGITS || strspn(copy->text.s, "0123456789") != COPY_NUMBER_DIGITS))
		ck_find(c, HT_D_CHECK_COPY_NUMBER, copy->text.loc, copy->text.s, NULL);
}

/* ---- attachments ---- */

/* Would s, as what YAML begins a value with, be something else than text? (What YAML cannot read at all need not be
 * among it: such an edit is never made.) */
static bool is_special(const char *s)
{
	return *s && strchr("#[]{}&*!|>\"'-?:,", *s);
}

/* A number typed before a title, which is the place-th of its list: it is set by itself. One that is not that of the
 * place is left to a person, since the text may refer to it. */
static void check_title_number(ck *c, const ht_text *t, size_t place)
{
	const char *p = t->s;
	const int number = g_ascii_isdigit(*p) ? ht_scan_int(&p) : 0;
	if (number < 1 || !ht_str_one_of(p, ".．、"))
		return;
	const char *stop = p;
	p = ht_str_next(p);
	if (g_ascii_isdigit(*p))
		return;
	if ((size_t)number != place) {
		char printed[24];
		snprintf(printed, sizeof printed, "%zu", place);
		ck_find(c, HT_D_NUMBER_DIFFERS, t->loc, ck_copy(c, t->s, (size_t)(stop - t->s)), printed, NULL);
		return;
	}
	ck_find(c, HT_D_CHECK_ATTACHMENT_NUMBER, t->loc, ck_copy(c, t->s, (size_t)(p - t->s)), NULL);
	ck_edit(c, t->loc, t->s, strlen(t->s), p, !is_special(p));
}

static void check_attachment_title(ck *c, const ht_value *v, size_t place)
{
	const ht_text *t = &v->text;
	check_end(c, t, "。，；、,;.", HT_D_CHECK_ATTACHMENT_END, false);
	size_t len = strlen(t->s), book = strlen("《");
	if (ht_str_starts(t->s, "《") && ht_str_ends(t->s, "》") && !strstr(t->s + book, "《")) {
		ck_find(c, HT_D_CHECK_ATTACHMENT_BOOK, t->loc, NULL);
		const char *within = ck_copy(c, t->s + book, len - 2 * book);
		ck_edit(c, t->loc, t->s, len, within, !is_special(within));
	}
	check_title_number(c, t, place);
}

/* A note of attachments is one line; a number beyond is that of another document. */
#define NOTE_MOST        80
#define MOST_ATTACHMENTS 99

/* 附件3 in the text, where there are fewer; a note typed as text. */
static void check_reference(ck *c, const ck_text *t)
{
	const ht_value *v = ck_value(c, "attachments");
	if (!t->other && t->block && (ht_str_starts(t->s, "附件：") || ht_str_starts(t->s, "附件:")) &&
	    ht_str_chars(t->s) < NOTE_MOST)
		ck_find(c, v ? HT_D_CHECK_ATTACHMENT_TWICE : HT_D_CHECK_ATTACHMENT_TYPED, ck_place(t, t->s), NULL);
	for (const char *p = t->s; v && (p = strstr(p, "附件"));) {
		const char *from = p;
		p += strlen("附件");
		const char *end = p;
		int n = g_ascii_isdigit(*p) ? ht_scan_int(&end) : -1;
		if (n <= 0 || (size_t)n <= v->n || n > MOST_ATTACHMENTS)
			continue;
		char count[24];
		const char *what = ck_copy(c, from, (size_t)(end - from));
		snprintf(count, sizeof count, "%zu", v->n);
		ck_find(c, HT_D_CHECK_ATTACHMENT_NONE, ck_place(t, from), what, count, NULL);
	}
}

/* 各乡镇： at the beginning of the text, which the field 主送机关 has printed above it. */
static void check_salutation(ck *c, const ck_text *t)
{
	const ht_value *body = ck_value(c, "body"), *to = ck_value(c, "recipients");
	if (!to || !to->n || t->other || !t->block || !body || !body->body || t->block != body->body->blocks)
		return;
	const size_t first = strlen(to->texts[0].s), len = strlen(t->s);
	const bool typed = ht_str_starts(t->s, to->texts[0].s) && ht_str_one_of(ht_str_last(t->s), "：:");
	if (typed && (to->n > 1 || len == first + strlen(ht_str_last(t->s))) && ht_str_chars(t->s) < NOTE_MOST)
		ck_find(c, HT_D_CHECK_RECIPIENTS_TWICE, ck_place(t, t->s), t->s, NULL);
}

static void check_titles(ck *c, const ht_value *list)
{
	for (size_t i = 0; list && i < list->n; i++) {
		const ht_value *title = ht_group_find(list->groups[i], "title");
		if (title && title->text.s)
			check_attachment_title(c, title, i + 1);
	}
}

void ck_attachments(ck *c)
{
	check_titles(c, ck_value(c, "enclosed"));
	check_titles(c, ck_value(c, "attachments"));
	ck_each_text(c, CK_PROSE, check_reference);
	ck_each_text(c, CK_PARAGRAPH, check_salutation);
}

/* ---- what the title says is issued or sent on ---- */

/* The first of the names 《…》 after p that is not inside another, without its
 * marks; NULL: there is no such name. *p moves to its end. */
static const char *next_book(ck *c, const char **p)
{
	const char *from = strstr(*p, "《"), *q = from;
	for (int depth = 0; q && *q; q = ht_str_next(q)) {
		depth += ht_str_starts(q, "《");
		depth -= ht_str_starts(q, "》");
		if (depth)
			continue;
		*p = ht_str_next(q);
		from += strlen("《");
		return ck_copy(c, from, (size_t)(q - from));
	}
	return NULL;
}

/* s without blanks and brackets: titles are compared by it (the title says
 * 《办法（试行）》, rules put 〈〉 for the 《》 within). */
static const char *letters_of_title(ck *c, const char *s)
{
	return without_chars(c, s, " 　《》〈〉（）()");
}

/* Is one of the list's members called so? */
static bool has_title(ck *c, const ht_value *list, const char *name)
{
	for (size_t i = 0; list && i < list->n; i++) {
		const ht_value *title = ht_group_find(list->groups[i], "title");
		if (title && title->text.s &&
		    strcmp(letters_of_title(c, title->text.s), letters_of_title(c, name)) == 0)
			return true;
	}
	return false;
}

/* After 《…》: is it what is sent on, and no part of a longer name (印发贯彻
 * 《条例》实施方案的通知)? */
static bool is_name_complete(const char *p)
{
	return !*p || ht_str_starts_any(p, ht_words_book_follows);
}

/* 关于印发《…》的通知: where what is sent on is named. NULL: nothing is. */
static const char *first_name_sent_on(const char *title)
{
	const char *first = NULL;
	for (size_t i = 0; ht_words_send_on[i]; i++) {
		const char *p = strstr(title, ht_words_send_on[i]);
		if (p && (!first || p < first))
			first = p;
	}
	return first ? strstr(first, "《") : NULL;
}

/* The title names what is issued or sent on, each in 《…》; each must have that name. */
void ck_enclosed(ck *c)
{
	const ht_value *title = ck_value(c, "title"), *list = ck_value(c, "enclosed");
	const char *p = title && title->text.s ? first_name_sent_on(title->text.s) : NULL, *name;
	for (size_t named = 0; p && (name = next_book(c, &p)) && is_name_complete(p); named++) {
		if (!list && !ck_value(c, "attachments"))
			ck_find(c, HT_D_CHECK_ENCLOSED_NONE, title->text.loc, name, NULL);
		if (!list || list->n <= named || has_title(c, list, name))
			continue;
		const ht_value *is = ht_group_find(list->groups[named], "title");
		if (is && is->text.s)
			ck_find(c, HT_D_CHECK_ENCLOSED_TITLE, is->text.loc, is->text.s, name, NULL);
	}
}

/* ---- what is missing ---- */

static void find_missing(void *user, ht_code code, ht_loc loc, const char *path, const char *zh)
{
	const ck *c = user;
	ck_find(user, code, loc, path, zh, c->form->names.zh, NULL);
}

/* 共印0份. */
static void check_copies(ck *c)
{
	const ht_value *v = ck_value(c, "copies");
	if (v && !v->num)
		ck_find(c, HT_D_CHECK_NONE, v->loc, v->text.s ? v->text.s : "0", NULL);
}

void ck_missing(ck *c)
{
	check_copies(c);
	ht_form_missing(c->form, &c->record->root, find_missing, c);
}

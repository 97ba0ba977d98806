/* Lists of people.
 *
 * Names are known by the structure of the list: what is neither unit, office nor group (record/people.h tells them
 * apart by their ends) is a name, whatever its surname. The rules, which CONTRIBUTING.md has, too:
 *
 *   commas   、 ， ； and, between two entries that are complete, 和 及 与 separate
 *   office   `副主席甲、乙`: a bare name after 、 has the office of the one before; not that of a post that one person
 *            holds (局长甲、乙), which is said
 *   offices  `区委副书记、区长甲`: an office without a name belongs to the next person's; if none comes, it is kept
 *   unit     of one office the beginning that is a unit is the person's unit (区政协 主席); several stay one text
 *   groups   各…, …负责人 are entries as typed
 *   blanks   separate words; one character, a blank and one or two are one name
 *
 * What is none of these is kept as typed, and said. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "import/messages.h"
#include "im.h"
#include "limits.h"
#include "people_words.h"
#include "words_people.h"

typedef struct reader {
	im_doc *d;
	im_people *list;
	im_title before;     /* of the person before: bare names have it, too */
	im_title label;      /* before a colon */
	const char *pending; /* offices whose holder comes with the next entry */
	bool each;           /* the office before is of several: 各专委会主任 */
	bool apart;          /* a comma is between them and the entry: they are only a bare name's */
} reader;

/* ---- entries ---- */

static void note(im_doc *d, im_people *list, ht_code code, const char *a, const char *b, const char *c)
{
	im_people_note *slot = HT_PUSH(d->arena, list->notes, list->n_notes, list->cap_notes);
	d->nomem |= !slot;
	if (slot)
		*slot = (im_people_note){code, {a, b, c}};
}

void im_tell_people(im_doc *d, const im_people *list, ht_loc loc)
{
	for (size_t i = 0; i < list->n_notes; i++) {
		const im_people_note *n = &list->notes[i];
		ht_diag(d->diags, n->code, loc, n->args[0], n->args[1], n->args[2], NULL);
	}
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].kind == IM_DOUBTFUL)
			ht_diag(d->diags, HT_D_IMPORT_PERSON_DOUBTFUL, loc, list->v[i].name, NULL);
}

static bool is_part_of(const char *office, const char *whole)
{
	return ht_str_ends(whole, office) || ht_str_ends(office, whole);
}

static const char *whole_title(im_doc *d, const im_person *p)
{
	return im_join(d, p->unit ? p->unit : "", p->office ? p->office : "");
}

bool im_is_same_person(im_doc *d, const im_person *a, const im_person *b)
{
	if (strcmp(a->name, b->name) != 0)
		return false;
	return is_part_of(whole_title(d, a), whole_title(d, b));
}

bool im_add_person(im_doc *d, im_people *list, im_person person)
{
	for (size_t i = 0; i < list->n; i++) {
		im_person *known = &list->v[i];
		if (!im_is_same_person(d, known, &person)) {
			if (strcmp(known->name, person.name) == 0)
				note(d, list, HT_D_IMPORT_PERSON_TWICE, person.name, whole_title(d, known),
				     whole_title(d, &person));
			continue;
		}
		if (!known->office && !known->unit) {
			known->office = person.office;
			known->unit = person.unit;
		}
		return true;
	}
	im_person *slot = HT_PUSH(d->arena, list->v, list->n, list->cap);
	d->nomem |= !slot;
	if (slot)
		*slot = person;
	return slot != NULL;
}

static void add(reader *r, ht_slice name, im_title t, im_entry kind)
{
	const char *s = im_plain_name(r->d, name);
	if (*s)
		im_add_person(r->d, r->list, (im_person){s, t.office, t.unit, kind});
}

static void add_named(reader *r, ht_slice name, im_title t)
{
	add(r, name, t, IM_NAMED);
	r->before = t;
}

/* An entry without a person; what comes after it has its office from elsewhere. */
static void add_other(reader *r, ht_slice s, im_entry kind)
{
	add(r, s, (im_title){0}, kind);
	r->before = (im_title){0};
}

/* ---- titles ---- */

static const char *with_pending(reader *r, const char *office)
{
	const char *all = r->pending ? im_join(r->d, im_join(r->d, r->pending, "、"), office) : office;
	r->pending = NULL;
	return all;
}

/* The title of a person who holds the pending offices, too. */
static im_title full_title(reader *r, ht_slice typed)
{
	if (!r->pending)
		return im_title_of(r->d, typed);
	return (im_title){with_pending(r, im_plain_name(r->d, typed)), NULL};
}

/* The pending offices have no holder: an entry, or the end of the group before (`机关各委室主任、副主任`). */
static void settle_pending(reader *r)
{
	const char *s = r->pending;
	r->pending = NULL;
	if (!s)
		return;
	im_person *last = r->list->n ? &r->list->v[r->list->n - 1] : NULL;
	bool bare = im_office_begin(s) == 0 && !strstr(s, "、");
	if (bare && last && last->kind == IM_GROUP && im_is_office(last->name))
		last->name = im_join(r->d, im_join(r->d, last->name, "、"), s);
	else
		add_other(r, im_slice(s), IM_GROUP);
}

/* ---- entries of one word ---- */

/* `林致远主席`: the office after the name. */
static bool read_named_office(reader *r, const ht_people_word *w)
{
	const char *s = im_plain_name(r->d, w->typed);
	size_t at = im_office_begin(s);
	ht_slice name = {s, at};
	if (w->kind != HT_WORD_OFFICE || r->pending || !ht_is_named_office(im_slice(s)) || !at)
		return false;
	add_named(r, name, (im_title){im_copy(r->d, s + at, strlen(s) - at), NULL});
	r->before = (im_title){0}; /* a title after the name is nobody else's */
	return true;
}

/* `王主任`, as people are called: a surname and an office. */
static bool is_called_by_office(const ht_people_word *w)
{
	const char *s = w->typed.s;
	size_t first = (size_t)(ht_str_next(s) - s);
	ht_slice rest = {s + first, w->typed.len - first};
	for (size_t i = 0; ht_words_office[i]; i++)
		if (strlen(ht_words_office[i]) == rest.len && memcmp(rest.s, ht_words_office[i], rest.len) == 0)
			return ht_str_set_has(ht_words_surname, ht_str_char(s)) && !ht_str_starts(s, "党");
	return false;
}

/* Does the office before belong to one person, so that a bare name after it is not its holder? */
static bool is_single(const im_title *t)
{
	const char *s = t->office;
	if (!s || strstr(s, "副"))
		return false;
	return ht_str_ends_any(s, ht_words_single_office);
}

static void read_bare_name(reader *r, const ht_people_word *w, bool inherits)
{
	im_title t = r->label;
	if (r->pending) {
		t = im_title_of(r->d, im_slice(r->pending));
		r->pending = NULL;
	} else if (inherits && !t.office && !t.unit) {
		t = r->before;
	}
	if (inherits && !r->each && is_single(&r->before) && t.office == r->before.office && !r->label.office) {
		note(r->d, r->list, HT_D_IMPORT_PERSON_POST, im_plain_name(r->d, w->typed), t.office, NULL);
		t = (im_title){0};
	}
	add_named(r, w->name, t);
}

/* Characters of a name after a title: more are likely to be a sentence. */
#define JOINED_NAME_MOST 4

static void read_joined(reader *r, const ht_people_word *w)
{
	if (r->apart)
		settle_pending(r);
	if (!w->surname && im_name_chars(w->name) > JOINED_NAME_MOST) { /* 占士林介绍了 */
		add_other(r, w->typed, IM_DOUBTFUL);
		return;
	}
	im_title t = full_title(r, w->title);
	if (r->label.unit && !t.unit)
		t.unit = r->label.unit;
	add_named(r, w->name, t);
}

/* 各专委会主任甲、乙: an office that several hold, and the first of them. */
static bool read_each(reader *r, const ht_people_word *w, const char *typed)
{
	const char *of = w->kind == HT_WORD_GROUP && ht_str_starts(typed, "各") ? typed + strlen("各") : NULL;
	const ht_people_word holder = of ? im_people_word(r->d, of, strlen(of)) : (ht_people_word){0};
	if (!of || holder.kind != HT_WORD_JOINED || !im_is_name(holder.name.s, holder.name.len) ||
	    !im_is_office(im_plain_name(r->d, holder.title)))
		return false;
	settle_pending(r);
	add_named(r, holder.name, im_title_of(r->d, holder.title));
	r->each = true;
	return true;
}

static void read_one(reader *r, const ht_people_word *w, bool inherits)
{
	const char *typed = im_plain_name(r->d, w->typed);
	r->each = r->each && inherits && im_is_name_word(w);
	if (read_each(r, w, typed))
		return;
	if (w->kind == HT_WORD_JOINED) {
		read_joined(r, w);
		return;
	}
	if (w->title.len && im_is_name_word(w)) { /* 李建（村主任） */
		settle_pending(r);
		add_named(r, w->name, im_title_of(r->d, w->title));
		r->before = (im_title){0};
		return;
	}
	if (im_is_name_word(w)) {
		read_bare_name(r, w, inherits);
		return;
	}
	if (read_named_office(r, w))
		return;
	if (w->kind == HT_WORD_OFFICE && !is_called_by_office(w)) {
		r->pending = with_pending(r, typed);
		return;
	}
	settle_pending(r);
	if (w->kind == HT_WORD_OFFICE)
		add_other(r, w->typed, IM_NAMED);
	else
		add_other(r, w->typed, im_is_known_word(w) ? IM_GROUP : IM_DOUBTFUL);
}

/* ---- entries of several words ---- */

static bool is_title(const ht_people_word *w)
{
	return w->kind == HT_WORD_OFFICE || w->kind == HT_WORD_UNIT;
}

/* 甲 主席 乙 副主席, 甲 区财政局 局长 */
static void read_name_first(reader *r, const im_people_words *w)
{
	for (size_t i = 0; i < w->n;) {
		size_t end = i + 1;
		while (end < w->n && is_title(&w->v[end]))
			end++;
		im_title t = {0};
		if (end > i + 1) {
			const ht_people_word *first = &w->v[i + 1], *last = &w->v[end - 1];
			t = im_title_of(r->d, (ht_slice){first->typed.s, first->typed.len});
			if (last > first) {
				const char *both =
				    im_join(r->d, im_plain_name(r->d, first->typed), im_plain_name(r->d, last->typed));
				t = im_title_of(r->d, im_slice(both));
			}
		}
		if (im_is_name_word(&w->v[i]))
			add_named(r, w->v[i].name, t);
		else
			read_one(r, &w->v[i], false);
		i = end;
	}
	r->before = (im_title){0};
}

/* 副主席　甲　乙: a title is that of the names after it. */
static void read_title_first(reader *r, const im_people_words *w, bool inherits)
{
	const char *lead = NULL;
	for (size_t i = 0; i < w->n; i++) {
		const ht_people_word *word = &w->v[i];
		bool more = i + 1 < w->n;
		if ((is_title(word) || word->kind == HT_WORD_GROUP) && more && !is_called_by_office(word) &&
		    (im_is_name_word(&w->v[i + 1]) || is_title(&w->v[i + 1]) ||
		     (lead && w->v[i + 1].kind == HT_WORD_JOINED))) {
			lead = lead ? im_join(r->d, lead, im_plain_name(r->d, word->typed))
			            : im_plain_name(r->d, word->typed);
			continue;
		}
		if (word->kind == HT_WORD_JOINED && word->title.len && lead)
			lead = im_join(r->d, lead, im_plain_name(r->d, word->title));
		if (lead && (im_is_name_word(word) || word->kind == HT_WORD_JOINED)) {
			add_named(r, word->name, full_title(r, im_slice(lead)));
		} else if (im_is_name_word(word) && (r->before.office || r->before.unit) && (i || inherits)) {
			add_named(r, word->name, r->before);
		} else {
			read_one(r, word, i > 0 || inherits);
		}
		lead = NULL;
	}
}

static bool is_number(ht_slice s)
{
	size_t digits = 0;
	while (digits < s.len && g_ascii_isdigit(s.s[digits]))
		digits++;
	return digits == s.len;
}

static bool is_settlement(const ht_people_word *w)
{
	return ht_str_suffix_of_n(w->typed.s, w->typed.len, ht_words_settlement_end) && ht_han_count(w->typed) > 2;
}

/* 石坪镇 of `石坪镇 杜若飞`, which a surname begins: places and people by turns. */
static void settle_places(reader *r, im_people_words *w)
{
	bool turns = w->n > 1 && w->n % 2 == 0;
	for (size_t i = 0; turns && i < w->n; i += 2)
		turns = im_is_name_word(&w->v[i + 1]) && is_settlement(&w->v[i]);
	for (size_t i = 0; turns && i < w->n; i += 2) {
		if (w->v[i].kind != HT_WORD_UNIT)
			note(r->d, r->list, HT_D_IMPORT_PERSON_PLACE, im_plain_name(r->d, w->v[i].typed),
			     im_plain_name(r->d, w->v[i + 1].typed), NULL);
		w->v[i].kind = HT_WORD_UNIT;
	}
}

/* 县公安局 占山 副局长: unit, name and office by turns. false: it is not so, and nothing was read. */
static bool read_turns(reader *r, const im_people_words *w)
{
	bool turns = w->n && w->n % 3 == 0;
	for (size_t i = 0; turns && i < w->n; i += 3) {
		const ht_people_word *unit = &w->v[i];
		turns = (unit->kind == HT_WORD_UNIT || is_settlement(unit)) && im_is_name_word(unit + 1) &&
		        unit[2].kind == HT_WORD_OFFICE && !im_title_of(r->d, unit[2].typed).unit;
	}
	for (size_t i = 0; turns && i < w->n; i += 3)
		add_named(r, w->v[i + 1].name,
		          (im_title){im_plain_name(r->d, w->v[i + 2].typed), im_plain_name(r->d, w->v[i].typed)});
	if (turns)
		r->before = (im_title){0};
	return turns;
}

static void read_entry(reader *r, ht_slice entry, bool inherits)
{
	im_people_words w;
	entry.s = ht_utf8_trim(entry.s, &entry.len);
	if (!entry.len || is_number(entry)) /* 1、甲 */
		return;
	im_read_words(r->d, entry, &w);
	settle_places(r, &w);
	if (!r->pending && read_turns(r, &w))
		return;
	if (w.n == 1)
		read_one(r, &w.v[0], inherits);
	else if (w.n > 1 && im_is_name_word(&w.v[0]) && is_title(&w.v[1]) &&
	         !(w.n == 3 && im_is_name_word(&w.v[2]) && r->pending))
		read_name_first(r, &w);
	else if (w.n > 1)
		read_title_first(r, &w, inherits);
}

/* ---- lists ---- */

/* Is it complete: a name, with or without an office, or a group? A unit alone is not: 各乡镇和街道负责人. */
static bool is_complete(im_doc *d, const char *s, size_t len, bool left)
{
	s = ht_utf8_trim(s, &len);
	ht_people_word w = im_people_word(d, s, len);
	size_t chars = ht_han_count(w.typed);
	if (w.kind == HT_WORD_JOINED || (w.kind == HT_WORD_GROUP && w.ends))
		return true;
	if (w.kind == HT_WORD_NAME)
		return im_is_name_word(&w) && (chars != 1);
	return !left && w.kind == HT_WORD_GROUP;
}

/* `…院长及有关部门负责人`, `甲及委员`: a group after a title or a name. */
static bool begins_group(im_doc *d, const char *s, const char *joint, const char *after, const char *end)
{
	const ht_people_word left = im_people_word(d, s, (size_t)(joint - s));
	const char *right = im_copy(d, after, (size_t)(end - after));
	if (left.kind == HT_WORD_JOINED && im_office_begin(right) == 0)
		return true;
	if (left.kind == HT_WORD_NAME && im_name_chars(left.name) > 1 && im_office_begin(right) == 0)
		return true;
	return ht_str_prefix_of(after, ht_words_people_group_begin) &&
	       im_people_word(d, s, (size_t)(joint - s)).kind == HT_WORD_OFFICE;
}

/* The next 和 or 及 between two complete entries; *n its bytes. */
static const char *find_joint(im_doc *d, const char *s, const char *end, size_t *n)
{
	for (const char *p = s; p < end; p = ht_str_next(p)) {
		*n = ht_str_prefix_of(p, ht_words_list_joint);
		if (p == s || !*n || p + *n >= end)
			continue;
		if (begins_group(d, s, p, p + *n, end) ||
		    (is_complete(d, s, (size_t)(p - s), true) && is_complete(d, p + *n, (size_t)(end - p) - *n, false)))
			return p;
	}
	return NULL;
}

/* A number of people from p on: the end of it. */
static const char *skip_count(const char *p, const char *end)
{
	const char *q = p;
	while (q < end && (g_ascii_isdigit(*q) || ht_str_one_of(q, "一二三四五六七八九十百余多几 ")))
		q = ht_str_next(q);
	return q;
}

/* `共38人` at the end of an entry; NULL: it has none. */
static const char *find_total(const char *s, const char *end)
{
	for (const char *p = s; p < end; p = ht_str_next(p)) {
		if (p == s || !ht_str_starts(p, "共"))
			continue;
		const char *rest = p + strlen("共"), *after = skip_count(rest, end);
		if (after > rest && after + ht_str_one_of(after, "人名位") == end && after < end)
			return p;
	}
	return NULL;
}

/* `等12人`, `等区领导` after a name, `共38人`: said, and left out. Returns the end of the entry. */
static const char *without_rest(reader *r, const char *s, const char *end)
{
	const char *p = end, *total = find_total(s, end);
	if (total) {
		note(r->d, r->list, HT_D_IMPORT_PEOPLE_AND_OTHERS, im_copy(r->d, total, (size_t)(end - total)), NULL,
		     NULL);
		return total;
	}
	while ((p = ht_str_previous(s, p)) && !ht_str_one_of(p, "等"))
		if (ht_str_one_of(p, "）)"))
			return end;
	if (!p || p == s)
		return end;
	const char *rest = p + strlen("等"), *after = skip_count(rest, end);
	bool count = after > rest;
	const ht_people_word before = im_people_word(r->d, s, (size_t)(p - s));
	if (rest < end && (before.kind == HT_WORD_UNIT || before.kind == HT_WORD_GROUP))
		return end; /* 市财政局等5个部门负责人 is one group */
	if (!count && rest < end && !ht_str_one_of(rest, " ")) {
		ht_people_word w = ht_people_word_of(rest, (size_t)(end - rest));
		if (w.kind != HT_WORD_GROUP && w.kind != HT_WORD_OFFICE)
			return end;
	}
	ht_code code = count ? HT_D_IMPORT_PEOPLE_MORE : HT_D_IMPORT_PEOPLE_AND_OTHERS;
	note(r->d, r->list, code, im_copy(r->d, p, (size_t)(end - p)), NULL, NULL);
	return p;
}

/* `甲/乙/丙`, if all are names. */
static bool read_strokes(reader *r, const char *s, const char *end, bool inherits)
{
	im_texts names = {0};
	im_split(r->d, &names, im_copy(r->d, s, (size_t)(end - s)), "/／", (ht_loc){0});
	for (size_t i = 0; i < names.n; i++)
		if (!im_is_person(r->d, names.v[i].s))
			return false;
	for (size_t i = 0; names.n > 1 && i < names.n; i++)
		read_entry(r, im_slice(names.v[i].s), inherits || i);
	return names.n > 1;
}

static void read_item(reader *r, const char *s, const char *end, bool inherits)
{
	size_t n, where = ht_str_suffix_of_n(s, (size_t)(end - s), ht_words_where_people_are);
	if (where && where < (size_t)(end - s)) {
		end -= where;
		note(r->d, r->list, HT_D_IMPORT_PEOPLE_AND_OTHERS, im_copy(r->d, end, where), NULL, NULL);
	}
	end = without_rest(r, s, end);
	if (read_strokes(r, s, end, inherits))
		return;
	for (const char *joint; (joint = find_joint(r->d, s, end, &n)); s = joint + n, inherits = true)
		read_entry(r, (ht_slice){s, (size_t)(joint - s)}, inherits);
	read_entry(r, (ht_slice){s, (size_t)(end - s)}, inherits);
}

/* The colon of a title before names (财务科：甲、乙), or NULL. */
static const char *find_colon(const char *s, const char *end)
{
	int depth = 0;
	for (; s < end; s = ht_str_next(s)) {
		depth += ht_str_one_of(s, "（(") != 0;
		depth -= depth > 0 && ht_str_one_of(s, "）)");
		if (!depth && ht_str_one_of(s, "：:"))
			return s;
	}
	return NULL;
}

static void take_label(reader *r, const char **s, const char *end)
{
	const char *colon = find_colon(*s, end);
	if (!colon || colon == *s)
		return;
	settle_pending(r);
	r->label = im_title_of(r->d, (ht_slice){*s, (size_t)(colon - *s)});
	*s = ht_str_next(colon);
}

void im_read_people(im_doc *d, im_people *list, const char *s, size_t len)
{
	reader r = {.d = d, .list = list};
	const char *end = s + len, *from = s;
	bool inherits = false;
	int depth = 0;
	for (; s < end; s = ht_str_next(s)) {
		depth += ht_str_one_of(s, "（(") != 0;
		depth -= depth > 0 && ht_str_one_of(s, "）)");
		size_t n = depth ? 0 : ht_str_one_of(s, "、，,；;。\n");
		if (!n)
			continue;
		take_label(&r, &from, s);
		read_item(&r, from, s, inherits);
		inherits = ht_str_one_of(s, "、");
		r.apart = r.pending && !inherits;
		if (!inherits && !ht_str_one_of(s, "，,"))
			r.label = (im_title){0};
		from = s + n;
	}
	take_label(&r, &from, end);
	read_item(&r, from, end, inherits);
	settle_pending(&r);
}

void im_read_chair(im_doc *d, im_people *list, const char *s, size_t len, bool by)
{
	const char *typed = im_plain_name(d, (ht_slice){s, len});
	size_t at = im_office_begin(typed), chars = ht_han_count((ht_slice){typed, at});
	ht_people_word w = im_people_word(d, typed, strlen(typed));
	bool named = at < strlen(typed) && (chars == 2 || chars == 3) && !im_is_unit(typed, at) && !strstr(typed, "、");
	if (w.kind == HT_WORD_OFFICE && named && (by || ht_is_named_office(im_slice(typed)))) {
		reader r = {.d = d, .list = list};
		add_named(&r, (ht_slice){typed, at}, (im_title){im_copy(d, typed + at, strlen(typed) - at), NULL});
		return;
	}
	im_read_people(d, list, s, len);
}

bool im_is_people_line(im_doc *d, const char *line, bool below)
{
	im_people_words w;
	im_texts items = {0};
	size_t people = 0, names = 0, surnames = 0;
	if (ht_str_chars(line) > PEOPLE_LINE_MOST)
		return false;
	for (const char *p = line; *p; p = ht_str_next(p))
		if (ht_str_one_of(p, "。：；《"))
			return false;
	im_split(d, &items, line, "、，", (ht_loc){0});
	for (size_t i = 0; i < items.n; i++) {
		im_read_words(d, im_slice(items.v[i].s), &w);
		for (size_t k = 0; k < w.n; k++) {
			if (!im_is_known_word(&w.v[k]) || (w.v[k].kind == HT_WORD_NAME && !im_is_name_word(&w.v[k])))
				return false;
			people++;
			names += im_is_name_word(&w.v[k]) || w.v[k].kind == HT_WORD_JOINED;
			surnames += w.v[k].surname || w.v[k].kind == HT_WORD_JOINED;
		}
	}
	if (below && names > 0 && people > 1)
		return true;
	return names > 0 && (surnames > 0 || names > 2) && (people > 1 || surnames > 0);
}

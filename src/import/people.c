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
#include "record/people.h"
#include "words_organs.h"
#include "words_people.h"

typedef struct held {
	const char *office, *unit; /* NULL: there is none */
} held;

typedef struct reader {
	im_doc *d;
	im_people *list;
	held before;         /* of the person before: bare names have it, too */
	held label;          /* before a colon */
	const char *pending; /* offices whose holder comes with the next entry */
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

/* Are they one person? The same name may be written with and without the office; with two offices it is another's. */
static bool is_same_person(im_doc *d, const im_person *a, const im_person *b)
{
	if (strcmp(a->name, b->name) != 0)
		return false;
	return is_part_of(whole_title(d, a), whole_title(d, b));
}

bool im_add_person(im_doc *d, im_people *list, im_person person)
{
	for (size_t i = 0; i < list->n; i++) {
		im_person *known = &list->v[i];
		if (!is_same_person(d, known, &person)) {
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

/* The name as it is written in a record: without the blanks of a padded one, but not those of `Michael Hofmann`. */
static const char *plain_name(im_doc *d, ht_slice s)
{
	char *out = ht_arena_alloc(d->arena, s.len + 1), *w = out;
	const char *end = s.s + s.len;
	for (const char *p = s.s, *next; out && p < end; p = next) {
		next = ht_str_next(p);
		bool blank = ht_is_space(ht_str_char(p));
		if (!blank)
			w = (char *)memcpy(w, p, (size_t)(next - p)) + (next - p);
		else if (w > out && next < end && g_ascii_isalpha(w[-1]) && g_ascii_isalpha(*next))
			*w++ = ' ';
	}
	return im_checked(d, out);
}

static void add(reader *r, ht_slice name, held t, im_entry kind)
{
	const char *s = plain_name(r->d, name);
	if (*s)
		im_add_person(r->d, r->list, (im_person){s, t.office, t.unit, kind});
}

static ht_slice slice_of(const char *s)
{
	return (ht_slice){s, strlen(s)};
}

static void add_named(reader *r, ht_slice name, held t)
{
	add(r, name, t, IM_NAMED);
	r->before = t;
}

/* An entry without a person; what comes after it has its office from elsewhere. */
static void add_other(reader *r, ht_slice s, im_entry kind)
{
	add(r, s, (held){0}, kind);
	r->before = (held){0};
}

/* ---- titles ---- */

/* Several offices: they stay one text. */
static bool has_several(const char *s)
{
	return strstr(s, "、") || strstr(s, "兼") || strstr(s, "，");
}

/* Bytes of the longest word at the end of the first len bytes of s. */
static size_t longest_end(const char *s, size_t len, const char *const *words)
{
	size_t best = 0;
	for (; *words; words++)
		if (strlen(*words) > best && ht_str_ends_n(s, len, *words))
			best = strlen(*words);
	return best;
}

/* Bytes of the office at the end of the first len bytes of s; 0: there is none. */
static size_t office_length(const char *s, size_t len)
{
	size_t n = longest_end(s, len, ht_words_office), other = longest_end(s, len, ht_words_person_office_end);
	return other > n && other > strlen("长") ? other : n;
}

/* Where the office at the end of s begins: its words, and what belongs to them (常务副主任). */
static size_t office_begin(const char *s)
{
	size_t at = strlen(s), n;
	do {
		n = office_length(s, at);
		at -= n;
	} while (n);
	while (at < strlen(s) && (n = ht_str_suffix_of_n(s, at, ht_words_office_qualifier)) && n < at)
		at -= n;
	return at;
}

/* Characters of the least unit before an office: 党委; of 县, 校 the office is made (县领导). */
#define TITLE_UNIT_LEAST 2

static bool is_unit(const char *s, size_t len)
{
	if (ht_utf8_count(s, len) < TITLE_UNIT_LEAST || ht_str_prefix_of(s, ht_words_unit_never_begin))
		return false;
	return ht_str_suffix_of_n(s, len, ht_words_person_unit_end) ||
	       ht_str_suffix_of_n(s, len, ht_words_person_unit_long_end) ||
	       ht_str_suffix_of_n(s, len, ht_words_organ_end);
}

/* `区政协主席` is 主席 of 区政协; a unit alone is none but a unit. */
static held title_of(reader *r, ht_slice typed)
{
	const char *s = plain_name(r->d, typed);
	bool whole = has_several(s) || ht_str_ends_any(s, ht_words_whole_office);
	size_t at = whole ? 0 : office_begin(s), len = strlen(s);
	if (at == len && is_unit(s, len))
		return (held){NULL, s};
	if (!at || at == len || !is_unit(s, at))
		return (held){s, NULL};
	return (held){im_copy(r->d, s + at, len - at), im_copy(r->d, s, at)};
}

void im_split_title(im_doc *d, const char *s, const char **unit, const char **office)
{
	reader r = {.d = d};
	held h = title_of(&r, slice_of(s));
	*unit = h.unit;
	*office = h.office;
}

static const char *with_pending(reader *r, const char *office)
{
	const char *all = r->pending ? im_join(r->d, im_join(r->d, r->pending, "、"), office) : office;
	r->pending = NULL;
	return all;
}

/* The title of a person who holds the pending offices, too. */
static held full_title(reader *r, ht_slice typed)
{
	if (!r->pending)
		return title_of(r, typed);
	return (held){with_pending(r, plain_name(r->d, typed)), NULL};
}

/* The pending offices have no holder: an entry, or the end of the group before (`机关各委室主任、副主任`). */
static void settle_pending(reader *r)
{
	const char *s = r->pending;
	r->pending = NULL;
	if (!s)
		return;
	im_person *last = r->list->n ? &r->list->v[r->list->n - 1] : NULL;
	bool bare = office_begin(s) == 0 && !strstr(s, "、");
	if (bare && last && last->kind == IM_GROUP && im_is_office(last->name))
		last->name = im_join(r->d, im_join(r->d, last->name, "、"), s);
	else
		add_other(r, slice_of(s), IM_GROUP);
}

/* ---- words ---- */

/* A list's words: far more than a line of people has. */
#define MAX_WORDS 256
/* Characters of a name without a known surname, alone in an entry. */
#define BARE_NAME_MOST 4

typedef struct words {
	ht_people_word v[MAX_WORDS];
	size_t n;
} words;

static bool is_known(const ht_people_word *w)
{
	return w->kind != HT_WORD_OTHER && w->kind != HT_WORD_DOUBTFUL && w->kind != HT_WORD_LETTER;
}

static size_t name_chars(ht_slice name)
{
	for (size_t i = 0; i < name.len; i += (size_t)(ht_str_next(name.s + i) - (name.s + i)))
		if (ht_str_one_of(name.s + i, "（("))
			return ht_han_count((ht_slice){name.s, i});
	return ht_han_count(name);
}

/* Is the word a name in a list of people? */
static bool is_name(const ht_people_word *w)
{
	if (w->kind == HT_WORD_EITHER)
		return true;
	if (w->kind != HT_WORD_NAME)
		return false;
	return w->surname ||
	       name_chars(w->name) <= BARE_NAME_MOST; /* with letters or a point it has no such length: 0 */
}

/* 财政局占山: a unit that ends for sure, and a name that is as long as most. */
static void settle_doubtful(ht_people_word *w)
{
	size_t chars = name_chars(w->name);
	if (w->kind == HT_WORD_DOUBTFUL && w->title.len && (chars == 2 || chars == 3) &&
	    ht_str_suffix_of_n(w->title.s, w->title.len, ht_words_person_unit_end))
		w->kind = HT_WORD_JOINED;
}

/* `林致远同志`; of 负责同志 nothing is taken away. */
static ht_people_word without_honorific(ht_people_word w)
{
	size_t n = longest_end(w.typed.s, w.typed.len, ht_words_honorific);
	if (!n || n == w.typed.len || ht_str_suffix_of_n(w.typed.s, w.typed.len - n, ht_words_before_honorific))
		return w;
	ht_people_word rest = ht_people_word_of(w.typed.s, w.typed.len - n);
	bool sure =
	    rest.kind == HT_WORD_JOINED || (rest.kind == HT_WORD_NAME && (rest.surname || w.kind == HT_WORD_NAME));
	return sure ? rest : w;
}

/* `董事长Michael Hofmann`: letters after a title. */
static bool find_latin_name(const char *s, ht_people_word *w)
{
	const char *p = s;
	while (*p && ht_is_han(ht_str_char(p)))
		p = ht_str_next(p);
	ht_slice title = {s, (size_t)(p - s)};
	if (p == s || !g_ascii_isalpha(*p) || !office_length(s, title.len))
		return false;
	*w = (ht_people_word){.typed = slice_of(s), .kind = HT_WORD_JOINED, .name = slice_of(p), .title = title};
	return true;
}

static ht_people_word word_of(im_doc *d, const char *s, size_t len)
{
	size_t mention = len ? ht_str_one_of(s, "@＠") : 0;
	const char *copy = im_copy(d, s + mention, len - mention);
	ht_people_word latin;
	if (find_latin_name(copy, &latin))
		return latin;
	ht_people_word w = without_honorific(ht_people_word_of(copy, strlen(copy)));
	settle_doubtful(&w);
	return w;
}

/* Do the words make one name: 李　明, 李 明远, 赵小 明, Michael Hofmann? */
static bool make_one(const ht_people_word *a, const ht_people_word *b, bool alone)
{
	size_t first = name_chars(a->name), second = name_chars(b->name);
	if (ht_is_foreign_word(a->typed) || ht_is_foreign_word(b->typed) || a->kind == HT_WORD_JOINED)
		return ht_is_foreign_word(a->name) && ht_is_foreign_word(b->typed);
	if (a->name.len != a->typed.len || (first != 1 && second != 1))
		return false;
	return (first == 1 && second == 1) || (alone && first + second == 3);
}

/* The words of an entry, a name that is spread out as one. alone: the entry has two words. */
static void read_words(im_doc *d, ht_slice entry, words *w)
{
	const char *p = entry.s, *end = p + entry.len;
	struct {
		const char *s;
		size_t len;
	} typed[MAX_WORDS];
	size_t n = 0;
	int depth = 0;
	while (p < end && n < MAX_WORDS) {
		const char *from = p;
		for (; p < end && (depth > 0 || !(im_is_blank(p) || (p > from && ht_str_one_of(p, "@＠"))));
		     p = ht_str_next(p)) {
			depth += ht_str_one_of(p, "（(") != 0;
			depth -= depth > 0 && ht_str_one_of(p, "）)");
		}
		if (p > from) {
			typed[n].s = from;
			typed[n++].len = (size_t)(p - from);
		}
		while (p < end && im_is_blank(p))
			p = ht_str_next(p);
	}
	w->n = 0;
	for (size_t i = 0; i < n; i++) {
		ht_people_word word = word_of(d, typed[i].s, typed[i].len);
		ht_people_word *last = w->n ? &w->v[w->n - 1] : NULL;
		if (last && !(last->spread && !ht_is_foreign_word(last->typed)) && make_one(last, &word, n == 2)) {
			const char *both =
			    im_copy(d, typed[i - 1].s, (size_t)(typed[i].s + typed[i].len - typed[i - 1].s));
			if (ht_is_foreign_word(word.typed)) {
				both =
				    im_checked(d, ht_arena_printf(d->arena, "%.*s %s", (int)last->typed.len,
				                                  last->typed.s, im_copy(d, typed[i].s, typed[i].len)));
				if (find_latin_name(both, last))
					continue;
			}
			*last = (ht_people_word){.typed = slice_of(im_checked(d, both)), .kind = HT_WORD_NAME};
			last->name = last->typed;
			last->surname = last->spread = true;
			continue;
		}
		w->v[w->n++] = word;
	}
}

/* ---- entries of one word ---- */

/* `林致远主席`: the office after the name. */
static bool read_named_office(reader *r, const ht_people_word *w)
{
	const char *s = plain_name(r->d, w->typed);
	size_t at = office_begin(s);
	ht_slice name = {s, at};
	if (w->kind != HT_WORD_OFFICE || r->pending || !ht_is_named_office(slice_of(s)) || !at)
		return false;
	add_named(r, name, (held){im_copy(r->d, s + at, strlen(s) - at), NULL});
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
static bool is_single(const held *t)
{
	const char *s = t->office;
	if (!s || strstr(s, "副"))
		return false;
	return ht_str_ends_any(s, ht_words_single_office);
}

static void read_bare_name(reader *r, const ht_people_word *w, bool inherits)
{
	held t = r->label;
	if (r->pending) {
		t = title_of(r, slice_of(r->pending));
		r->pending = NULL;
	} else if (inherits && !t.office && !t.unit) {
		t = r->before;
	}
	if (inherits && is_single(&r->before) && t.office == r->before.office && !r->label.office) {
		note(r->d, r->list, HT_D_IMPORT_PERSON_POST, plain_name(r->d, w->typed), t.office, NULL);
		t = (held){0};
	}
	add_named(r, w->name, t);
}

static void read_joined(reader *r, const ht_people_word *w)
{
	if (r->apart)
		settle_pending(r);
	held t = full_title(r, w->title);
	if (r->label.unit && !t.unit)
		t.unit = r->label.unit;
	add_named(r, w->name, t);
}

static void read_one(reader *r, const ht_people_word *w, bool inherits)
{
	const char *typed = plain_name(r->d, w->typed);
	if (w->kind == HT_WORD_JOINED) {
		read_joined(r, w);
		return;
	}
	if (w->title.len && is_name(w)) { /* 李建（村主任） */
		settle_pending(r);
		add_named(r, w->name, title_of(r, w->title));
		return;
	}
	if (is_name(w)) {
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
		add_other(r, w->typed, is_known(w) ? IM_GROUP : IM_DOUBTFUL);
}

/* ---- entries of several words ---- */

static bool is_title(const ht_people_word *w)
{
	return w->kind == HT_WORD_OFFICE || w->kind == HT_WORD_UNIT;
}

/* 甲 主席 乙 副主席, 甲 区财政局 局长 */
static void read_name_first(reader *r, const words *w)
{
	for (size_t i = 0; i < w->n;) {
		size_t end = i + 1;
		while (end < w->n && is_title(&w->v[end]))
			end++;
		held t = {0};
		if (end > i + 1) {
			const ht_people_word *first = &w->v[i + 1], *last = &w->v[end - 1];
			t = title_of(r, (ht_slice){first->typed.s, first->typed.len});
			if (last > first) {
				const char *both =
				    im_join(r->d, plain_name(r->d, first->typed), plain_name(r->d, last->typed));
				t = title_of(r, slice_of(both));
			}
		}
		if (is_name(&w->v[i]))
			add_named(r, w->v[i].name, t);
		else
			read_one(r, &w->v[i], false);
		i = end;
	}
}

/* 副主席　甲　乙: a title is that of the names after it. */
static void read_title_first(reader *r, const words *w, bool inherits)
{
	const char *lead = NULL;
	for (size_t i = 0; i < w->n; i++) {
		const ht_people_word *word = &w->v[i];
		bool more = i + 1 < w->n;
		if ((is_title(word) || word->kind == HT_WORD_GROUP) && more && !is_called_by_office(word) &&
		    (is_name(&w->v[i + 1]) || is_title(&w->v[i + 1]) || (lead && w->v[i + 1].kind == HT_WORD_JOINED))) {
			lead =
			    lead ? im_join(r->d, lead, plain_name(r->d, word->typed)) : plain_name(r->d, word->typed);
			continue;
		}
		if (word->kind == HT_WORD_JOINED && word->title.len && lead)
			lead = im_join(r->d, lead, plain_name(r->d, word->title));
		if (lead && (is_name(word) || word->kind == HT_WORD_JOINED)) {
			add_named(r, word->name, full_title(r, slice_of(lead)));
		} else if (is_name(word) && (r->before.office || r->before.unit) && (i || inherits)) {
			add_named(r, word->name, r->before);
		} else {
			read_one(r, word, i > 0 || inherits);
		}
		lead = NULL;
	}
}

static void read_entry(reader *r, ht_slice entry, bool inherits)
{
	words w;
	entry.s = ht_utf8_trim(entry.s, &entry.len);
	if (!entry.len)
		return;
	read_words(r->d, entry, &w);
	if (w.n == 1)
		read_one(r, &w.v[0], inherits);
	else if (w.n > 1 && is_name(&w.v[0]) && is_title(&w.v[1]) && !(w.n == 3 && is_name(&w.v[2]) && r->pending))
		read_name_first(r, &w);
	else if (w.n > 1)
		read_title_first(r, &w, inherits);
}

/* ---- lists ---- */

/* Is it complete: a name, with or without an office, or a group? A unit alone is not: 各乡镇和街道负责人. */
static bool is_complete(im_doc *d, const char *s, size_t len, bool left)
{
	s = ht_utf8_trim(s, &len);
	ht_people_word w = word_of(d, s, len);
	size_t chars = ht_han_count(w.typed);
	if (w.kind == HT_WORD_JOINED || (w.kind == HT_WORD_GROUP && w.ends))
		return true;
	if (w.kind == HT_WORD_NAME)
		return is_name(&w) && (chars != 1);
	return !left && w.kind == HT_WORD_GROUP;
}

/* `…院长及有关部门负责人`: an office, and a group that begins as one. */
static bool begins_group(im_doc *d, const char *s, const char *joint, const char *after)
{
	return ht_str_prefix_of(after, ht_words_people_group_begin) &&
	       word_of(d, s, (size_t)(joint - s)).kind == HT_WORD_OFFICE;
}

/* The next 和 or 及 between two complete entries; *n its bytes. */
static const char *find_joint(im_doc *d, const char *s, const char *end, size_t *n)
{
	for (const char *p = s; p < end; p = ht_str_next(p)) {
		*n = ht_str_prefix_of(p, ht_words_list_joint);
		if (p == s || !*n || p + *n >= end)
			continue;
		if (begins_group(d, s, p, p + *n) ||
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

/* `等12人`, `等区领导` at the end of an entry: said, and left out. Returns the end of the name. */
static const char *without_rest(reader *r, const char *s, const char *end)
{
	const char *p = end;
	while ((p = ht_str_previous(s, p)) && !ht_str_one_of(p, "等"))
		;
	if (!p || p == s)
		return end;
	const char *rest = p + strlen("等"), *after = skip_count(rest, end);
	bool count = after > rest;
	if (!count && rest < end && !ht_str_one_of(rest, " ")) {
		ht_people_word w = ht_people_word_of(rest, (size_t)(end - rest));
		if (w.kind != HT_WORD_GROUP && w.kind != HT_WORD_OFFICE)
			return end;
	}
	ht_code code = count ? HT_D_IMPORT_PEOPLE_MORE : HT_D_IMPORT_PEOPLE_AND_OTHERS;
	note(r->d, r->list, code, im_copy(r->d, p, (size_t)(end - p)), NULL, NULL);
	return p;
}

static void read_item(reader *r, const char *s, const char *end, bool inherits)
{
	size_t n;
	end = without_rest(r, s, end);
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
	r->label = title_of(r, (ht_slice){*s, (size_t)(colon - *s)});
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
			r.label = (held){0};
		from = s + n;
	}
	take_label(&r, &from, end);
	read_item(&r, from, end, inherits);
	settle_pending(&r);
}

void im_read_chair(im_doc *d, im_people *list, const char *s, size_t len, bool by)
{
	const char *typed = plain_name(d, (ht_slice){s, len});
	size_t at = office_begin(typed), chars = ht_han_count((ht_slice){typed, at});
	ht_people_word w = word_of(d, typed, strlen(typed));
	bool named = at < strlen(typed) && (chars == 2 || chars == 3) && !is_unit(typed, at) && !strstr(typed, "、");
	if (w.kind == HT_WORD_OFFICE && named && (by || ht_is_named_office(slice_of(typed)))) {
		reader r = {.d = d, .list = list};
		add_named(&r, (ht_slice){typed, at}, (held){im_copy(d, typed + at, strlen(typed) - at), NULL});
		return;
	}
	im_read_people(d, list, s, len);
}

bool im_is_person(im_doc *d, const char *s)
{
	words w;
	read_words(d, slice_of(s), &w);
	return w.n == 1 && (is_name(&w.v[0]) || w.v[0].kind == HT_WORD_JOINED);
}

bool im_is_people_line(im_doc *d, const char *line, bool below)
{
	words w;
	im_texts items = {0};
	size_t people = 0, names = 0, surnames = 0;
	if (ht_str_chars(line) > PEOPLE_LINE_MOST)
		return false;
	for (const char *p = line; *p; p = ht_str_next(p))
		if (ht_str_one_of(p, "。：；《"))
			return false;
	im_split(d, &items, line, "、，", (ht_loc){0});
	for (size_t i = 0; i < items.n; i++) {
		read_words(d, slice_of(items.v[i].s), &w);
		for (size_t k = 0; k < w.n; k++) {
			if (!is_known(&w.v[k]) || (w.v[k].kind == HT_WORD_NAME && !is_name(&w.v[k])))
				return false;
			people++;
			names += is_name(&w.v[k]) || w.v[k].kind == HT_WORD_JOINED;
			surnames += w.v[k].surname || w.v[k].kind == HT_WORD_JOINED;
		}
	}
	if (below && names > 0 && people > 1)
		return true;
	return names > 0 && (surnames > 0 || names > 2) && (people > 1 || surnames > 0);
}

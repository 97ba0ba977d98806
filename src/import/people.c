/* Lists of people.
 *
 * A running text gives people as an office and the names that hold it:
 * `副主席耿某、於某某及秘书长王某`. An item between two marks is cut after the last
 * word that is an office; what remains is a name if it looks like one. An item
 * that is only an office (`区委副书记、区长何某`) belongs to the next one's; an item
 * without a name (`各街道负责人`) is a group and stays whole; a name without an
 * office has that of the one before. Lists as the standard sets them are separated
 * by blanks: `副主席　甲　乙`. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "im.h"
#include "limits.h"
#include "words_people.h"

typedef struct state {
	im_doc *d;
	im_people *list;
	const char *office, *unit;
	const char *pending; /* an office whose holder comes with the next item */
} state;

/* Remove the blanks of padded names, but not those of `Michael Hofmann`; and the @ of mentions in a chat. */
static const char *plain_name(im_doc *d, const char *s)
{
	s += ht_str_one_of(s, "@＠");
	char *out = ht_arena_alloc(d->arena, strlen(s) + 1), *w = out;
	for (const char *p = s, *next; out && *p; p = next) {
		next = ht_str_next(p);
		bool blank = ht_is_space(ht_str_char(p));
		if (!blank)
			w = (char *)memcpy(w, p, (size_t)(next - p)) + (next - p);
		else if (w > out && g_ascii_isalpha(w[-1]) && g_ascii_isalpha(*next))
			*w++ = ' ';
	}
	return im_checked(d, out);
}

bool im_add_person(im_doc *d, im_people *list, im_person person)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->v[i].name, person.name) == 0)
			return true;
	im_person *slot = HT_PUSH(d->arena, list->v, list->n, list->cap);
	d->nomem |= !slot;
	if (slot)
		*slot = person;
	return slot != NULL;
}

static void add_person(state *st, const char *s, size_t len, const char *office, const char *unit)
{
	const char *name = plain_name(st->d, im_copy(st->d, s, len));
	if (*name)
		im_add_person(st->d, st->list, (im_person){name, office, unit});
}

/* The pending office has no holder: it is a group, or continues the one before (`机关各委室主任、副主任`). */
static void settle_pending(state *st)
{
	const char *s = st->pending, *word;
	st->pending = NULL;
	if (!s)
		return;
	im_person *last = st->list->n ? &st->list->v[st->list->n - 1] : NULL;
	bool office_alone = im_last_office(s, s + strlen(s), &word) && word == s;
	if (office_alone && last && !last->office && im_is_office(last->name))
		last->name = im_join(st->d, im_join(st->d, last->name, "、"), s);
	else
		add_person(st, s, strlen(s), NULL, NULL);
}

/* A post that one person holds: 书记, 区长; not 负责人, 各部门主任. */
static bool is_post(const char *s)
{
	return im_is_office(s) && !ht_str_has_any(s, ht_words_several_holders) &&
	       (!ht_str_ends_any(s, ht_words_group_office) || ht_str_ends_any(s, ht_words_standing_member));
}

/* 县某 among names of one office is a name too, though no one knows the
 * surname. */
static bool is_name_by_place(const state *st, const char *s)
{
	const im_person *last = st->list->n ? &st->list->v[st->list->n - 1] : NULL;
	size_t chars = ht_str_chars(s);
	bool han = true;
	for (const char *p = s; *p; p = ht_str_next(p))
		han = han && ht_is_han(ht_str_char(p));
	return han && (chars == 2 || chars == 3) && st->office && last && last->office == st->office &&
	       !im_is_office(s) && !im_is_organ(s) && !ht_str_ends_any(s, ht_words_never_name_end);
}

/* The office [s, e) with its last word at word: `区政协主席` is 主席 of 区政协. A
 * unit is cut off only where it ends like an organ. */
static void split_office(state *st, const char *s, const char *word, const char *e)
{
	const char *unit = im_copy(st->d, s, (size_t)(word - s));
	st->unit = NULL;
	if (*unit && im_is_organ(unit)) {
		st->unit = unit;
		s = word;
	}
	st->office = im_copy(st->d, s, (size_t)(e - s));
}

/* `主席甲`: is what follows the office at least one name? Adds them. */
static bool read_names(state *st, const char *s, const char *end)
{
	const char *squeezed = im_squeeze(st->d, im_copy(st->d, s, (size_t)(end - s)));
	squeezed += ht_str_one_of(squeezed, "：:");
	size_t n = strlen(squeezed) - ht_str_suffix_of(squeezed, ht_words_honorific);
	if (!im_is_name(squeezed, n))
		return false;
	add_person(st, squeezed, n, st->office, st->unit);
	return true;
}

/* `甲（区委书记）`: the office in brackets after the name. Any other remark
 * (`甲（因公出差）`) stays with the name. */
static bool read_bracketed(state *st, const char *item)
{
	const char *open = strstr(item, "（"), *word;
	if (!open || !ht_str_ends(item, "）") || !im_is_name(item, (size_t)(open - item)))
		return false;
	const char *inside = open + strlen("（"), *end = item + strlen(item) - strlen("）");
	if (im_last_office(inside, end, &word) == end)
		add_person(st, item, (size_t)(open - item), im_copy(st->d, inside, (size_t)(end - inside)), NULL);
	else
		add_person(st, item, strlen(item), st->office, st->unit);
	return true;
}

/* ---- lists separated by blanks, as 10.3 of the standard sets them ---- */

/* Most words of a list on one line: far more than a line of people has. */
#define MAX_WORDS 256

typedef struct words {
	const char *v[MAX_WORDS];
	size_t n;
} words;

static bool is_one_han(const char *s)
{
	return ht_is_han(ht_str_char(s)) && ht_str_chars(s) == 1;
}

/* Add the words of an item; two single characters are one name (`王　强`). */
static void add_words(im_doc *d, const char *item, words *w)
{
	for (const char *p = item; *p && w->n < MAX_WORDS;) {
		const char *from = p;
		while (*p && !im_is_blank(p))
			p = ht_str_next(p);
		if (p > from) {
			const char *word = im_copy(d, from, (size_t)(p - from));
			bool spread = w->n && is_one_han(word) && is_one_han(w->v[w->n - 1]);
			bool latin = w->n && g_ascii_isalpha(*word) && g_ascii_isalpha(*w->v[w->n - 1]);
			if (spread || latin)
				w->v[w->n - 1] = im_join(d, w->v[w->n - 1], word);
			else
				w->v[w->n++] = word;
		}
		p = im_skip_blanks(p);
	}
}

static bool is_name_word(const char *s)
{
	return im_is_name(s, strlen(s));
}

/* 副主席　甲　乙: the first word is the office of those that follow. A word with
 * no name after it is a group. */
static void read_office_first(state *st, const words *w)
{
	for (size_t i = 0; i < w->n; i++) {
		const char *s = w->v[i], *word = s, *end = s + strlen(s);
		if (is_name_word(s)) {
			add_person(st, s, strlen(s), st->office, st->unit);
		} else if (i + 1 < w->n && is_name_word(w->v[i + 1])) {
			const char *after = im_last_office(s, end, &word);
			split_office(st, s, after == end ? word : s, end);
		} else {
			st->office = st->unit = NULL;
			add_person(st, s, strlen(s), NULL, NULL);
		}
	}
}

/* 甲　主席　乙　副主席 */
static void read_name_first(state *st, const words *w)
{
	for (size_t i = 0; i < w->n; i++) {
		bool titled = i + 1 < w->n && im_is_office(w->v[i + 1]);
		add_person(st, w->v[i], strlen(w->v[i]), titled ? w->v[i + 1] : NULL, NULL);
		i += titled;
	}
}

/* An item without an office in front of its name. */
static void read_item(state *st, const char *item)
{
	words w;
	w.n = 0;
	add_words(st->d, item, &w);
	const char *squeezed = im_squeeze(st->d, item);
	if (read_bracketed(st, squeezed))
		return;
	if (w.n > 1 && is_name_word(w.v[0]) && im_is_office(w.v[1]))
		read_name_first(st, &w);
	else if (w.n > 1)
		read_office_first(st, &w);
	else if (is_name_word(squeezed) || is_name_by_place(st, squeezed))
		add_person(st, squeezed, strlen(squeezed), st->office, st->unit);
	else
		add_person(st, item, strlen(item), NULL, NULL);
}

bool im_is_people_line(im_doc *d, const char *line)
{
	words w;
	im_texts items = {0};
	size_t names = 0;
	if (ht_str_chars(line) > PEOPLE_LINE_MOST)
		return false;
	for (const char *p = line; *p; p = ht_str_next(p))
		if (ht_str_one_of(p, "。，：；《"))
			return false;
	w.n = 0;
	im_split(d, &items, line, "、", (ht_loc){0});
	for (size_t i = 0; i < items.n; i++)
		add_words(d, items.v[i].s, &w);
	for (size_t i = 0; i < w.n; i++) {
		if (!is_name_word(w.v[i]) && !im_is_office(w.v[i]) && !im_is_organ(w.v[i]))
			return false;
		names += is_name_word(w.v[i]) || im_is_office(w.v[i]);
	}
	return names > 0 && w.n > 1;
}

/* `主席甲`, with the pending office before it. */
static bool read_titled(state *st, const char *s, const char *word, const char *after, const char *end)
{
	state before = *st;
	split_office(st, s, word, after);
	if (st->pending) {
		st->office = im_join(st->d, im_join(st->d, st->pending, "、"), im_copy(st->d, s, (size_t)(after - s)));
		st->unit = NULL;
	}
	if (!read_names(st, after, end)) {
		*st = before;
		return false;
	}
	st->pending = NULL;
	return true;
}

static void read_part(state *st, const char *s, size_t len)
{
	s = ht_utf8_trim(s, &len);
	const char *word = s, *end = s + len, *after = im_last_office(s, end, &word);
	const char *item = im_copy(st->d, s, len);
	if (!len || (after && after < end && read_titled(st, s, word, after, end)))
		return;
	bool name = im_is_name(s, len);
	if (!name && is_post(item) && !strpbrk(item, " \t") && !strstr(item, "　")) {
		st->pending = st->pending ? im_join(st->d, im_join(st->d, st->pending, "、"), item) : item;
		return;
	}
	settle_pending(st);
	read_item(st, item);
}

/* A conjunction separates two items only if both sides are complete: 和 may be
 * part of a name (`和平`), 与 of an organ's. */
static const char *find_joint(state *st, const char *s, const char *end, size_t *n)
{
	for (const char *p = s + 3; p + 6 < end; p = ht_str_next(p))
		for (size_t i = 0; ht_words_list_joint[i]; i++) {
			*n = strlen(ht_words_list_joint[i]);
			if (strncmp(p, ht_words_list_joint[i], *n) != 0 || p + *n >= end)
				continue;
			const char *word, *left = im_last_office(s, p, &word);
			const char *names = left ? left : s, *right;
			const char *squeezed = im_squeeze(st->d, im_copy(st->d, names, (size_t)(p - names)));
			right = im_last_office(p + *n, end, &word);
			bool name_left = im_is_name(squeezed, strlen(squeezed));
			if (name_left && (right || im_is_name(p + *n, (size_t)(end - p) - *n)))
				return p;
		}
	return NULL;
}

static void read_joined(state *st, const char *s, size_t len)
{
	const char *end = s + len, *joint;
	size_t n;
	while ((joint = find_joint(st, s, end, &n))) {
		read_part(st, s, (size_t)(joint - s));
		s = joint + n;
	}
	read_part(st, s, (size_t)(end - s));
}

/* Has a person a unit? Where there are only names and offices, this file knows more ways to write them. */
static bool has_unit(const ht_value *people)
{
	for (size_t i = 0; i < people->n; i++)
		if (people->people[i].unit.s)
			return true;
	return false;
}

static bool has_joint(const ht_value *people)
{
	for (size_t i = 0; i < people->n; i++)
		if (ht_str_has_any(people->people[i].name.s, ht_words_list_joint))
			return true;
	return false;
}

bool im_read_typed_people(im_doc *d, im_people *list, const char *s)
{
	ht_value found = {0};
	ht_status status = ht_people_read(d->arena, s, &found);
	d->nomem |= status == HT_ERR_NOMEM;
	if (status != HT_OK || !has_unit(&found) || has_joint(&found))
		return false;
	for (size_t i = 0; i < found.n; i++) {
		const ht_person *p = &found.people[i];
		im_person person = {p->name.s, p->office.s, p->unit.s};
		if (!person.office) { /* written as a title is: 区财政局: 苏晴 */
			person.office = person.unit;
			person.unit = NULL;
		}
		im_add_person(d, list, person);
	}
	return true;
}

void im_read_people(im_doc *d, im_people *list, const char *s, size_t len)
{
	state st = {.d = d, .list = list};
	const char *end = s + len, *from = s;
	int depth = 0;
	for (; s < end; s = ht_str_next(s)) {
		depth += ht_str_one_of(s, "（(") != 0;
		depth -= depth > 0 && ht_str_one_of(s, "）)");
		size_t n = depth ? 0 : ht_str_one_of(s, "、，,；;。");
		if (!n)
			continue;
		read_joined(&st, from, (size_t)(s - from));
		if (!ht_str_one_of(s, "、"))
			settle_pending(&st);
		from = s + n;
	}
	if (from < end)
		read_joined(&st, from, (size_t)(end - from));
	settle_pending(&st);
}

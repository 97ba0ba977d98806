/* Persons out of the parts of a line: their names, units and offices, and what is said of how they were read. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "people_line.h"
#include "record/messages.h"

/* --- people --- */

ht_person *ht_people_add(ht_people_reader *p)
{
	ht_person *person = HT_PUSH(p->r->arena, p->v->people, p->v->n, p->cap);
	if (!person) {
		p->r->nomem = true;
		return NULL;
	}
	if (p->under) {
		person->office = p->under->office;
		person->unit = p->under->unit;
		person->grouped = p->follows;
		p->follows = true;
	}
	return person;
}

ht_text ht_people_text(ht_people_line *l, ht_slice w)
{
	return ht_read_text(l->p->r, l->cur, w.s, w.len);
}

/* The texts of two words as one. */
static ht_text join(ht_people_line *l, const ht_text *a, const ht_text *b)
{
	ht_text both = {ht_arena_printf(l->p->r->arena, "%s%s", a->s, b->s), a->loc};
	l->p->r->nomem |= !both.s;
	return both;
}

static void add_to(ht_people_line *l, ht_text *to, ht_text more)
{
	if (to->s)
		more = join(l, to, &more);
	*to = more;
}

/* A spread-out name is closed up. */
ht_text ht_people_name(ht_people_line *l, const ht_people_word *w)
{
	if (!w->spread)
		return ht_people_text(l, w->name);
	size_t first, len = w->name.len;
	ht_utf8_get(w->name.s, w->name.s + len, &first);
	ht_slice rest = {w->name.s + first, len - first};
	ht_text a = ht_people_text(l, (ht_slice){w->name.s, first}), b = ht_people_text(l, rest);
	if (a.s && b.s)
		return join(l, &a, &b);
	return a;
}

ht_person_title ht_people_title(const ht_text *text)
{
	const ht_people_word w = ht_people_word_of(text->s, strlen(text->s));
	if (w.kind == HT_WORD_UNIT || w.kind == HT_WORD_EITHER)
		return (ht_person_title){.unit = *text};
	return (ht_person_title){.office = *text};
}

/* The word is one of those that text will be joined of. */
static void add_word(ht_people_line *l, ht_text *text, ht_buf *words, const ht_people_word *w)
{
	const ht_text word = ht_people_text(l, w->typed);
	if (!text->s)
		*text = word;
	if (word.s)
		ht_buf_adds(words, word.s);
}

static void finish_text(ht_people_line *l, ht_text *text, ht_buf *words)
{
	if (!text->s)
		return;
	text->s = ht_buf_take(words, l->p->r->arena);
	l->p->r->nomem |= !text->s;
}

/* The title in words [from, to): units, then what else there is. */
ht_person_title ht_people_title_of(ht_people_line *l, const ht_people_part *part, size_t from, size_t to)
{
	ht_person_title t = {0};
	if (l->lead.len) {
		const ht_people_word *last = &part->v[to - 1];
		const char *end = last->typed.s + last->typed.len;
		if (last->kind == HT_WORD_JOINED)
			end = last->name.s;
		t.office = ht_people_text(l, (ht_slice){l->lead.s, (size_t)(end - l->lead.s)});
		return t;
	}
	ht_buf unit = {0}, office = {0};
	for (size_t i = from; i < to; i++) {
		const ht_people_word *w = &part->v[i];
		if (w->kind == HT_WORD_JOINED)
			continue;
		if ((w->kind == HT_WORD_UNIT || w->kind == HT_WORD_EITHER) && !t.office.s)
			add_word(l, &t.unit, &unit, w);
		else
			add_word(l, &t.office, &office, w);
	}
	finish_text(l, &t.unit, &unit);
	finish_text(l, &t.office, &office);
	return t;
}

/* The title that a word brings along, in brackets or joined, is added to t if there is room for it. Returns the name.
 */
static ht_text take_name(ht_people_line *l, const ht_people_word *w, ht_person_title *t)
{
	bool before = w->kind == HT_WORD_JOINED;
	ht_text title = {0}, name = {0};
	if (!w->title.len || (l->lead.len && before))
		return ht_people_name(l, w);
	if (l->lead.len)
		return ht_people_text(l, w->typed);
	if (before)
		title = ht_people_text(l, w->title);
	name = ht_people_name(l, w);
	if (!before)
		title = ht_people_text(l, w->title);
	if (!title.s || !name.s)
		return name;
	const ht_person_title own = ht_people_title(&title);
	if (own.unit.s && !t->unit.s && !before)
		t->unit = own.unit;
	else if (before && own.office.s)
		add_to(l, &t->office, own.office);
	else if (before)
		add_to(l, &t->unit, own.unit);
	else if (own.office.s && !t->office.s)
		t->office = own.office;
	else
		name = ht_people_text(l, w->typed);
	return name;
}

bool ht_people_give_title(ht_person *person, const ht_person_title *t)
{
	if (t->unit.s)
		person->unit = t->unit;
	if (t->office.s)
		person->office = t->office;
	if (t->unit.s || t->office.s)
		person->grouped = false;
	return person->name.s != NULL;
}

/* Say at the end how this entry was read. */
void ht_people_tell(ht_people_line *l, const ht_people_part *part, const ht_person *person)
{
	ht_people_reader *p = l->p;
	if (p->told++)
		return;
	p->told_entry = ht_people_text(l, part->typed);
	p->told_entry.loc = l->at;
	p->told_name = person->name;
	const ht_text *unit = &person->unit, *office = &person->office;
	if (unit->s && office->s)
		p->told_title = join(l, unit, office);
	else if (unit->s)
		p->told_title = *unit;
	else
		p->told_title = *office;
}

/* Is there a sign between two things, as in 高远/孙悦, which does not say what they are? A group may have one:
 * 各镇/街道负责人. */
static bool has_separator(const char *s)
{
	if (ht_people_word_of(s, strlen(s)).kind == HT_WORD_GROUP)
		return false;
	for (const char *p = ht_str_next(s); *p; p = ht_str_next(p))
		if (ht_str_one_of(p, "/／|｜[［"))
			return true;
	return false;
}

/* The part as typed. */
bool ht_people_add_whole(ht_people_line *l, const ht_people_part *part)
{
	ht_slice typed = part->typed;
	if (part->label.len)
		typed = (ht_slice){part->label.s, (size_t)(typed.s + typed.len - part->label.s)};
	ht_person *person = ht_people_add(l->p);
	if (!person)
		return false;
	person->name = ht_people_text(l, typed);
	if (!person->name.s || (part->shape != HT_PART_DOUBTFUL && !has_separator(person->name.s)))
		return person->name.s != NULL;
	ht_diag(l->p->r->diags, HT_D_PERSON_UNCLEAR, person->name.loc, person->name.s, NULL);
	return person->name.s != NULL;
}

bool ht_people_add_name(ht_people_line *l, const ht_people_word *w)
{
	ht_person *person = ht_people_add(l->p);
	if (!person)
		return false;
	ht_person_title none = {0};
	person->name = take_name(l, w, &none);
	return ht_people_give_title(person, &none);
}

/* Names [from, to), all of the title before the first. */
static bool add_holders(ht_people_line *l, const ht_people_part *part, size_t titles)
{
	const ht_person_title t = ht_people_title_of(l, part, 0, titles);
	for (size_t i = titles; i < part->n; i++) {
		ht_person *person = ht_people_add(l->p);
		if (!person)
			return false;
		person->name = ht_people_name(l, &part->v[i]);
		ht_people_give_title(person, &t);
		person->grouped = i > titles;
		if (i == titles)
			ht_people_tell(l, part, person);
	}
	l->p->title_first++;
	return true;
}

static bool add_person(ht_people_line *l, const ht_people_part *part)
{
	size_t at = ht_people_name_index(part);
	ht_people_word *name = &part->v[at];
	ht_person *person = ht_people_add(l->p);
	if (!person)
		return false;
	bool own = name->kind == HT_WORD_JOINED;
	ht_person_title t = {0}, after = {0};
	if (at || (l->lead.len && own))
		t = ht_people_title_of(l, part, 0, at + own);
	person->name = take_name(l, name, &t);
	if (at + 1 < part->n)
		after = ht_people_title_of(l, part, at + 1, part->n);
	ht_people_give_title(person, &t);
	ht_people_give_title(person, &after);
	l->p->title_first += at > 0;
	l->p->name_first += !at && part->n > 1;
	if (at || name->title.len)
		ht_people_tell(l, part, person);
	return person->name.s != NULL;
}

static bool add_pairs(ht_people_line *l, const ht_people_part *part)
{
	for (size_t i = 0; i < part->n; i += part->period) {
		ht_people_part pair = *part;
		pair.v += i;
		pair.n = part->period;
		const ht_slice *first = &pair.v[0].typed, *last = &pair.v[pair.n - 1].typed;
		pair.typed = (ht_slice){first->s, (size_t)(last->s + last->len - first->s)};
		if (!add_person(l, &pair))
			return false;
		if (!i && pair.v[0].kind == HT_WORD_NAME)
			ht_people_tell(l, part, &l->p->v->people[l->p->v->n - 1]);
	}
	return true;
}

static bool add_several(ht_people_line *l, const ht_people_part *part)
{
	char count[32];
	snprintf(count, sizeof count, "%zu", part->n);
	for (size_t i = 0; i < part->n; i++)
		if (!ht_people_add_name(l, &part->v[i]))
			return false;
	if (l->p->under)
		return true;
	const ht_text typed = ht_people_text(l, part->typed);
	if (typed.s)
		ht_diag(l->p->r->diags, HT_D_PERSON_SEVERAL, l->at, typed.s, count, NULL);
	return typed.s != NULL;
}

static bool add_open(ht_people_line *l, const ht_people_part *part)
{
	ht_people_reader *p = l->p;
	ht_person *person = ht_people_add(p);
	ht_open_person *open = person ? HT_PUSH(p->r->arena, p->open, p->n_open, p->cap_open) : NULL;
	if (!open) {
		p->r->nomem = true;
		return false;
	}
	ht_word_kind a = part->v[0].kind, b = part->v[1].kind;
	open->index = p->v->n - 1;
	person->name = ht_people_text(l, part->typed);
	open->first = ht_people_text(l, part->v[0].typed);
	open->second = ht_people_text(l, part->v[1].typed);
	open->may_name_first = a == HT_WORD_NAME || a == HT_WORD_EITHER;
	open->may_title_first = b == HT_WORD_NAME || (b == HT_WORD_EITHER && a != HT_WORD_NAME);
	return open->second.s != NULL;
}

/* --- below a title: the entry of a list in a map, or after a colon --- */

static bool short_names(const ht_people_part *part)
{
	for (size_t i = 0; i < part->n; i++) {
		size_t chars = ht_han_count(part->v[i].name);
		if (part->v[i].kind != HT_WORD_NAME || (!part->v[i].spread && (chars < 2 || chars > 3)))
			return false;
	}
	return part->n > 1;
}

/* Has the part a person with nothing but an office below a unit, or a unit below an office? */
static bool completes(const ht_people_part *part, const ht_person_title *under)
{
	ht_word_kind wanted = under->unit.s ? HT_WORD_OFFICE : HT_WORD_UNIT;
	if (part->shape != HT_PART_PERSON || (under->unit.s && under->office.s))
		return false;
	for (size_t i = 0; i < part->n; i++) {
		const ht_people_word *w = &part->v[i];
		const ht_people_word own = ht_people_word_of(w->title.s, w->title.len);
		if (w->kind != HT_WORD_NAME && w->kind != HT_WORD_JOINED && w->kind != wanted)
			return false;
		if (w->title.len && own.kind != wanted)
			return false;
	}
	return true;
}

static bool complete(ht_people_line *l, const ht_people_part *part)
{
	const ht_person_title *under = l->p->under;
	l->p->under = NULL;
	bool done = add_person(l, part);
	l->p->under = under;
	l->p->follows = false;
	if (done)
		ht_people_give_title(&l->p->v->people[l->p->v->n - 1], under);
	return done;
}

bool ht_people_add_below(ht_people_line *l, const ht_people_part *part)
{
	if (completes(part, l->p->under))
		return complete(l, part);
	if (short_names(part) || part->shape == HT_PART_SEVERAL)
		return add_several(l, part);
	if (part->shape == HT_PART_NAME)
		return ht_people_add_name(l, &part->v[0]);
	const ht_people_part whole = {.typed = part->typed, .shape = HT_PART_WHOLE};
	return ht_people_add_whole(l, &whole);
}

bool ht_people_add_part(ht_people_line *l, const ht_people_part *part)
{
	if (l->p->under)
		return ht_people_add_below(l, part);
	switch (part->shape) {
	case HT_PART_NAME:
		return ht_people_add_name(l, &part->v[0]);
	case HT_PART_PERSON:
		return add_person(l, part);
	case HT_PART_PAIRS:
		return add_pairs(l, part);
	case HT_PART_SEVERAL:
		return add_several(l, part);
	case HT_PART_OPEN:
		return add_open(l, part);
	case HT_PART_HOLDERS:
		return add_holders(l, part, part->titles);
	default:
		return ht_people_add_whole(l, part);
	}
}

/* --- texts in fields of their own --- */

bool ht_people_read_pair(ht_people_reader *p, const ht_text *name, const ht_text *title)
{
	const ht_people_word a = ht_people_word_of(name->s, strlen(name->s)),
	                     b = ht_people_word_of(title->s, strlen(title->s));
	if (a.kind != HT_WORD_NAME || a.title.len || !ht_is_title_word(&b) || strstr(title->s, "，"))
		return false;
	ht_person *person = ht_people_add(p);
	if (!person)
		return false;
	const ht_person_title t = ht_people_title(title);
	person->name = *name;
	ht_people_give_title(person, &t);
	if (!p->told++) {
		p->told_entry = p->told_name = *name;
		p->told_title = *title;
	}
	return true;
}

bool ht_people_read_columns(ht_people_reader *p, const ht_text *columns, size_t n)
{
	ht_person made = {0};
	for (size_t i = 0; i < n; i++) {
		const ht_people_word w = ht_people_word_of(columns[i].s, strlen(columns[i].s));
		ht_text *to = NULL;
		if (w.kind == HT_WORD_NAME && !w.title.len)
			to = &made.name;
		else if (w.kind == HT_WORD_UNIT)
			to = &made.unit;
		else if (w.kind == HT_WORD_OFFICE)
			to = &made.office;
		if (!to || to->s)
			return false;
		*to = columns[i];
	}
	if (!made.name.s || n < 2)
		return false;
	ht_person *person = ht_people_add(p);
	if (person)
		*person = made;
	return person != NULL;
}

/* --- the end of the list --- */

/* The order of two words, from the others of the list. */
static void settle(ht_people_reader *p, const ht_open_person *open)
{
	ht_person *person = &p->v->people[open->index];
	bool name_first = p->name_first && !p->title_first && open->may_name_first;
	bool title_first = p->title_first && !p->name_first && open->may_title_first;
	if (!name_first && !title_first) {
		ht_diag(p->r->diags, HT_D_PERSON_UNCLEAR, person->name.loc, person->name.s, NULL);
		return;
	}
	const ht_text typed = person->name;
	if (name_first) {
		person->name = open->first;
		person->office = open->second;
		return;
	}
	person->unit = open->first;
	person->name = open->second;
	if (p->told++)
		return;
	p->told_entry = typed;
	p->told_name = open->second;
	p->told_title = open->first;
}

void ht_people_finish(ht_people_reader *p)
{
	char count[32];
	for (size_t i = 0; i < p->n_open; i++)
		settle(p, &p->open[i]);
	if (!p->told || !p->told_entry.s || !p->told_name.s || !p->told_title.s)
		return;
	snprintf(count, sizeof count, "%zu", p->told);
	ht_diag(p->r->diags, HT_D_PERSON_READ, p->told_entry.loc, p->told_entry.s, p->told_name.s, p->told_title.s,
	        count, NULL);
}

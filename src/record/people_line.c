/* A line of people: how its parts (people_part.c) belong together.
 *
 *   title、title name     one person with several offices; so is `name title、title`
 *   title name、name      people of one office
 *   name，title，…        each title belongs to the name before it, or, `title，name，…`, after it
 *   unit、group           a phrase: 各乡镇（街道）、县直各单位主要负责同志
 *   title：name、name     people of one office, up to the next colon
 *
 * A part that fits nothing is an entry of its own, as typed. Of two words in a part either of which may be the name,
 * the order is that of the rest of the list; where the list has none, or two, they stay as typed. */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "people_line.h"
#include "people_part.h"
#include "record/messages.h"

/* --- parts that belong together --- */

/* The text from the beginning of part i to the end of part j, as one part. */
static ht_people_part merged(const ht_people_line *l, size_t i, size_t j, ht_part_shape shape)
{
	const ht_slice *a = &l->parts[i].typed, *b = &l->parts[j].typed;
	return (ht_people_part){.typed = {a->s, (size_t)(b->s + b->len - a->s)}, .shape = shape};
}

/* Characters of an office without its unit: 副主任, 乡镇长. */
#define BARE_OFFICE_MOST 4

static bool is_bare_office(const ht_people_part *part)
{
	return part->office && !part->comma && !part->label.len && ht_han_count(part->typed) <= BARE_OFFICE_MOST;
}

/* Parts of one phrase, and offices of one person: a limit, so that a line costs no more than its length. */
#define PARTS_MOST 64

/* The index after the last part that can belong together with part i. */
static size_t reach(const ht_people_line *l, size_t i)
{
	if (l->n - i > PARTS_MOST)
		return i + PARTS_MOST;
	return l->n;
}

/* Units and groups before a group, or a group's further offices: the index of the part that ends the phrase; i: there
 * is none. */
static size_t phrase_end(const ht_people_line *l, size_t i)
{
	for (size_t j = i, end = reach(l, i); j < end; j++) {
		const ht_people_part *part = &l->parts[j];
		bool word = part->shape == HT_PART_TITLE || part->shape == HT_PART_GROUP;
		if (!word || (j > i && (part->comma || part->label.len)))
			return i;
		if (part->shape != HT_PART_GROUP || !part->v[0].ends)
			continue;
		if (j > i)
			return j;
		while (j + 1 < l->n && is_bare_office(&l->parts[j + 1]))
			j++;
		return j;
	}
	return i;
}

/* Is it a person whose title is before the name? */
static bool has_title_first(const ht_people_part *part)
{
	if (part->shape != HT_PART_PERSON)
		return part->shape == HT_PART_HOLDERS;
	return ht_people_name_index(part) > 0 || part->v[0].kind == HT_WORD_JOINED;
}

/* Offices before a person whose office comes first: the index of that person; i: there is none. */
static size_t holder_of(const ht_people_line *l, size_t i)
{
	size_t j = i, end = reach(l, i);
	while (j < end && l->parts[j].office && !l->parts[j].label.len && (j == i || !l->parts[j].comma))
		j++;
	if (j == i || j == end || l->parts[j].comma)
		return i;
	if (l->parts[j].label.len || has_title_first(&l->parts[j]))
		return j;
	return i;
}

/* `商陆 区长、区委副书记`: a further office of the person before. */
static bool add_office(ht_people_line *l, const ht_people_part *part)
{
	ht_person *last = &l->p->v->people[l->p->v->n - 1];
	const ht_text more = ht_people_text(l, part->typed);
	const char *both = more.s ? ht_arena_printf(l->p->r->arena, "%s、%s", last->office.s, more.s) : NULL;
	if (!both) {
		l->p->r->nomem = true;
		return false;
	}
	last->office.s = both;
	ht_diag(l->p->r->diags, HT_D_PERSON_OFFICES, more.loc, more.s, last->name.s, NULL);
	return true;
}

/* Names after `title name`, which have that title, too. */
static bool add_followers(ht_people_line *l, size_t *i)
{
	for (; *i < l->n; ++*i) {
		const ht_people_part *part = &l->parts[*i];
		bool name = part->shape == HT_PART_NAME || part->shape == HT_PART_EITHER;
		if (!name || part->comma || part->label.len)
			break;
		const ht_person *before = &l->p->v->people[l->p->v->n - 1];
		const ht_person_title t = {before->unit, before->office};
		if (!ht_people_add_name(l, &part->v[0]))
			return false;
		ht_person *person = &l->p->v->people[l->p->v->n - 1];
		ht_people_give_title(person, &t);
		person->grouped = true;
	}
	return true;
}

/* A title among names: whose? */
static void ask_whose(ht_people_line *l, size_t i)
{
	const ht_people_part *part = &l->parts[i];
	bool name_before = i && l->parts[i - 1].shape != HT_PART_TITLE && l->parts[i - 1].shape != HT_PART_GROUP &&
	                   l->parts[i - 1].shape != HT_PART_WHOLE;
	bool name_after = i + 1 < l->n && l->parts[i + 1].shape == HT_PART_NAME;
	/* 白沙镇所长、总经理 何田: of one person, unless it is somebody's name */
	bool office_after = i + 1 < l->n && !l->parts[i + 1].comma && has_title_first(&l->parts[i + 1]) &&
	                    part->v[0].kind == HT_WORD_OFFICE;
	if (!name_before && !name_after && !office_after)
		return;
	const ht_text typed = ht_people_text(l, part->typed);
	if (typed.s)
		ht_diag(l->p->r->diags, HT_D_PERSON_WHOSE, typed.loc, typed.s, NULL);
}

static bool add_phrase(ht_people_line *l, size_t i, size_t end)
{
	const ht_people_part whole = merged(l, i, end, HT_PART_WHOLE);
	const ht_text typed = ht_people_text(l, whole.typed);
	if (typed.s)
		ht_diag(l->p->r->diags, HT_D_PERSON_PHRASE, typed.loc, typed.s, NULL);
	return typed.s && ht_people_add_whole(l, &whole);
}

/* Is the office in the part a further one of the person before it? */
static bool is_further_office(const ht_people_line *l, const ht_people_part *part)
{
	return l->takes_office && !part->comma && part->office && l->p->v->people[l->p->v->n - 1].office.s;
}

/* The parts from *i on that belong together; *i: the next one. */
static bool add_next(ht_people_line *l, size_t *i)
{
	size_t from = *i, end = l->lead.len ? from : phrase_end(l, from);
	const ht_people_part *part = &l->parts[from];
	*i = end + 1;
	if (end > from) {
		l->takes_office = false;
		return add_phrase(l, from, end);
	}
	if (is_further_office(l, part))
		return add_office(l, part);
	l->takes_office = part->shape == HT_PART_PERSON && !has_title_first(part);
	bool done = ht_people_add_part(l, part);
	l->lead.len = 0;
	if (done && (part->shape == HT_PART_TITLE || (part->shape == HT_PART_EITHER && l->n == 2)))
		ask_whose(l, from);
	return done && (!has_title_first(part) || add_followers(l, i));
}

/* --- names and titles in parts of their own --- */

/* The parts from i on, up to a label, that are a name and its titles, in the order of the first; 0: they are not. */
static size_t column_parts(const ht_people_line *l, size_t i, bool name_first)
{
	size_t j = i, units = 0, offices = 0;
	if (name_first && l->parts[j++].shape != HT_PART_NAME)
		return 0;
	for (; j < l->n && l->parts[j].shape == HT_PART_TITLE && !l->parts[j].label.len; j++) {
		units += l->parts[j].v[0].kind == HT_WORD_UNIT;
		offices += l->parts[j].v[0].kind == HT_WORD_OFFICE;
	}
	if (!units + !offices == 2 || units > 1)
		return 0;
	if (name_first)
		return j - i;
	bool name = j < l->n && l->parts[j].shape == HT_PART_NAME && l->parts[j].comma && !l->parts[j].label.len;
	if (!name)
		return 0;
	return j + 1 - i;
}

static bool all_columns(const ht_people_line *l, bool name_first)
{
	for (size_t i = 0, n; i < l->n; i += n)
		if (l->parts[0].label.len || !(n = column_parts(l, i, name_first)))
			return false;
	return l->n > 0;
}

/* Parts [from, from + n): a name and titles. */
static bool add_columns(ht_people_line *l, size_t from, size_t n, bool name_first)
{
	const ht_people_part *name = &l->parts[name_first ? from : from + n - 1];
	const ht_people_part whole = merged(l, from, from + n - 1, HT_PART_PERSON);
	ht_person *person = ht_people_add(l->p);
	l->at = ht_cursor_at(l->cur, whole.typed.s);
	if (!person)
		return false;
	if (name_first)
		person->name = ht_people_name(l, &name->v[0]);
	for (size_t i = from + name_first, end = i + n - 1; i < end; i++) {
		const ht_people_part *part = &l->parts[i];
		if (part->v[0].kind == HT_WORD_UNIT) {
			person->unit = ht_people_text(l, part->typed);
			continue;
		}
		size_t last = i; /* several offices are one text */
		while (last + 1 < end && l->parts[last + 1].v[0].kind == HT_WORD_OFFICE)
			last++;
		person->office = ht_people_text(l, merged(l, i, last, HT_PART_TITLE).typed);
		i = last;
	}
	if (!name_first)
		person->name = ht_people_name(l, &name->v[0]);
	ht_people_tell(l, &whole, person);
	return person->name.s != NULL;
}

static bool add_all_columns(ht_people_line *l, bool name_first)
{
	for (size_t i = 0, n; i < l->n; i += n) {
		n = column_parts(l, i, name_first);
		if (!add_columns(l, i, n, name_first))
			return false;
	}
	return true;
}

/* --- lines --- */

/* The bytes of the mark at s that separates two parts, or 0. An ASCII comma does so only after a Chinese character. */
static size_t separator(const char *begin, const char *s, const char *end)
{
	if (end - s >= 3 && (memcmp(s, "、", 3) == 0 || memcmp(s, "，", 3) == 0))
		return 3;
	return *s == ',' && s > begin && ((unsigned char)s[-1] & 0x80) != 0;
}

/* The bytes of a colon between a title and its holders, or 0. */
static size_t colon(const char *begin, const char *s, const char *end)
{
	if (end - s >= 3 && memcmp(s, "：", 3) == 0)
		return 3;
	return *s == ':' && s > begin && ((unsigned char)s[-1] & 0x80) != 0;
}

static bool push_part(ht_people_line *l, ht_slice typed, ht_slice label, bool comma)
{
	typed.s = ht_utf8_trim(typed.s, &typed.len);
	label.s = ht_utf8_trim(label.s, &label.len);
	if (!typed.len && !label.len)
		return true;
	ht_people_part *part = HT_PUSH(l->p->r->arena, l->parts, l->n, l->cap);
	if (!part)
		return false;
	part->typed = typed;
	part->label = label;
	part->comma = comma;
	return ht_people_part_read(l->p->r->arena, part);
}

static bool split(ht_people_line *l, const char *s, const char *end)
{
	const char *from = s, *begin = s;
	ht_slice label = {s, 0};
	int depth = 0;
	bool comma = true;
	for (size_t n; s < end; s += n) {
		depth += ht_people_bracket(ht_utf8_get(s, end, &n));
		size_t stop = depth <= 0 ? separator(begin, s, end) : 0;
		size_t after = depth <= 0 && !l->p->under && !label.len ? colon(begin, s, end) : 0;
		if (after && s > from) {
			label = (ht_slice){from, (size_t)(s - from)};
			from = s + (n = after);
		} else if (stop) {
			if (!push_part(l, (ht_slice){from, (size_t)(s - from)}, label, comma))
				return false;
			comma = stop == 1 || memcmp(s, "、", 3) != 0;
			from = s + (n = stop);
			label = (ht_slice){from, 0};
		}
	}
	return push_part(l, (ht_slice){from, (size_t)(end - from)}, label, comma);
}

/* What is before a colon: a title of those after it. false: it is not. */
static bool take_label(ht_people_line *l, const ht_people_part *part, ht_person_title *t)
{
	ht_people_part label = {.typed = part->label};
	if (!ht_people_part_read(l->p->r->arena, &label)) {
		l->p->r->nomem = true;
		return false;
	}
	for (size_t i = 0; i < label.n; i++)
		if (!ht_is_title_word(&label.v[i]))
			return false;
	*t = ht_people_title_of(l, &label, 0, label.n);
	l->lead.len = 0;
	return label.n > 0;
}

/* `苏晴：区财政局局长` */
static bool take_name_label(ht_people_line *l, const ht_people_part *part)
{
	const ht_text name = ht_people_text(l, part->label), title = ht_people_text(l, part->typed);
	return name.s && title.s && ht_people_read_pair(l->p, &name, &title);
}

/* The part with its label. */
static ht_slice labelled_text(const ht_people_part *part)
{
	const char *begin = part->label.s;
	return (ht_slice){begin, (size_t)(part->typed.s + part->typed.len - begin)};
}

/* The parts from the labelled one up to the next, all below its title. */
static bool add_labelled(ht_people_line *l, size_t *i)
{
	ht_people_part *part = &l->parts[*i];
	ht_person_title t = {0};
	ht_people_reader *p = l->p;
	size_t from = p->v->n;
	if (!part->typed.len || !take_label(l, part, &t)) {
		++*i;
		part->shape = HT_PART_DOUBTFUL;
		return (part->typed.len && take_name_label(l, part)) || ht_people_add_whole(l, part);
	}
	p->under = &t;
	p->follows = false;
	l->takes_office = false;
	bool done = true;
	do
		done = done && ht_people_add_below(l, &l->parts[*i]);
	while (++*i < l->n && !l->parts[*i].label.len);
	p->under = NULL;
	const ht_people_part whole = {.typed = labelled_text(part)};
	if (done && p->v->n > from)
		ht_people_tell(l, &whole, &p->v->people[from]);
	return done;
}

static const char *beginning(const ht_people_part *part)
{
	if (part->label.len)
		return part->label.s;
	return part->typed.s;
}

bool ht_people_read_line(ht_people_reader *p, ht_cursor *cur, const char *s, size_t len)
{
	ht_people_line l = {.p = p, .cur = cur};
	if (!split(&l, s, s + len)) {
		p->r->nomem = true;
		return false;
	}
	for (int name_first = 1; l.n > 1 && !p->under && name_first >= 0; name_first--)
		if (all_columns(&l, name_first))
			return add_all_columns(&l, name_first);
	for (size_t i = 0; i < l.n;) {
		size_t holder = holder_of(&l, i);
		l.at = ht_cursor_at(cur, beginning(&l.parts[i]));
		if (holder > i)
			l.lead = l.parts[i].typed;
		i = holder;
		bool done;
		if (l.parts[i].label.len)
			done = add_labelled(&l, &i);
		else
			done = add_next(&l, &i);
		if (!done)
			return false;
	}
	return true;
}

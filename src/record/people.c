/* People.
 *
 * A scalar holds one person or several separated by 、 or ， (outside brackets).
 * Of an entry with blanks the first word is the name, the rest the office,
 * except that
 *   - two single Han characters are one name spread out (`李　明`);
 *   - a run of words in Latin letters is one name (`David Smith 顾问`);
 *   - below an office (`副主席: 方知行 白露`) short Han words are several names,
 *     and anything else stays whole, as there is no second office to find.
 * After a name with its office, 、 also separates offices: `商陆 区长、区委副书记` is one person (which is reported),
 * `商陆 区长、白露` two. A map with a person's fields is one person; any other map is offices with the names of those
 * who hold them. */
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "base/utf8.h"
#include "record/messages.h"
#include "names.h"
#include "reader.h"
#include "words_people.h"

#define MAX_WORDS 8

typedef struct people {
	ht_reader *r;
	ht_value *v;
	size_t cap;
	const ht_text *office; /* of all entries to come, or NULL */
	bool follows;          /* an entry of the same office came before */
} people;

typedef struct word {
	const char *s;
	size_t len;
} word;

static ht_person *add(people *p)
{
	ht_person *person = HT_PUSH(p->r->arena, p->v->people, p->v->n, p->cap);
	if (!person) {
		p->r->nomem = true;
		return NULL;
	}
	if (p->office) {
		person->office = *p->office;
		person->grouped = p->follows;
		p->follows = true;
	}
	return person;
}

static bool add_text(people *p, ht_cursor *cur, word w, ht_text *out)
{
	*out = ht_read_text(p->r, cur, w.s, w.len);
	return out->s != NULL;
}

/* The words of an entry; at most max, the last one takes all the rest. */
static int split_words(const char *s, size_t len, word *words, int max)
{
	const char *end = s + len;
	int n = 0;
	while (s < end) {
		size_t step;
		if (ht_is_space(ht_utf8_get(s, end, &step))) {
			s += step;
			continue;
		}
		words[n].s = s;
		while (s < end && !ht_is_space(ht_utf8_get(s, end, &step)))
			s += step;
		words[n].len = (size_t)(s - words[n].s);
		if (++n == max) {
			words[n - 1].len = (size_t)(end - words[n - 1].s);
			break;
		}
	}
	return n;
}

static size_t han_count(word w)
{
	size_t count = 0;
	for (size_t i = 0, n; i < w.len; i += n, count++)
		if (!ht_is_han(ht_utf8_get(w.s + i, w.s + w.len, &n)))
			return 0;
	return count;
}

static bool is_latin(word w)
{
	unsigned char c = (unsigned char)*w.s;
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC3 && c <= 0xCA);
}

/* How many of the words are the name. */
static int name_words(const word *words, int n)
{
	int k = 1;
	if (n >= 2 && han_count(words[0]) == 1 && han_count(words[1]) == 1)
		return 2;
	if (is_latin(words[0]))
		while (k < n && is_latin(words[k]))
			k++;
	return k;
}

/* The name from its words: a spread-out one is closed up. */
static bool set_name(people *p, ht_cursor *cur, const word *words, int k, ht_text *name)
{
	word whole = {words[0].s, (size_t)(words[k - 1].s + words[k - 1].len - words[0].s)};
	if (k != 2 || !han_count(words[0]))
		return add_text(p, cur, whole, name);
	name->loc = ht_cursor_at(cur, words[0].s);
	name->s =
	    ht_arena_printf(p->r->arena, "%.*s%.*s", (int)words[0].len, words[0].s, (int)words[1].len, words[1].s);
	p->r->nomem |= !name->s;
	return name->s != NULL;
}

/* An entry below an office. */
static bool add_holders(people *p, ht_cursor *cur, word entry)
{
	word words[MAX_WORDS];
	int n = split_words(entry.s, entry.len, words, MAX_WORDS);
	bool names = n >= 2;
	for (int i = 0; i < n; i++) {
		size_t chars = han_count(words[i]);
		names = names && chars >= 2 && chars <= 3;
	}
	for (int i = 0; names && i < n; i++) {
		ht_person *person = add(p);
		if (!person || !add_text(p, cur, words[i], &person->name))
			return false;
	}
	if (names)
		return true;
	ht_person *person = add(p);
	bool spread = n == 2 && name_words(words, n) == 2;
	return person && (spread ? set_name(p, cur, words, n, &person->name) : add_text(p, cur, entry, &person->name));
}

/* Do the bytes end like an office, as no name does? */
static bool is_office(word w)
{
	for (const char *const *end = ht_words_person_office_end; *end; end++)
		if (w.len > strlen(*end) && ht_str_ends_n(w.s, w.len, *end))
			return true;
	return false;
}

/* `区长 商陆`: the wrong way round. */
static void check_order(people *p, const ht_person *person)
{
	word name = {person->name.s, strlen(person->name.s)}, office = {person->office.s, strlen(person->office.s)};
	size_t chars = han_count(office);
	if (is_office(name) && !is_office(office) && chars >= 2 && chars <= 4)
		ht_diag(p->r->diags, HT_D_PERSON_REVERSED, person->name.loc, name.s, office.s, NULL);
}

static bool add_entry(people *p, ht_cursor *cur, word entry)
{
	entry.s = ht_utf8_trim(entry.s, &entry.len);
	if (!entry.len)
		return true;
	if (p->office)
		return add_holders(p, cur, entry);
	word words[MAX_WORDS];
	int n = split_words(entry.s, entry.len, words, MAX_WORDS), k = name_words(words, n);
	ht_person *person = add(p);
	if (!person || !set_name(p, cur, words, k, &person->name))
		return false;
	word office = {k < n ? words[k].s : "", k < n ? (size_t)(entry.s + entry.len - words[k].s) : 0};
	if (k == n)
		return true;
	if (!add_text(p, cur, office, &person->office))
		return false;
	check_order(p, person);
	return true;
}

/* A further office of the person before; *done tells whether the entry is one. */
static bool add_office(people *p, ht_cursor *cur, word entry, bool *done)
{
	word one;
	entry.s = ht_utf8_trim(entry.s, &entry.len);
	*done = false;
	ht_person *last = p->v->n ? &p->v->people[p->v->n - 1] : NULL;
	if (!last || !last->office.s || !*last->office.s || split_words(entry.s, entry.len, &one, 1) != 1 ||
	    han_count(entry) < 2 || !is_office(entry))
		return true;
	ht_text more;
	if (!add_text(p, cur, entry, &more))
		return false;
	const char *both = ht_arena_printf(p->r->arena, "%s、%s", last->office.s, more.s);
	if (!both) {
		p->r->nomem = true;
		return false;
	}
	last->office.s = both;
	*done = true;
	ht_diag(p->r->diags, HT_D_PERSON_OFFICES, more.loc, more.s, last->name.s, NULL);
	return true;
}

/* The bytes of the mark at s that separates two entries, or 0. An ASCII comma or semicolon does so only after a Chinese
 * character. */
static size_t separator(const char *begin, const char *s, const char *end)
{
	static const char *const separators[] = {"、", "，", "；"};
	for (size_t i = 0; i < ARRAY_LEN(separators); i++)
		if ((size_t)(end - s) >= 3 && memcmp(s, separators[i], 3) == 0)
			return 3;
	if (*s == '\n')
		return 1;
	return (*s == ',' || *s == ';') && s > begin && ((unsigned char)s[-1] & 0x80) != 0;
}

static int bracket(uint32_t cp)
{
	return (cp == '(' || cp == 0xFF08 || cp == 0x3014) - (cp == ')' || cp == 0xFF09 || cp == 0x3015);
}

/* An entry of a scalar; joined: 、 is before it. */
static bool add_part(people *p, ht_cursor *cur, word entry, bool joined)
{
	bool done = false;
	if (joined && !p->office && !add_office(p, cur, entry, &done))
		return false;
	return done || add_entry(p, cur, entry);
}

static bool read_scalar(people *p, const ht_node *node)
{
	const char *from = node->text, *at = from, *end = from + strlen(from);
	ht_cursor cur = ht_text_cursor(node);
	int depth = 0;
	bool joined = false;
	while (at < end) {
		size_t n;
		depth += bracket(ht_utf8_get(at, end, &n));
		size_t bytes = depth <= 0 ? separator(from, at, end) : 0;
		if (bytes) {
			if (!add_part(p, &cur, (word){from, (size_t)(at - from)}, joined))
				return false;
			joined = bytes == 3 && memcmp(at, "、", 3) == 0;
			from = at + bytes;
		}
		at += bytes ? bytes : n;
	}
	return add_part(p, &cur, (word){from, (size_t)(end - from)}, joined);
}

static bool is_person_map(const ht_node *map)
{
	for (size_t i = 0; i < map->n; i++)
		if (ht_field_by_key(ht_person_fields(), map->pairs[i].key->text))
			return true;
	return false;
}

static bool read_person_map(people *p, const ht_node *map)
{
	ht_group group = {0};
	if (!ht_read_group(p->r, map, ht_person_fields(), NULL, &group))
		return false;
	const ht_value *name = ht_group_find(&group, "name");
	if (!name) {
		const ht_field *f = ht_person_fields();
		HT_READER_FAULT(p->r, HT_D_PERSON_NAME, map->loc, ht_field_label(f, map->pairs[0].key->text), NULL);
		return true;
	}
	const ht_value *office = ht_group_find(&group, "office"), *unit = ht_group_find(&group, "unit");
	ht_person *person = add(p);
	if (!person)
		return false;
	person->name = name->text;
	if (office)
		person->office = office->text;
	if (unit)
		person->unit = unit->text;
	return true;
}

static bool read_entries(people *p, const ht_node *node);

static bool read_offices(people *p, const ht_node *map)
{
	for (size_t i = 0; i < map->n; i++) {
		const ht_node *key = map->pairs[i].key;
		ht_cursor cur = ht_text_cursor(key);
		ht_text office = ht_read_text(p->r, &cur, key->text, strlen(key->text));
		if (!office.s)
			return false;
		p->office = &office;
		p->follows = false;
		bool done = read_entries(p, map->pairs[i].value);
		p->office = NULL;
		if (!done)
			return false;
	}
	return true;
}

/* Everything but a map below an office: its names may be maps again. */
static bool read_entries(people *p, const ht_node *node)
{
	if (!ht_node_given(node))
		return true;
	if (node->kind == HT_NODE_SCALAR)
		return read_scalar(p, node);
	if (node->kind == HT_NODE_MAP) {
		if (is_person_map(node))
			return read_person_map(p, node);
		if (!p->office)
			return read_offices(p, node);
		HT_READER_FAULT(p->r, HT_D_PERSON, node->loc, NULL);
		return true;
	}
	for (size_t i = 0; i < node->n; i++) {
		const ht_node *item = node->items[i];
		if (item->kind == HT_NODE_SEQ)
			HT_READER_FAULT(p->r, HT_D_PERSON, item->loc, NULL);
		else if (!read_entries(p, item))
			return false;
	}
	return true;
}

bool ht_read_people(ht_reader *r, const char *label, const ht_node *node, ht_value *v)
{
	(void)label; /* the faults here are of one entry, whatever the field */
	people p = {.r = r, .v = v};
	return read_entries(&p, node) && v->n > 0;
}

/* People.
 *
 * A text is lines of people (people_line.c), ended by ； or 。 or a line end; numbers and bullets in front of them are
 * left out. A list is such texts; a map with a person's fields is one person, a list of texts in a list one, too; any
 * other map is units or offices with the names of those who have them. */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "record/messages.h"
#include "people_part.h"
#include "names.h"
#include "people_line.h"

/* --- texts --- */

/* The bytes of a number or bullet and the blank after it (`1. `, `2、`, `- `) in front of a line, or 0. */
static size_t marker(const char *s, const char *end)
{
	static const char *const stops[] = {"、", "．", ".", "）", ")", NULL}, *const bullets[] = {"-", "*", "•", "·",
	                                                                                           NULL};
	const char *p = s;
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	bool number = p > s;
	size_t n = 0, step;
	for (const char *const *sign = number ? stops : bullets; *sign && !n; sign++)
		if (strlen(*sign) <= (size_t)(end - p) && memcmp(p, *sign, strlen(*sign)) == 0)
			n = strlen(*sign);
	p += n;
	if (!n || p == end || (!number && !ht_is_space(ht_utf8_get(p, end, &step))))
		return 0;
	return (size_t)(p - s);
}

/* The bytes of what ends a line of people at s, or 0. An ASCII semicolon does so only after a Chinese character. */
static size_t line_stop(const char *begin, const char *s, const char *end)
{
	if (end - s >= 3 && (memcmp(s, "；", 3) == 0 || memcmp(s, "。", 3) == 0))
		return 3;
	return *s == ';' && s > begin && ((unsigned char)s[-1] & 0x80) != 0;
}

static bool read_line(ht_people_reader *p, ht_cursor *cur, const char *s, const char *end)
{
	size_t len = (size_t)(end - s);
	s = ht_utf8_trim(s, &len);
	size_t before = marker(s, s + len);
	if (before) {
		const ht_text text = ht_read_text(p->r, cur, s, before);
		if (text.s)
			ht_diag(p->r->diags, HT_D_PERSON_NUMBER, text.loc, text.s, NULL);
	}
	return !len || ht_people_read_line(p, cur, s + before, len - before);
}

static bool read_scalar(ht_people_reader *p, const ht_node *node)
{
	const char *from = node->text, *at = from, *end = from + strlen(from);
	ht_cursor cur = ht_text_cursor(node);
	int depth = 0;
	while (at < end) {
		size_t n;
		depth += ht_people_bracket(ht_utf8_get(at, end, &n));
		size_t stop = depth <= 0 ? line_stop(from, at, end) : 0;
		if (*at == '\n') {
			stop = 1;
			depth = 0;
		}
		if (stop) {
			if (!read_line(p, &cur, from, at))
				return false;
			from = at + stop;
		}
		at += stop ? stop : n;
	}
	return read_line(p, &cur, from, end);
}

static bool is_person_map(const ht_node *map)
{
	for (size_t i = 0; i < map->n; i++)
		if (ht_field_by_key(ht_person_fields(), map->pairs[i].key->text))
			return true;
	return false;
}

/* A name that is an office, an office that is a name: the wrong way round. */
static void check_order(ht_people_reader *p, const ht_person *person)
{
	const char *name = person->name.s, *office = person->office.s;
	const ht_people_word a = ht_people_word_of(name, strlen(name)), b = ht_people_word_of(office, strlen(office));
	if (ht_is_title_word(&a) && b.kind == HT_WORD_NAME)
		ht_diag(p->r->diags, HT_D_PERSON_REVERSED, person->name.loc, name, office, NULL);
}

static bool read_person_map(ht_people_reader *p, const ht_node *map)
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
	ht_person *person = ht_people_add(p);
	if (!person)
		return false;
	person->name = name->text;
	if (office)
		person->office = office->text;
	if (unit)
		person->unit = unit->text;
	if (office)
		check_order(p, person);
	return true;
}

/* `苏晴: 区财政局局长`: the key is the name. false: it is not so, or out of memory. */
static bool read_name_key(ht_people_reader *p, const ht_text *key, const ht_node *value)
{
	if (value->kind != HT_NODE_SCALAR || !ht_node_given(value) || strchr(value->text, '\n'))
		return false;
	ht_cursor cur = ht_text_cursor(value);
	const ht_text title = ht_read_text(p->r, &cur, value->text, strlen(value->text));
	return title.s && ht_people_read_pair(p, key, &title);
}

static bool read_entries(ht_people_reader *p, const ht_node *node);

/* A key that nothing follows (`局长 苏晴:`) is an entry; an office or a unit without names is left out. */
static bool read_bare_key(ht_people_reader *p, const ht_node *key)
{
	const ht_people_word word = ht_people_word_of(key->text, strlen(key->text));
	bool title = ht_is_title_word(&word);
	ht_diag(p->r->diags, title ? HT_D_PERSON_NO_NAMES : HT_D_PERSON_BARE, key->loc, key->text, NULL);
	return title || read_scalar(p, key);
}

static bool read_titles(ht_people_reader *p, const ht_node *map)
{
	for (size_t i = 0; i < map->n; i++) {
		const ht_node *key = map->pairs[i].key;
		if (!ht_node_given(map->pairs[i].value)) {
			if (!read_bare_key(p, key))
				return false;
			continue;
		}
		ht_cursor cur = ht_text_cursor(key);
		const ht_text text = ht_read_text(p->r, &cur, key->text, strlen(key->text));
		if (!text.s)
			return false;
		if (read_name_key(p, &text, map->pairs[i].value))
			continue;
		const ht_person_title title = ht_people_title(&text);
		p->under = &title;
		p->follows = false;
		bool done = read_entries(p, map->pairs[i].value);
		p->under = NULL;
		if (!done)
			return false;
	}
	return true;
}

/* A list of texts in a list: a row of a table, with a name and its titles. */
static bool read_row(ht_people_reader *p, const ht_node *row)
{
	ht_text columns[3];
	bool texts = row->n > 1 && row->n <= sizeof columns / sizeof *columns && !p->under;
	for (size_t i = 0; texts && i < row->n; i++) {
		const ht_node *item = row->items[i];
		texts = item->kind == HT_NODE_SCALAR && ht_node_given(item) && !strchr(item->text, '\n');
		if (!texts)
			break;
		ht_cursor cur = ht_text_cursor(item);
		columns[i] = ht_read_text(p->r, &cur, item->text, strlen(item->text));
		texts = columns[i].s;
	}
	if (!texts || !ht_people_read_columns(p, columns, row->n))
		HT_READER_FAULT(p->r, HT_D_PERSON, row->loc, NULL);
	return !p->r->nomem;
}

/* Everything but a map below an office: its names may be maps again. */
static bool read_entries(ht_people_reader *p, const ht_node *node)
{
	if (!ht_node_given(node))
		return true;
	if (node->kind == HT_NODE_SCALAR)
		return read_scalar(p, node);
	if (node->kind == HT_NODE_MAP) {
		if (is_person_map(node))
			return read_person_map(p, node);
		if (!p->under)
			return read_titles(p, node);
		HT_READER_FAULT(p->r, HT_D_PERSON, node->loc, NULL);
		return true;
	}
	for (size_t i = 0; i < node->n; i++) {
		const ht_node *item = node->items[i];
		bool done;
		if (item->kind == HT_NODE_SEQ)
			done = read_row(p, item);
		else
			done = read_entries(p, item);
		if (!done)
			return false;
	}
	return true;
}

bool ht_read_people(ht_reader *r, const char *label, const ht_node *node, ht_value *v)
{
	(void)label; /* the faults here are of one entry, whatever the field */
	ht_people_reader p = {.r = r, .v = v};
	if (!read_entries(&p, node))
		return false;
	ht_people_finish(&p);
	return v->n > 0;
}

/* Lists of a committee's or a staff's members: role, name and office in columns.
 *
 *     组　长：商　陆　　区长
 *     副组长：沈怀瑾　　常务副区长
 *             叶知秋　　副区长
 *
 * They come from a field, or from lines of the running text written like this, with any blanks. Roles are spread to one
 * width, names of two characters to three; names with · or of four characters and more widen the column; one too long
 * for that keeps its own width, as does a role that is longer than both together may be. Further lines of an office are
 * aligned with its first. */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "build.h"
#include "words_people.h"

#define ROLE_MAX   6  /* characters of a role */
#define NAME_CHARS 3  /* what a name of two characters is spread to */
#define NAME_MAX   8  /* most characters of the names' column */
#define ROOM       11 /* of roles and names together, so that offices have room */
#define GAP_CHARS  2  /* between name and office */
#define COLON      "："

typedef struct member {
	const char *role; /* without blanks; NULL: that of the member before */
	const char *name, *office;
	ht_loc loc, office_loc;
} member;

typedef struct roster {
	ht_builder *b;
	const ht_element *e;
	ht_block_list *list;
	member *v;
	size_t n, cap;
	size_t role_chars, name_chars;
} roster;

/* Characters of a name as it is set here. */
static size_t chars_of(const char *name)
{
	size_t chars = ht_name_chars(name);
	return chars == 2 ? NAME_CHARS : chars;
}

static void measure(roster *r)
{
	for (size_t i = 0; i < r->n; i++) {
		size_t role = r->v[i].role ? ht_full_width(r->v[i].role) : 0;
		r->role_chars = role > r->role_chars && role <= ROOM ? role : r->role_chars;
	}
	size_t room = r->role_chars < ROOM ? ROOM - r->role_chars : 0, most = room < NAME_MAX ? room : NAME_MAX;
	r->name_chars = NAME_CHARS;
	for (size_t i = 0; i < r->n; i++) {
		size_t name = chars_of(r->v[i].name);
		r->name_chars = name > r->name_chars && name <= most ? name : r->name_chars;
	}
}

static void add(roster *r, ht_spans *spans, const char *text, size_t chars, ht_loc loc)
{
	size_t before = spans->n;
	ht_spans_add(r->b, spans, text, strlen(text), r->e->style, NULL, loc);
	if (spans->n > before)
		spans->v[before].chars = (int)chars;
}

static void add_role(roster *r, ht_spans *spans, const char *role, ht_loc loc)
{
	size_t own = ht_full_width(role);
	add(r, spans, role, own > 1 && own < r->role_chars ? r->role_chars : 0, loc);
	add(r, spans, COLON, 0, loc);
}

/* The name and the blanks after it. True: the office is in its column. */
static bool add_name(roster *r, ht_spans *spans, const member *m)
{
	size_t chars = chars_of(m->name), len = strlen(m->name), before = spans->n;
	bool spread = ht_is_two_han(m->name, len) || strstr(m->name, "·"), column = chars <= r->name_chars;
	add(r, spans, m->name, column && spread ? chars : 0, m->loc);
	if (spans->n > before)
		spans->v[before].keep = true;
	ht_spans_blank(r->b, spans, column ? r->name_chars - chars + GAP_CHARS : 1, r->e->style, m->loc);
	return column;
}

static void add_member(roster *r, const member *m, const char *role)
{
	ht_spans spans = {0};
	add_role(r, &spans, role, m->loc);
	size_t n_role = spans.n, n_label = spans.n;
	if (add_name(r, &spans, m))
		n_label = spans.n;
	if (m->office)
		add(r, &spans, m->office, 0, m->office_loc);
	ht_block *block = ht_block_add(r->b, r->list, r->e, HT_BLOCK_PARA, 1);
	if (!block)
		return;
	block->paras[0] = (ht_dpara){spans.v, spans.n};
	block->n_label = n_label;
	block->n_hidden = m->role ? 0 : n_role;
	block->loc = m->loc;
}

static void add_members(roster *r)
{
	const char *role = "";
	measure(r);
	for (size_t i = 0; i < r->n; i++) {
		role = r->v[i].role ? r->v[i].role : role;
		add_member(r, &r->v[i], role);
	}
}

static void push(roster *r, const member *m)
{
	member *slot = HT_PUSH(r->b->arena, r->v, r->n, r->cap);
	if (slot)
		*slot = *m;
	else
		r->b->nomem = true;
}

/* --- from a field --- */

static void take_person(roster *r, const ht_person *p, const char *role)
{
	member m = {.role = role, .name = p->name.s ? p->name.s : "", .loc = p->name.loc};
	m.office_loc = p->unit.s ? p->unit.loc : p->office.loc;
	m.office = p->office.s;
	if (p->unit.s)
		m.office = ht_arena_printf(r->b->arena, "%s%s", p->unit.s, p->office.s ? p->office.s : "");
	r->b->nomem = r->b->nomem || (p->unit.s && !m.office);
	if (p->unit.s && m.office) {
		size_t unit = strlen(p->unit.s), office = strlen(m.office) - unit;
		ht_ledger_made(r->b->doc->ledger, p->unit.s, unit, m.office, unit);
		ht_ledger_made(r->b->doc->ledger, p->office.s, office, m.office + unit, office);
	}
	push(r, &m);
}

/* The people of the current group, with their role. */
static void take_group(roster *r)
{
	const ht_value *role = r->e->role ? ht_builder_find(r->b, r->e->role) : NULL;
	const ht_value *people = ht_builder_find(r->b, r->e->people);
	const char *first = role ? role->text.s : "";
	for (size_t i = 0; people && i < people->n; i++)
		take_person(r, &people->people[i], i ? NULL : first);
}

void ht_build_roster(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_value *v = ht_builder_find(b, e->field);
	roster r = {.b = b, .e = e, .list = list};
	for (size_t i = 0; v && i < v->n; i++) {
		const ht_scope scope = {.outer = b->scope, .group = v->groups[i], .member = i + 1, .of = v->n};
		b->scope = &scope;
		take_group(&r);
		b->scope = scope.outer;
	}
	add_members(&r);
}

/* --- from the running text --- */

typedef struct word {
	const char *s;
	size_t len, chars;
	bool han;    /* all but · */
	bool dotted; /* with a · */
} word;

/* The next word at *p; len 0: there is none. */
static word next_word(const char **p, const char *end)
{
	size_t step;
	while (*p < end && ht_is_space(ht_utf8_get(*p, end, &step)))
		*p += step;
	word w = {.s = *p, .han = true};
	while (*p < end) {
		uint32_t cp = ht_utf8_get(*p, end, &step);
		if (ht_is_space(cp))
			break;
		w.han = w.han && (ht_is_han(cp) || cp == 0xB7);
		w.dotted = w.dotted || cp == 0xB7;
		w.chars++;
		*p += step;
	}
	w.len = (size_t)(*p - w.s);
	return w;
}

/* Roles end so: 组长 and 副组长, 指挥长, 成员 … */
static bool is_role(const char *role)
{
	return ht_str_ends_any(role, ht_words_roster_role_end);
}

/* The role in front of a colon, without blanks; NULL: the line has no colon; "": the text before it is not a role.
 * Moves *p past it. */
static const char *read_role(roster *r, const char **p, const char *end)
{
	char text[ROLE_MAX * 4 + 1];
	size_t n = 0, chars = 0, step;
	for (const char *s = *p; s < end && chars <= ROLE_MAX; s += step) {
		uint32_t cp = ht_utf8_get(s, end, &step);
		if (cp == 0xFF1A || cp == ':') {
			text[n] = '\0';
			*p = s + step;
			return is_role(text) ? ht_arena_strdup(r->b->arena, text) : "";
		}
		if (ht_is_space(cp))
			continue;
		if (!ht_is_han(cp) || ++chars > ROLE_MAX)
			return NULL;
		memcpy(text + n, s, step);
		n += step;
	}
	return NULL;
}

static bool is_name(const word *w)
{
	if (!w->han || w->chars < 2)
		return false;
	return w->chars <= 4 || w->dotted;
}

/* Are these further names, not an office: several words of two or three characters? */
static bool are_names(const char *p, const char *end)
{
	size_t n = 0;
	for (word w; (w = next_word(&p, end)).len; n++)
		if (!w.han || w.chars < 2 || w.chars > 3)
			return false;
	return n > 1;
}

/* The text of a plain paragraph, its own where that is in one piece; NULL: it is not one. */
static const char *plain_line(roster *r, const ht_body_block *block)
{
	ht_buf text = {0};
	if (block->kind != HT_BODY_PARA || block->level)
		return NULL;
	for (size_t i = 0; i < block->n; i++) {
		const ht_inline *in = &block->inlines[i];
		if (in->strong || in->em || in->code || in->href || in->note) {
			ht_buf_free(&text);
			return NULL;
		}
		if (block->n == 1)
			return in->text;
		ht_buf_add(&text, in->text, in->len);
	}
	const char *line = ht_buf_take(&text, r->b->arena);
	r->b->nomem = r->b->nomem || !line;
	return line;
}

/* Have the ledger know what a line was made into, for a line that is a member. The lines' inlines lie apart from each
 * other, and so do the words of `line`, their text joined. */
static void tell_made(roster *r, const ht_body_block *block, const char *line, const char *name, const char *office,
                      const member *m)
{
	ht_ledger *ledger = r->b->doc->ledger;
	const char *at = line;
	for (size_t i = 0; i < block->n && line != block->inlines->text; at += block->inlines[i].len, i++)
		ht_ledger_made(ledger, block->inlines[i].text, block->inlines[i].len, at, block->inlines[i].len);
	if (m->role)
		ht_ledger_made(ledger, line, (size_t)(name - line), m->role, strlen(m->role));
	ht_ledger_made(ledger, name, (size_t)(office - name), m->name, strlen(m->name));
	ht_ledger_made(ledger, office, strlen(m->office), m->office, strlen(m->office));
}

/* `角色：姓名　职务`, the role left out after the first line. */
static bool read_member(roster *r, const ht_body_block *block, member *ret)
{
	const char *line = plain_line(r, block), *p = line;
	if (!p)
		return false;
	const char *end = p + strlen(p);
	member m = {.loc = block->loc, .office_loc = block->loc};
	m.role = read_role(r, &p, end);
	if (m.role && !*m.role)
		return false;
	word name = next_word(&p, end);
	const char *rest = p;
	word second = next_word(&p, end);
	bool split = name.han && name.chars == 1 && second.han && second.chars == 1;
	if (split)
		m.name = ht_arena_printf(r->b->arena, "%.*s%.*s", (int)name.len, name.s, (int)second.len, second.s);
	else if (is_name(&name))
		m.name = ht_arena_strndup(r->b->arena, name.s, name.len);
	p = split ? p : rest;
	if (are_names(p, end))
		return false;
	size_t len = (size_t)(end - p);
	const char *office = ht_utf8_trim(p, &len);
	m.office = ht_arena_strndup(r->b->arena, office, len);
	*ret = m;
	if (!m.name || !m.office || !*m.office || strstr(m.office, "。"))
		return false;
	tell_made(r, block, line, name.s, office, &m);
	return true;
}

size_t ht_build_roster_lines(ht_builder *b, const ht_element *e, const ht_body *body, size_t from, ht_block_list *list)
{
	roster r = {.b = b, .e = e, .list = list};
	member m;
	while (from + r.n < body->n && !b->nomem && read_member(&r, &body->blocks[from + r.n], &m) && (r.n || m.role))
		push(&r, &m);
	if (r.n < 2)
		return 0;
	add_members(&r);
	return r.n;
}

/* From what was recognised to a record: a tree of nodes with English field
 * names, in the order of the field table. Bodies are Markdown: what would be a
 * mark of Markdown in the text is escaped, so that it is read back as typed. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "im.h"

typedef struct builder {
	im_doc *d;
	ht_arena *arena;
} builder;

static ht_node *new_node(builder *b, ht_node_kind kind)
{
	ht_node *node = ht_arena_alloc(b->arena, sizeof *node);
	b->d->nomem |= !node;
	if (node)
		node->kind = kind;
	return node;
}

static ht_node *scalar(builder *b, const char *text)
{
	ht_node *node = text ? new_node(b, HT_NODE_SCALAR) : NULL;
	if (node)
		node->text = text;
	return node;
}

/* Add key: value; a value that is NULL or empty is left out. */
static void put(builder *b, ht_node *map, const char *key, ht_node *value)
{
	bool empty = !value || (value->kind == HT_NODE_SCALAR ? !*value->text : !value->n);
	if (!map || empty)
		return;
	ht_node_pair *pairs = ht_arena_array(b->arena, map->n + 1, sizeof *pairs);
	ht_node *name = scalar(b, key);
	b->d->nomem |= !pairs || !name;
	if (!pairs || !name)
		return;
	if (map->n)
		memcpy(pairs, map->pairs, map->n * sizeof *pairs);
	pairs[map->n] = (ht_node_pair){name, value};
	map->pairs = pairs;
	map->n++;
}

static void append(builder *b, ht_node *seq, ht_node *item)
{
	if (!seq || !item)
		return;
	/* room doubles: 1, 2, 4 … */
	if ((seq->n & (seq->n - 1)) == 0) {
		ht_node **items = ht_arena_array(b->arena, seq->n ? seq->n * 2 : 1, sizeof(ht_node *));
		b->d->nomem |= !items;
		if (!items)
			return;
		if (seq->n)
			memcpy(items, seq->items, seq->n * sizeof *items);
		seq->items = items;
	}
	seq->items[seq->n++] = item;
}

static ht_node *texts(builder *b, const im_texts *list)
{
	ht_node *seq = new_node(b, HT_NODE_SEQ);
	for (size_t i = 0; i < list->n; i++)
		append(b, seq, scalar(b, list->v[i].s));
	return seq && seq->n == 1 ? seq->items[0] : seq;
}

static ht_node *day_node(builder *b, const ht_scan_day *day)
{
	const ht_date *t = &day->date;
	if (!t->year || !t->month || !t->day)
		return NULL;
	const char *text = t->hour >= 0 ? ht_arena_printf(b->arena, "%04d-%02d-%02d %02d:%02d", t->year, t->month,
	                                                  t->day, t->hour, t->minute)
	                                : ht_arena_printf(b->arena, "%04d-%02d-%02d", t->year, t->month, t->day);
	b->d->nomem |= !text;
	return scalar(b, text);
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* One person: a name, a map with name, office and unit; or several who hold
 * one office: office: [name, name]. */
static ht_node *person(builder *b, const im_people *list, size_t from, size_t to)
{
	const im_person *p = &list->v[from];
	/* as plain text these marks would part it */
	static const char *const marks[] = {"、", "，", "；", " ", "　", ",", ";", NULL};
	bool parted = im_has_any(p->name, marks);
	if (!p->office && !p->unit && !parted)
		return scalar(b, p->name);
	ht_node *map = new_node(b, HT_NODE_MAP);
	if (!p->office && !p->unit) {
		put(b, map, "name", scalar(b, p->name));
		return map;
	}
	if (p->unit && to - from == 1) {
		put(b, map, "name", scalar(b, p->name));
		put(b, map, "office", scalar(b, p->office));
		put(b, map, "unit", scalar(b, p->unit));
		return map;
	}
	ht_node *names = new_node(b, HT_NODE_SEQ);
	for (size_t i = from; i < to; i++)
		append(b, names, scalar(b, list->v[i].name));
	const char *office = p->unit ? im_join(b->d, p->unit, p->office) : p->office;
	put(b, map, office, to - from == 1 && names ? names->items[0] : names);
	return map;
}

static ht_node *people(builder *b, const im_people *list)
{
	ht_node *seq = new_node(b, HT_NODE_SEQ);
	for (size_t i = 0, to; i < list->n; i = to) {
		const im_person *p = &list->v[i];
		to = i + 1;
		while (p->office && to < list->n && same(list->v[to].office, p->office) &&
		       same(list->v[to].unit, p->unit))
			to++;
		append(b, seq, person(b, list, i, to));
	}
	return seq;
}

static ht_node *meeting(builder *b)
{
	const im_meeting *m = &b->d->meeting;
	ht_node *map = new_node(b, HT_NODE_MAP);
	put(b, map, "name", scalar(b, m->name));
	put(b, map, "ordinal", scalar(b, m->ordinal));
	put(b, map, "time", day_node(b, &m->time));
	put(b, map, "end_time", day_node(b, &m->end));
	put(b, map, "place", scalar(b, m->place));
	put(b, map, "chair", people(b, &m->chair));
	put(b, map, "recorder", people(b, &m->recorder));
	put(b, map, "present", people(b, &m->present));
	put(b, map, "absent", people(b, &m->absent));
	put(b, map, "observers", people(b, &m->observers));
	return map;
}

/* ---- bodies ---- */

/* Longer lines are not searched for marks by the record room. */
#define MAX_MARKED ((size_t)64 << 10)

/* Escape what Markdown would take for a mark. */
static void escape(GString *out, const char *s)
{
	bool marked = strlen(s) * 2 <= MAX_MARKED;
	static const char *const blocks[] = {"- ",  "* ",  "+ ",  "> ",  "#",   "```", "~~~", "---",
	                                     "===", "___", "- -", "_ _", "-\t", "+\t", ">\t", NULL};
	if (im_starts_any(s, blocks) && *s != '*')
		g_string_append_c(out, '\\');
	for (const char *p = s; *p; p++) {
		bool word = *p == '_' && p > s && g_ascii_isalnum(p[-1]) && g_ascii_isalnum(p[1]);
		if (marked && strchr("\\*`[<&_", *p) && !word)
			g_string_append_c(out, '\\');
		g_string_append_c(out, *p == '\t' ? ' ' : *p);
	}
}

static size_t columns_of(const char *row)
{
	size_t n = 1;
	for (; *row; row++)
		n += *row == '\t';
	return n;
}

/* A row with empty cells in front so that it ends in the last column (the
 * second row of a head whose last cell spans several), or behind. */
static void add_row(GString *out, const char *row, size_t columns, bool at_end)
{
	size_t pad = columns - columns_of(row);
	g_string_append_c(out, '|');
	for (size_t i = 0; at_end && i < pad; i++)
		g_string_append(out, " |");
	gchar **cells = g_strsplit(row, "\t", -1);
	for (size_t i = 0; cells[i]; i++) {
		gchar **parts = g_strsplit(cells[i], "|", -1);
		gchar *plain = g_strjoinv("｜", parts);
		g_string_append_c(out, ' ');
		escape(out, plain);
		g_string_append(out, " |");
		g_free(plain);
		g_strfreev(parts);
	}
	g_strfreev(cells);
	for (size_t i = 0; !at_end && i < pad; i++)
		g_string_append(out, " |");
	g_string_append_c(out, '\n');
}

static void add_table(GString *out, const im_doc *d, size_t from, size_t to)
{
	size_t columns = 2;
	for (size_t i = from; i < to; i++)
		if (d->lines[i].role == IM_TABLE)
			columns = MAX(columns, columns_of(d->lines[i].text));
	for (size_t i = from; i < to; i++) {
		if (d->lines[i].role != IM_TABLE)
			continue;
		size_t n = columns_of(d->lines[i].text);
		bool spanned = i == from + 1 && n < columns && columns_of(d->lines[from].text) + n - 1 == columns;
		add_row(out, d->lines[i].text, columns, spanned);
		if (i > from)
			continue;
		g_string_append_c(out, '|');
		for (size_t c = 0; c < columns; c++)
			g_string_append(out, "---|");
		g_string_append_c(out, '\n');
	}
}

/* Lines that are left out (`|---|`) may stand between rows. */
static size_t table_end(const im_doc *d, size_t i, size_t to)
{
	size_t end = i + 1;
	for (size_t k = end; k < to; k++) {
		if (d->lines[k].role == IM_TABLE)
			end = k + 1;
		else if (d->lines[k].role != IM_JUNK)
			break;
	}
	return end;
}

/* Blanks that set columns, within the line: `组　长：韩　正　　国务院副总理`. */
static bool has_columns(const im_line *line)
{
	return line->role == IM_BODY && (strstr(line->text, "　　") || strstr(line->text, "    "));
}

/* A line of a list in columns that begins below the text of the one above: its
 * blanks are written so that they stay. */
static void add_indent(GString *out, const im_doc *d, size_t i, size_t from)
{
	size_t first = i;
	while (first > from && has_columns(&d->lines[first - 1]))
		first--;
	if (!has_columns(&d->lines[i]) || !has_columns(&d->lines[first]))
		return;
	for (int k = d->lines[first].indent + 2; k <= d->lines[i].indent; k += 2)
		g_string_append(out, "&emsp;");
}

static void add_picture(GString *out, const im_line *line)
{
	g_string_append(out, "![");
	escape(out, line->text);
	g_string_append_printf(out, "](<%s>)\n", line->picture);
}

/* The text of lines [from, to) that are body, paragraphs parted by empty lines. */
static ht_node *body(builder *b, size_t from, size_t to)
{
	const im_doc *d = b->d;
	GString *out = g_string_new(NULL);
	for (size_t i = from; i < to; i++) {
		const im_line *line = &d->lines[i];
		if (line->role != IM_BODY && line->role != IM_TABLE && line->role != IM_PICTURE)
			continue;
		if (out->len)
			g_string_append_c(out, '\n');
		if (line->role == IM_PICTURE) {
			add_picture(out, line);
			continue;
		}
		if (line->role == IM_TABLE) {
			size_t end = table_end(d, i, to);
			add_table(out, d, i, end);
			i = end - 1;
			continue;
		}
		bool heading = line->level > 0 && !im_level(line->text);
		for (int k = 0; heading && k < line->level; k++)
			g_string_append_c(out, '#');
		if (heading)
			g_string_append_c(out, ' ');
		add_indent(out, d, i, from);
		escape(out, line->text);
		g_string_append_c(out, '\n');
	}
	char *text = ht_arena_strndup(b->arena, out->str, out->len);
	b->d->nomem |= !text;
	g_string_free(out, TRUE);
	return scalar(b, text);
}

/* Is line i within the enclosed document or an attachment? Where that one ends, or 0. */
static size_t inside(const im_doc *d, size_t i)
{
	const im_attachment *e = d->enclosed;
	if (e && i >= e->from && i < e->to)
		return e->to;
	for (size_t k = 0; k < d->n_attachments; k++)
		if (i >= d->attachments[k].from && i < d->attachments[k].to)
			return d->attachments[k].to;
	return 0;
}

/* The main text: the lines up to the first attachment's. */
static size_t main_end(const im_doc *d)
{
	size_t i = 0;
	while (i < d->n && !inside(d, i))
		i++;
	return i;
}

static ht_node *attachments(builder *b)
{
	im_doc *d = b->d;
	ht_node *seq = new_node(b, HT_NODE_SEQ);
	for (size_t i = 0; i < d->n_attachments; i++) {
		const im_attachment *a = &d->attachments[i];
		ht_node *map = new_node(b, HT_NODE_MAP);
		put(b, map, "title", scalar(b, a->title ? a->title : ht_arena_printf(b->arena, "附件%zu", i + 1)));
		put(b, map, "body", body(b, a->from, a->to));
		append(b, seq, map);
	}
	return seq;
}

/* The lines in brackets right below its title (（2026年7月1日…通过）) are the
 * enclosed document's 题注: *from goes behind them. */
static ht_node *title_note(builder *b, size_t *from, size_t to)
{
	const im_doc *d = b->d;
	size_t i = *from;
	while (i < to && d->lines[i].role == IM_JUNK)
		i++;
	if (i >= to || d->lines[i].role != IM_BODY)
		return NULL;
	const char *text = d->lines[i].text;
	const char *year = strstr(text, "年");
	if (!im_starts(text, "（") || !im_ends(text, "）") || !year)
		return NULL;
	size_t begin = *from;
	*from = i + 1;
	return body(b, begin, *from);
}

static ht_node *enclosed(builder *b)
{
	const im_attachment *e = b->d->enclosed;
	if (!e)
		return NULL;
	ht_node *map = new_node(b, HT_NODE_MAP);
	size_t from = e->from;
	put(b, map, "title", scalar(b, e->title));
	put(b, map, "title_note", title_note(b, &from, e->to));
	put(b, map, "body", body(b, from, e->to));
	return map;
}

static ht_node *archive(builder *b)
{
	ht_node *map = new_node(b, HT_NODE_MAP);
	put(b, map, "keywords", texts(b, &b->d->keywords));
	put(b, map, "index_number", scalar(b, b->d->index_number));
	put(b, map, "category", scalar(b, b->d->category));
	return map;
}

/* The first heading at or behind line i, or end. */
static size_t next_heading(const im_doc *d, size_t i, size_t end)
{
	while (i < end && !(d->lines[i].role == IM_BODY && d->lines[i].level && !im_level(d->lines[i].text)))
		i++;
	return i;
}

/* Who sent an item, at its end. Takes the line. */
static const char *take_source(im_doc *d, size_t from, size_t to)
{
	while (to > from && d->lines[to - 1].role != IM_BODY)
		to--;
	const char *source = to > from ? im_item_source(d, &d->lines[to - 1]) : NULL;
	if (source)
		d->lines[to - 1].role = IM_FIELD;
	return source;
}

static void add_item(builder *b, ht_node *seq, const char *title, size_t from, size_t to)
{
	ht_node *map = new_node(b, HT_NODE_MAP);
	const char *source = take_source(b->d, from, to);
	put(b, map, "title", scalar(b, title));
	put(b, map, "body", body(b, from, to));
	put(b, map, "source", scalar(b, source));
	append(b, seq, map);
}

/* A text of items: one for each heading, or the whole as the only one. Text above the first heading is the editor's
 * note. */
static ht_node *items(builder *b, ht_node **note)
{
	im_doc *d = b->d;
	ht_node *seq = new_node(b, HT_NODE_SEQ);
	size_t end = main_end(d), i = d->title ? end : next_heading(d, 0, end);
	*note = NULL;
	if (i == end) {
		add_item(b, seq, d->title, 0, end);
		return seq;
	}
	*note = body(b, 0, i);
	while (i < end) {
		size_t next = next_heading(d, i + 1, end);
		d->lines[i].role = IM_FIELD;
		add_item(b, seq, d->lines[i].text, i + 1, next);
		i = next;
	}
	return seq;
}

static ht_node *number_node(builder *b, int n)
{
	return n ? scalar(b, ht_arena_printf(b->arena, "%d", n)) : NULL;
}

static bool are_same(const im_texts *a, const im_texts *b)
{
	bool alike = a->n == b->n;
	for (size_t i = 0; alike && i < a->n; i++)
		alike = same(a->v[i].s, b->v[i].s);
	return alike;
}

static ht_node *record(builder *b)
{
	im_doc *d = b->d;
	ht_node *map = new_node(b, HT_NODE_MAP);
	const ht_recognition *r = &d->form->recognition;
	const bool by_item = r->item_by_item;
	ht_node *note = NULL, *list = by_item ? items(b, &note) : NULL;
	put(b, map, "form", scalar(b, d->form->names.en));
	put(b, map, "issuers", texts(b, &d->issuers));
	put(b, map, "mark", scalar(b, d->mark));
	put(b, map, "number", scalar(b, d->number));
	put(b, map, "copy_number", scalar(b, d->copy_number));
	put(b, map, "secrecy", scalar(b, d->secrecy));
	put(b, map, "urgency", scalar(b, d->urgency));
	put(b, map, "signers", people(b, &d->signers));
	if (!by_item)
		put(b, map, "title", scalar(b, d->title));
	put(b, map, "recipients", texts(b, &d->recipients));
	put(b, map, "meeting", meeting(b));
	if (!r->unsigned_ || !are_same(&d->signature, &d->issuers))
		put(b, map, "signature", texts(b, &d->signature));
	put(b, map, "date", day_node(b, &d->date));
	put(b, map, "note", scalar(b, d->note));
	put(b, map, "copies_to", texts(b, &d->copies_to));
	put(b, map, "printed_by", scalar(b, d->printed_by));
	put(b, map, "print_date", day_node(b, &d->print_date));
	put(b, map, "copies", number_node(b, d->copies));
	put(b, map, "issue", scalar(b, d->issue));
	put(b, map, "total_issue", scalar(b, d->total_issue));
	if (by_item)
		put(b, map, "editor", scalar(b, d->editor)); /* others print the issuers */
	put(b, map, "editor_note", note);
	put(b, map, "items", list);
	put(b, map, "report_to", texts(b, &d->report_to));
	put(b, map, "send_to", texts(b, &d->send_to));
	put(b, map, "issue_to", texts(b, &d->issue_to));
	put(b, map, "archive", archive(b));
	put(b, map, "enclosed", enclosed(b));
	put(b, map, "attachments", attachments(b));
	if (!by_item)
		put(b, map, "body", body(b, 0, main_end(d)));
	return map;
}

/* What is not in the record, or in a field and not in the body. */
static void list_removed(im_doc *d, ht_import *import)
{
	import->removed = ht_arena_array(d->arena, d->n + 1, sizeof *import->removed);
	d->nomem |= !import->removed;
	for (size_t i = 0; import->removed && i < d->n; i++) {
		const im_line *line = &d->lines[i];
		if (line->role == IM_JUNK)
			ht_diag(d->diags, HT_D_IMPORT_REMOVED, line->loc, line->raw, NULL);
		if (line->role != IM_JUNK && line->role != IM_FIELD && line->role != IM_ATTACHMENT)
			continue;
		import->removed[import->n_removed++] = (ht_import_removed){line->raw, line->loc, line->role == IM_JUNK};
	}
}

ht_status im_build(im_doc *d, ht_import *import)
{
	builder b = {d, d->arena};
	import->form = d->form;
	import->record = record(&b);
	list_removed(d, import);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}

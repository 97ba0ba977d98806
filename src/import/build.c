/* The record made from what was recognised: a tree of nodes with English field names, in the order of the field
 * table. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "words_documents.h"

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

static ht_node *scalar_node(builder *b, const char *text)
{
	ht_node *node = text ? new_node(b, HT_NODE_SCALAR) : NULL;
	if (node)
		node->text = text;
	return node;
}

/* Add key: value; a value that is NULL or empty is left out. */
static void add_pair(builder *b, ht_node *map, const char *key, ht_node *value)
{
	bool empty = !value || (value->kind == HT_NODE_SCALAR ? !*value->text : !value->n);
	if (!map || empty)
		return;
	ht_node_pair *pairs = ht_arena_array(b->arena, map->n + 1, sizeof *pairs);
	ht_node *name = scalar_node(b, key);
	b->d->nomem |= !pairs || !name;
	if (!pairs || !name)
		return;
	if (map->n)
		memcpy(pairs, map->pairs, map->n * sizeof *pairs);
	pairs[map->n] = (ht_node_pair){name, value};
	map->pairs = pairs;
	map->n++;
}

static void add_item_node(builder *b, ht_node *seq, ht_node *item)
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

static ht_node *texts_node(builder *b, const im_texts *list)
{
	ht_node *seq = new_node(b, HT_NODE_SEQ);
	for (size_t i = 0; i < list->n; i++)
		add_item_node(b, seq, scalar_node(b, list->v[i].s));
	return seq && seq->n == 1 ? seq->items[0] : seq;
}

static ht_node *day_node(builder *b, const ht_scan_day *day)
{
	const ht_date *t = &day->date;
	char text[48];
	if (day->open) {
		snprintf(text, sizeof text, "%d年%d月　日", t->year, t->month);
		return scalar_node(b, im_copy(b->d, text, strlen(text)));
	}
	if (!t->month)
		return NULL;
	if (!t->year) { /* as it is written: the reader asks for the year */
		int n = snprintf(text, sizeof text, "%d月%d日", t->month, t->day);
		if (t->hour >= 0)
			snprintf(text + n, sizeof text - (size_t)n, "%d:%02d", t->hour, t->minute);
		return scalar_node(b, im_copy(b->d, text, strlen(text)));
	}
	if (!t->day) {
		snprintf(text, sizeof text, "%d年%d月", t->year, t->month); /* the reader asks for the day */
		return scalar_node(b, im_copy(b->d, text, strlen(text)));
	}
	int n = snprintf(text, sizeof text, "%04d-%02d-%02d", t->year, t->month, t->day);
	if (t->hour >= 0)
		snprintf(text + n, sizeof text - (size_t)n, " %02d:%02d", t->hour, t->minute);
	return scalar_node(b, im_copy(b->d, text, strlen(text)));
}

static bool is_same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* As plain text, would the name be read as several? */
static bool is_list(const char *name)
{
	for (; *name; name = ht_str_next(name))
		if (ht_str_one_of(name, "、，； 　,;"))
			return true;
	return false;
}

/* As the key of names, would the office be read as the name of a field (`职务: 白露`)? Then it needs its own key. */
static bool is_field_name(const im_person *p)
{
	return p->office && !p->unit && ht_field_by_key(ht_person_fields(), p->office);
}

/* One person: a name, a map with name, office and unit; or several who hold
 * one office: office: [name, name]. */
static ht_node *person_node(builder *b, const im_people *list, size_t from, size_t to)
{
	const im_person *p = &list->v[from];
	if (!p->office && !p->unit && !is_list(p->name))
		return scalar_node(b, p->name);
	ht_node *map = new_node(b, HT_NODE_MAP);
	if (!p->office && !p->unit) {
		add_pair(b, map, "name", scalar_node(b, p->name));
		return map;
	}
	if (is_field_name(p) || (p->unit && to - from == 1)) {
		add_pair(b, map, "name", scalar_node(b, p->name));
		add_pair(b, map, "office", scalar_node(b, p->office));
		if (p->unit)
			add_pair(b, map, "unit", scalar_node(b, p->unit));
		return map;
	}
	ht_node *names = new_node(b, HT_NODE_SEQ);
	for (size_t i = from; i < to; i++)
		add_item_node(b, names, scalar_node(b, list->v[i].name));
	const char *office = p->unit ? im_join(b->d, p->unit, p->office) : p->office;
	add_pair(b, map, office, names && names->n == 1 ? names->items[0] : names);
	return map;
}

static ht_node *people_node(builder *b, const im_people *list)
{
	ht_node *seq = new_node(b, HT_NODE_SEQ);
	for (size_t i = 0, to; i < list->n; i = to) {
		const im_person *p = &list->v[i];
		to = i + 1;
		while (p->office && !is_field_name(p) && to < list->n && is_same(list->v[to].office, p->office) &&
		       is_same(list->v[to].unit, p->unit))
			to++;
		add_item_node(b, seq, person_node(b, list, i, to));
	}
	return seq;
}

static ht_node *meeting_node(builder *b)
{
	const im_meeting *m = &b->d->meeting;
	ht_node *map = new_node(b, HT_NODE_MAP);
	add_pair(b, map, "name", scalar_node(b, m->name));
	add_pair(b, map, "ordinal", scalar_node(b, m->ordinal));
	add_pair(b, map, "time", day_node(b, &m->time));
	add_pair(b, map, "end_time", day_node(b, &m->end));
	add_pair(b, map, "place", scalar_node(b, m->place));
	add_pair(b, map, "chair", people_node(b, &m->chair));
	add_pair(b, map, "recorder", people_node(b, &m->recorder));
	add_pair(b, map, "present", people_node(b, &m->present));
	add_pair(b, map, "absent", people_node(b, &m->absent));
	add_pair(b, map, "observers", people_node(b, &m->observers));
	return map;
}

/* The text of lines [from, to) that are body. */
static ht_node *body_node(builder *b, size_t from, size_t to)
{
	return scalar_node(b, im_markdown(b->d, from, to));
}

/* Where the enclosed document or attachment that line i is in ends; 0: in neither. */
static size_t end_of_attached(const im_doc *d, size_t i)
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
	while (i < d->n && !end_of_attached(d, i))
		i++;
	return i;
}

static const char *attachment_title(builder *b, size_t i)
{
	const char *title = b->d->attachments[i].title;
	return title ? title : im_checked(b->d, ht_arena_printf(b->arena, "附件%zu", i + 1));
}

static ht_node *attachments_node(builder *b)
{
	im_doc *d = b->d;
	ht_node *seq = new_node(b, HT_NODE_SEQ);
	for (size_t i = 0; i < d->n_attachments; i++) {
		const im_attachment *a = &d->attachments[i];
		ht_node *map = new_node(b, HT_NODE_MAP);
		add_pair(b, map, "title", scalar_node(b, attachment_title(b, i)));
		add_pair(b, map, "body", body_node(b, a->from, a->to));
		add_item_node(b, seq, map);
	}
	return seq;
}

/* The lines in brackets right below its title (（2026年7月1日…通过）) are the
 * enclosed document's 题注: *from moves to the line after them. */
static ht_node *title_note_node(builder *b, size_t *from, size_t to)
{
	const im_doc *d = b->d;
	size_t i = *from;
	while (i < to && d->lines[i].kind == IM_JUNK)
		i++;
	if (i >= to || d->lines[i].kind != IM_BODY)
		return NULL;
	const char *text = d->lines[i].text;
	const char *year = strstr(text, "年");
	if (!ht_str_starts(text, "（") || !ht_str_ends(text, "）") || !year)
		return NULL;
	size_t begin = *from;
	*from = i + 1;
	return body_node(b, begin, *from);
}

static ht_node *enclosed_node(builder *b)
{
	const im_attachment *e = b->d->enclosed;
	if (!e)
		return NULL;
	ht_node *map = new_node(b, HT_NODE_MAP);
	size_t from = e->from;
	add_pair(b, map, "title", scalar_node(b, e->title));
	add_pair(b, map, "title_note", title_note_node(b, &from, e->to));
	add_pair(b, map, "body", body_node(b, from, e->to));
	return map;
}

static ht_node *archive_node(builder *b)
{
	ht_node *map = new_node(b, HT_NODE_MAP);
	add_pair(b, map, "keywords", texts_node(b, &b->d->keywords));
	add_pair(b, map, "index_number", scalar_node(b, b->d->index_number));
	add_pair(b, map, "category", scalar_node(b, b->d->category));
	return map;
}

/* The first heading at or after line i, or end. */
static size_t next_heading(im_doc *d, size_t i, size_t end)
{
	while (i < end && !(d->lines[i].kind == IM_BODY && d->lines[i].level && !im_level(d, d->lines[i].text)))
		i++;
	return i;
}

/* Who sent an item, at its end. Takes the line. */
static const char *take_source(im_doc *d, size_t from, size_t to)
{
	while (to > from && d->lines[to - 1].kind != IM_BODY)
		to--;
	const char *source = to > from ? im_item_source(d, &d->lines[to - 1]) : NULL;
	if (source)
		d->lines[to - 1].kind = IM_FIELD;
	return source;
}

static void add_item(builder *b, ht_node *seq, const char *title, size_t from, size_t to)
{
	ht_node *map = new_node(b, HT_NODE_MAP);
	const char *source = take_source(b->d, from, to);
	add_pair(b, map, "title", scalar_node(b, title));
	add_pair(b, map, "body", body_node(b, from, to));
	add_pair(b, map, "source", scalar_node(b, source));
	add_item_node(b, seq, map);
}

/* The editor's note without the label that the form prints (【编者按】, 按：). */
static void take_note_label(im_doc *d, size_t end)
{
	size_t i = 0;
	while (i < end && d->lines[i].kind != IM_BODY)
		i++;
	if (i == end)
		return;
	im_line *line = &d->lines[i];
	const char *s = line->text;
	size_t n = ht_str_prefix_of(s, ht_words_note_label);
	const size_t colon = ht_str_one_of(s + n, "：:");
	if (!n || (!colon && !ht_str_starts(s, "【") && s[n]))
		return;
	n += colon;
	im_leave_out(d, im_copy(d, s, n), line->loc, HT_D_IMPORT_LABEL);
	line->text = ht_str_skip_spaces(s + n);
	if (!*line->text)
		line->kind = IM_FIELD;
}

/* A text of items: one for each heading, or the whole as the only one. Text above
 * the first heading is the editor's note. */
static ht_node *items_node(builder *b, ht_node **note)
{
	im_doc *d = b->d;
	ht_node *seq = new_node(b, HT_NODE_SEQ);
	size_t end = main_end(d), i = d->title ? end : next_heading(d, 0, end);
	*note = NULL;
	if (i == end) {
		add_item(b, seq, d->title, 0, end);
		return seq;
	}
	take_note_label(d, i);
	*note = body_node(b, 0, i);
	while (i < end) {
		size_t next = next_heading(d, i + 1, end);
		d->lines[i].kind = IM_FIELD;
		add_item(b, seq, d->lines[i].text, i + 1, next);
		i = next;
	}
	return seq;
}

static ht_node *number_node(builder *b, int n)
{
	return n ? scalar_node(b, im_checked(b->d, ht_arena_printf(b->arena, "%d", n))) : NULL;
}

static bool are_same_texts(const im_texts *a, const im_texts *b)
{
	bool alike = a->n == b->n;
	for (size_t i = 0; alike && i < a->n; i++)
		alike = is_same(a->v[i].s, b->v[i].s);
	return alike;
}

static ht_node *ai_label_node(builder *b)
{
	ht_node *map = b->d->ai_label ? new_node(b, HT_NODE_MAP) : NULL;
	if (map)
		add_pair(b, map, "label", scalar_node(b, b->d->ai_label));
	return map;
}

static ht_node *record_node(builder *b)
{
	im_doc *d = b->d;
	ht_node *map = new_node(b, HT_NODE_MAP);
	const ht_recognition *r = &d->form->recognition;
	const bool by_item = r->item_by_item;
	ht_node *note = NULL, *list = by_item ? items_node(b, &note) : NULL;
	add_pair(b, map, "form", scalar_node(b, d->form->names.en));
	add_pair(b, map, "issuers", texts_node(b, &d->issuers));
	add_pair(b, map, "mark", scalar_node(b, d->masthead));
	add_pair(b, map, "number", scalar_node(b, d->number));
	add_pair(b, map, "copy_number", scalar_node(b, d->copy_number));
	add_pair(b, map, "secrecy", scalar_node(b, d->secrecy));
	add_pair(b, map, "urgency", scalar_node(b, d->urgency));
	add_pair(b, map, "signers", people_node(b, &d->signers));
	if (!by_item)
		add_pair(b, map, "title", scalar_node(b, d->title));
	add_pair(b, map, "title_note", body_node(b, d->title_note, d->title_note_end));
	add_pair(b, map, "recipients", texts_node(b, &d->recipients));
	add_pair(b, map, "meeting", meeting_node(b));
	if (!r->unsigned_ || !are_same_texts(&d->signature, &d->issuers))
		add_pair(b, map, "signature", texts_node(b, &d->signature));
	add_pair(b, map, "date", day_node(b, &d->date));
	add_pair(b, map, "note", scalar_node(b, d->note));
	add_pair(b, map, "copies_to", texts_node(b, &d->copies_to));
	add_pair(b, map, "printed_by", scalar_node(b, d->printed_by));
	add_pair(b, map, "print_date", day_node(b, &d->print_date));
	add_pair(b, map, "copies", number_node(b, d->copies));
	add_pair(b, map, "issue", scalar_node(b, d->issue));
	add_pair(b, map, "total_issue", scalar_node(b, d->total_issue));
	if (by_item)
		add_pair(b, map, "editor", scalar_node(b, d->editor)); /* others print the issuers */
	add_pair(b, map, "editor_note", note);
	add_pair(b, map, "items", list);
	add_pair(b, map, "report_to", texts_node(b, &d->report_to));
	add_pair(b, map, "send_to", texts_node(b, &d->send_to));
	add_pair(b, map, "issue_to", texts_node(b, &d->issue_to));
	add_pair(b, map, "ai_label", ai_label_node(b));
	add_pair(b, map, "archive", archive_node(b));
	add_pair(b, map, "enclosed", enclosed_node(b));
	add_pair(b, map, "attachments", attachments_node(b));
	if (!by_item)
		add_pair(b, map, "body", body_node(b, d->title_note_end, main_end(d)));
	return map;
}

/* What a text is read from: fields other than bodies are no Markdown, but marks in them are left out. */
static void escape_text(builder *b, ht_node *node)
{
	node->text = im_checked(b->d, ht_field_escape(b->arena, node->text));
}

/* fields: those of the map; NULL: a person's, or names below an office. */
static void escape_map(builder *b, ht_node *map, const ht_field *fields)
{
	for (size_t i = 0; i < map->n; i++) {
		const ht_field *field = fields;
		while (field && field->name && strcmp(field->name, map->pairs[i].key->text) != 0)
			field++;
		ht_node *value = map->pairs[i].value;
		bool is_map = value->kind == HT_NODE_MAP;
		if (!field)
			escape_text(b, map->pairs[i].key);
		else if (!field->name || field->type == HT_TYPE_BODY)
			continue;
		if (value->kind == HT_NODE_SCALAR)
			escape_text(b, value);
		else if (is_map)
			escape_map(b, value, field ? field->sub : NULL);
		for (size_t k = 0; !is_map && k < value->n && value->kind == HT_NODE_SEQ; k++) {
			if (value->items[k]->kind == HT_NODE_MAP)
				escape_map(b, value->items[k], field ? field->sub : NULL);
			else if (value->items[k]->kind == HT_NODE_SCALAR)
				escape_text(b, value->items[k]);
		}
	}
}

void im_build(im_doc *d, ht_import *import)
{
	builder b = {d, d->arena};
	import->form = d->form;
	ht_node *record = record_node(&b);
	if (record && !d->nomem)
		escape_map(&b, record, ht_record_fields());
	import->record = record;
}

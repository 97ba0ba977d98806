/* Maps with fields of their own, lists of them, and bodies. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "body_private.h"
#include "base/str.h"
#include "base/utf8.h"
#include "record/messages.h"
#include "names.h"
#include "fields.h"
#include "reader.h"

/* The field of the record whose own fields hold key, or NULL. */
static const ht_field *owner_of(const char *key)
{
	for (const ht_field *f = ht_record_fields(); f->name; f++)
		if (f->type == HT_TYPE_GROUP && ht_field_by_key(f->sub, key))
			return f;
	return NULL;
}

/* A field that was probably meant is not missing. */
static void refuse(const ht_group *group, const char *name)
{
	const ht_field *f = ht_field_by_key(group->fields, name);
	if (f)
		group->refused[f - group->fields] = true;
}

static void report_unknown(ht_reader *r, const ht_node *key, const ht_group *group, const ht_field *owner)
{
	const ht_field *fields = group->fields;
	bool person = fields == ht_person_fields();
	const char *meant = r->other ? NULL : ht_field_meant(key->text);
	const bool known = meant && ht_field_by_key(fields, meant);
	const ht_field *other = person || known || r->other ? NULL : owner_of(key->text);
	if (owner && !r->other && ht_field_by_key(ht_record_fields(), key->text)) {
		const char *from = ht_field_label(owner, key->text);
		HT_READER_FAULT(r, HT_D_FIELD_TOP, key->loc, key->text, from, NULL);
		return;
	}
	if (other) {
		HT_READER_FAULT(r, HT_D_FIELD_ELSEWHERE, key->loc, key->text, ht_field_label(other, key->text), NULL);
		return;
	}
	const char *near = ht_field_nearest(r->arena, fields, key->text);
	const ht_field *home = !near && meant && !person ? owner_of(meant) : NULL;
	if (home)
		near = ht_arena_printf(r->arena, "%s.%s", home->zh, meant);
	if (near) {
		HT_READER_FAULT(r, HT_D_FIELD_UNKNOWN, key->loc, key->text, near, NULL);
		refuse(group, near);
	} else
		HT_READER_FAULT(r, HT_D_FIELD_UNKNOWN_BARE, key->loc, key->text, NULL);
}

static void report_repeated(ht_reader *r, const ht_node *first, const ht_node *again)
{
	char line[16];
	snprintf(line, sizeof line, "%d", first->loc.line);
	HT_READER_FAULT(r, HT_D_FIELD_REPEATED, again->loc, again->text, first->text, line, NULL);
}

bool ht_read_group(ht_reader *r, const ht_node *map, const ht_field *fields, const ht_field *owner, ht_group *group)
{
	size_t n = 0;
	while (fields[n].name)
		n++;
	group->fields = fields;
	group->values = ht_arena_array(r->arena, n, sizeof *group->values);
	group->refused = ht_arena_array(r->arena, n, sizeof *group->refused);
	const ht_node **keys = ht_arena_array(r->arena, n, sizeof *keys);
	r->nomem |= !group->values || !group->refused || !keys;
	if (map)
		group->loc = map->loc;
	for (size_t i = 0; map && i < map->n && !r->nomem; i++) {
		const ht_node *key = map->pairs[i].key, *value = map->pairs[i].value;
		const ht_field *f = ht_field_by_key(fields, key->text);
		size_t k = f ? (size_t)(f - fields) : 0;
		if (!f) {
			report_unknown(r, key, group, owner);
		} else if (!ht_node_given(value)) {
			continue;
		} else if (keys[k]) {
			report_repeated(r, keys[k], key);
		} else {
			keys[k] = key;
			group->values[k] = ht_read_value(r, f, key->text, value);
			group->refused[k] = !group->values[k];
		}
	}
	return !r->nomem;
}

bool ht_report_full_colon(ht_reader *r, const ht_field *fields, const ht_node *node)
{
	const char *colon = node->kind != HT_NODE_SCALAR || node->quoted ? NULL : strstr(node->text, "：");
	if (!colon)
		return false;
	char *name = ht_arena_strndup(r->arena, node->text, (size_t)(colon - node->text));
	if (!name || !ht_field_by_key(fields, name))
		return false;
	ht_loc loc = node->text_loc; /* a name is on one line, whatever follows it */
	loc.col += (int)ht_utf8_count(name, strlen(name));
	HT_READER_FAULT(r, HT_D_COLON_FULL, loc, name, NULL);
	return true;
}

static ht_group *new_group(ht_reader *r)
{
	ht_group *group = ht_arena_alloc(r->arena, sizeof *group);
	r->nomem |= !group;
	return group;
}

static ht_group *read_map(ht_reader *r, const ht_node *map, const ht_field *owner)
{
	ht_group *group = new_group(r);
	return group && ht_read_group(r, map, owner->sub, owner, group) ? group : NULL;
}

/* A bare text that stands for the group's first field. */
static ht_group *read_shorthand(ht_reader *r, const char *label, const ht_node *node, const ht_field *owner)
{
	ht_group *group = new_group(r);
	if (!group || !ht_read_group(r, NULL, owner->sub, owner, group))
		return NULL;
	group->loc = node->loc;
	group->values[0] = ht_read_value(r, &owner->sub[0], label, node);
	return group->values[0] ? group : NULL;
}

bool ht_read_subgroup(ht_reader *r, const char *label, const ht_node *node, ht_value *v)
{
	const ht_field *fields = v->field->sub;
	if (node->kind != HT_NODE_MAP) {
		if (!ht_report_full_colon(r, fields, node))
			HT_READER_FAULT(r, HT_D_FIELD_GROUP, node->loc, label, ht_field_label(fields, label), NULL);
		return false;
	}
	v->groups = ht_arena_alloc(r->arena, sizeof *v->groups);
	r->nomem |= !v->groups;
	if (!v->groups || !(v->groups[0] = read_map(r, node, v->field)))
		return false;
	v->n = 1;
	return true;
}

static ht_group *read_entry(ht_reader *r, const char *label, const ht_node *node, const ht_field *owner)
{
	if (!ht_node_given(node) || ht_report_full_colon(r, owner->sub, node))
		return NULL;
	if (node->kind == HT_NODE_MAP)
		return read_map(r, node, owner);
	if (node->kind == HT_NODE_SCALAR)
		return read_shorthand(r, label, node, owner);
	HT_READER_FAULT(r, HT_D_FIELD_GROUPS, node->loc, label, NULL);
	return NULL;
}

/* The length of a typed number that begins the line, 1. or 2、, with the blanks after it; 0: none, or nothing else. */
static size_t typed_number(const char *line, size_t len)
{
	static const char *const stops[] = {".", "．", "、"};
	size_t n = 0, stop = 0;
	while (n < len && line[n] >= '0' && line[n] <= '9')
		n++;
	for (size_t i = 0; n && !stop && i < ARRAY_LEN(stops); i++)
		if (len - n > strlen(stops[i]) && memcmp(line + n, stops[i], strlen(stops[i])) == 0)
			stop = strlen(stops[i]);
	size_t rest = len - n - stop;
	return stop ? (size_t)(ht_utf8_trim(line + n + stop, &rest) - line) : 0;
}

/* After the number n, which begins an item at s (`2.`, `2、`, `2.2026年`, not `2.5`); NULL: none is there. */
static const char *after_number(const char *s, size_t n)
{
	char number[24];
	snprintf(number, sizeof number, "%zu", n);
	if (strncmp(s, number, strlen(number)) != 0)
		return NULL;
	s += strlen(number);
	size_t stop = ht_str_one_of(s, ".．、"), digits = strspn(s + stop, "0123456789");
	return stop && (!digits || ht_str_starts(s + stop + digits, "年")) ? s + stop : NULL;
}

/* Where the number n begins in s after a blank or a semicolon; NULL: nowhere. */
static const char *find_number(const char *s, size_t n)
{
	for (size_t gap; *s; s = ht_str_next(s))
		if ((gap = ht_str_one_of(s, " \t　；;")) && after_number(s + gap, n))
			return s + gap;
	return NULL;
}

/* An item [s, end) of the node's text as a node of its own. NULL: out of memory. */
static ht_node *split_off(ht_reader *r, const ht_node *node, ht_cursor *cur, const char *s, const char *end)
{
	ht_node *item = ht_arena_alloc(r->arena, sizeof *item);
	while (end > s && ht_str_one_of(ht_str_previous(s, end), " \t　；;"))
		end = ht_str_previous(s, end);
	while (s < end && ht_str_one_of(s, " \t　"))
		s = ht_str_next(s);
	char *text = ht_arena_strndup(r->arena, s, (size_t)(end - s));
	r->nomem |= !item || !text;
	if (r->nomem)
		return NULL;
	*item = *node;
	item->text = text;
	item->loc = item->text_loc = ht_cursor_at(cur, s);
	item->source = cur->source;
	item->joined = false;
	return item;
}

/* Lines without numbers may be a long title, or several: it is told how they are read. */
static const ht_node *one_title(ht_reader *r, const char *label, const ht_node *node)
{
	const char *end = strchr(node->text, '\n');
	bool several = node->joined || (end && end[strspn(end, " \t\n")]);
	if (several && strcmp(r->field->name, "attachments") == 0)
		ht_diag(r->diags, HT_D_ATTACHMENTS_LINES, node->loc, label, NULL);
	return node;
}

/* `1.甲 2.乙`, `1.甲；2.乙` in one line, or in lines that YAML joined, is a list, too. */
static const ht_node *numbered_in_line(ht_reader *r, const char *label, const ht_node *node)
{
	size_t n = 1, cap = 0;
	const char *s = after_number(node->text, n), *next;
	if (!s || strchr(s, '\n') || !find_number(s, n + 1))
		return one_title(r, label, node);
	ht_node *list = ht_arena_alloc(r->arena, sizeof *list);
	if (!list)
		return NULL;
	*list = (ht_node){.kind = HT_NODE_SEQ, .loc = node->loc};
	ht_cursor cur = ht_text_cursor(node);
	for (;; s = after_number(next, n)) {
		next = find_number(s, ++n);
		const char *end = next;
		if (!next)
			end = s + strlen(s);
		ht_node **slot = HT_PUSH(r->arena, list->items, list->n, cap);
		ht_node *item = split_off(r, node, &cur, s, end);
		if (!slot || !item)
			return NULL;
		*slot = item;
		if (!next)
			break;
	}
	ht_diag(r->diags, HT_D_LINES_LISTED, node->loc, label, NULL);
	return list;
}

/* The next place in the text from s on where its source begins a new line; NULL: none. cur: at s. */
static const char *next_source_line(ht_cursor *cur, const char *s)
{
	const int line = ht_cursor_at(cur, s).line;
	for (const char *p = s; *p; p = ht_str_next(p))
		if (*p == '\n' || (p > s && ht_cursor_at(cur, p).line != line))
			return p;
	return NULL;
}

/* Does the line end with what separates entries, so that the next one goes on with the list? */
static bool ends_open(const char *s, const char *end)
{
	while (end > s && ht_str_one_of(ht_str_previous(s, end), " \t\n　"))
		end = ht_str_previous(s, end);
	return end > s && ht_str_one_of(ht_str_previous(s, end), "、，,；;");
}

const ht_node *ht_list_lines(ht_reader *r, const char *label, const ht_node *node)
{
	if (node->kind != HT_NODE_SCALAR || node->escape == '\'' || !(node->joined || strchr(node->text, '\n')))
		return node;
	size_t cap = 0;
	ht_node *list = ht_arena_alloc(r->arena, sizeof *list);
	r->nomem |= !list;
	if (!list)
		return node;
	*list = (ht_node){.kind = HT_NODE_SEQ, .loc = node->loc};
	ht_cursor lines = ht_text_cursor(node), cur = lines;
	for (const char *s = node->text, *next; s && *s; s = next) {
		next = next_source_line(&lines, s);
		const char *end = next ? next : s + strlen(s);
		ht_node *item = split_off(r, node, &cur, s, end);
		ht_node **slot = item && *item->text ? HT_PUSH(r->arena, list->items, list->n, cap) : NULL;
		if (r->nomem || (next && ends_open(s, end)))
			return node;
		if (slot)
			*slot = item;
		while (next && (*next == '\n' || *next == ' '))
			next++;
	}
	if (list->n < 2)
		return node;
	ht_diag(r->diags, HT_D_LINES_ENTRIES, node->loc, label, NULL);
	return list;
}

/* What a typed number that is not that of its place means: the text may refer to it (附件2). */
static void check_number(ht_reader *r, const ht_node *item, const char *line, size_t place)
{
	const size_t digits = strspn(line, "0123456789");
	const char *typed = ht_arena_strndup(r->arena, line, digits),
	           *printed = ht_arena_printf(r->arena, "%zu", place);
	r->nomem |= !typed || !printed;
	if (!r->nomem && strcmp(typed, printed) != 0)
		ht_diag(r->diags, HT_D_NUMBER_DIFFERS, item->loc, typed, printed, NULL);
}

/* The same for all lines of a list, which are its items in their order. */
static void check_line_numbers(ht_reader *r, const ht_node *list, const char *text)
{
	const char *s = text, *end = s + strlen(s), *line;
	size_t n = 0, len;
	while ((line = ht_next_line(&s, end, &len))) {
		line = ht_utf8_trim(line, &len);
		if (!len)
			continue;
		check_number(r, list->items[n], line, n + 1);
		n++;
	}
}

/* A text of several numbered lines is a list of them, without the numbers, which are set by themselves; any other node
 * is itself. NULL: out of memory. */
static const ht_node *numbered_list(ht_reader *r, const char *label, const ht_node *node)
{
	ht_node *list = ht_arena_alloc(r->arena, sizeof *list);
	size_t cap = 0, len;
	if (node->kind != HT_NODE_SCALAR)
		return node;
	if (!list)
		return NULL;
	*list = (ht_node){.kind = HT_NODE_SEQ, .loc = node->loc};
	ht_cursor cur = ht_text_cursor(node);
	const char *s = node->text, *end = s + strlen(s), *line;
	while ((line = ht_next_line(&s, end, &len))) {
		line = ht_utf8_trim(line, &len);
		if (!len)
			continue;
		size_t number = typed_number(line, len);
		if (!number)
			return one_title(r, label, node);
		ht_node *item = ht_arena_alloc(r->arena, sizeof *item);
		ht_node **slot = HT_PUSH(r->arena, list->items, list->n, cap);
		if (!item || !slot)
			return NULL;
		*item = *node;
		item->text = ht_arena_strndup(r->arena, line + number, len - number);
		item->loc = item->text_loc = ht_cursor_at(&cur, line + number);
		item->source = cur.source;
		*slot = item;
		if (!item->text)
			return NULL;
	}
	if (list->n < 2)
		return numbered_in_line(r, label, node);
	check_line_numbers(r, list, node->text);
	ht_diag(r->diags, HT_D_LINES_LISTED, node->loc, label, NULL);
	return list;
}

bool ht_read_groups(ht_reader *r, const char *label, const ht_node *typed, ht_value *v)
{
	size_t cap = 0;
	const ht_node *node = numbered_list(r, label, typed);
	r->nomem |= !node;
	for (size_t i = 0; node && i < ht_node_count(node) && !r->nomem; i++) {
		ht_group *group = read_entry(r, label, ht_node_item(node, i), v->field);
		if (!group)
			continue;
		ht_group **slot = HT_PUSH(r->arena, v->groups, v->n, cap);
		r->nomem |= !slot;
		if (slot)
			*slot = group;
	}
	return v->n > 0;
}

/* A body that is put together from parts. */
typedef struct parts {
	ht_reader *r;
	ht_body *body;
	size_t cap, cap_notes;
} parts;

static void append(parts *p, const ht_body_block *block)
{
	ht_body_block *slot = HT_PUSH(p->r->arena, p->body->blocks, p->body->n, p->cap);
	if (slot)
		*slot = *block;
	p->r->nomem |= !slot;
}

/* A text that was parsed is in its blocks: of a book it is as large as they are. */
static void drop_text(ht_reader *r, const ht_node *node)
{
	ht_node *parsed = (ht_node *)(uintptr_t)node;
	if (ht_arena_drop(r->arena, parsed->text, strlen(parsed->text) + 1))
		parsed->text = "";
}

/* A text of a body: the blocks it makes, and its footnotes. */
static void append_text(parts *p, const char *label, const ht_node *node)
{
	ht_reader *r = p->r;
	if (node->joined)
		ht_diag(r->diags, HT_D_BODY_JOINED, node->loc, label, NULL);
	ht_body *part;
	const ht_cursor cur = ht_text_cursor(node);
	r->nomem |= ht_body_parse_part(r->arena, &cur, r->diags, &part) != HT_OK;
	if (r->nomem)
		return;
	drop_text(r, node);
	if (!p->body->n && !p->body->n_notes) { /* usually it is all of it */
		*p->body = *part;
		p->cap = part->n;
		p->cap_notes = part->n_notes;
		return;
	}
	for (size_t i = 0; i < part->n; i++)
		append(p, &part->blocks[i]);
	for (size_t i = 0; !r->nomem && i < part->n_notes; i++) {
		ht_body_note *slot = HT_PUSH(r->arena, p->body->notes, p->body->n_notes, p->cap_notes);
		if (slot)
			*slot = part->notes[i];
		r->nomem |= !slot;
	}
}

/* A map within a body: a table. */
static void append_map(parts *p, const char *label, const ht_node *node)
{
	ht_reader *r = p->r;
	ht_group part = {0};
	ht_body_block block = {.kind = HT_BODY_TABLE, .loc = node->loc};
	if (!node->n || !ht_field_by_key(ht_part_fields(), node->pairs[0].key->text)) {
		HT_READER_FAULT(r, HT_D_FIELD_BODY, node->loc, label, NULL);
		return;
	}
	if (!ht_read_group(r, node, ht_part_fields(), NULL, &part))
		return;
	const ht_value *table = ht_group_find(&part, "table");
	if (table && ht_read_table(r, table->groups[0], &block))
		append(p, &block);
}

bool ht_read_body(ht_reader *r, const char *label, const ht_node *node, ht_value *v)
{
	ht_body *body = ht_arena_alloc(r->arena, sizeof *body);
	parts p = {.r = r, .body = body};
	r->nomem |= !body;
	for (size_t i = 0; i < ht_node_count(node) && !r->nomem; i++) {
		const ht_node *item = ht_node_item(node, i);
		if (item->kind == HT_NODE_SEQ)
			HT_READER_FAULT(r, HT_D_FIELD_BODY, item->loc, label, NULL);
		else if (item->kind == HT_NODE_MAP)
			append_map(&p, label, item);
		else if (ht_node_given(item))
			append_text(&p, label, item);
	}
	if (r->nomem || !body->n)
		return false;
	r->nomem |= !ht_body_settle_notes(r->arena, body, r->diags);
	body->loc = node->loc;
	v->body = body;
	return true;
}

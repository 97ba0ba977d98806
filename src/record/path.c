/* Which field of a record's file is at a place. */
#include "record/edit.h"

static bool is_before(ht_loc a, ht_loc b)
{
	return a.line < b.line || (a.line == b.line && a.col < b.col);
}

/* Is the place in [from, to]? That of a whole line is where its first character is. */
static bool holds(ht_loc from, ht_loc to, ht_loc loc)
{
	if (!loc.col)
		return loc.line >= from.line && loc.line <= to.line;
	return !is_before(loc, from) && !is_before(to, loc);
}

static void add_path(const ht_node *node, const ht_field *field, const ht_field *fields, ht_loc loc, ht_buf *out);

static void add_field(const ht_node *map, const ht_field *fields, ht_loc loc, ht_buf *out)
{
	for (size_t i = 0; i < map->n; i++) {
		const ht_node_pair *pair = &map->pairs[i];
		if (!holds(pair->key->loc, pair->value->end, loc))
			continue;
		const ht_field *field = fields ? ht_field_by_key(fields, pair->key->text) : NULL;
		ht_buf_addf(out, "%s%s", out->len ? "." : "", field ? field->name : pair->key->text);
		add_path(pair->value, field, field ? field->sub : NULL, loc, out);
		return;
	}
}

static void add_path(const ht_node *node, const ht_field *field, const ht_field *fields, ht_loc loc, ht_buf *out)
{
	if (node->kind == HT_NODE_MAP)
		add_field(node, fields, loc, out);
	if (node->kind != HT_NODE_SEQ || (field && field->type == HT_TYPE_BODY))
		return;
	for (size_t i = 0; i < node->n; i++) {
		if (!holds(node->items[i]->loc, node->items[i]->end, loc))
			continue;
		ht_buf_addf(out, "[%zu]", i);
		add_path(node->items[i], NULL, fields, loc, out);
		return;
	}
}

void ht_record_file_path(const ht_record_file *file, ht_loc loc, ht_buf *out)
{
	if (!loc.line)
		return;
	if (file->text && loc.line >= file->text_loc.line)
		ht_buf_adds(out, "body");
	else if (file->root)
		add_field(file->root, ht_record_fields(), loc, out);
}

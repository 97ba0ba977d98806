/* Changes of a record's file, by the paths of its fields. */
#include "record/edit.h"

#include <string.h>

#include <glib.h>

#include "base/str.h"
#include "base/utf8.h"
#include "edit_file.h"
#include "fields.h"
#include "source.h"

/* Where a path leads. */
typedef struct walk {
	edit_spot spot; /* the last member on the way that is there; .parent NULL: not even the first field is */
	ht_node *node;  /* its value; at the beginning the root */
	const ht_field *fields; /* that node may have */
	const ht_field *field;  /* whose value, or a member of whose value, node is; NULL: the record's own */
	size_t done;            /* steps that were taken */
} walk;

/* The row of a field by any of its names; NULL: there are no rows, or none that is called so. */
static const ht_field *row_of(const ht_field *fields, const char *key)
{
	return fields && key ? ht_field_by_key(fields, key) : NULL;
}

/* The fields below a step to key; a member of a list (key NULL) has those of the list. */
static const ht_field *fields_after(const ht_field *fields, const char *key)
{
	return key ? ht_fields_below(row_of(fields, key)) : fields;
}

/* The pair with that field; map->n: there is none. */
static size_t find_pair(const ht_node *map, const ht_field *fields, const char *key)
{
	const ht_field *f = row_of(fields, key);
	size_t i = 0;
	for (; i < map->n; i++) {
		const char *name = map->pairs[i].key->text;
		if ((f && ht_field_by_key(fields, name) == f) || (!f && ht_str_same(name, key)))
			break;
	}
	return i;
}

/* Is a value that is no list a list of one here? */
static bool is_list_of_one(const walk *w)
{
	return w->field && w->node->kind != HT_NODE_SEQ && !ht_node_is_null(w->node);
}

/* Take one step. false: it leads to nothing that is there. */
static bool step(walk *w, const ht_path_step *s)
{
	ht_node *node = w->node;
	if (!node)
		return false;
	if (!s->key) {
		if (is_list_of_one(w) && s->at == 0)
			return true;
		if (node->kind != HT_NODE_SEQ || s->at >= node->n)
			return false;
		w->spot = (edit_spot){node, s->at};
		w->node = node->items[s->at];
		return true;
	}
	size_t i = node->n;
	if (node->kind == HT_NODE_MAP)
		i = find_pair(node, w->fields, s->key);
	if (i == node->n)
		return false;
	w->spot = (edit_spot){node, i};
	w->node = node->pairs[i].value;
	w->field = row_of(w->fields, s->key);
	w->fields = ht_fields_below(w->field);
	return true;
}

static walk walk_to(const edit_file *file, const ht_path_step *path, size_t n)
{
	walk w = {.node = file->tree.root, .fields = file->fields};
	while (w.done < n && step(&w, &path[w.done]))
		w.done++;
	return w;
}

static ht_node *new_node(edit_file *file, ht_node_kind kind, size_t n)
{
	ht_node *node = ht_arena_alloc(file->arena, sizeof *node);
	if (node && n && kind == HT_NODE_SEQ)
		node->items = ht_arena_array(file->arena, n, sizeof *node->items);
	if (node && n && kind == HT_NODE_MAP)
		node->pairs = ht_arena_array(file->arena, n, sizeof *node->pairs);
	if (!node || (n && kind != HT_NODE_SCALAR && !node->items && !node->pairs)) {
		file->nomem = true;
		return NULL;
	}
	node->kind = kind;
	node->n = n;
	return node;
}

static ht_node *new_key(edit_file *file, const char *text)
{
	ht_node *node = new_node(file, HT_NODE_SCALAR, 0);
	if (node)
		node->text = text;
	return node;
}

/* Does the file name its fields in Chinese? One that names none does. */
static bool is_chinese(const edit_file *file)
{
	const ht_node *root = file->tree.root;
	bool latin = false;
	for (size_t i = 0; root && i < root->n; i++) {
		if ((unsigned char)*root->pairs[i].key->text >= 0x80)
			return true;
		latin = true;
	}
	return !latin;
}

static const char *name_of(const edit_file *file, const ht_field *fields, const char *key)
{
	const ht_field *f = row_of(fields, key);
	if (!f)
		return key;
	return is_chinese(file) ? f->zh : f->name;
}

/* The value as the rest of the path has it: maps and lists of one around it. */
static const ht_node *wrap(edit_file *file, const ht_field *fields, const ht_path_step *path, size_t n,
                           const ht_node *value)
{
	if (!n || file->nomem)
		return value;
	ht_node *inner = (ht_node *)(uintptr_t)wrap(file, fields_after(fields, path->key), path + 1, n - 1, value);
	ht_node *outer = new_node(file, path->key ? HT_NODE_MAP : HT_NODE_SEQ, 1);
	if (!outer)
		return value;
	if (path->key)
		outer->pairs[0] = (ht_node_pair){new_key(file, name_of(file, fields, path->key)), inner};
	else
		outer->items[0] = inner;
	return outer;
}

/* Where in the map a field is put: after the last one that comes before it in the field table. */
static size_t place_of(const ht_node *map, const ht_field *fields, const char *key)
{
	const ht_field *f = row_of(fields, key);
	if (!f)
		return map->n;
	size_t place = 0;
	for (size_t i = 0; i < map->n; i++) {
		const ht_field *other = ht_field_by_key(fields, map->pairs[i].key->text);
		if (!other || other < f)
			place = i + 1;
	}
	return place;
}

/* A bare text where fields are to be: the first field of its group, and now another one. NULL: it cannot have fields.
 */
static const ht_node *text_and_field(edit_file *file, const walk *w, const ht_node *added)
{
	const ht_node *node = w->node;
	if (!w->fields || node->kind != HT_NODE_SCALAR || ht_node_is_null(node))
		return added;
	if (ht_field_by_key(w->fields, added->pairs[0].key->text) == &w->fields[0])
		return added->pairs[0].value;
	ht_node *map = new_node(file, HT_NODE_MAP, 2);
	if (!map)
		return NULL;
	map->pairs[0] = (ht_node_pair){new_key(file, name_of(file, w->fields, w->fields[0].name)), w->node};
	map->pairs[1] = added->pairs[0];
	return map;
}

/* The rest of the path leads to nothing that is there: add it. */
static bool add_rest(edit_file *file, const walk *w, const ht_path_step *path, size_t n, const ht_node *value)
{
	const ht_path_step *s = &path[w->done];
	const ht_node *rest = wrap(file, fields_after(w->fields, s->key), s + 1, n - w->done - 1, value);
	if (file->nomem)
		return false;
	if (s->key && (!w->node || (w->node->kind == HT_NODE_MAP && !w->node->n && !w->spot.parent && !w->node->flow)))
		return edit_first_field(file, name_of(file, w->fields, s->key), rest);
	if (s->key && w->node->kind == HT_NODE_MAP)
		return edit_insert(file, (edit_spot){w->node, place_of(w->node, w->fields, s->key)},
		                   name_of(file, w->fields, s->key), rest);
	if (!w->spot.parent)
		return false;
	const ht_node *whole = wrap(file, w->fields, s, n - w->done, value);
	if (s->key)
		return w->node->kind == HT_NODE_SCALAR && edit_replace(file, w->spot, text_and_field(file, w, whole));
	if (w->node->kind == HT_NODE_SEQ)
		return s->at == w->node->n && edit_insert(file, (edit_spot){w->node, s->at}, NULL, rest);
	if (!is_list_of_one(w))
		return s->at == 0 && edit_replace(file, w->spot, whole);
	ht_node *both = new_node(file, HT_NODE_SEQ, 2);
	if (!both || s->at != 1)
		return false;
	both->items[0] = w->node;
	both->items[1] = (ht_node *)(uintptr_t)rest;
	return edit_replace(file, w->spot, both);
}

static bool is_text_below(const edit_file *file, const ht_path_step *path, size_t n)
{
	const ht_field *f = row_of(ht_record_fields(), path[0].key);
	const ht_node *root = file->tree.root;
	return file->tree.text && n == 1 && f && strcmp(f->name, "body") == 0 &&
	       (!root || find_pair(root, ht_record_fields(), f->name) == root->n);
}

/* What differs between a list and what it is to become: its members that both begin and end with are the same. */
typedef struct difference {
	size_t begin, old, new;
} difference;

static difference difference_of(const ht_node *list, const ht_node *value)
{
	size_t begin = 0, end = 0;
	while (begin < list->n && begin < value->n && ht_node_same(list->items[begin], value->items[begin]))
		begin++;
	while (end < list->n - begin && end < value->n - begin &&
	       ht_node_same(list->items[list->n - 1 - end], value->items[value->n - 1 - end]))
		end++;
	return (difference){begin, list->n - begin - end, value->n - begin - end};
}

/* Change one member. */
static bool set_member(edit_file *file, edit_spot spot, const difference *d, const ht_node *value)
{
	if (!d->new)
		return edit_remove(file, spot);
	return d->old ? edit_replace(file, spot, value->items[d->begin])
	              : edit_insert(file, spot, NULL, value->items[d->begin]);
}

/* One list becomes another: members that both begin and end with stay as they are written. As many as can be are
 * changed at once, since the file is read again after each change. */
static bool set_list(edit_file *file, const ht_path_step *path, size_t n, const ht_node *value)
{
	size_t most = SIZE_MAX;
	for (;;) {
		const walk w = walk_to(file, path, n);
		const difference d = difference_of(w.node, value);
		const edit_spot spot = {w.node, d.begin};
		if (!d.old && !d.new)
			return true;
		if (w.node->n == 1 && !value->n)
			return edit_replace(file, w.spot, value);
		/* the last of those that are there stays, until it becomes an empty list */
		size_t old = MIN(d.old - !value->n, most), new = MIN(d.new, most);
		if (MAX(old, new) > 1 && !edit_splice(file, spot, old, value->items + d.begin, new)) {
			most = MAX(old, new) / 2; /* one of them needs another way of writing */
		} else {
			if (MAX(old, new) == 1 && !set_member(file, spot, &d, value))
				return false;
			most = MIN(most, SIZE_MAX / 2) * 2;
		}
		if (file->nomem)
			return false;
	}
}

static bool set(edit_file *file, const ht_path_step *path, size_t n, const ht_node *value)
{
	if (is_text_below(file, path, n) && value->kind == HT_NODE_SCALAR)
		return edit_text_below(file, value->text);
	const walk w = walk_to(file, path, n);
	if (w.done < n)
		return add_rest(file, &w, path, n, value);
	if (!w.spot.parent)
		return false;
	if (ht_node_same(w.node, value))
		return true;
	if (w.node->kind == HT_NODE_SEQ && value->kind == HT_NODE_SEQ && w.node->n)
		return set_list(file, path, n, value);
	return edit_replace(file, w.spot, value);
}

static bool insert(edit_file *file, const ht_path_step *path, size_t n, const ht_node *value)
{
	if (!n || path[n - 1].key)
		return false;
	const walk w = walk_to(file, path, n - 1);
	bool list = w.done == n - 1 && w.node && w.node->kind == HT_NODE_SEQ && w.node->n;
	if (!list)
		return set(file, path, n, value);
	return path[n - 1].at <= w.node->n && edit_insert(file, (edit_spot){w.node, path[n - 1].at}, NULL, value);
}

static bool remove_at(edit_file *file, const ht_path_step *path, size_t n)
{
	if (is_text_below(file, path, n))
		return edit_text_below(file, "");
	const walk w = walk_to(file, path, n);
	if (w.done < n || !w.spot.parent)
		return false;
	ht_node *parent = w.spot.parent;
	if (parent->n > 1)
		return edit_remove(file, w.spot);
	/* the only member: what holds it goes, too */
	if (parent == file->tree.root)
		return !parent->flow && edit_remove(file, w.spot);
	size_t up = n - 1;
	while (up && walk_to(file, path, up).node != parent)
		up--;
	return up && remove_at(file, path, up);
}

static bool move(edit_file *file, const ht_path_step *path, size_t n, size_t to)
{
	if (!n || path[n - 1].key)
		return false;
	const walk w = walk_to(file, path, n - 1);
	size_t from = path[n - 1].at;
	if (w.done < n - 1 || !w.node || w.node->kind != HT_NODE_SEQ || from >= w.node->n || to >= w.node->n)
		return false;
	ht_node *value = w.node->items[from];
	if (from == to)
		return true;
	/* the new one first: an only member is never taken away */
	bool down = to > from;
	if (!edit_insert(file, (edit_spot){w.node, to + down}, NULL, value))
		return false;
	const walk again = walk_to(file, path, n - 1);
	return edit_remove(file, (edit_spot){again.node, from + !down});
}

/* What both texts begin and end with is no part of the change; nor is half a character. */
static ht_status tell(ht_arena *arena, const edit_file *was, const edit_file *is, ht_replacement *ret)
{
	const char *a = was->data, *b = is->data;
	size_t begin = 0, end = 0;
	while (begin < was->len && begin < is->len && a[begin] == b[begin])
		begin++;
	while (begin && begin < was->len && ((unsigned char)a[begin] & 0xC0) == 0x80)
		begin--;
	while (begin && begin < is->len && ((unsigned char)b[begin] & 0xC0) == 0x80)
		begin--;
	if (begin && begin < was->len && a[begin] == '\n' && a[begin - 1] == '\r')
		begin--;
	while (end < was->len - begin && end < is->len - begin && a[was->len - 1 - end] == b[is->len - 1 - end])
		end++;
	while (end && ((unsigned char)a[was->len - end] & 0xC0) == 0x80)
		end--;
	ht_cursor cur = {.p = a, .end = a + was->len, .loc = {was->name, 1, 1}, .exact = true};
	ret->loc = ht_cursor_at(&cur, a + begin);
	ret->old = ht_arena_strndup(arena, a + begin, was->len - begin - end);
	ret->text = ht_arena_strndup(arena, b + begin, is->len - begin - end);
	return ret->old && ret->text ? HT_OK : HT_ERR_NOMEM;
}

void ht_replacement_json(ht_buf *out, ht_loc loc, const char *old, const char *text)
{
	ht_buf_addf(out, "\"line\": %d, \"column\": %d, \"old\": ", loc.line, loc.col);
	ht_buf_addquoted(out, old);
	ht_buf_adds(out, ", \"new\": ");
	ht_buf_addquoted(out, text);
}

ht_status ht_record_change(ht_arena *arena, const char *data, size_t len, const char *name, ht_format format,
                           const ht_change *change, ht_replacement *ret)
{
	edit_file file;
	if (!edit_open(&file, arena, data, len, name, format))
		return HT_ERR_NOMEM;
	file.fields = change->fields;
	if (!file.fields)
		file.fields = ht_record_fields();
	const edit_file old = file;
	bool done = false;
	switch (change->op) {
	case HT_CHANGE_SET:
		done = change->n && set(&file, change->path, change->n, change->value);
		break;
	case HT_CHANGE_INSERT:
		done = insert(&file, change->path, change->n, change->value);
		break;
	case HT_CHANGE_REMOVE:
		done = change->n && remove_at(&file, change->path, change->n);
		break;
	case HT_CHANGE_MOVE:
		done = move(&file, change->path, change->n, change->to);
		break;
	}
	if (file.nomem)
		return HT_ERR_NOMEM;
	return done ? tell(arena, &old, &file, ret) : HT_ERR_INPUT;
}

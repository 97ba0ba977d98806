/* Changes of one place in a record's file. Each is made in the tree, which says what is wanted, and in the text; the
 * text is read again and must give that tree. Where a value written as a person would write it does not, it is written
 * in quotes. */
#include <string.h>

#include "base/utf8.h"
#include "edit_file.h"
#include "source.h"

/* ---- the file ---- */

static bool find_lines(edit_file *file)
{
	const char *next = file->data, *end = file->data + file->len, *line;
	size_t len, cap = 0;
	file->lines = NULL;
	file->n_lines = 0;
	file->line_end = "\n";
	while ((line = ht_next_line(&next, end, &len))) {
		const char **slot = HT_PUSH(file->arena, file->lines, file->n_lines, cap);
		if (!slot)
			return false;
		*slot = line;
		if (file->n_lines == 1 && next - line == (ptrdiff_t)len + 2)
			file->line_end = "\r\n";
	}
	return true;
}

bool edit_open(edit_file *file, ht_arena *arena, const char *data, size_t len, const char *name, ht_format format)
{
	static const char bom[] = "\xEF\xBB\xBF";
	bool marked = len >= 3 && memcmp(data, bom, 3) == 0;
	size_t skipped = 3 * (size_t)marked;
	*file = (edit_file){.arena = arena, .name = name, .data = data + skipped, .len = len - skipped};
	file->nomem = !find_lines(file) || ht_record_file_read(arena, file->data, file->len, name, format, NULL,
	                                                       &file->tree) == HT_ERR_NOMEM;
	return !file->nomem;
}

/* The byte at a place; beyond a line's end: its end. */
static size_t at(const edit_file *file, ht_loc loc)
{
	const char *end = file->data + file->len;
	if (loc.line < 1 || (size_t)loc.line > file->n_lines)
		return file->len;
	const char *p = file->lines[loc.line - 1];
	size_t n;
	for (int col = 1; col < loc.col && p < end && *p != '\n' && *p != '\r'; col++, p += n)
		ht_utf8_get(p, end, &n);
	return (size_t)(p - file->data);
}

static size_t line_end(const edit_file *file, size_t i)
{
	while (i < file->len && file->data[i] != '\n' && file->data[i] != '\r')
		i++;
	return i;
}

static size_t line_begin(const edit_file *file, size_t i)
{
	while (i && file->data[i - 1] != '\n' && file->data[i - 1] != '\r')
		i--;
	return i;
}

static size_t next_line(const edit_file *file, size_t i)
{
	i = line_end(file, i);
	if (i < file->len && file->data[i] == '\r' && i + 1 < file->len && file->data[i + 1] == '\n')
		i++;
	return i + (i < file->len);
}

static bool is_blank(const edit_file *file, size_t begin, size_t end)
{
	while (begin < end && (file->data[begin] == ' ' || file->data[begin] == '\t'))
		begin++;
	return begin == end;
}

static bool is_json(const edit_file *file)
{
	return file->tree.format == HT_FORMAT_JSON || file->tree.format == HT_FORMAT_JSONL;
}

static bool same_tree(const ht_record_file *a, const ht_record_file *b)
{
	const ht_node none = {.kind = HT_NODE_MAP}, *roots[] = {a->root, b->root};
	for (int i = 0; i < 2; i++)
		if (!roots[i])
			roots[i] = &none;
	return ht_node_same(roots[0], roots[1]);
}

/* Put text in place of [begin, end), if the file then reads as its tree, already changed, says. */
static bool try_text(edit_file *file, size_t begin, size_t end, const ht_buf *text)
{
	ht_buf all = {0};
	edit_file next;
	ht_buf_add(&all, file->data, begin);
	ht_buf_add(&all, text->data, text->len);
	ht_buf_add(&all, file->data + end, file->len - end);
	size_t len = all.len;
	file->nomem |= text->failed || all.failed;
	const char *data = ht_buf_take(&all, file->arena);
	if (!data || file->nomem || !edit_open(&next, file->arena, data, len, file->name, file->tree.format)) {
		file->nomem = true;
		return false;
	}
	next.fields = file->fields;
	const ht_record_file *was = &file->tree, *is = &next.tree;
	bool same = same_tree(was, is) && is->faulty <= was->faulty && !was->text == !is->text;
	if (same && was->text)
		same = was->text_len == is->text_len && memcmp(was->text, is->text, is->text_len) == 0;
	if (same)
		*file = next;
	return same;
}

/* Ways of writing, the first that reads as wanted is taken. */
static edit_writing way(const edit_file *file, int i)
{
	return (edit_writing){file->line_end, is_json(file), i > 0};
}

#define N_WAYS 2

/* ---- places ---- */

/* Where the list or map has the member. */
static ht_node **slot_of(edit_spot spot)
{
	return spot.parent->kind == HT_NODE_MAP ? &spot.parent->pairs[spot.at].value : &spot.parent->items[spot.at];
}

static ht_node *member(edit_spot spot)
{
	return *slot_of(spot);
}

/* The dash of a list's member: in the list's column, on the member's line or above it. */
static size_t dash_of(const edit_file *file, edit_spot spot)
{
	const ht_node *seq = spot.parent;
	for (int line = member(spot)->loc.line; line > seq->loc.line; line--) {
		size_t i = at(file, (ht_loc){NULL, line, seq->loc.col});
		if (i < file->len && file->data[i] == '-' && is_blank(file, line_begin(file, i), i))
			return i;
	}
	return at(file, seq->loc);
}

/* Where the member begins with its name or dash; in *after, where its value may begin. */
static size_t owner_of(const edit_file *file, edit_spot spot, size_t *after)
{
	if (spot.parent->kind == HT_NODE_SEQ && spot.parent->flow)
		return *after = at(file, member(spot)->loc);
	if (spot.parent->kind == HT_NODE_SEQ) {
		size_t dash = dash_of(file, spot);
		*after = dash + 1;
		return dash;
	}
	const ht_node *key = spot.parent->pairs[spot.at].key;
	size_t i = at(file, key->end);
	while (i < file->len && file->data[i] != ':' && (file->len - i < 3 || memcmp(file->data + i, "：", 3) != 0))
		i++;
	if (i < file->len && file->data[i] != ':')
		i += 2;
	*after = i + (i < file->len);
	return at(file, key->loc);
}

/* The column of the member's name or dash, from 0. */
static int col_of(edit_spot spot)
{
	const ht_node *parent = spot.parent;
	if (parent->kind == HT_NODE_MAP && spot.at < parent->n)
		return parent->pairs[spot.at].key->loc.col - 1;
	return parent->loc.col - 1;
}

/* ---- replacing ---- */

/* What of the file is replaced, and the comment on its first line, which stays there. */
typedef struct extent {
	size_t begin, end, rest, rest_end;
} extent;

/* lines: the new value goes on below its first line. inside: the new value is a list or map without brackets. */
static extent extent_of(const edit_file *file, edit_spot spot, bool lines, bool inside)
{
	const ht_node *node = member(spot);
	size_t after, begin = at(file, node->loc), end = at(file, node->end);
	owner_of(file, spot, &after);
	extent e = {.begin = begin, .end = end};
	bool container = node->kind != HT_NODE_SCALAR && !node->flow;
	if (node->block) {
		size_t header = begin;
		while (header < file->len && !strchr(" \t\r\n", file->data[header]))
			header++;
		e.rest = header;
		e.rest_end = line_end(file, begin);
		if (e.end < e.rest_end)
			e.end = e.rest_end;
	} else if (container) {
		e.rest = after;
		e.rest_end = line_end(file, after);
		if (e.rest_end >= begin)
			e.rest_end = after;
		e.end = line_end(file, end);
	} else if (lines) {
		e.rest = end;
		e.rest_end = e.end = line_end(file, end);
	}
	if (inside || container)
		e.begin = after;
	if (is_blank(file, e.rest, e.rest_end))
		e.rest = e.rest_end;
	return e;
}

/* Write the value in place of the member at the spot. Returns what of the file it replaces. */
static extent put_replacement(const edit_file *file, edit_spot spot, const ht_node *value, const edit_writing *how,
                              ht_buf *out)
{
	edit_value v = {0};
	edit_write(&v, value, col_of(spot), spot.parent->flow || is_json(file), how);
	extent e = extent_of(file, spot, v.below.len > 0, v.below.len && !v.head.len);
	if (v.head.len && e.begin && strchr(":-", file->data[e.begin - 1]))
		ht_buf_adds(out, " ");
	ht_buf_add(out, v.head.data, v.head.len);
	ht_buf_add(out, file->data + e.rest, e.rest_end - e.rest);
	ht_buf_add(out, v.below.data, v.below.len);
	out->failed |= v.head.failed || v.below.failed;
	edit_value_free(&v);
	return e;
}

bool edit_replace(edit_file *file, edit_spot spot, const ht_node *value)
{
	ht_node *old = member(spot), **slot = slot_of(spot);
	bool done = false;
	for (int i = 0; i < N_WAYS && !done && !file->nomem; i++) {
		const edit_writing how = way(file, i);
		ht_buf text = {0};
		const extent e = put_replacement(file, spot, value, &how, &text);
		ht_node copy = *value;
		*slot = &copy;
		done = try_text(file, e.begin, e.end, &text);
		if (!done)
			*slot = old;
		ht_buf_free(&text);
	}
	return done;
}

/* ---- inserting ---- */

/* Where members are inserted, and what is between them and those that are there. */
typedef struct gap {
	size_t place;
	ht_buf before, after; /* of each member */
} gap;

/* Within brackets; members on lines of their own stay so. */
static void gap_in_brackets(const edit_file *file, edit_spot spot, gap *ret)
{
	const ht_node *parent = spot.parent;
	size_t open = at(file, parent->loc) + 1, after;
	ret->place = open;
	if (!parent->n)
		return;
	size_t first = owner_of(file, (edit_spot){spot.parent, 0}, &after);
	ht_buf *between = spot.at < parent->n ? &ret->after : &ret->before;
	ht_buf_adds(between, ",");
	if (memchr(file->data + open, '\n', first - open))
		ht_buf_add(between, file->data + open, first - open);
	else
		ht_buf_adds(between, " ");
	if (spot.at < parent->n)
		ret->place = owner_of(file, spot, &after);
	else
		ret->place = at(file, member((edit_spot){spot.parent, parent->n - 1})->end);
}

/* On lines: after the member before it, and the comment on that line; the first before all others. */
static void gap_in_lines(const edit_file *file, edit_spot spot, gap *ret)
{
	size_t after;
	ht_buf *between = spot.at ? &ret->before : &ret->after;
	ht_buf_adds(between, file->line_end);
	edit_put_spaces(between, col_of((edit_spot){spot.parent, 0}));
	if (!spot.at) {
		ret->place = owner_of(file, (edit_spot){spot.parent, 0}, &after);
		return;
	}
	const ht_node *before = member((edit_spot){spot.parent, spot.at - 1});
	size_t end = at(file, before->end);
	if (before->block && end < line_end(file, at(file, before->loc)))
		end = at(file, before->loc);
	ret->place = line_end(file, end);
}

static gap gap_at(const edit_file *file, edit_spot spot, bool flow)
{
	gap g = {0};
	if (flow)
		gap_in_brackets(file, spot, &g);
	else
		gap_in_lines(file, spot, &g);
	return g;
}

static void gap_free(gap *g)
{
	ht_buf_free(&g->before);
	ht_buf_free(&g->after);
}

static void put_member(ht_buf *out, const char *key, const ht_node *value, int col, bool flow, const edit_writing *how)
{
	if (key)
		edit_write_key(out, key, how);
	if (!flow) {
		if (!key)
			ht_buf_adds(out, "-");
		edit_write_after(out, value, col, !key, how);
		return;
	}
	edit_value v = {0};
	edit_write(&v, value, col, true, how);
	if (key)
		ht_buf_adds(out, " ");
	ht_buf_add(out, v.head.data, v.head.len);
	out->failed |= v.head.failed;
	edit_value_free(&v);
}

/* A new member, with what is around it. */
static void put_in_gap(ht_buf *out, const gap *g, const char *key, const ht_node *value, int col, bool flow,
                       const edit_writing *how)
{
	ht_buf_add(out, g->before.data, g->before.len);
	put_member(out, key, value, col, flow, how);
	ht_buf_add(out, g->after.data, g->after.len);
	out->failed |= g->before.failed || g->after.failed;
}

/* Make room in the tree. false: out of memory. */
static bool insert_in_tree(edit_file *file, edit_spot spot, const char *key, const ht_node *value)
{
	ht_node *parent = spot.parent, *copy = ht_arena_alloc(file->arena, sizeof *copy);
	size_t n = parent->n + 1;
	ht_node_pair *pairs = ht_arena_array(file->arena, n, sizeof *pairs);
	ht_node **items = ht_arena_array(file->arena, n, sizeof *items), *name = NULL;
	if (key && (name = ht_arena_alloc(file->arena, sizeof *name)))
		*name = (ht_node){.kind = HT_NODE_SCALAR, .text = key};
	if (!copy || !pairs || !items || (key && !name))
		return false;
	*copy = *value;
	for (size_t i = 0, from = 0; i < n; i++) {
		if (i == spot.at) {
			pairs[i] = (ht_node_pair){name, copy};
			items[i] = copy;
		} else if (key) {
			pairs[i] = parent->pairs[from++];
		} else {
			items[i] = parent->items[from++];
		}
	}
	parent->pairs = pairs;
	parent->items = items;
	parent->n = n;
	return true;
}

bool edit_insert(edit_file *file, edit_spot spot, const char *key, const ht_node *value)
{
	ht_node *parent = spot.parent;
	const ht_node was = *parent;
	bool flow = parent->flow || is_json(file), done = false;
	if (!flow && !parent->n) /* its members cannot be read: there is no place beside them */
		return false;
	int col = col_of((edit_spot){parent, 0});
	for (int i = 0; i < N_WAYS && !done && !file->nomem; i++) {
		const edit_writing how = way(file, i);
		ht_buf text = {0};
		gap g = gap_at(file, spot, flow);
		put_in_gap(&text, &g, key, value, col, flow, &how);
		file->nomem |= !insert_in_tree(file, spot, key, value);
		done = !file->nomem && try_text(file, g.place, g.place, &text);
		if (!done)
			*parent = was;
		gap_free(&g);
		ht_buf_free(&text);
	}
	return done;
}

/* ---- removing ---- */

/* Of a member that is not the only one. */
static extent extent_of_member(const edit_file *file, edit_spot spot)
{
	const ht_node *parent = spot.parent;
	size_t after, begin = owner_of(file, spot, &after), end = at(file, member(spot)->end);
	bool last = spot.at + 1 == parent->n;
	if (parent->flow) {
		if (!last)
			return (extent){.begin = begin,
			                .end = owner_of(file, (edit_spot){spot.parent, spot.at + 1}, &after)};
		return (extent){.begin = at(file, member((edit_spot){spot.parent, spot.at - 1})->end), .end = end};
	}
	size_t line = line_begin(file, begin);
	if (!is_blank(file, line, begin) && last) /* ? name: no way is known */
		return (extent){.begin = begin, .end = begin};
	if (!is_blank(file, line, begin)) /* on the line of what holds the list: - - one */
		return (extent){.begin = begin, .end = owner_of(file, (edit_spot){spot.parent, spot.at + 1}, &after)};
	if (end < begin)
		end = begin;
	extent e = {.begin = line, .end = next_line(file, end)};
	if (e.end == file->len && e.begin && line_end(file, end) == file->len) /* no line end at the end */
		e.begin -= 1 + (size_t)(e.begin > 1 && file->data[e.begin - 2] == '\r');
	return e;
}

bool edit_remove(edit_file *file, edit_spot spot)
{
	ht_node *parent = spot.parent;
	const extent e = extent_of_member(file, spot);
	for (size_t i = spot.at; i + 1 < parent->n; i++) {
		if (parent->kind == HT_NODE_MAP)
			parent->pairs[i] = parent->pairs[i + 1];
		else
			parent->items[i] = parent->items[i + 1];
	}
	parent->n--;
	const ht_buf none = {0};
	return try_text(file, e.begin, e.end, &none);
}

/* ---- many members of a list ---- */

/* Texts that replace others, in the order of the file. */
typedef struct patches {
	ht_buf text;       /* all of the file up to `end`, as it will be */
	size_t begin, end; /* what of the file is changed; end: the last patch's */
	bool any, crossed; /* crossed: two are of the same place */
} patches;

static void add_patch(const edit_file *file, patches *p, size_t begin, size_t end, const ht_buf *text)
{
	if (!p->any)
		p->begin = p->end = begin;
	p->any = true;
	p->crossed |= begin < p->end || end < begin;
	if (p->crossed)
		return;
	ht_buf_add(&p->text, file->data + p->end, begin - p->end);
	ht_buf_add(&p->text, text->data, text->len);
	p->text.failed |= text->failed;
	p->end = end;
}

static void patch_replaced(const edit_file *file, patches *p, edit_spot spot, const ht_node *value)
{
	const edit_writing how = way(file, 0);
	ht_buf text = {0};
	const extent e = put_replacement(file, spot, value, &how, &text);
	add_patch(file, p, e.begin, e.end, &text);
	ht_buf_free(&text);
}

static void patch_inserted(const edit_file *file, patches *p, edit_spot spot, ht_node *const *values, size_t n)
{
	const edit_writing how = way(file, 0);
	bool flow = spot.parent->flow || is_json(file);
	ht_buf text = {0};
	gap g = gap_at(file, spot, flow);
	for (size_t i = 0; i < n; i++)
		put_in_gap(&text, &g, NULL, values[i], col_of((edit_spot){spot.parent, 0}), flow, &how);
	add_patch(file, p, g.place, g.place, &text);
	gap_free(&g);
	ht_buf_free(&text);
}

/* The list's items with the values in place of the old ones. false: out of memory. */
static bool splice_tree(edit_file *file, ht_node *list, size_t at_, size_t old, ht_node *const *values, size_t new)
{
	size_t rest = list->n - at_ - old;
	ht_node **items = ht_arena_array(file->arena, list->n - old + new, sizeof *items);
	if (!items)
		return false;
	memcpy(items, list->items, at_ * sizeof *items);
	for (size_t i = 0; i < new; i++)
		items[at_ + i] = values[i];
	memcpy(items + at_ + new, list->items + at_ + old, rest * sizeof *items);
	list->items = items;
	list->n += new - old;
	return true;
}

bool edit_splice(edit_file *file, edit_spot spot, size_t old, ht_node *const *values, size_t new)
{
	ht_node *list = spot.parent;
	const ht_node was = *list;
	const ht_buf none = {0};
	patches p = {0};
	for (size_t i = 0; i < old; i++) {
		const edit_spot member_spot = {list, spot.at + i};
		if (i >= new) {
			const extent e = extent_of_member(file, member_spot);
			add_patch(file, &p, e.begin, e.end, &none);
		} else if (!ht_node_same(member(member_spot), values[i])) {
			patch_replaced(file, &p, member_spot, values[i]);
		}
	}
	if (new > old)
		patch_inserted(file, &p, (edit_spot){list, spot.at + old}, values + old, new - old);
	bool done = !p.crossed;
	if (done) {
		file->nomem |= !splice_tree(file, list, spot.at, old, values, new);
		done = !file->nomem && try_text(file, p.begin, p.end, &p.text);
	}
	if (!done)
		*list = was;
	ht_buf_free(&p.text);
	return done;
}

/* ---- what has no fields, and no place in the tree ---- */

bool edit_first_field(edit_file *file, const char *key, const ht_node *value)
{
	ht_node *root = ht_arena_alloc(file->arena, sizeof *root);
	ht_node_pair *pair = ht_arena_alloc(file->arena, sizeof *pair);
	ht_node *name = ht_arena_alloc(file->arena, sizeof *name), *copy = ht_arena_alloc(file->arena, sizeof *copy);
	file->nomem |= !root || !pair || !name || !copy;
	if (file->nomem)
		return false;
	*name = (ht_node){.kind = HT_NODE_SCALAR, .text = key};
	*copy = *value;
	*pair = (ht_node_pair){name, copy};
	*root = (ht_node){.kind = HT_NODE_MAP, .pairs = pair, .n = 1};
	file->tree.root = root;
	size_t place = at(file, file->tree.end);
	bool done = false;
	for (int i = 0; i < N_WAYS && !done && !file->nomem; i++) {
		const edit_writing how = way(file, i);
		ht_buf text = {0};
		if (!is_blank(file, line_begin(file, place), place))
			ht_buf_adds(&text, file->line_end);
		if (how.json)
			ht_buf_adds(&text, "{");
		put_member(&text, key, value, 0, how.json, &how);
		if (how.json)
			ht_buf_adds(&text, "}");
		ht_buf_adds(&text, file->line_end);
		done = try_text(file, place, place, &text);
		ht_buf_free(&text);
	}
	return done;
}

bool edit_text_below(edit_file *file, const char *text)
{
	ht_buf all = {0};
	size_t len = strlen(text), begin = at(file, file->tree.text_loc);
	ht_buf_adds(&all, text);
	if (len && text[len - 1] != '\n')
		ht_buf_adds(&all, file->line_end);
	file->tree.text = ht_arena_strndup(file->arena, all.data, all.len);
	file->tree.text_len = all.len;
	file->nomem |= !file->tree.text;
	bool done = !file->nomem && try_text(file, begin, file->len, &all);
	ht_buf_free(&all);
	return done;
}

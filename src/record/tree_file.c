/* The tree of a record's file, with its places. */
#include "record/edit.h"

#include <string.h>

#include "base/str.h"
#include "front.h"
#include "tree.h"

static ht_loc end_of(const ht_source *src)
{
	ht_cursor cur = ht_source_cursor(src);
	return ht_cursor_at(&cur, src->data + src->len);
}

/* The part of src that holds the fields, in *part; what is below it into file. */
static void split(const ht_source *src, ht_source *part, ht_record_file *file)
{
	*part = *src;
	const ht_front f = ht_find_front(src->data, src->len);
	if (!f.open)
		return;
	part->data = f.begin;
	part->len = (size_t)(f.end - f.begin);
	part->line += f.begin_line;
	if (!f.text)
		return;
	file->text = f.text;
	file->text_len = (size_t)(src->data + src->len - f.text);
	file->text_loc = (ht_loc){src->file, src->line + f.text_line, 1};
}

ht_status ht_record_file_read(ht_arena *arena, const char *data, size_t len, const char *name, ht_format format,
                              ht_diags *diags, ht_record_file *ret)
{
	ht_slips slips = {0};
	ht_source src = {.arena = arena, .diags = diags, .line = 1, .data = data, .len = len, .slips = &slips};
	ht_record_file file = {.format = format};
	if (format == HT_FORMAT_AUTO)
		file.format = ht_format_guess(name, data, len);
	if (name && !(src.file = ht_arena_strdup(arena, name)))
		return HT_ERR_NOMEM;
	ht_source part;
	ht_status status = ht_source_clean(&src);
	if (status != HT_OK)
		return status;
	if (file.format == HT_FORMAT_MARKDOWN)
		split(&src, &part, &file);
	else
		part = src;
	file.fields = (ht_loc){src.file, part.line, 1};
	file.end = end_of(&part);
	bool json = file.format == HT_FORMAT_JSON || file.format == HT_FORMAT_JSONL;
	ht_node *root = NULL;
	status = ht_tree_parse(&part, json ? HT_SYNTAX_JSON : HT_SYNTAX_YAML, &root);
	if (status == HT_ERR_NOMEM)
		return status;
	bool none = !root || ht_node_is_null(root);
	if (!none && root->kind == HT_NODE_MAP)
		file.root = root;
	file.faulty = status != HT_OK || (!none && !file.root) || (file.format == HT_FORMAT_MARKDOWN && !file.text);
	*ret = file;
	return file.faulty ? HT_ERR_INPUT : HT_OK;
}

/* Bytes of s without the line ends at its end. */
static size_t len_of_lines(const char *s)
{
	size_t len = strlen(s);
	while (len && (s[len - 1] == '\n' || s[len - 1] == '\r'))
		len--;
	return len;
}

static bool same_text(const ht_node *a, const ht_node *b)
{
	if (ht_str_same(a->text, b->text))
		return ht_node_is_null(a) == ht_node_is_null(b);
	size_t n = len_of_lines(a->text);
	bool lines = strchr(a->text, '\n') || strchr(b->text, '\n');
	return lines && len_of_lines(b->text) == n && memcmp(a->text, b->text, n) == 0;
}

bool ht_node_same(const ht_node *a, const ht_node *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == HT_NODE_SCALAR)
		return same_text(a, b);
	bool same = a->n == b->n;
	for (size_t i = 0; same && i < a->n; i++) {
		if (a->kind == HT_NODE_SEQ)
			same = ht_node_same(a->items[i], b->items[i]);
		else
			same = ht_str_same(a->pairs[i].key->text, b->pairs[i].key->text) &&
			       ht_node_same(a->pairs[i].value, b->pairs[i].value);
	}
	return same;
}

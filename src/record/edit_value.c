/* Values as YAML and JSON have them: plain where a person would write it so, in quotes where that is not read as meant,
 * as block text (|) where there are several lines. */
#include <string.h>

#include "edit_file.h"

void edit_put_spaces(ht_buf *out, int n)
{
	while (n-- > 0)
		ht_buf_adds(out, " ");
}

/* Could it be written without quotes? The reader has the last word. */
static bool is_plain(const char *s, bool flow)
{
	size_t len = strlen(s);
	const ht_node bare = {.kind = HT_NODE_SCALAR, .text = s};
	if (ht_node_is_null(&bare))
		return false;
	if (!len || strchr(" \t-?:,[]{}#&*!|>'\"%@`~", *s) || strchr(" \t:", s[len - 1]))
		return false;
	if (strstr(s, ": ") || strstr(s, " #") || strpbrk(s, "\n\r\t"))
		return false;
	return !flow || !strpbrk(s, ",[]{}");
}

static bool is_lines(const char *s)
{
	return strchr(s, '\n') && !strchr(s, '\r') && s[strspn(s, "\n \t")];
}

/* Lines of a block text, in the column after the owner's. */
static void put_block(edit_value *out, const char *s, int col, const char *line_end)
{
	ht_buf_adds(&out->head, "|");
	if (strchr(" \n\t", s[0]))
		ht_buf_adds(&out->head, "2");
	size_t len = strlen(s);
	while (len && s[len - 1] == '\n')
		len--;
	for (const char *end = s + len; s < end;) {
		size_t n = strcspn(s, "\n");
		ht_buf_adds(&out->below, line_end);
		if (n)
			edit_put_spaces(&out->below, col + 2);
		ht_buf_add(&out->below, s, n);
		s += n + 1;
	}
}

static void put_inline(ht_buf *out, const ht_node *value, bool flow, const edit_writing *how)
{
	bool bare = !value->quoted && !ht_node_is_null(value);
	if (ht_node_is_null(value))
		ht_buf_adds(out, "null");
	else if ((bare && (how->json || !how->quoted)) || (!how->json && !how->quoted && is_plain(value->text, flow)))
		ht_buf_adds(out, value->text);
	else
		ht_buf_addquoted(out, value->text);
}

void ht_edit_put_text(ht_buf *out, const char *text)
{
	const ht_node value = {.kind = HT_NODE_SCALAR, .text = text, .quoted = true};
	put_inline(out, &value, true, &(edit_writing){0});
}

void edit_write_key(ht_buf *out, const char *key, const edit_writing *how)
{
	if (how->json || !is_plain(key, true))
		ht_buf_addquoted(out, key);
	else
		ht_buf_adds(out, key);
	ht_buf_adds(out, ":");
}

/* Within brackets. */
static void put_flow(ht_buf *out, const ht_node *value, const edit_writing *how)
{
	if (value->kind == HT_NODE_SCALAR) {
		put_inline(out, value, true, how);
		return;
	}
	static const char brackets[] = "[]{}";
	bool map = value->kind == HT_NODE_MAP;
	ht_buf_add(out, brackets + 2 * map, 1);
	for (size_t i = 0; i < value->n; i++) {
		if (i)
			ht_buf_adds(out, ", ");
		if (map) {
			edit_write_key(out, value->pairs[i].key->text, how);
			ht_buf_adds(out, " ");
			put_flow(out, value->pairs[i].value, how);
		} else {
			put_flow(out, value->items[i], how);
		}
	}
	ht_buf_add(out, brackets + 2 * map + 1, 1);
}

static void put_pairs(ht_buf *out, const ht_node *map, int col, bool dash, const edit_writing *how)
{
	for (size_t i = 0; i < map->n; i++) {
		if (i || !dash) {
			ht_buf_adds(out, how->line_end);
			edit_put_spaces(out, col);
		} else {
			ht_buf_adds(out, " ");
		}
		edit_write_key(out, map->pairs[i].key->text, how);
		edit_write_after(out, map->pairs[i].value, col, false, how);
	}
}

static void put_items(ht_buf *out, const ht_node *seq, int col, const edit_writing *how)
{
	for (size_t i = 0; i < seq->n; i++) {
		ht_buf_adds(out, how->line_end);
		edit_put_spaces(out, col);
		ht_buf_adds(out, "-");
		edit_write_after(out, seq->items[i], col, true, how);
	}
}

void edit_write_after(ht_buf *out, const ht_node *value, int col, bool dash, const edit_writing *how)
{
	if (value->kind == HT_NODE_MAP && value->n) {
		put_pairs(out, value, col + 2, dash, how);
	} else if (value->kind == HT_NODE_SEQ && value->n) {
		put_items(out, value, col + 2, how);
	} else {
		edit_value v = {0};
		edit_write(&v, value, col, false, how);
		ht_buf_adds(out, " ");
		ht_buf_add(out, v.head.data, v.head.len);
		ht_buf_add(out, v.below.data, v.below.len);
		out->failed |= v.head.failed || v.below.failed;
		edit_value_free(&v);
	}
}

void edit_write(edit_value *out, const ht_node *value, int col, bool flow, const edit_writing *how)
{
	if (flow || (value->kind != HT_NODE_SCALAR && !value->n))
		put_flow(&out->head, value, how);
	else if (value->kind == HT_NODE_SEQ)
		put_items(&out->below, value, col + 2, how);
	else if (value->kind == HT_NODE_MAP)
		put_pairs(&out->below, value, col + 2, false, how);
	else if (!how->quoted && is_lines(value->text))
		put_block(out, value->text, col, how->line_end);
	else
		put_inline(&out->head, value, false, how);
}

void edit_value_free(edit_value *value)
{
	ht_buf_free(&value->head);
	ht_buf_free(&value->below);
}

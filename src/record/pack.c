/* Only while building: a tree as a table in C, for unpack.c. */
#include <string.h>

#include "record/packed.h"

typedef struct writing {
	FILE *out;
	size_t texts, n;
	bool fits;
} writing;

/* Call `each` with every node, in the order of ht_packed_node. */
static void walk(writing *w, const ht_node *node, void (*each)(writing *w, const ht_node *node))
{
	each(w, node);
	for (size_t i = 0; node->kind == HT_NODE_SEQ && i < node->n; i++)
		walk(w, node->items[i], each);
	for (size_t i = 0; node->kind == HT_NODE_MAP && i < node->n; i++) {
		walk(w, node->pairs[i].key, each);
		walk(w, node->pairs[i].value, each);
	}
}

/* Escapes in octal have three digits, so that no digit that follows is taken for a part of them. */
static void put_bytes(writing *w, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		const unsigned char c = (unsigned char)bytes[i];
		if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '?')
			fprintf(w->out, "\\%03o", c);
		else
			fputc(c, w->out);
	}
}

static void put_place(writing *w, ht_loc at)
{
	w->fits &= at.line >= 0 && at.line <= UINT16_MAX && at.col >= 0 && at.col <= UINT16_MAX;
	fprintf(w->out, "{%d, %d}, ", at.line, at.col);
}

static void put_node(writing *w, const ht_node *node)
{
	const bool scalar = node->kind == HT_NODE_SCALAR;
	unsigned flags = 0;
	flags |= node->flow * HT_PACKED_FLOW;
	flags |= node->block * HT_PACKED_BLOCK;
	flags |= node->quoted * HT_PACKED_QUOTED;
	flags |= node->line_exact * HT_PACKED_LINE_EXACT;
	flags |= node->joined * HT_PACKED_JOINED;
	w->fits &= node->n <= UINT16_MAX;
	fprintf(w->out, "\t\t{%zuu, ", scalar ? w->texts : (size_t)HT_PACKED_NO_TEXT);
	put_place(w, node->loc);
	put_place(w, node->end);
	put_place(w, node->text_loc);
	fprintf(w->out, "%zu, %d, %u},\n", node->n, node->kind, flags);
	w->n++;
	if (scalar)
		w->texts += strlen(node->text) + 1;
}

static void put_text(writing *w, const ht_node *node)
{
	if (node->kind != HT_NODE_SCALAR)
		return;
	fputs("\t\t\"", w->out);
	put_bytes(w, node->text, strlen(node->text));
	fputs("\\000\"\n", w->out);
}

bool ht_node_pack(const ht_node *root, const char *source, size_t len, FILE *out)
{
	writing w = {.out = out, .fits = true};
	fputs("\t{\n\t.source = \"", out);
	put_bytes(&w, source, len);
	fprintf(out, "\",\n\t.source_len = %zu,\n\t.nodes = (const ht_packed_node[]){\n", len);
	walk(&w, root, put_node);
	fprintf(out, "\t},\n\t.n_nodes = %zu,\n\t.texts =\n", w.n);
	walk(&w, root, put_text);
	fputs("\t},\n", out);
	return w.fits;
}

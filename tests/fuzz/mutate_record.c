/* Mutates records as trees: fields, members and texts are changed, moved and repeated, and the result is written in its
 * syntax, so that most mutants reach what is below the parser. Every other mutant is one of bytes. */
#include "fuzz.h"

#include <string.h>

#include <glib.h>

#include "import/import.h"
#include "record/node.h"

#define FRONT "---\n" /* before and after the fields of a record in Markdown */

/* A small generator of our own: mutants must depend on the seed alone. */
typedef struct source {
	uint32_t state;
	ht_arena *arena;
} source;

static size_t below(source *s, size_t limit)
{
	s->state = s->state * 1664525u + 1013904223u;
	return limit ? (s->state >> 8) % limit : 0;
}

static ht_node *scalar(source *s, const char *text)
{
	ht_node *node = ht_arena_alloc(s->arena, sizeof *node);
	*node = (ht_node){.kind = HT_NODE_SCALAR, .quoted = true, .text = text};
	return node;
}

/* The body of Markdown becomes a field, which the writer takes out again. */
static ht_node *parse(source *s, const uint8_t *data, size_t size)
{
	ht_node *tree = NULL, *body = NULL;
	const char *text = ht_arena_strndup(s->arena, (const char *)data, size);
	if (FUZZ_FORMAT == HT_FORMAT_MARKDOWN) {
		const char *front = g_str_has_prefix(text, FRONT) ? text + strlen(FRONT) : NULL;
		const char *end = front ? strstr(front, "\n" FRONT) : NULL;
		if (!end)
			return NULL;
		body = scalar(s, ht_arena_strdup(s->arena, end + 1 + strlen(FRONT)));
		text = ht_arena_strndup(s->arena, front, (size_t)(end + 1 - front));
	}
	const ht_syntax syntax = FUZZ_FORMAT == HT_FORMAT_JSON ? HT_SYNTAX_JSON : HT_SYNTAX_YAML;
	ht_status status = ht_node_parse(s->arena, text, strlen(text), "record", 1, syntax, NULL, &tree);
	if (status != HT_OK || !tree || tree->kind != HT_NODE_MAP)
		return NULL;
	if (body) {
		ht_node_pair *pairs = ht_arena_array(s->arena, tree->n + 1, sizeof *pairs);
		if (tree->n)
			memcpy(pairs, tree->pairs, tree->n * sizeof *pairs);
		pairs[tree->n++] = (ht_node_pair){scalar(s, "body"), body};
		tree->pairs = pairs;
	}
	return tree;
}

/* Count the nodes below, and find the one of a number. */
static ht_node *find(ht_node *node, size_t *number)
{
	if (!(*number)--)
		return node;
	ht_node *found = NULL;
	for (size_t i = 0; node->kind != HT_NODE_SCALAR && i < node->n && !found; i++)
		found = find(node->kind == HT_NODE_MAP ? node->pairs[i].value : node->items[i], number);
	return found;
}

static size_t count(const ht_node *node)
{
	size_t n = 1;
	for (size_t i = 0; node->kind != HT_NODE_SCALAR && i < node->n; i++)
		n += count(node->kind == HT_NODE_MAP ? node->pairs[i].value : node->items[i]);
	return n;
}

static ht_node *any(source *s, ht_node *tree)
{
	size_t number = below(s, count(tree));
	return find(tree, &number);
}

/* Text that may be in a record: valid, without control characters. */
static const char *cleaned(source *s, const char *data, size_t len)
{
	char *valid = g_utf8_make_valid(data, (gssize)len), *p = valid;
	for (; *p; p++)
		if ((unsigned char)*p < ' ' && *p != '\n')
			*p = ' ';
	const char *text = ht_arena_strdup(s->arena, valid);
	g_free(valid);
	return text;
}

#define MOST_TEXT 4096

static void change_text(source *s, ht_node *tree, ht_node *node)
{
	uint8_t text[MOST_TEXT];
	size_t len = MIN(strlen(node->text), MOST_TEXT / 2);
	const ht_node *other = any(s, tree);
	switch (below(s, 4)) {
	case 0: /* of another field */
		node->text = other->kind == HT_NODE_SCALAR ? other->text : "";
		break;
	case 1: /* both */
		if (other->kind == HT_NODE_SCALAR && strlen(other->text) + len < MOST_TEXT)
			node->text = ht_arena_printf(s->arena, "%s%s", node->text, other->text);
		break;
	default:
		memcpy(text, node->text, len);
		len = LLVMFuzzerMutate(text, len, MOST_TEXT);
		node->text = cleaned(s, (const char *)text, len);
	}
	node->quoted = true;
}

/* Remove, repeat or exchange one member. */
static void change_members(source *s, ht_node *node)
{
	const bool map = node->kind == HT_NODE_MAP;
	size_t a = below(s, node->n), b = below(s, node->n), times = 1 + below(s, 3);
	if (!node->n)
		return;
	switch (below(s, 4)) {
	case 0:
		for (size_t i = a + 1; i < node->n; i++)
			if (map)
				node->pairs[i - 1] = node->pairs[i];
			else
				node->items[i - 1] = node->items[i];
		node->n--;
		break;
	case 1: /* a field's value for another's */
		if (map)
			node->pairs[a].value = node->pairs[b].value;
		else
			node->items[a] = node->items[b];
		break;
	default:
		if (map) /* its order */
			for (ht_node_pair pair = node->pairs[a]; times; times = 0) {
				node->pairs[a] = node->pairs[b];
				node->pairs[b] = pair;
			}
		for (size_t i = 0, n = node->n; !map && i < times; i++) {
			ht_node **items = ht_arena_array(s->arena, n + i + 1, sizeof(ht_node *));
			memcpy(items, node->items, (n + i) * sizeof(ht_node *));
			items[n + i] = items[a];
			node->items = items;
			node->n++;
		}
	}
}

/* Give a field of the record's table that it may lack, with a value from anywhere in it. */
static void add_field(source *s, ht_node *tree)
{
	const ht_field *fields = ht_record_fields();
	size_t n = 0;
	while (fields[n].name)
		n++;
	const char *name = fields[below(s, n)].name;
	if (ht_node_get(tree, name))
		return;
	ht_node_pair *pairs = ht_arena_array(s->arena, tree->n + 1, sizeof *pairs);
	pairs[0] = (ht_node_pair){scalar(s, name), any(s, tree)};
	if (tree->n) /* else there are none to point to */
		memcpy(pairs + 1, tree->pairs, tree->n * sizeof *pairs);
	if (pairs[0].value == tree) /* no circle */
		pairs[0].value = scalar(s, name);
	tree->pairs = pairs;
	tree->n++;
}

static void change(source *s, ht_node *tree)
{
	ht_node *node = any(s, tree);
	if (below(s, 8) == 0)
		add_field(s, tree);
	else if (node->kind == HT_NODE_SCALAR)
		change_text(s, tree, node);
	else
		change_members(s, node);
}

static size_t write_tree(const ht_node *tree, uint8_t *out, size_t max_size)
{
	const ht_import import = {.record = tree};
	ht_buf text = {0};
	size_t len = 0;
	if (ht_import_write(&import, FUZZ_FORMAT, false, &text) && text.len && text.len <= max_size)
		memcpy(out, text.data, len = text.len);
	ht_buf_free(&text);
	return len;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	source s = {.state = seed};
	if (below(&s, 2))
		return LLVMFuzzerMutate(data, size, max_size);
	s.arena = ht_arena_new();
	ht_node *tree = parse(&s, data, size);
	size_t len = 0;
	if (tree) {
		for (size_t n = 1 + below(&s, 3); n; n--)
			change(&s, tree);
		len = write_tree(tree, data, max_size);
	}
	ht_arena_free(s.arena);
	return len ? len : LLVMFuzzerMutate(data, size, max_size);
}

/* The fields of one record, some of them with the values of another. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size, uint8_t *out,
                                 size_t max_size, unsigned int seed)
{
	source s = {.state = seed, .arena = ht_arena_new()};
	ht_node *one = parse(&s, a, a_size), *other = parse(&s, b, b_size);
	size_t len = 0;
	if (one && other && other->n) {
		ht_node_pair *pairs = ht_arena_array(s.arena, one->n + 1, sizeof *pairs);
		ht_node_pair given = other->pairs[below(&s, other->n)];
		size_t n = 0;
		pairs[n++] = given;
		for (size_t i = 0; i < one->n; i++)
			if (strcmp(one->pairs[i].key->text, given.key->text) != 0)
				pairs[n++] = one->pairs[i];
		one->pairs = pairs;
		one->n = n;
		len = write_tree(one, out, max_size);
	}
	ht_arena_free(s.arena);
	return len;
}

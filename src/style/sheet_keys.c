/* The keys of a sheet by their English names. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "keys.h"
#include "record/messages.h"
#include "sheet.h"
#include "style/catalogue.h"
#include "template.h"

typedef struct naming {
	ht_arena *arena;
	ht_diags *diags;
	ht_status status; /* sticky */
} naming;

static void canonical(naming *n, const ht_key *keys, ht_node *map);

/* The maps below a key: one, or those of a list or of a map of names. */
static void canonical_below(naming *n, const ht_key *key, ht_node *node)
{
	if (key->below == BELOW_MAP) {
		canonical(n, key->keys, node);
		return;
	}
	for (size_t i = 0; node->kind == HT_NODE_MAP && i < node->n; i++)
		canonical(n, key->keys, node->pairs[i].value);
	for (size_t i = 0; node->kind == HT_NODE_SEQ && i < node->n; i++) {
		ht_node *item = node->items[i];
		canonical(n, key->keys, item);
		for (size_t k = 0; item->kind == HT_NODE_MAP && k < item->n; k++) /* a name with its map */
			canonical(n, key->keys, item->pairs[k].value);
	}
}

size_t ht_sheet_key_len(const char *key)
{
	size_t len = strlen(key);
	if (len > 1 && (key[len - 1] == '+' || key[len - 1] == '-'))
		return len - 1;
	return len;
}

/* A key given by its English and its Chinese name. */
static void tell_twice(naming *n, const ht_node *key, const ht_node *before)
{
	char line[16];
	snprintf(line, sizeof line, "%d", before->loc.line);
	ht_diag(n->diags, HT_D_KEY_REPEATED, key->loc, key->text, line, NULL);
}

/* Name the key in English, with its sign. true: it was named otherwise. */
static bool name_key(naming *n, const ht_key *key, ht_node *own)
{
	const char *sign = own->text + ht_sheet_key_len(own->text);
	if (strncmp(own->text, key->name, (size_t)(sign - own->text)) == 0)
		return false;
	own->text = *sign ? ht_arena_printf(n->arena, "%s%s", key->name, sign) : key->name;
	if (!own->text)
		n->status = HT_ERR_NOMEM;
	return own->text != NULL;
}

/* Fields by their English paths, so that a sheet can take out what another wrote in Chinese. */
static void name_fields(naming *n, ht_node *map)
{
	for (size_t i = 0; map->kind == HT_NODE_MAP && i < map->n && n->status == HT_OK; i++) {
		ht_node *field = map->pairs[i].key;
		const char *path = ht_template_paths(n->arena, field->text, field->loc, n->diags);
		if (path)
			field->text = path;
		else
			n->status = HT_ERR_NOMEM;
	}
}

/* Keys that are not in the table stay as they are: they are told of when the map is read.
 * One that is written twice in the same words has been told of already. */
static void canonical(naming *n, const ht_key *keys, ht_node *map)
{
	bool renamed = false;
	for (size_t i = 0; map->kind == HT_NODE_MAP && i < map->n && n->status == HT_OK; i++) {
		ht_node *own = map->pairs[i].key;
		const ht_key *key = ht_key_find_n(keys, own->text, ht_sheet_key_len(own->text));
		if (!key)
			continue;
		renamed |= name_key(n, key, own);
		for (size_t k = 0; renamed && n->status == HT_OK && k < i; k++)
			if (ht_str_same(map->pairs[k].key->text, own->text))
				tell_twice(n, own, map->pairs[k].key);
		if (n->status != HT_OK)
			break;
		if (key->kind == KEY_REASONS || key->below == BELOW_REASONS)
			name_fields(n, map->pairs[i].value);
		else if (key->below != BELOW_NOTHING)
			canonical_below(n, key, map->pairs[i].value);
	}
}

ht_status ht_sheet_name_keys(ht_arena *arena, ht_node *root, ht_diags *diags)
{
	naming n = {arena, diags, HT_OK};
	canonical(&n, ht_sheet_keys, root);
	return n.status;
}

bool ht_style_is_sheet(const char *text)
{
	static const char *const keys[] = {"extends", "page", "elements"};
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		size_t len = strcspn(line, " \t\r\n:");
		const ht_key *key = line[len] == ':' ? ht_key_find_n(ht_sheet_keys, line, len) : NULL;
		for (size_t i = 0; key && i < sizeof keys / sizeof *keys; i++)
			if (strcmp(key->name, keys[i]) == 0)
				return true;
	}
	return false;
}

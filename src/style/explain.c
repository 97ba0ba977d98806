/* What a sheet sets, and where. */
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "sheet.h"

/* What is told, as text or as JSON. */
typedef struct teller {
	ht_buf *out;
	bool json;
	bool below_heading; /* the differences have their heading */
} teller;

static const char *file_name(const ht_loc *loc)
{
	return ht_str_file_name(ht_str_or_empty(loc->file));
}

static void add_member(ht_buf *out, const char *name, const char *text, size_t len)
{
	ht_buf value = {0};
	ht_buf_add(&value, text, len);
	ht_buf_adds(out, ", ");
	ht_buf_addpair(out, name, ht_str_or_empty(value.data));
	out->failed |= value.failed;
	ht_buf_free(&value);
}

/* `{"key": …, "value": …, "file": …, "line": …`; a value that is no scalar is left out. */
static void begin_object(ht_buf *out, const char *key, const ht_node *node, size_t len)
{
	ht_buf_adds(out, "{");
	ht_buf_addpair(out, "key", key);
	if (node->kind == HT_NODE_SCALAR)
		add_member(out, "value", node->text, len);
	add_member(out, "file", ht_str_or_empty(node->loc.file), strlen(ht_str_or_empty(node->loc.file)));
	ht_buf_addf(out, ", \"line\": %d", node->loc.line);
}

static void print_value(teller *t, const char *path, const ht_node *node)
{
	const char *clause;
	size_t clause_len, len = ht_sheet_value(node, &clause, &clause_len);
	if (t->json) {
		begin_object(t->out, path, node, len);
		if (clause)
			add_member(t->out, "clause", clause, clause_len);
		ht_buf_adds(t->out, "}\n");
		return;
	}
	ht_buf_addf(t->out, "%s: %.*s  (%s:%d", path, (int)len, node->text, file_name(&node->loc), node->loc.line);
	if (clause)
		ht_buf_addf(t->out, "; %.*s", (int)clause_len, clause);
	ht_buf_adds(t->out, ")\n");
}

/* Every scalar below node, maps and lists as `a.b[2].c`. */
static void walk(teller *t, const char *path, const ht_node *node)
{
	char below[512];
	if (node->kind == HT_NODE_SCALAR)
		print_value(t, path, node);
	for (size_t i = 0; node->kind != HT_NODE_SCALAR && i < node->n; i++) {
		if (node->kind == HT_NODE_MAP) {
			snprintf(below, sizeof below, "%s%s%s", path, *path ? "." : "", node->pairs[i].key->text);
			walk(t, below, node->pairs[i].value);
		} else {
			snprintf(below, sizeof below, "%s[%zu]", path, i + 1);
			walk(t, below, node->items[i]);
		}
	}
}

/* A value without a clause that replaces one with a clause. */
static bool deviates(const ht_override *o)
{
	const char *clause;
	size_t len;
	if (o->replaced->kind != HT_NODE_SCALAR)
		return false;
	ht_sheet_value(o->replaced, &clause, &len);
	if (!clause || o->own->kind != HT_NODE_SCALAR)
		return clause;
	size_t own_len = ht_sheet_value(o->own, &clause, &len), old_len;
	bool own_clause = clause;
	old_len = ht_sheet_value(o->replaced, &clause, &len);
	return !own_clause && (own_len != old_len || memcmp(o->own->text, o->replaced->text, own_len) != 0);
}

static void print_deviation(teller *t, const ht_override *o)
{
	const char *clause;
	size_t clause_len, len = ht_sheet_value(o->replaced, &clause, &clause_len);
	if (t->json) {
		begin_object(t->out, o->key, o->own, o->own->kind == HT_NODE_SCALAR ? strlen(o->own->text) : 0);
		add_member(t->out, "standard", o->replaced->text, len);
		add_member(t->out, "clause", clause, clause_len);
		ht_buf_adds(t->out, "}\n");
		return;
	}
	if (!t->below_heading)
		ht_buf_addf(t->out, "\n%s\n", _("Differences from the standard:"));
	t->below_heading = true;
	ht_buf_addf(t->out, "%s:%d: %s: ", file_name(&o->own->loc), o->own->loc.line, o->key);
	ht_buf_addf(t->out, _("%s, but %.*s in GB/T 9704-2012 %.*s"),
	            o->own->kind == HT_NODE_SCALAR ? o->own->text : "…", (int)len, o->replaced->text, (int)clause_len,
	            clause);
	ht_buf_adds(t->out, "\n");
}

ht_status ht_style_explain(const char *name, const ht_style_dirs *dirs, bool json, ht_diags *diags, ht_buf *out)
{
	ht_arena *arena = ht_arena_new();
	ht_sheet sheet;
	ht_status status = arena ? ht_sheet_merge(arena, name, false, dirs, diags, &sheet) : HT_ERR_NOMEM;
	if (status == HT_OK) {
		teller t = {.out = out, .json = json};
		walk(&t, "", sheet.root);
		for (size_t i = 0; i < sheet.n_overrides; i++)
			if (deviates(&sheet.overrides[i]))
				print_deviation(&t, &sheet.overrides[i]);
	}
	ht_arena_free(arena);
	return out->failed ? HT_ERR_NOMEM : status;
}

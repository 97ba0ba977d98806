/* What a sheet sets, and where. */
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "sheet.h"

static const char *file_name(const ht_loc *loc)
{
	return ht_str_file_name(ht_str_or_empty(loc->file));
}

static void print_value(ht_buf *out, const char *path, const ht_node *node)
{
	const char *clause;
	size_t clause_len, len = ht_sheet_value(node, &clause, &clause_len);
	ht_buf_addf(out, "%s: %.*s  (%s:%d", path, (int)len, node->text, file_name(&node->loc), node->loc.line);
	if (clause)
		ht_buf_addf(out, "; %.*s", (int)clause_len, clause);
	ht_buf_adds(out, ")\n");
}

/* Every scalar below node, maps and lists as `a.b[2].c`. */
static void walk(ht_buf *out, const char *path, const ht_node *node)
{
	char below[512];
	if (node->kind == HT_NODE_SCALAR)
		print_value(out, path, node);
	for (size_t i = 0; node->kind != HT_NODE_SCALAR && i < node->n; i++) {
		if (node->kind == HT_NODE_MAP) {
			snprintf(below, sizeof below, "%s%s%s", path, *path ? "." : "", node->pairs[i].key->text);
			walk(out, below, node->pairs[i].value);
		} else {
			snprintf(below, sizeof below, "%s[%zu]", path, i + 1);
			walk(out, below, node->items[i]);
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

static void print_deviation(ht_buf *out, const ht_override *o)
{
	const char *clause;
	size_t clause_len, len = ht_sheet_value(o->replaced, &clause, &clause_len);
	ht_buf_addf(out, "%s:%d: %s: ", file_name(&o->own->loc), o->own->loc.line, o->key);
	ht_buf_addf(out, _("%s, but %.*s in GB/T 9704-2012 %.*s"), o->own->kind == HT_NODE_SCALAR ? o->own->text : "…",
	            (int)len, o->replaced->text, (int)clause_len, clause);
	ht_buf_adds(out, "\n");
}

static void print_deviations(ht_buf *out, const ht_sheet *sheet)
{
	bool any = false;
	for (size_t i = 0; i < sheet->n_overrides; i++) {
		if (!deviates(&sheet->overrides[i]))
			continue;
		if (!any)
			ht_buf_addf(out, "\n%s\n", _("Differences from the standard:"));
		any = true;
		print_deviation(out, &sheet->overrides[i]);
	}
}

ht_status ht_style_explain(const char *name, const ht_style_dirs *dirs, ht_diags *diags, ht_buf *out)
{
	ht_arena *arena = ht_arena_new();
	ht_sheet sheet;
	ht_status status = arena ? ht_sheet_merge(arena, name, false, dirs, diags, &sheet) : HT_ERR_NOMEM;
	if (status == HT_OK) {
		walk(out, "", sheet.root);
		print_deviations(out, &sheet);
	}
	ht_arena_free(arena);
	return out->failed ? HT_ERR_NOMEM : status;
}

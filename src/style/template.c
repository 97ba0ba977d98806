/* Templates: literal text with `{path|filter:arg|…}`; `{a/b}` takes the first
 * field that is given, `{a?}` does not make the element depend on it. */
#include "template.h"

#include <string.h>

#include "base/utf8.h"
#include "style/messages.h"

/* No fields: `page` is known to the page number's own element, `n` is the
 * number of a list's member, given when the list has several. */
static const char *const variables[] = {
    "page", HT_VARIABLE_N, HT_VARIABLE_HAN_N, HT_VARIABLE_NAME, HT_VARIABLE_OFFICE, HT_VARIABLE_UNIT, NULL};

const char *const ht_filter_names[] = {"first", "join", "end", "last", "paren", "cells", NULL};

typedef struct parser {
	ht_arena *arena;
	const ht_node *node;
	ht_diags *diags;
} parser;

static ht_loc place(const parser *p, const char *at)
{
	ht_loc loc = p->node->text_loc;
	loc.col += (int)ht_utf8_count(p->node->text, (size_t)(at - p->node->text));
	return loc;
}

/* Is path a field of the members of a list, at any depth? */
static bool in_a_list(const ht_field *fields, const char *path)
{
	for (const ht_field *f = fields; f->name; f++)
		if (f->sub && ((f->type == HT_TYPE_GROUPS && ht_field_find(f->sub, path)) || in_a_list(f->sub, path)))
			return true;
	return false;
}

bool ht_template_field_known(const char *path)
{
	for (const char *const *v = variables; *v; v++)
		if (strcmp(path, *v) == 0)
			return true;
	if (ht_field_find(ht_record_fields(), path))
		return true;
	return in_a_list(ht_record_fields(), path);
}

static ht_status parse_filter(parser *p, char *text, const char *at, ht_tpart *part)
{
	char *arg = strchr(text, ':');
	if (arg)
		*arg++ = '\0';
	for (const char *const *name = ht_filter_names; *name; name++)
		if (strcmp(*name, text) == 0 && part->n_filters < 4) {
			part->filters[part->n_filters++] = (struct ht_filter){*name, arg};
			return HT_OK;
		}
	ht_diag(p->diags, HT_D_STYLE_FILTER, place(p, at), text, NULL);
	return HT_OK;
}

/* `a/b/c`, with a `?` at the end if optional. */
static ht_status parse_paths(parser *p, char *text, const char *at, ht_tpart *part)
{
	size_t len = strlen(text);
	if (len && text[len - 1] == '?') {
		part->optional = true;
		text[len - 1] = '\0';
	}
	size_t n = 1;
	for (const char *s = text; *s; s++)
		n += *s == '/';
	const char **paths = ht_arena_array(p->arena, n + 1, sizeof *paths);
	if (!paths)
		return HT_ERR_NOMEM;
	n = 0;
	for (char *save, *path = strtok_r(text, "/", &save); path; path = strtok_r(NULL, "/", &save)) {
		paths[n++] = path;
		if (!ht_template_field_known(path))
			ht_diag(p->diags, HT_D_STYLE_FIELD, place(p, at), path, NULL);
	}
	part->paths = paths;
	return HT_OK;
}

static ht_status parse_field(parser *p, const char *at, size_t len, ht_tpart *part)
{
	char *text = ht_arena_strndup(p->arena, at, len);
	if (!text)
		return HT_ERR_NOMEM;
	char *save, *piece = strtok_r(text, "|", &save);
	ht_status status = parse_paths(p, piece ? piece : text, at, part);
	while (status == HT_OK && (piece = strtok_r(NULL, "|", &save)))
		status = parse_filter(p, piece, at + (piece - text), part);
	return status;
}

static ht_status parse_part(parser *p, const char **at, ht_tpart *part)
{
	const char *s = *at;
	if (*s != '{') {
		size_t len = strcspn(s, "{");
		*at = s + len;
		part->literal = ht_arena_strndup(p->arena, s, len);
		return part->literal ? HT_OK : HT_ERR_NOMEM;
	}
	const char *end = strchr(s, '}');
	if (!end) {
		ht_diag(p->diags, HT_D_STYLE_TEMPLATE, place(p, s), NULL);
		*at = s + strlen(s);
		part->literal = "";
		return HT_OK;
	}
	*at = end + 1;
	return parse_field(p, s + 1, (size_t)(end - s - 1), part);
}

static ht_status parse_scalar(ht_arena *arena, const ht_node *node, ht_diags *diags, ht_template *ret)
{
	parser p = {arena, node, diags};
	ht_template t = {.loc = node->text_loc};
	size_t cap = 0;
	for (const char *at = node->text; *at;) {
		ht_tpart *part = HT_PUSH(arena, t.parts, t.n, cap);
		if (!part)
			return HT_ERR_NOMEM;
		ht_status status = parse_part(&p, &at, part);
		if (status != HT_OK)
			return status;
	}
	*ret = t;
	return HT_OK;
}

ht_status ht_template_parse(ht_arena *arena, const ht_node *node, ht_diags *diags, ht_template *ret)
{
	if (node->kind == HT_NODE_SCALAR)
		return parse_scalar(arena, node, diags, ret);
	const ht_template *otherwise = NULL;
	for (size_t i = node->n; i-- > 0;) {
		ht_template *t = i ? ht_arena_alloc(arena, sizeof *t) : ret;
		if (!t)
			return HT_ERR_NOMEM;
		ht_status status = parse_scalar(arena, node->items[i], diags, t);
		if (status != HT_OK)
			return status;
		t->otherwise = otherwise;
		otherwise = t;
	}
	return HT_OK;
}

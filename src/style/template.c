/* Templates. In literal text, braces hold what comes from the record:
 *
 *     {number}                a field; the template needs it
 *     {signature/issuers}     the first of these that is given
 *     {n?}                    a field that the template does not need
 *     {recipients|join:，}    a field through filters
 *     {（{owner}；{due}）}     a group: braces and text within braces
 *
 * A group is left out when none of its braces gives anything. Its text before the
 * first of them opens it, that after the last closes it, and that between two
 * is shown between two that are. Its braces may be groups themselves. */
#include "template.h"
#include "style/messages.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "reader.h"
#include "units.h"

#define MAX_DEPTH 8 /* of groups within groups */

/* Besides fields: `page` is known to the page number's element, the others to
 * what is made for each member of a list. */
static const struct {
	const char *name, *zh;
} variables[] = {
    {"page", "页"},
    {HT_VARIABLE_N, "序号"},
    {HT_VARIABLE_HAN_N, "中文序号"},
    {HT_VARIABLE_COUNT, "计数"},
    {HT_VARIABLE_HAN_COUNT, "中文计数"},
    {HT_VARIABLE_NAME, "人员.姓名"},
    {HT_VARIABLE_OFFICE, "人员.职务"},
    {HT_VARIABLE_UNIT, "人员.单位"},
};

static const struct {
	const char *name, *zh;
	bool takes; /* an argument */
} filters[HT_FILTER_COUNT] = {
    [HT_FILTER_FIRST] = {"first", "首个", false},
    [HT_FILTER_JOIN] = {"join", "连接", true},
    [HT_FILTER_END] = {"end", "结尾", true},
    [HT_FILTER_LAST] = {"last", "末项结尾", true},
    [HT_FILTER_PAREN] = {"paren", "括号", false},
    [HT_FILTER_CELLS] = {"chars", "字宽", true},
    [HT_FILTER_DAY] = {"day", "日", false},
    [HT_FILTER_DIGITS] = {"digits", "位数", true},
    [HT_FILTER_RETENTION] = {"retention_code", "期限代码", false},
};

/* --- paths of fields --- */

/* Append the English form of a dotted path from fields on; false: there is no such
 * field, and out is as it was. */
static bool add_path(ht_buf *out, const ht_field *fields, const char *path)
{
	size_t before = out->len;
	char part[128];
	while (fields) {
		size_t len = strcspn(path, ".");
		snprintf(part, sizeof part, "%.*s", (int)len, path);
		const ht_field *f = ht_field_by_key(fields, part);
		if (!f)
			break;
		ht_buf_addf(out, "%s%s", out->len > before ? "." : "", f->name);
		if (!path[len])
			return true;
		fields = f->sub;
		path += len + 1;
	}
	out->len = before;
	return false;
}

/* The same for fields of the members of a list, at any depth. */
static bool add_member_path(ht_buf *out, const ht_field *fields, const char *path)
{
	for (const ht_field *f = fields; f->name; f++) {
		if (!f->sub)
			continue;
		if ((f->type == HT_TYPE_GROUPS && add_path(out, f->sub, path)) || add_member_path(out, f->sub, path))
			return true;
	}
	return false;
}

static bool add_variable(ht_buf *out, const char *path)
{
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		if (strcmp(path, variables[i].name) == 0 || strcmp(path, variables[i].zh) == 0)
			return ht_buf_adds(out, variables[i].name);
	return false;
}

static bool add_known(ht_buf *out, const char *path)
{
	return add_variable(out, path) || add_path(out, ht_record_fields(), path) ||
	       add_member_path(out, ht_record_fields(), path);
}

const char *ht_template_paths(ht_arena *arena, const char *text, ht_loc loc, ht_diags *diags)
{
	ht_buf out = {0};
	char *copy = ht_arena_strdup(arena, text), *save;
	if (copy && ht_field_find(ht_record_fields(), text)) /* one, in English, as nearly always */
		return copy;
	for (char *path = copy ? strtok_r(copy, "/", &save) : NULL; path; path = strtok_r(NULL, "/", &save)) {
		if (out.len)
			ht_buf_adds(&out, "/");
		if (add_known(&out, path) || out.failed)
			continue;
		ht_diag(diags, HT_D_STYLE_FIELD, loc, path, NULL);
		ht_buf_adds(&out, path);
	}
	out.failed |= !copy;
	return ht_buf_take(&out, arena);
}

/* Is there a field at path, from fields or from the members of a list on? */
static bool is_field(const ht_field *fields, const char *path, uint32_t types)
{
	const ht_field *found = ht_field_find(fields, path);
	if (found && types >> found->type & 1)
		return true;
	for (const ht_field *f = fields; f->name; f++)
		if (f->sub && is_field(f->sub, path, types))
			return true;
	return false;
}

bool ht_template_field_known(const char *paths, uint32_t types)
{
	if (strchr(paths, '/'))
		return types == UINT32_MAX;
	return is_field(ht_record_fields(), paths, types);
}

/* --- parsing --- */

typedef struct parser {
	ht_arena *arena;
	const ht_node *node;
	ht_diags *diags;
	const char *at; /* the text that is left */
	int depth;      /* of groups */
	bool cut;       /* the rest cannot be read, which is reported */
	bool nomem;     /* sticky */
} parser;

static ht_loc place(const parser *p, const char *at)
{
	ht_loc loc = p->node->text_loc;
	loc.col += (int)ht_utf8_count(p->node->text, (size_t)(at - p->node->text));
	return loc;
}

static char *copy(parser *p, const char *s, size_t len)
{
	char *text = ht_arena_strndup(p->arena, s, len);
	p->nomem = p->nomem || !text;
	return text;
}

/* `name` or `name:argument`, written at `at`. */
static void parse_filter(parser *p, char *text, const char *at, ht_tpart *part)
{
	char *arg = strchr(text, ':');
	ht_filter_kind kind = 0;
	int cells;
	if (arg)
		*arg++ = '\0';
	while (kind < HT_FILTER_COUNT && strcmp(filters[kind].name, text) != 0 && strcmp(filters[kind].zh, text) != 0)
		kind++;
	if (kind == HT_FILTER_COUNT) {
		ht_buf names = {0};
		for (size_t i = 0; i < HT_FILTER_COUNT; i++)
			ht_reader_list(&names, filters[i].name);
		p->nomem = p->nomem || names.failed;
		if (!p->nomem)
			ht_diag(p->diags, HT_D_STYLE_FILTER, place(p, at), text, names.data, NULL);
		ht_buf_free(&names);
	} else if (filters[kind].takes != (arg != NULL))
		ht_diag(p->diags, filters[kind].takes ? HT_D_STYLE_FILTER_ARG : HT_D_STYLE_FILTER_NO_ARG, place(p, at),
		        text, NULL);
	else if ((kind == HT_FILTER_CELLS || kind == HT_FILTER_DIGITS) && !ht_unit_int(arg, &cells))
		ht_diag(p->diags, HT_D_STYLE_VALUE, place(p, at), arg, text, "2, 3 …", NULL);
	else if (part->n_filters == HT_FILTERS_MAX)
		ht_diag(p->diags, HT_D_STYLE_FILTERS, place(p, at), NULL);
	else
		part->filters[part->n_filters++] = (struct ht_filter){kind, arg};
}

/* `a/b/c`, with a `?` at the end if optional. */
static void parse_paths(parser *p, char *text, const char *at, ht_tpart *part)
{
	size_t len = strlen(text), n = 1;
	if (len && text[len - 1] == '?') {
		part->optional = true;
		text[len - 1] = '\0';
	}
	const char *known = ht_template_paths(p->arena, text, place(p, at), p->diags);
	char *rest = known ? copy(p, known, strlen(known)) : NULL, *save;
	for (const char *s = rest; s && *s; s++)
		n += *s == '/';
	const char **paths = ht_arena_array(p->arena, n + 1, sizeof *paths);
	if (!rest || !paths) {
		p->nomem = true;
		return;
	}
	n = 0;
	for (char *path = strtok_r(rest, "/", &save); path; path = strtok_r(NULL, "/", &save))
		paths[n++] = path;
	if (!n)
		ht_diag(p->diags, HT_D_STYLE_TEMPLATE_EMPTY, place(p, at), NULL);
	part->paths = paths;
}

/* What is between braces, if that holds no braces. */
static void parse_field(parser *p, size_t len, ht_tpart *part)
{
	const char *at = p->at;
	char *text = copy(p, at, len), *rest = text;
	p->at += len + 1;
	for (char *piece = strsep(&rest, "|"); piece && !p->nomem; piece = strsep(&rest, "|")) {
		if (piece == text)
			parse_paths(p, piece, at, part);
		else
			parse_filter(p, piece, at + (piece - text), part);
	}
}

/* The braces opened at `open` cannot be read to their end: reported once. */
static void cut(parser *p, ht_code code, const char *open)
{
	if (!p->cut)
		ht_diag(p->diags, code, place(p, open), NULL);
	p->cut = true;
	p->at += strlen(p->at);
}

static ht_template parse_parts(parser *p);

/* The group whose first brace is before p->at. */
static void parse_group(parser *p, const char *open, ht_tpart *part)
{
	ht_template *group = ht_arena_alloc(p->arena, sizeof *group);
	if (!group) {
		p->nomem = true;
		return;
	}
	p->depth++;
	*group = parse_parts(p);
	p->depth--;
	if (*p->at)
		p->at++;
	else
		cut(p, HT_D_STYLE_TEMPLATE, open);
	for (size_t i = 0; i < group->n; i++)
		if (group->parts[i].literal && strchr(group->parts[i].literal, '|'))
			ht_diag(p->diags, HT_D_STYLE_GROUP_FILTER, place(p, open), NULL);
	part->group = group;
}

static void parse_literal(parser *p, ht_tpart *part)
{
	size_t len = strcspn(p->at, "{}");
	part->literal = copy(p, p->at, len);
	p->at += len;
}

static void parse_braces(parser *p, ht_tpart *part)
{
	const char *open = p->at++;
	size_t len = strcspn(p->at, "{}");
	if (p->at[len] == '}') {
		parse_field(p, len, part);
		return;
	}
	if (p->at[len] == '{' && p->depth < MAX_DEPTH) {
		parse_group(p, open, part);
		return;
	}
	cut(p, p->at[len] ? HT_D_STYLE_TEMPLATE_DEPTH : HT_D_STYLE_TEMPLATE, open);
}

/* Up to the end, or to the brace that closes the current group. */
static ht_template parse_parts(parser *p)
{
	ht_template t = {.loc = p->node->text_loc};
	size_t cap = 0;
	while (*p->at && !p->nomem) {
		if (*p->at == '}' && p->depth)
			break;
		if (*p->at == '}') {
			ht_diag(p->diags, HT_D_STYLE_BRACE, place(p, p->at++), NULL);
			continue;
		}
		ht_tpart *part = HT_PUSH(p->arena, t.parts, t.n, cap);
		if (!part)
			p->nomem = true;
		else if (*p->at == '{')
			parse_braces(p, part);
		else
			parse_literal(p, part);
	}
	return t;
}

static ht_template parse_scalar(parser *p, const ht_node *node)
{
	p->node = node;
	p->cut = false;
	p->at = node->text;
	return parse_parts(p);
}

ht_status ht_template_parse(ht_arena *arena, const ht_node *node, ht_diags *diags, ht_template *ret)
{
	parser p = {.arena = arena, .diags = diags};
	if (node->kind == HT_NODE_SCALAR)
		*ret = parse_scalar(&p, node);
	for (size_t i = 0; node->kind == HT_NODE_SEQ && i < node->n && !p.nomem; i++) {
		*ret = parse_scalar(&p, node->items[i]);
		ht_template *next = i + 1 < node->n ? ht_arena_alloc(arena, sizeof *next) : NULL;
		p.nomem = p.nomem || (i + 1 < node->n && !next);
		ret->otherwise = next;
		ret = next;
	}
	return p.nomem ? HT_ERR_NOMEM : HT_OK;
}

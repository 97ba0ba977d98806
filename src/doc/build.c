/* A record through a style sheet: the sheet's sequence of elements is gone
 * through once, each kind of element making its blocks. What the record gives
 * and no element took is reported at the end: nothing is dropped in silence. */
#include "build.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "style/messages.h"

const ht_value *ht_builder_find(ht_builder *b, const char *path)
{
	const ht_scope *scope = b->scope;
	while (scope && !(scope->group && ht_field_find(scope->group->fields, path)))
		scope = scope->outer;
	const ht_value *v = ht_group_find(scope ? scope->group : &b->record->root, path);
	const ht_value **slot = v ? HT_PUSH(b->arena, b->used.v, b->used.n, b->used.cap) : NULL;
	if (slot)
		*slot = v;
	return v;
}

ht_block *ht_block_add(ht_builder *b, ht_block_list *list, const ht_element *e, ht_block_kind kind, size_t n_paras)
{
	ht_dpara *paras = ht_arena_array(b->arena, n_paras + 1, sizeof *paras);
	ht_block *block = paras ? HT_PUSH(b->arena, list->v, list->n, list->cap) : NULL;
	if (!block)
		return NULL;
	*block = (ht_block){.kind = kind,
	                    .element = e,
	                    .style = e->style,
	                    .paras = paras,
	                    .n_paras = n_paras,
	                    .in_list = b->scope != NULL,
	                    .keep_next = e->keep_next};
	block->loc = e->loc;
	return block;
}

static ht_loc first_loc(const ht_block *block)
{
	for (size_t i = 0; i < block->n_paras; i++)
		if (block->paras[i].n)
			return block->paras[i].spans[block->n_label < block->paras[i].n ? block->n_label : 0].loc;
	return block->element->loc;
}

static ht_status build_text(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	ht_spans spans = {0};
	bool given, labelled = true;
	ht_status status =
	    ht_template_fill(b, &e->label, e->label_style ? e->label_style : e->style, &spans, &labelled);
	size_t n_label = spans.n;
	if (status == HT_OK)
		status = ht_template_fill(b, &e->text, e->style, &spans, &given);
	if (status != HT_OK || !given || !labelled || spans.n == n_label)
		return status;
	ht_block *block = ht_block_add(b, list, e, HT_BLOCK_PARA, 1);
	if (!block)
		return HT_ERR_NOMEM;
	block->paras[0] = (ht_dpara){spans.v, spans.n};
	block->n_label = e->hang ? n_label : 0;
	block->loc = first_loc(block);
	return HT_OK;
}

static ht_status build_line(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_template *cells[] = {&e->left, &e->centre, &e->right};
	ht_dpara paras[3] = {0};
	bool any = false;
	for (int i = 0; i < 3; i++) {
		ht_spans spans = {0};
		bool given;
		ht_status status = ht_template_fill(b, cells[i], e->style, &spans, &given);
		if (status != HT_OK)
			return status;
		if (given)
			paras[i] = (ht_dpara){spans.v, spans.n};
		any = any || paras[i].n;
	}
	if (!any)
		return HT_OK;
	ht_block *block = ht_block_add(b, list, e, HT_BLOCK_LINE, 3);
	if (!block)
		return HT_ERR_NOMEM;
	memcpy(block->paras, paras, sizeof paras);
	block->loc = first_loc(block);
	return HT_OK;
}

void ht_split_lines(const ht_spans *spans, ht_block *block)
{
	size_t line = 0, from = 0;
	for (size_t i = 0; i <= spans->n; i++) {
		if (i < spans->n && strcmp(spans->v[i].text, "\n") != 0)
			continue;
		block->paras[line++] = (ht_dpara){spans->v + from, i - from};
		from = i + 1;
	}
	block->n_paras = line;
}

size_t ht_count_breaks(const ht_spans *spans)
{
	size_t n = 0;
	for (size_t i = 0; i < spans->n; i++)
		n += strcmp(spans->v[i].text, "\n") == 0;
	return n;
}

static ht_status build_title(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	ht_spans spans = {0};
	bool given;
	ht_status status = ht_template_fill(b, &e->text, e->style, &spans, &given);
	if (status != HT_OK || !given || !spans.n)
		return status;
	ht_block *block = ht_block_add(b, list, e, HT_BLOCK_TITLE, ht_count_breaks(&spans) + 1);
	if (!block)
		return HT_ERR_NOMEM;
	ht_split_lines(&spans, block);
	block->keep_next = true;
	block->loc = first_loc(block);
	return HT_OK;
}

/* Behind a name that text begins with, blanks left out; NULL: it begins otherwise. */
static const char *behind_name(const char *text, const char *end, const char *name)
{
	size_t step;
	for (; *name; name += step) {
		while (text < end && ht_is_space(ht_utf8_get(text, end, &step)))
			text += step;
		(void)ht_utf8_get(name, name + strlen(name), &step);
		if ((size_t)(end - text) < step || memcmp(text, name, step) != 0)
			return NULL;
		text += step;
	}
	return text;
}

/* A mark written as one line that spells out all of several issuers, and what
 * stands behind them (甲局　乙局令): then *suffix begins there and names are
 * parted by "\n", as those of a stack are. */
static ht_status part_issuers(ht_builder *b, const ht_pstyle *ps, ht_spans *names, ht_spans *suffix)
{
	const ht_value *v = ht_group_find(&b->record->root, "issuers");
	if (!v || v->n < 2 || names->n != 1)
		return HT_OK;
	const ht_dspan mark = names->v[0];
	const char *p = mark.text, *end = mark.text + mark.len;
	for (size_t i = 0; i < v->n && p; i++) {
		p = behind_name(p, end, v->texts[i].s);
		p += p && i + 1 < v->n && (size_t)(end - p) >= strlen("、") && memcmp(p, "、", strlen("、")) == 0
		         ? strlen("、")
		         : 0;
	}
	if (!p)
		return HT_OK;
	ht_spans parted = {0}, rest = {0};
	ht_status status = p < end ? ht_spans_add(b, &rest, p, (size_t)(end - p), ps, NULL, mark.loc) : HT_OK;
	for (size_t i = 0; i < v->n && status == HT_OK; i++) {
		status = i ? ht_spans_add(b, &parted, "\n", 1, ps, NULL, mark.loc) : HT_OK;
		if (status == HT_OK)
			status = ht_spans_add(b, &parted, v->texts[i].s, strlen(v->texts[i].s), ps, NULL, mark.loc);
	}
	if (status == HT_OK) {
		*names = parted;
		*suffix = rest;
	}
	return status;
}

/* 7.2.4: the mark of a joint document is the issuers' names, above each other,
 * and 文件 (the suffix) beside them. */
static ht_status build_mark(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	ht_spans names = {0}, suffix = {0};
	bool given, suffixed;
	ht_status status = ht_template_fill(b, &e->text, e->style, &names, &given);
	if (status == HT_OK)
		status = ht_template_fill(b, &e->suffix, e->style, &suffix, &suffixed);
	if (status == HT_OK && given)
		status = part_issuers(b, e->style, &names, &suffix);
	if (status != HT_OK || !given || !names.n)
		return status;
	ht_block *block = ht_block_add(b, list, e, HT_BLOCK_MARK, ht_count_breaks(&names) + 2);
	if (!block)
		return HT_ERR_NOMEM;
	ht_split_lines(&names, block);
	if (block->n_paras > 1)
		block->paras[block->n_paras++] = (ht_dpara){suffix.v, suffix.n};
	block->loc = first_loc(block);
	return HT_OK;
}

static ht_status build_rule(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	return ht_block_add(b, list, e, HT_BLOCK_RULE, 0) ? HT_OK : HT_ERR_NOMEM;
}

/* The names, each a paragraph of its own (joint documents: in issuer order,
 * 7.3.5.2), then the date. */
static ht_status build_signature(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	ht_spans names = {0}, date = {0};
	bool named, dated;
	ht_status status = ht_template_fill(b, &e->text, e->style, &names, &named);
	if (status == HT_OK)
		status = ht_template_fill(b, &e->date, e->style, &date, &dated);
	if (status != HT_OK || !dated)
		return status;
	ht_block *block = ht_block_add(b, list, e, HT_BLOCK_SIGNATURE, ht_count_breaks(&names) + 2);
	if (!block)
		return HT_ERR_NOMEM;
	if (named && names.n)
		ht_split_lines(&names, block);
	else
		block->n_paras = 0;
	block->paras[block->n_paras++] = (ht_dpara){date.v, date.n};
	block->loc = first_loc(block);
	return HT_OK;
}

/* Is one of the fields, parted by "/", given in scope? */
static bool any_found(ht_builder *b, const char *paths)
{
	bool found = false;
	for (const char *p = paths; *p && !found;) {
		size_t len = strcspn(p, "/");
		const char *path = ht_arena_strndup(b->arena, p, len);
		found = path && ht_builder_find(b, path);
		p += len + (p[len] == '/');
	}
	return found;
}

static ht_status build_element(ht_builder *b, const ht_element *e, ht_block_list *list);

static ht_status build_members(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	for (size_t i = 0; i < e->n_members; i++) {
		ht_status status = build_element(b, e->members[i], list);
		if (status != HT_OK)
			return status;
	}
	return HT_OK;
}

/* Once for each member of the list field, or once for the record itself when
 * it has no such list. */
static ht_status build_group(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_value *v = ht_builder_find(b, e->field);
	if (!v)
		return e->when || e->at_least > 1 ? HT_OK : build_members(b, e, list);
	if (v->n < (size_t)e->at_least)
		return HT_OK;
	ht_status status = HT_OK;
	for (size_t i = 0; i < v->n && status == HT_OK; i++) {
		const ht_scope scope = {.outer = b->scope, .group = v->groups[i], .member = i + 1, .of = v->n};
		b->scope = &scope;
		if (!e->when || any_found(b, e->when))
			status = build_members(b, e, list);
		b->scope = scope.outer;
	}
	return status;
}

static ht_status build_nothing(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	(void)b;
	(void)e;
	(void)list;
	return HT_OK; /* page furniture: the layout's own */
}

static ht_status (*const kinds[HT_E_KIND_COUNT])(ht_builder *, const ht_element *, ht_block_list *) = {
    [HT_E_TEXT] = build_text,           [HT_E_LINE] = build_line,
    [HT_E_MARK] = build_mark,           [HT_E_TITLE] = build_title,
    [HT_E_RULE] = build_rule,           [HT_E_BODY] = ht_build_body,
    [HT_E_PEOPLE] = ht_build_people,    [HT_E_SIGNERS] = ht_build_signers,
    [HT_E_SEALED] = ht_build_sealed,    [HT_E_STAMPED] = ht_build_stamped,
    [HT_E_SIGNATURE] = build_signature, [HT_E_TABLE] = ht_build_table,
    [HT_E_GROUP] = build_group,         [HT_E_ATTACHMENT_NOTE] = ht_build_attachment_note,
    [HT_E_ROSTER] = ht_build_roster,    [HT_E_PAGE_NUMBER] = build_nothing,
};

static ht_status build_element(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	size_t before = list->n;
	if (e->when && e->kind != HT_E_GROUP && !any_found(b, e->when))
		return HT_OK;
	if (e->unless && any_found(b, e->unless))
		return HT_OK;
	ht_status status = kinds[e->kind](b, e, list);
	if (status == HT_OK && list->n > before)
		list->v[before].first = true;
	return status;
}

static ht_status build_list(ht_builder *b, const ht_element *const *elements, size_t n, ht_blocks *ret)
{
	ht_block_list list = {0};
	for (size_t i = 0; i < n; i++) {
		ht_status status = build_element(b, elements[i], &list);
		if (status != HT_OK)
			return status;
	}
	*ret = (ht_blocks){list.v, list.n};
	return HT_OK;
}

static void tell_missing(void *user, ht_code code, ht_loc loc, const char *path, const char *zh)
{
	ht_diag(user, code, loc, path, zh, NULL);
}

static bool listed(const char *const *paths, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(paths[i], path) == 0)
			return true;
	return false;
}

static bool was_used(const ht_used *used, const ht_value *v)
{
	for (size_t i = 0; i < used->n; i++)
		if (used->v[i] == v)
			return true;
	return false;
}

/* Report what no element took, maps field by field. */
static void check_unused(ht_builder *b, const ht_group *group, const char *prefix)
{
	for (size_t i = 0; group->fields[i].name; i++) {
		const ht_value *v = group->values[i];
		const ht_field *f = &group->fields[i];
		const char *path = ht_arena_printf(b->arena, "%s%s", prefix, f->name);
		if (!v || !path || listed(b->style->ignored, b->style->n_ignored, path))
			continue;
		bool used = was_used(&b->used, v);
		if (f->type == HT_TYPE_GROUP || (f->type == HT_TYPE_GROUPS && used)) {
			const char *inner = ht_arena_printf(b->arena, "%s.", path);
			for (size_t k = 0; inner && k < v->n; k++)
				check_unused(b, v->groups[k], inner);
		} else if (!used) {
			ht_diag(b->diags, HT_D_FIELD_UNUSED, v->loc, path, f->zh, b->style->name, NULL);
		}
	}
}

/* A field's text on one line, for document information; NULL when not given. */
static const char *plain(ht_builder *b, const char *path, const char *join)
{
	const ht_value *v = ht_group_find(&b->record->root, path);
	if (!v)
		return NULL;
	if (v->text.s)
		return v->text.s;
	const char *s = v->texts[0].s;
	for (size_t i = 1; s && i < v->n; i++)
		s = ht_arena_printf(b->arena, "%s%s%s", s, join, v->texts[i].s);
	return s;
}

/* The title; a bulletin has none of its own: its mark and issue. */
static const char *plain_title(ht_builder *b)
{
	const char *title = plain(b, "title", ""), *mark = plain(b, "mark", ""), *issue = plain(b, "issue", "");
	if (title || !mark || !issue)
		return title ? title : mark ? mark : plain(b, "meeting.name", "");
	return ht_arena_printf(b->arena, "%s第%s期", mark, issue);
}

/* Metadata that are a field's text as it is. */
static const struct {
	const char *path, *join;
	size_t member; /* of ht_doc: const char * */
} infos[] = {
    {"issuers", "、", offsetof(ht_doc, author)},
    {"number", "", offsetof(ht_doc, subject)},
    {"archive.keywords", "; ", offsetof(ht_doc, keywords)},
    {"archive.fonds", "", offsetof(ht_doc, fonds)},
    {"archive.file_number", "", offsetof(ht_doc, file_number)},
    {"archive.retention", "", offsetof(ht_doc, retention)},
    {"secrecy", "", offsetof(ht_doc, secrecy)},
};

static ht_status fill_info(ht_builder *b)
{
	ht_doc *doc = b->doc;
	doc->title = plain_title(b);
	for (size_t i = 0; i < sizeof infos / sizeof *infos; i++) {
		const char *text = plain(b, infos[i].path, infos[i].join);
		if (!text && ht_group_find(&b->record->root, infos[i].path))
			return HT_ERR_NOMEM;
		*(const char **)((char *)doc + infos[i].member) = text;
	}
	const ht_value *date = ht_group_find(&b->record->root, "date");
	if (!date)
		return HT_OK;
	doc->date = date->date;
	doc->date_text = ht_arena_printf(b->arena, "%04d-%02d-%02d", date->date.year, date->date.month, date->date.day);
	return doc->date_text ? HT_OK : HT_ERR_NOMEM;
}

static ht_status build(ht_builder *b)
{
	const ht_style *style = b->style;
	ht_form_missing(&style->form, &b->record->root, tell_missing, b->diags);
	ht_status status = fill_info(b);
	if (status == HT_OK)
		status = build_list(b, style->flow, style->n_flow, &b->doc->flow);
	if (status == HT_OK)
		status = build_list(b, style->foot.rows, style->foot.n, &b->doc->foot);
	if (status == HT_OK)
		check_unused(b, &b->record->root, "");
	return status;
}

ht_status ht_doc_build(const ht_record *record, const ht_style *style, ht_diags *diags, ht_doc **ret)
{
	ht_arena *arena = ht_arena_new();
	ht_doc *doc = arena ? ht_arena_alloc(arena, sizeof *doc) : NULL;
	if (!doc) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	*doc = (ht_doc){.style = style, .arena = arena};
	ht_builder b = {.doc = doc, .record = record, .style = style, .arena = arena, .diags = diags};
	ht_status status = build(&b);
	if (status == HT_OK)
		*ret = doc;
	else
		ht_doc_free(doc);
	return status;
}

void ht_doc_free(ht_doc *doc)
{
	if (doc)
		ht_arena_free(doc->arena);
}

/* A record through a style sheet: the sheet's sequence of elements is gone
 * through once, each kind of element making its blocks. What becomes of the record's values is the ledger's. */
#include "build.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "style/messages.h"

const ht_value *ht_builder_find(const ht_builder *b, const char *path)
{
	const ht_scope *scope = b->scope;
	while (scope && !(scope->group && ht_field_find(scope->group->fields, path)))
		scope = scope->outer;
	return ht_group_find(scope ? scope->group : &b->record->root, path);
}

ht_block *ht_block_add(ht_builder *b, ht_block_list *list, const ht_element *e, ht_block_kind kind, size_t n_paras)
{
	ht_dpara *paras = ht_arena_array(b->arena, n_paras + 1, sizeof *paras);
	ht_block *block = paras ? HT_PUSH(b->arena, list->v, list->n, list->cap) : NULL;
	if (!block) {
		b->nomem = true;
		return NULL;
	}
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

static void build_text(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	ht_spans spans = {0};
	if (!ht_template_fill(b, &e->label, e->label_style ? e->label_style : e->style, &spans))
		return;
	size_t n_label = spans.n;
	if (!ht_template_fill(b, &e->text, e->style, &spans) || spans.n == n_label)
		return;
	ht_block *block = ht_block_add(b, list, e, HT_BLOCK_PARA, 1);
	if (!block)
		return;
	block->paras[0] = (ht_dpara){spans.v, spans.n};
	block->n_label = e->hang ? n_label : 0;
	block->loc = first_loc(block);
}

static void build_line(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_template *parts[] = {&e->left, &e->centre, &e->right};
	ht_dpara paras[3] = {0};
	bool any = false;
	for (size_t i = 0; i < 3; i++) {
		ht_spans spans = {0};
		if (ht_template_fill(b, parts[i], e->style, &spans))
			paras[i] = (ht_dpara){spans.v, spans.n};
		any = any || paras[i].n;
	}
	ht_block *block = any ? ht_block_add(b, list, e, HT_BLOCK_LINE, 3) : NULL;
	if (!block)
		return;
	memcpy(block->paras, paras, sizeof paras);
	block->loc = first_loc(block);
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

static void build_title(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	ht_spans spans = {0};
	if (!ht_template_fill(b, &e->text, e->style, &spans) || !spans.n)
		return;
	ht_block *block = ht_block_add(b, list, e, HT_BLOCK_TITLE, ht_count_breaks(&spans) + 1);
	if (!block)
		return;
	ht_split_lines(&spans, block);
	block->keep_next = true;
	block->loc = first_loc(block);
}

/* The rest of text after the name and blanks; NULL: it does not begin with the name. */
static const char *after_name(const char *text, const char *end, const char *name)
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

/* A masthead written as one line that spells out all the names of the element's
 * field and a suffix (甲局　乙局令): *suffix is then the suffix, and the names are
 * separated by "\n", as in a stack. */
static void split_mark(ht_builder *b, const ht_element *e, ht_spans *names, ht_spans *suffix)
{
	const ht_value *v = e->field ? ht_builder_find(b, e->field) : NULL;
	if (!v || v->n < 2 || names->n != 1)
		return;
	const ht_dspan masthead = names->v[0];
	const char *p = masthead.text, *end = masthead.text + masthead.len;
	const char **from = ht_arena_array(b->arena, v->n + 1, sizeof *from); /* where each name begins */
	b->nomem = b->nomem || !from;
	size_t comma = strlen("、");
	for (size_t i = 0; from && i < v->n && p; i++) {
		from[i] = p;
		p = after_name(p, end, v->texts[i].s);
		if (p && i + 1 < v->n && (size_t)(end - p) >= comma && memcmp(p, "、", comma) == 0)
			p += comma;
	}
	if (!p || !from)
		return;
	from[v->n] = p;
	*names = (ht_spans){0};
	*suffix = (ht_spans){0};
	ht_spans_add(b, suffix, p, (size_t)(end - p), e->style, NULL, masthead.loc);
	for (size_t i = 0; i < v->n; i++) {
		ht_spans_add(b, names, "\n", i ? 1 : 0, e->style, NULL, masthead.loc);
		ht_spans_add(b, names, v->texts[i].s, strlen(v->texts[i].s), e->style, NULL, masthead.loc);
		ht_ledger_made(b->doc->ledger, from[i], (size_t)(from[i + 1] - from[i]), v->texts[i].s,
		               strlen(v->texts[i].s));
	}
}

/* 7.2.4: the masthead of a joint document is the issuers' names, above each other, with 文件 (the suffix) beside them.
 */
static void build_masthead(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	ht_spans names = {0}, suffix = {0};
	if (!ht_template_fill(b, &e->text, e->style, &names) || !names.n)
		return;
	ht_template_fill(b, &e->suffix, e->style, &suffix);
	split_mark(b, e, &names, &suffix);
	ht_block *block = ht_block_add(b, list, e, HT_BLOCK_MASTHEAD, ht_count_breaks(&names) + 2);
	if (!block)
		return;
	ht_split_lines(&names, block);
	if (block->n_paras > 1)
		block->paras[block->n_paras++] = (ht_dpara){suffix.v, suffix.n};
	block->loc = first_loc(block);
}

static void build_rule(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	ht_block_add(b, list, e, HT_BLOCK_RULE, 0);
}

/* The names, each a paragraph of its own (joint documents: in issuer order,
 * 7.3.5.2), then the date, an empty paragraph if there is none. */
static void build_signature(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	ht_spans names = {0}, date = {0};
	ht_template_fill(b, &e->text, e->style, &names);
	ht_template_fill(b, &e->date, e->style, &date);
	if (!names.n && !date.n)
		return;
	ht_block *block = ht_block_add(b, list, e, HT_BLOCK_SIGNATURE, ht_count_breaks(&names) + 2);
	if (!block)
		return;
	block->n_paras = 0;
	if (names.n)
		ht_split_lines(&names, block);
	block->paras[block->n_paras++] = (ht_dpara){date.v, date.n};
	block->loc = first_loc(block);
}

/* Is one of the fields, separated by "/", given in scope? */
static bool any_given(ht_builder *b, const char *paths)
{
	char *copy = ht_arena_strdup(b->arena, paths), *save;
	if (!copy)
		b->nomem = true;
	for (char *path = copy ? strtok_r(copy, "/", &save) : NULL; path; path = strtok_r(NULL, "/", &save))
		if (ht_builder_find(b, path))
			return true;
	return false;
}

static void build_element(ht_builder *b, const ht_element *e, ht_block_list *list);

static void build_members(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	for (size_t i = 0; i < e->n_members; i++)
		build_element(b, e->members[i], list);
}

/* The members below their heading. Where they show nothing, the heading is not shown either, but what the group has for
 * that. */
static void build_headed(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	size_t before = list->n, count = b->count;
	if (e->heading)
		build_element(b, e->heading, list);
	size_t headed = list->n;
	build_members(b, e, list);
	if (list->n > headed)
		return;
	list->n = before;
	b->count = count;
	if (e->otherwise)
		build_element(b, e->otherwise, list);
}

/* Once for each member of the list field; once for the record itself when the group has no field, or the record no such
 * list. */
static void build_group(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_value *v = e->field ? ht_builder_find(b, e->field) : NULL;
	if (!e->field && (!e->when || any_given(b, e->when)))
		build_headed(b, e, list);
	if (e->field && !v && !e->when && e->at_least < 2)
		build_headed(b, e, list);
	for (size_t i = 0; v && v->n >= (size_t)e->at_least && i < v->n; i++) {
		const ht_scope scope = {.outer = b->scope, .group = v->groups[i], .member = i + 1, .of = v->n};
		b->scope = &scope;
		if (!e->when || any_given(b, e->when))
			build_headed(b, e, list);
		b->scope = scope.outer;
	}
}

static void build_nothing(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	(void)b;
	(void)e;
	(void)list; /* page furniture: the layout's own */
}

static ht_build_fn *const kinds[HT_E_KIND_COUNT] = {
    [HT_E_TEXT] = build_text,           [HT_E_LINE] = build_line,
    [HT_E_MASTHEAD] = build_masthead,   [HT_E_TITLE] = build_title,
    [HT_E_RULE] = build_rule,           [HT_E_BODY] = ht_build_body,
    [HT_E_PEOPLE] = ht_build_people,    [HT_E_SIGNERS] = ht_build_signers,
    [HT_E_SEALED] = ht_build_sealed,    [HT_E_STAMPED] = ht_build_stamped,
    [HT_E_SIGNATURE] = build_signature, [HT_E_TABLE] = ht_build_table,
    [HT_E_GROUP] = build_group,         [HT_E_ATTACHMENT_NOTE] = ht_build_attachment_note,
    [HT_E_ROSTER] = ht_build_roster,    [HT_E_PAGE_NUMBER] = build_nothing,
};

static bool is_left_out(ht_builder *b, const ht_element *e)
{
	if (e->when && e->kind != HT_E_GROUP && !any_given(b, e->when)) /* a group checks this for each member */
		return true;
	return e->unless && any_given(b, e->unless);
}

static void build_element(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	size_t before = list->n;
	if (is_left_out(b, e))
		return;
	b->counts = false;
	kinds[e->kind](b, e, list);
	if (list->n > before) {
		list->v[before].first = true;
		b->count += b->counts;
	}
	b->counts = false;
}

static ht_blocks build_list(ht_builder *b, const ht_element *const *elements, size_t n)
{
	ht_block_list list = {0};
	for (size_t i = 0; i < n; i++)
		build_element(b, elements[i], &list);
	return (ht_blocks){list.v, list.n};
}

static void tell_missing(void *user, ht_code code, ht_loc loc, const char *path, const char *zh)
{
	const ht_builder *b = user;
	ht_diag(b->diags, code, loc, path, zh, b->style->form.names.zh, NULL);
}

/* The file's metadata: templates of the sheet, as plain text. */
static const struct {
	size_t template, text; /* of ht_metadata, of ht_doc */
} metadata[] = {
    {offsetof(ht_metadata, title), offsetof(ht_doc, title)},
    {offsetof(ht_metadata, author), offsetof(ht_doc, author)},
    {offsetof(ht_metadata, subject), offsetof(ht_doc, subject)},
    {offsetof(ht_metadata, keywords), offsetof(ht_doc, keywords)},
    {offsetof(ht_metadata, archival_code), offsetof(ht_doc, archive[HT_ARCHIVE_CODE])},
    {offsetof(ht_metadata, fonds), offsetof(ht_doc, archive[HT_ARCHIVE_FONDS])},
    {offsetof(ht_metadata, file_number), offsetof(ht_doc, archive[HT_ARCHIVE_FILE_NUMBER])},
    {offsetof(ht_metadata, retention), offsetof(ht_doc, archive[HT_ARCHIVE_RETENTION])},
    {offsetof(ht_metadata, index_number), offsetof(ht_doc, archive[HT_ARCHIVE_INDEX_NUMBER])},
    {offsetof(ht_metadata, category), offsetof(ht_doc, archive[HT_ARCHIVE_CATEGORY])},
    {offsetof(ht_metadata, secrecy), offsetof(ht_doc, archive[HT_ARCHIVE_SECRECY])},
};

static void fill_metadata(ht_builder *b)
{
	const ht_metadata *from = &b->style->metadata;
	static const ht_pstyle plain = {0};
	for (size_t i = 0; i < sizeof metadata / sizeof *metadata; i++) {
		const char *base = (const char *)from + metadata[i].template;
		ht_spans spans = {0};
		if (ht_template_fill(b, (const ht_template *)(const void *)base, &plain, &spans) && spans.n)
			*(const char **)(void *)((char *)b->doc + metadata[i].text) = ht_spans_text(b, &spans);
	}
	const ht_value *date = from->date ? ht_builder_find(b, from->date) : NULL;
	if (!date || !date->date.year)
		return;
	b->doc->date = date->date;
	char day[HT_DATE_ISO];
	ht_date_iso(&date->date, day);
	b->doc->date_text = ht_arena_strdup(b->arena, day);
	b->nomem = b->nomem || !b->doc->date_text;
}

/* A masthead or a signature in words of its own shows the issuers that it names. */
static void name_issuers(ht_builder *b)
{
	const ht_value *issuers = ht_group_find(&b->record->root, "issuers");
	const ht_value *masthead = ht_group_find(&b->record->root, "mark");
	const ht_value *signature = ht_group_find(&b->record->root, "signature");
	for (size_t i = 0; issuers && i < issuers->n; i++) {
		const char *name = issuers->texts[i].s;
		size_t len = strlen(name);
		if (masthead)
			ht_ledger_made(b->doc->ledger, name, len, strstr(masthead->text.s, name), len);
		for (size_t k = 0; signature && k < signature->n; k++)
			ht_ledger_made(b->doc->ledger, name, len, strstr(signature->texts[k].s, name), len);
	}
}

/* Where the sheet says nothing of a title for the file, it is that which the paper shows. */
static void take_title(ht_builder *b)
{
	const ht_blocks *flow = &b->doc->flow;
	size_t i = 0;
	while (i < flow->n && flow->v[i].kind != HT_BLOCK_TITLE)
		i++;
	if (b->doc->title || i == flow->n)
		return;
	ht_spans all = {0};
	for (size_t p = 0; p < flow->v[i].n_paras; p++)
		for (size_t k = 0; k < flow->v[i].paras[p].n; k++) {
			const ht_dspan *span = &flow->v[i].paras[p].spans[k];
			ht_spans_add(b, &all, span->text, span->len, flow->v[i].style, NULL, span->loc);
		}
	b->doc->title = ht_spans_text(b, &all);
}

static ht_status build(ht_builder *b)
{
	const ht_style *style = b->style;
	name_issuers(b);
	ht_form_missing(&style->form, &b->record->root, tell_missing, b);
	fill_metadata(b);
	b->doc->flow = build_list(b, style->flow, style->n_flow);
	b->doc->notes = (ht_blocks){b->notes.v, b->notes.n};
	take_title(b);
	b->doc->imprint = build_list(b, style->imprint.rows, style->imprint.n);
	ht_doc_archive(b);
	return b->nomem ? HT_ERR_NOMEM : HT_OK;
}

ht_status ht_doc_build(const ht_record *record, const ht_style *style, ht_diags *diags, ht_doc **ret)
{
	ht_arena *arena = ht_arena_new();
	ht_doc *doc = arena ? ht_arena_alloc(arena, sizeof *doc) : NULL;
	if (!doc) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	*doc = (ht_doc){
	    .style = style, .most_pages = HT_DOC_MOST_PAGES, .arena = arena, .ledger = ht_ledger_new(arena, record)};
	ht_builder b = {.doc = doc, .record = record, .style = style, .arena = arena, .diags = diags};
	ht_status status = doc->ledger ? build(&b) : HT_ERR_NOMEM;
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

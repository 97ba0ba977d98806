/* What a sheet says of its form: reading it, and checking a record against it. */
#include "style/form.h"

#include <string.h>
#include <unistd.h>

#include "form_read.h"
#include "sheet.h"
#include "style/messages.h"

/* A longer chain of sheets must be a circle. */
#define MAX_EXTENDS 16

#define ONE(type, name, zh, kind, member)                                                                              \
	{                                                                                                              \
		name, zh, kind, offsetof(type, member), 0, NULL, 0, BELOW_NOTHING, NULL                                \
	}
#define LIST(type, name, zh, kind, member)                                                                             \
	{                                                                                                              \
		name, zh, kind, offsetof(type, member), offsetof(type, n_##member), NULL, 0, BELOW_NOTHING, NULL       \
	}
#define END                                                                                                            \
	{                                                                                                              \
		NULL, NULL, KEY_OTHER, 0, 0, NULL, 0, BELOW_NOTHING, NULL                                              \
	}

static const ht_key name_keys[] = {
    ONE(ht_form, "form", "格式", KEY_STRING, names.en),
    ONE(ht_form, "name", "名称", KEY_STRING, names.zh),
    ONE(ht_form, "english_name", "英文名称", KEY_STRING, names.alias),
    ONE(ht_form, "standard", "默认", KEY_BOOL, standard),
    END,
};

static const ht_key form_keys[] = {
    LIST(ht_form, "required", "必备", KEY_FIELDS, required),
    LIST(ht_form, "wanted", "常备", KEY_FIELDS, wanted),
    END,
};

const ht_key ht_check_keys[] = {
    ONE(ht_form, "title_chars", "标题字数", KEY_INT, title_chars),
    ONE(ht_form, "number_without_code", "文号无代字", KEY_BOOL, number_without_code),
    LIST(ht_form, "secrecy_words", "密级用语", KEY_STRINGS, secrecy_words),
    END,
};

const ht_key ht_kind_keys[] = {
    LIST(ht_document_kind, "wanted", "常备", KEY_FIELDS, wanted),
    LIST(ht_document_kind, "without", "不备", KEY_FIELDS, without),
    END,
};

static const ht_key evidence_keys[] = {
    LIST(ht_evidence, "title_ends", "标题结尾", KEY_STRINGS, title_ends),
    LIST(ht_evidence, "mark_ends", "标志结尾", KEY_STRINGS, mark_ends),
    LIST(ht_evidence, "code_ends", "代字结尾", KEY_STRINGS, code_ends),
    LIST(ht_evidence, "recognised", "已识别", KEY_FIELDS, recognised),
    END,
};

/* What the reader makes of `recognition:`. */
typedef struct recognition_text {
	ht_recognition r;
	const char **above; /* words for masthead_above */
	size_t n_above;
} recognition_text;

#define KNOWN(name, zh, kind, member) ONE(recognition_text, name, zh, kind, r.member)
#define WORDS(name, zh, member)                                                                                        \
	{                                                                                                              \
		name, zh, KEY_STRINGS, offsetof(recognition_text, r.member), offsetof(recognition_text, r.n_##member), \
		    NULL, 0, BELOW_NOTHING, NULL                                                                       \
	}

const ht_key ht_recognition_keys[] = {
    {"evidence", "依据", KEY_OTHER, 0, 0, NULL, 0, BELOW_ENTRIES, evidence_keys},
    KNOWN("rank", "次序", KEY_INT, rank),
    WORDS("masthead_ends", "标志行结尾", masthead_ends),
    LIST(recognition_text, "masthead_above", "标志行下", KEY_STRINGS, above),
    KNOWN("masthead_within", "标志行下行数", KEY_INT, masthead_within),
    KNOWN("title_is_mark", "标题即标志", KEY_BOOL, title_is_mark),
    WORDS("mark_titles", "标志标题结尾", mark_titles),
    KNOWN("mark_otherwise", "默认标志", KEY_STRING, mark_otherwise),
    KNOWN("tells_of_meeting", "记录会议", KEY_BOOL, tells_of_meeting),
    KNOWN("officers_sign", "职务签发", KEY_BOOL, officers_sign),
    KNOWN("encloses", "附发文件", KEY_BOOL, encloses),
    KNOWN("unsigned", "不署名", KEY_BOOL, unsigned_),
    KNOWN("item_by_item", "分条", KEY_BOOL, item_by_item),
    END,
};
#undef END

static const char *const above_words[] = {"ordinal", "number", "signers", NULL};

/* A sheet's form being read. */
typedef struct form_reader {
	ht_sheet_reader *r; /* its status is sticky */
	const char *own;    /* the sheet's file: what is written elsewhere was inherited */
	ht_form form;
} form_reader;

static void *new_array(form_reader *f, size_t n, size_t size)
{
	void *array = ht_arena_array(f->r->arena, n, size);
	if (!array)
		f->r->status = HT_ERR_NOMEM;
	return array;
}

static bool is_own(const form_reader *f, const ht_node *node)
{
	return strcmp(node->loc.file, f->own) == 0;
}

/* ---- fields ---- */

static bool is_listed(const char *const *paths, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(paths[i], path) == 0)
			return true;
	return false;
}

/* The list with the members of `list+:` and without those of `list-:`, where they
 * are not merged yet. */
static void change(form_reader *f, const ht_node *root, const char *name, const char *const **paths, size_t *n)
{
	ht_form plus = {0}, minus = {0};
	const struct {
		const char *sign;
		ht_form *into;
	} changes[] = {{"+", &plus}, {"-", &minus}};
	for (size_t i = 0; i < 2; i++) {
		const char *key = ht_arena_printf(f->r->arena, "%s%s", name, changes[i].sign);
		ht_node *list = key ? ht_sheet_get(root, key) : NULL;
		ht_node required = {.kind = HT_NODE_SCALAR, .text = "required"};
		ht_node_pair pair = {&required, list};
		const ht_node map = {.kind = HT_NODE_MAP, .pairs = &pair, .n = 1, .loc = root->loc};
		if (!key)
			f->r->status = HT_ERR_NOMEM;
		if (list)
			ht_reader_key(f->r, &map, "required", form_keys, changes[i].into);
	}
	const char **all = new_array(f, *n + plus.n_required + 1, sizeof *all);
	size_t kept = 0;
	for (size_t i = 0; all && i < *n; i++)
		if (!is_listed(minus.required, minus.n_required, (*paths)[i]))
			all[kept++] = (*paths)[i];
	for (size_t i = 0; all && i < plus.n_required; i++)
		all[kept++] = plus.required[i];
	if (all) {
		*paths = all;
		*n = kept;
	}
}

/* ---- kinds ---- */

static void read_kind(form_reader *f, const char *name, const ht_node *node, ht_document_kind *kinds)
{
	size_t i = 0;
	while (i < f->form.n_kinds && strcmp(kinds[i].name, name) != 0)
		i++;
	if (i == f->form.n_kinds)
		f->form.n_kinds++;
	kinds[i] = (ht_document_kind){.name = name};
	if (node && !ht_node_is_null(node))
		ht_reader_map(f->r, node, name, ht_kind_keys, 0, &kinds[i]);
}

/* A list of names, or a map of names with what each means. A map adds to the
 * kinds of the sheet it extends, a list replaces them, as everywhere in sheets. */
static void read_kinds(form_reader *f, const ht_node *node)
{
	const ht_document_kind *inherited = f->form.kinds;
	const bool map = node->kind == HT_NODE_MAP;
	size_t n = map * f->form.n_kinds;
	if (node->kind == HT_NODE_SCALAR) {
		ht_diag(f->r->diags, HT_D_STYLE_NOT_LIST, node->loc, "kinds", NULL);
		return;
	}
	ht_document_kind *kinds = new_array(f, n + node->n + 1, sizeof *kinds);
	if (!kinds)
		return;
	if (n)
		memcpy(kinds, inherited, n * sizeof *kinds);
	f->form.kinds = kinds;
	f->form.n_kinds = n;
	for (size_t i = 0; i < node->n; i++) {
		if (map)
			read_kind(f, node->pairs[i].key->text, node->pairs[i].value, kinds);
		else if (node->items[i]->kind == HT_NODE_SCALAR)
			read_kind(f, node->items[i]->text, NULL, kinds);
		else
			ht_diag(f->r->diags, HT_D_STYLE_LIST_MEMBER, node->items[i]->loc, "kinds", NULL);
	}
}

/* ---- recognition ---- */

static void read_evidence(form_reader *f, const ht_node *list, ht_recognition *ret)
{
	if (list->kind != HT_NODE_SEQ) {
		ht_diag(f->r->diags, HT_D_STYLE_NOT_LIST, list->loc, "evidence", NULL);
		return;
	}
	ht_evidence *evidence = new_array(f, list->n + 1, sizeof *evidence);
	for (size_t i = 0; evidence && i < list->n; i++)
		ht_reader_map(f->r, list->items[i], "evidence", evidence_keys, 0, &evidence[i]);
	ret->evidence = evidence;
	ret->n_evidence = list->n;
}

static void read_above(form_reader *f, ht_loc loc, recognition_text *text)
{
	for (size_t i = 0; i < text->n_above; i++) {
		size_t k = 0;
		while (above_words[k] && strcmp(above_words[k], text->above[i]) != 0)
			k++;
		if (above_words[k])
			text->r.masthead_above |= 1u << k;
		else
			ht_diag(f->r->diags, HT_D_STYLE_VALUE, loc, text->above[i], "masthead_above",
			        "ordinal, number, signers", NULL);
	}
}

/* A map's pairs that are written in the sheet itself, not merged in. */
static ht_node own_pairs(form_reader *f, const ht_node *map)
{
	ht_node ret = {.kind = HT_NODE_MAP, .loc = map->loc, .pairs = new_array(f, map->n + 1, sizeof(ht_node_pair))};
	for (size_t i = 0; ret.pairs && i < map->n; i++)
		if (is_own(f, map->pairs[i].key))
			ret.pairs[ret.n++] = map->pairs[i];
	return ret;
}

/* A sheet is recognised by its own words only: a sheet that extends it is another form. */
static void read_recognition(form_reader *f, const ht_node *node)
{
	recognition_text text = {.r.masthead_within = 1};
	if (node->kind != HT_NODE_MAP) {
		ht_diag(f->r->diags, HT_D_STYLE_NOT_MAP, node->loc, "recognition", NULL);
		return;
	}
	const ht_node own = own_pairs(f, node), *evidence = ht_node_get(&own, "evidence");
	ht_reader_map(f->r, &own, "recognition", ht_recognition_keys, 0, &text);
	if (evidence)
		read_evidence(f, evidence, &text.r);
	if (text.n_above)
		read_above(f, ht_node_get(&own, "masthead_above")->loc, &text);
	f->form.recognition = text.r;
}

/* ---- a sheet ---- */

const char *ht_form_sheet_name(ht_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	size_t len = strlen(base), ending = strlen(".yaml");
	if (len > ending && strcmp(base + len - ending, ".yaml") == 0)
		len -= ending;
	return ht_arena_strndup(arena, base, len);
}

/* What a sheet inherits from the one it extends. */
static ht_form inherit(const ht_form *base)
{
	static const char *const nothing[] = {NULL};
	if (!base)
		return (ht_form){.required = nothing, .wanted = nothing};
	ht_form form = *base;
	form.names = (ht_choice){0};
	form.standard = false;
	form.recognition = (ht_recognition){.masthead_within = 1};
	return form;
}

void ht_form_read(ht_sheet_reader *r, const ht_node *root, const char *path, const ht_form *base, ht_form *ret)
{
	form_reader f = {.r = r, .own = path, .form = inherit(base)};
	const ht_node *kinds = ht_node_get(root, "kinds"), *checks = ht_node_get(root, "checks"),
	              *recognition = ht_node_get(root, "recognition");
	ht_form *form = &f.form;
	for (const ht_key *key = name_keys; key->name; key++) {
		const ht_node *node = ht_node_get(root, key->name);
		if (node && is_own(&f, node))
			ht_reader_key(r, root, key->name, name_keys, form);
	}
	for (const ht_key *key = form_keys; key->name; key++)
		ht_reader_key(r, root, key->name, form_keys, form);
	if (base) {
		change(&f, root, "required", &form->required, &form->n_required);
		change(&f, root, "wanted", &form->wanted, &form->n_wanted);
	}
	if (kinds)
		read_kinds(&f, kinds);
	if (checks)
		ht_reader_map(r, checks, "checks", ht_check_keys, 0, form);
	if (recognition && is_own(&f, recognition))
		read_recognition(&f, recognition);
	form->path = path;
	form->sheet = ht_form_sheet_name(r->arena, path);
	if (!form->sheet)
		r->status = HT_ERR_NOMEM;
	if (r->status != HT_OK)
		return;
	form->hidden = *form->sheet == '_';
	form->declared = form->names.en;
	if (!form->declared)
		form->names.en = form->sheet;
	if (!form->names.zh)
		form->names.zh = form->names.alias;
	if (!form->names.zh)
		form->names.zh = form->names.en;
	*ret = *form;
}

typedef struct loading {
	ht_arena *arena;
	const ht_style_dirs *dirs;
	const ht_form *known;
	ht_diags *diags;
} loading;

static ht_status load(loading *l, const char *path, int depth, ht_form *ret);

/* The form of the sheet that the one at path extends. */
static ht_status load_base(loading *l, const char *path, const ht_node *extends, int depth, ht_form *ret)
{
	const char *from;
	ht_status status = ht_sheet_locate(l->arena, extends->text, path, extends->loc, l->dirs, l->diags, &from);
	if (status != HT_OK)
		return status;
	size_t n = l->dirs->built_in ? strlen(l->dirs->built_in) : 0;
	bool own = n && strncmp(from, l->dirs->built_in, n) == 0 && from[n] == '/' && !strchr(from + n + 1, '/');
	for (const ht_form *f = l->known; own && f && f->sheet; f++)
		if (strcmp(f->sheet, extends->text) == 0) {
			*ret = *f;
			return HT_OK;
		}
	if (depth == MAX_EXTENDS) {
		ht_diag(l->diags, HT_D_STYLE_EXTENDS, extends->loc, extends->text, NULL);
		return HT_ERR_INPUT;
	}
	return load(l, from, depth + 1, ret);
}

static ht_status load(loading *l, const char *path, int depth, ht_form *ret)
{
	ht_node *root = NULL;
	ht_form base = {0};
	ht_status status = ht_sheet_read(l->arena, path, l->diags, &root);
	if (status != HT_OK)
		return status;
	const ht_node *extends = ht_node_get(root, "extends");
	if (extends && extends->kind == HT_NODE_SCALAR)
		status = load_base(l, path, extends, depth, &base);
	else
		extends = NULL;
	ht_sheet_reader r = {.arena = l->arena, .diags = l->diags};
	size_t before = ht_diags_count(l->diags, HT_LEVEL_ERROR);
	if (status == HT_OK) {
		ht_form_read(&r, root, path, extends ? &base : NULL, ret);
		status = r.status;
	}
	if (status == HT_OK && ht_diags_count(l->diags, HT_LEVEL_ERROR) > before)
		status = HT_ERR_INPUT;
	return status;
}

ht_status ht_form_load(ht_arena *arena, const char *path, const ht_style_dirs *dirs, const ht_form *known,
                       ht_diags *diags, ht_form *ret)
{
	loading l = {arena, dirs, known, diags};
	return load(&l, path, 0, ret);
}

/* ---- a record held to its form ---- */

const ht_document_kind *ht_form_kind(const ht_form *form, const char *text)
{
	const ht_document_kind *best = NULL;
	size_t len = strlen(text), longest = 0;
	for (size_t i = 0; i < form->n_kinds; i++) {
		size_t n = strlen(form->kinds[i].name);
		if (n <= len && n > longest && strcmp(text + len - n, form->kinds[i].name) == 0) {
			best = &form->kinds[i];
			longest = n;
		}
	}
	return best;
}

typedef struct teller {
	const ht_group *record;
	void (*tell)(void *user, ht_code code, ht_loc loc, const char *path, const char *zh);
	void *user;
} teller;

static void tell_lacking(const teller *t, ht_code code, const char *const *paths, size_t n,
                         const ht_document_kind *kind)
{
	for (size_t i = 0; i < n; i++) {
		if (ht_group_gives(t->record, paths[i]) ||
		    (kind && is_listed(kind->without, kind->n_without, paths[i])))
			continue;
		const ht_field *field = ht_field_find(ht_record_fields(), paths[i]);
		t->tell(t->user, code, t->record->loc, paths[i], field ? field->zh : paths[i]);
	}
}

/* The kind that the title names, or else the masthead (某某市人民政府公告). */
static const ht_document_kind *kind_of(const ht_form *form, const ht_group *record)
{
	static const char *const fields[] = {"title", "mark"};
	const ht_document_kind *kind = NULL;
	for (size_t i = 0; !kind && i < sizeof fields / sizeof *fields; i++) {
		const ht_value *v = ht_group_find(record, fields[i]);
		kind = v && v->text.s ? ht_form_kind(form, v->text.s) : NULL;
	}
	return kind;
}

void ht_form_missing(const ht_form *form, const ht_group *record,
                     void (*tell)(void *user, ht_code code, ht_loc loc, const char *path, const char *zh), void *user)
{
	const teller t = {record, tell, user};
	const ht_document_kind *kind = kind_of(form, record);
	tell_lacking(&t, HT_D_FIELD_REQUIRED, form->required, form->n_required, NULL);
	tell_lacking(&t, HT_D_FIELD_WANTED, form->wanted, form->n_wanted, kind);
	if (kind)
		tell_lacking(&t, HT_D_FIELD_WANTED, kind->wanted, kind->n_wanted, NULL);
}

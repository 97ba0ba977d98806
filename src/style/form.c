/* What a sheet says of its form: reading it, and checking a record against it. */
#include "style/form.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
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
    LIST(ht_form, "also_called", "又称", KEY_STRINGS, also_called),
    END,
};

static const ht_key form_keys[] = {
    LIST(ht_form, "required", "必备", KEY_FIELDS, required),
    LIST(ht_form, "wanted", "常备", KEY_FIELDS, wanted),
    LIST(ht_form, "stated", "正文写明", KEY_REASONS, stated),
    END,
};

const ht_key ht_check_keys[] = {
    ONE(ht_form, "title_chars", "标题字数", KEY_INT, title_chars),
    ONE(ht_form, "number_without_code", "文号无代字", KEY_BOOL, number_without_code),
    ONE(ht_form, "number_without_brackets", "文号无括号", KEY_BOOL, number_without_brackets),
    LIST(ht_form, "secrecy_words", "密级用语", KEY_STRINGS, secrecy_words),
    END,
};

const ht_key ht_kind_keys[] = {
    LIST(ht_document_kind, "wanted", "常备", KEY_FIELDS, wanted),
    LIST(ht_document_kind, "without", "不备", KEY_FIELDS, without),
    ONE(ht_document_kind, "one_recipient", "一个主送机关", KEY_BOOL, one_recipient),
    ONE(ht_document_kind, "number_without_brackets", "文号无括号", KEY_BOOL, number_without_brackets),
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

/* In the order of the bits HT_ABOVE_…. */
static const ht_word above_words[] = {{"ordinal", "期号"}, {"number", "发文字号"}, {"signers", "签发人"}, {NULL, NULL}};

/* A sheet's form being read. */
typedef struct form_reader {
	ht_sheet_reader *r; /* its status is sticky */
	ht_form form;
} form_reader;

static void *new_array(form_reader *f, size_t n, size_t size)
{
	void *array = ht_arena_array(f->r->arena, n, size);
	if (!array)
		f->r->status = HT_ERR_NOMEM;
	return array;
}

/* ---- kinds ---- */

/* A map of names with what each means; lists have become such maps (ht_sheet_inherit). */
static void read_kinds(form_reader *f, const ht_node *node)
{
	if (node->kind != HT_NODE_MAP) {
		ht_diag(f->r->diags, HT_D_STYLE_NOT_LIST, node->loc, "kinds", NULL);
		return;
	}
	ht_document_kind *kinds = new_array(f, node->n + 1, sizeof *kinds);
	for (size_t i = 0; kinds && i < node->n; i++) {
		kinds[i].name = node->pairs[i].key->text;
		ht_reader_map(f->r, node->pairs[i].value, kinds[i].name, ht_kind_keys, 0, &kinds[i]);
	}
	f->form.kinds = kinds;
	f->form.n_kinds = kinds ? node->n : 0;
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
		int k = ht_word_find(above_words, text->above[i]);
		if (k >= 0)
			text->r.masthead_above |= 1u << k;
		else
			ht_diag(f->r->diags, HT_D_STYLE_VALUE, loc, text->above[i], "masthead_above",
			        "ordinal, number, signers", NULL);
	}
}

/* A sheet is recognised by its own words only: whoever extends it is another form. */
static void read_recognition(form_reader *f, const ht_node *node)
{
	recognition_text text = {.r.masthead_within = 1};
	const ht_node *evidence = ht_sheet_get(node, "evidence");
	ht_reader_map(f->r, node, "recognition", ht_recognition_keys, 0, &text);
	if (evidence)
		read_evidence(f, evidence, &text.r);
	if (text.n_above)
		read_above(f, ht_node_get(node, "masthead_above")->loc, &text);
	f->form.recognition = text.r;
}

/* ---- a sheet ---- */

const char *ht_form_sheet_name(ht_arena *arena, const char *path)
{
	const char *base = ht_str_file_name(path);
	size_t len = strlen(base), ending = strlen(".yaml");
	if (len > ending && strcmp(base + len - ending, ".yaml") == 0)
		len -= ending;
	return ht_arena_strndup(arena, base, len);
}

/* A number that the map gives must be within its range. */
static void check_range(ht_sheet_reader *r, const ht_node *map, const char *key, bool within, const char *range)
{
	const ht_node *node = ht_sheet_get(map, key);
	if (node && !within)
		ht_diag(r->diags, HT_D_STYLE_RANGE, node->loc, key, range, NULL);
}

void ht_form_read(ht_sheet_reader *r, const ht_node *root, const char *path, ht_form *ret)
{
	static const char *const nothing[] = {NULL};
	form_reader f = {r, {.required = nothing, .wanted = nothing, .recognition = {.masthead_within = 1}}};
	const ht_node *kinds = ht_node_get(root, "kinds"), *checks = ht_node_get(root, "checks"),
	              *recognition = ht_node_get(root, "recognition");
	ht_form *form = &f.form;
	for (const ht_key *key = name_keys; key->name; key++)
		ht_reader_key(r, root, key->name, name_keys, form);
	for (const ht_key *key = form_keys; key->name; key++)
		ht_reader_key(r, root, key->name, form_keys, form);
	if (kinds)
		read_kinds(&f, kinds);
	if (checks)
		ht_reader_map(r, checks, "checks", ht_check_keys, 0, form);
	if (recognition)
		read_recognition(&f, recognition);
	check_range(r, checks, "title_chars", form->title_chars >= 0, "0, 1, 2 …");
	check_range(r, recognition, "masthead_within", form->recognition.masthead_within > 0, "1, 2, 3 …");
	form->path = path;
	form->sheet = ht_form_sheet_name(r->arena, path);
	if (!form->sheet)
		r->status = HT_ERR_NOMEM;
	if (r->status != HT_OK)
		return;
	form->hidden = *form->sheet == '_';
	form->declared = form->names.en;
	form->family = form->names.en;
	if (!form->declared)
		form->names.en = form->sheet;
	if (!form->names.zh)
		form->names.zh = form->names.alias;
	if (!form->names.zh)
		form->names.zh = form->names.en;
	*ret = *form;
}

/* ---- what a sheet inherits of a form that is known without its file ---- */

/* A tree being made. Once memory has run out, failed is true and what is made is not used. */
typedef struct tree {
	ht_arena *arena;
	ht_loc loc;
	bool failed;
} tree;

static ht_node *new_node(tree *t, ht_node_kind kind)
{
	ht_node *node = ht_arena_alloc(t->arena, sizeof *node);
	t->failed |= !node;
	if (node)
		*node = (ht_node){.kind = kind, .loc = t->loc};
	return node;
}

static ht_node *text_node(tree *t, const char *text)
{
	ht_node *node = new_node(t, HT_NODE_SCALAR);
	t->failed |= !text;
	if (node)
		node->text = text;
	return node;
}

static ht_node *list_node(tree *t, const char *const *texts, size_t n)
{
	ht_node *node = new_node(t, HT_NODE_SEQ);
	ht_node **items = ht_arena_array(t->arena, n + 1, sizeof *items);
	t->failed |= !items;
	for (size_t i = 0; items && i < n; i++)
		items[i] = text_node(t, texts[i]);
	if (node) {
		node->items = items;
		node->n = items ? n : 0;
	}
	return node;
}

/* A map with room for n pairs, which put() adds. */
static ht_node *map_node(tree *t, size_t n)
{
	ht_node *node = new_node(t, HT_NODE_MAP);
	if (node)
		node->pairs = ht_arena_array(t->arena, n, sizeof *node->pairs);
	t->failed |= node && !node->pairs;
	return node;
}

static void put(tree *t, ht_node *map, const char *key, ht_node *value)
{
	ht_node *name = text_node(t, key);
	if (!t->failed)
		map->pairs[map->n++] = (ht_node_pair){name, value};
}

static ht_node *kinds_node(tree *t, const ht_form *form)
{
	ht_node *map = map_node(t, form->n_kinds + 1);
	for (size_t i = 0; i < form->n_kinds; i++) {
		const ht_document_kind *kind = &form->kinds[i];
		ht_node *means = map_node(t, 4);
		if (kind->n_wanted)
			put(t, means, "wanted", list_node(t, kind->wanted, kind->n_wanted));
		if (kind->n_without)
			put(t, means, "without", list_node(t, kind->without, kind->n_without));
		if (kind->one_recipient)
			put(t, means, "one_recipient", text_node(t, "true"));
		if (kind->number_without_brackets)
			put(t, means, "number_without_brackets", text_node(t, "true"));
		put(t, map, kind->name, means);
	}
	return map;
}

static ht_node *stated_node(tree *t, const ht_form *form)
{
	ht_node *map = map_node(t, form->n_stated + 1);
	for (size_t i = 0; i < form->n_stated; i++)
		put(t, map, form->stated[i].path, text_node(t, form->stated[i].reason));
	return map;
}

/* What a sheet that extends the form's sheet inherits, as if it had been read from there. */
static ht_node *form_node(tree *t, const ht_form *form)
{
	ht_node *map = map_node(t, 5), *checks = map_node(t, 4);
	put(t, checks, "title_chars", text_node(t, ht_arena_printf(t->arena, "%d", form->title_chars)));
	put(t, checks, "number_without_code", text_node(t, form->number_without_code ? "true" : "false"));
	put(t, checks, "number_without_brackets", text_node(t, form->number_without_brackets ? "true" : "false"));
	put(t, checks, "secrecy_words", list_node(t, form->secrecy_words, form->n_secrecy_words));
	put(t, map, "required", list_node(t, form->required, form->n_required));
	put(t, map, "wanted", list_node(t, form->wanted, form->n_wanted));
	put(t, map, "stated", stated_node(t, form));
	put(t, map, "kinds", kinds_node(t, form));
	put(t, map, "checks", checks);
	return map;
}

/* Is the key, perhaps with the sign of a changed list, about the form? */
static bool is_about_form(const char *key)
{
	static const char *const keys[] = {"form",   "name",   "english_name", "standard", "also_called", "required",
	                                   "wanted", "stated", "kinds",        "checks",   "recognition"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		size_t len = strlen(keys[i]);
		if (strncmp(key, keys[i], len) == 0 &&
		    (!key[len] || strcmp(key + len, "+") == 0 || strcmp(key + len, "-") == 0))
			return true;
	}
	return false;
}

/* ---- a sheet that is read for its form alone ---- */

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
	ht_node *root = NULL, *parent = NULL;
	ht_form base = {0};
	ht_status status = ht_sheet_read(l->arena, path, l->diags, &root);
	if (status != HT_OK)
		return status;
	const ht_node *extends = ht_node_get(root, "extends");
	const bool varies = ht_node_get(root, "from_other_form");
	size_t before = ht_diags_errors_raised(l->diags), kept = 0;
	if (extends && extends->kind != HT_NODE_SCALAR) {
		ht_diag(l->diags, HT_D_STYLE_ONE_VALUE, extends->loc, "extends", NULL);
		status = HT_ERR_INPUT;
	} else if (extends) {
		status = load_base(l, path, extends, depth, &base);
		tree t = {l->arena, extends->loc, false};
		if (status == HT_OK)
			parent = form_node(&t, &base);
		if (t.failed)
			status = HT_ERR_NOMEM;
	}
	for (size_t i = 0; i < root->n; i++)
		if (is_about_form(root->pairs[i].key->text))
			root->pairs[kept++] = root->pairs[i];
	root->n = kept;
	if (status == HT_OK)
		status = ht_sheet_inherit(l->arena, parent, root, l->diags);
	ht_sheet_reader r = {.arena = l->arena, .diags = l->diags};
	if (status == HT_OK) {
		ht_form_read(&r, root, path, ret);
		status = r.status;
	}
	if (status == HT_OK && ht_diags_errors_raised(l->diags) > before)
		status = HT_ERR_INPUT;
	if (status == HT_OK && !ret->family)
		ret->family = base.family;
	if (status == HT_OK)
		ret->varies = varies || base.varies;
	return status;
}

ht_status ht_form_load(ht_arena *arena, const char *path, const ht_style_dirs *dirs, const ht_form *known,
                       ht_diags *diags, ht_form *ret)
{
	loading l = {arena, dirs, known, diags};
	return load(&l, path, 0, ret);
}

/* ---- a record held to its form ---- */

bool ht_form_is_own(const ht_form *sheet, const ht_form *record)
{
	if (!sheet->family || !record->family)
		return strcmp(sheet->path, record->path) == 0;
	return strcmp(sheet->family, record->family) == 0;
}

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
	ht_buf zh = {0};
	for (size_t i = 0; i < n; i++) {
		if (ht_group_gives(t->record, paths[i]) ||
		    (kind && ht_str_is_any_n(paths[i], kind->without, kind->n_without)))
			continue;
		zh.len = 0;
		ht_field_add_zh(&zh, paths[i]);
		t->tell(t->user, code, t->record->loc, paths[i], zh.failed ? paths[i] : zh.data);
	}
	ht_buf_free(&zh);
}

const ht_document_kind *ht_form_record_kind(const ht_form *form, const ht_group *record)
{
	static const char *const fields[] = {"title", "mark"};
	const ht_document_kind *kind = NULL;
	for (size_t i = 0; !kind && i < sizeof fields / sizeof *fields; i++) {
		const ht_value *v = ht_group_find(record, fields[i]);
		kind = v && v->text.s ? ht_form_kind(form, v->text.s) : NULL;
	}
	const ht_value *chosen = ht_group_find(record, "form");
	return kind || !chosen ? kind : ht_form_kind(form, chosen->typed);
}

const ht_document_kind *ht_form_masthead_kind(const ht_form *form, const ht_group *record)
{
	const ht_value *masthead = ht_group_find(record, "mark");
	const ht_document_kind *kind = NULL;
	if (masthead && masthead->text.s)
		kind = ht_form_kind(form, masthead->text.s);
	if (kind && strcmp(kind->name, form->names.zh) == 0)
		kind = NULL;
	return kind;
}

void ht_form_missing(const ht_form *form, const ht_group *record,
                     void (*tell)(void *user, ht_code code, ht_loc loc, const char *path, const char *zh), void *user)
{
	const teller t = {record, tell, user};
	const ht_document_kind *kind = ht_form_record_kind(form, record);
	tell_lacking(&t, HT_D_FIELD_REQUIRED, form->required, form->n_required, ht_form_masthead_kind(form, record));
	tell_lacking(&t, HT_D_FIELD_WANTED, form->wanted, form->n_wanted, kind);
	if (kind)
		tell_lacking(&t, HT_D_FIELD_WANTED, kind->wanted, kind->n_wanted, NULL);
}

/* Names of outputs: after the input, or by a template.
 *
 * `STEM[-STYLE][-PAGE].EXT`; where one input holds several records, the line's
 * number goes after the stem. A template replaces the stem; style and page are
 * added unless it contains them. Records that would share a name get numbers
 * from the parent process, in the order of the input: see commit.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "batch/messages.h"
#include "bt.h"

#define SEPARATOR "、" /* between members of a list */

/* What a template is filled from, and the text so far. */
typedef struct filling {
	const bt_item *item;
	const ht_record *record;
	const ht_output *output;
	const char *style, *form;
	ht_arena *arena;
	ht_buf *out;
} filling;

typedef struct variable {
	const char *name;
	bool (*put)(const filling *f); /* false: empty */
} variable;

typedef struct part {
	const char *literal; /* or a variable, or a field */
	const variable *variable;
	const char *path; /* English */
	const char *name; /* as in the template */
	bool chinese;
} part;

struct bt_template {
	part *v;
	size_t n, cap;
	bool has_style, has_page, has_index, has_title;
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* Length of name without its extension. */
static size_t stem_length(const char *name)
{
	const char *dot = strrchr(base_name(name), '.');
	return dot && dot != base_name(name) ? (size_t)(dot - name) : strlen(name);
}

static bool has_control(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7F)
			return true;
	return false;
}

/* The input's name without folder and extension. Invalid UTF-8, which reports could not show, is replaced; control
 * characters, which a terminal would obey, are left out. */
static const char *input_stem(ht_arena *arena, const char *input)
{
	const char *base = strcmp(input, "-") == 0 ? "record" : base_name(input);
	const char *stem = ht_arena_strndup(arena, base, stem_length(base));
	if (!stem || (ht_utf8_check(stem, strlen(stem)) == strlen(stem) && !has_control(stem)))
		return stem;
	ht_buf clean = {0};
	stem = bt_clean(&clean, stem) ? ht_arena_strdup(arena, clean.data) : NULL;
	ht_buf_free(&clean);
	return stem;
}

/* ---- variables ---- */

static bool put_input(const filling *f)
{
	const char *stem = input_stem(f->arena, f->item->input);
	return stem && *stem && bt_clean(f->out, stem);
}

static bool put_index(const filling *f)
{
	return ht_buf_addf(f->out, "%zu", f->item->index);
}

static bool put_line(const filling *f)
{
	return ht_buf_addf(f->out, "%d", f->item->line ? f->item->line : 1);
}

static bool put_form(const filling *f)
{
	return f->form && bt_clean(f->out, f->form);
}

static bool put_style(const filling *f)
{
	return f->style && *f->style && bt_clean(f->out, f->style);
}

static bool put_page(const filling *f)
{
	return ht_buf_addf(f->out, "%zu", f->output->page ? f->output->page : 1);
}

static const variable variables[] = {
    {"input", put_input}, {"index", put_index}, {"line", put_line},
    {"form", put_form},   {"style", put_style}, {"page", put_page},
};

/* ---- fields ---- */

static bool put_list(const filling *f, const ht_value *v)
{
	for (size_t i = 0; i < v->n; i++) {
		ht_buf_adds(f->out, i ? SEPARATOR : "");
		bt_clean(f->out, v->people ? v->people[i].name.s : v->texts[i].s);
	}
	return v->n > 0;
}

static bool put_date(const filling *f, const ht_date *d)
{
	char day[HT_DATE_ISO];
	ht_date_iso(d, day);
	return ht_buf_adds(f->out, day);
}

static bool put_value(const filling *f, const ht_value *v, bool chinese)
{
	switch (v->field->type) {
	case HT_TYPE_TEXTS:
	case HT_TYPE_PEOPLE:
		return put_list(f, v);
	case HT_TYPE_ENUM:
		return bt_clean(f->out, chinese ? v->choice->zh : v->choice->en);
	case HT_TYPE_DATE:
	case HT_TYPE_WHEN:
		return v->date.year ? put_date(f, &v->date) : v->text.s && bt_clean(f->out, v->text.s);
	default:
		return v->text.s && *v->text.s && bt_clean(f->out, v->text.s);
	}
}

/* ---- templates ---- */

static bool add_literal(ht_arena *arena, bt_template *t, const char *s, size_t len)
{
	if (!len)
		return true;
	part *p = HT_PUSH(arena, t->v, t->n, t->cap);
	if (p)
		p->literal = ht_arena_strndup(arena, s, len);
	return p && p->literal;
}

/* The English path of the field that a dotted name means. NULL: there is no such
 * field, or it is not text. */
static const char *resolve(ht_arena *arena, const char *name, bool *chinese)
{
	const ht_field *fields = ht_record_fields(), *f = NULL;
	const char *path = NULL;
	size_t len;
	for (const char *p = name; p; p = p[len] ? p + len + 1 : NULL) {
		len = strcspn(p, ".");
		const char *key = ht_arena_strndup(arena, p, len);
		f = key && fields ? ht_field_by_key(fields, key) : NULL;
		if (!f)
			return NULL;
		*chinese = strcasecmp(key, f->name) != 0;
		path = path ? ht_arena_printf(arena, "%s.%s", path, f->name) : f->name;
		fields = f->type == HT_TYPE_GROUP ? f->sub : NULL;
	}
	bool text = f && f->type != HT_TYPE_BODY && f->type != HT_TYPE_GROUP && f->type != HT_TYPE_GROUPS;
	return text ? path : NULL;
}

static bool add_name(ht_arena *arena, bt_template *t, const char *s, size_t len, char **wrong)
{
	part *p = HT_PUSH(arena, t->v, t->n, t->cap);
	const char *name = p ? ht_arena_strndup(arena, s, len) : NULL;
	if (!name)
		return false;
	p->name = name;
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		if (strcmp(variables[i].name, name) == 0)
			p->variable = &variables[i];
	if (p->variable) {
		t->has_style |= p->variable->put == put_style;
		t->has_page |= p->variable->put == put_page;
		t->has_index |= p->variable->put == put_index;
		return true;
	}
	p->path = resolve(arena, name, &p->chinese);
	if (!p->path)
		*wrong = strdup(name);
	else
		t->has_title |= strcmp(p->path, "title") == 0;
	return p->path != NULL;
}

bt_template *bt_template_parse(ht_arena *arena, const char *text, char **wrong)
{
	bt_template *t = ht_arena_alloc(arena, sizeof *t);
	bool ok = t != NULL;
	*wrong = NULL;
	while (ok && *text) {
		size_t len = strcspn(text, "{}");
		ok = add_literal(arena, t, text, len);
		text += len;
		const char *close = *text == '{' ? strchr(text, '}') : NULL;
		if (ok && *text && !close) {
			*wrong = strdup(text);
			return NULL;
		}
		if (ok && close) {
			ok = add_name(arena, t, text + 1, (size_t)(close - text) - 1, wrong);
			text = close + 1;
		}
	}
	if (ok && !t->n)
		*wrong = strdup("");
	return ok && t->n ? t : NULL;
}

bool bt_template_has_index(const bt_template *t)
{
	return t && t->has_index;
}

char *ht_batch_check_name(const char *name)
{
	ht_arena *arena = ht_arena_new();
	char *wrong = NULL;
	if (arena)
		bt_template_parse(arena, name, &wrong);
	ht_arena_free(arena);
	return wrong;
}

/* A paper's title is its own: that of the notice, not of the minutes it is made from. */
static bool is_title(const part *p)
{
	return p->path && strcmp(p->path, "title") == 0;
}

static bool put_part(const filling *f, const part *p, ht_diags *diags)
{
	const size_t before = f->out->len;
	bool filled = true;
	if (p->literal) {
		return bt_clean(f->out, p->literal);
	} else if (p->variable) {
		filled = p->variable->put(f);
	} else if (is_title(p) && f->output->title) {
		filled = bt_clean(f->out, f->output->title) && f->out->len > before;
	} else {
		const ht_value *v = ht_group_find(&f->record->root, p->path);
		filled = v && put_value(f, v, p->chinese) && f->out->len > before;
	}
	if (!filled)
		ht_diag(diags, HT_D_BATCH_NAME_EMPTY, (ht_loc){f->item->input, f->item->line, 0}, p->name, NULL);
	return !f->out->failed;
}

/* The stem of one output by the template. NULL: out of memory. */
static const char *fill(const bt_template *t, filling f, ht_diags *diags)
{
	ht_buf text = {0};
	f.out = &text;
	bool ok = ht_buf_adds(&text, "");
	for (size_t i = 0; i < t->n && ok; i++)
		ok = put_part(&f, &t->v[i], diags);
	const char *stem = ok ? bt_clean_stem(f.arena, text.data) : NULL;
	ht_buf_free(&text);
	return stem && !*stem ? input_stem(f.arena, f.item->input) : stem;
}

/* ---- names of outputs ---- */

static const char *plain_stem(const bt_naming *naming, const bt_item *item, ht_arena *arena)
{
	const char *name = naming->out_file ? base_name(naming->out_file) : NULL;
	const char *stem = name ? ht_arena_strndup(arena, name, stem_length(name)) : input_stem(arena, item->input);
	return stem && item->line ? ht_arena_printf(arena, "%s-%04d", stem, item->line) : stem;
}

/* Is its one output -o FILE, or standard output? */
static bool is_single(const bt_naming *naming, const bt_item *item, const ht_outputs *outputs)
{
	return outputs->n == 1 && !item->line && !naming->out_dir && !naming->template &&
	       (naming->out_file || strcmp(item->input, "-") == 0);
}

/* The name as it was given, whatever its extension. It is split there since the
 * input may be a folder of several records: the second one is FILE-2.pdf. */
static ht_status name_single(const bt_naming *naming, ht_arena *arena, bt_names *names)
{
	names->to_stdout = !naming->out_file || strcmp(naming->out_file, "-") == 0;
	const char *name = names->to_stdout ? "-" : base_name(naming->out_file);
	size_t len = stem_length(name);
	names->stems[0] = ht_arena_strndup(arena, name, len);
	names->tails[0] = ht_arena_strdup(arena, name + len);
	return names->stems[0] && names->tails[0] ? HT_OK : HT_ERR_NOMEM;
}

/* Is the output's title, which its name contains, that of no other paper of the record? */
static bool title_tells(const bt_template *t, const ht_record *record, const ht_outputs *outputs,
                        const ht_output *output)
{
	const ht_value *own = ht_group_find(&record->root, "title");
	if (!t || !t->has_title || !output->title || (own && own->text.s && strcmp(own->text.s, output->title) == 0))
		return false;
	for (size_t i = 0; i < outputs->n; i++) {
		const ht_output *other = &outputs->v[i];
		bool same = other->title && strcmp(other->title, output->title) == 0;
		if (same && (!other->style || strcmp(other->style, output->style) != 0))
			return false;
	}
	return true;
}

static const char *tail_of(const bt_template *t, const ht_record *record, const ht_outputs *outputs,
                           const ht_output *output, ht_arena *arena)
{
	const char *tail = "";
	if (output->style && !(t && t->has_style) && !title_tells(t, record, outputs, output))
		tail = ht_arena_printf(arena, "-%s", output->style);
	if (tail && output->page && !(t && t->has_page))
		tail = ht_arena_printf(arena, "%s-%zu", tail, output->page);
	return tail ? ht_arena_printf(arena, "%s.%s", tail, output->target->extension) : NULL;
}

const char *bt_folder(const bt_naming *naming, const char *input, ht_arena *arena)
{
	if (naming->out_dir)
		return ht_arena_printf(arena, "%s/", naming->out_dir);
	const char *path = naming->out_file ? naming->out_file : input;
	const char *slash = strrchr(path, '/');
	return slash ? ht_arena_strndup(arena, path, (size_t)(slash - path) + 1) : "";
}

ht_status bt_names_make(const bt_naming *naming, const bt_item *item, const ht_record *record,
                        const ht_outputs *outputs, const char *style, ht_arena *arena, ht_diags *diags, bt_names *ret)
{
	const bt_template *t = naming->template;
	bt_names names = {.folder = bt_folder(naming, item->input, arena)};
	names.stems = ht_arena_array(arena, outputs->n + 1, sizeof *names.stems);
	names.tails = ht_arena_array(arena, outputs->n + 1, sizeof *names.tails);
	if (!names.folder || !names.stems || !names.tails)
		return HT_ERR_NOMEM;
	if (is_single(naming, item, outputs)) {
		ht_status status = name_single(naming, arena, &names);
		if (status == HT_OK)
			*ret = names;
		return status;
	}
	const char *plain = t ? "" : plain_stem(naming, item, arena);
	for (size_t i = 0; plain && i < outputs->n; i++) {
		const ht_output *output = &outputs->v[i];
		filling f = {.item = item,
		             .record = record,
		             .output = output,
		             .style = output->style ? output->style : style,
		             .form = outputs->form,
		             .arena = arena};
		names.stems[i] = t ? fill(t, f, diags) : plain;
		names.tails[i] = tail_of(t, record, outputs, output, arena);
		if (!names.stems[i] || !names.tails[i])
			return HT_ERR_NOMEM;
	}
	if (plain)
		*ret = names;
	return plain ? HT_OK : HT_ERR_NOMEM;
}

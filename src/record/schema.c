/* The JSON Schema of a record, from the field table and the forms there are.
 *
 * Each type is a definition; a group's definition has its field's name. Every name of a field is a property, and two
 * names of one field exclude each other. What a form requires is an if/then of its own. Spellings that the reader takes
 * beyond these (English in another case, blanks in Chinese names)
 * are not part of the schema. */
#include <stdio.h>
#include <string.h>
#include <yajl/yajl_gen.h>

#include "base/array.h"
#include "base/intl.h"
#include "record/record.h"
#include "fields.h"
#include "names.h"

#define DIALECT   "https://json-schema.org/draft/2020-12/schema"
#define MAX_NAMES 8 /* of a field */

/* What dates, numbers and yes or no are made of (ECMA 262). */
#define DIGIT  "[0-9０-９]"
#define NUMBER "[0-9０-９〇○零一二三四五六七八九十]"
#define BLANK  "[\\\\s　]"
#define PEN    "[\\\\s　_＿×□Xx]"
#define TIME                                                                                                           \
	"([T\\\\s　]*" NUMBER "{1,3}([:：]" DIGIT "{2}([:：]" DIGIT "{2}([.．]" DIGIT "+)?(Z|[-+]" DIGIT               \
	"{2}(:?" DIGIT "{2})?)?)?|" BLANK "*时" BLANK "*(" NUMBER "{1,3}" BLANK "*分)?))?"
#define DAY                                                                                                            \
	"(" DIGIT "{8}|" DIGIT "{4}([-－]" DIGIT "{1,2}[-－]|[/／]" DIGIT "{1,2}[/／]|[.．]" DIGIT "{1,2}[.．])" DIGIT \
	"{1,2}"                                                                                                        \
	"|" NUMBER "{4}" BLANK "*年" BLANK "*(" NUMBER "{1,3}" BLANK "*月" BLANK "*" NUMBER "{1,3}" BLANK "*[日号]"  \
	"|" NUMBER "{1,3}" BLANK "*月" PEN "*日|" PEN "*月" PEN "*日))"

/* Definitions that do not depend on the table, as JSON. */
static const char *const fixed[][2] = {
    {"text", "{\"type\":[\"string\",\"number\",\"boolean\",\"null\"]}"},
    {"texts", "{\"anyOf\":[{\"$ref\":\"#/$defs/text\"},{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/text\"}}]}"},
    {"int", "{\"type\":[\"integer\",\"string\",\"null\"],\"minimum\":0,\"maximum\":999999999,"
            "\"pattern\":\"^" BLANK "*[(（〔[【［]?" BLANK "*(共印?)?" BLANK "*" NUMBER "{1,9}" BLANK "*份?" BLANK
            "*[)）〕\\\\]】］]?" BLANK "*$\"}"},
    {"bool", "{\"type\":[\"boolean\",\"string\",\"null\"],\"pattern\":\"^" BLANK
             "*([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|是|否)" BLANK "*$\"}"},
    {"date", "{\"type\":[\"string\",\"integer\",\"null\"],\"pattern\":\"^" BLANK "*" DAY TIME BLANK
             "*$\",\"minimum\":10000101,\"maximum\":99991231}"},
    {"people", "{\"anyOf\":[{\"$ref\":\"#/$defs/people_entry\"},"
               "{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/people_entry\"}}]}"},
    {"body", "{\"anyOf\":[{\"$ref\":\"#/$defs/body_part\"},"
             "{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/body_part\"}}]}"},
    {"body_part", "{\"anyOf\":[{\"$ref\":\"#/$defs/text\"},{\"$ref\":\"#/$defs/part\"}]}"},
    {"rows", "{\"type\":[\"array\",\"null\"],\"items\":{\"type\":\"array\",\"items\":"
             "{\"anyOf\":[{\"$ref\":\"#/$defs/text\"},{\"$ref\":\"#/$defs/cell\"}]}}}"},
    {"people_entry", "{\"anyOf\":[{\"$ref\":\"#/$defs/text\"},{\"$ref\":\"#/$defs/person\"},"
                     "{\"type\":\"object\",\"additionalProperties\":{\"$ref\":\"#/$defs/people\"}}]}"},
};

/* The definition a field's value follows; groups and choices have their own. */
static const char *const type_names[] = {
    [HT_TYPE_TEXT] = "text", [HT_TYPE_TITLE] = "texts", [HT_TYPE_TEXTS] = "texts", [HT_TYPE_INT] = "int",
    [HT_TYPE_DATE] = "date", [HT_TYPE_BOOL] = "bool",   [HT_TYPE_WHEN] = "text",   [HT_TYPE_PEOPLE] = "people",
    [HT_TYPE_BODY] = "body", [HT_TYPE_ROWS] = "rows",
};

static void put(yajl_gen g, const char *s)
{
	yajl_gen_string(g, (const unsigned char *)s, strlen(s));
}

/* A number is written as given, so ready-made JSON can be written as one. */
static void put_json(yajl_gen g, const char *json)
{
	yajl_gen_number(g, json, strlen(json));
}

static void put_pair(yajl_gen g, const char *key, const char *value)
{
	put(g, key);
	put(g, value);
}

static void put_ref(yajl_gen g, const char *name)
{
	char ref[64];
	snprintf(ref, sizeof ref, "#/$defs/%s", name);
	put_pair(g, "$ref", ref);
}

/* {"$ref": …} as an element of a list. */
static void put_ref_object(yajl_gen g, const char *name)
{
	yajl_gen_map_open(g);
	put_ref(g, name);
	yajl_gen_map_close(g);
}

/* Is the name one of a row before the row i? */
static bool is_repeated(const ht_choice *choices, size_t i, const char *name)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(choices[k].en, name) == 0 || strcmp(choices[k].zh, name) == 0 ||
		    (choices[k].alias && strcmp(choices[k].alias, name) == 0))
			return true;
	return false;
}

/* Every name of row i that is not also a name of a row before it. */
static void put_names(yajl_gen g, const ht_choice *choices, size_t i)
{
	const char *const names[] = {choices[i].en, choices[i].zh, choices[i].alias};
	for (size_t k = 0; k < 3; k++)
		if (names[k] && !is_repeated(choices, i, names[k]) && !(k && strcmp(names[k], names[k - 1]) == 0))
			put(g, names[k]);
}

static bool is_new_word(const ht_forms *forms, const ht_choice *c);

/* The names of the choices and, of forms, what else they are called. */
static void put_choices(yajl_gen g, const ht_choice *choices, const ht_forms *forms)
{
	put(g, "enum");
	yajl_gen_array_open(g);
	for (size_t i = 0; choices[i].en; i++)
		put_names(g, choices, i);
	for (const ht_choice *c = choices == forms->names ? forms->others : NULL; c && c->en; c++)
		if (is_new_word(forms, c))
			put(g, c->zh);
	yajl_gen_null(g);
	yajl_gen_array_close(g);
}

/* A group, a text for its first field, or a list of these. */
static void put_groups(yajl_gen g, const ht_field *f)
{
	put(g, "anyOf");
	yajl_gen_array_open(g);
	put_ref_object(g, "text");
	put_ref_object(g, f->name);
	yajl_gen_map_open(g);
	put_pair(g, "type", "array");
	put(g, "items");
	yajl_gen_map_open(g);
	put(g, "anyOf");
	yajl_gen_array_open(g);
	put_ref_object(g, "text");
	put_ref_object(g, f->name);
	yajl_gen_array_close(g);
	yajl_gen_map_close(g);
	yajl_gen_map_close(g);
	yajl_gen_array_close(g);
}

static void put_property(yajl_gen g, const ht_forms *forms, const ht_field *f, const char *key, const char *other)
{
	char doc[256];
	if (f->clause)
		snprintf(doc, sizeof doc, "%s (GB/T 9704-2012 %s)", _(f->doc), f->clause);
	put(g, key);
	yajl_gen_map_open(g);
	put_pair(g, "title", other);
	put_pair(g, "description", f->clause ? doc : _(f->doc));
	if (f->type == HT_TYPE_ENUM)
		put_choices(g, f->choices ? f->choices : forms->names, forms);
	else if (f->type == HT_TYPE_GROUPS)
		put_groups(g, f);
	else
		put_ref(g, f->sub ? f->name : type_names[f->type]);
	yajl_gen_map_close(g);
}

/* All names of a field: n of them in names, which point into text. */
typedef struct field_names {
	char text[MAX_NAMES][64];
	size_t n;
} field_names;

static field_names names_of(const ht_field *f)
{
	field_names all = {.n = 2};
	const char *rest = f->zh_alias, *alias;
	size_t len;
	snprintf(all.text[0], sizeof all.text[0], "%s", f->name);
	snprintf(all.text[1], sizeof all.text[1], "%s", f->zh);
	while (all.n < MAX_NAMES && ht_next_alias(&rest, &alias, &len))
		snprintf(all.text[all.n++], sizeof all.text[0], "%.*s", (int)len, alias);
	return all;
}

static void put_field(yajl_gen g, const ht_forms *forms, const ht_field *f)
{
	const field_names all = names_of(f);
	for (size_t i = 0; i < all.n; i++)
		put_property(g, forms, f, all.text[i], i ? f->name : f->zh);
}

static void put_required(yajl_gen g, const char *const *names, size_t n)
{
	put(g, "required");
	yajl_gen_array_open(g);
	for (size_t i = 0; i < n; i++)
		put(g, names[i]);
	yajl_gen_array_close(g);
}

/* {"not": {"required": [one, another]}} for any two names of every field. */
static void put_exclusions(yajl_gen g, const ht_field *fields)
{
	for (const ht_field *f = fields; f->name; f++) {
		const field_names all = names_of(f);
		for (size_t i = 0; i < all.n; i++)
			for (size_t k = i + 1; k < all.n; k++) {
				yajl_gen_map_open(g);
				put(g, "not");
				yajl_gen_map_open(g);
				put_required(g, (const char *const[]){all.text[i], all.text[k]}, 2);
				yajl_gen_map_close(g);
				yajl_gen_map_close(g);
			}
	}
}

static void put_path(yajl_gen g, const ht_field *fields, const char *path, size_t len);

/* {"anyOf": what the path requires}, of an object. */
static void put_inner(yajl_gen g, const ht_field *fields, const char *path, size_t len)
{
	yajl_gen_map_open(g);
	put_pair(g, "type", "object");
	put(g, "anyOf");
	yajl_gen_array_open(g);
	put_path(g, fields, path, len);
	yajl_gen_array_close(g);
	yajl_gen_map_close(g);
}

/* Of the value of f: the path within it is given, in a list by one of its members. */
static void put_below(yajl_gen g, const ht_field *f, const char *path, size_t len)
{
	yajl_gen_map_open(g);
	put(g, "anyOf");
	yajl_gen_array_open(g);
	put_inner(g, f->sub, path, len);
	if (f->type == HT_TYPE_GROUPS) {
		yajl_gen_map_open(g);
		put_pair(g, "type", "array");
		put(g, "contains");
		put_inner(g, f->sub, path, len);
		yajl_gen_map_close(g);
	}
	yajl_gen_array_close(g);
	yajl_gen_map_close(g);
}

/* The field f is given under the name key, and within it the path inner (NULL:
 * the field itself is all that is asked for). */
static void put_path_by(yajl_gen g, const ht_field *f, const char *key, const char *inner, size_t len)
{
	static const char nothing[] = "{\"not\":{\"enum\":[null,\"\",[],{}]}}";
	yajl_gen_map_open(g);
	put_required(g, &key, 1);
	put(g, "properties");
	yajl_gen_map_open(g);
	put(g, key);
	if (inner)
		put_below(g, f, inner, len);
	else
		put_json(g, nothing);
	yajl_gen_map_close(g);
	yajl_gen_map_close(g);
}

/* What a path (len bytes; `meeting.present`) requires: schemas of which one must hold, one for each name of its first
 * field. */
static void put_path(yajl_gen g, const ht_field *fields, const char *path, size_t len)
{
	const char *dot = memchr(path, '.', len);
	size_t n = dot ? (size_t)(dot - path) : len;
	const ht_field *f = fields;
	while (f->name && (strlen(f->name) != n || strncmp(f->name, path, n) != 0))
		f++;
	if (!f->name)
		return;
	const field_names all = names_of(f);
	for (size_t i = 0; i < all.n; i++)
		put_path_by(g, f, all.text[i], dot ? dot + 1 : NULL, dot ? len - n - 1 : 0);
}

/* One of the paths `a/b`. */
static void put_paths(yajl_gen g, const char *paths)
{
	yajl_gen_map_open(g);
	put(g, "anyOf");
	yajl_gen_array_open(g);
	while (*paths) {
		size_t n = strcspn(paths, "/");
		put_path(g, ht_record_fields(), paths, n);
		paths += n + (paths[n] == '/');
	}
	yajl_gen_array_close(g);
	yajl_gen_map_close(g);
}

/* Is c the first of the other words that is so, and no form's own name? */
static bool is_new_word(const ht_forms *forms, const ht_choice *c)
{
	for (const ht_choice *before = forms->others; before < c; before++)
		if (strcmp(before->zh, c->zh) == 0)
			return false;
	return !is_repeated(forms->names, forms->n, c->zh);
}

/* The record's field "form", under the name key, names the form i. */
static void put_form_named(yajl_gen g, const ht_forms *forms, size_t i, const char *key)
{
	const char *en = forms->names[i].en;
	yajl_gen_map_open(g);
	put_required(g, &key, 1);
	put(g, "properties");
	yajl_gen_map_open(g);
	put(g, key);
	yajl_gen_map_open(g);
	put(g, "enum");
	yajl_gen_array_open(g);
	for (size_t k = i; k < forms->n; k++)
		if (strcmp(forms->names[k].en, en) == 0)
			put_names(g, forms->names, k);
	for (const ht_choice *c = forms->others; c && c->en; c++)
		if (strcmp(c->en, en) == 0 && is_new_word(forms, c))
			put(g, c->zh);
	yajl_gen_array_close(g);
	yajl_gen_map_close(g);
	yajl_gen_map_close(g);
	yajl_gen_map_close(g);
}

/* The record names no form. */
static void put_no_form(yajl_gen g, const ht_field *form)
{
	const char *const names[] = {form->name, form->zh};
	yajl_gen_map_open(g);
	put(g, "not");
	yajl_gen_map_open(g);
	put(g, "anyOf");
	yajl_gen_array_open(g);
	for (size_t k = 0; k < 2; k++) {
		yajl_gen_map_open(g);
		put_required(g, &names[k], 1);
		yajl_gen_map_close(g);
	}
	yajl_gen_array_close(g);
	yajl_gen_map_close(g);
	yajl_gen_map_close(g);
}

/* {"if": the record is of the form i, "then": it has what that requires}. */
static void put_requirements(yajl_gen g, const ht_forms *forms, size_t i)
{
	const ht_field *form = ht_field_find(ht_record_fields(), "form");
	yajl_gen_map_open(g);
	put(g, "if");
	yajl_gen_map_open(g);
	put(g, "anyOf");
	yajl_gen_array_open(g);
	put_form_named(g, forms, i, form->name);
	put_form_named(g, forms, i, form->zh);
	if (i == forms->standard)
		put_no_form(g, form);
	yajl_gen_array_close(g);
	yajl_gen_map_close(g);
	put(g, "then");
	yajl_gen_map_open(g);
	put(g, "allOf");
	yajl_gen_array_open(g);
	for (const char *const *path = forms->required[i]; *path; path++)
		put_paths(g, *path);
	yajl_gen_array_close(g);
	yajl_gen_map_close(g);
	yajl_gen_map_close(g);
}

/* A sheet earlier on the style path takes the place of one of the same form. */
static bool is_first(const ht_forms *forms, size_t i)
{
	size_t first = 0;
	while (strcmp(forms->names[first].en, forms->names[i].en) != 0)
		first++;
	return first == i;
}

/* The keywords of an object with these fields. top: it is the record. */
static void put_object(yajl_gen g, const ht_forms *forms, const ht_field *fields, bool top)
{
	put_pair(g, "type", "object");
	put(g, "properties");
	yajl_gen_map_open(g);
	for (const ht_field *f = fields; f->name; f++)
		put_field(g, forms, f);
	yajl_gen_map_close(g);
	put(g, "additionalProperties");
	yajl_gen_bool(g, false);
	put(g, "allOf");
	yajl_gen_array_open(g);
	put_exclusions(g, fields);
	for (size_t i = 0; top && i < forms->n; i++)
		if (is_first(forms, i) && *forms->required[i])
			put_requirements(g, forms, i);
	yajl_gen_array_close(g);
}

static void put_definition(yajl_gen g, const ht_forms *forms, const char *name, const ht_field *fields)
{
	put(g, name);
	yajl_gen_map_open(g);
	put_object(g, forms, fields, false);
	yajl_gen_map_close(g);
}

/* The first field at or below fields that has these fields of its own, or NULL. */
static const ht_field *first_with(const ht_field *fields, const ht_field *sub)
{
	for (const ht_field *f = fields; f->name; f++) {
		if (f->sub == sub)
			return f;
		const ht_field *found = f->sub ? first_with(f->sub, sub) : NULL;
		if (found)
			return found;
	}
	return NULL;
}

/* Definitions of all groups below fields, which are at or below root, each once. */
static void put_group_definitions(yajl_gen g, const ht_forms *forms, const ht_field *fields, const ht_field *root)
{
	for (const ht_field *f = fields; f->name; f++) {
		if (!f->sub || first_with(root, f->sub) != f)
			continue;
		put_definition(g, forms, f->name, f->sub);
		put_group_definitions(g, forms, f->sub, root);
	}
}

typedef struct schema {
	const char *id, *title;
	const ht_field *fields;
	const ht_forms *forms; /* of a record; NULL: it is none */
} schema;

static void put_schema(yajl_gen g, const schema *s)
{
	yajl_gen_map_open(g);
	put_pair(g, "$schema", DIALECT);
	put_pair(g, "$id", s->id);
	put_pair(g, "title", s->title);
	put_object(g, s->forms, s->fields, s->forms != NULL);
	put(g, "$defs");
	yajl_gen_map_open(g);
	for (size_t i = 0; i < ARRAY_LEN(fixed); i++) {
		put(g, fixed[i][0]);
		put_json(g, fixed[i][1]);
	}
	put_definition(g, s->forms, "person", ht_person_fields());
	if (s->forms) {
		put_definition(g, s->forms, "cell", ht_cell_fields());
		put_definition(g, s->forms, "part", ht_part_fields());
		put_group_definitions(g, s->forms, ht_part_fields(), ht_part_fields());
	}
	put_group_definitions(g, s->forms, s->fields, s->fields);
	yajl_gen_map_close(g);
	yajl_gen_map_close(g);
}

static bool write_schema(const schema *s, ht_buf *out)
{
	yajl_gen g = yajl_gen_alloc(NULL);
	if (!g)
		return false;
	yajl_gen_config(g, yajl_gen_beautify, 1);
	yajl_gen_config(g, yajl_gen_indent_string, "  ");
	put_schema(g, s);
	const unsigned char *text = NULL;
	size_t len = 0;
	bool done = yajl_gen_get_buf(g, &text, &len) == yajl_gen_status_ok && ht_buf_add(out, text, len);
	yajl_gen_free(g);
	return done;
}

bool ht_record_schema(const ht_forms *forms, const char *version, ht_buf *out)
{
	char id[64];
	snprintf(id, sizeof id, "urn:hongtou:record:%s", version);
	return write_schema(&(schema){id, _("A record for hongtou"), ht_record_fields(), forms}, out);
}

bool ht_fields_schema(const ht_field *fields, const char *id, const char *title, ht_buf *out)
{
	return write_schema(&(schema){id, title, fields, NULL}, out);
}

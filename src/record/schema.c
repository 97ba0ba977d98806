/* The JSON Schema of a record, from the field table.
 *
 * Each type is a definition; a group's definition bears its field's name.
 * Every name of a field is a property, and two names of one field exclude each
 * other. Spellings that the reader takes beyond these (English in another
 * case, blanks in Chinese names) are not part of the schema. */
#include <stdio.h>
#include <string.h>
#include <yajl/yajl_gen.h>

#include "base/array.h"
#include "base/intl.h"
#include "record/record.h"
#include "fields.h"
#include "names.h"

#define DIALECT "https://json-schema.org/draft/2020-12/schema"

/* Definitions that do not hang on the table, as JSON. */
static const char *const fixed[][2] = {
    {"text", "{\"type\":[\"string\",\"number\",\"null\"]}"},
    {"texts", "{\"anyOf\":[{\"$ref\":\"#/$defs/text\"},{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/text\"}}]}"},
    {"int", "{\"type\":[\"integer\",\"string\",\"null\"],\"minimum\":0,\"maximum\":999999999,"
            "\"pattern\":\"^[0-9０-９]{1,9}$\"}"},
    {"bool", "{\"enum\":[true,false,\"true\",\"false\",\"yes\",\"no\",\"是\",\"否\",null]}"},
    {"date", "{\"type\":[\"string\",\"null\"],\"pattern\":\"^[0-9]{4}([-/.][0-9]{1,2}[-/.][0-9]{1,2}"
             "|年[0-9]{1,2}月[0-9]{1,2}[日号])([ T]*[0-9]{1,2}(:[0-9]{2}(:[0-9]{2})?|时([0-9]{1,2}分)?))?$\"}"},
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

static void put_choices(yajl_gen g, const ht_field *f)
{
	put(g, "enum");
	yajl_gen_array_open(g);
	for (size_t i = 0; f->choices[i]; i++)
		put(g, f->choices[i]);
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

static void put_property(yajl_gen g, const ht_field *f, const char *key, const char *other)
{
	char doc[256];
	if (f->clause)
		snprintf(doc, sizeof doc, "%s (GB/T 9704-2012 %s)", _(f->doc), f->clause);
	put(g, key);
	yajl_gen_map_open(g);
	put_pair(g, "title", other);
	put_pair(g, "description", f->clause ? doc : _(f->doc));
	if (f->type == HT_TYPE_ENUM)
		put_choices(g, f);
	else if (f->type == HT_TYPE_GROUPS)
		put_groups(g, f);
	else
		put_ref(g, f->sub ? f->name : type_names[f->type]);
	yajl_gen_map_close(g);
}

static void put_field(yajl_gen g, const ht_field *f)
{
	put_property(g, f, f->name, f->zh);
	put_property(g, f, f->zh, f->name);
	const char *rest = f->zh_alias, *alias;
	size_t len;
	while (ht_next_alias(&rest, &alias, &len)) {
		char key[64];
		snprintf(key, sizeof key, "%.*s", (int)len, alias);
		put_property(g, f, key, f->name);
	}
}

/* {"not": {"required": [name, zh]}} for every field. */
static void put_exclusions(yajl_gen g, const ht_field *fields)
{
	put(g, "allOf");
	yajl_gen_array_open(g);
	for (const ht_field *f = fields; f->name; f++) {
		yajl_gen_map_open(g);
		put(g, "not");
		yajl_gen_map_open(g);
		put(g, "required");
		yajl_gen_array_open(g);
		put(g, f->name);
		put(g, f->zh);
		yajl_gen_array_close(g);
		yajl_gen_map_close(g);
		yajl_gen_map_close(g);
	}
	yajl_gen_array_close(g);
}

/* What makes an object one with these fields. */
static void put_object(yajl_gen g, const ht_field *fields)
{
	put_pair(g, "type", "object");
	put(g, "properties");
	yajl_gen_map_open(g);
	for (const ht_field *f = fields; f->name; f++)
		put_field(g, f);
	yajl_gen_map_close(g);
	put(g, "additionalProperties");
	yajl_gen_bool(g, false);
	put_exclusions(g, fields);
}

static void put_definition(yajl_gen g, const char *name, const ht_field *fields)
{
	put(g, name);
	yajl_gen_map_open(g);
	put_object(g, fields);
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

/* Definitions of all groups below fields, each once. */
static void put_group_definitions(yajl_gen g, const ht_field *fields)
{
	for (const ht_field *f = fields; f->name; f++) {
		if (!f->sub || first_with(ht_record_fields(), f->sub) != f)
			continue;
		put_definition(g, f->name, f->sub);
		put_group_definitions(g, f->sub);
	}
}

static void put_schema(yajl_gen g)
{
	yajl_gen_map_open(g);
	put_pair(g, "$schema", DIALECT);
	put_pair(g, "title", _("A record for hongtou"));
	put_object(g, ht_record_fields());
	put(g, "$defs");
	yajl_gen_map_open(g);
	for (size_t i = 0; i < ARRAY_LEN(fixed); i++) {
		put(g, fixed[i][0]);
		/* A number is written as it comes: the way to place ready JSON. */
		yajl_gen_number(g, fixed[i][1], strlen(fixed[i][1]));
	}
	put_definition(g, "person", ht_person_fields());
	put_definition(g, "cell", ht_cell_fields());
	put_definition(g, "part", ht_part_fields());
	put_group_definitions(g, ht_part_fields());
	put_group_definitions(g, ht_record_fields());
	yajl_gen_map_close(g);
	yajl_gen_map_close(g);
}

bool ht_record_schema(ht_buf *out)
{
	yajl_gen g = yajl_gen_alloc(NULL);
	if (!g)
		return false;
	yajl_gen_config(g, yajl_gen_beautify, 1);
	yajl_gen_config(g, yajl_gen_indent_string, "  ");
	put_schema(g);
	const unsigned char *text = NULL;
	size_t len = 0;
	bool done = yajl_gen_get_buf(g, &text, &len) == yajl_gen_status_ok && ht_buf_add(out, text, len);
	yajl_gen_free(g);
	return done;
}

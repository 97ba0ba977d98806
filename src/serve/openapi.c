/* The description of all calls as OpenAPI 3.1, made from their table, so that it cannot differ from it. */
#include <string.h>

#include "sv.h"

/* Schemas of JSON bodies, by name. */
static const struct {
	const char *name, *json;
} schemas[] = {
    {"Error", "{\"type\": \"object\", \"required\": [\"error\"], \"properties\": {\"error\": {\"type\": \"object\", "
              "\"required\": [\"code\", \"message\"], \"properties\": {\"code\": {\"type\": \"string\"}, \"message\": "
              "{\"type\": \"string\"}}}, \"diagnostics\": {\"type\": \"array\", \"items\": {\"$ref\": "
              "\"#/components/schemas/Diagnostic\"}}}}"},
    {"Diagnostic",
     "{\"type\": \"object\", \"required\": [\"code\", \"level\", \"file\", \"line\", \"column\", \"message\"], "
     "\"properties\": {\"code\": {\"type\": \"string\"}, \"level\": {\"enum\": [\"note\", \"warning\", \"error\"]}, "
     "\"clause\": {\"type\": \"string\"}, \"file\": {\"type\": \"string\"}, \"line\": {\"type\": \"integer\"}, "
     "\"column\": {\"type\": \"integer\", \"description\": \"in characters, from 1; 0: not known\"}, \"message\": "
     "{\"type\": \"string\"}, \"arguments\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}}, \"fix\": "
     "{\"allOf\": [{\"$ref\": \"#/components/schemas/Edit\"}, {\"properties\": {\"safe\": {\"type\": "
     "\"boolean\"}}}]}}}"},
    {"Edit",
     "{\"type\": \"object\", \"required\": [\"line\", \"column\", \"old\", \"new\"], \"properties\": {\"line\": "
     "{\"type\": \"integer\"}, \"column\": {\"type\": \"integer\"}, \"old\": {\"type\": \"string\"}, \"new\": "
     "{\"type\": \"string\"}}}"},
    {"Diagnostics",
     "{\"type\": \"object\", \"required\": [\"diagnostics\"], \"properties\": {\"diagnostics\": {\"type\": "
     "\"array\", \"items\": {\"$ref\": \"#/components/schemas/Diagnostic\"}}}}"},
    {"Edits", "{\"type\": \"object\", \"required\": [\"edits\"], \"properties\": {\"edits\": {\"type\": \"array\", "
              "\"items\": {\"$ref\": \"#/components/schemas/Edit\"}}}}"},
    {"RecordText", "{\"type\": \"object\", \"required\": [\"record\"], \"properties\": {\"record\": {\"type\": "
                   "\"string\"}, \"name\": {\"type\": \"string\"}}}"},
    {"PagesAsked", "{\"allOf\": [{\"$ref\": \"#/components/schemas/RecordText\"}, {\"properties\": {\"style\": "
                   "{\"type\": \"string\"}, \"outline\": {\"type\": \"boolean\"}, \"check\": {\"type\": \"boolean\"}, "
                   "\"have\": {\"type\": \"object\", \"description\": \"hashes and glyphs that the client has\"}, "
                   "\"visible\": {\"type\": \"array\", \"items\": {\"type\": \"integer\"}}}}]}"},
    {"Pages",
     "{\"type\": \"object\", \"required\": [\"partial\", \"form\", \"pages\", \"more\", \"glyphs\", \"images\", "
     "\"diagnostics\"], \"properties\": {\"partial\": {\"type\": \"boolean\", \"description\": \"an error of the "
     "syntax: what comes after it was not read\"}, \"form\": {\"type\": \"string\"}, \"more\": {\"type\": "
     "\"boolean\"}, \"glyphs\": {\"type\": \"object\"}, \"images\": {\"type\": \"object\"}, \"outline\": {\"$ref\": "
     "\"#/components/schemas/Outline\"}, \"said\": {\"type\": \"string\", \"description\": \"hash of the "
     "diagnostics; they are null if the client has it\"}, \"diagnostics\": {\"type\": [\"array\", \"null\"], "
     "\"items\": {\"$ref\": \"#/components/schemas/Diagnostic\"}}, \"pages\": {\"type\": [\"array\", \"null\"], "
     "\"items\": {\"type\": "
     "\"object\", \"required\": [\"hash\", \"map_hash\", \"width\", \"height\", \"number\", \"base\"], \"properties\": "
     "{\"hash\": {\"type\": \"string\"}, \"map_hash\": {\"type\": \"string\"}, \"width\": {\"type\": \"integer\", "
     "\"description\": \"1/1024 pt\"}, \"height\": {\"type\": \"integer\"}, \"number\": {\"type\": \"integer\"}, "
     "\"base\": {\"type\": \"integer\"}, \"list\": {\"type\": \"array\", \"items\": {\"type\": \"array\"}}, \"map\": "
     "{\"type\": \"array\", \"items\": {\"type\": \"array\"}}}}}}}"},
    {"Outline",
     "{\"type\": \"object\", \"required\": [\"format\", \"faulty\", \"fields\"], \"properties\": {\"format\": "
     "{\"enum\": [\"yaml\", \"json\", \"md\"]}, \"faulty\": {\"type\": \"boolean\"}, \"fields\": {\"type\": \"array\", "
     "\"items\": {\"type\": \"object\", \"required\": [\"path\", \"name\", \"line\", \"column\", \"end_line\", "
     "\"end_column\"], \"properties\": {\"path\": {\"type\": \"array\", \"items\": {\"type\": [\"string\", "
     "\"integer\"]}}, \"name\": {\"type\": \"string\"}, \"line\": {\"type\": \"integer\"}, \"column\": {\"type\": "
     "\"integer\"}, \"end_line\": {\"type\": \"integer\"}, \"end_column\": {\"type\": \"integer\"}}}}}}"},
    {"Change", "{\"allOf\": [{\"$ref\": \"#/components/schemas/RecordText\"}, {\"required\": [\"op\", \"path\"], "
               "\"properties\": {\"op\": {\"enum\": [\"set\", \"insert\", \"remove\", \"move\"]}, \"path\": {\"type\": "
               "\"array\", \"items\": {\"type\": [\"string\", \"integer\"]}}, \"to\": {\"type\": \"integer\"}}}]}"},
    {"Form",
     "{\"type\": \"object\", \"required\": [\"name\", \"zh\", \"kinds\", \"fields\"], \"properties\": {\"name\": "
     "{\"type\": \"string\"}, \"zh\": {\"type\": \"string\"}, \"kinds\": {\"type\": \"array\", \"items\": {\"type\": "
     "\"string\"}}, \"fields\": {\"type\": \"array\", \"items\": {\"type\": \"object\"}}}}"},
    {"Login", "{\"type\": \"object\", \"properties\": {\"ticket\": {\"type\": \"string\"}, \"password\": {\"type\": "
              "\"string\"}}}"},
    {"Token", "{\"type\": \"object\", \"required\": [\"token\", \"expires\"], \"properties\": {\"token\": {\"type\": "
              "\"string\"}, \"expires\": {\"type\": \"integer\", \"description\": \"seconds since 1970\"}}}"},
    {"About", "{\"type\": \"object\", \"required\": [\"version\", \"password\", \"language\"], \"properties\": "
              "{\"version\": {\"type\": \"string\"}, \"password\": {\"type\": \"boolean\"}, \"language\": {\"type\": "
              "\"string\"}, \"file\": {\"type\": [\"string\", \"null\"], \"description\": \"that is previewed\"}}}"},
    {"Imported",
     "{\"type\": \"object\", \"required\": [\"record\", \"format\", \"form\", \"left\", \"lines\", \"diagnostics\"], "
     "\"properties\": "
     "{\"record\": {\"type\": \"string\"}, \"format\": {\"enum\": [\"md\", \"yaml\", \"json\"]}, \"pictures\": "
     "{\"type\": "
     "\"array\", \"items\": {\"type\": \"object\", \"required\": [\"file\", \"data\"]}}, \"form\": {\"type\": "
     "\"string\"}, \"left\": {\"type\": \"array\", "
     "\"description\": \"what is in no body: in a field, or left out\", \"items\": {\"type\": \"object\"}}, \"lines\": "
     "{\"type\": \"array\", \"description\": \"what each line was taken for\", \"items\": {\"type\": \"object\"}}, "
     "\"diagnostics\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/components/schemas/Diagnostic\"}}}}"},
    {"BatchLine",
     "{\"type\": \"object\", \"required\": [\"line\", \"status\", \"outputs\"], \"properties\": {\"line\": {\"type\": "
     "\"integer\"}, \"status\": {\"enum\": [\"done\", \"failed\"]}, \"outputs\": {\"type\": \"array\", \"items\": "
     "{\"type\": \"object\", \"required\": [\"target\", \"file\", \"data\"], \"properties\": {\"target\": {\"type\": "
     "\"string\"}, \"file\": {\"type\": \"string\"}, \"page\": {\"type\": \"integer\"}, \"pages\": {\"type\": "
     "\"integer\"}, \"data\": {\"type\": \"string\", \"contentEncoding\": \"base64\"}}}}, \"diagnostics\": {\"type\": "
     "\"array\", \"items\": {\"$ref\": \"#/components/schemas/Diagnostic\"}}, \"error\": {\"type\": \"object\"}}}"},
    {"Styles", "{\"type\": \"object\", \"required\": [\"styles\"], \"properties\": {\"styles\": {\"type\": \"array\", "
               "\"items\": {\"type\": \"object\", \"required\": [\"name\", \"form\", \"chinese\", \"kinds\"]}}}}"},
    {"Records",
     "{\"type\": \"object\", \"required\": [\"records\", \"more\"], \"properties\": {\"records\": {\"type\": "
     "\"array\", \"items\": {\"$ref\": \"#/components/schemas/File\"}}, \"more\": {\"type\": \"boolean\", "
     "\"description\": \"there are more, or not all could be looked into\"}}}"},
    {"Drafts", "{\"type\": \"object\", \"required\": [\"drafts\", \"more\"], \"properties\": {\"drafts\": {\"type\": "
               "\"array\", \"items\": {\"$ref\": \"#/components/schemas/File\"}}, \"more\": {\"type\": \"boolean\"}}}"},
    {"File",
     "{\"type\": \"object\", \"required\": [\"path\", \"size\", \"modified\"], \"properties\": {\"path\": "
     "{\"type\": \"string\"}, \"size\": {\"type\": \"integer\"}, \"modified\": {\"type\": \"integer\"}, \"title\": "
     "{\"type\": \"string\"}, \"number\": {\"type\": \"string\"}, \"form\": {\"type\": \"string\"}}}"},
    {"Saved", "{\"type\": \"object\", \"required\": [\"path\"], \"properties\": {\"path\": {\"type\": \"string\"}}}"},
    {"Versions",
     "{\"type\": \"object\", \"required\": [\"versions\"], \"properties\": {\"versions\": {\"type\": "
     "\"array\", \"items\": {\"type\": \"object\", \"required\": [\"version\", \"size\", \"modified\"]}}}}"},
    {"Office", "{\"type\": \"object\", \"required\": [\"values\", \"files\", \"series\", \"diagnostics\"], "
               "\"properties\": {\"values\": {\"type\": \"object\"}, \"files\": {\"type\": \"array\"}, \"series\": "
               "{\"type\": \"array\", \"items\": {\"type\": \"object\", \"required\": [\"name\", \"issues\", "
               "\"year\", \"for\"]}}, \"diagnostics\": {\"type\": \"array\"}}}"},
    {"Number", "{\"type\": \"object\", \"required\": [\"number\"], \"properties\": {\"number\": {\"type\": "
               "\"string\"}}}"},
    {"Changes", "{\"type\": \"object\", \"required\": [\"since\", \"changed\"], \"properties\": {\"since\": {\"type\": "
                "\"integer\"}, \"changed\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}}}}"},
    {"Health", "{\"type\": \"object\", \"required\": [\"status\"], \"properties\": {\"status\": {\"const\": \"ok\"}, "
               "\"version\": {\"type\": \"string\"}}}"},
};

/* Media types between commas, each with the schema if it is JSON. */
static void put_content(ht_buf *out, const char *types, const char *schema)
{
	ht_buf_adds(out, "\"content\": {");
	for (const char *p = types; *p;) {
		const size_t n = strcspn(p, ",");
		const bool is_json =
		    n >= 4 && (strncmp(p + n - 4, "json", 4) == 0 || strncmp(p + n - 5, "jsonl", 5) == 0);
		ht_buf_addf(out, "%s\"%.*s\": {", p == types ? "" : ", ", (int)n, p);
		if (is_json && schema)
			ht_buf_addf(out, "\"schema\": {\"$ref\": \"#/components/schemas/%s\"}", schema);
		ht_buf_adds(out, "}");
		p += n + (p[n] == ',');
	}
	ht_buf_adds(out, "}");
}

static void put_parameter(ht_buf *out, const char *name, const char *in, const char *type, const char *about,
                          bool required, bool *first)
{
	ht_buf_adds(out, *first ? "{" : ", {");
	ht_buf_addpair(out, "name", name);
	ht_buf_addf(out, ", \"in\": \"%s\", \"required\": %s, ", in, required ? "true" : "false");
	ht_buf_addpair(out, "description", about);
	ht_buf_addf(out, ", \"schema\": {\"type\": \"%s\"}}", type);
	*first = false;
}

/* "get_v1_styles" */
static void put_id(ht_buf *out, const ht_call *call)
{
	ht_buf_adds(out, "\"operationId\": \"");
	for (const char *p = call->method; *p; p++)
		ht_buf_addf(out, "%c", *p | 0x20);
	for (const char *p = call->path; *p; p++)
		ht_buf_addf(out, "%c", *p == '/' || *p == '.' ? '_' : *p);
	ht_buf_adds(out, call->has_rest ? "_path\", " : "\", ");
}

static void put_call(ht_buf *out, const ht_call *call)
{
	bool first = true;
	ht_buf_adds(out, "\"");
	for (const char *p = call->method; *p; p++)
		ht_buf_addf(out, "%c", *p | 0x20);
	ht_buf_adds(out, "\": {");
	put_id(out, call);
	ht_buf_addpair(out, "summary", call->about);
	if (call->open)
		ht_buf_adds(out, ", \"security\": []");
	ht_buf_adds(out, ", \"parameters\": [");
	if (call->has_rest)
		put_parameter(out, "path", "path", "string", "beneath the folder; its slashes as they are", true,
		              &first);
	for (size_t i = 0; i < HT_CALL_PARAMETERS && call->parameters[i].name; i++) {
		const ht_call_parameter *p = &call->parameters[i];
		put_parameter(out, p->name, "query", p->type, p->about, p->required, &first);
	}
	ht_buf_adds(out, "]");
	if (call->takes) {
		ht_buf_adds(out, ", \"requestBody\": {\"required\": true, ");
		put_content(out, call->takes, call->schema_in);
		ht_buf_adds(out, "}");
	}
	ht_buf_adds(out, ", \"responses\": {\"200\": {\"description\": \"Done\"");
	if (call->gives) {
		ht_buf_adds(out, ", ");
		put_content(out, call->gives, call->schema);
	}
	ht_buf_adds(out, "}, \"default\": {\"description\": \"An error\", ");
	put_content(out, "application/json", "Error");
	ht_buf_adds(out, "}}}");
}

/* The calls of one path, which stand together in no order. */
static void put_path(ht_buf *out, const ht_call *first)
{
	bool begun = false;
	ht_buf_addf(out, "\"%s%s\": {", first->path, first->has_rest ? "/{path}" : "");
	for (const ht_call *call = first; call->method; call++) {
		if (call->is_inner || strcmp(call->path, first->path) != 0 || call->has_rest != first->has_rest)
			continue;
		ht_buf_adds(out, begun ? ",\n" : "\n");
		put_call(out, call);
		begun = true;
	}
	ht_buf_adds(out, "}");
}

static bool was_before(const ht_call *call)
{
	for (const ht_call *other = ht_calls; other < call; other++)
		if (strcmp(other->path, call->path) == 0 && other->has_rest == call->has_rest)
			return true;
	return false;
}

void ht_call_openapi(ht_call_context *c, const ht_request *request, ht_response *response)
{
	ht_buf *out = &response->body;
	bool first = true;
	(void)request;
	ht_buf_adds(out, "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"hongtou\", ");
	ht_buf_addpair(out, "version", c->version);
	ht_buf_adds(out, "},\n\"security\": [{\"token\": []}],\n\"paths\": {");
	for (const ht_call *call = ht_calls; call->method; call++) {
		if (call->is_inner || was_before(call))
			continue;
		ht_buf_adds(out, first ? "\n" : ",\n");
		put_path(out, call);
		first = false;
	}
	ht_buf_adds(out, "},\n\"components\": {\"securitySchemes\": {\"token\": {\"type\": \"http\", \"scheme\": "
	                 "\"bearer\"}}, \"schemas\": {");
	for (size_t i = 0; i < ARRAY_LEN(schemas); i++)
		ht_buf_addf(out, "%s\n\"%s\": %s", i ? "," : "", schemas[i].name, schemas[i].json);
	ht_buf_adds(out, "}}}\n");
}

/* Records: the four formats, front matter, and look-up by path. */
#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "base/utf8.h"
#include "record/messages.h"
#include "front.h"
#include "names.h"
#include "reader.h"
#include "tree.h"

/* A record while it is read. */
typedef struct job {
	ht_source src;
	ht_reader reader;
	ht_record *record;
	const ht_node *root;
} job;

static bool is_blank(const char *s, size_t len)
{
	const char *end = s + len;
	for (size_t n; s < end; s += n) {
		uint32_t cp = ht_utf8_get(s, end, &n);
		if (cp != '\n' && cp != '\r' && !ht_is_space(cp))
			return false;
	}
	return true;
}

ht_format ht_format_guess(const char *name, const char *data, size_t len)
{
	static const struct {
		ht_format format;
		const char *endings[3];
	} formats[] = {
	    {HT_FORMAT_YAML, {".yaml", ".yml"}},
	    {HT_FORMAT_JSON, {".json"}},
	    {HT_FORMAT_MARKDOWN, {".md", ".markdown"}},
	    {HT_FORMAT_JSONL, {".jsonl", ".ndjson"}},
	};
	for (size_t i = 0; name && i < ARRAY_LEN(formats); i++)
		if (ht_str_ending_of(name, formats[i].endings))
			return formats[i].format;
	if (len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
		data += 3;
		len -= 3;
	}
	const char *end = data + len, *p = data;
	while (p < end && strchr(" \t\r\n", *p))
		p++;
	if (p < end && *p == '{')
		return HT_FORMAT_JSON;
	if (ht_utf8_check(data, len) != len)
		return HT_FORMAT_YAML;
	ht_front f = ht_find_front(data, len);
	return f.text && !is_blank(f.text, (size_t)(end - f.text)) ? HT_FORMAT_MARKDOWN : HT_FORMAT_YAML;
}

const char *ht_format_file(ht_format format)
{
	static const char *const names[] = {[HT_FORMAT_AUTO] = "record.yaml",
	                                    [HT_FORMAT_YAML] = "record.yaml",
	                                    [HT_FORMAT_JSON] = "record.json",
	                                    [HT_FORMAT_MARKDOWN] = "record.md",
	                                    [HT_FORMAT_JSONL] = "record.json"};
	return names[format];
}

const char *ht_format_ending(ht_format format)
{
	return strchr(ht_format_file(format), '.') + 1;
}

/* The row of ht_record_fields() for the text below a front matter. */
static size_t body_index(void)
{
	return (size_t)(ht_field_find(ht_record_fields(), "body") - ht_record_fields());
}

/* Is it the name of one of the fields, or of one below them? */
static bool is_field_name(const ht_field *fields, const char *name)
{
	bool found = ht_field_by_key(fields, name) != NULL;
	for (const ht_field *f = fields; !found && f->name; f++)
		found = f->sub && is_field_name(f->sub, name);
	return found;
}

/* Has the line the name of a field, and a colon after it? */
static bool is_field_line(const char *p, size_t len)
{
	char name[64];
	const char *end = p + len;
	if (len > 2 && memcmp(p, "- ", 2) == 0)
		p += 2;
	const char *q = p;
	while (q < end && *q != ':' && (end - q < 3 || memcmp(q, "：", 3) != 0))
		q++;
	if (q == end || (size_t)(q - p) >= sizeof name)
		return false;
	memcpy(name, p, (size_t)(q - p));
	name[q - p] = '\0';
	return is_field_name(ht_record_fields(), name);
}

/* A line --- too early: the text below begins with a field, and another such line comes after it. */
static void tell_early_end(job *j, const ht_front *f)
{
	const char *next = f->text, *end = j->src.data + j->src.len, *p;
	int first = -1;
	size_t n;
	for (int line = f->text_line; (p = ht_next_line(&next, end, &n)); line++) {
		const char *text = ht_utf8_trim(p, &n);
		if (first >= 0 && ht_is_fence(text, n, "---")) {
			ht_diag(j->src.diags, HT_D_FRONT_EARLY, (ht_loc){j->src.file, j->src.line + first, 1}, NULL);
			return;
		}
		if (!n)
			continue;
		if (first < 0 && !is_field_line(text, n))
			return;
		if (first < 0)
			first = line;
	}
}

/* The text below the front matter as the field body. */
static ht_status read_text_below(job *j, const ht_front *f)
{
	ht_source *src = &j->src;
	const char *end = src->data + src->len;
	ht_loc loc = {src->file, src->line + f->text_line, 1};
	if (!f->text || is_blank(f->text, (size_t)(end - f->text)))
		return HT_OK;
	tell_early_end(j, f);
	ht_value **slot = &j->record->root.values[body_index()];
	if (*slot) {
		char line[16];
		snprintf(line, sizeof line, "%d", loc.line);
		HT_READER_FAULT(&j->reader, HT_D_FRONT_BODY, (*slot)->loc, "body", "正文", line, NULL);
		return HT_OK;
	}
	ht_body *body;
	ht_value *v = ht_arena_alloc(src->arena, sizeof *v);
	ht_status status = ht_body_parse(src->arena, f->text, (size_t)(end - f->text), loc, true, 0, src->diags, &body);
	if (!v || status != HT_OK)
		return HT_ERR_NOMEM;
	*v = (ht_value){.field = &ht_record_fields()[body_index()], .loc = loc, .body = body};
	*slot = body->n ? v : NULL;
	return HT_OK;
}

static void report_root(job *j, const ht_node *root)
{
	ht_loc loc = root ? root->loc : (ht_loc){j->src.file, j->src.line, 0};
	ht_code code = HT_D_RECORD_NOT_MAP;
	if (!root)
		code = HT_D_RECORD_EMPTY;
	else if (root->kind == HT_NODE_SEQ)
		code = HT_D_RECORD_LIST;
	HT_READER_FAULT(&j->reader, code, loc, NULL);
	j->record->unclear = true; /* of what is no record, no field is missing */
}

/* Fields out of src (the whole file, or its front matter). Whatever could be
 * read of a faulty tree is checked as well. */
static ht_status read_fields(job *j, ht_source *src, ht_syntax syntax)
{
	ht_node *root = NULL;
	ht_status status = ht_tree_parse(src, syntax, &root);
	if (status == HT_ERR_NOMEM)
		return status;
	if (root)
		ht_read_comments(&j->reader, root);
	if (root && ht_node_is_null(root))
		root = NULL;
	const ht_node *map = root && root->kind == HT_NODE_MAP ? root : NULL;
	if (!map && status == HT_OK && !(root && ht_report_full_colon(&j->reader, ht_record_fields(), root)))
		report_root(j, root);
	bool done = ht_read_group(&j->reader, map, ht_record_fields(), NULL, &j->record->root);
	return done ? HT_OK : HT_ERR_NOMEM;
}

static ht_status read_markdown(job *j)
{
	ht_status status = ht_source_clean(&j->src);
	if (status != HT_OK)
		return status;
	ht_front f = ht_find_front(j->src.data, j->src.len);
	ht_loc loc = {j->src.file, j->src.line, 1};
	if (!f.open) {
		HT_READER_FAULT(&j->reader, HT_D_FRONT_NONE, loc, NULL);
		return HT_ERR_INPUT;
	}
	loc.line += f.begin_line - 1;
	if (!f.text) {
		HT_READER_FAULT(&j->reader, HT_D_FRONT_OPEN, loc, NULL);
		return HT_ERR_INPUT;
	}
	ht_source part = j->src;
	part.data = f.begin;
	part.len = (size_t)(f.end - f.begin);
	part.line += f.begin_line;
	status = read_fields(j, &part, HT_SYNTAX_YAML);
	j->src.bad |= part.bad;
	j->src.stopped |= part.stopped;
	return status == HT_OK ? read_text_below(j, &f) : status;
}

static ht_status read_record(job *j, ht_format format)
{
	switch (format) {
	case HT_FORMAT_MARKDOWN:
		return read_markdown(j);
	case HT_FORMAT_JSON:
	case HT_FORMAT_JSONL:
		return read_fields(j, &j->src, HT_SYNTAX_JSON);
	default:
		return read_fields(j, &j->src, HT_SYNTAX_YAML);
	}
}

ht_run_in ht_record_run_in(const ht_record *record)
{
	const ht_value *v = record->root.fields ? ht_group_find(&record->root, "run_in_headings") : NULL;
	if (!v || !v->choice)
		return HT_RUN_IN_BY_LIST;
	return strcmp(v->choice->en, "all") == 0 ? HT_RUN_IN_ALL : HT_RUN_IN_NONE;
}

static void settle_lists(const ht_group *group, ht_run_in run_in)
{
	for (size_t i = 0; group->fields && group->fields[i].name; i++) {
		const ht_value *v = group->values[i];
		if (v && v->body)
			ht_body_settle_lists((ht_body *)(uintptr_t)v->body, run_in);
		for (size_t k = 0; v && v->groups && k < v->n; k++)
			settle_lists(v->groups[k], run_in);
	}
}

static ht_record *new_record(void)
{
	ht_record *record = calloc(1, sizeof *record);
	if (record && !(record->arena = ht_arena_new())) {
		free(record);
		return NULL;
	}
	return record;
}

/* Is the field of that name, of len bytes, given with an error? */
static bool refuses(const ht_group *group, const char *name, size_t len)
{
	for (size_t i = 0; group->refused && group->fields[i].name; i++)
		if (group->refused[i] && strncmp(group->fields[i].name, name, len) == 0 && !group->fields[i].name[len])
			return true;
	return false;
}

ht_status ht_record_read_faulty(const char *data, size_t len, const char *file, int line, ht_format format,
                                const ht_forms *forms, ht_diags *diags, ht_record **ret)
{
	size_t errors = ht_diags_errors_raised(diags);
	ht_record *record = new_record();
	const char *name = record && file ? ht_arena_strdup(record->arena, file) : NULL;
	if (!record || (file && !name)) {
		ht_record_free(record);
		return HT_ERR_NOMEM;
	}
	job j = {
	    .src = {.arena = record->arena,
	            .diags = diags,
	            .file = name,
	            .line = line,
	            .data = data,
	            .len = len,
	            .slips = &record->slips},
	    .reader = {.arena = record->arena, .diags = diags, .forms = forms, .slips = &record->slips},
	    .record = record,
	};
	if (format == HT_FORMAT_AUTO)
		format = ht_format_guess(file, data, len);
	ht_status status = read_record(&j, format);
	if (status == HT_OK && record->root.fields)
		ht_settle_issue(&j.reader, &record->root);
	if (status == HT_OK)
		settle_lists(&record->root, ht_record_run_in(record));
	/* whatever part of the reader raised an error */
	if (status == HT_OK && (j.src.bad || j.reader.bad || ht_diags_errors_raised(diags) > errors))
		status = HT_ERR_INPUT;
	if (j.reader.nomem)
		status = HT_ERR_NOMEM;
	record->unclear |= j.src.bad || (record->root.values && refuses(&record->root, "form", strlen("form")));
	record->partial = j.src.stopped;
	*ret = NULL;
	if (status == HT_OK || (status == HT_ERR_INPUT && record->root.values))
		*ret = record;
	else
		ht_record_free(record);
	return status;
}

ht_status ht_fields_read(ht_arena *arena, const char *data, size_t len, const char *file, const ht_field *fields,
                         ht_diags *diags, ht_group *ret)
{
	ht_slips slips = {0};
	ht_source src = {
	    .arena = arena, .diags = diags, .file = file, .line = 1, .data = data, .len = len, .slips = &slips};
	ht_reader reader = {.arena = arena, .diags = diags, .slips = &slips, .other = true};
	ht_node *root = NULL;
	const size_t errors = ht_diags_errors_raised(diags);
	ht_status status = ht_tree_parse(&src, HT_SYNTAX_YAML, &root);
	if (status == HT_ERR_NOMEM)
		return status;
	if (root && ht_node_is_null(root))
		root = NULL;
	const ht_node *map = root && root->kind == HT_NODE_MAP ? root : NULL;
	if (root && !map && status == HT_OK && !ht_report_full_colon(&reader, fields, root))
		HT_READER_FAULT(&reader, HT_D_RECORD_NOT_MAP, root->loc, NULL);
	if (!ht_read_group(&reader, map, fields, NULL, ret))
		return HT_ERR_NOMEM;
	const bool bad = src.bad || reader.bad || ht_diags_errors_raised(diags) > errors;
	return bad ? HT_ERR_INPUT : HT_OK;
}

ht_status ht_record_read(const char *data, size_t len, const char *file, int line, ht_format format,
                         const ht_forms *forms, ht_diags *diags, ht_record **ret)
{
	ht_record *record = NULL;
	ht_status status = ht_record_read_faulty(data, len, file, line, format, forms, diags, &record);
	if (status == HT_OK)
		*ret = record;
	else
		ht_record_free(record);
	return status;
}

ht_status ht_record_parse(const char *data, size_t len, const char *file, int line, ht_format format, ht_diags *diags,
                          ht_record **ret)
{
	return ht_record_read(data, len, file, line, format, NULL, diags, ret);
}

void ht_record_free(ht_record *record)
{
	if (!record)
		return;
	ht_arena_free(record->arena);
	free(record);
}

/* path: len bytes of it. */
static const ht_value *find_path(const ht_group *group, const char *path, size_t len)
{
	while (group) {
		const char *dot = memchr(path, '.', len);
		size_t n = dot ? (size_t)(dot - path) : len, i = 0;
		const ht_field *f = group->fields;
		while (f[i].name && (*f[i].name != *path || strlen(f[i].name) != n || strncmp(f[i].name, path, n) != 0))
			i++;
		const ht_value *v = f[i].name ? group->values[i] : NULL;
		if (!v || !dot)
			return v;
		group = v->field->type == HT_TYPE_GROUP ? v->groups[0] : NULL;
		path += n + 1;
		len -= n + 1;
	}
	return NULL;
}

const ht_value *ht_group_find(const ht_group *group, const char *path)
{
	return find_path(group, path, strlen(path));
}

/* Like find_path(), but through all members of lists. */
static bool gives(const ht_group *group, const char *path, size_t len)
{
	const char *dot = memchr(path, '.', len);
	if (refuses(group, path, dot ? (size_t)(dot - path) : len))
		return true;
	const ht_value *v = find_path(group, path, dot ? (size_t)(dot - path) : len);
	if (!v || !dot)
		return v != NULL;
	size_t rest = (size_t)(dot + 1 - path);
	for (size_t i = 0; v->groups && i < v->n; i++)
		if (gives(v->groups[i], path + rest, len - rest))
			return true;
	return false;
}

bool ht_group_gives(const ht_group *group, const char *paths)
{
	while (*paths) {
		size_t n = strcspn(paths, "/");
		if (gives(group, paths, n))
			return true;
		paths += n + (paths[n] == '/');
	}
	return false;
}

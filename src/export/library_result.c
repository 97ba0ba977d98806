/* Results and errors of the library: messages and files. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/intl.h"
#include "base/messages.h"
#include "library.h"
#include "record/edit.h"
#include "style/messages.h"

/* ---- messages ---- */

bool lib_said_begin(lib_said *said)
{
	*said = (lib_said){.arena = ht_arena_new()};
	said->failed = !said->arena || !ht_buf_adds(&said->lines, "");
	return !said->failed;
}

void lib_said_free(lib_said *said)
{
	ht_buf_free(&said->lines);
	free(said->v);
	ht_arena_free(said->arena);
}

static const char *keep(lib_said *said, const char *text)
{
	const char *kept = text ? ht_arena_strdup(said->arena, text) : NULL;
	said->failed |= text && !kept;
	return kept;
}

static const hongtou_edit *keep_edit(lib_said *said, const hongtou_edit *edit)
{
	hongtou_edit *kept = edit ? ht_arena_alloc(said->arena, sizeof *kept) : NULL;
	said->failed |= edit && !kept;
	if (!kept)
		return NULL;
	*kept = *edit;
	kept->old_text = keep(said, edit->old_text);
	kept->new_text = keep(said, edit->new_text);
	return kept;
}

void lib_said_add(lib_said *said, const ht_message *m, const char *field, const hongtou_edit *edit)
{
	hongtou_diagnostic *d = said->failed ? NULL : HT_HEAP_PUSH(said->v, said->n, said->cap);
	if (!d) {
		said->failed = true;
		return;
	}
	*d = (hongtou_diagnostic){.level = (hongtou_level)m->level,
	                          .code = keep(said, m->code),
	                          .clause = keep(said, m->clause),
	                          .file = keep(said, m->loc.file),
	                          .line = m->loc.line,
	                          .column = m->loc.col,
	                          .field = keep(said, field),
	                          .text = keep(said, m->text),
	                          .edit = keep_edit(said, edit),
	                          .level_name = _(ht_level_name(m->level))};
	if (m->again)
		return;
	ht_message_line(&said->lines, m);
	ht_buf_adds(&said->lines, "\n");
}

typedef struct adding {
	lib_said *said;
	const ht_record_file *record;
} adding;

void lib_field_path(const ht_record_file *record, const ht_message *m, ht_buf *path)
{
	static const ht_code missing[] = {HT_D_FIELD_REQUIRED, HT_D_FIELD_WANTED};
	for (size_t i = 0; i < ARRAY_LEN(missing); i++)
		if (m->code && m->args[0] && strcmp(m->code, missing[i]->code) == 0) {
			ht_buf_adds(path, m->args[0]);
			return;
		}
	ht_record_file_path(record, m->loc, path);
}

static void add_message(void *user, const ht_message *m)
{
	adding *a = user;
	ht_buf path = {0};
	const ht_record_file *record = a->record;
	if (record && m->loc.file && record->fields.file && strcmp(record->fields.file, m->loc.file) == 0)
		lib_field_path(record, m, &path);
	lib_said_add(a->said, m, path.data, NULL);
	a->said->failed |= path.failed;
	ht_buf_free(&path);
}

void lib_said_add_diags(lib_said *said, ht_diags *diags, const ht_record_file *record)
{
	adding a = {said, record};
	said->failed |= !ht_diags_each(diags, add_message, &a);
}

/* ---- errors ---- */

struct hongtou_error {
	hongtou_error_kind kind;
	lib_said said;
};

hongtou_error *lib_error_new(hongtou_error_kind kind, ht_diags *diags)
{
	hongtou_error *error = diags && kind != HONGTOU_ERROR_MEMORY ? calloc(1, sizeof *error) : NULL;
	if (!error)
		return NULL;
	error->kind = kind;
	if (lib_said_begin(&error->said))
		lib_said_add_diags(&error->said, diags, NULL);
	if (!error->said.failed && !error->said.lines.failed && error->said.n)
		return error;
	hongtou_error_free(error);
	return NULL;
}

hongtou_error_kind hongtou_error_get_kind(const hongtou_error *error)
{
	return error ? error->kind : HONGTOU_ERROR_MEMORY;
}

const char *hongtou_error_message(const hongtou_error *error)
{
	return error ? error->said.lines.data : _(HT_D_NOMEM->text);
}

const hongtou_diagnostic *hongtou_error_diagnostic(const hongtou_error *error, size_t i)
{
	return error && i < error->said.n ? &error->said.v[i] : NULL;
}

void hongtou_error_free(hongtou_error *error)
{
	if (!error)
		return;
	lib_said_free(&error->said);
	free(error);
}

/* ---- results ---- */

hongtou_result *lib_result_new(void)
{
	hongtou_result *r = calloc(1, sizeof *r);
	if (r && lib_said_begin(&r->said))
		return r;
	hongtou_result_free(r);
	return NULL;
}

void hongtou_result_free(hongtou_result *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n; i++)
		ht_buf_free(&r->data[i]);
	free(r->data);
	free(r->outputs);
	lib_said_free(&r->said);
	free(r);
}

/* Room for one more file. */
static bool grow(hongtou_result *r)
{
	if (r->n < r->cap)
		return true;
	const size_t cap = r->cap ? 2 * r->cap : 4;
	hongtou_output *outputs = realloc(r->outputs, cap * sizeof *outputs);
	r->outputs = outputs ? outputs : r->outputs;
	ht_buf *data = outputs ? realloc(r->data, cap * sizeof *data) : NULL;
	r->data = data ? data : r->data;
	r->cap = data ? cap : r->cap;
	return data != NULL;
}

void lib_result_add(hongtou_result *r, const hongtou_output *about, ht_buf *data)
{
	if (data->failed || !grow(r)) {
		r->said.failed = true;
		return;
	}
	hongtou_output *o = &r->outputs[r->n];
	*o = *about;
	o->target = keep(&r->said, about->target);
	o->extension = keep(&r->said, about->extension);
	o->style = keep(&r->said, about->style);
	o->title = keep(&r->said, about->title);
	o->name = keep(&r->said, about->name);
	o->data = data->data ? data->data : "";
	o->size = data->len;
	r->data[r->n++] = *data;
	*data = (ht_buf){0};
}

size_t hongtou_result_count(const hongtou_result *r)
{
	return r ? r->n : 0;
}

const hongtou_output *hongtou_result_output(const hongtou_result *r, size_t i)
{
	return r && i < r->n ? &r->outputs[i] : NULL;
}

const void *hongtou_result_data(const hongtou_result *r, size_t i, size_t *size)
{
	if (!r || i >= r->n)
		return NULL;
	if (size)
		*size = r->outputs[i].size;
	return r->outputs[i].data;
}

size_t hongtou_result_pages(const hongtou_result *r)
{
	return r ? r->n_pages : 0;
}

const char *hongtou_result_form(const hongtou_result *r)
{
	return r ? r->form : NULL;
}

size_t hongtou_result_fixed(const hongtou_result *r)
{
	return r ? r->n_fixed : 0;
}

size_t hongtou_result_failed(const hongtou_result *r)
{
	return r ? r->n_failed : 0;
}

const hongtou_diagnostic *hongtou_result_diagnostic(const hongtou_result *r, size_t i)
{
	return r && i < r->said.n ? &r->said.v[i] : NULL;
}

const char *hongtou_result_messages(const hongtou_result *r)
{
	return r ? r->said.lines.data : "";
}

/* ---- as bytes ---- */

/* Each function below writes with out, and else reads: so both agree. */
typedef struct codec {
	ht_buf *out;
	const ht_buf *in;
	size_t pos;
	lib_said *said; /* for what is read */
	bool broken;
} codec;

static void code_bytes(codec *c, void *bytes, size_t len)
{
	if (c->out) {
		ht_buf_add(c->out, bytes, len);
	} else if (c->broken || c->in->len - c->pos < len) {
		c->broken = true;
		memset(bytes, 0, len);
	} else {
		memcpy(bytes, c->in->data + c->pos, len);
		c->pos += len;
	}
}

/* len bytes at *data, in the arena when they are read. */
static void code_block(codec *c, const char **data, size_t len)
{
	if (c->out) {
		ht_buf_add(c->out, *data, len);
		return;
	}
	c->broken |= c->in->len - c->pos < len;
	*data = c->broken ? NULL : ht_arena_strndup(c->said->arena, c->in->data + c->pos, len);
	c->broken |= !*data;
	c->pos += c->broken ? 0 : len;
}

/* A text, or NULL. */
static void code_text(codec *c, const char **text)
{
	uint64_t len = *text ? strlen(*text) + 1 : 0;
	code_bytes(c, &len, sizeof len);
	if (len)
		code_block(c, text, (size_t)len - 1);
	else
		*text = NULL;
}

static void code_edit(codec *c, const hongtou_edit **edit)
{
	char there = *edit != NULL;
	hongtou_edit e = {0};
	if (*edit)
		e = **edit;
	code_bytes(c, &there, 1);
	if (!there)
		return;
	code_bytes(c, &e.line, sizeof e.line);
	code_bytes(c, &e.column, sizeof e.column);
	code_bytes(c, &e.safe, sizeof e.safe);
	code_text(c, &e.old_text);
	code_text(c, &e.new_text);
	if (!c->out)
		*edit = keep_edit(c->said, &e);
}

static void code_diagnostic(codec *c, hongtou_diagnostic *d)
{
	code_bytes(c, &d->level, sizeof d->level);
	code_bytes(c, &d->line, sizeof d->line);
	code_bytes(c, &d->column, sizeof d->column);
	const char **texts[] = {&d->code, &d->clause, &d->file, &d->field, &d->text};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		code_text(c, texts[i]);
	code_edit(c, &d->edit);
	if (!c->out)
		d->level_name = _(ht_level_name((ht_level)d->level));
}

static void code_output(codec *c, hongtou_output *o)
{
	const char **texts[] = {&o->target, &o->extension, &o->style, &o->title, &o->name};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		code_text(c, texts[i]);
	code_bytes(c, &o->page, sizeof o->page);
	code_bytes(c, &o->pages, sizeof o->pages);
	code_bytes(c, &o->size, sizeof o->size);
}

/* All but the files. n, m: of diagnostics and files. */
static void code_head(codec *c, hongtou_result *r, size_t *n, size_t *m)
{
	size_t *numbers[] = {n, m, &r->n_pages, &r->n_fixed, &r->n_failed};
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		code_bytes(c, numbers[i], sizeof *numbers[i]);
	code_text(c, &r->form);
	const char *lines = r->said.lines.data;
	code_text(c, &lines);
	if (!c->out && lines)
		ht_buf_adds(&r->said.lines, lines);
}

bool lib_result_put(hongtou_result *r, ht_buf *out)
{
	codec c = {.out = out};
	code_head(&c, r, &r->said.n, &r->n);
	for (size_t i = 0; i < r->said.n; i++)
		code_diagnostic(&c, &r->said.v[i]);
	for (size_t i = 0; i < r->n; i++) {
		code_output(&c, &r->outputs[i]);
		ht_buf_add(out, r->outputs[i].data, r->outputs[i].size);
	}
	return !out->failed;
}

static bool get_output(codec *c, hongtou_result *r)
{
	hongtou_output o = {0};
	ht_buf data = {0};
	code_output(c, &o);
	if (c->broken || c->in->len - c->pos < o.size)
		return false;
	ht_buf_add(&data, c->in->data + c->pos, o.size);
	c->pos += o.size;
	lib_result_add(r, &o, &data);
	ht_buf_free(&data);
	return !r->said.failed;
}

bool lib_result_get(hongtou_result *r, const ht_buf *in)
{
	codec c = {.in = in, .said = &r->said};
	size_t n = 0, n_outputs = 0;
	code_head(&c, r, &n, &n_outputs);
	for (size_t i = 0; i < n && !c.broken; i++) {
		hongtou_diagnostic *d = HT_HEAP_PUSH(r->said.v, r->said.n, r->said.cap);
		if (!d)
			return false;
		*d = (hongtou_diagnostic){0};
		code_diagnostic(&c, d);
	}
	for (size_t i = 0; i < n_outputs && !c.broken; i++)
		if (!get_output(&c, r))
			return false;
	return !c.broken && !r->said.failed && !r->said.lines.failed;
}

#include "export/job.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/infile.h"
#include "base/outfile.h"

typedef struct job_state {
	const ht_job *job;
	ht_arena *arena;      /* of the whole run: names written */
	const char **written; /* finds two records that would share a name */
	size_t n_written, cap_written;
	ht_job_result result;
} job_state;

typedef struct record_in {
	const char *input; /* as the user named it */
	const char *data;
	size_t len;
	int line;   /* of data's first line */
	bool lines; /* one of several records of a JSON-lines file */
	ht_format format;
} record_in;

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* Length of name without its ending. */
static size_t stem_length(const char *name)
{
	const char *dot = strrchr(base_name(name), '.');
	return dot && dot != base_name(name) ? (size_t)(dot - name) : strlen(name);
}

/* The folder the output goes to and the input's name in it, without ending. */
static char *stem_for(job_state *s, const record_in *in)
{
	const ht_job *job = s->job;
	const char *input = strcmp(in->input, "-") == 0 ? "record" : in->input;
	if (job->out_file)
		return ht_arena_strndup(s->arena, job->out_file, stem_length(job->out_file));
	if (!job->out_dir)
		return ht_arena_strndup(s->arena, input, stem_length(input));
	const char *base = base_name(input);
	return ht_arena_printf(s->arena, "%s/%.*s", job->out_dir, (int)stem_length(base), base);
}

/* `STEM[-LINE][-STYLE][-PAGE].EXT`; -o FILE as it is for a single output. */
static char *output_name(job_state *s, const record_in *in, const ht_outputs *outputs, const ht_output *output)
{
	const ht_job *job = s->job;
	bool to_stdout = !job->out_file && !job->out_dir && strcmp(in->input, "-") == 0;
	if (outputs->n == 1 && !in->lines) {
		if (to_stdout)
			return ht_arena_strdup(s->arena, "-");
		if (job->out_file)
			return ht_arena_strdup(s->arena, job->out_file);
	}
	char *name = stem_for(s, in);
	if (name && in->lines)
		name = ht_arena_printf(s->arena, "%s-%04d", name, in->line);
	if (name && output->style)
		name = ht_arena_printf(s->arena, "%s-%s", name, output->style);
	if (name && output->page)
		name = ht_arena_printf(s->arena, "%s-%zu", name, output->page);
	return name ? ht_arena_printf(s->arena, "%s.%s", name, output->target->extension) : NULL;
}

static bool same_file(const char *a, const char *b)
{
	struct stat x, y;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool name_is_free(job_state *s, const record_in *in, const char *name)
{
	ht_loc loc = {in->input, in->lines ? in->line : 0, 0};
	if (strcmp(name, "-") == 0)
		return true;
	if (strcmp(in->input, "-") != 0 && same_file(in->input, name)) {
		ht_diag(s->job->diags, HT_D_OUT_IS_INPUT, loc, name, NULL);
		return false;
	}
	for (size_t i = 0; i < s->n_written; i++)
		if (strcmp(s->written[i], name) == 0) {
			ht_diag(s->job->diags, HT_D_OUT_COLLISION, loc, name, NULL);
			return false;
		}
	return true;
}

static ht_status write_outputs(job_state *s, const record_in *in, ht_outputs *outputs, const char **names)
{
	for (size_t i = 0; i < outputs->n; i++) {
		names[i] = output_name(s, in, outputs, &outputs->v[i]);
		if (!names[i])
			return HT_ERR_NOMEM;
		if (!name_is_free(s, in, names[i]))
			return HT_ERR_INPUT;
	}
	for (size_t i = 0; i < outputs->n; i++) {
		const ht_buf *data = &outputs->v[i].data;
		ht_status status = ht_outfile_put(names[i], data->data ? data->data : "", data->len, s->job->diags);
		if (status != HT_OK)
			return status;
		const char **slot = HT_PUSH(s->arena, s->written, s->n_written, s->cap_written);
		if (!slot)
			return HT_ERR_NOMEM;
		*slot = names[i];
	}
	return HT_OK;
}

static ht_status export_one(job_state *s, const record_in *in)
{
	ht_diags *diags = s->job->diags;
	ht_outputs outputs = {0};
	const char **names = NULL;
	ht_status status =
	    ht_export_record(s->job->exporter, in->data, in->len, in->input, in->line, in->format, diags, &outputs);
	if (status == HT_OK) {
		names = ht_arena_array(s->arena, outputs.n + 1, sizeof *names);
		status = names ? write_outputs(s, in, &outputs, names) : HT_ERR_NOMEM;
		if (status == HT_ERR_NOMEM)
			ht_diag(diags, HT_D_NOMEM, (ht_loc){in->input, 0, 0}, NULL);
	}
	bool done = status == HT_OK;
	s->result.done += done;
	s->result.failed += !done;
	s->job->report(s->job->user, in->input, diags, names, done ? outputs.n : 0, outputs.n_pages);
	ht_outputs_free(&outputs);
	ht_diags_clear(diags);
	return status;
}

static bool blank(const char *s, size_t len)
{
	return strspn(s, " \t\r\n") >= len;
}

/* Every line that is not blank is a record. */
static void export_lines(job_state *s, const char *input, const ht_buf *buf)
{
	int line = 1;
	bool any = false;
	for (const char *p = buf->data, *end = p + buf->len; p < end; line++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t len = (size_t)((stop ? stop : end) - p);
		record_in in = {
		    .input = input, .data = p, .len = len, .line = line, .lines = true, .format = HT_FORMAT_JSONL};
		if (!blank(p, len)) {
			export_one(s, &in);
			any = true;
		}
		p += len + 1;
	}
	if (!any) {
		ht_diag(s->job->diags, HT_D_RECORD_EMPTY, (ht_loc){input, 0, 0}, NULL);
		s->result.failed++;
		s->job->report(s->job->user, input, s->job->diags, NULL, 0, 0);
		ht_diags_clear(s->job->diags);
	}
}

static void export_input(job_state *s, const char *input)
{
	ht_buf buf = {0};
	ht_status status = ht_infile_read(input, HT_JOB_MAX_INPUT, s->job->diags, &buf);
	if (status != HT_OK) {
		if (status == HT_ERR_NOMEM)
			ht_diag(s->job->diags, HT_D_NOMEM, (ht_loc){input, 0, 0}, NULL);
		s->result.failed++;
		s->job->report(s->job->user, input, s->job->diags, NULL, 0, 0);
		ht_diags_clear(s->job->diags);
		return;
	}
	ht_format format = ht_format_guess(input, buf.data, buf.len);
	record_in in = {.input = input, .data = buf.data, .len = buf.len, .line = 1, .format = format};
	if (format == HT_FORMAT_JSONL)
		export_lines(s, input, &buf);
	else
		export_one(s, &in);
	ht_buf_free(&buf);
}

ht_status ht_job_run(const ht_job *job, const char *const *inputs, size_t n, ht_job_result *ret)
{
	job_state s = {.job = job, .arena = ht_arena_new()};
	if (!s.arena)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < n; i++)
		export_input(&s, inputs[i]);
	ht_arena_free(s.arena);
	*ret = s.result;
	return HT_OK;
}

/* Shards joined to what one run makes. First all parts are read, and it is seen that they fit together and that their
 * outputs are there; only then are outputs linked, or copied, under the names that they get in the order of the whole
 * input, and journal and reports written. An interrupted merge is simply made again. */
#include "merge.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/messages.h"
#include "base/outfile.h"
#include "batch/messages.h"

#define FLUSH_BYTES ((size_t)256 << 10)

typedef struct merge {
	const char *out_dir;
	const char *folder; /* out_dir, ending in "/" */
	const char *temp;   /* a name in it */
	ht_arena *arena;
	bt_parts parts;
	bt_job job;
	bt_given given;
	ht_buf lines;
	bool copies; /* files cannot be linked */
	void (*record)(void *user, const ht_batch_record *record);
	void *user;
	ht_diags *diags;
	ht_batch_result *result;
	ht_status status; /* sticky */
} merge;

static void set_status(merge *m, ht_status status)
{
	if (m->status == HT_OK)
		m->status = status;
}

static void say_write(merge *m, const char *path, int error)
{
	if (error != ENOMEM)
		ht_diag(m->diags, HT_D_OUT_WRITE, (ht_loc){path, 0, 0}, strerror(error), NULL);
	set_status(m, error == ENOMEM ? HT_ERR_NOMEM : HT_ERR_IO);
}

/* A part's output is not what its journal says. */
static void say_lost(merge *m, const bt_part *part, const char *file)
{
	ht_diag(m->diags, HT_D_MERGE_LOST, (ht_loc){part->dir, 0, 0}, file, NULL);
	set_status(m, HT_ERR_INPUT);
}

/* It is as long as its journal says, and holds something else. */
static void say_changed(merge *m, const bt_part *part, const char *file)
{
	ht_diag(m->diags, HT_D_MERGE_OTHER_BYTES, (ht_loc){part->dir, 0, 0}, file, NULL);
	set_status(m, HT_ERR_INPUT);
}

static bool has_bytes_of(const char *path, const bt_output *o)
{
	bt_hash hash;
	return bt_hash_file(path, &hash, NULL) && memcmp(hash.v, o->hash.v, BT_HASH) == 0;
}

/* ---- do the parts fit together? ---- */

static void check_outputs(merge *m, const bt_part *part)
{
	for (size_t i = 0; i < part->entry.known.n_outputs && m->status == HT_OK; i++) {
		const bt_output *o = &part->entry.known.outputs[i];
		struct stat st;
		if (!bt_stat_beneath(part->dir, o->file, &st) || (uint64_t)st.st_size != o->size)
			say_lost(m, part, o->file);
	}
}

static void check_parts(merge *m)
{
	const bt_part *part;
	bt_parts_rewind(&m->parts);
	while (m->status == HT_OK && (part = bt_parts_next(&m->parts)))
		check_outputs(m, part);
	set_status(m, m->parts.status);
}

/* Is the head one of the parts' inputs? Each machine may have had them in another folder. */
static bool is_of_parts(const merge *m, const bt_head *head)
{
	for (size_t i = 0; i < m->parts.n; i++) {
		const bt_head *part = &m->parts.v[i].head;
		if (bt_head_is_of(head, part->folder, part->inputs, part->n_inputs))
			return true;
	}
	return false;
}

/* Does the folder hold what a batch of other inputs made? A journal that cannot be read says nothing of it. */
static bool holds_other_batch(merge *m)
{
	const char *path = ht_arena_printf(m->arena, "%s.hongtou/journal.jsonl", m->folder), *line;
	bt_stream stream;
	bt_head head;
	size_t len;
	if (!path)
		set_status(m, HT_ERR_NOMEM);
	if (!path || !bt_stat_beneath(m->out_dir, ".hongtou/journal.jsonl", NULL) || !bt_stream_open(&stream, path))
		return false;
	const bool is_other = bt_stream_line(&stream, '\n', BT_LINE_MOST, true, &line, &len) == BT_GOT_LINE &&
	                      bt_head_parse(m->arena, line, len, &head) && !is_of_parts(m, &head);
	bt_stream_close(&stream);
	return is_other;
}

/* The folder to write into must be no shard's, these or others, and of no other batch: both would be lost. */
static void check_folder(merge *m)
{
	ht_code code = HT_D_MERGE_INTO_PART;
	bool refused = bt_stat_beneath(m->out_dir, ".hongtou/shard.json", NULL);
	for (size_t i = 0; i < m->parts.n && !refused; i++)
		refused = bt_same_file(m->out_dir, m->parts.v[i].dir);
	if (!refused && holds_other_batch(m)) {
		code = HT_D_MERGE_INTO_OTHER;
		refused = true;
	}
	if (!refused)
		return;
	ht_diag(m->diags, code, (ht_loc){m->out_dir, 0, 0}, NULL);
	set_status(m, HT_ERR_INPUT);
}

/* ---- outputs ---- */

/* 0, or errno. */
static int copy_bytes(int from, int to)
{
	char block[65536];
	ssize_t n;
	while ((n = read(from, block, sizeof block)) > 0 || (n < 0 && errno == EINTR)) {
		const int error = n > 0 ? ht_outfile_write_all(to, block, (size_t)n) : 0;
		if (error)
			return error;
	}
	return n < 0 ? errno : 0;
}

/* Copy a file to m->temp. 0, or errno. */
static int copy_file(const merge *m, const char *from, bool secret)
{
	const int in = open(from, O_RDONLY | O_CLOEXEC);
	if (in < 0)
		return errno;
	const int out = bt_create(m->temp, secret);
	int error = out < 0 ? errno : copy_bytes(in, out);
	close(in);
	if (out >= 0 && close(out) != 0 && !error)
		error = errno;
	return error;
}

/* Does it mean that there can be no link, though there may be a copy? */
static bool cannot_link(int error)
{
	return error == EXDEV || error == EPERM || error == ENOTSUP || error == ENOSYS || error == EMLINK ||
	       error == EACCES;
}

/* Link a file, in place of one of that name. 0, or errno. */
static int link_file(const merge *m, const char *from, const char *to)
{
	if (link(from, to) == 0)
		return 0;
	if (errno != EEXIST)
		return errno;
	unlink(m->temp);
	if (link(from, m->temp) != 0)
		return errno;
	const int error = rename(m->temp, to) == 0 ? 0 : errno;
	unlink(m->temp); /* rename() leaves it where both names are links of one file already */
	return error;
}

/* Copy an output of the part to its final name. 0, or errno. */
static int bring_copy(merge *m, const bt_part *part, const char *file, const bt_output *o, bool secret,
                      const char *from, const char *to)
{
	const int error = copy_file(m, from, secret);
	if (error)
		return error;
	if (has_bytes_of(m->temp, o))
		return ht_outfile_replace(m->temp, to, secret);
	unlink(m->temp);
	say_changed(m, part, file);
	return 0;
}

/* Bring an output of the part to its final name: what is linked is read, too, since it may be another file by now. */
static void bring(merge *m, const bt_part *part, const char *file, const bt_output *o, bool secret)
{
	const char *from = ht_arena_printf(part->arena, "%s/%s", part->dir, file);
	const char *to = ht_arena_printf(part->arena, "%s%s", m->folder, o->file);
	if (!from || !to) {
		set_status(m, HT_ERR_NOMEM);
		return;
	}
	if (!m->copies && !has_bytes_of(from, o)) {
		say_changed(m, part, file);
		return;
	}
	int error = bt_make_folders(to, strlen(m->folder));
	bool copy = m->copies;
	if (!error && !copy) {
		error = link_file(m, from, to);
		copy = cannot_link(error);
		m->copies = copy && error != EMLINK;
		if (copy)
			error = 0;
	}
	if (!error && copy)
		error = bring_copy(m, part, file, o, secret, from, to);
	if (error)
		say_write(m, to, error);
}

/* ---- records ---- */

/* Choose the outputs' final names, and bring them there. */
static void place_outputs(merge *m, bt_part *part, bt_reply *r)
{
	const char *wanted, **files = ht_arena_array(part->arena, r->n_outputs + 1, sizeof *files);
	if (!files) {
		set_status(m, HT_ERR_NOMEM);
		return;
	}
	for (size_t i = 0; i < r->n_outputs; i++)
		files[i] = r->outputs[i].file;
	switch (bt_given_name(&m->given, part->arena, m->folder, r->outputs, r->n_outputs, &wanted)) {
	case BT_NAMED_OTHERWISE:
		if (!bt_reply_add_message(part->arena, r, part->entry.input, part->entry.line, HT_D_BATCH_RENAMED,
		                          wanted, r->outputs[0].file))
			set_status(m, HT_ERR_NOMEM);
		break;
	case BT_NAMED:
		break;
	case BT_NAMED_TWICE:
		say_lost(m, part, wanted);
		break;
	case BT_NAMED_NOMEM:
		set_status(m, HT_ERR_NOMEM);
		break;
	}
	for (size_t i = 0; i < r->n_outputs && m->status == HT_OK; i++)
		bring(m, part, files[i], &r->outputs[i], r->secret);
}

/* Write the lines that were gathered, if they are more than at_least bytes. */
static void flush_lines(merge *m, size_t at_least)
{
	if (m->lines.len <= at_least || m->status != HT_OK)
		return;
	const int error = bt_journal_write(&m->job.journal, &m->lines);
	if (error)
		say_write(m, m->job.journal.path, error);
	ht_buf_free(&m->lines);
	m->lines = (ht_buf){0};
}

/* Tell what the merge has to say of a record, and count it. */
static void tell(merge *m, const bt_part *part, const bt_reply *r)
{
	const bt_entry *e = &part->entry;
	ht_batch_record record = {.index = e->number,
	                          .input = e->input,
	                          .line = e->line,
	                          .state = e->state,
	                          .by_machine = e->by_machine,
	                          .messages = r->messages + e->n_messages,
	                          .n_messages = r->n_messages - e->n_messages};
	if (!bt_reply_outputs(part->arena, r, &record)) {
		set_status(m, HT_ERR_NOMEM);
		return;
	}
	m->result->failed += e->state == HT_BATCH_FAILED;
	m->result->done += e->state != HT_BATCH_FAILED;
	m->result->by_machine += e->by_machine;
	if (m->record)
		m->record(m->user, &record);
}

static void join_record(merge *m, bt_part *part)
{
	const bt_entry *e = &part->entry;
	bt_reply reply = {.state = e->state,
	                  .secret = e->secret,
	                  .by_machine = e->by_machine,
	                  .ms = e->ms,
	                  .key = e->known.key,
	                  .folder = m->folder,
	                  .outputs = e->known.outputs,
	                  .n_outputs = e->known.n_outputs,
	                  .reads = (bt_read *)(uintptr_t)e->known.reads,
	                  .n_reads = e->known.n_reads,
	                  .messages = e->messages,
	                  .n_messages = e->n_messages};
	char *input = strdup(e->input);
	const bt_item item = {.index = e->number, .number = e->number, .input = input, .line = e->line, .nth = e->nth};
	if (!input)
		set_status(m, HT_ERR_NOMEM);
	if (m->status == HT_OK && reply.n_outputs)
		place_outputs(m, part, &reply);
	if (m->status == HT_OK && !bt_journal_add(&m->job.journal, &m->lines, &item, &reply))
		set_status(m, HT_ERR_NOMEM);
	free(input);
	if (m->status == HT_OK)
		tell(m, part, &reply);
	flush_lines(m, FLUSH_BYTES);
}

/* ---- all ---- */

static int compare_hosts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* When and where the parts were made: from the first one's beginning to the last one's end. */
static void join_spans(merge *m)
{
	const bt_parts *p = &m->parts;
	bt_span span = p->v[0].account.span;
	const char **hosts = ht_arena_array(m->arena, p->n, sizeof *hosts);
	ht_buf text = {0};
	for (size_t i = 0; hosts && i < p->n; i++) {
		const bt_span *s = &p->v[i].account.span;
		hosts[i] = s->host;
		if (s->started < span.started)
			span.started = s->started;
		if (s->finished > span.finished)
			span.finished = s->finished;
	}
	if (hosts)
		qsort(hosts, p->n, sizeof *hosts, compare_hosts);
	for (size_t i = 0; hosts && i < p->n; i++)
		if (!i || strcmp(hosts[i], hosts[i - 1]) != 0) {
			ht_buf_adds(&text, i ? ", " : "");
			ht_buf_adds(&text, hosts[i]);
		}
	span.host = hosts ? ht_buf_take(&text, m->arena) : NULL;
	ht_buf_free(&text);
	if (!span.host) {
		set_status(m, HT_ERR_NOMEM);
		return;
	}
	if (p->n > 1)
		span.ms = (uint64_t)(span.finished - span.started) * 1000;
	m->job.span = span;
}

/* The journal of the whole: that of a run whose options and inputs were those of the parts. */
static void begin_journal(merge *m)
{
	const bt_part *first = &m->parts.v[0];
	bt_facts *f = &m->job.facts;
	f->v = (bt_fact *)(uintptr_t)first->head.facts;
	f->n = first->head.n_facts;
	f->sheets = (bt_sheet *)(uintptr_t)first->account.sheets;
	f->n_sheets = first->account.n_sheets;
	f->files = (bt_font_file *)(uintptr_t)first->account.fonts;
	f->n_files = first->account.n_fonts;
	const char *account = bt_account_path(m->arena, m->out_dir);
	if (!account) {
		set_status(m, HT_ERR_NOMEM);
		return;
	}
	for (size_t i = 0; i < m->parts.n; i++) { /* the batch began with its first shard */
		const char *day = m->parts.v[i].head.day;
		if (day && (!m->job.journal.day || strcmp(day, m->job.journal.day) < 0))
			m->job.journal.day = day;
	}
	m->job.journal.folder = first->head.folder;
	unlink(account);
	unlink(m->job.journal.path); /* of an earlier merge, whether it ended or not: all is made again */
	set_status(m, bt_journal_begin(&m->job.journal, f, first->head.inputs, first->head.n_inputs,
	                               first->head.incremental, false, m->diags));
}

/* What was written is on the disk before the journal says that it is all. */
static void sync_folder(merge *m)
{
	const int error = bt_sync_disk(m->out_dir);
	if (error)
		say_write(m, m->out_dir, error);
}

static void finish(merge *m)
{
	bool report = false;
	const bool package = *bt_fact_value(m->job.facts.v, m->job.facts.n, "--package");
	for (size_t i = 0; i < m->parts.n; i++)
		report |= m->parts.v[i].account.report;
	flush_lines(m, 0);
	if (m->status == HT_OK)
		sync_folder(m);
	const int error = m->status == HT_OK ? bt_journal_finish(&m->job.journal) : 0;
	if (error)
		say_write(m, m->job.journal.path, error);
	m->result->skipped = m->parts.v[0].account.skipped;
	m->result->resumable = package;
	if (m->status == HT_OK && report && !package)
		set_status(m, bt_report_write(&m->job, false, m->result, m->diags));
}

static void join(merge *m)
{
	bt_part *part;
	set_status(m, bt_job_open(&m->job, m->out_dir, false, m->diags));
	if (m->status != HT_OK)
		return;
	join_spans(m);
	m->temp = ht_arena_printf(m->arena, "%smerge.tmp", m->job.folder);
	if (!m->temp)
		set_status(m, HT_ERR_NOMEM);
	if (m->status == HT_OK)
		begin_journal(m);
	if (m->status == HT_OK)
		bt_parts_rewind(&m->parts);
	while (m->status == HT_OK && (part = bt_parts_next(&m->parts)))
		join_record(m, part);
	set_status(m, m->parts.status);
	finish(m);
	bt_job_close(&m->job);
}

ht_status ht_batch_merge(const char *out_dir, const char *const *parts, size_t n,
                         void (*record)(void *user, const ht_batch_record *record), void *user, ht_diags *diags,
                         ht_batch_result *ret)
{
	ht_batch_result result = {.many = true};
	merge m = {.out_dir = out_dir,
	           .arena = ht_arena_new(),
	           .record = record,
	           .user = user,
	           .diags = diags,
	           .result = &result};
	m.folder = m.arena ? ht_arena_printf(m.arena, "%s/", out_dir) : NULL;
	if (!n || !m.folder) {
		ht_arena_free(m.arena);
		return n ? HT_ERR_NOMEM : HT_ERR_ARG;
	}
	if (bt_parts_open(&m.parts, m.arena, parts, n, diags))
		check_folder(&m);
	set_status(&m, m.parts.status);
	if (m.status == HT_OK)
		check_parts(&m);
	if (m.status == HT_OK)
		join(&m);
	bt_parts_close(&m.parts);
	bt_given_free(&m.given);
	ht_buf_free(&m.lines);
	ht_arena_free(m.arena);
	if (m.status == HT_OK)
		*ret = result;
	return m.status;
}

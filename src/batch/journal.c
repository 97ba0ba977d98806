/* The journal: which records were done, and with which outputs.
 *
 * It consists of lines of JSON: a head when a run begins, with its options and
 * inputs; a line for every record that was committed, in the order of the input;
 * a last line when all were. A run that resumes, or skips unchanged records,
 * appends to the journal. Only at its end are lines removed that later ones
 * replace, so what was done is never forgotten.
 *
 * The index holds the offset of every line, 16 bytes a record, and is loaded
 * only where earlier runs matter; lines are read again when they are needed. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/messages.h"
#include "batch/messages.h"
#include "entry.h"
#include "job.h"
#include "stream.h"

#define OFFSET_MASK (((uint64_t)1 << 63) - 1) /* of bt_run_line.offset */

/* Its messages cite the records, of which any may be secret. */
#define JOURNAL_MODE 0600

static bool add_row(bt_journal *j, uint64_t id, uint64_t offset)
{
	bt_index_row *row = HT_HEAP_PUSH(j->index, j->n_index, j->cap_index);
	if (row)
		*row = (bt_index_row){id, offset};
	return row != NULL;
}

static int compare_rows(const void *pa, const void *pb)
{
	const bt_index_row *a = pa, *b = pb;
	if (a->id != b->id)
		return a->id > b->id ? 1 : -1;
	return (a->offset > b->offset) - (a->offset < b->offset);
}

/* ---- loading ---- */

typedef struct loading {
	bt_journal *j;
	ht_arena *arena;
	bt_head head; /* of the batch that --resume would continue */
	bool has_head;
	ht_status status; /* sticky */
} loading;

/* False: it is not a line of a journal. */
static bool load_line(loading *l, const char *line, size_t len, uint64_t offset)
{
	bt_line_kind kind;
	uint64_t id;
	if (!bt_line_classify(line, len, &kind, &id))
		return false;
	if (kind == BT_LINE_RECORD && !add_row(l->j, id, offset))
		l->status = HT_ERR_NOMEM;
	if (kind != BT_LINE_HEAD)
		return true;
	bt_head head;
	if (!bt_head_parse(l->arena, line, len, &head))
		return false;
	if (!head.resume) {
		l->head = head;
		l->has_head = true;
		l->j->job = offset;
	}
	return true;
}

/* All whole lines; a torn one and what comes after it is ignored. */
static void load_lines(loading *l, bt_stream *s, uint64_t size)
{
	const char *line;
	size_t len;
	while (l->status == HT_OK) {
		bt_got got = bt_stream_line(s, '\n', BT_LINE_MOST, true, &line, &len);
		if (got == BT_GOT_NOMEM)
			l->status = HT_ERR_NOMEM;
		if (got == BT_GOT_ERROR)
			l->status = HT_ERR_IO;
		if (got != BT_GOT_LINE || l->j->end + len + 1 > size || !load_line(l, line, len, l->j->end))
			return;
		l->j->end += len + 1;
	}
}

static const char *shown(const char *value)
{
	return *value ? value : "-";
}

/* Report the first fact that differs, with its old and its new value. */
static ht_status compare_facts(const bt_journal *j, const bt_head *head, const bt_facts *facts, ht_diags *diags)
{
	for (size_t i = 0; i < facts->n + head->n_facts; i++) {
		const char *name = i < facts->n ? facts->v[i].name : head->facts[i - facts->n].name;
		const char *was = bt_fact_value(head->facts, head->n_facts, name);
		const char *is = bt_fact_value(facts->v, facts->n, name);
		if (strcmp(was, is) == 0)
			continue;
		ht_diag(diags, HT_D_BATCH_DIFFERS, (ht_loc){j->path, 0, 0}, name, shown(was), shown(is), NULL);
		return HT_ERR_INPUT;
	}
	return HT_OK;
}

/* The same for the shard. */
static ht_status compare_shards(const bt_journal *j, const bt_head *head, ht_diags *diags)
{
	char was[32], is[32];
	bt_shard_name(head->shard, was);
	bt_shard_name(j->shard, is);
	if (strcmp(was, is) == 0)
		return HT_OK;
	ht_diag(diags, HT_D_BATCH_DIFFERS, (ht_loc){j->path, 0, 0}, "--shard", shown(was), shown(is), NULL);
	return HT_ERR_INPUT;
}

static ht_status take_inputs(bt_journal *j, const bt_head *head, ht_diags *diags)
{
	char cwd[4096];
	for (size_t i = 0; i < head->n_inputs; i++)
		if (strcmp(head->inputs[i], "-") == 0 || strcmp(head->inputs[i], "@-") == 0) {
			ht_diag(diags, HT_D_BATCH_STDIN, (ht_loc){j->path, 0, 0}, NULL);
			return HT_ERR_INPUT;
		}
	if (!getcwd(cwd, sizeof cwd) || strcmp(cwd, head->folder) != 0) {
		ht_diag(diags, HT_D_BATCH_ELSEWHERE, (ht_loc){j->path, 0, 0}, head->folder, NULL);
		return HT_ERR_INPUT;
	}
	j->inputs = head->inputs;
	j->n_inputs = head->n_inputs;
	return HT_OK;
}

ht_status bt_journal_load(bt_journal *j, ht_arena *arena, const bt_facts *facts, bool resume, bool no_inputs,
                          ht_diags *diags)
{
	bt_stream s;
	struct stat st;
	loading l = {.j = j, .arena = arena};
	if (bt_stream_open(&s, j->path)) {
		if (fstat(s.fd, &st) == 0)
			load_lines(&l, &s, (uint64_t)st.st_size);
		else
			l.status = HT_ERR_IO;
		if (l.status == HT_ERR_IO)
			ht_diag(diags, HT_D_IN_READ, (ht_loc){j->path, 0, 0}, strerror(errno), NULL);
		bt_stream_close(&s);
	}
	if (l.status != HT_OK)
		return l.status;
	j->has_old = l.has_head;
	if (j->n_index)
		qsort(j->index, j->n_index, sizeof *j->index, compare_rows);
	if (!resume)
		return HT_OK;
	if (!l.has_head) {
		ht_diag(diags, HT_D_BATCH_NOTHING, (ht_loc){j->path, 0, 0}, NULL);
		return HT_ERR_INPUT;
	}
	j->incremental = l.head.incremental;
	j->day = l.head.day ? l.head.day : j->day;
	ht_status status = compare_facts(j, &l.head, facts, diags);
	if (status == HT_OK)
		status = compare_shards(j, &l.head, diags);
	if (status == HT_OK && no_inputs)
		status = take_inputs(j, &l.head, diags);
	return status;
}

/* ---- finding ---- */

bool bt_journal_read(const bt_journal *j, ht_arena *arena, uint64_t offset, bt_entry *ret)
{
	char *line = NULL;
	size_t size = 4096, n = 0;
	char *stop = NULL;
	while (!stop && (line = ht_arena_alloc(arena, size))) {
		ssize_t got = pread(j->fd, line, size, (off_t)offset);
		if (got <= 0)
			return false;
		n = (size_t)got;
		stop = memchr(line, '\n', n);
		if (!stop && n < size)
			return false;
		size *= 4;
	}
	if (!stop)
		return false;
	return bt_entry_parse(arena, line, (size_t)(stop - line), ret);
}

bool bt_journal_find(const bt_journal *j, ht_arena *arena, const bt_item *item, bt_entry *ret, uint64_t *offset,
                     bool *in_batch)
{
	const uint64_t id = bt_item_id(item->input, item->nth, item->line);
	size_t low = 0, high = j->n_index;
	while (low < high) { /* the first row after all of this id */
		size_t middle = low + (high - low) / 2;
		if (j->index[middle].id <= id)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || j->index[low - 1].id != id)
		return false;
	*offset = j->index[low - 1].offset;
	*in_batch = *offset >= j->job;
	return bt_journal_read(j, arena, *offset, ret) && ret->line == item->line;
}

/* ---- writing ---- */

static int write_all(int fd, const ht_buf *text, uint64_t offset)
{
	if (text->failed)
		return ENOMEM;
	for (size_t done = 0; done < text->len;) {
		ssize_t n = pwrite(fd, text->data + done, text->len - done, (off_t)(offset + done));
		if (n < 0 && errno != EINTR)
			return errno;
		done += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

static ht_status fail(const bt_journal *j, ht_diags *diags, int error)
{
	if (error == ENOMEM)
		return HT_ERR_NOMEM;
	ht_diag(diags, HT_D_OUT_WRITE, (ht_loc){j->path, 0, 0}, strerror(error), NULL);
	return HT_ERR_IO;
}

/* Report that an unfinished batch is about to be forgotten. */
static void note_unfinished(const bt_journal *j, ht_diags *diags)
{
	char tail[64];
	struct stat st;
	int fd = open(j->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	ssize_t n = -1;
	if (fstat(fd, &st) == 0 && st.st_size > 0) {
		off_t from = st.st_size > (off_t)sizeof tail - 1 ? st.st_size - (off_t)sizeof tail + 1 : 0;
		n = pread(fd, tail, sizeof tail - 1, from);
	}
	close(fd);
	if (n < 0)
		return;
	tail[n] = '\0';
	if (!strstr(tail, BT_END_LINE))
		ht_diag(diags, HT_D_BATCH_UNFINISHED, (ht_loc){j->path, 0, 0}, NULL);
}

static ht_status write_head(bt_journal *j, const bt_head *head, ht_diags *diags)
{
	ht_buf line = {0};
	int error = bt_head_write(head, &line) ? write_all(j->fd, &line, j->end) : ENOMEM;
	if (!error)
		j->end += line.len;
	ht_buf_free(&line);
	return error ? fail(j, diags, error) : HT_OK;
}

ht_status bt_journal_begin(bt_journal *j, const bt_facts *facts, const char *const *inputs, size_t n, bool incremental,
                           bool resume, ht_diags *diags)
{
	char cwd[4096];
	if (!j->has_old) {
		note_unfinished(j, diags);
		j->end = 0;
	}
	if (!resume)
		j->job = j->end;
	j->incremental |= incremental;
	j->fd = open(j->path, O_RDWR | O_CREAT | O_CLOEXEC, JOURNAL_MODE);
	if (j->fd < 0 || ftruncate(j->fd, (off_t)j->end) != 0)
		return fail(j, diags, errno);
	const char *folder = j->folder;
	if (!folder)
		folder = getcwd(cwd, sizeof cwd) ? cwd : "";
	const bt_head head = {.resume = resume,
	                      .incremental = j->incremental,
	                      .shard = j->shard,
	                      .facts = facts->v,
	                      .n_facts = facts->n,
	                      .inputs = inputs,
	                      .n_inputs = n,
	                      .folder = folder,
	                      .day = j->day};
	return write_head(j, &head, diags);
}

static bool add_run_line(bt_journal *j, uint64_t offset, bool unchanged)
{
	bt_run_line *line = HT_HEAP_PUSH(j->run_lines, j->n_run_lines, j->cap_run_lines);
	if (line)
		*line = (bt_run_line){.offset = offset & OFFSET_MASK, .unchanged = unchanged};
	return line != NULL;
}

bool bt_journal_add(bt_journal *j, ht_buf *lines, const bt_item *item, const bt_reply *reply)
{
	return add_run_line(j, j->end + lines->len, false) && bt_entry_write(item, reply, j->shard.of, lines);
}

bool bt_journal_keep(bt_journal *j, uint64_t offset)
{
	return add_run_line(j, offset, offset < j->job);
}

int bt_journal_write(bt_journal *j, const ht_buf *lines)
{
	int error = write_all(j->fd, lines, j->end);
	if (error) {
		if (ftruncate(j->fd, (off_t)j->end) != 0)
			return errno;
		return error;
	}
	j->end += lines->len;
	return 0;
}

/* ---- the end ---- */

/* Copy n bytes from one place of the journal to the end of another. */
static int copy_range(int from, uint64_t offset, size_t n, int to, uint64_t *end)
{
	char block[65536];
	while (n) {
		ssize_t got = pread(from, block, n < sizeof block ? n : sizeof block, (off_t)offset);
		if (got <= 0)
			return got ? errno : EIO;
		ht_buf part = {.data = block, .len = (size_t)got};
		int error = write_all(to, &part, *end);
		if (error)
			return error;
		*end += (uint64_t)got;
		offset += (uint64_t)got;
		n -= (size_t)got;
	}
	return 0;
}

static size_t line_length(int fd, uint64_t offset)
{
	char block[4096];
	size_t len = 0;
	for (;;) {
		ssize_t n = pread(fd, block, sizeof block, (off_t)(offset + len));
		if (n <= 0)
			return 0;
		char *stop = memchr(block, '\n', (size_t)n);
		if (stop)
			return len + (size_t)(stop - block) + 1;
		len += (size_t)n;
	}
}

/* The batch's head and one line a record. run_lines[] then points into the copy. */
static int copy_lines(bt_journal *j, int to, uint64_t *end)
{
	int error = copy_range(j->fd, j->job, line_length(j->fd, j->job), to, end);
	for (size_t i = 0; i < j->n_run_lines && !error; i++) {
		uint64_t at = *end;
		error = copy_range(j->fd, j->run_lines[i].offset, line_length(j->fd, j->run_lines[i].offset), to, end);
		j->run_lines[i].offset = at & OFFSET_MASK;
	}
	return error;
}

static int replace_journal(bt_journal *j, const char *temp, int fd, uint64_t end)
{
	if (fdatasync(fd) != 0 || rename(temp, j->path) != 0)
		return errno;
	close(j->fd);
	j->fd = fd;
	j->end = end;
	return 0;
}

static int drop_old(bt_journal *j)
{
	char temp[4096];
	uint64_t end = 0;
	int n = snprintf(temp, sizeof temp, "%s.tmp", j->path);
	int fd = n < (int)sizeof temp ? open(temp, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, JOURNAL_MODE) : -1;
	if (fd < 0)
		return errno;
	int error = copy_lines(j, fd, &end);
	if (!error)
		error = replace_journal(j, temp, fd, end);
	if (error) {
		close(fd);
		unlink(temp);
	}
	return error;
}

int bt_journal_finish(bt_journal *j)
{
	int error = j->has_old ? drop_old(j) : 0;
	if (error)
		return error;
	ht_buf line = {0};
	ht_buf_adds(&line, BT_END_LINE "\n");
	error = bt_journal_write(j, &line);
	ht_buf_free(&line);
	if (!error && fdatasync(j->fd) != 0 && errno != EINVAL) /* EINVAL: a file system without it */
		error = errno;
	return error;
}

void bt_journal_close(bt_journal *j)
{
	if (j->fd >= 0)
		close(j->fd);
	free(j->index);
	free(j->run_lines);
	*j = (bt_journal){.fd = -1};
}

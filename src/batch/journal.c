/* The journal: which records were done, and what of.
 *
 * A line of JSON each: a head when a run begins, with its options and inputs; a
 * line for every record that was committed, in the order of the input; an end
 * when all were. A run that resumes, or leaves unchanged records alone, adds to
 * the journal, and only when it comes to its end are lines that later ones
 * replaced left out. So at no moment is anything forgotten that was done.
 *
 * In memory there is the place of every line, 16 bytes a record, and only where
 * earlier runs matter; lines are read again when they are needed. */
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

#define OFFSET_MASK (((uint64_t)1 << 63) - 1) /* of bt_told.offset */

#define MAX_LINE ((size_t)64 << 20)

static bool add_where(bt_journal *j, uint64_t place, uint64_t offset)
{
	bt_where *where = HT_HEAP_PUSH(j->index, j->n_index, j->cap_index);
	if (where)
		*where = (bt_where){place, offset};
	return where != NULL;
}

static int compare_where(const void *pa, const void *pb)
{
	const bt_where *a = pa, *b = pb;
	int c = (a->place > b->place) - (a->place < b->place);
	return c ? c : (a->offset > b->offset) - (a->offset < b->offset);
}

/* ---- loading ---- */

/* The head of the batch that --resume would continue. */
typedef struct loading {
	bt_journal *j;
	ht_arena *arena;
	bt_head head;
	bool has_head;
} loading;

/* False: the line is none of a journal. */
static bool load_line(loading *l, const char *line, size_t len, uint64_t offset, bool *nomem)
{
	bt_line_kind kind;
	uint64_t place;
	if (!bt_line_kind_of(line, len, &kind, &place))
		return false;
	if (kind == BT_LINE_RECORD) {
		*nomem |= !add_where(l->j, place, offset);
	} else if (kind == BT_LINE_HEAD) {
		bt_head head;
		if (!bt_head_parse(l->arena, line, len, &head))
			return false;
		if (!head.resume) {
			l->head = head;
			l->has_head = true;
			l->j->job = offset;
		}
	}
	return true;
}

static ht_status load_lines(loading *l, bt_stream *s, uint64_t size)
{
	const char *line;
	size_t len;
	bool nomem = false;
	bt_got got;
	while ((got = bt_stream_line(s, '\n', MAX_LINE, true, &line, &len)) == BT_GOT_LINE) {
		uint64_t after = l->j->end + len + 1;
		if (after > size || !load_line(l, line, len, l->j->end, &nomem))
			return HT_OK; /* torn: the rest is cut off */
		if (nomem)
			return HT_ERR_NOMEM;
		l->j->end = after;
	}
	return got == BT_GOT_NOMEM ? HT_ERR_NOMEM : got == BT_GOT_ERROR ? HT_ERR_IO : HT_OK;
}

/* The first fact that differs, in its old and its new value. */
static ht_status compare_facts(const bt_journal *j, const bt_head *head, const bt_facts *facts, ht_diags *diags)
{
	for (size_t i = 0; i < facts->n; i++) {
		const bt_fact *now = &facts->v[i], *then = NULL;
		for (size_t k = 0; k < head->n_facts; k++)
			if (strcmp(head->facts[k].name, now->name) == 0)
				then = &head->facts[k];
		if (then && strcmp(then->value, now->value) == 0)
			continue;
		const char *was = then && *then->value ? then->value : "-", *is = *now->value ? now->value : "-";
		ht_diag(diags, HT_D_BATCH_DIFFERS, (ht_loc){j->path, 0, 0}, now->name, was, is, NULL);
		return HT_ERR_INPUT;
	}
	return HT_OK;
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
	ht_status status = HT_OK;
	if (bt_stream_open(&s, j->path)) {
		status = fstat(s.fd, &st) == 0 ? load_lines(&l, &s, (uint64_t)st.st_size) : HT_ERR_IO;
		bt_stream_close(&s);
	}
	if (status == HT_ERR_IO)
		ht_diag(diags, HT_D_IN_READ, (ht_loc){j->path, 0, 0}, strerror(errno), NULL);
	if (status != HT_OK)
		return status;
	j->has_old = l.has_head;
	if (j->n_index)
		qsort(j->index, j->n_index, sizeof *j->index, compare_where);
	if (!resume)
		return HT_OK;
	if (!l.has_head) {
		ht_diag(diags, HT_D_BATCH_NOTHING, (ht_loc){j->path, 0, 0}, NULL);
		return HT_ERR_INPUT;
	}
	j->incremental = l.head.incremental;
	status = compare_facts(j, &l.head, facts, diags);
	return status == HT_OK && no_inputs ? take_inputs(j, &l.head, diags) : status;
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
                     bool *this_batch)
{
	const uint64_t place = bt_item_place(item->input, item->nth, item->line);
	size_t low = 0, high = j->n_index;
	while (low < high) { /* the first one behind all of this place */
		size_t middle = low + (high - low) / 2;
		if (j->index[middle].place <= place)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || j->index[low - 1].place != place)
		return false;
	*offset = j->index[low - 1].offset;
	*this_batch = *offset >= j->job;
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

/* A batch that was begun and never came to its end is about to be forgotten. */
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

static ht_status make_head(const bt_facts *facts, const char *const *inputs, size_t n, bool incremental, bool resume,
                           ht_buf *out)
{
	char cwd[4096];
	bt_head head = {.resume = resume,
	                .incremental = incremental,
	                .facts = facts->v,
	                .n_facts = facts->n,
	                .n_inputs = n,
	                .folder = getcwd(cwd, sizeof cwd) ? cwd : ""};
	return bt_head_write(&head, inputs, out) ? HT_OK : HT_ERR_NOMEM;
}

ht_status bt_journal_begin(bt_journal *j, const bt_facts *facts, const char *const *inputs, size_t n, bool incremental,
                           bool resume, ht_diags *diags)
{
	ht_buf head = {0};
	if (!j->has_old) {
		note_unfinished(j, diags);
		j->end = 0;
	}
	j->fd = open(j->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	ht_status status = j->fd >= 0 ? make_head(facts, inputs, n, incremental || j->incremental, resume, &head)
	                              : fail(j, diags, errno);
	if (status == HT_OK && !resume)
		j->job = j->end;
	j->incremental |= incremental;
	if (status == HT_OK && ftruncate(j->fd, (off_t)j->end) != 0)
		status = fail(j, diags, errno);
	int error = status == HT_OK ? write_all(j->fd, &head, j->end) : 0;
	if (error)
		status = fail(j, diags, error);
	j->end += head.len;
	ht_buf_free(&head);
	return status;
}

static bool add_told(bt_journal *j, uint64_t offset, bool unchanged)
{
	bt_told *told = HT_HEAP_PUSH(j->told, j->n_told, j->cap_told);
	if (told)
		*told = (bt_told){.offset = offset & OFFSET_MASK, .unchanged = unchanged};
	return told != NULL;
}

bool bt_journal_note(bt_journal *j, ht_buf *lines, const bt_item *item, const bt_reply *reply)
{
	return add_told(j, j->end + lines->len, false) && bt_entry_write(item, reply, lines);
}

bool bt_journal_keep(bt_journal *j, uint64_t offset)
{
	return add_told(j, offset, offset < j->job);
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

/* The batch's head and one line a record. told[] then points into the copy. */
static int copy_lines(bt_journal *j, int to, uint64_t *end)
{
	int error = copy_range(j->fd, j->job, line_length(j->fd, j->job), to, end);
	for (size_t i = 0; i < j->n_told && !error; i++) {
		uint64_t at = *end;
		error = copy_range(j->fd, j->told[i].offset, line_length(j->fd, j->told[i].offset), to, end);
		j->told[i].offset = at & OFFSET_MASK;
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
	int fd = n < (int)sizeof temp ? open(temp, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
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
	return error ? error : fdatasync(j->fd) != 0 && errno != EINVAL ? errno : 0;
}

void bt_journal_close(bt_journal *j)
{
	if (j->fd >= 0)
		close(j->fd);
	free(j->index);
	free(j->told);
	*j = (bt_journal){.fd = -1};
}

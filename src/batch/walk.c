/* Folders: their records by extension, in the order of the bytes of their paths,
 * subfolders included. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/messages.h"
#include "batch/messages.h"
#include "source.h"

static const char *const extensions[] = {".md", ".markdown", ".yaml", ".yml", ".json", ".jsonl", ".ndjson"};

typedef struct entry {
	char *name; /* a folder's ends in "/": so sorting gives the order of whole paths */
	uint64_t size;
} entry;

typedef struct folder_source {
	bt_source base;
	struct folder_source *parent; /* the folder that holds it */
	char *path;                   /* "", or ending in "/" */
	dev_t dev;
	ino_t ino;
	entry *v;
	size_t n, cap, i;
	bool read;
	bool any;        /* it gave a record */
	bool *any_above; /* the outermost folder's .any */
	bt_set named;    /* files that its records name, once they are read for it */
	bool has_named;
} folder_source;

static bool has_extension(const char *name)
{
	const char *dot = strrchr(name, '.');
	for (size_t i = 0; dot && i < sizeof extensions / sizeof *extensions; i++)
		if (strcasecmp(dot, extensions[i]) == 0)
			return true;
	return false;
}

static void free_folder(bt_source *self)
{
	folder_source *s = (folder_source *)self;
	for (size_t i = 0; i < s->n; i++)
		free(s->v[i].name);
	free(s->v);
	bt_set_free(&s->named);
	free(s->path);
	free(s);
}

/* Is it a folder that contains this one, by a link or not? Reading it would
 * never end, or would leave the folder that was named. */
static bool is_loop(const folder_source *s, const struct stat *st, const char *name)
{
	char here[PATH_MAX], there[PATH_MAX], path[PATH_MAX];
	for (const folder_source *above = s; above; above = above->parent)
		if (above->dev == st->st_dev && above->ino == st->st_ino)
			return true;
	int n = snprintf(path, sizeof path, "%s%s", s->path, name);
	if (n >= (int)sizeof path || !realpath(*s->path ? s->path : ".", here) || !realpath(path, there))
		return true;
	size_t len = strlen(there);
	return strncmp(here, there, len) == 0 && (here[len] == '/' || len == 1);
}

/* The path of what is in the folder, to be freed; NULL: out of memory. */
static char *path_of(const folder_source *s, const char *name)
{
	const size_t folder = strlen(s->path), size = folder + strlen(name) + 1;
	char *path = malloc(size);
	if (path) {
		memcpy(path, s->path, folder);
		memcpy(path + folder, name, size - folder);
	}
	return path;
}

/* What is called like a record and is none: a named pipe would be waited for. False: out of memory. */
static bool skip_device(bt_inputs *in, const folder_source *s, const char *name)
{
	char *path = path_of(s, name);
	if (path)
		ht_diag(in->diags, HT_D_BATCH_SKIPPED_DEVICE, (ht_loc){path, 0, 0}, NULL);
	in->n_skipped++;
	free(path);
	return path != NULL;
}

/* Keep name if it is a record or a folder. False: out of memory. */
static bool add_entry(bt_inputs *in, folder_source *s, int fd, const char *name)
{
	struct stat st;
	if (name[0] == '.' || strcmp(name, HT_SETTINGS_FILE) == 0 || fstatat(fd, name, &st, 0) != 0)
		return true;
	bool folder = S_ISDIR(st.st_mode), record = S_ISREG(st.st_mode) && has_extension(name);
	if (!folder && !S_ISREG(st.st_mode) && has_extension(name))
		return skip_device(in, s, name);
	if ((!folder && !record) || (folder && is_loop(s, &st, name)))
		return true;
	if (in->has_report && st.st_dev == in->report_dev && st.st_ino == in->report_ino)
		return true;
	size_t len = strlen(name);
	char *copy = malloc(len + 2);
	if (!copy)
		return false;
	memcpy(copy, name, len + 1);
	if (folder)
		memcpy(copy + len, "/", 2);
	entry *e = HT_HEAP_PUSH(s->v, s->n, s->cap);
	if (e)
		*e = (entry){copy, (uint64_t)st.st_size};
	else
		free(copy);
	return e != NULL;
}

static int compare_entries(const void *a, const void *b)
{
	return strcmp(((const entry *)a)->name, ((const entry *)b)->name);
}

/* 0, or errno; ENOMEM among them. */
static int read_folder(bt_inputs *in, folder_source *s)
{
	struct stat st;
	DIR *dir = opendir(*s->path ? s->path : ".");
	if (!dir)
		return errno;
	if (fstat(dirfd(dir), &st) == 0) {
		s->dev = st.st_dev;
		s->ino = st.st_ino;
	}
	const struct dirent *d;
	int error = 0;
	while (!error && (errno = 0, d = readdir(dir)))
		if (!add_entry(in, s, dirfd(dir), d->d_name))
			error = ENOMEM;
	error = error ? error : errno;
	closedir(dir);
	if (s->n)
		qsort(s->v, s->n, sizeof *s->v, compare_entries);
	return error;
}

static bt_step next_in_folder(bt_inputs *in, bt_source *self, bt_item *item);

static bt_step push_folder(bt_inputs *in, const char *path, folder_source *parent)
{
	folder_source *s = bt_source_push(in, sizeof *s, next_in_folder, free_folder);
	if (!s)
		return BT_STEP_NOMEM;
	s->parent = parent;
	s->any_above = parent ? parent->any_above : &s->any;
	size_t len = strlen(path);
	while (len && path[len - 1] == '/' && len > 1)
		len--;
	s->path = malloc(len + 2);
	if (!s->path)
		return BT_STEP_NOMEM;
	memcpy(s->path, path, len);
	if (len && path[len - 1] != '/')
		s->path[len++] = '/';
	s->path[strcmp(path, ".") == 0 ? 0 : len] = '\0';
	return BT_STEP_AGAIN;
}

bt_step bt_push_folder(bt_inputs *in, const char *path)
{
	return push_folder(in, path, NULL);
}

/* Does a record of the folder, or of one above that was named, name the file? -1: out of memory. */
static int is_named(folder_source *s, const char *path)
{
	char record[PATH_MAX];
	for (; s; s = s->parent) {
		for (size_t i = 0; !s->has_named && i < s->n; i++) {
			int n = snprintf(record, sizeof record, "%s%s", s->path, s->v[i].name);
			bool file = n < (int)sizeof record && record[n - 1] != '/';
			if (file && !bt_sniff_names(&s->named, s->path, record))
				return -1;
		}
		s->has_named = true;
		if (bt_sniff_is_named(&s->named, s->path, path))
			return 1;
	}
	return 0;
}

/* Why the file is no record, with *skip; BT_STEP_NOMEM when out of memory. */
static bt_step look_at(bt_inputs *in, folder_source *s, const char *path, bool *skip)
{
	static const ht_code codes[] = {[BT_SNIFFED_RECORD] = NULL,
	                                [BT_SNIFFED_DOUBTFUL] = HT_D_BATCH_SKIPPED_NAMED,
	                                [BT_SNIFFED_SHEET] = HT_D_BATCH_SKIPPED_SHEET,
	                                [BT_SNIFFED_TEXT] = HT_D_BATCH_SKIPPED_TEXT};
	bt_sniffed what = bt_sniff(path);
	int named = what == BT_SNIFFED_DOUBTFUL || what == BT_SNIFFED_TEXT ? is_named(s, path) : 0;
	if (named < 0)
		return BT_STEP_NOMEM;
	if (named)
		what = BT_SNIFFED_DOUBTFUL;
	else if (what == BT_SNIFFED_DOUBTFUL)
		what = BT_SNIFFED_RECORD;
	*skip = what != BT_SNIFFED_RECORD;
	in->n_skipped += *skip;
	if (*skip)
		ht_diag(in->diags, codes[what], (ht_loc){path, 0, 0}, NULL);
	return BT_STEP_AGAIN;
}

static bt_step expand_entry(bt_inputs *in, folder_source *s, const entry *e, bt_item *item)
{
	char *path = path_of(s, e->name);
	if (!path)
		return BT_STEP_NOMEM;
	bt_step step;
	if (path[strlen(path) - 1] == '/') {
		step = push_folder(in, path, s);
	} else {
		bool skip = false;
		step = look_at(in, s, path, &skip);
		if (skip || step == BT_STEP_NOMEM) {
			free(path);
			return step;
		}
		*s->any_above = true;
		if (bt_is_lines(path) && !in->measuring)
			step = bt_push_lines(in, path, item);
		else
			step = bt_source_file(in, path, e->size, item);
	}
	free(path);
	return step;
}

static bt_step next_in_folder(bt_inputs *in, bt_source *self, bt_item *item)
{
	folder_source *s = (folder_source *)self;
	if (!s->read) {
		s->read = true;
		int error = read_folder(in, s);
		if (error == ENOMEM)
			return BT_STEP_NOMEM;
		if (error) {
			*s->any_above = true;
			return bt_source_fault(in, *s->path ? s->path : ".", 0, HT_D_IN_OPEN, strerror(error), item);
		}
	}
	if (s->i < s->n)
		return expand_entry(in, s, &s->v[s->i++], item);
	if (s->parent || s->any)
		return BT_STEP_DONE;
	s->any = true;
	return bt_source_fault(in, *s->path ? s->path : ".", 0, HT_D_BATCH_EMPTY_FOLDER, NULL, item);
}

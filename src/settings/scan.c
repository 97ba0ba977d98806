/* Numbers in the records of a folder. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/infile.h"
#include "base/str.h"
#include "numbers.h"
#include "place.h"
#include "settings/messages.h"

#define MOST_DEEP  16
#define MOST_FILES 200000
#define MOST_BYTES ((size_t)16 << 20) /* of a record */

typedef struct scan {
	const ht_series *series;
	size_t n_series;
	int year;
	ht_arena *arena;
	scan_found *found;
	void *user;
	bool deep, cut, nomem;
	size_t n_files;
} scan;

static const char *const endings[] = {".yaml", ".yml", ".json", ".md", ".markdown", ".jsonl", ".ndjson", NULL};

/* Without what is blank: 应急 简报 is 应急简报. */
static bool is_same_name(const char *a, const char *b)
{
	while (*(a = ht_str_skip_spaces(a)) && *(b = ht_str_skip_spaces(b))) {
		const char *next = ht_str_next(a);
		if (strncmp(a, b, (size_t)(next - a)) != 0)
			return false;
		b += next - a;
		a = next;
	}
	return !*ht_str_skip_spaces(a) && !*ht_str_skip_spaces(b);
}

static const ht_value *first_of(const ht_group *g, const char *a, const char *b)
{
	const ht_value *v = ht_group_find(g, a);
	return v ? v : ht_group_find(g, b);
}

/* The record's number of the series; 0: it has none. */
static int number_of(const scan *s, const ht_series *series, const ht_group *root, ht_loc *loc)
{
	int n;
	if (series->of_issues) {
		const ht_value *masthead = first_of(root, "mark", "meeting.bulletin");
		const ht_value *issue = first_of(root, "issue", "meeting.bulletin_issue");
		const ht_value *date = ht_group_find(root, "date");
		if (!masthead || !issue || !date || date->date.year != s->year ||
		    !is_same_name(masthead->text.s, series->name))
			return 0;
		*loc = issue->loc;
		return atoi(issue->text.s);
	}
	const ht_value *v = ht_group_find(root, "number");
	if (!v || !series_has(series, s->year, v->text.s, &n))
		return 0;
	*loc = v->loc;
	return n;
}

static void look_at(scan *s, const char *data, size_t len, const char *path, int line, ht_format format)
{
	ht_record *record = NULL;
	ht_loc loc = {0};
	if (ht_record_read_faulty(data, len, path, line, format, NULL, NULL, &record) == HT_ERR_NOMEM)
		s->nomem = true;
	for (size_t i = 0; record && i < s->n_series; i++) {
		const int n = number_of(s, &s->series[i], &record->root, &loc);
		if (n > 0 && !s->found(s->user, i, n, path, loc.line))
			s->nomem = true;
	}
	ht_record_free(record);
}

static void look_into(scan *s, const char *path)
{
	ht_buf data = {0};
	if (++s->n_files > MOST_FILES) {
		s->cut = true;
		return;
	}
	if (ht_infile_read(path, MOST_BYTES, NULL, &data) != HT_OK || !data.data)
		return;
	const ht_format format = ht_format_guess(path, data.data, data.len);
	if (format == HT_FORMAT_JSONL) {
		const char *p = data.data, *end = p + data.len;
		for (int line = 1; p < end && !s->nomem; line++) {
			const char *stop = memchr(p, '\n', (size_t)(end - p));
			stop = stop ? stop : end;
			look_at(s, p, (size_t)(stop - p), path, line, format);
			p = stop + 1;
		}
	} else {
		look_at(s, data.data, data.len, path, 1, format);
	}
	ht_buf_free(&data);
}

static void walk(scan *s, const char *folder, int depth)
{
	DIR *list = opendir(*folder ? folder : ".");
	struct stat st;
	for (struct dirent *e; list && !s->nomem && (e = readdir(list));) {
		if (*e->d_name == '.' || strcmp(e->d_name, HT_SETTINGS_FILE) == 0 ||
		    fstatat(dirfd(list), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		const char *path = path_in(s->arena, folder, e->d_name);
		s->nomem |= !path;
		if (path && S_ISDIR(st.st_mode) && s->deep && depth < MOST_DEEP)
			walk(s, path, depth + 1);
		else if (path && S_ISREG(st.st_mode) && ht_str_ending_of(e->d_name, endings))
			look_into(s, path);
		s->cut |= S_ISDIR(st.st_mode) && s->deep && depth >= MOST_DEEP;
	}
	if (list)
		closedir(list);
}

ht_status scan_records(const ht_numbers_where *where, const ht_series *series, size_t n_series, int year,
                       ht_arena *arena, ht_diags *diags, scan_found *found, void *user)
{
	scan s = {.series = series,
	          .n_series = n_series,
	          .year = year,
	          .arena = arena,
	          .found = found,
	          .user = user,
	          .deep = where->deep};
	walk(&s, where->folder, 0);
	if (s.cut)
		ht_diag(diags, HT_D_SETTINGS_SCAN_CUT, (ht_loc){0}, *where->folder ? where->folder : ".", NULL);
	return s.nomem ? HT_ERR_NOMEM : HT_OK;
}

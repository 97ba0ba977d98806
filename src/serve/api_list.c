/* Which records and drafts there are. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "record/record.h"
#include "serve/messages.h"
#include "store.h"

#define MOST_FILES   5000
#define MOST_DEEP    8
#define MOST_BYTES   ((size_t)1 << 20) /* of a file that is looked into */
#define MOST_SECONDS 5.0
#define DRAFTS       STORE_FOLDER "/drafts"

typedef struct listing {
	ht_call_context *c;
	ht_buf *out;
	const char *wanted; /* in the name or the text; NULL: all */
	size_t n;
	double until;
	bool more, drafts;
} listing;

static void put_text(ht_buf *out, const char *key, const ht_value *v)
{
	if (!v || !v->text.s || !*v->text.s)
		return;
	ht_buf_addf(out, ", \"%s\": ", key);
	ht_buf_addquoted(out, v->text.s);
}

/* What a record says of itself, as far as it can be read. */
static void put_record(listing *l, const char *path, const ht_buf *data)
{
	ht_record *record = NULL;
	const ht_format format = ht_format_guess(path, data->data, data->len);
	const ht_forms *forms = ht_catalogue_forms(ht_exporter_catalogue(l->c->exporter));
	ht_record_read_faulty(data->data, data->len, path, 1, format, forms, NULL, &record);
	if (record) {
		const ht_form *form = ht_catalogue_of(ht_exporter_catalogue(l->c->exporter), record);
		put_text(l->out, "title", ht_group_find(&record->root, "title"));
		put_text(l->out, "number", ht_group_find(&record->root, "number"));
		if (form) {
			ht_buf_adds(l->out, ", \"form\": ");
			ht_buf_addquoted(l->out, form->names.zh);
		}
	}
	ht_record_free(record);
}

static void put_file(listing *l, const char *path, const struct stat *st)
{
	ht_buf data = {0};
	struct stat same;
	const bool read = !l->drafts && (size_t)st->st_size <= MOST_BYTES && ht_clock() < l->until &&
	                  store_read(l->c->folder, path, MOST_BYTES, &data, &same) == 0 && data.data;
	const bool found = !l->wanted || strstr(path, l->wanted) || (read && strstr(data.data, l->wanted));
	if (found) {
		ht_buf_adds(l->out, l->n++ ? ",\n  {\"path\": " : "\n  {\"path\": ");
		ht_buf_addquoted(l->out, path);
		ht_buf_addf(l->out, ", \"size\": %lld, \"modified\": %lld", (long long)st->st_size,
		            (long long)st->st_mtime);
		if (read)
			put_record(l, path, &data);
		ht_buf_adds(l->out, "}");
	}
	ht_buf_free(&data);
}

/* `会议/纪要.md.draft`: 会议/纪要.md */
static const char *draft_key(listing *l, const char *path)
{
	const size_t n = strlen(path), end = strlen(".draft");
	if (n <= end || !ht_str_ends(path, ".draft"))
		return NULL;
	return ht_arena_strndup(l->c->arena, path, n - end);
}

static void walk(listing *l, const char *base, const char *path, int depth);

static void take(listing *l, const char *base, const char *path, const char *name, int folder, int depth)
{
	struct stat st;
	const char *below = *path ? ht_arena_printf(l->c->arena, "%s/%s", path, name) : name;
	if (!below || fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return;
	if (l->n >= MOST_FILES) {
		l->more = true;
		return;
	}
	if (S_ISDIR(st.st_mode))
		walk(l, base, below, depth + 1);
	const char *shown = l->drafts ? draft_key(l, below) : below;
	if (S_ISREG(st.st_mode) && shown && (l->drafts || (sv_is_record(name) && strcmp(name, HT_SETTINGS_FILE) != 0)))
		put_file(l, shown, &st);
}

static void walk(listing *l, const char *base, const char *path, int depth)
{
	const char *slash = *base && *path ? "/" : "";
	const char *whole = ht_arena_printf(l->c->arena, "%s%s%s", base, slash, path);
	DIR *list = whole && depth <= MOST_DEEP ? store_list(l->c->folder, whole) : NULL;
	l->more |= depth > MOST_DEEP;
	for (struct dirent *e; list && (e = readdir(list));)
		if (*e->d_name != '.')
			take(l, base, path, e->d_name, dirfd(list), depth);
	if (list)
		closedir(list);
}

static void list_all(ht_call_context *c, const ht_request *request, ht_response *response, const char *key,
                     const char *base)
{
	const char *wanted = ht_request_parameter(request, "q");
	listing l = {.c = c, .out = &response->body, .drafts = *base, .until = ht_clock() + MOST_SECONDS};
	if (wanted && *wanted)
		l.wanted = wanted;
	ht_buf_addf(&response->body, "{\"%s\": [", key);
	walk(&l, base, "", 0);
	l.more |= ht_clock() >= l.until;
	ht_buf_addf(&response->body, "], \"more\": %s}\n", l.more ? "true" : "false");
}

void ht_call_records(ht_call_context *c, const ht_request *request, ht_response *response)
{
	list_all(c, request, response, "records", "");
}

void ht_call_drafts(ht_call_context *c, const ht_request *request, ht_response *response)
{
	list_all(c, request, response, "drafts", DRAFTS);
}

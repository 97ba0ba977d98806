/* The records of the folder, their earlier versions, and drafts. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <nettle/sha2.h>

#include "base/str.h"
#include "base/utf8.h"
#include "record/record.h"
#include "serve/messages.h"
#include "store.h"

#define VERSIONS      STORE_FOLDER "/versions/"
#define DRAFTS        STORE_FOLDER "/drafts/"
#define MOST_BYTES    ((size_t)64 << 20)
#define MOST_VERSIONS 100 /* of a record; older ones go */

/* Files that are kept: the endings of records first. */
static const struct {
	const char *ending, *type;
	bool is_record;
} kinds[] = {
    {".md", "text/markdown; charset=utf-8", true},
    {".markdown", "text/markdown; charset=utf-8", true},
    {".yaml", "application/yaml", true},
    {".yml", "application/yaml", true},
    {".json", "application/json", true},
    {".txt", "text/plain; charset=utf-8", false},
    {".png", "image/png", false},
    {".jpg", "image/jpeg", false},
    {".jpeg", "image/jpeg", false},
    {".svg", "image/svg+xml", false},
    {".docx", "application/octet-stream", false},
    {".odt", "application/octet-stream", false},
    {".pdf", "application/octet-stream", false},
    {".csv", "text/csv; charset=utf-8", false},
};

static const char *type_of(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (ht_str_ends(path, kinds[i].ending))
			return kinds[i].type;
	return NULL;
}

bool sv_is_record(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (kinds[i].is_record && ht_str_ends(name, kinds[i].ending))
			return true;
	return false;
}

/* ---- answers ---- */

/* What went wrong with a file. */
static void fail(ht_response *response, const char *path, int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		ht_response_error(response, 404, HT_D_SERVE_NO_RECORD, path, NULL);
		break;
	case ELOOP:
	case EXDEV:
	case EISDIR:
		ht_response_error(response, 403, HT_D_SERVE_PATH, path, NULL);
		break;
	case ENOSPC:
	case EDQUOT:
		ht_response_error(response, 507, HT_D_SERVE_DISK, path, strerror(error), NULL);
		break;
	default:
		ht_response_error(response, 500, HT_D_SERVE_DISK, path, strerror(error), NULL);
	}
}

const char *sv_etag(ht_arena *arena, const char *data, size_t len)
{
	struct sha256_ctx sha;
	uint8_t digest[16];
	char hex[2 * sizeof digest + 1];
	sha256_init(&sha);
	sha256_update(&sha, len, (const uint8_t *)data);
	sha256_digest(&sha, sizeof digest, digest);
	sv_put_hex(digest, sizeof digest, hex);
	return ht_arena_printf(arena, "\"%s\"", hex);
}

bool sv_has_tag(const char *list, const char *etag)
{
	const char *found = etag ? strstr(list, etag) : NULL;
	return found || strcmp(list, "*") == 0;
}

/* May the path be asked for? Else the response says why not. */
static bool check_path(const char *path, ht_response *response)
{
	if (sv_path_is_beneath(path))
		return true;
	ht_response_error(response, 403, HT_D_SERVE_PATH, path, NULL);
	return false;
}

static void put_file(const ht_request *request, ht_response *response, const char *path, ht_buf *data)
{
	response->type = type_of(path);
	if (!response->type)
		response->type = "application/octet-stream";
	response->etag = sv_etag(response->arena, data->data, data->len);
	if (*request->if_none_match && sv_has_tag(request->if_none_match, response->etag)) {
		response->status = 304;
		return;
	}
	response->body = *data;
	*data = (ht_buf){0};
}

static void read_file(ht_call_context *c, const ht_request *request, ht_response *response, const char *path)
{
	ht_buf data = {0};
	struct stat st;
	const int error = store_read(c->folder, path, MOST_BYTES, &data, &st);
	if (error)
		fail(response, request->rest, error);
	else
		put_file(request, response, path, &data);
	ht_buf_free(&data);
}

/* ---- versions ---- */

static char *versions_of(ht_arena *arena, const char *path)
{
	return ht_arena_printf(arena, VERSIONS "%s", path);
}

static int by_name(const void *pa, const void *pb)
{
	return strcmp(*(const char *const *)pb, *(const char *const *)pa);
}

/* The names of a record's versions, the newest first. */
static char **list_versions(ht_call_context *c, const char *path, size_t *n)
{
	const char *folder = versions_of(c->arena, path);
	char **v = NULL;
	size_t cap = 0;
	*n = 0;
	DIR *list = folder ? store_list(c->folder, folder) : NULL;
	for (struct dirent *e; list && (e = readdir(list));) {
		if (*e->d_name == '.')
			continue;
		char **slot = HT_PUSH(c->arena, v, *n, cap);
		char *copy = slot ? ht_arena_strdup(c->arena, e->d_name) : NULL;
		if (copy)
			*slot = copy;
		else if (slot)
			--*n;
	}
	if (list)
		closedir(list);
	if (*n)
		qsort(v, *n, sizeof *v, by_name);
	return v;
}

/* Keep what a file holds now, and drop the oldest of too many. Versions are named by their time. */
static int keep_version(ht_call_context *c, const char *path, const ht_buf *data)
{
	struct timespec t;
	struct tm tm;
	char when[32];
	size_t n;
	clock_gettime(CLOCK_REALTIME, &t);
	gmtime_r(&t.tv_sec, &tm);
	strftime(when, sizeof when, "%Y%m%dT%H%M%S", &tm);
	const char *name = ht_arena_printf(c->arena, VERSIONS "%s/%s.%06ldZ", path, when, t.tv_nsec / 1000);
	const int error = name ? store_write(c->folder, name, data->data, data->len, 0600, false) : ENOMEM;
	char **v = list_versions(c, path, &n);
	for (size_t i = MOST_VERSIONS; !error && i < n; i++) {
		const char *old = ht_arena_printf(c->arena, VERSIONS "%s/%s", path, v[i]);
		if (old)
			store_remove(c->folder, old);
	}
	return error;
}

void ht_call_versions(ht_call_context *c, const ht_request *request, ht_response *response)
{
	size_t n;
	struct stat st;
	const char *gap = "\n";
	if (!check_path(request->rest, response))
		return;
	char **v = list_versions(c, request->rest, &n);
	ht_buf_adds(&response->body, "{\"versions\": [");
	for (size_t i = 0; i < n; i++) {
		const char *path = ht_arena_printf(c->arena, VERSIONS "%s/%s", request->rest, v[i]);
		if (!path || fstatat(c->folder, path, &st, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		ht_buf_addf(&response->body, "%s  {\"version\": ", gap);
		ht_buf_addquoted(&response->body, v[i]);
		ht_buf_addf(&response->body, ", \"size\": %lld, \"modified\": %lld}", (long long)st.st_size,
		            (long long)st.st_mtime);
		gap = ",\n";
	}
	ht_buf_adds(&response->body, "]}\n");
}

void ht_call_record_get(ht_call_context *c, const ht_request *request, ht_response *response)
{
	const char *version = ht_request_parameter(request, "version");
	const char *path = request->rest;
	if (!check_path(path, response))
		return;
	if (!type_of(path)) {
		fail(response, path, ENOENT);
		return;
	}
	if (version && (!sv_path_is_beneath(version) || strchr(version, '/'))) {
		ht_response_error(response, 400, HT_D_SERVE_PARAMETER, "version", version, NULL);
		return;
	}
	if (version)
		path = ht_arena_printf(c->arena, VERSIONS "%s/%s", request->rest, version);
	read_file(c, request, response, path);
	if (version && response->status == 200)
		response->type = type_of(request->rest);
}

/* ---- changes ---- */

/* What is there now. */
typedef struct current {
	ht_buf data;
	struct stat st;
	bool exists;
	const char *etag;
} current;

static int read_current(ht_call_context *c, const char *path, current *now)
{
	*now = (current){.exists = false};
	const int error = store_read(c->folder, path, MOST_BYTES, &now->data, &now->st);
	now->exists = !error;
	if (now->exists)
		now->etag = sv_etag(c->arena, now->data.data, now->data.len);
	return error == ENOENT ? 0 : error;
}

/* Somebody else was there: the client gets the other text, to compare. */
static void answer_changed(const current *now, const char *path, ht_response *response)
{
	const bool is_text = now->exists && ht_utf8_check(now->data.data, now->data.len) == now->data.len &&
	                     !memchr(now->data.data, 0, now->data.len);
	sv_begin_error(response, 412, HT_D_SERVE_CHANGED, &path, 1);
	ht_buf_addf(&response->body, ", \"exists\": %s", now->exists ? "true" : "false");
	if (is_text) {
		ht_buf_adds(&response->body, ", \"text\": ");
		ht_buf_addquoted(&response->body, now->data.data);
	}
	ht_buf_adds(&response->body, "}\n");
	response->etag = now->etag;
}

/* Do the conditions hold? Else answers. */
static bool check_conditions(const ht_request *request, const current *now, ht_response *response)
{
	const bool has_match = *request->if_match, has_none = *request->if_none_match;
	if (!has_match && !has_none) {
		ht_response_error(response, 428, HT_D_SERVE_CONDITION, request->rest, NULL);
		return false;
	}
	const bool holds = (!has_match || (now->exists && sv_has_tag(request->if_match, now->etag))) &&
	                   (!has_none || !now->exists || !sv_has_tag(request->if_none_match, now->etag));
	if (!holds)
		answer_changed(now, request->rest, response);
	return holds;
}

/* Has the record a security grade (GB/T 9704-2012 7.2.2)? Then only its owner may read it. */
static bool is_secret(ht_call_context *c, const ht_request *request)
{
	ht_record *record = NULL;
	bool secret = false;
	if (!sv_is_record(request->rest))
		return false;
	const ht_format format = ht_format_guess(request->rest, request->body, request->len);
	ht_record_read_faulty(request->body, request->len, request->rest, 1, format,
	                      ht_catalogue_forms(ht_exporter_catalogue(c->exporter)), NULL, &record);
	const ht_value *grade = record ? ht_group_find(&record->root, "secrecy") : NULL;
	secret = grade && grade->text.s && *grade->text.s;
	ht_record_free(record);
	return secret;
}

static int write_record(ht_call_context *c, const ht_request *request, const current *now)
{
	const bool secret = is_secret(c, request);
	const mode_t mask = umask(0);
	mode_t mode = 0666 & ~mask;
	umask(mask);
	if (now->exists)
		mode = now->st.st_mode & 0777;
	if (secret)
		mode = 0600;
	return store_write(c->folder, request->rest, request->body, request->len, mode, secret);
}

static void put_record(ht_call_context *c, const ht_request *request, ht_response *response, current *now)
{
	const char *path = request->rest;
	int error = 0;
	const bool same =
	    now->exists && now->data.len == request->len && memcmp(now->data.data, request->body, request->len) == 0;
	if (!same && now->exists)
		error = keep_version(c, path, &now->data);
	if (!same && !error)
		error = write_record(c, request, now);
	if (error) {
		fail(response, path, error);
		return;
	}
	response->status = now->exists ? 200 : 201;
	response->etag = sv_etag(response->arena, request->body, request->len);
	ht_buf_adds(&response->body, "{\"path\": ");
	ht_buf_addquoted(&response->body, path);
	ht_buf_adds(&response->body, "}\n");
}

static void delete_record(ht_call_context *c, const ht_request *request, ht_response *response, current *now)
{
	int error = now->exists ? keep_version(c, request->rest, &now->data) : ENOENT;
	if (!error)
		error = store_remove(c->folder, request->rest);
	if (error)
		fail(response, request->rest, error);
	else
		ht_buf_adds(&response->body, "{}\n");
}

typedef void change(ht_call_context *c, const ht_request *request, ht_response *response, current *now);

/* Change a file under the lock, if the conditions hold. */
static void change_record(ht_call_context *c, const ht_request *request, ht_response *response, change *how)
{
	current now;
	if (!check_path(request->rest, response))
		return;
	if (!type_of(request->rest)) {
		ht_response_error(response, 415, HT_D_SERVE_KIND, request->rest, NULL);
		return;
	}
	const int lock = store_lock(c->folder);
	const int error = lock < 0 ? errno : read_current(c, request->rest, &now);
	if (error)
		fail(response, request->rest, error);
	else if (check_conditions(request, &now, response))
		how(c, request, response, &now);
	if (lock >= 0) {
		ht_buf_free(&now.data);
		close(lock);
	}
}

void ht_call_record_put(ht_call_context *c, const ht_request *request, ht_response *response)
{
	change_record(c, request, response, put_record);
}

void ht_call_record_delete(ht_call_context *c, const ht_request *request, ht_response *response)
{
	change_record(c, request, response, delete_record);
}

/* ---- drafts: work that nobody has saved yet ---- */

static const char *draft_path(ht_call_context *c, const ht_request *request, ht_response *response)
{
	if (!check_path(request->rest, response))
		return NULL;
	return ht_arena_printf(c->arena, DRAFTS "%s.draft", request->rest);
}

void ht_call_draft_get(ht_call_context *c, const ht_request *request, ht_response *response)
{
	const char *path = draft_path(c, request, response);
	if (path)
		read_file(c, request, response, path);
}

void ht_call_draft_put(ht_call_context *c, const ht_request *request, ht_response *response)
{
	const char *path = draft_path(c, request, response);
	const int error = path ? store_write(c->folder, path, request->body, request->len, 0600, false) : 0;
	if (error)
		fail(response, request->rest, error);
	else if (path)
		ht_buf_adds(&response->body, "{}\n");
}

void ht_call_draft_delete(ht_call_context *c, const ht_request *request, ht_response *response)
{
	const char *path = draft_path(c, request, response);
	const int error = path ? store_remove(c->folder, path) : 0;
	if (error)
		fail(response, request->rest, error);
	else if (path)
		ht_buf_adds(&response->body, "{}\n");
}

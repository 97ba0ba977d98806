/* Bags (RFC 8493): manifests, written as their files are listed, and verified.
 *
 * A manifest is a line for each file: its hash, two blanks, its path with "/", in which %, CR and LF are %25, %0D and
 * %0A. There is one for SHA-256 and one for SM3. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/messages.h"
#include "batch/messages.h"
#include "batch/package.h"
#include "job.h"
#include "stream.h"

#define MAX_LINE ((size_t)64 << 10)

enum { SHA256, SM3, HASHES };

/* As a name ends in their manifests (RFC 8493 2.4), and as people call them. */
static const char *const hash_names[HASHES] = {"sha256", "sm3"}, *const hash_titles[HASHES] = {"SHA-256", "SM3"};

/* ---- writing ---- */

static void set_status(bt_bag *b, ht_status status)
{
	if (b->status == HT_OK)
		b->status = status;
}

void bt_bag_open(bt_bag *b, const char *dir, const char *name, bool secret, ht_diags *diags)
{
	char path[PATH_MAX];
	*b = (bt_bag){.dir = dir, .diags = diags, .secret = secret};
	for (size_t i = 0; i < HASHES && b->status == HT_OK; i++) {
		const int n = snprintf(path, sizeof path, "%s/%s-%s.txt", dir, name, hash_names[i]);
		set_status(b, n < (int)sizeof path ? ht_outfile_open(path, diags, &b->files[i]) : HT_ERR_IO);
	}
}

static void put_line(bt_bag *b, size_t which, const bt_hash *hash, const char *file)
{
	ht_buf line = {0};
	char hex[2 * BT_HASH + 1];
	bt_hash_hex(hash, hex);
	ht_buf_addf(&line, "%s  ", hex);
	for (; *file; file++) {
		if (*file == '%' || *file == '\r' || *file == '\n')
			ht_buf_addf(&line, "%%%02X", (unsigned)*file);
		else
			ht_buf_add(&line, file, 1);
	}
	ht_buf_adds(&line, "\n");
	if (line.failed)
		set_status(b, HT_ERR_NOMEM);
	else
		ht_outfile_write(b->files[which], line.data, line.len); /* told when it is committed */
	ht_buf_free(&line);
}

void bt_bag_list(bt_bag *b, const char *file, uint64_t size, const bt_hash *sha256, const bt_hash *sm3)
{
	if (b->status != HT_OK)
		return;
	put_line(b, SHA256, sha256, file);
	put_line(b, SM3, sm3, file);
	b->bytes += size;
	b->n++;
	if (!bt_set_add(&b->listed, bt_hash64(0, file, strlen(file))))
		set_status(b, HT_ERR_NOMEM);
}

void bt_bag_list_file(bt_bag *b, const char *file)
{
	char path[PATH_MAX];
	bt_hash sha256, sm3;
	uint64_t size;
	if (b->status != HT_OK)
		return;
	if (snprintf(path, sizeof path, "%s/%s", b->dir, file) >= (int)sizeof path)
		errno = ENAMETOOLONG;
	else if (bt_hash_file_both(path, &sha256, &sm3, &size)) {
		bt_bag_list(b, file, size, &sha256, &sm3);
		return;
	}
	ht_diag(b->diags, HT_D_IN_READ, (ht_loc){path, 0, 0}, strerror(errno), NULL);
	set_status(b, HT_ERR_IO);
}

bool bt_bag_has(const bt_bag *b, const char *file)
{
	return bt_set_has(&b->listed, bt_hash64(0, file, strlen(file)));
}

ht_status bt_bag_close(bt_bag *b, ht_status status)
{
	set_status(b, status);
	for (size_t i = 0; i < HASHES; i++) {
		if (b->secret && b->files[i])
			ht_outfile_make_secret(b->files[i]);
		if (b->status == HT_OK)
			set_status(b, ht_outfile_commit(b->files[i]));
		else
			ht_outfile_abort(b->files[i]);
	}
	bt_set_free(&b->listed);
	return b->status;
}

/* ---- the files there are ---- */

static ht_status fail_read(ht_diags *diags, const char *path, int error)
{
	ht_diag(diags, HT_D_IN_READ, (ht_loc){path, 0, 0}, strerror(error), NULL);
	return HT_ERR_IO;
}

/* A walk through folders. One path is shared by all levels: there may be as many as a path has room for. */
typedef struct walk {
	char path[PATH_MAX];
	size_t root; /* what of path comes before names that are told */
	ht_diags *diags;
	void (*visit)(void *user, const char *file);
	void *user;
	ht_status status;
} walk;

static void walk_folder(walk *w, size_t len);

/* What a folder holds by this name. */
static void walk_entry(walk *w, DIR *folder, size_t len, const char *name)
{
	struct stat st;
	const size_t n = strlen(name);
	const bool fits = len + n + 2 <= sizeof w->path;
	if (!fits || fstatat(dirfd(folder), name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		w->status = fail_read(w->diags, w->path, fits ? errno : ENAMETOOLONG);
		return;
	}
	memcpy(w->path + len, name, n + 1);
	if (S_ISDIR(st.st_mode)) {
		memcpy(w->path + len + n, "/", 2);
		walk_folder(w, len + n + 1);
	} else {
		w->visit(w->user, w->path + w->root);
	}
	w->path[len] = '\0';
}

/* The folder is the first len bytes of the path, ending in "/". */
static void walk_folder(walk *w, size_t len)
{
	DIR *folder = opendir(w->path);
	const struct dirent *d = NULL;
	if (!folder) {
		w->status = fail_read(w->diags, w->path, errno);
		return;
	}
	while (w->status == HT_OK && (errno = 0, d = readdir(folder)))
		if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
			walk_entry(w, folder, len, d->d_name);
	if (w->status == HT_OK && errno)
		w->status = fail_read(w->diags, w->path, errno);
	closedir(folder);
}

ht_status bt_bag_walk(const char *dir, const char *below, ht_diags *diags, void (*visit)(void *user, const char *file),
                      void *user)
{
	walk w = {.root = strlen(dir) + 1, .diags = diags, .visit = visit, .user = user};
	const int len = snprintf(w.path, sizeof w.path, "%s/%s", dir, below);
	if (len < 0 || (size_t)len >= sizeof w.path)
		return fail_read(diags, dir, ENAMETOOLONG);
	walk_folder(&w, (size_t)len);
	return w.status;
}

/* ---- verifying ---- */

/* A line of a manifest. */
typedef struct listed {
	const char *file;
	bt_hash hash;
	int which;
	bool seen;
} listed;

/* The manifests of one kind, payload's or tag files'. */
typedef struct manifests {
	ht_arena *arena;
	const char *dir, *kind; /* "manifest" or "tagmanifest" */
	ht_diags *diags;
	bool there[HASHES];
	listed *v;
	size_t n, cap;
	uint64_t bytes, files; /* of those that are there */
	bool wrong;            /* it was said */
	ht_status status;      /* sticky; not for what is wrong */
} manifests;

static const char *join(manifests *m, const char *file)
{
	const char *path = ht_arena_printf(m->arena, "%s/%s", m->dir, file);
	if (!path)
		m->status = HT_ERR_NOMEM;
	return path ? path : "";
}

static void say(manifests *m, ht_code code, const char *file, int line, const char *arg)
{
	ht_diag(m->diags, code, (ht_loc){join(m, file), line, 0}, arg, NULL);
	m->wrong = true;
}

/* Open one of the package's own files. False: errno. */
static bool open_tag(manifests *m, const char *file, bt_stream *s)
{
	const char *path = join(m, file);
	if (m->status != HT_OK)
		errno = ENOMEM;
	return m->status == HT_OK && bt_stat_beneath(m->dir, file, NULL) && bt_stream_open(s, path);
}

/* The name of a manifest, as it is told. */
static const char *manifest_name(manifests *m, int which)
{
	const char *name = ht_arena_printf(m->arena, "%s-%s.txt", m->kind, hash_names[which]);
	if (!name)
		m->status = HT_ERR_NOMEM;
	return name ? name : "";
}

/* Put back what is written as %25, %0D, %0A. */
static void decode(char *s)
{
	char *to = s;
	for (; *s; s++) {
		static const struct {
			const char *code;
			char is;
		} codes[] = {{"%25", '%'}, {"%0D", '\r'}, {"%0A", '\n'}};
		*to = *s;
		for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
			if (strncasecmp(s, codes[i].code, 3) == 0) {
				*to = codes[i].is;
				s += 2;
				break;
			}
		}
		to++;
	}
	*to = '\0';
}

/* May a manifest of this kind list the file? It is in the package: below data, or a tag file. */
static bool may_list(const manifests *m, const char *file)
{
	const bool payload = strncmp(file, BT_PACKAGE_DATA, strlen(BT_PACKAGE_DATA)) == 0;
	return bt_is_beneath(file) && payload == (strcmp(m->kind, "manifest") == 0);
}

static void read_line(manifests *m, int which, const char *text, size_t len, int number)
{
	char *line = ht_arena_strndup(m->arena, text, len);
	if (!line) {
		m->status = HT_ERR_NOMEM;
		return;
	}
	line[strcspn(line, "\r")] = '\0';
	const size_t digits = strcspn(line, " \t");
	char *file = line + digits + strspn(line + digits, " \t");
	file += *file == '*'; /* as sha256sum -b writes */
	line[digits] = '\0';
	for (char *c = line; *c; c++)
		*c |= *c >= 'A' && *c <= 'F' ? 0x20 : 0;
	decode(file);
	listed l = {.file = file, .which = which};
	if (!bt_hash_parse(line, &l.hash) || !may_list(m, file)) {
		say(m, HT_D_PACKAGE_LINE, manifest_name(m, which), number, NULL);
		return;
	}
	listed *slot = HT_HEAP_PUSH(m->v, m->n, m->cap);
	if (slot)
		*slot = l;
	else
		m->status = HT_ERR_NOMEM;
}

static void read_manifest(manifests *m, int which)
{
	bt_stream s;
	const char *name = manifest_name(m, which), *line;
	size_t len;
	bt_got got = BT_GOT_LINE;
	if (m->status != HT_OK || !open_tag(m, name, &s)) {
		if (m->status == HT_OK && errno != ENOENT)
			m->status = fail_read(m->diags, join(m, name), errno);
		return;
	}
	m->there[which] = true;
	for (int number = 1; m->status == HT_OK && got != BT_GOT_END; number++) {
		got = bt_stream_line(&s, '\n', MAX_LINE, true, &line, &len);
		if (got == BT_GOT_LINE && len)
			read_line(m, which, line, len, number);
		else if (got == BT_GOT_OVERLONG)
			say(m, HT_D_PACKAGE_LINE, name, number, NULL);
		else if (got == BT_GOT_ERROR)
			m->status = fail_read(m->diags, join(m, name), s.error);
		else if (got == BT_GOT_NOMEM)
			m->status = HT_ERR_NOMEM;
	}
	bt_stream_close(&s);
}

static int compare_listed(const void *pa, const void *pb)
{
	const listed *a = pa, *b = pb;
	const int order = strcmp(a->file, b->file);
	return order ? order : a->which - b->which;
}

/* The first line of the file; m->n: there is none. */
static size_t find(const manifests *m, const char *file)
{
	size_t low = 0, high = m->n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (strcmp(m->v[middle].file, file) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < m->n && strcmp(m->v[low].file, file) == 0 ? low : m->n;
}

/* Does it mean that no such file is in the package? What a link leads to is not in it. */
static bool is_missing(int error)
{
	return error == ENOENT || error == ENOTDIR || error == ELOOP || error == EISDIR;
}

/* Compare a file with what the lines from i on say of it. */
static void compare(manifests *m, size_t i, const char *file)
{
	bt_hash now[HASHES];
	uint64_t size;
	bool said[HASHES] = {false};
	const bool is_read =
	    bt_stat_beneath(m->dir, file, NULL) && bt_hash_file_both(join(m, file), &now[SHA256], &now[SM3], &size);
	if (!is_read && !is_missing(errno)) {
		m->status = fail_read(m->diags, join(m, file), errno);
		return;
	}
	if (is_read) {
		m->bytes += size;
		m->files++;
	}
	for (; i < m->n && strcmp(m->v[i].file, file) == 0; i++) {
		m->v[i].seen = true;
		said[m->v[i].which] = true;
		const char *name = manifest_name(m, m->v[i].which);
		if (!is_read)
			say(m, HT_D_PACKAGE_LOST, file, 0, name);
		else if (memcmp(now[m->v[i].which].v, m->v[i].hash.v, BT_HASH) != 0)
			say(m, HT_D_PACKAGE_CHANGED, file, 0, name);
	}
	for (int which = 0; which < HASHES; which++)
		if (m->there[which] && !said[which])
			say(m, HT_D_PACKAGE_UNLISTED, file, 0, manifest_name(m, which));
}

/* A file that is there. */
static void visit(void *user, const char *file)
{
	manifests *m = user;
	if (m->status == HT_OK)
		compare(m, find(m, file), file);
}

/* Manifests of other hashes: that they were not read is said. */
static void tell_others(manifests *m)
{
	DIR *dir = opendir(m->dir);
	const struct dirent *d;
	const size_t kind = strlen(m->kind);
	while (dir && (d = readdir(dir))) {
		bool known = false;
		for (int i = 0; i < HASHES; i++)
			known |= strcmp(d->d_name, manifest_name(m, i)) == 0;
		if (!known && strncmp(d->d_name, m->kind, kind) == 0 && d->d_name[kind] == '-')
			ht_diag(m->diags, HT_D_PACKAGE_OTHER_HASH, (ht_loc){join(m, d->d_name), 0, 0}, NULL);
	}
	if (dir)
		closedir(dir);
}

static void verify_kind(manifests *m, bool payload)
{
	for (int i = 0; i < HASHES; i++)
		read_manifest(m, i);
	tell_others(m);
	if (m->n)
		qsort(m->v, m->n, sizeof *m->v, compare_listed);
	const bool walks = payload && m->status == HT_OK;
	const ht_status walked = walks ? bt_bag_walk(m->dir, BT_PACKAGE_DATA, m->diags, visit, m) : HT_OK;
	if (m->status == HT_OK)
		m->status = walked;
	for (size_t i = 0; i < m->n && m->status == HT_OK; i++)
		if (!m->v[i].seen)
			compare(m, i, m->v[i].file);
}

/* What a line of bag-info.txt says under the label; NULL: it has another one. */
static const char *value_of(char *line, const char *label)
{
	const size_t len = strlen(label);
	line[strcspn(line, "\r")] = '\0';
	return strncasecmp(line, label, len) == 0 ? line + len + strspn(line + len, " \t") : NULL;
}

/* Is Payload-Oxum, where bag-info.txt has it, what there is? That records are missing is told. */
static void verify_info(manifests *m)
{
	bt_stream s;
	const char *line;
	size_t len;
	const ht_loc loc = {join(m, "bag-info.txt"), 0, 0};
	const char *is =
	    ht_arena_printf(m->arena, "%llu.%llu", (unsigned long long)m->bytes, (unsigned long long)m->files);
	if (!is || !open_tag(m, "bag-info.txt", &s))
		return;
	while (bt_stream_line(&s, '\n', MAX_LINE, true, &line, &len) == BT_GOT_LINE) {
		char *text = ht_arena_strndup(m->arena, line, len);
		const char *sum = text ? value_of(text, "Payload-Oxum:") : NULL;
		const char *failed = text ? value_of(text, BT_PACKAGE_FAILED) : NULL;
		if (sum && strcmp(sum, is) != 0) {
			ht_diag(m->diags, HT_D_PACKAGE_SUM, loc, is, sum, NULL);
			m->wrong = true;
		}
		if (failed && strcmp(failed, "0") != 0)
			ht_diag(m->diags, HT_D_PACKAGE_FAILED, loc, failed, NULL);
	}
	bt_stream_close(&s);
}

/* The file by which a folder is a bag (RFC 8493 2.1.1). */
static void verify_declaration(manifests *m)
{
	bt_stream s;
	const char *line = "";
	size_t len = 0;
	if (open_tag(m, "bagit.txt", &s)) {
		const bool got = bt_stream_line(&s, '\n', MAX_LINE, true, &line, &len) == BT_GOT_LINE;
		if (!got || strncmp(line, "BagIt-Version:", len < 14 ? len : 14) != 0 || len < 14) {
			ht_diag(m->diags, HT_D_PACKAGE_NONE, (ht_loc){m->dir, 0, 0}, "bagit.txt", strerror(EINVAL),
			        NULL);
			m->wrong = true;
		}
		bt_stream_close(&s);
	} else if (m->status == HT_OK) {
		ht_diag(m->diags, HT_D_PACKAGE_NONE, (ht_loc){m->dir, 0, 0}, "bagit.txt", strerror(errno), NULL);
		m->wrong = true;
	}
}

ht_status ht_batch_verify(const char *dir, ht_diags *diags, ht_batch_verified *ret)
{
	ht_arena *arena = ht_arena_new();
	if (!arena)
		return HT_ERR_NOMEM;
	manifests payload = {.arena = arena, .dir = dir, .kind = "manifest", .diags = diags}, tags = payload;
	tags.kind = "tagmanifest";
	verify_declaration(&payload);
	if (!payload.wrong && payload.status == HT_OK) {
		verify_kind(&payload, true);
		verify_info(&payload);
		verify_kind(&tags, false);
	}
	if (payload.status == HT_OK && !payload.wrong && !payload.there[SHA256] && !payload.there[SM3]) {
		ht_diag(diags, HT_D_PACKAGE_NONE, (ht_loc){dir, 0, 0}, manifest_name(&payload, SHA256),
		        strerror(ENOENT), NULL);
		payload.wrong = true;
	}
	ht_status status = payload.status != HT_OK ? payload.status : tags.status;
	if (status == HT_OK && (payload.wrong || tags.wrong))
		status = HT_ERR_INPUT;
	if (status == HT_OK)
		*ret = (ht_batch_verified){payload.files, payload.bytes, "SHA-256+SM3"};
	if (status == HT_OK && (!payload.there[SHA256] || !payload.there[SM3]))
		ret->hashes = hash_titles[payload.there[SHA256] ? SHA256 : SM3];
	free(payload.v);
	free(tags.v);
	ht_arena_free(arena);
	return status;
}

/* The files of the page. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/str.h"
#include "serve/messages.h"
#include "sv.h"

#define MOST_BYTES ((off_t)8 << 20)

/* Folders that are served: the beginning of the path, and where its files are. The first that has the file is used. */
static const struct {
	const char *path, *folder; /* folder NULL: the program's own, where a bundle has all of it */
} roots[] = {
    {"/", NULL}, {"/codemirror/", "/usr/share/javascript/codemirror"}, /* Debian's libjs-codemirror */
};

static const struct {
	const char *ending, *type;
} types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
};

static const char *type_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (ht_str_ends(name, types[i].ending))
			return types[i].type;
	return NULL;
}

static int open_page(const sv_server *s, const char *path)
{
	int fd = -1;
	for (size_t i = 0; i < ARRAY_LEN(roots) && fd < 0; i++) {
		if (!ht_str_starts(path, roots[i].path))
			continue;
		const char *name = path + strlen(roots[i].path);
		if (!*name)
			name = "index.html";
		if (!sv_path_is_beneath(name) || !type_of(name))
			return -1;
		fd = ht_beneath_open(roots[i].folder ? roots[i].folder : s->web, name);
	}
	return fd;
}

static bool read_all(int fd, size_t size, ht_buf *out)
{
	char block[65536];
	ssize_t n;
	while (out->len < size && ((n = read(fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR)))
		if (n > 0)
			ht_buf_add(out, block, (size_t)n);
	return !out->failed;
}

void sv_answer_page(sv_exchange *x)
{
	struct stat st;
	ht_response r;
	int fd = open_page(x->server, x->path);
	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > MOST_BYTES) {
		if (fd >= 0)
			close(fd);
		sv_answer_error(x, 404, HT_D_SERVE_NO_CALL, x->path, NULL);
		return;
	}
	if (!sv_answer_begin(x, &r)) {
		close(fd);
		return;
	}
	const size_t n = strlen(x->path);
	r.type = x->path[n - 1] == '/' ? type_of(".html") : type_of(x->path);
	r.etag =
	    ht_arena_printf(r.arena, "\"%llx-%llx\"", (unsigned long long)st.st_mtime, (unsigned long long)st.st_size);
	if (r.etag && strcmp(x->request.if_none_match, r.etag) == 0)
		r.status = 304;
	else
		read_all(fd, (size_t)st.st_size, &r.body);
	close(fd);
	sv_answer_with(x, &r);
}

#define _GNU_SOURCE /* memfd_create() */
#include "base/named.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/buf.h"
#include "base/intl.h"
#include "base/messages.h"

/* A name to be opened. Folders end without a slash; "" is the working folder. */
typedef struct search {
	const ht_named *where;
	const char *name;
	const char *from; /* the folder of the file that names it */
	const char
	    *root; /* what it must stay beneath: the record's folder, or `from` of a file that is not of the record */
	const char *full; /* the name as seen from the working folder */
	ht_arena *arena;
	int error; /* why it is not opened in root: errno */
	bool nomem;
} search;

static const char *checked(search *s, const char *text)
{
	if (text)
		return text;
	s->nomem = true;
	return "";
}

static const char *folder_of(search *s, const char *file)
{
	const char *slash = file ? strrchr(file, '/') : NULL;
	if (!slash)
		return "";
	if (slash == file)
		return "/";
	return checked(s, ht_arena_strndup(s->arena, file, (size_t)(slash - file)));
}

/* folder/name */
static const char *join(search *s, const char *folder, const char *name)
{
	if (!*folder || *name == '/')
		return name;
	return checked(s, ht_arena_printf(s->arena, "%s/%s", folder, name));
}

/* What of path is below folder, by their names; NULL: it is not. */
static const char *below(const char *folder, const char *path)
{
	size_t n = strlen(folder);
	const bool in_working = !n && *path != '/' && strncmp(path, "..", 2) != 0;
	if (in_working)
		return path;
	if (!n || strncmp(path, folder, n) != 0)
		return NULL;
	if (path[n] == '\0' || folder[n - 1] == '/')
		return path + n;
	if (path[n] == '/')
		return path + n + 1;
	return NULL;
}

static void begin(search *s, const char *file)
{
	s->from = folder_of(s, file);
	s->root = folder_of(s, s->where->record);
	if (!below(s->root, s->from))
		s->root = s->from;
	s->full = join(s, s->from, s->name);
}

/* ---- where it may be ---- */

static int open_in_root(search *s)
{
	int fd = -1;
	errno = EXDEV;
	if (*s->name != '/')
		fd = ht_beneath_open(s->root, join(s, below(s->root, s->from), s->name));
	s->error = errno;
	return fd;
}

/* A relative name in one of the folders, the first that has it. */
static int open_in_folders(search *s, const char **path)
{
	for (const char *const *dir = s->where->dirs; dir && *dir && *s->name != '/'; dir++) {
		int fd = ht_beneath_open(*dir, s->name);
		if (fd >= 0)
			*path = join(s, *dir, s->name);
		if (fd >= 0)
			return fd;
	}
	return -1;
}

/* From realpath(); NULL: there is none, or out of memory. */
static char *real_path(search *s, const char *path)
{
	char *real = realpath(path, NULL);
	s->nomem |= !real && errno == ENOMEM;
	return real;
}

/* Is what `real` names, which has no links, beneath folder? It is opened beneath it all the same, as there may be links
 * meanwhile. */
static int open_real(search *s, const char *folder, const char *real)
{
	char *real_folder = real_path(s, *folder ? folder : ".");
	int fd = -1;
	if (!real_folder)
		return fd;
	const char *rest = below(real_folder, real);
	if (rest && *rest) {
		fd = ht_beneath_open(real_folder, rest);
		s->error = errno;
	}
	free(real_folder);
	return fd;
}

/* The name without links, in the arena; of a file that does not exist, its folder without links and its own name. NULL:
 * not even its folder exists. */
static const char *without_links(search *s)
{
	char *real = real_path(s, s->full);
	const char *name = "";
	if (!real) {
		const char *slash = strrchr(s->full, '/');
		const size_t len = slash ? (size_t)(slash - s->full) + 1 : 0;
		name = s->full + len;
		real = real_path(s, len ? checked(s, ht_arena_strndup(s->arena, s->full, len)) : ".");
	}
	if (!real)
		return NULL;
	const char *found = checked(s, ht_arena_strdup(s->arena, real));
	free(real);
	return *name ? join(s, found, name) : found;
}

/* A name that leads out of the record's folder, and perhaps into one of the others, or back. */
static int open_elsewhere(search *s)
{
	const char *real = without_links(s);
	int fd = real ? open_real(s, s->root, real) : -1;
	for (const char *const *dir = s->where->dirs; real && fd < 0 && dir && *dir; dir++)
		fd = open_real(s, *dir, real);
	return fd;
}

/* ---- what to say ---- */

/* Quoted for the shell. */
static const char *quote(search *s, const char *text)
{
	ht_buf out = {0};
	ht_buf_adds(&out, "'");
	for (const char *p = text; *p; p++)
		if (*p == '\'')
			ht_buf_adds(&out, "'\\''");
		else
			ht_buf_add(&out, p, 1);
	ht_buf_adds(&out, "'");
	const char *quoted = NULL;
	if (!out.failed)
		quoted = ht_arena_strdup(s->arena, out.data);
	ht_buf_free(&out);
	return checked(s, quoted);
}

/* The folder of the name without `.` and `name/..`, by the name alone: nothing is looked up. */
static const char *plain_folder(search *s)
{
	const bool absolute = *s->full == '/';
	char *text = ht_arena_strdup(s->arena, folder_of(s, s->full)), *save = NULL;
	const char **parts = ht_arena_array(s->arena, strlen(s->full) + 1, sizeof *parts), *made = "";
	if (!text || !parts)
		return checked(s, NULL);
	size_t n = 0;
	for (char *p = strtok_r(text, "/", &save); p; p = strtok_r(NULL, "/", &save)) {
		const bool up = strcmp(p, "..") == 0;
		if (up && n && strcmp(parts[n - 1], "..") != 0)
			n--;
		else if (strcmp(p, ".") != 0 && !(up && absolute))
			parts[n++] = p;
	}
	for (size_t i = 0; i < n; i++)
		made = checked(s, ht_arena_printf(s->arena, i || absolute ? "%s/%s" : "%s%s", made, parts[i]));
	if (n)
		return quote(s, made);
	return absolute ? "/" : ".";
}

/* How deep below the folder where it begins does a path lead, and does it come above that folder? */
static long walk_names(const char *path, long depth, bool *above)
{
	for (const char *p = path; *p; p += strspn(p, "/")) {
		const size_t len = strcspn(p, "/");
		if (len == 2 && strncmp(p, "..", 2) == 0)
			*above |= --depth < 0;
		else if (len != 1 || *p != '.')
			depth++;
		p += len;
	}
	return depth;
}

/* Does the name itself leave the folder, links aside? */
static bool leaves(const search *s)
{
	bool above = *s->name == '/';
	walk_names(s->name, walk_names(below(s->root, s->from), 0, &above), &above);
	return above;
}

static ht_status refuse(search *s, ht_loc loc, ht_diags *diags)
{
	if (leaves(s))
		ht_diag(diags, HT_D_NAMED_OUTSIDE, loc, s->name, plain_folder(s), NULL);
	else
		ht_diag(diags, HT_D_NAMED_LINK, loc, s->name, NULL);
	return s->nomem ? HT_ERR_NOMEM : HT_ERR_INPUT;
}

static ht_status say_not_opened(search *s, ht_loc loc, ht_diags *diags, ht_named_file *ret)
{
	if (s->error == ENOMEM || s->nomem)
		return HT_ERR_NOMEM;
	if (s->error == EXDEV)
		return refuse(s, loc, diags);
	*ret = (ht_named_file){-1, s->full, strerror(s->error)};
	return HT_ERR_IO;
}

/* Only what has an end is read. */
static ht_status take_regular(search *s, int fd, const char *path, ht_named_file *ret)
{
	struct stat st;
	const char *why = NULL;
	if (fstat(fd, &st) != 0)
		why = strerror(errno);
	else if (S_ISDIR(st.st_mode))
		why = _("it is a directory");
	else if (!S_ISREG(st.st_mode))
		why = _("it is not a regular file");
	if (why || s->nomem)
		close(fd);
	if (s->nomem)
		return HT_ERR_NOMEM;
	*ret = (ht_named_file){fd, path, NULL};
	if (!why)
		return HT_OK;
	*ret = (ht_named_file){-1, path, why};
	return HT_ERR_IO;
}

/* ---- files that the caller has ---- */

/* The bytes as an open file of no folder. -1: there is no room for it. */
static int file_of(const char *data, size_t len)
{
	int fd = memfd_create("hongtou", MFD_CLOEXEC);
	for (size_t done = 0; fd >= 0 && done < len;) {
		ssize_t n = pwrite(fd, data + done, len - done, (off_t)done);
		if (n < 0 && errno != EINTR) {
			close(fd);
			return -1;
		}
		done += n > 0 ? (size_t)n : 0;
	}
	return fd;
}

/* HT_OK also where there is none: then *fd is -1. */
static ht_status open_given(search *s, const char *from_file, int *fd, const char **path)
{
	const ht_given *given = s->where->given;
	const bool own = !from_file || !s->where->record || strcmp(from_file, s->where->record) == 0;
	const char *names[] = {s->name, s->name};
	const void *data;
	size_t len;
	*fd = -1;
	if (given && !own)
		names[0] = join(s, s->from, s->name);
	for (size_t i = 0; given && !s->nomem && *fd < 0 && i < 2; i++) {
		if (!given->find(given->user, names[i], &data, &len))
			continue;
		*path = checked(s, ht_arena_strdup(s->arena, names[i]));
		*fd = file_of(data, len);
		if (*fd < 0)
			return HT_ERR_NOMEM;
	}
	if (s->nomem)
		return HT_ERR_NOMEM;
	return HT_OK;
}

ht_status ht_named_open(const ht_named *where, const char *name, ht_loc loc, ht_arena *arena, ht_diags *diags,
                        ht_named_file *ret)
{
	search s = {.where = where, .name = name, .arena = arena};
	int given;
	begin(&s, loc.file);
	if (s.nomem || open_given(&s, loc.file, &given, &s.full) != HT_OK)
		return HT_ERR_NOMEM;
	if (given >= 0)
		return take_regular(&s, given, s.full, ret);
	const char *path = s.full;
	int fd = open_in_root(&s);
	if (fd < 0 && (s.error == ENOENT || s.error == EXDEV))
		fd = open_in_folders(&s, &path);
	if (fd < 0 && s.error == EXDEV)
		fd = open_elsewhere(&s);
	if (fd < 0)
		return say_not_opened(&s, loc, diags, ret);
	return take_regular(&s, fd, path, ret);
}

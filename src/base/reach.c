#include "base/reach.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/confine.h"
#include "base/str.h"

void ht_reach_read(ht_reach *r, const char *path)
{
	if (path && ht_str_is_any_n(path, r->reads, r->n_reads))
		return;
	const char **slot = path ? HT_PUSH(r->arena, r->reads, r->n_reads, r->cap_reads) : NULL;
	if (slot)
		*slot = path;
	r->nomem |= !slot;
}

void ht_reach_read_all(ht_reach *r, const char *const *paths)
{
	for (; paths && *paths; paths++)
		ht_reach_read(r, *paths);
}

void ht_reach_write(ht_reach *r, const char *path)
{
	if (path && ht_str_is_any_n(path, r->writes, r->n_writes))
		return;
	const char **slot = path ? HT_PUSH(r->arena, r->writes, r->n_writes, r->cap_writes) : NULL;
	if (slot)
		*slot = path;
	r->nomem |= !slot;
}

/* The first len bytes of path up to their last slash; "" for the working folder. */
static const char *folder_of(ht_reach *r, const char *path, size_t len)
{
	while (len && path[len - 1] != '/')
		len--;
	return ht_arena_strndup(r->arena, path, len);
}

void ht_reach_input(ht_reach *r, const char *input, bool beside)
{
	struct stat st;
	const bool exists = lstat(input, &st) == 0;
	const char *folder = input;
	size_t len = strlen(input);
	if (!exists && *input == '@')
		return;
	if (!exists)
		len = strcspn(input, "*?[");
	if (exists && S_ISLNK(st.st_mode))
		ht_reach_read(r, input);
	if (!exists || stat(input, &st) != 0 || !S_ISDIR(st.st_mode))
		folder = folder_of(r, input, len);
	ht_reach_read(r, folder);
	if (beside)
		ht_reach_write(r, folder);
}

void ht_reach_output(ht_reach *r, const char *file)
{
	struct stat st;
	if (strcmp(file, "-") == 0)
		return;
	if (stat(file, &st) == 0 && !S_ISREG(st.st_mode)) {
		ht_reach_write(r, file);
		return;
	}
	char *real = realpath(file, NULL); /* of a link, its target is replaced */
	if (real)
		ht_reach_write(r, folder_of(r, real, strlen(real)));
	free(real);
	ht_reach_write(r, folder_of(r, file, strlen(file)));
}

static bool is_below(const char *folder, const char *path)
{
	const size_t n = strlen(folder);
	return strncmp(path, folder, n) == 0 && (path[n] == '\0' || path[n] == '/' || (n && folder[n - 1] == '/'));
}

/* Is the path beneath what may be read, links followed? */
static bool covers_real(ht_reach *r, const char *path)
{
	for (; r->n_real < r->n_reads;) {
		const char *read = r->reads[r->n_real];
		char *real = realpath(*read ? read : ".", NULL);
		const char **slot = HT_PUSH(r->arena, r->real, r->n_real, r->cap_real);
		if (slot)
			*slot = ht_arena_strdup(r->arena, real ? real : read);
		free(real);
		if (!slot || !*slot)
			return false;
	}
	char *real = realpath(path, NULL);
	bool covered = false;
	for (size_t i = 0; real && i < r->n_real && !covered; i++)
		covered = is_below(r->real[i], real);
	free(real);
	return covered;
}

bool ht_reach_covers(ht_reach *r, const char *file)
{
	char folder[4096];
	const char *slash = strrchr(file, '/');
	const size_t len = slash ? (size_t)(slash - file) + 1 : 0;
	struct stat st;
	if (ht_str_is_any_n("/", r->reads, r->n_reads))
		return true;
	if (len >= sizeof folder)
		return false;
	memcpy(folder, file, len);
	folder[len] = '\0';
	if (!covers_real(r, len ? folder : "."))
		return false;
	return lstat(file, &st) != 0 || !S_ISLNK(st.st_mode) || covers_real(r, file);
}

unsigned ht_reach_confine(const ht_reach *r, bool children)
{
	const ht_confinement c = {.reads = r->reads,
	                          .n_reads = r->n_reads,
	                          .writes = r->writes,
	                          .n_writes = r->n_writes,
	                          .system = true,
	                          .children = children};
	return ht_confine(&c);
}

/* Names of files that are valid on every system.
 *
 * Characters that Linux or Windows does not allow in a name are replaced by
 * their full-width forms, which read the same in Chinese text (：for :).
 * Invisible characters are dropped. The folders that lead to a name are made. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include <glib.h>

#include "base/utf8.h"
#include "bt.h"

#define MAX_NAME 255 /* bytes, of most file systems */

#define FULL_WIDTH 0xFEE0u /* from an ASCII character to its full-width form */

/* Signs that Unicode has no format category for, though nothing is seen of them: fillers and the joiner of graphemes.
 */
static const uint32_t unseen[] = {0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0};

static bool is_invisible(uint32_t cp)
{
	switch (g_unichar_type(cp)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_FORMAT:
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
		return true;
	default:
		break;
	}
	for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++)
		if (cp == unseen[i])
			return true;
	return cp >= 0x2060 && cp <= 0x206F; /* some of them are not assigned */
}

bool bt_clean(ht_buf *out, const char *text)
{
	const char *end = text + strlen(text);
	const char *valid = text + ht_utf8_check(text, (size_t)(end - text)); /* the next invalid byte */
	for (const char *p = text; p < end;) {
		if (p == valid) {
			ht_buf_adds(out, "_");
			p++;
			valid = p + ht_utf8_check(p, (size_t)(end - p));
			continue;
		}
		size_t n;
		char bytes[4];
		uint32_t cp = ht_utf8_get(p, end, &n);
		if (cp < 0x80 && strchr("/\\:*?\"<>|", (int)cp))
			cp += FULL_WIDTH;
		if (!is_invisible(cp))
			ht_buf_add(out, bytes, ht_utf8_put(bytes, cp));
		p += n;
	}
	return !out->failed;
}

/* Is it a name that Windows reserves for a device, whatever its extension? */
static bool is_reserved(const char *stem)
{
	static const char *const names[] = {"CON", "PRN", "AUX", "NUL"};
	size_t len = strcspn(stem, ".");
	while (len && stem[len - 1] == ' ')
		len--;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (len == 3 && strncasecmp(stem, names[i], 3) == 0)
			return true;
	bool port = strncasecmp(stem, "COM", 3) == 0 || strncasecmp(stem, "LPT", 3) == 0;
	if (len == 4 && port)
		return stem[3] >= '0' && stem[3] <= '9';
	return len == 5 && port &&
	       (!memcmp(stem + 3, "¹", 2) || !memcmp(stem + 3, "²", 2) || !memcmp(stem + 3, "³", 2));
}

/* The copy of a stem's len bytes with letters and their accents as one character, as in Normalization Form C: é is one
 * name, however it was typed, also where file systems take both forms for the same. */
static char *composed(ht_arena *arena, const char *stem, size_t len)
{
	char *copy = ht_arena_alloc(arena, len + 4 + 1);
	size_t n = 0, last_at = 0, size;
	uint32_t last = 0;
	for (const char *p = stem, *end = stem + len; copy && p < end; p += size) {
		uint32_t cp = ht_utf8_get(p, end, &size);
		gunichar both;
		if (n && g_unichar_compose(last, cp, &both)) {
			n = last_at;
			cp = both;
		}
		last_at = n;
		last = cp;
		n += ht_utf8_put(copy + n, cp);
		copy[n] = '\0';
	}
	return copy;
}

char *bt_clean_stem(ht_arena *arena, const char *stem)
{
	size_t len = strlen(stem);
	while (len && *stem == ' ') {
		stem++;
		len--;
	}
	while (len && (stem[len - 1] == ' ' || stem[len - 1] == '.'))
		len--;
	char *copy = composed(arena, stem, len);
	if (!copy)
		return NULL;
	size_t device = strcspn(copy, ".");
	if (is_reserved(copy))
		return ht_arena_printf(arena, "%.*s_%s", (int)device, copy, copy + device);
	/* a hidden file; an option of other programs */
	return *copy == '.' || *copy == '-' ? ht_arena_printf(arena, "_%s", copy) : copy;
}

/* How many of the name's len bytes there is room for, to a whole character, without blanks and dots at the end. */
static size_t room_for(const char *name, size_t len, size_t most)
{
	if (len <= most)
		return len;
	len = most;
	while (len && ((unsigned char)name[len] & 0xC0) == 0x80)
		len--;
	while (len && (name[len - 1] == ' ' || name[len - 1] == '.'))
		len--;
	return len;
}

char *bt_folder_join(ht_arena *arena, const char *path, const char *name)
{
	return ht_arena_printf(arena, "%s%.*s/", path, (int)room_for(name, strlen(name), MAX_NAME), name);
}

int bt_make_folders(const char *path, size_t len)
{
	char folder[PATH_MAX];
	if (strlen(path) >= sizeof folder)
		return ENAMETOOLONG;
	for (const char *slash = strchr(path + len, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
		if (mkdir(folder, 0777) != 0 && errno != EEXIST)
			return errno;
	}
	return 0;
}

bool bt_is_beneath(const char *path)
{
	size_t n;
	for (const char *p = path; *p; p += n, p += *p == '/') {
		n = strcspn(p, "/");
		if (n == 2 && p[0] == '.' && p[1] == '.')
			return false;
	}
	return *path && *path != '/';
}

bool bt_stat_beneath(const char *dir, const char *file, struct stat *st)
{
	char path[PATH_MAX];
	struct stat own, *s = st ? st : &own;
	const int len = snprintf(path, sizeof path, "%s/", dir);
	if (len < 0 || (size_t)len + strlen(file) >= sizeof path) {
		errno = ENAMETOOLONG;
		return false;
	}
	for (const char *end = file; *end;) { /* each folder on the way, at last the file */
		end += strspn(end, "/");
		end += strcspn(end, "/");
		memcpy(path + len, file, (size_t)(end - file));
		path[len + (end - file)] = '\0';
		if (lstat(path, s) != 0)
			return false;
		if (S_ISLNK(s->st_mode)) {
			errno = ELOOP;
			return false;
		}
	}
	errno = EISDIR;
	return *file && S_ISREG(s->st_mode);
}

char *bt_name_join(ht_arena *arena, const char *folder, const char *stem, int nth, const char *tail)
{
	char number[16] = "";
	if (nth > 1)
		snprintf(number, sizeof number, "-%d", nth);
	const char *slash = strrchr(stem, '/'), *name = slash ? slash + 1 : stem;
	size_t rest = strlen(number) + strlen(tail), len = strlen(name);
	if (rest < MAX_NAME)
		len = room_for(name, len, MAX_NAME - rest);
	return ht_arena_printf(arena, "%s%.*s%.*s%s%s", folder, (int)(name - stem), stem, (int)len, name, number, tail);
}

/* Files in folders that look like records by their names and are none: style sheets, and texts that records name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "batch/messages.h"
#include "source.h"
#include "style/catalogue.h"

#define SNIFF_BYTES ((size_t)16 << 10)
#define SCAN_BYTES  ((size_t)1 << 20)

/* The file's first bytes, at most `most`, and a NUL. NULL: it cannot be read, or out of memory; whoever makes the
 * record says which. */
static char *read_start(const char *path, size_t most, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *text = f ? malloc(most + 1) : NULL;
	*len = text ? fread(text, 1, most, f) : 0;
	const bool whole = text && !ferror(f);
	if (whole)
		text[*len] = '\0';
	else
		free(text);
	if (f)
		fclose(f);
	return whole ? text : NULL;
}

static bool has_ending(const char *path, const char *const *endings)
{
	const char *dot = strrchr(path, '.');
	for (; dot && *endings; endings++)
		if (strcasecmp(dot, *endings) == 0)
			return true;
	return false;
}

/* The first line that is not empty, after a byte order mark. */
static const char *first_line(const char *text)
{
	static const char bom[] = "\xEF\xBB\xBF";
	if (strncmp(text, bom, strlen(bom)) == 0)
		text += strlen(bom);
	return text + strspn(text, " \t\r\n");
}

/* Does a line up to the end of the front matter begin with one of the keys, and a colon? */
static bool has_key(const char *text, const char *const *keys)
{
	for (const char *line = strchr(text, '\n'); line; line = strchr(line, '\n')) {
		line++;
		if (strncmp(line, "---", 3) == 0)
			return false;
		for (size_t i = 0; keys[i]; i++) {
			size_t n = strlen(keys[i]);
			const char *colon = line + n;
			if (strncmp(line, keys[i], n) != 0)
				continue;
			colon += strspn(colon, " \t");
			if (*colon == ':' || strncmp(colon, "：", strlen("：")) == 0)
				return true;
		}
	}
	return false;
}

/* ---- what the records of a folder name ---- */

/* Add the path folder + name, without the ./ of a name. */
static bool add_name(bt_set *named, const char *folder, const char *name, size_t len)
{
	while (len > 2 && strncmp(name, "./", 2) == 0) {
		name += 2;
		len -= 2;
	}
	uint64_t key = bt_hash64(bt_hash64(0, folder, strlen(folder)), name, len);
	return bt_set_has(named, key) || bt_set_add(named, key);
}

bool bt_sniff_names(bt_set *named, const char *folder, const char *path)
{
	static const char *const keys[] = {"文件", "file"};
	size_t len;
	char *text = read_start(path, SCAN_BYTES, &len);
	bool ok = true;
	for (size_t i = 0; text && i < sizeof keys / sizeof *keys; i++)
		for (const char *p = strstr(text, keys[i]); p && ok; p = strstr(p, keys[i])) {
			p += strlen(keys[i]);
			const char *value = p + strspn(p, "\"' \t");
			size_t colon = *value == ':' ? 1 : 0;
			if (strncmp(value, "：", strlen("：")) == 0)
				colon = strlen("：");
			if (!colon)
				continue;
			value += colon;
			value += strspn(value, "\"' \t");
			size_t n = strcspn(value, "\"'\r\n,}#");
			while (n && value[n - 1] == ' ')
				n--;
			ok = !n || add_name(named, folder, value, n);
		}
	free(text);
	return ok;
}

bool bt_sniff_is_named(const bt_set *named, const char *folder, const char *path)
{
	size_t n = strlen(folder);
	return strncmp(path, folder, n) == 0 &&
	       bt_set_has(named, bt_hash64(bt_hash64(0, folder, n), path + n, strlen(path + n)));
}

/* ---- what a file is ---- */

static bt_sniffed sniff_markdown(const char *text)
{
	static const char *const date[] = {"成文日期", "日期", "date", NULL};
	const char *line = first_line(text);
	if (!*line || strncmp(line, "---", 3) != 0)
		return BT_SNIFFED_TEXT;
	return has_key(line, date) ? BT_SNIFFED_RECORD : BT_SNIFFED_DOUBTFUL;
}

bt_sniffed bt_sniff(const char *path)
{
	static const char *const markdown[] = {".md", ".markdown", NULL}, *const yaml[] = {".yaml", ".yml", NULL};
	const bool is_markdown = has_ending(path, markdown);
	if (!is_markdown && !has_ending(path, yaml))
		return BT_SNIFFED_RECORD;
	size_t len;
	char *text = read_start(path, SNIFF_BYTES, &len);
	bt_sniffed what = BT_SNIFFED_RECORD;
	if (text && memchr(text, '\0', len))
		what = BT_SNIFFED_RECORD; /* UTF-16: what is wrong with it is said */
	else if (text && is_markdown)
		what = sniff_markdown(text);
	else if (text && ht_style_is_sheet(text))
		what = BT_SNIFFED_SHEET;
	free(text);
	return what;
}

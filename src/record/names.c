#include "names.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "words_fields.h"

/* Longer than any name: a longer key matches nothing. */
#define MAX_KEY 64

bool ht_next_alias(const char **rest, const char **name, size_t *len)
{
	if (!*rest || !**rest)
		return false;
	*name = *rest;
	*len = strcspn(*rest, "|");
	*rest += *len + ((*rest)[*len] == '|');
	return true;
}

/* key as the table writes names: lower case, _ for - and inner blanks; in a
 * Chinese name blanks go. false: too long to be a name. */
static bool normalise(const char *key, char out[MAX_KEY])
{
	size_t len = strlen(key), n, w = 0;
	const char *p = ht_utf8_trim(key, &len), *end = p + len;
	bool han = ht_str_has_han(key);
	if (len >= MAX_KEY)
		return false;
	for (; p < end; p += n) {
		uint32_t cp = ht_utf8_get(p, end, &n);
		if (ht_is_space(cp) || (cp == '-' && !han)) {
			if (!han)
				out[w++] = '_';
		} else if (cp >= 'A' && cp <= 'Z') {
			out[w++] = (char)(cp - 'A' + 'a');
		} else {
			memcpy(out + w, p, n);
			w += n;
		}
	}
	out[w] = '\0';
	return true;
}

static bool is_alias(const char *aliases, const char *name)
{
	const char *alias;
	size_t len;
	while (ht_next_alias(&aliases, &alias, &len))
		if (strlen(name) == len && memcmp(alias, name, len) == 0)
			return true;
	return false;
}

const ht_field *ht_field_by_key(const ht_field *fields, const char *key)
{
	char name[MAX_KEY];
	if (!normalise(key, name))
		return NULL;
	for (const ht_field *f = fields; f->name; f++)
		if (ht_str_same(f->name, name) || ht_str_same(f->zh, name) || is_alias(f->zh_alias, name))
			return f;
	return NULL;
}

const char *ht_field_label(const ht_field *field, const char *key)
{
	return ht_str_has_han(key) ? field->zh : field->name;
}

const char *ht_field_meant(const char *key)
{
#define ROW(word, field) {word, field},
	static const struct {
		const char *word, *field;
	} rows[] = {HT_WORDS_FIELD_WORD(ROW)};
#undef ROW
	char name[MAX_KEY];
	if (!normalise(key, name))
		return NULL;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].word, name) == 0)
			return rows[i].field;
	return NULL;
}

const char *ht_field_nearest(ht_arena *arena, const ht_field *fields, const char *key)
{
	char name[MAX_KEY];
	const char *meant = ht_field_meant(key);
	if (!normalise(key, name))
		return NULL;
	if (meant)
		return ht_field_by_key(fields, meant) ? meant : NULL;
	bool han = ht_str_has_han(name);
	ht_suggest s = ht_suggest_begin(name);
	for (const ht_field *f = fields; f->name; f++) {
		ht_suggest_offer(&s, han ? f->zh : f->name);
		const char *rest = han ? f->zh_alias : NULL, *alias;
		size_t len;
		while (ht_next_alias(&rest, &alias, &len)) {
			const char *copy = ht_arena_strndup(arena, alias, len);
			if (copy)
				ht_suggest_offer(&s, copy);
		}
	}
	return s.best;
}

void ht_field_add_zh(ht_buf *out, const char *paths)
{
	char path[128]; /* the paths of the field table are shorter */
	for (const char *p = paths; *p;) {
		size_t len = strcspn(p, "/."), whole = (size_t)(p - paths) + len, begin = whole;
		while (begin && paths[begin - 1] != '/')
			begin--;
		snprintf(path, sizeof path, "%.*s", (int)(whole - begin), paths + begin);
		const ht_field *field = ht_field_find(ht_record_fields(), path);
		ht_buf_add(out, field ? field->zh : p, field ? strlen(field->zh) : len);
		p += len;
		if (*p)
			ht_buf_adds(out, *p++ == '.' ? "的" : "或");
	}
}

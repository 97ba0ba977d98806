/* The slips after most YAML errors of office staff: a full-width colon after
 * a field's name, no space after the colon, a tab for indentation. libyaml
 * meets them as something else, often a line later. So when it has failed, the
 * lines are looked at as a person would: each line outside block texts that
 * begins like a field. Only if one of the slips is between the last sound
 * field and the error do the findings count: then all of them are reported, as they are likely to have the same cause.
 */
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "record/messages.h"
#include "tree.h"

#define MAX_NAME_CHARS 16
#define MAX_FINDINGS   50

typedef struct finding {
	ht_code code;
	ht_loc loc;
	const char *name;
} finding;

typedef struct explainer {
	ht_source *src;
	int last;  /* the line of the error */
	int sound; /* the last line before it that is a field as it should be */
	finding found[MAX_FINDINGS];
	int n;
	bool at_fault;     /* one of them is between first and last */
	long block_indent; /* of the line that opened a block text; -1: none */
} explainer;

static void note(explainer *e, ht_code code, int line, int col, const char *name, size_t len)
{
	if (e->n == MAX_FINDINGS)
		return;
	const char *copy = ht_arena_strndup(e->src->arena, name, len);
	if (!copy)
		return;
	e->found[e->n++] = (finding){code, {e->src->file, line, col}, copy};
}

/* The bytes at s that look like a field's name: letters, Han, digits, _, -. */
static size_t name_length(const char *s, const char *end)
{
	const char *p = s;
	for (int chars = 0; p < end; chars++) {
		size_t n;
		uint32_t cp = ht_utf8_get(p, end, &n);
		bool ascii = (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= '0' && cp <= '9');
		if (!ascii && cp != '_' && cp != '-' && !ht_is_han(cp))
			break;
		if (chars == MAX_NAME_CHARS)
			return 0;
		p += n;
	}
	return (size_t)(p - s);
}

/* Does the line end in a block text's header (|, >, with indicators)? */
static bool opens_block(const char *p, const char *end)
{
	while (end > p && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	for (int i = 0; i < 2 && end > p && strchr("+-123456789", end[-1]); i++)
		end--;
	return end - p >= 2 && (end[-1] == '|' || end[-1] == '>') && end[-2] == ' ';
}

static void look_at_field(explainer *e, const char *p, const char *end, int line, int col)
{
	size_t n = name_length(p, end), chars = ht_utf8_count(p, n);
	const char *q = p + n;
	if (!n || q == end)
		return;
	int colon = col + (int)chars;
	if (end - q >= 3 && memcmp(q, "：", 3) == 0)
		note(e, HT_D_COLON_FULL, line, colon, p, n);
	else if (end - q >= 2 && *q == ':' && q[1] != ' ' && q[1] != '\t' && q[1] != '/')
		note(e, HT_D_COLON_SPACE, line, colon, p, n);
	else if (*q == ':' && line < e->last)
		e->sound = line;
}

static void look_at_line(explainer *e, const char *begin, const char *end, int line)
{
	const char *p = begin;
	while (p < end && *p == ' ')
		p++;
	if (p == end || *p == '#')
		return;
	if (e->block_indent >= 0 && p - begin > e->block_indent)
		return;
	e->block_indent = -1;
	if (*p == '\t') {
		note(e, HT_D_YAML_TAB, line, (int)(p - begin) + 1, "", 0);
		return;
	}
	long indent = p - begin;
	while (end - p >= 2 && p[0] == '-' && p[1] == ' ') {
		indent = p - begin;
		for (p++; p < end && *p == ' ';)
			p++;
	}
	look_at_field(e, p, end, line, (int)(p - begin) + 1);
	if (opens_block(p, end))
		e->block_indent = name_length(p, end) ? p - begin : indent;
}

/* Is one of the findings between the last sound field and the error? */
static bool at_fault(const explainer *e)
{
	for (int i = 0; i < e->n; i++)
		if (e->found[i].loc.line > e->sound && e->found[i].loc.line <= e->last)
			return true;
	return false;
}

bool ht_yaml_explain(ht_source *src, int last)
{
	explainer e = {.src = src, .last = last, .block_indent = -1};
	const char *end = src->data + src->len;
	int line = src->line;
	const char *p = src->data;
	size_t len;
	for (const char *s; (s = ht_next_line(&p, end, &len)); line++)
		look_at_line(&e, s, s + len, line);
	if (!at_fault(&e))
		return false;
	src->bad = true;
	for (int i = 0; i < e.n; i++)
		ht_diag(src->diags, e.found[i].code, e.found[i].loc, e.found[i].name, NULL);
	return true;
}

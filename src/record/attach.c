/* Attachments and enclosed documents whose text is a file of its own: `file:
 * 附件1.md` (base/named.h). What such a text repeats at its top (its label 附件1, its
 * title) is set by the form, so it is removed here and compared with what the record says (GB/T 9704-2012 7.3.7: number
 * and title agree with the attachment note). An enclosed document has no label. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/infile.h"
#include "base/named.h"
#include "base/utf8.h"
#include "record/messages.h"
#include "record/record.h"
#include "reader.h"
#include "source.h"

#define MAX_BYTES ((size_t)64 << 20)
#define LABEL     "附件"

typedef struct attacher {
	ht_record *record;
	ht_named where; /* they may be */
	ht_diags *diags;
	ht_group *group; /* the current attachment */
	size_t number;
	bool labelled; /* attachments; enclosed documents are not */
	bool bad;
} attacher;

static size_t index_of(const ht_group *group, const char *name)
{
	size_t i = 0;
	while (strcmp(group->fields[i].name, name) != 0)
		i++;
	return i;
}

static ht_value **slot_of(const attacher *a, const char *name)
{
	return &a->group->values[index_of(a->group, name)];
}

static void fault(attacher *a, ht_code code, const ht_text *file, const char *arg)
{
	ht_diag(a->diags, code, file->loc, file->s, arg, NULL);
	a->bad = true;
}

static bool is_text(const char *name)
{
	static const char *const endings[] = {".md", ".markdown", ".txt"};
	const char *dot = strrchr(name, '.');
	for (size_t i = 0; dot && i < ARRAY_LEN(endings); i++)
		if (strcasecmp(dot, endings[i]) == 0)
			return true;
	return false;
}

/* The text of a Markdown file below its front matter, if it has one. */
static void skip_front(ht_source *src)
{
	const char *next = src->data, *end = src->data + src->len, *p;
	size_t len;
	for (int line = 1; (p = ht_next_line(&next, end, &len)); line++) {
		bool fence = len == 3 && memcmp(p, "---", 3) == 0;
		if (line == 1 && !fence)
			return;
		if (line > 1 && fence) {
			src->len = (size_t)(end - next);
			src->data = next;
			src->line += line;
			return;
		}
	}
}

static ht_status parse(attacher *a, const char *path, const ht_buf *buf, ht_body **ret)
{
	ht_source src = {
	    .arena = a->record->arena, .diags = a->diags, .file = path, .line = 1, .data = buf->data, .len = buf->len};
	ht_status status = ht_source_clean(&src);
	a->bad = a->bad || src.bad || status == HT_ERR_INPUT;
	if (status != HT_OK)
		return status == HT_ERR_NOMEM ? status : HT_OK;
	skip_front(&src);
	/* the blocks refer to the text, which must live as long as the record */
	const char *text = ht_arena_strndup(src.arena, src.data, src.len);
	if (!text)
		return HT_ERR_NOMEM;
	return ht_body_parse(src.arena, text, src.len, (ht_loc){path, src.line, 1}, true, 0, a->diags, ret);
}

/* *ret is NULL when there is no such file, or none that can be read. */
static ht_status read_body(attacher *a, const ht_text *file, ht_body **ret)
{
	ht_named_file named;
	ht_buf buf = {0};
	*ret = NULL;
	ht_status status = ht_named_open(&a->where, file->s, file->loc, a->record->arena, a->diags, &named);
	if (status == HT_ERR_IO)
		fault(a, HT_D_ATTACH_OPEN, file, named.why);
	if (status == HT_OK) {
		status = ht_infile_read_open(named.fd, named.path, MAX_BYTES, a->diags, &buf);
		close(named.fd);
	}
	a->bad = a->bad || status == HT_ERR_IO || status == HT_ERR_INPUT;
	if (status == HT_OK)
		status = parse(a, named.path, &buf, ret);
	ht_buf_free(&buf);
	return status == HT_ERR_NOMEM ? status : HT_OK;
}

/* Append text without its blanks to s, which has room. */
static size_t squeeze(char *s, size_t n, const char *p, size_t len)
{
	const char *end = p + len;
	for (size_t step; p < end; p += step) {
		if (ht_is_space(ht_utf8_get(p, end, &step)))
			continue;
		memcpy(s + n, p, step);
		n += step;
	}
	s[n] = '\0';
	return n;
}

/* The block's text without blanks and marks of emphasis; NULL when out of memory. */
static char *plain(attacher *a, const ht_body_block *block)
{
	size_t len = 0, n = 0;
	for (size_t i = 0; i < block->n; i++)
		len += block->inlines[i].len;
	char *s = ht_arena_alloc(a->record->arena, len + 1);
	for (size_t i = 0; s && i < block->n; i++)
		n = squeeze(s, n, block->inlines[i].text, block->inlines[i].len);
	return s;
}

/* The number of a label 附件, 附件1, 附件1： (0: without a number); -1: this is not a label. */
static long label_number(const char *s)
{
	if (strncmp(s, LABEL, strlen(LABEL)) != 0)
		return -1;
	s += strlen(LABEL);
	char *end = (char *)(uintptr_t)s;
	long n = isdigit((unsigned char)*s) ? strtol(s, &end, 10) : 0;
	bool colon = strcmp(end, "：") == 0 || strcmp(end, ":") == 0;
	return *end == '\0' || colon ? n : -1;
}

static void drop_first(ht_body *body)
{
	body->n--;
	memmove(body->blocks, body->blocks + 1, body->n * sizeof *body->blocks);
}

static void check_label(attacher *a, const ht_body_block *block, long number)
{
	char is[24], should[24];
	if (!a->labelled)
		ht_diag(a->diags, HT_D_ATTACH_LABEL, block->loc, NULL);
	if (!a->labelled || number == 0 || number == (long)a->number)
		return;
	snprintf(is, sizeof is, "%ld", number);
	snprintf(should, sizeof should, "%zu", a->number);
	ht_diag(a->diags, HT_D_ATTACH_NUMBER, block->loc, is, should, NULL);
}

/* Is the body's first block the only heading `# …` of a file: its title? */
static bool has_title(const attacher *a, const ht_body *body)
{
	size_t n = 0;
	for (size_t i = 0; i < body->n; i++)
		n += body->blocks[i].auto_number && body->blocks[i].level == 1;
	return n == 1 && body->blocks[0].auto_number && body->blocks[0].level == 1 && *slot_of(a, "file");
}

static bool same_text(attacher *a, const char *s, const char *squeezed)
{
	char *copy = ht_arena_alloc(a->record->arena, strlen(s) + 1);
	if (copy)
		squeeze(copy, 0, s, strlen(s));
	return copy && strcmp(copy, squeezed) == 0;
}

/* The title at the text's top: used if the record gives no title, else compared with it. */
static ht_status take_title(attacher *a, const ht_body *body, char *text, bool *taken)
{
	const ht_body_block *block = &body->blocks[0];
	ht_value **slot = slot_of(a, "title");
	bool heading = has_title(a, body);
	*taken = false;
	if (*slot) {
		bool same = same_text(a, (*slot)->text.s, text);
		if (heading && !same)
			ht_diag(a->diags, HT_D_ATTACH_TITLE, block->loc, text, (*slot)->text.s, NULL);
		*taken = same || heading;
		return HT_OK;
	}
	if (!heading)
		return HT_OK;
	ht_value *title = ht_arena_alloc(a->record->arena, sizeof *title);
	ht_text *line = ht_arena_alloc(a->record->arena, sizeof *line);
	if (!title || !line)
		return HT_ERR_NOMEM;
	*line = (ht_text){text, block->loc};
	*title = (ht_value){.field = &a->group->fields[index_of(a->group, "title")],
	                    .loc = block->loc,
	                    .text = *line,
	                    .texts = line,
	                    .n = 1};
	*slot = title;
	*taken = true;
	return HT_OK;
}

/* Remove label and title from the text's top. */
static ht_status trim_top(attacher *a, ht_body *body)
{
	for (int step = 0; step < 2 && body->n && body->blocks[0].kind == HT_BODY_PARA; step++) {
		char *text = plain(a, &body->blocks[0]);
		if (!text)
			return HT_ERR_NOMEM;
		long number = step ? -1 : label_number(text);
		bool taken = number >= 0;
		if (taken)
			check_label(a, &body->blocks[0], number);
		ht_status status = taken ? HT_OK : take_title(a, body, text, &taken);
		if (status != HT_OK)
			return status;
		if (!taken)
			break;
		drop_first(body);
		if (number < 0)
			break;
	}
	return HT_OK;
}

static ht_status set_body(attacher *a, const ht_text *file, ht_body *body)
{
	ht_value **slot = slot_of(a, "body");
	ht_value *v = ht_arena_alloc(a->record->arena, sizeof *v);
	ht_status status = v ? trim_top(a, body) : HT_ERR_NOMEM;
	if (status != HT_OK)
		return status;
	ht_body_settle_lists(body, ht_record_run_in(a->record));
	*v = (ht_value){.field = &a->group->fields[index_of(a->group, "body")], .loc = file->loc, .body = body};
	if (body->n)
		*slot = v;
	else
		ht_diag(a->diags, HT_D_ATTACH_EMPTY, file->loc, file->s, NULL);
	return HT_OK;
}

/* The attachment's file, if it names one; the field then counts as shown. */
static ht_status attach(attacher *a)
{
	ht_value **slot = slot_of(a, "file"), **own = slot_of(a, "body");
	if (!*slot)
		return *own ? trim_top(a, (ht_body *)(uintptr_t)(*own)->body) : HT_OK;
	const ht_text *file = &(*slot)->text;
	ht_body *body = NULL;
	ht_status status = HT_OK;
	if (*own)
		fault(a, HT_D_ATTACH_BOTH, file, NULL);
	else if (!is_text(file->s))
		ht_diag(a->diags, HT_D_ATTACH_NO_TEXT, file->loc, file->s, NULL);
	else
		status = read_body(a, file, &body);
	if (status == HT_OK && body)
		status = set_body(a, file, body);
	if (status == HT_OK)
		*slot = NULL;
	return status;
}

/* All members of one of the record's lists. */
static ht_status attach_list(attacher *a, const char *name)
{
	const ht_value *list = ht_group_find(&a->record->root, name);
	ht_status status = HT_OK;
	for (size_t i = 0; list && i < list->n && status == HT_OK; i++) {
		a->group = list->groups[i];
		a->number = i + 1;
		status = attach(a);
	}
	return status;
}

ht_status ht_record_attach(ht_record *record, const char *const *dirs, const ht_given *given, ht_diags *diags)
{
	attacher a = {.record = record, .where = {record->root.loc.file, dirs, given}, .diags = diags};
	ht_status status = attach_list(&a, "enclosed");
	a.labelled = true;
	if (status == HT_OK)
		status = attach_list(&a, "attachments");
	return status == HT_OK && a.bad ? HT_ERR_INPUT : status;
}

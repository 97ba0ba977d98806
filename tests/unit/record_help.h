/* What the tests of the record room share. */
#ifndef RECORD_HELP_H
#define RECORD_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "diag_help.h"
#include "base/diag.h"
#include "record/node.h"
#include "record/record.h"

/* A parse with all its results. */
typedef struct outcome {
	ht_status status;
	ht_record *record;
	ht_diags *diags;
	ht_buf text; /* the diagnostics as printed */
} outcome;

/* Some forms of document, as the caller of the record room knows them. The last
 * two are one form: a sheet further up the style path has taken its place. */
static const ht_choice form_names[] = {
    {"document", "公文", "Official document"},
    {"letter", "信函", "Letter"},
    {"order", "命令", "Order"},
    {"minutes", "纪要", "Minutes"},
    {"bulletin", "简报", "Bulletin"},
    {"minutes", "会议记录", NULL},
    {NULL, NULL, NULL},
};
static const char *const *const form_needs[] = {
    (const char *const[]){"title", NULL}, (const char *const[]){NULL},
    (const char *const[]){NULL},          (const char *const[]){"body/meeting.agenda", NULL},
    (const char *const[]){NULL},          (const char *const[]){NULL},
};
static const ht_choice form_others[] = {
    {"letter", "函", NULL}, {"document", "通知", NULL}, {"document", "纪要", NULL}, {NULL, NULL, NULL}};
static const ht_forms known_forms = {form_names, form_needs, 6, 0, form_others};

static inline outcome parse_bytes(ht_format format, const char *data, size_t len)
{
	outcome o = {.diags = ht_diags_new()};
	/* A copy of just this size: reading beyond it is an error for ASan. */
	char *copy = malloc(len ? len : 1);
	assert_non_null(copy);
	memcpy(copy, data, len);
	o.status = ht_record_read(copy, len, "f", 1, format, &known_forms, o.diags, &o.record);
	free(copy);
	assert_true(format_each(o.diags, &o.text));
	if (o.status == HT_OK) {
		assert_non_null(o.record);
		assert_false(ht_diags_has_errors(o.diags));
	} else {
		assert_null(o.record);
	}
	return o;
}

static inline outcome parse(ht_format format, const char *data)
{
	return parse_bytes(format, data, strlen(data));
}

static inline void outcome_free(outcome *o)
{
	ht_record_free(o->record);
	ht_diags_free(o->diags);
	ht_buf_free(&o->text);
}

/* The value at path, which must be there. */
static inline const ht_value *get(const outcome *o, const char *path)
{
	if (o->status != HT_OK)
		fail_msg("%s", o->text.data ? o->text.data : "no diagnostics");
	const ht_value *v = ht_group_find(&o->record->root, path);
	if (!v)
		fail_msg("no value at %s", path);
	return v;
}

static inline void assert_place(ht_loc loc, int line, int col)
{
	assert_int_equal(loc.line, line);
	assert_int_equal(loc.col, col);
}

/* The printed diagnostics hold the text. */
static inline void assert_says(const outcome *o, const char *text)
{
	if (!o->text.data || !strstr(o->text.data, text))
		fail_msg("expected: %s\nfound: %s", text, o->text.data ? o->text.data : "(nothing)");
}

#endif

/* Names of outputs: after the input, or by a template.
 *
 * `STEM[-STYLE][-PAGE].EXT`; where one input holds several records, the line's
 * number goes after the stem. A template replaces the stem; style and page are
 * added unless it contains them. Records that would share a name get numbers
 * from the parent process, in the order of the input: see commit.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "batch/messages.h"
#include "bt.h"

#define SEPARATOR "、" /* between members of a list */

/* What a template is filled from, and the text so far. */
typedef struct filling {
	const bt_item *item;
	const ht_record *record;
	const ht_output *output;
	const char *style, *form;
	ht_arena *arena;
	ht_buf *out;
} filling;

typedef struct variable {
	const char *name;
	bool (*put)(const filling *f); /* false: empty */
	bool is_number;
} variable;

typedef struct part {
	const char *literal; /* or a variable, or a field */
	const variable *variable;
	const char *path;   /* English */
	const char *format; /* after a colon: %Y of a day, 06 of a number; or NULL */
	const char *name;   /* as in the template */
	bool chinese;
} part;

struct bt_template {
	part *v;
	size_t n, cap;
	bool has_style, has_page, has_index, has_title, has_folder;
	bool quiet; /* of parts without text nothing is said */
};

/* Between folders, in a name that is being filled in: no value has it, since control characters are left out. */
#define FOLDER_END '\x1F'

/* Length of name without its extension. */
static size_t stem_length(const char *name)
{
	const char *dot = strrchr(ht_str_file_name(name), '.');
	return dot && dot != ht_str_file_name(name) ? (size_t)(dot - name) : strlen(name);
}

static bool has_control(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7F)
			return true;
	return false;
}

/* The input's name without folder and extension. Invalid UTF-8, which reports could not show, is replaced; control
 * characters, which a terminal would obey, are left out. */
static const char *input_stem(ht_arena *arena, const char *input)
{
	const char *base = strcmp(input, "-") == 0 ? "record" : ht_str_file_name(input);
	const char *stem = ht_arena_strndup(arena, base, stem_length(base));
	if (!stem || (ht_utf8_check(stem, strlen(stem)) == strlen(stem) && !has_control(stem)))
		return stem;
	ht_buf clean = {0};
	stem = bt_clean(&clean, stem) ? ht_arena_strdup(arena, clean.data) : NULL;
	ht_buf_free(&clean);
	return stem;
}

/* ---- variables ---- */

static bool put_input(const filling *f)
{
	const char *stem = input_stem(f->arena, f->item->input);
	return stem && *stem && bt_clean(f->out, stem);
}

static bool put_index(const filling *f)
{
	return ht_buf_addf(f->out, "%zu", f->item->number);
}

static bool put_line(const filling *f)
{
	return ht_buf_addf(f->out, "%d", f->item->line ? f->item->line : 1);
}

static bool put_form(const filling *f)
{
	return f->form && bt_clean(f->out, f->form);
}

static bool put_style(const filling *f)
{
	return f->style && *f->style && bt_clean(f->out, f->style);
}

static bool put_page(const filling *f)
{
	return ht_buf_addf(f->out, "%zu", f->output->page ? f->output->page : 1);
}

/* Such a folder holds so many documents. */
#define BUNDLE 1000

/* The thousand that the number of the item is of, 0001-1000; of a record without one a part of 256, by its name. They
 * do not depend on the other records. */
static bool put_bundle(const filling *f)
{
	const ht_value *v = ht_group_find(&f->record->root, "archive.item_number");
	const char *number = v ? v->text.s : NULL;
	const long n = number && *number && !number[strspn(number, "0123456789")] ? strtol(number, NULL, 10) : 0;
	if (n > 0 && n < 100000000) {
		const long before = (n - 1) / BUNDLE * BUNDLE;
		return ht_buf_addf(f->out, "%04ld-%04ld", before + 1, before + BUNDLE);
	}
	const char *name = ht_str_file_name(f->item->input);
	const uint64_t hash = bt_hash64(0, name, strlen(name)) + (uint64_t)f->item->line / BUNDLE;
	return ht_buf_addf(f->out, "未编件号-%02x", (unsigned)(hash & 0xFF));
}

static const variable variables[] = {
    {"input", put_input, false}, {"index", put_index, true}, {"line", put_line, true},      {"form", put_form, false},
    {"style", put_style, false}, {"page", put_page, true},   {"bundle", put_bundle, false},
};

/* ---- fields ---- */

static bool put_list(const filling *f, const ht_value *v)
{
	for (size_t i = 0; i < v->n; i++) {
		ht_buf_adds(f->out, i ? SEPARATOR : "");
		bt_clean(f->out, v->people ? v->people[i].name.s : v->texts[i].s);
	}
	return v->n > 0;
}

static bool put_date(const filling *f, const ht_date *d)
{
	char day[HT_DATE_ISO];
	ht_date_iso(d, day);
	return ht_buf_adds(f->out, day);
}

/* What a letter after % stands for, and with how many digits; 0 of month and day: it is not known. */
static int part_of_day(const ht_date *d, char letter, int *digits)
{
	*digits = 2;
	switch (letter) {
	case 'Y':
		*digits = 4;
		return d->year;
	case 'y':
		return d->year % 100;
	case 'm':
		return d->month;
	case 'd':
		return d->day;
	default: /* midnight, where no time is given */
		if (d->hour < 0)
			return 0;
		if (letter == 'H')
			return d->hour;
		return d->minute;
	}
}

/* Text between such letters; a slash ends a folder. */
static void put_literal(const filling *f, const char *s, size_t len)
{
	char *rest = ht_arena_strndup(f->arena, s, len);
	f->out->failed |= !rest;
	for (const char *name; rest && (name = strsep(&rest, "/"));) {
		bt_clean(f->out, name);
		if (rest)
			ht_buf_add(f->out, &(char){FOLDER_END}, 1);
	}
}

/* A day by %Y, %y, %m, %d, %H, %M. False: a part of it is not known. */
static bool put_day(const filling *f, const ht_date *d, const char *format)
{
	bool known = d->year != 0;
	while (*format && known) {
		const size_t len = strcspn(format, "%");
		int digits;
		put_literal(f, format, len);
		format += len;
		if (!*format)
			break;
		const int value = part_of_day(d, format[1], &digits);
		known = value > 0 || (format[1] != 'm' && format[1] != 'd');
		if (known)
			ht_buf_addf(f->out, "%0*d", digits, value);
		format += 2;
	}
	return known;
}

static bool put_value(const filling *f, const ht_value *v, bool chinese)
{
	switch (v->field->type) {
	case HT_TYPE_TEXTS:
	case HT_TYPE_PEOPLE:
		return put_list(f, v);
	case HT_TYPE_ENUM:
		return bt_clean(f->out, chinese ? v->choice->zh : v->choice->en);
	case HT_TYPE_DATE:
	case HT_TYPE_WHEN:
		return v->date.year ? put_date(f, &v->date) : v->text.s && bt_clean(f->out, v->text.s);
	default:
		return v->text.s && *v->text.s && bt_clean(f->out, v->text.s);
	}
}

/* ---- templates ---- */

static bool add_text(ht_arena *arena, bt_template *t, const char *s, size_t len)
{
	if (!len)
		return true;
	part *p = HT_PUSH(arena, t->v, t->n, t->cap);
	if (p)
		p->literal = ht_arena_strndup(arena, s, len);
	return p && p->literal;
}

/* A slash as typed ends a folder; one of a value is a character like others. */
static bool add_literal(ht_arena *arena, bt_template *t, const char *s, size_t len)
{
	const char *slash;
	bool ok = true;
	while (ok && (slash = memchr(s, '/', len))) {
		ok = add_text(arena, t, s, (size_t)(slash - s)) && add_text(arena, t, "/", 1);
		t->has_folder = true;
		len -= (size_t)(slash - s) + 1;
		s = slash + 1;
	}
	return ok && add_text(arena, t, s, len);
}

/* The English path of the field that a dotted name means. NULL: there is no such
 * field, or it is not text. */
static const char *resolve(ht_arena *arena, const char *name, bool *chinese)
{
	const ht_field *fields = ht_record_fields(), *f = NULL;
	const char *path = NULL;
	size_t len;
	for (const char *p = name; p; p = p[len] ? p + len + 1 : NULL) {
		len = strcspn(p, ".");
		const char *key = ht_arena_strndup(arena, p, len);
		f = key && fields ? ht_field_by_key(fields, key) : NULL;
		if (!f)
			return NULL;
		*chinese = strcasecmp(key, f->name) != 0;
		path = path ? ht_arena_printf(arena, "%s.%s", path, f->name) : f->name;
		fields = f->type == HT_TYPE_GROUP ? f->sub : NULL;
	}
	bool text = f && f->type != HT_TYPE_BODY && f->type != HT_TYPE_GROUP && f->type != HT_TYPE_GROUPS;
	return text ? path : NULL;
}

/* May the format be that of the part? */
static bool format_fits(const part *p)
{
	const char *s = p->format;
	const ht_field *f = p->path ? ht_field_find(ht_record_fields(), p->path) : NULL;
	const bool day = f && (f->type == HT_TYPE_DATE || f->type == HT_TYPE_WHEN);
	if (!day)
		return (f || p->variable->is_number) && *s && !s[strspn(s, "0123456789")] && strlen(s) < 4 &&
		       atoi(s) < 100;
	for (; *s; s++)
		if (*s == '%' && (!*++s || !strchr("YymdHM", *s)))
			return false;
	return s > p->format;
}

static bool find_variable(bt_template *t, part *p)
{
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		if (strcmp(variables[i].name, p->name) == 0)
			p->variable = &variables[i];
	if (!p->variable)
		return false;
	t->has_style |= p->variable->put == put_style;
	t->has_page |= p->variable->put == put_page;
	t->has_index |= p->variable->put == put_index;
	return true;
}

static bool add_name(ht_arena *arena, bt_template *t, const char *s, size_t len, char **wrong)
{
	part *p = HT_PUSH(arena, t->v, t->n, t->cap);
	const char *whole = p ? ht_arena_strndup(arena, s, len) : NULL;
	char *name = whole ? ht_arena_strdup(arena, whole) : NULL;
	if (!name)
		return false;
	char *colon = strchr(name, ':');
	if (colon) {
		*colon = '\0';
		p->format = colon + 1;
	}
	p->name = name;
	bool known = find_variable(t, p) || (p->path = resolve(arena, name, &p->chinese));
	if (!known || (p->format && !format_fits(p)))
		*wrong = strdup(whole);
	else if (p->path)
		t->has_title |= strcmp(p->path, "title") == 0;
	return !*wrong;
}

/* Folders above -d are none of the batch's. */
static bool leads_above(const char *text)
{
	for (const char *name = text; name; name = strchr(name, '/')) {
		name += *name == '/';
		if (strncmp(name, "..", 2) == 0 && (!name[2] || name[2] == '/'))
			return true;
	}
	return false;
}

bt_template *bt_template_parse(ht_arena *arena, const char *text, char **wrong)
{
	bt_template *t = ht_arena_alloc(arena, sizeof *t);
	const bool above = leads_above(text);
	bool ok = t != NULL;
	*wrong = NULL;
	while (ok && *text) {
		size_t len = strcspn(text, "{}");
		ok = add_literal(arena, t, text, len);
		text += len;
		const char *close = *text == '{' ? strchr(text, '}') : NULL;
		if (ok && *text && !close) {
			*wrong = strdup(text);
			return NULL;
		}
		if (ok && close) {
			ok = add_name(arena, t, text + 1, (size_t)(close - text) - 1, wrong);
			text = close + 1;
		}
	}
	if (ok && !t->n)
		*wrong = strdup("");
	else if (ok && above)
		*wrong = strdup("..");
	return ok && t->n && !above ? t : NULL;
}

bt_template *bt_template_of_package(ht_arena *arena)
{
	char *wrong;
	bt_template *t = bt_template_parse(
	    arena,
	    "{archive.fonds}/{archive.year}/{archive.retention}/{archive.organ}/{bundle}/{archive.archival_code}",
	    &wrong);
	if (t)
		t->quiet = true;
	return t;
}

bool bt_template_has_index(const bt_template *t)
{
	return t && t->has_index;
}

char *ht_batch_check_name(const char *name)
{
	ht_arena *arena = ht_arena_new();
	char *wrong = NULL;
	if (arena)
		bt_template_parse(arena, name, &wrong);
	ht_arena_free(arena);
	return wrong;
}

/* A paper's title is its own: that of the notice, not of the minutes it is made from. */
static bool is_title(const part *p)
{
	return p->path && strcmp(p->path, "title") == 0;
}

static bool put_formatted(const filling *f, const part *p, const ht_value *v)
{
	const bool day = v->field->type == HT_TYPE_DATE || v->field->type == HT_TYPE_WHEN;
	if (day && p->format)
		return put_day(f, &v->date, p->format);
	return put_value(f, v, p->chinese);
}

/* Zeros before a number that was appended from begin on. */
static void pad(const filling *f, size_t begin, int digits)
{
	const size_t len = f->out->len - begin;
	if (f->out->failed || !len || (int)len >= digits || strspn(f->out->data + begin, "0123456789") != len)
		return;
	const char *number = ht_arena_strndup(f->arena, f->out->data + begin, len);
	f->out->len = begin;
	f->out->failed |= !number;
	if (number)
		ht_buf_addf(f->out, "%0*d%s", digits - (int)len, 0, number);
}

/* What the document tells archives, where its record does not say it: an archival code is composed of its parts. */
static bool put_archive(const filling *f, const part *p)
{
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
		if (f->output->archive[i] && ht_archive_rows[i].field && strcmp(ht_archive_rows[i].field, p->path) == 0)
			return bt_clean(f->out, f->output->archive[i]);
	return false;
}

/* diags NULL: of a part without text nothing is said */
static bool put_part(const filling *f, const part *p, ht_diags *diags)
{
	const size_t before = f->out->len;
	bool filled = true;
	if (p->literal) {
		if (strcmp(p->literal, "/") == 0)
			return ht_buf_add(f->out, &(char){FOLDER_END}, 1);
		return bt_clean(f->out, p->literal);
	} else if (p->variable) {
		filled = p->variable->put(f);
	} else if (is_title(p) && f->output->title) {
		filled = bt_clean(f->out, f->output->title) && f->out->len > before;
	} else {
		const ht_value *v = ht_group_find(&f->record->root, p->path);
		filled = (v ? put_formatted(f, p, v) : put_archive(f, p)) && f->out->len > before;
	}
	if (p->format && *p->format >= '0' && *p->format <= '9')
		pad(f, before, atoi(p->format));
	if (!filled && diags)
		ht_diag(diags, HT_D_BATCH_NAME_EMPTY, (ht_loc){f->item->input, f->item->line, 0}, p->name, NULL);
	return !f->out->failed;
}

/* Folders and stem, each a valid name; folders without a name are left out, and a name is otherwise. NULL: out of
 * memory.
 */
static const char *clean_path(ht_arena *arena, char *text, const char *otherwise)
{
	static const char end[] = {FOLDER_END, '\0'};
	const char *path = "";
	for (char *rest = text, *name; path && otherwise && (name = strsep(&rest, end));) {
		const char *clean = bt_clean_stem(arena, name);
		if (clean && !*clean && !rest)
			clean = otherwise;
		if (!clean)
			path = NULL;
		else if (*clean && rest)
			path = bt_folder_join(arena, path, clean);
		else
			path = ht_arena_printf(arena, "%s%s", path, clean);
	}
	return otherwise ? path : NULL;
}

/* The stem of one output by the template; otherwise: where it gives no name. NULL: out of memory. */
static const char *fill(const bt_template *t, filling f, const char *otherwise, ht_diags *diags)
{
	ht_buf text = {0};
	f.out = &text;
	bool ok = ht_buf_adds(&text, "");
	for (size_t i = 0; i < t->n && ok; i++)
		ok = put_part(&f, &t->v[i], t->quiet ? NULL : diags);
	const char *stem = ok ? clean_path(f.arena, text.data, otherwise) : NULL;
	ht_buf_free(&text);
	return stem;
}

/* In the folder of a package's documents. A manifest has % as %25 (RFC 8493 2.1.3), which not every program that
 * verifies it turns back: no name has it. NULL: out of memory. */
static const char *in_package(ht_arena *arena, const char *stem)
{
	ht_buf text = {0};
	ht_buf_adds(&text, BT_PACKAGE_DOCUMENTS);
	for (; stem && *stem; stem++)
		ht_buf_add(&text, *stem == '%' ? "％" : stem, *stem == '%' ? strlen("％") : 1);
	const char *path = stem ? ht_buf_take(&text, arena) : NULL;
	ht_buf_free(&text);
	return path;
}

/* ---- names of outputs ---- */

static const char *plain_stem(const bt_naming *naming, const bt_item *item, ht_arena *arena)
{
	const char *name = naming->out_file ? ht_str_file_name(naming->out_file) : NULL;
	const char *stem = name ? ht_arena_strndup(arena, name, stem_length(name)) : input_stem(arena, item->input);
	return stem && item->line ? ht_arena_printf(arena, "%s-%04d", stem, item->line) : stem;
}

/* Is its one output -o FILE, or standard output? */
static bool is_single(const bt_naming *naming, const bt_item *item, const ht_outputs *outputs)
{
	return outputs->n == 1 && !item->line && !naming->out_dir && !naming->template &&
	       (naming->out_file || strcmp(item->input, "-") == 0);
}

/* The name as it was given, whatever its extension. It is split there since the
 * input may be a folder of several records: the second one is FILE-2.pdf. */
static ht_status name_single(const bt_naming *naming, ht_arena *arena, bt_names *names)
{
	names->to_stdout = !naming->out_file || strcmp(naming->out_file, "-") == 0;
	const char *name = names->to_stdout ? "-" : ht_str_file_name(naming->out_file);
	size_t len = stem_length(name);
	names->stems[0] = ht_arena_strndup(arena, name, len);
	names->tails[0] = ht_arena_strdup(arena, name + len);
	return names->stems[0] && names->tails[0] ? HT_OK : HT_ERR_NOMEM;
}

/* Is the output's title, which its name contains, that of no other paper of the record? */
static bool title_tells(const bt_template *t, const ht_record *record, const ht_outputs *outputs,
                        const ht_output *output)
{
	const ht_value *own = ht_group_find(&record->root, "title");
	if (!t || !t->has_title || !output->title || (own && own->text.s && strcmp(own->text.s, output->title) == 0))
		return false;
	for (size_t i = 0; i < outputs->n; i++) {
		const ht_output *other = &outputs->v[i];
		bool same = other->title && strcmp(other->title, output->title) == 0;
		if (same && (!other->style || strcmp(other->style, output->style) != 0))
			return false;
	}
	return true;
}

static const char *tail_of(const bt_template *t, const ht_record *record, const ht_outputs *outputs,
                           const ht_output *output, ht_arena *arena)
{
	const char *tail = "";
	if (output->style && !(t && t->has_style) && !title_tells(t, record, outputs, output))
		tail = ht_arena_printf(arena, "-%s", output->style);
	if (tail && output->page && !(t && t->has_page))
		tail = ht_arena_printf(arena, "%s-%zu", tail, output->page);
	return tail ? ht_arena_printf(arena, "%s.%s", tail, output->target->extension) : NULL;
}

const char *bt_folder(const bt_naming *naming, const char *input, ht_arena *arena)
{
	if (naming->out_dir)
		return ht_arena_printf(arena, "%s/", naming->out_dir);
	const char *path = naming->out_file ? naming->out_file : input;
	const char *slash = strrchr(path, '/');
	return slash ? ht_arena_strndup(arena, path, (size_t)(slash - path) + 1) : "";
}

ht_status bt_names_make(const bt_naming *naming, const bt_item *item, const ht_record *record,
                        const ht_outputs *outputs, const char *style, ht_arena *arena, ht_diags *diags, bt_names *ret)
{
	const bt_template *t = naming->template;
	bt_names names = {.folder = bt_folder(naming, item->input, arena)};
	names.stems = ht_arena_array(arena, outputs->n + 1, sizeof *names.stems);
	names.tails = ht_arena_array(arena, outputs->n + 1, sizeof *names.tails);
	if (!names.folder || !names.stems || !names.tails)
		return HT_ERR_NOMEM;
	if (is_single(naming, item, outputs)) {
		ht_status status = name_single(naming, arena, &names);
		if (status == HT_OK)
			*ret = names;
		return status;
	}
	const char *plain = t && !t->quiet ? input_stem(arena, item->input) : plain_stem(naming, item, arena);
	for (size_t i = 0; plain && i < outputs->n; i++) {
		const ht_output *output = &outputs->v[i];
		filling f = {.item = item,
		             .record = record,
		             .output = output,
		             .style = output->style ? output->style : style,
		             .form = outputs->form,
		             .arena = arena};
		names.stems[i] = t ? fill(t, f, plain, diags) : plain;
		if (naming->package)
			names.stems[i] = in_package(arena, names.stems[i]);
		names.tails[i] = tail_of(t, record, outputs, output, arena);
		if (!names.stems[i] || !names.tails[i])
			return HT_ERR_NOMEM;
	}
	if (plain)
		*ret = names;
	return plain ? HT_OK : HT_ERR_NOMEM;
}

/* Import room: texts and what must come out of them.
 *
 * Each case is a text in tests/import and, beside it, NAME.fields with every
 * field of the record, made by hand: a field that the golden does not name must
 * not be there. The texts of ../shared/real have their goldens in
 * tests/import/real. The record is written and read back through
 * ht_record_parse(), so that what is compared is what `export` gets. At the end
 * precision and recall are printed, field by field, and what was missed.
 * HT_IMPORT_TEXTS names another folder of texts with their goldens to be scored
 * in their place: tools/import-score. */
#include <dirent.h>
#include <sys/stat.h>

#include "base/infile.h"
#include "import/import.h"
#include "record_help.h"

#define MAX_CASES  256
#define MAX_FIELDS 96

typedef struct field {
	char name[64];
	char *value;
} field;

typedef struct fields {
	field v[MAX_FIELDS];
	size_t n;
} fields;

typedef struct import_case {
	char name[160], text[640], golden[640];
} import_case;

/* ---- scores ---- */

static struct score {
	char name[64];
	size_t right, wrong, missed;
} scores[128];
static size_t n_scores;

static ht_buf misses; /* one line each: the case, and what differs */

static struct score *score_of(const char *name)
{
	for (size_t i = 0; i < n_scores; i++)
		if (strcmp(scores[i].name, name) == 0)
			return &scores[i];
	assert_true(n_scores < sizeof scores / sizeof *scores);
	snprintf(scores[n_scores].name, sizeof scores->name, "%s", name);
	return &scores[n_scores++];
}

/* attachments.2.title counts as attachments.title. */
static void plain_name(const char *name, char out[64])
{
	size_t w = 0;
	for (const char *p = name; *p && w < 63; p++) {
		if (*p == '.' && p[1] >= '0' && p[1] <= '9') {
			while (p[1] >= '0' && p[1] <= '9')
				p++;
			continue;
		}
		out[w++] = *p;
	}
	out[w] = '\0';
}

static struct score *score_for(const char *name)
{
	char plain[64];
	plain_name(name, plain);
	return score_of(plain);
}

/* ---- a record as a list of fields ---- */

static void add(fields *f, const char *prefix, const char *name, const char *value)
{
	assert_true(f->n < MAX_FIELDS);
	field *slot = &f->v[f->n++];
	snprintf(slot->name, sizeof slot->name, "%s%s", prefix, name);
	slot->value = strdup(value);
	assert_non_null(slot->value);
}

static void add_part(ht_buf *buf, const char *gap, const ht_text *t)
{
	if (t->s)
		ht_buf_addf(buf, "%s%s", buf->len ? gap : "", t->s);
}

static void flatten_texts(fields *f, const char *prefix, const ht_value *v)
{
	ht_buf buf = {0};
	for (size_t i = 0; i < v->n; i++)
		add_part(&buf, " | ", &v->texts[i]);
	add(f, prefix, v->field->name, buf.data ? buf.data : "");
	ht_buf_free(&buf);
}

static void flatten_people(fields *f, const char *prefix, const ht_value *v)
{
	ht_buf all = {0};
	for (size_t i = 0; i < v->n; i++) {
		const ht_person *p = &v->people[i];
		ht_buf one = {0};
		add_part(&one, " ", &p->unit);
		add_part(&one, " ", &p->office);
		add_part(&one, " ", &p->name);
		ht_buf_addf(&all, "%s%s", i ? " | " : "", one.data);
		ht_buf_free(&one);
	}
	add(f, prefix, v->field->name, all.data ? all.data : "");
	ht_buf_free(&all);
}

static void flatten_date(fields *f, const char *prefix, const ht_value *v)
{
	char text[64];
	const ht_date *d = &v->date;
	int n = snprintf(text, sizeof text, "%04d-%02d-%02d", d->year, d->month, d->day);
	if (d->hour >= 0)
		snprintf(text + n, sizeof text - (size_t)n, " %02d:%02d", d->hour, d->minute);
	add(f, prefix, v->field->name, text);
}

/* The first and last four characters of a paragraph's text. */
static void add_ends(ht_buf *buf, const ht_body_block *b)
{
	ht_buf text = {0};
	for (size_t i = 0; i < b->n; i++)
		ht_buf_add(&text, b->inlines[i].text, b->inlines[i].len);
	const char *s = text.data ? text.data : "", *head = s, *tail = s + strlen(s);
	for (int k = 0; k < 4 && *head; k++)
		do
			head++;
		while (((unsigned char)*head & 0xC0) == 0x80);
	for (int k = 0; k < 4 && tail > s; k++)
		do
			tail--;
		while (tail > s && ((unsigned char)*tail & 0xC0) == 0x80);
	ht_buf_addf(buf, "%.*s..%s", (int)(head - s), s, tail);
	ht_buf_free(&text);
}

/* Blocks by their kind and level (`-` text, 1 to 6, T table, P picture), and how the first
 * and the last one begin and end. */
static void flatten_body(fields *f, const char *prefix, const ht_value *v)
{
	ht_buf levels = {0}, ends = {0};
	for (size_t i = 0; i < v->body->n; i++) {
		const ht_body_block *b = &v->body->blocks[i];
		if (b->kind == HT_BODY_TABLE)
			ht_buf_addf(&levels, "T%zux%zu", b->n_rows, b->rows[0].n);
		else if (b->kind == HT_BODY_IMAGE)
			ht_buf_adds(&levels, "P");
		else if (b->level)
			ht_buf_addf(&levels, "%d", b->level);
		else
			ht_buf_adds(&levels, "-");
	}
	add(f, prefix, v->field->name, levels.data ? levels.data : "");
	char name[64];
	if (v->body->n) {
		snprintf(name, sizeof name, "%s_ends", v->field->name);
		add_ends(&ends, &v->body->blocks[0]);
		ht_buf_adds(&ends, " | ");
		add_ends(&ends, &v->body->blocks[v->body->n - 1]);
		add(f, prefix, name, ends.data);
	}
	ht_buf_free(&levels);
	ht_buf_free(&ends);
}

static void flatten(fields *f, const char *prefix, const ht_group *group);

static void flatten_groups(fields *f, const char *prefix, const ht_value *v)
{
	for (size_t i = 0; i < v->n; i++) {
		char inner[64];
		if (v->field->type == HT_TYPE_GROUP)
			snprintf(inner, sizeof inner, "%s%s.", prefix, v->field->name);
		else
			snprintf(inner, sizeof inner, "%s%s.%zu.", prefix, v->field->name, i + 1);
		flatten(f, inner, v->groups[i]);
	}
}

static void flatten_value(fields *f, const char *prefix, const ht_value *v)
{
	switch (v->field->type) {
	case HT_TYPE_TEXTS:
		flatten_texts(f, prefix, v);
		break;
	case HT_TYPE_PEOPLE:
		flatten_people(f, prefix, v);
		break;
	case HT_TYPE_BODY:
		flatten_body(f, prefix, v);
		break;
	case HT_TYPE_GROUP:
	case HT_TYPE_GROUPS:
		flatten_groups(f, prefix, v);
		break;
	default:
		if (v->date.year)
			flatten_date(f, prefix, v);
		else if (v->field->type == HT_TYPE_ENUM)
			add(f, prefix, v->field->name, v->choice->en);
		else
			add(f, prefix, v->field->name, v->text.s);
	}
}

static void flatten(fields *f, const char *prefix, const ht_group *group)
{
	for (size_t i = 0; group->fields[i].name; i++)
		if (group->values[i])
			flatten_value(f, prefix, group->values[i]);
}

static void fields_free(fields *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->v[i].value);
	f->n = 0;
}

static field *find(fields *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->v[i].name, name) == 0)
			return &f->v[i];
	return NULL;
}

/* ---- goldens ---- */

static void read_golden(const char *path, fields *f)
{
	ht_buf in = {0};
	assert_int_equal(ht_infile_read(path, 1 << 20, NULL, &in), HT_OK);
	for (char *line = strtok(in.data, "\n"); line; line = strtok(NULL, "\n")) {
		char *colon = strstr(line, ": ");
		if (*line == '#' || !colon)
			continue;
		*colon = '\0';
		add(f, "", line, colon + 2);
	}
	ht_buf_free(&in);
}

/* Import, write, read back. */
static void import_fields(const import_case *c, ht_format format, bool chinese, fields *f)
{
	ht_buf in = {0}, out = {0}, said = {0};
	ht_import *import = NULL;
	ht_record *record = NULL;
	ht_diags *diags = ht_diags_new();
	const ht_import_options options = {.repairs = HT_REPAIR_ALL, .picture_dir = "a (b)"};
	assert_int_equal(ht_infile_read(c->text, 1 << 24, NULL, &in), HT_OK);
	assert_int_equal(ht_import_read(in.data, in.len, c->text, &options, diags, &import), HT_OK);
	assert_true(ht_import_write(import, format, chinese, &out));
	ht_diags_clear(diags);
	const ht_forms *forms = ht_catalogue_forms(import->own);
	ht_status status = ht_record_read(out.data, out.len, "record", 1, format, forms, diags, &record);
	ht_diags_format(diags, HT_LEVEL_NOTE, &said);
	if (status != HT_OK)
		fail_msg("%s\n%s", said.data, out.data);
	flatten(f, "", &record->root);
	ht_record_free(record);
	ht_import_free(import);
	ht_diags_free(diags);
	ht_buf_free(&in);
	ht_buf_free(&out);
	ht_buf_free(&said);
}

/* Count what is right, and gather what is not. */
static void compare(fields *expected, fields *found, ht_buf *differences)
{
	for (size_t i = 0; i < expected->n; i++) {
		const field *e = &expected->v[i], *r = find(found, e->name);
		struct score *s = score_for(e->name);
		bool right = r && strcmp(r->value, e->value) == 0;
		s->right += right;
		s->missed += !right;
		if (!right)
			ht_buf_addf(differences, "%s\n  expected %s\n  found    %s\n", e->name, e->value,
			            r ? r->value : "(nothing)");
	}
	for (size_t i = 0; i < found->n; i++) {
		const field *r = &found->v[i], *e = find(expected, r->name);
		score_for(r->name)->wrong += !e || strcmp(r->value, e->value) != 0;
		if (!e)
			ht_buf_addf(differences, "%s\n  expected (nothing)\n  found    %s\n", r->name, r->value);
	}
}

/* The same fields in every format and language. */
static void compare_formats(const import_case *c, fields *markdown)
{
	static const struct {
		ht_format format;
		bool chinese;
	} others[] = {{HT_FORMAT_YAML, false},
	              {HT_FORMAT_JSON, false},
	              {HT_FORMAT_YAML, true},
	              {HT_FORMAT_JSON, true},
	              {HT_FORMAT_MARKDOWN, true}};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		fields f = {0};
		import_fields(c, others[i].format, others[i].chinese, &f);
		assert_int_equal(f.n, markdown->n);
		for (size_t k = 0; k < f.n; k++) {
			assert_string_equal(f.v[k].name, markdown->v[k].name);
			assert_string_equal(f.v[k].value, markdown->v[k].value);
		}
		fields_free(&f);
	}
}

static void check_case(void **state)
{
	const import_case *c = *state;
	fields expected = {0}, found = {0};
	ht_buf differences = {0};
	struct stat st;
	if (stat(c->text, &st) != 0)
		skip();
	read_golden(c->golden, &expected);
	import_fields(c, HT_FORMAT_MARKDOWN, false, &found);
	compare(&expected, &found, &differences);
	compare_formats(c, &found);
	if (differences.len) {
		ht_buf_addf(&misses, "%s\n%s", c->name, differences.data);
		fail_msg("%s", differences.data);
	}
	fields_free(&expected);
	fields_free(&found);
	ht_buf_free(&differences);
}

static void print_score(const struct score *s)
{
	size_t said = s->right + s->wrong, there = s->right + s->missed;
	printf("%-24s %4zu/%-4zu  %4zu/%-4zu\n", s->name, s->right, said, s->right, there);
}

static int by_field(const void *a, const void *b)
{
	return strcmp(((const struct score *)a)->name, ((const struct score *)b)->name);
}

static void print_scores(void **state)
{
	(void)state;
	struct score all = {.name = "all fields"};
	qsort(scores, n_scores, sizeof *scores, by_field);
	printf("field                    precision  recall\n");
	for (size_t i = 0; i < n_scores; i++) {
		print_score(&scores[i]);
		all.right += scores[i].right;
		all.wrong += scores[i].wrong;
		all.missed += scores[i].missed;
	}
	print_score(&all);
	printf("missed or wrong: %s\n%s", misses.len ? "" : "nothing", misses.data ? misses.data : "");
	ht_buf_free(&misses);
}

/* ---- finding the cases ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(((const import_case *)a)->name, ((const import_case *)b)->name);
}

/* Each NAME.fields in folder; its text NAME.* is in texts. */
static size_t find_cases(const char *folder, const char *texts, import_case *cases, size_t n)
{
	DIR *dir = opendir(folder);
	for (struct dirent *e; dir && (e = readdir(dir)) && n < MAX_CASES;) {
		size_t len = strlen(e->d_name);
		if (len < 8 || len > 140 || strcmp(e->d_name + len - 7, ".fields") != 0)
			continue;
		import_case *c = &cases[n++];
		snprintf(c->golden, sizeof c->golden, "%s/%s", folder, e->d_name);
		static const char *const endings[] = {".txt", ".html", ".docx", ".odt", ".pdf"};
		struct stat st;
		for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
			snprintf(c->text, sizeof c->text, "%s/%.*s%s", texts, (int)len - 7, e->d_name, endings[i]);
			if (stat(c->text, &st) == 0)
				break;
		}
		snprintf(c->name, sizeof c->name, "%.*s", (int)len - 7, e->d_name);
		for (char *p = c->name; (p = strpbrk(p, ".-"));)
			*p = '_';
	}
	if (dir)
		closedir(dir);
	return n;
}

static void there_are_cases(void **state)
{
	assert_true(*(size_t *)*state >= 25);
}

int main(void)
{
	static import_case cases[MAX_CASES];
	static struct CMUnitTest tests[MAX_CASES + 2];
	char folder[512], real[512], texts[512];
	const char *root = getenv("HT_CASES");
	root = root ? root : "tests/cases";
	const char *other = getenv("HT_IMPORT_TEXTS");
	snprintf(folder, sizeof folder, "%s", other ? other : "");
	if (!other)
		snprintf(folder, sizeof folder, "%s/../import", root);
	snprintf(real, sizeof real, "%s/../import/real", root);
	snprintf(texts, sizeof texts, "%s/../../../shared/real", root);
	size_t own = find_cases(folder, folder, cases, 0), n = other ? own : find_cases(real, texts, cases, own);
	qsort(cases, n, sizeof *cases, by_name);
	for (size_t i = 0; i < n; i++)
		tests[i] = (struct CMUnitTest){cases[i].name, check_case, NULL, NULL, &cases[i]};
	size_t n_tests = n;
	if (!other)
		tests[n_tests++] = (struct CMUnitTest){"there_are_cases", there_are_cases, NULL, NULL, &own};
	tests[n_tests++] = (struct CMUnitTest){"scores", print_scores, NULL, NULL, NULL};
	return _cmocka_run_group_tests("import: texts and their fields", tests, n_tests, NULL, NULL);
}

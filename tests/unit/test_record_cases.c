/* Record room: golden diagnostics. Each case is a record in tests/cases/record
 * and, beside it, NAME.diag with all it must say, in English. The folder comes
 * from HT_CASES; HT_UPDATE=1 writes the goldens again: read the difference. */
#include <dirent.h>

#include "base/infile.h"
#include "base/outfile.h"
#include "record_help.h"

#define MAX_CASES 512

typedef struct golden {
	char name[64]; /* of the test: letters, digits, _ */
	char file[64];
	char folder[512];
} golden;

/* Each line of a .jsonl file is a record of its own. */
static void parse_lines(const golden *g, const ht_buf *in, ht_diags *diags)
{
	int line = 1;
	for (const char *p = in->data; *p; line++) {
		size_t n = strcspn(p, "\n");
		ht_record *record = NULL;
		if (n)
			ht_record_read(p, n, g->file, line, HT_FORMAT_JSONL, &known_forms, diags, &record);
		ht_record_free(record);
		p += n + (p[n] == '\n');
	}
}

static void run(const golden *g, const ht_buf *in, ht_buf *said)
{
	ht_diags *diags = ht_diags_new();
	ht_record *record = NULL;
	if (ht_format_guess(g->file, in->data, in->len) == HT_FORMAT_JSONL) {
		parse_lines(g, in, diags);
	} else {
		ht_status status =
		    ht_record_read(in->data, in->len, g->file, 1, HT_FORMAT_AUTO, &known_forms, diags, &record);
		assert_int_equal(status == HT_OK, !ht_diags_has_errors(diags));
	}
	assert_true(format_each(diags, said));
	ht_record_free(record);
	ht_diags_free(diags);
}

static void check_case(void **state)
{
	const golden *g = *state;
	char path[640], expected_path[640];
	snprintf(path, sizeof path, "%s/%s", g->folder, g->file);
	snprintf(expected_path, sizeof expected_path, "%s/%.*s.diag", g->folder, (int)strcspn(g->file, "."), g->file);
	ht_buf in = {0}, expected = {0}, said = {0};
	assert_int_equal(ht_infile_read(path, 1 << 20, NULL, &in), HT_OK);
	run(g, &in, &said);
	if (getenv("HT_UPDATE"))
		assert_int_equal(ht_outfile_put(expected_path, said.data ? said.data : "", said.len, NULL), HT_OK);
	assert_int_equal(ht_infile_read(expected_path, 1 << 20, NULL, &expected), HT_OK);
	assert_string_equal(said.data ? said.data : "", expected.data ? expected.data : "");
	ht_buf_free(&in);
	ht_buf_free(&expected);
	ht_buf_free(&said);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const golden *)a)->name, ((const golden *)b)->name);
}

static size_t find_cases(const char *folder, golden *cases)
{
	DIR *dir = opendir(folder);
	size_t n = 0;
	for (struct dirent *e; dir && (e = readdir(dir)) && n < MAX_CASES;) {
		const char *dot = strrchr(e->d_name, '.');
		if (!dot || e->d_name[0] == '.' || strcmp(dot, ".diag") == 0 || strlen(e->d_name) >= sizeof cases->file)
			continue;
		strcpy(cases[n].file, e->d_name);
		snprintf(cases[n].folder, sizeof cases[n].folder, "%s", folder);
		strcpy(cases[n].name, e->d_name);
		for (char *p = cases[n].name; (p = strpbrk(p, ".-"));)
			*p = '_';
		n++;
	}
	if (dir)
		closedir(dir);
	qsort(cases, n, sizeof *cases, by_name);
	return n;
}

static void there_are_cases(void **state)
{
	assert_true(*(size_t *)*state >= 30);
}

int main(void)
{
	static golden cases[MAX_CASES];
	static struct CMUnitTest tests[MAX_CASES + 1];
	char folder[512];
	const char *root = getenv("HT_CASES");
	snprintf(folder, sizeof folder, "%s/record", root ? root : "tests/cases");
	size_t n = find_cases(folder, cases);
	for (size_t i = 0; i < n; i++)
		tests[i] = (struct CMUnitTest){cases[i].name, check_case, NULL, NULL, &cases[i]};
	tests[n] = (struct CMUnitTest){"there_are_cases", there_are_cases, NULL, NULL, &n};
	return _cmocka_run_group_tests("record: golden diagnostics", tests, n + 1, NULL, NULL);
}

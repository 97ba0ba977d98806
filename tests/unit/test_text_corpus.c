/* The composer's corpus: short texts, where their lines end, how wide they are.
 * tests/cases/compose/no-line-start.txt says how a case is written. */
#include "text_fonts.h"

#include <dirent.h>

typedef struct tally {
	const char *file;
	int line, cases, failures;
} tally;

static bool directive(fixture *f, const char *s)
{
	int n;
	char word[8];
	if (sscanf(s, "measure %d", &n) == 1)
		f->shape.measure = n * EM;
	else if (sscanf(s, "gap %d", &n) == 1)
		f->shape.han_latin_gap = n;
	else if (sscanf(s, "indent %d", &n) == 1)
		f->shape.first_indent = n * EM;
	else if (sscanf(s, "merge %3s", word) == 1)
		f->shape.merge_punct = strcmp(word, "on") == 0;
	else
		return false;
	return true;
}

static void fail_case(tally *t, const char *what, const char *expected, const char *got)
{
	print_error("%s:%d: %s: expected %s\n  got %s\n", t->file, t->line, what, expected, got);
	t->failures++;
}

static void check_widths(fixture *f, tally *t, const ht_composed_lines *lines, const char *expected)
{
	char *got = ht_arena_strdup(f->arena, "");
	for (size_t i = 0; i < lines->n; i++)
		got = ht_arena_printf(f->arena, "%s%s%g", got, i ? " " : "",
		                      (double)((lines->v[i].width * 1000L + EM / 2) / EM) / 1000);
	if (strcmp(got, expected) != 0)
		fail_case(t, "widths", expected, got);
}

static void check_case(fixture *f, tally *t, char *s)
{
	char *widths = strchr(s, '\t');
	if (widths)
		*widths++ = '\0';
	char *text = ht_arena_strdup(f->arena, s), *to = text;
	for (const char *from = s; *from; from++)
		if (*from != '|')
			*to++ = *from;
	*to = '\0';
	ht_composed_lines lines = compose(f, text);
	char *got = lines_text(f, &lines);
	t->cases++;
	if (strcmp(got, s) != 0)
		fail_case(t, "breaks", s, got);
	else if (widths)
		check_widths(f, t, &lines, widths);
}

static void check_file(fixture *f, tally *t, const char *name)
{
	char path[512];
	snprintf(path, sizeof path, "compose/%s", name);
	char *data = read_file(path);
	assert_non_null(data);
	ht_para_shape shape = f->shape;
	t->file = path;
	t->line = 0;
	for (char *s = data, *next; *s; s = next) {
		next = s + strcspn(s, "\n");
		if (*next)
			*next++ = '\0';
		t->line++;
		if (*s && *s != '#' && !directive(f, s))
			check_case(f, t, s);
	}
	f->shape = shape;
	free(data);
}

static void test_corpus(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	tally t = {.cases = 0};
	char path[4096];
	struct dirent **names;
	snprintf(path, sizeof path, "%s/compose", cases_dir());
	int n = scandir(path, &names, NULL, alphasort);
	assert_true(n > 2);
	for (int i = 0; i < n; i++) {
		if (strstr(names[i]->d_name, ".txt"))
			check_file(&f, &t, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	close_fixture(&f);
	print_message("%d cases\n", t.cases);
	assert_int_equal(t.failures, 0);
	assert_true(t.cases > 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_corpus)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

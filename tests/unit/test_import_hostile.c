/* Import room: damaged texts. Whatever comes in, a record comes out that can be
 * read back, or a refusal that says why; and no Chinese character of the text
 * is lost: it is in the record or among the lines left out. The same seed makes
 * the same mutations each time. */
#include <dirent.h>
#include <sys/stat.h>
#include <time.h>

#include <glib.h>

#include "base/private_use.h"
#include "base/infile.h"
#include "base/utf8.h"
#include "import/import.h"
#include "record_help.h"

#define MAX_TEXTS 128
#define MUTATIONS 1000

static ht_buf texts[MAX_TEXTS];
static size_t n_texts;
static struct package {
	char name[64];
	ht_buf data;
} packages[8]; /* HTML, DOCX, ODT */
static size_t n_packages;
static uint32_t seed = 20260723;

static uint32_t rnd(size_t limit)
{
	seed = seed * 1664525u + 1013904223u;
	return limit ? (uint32_t)((seed >> 8) % limit) : 0;
}

/* ---- nothing is lost ---- */

/* Counts of Han characters, by their low 16 bits. */
static void count_han(const char *s, int *counts, int step)
{
	const char *end = s + strlen(s);
	for (size_t n; s < end; s += n) {
		uint32_t cp = ht_utf8_get(s, end, &n);
		if (cp >= 0x4E00 && cp <= 0x9FFF)
			counts[cp & 0xFFFF] += step;
	}
}

static void count_node(const ht_node *node, int *counts)
{
	if (node->kind == HT_NODE_SCALAR)
		count_han(node->text, counts, -1);
	for (size_t i = 0; i < node->n; i++) {
		if (node->kind == HT_NODE_MAP)
			count_han(node->pairs[i].key->text, counts, -1);
		count_node(node->kind == HT_NODE_MAP ? node->pairs[i].value : node->items[i], counts);
	}
}

static void assert_nothing_lost(const ht_buf *in, const ht_import *import)
{
	int *counts = calloc(65536, sizeof *counts);
	assert_non_null(counts);
	count_han(in->data, counts, 1);
	count_node(import->record, counts);
	for (size_t i = 0; i < import->n_left; i++)
		count_han(import->left[i].text, counts, -1);
	for (int c = 0; c < 65536; c++)
		if (counts[c] > 0)
			fail_msg("U+%04X lost %d times in:\n%s", (unsigned)c, counts[c], in->data);
	free(counts);
}

/* ---- one text ---- */

static void read_back(const ht_import *import, ht_format format)
{
	ht_buf out = {0}, said = {0};
	ht_record *record = NULL;
	ht_diags *diags = ht_diags_new();
	assert_true(ht_import_write(import, format, false, &out));
	uint32_t cp;
	/* a private-use character is kept, with a warning, and no record may have it */
	bool refused = ht_private_use_find(out.data, out.len, &cp);
	if (ht_record_parse(out.data, out.len, "record", 1, format, diags, &record) != HT_OK && !refused) {
		ht_diags_format(diags, HT_LEVEL_ERROR, &said);
		/* a date without its day or its year: the reader asks for it */
		if (!strstr(said.data, "[R263]") && !strstr(said.data, "月"))
			fail_msg("%s\n%s", said.data, out.data);
	}
	ht_diags_clear(diags);
	if (!refused && ht_import_prove(import, out.data, out.len, format, "f", diags) != HT_OK) {
		ht_diags_format(diags, HT_LEVEL_ERROR, &said);
		fail_msg("%s\n%s", said.data, out.data);
	}
	ht_record_free(record);
	ht_diags_free(diags);
	ht_buf_free(&out);
	ht_buf_free(&said);
}

/* whole: nothing in it is damaged, so that nothing may be lost. */
static void try_as(const ht_buf *in, const char *name, bool whole)
{
	static const ht_format formats[] = {HT_FORMAT_MARKDOWN, HT_FORMAT_YAML, HT_FORMAT_JSON};
	ht_import *import = NULL;
	ht_diags *diags = ht_diags_new();
	/* A copy of just this size: reading beyond it is an error for ASan. */
	char *copy = malloc(in->len ? in->len : 1);
	assert_non_null(copy);
	if (in->len)
		memcpy(copy, in->data, in->len);
	static const ht_import_options options = {.repairs = HT_REPAIR_ALL, .picture_dir = "files"};
	ht_status status = ht_import_read(copy, in->len, name, &options, diags, &import);
	free(copy);
	if (status == HT_OK) {
		for (size_t i = 0; i < import->n_pictures; i++)
			assert_true(import->pictures[i].len > 3 && !strchr(import->pictures[i].name, '/'));
		read_back(import, formats[rnd(3)]);
		if (whole)
			assert_nothing_lost(in, import);
	} else {
		assert_int_equal(status, HT_ERR_INPUT);
		assert_true(ht_diags_has_errors(diags));
	}
	ht_import_free(import);
	ht_diags_free(diags);
}

static void try(const ht_buf *in, bool whole)
{
	try_as(in, "f.txt", whole);
}

/* ---- mutations ---- */

static gchar **lines_of(const ht_buf *in)
{
	return g_strsplit(in->data, "\n", -1);
}

static void put_lines(gchar **lines, ht_buf *out)
{
	for (size_t i = 0; lines[i]; i++)
		ht_buf_addf(out, "%s%s", i ? "\n" : "", lines[i]);
	g_strfreev(lines);
}

static bool cut(const ht_buf *in, ht_buf *out)
{
	size_t from = rnd(in->len), len = rnd(in->len - from);
	ht_buf_add(out, in->data + from, len);
	return false;
}

static bool cut_lines(const ht_buf *in, ht_buf *out)
{
	gchar **lines = lines_of(in);
	guint n = g_strv_length(lines), from = rnd(n), to = from + rnd(n - from);
	for (guint i = from; i < to; i++)
		ht_buf_addf(out, "%s\n", lines[i]);
	ht_buf_adds(out, "尾");
	g_strfreev(lines);
	return true;
}

static bool shuffle_lines(const ht_buf *in, ht_buf *out)
{
	gchar **lines = lines_of(in);
	guint n = g_strv_length(lines);
	for (guint k = 0; k < n / 2; k++) {
		guint a = rnd(n), b = rnd(n);
		gchar *line = lines[a];
		lines[a] = lines[b];
		lines[b] = line;
	}
	put_lines(lines, out);
	return true;
}

static bool double_lines(const ht_buf *in, ht_buf *out)
{
	gchar **lines = lines_of(in);
	for (size_t i = 0; lines[i]; i++)
		for (uint32_t k = 0; k <= (rnd(4) == 0 ? 1u : 0u); k++)
			ht_buf_addf(out, "%s\n", lines[i]);
	g_strfreev(lines);
	return true;
}

static bool join_lines(const ht_buf *in, ht_buf *out)
{
	gchar **lines = lines_of(in);
	for (size_t i = 0; lines[i]; i++)
		ht_buf_addf(out, "%s%s", lines[i], rnd(3) ? "\n" : "");
	g_strfreev(lines);
	return true;
}

static bool random_bytes(const ht_buf *in, ht_buf *out)
{
	ht_buf_add(out, in->data, in->len);
	for (size_t k = 0, n = 1 + rnd(40); k < n && out->len; k++)
		out->data[rnd(out->len)] = (char)rnd(256);
	return false;
}

static bool random_marks(const ht_buf *in, ht_buf *out)
{
	static const char *const marks[] = {"#",    "*",    "|",      "---\n", "\n---\n", "`",    "\\",   "[",
	                                    "<b>",  "&",    "：",     "（",    "”",       "\"",   "附件", "附：",
	                                    "　　", "\t",   "~~~",    "- ",    "![",      "|--|", "出席", "主持",
	                                    "1.",   "一、", "2026年", "〔",    "\xC2\xA0"};
	gchar **lines = lines_of(in);
	for (size_t i = 0; lines[i]; i++)
		ht_buf_addf(out, "%s%s\n", rnd(3) ? "" : marks[rnd(sizeof marks / sizeof *marks)], lines[i]);
	g_strfreev(lines);
	return true;
}

static bool wrong_encoding(const ht_buf *in, ht_buf *out)
{
	static const char *const names[] = {"GB18030", "UTF-16LE", "UTF-16BE", "BIG5//IGNORE", "UTF-16"};
	gsize written = 0;
	gchar *bytes = g_convert(in->data, (gssize)in->len, names[rnd(5)], "UTF-8", NULL, &written, NULL);
	if (bytes)
		ht_buf_add(out, bytes, written - (written ? rnd(2) : 0));
	g_free(bytes);
	return false;
}

static bool (*const mutations[])(const ht_buf *, ht_buf *) = {cut,        cut_lines,    shuffle_lines, double_lines,
                                                              join_lines, random_bytes, random_marks,  wrong_encoding};

static void mutated_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < MUTATIONS; i++) {
		ht_buf once = {0}, twice = {0};
		const ht_buf *in = &texts[rnd(n_texts)];
		size_t a = rnd(8), b = rnd(8);
		bool whole = mutations[a](in, &once);
		bool again = whole && once.len && rnd(2);
		if (again)
			whole = mutations[b](&once, &twice);
		try(again ? &twice : &once, whole);
		ht_buf_free(&once);
		ht_buf_free(&twice);
	}
}

static void damaged_packages(void **state)
{
	(void)state;
	assert_true(n_packages >= 3);
	for (size_t i = 0; i < 600; i++) {
		const struct package *p = &packages[i % n_packages];
		ht_buf once = {0};
		(rnd(3) ? random_bytes : cut)(&p->data, &once);
		try_as(&once, p->name, false);
		ht_buf_free(&once);
	}
}

static void deep_pages(void **state)
{
	(void)state;
	static const char *const parts[] = {"<div>", "<table><tr><td>", "<ul><li>", "<b>", "<p>文", "&#x4e00;", "<h1>"};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		ht_buf in = {0};
		ht_buf_adds(&in, "<html><body><p>开头。</p>");
		for (int k = 0; k < 5000; k++)
			ht_buf_adds(&in, parts[i]);
		try_as(&in, "f.html", false);
		ht_buf_free(&in);
	}
}

static void whole_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_texts; i++)
		try(&texts[i], true);
}

static void nothing_at_all(void **state)
{
	(void)state;
	static const char *const nothing[] = {"", "\n\n\n", "　　\n", "\xFE\xFF", "\xFF\xFE", "打印\n关闭\n", "•\n"};
	for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
		ht_diags *diags = ht_diags_new();
		ht_import *import = NULL;
		assert_int_equal(ht_import_read(nothing[i], strlen(nothing[i]), "f", NULL, diags, &import),
		                 HT_ERR_INPUT);
		assert_null(import);
		assert_true(ht_diags_has_errors(diags));
		ht_diags_free(diags);
	}
}

static void long_and_deep(void **state)
{
	(void)state;
	static const char *const parts[] = {"（",     "一、", "附件", "长",        "、",   "张三、", "|",
	                                    "2026年", "*",    "\"",   "\n附件1\n", "召开", "由",     "1\t2\n"};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		ht_buf in = {0};
		for (int k = 0; k < 20000; k++)
			ht_buf_adds(&in, parts[i]);
		try(&in, true);
		ht_buf_free(&in);
	}
}

/* A thousand texts take no longer than this; a machine at work gets more time,
 * so only processor time counts. */
static void fast_enough(void **state)
{
	(void)state;
	clock_t begin = clock();
	for (size_t i = 0; i < 1000; i++) {
		const ht_buf *in = &texts[i % n_texts];
		ht_import *import = NULL;
		if (ht_import_read(in->data, in->len, "f.txt", NULL, NULL, &import) == HT_OK)
			ht_import_free(import);
	}
	double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
	printf("1000 texts: %.2f s\n", seconds);
#if !defined(__SANITIZE_ADDRESS__) && defined(NDEBUG)
	assert_true(seconds < 2);
#endif
}

static void load(const char *folder)
{
	DIR *dir = opendir(folder);
	for (struct dirent *e; dir && (e = readdir(dir)) && n_texts < MAX_TEXTS;) {
		char path[1024];
		size_t len = strlen(e->d_name);
		const char *dot = strrchr(e->d_name, '.');
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		if (dot && n_packages < 8 && len < 60 &&
		    (!strcmp(dot, ".html") || !strcmp(dot, ".docx") || !strcmp(dot, ".odt"))) {
			struct package *p = &packages[n_packages];
			snprintf(p->name, sizeof p->name, "%s", e->d_name);
			n_packages += ht_infile_read(path, 1 << 20, NULL, &p->data) == HT_OK;
		}
		if (len < 5 || strcmp(e->d_name + len - 4, ".txt") != 0)
			continue;
		ht_buf in = {0};
		if (ht_infile_read(path, 1 << 20, NULL, &in) != HT_OK)
			continue;
		if (ht_utf8_check(in.data, in.len) == in.len)
			texts[n_texts++] = in;
		else
			ht_buf_free(&in);
	}
	if (dir)
		closedir(dir);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_texts),   cmocka_unit_test(mutated_texts),    cmocka_unit_test(nothing_at_all),
	    cmocka_unit_test(long_and_deep), cmocka_unit_test(damaged_packages), cmocka_unit_test(deep_pages),
	    cmocka_unit_test(fast_enough),
	};
	char folder[512];
	const char *root = getenv("HT_CASES");
	root = root ? root : "tests/cases";
	snprintf(folder, sizeof folder, "%s/../import", root);
	load(folder);
	snprintf(folder, sizeof folder, "%s/../../../shared/real", root);
	load(folder);
	int failed = cmocka_run_group_tests_name("import: damaged texts", tests, NULL, NULL);
	for (size_t i = 0; i < n_texts; i++)
		ht_buf_free(&texts[i]);
	for (size_t i = 0; i < n_packages; i++)
		ht_buf_free(&packages[i].data);
	return failed;
}

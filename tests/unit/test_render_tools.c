/* PDF as readers that are not ours see it: qpdf for the structure, pdffonts,
 * pdftotext and mutool for fonts and text. A tool that is not installed makes
 * its test skip. */
#include "render_pages.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/utf8.h"

static char folder[] = "/tmp/hongtou-test-XXXXXX";

/* Run a command line with the file's name after it; its output. Skips the
 * test where the tool is missing. */
static ht_buf tool(const char *command, const char *options, const char *path)
{
	char line[512];
	snprintf(line, sizeof line, "%s %s %s 2>&1", command, path, options);
	FILE *p = popen(line, "r");
	assert_non_null(p);
	ht_buf out = {0};
	char block[4096];
	for (size_t n; (n = fread(block, 1, sizeof block, p)) > 0;)
		ht_buf_add(&out, block, n);
	int status = pclose(p);
	ht_buf_add(&out, "", 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
		print_message("%s is not installed\n", command);
		ht_buf_free(&out);
		skip();
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("%s: %s", line, out.data);
	return out;
}

static void save(rig *r, const char *name, const ht_render_options *options, char path[128])
{
	ht_buf pdf = rig_render(r, &ht_backend_pdf, options);
	snprintf(path, 128, "%s/%s", folder, name);
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(pdf.data, 1, pdf.len, f), pdf.len);
	fclose(f);
	ht_buf_free(&pdf);
}

static void assert_sound(const char *path)
{
	ht_buf out = tool("qpdf --check", "", path);
	assert_non_null(strstr(out.data, "No syntax or stream encoding errors"));
	assert_null(strstr(out.data, "WARNING"));
	ht_buf_free(&out);
}

/* pdftotext parts blocks by empty lines, which are not looked at. */
static void drop_empty_lines(ht_buf *text)
{
	size_t n = 0;
	for (size_t i = 0; i < text->len; i++)
		if (text->data[i] != '\n' || (n && text->data[n - 1] != '\n'))
			text->data[n++] = text->data[i];
	text->data[n] = '\0';
	text->len = n;
}

static void assert_reads(const char *path, const char *options, const char *text)
{
	char all[64];
	snprintf(all, sizeof all, "- %s", options);
	ht_buf out = tool("pdftotext", all, path);
	drop_empty_lines(&out);
	if (strcmp(out.data, text) != 0)
		fail_msg("pdftotext %s read:\n%s\ninstead of\n%s", options, out.data, text);
	ht_buf_free(&out);
}

/* One line for each kind of face, and what is hard about it. */
static const struct {
	const char *family, *text;
} lines[] = {
    {"HT FangSong", "仿宋：七月二十三日，区政协召开会议。"}, /* CFF, CID-keyed */
    {"HT FangSong", "指出……坚持——一与⼀，完"},               /* one glyph for two texts */
    {"HT XiaoBiaoSong", "标题——纪要"},                       /* a collection's member; 2 em dash */
    {"HT HeiTi", "一、黑体（一）"},
    {"HT KaiTi", "楷体：名单"},
    {"HT FangSong", "𠮷𬭩堃喆㛃"},    /* beyond the BMP, fallback faces */
    {"HT Latin", "AVATAR Tokyo Wolf 13.5%"}, /* glyf, kerned */
};

static void line_sheet(rig *r, ht_buf *expected)
{
	rig_page(r);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		rig_text(r, lines[i].family, lines[i].text, 45 + 10.2 * (double)i);
		ht_buf_addf(expected, "%s\n", lines[i].text);
	}
	ht_buf_adds(expected, "\f");
}

static void every_kind_of_face_embeds_and_reads(void **state)
{
	rig *r = *state;
	ht_buf expected = {0};
	char path[128];
	line_sheet(r, &expected);
	save(r, "faces.pdf", &plain_options, path);
	assert_sound(path);
	assert_reads(path, "-raw", expected.data);
	assert_reads(path, "", expected.data);
	ht_buf fonts = tool("pdffonts", "", path);
	assert_non_null(strstr(fonts.data, "CID Type 0C"));
	assert_non_null(strstr(fonts.data, "CID TrueType"));
	size_t rows = count_bytes(&fonts, "\n") - 2;
	assert_int_equal(count_bytes(&fonts, "Identity-H       yes yes yes"), rows); /* embedded, subset, ToUnicode */
	ht_buf_free(&fonts);
	ht_buf_free(&expected);
}

static void mupdf_reads_it_too(void **state)
{
	rig *r = *state;
	char path[128];
	rig_page(r);
	rig_text(r, "HT FangSong", "七月二十三日，区政协召开会议。", 50);
	rig_text(r, "HT FangSong", "𠮷𬭩堃喆", 60.2);
	rig_text(r, "HT XiaoBiaoSong", "——纪要", 70.4);
	save(r, "mupdf.pdf", &plain_options, path);
	ht_buf text = tool("mutool draw -q -F text", "", path);
	assert_non_null(strstr(text.data, "七月二十三日，区政协召开会议。\n"));
	assert_non_null(strstr(text.data, "𠮷𬭩堃喆\n"));
	assert_non_null(strstr(text.data, "——纪要\n"));
	ht_buf_free(&text);
}

static void tagged_files_read_the_same(void **state)
{
	rig *r = *state;
	ht_buf expected = {0};
	ht_render_options options = plain_options;
	char path[128];
	options.standards = HT_PDF_A2A;
	line_sheet(r, &expected);
	save(r, "tagged.pdf", &options, path);
	assert_sound(path);
	assert_reads(path, "-raw", expected.data);
	ht_buf info = tool("pdfinfo -struct", "", path);
	assert_int_equal(count_bytes(&info, "  P (block)\n"), sizeof lines / sizeof *lines);
	ht_buf_free(&info);
	ht_buf_free(&expected);
}

/* Names over three characters beside each other: words stay whole and separate. */
static void lists_of_names_read_as_names(void **state)
{
	rig *r = *state;
	char path[128];
	rig_page(r);
	ht_span names[] = {rig_span(r, "HT FangSong", "方行"), rig_span(r, "HT FangSong", "　"),
	                   rig_span(r, "HT FangSong", "林致远"), rig_span(r, "HT FangSong", "　"),
	                   rig_span(r, "HT FangSong", "陶喆")}; /* two faces */
	names[0].chars = names[4].chars = 3;
	rig_spans(r, names, 5, 0, 50);
	save(r, "names.pdf", &plain_options, path);
	assert_reads(path, "-raw", "方行 林致远 陶喆\n\f");
	assert_reads(path, "", "方行 林致远 陶喆\n\f");
}

static void gaps_beside_latin_are_not_spaces(void **state)
{
	rig *r = *state;
	char path[128];
	rig_page(r);
	ht_span span = rig_span(r, "HT FangSong", "全年GDP增长13.5%以上");
	rig_spans(r, &span, 1, 250, 50);
	save(r, "gaps.pdf", &plain_options, path);
	assert_reads(path, "-raw", "全年GDP增长13.5%以上\n\f");
	assert_reads(path, "", "全年GDP增长13.5%以上\n\f");
}

/* A word's box ends where its last glyph's width, as W tells it, ends. */
static void widths_are_told_as_they_are(void **state)
{
	static const char *const words[] = {"Wolfram", "HT Latin", "政协", "HT FangSong", "纪要", "HT XiaoBiaoSong"};
	rig *r = *state;
	char path[128];
	rig_page(r);
	for (size_t i = 0; i < 6; i += 2)
		rig_text(r, words[i + 1], words[i], 50 + 10.2 * (double)i);
	save(r, "widths.pdf", &plain_options, path);
	ht_buf out = tool("pdftotext -bbox", "-", path);
	const ht_op *ops = r->pages->v[0].ops;
	const char *at = out.data;
	for (size_t i = 0; i < 3; i++) {
		const ht_run *run = ops[i].run;
		const ht_glyph *last = &run->glyphs[run->n - 1];
		double end = ht_len_to_pt(ops[i].x) + ht_len_to_pt(last->x) +
		             ht_font_advance(run->font, last->gid) / 1000 * ht_len_to_pt(run->size);
		assert_non_null(at = strstr(at, "xMax=\""));
		at += strlen("xMax=\"");
		double xmax = strtod(at, NULL);
		if (xmax < end - 0.05 || xmax > end + 0.05)
			fail_msg("%s ends at %f, not at %f", words[2 * i], xmax, end);
	}
	ht_buf_free(&out);
}

static void outline_labels_and_empty_pages(void **state)
{
	rig *r = *state;
	char path[128];
	for (int i = 0; i < 3; i++)
		rig_page(r);
	r->pages->v[0].number = 0;
	r->pages->v[1].number = 5;
	r->pages->v[2].number = 6;
	ht_outline_item outline[] = {{1, "一、甲", 0, 0, 0},
	                             {3, "（跳级）", 1, 0, 0},
	                             {2, "（一）乙", 1, 0, 0},
	                             {1, "二、丙", 2, 0, 0},
	                             {1, "无此页", 9, 0, 0}};
	r->pages->outline = outline;
	r->pages->n_outline = 5;
	save(r, "outline.pdf", &plain_options, path);
	assert_sound(path);
	ht_buf out = tool("mutool show", "outline", path);
	assert_non_null(strstr(out.data, "\"一、甲\"\t#page=1"));
	assert_non_null(strstr(out.data, "|\t\t\"（跳级）\"\t#page=2"));
	assert_non_null(strstr(out.data, "|\t\t\"（一）乙\"\t#page=2"));
	assert_non_null(strstr(out.data, "|\t\"二、丙\"\t#page=3"));
	assert_null(strstr(out.data, "无此页"));
	ht_buf_free(&out);
	out = tool("qpdf --json --json-key=pagelabels", "", path);
	assert_non_null(strstr(out.data, "\"/St\": 5"));
	ht_buf_free(&out);
}

static void two_hundred_pages(void **state)
{
	rig *r = *state;
	char path[128];
	ht_buf expected = {0};
	for (int i = 0; i < 200; i++) {
		char text[64];
		snprintf(text, sizeof text, "第%d页的文字", i + 1);
		rig_page(r);
		rig_text(r, "HT FangSong", text, 50);
		ht_buf_addf(&expected, "%s\n\f", text);
	}
	save(r, "long.pdf", &plain_options, path);
	assert_sound(path);
	assert_reads(path, "-raw", expected.data);
	ht_buf_free(&expected);
}

/* The 8,105 characters of the national table. */
static void all_characters_of_the_national_table(void **state)
{
	rig *r = *state;
	char name[512], path[128];
	snprintf(name, sizeof name, "%s/../fonts/tongyong-8105.txt", getenv("HT_STYLES"));
	FILE *f = fopen(name, "r");
	assert_non_null(f);
	ht_buf line = {0}, expected = {0};
	double y = 0;
	rig_page(r);
	for (char word[32]; fgets(word, sizeof word, f);) {
		word[strcspn(word, " \t\r\n")] = '\0';
		ht_buf_adds(&line, word);
		if (ht_utf8_count(line.data, line.len) < 28)
			continue;
		rig_text(r, "HT FangSong", line.data, 42 + y);
		ht_buf_addf(&expected, "%s\n", line.data);
		line.len = 0;
		y += 10.2;
		if (y > 210) {
			ht_buf_adds(&expected, "\f");
			rig_page(r);
			y = 0;
		}
	}
	fclose(f);
	ht_buf_adds(&expected, "\f");
	save(r, "8105.pdf", &plain_options, path);
	assert_sound(path);
	assert_reads(path, "-raw", expected.data);
	ht_buf_free(&line);
	ht_buf_free(&expected);
}

static int setup(void **state)
{
	return mkdtemp(folder) ? rig_setup(state) : -1;
}

static int teardown(void **state)
{
	char line[64];
	snprintf(line, sizeof line, "rm -r %s", folder);
	int removed = system(line);
	return rig_teardown(state) || removed;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    rig_test(every_kind_of_face_embeds_and_reads),  rig_test(mupdf_reads_it_too),
	    rig_test(tagged_files_read_the_same),           rig_test(lists_of_names_read_as_names),
	    rig_test(gaps_beside_latin_are_not_spaces),     rig_test(widths_are_told_as_they_are),
	    rig_test(outline_labels_and_empty_pages),       rig_test(two_hundred_pages),
	    rig_test(all_characters_of_the_national_table),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}

/* Documents for editing: what is in the package, and that it holds together.
 * Read with libzip and libxml2's XPath, from records in the sheets that come
 * with the program, laid out in the open fonts; without these the tests are
 * skipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <zip.h>

#include "layout/layout.h"
#include "odt/odt.h"
#include "office_fonts.h"

#define HEAD                                                                                                                                      \
	"form: document\nissuers: 清溪区人民政府\nmark: 清溪区人民政府文件\nnumber: 清政发〔2026〕1号\n"                    \
	"title: 清溪区人民政府关于印发试验文本的通知\nrecipients: 各街道办事处\nsignature: 清溪区人民政府\ndate: " \
	"2026-01-05\n"

static const char notice[] = HEAD "copies_to: [区委办公室, 区政协办公室]\nprinted_by: 清溪区人民政府办公室\n"
                                  "print_date: 2026-01-06\n"
                                  "archive: {fonds: J001, retention: 永久, keywords: [试验, 文本]}\n"
                                  "body: |\n  现将有关事项通知如下。\n  一、总体要求\n  各单位要高度重视。\n"
                                  "  （一）加强领导。明确责任。\n";

/* A finished package, open. */
typedef struct package {
	ht_buf bytes;
	zip_t *zip;
	ht_buf messages;
	xmlDocPtr content, styles;
} package;

static void *read_part(const package *p, const char *name, size_t *len)
{
	zip_stat_t stat;
	assert_int_equal(zip_stat(p->zip, name, 0, &stat), 0);
	char *data = malloc(stat.size + 1);
	zip_file_t *file = zip_fopen(p->zip, name, 0);
	assert_non_null(file);
	assert_int_equal(zip_fread(file, data, stat.size), stat.size);
	zip_fclose(file);
	data[stat.size] = '\0';
	*len = stat.size;
	return data;
}

static xmlDocPtr parse_part(const package *p, const char *name)
{
	size_t len;
	char *data = read_part(p, name, &len);
	xmlDocPtr doc = xmlReadMemory(data, (int)len, name, NULL, XML_PARSE_NONET);
	assert_non_null(doc);
	free(data);
	return doc;
}

/* Put text in the place of the last span of the flow. */
static void replace_last(const ht_doc *doc, const char *text)
{
	const ht_dpara *para = &doc->flow.v[doc->flow.n - 1].paras[0];
	para->spans[para->n - 1].text = text;
	para->spans[para->n - 1].len = strlen(text);
}

static void write_cached(const char *yaml, const char *sheet, const char *last, ht_package_cache *cache,
                         int compression, ht_buf *out, ht_buf *messages)
{
	const char *const dirs[] = {getenv("HT_STYLES"), NULL};
	const ht_style_dirs where = {.dirs = dirs};
	ht_diags *diags = ht_diags_new();
	ht_record *record;
	ht_style *style;
	ht_doc *doc;
	assert_int_equal(ht_record_parse(yaml, strlen(yaml), "r.yaml", 1, HT_FORMAT_YAML, diags, &record), HT_OK);
	assert_int_equal(ht_style_load(sheet, false, &where, diags, &style), HT_OK);
	assert_int_equal(ht_doc_build(record, style, diags, &doc), HT_OK);
	if (last)
		replace_last(doc, last);
	ht_pages *pages;
	if (!fonts)
		skip();
	const ht_laid *laid;
	assert_int_equal(ht_layout(doc, fonts, diags, &pages), HT_OK);
	assert_int_equal(ht_pages_laid(pages, &laid), HT_OK);
	const ht_odt_options options = {.cache = cache,
	                                .fonts = fonts,
	                                .record = record,
	                                .generator = "hongtou",
	                                .created = -1,
	                                .compression = compression};
	assert_int_equal(ht_odt_write(doc, laid, &options, diags, out), HT_OK);
	ht_pages_free(pages);
	ht_buf_adds(messages, "");
	ht_diags_format(diags, HT_LEVEL_WARNING, messages);
	ht_doc_free(doc);
	ht_style_free(style);
	ht_record_free(record);
	ht_diags_free(diags);
}

static void write_bytes(const char *yaml, const char *sheet, const char *last, ht_buf *out, ht_buf *messages)
{
	write_cached(yaml, sheet, last, NULL, 1, out, messages);
}

static package make_with(const char *yaml, const char *sheet, const char *last)
{
	package p = {0};
	zip_error_t error;
	write_bytes(yaml, sheet, last, &p.bytes, &p.messages);
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(p.bytes.data, p.bytes.len, 0, &error);
	p.zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
	assert_non_null(p.zip);
	p.content = parse_part(&p, "content.xml");
	p.styles = parse_part(&p, "styles.xml");
	return p;
}

static package make(const char *yaml, const char *sheet)
{
	return make_with(yaml, sheet, NULL);
}

static void done(package *p)
{
	xmlFreeDoc(p->content);
	xmlFreeDoc(p->styles);
	zip_discard(p->zip);
	ht_buf_free(&p->bytes);
	ht_buf_free(&p->messages);
}

static xmlXPathObjectPtr evaluate(xmlDocPtr doc, const char *path)
{
	xmlXPathContextPtr context = xmlXPathNewContext(doc);
	for (xmlNsPtr ns = xmlDocGetRootElement(doc)->nsDef; ns; ns = ns->next)
		xmlXPathRegisterNs(context, ns->prefix, ns->href);
	xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)path, context);
	xmlXPathFreeContext(context);
	assert_non_null(found);
	return found;
}

static double number(xmlDocPtr doc, const char *path)
{
	xmlXPathObjectPtr found = evaluate(doc, path);
	double value = xmlXPathCastToNumber(found);
	xmlXPathFreeObject(found);
	return value;
}

static void assert_string(xmlDocPtr doc, const char *path, const char *wanted)
{
	xmlXPathObjectPtr found = evaluate(doc, path);
	xmlChar *value = xmlXPathCastToString(found);
	assert_string_equal((const char *)value, wanted);
	xmlFree(value);
	xmlXPathFreeObject(found);
}

static void assert_count(xmlDocPtr doc, const char *path, int wanted)
{
	char text[512];
	snprintf(text, sizeof text, "count(%s)", path);
	assert_int_equal((int)number(doc, text), wanted);
}

static void test_package(void **state)
{
	(void)state;
	package p = make(notice, "gb9704");
	static const char mimetype[] = "application/vnd.oasis.opendocument.text";
	assert_string_equal(zip_get_name(p.zip, 0, 0), "mimetype");
	/* the local header is 30 bytes and the name; the type follows as it is */
	assert_memory_equal(p.bytes.data + 30 + strlen("mimetype"), mimetype, strlen(mimetype));
	for (zip_int64_t i = 0; i < zip_get_num_entries(p.zip, 0); i++) {
		zip_stat_t stat;
		assert_int_equal(zip_stat_index(p.zip, (zip_uint64_t)i, 0, &stat), 0);
		assert_int_equal(stat.mtime, 318211200); /* 1 February 1980, whatever the clock */
		assert_null(strstr(stat.name, "//"));
		assert_true(stat.name[0] != '/');
	}
	xmlDocPtr manifest = parse_part(&p, "META-INF/manifest.xml");
	assert_count(manifest, "//*[local-name()='file-entry']", (int)zip_get_num_entries(p.zip, 0) - 1);
	xmlFreeDoc(manifest);
	done(&p);
}

static void test_same_bytes(void **state)
{
	(void)state;
	ht_buf a = {0}, b = {0}, messages = {0};
	write_bytes(notice, "gb9704", NULL, &a, &messages);
	write_bytes(notice, "gb9704", NULL, &b, &messages);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	ht_buf_free(&a);
	ht_buf_free(&b);
	ht_buf_free(&messages);
}

/* A cache that other documents have gone through, at other levels too, changes nothing. */
static void test_cache(void **state)
{
	(void)state;
	static const struct {
		const char *yaml, *sheet;
		int compression;
	} v[] = {{notice, "gb9704", 6}, {HEAD "body: 一句话。\n", "gb9704", 6},
	         {notice, "gb9704", 6}, {notice, "gb9704", 9},
	         {notice, "gb9704", 0}, {notice, "minutes", 9},
	         {notice, "gb9704", 9}, {notice, "gb9704", 6}};
	ht_package_cache *cache = ht_package_cache_new();
	assert_non_null(cache);
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		ht_buf a = {0}, b = {0}, messages = {0};
		write_cached(v[i].yaml, v[i].sheet, NULL, NULL, v[i].compression, &a, &messages);
		write_cached(v[i].yaml, v[i].sheet, NULL, cache, v[i].compression, &b, &messages);
		assert_int_equal(a.len, b.len);
		assert_memory_equal(a.data, b.data, a.len);
		ht_buf_free(&a);
		ht_buf_free(&b);
		ht_buf_free(&messages);
	}
	ht_package_cache_free(cache);
}

static void test_styles(void **state)
{
	(void)state;
	package p = make(notice, "gb9704");
	static const char *const shown[] = {"正文", "公文标题", "主送机关", "一级标题", "发文机关标志", "版记", "页码"};
	char path[128];
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		snprintf(path, sizeof path,
		         "//office:styles/style:style[@style:family='paragraph'][@style:display-name='%s']", shown[i]);
		assert_count(p.styles, path, 1);
	}
	assert_string(p.styles, "//style:master-page/@style:display-name", "公文版面");
	assert_string(p.styles, "//style:style[@style:name='level1']/@style:default-outline-level", "2");
	assert_string(p.styles, "//style:default-style//@style:punctuation-wrap", "simple");
	assert_string(p.styles, "//style:default-style//@style:line-break", "strict");
	assert_string(p.styles, "//style:default-style//@style:text-autospace", "ideograph-alpha");
	/* 第27次 in a masthead has no gaps: its width is that of the pages */
	assert_string(p.styles, "//style:style[@style:name='masthead']//@style:text-autospace", "none");
	done(&p);
}

/* Every style that is named exists, and every style that exists is named. */
static void check_names(const package *p, const char *family, const char *element)
{
	char path[256];
	snprintf(path, sizeof path, "//style:style[@style:family='%s']/@style:name", family);
	xmlDocPtr docs[] = {p->styles, p->content};
	for (int i = 0; i < 2; i++) {
		xmlXPathObjectPtr names = evaluate(docs[i], path);
		for (int k = 0; names->nodesetval && k < names->nodesetval->nodeNr; k++) {
			xmlChar *name = xmlNodeGetContent(names->nodesetval->nodeTab[k]);
			char use[512];
			snprintf(use, sizeof use, "count(//%s='%s' or //@style:parent-style-name='%s')", element, name,
			         name);
			snprintf(use, sizeof use, "count(//%s[.='%s'] | //@style:parent-style-name[.='%s'])", element,
			         name, name);
			assert_true(number(p->content, use) + number(p->styles, use) > 0);
			xmlFree(name);
		}
		xmlXPathFreeObject(names);
	}
	snprintf(path, sizeof path, "//%s", element);
	xmlXPathObjectPtr uses = evaluate(p->content, path);
	for (int k = 0; uses->nodesetval && k < uses->nodesetval->nodeNr; k++) {
		xmlChar *name = xmlNodeGetContent(uses->nodesetval->nodeTab[k]);
		char defined[512];
		snprintf(defined, sizeof defined, "count(//style:style[@style:name='%s'])", name);
		assert_true(number(p->content, defined) + number(p->styles, defined) > 0);
		xmlFree(name);
	}
	xmlXPathFreeObject(uses);
}

static void test_no_style_idle(void **state)
{
	(void)state;
	package p = make(notice, "gb9704");
	check_names(&p, "paragraph", "@text:style-name");
	check_names(&p, "text", "@text:style-name");
	check_names(&p, "table-cell", "@table:style-name");
	check_names(&p, "graphic", "@draw:style-name");
	done(&p);
}

/* The dot within names, and punctuation after letters, are set in the Chinese face. */
static void test_marks_beside_letters(void **state)
{
	(void)state;
	package p = make(HEAD "body: |\n  请简·米勒和A·B参加“AI+”行动。\n", "gb9704");
	assert_count(p.content, "//text:span[.='·']", 1);
	assert_string(p.content, "//style:style[@style:name=//text:span[.='·']/@text:style-name]//@style:font-name",
	              "仿宋_GB2312");
	assert_count(p.content, "//text:p[contains(.,'简·米勒和A·B')]", 1);
	assert_count(p.content, "//text:span[.='”' and @text:style-name=//text:span[.='·']/@text:style-name]", 1);
	done(&p);
}

static void test_headings(void **state)
{
	(void)state;
	package p = make(notice, "gb9704");
	/* the title is the first heading, the levels of the text are below it */
	assert_count(p.content, "//text:h", 2);
	assert_count(p.content, "//text:h[@text:outline-level=1][contains(.,'通知')]", 1);
	assert_string(p.content, "//text:h[@text:outline-level=2]", "一、总体要求");
	/* a heading at a paragraph's beginning keeps its look and can be found */
	assert_string(p.content, "//text:p[contains(.,'加强领导')]/text:span[1]", "（一）加强领导。");
	assert_count(p.content, "//text:bookmark-start[contains(@text:name,'加强领导')]", 1);
	assert_count(p.content, "//text:bookmark-end", 1);
	done(&p);
}

static void test_page_numbers(void **state)
{
	(void)state;
	package p = make(notice, "gb9704");
	assert_count(p.styles, "//style:footer//text:page-number", 1);
	assert_count(p.styles, "//style:footer-left//text:page-number", 1);
	assert_string(p.styles, "//style:style[@style:name=//style:footer/text:p/@text:style-name]//@fo:text-align",
	              "end");
	assert_string(p.styles, "//style:footer/text:p", "— 1 —");
	done(&p);
}

static void test_first_page(void **state)
{
	(void)state;
	package p =
	    make("form: letter\nissuers: 清溪区教育局\nmark: 清溪区教育局\nnumber: 清教函〔2026〕1号\ntitle: 试验\n"
	         "recipients: 各学校\nsignature: 清溪区教育局\ndate: 2026-01-05\nbody: 正文。\n",
	         "letter");
	assert_count(p.styles, "//style:master-page", 2);
	assert_string(p.styles, "//style:master-page[@style:display-name='公文首页']/@style:next-style-name",
	              "Document");
	assert_count(p.styles, "//style:master-page[@style:name='First']//text:page-number", 0);
	assert_count(p.styles, "//style:master-page[@style:name='First']//draw:line", 2);
	assert_count(p.content, "//style:style[@style:master-page-name='First']", 1);
	assert_count(p.content, "//draw:line", 2); /* below the mark */
	done(&p);
}

static void test_imprint(void **state)
{
	(void)state;
	package p = make(notice, "gb9704");
	assert_string(p.content, "string(//draw:frame[@draw:name='版记']/@text:anchor-type)", "paragraph");
	assert_count(p.content, "//draw:frame[@draw:name='版记']//table:table-row", 2);
	assert_string(p.styles, "//style:style[@style:name='imprint-frame']//@style:vertical-pos", "bottom");
	/* the anchor is the last paragraph: what is added above moves it */
	assert_count(p.content, "//office:text/*[last()][draw:frame]", 1);
	done(&p);
}

static void test_no_spacing_by_hand(void **state)
{
	(void)state;
	package p = make(notice, "gb9704");
	assert_count(p.content, "//text:p[not(node())]",
	             1); /* between the last line and the one that the imprint hangs on */
	assert_count(p.content, "//text:s", 0);
	assert_count(p.content, "//text:tab", 1); /* printing office and date */
	done(&p);
}

static void test_information(void **state)
{
	(void)state;
	package p = make(notice, "gb9704");
	xmlDocPtr meta = parse_part(&p, "meta.xml");
	assert_string(meta, "//dc:title", "清溪区人民政府关于印发试验文本的通知");
	assert_string(meta, "//dc:creator", "清溪区人民政府");
	assert_string(meta, "//meta:creation-date", "2026-01-05T00:00:00");
	assert_count(meta, "//meta:keyword", 2);
	assert_string(meta, "//meta:user-defined[@meta:name='文件编号']", "清政发〔2026〕1号");
	assert_string(meta, "//meta:user-defined[@meta:name='全宗号']", "J001");
	assert_string(meta, "//meta:user-defined[@meta:name='保管期限']", "永久");
	xmlFreeDoc(meta);
	done(&p);
}

/* Markup, quotes, blanks and rare characters come through as they are. */
static void test_escaping(void **state)
{
	(void)state;
	package p = make(HEAD "body: '甲<乙>&丙\"丁''戊  二空𠮷𬭩]]>末'\n", "gb9704");
	assert_string(p.content, "//text:p[contains(.,'甲')]/text()[1]", "甲<乙>&丙\"丁'戊 ");
	assert_count(p.content, "//text:p[contains(.,'甲')]/text:s", 1);
	assert_string(p.content, "//text:p[contains(.,'甲')]/text()[2]", "二空𠮷𬭩]]>末");
	done(&p);
}

static void test_links(void **state)
{
	(void)state;
	package p = make(HEAD "body: '见[网站](http://a.example/?x=1&y=\"2\")，**着重**。'\n", "gb9704");
	assert_string(p.content, "//text:a/@xlink:href", "http://a.example/?x=1&y=\"2\"");
	assert_string(p.content, "//text:a", "网站");
	assert_string(p.content, "//text:span[.='着重']/@text:style-name", "c-level1");
	done(&p);
}

/* Characters that XML cannot hold are replaced, and said so. (Records have
 * none; a style sheet may.) */
static void test_characters(void **state)
{
	(void)state;
	package p = make_with(HEAD "note: 附注\nbody: 正文。\n", "gb9704", "甲\xEF\xBF\xBE乙\x01丙");
	assert_count(p.content, "//text:p[contains(.,'甲\xEF\xBF\xBD乙\xEF\xBF\xBD丙')]", 1);
	assert_non_null(strstr(p.messages.data, "W102"));
	done(&p);
}

static void test_table(void **state)
{
	(void)state;
	package p =
	    make(HEAD "body: |\n  下表。\n\n  | 序号 | 数额 |\n  |---|---|\n  | 一 | 12.5 |\n  | 二 | 3 |\n", "gb9704");
	const char *table = "//table:table[@table:name='表1']";
	char path[128];
	snprintf(path, sizeof path, "%s/table:table-header-rows/table:table-row", table);
	assert_count(p.content, path, 1);
	snprintf(path, sizeof path, "%s/table:table-row", table);
	assert_count(p.content, path, 2);
	assert_count(p.content, "//@style:row-height", 0); /* LibreOffice drops rows of a fixed height */
	assert_string(p.content, "//table:table-cell[.='12.5']", "12.5");
	done(&p);
}

/* A title is one paragraph, whatever its lines. */
static void test_title(void **state)
{
	(void)state;
	package p =
	    make("form: document\nissuers: 甲\nmark: 甲文件\ntitle: |\n  关于印发\n  试验文本的通知\nsignature: 甲\n"
	         "date: 2026-01-05\nbody: 正文。\n",
	         "gb9704");
	assert_count(p.content, "//text:h[starts-with(.,'关于印发')]/text:line-break", 1);
	assert_string(p.content, "//text:h[starts-with(.,'关于印发')]", "关于印发试验文本的通知");
	done(&p);
}

static void test_lists(void **state)
{
	(void)state;
	package p = make("form: minutes\nmark: 甲会议纪要\nissuers: 甲\ntitle: 纪要\ndate: 2026-01-05\nbody: 正文。\n"
	                 "meeting: {present: [高远, 欧阳静宜]}\n",
	                 "minutes");
	/* a name of two characters is spread, not filled with blanks */
	assert_string(p.content, "//text:p[contains(.,'高远')]/text:span[.='高']", "高");
	assert_true(number(p.content, "number(substring-before(//style:style[@style:name=//text:span[.='高']"
	                              "/@text:style-name]//@fo:letter-spacing, 'pt'))") > 14);
	done(&p);
}

static void test_hostile_names(void **state)
{
	(void)state;
	char yaml[4096] = HEAD "body: |\n";
	for (int i = 0; i < 20; i++)
		strcat(yaml, "  （一）同名。同文<&>。\n");
	package p = make(yaml, "gb9704");
	assert_count(p.content, "//text:bookmark-start[not(@text:name=preceding::text:bookmark-start/@text:name)]", 20);
	done(&p);
}

/* Distances are whole twips, however their places were rounded: in the named styles, and in automatic ones, of which
 * equal distances have one. */
static void test_distances(void **state)
{
	(void)state;
	package p = make(notice, "gb9704");
	double mm =
	    number(p.styles, "number(substring-before(//style:style[@style:name='title']//@fo:margin-top, 'mm'))");
	double twips = mm / (25.4 / 72 / 20);
	assert_true(twips > 1);
	assert_true(twips - (long)(twips + 0.5) < 0.06 && twips - (long)(twips + 0.5) > -0.06);
	assert_count(p.content,
	             "//style:style[@style:family='paragraph'][.//@fo:margin-top=preceding-sibling::style:style"
	             "[@style:family='paragraph'][count(.//@*)=1]//@fo:margin-top][count(.//@*)=1]",
	             0);
	done(&p);
}

/* An office and a date that do not fit on one line: the office's lines end where
 * those of the pages do, in one paragraph, the date on its last line. */
static void test_sides_turned_over(void **state)
{
	(void)state;
	package p = make(HEAD "copies_to: [区委办公室]\n"
	                      "printed_by: 清溪区人民政府办公室、清溪区人民政府政务服务和数据管理局办公室联合印制\n"
	                      "print_date: 2026-01-06\nbody: 正文。\n",
	                 "gb9704");
	assert_count(p.content, "//draw:frame[@draw:name='版记']//text:p[contains(.,'联合印制')]", 1);
	assert_true(number(p.content, "count(//draw:frame//text:p[contains(.,'联合印制')]/text:line-break)") >= 1);
	assert_count(p.content, "//draw:frame//text:p[contains(.,'联合印制')][contains(.,'印发')]", 1);
	done(&p);
}

/* Recipients that leave no room on page 1 are in the imprint block (7.3.2); so many
 * that this would be taller than a page are not. */
static void test_recipients_moved(void **state)
{
	(void)state;
	static const struct {
		int n;
		bool moved;
	} v[] = {{4, false}, {30, true}, {150, false}};
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		ht_buf yaml = {0};
		ht_buf_adds(&yaml,
		            "form: document\nissuers: 清溪区人民政府\nmark: 清溪区人民政府文件\ntitle: 试验\n"
		            "number: 清政发〔2026〕1号\nsignature: 清溪区人民政府\ndate: 2026-01-05\nbody: 正文。\n"
		            "recipients:\n");
		for (int k = 0; k < v[i].n; k++)
			ht_buf_addf(&yaml, "  - 清溪区第%02d号街道办事处及所属单位\n", k);
		package p = make(yaml.data, "gb9704");
		assert_count(p.content, "//draw:frame[@draw:name='版记']//text:p[contains(.,'清溪区第00号')]",
		             v[i].moved);
		assert_count(p.content, "//office:text/text:p[not(draw:frame)][contains(.,'清溪区第00号')]",
		             !v[i].moved);
		done(&p);
		ht_buf_free(&yaml);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_package),
	    cmocka_unit_test(test_same_bytes),
	    cmocka_unit_test(test_styles),
	    cmocka_unit_test(test_no_style_idle),
	    cmocka_unit_test(test_headings),
	    cmocka_unit_test(test_page_numbers),
	    cmocka_unit_test(test_first_page),
	    cmocka_unit_test(test_imprint),
	    cmocka_unit_test(test_information),
	    cmocka_unit_test(test_no_spacing_by_hand),
	    cmocka_unit_test(test_escaping),
	    cmocka_unit_test(test_links),
	    cmocka_unit_test(test_characters),
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_title),
	    cmocka_unit_test(test_lists),
	    cmocka_unit_test(test_hostile_names),
	    cmocka_unit_test(test_marks_beside_letters),
	    cmocka_unit_test(test_cache),
	    cmocka_unit_test(test_distances),
	    cmocka_unit_test(test_sides_turned_over),
	    cmocka_unit_test(test_recipients_moved),
	};
	return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}

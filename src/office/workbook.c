/* A workbook in memory: the least of parts that Excel and WPS open without a word. libxlsxwriter, by which the
 * inventory of a batch is written, needs a file for its rows, and a worker that answers requests may write none. */
#include "office/workbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "office/package.h"
#include "office/xml.h"

#define MAIN          "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS     "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE       "http://schemas.openxmlformats.org/package/2006/"
#define TYPE          "application/vnd.openxmlformats-officedocument.spreadsheetml."
#define HEAD          "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define WIDTH         20    /* of a column, in digits */
#define MOST_IN_EXCEL 32767 /* characters of a cell */

static const char types[] =
    HEAD "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" ContentType=\"application/"
         "vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE
         "sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" TYPE
         "worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE "styles+xml\"/></Types>\n";

static const char package_relations[] =
    HEAD "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" RELATIONS
         "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>\n";

static const char workbook_relations[] =
    HEAD "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" RELATIONS
         "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" RELATIONS
         "/styles\" Target=\"styles.xml\"/></Relationships>\n";

/* Cells are texts (@): 2026-1 is no day, 001 no number. The second is the head's. */
static const char styles[] = HEAD
    "<styleSheet xmlns=\"" MAIN "\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"宋体\"/></font><font><b/>"
    "<sz val=\"11\"/><name val=\"宋体\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/>"
    "</fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/>"
    "<top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" "
    "fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"2\">"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
    "applyFont=\"1\"/></cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
    "</cellStyles></styleSheet>\n";

struct ht_workbook {
	ht_xml rows;
	size_t n, most; /* rows; most cells in one */
};

ht_workbook *ht_workbook_new(void)
{
	ht_workbook *book = calloc(1, sizeof *book);
	if (book)
		ht_xml_new(&book->rows);
	return book;
}

void ht_workbook_free(ht_workbook *book)
{
	if (book)
		ht_xml_close(&book->rows);
	free(book);
}

/* XML 1.0 has no control characters, and a cell of Excel no more than so many characters. */
static void put_text(ht_xml *x, const char *text)
{
	ht_buf clean = {0};
	size_t n = 0;
	for (const char *p = text; *p && n < MOST_IN_EXCEL; n++) {
		const char *next = ht_str_next(p);
		if ((unsigned char)*p >= ' ' || *p == '\t' || *p == '\n')
			ht_buf_add(&clean, p, (size_t)(next - p));
		p = next;
	}
	ht_xml_open(x, "is");
	ht_xml_open(x, "t");
	ht_xml_attr(x, "xml:space", "preserve");
	ht_xml_text(x, ht_str_or_empty(clean.data), clean.len);
	ht_xml_end(x);
	ht_xml_end(x);
	x->failed |= clean.failed;
	ht_buf_free(&clean);
}

void ht_workbook_row(ht_workbook *book, const char *const *cells, size_t n)
{
	if (!book)
		return;
	ht_xml *x = &book->rows;
	ht_xml_open(x, "row");
	ht_xml_attr_int(x, "r", (long)++book->n);
	for (size_t i = 0; i < n; i++) {
		char place[32];
		if (!cells[i] || !*cells[i])
			continue;
		snprintf(place, sizeof place, "%c%zu", (char)('A' + i % 26), book->n);
		ht_xml_open(x, "c");
		ht_xml_attr(x, "r", place);
		ht_xml_attr_int(x, "s", book->n == 1);
		ht_xml_attr(x, "t", "inlineStr");
		put_text(x, cells[i]);
		ht_xml_end(x);
	}
	ht_xml_end(x);
	if (n > book->most)
		book->most = n;
}

static void put_sheet(ht_workbook *book, ht_xml *x)
{
	ht_xml_root(x, "worksheet", " xmlns=\"" MAIN "\"");
	ht_xml_open(x, "sheetViews");
	ht_xml_open(x, "sheetView");
	ht_xml_attr_int(x, "workbookViewId", 0);
	ht_xml_open(x, "pane");
	ht_xml_attr_int(x, "ySplit", 1);
	ht_xml_attr(x, "topLeftCell", "A2");
	ht_xml_attr(x, "activePane", "bottomLeft");
	ht_xml_attr(x, "state", "frozen");
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
	if (book->most) {
		ht_xml_open(x, "cols");
		ht_xml_open(x, "col");
		ht_xml_attr_int(x, "min", 1);
		ht_xml_attr_int(x, "max", (long)book->most);
		ht_xml_attr_int(x, "width", WIDTH);
		ht_xml_attr_int(x, "style", 0);
		ht_xml_attr_int(x, "customWidth", 1);
		ht_xml_end(x);
		ht_xml_end(x);
	}
	ht_xml_open(x, "sheetData");
	ht_xml_raw(x, &book->rows);
	ht_xml_end(x);
}

static void put_workbook(ht_xml *x, const char *title)
{
	ht_xml_root(x, "workbook", " xmlns=\"" MAIN "\" xmlns:r=\"" RELATIONS "\"");
	ht_xml_open(x, "sheets");
	ht_xml_open(x, "sheet");
	ht_xml_attr(x, "name", title);
	ht_xml_attr_int(x, "sheetId", 1);
	ht_xml_attr(x, "r:id", "rId1");
	ht_xml_end(x);
	ht_xml_end(x);
}

ht_status ht_workbook_write(ht_workbook *book, const char *title, ht_diags *diags, ht_buf *out)
{
	ht_arena *arena = book ? ht_arena_new() : NULL;
	ht_xml data, list;
	size_t data_len, list_len;
	if (!arena)
		return HT_ERR_NOMEM;
	ht_xml_new(&data);
	ht_xml_new(&list);
	put_sheet(book, &data);
	put_workbook(&list, title);
	const char *data_bytes = ht_xml_bytes(&data, &data_len), *list_bytes = ht_xml_bytes(&list, &list_len);
	ht_package package = {.arena = arena, .diags = diags};
	ht_package_add(&package, "[Content_Types].xml", NULL, types, strlen(types), HT_PACK_DEFLATED);
	ht_package_add(&package, "_rels/.rels", NULL, package_relations, strlen(package_relations), HT_PACK_DEFLATED);
	ht_package_add(&package, "xl/workbook.xml", NULL, list_bytes, list_len, HT_PACK_DEFLATED);
	ht_package_add(&package, "xl/_rels/workbook.xml.rels", NULL, workbook_relations, strlen(workbook_relations),
	               HT_PACK_DEFLATED);
	ht_package_add(&package, "xl/styles.xml", NULL, styles, strlen(styles), HT_PACK_DEFLATED);
	ht_package_add(&package, "xl/worksheets/sheet1.xml", NULL, data_bytes, data_len, HT_PACK_DEFLATED);
	ht_status status = HT_ERR_NOMEM;
	if (!data.failed && !list.failed && !book->rows.failed)
		status = ht_package_write(&package, NULL, 6, out);
	ht_xml_close(&data);
	ht_xml_close(&list);
	ht_arena_free(arena);
	return status;
}

/* Record room: the places of the cells of tables, whichever way they are given. */
#include "record_help.h"

/* The table's cells as text: a row a line, `text@column` and, where a cell
 * spans more than itself, `:rows x columns`. */
static void describe(const ht_body_block *table, ht_buf *out)
{
	for (size_t r = 0; r < table->n_rows; r++) {
		for (size_t i = 0; i < table->rows[r].n; i++) {
			const ht_body_cell *cell = &table->rows[r].cells[i];
			ht_buf_addf(out, "%s%s@%zu", i ? " " : "", cell->n ? cell->inlines[0].text : "", cell->column);
			if (cell->rows != 1 || cell->columns != 1)
				ht_buf_addf(out, ":%zux%zu", cell->rows, cell->columns);
		}
		ht_buf_adds(out, table->rows[r].header ? " head\n" : "\n");
	}
}

static void check(const char *yaml, const char *wanted)
{
	ht_diags *diags = ht_diags_new();
	ht_record *record;
	ht_buf text = {0};
	assert_int_equal(ht_record_parse(yaml, strlen(yaml), "r.yaml", 1, HT_FORMAT_YAML, diags, &record), HT_OK);
	const ht_value *body = ht_group_find(&record->root, "body");
	const ht_body_block *table = NULL;
	for (size_t i = 0; i < body->body->n; i++)
		if (body->body->blocks[i].kind == HT_BODY_TABLE)
			table = &body->body->blocks[i];
	assert_non_null(table);
	describe(table, &text);
	assert_string_equal(text.data, wanted);
	ht_buf_free(&text);
	ht_record_free(record);
	ht_diags_free(diags);
}

static void cells_take_the_first_free_column(void **state)
{
	(void)state;
	check("body:\n"
	      "  - 文\n"
	      "  - table:\n"
	      "      head: [[{text: 甲, rows: 2}, {text: 乙, columns: 2}], [丙, 丁]]\n"
	      "      rows:\n"
	      "        - [1, {text: 2, rows: 2, columns: 2}]\n"
	      "        - [3]\n"
	      "        - [4, '', 5]\n",
	      "甲@0:2x1 乙@1:1x2 head\n丙@1 丁@2 head\n1@0 2@1:2x2\n3@0\n4@0 @1 5@2\n");
}

static void heads_of_columns_are_a_row(void **state)
{
	(void)state;
	check("正文:\n  - 表格:\n      列: [甲, {表头: 乙, 宽: 30, 对齐: 右}]\n      行: [[{文字: 全, 跨列: 2}]]\n",
	      "甲@0 乙@1 head\n全@0:1x2\n");
}

static void marks_join_cells(void **state)
{
	(void)state;
	check("body: |\n"
	      "  | 甲 | 乙 | 丙 |\n"
	      "  |---|---|---|\n"
	      "  | 一 | 二 | << |\n"
	      "  | ^^ | ^^ | ^^ |\n"
	      "  | 三 |  | 四 |\n",
	      "甲@0 乙@1 丙@2 head\n一@0:2x1 二@1:2x2\n\n三@0 @1 四@2\n");
}

static void a_head_goes_on_where_its_cells_reach(void **state)
{
	(void)state;
	check("body: |\n"
	      "  | 甲 | 乙 | << |\n"
	      "  |---|---|---|\n"
	      "  | ^^ | 一 | 二 |\n"
	      "  | 1 | 2 | 3 |\n",
	      "甲@0:2x1 乙@1:1x2 head\n一@1 二@2 head\n1@0 2@1 3@2\n");
}

static void marks_that_join_nothing_leave_empty_cells(void **state)
{
	(void)state;
	check("body: |\n"
	      "  | 甲 | 乙 |\n"
	      "  |---|---|\n"
	      "  | << | 二 |\n"
	      "  | 三 | << |\n"
	      "  | 四 | ^^ |\n",
	      "甲@0 乙@1 head\n@0 二@1\n三@0 @1\n四@0 @1\n");
}

static void marks_join_cells_of_lists(void **state)
{
	(void)state;
	check("正文:\n  - 表格:\n      表头: [[甲, 乙, '<<'], ['^^', 一, 二]]\n      行: [[三, 四, '<<'], ['^^', 五, "
	      "六]]\n",
	      "甲@0:2x1 乙@1:1x2 head\n一@1 二@2 head\n三@0:2x1 四@1:1x2\n五@1 六@2\n");
	/* where cells are left out they join nothing */
	check("正文:\n  - 表格:\n      行: [[{文字: 甲, 跨行: 2}, 乙], ['^^']]\n", "甲@0:2x1 乙@1\n@1\n");
}

static void a_cell_of_nothing_keeps_its_column(void **state)
{
	(void)state;
	check("body: |\n"
	      "  |甲|乙|丙|\n"
	      "  |---|---|---|\n"
	      "  |合计||12|\n"
	      "  |||34|\n",
	      "甲@0 乙@1 丙@2 head\n合计@0 @1 12@2\n@0 @1 34@2\n");
}

static void pipes_in_code_separate_no_cells(void **state)
{
	(void)state;
	check("body: |\n"
	      "  | 甲 | 乙 |\n"
	      "  |---|---|\n"
	      "  | `a | b` | 一 |\n"
	      "  | ``c`|`` | 二 |\n"
	      "  | d` | 三 |\n",
	      "甲@0 乙@1 head\na | b@0 一@1\nc`|@0 二@1\nd`@0 三@1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cells_take_the_first_free_column),
	    cmocka_unit_test(heads_of_columns_are_a_row),
	    cmocka_unit_test(marks_join_cells),
	    cmocka_unit_test(a_head_goes_on_where_its_cells_reach),
	    cmocka_unit_test(marks_that_join_nothing_leave_empty_cells),
	    cmocka_unit_test(marks_join_cells_of_lists),
	    cmocka_unit_test(a_cell_of_nothing_keeps_its_column),
	    cmocka_unit_test(pipes_in_code_separate_no_cells),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Record room: trees out of YAML and JSON, with the place of every node. */
#include "record_help.h"

typedef struct tree {
	ht_arena *arena;
	ht_diags *diags;
	ht_node *root;
	ht_status status;
} tree;

static tree read_tree(ht_syntax syntax, const char *text)
{
	tree t = {.arena = ht_arena_new(), .diags = ht_diags_new()};
	t.status = ht_node_parse(t.arena, text, strlen(text), "f", 1, syntax, t.diags, &t.root);
	return t;
}

static void tree_free(tree *t)
{
	ht_arena_free(t->arena);
	ht_diags_free(t->diags);
}

static void yaml_nodes_have_places(void **state)
{
	(void)state;
	tree t = read_tree(HT_SYNTAX_YAML, "标题: 关于\n列表:\n  - 甲\n  - 键: \"值\"\n空:\n");
	assert_int_equal(t.status, HT_OK);
	assert_int_equal(t.root->kind, HT_NODE_MAP);
	assert_int_equal(t.root->n, 3);
	assert_place(t.root->loc, 1, 1);
	const ht_node *title = ht_node_get(t.root, "标题");
	assert_place(title->loc, 1, 5);
	assert_place(title->text_loc, 1, 5);
	assert_true(title->line_exact);
	const ht_node *list = ht_node_get(t.root, "列表");
	assert_int_equal(list->kind, HT_NODE_SEQ);
	assert_place(list->items[0]->loc, 3, 5);
	const ht_node *value = ht_node_get(list->items[1], "键");
	assert_place(value->loc, 4, 8);
	assert_place(value->text_loc, 4, 9);
	assert_true(value->quoted);
	assert_true(ht_node_is_null(ht_node_get(t.root, "空")));
	assert_null(ht_node_get(t.root, "无"));
	tree_free(&t);
}

static void block_texts_know_their_first_column(void **state)
{
	(void)state;
	tree t = read_tree(HT_SYNTAX_YAML, "a: |\n\n    x\n      y\nb: |2\n    z\n  w\nc: >\n  甲\n  乙\n");
	assert_int_equal(t.status, HT_OK);
	const ht_node *a = ht_node_get(t.root, "a"), *b = ht_node_get(t.root, "b"), *c = ht_node_get(t.root, "c");
	assert_string_equal(a->text, "\nx\n  y\n");
	assert_place(a->text_loc, 2, 5);
	assert_true(a->line_exact);
	assert_string_equal(b->text, "  z\nw\n");
	assert_place(b->text_loc, 6, 3);
	assert_false(c->line_exact);
	tree_free(&t);
}

static void folded_lines_leave_no_space_between_han(void **state)
{
	(void)state;
	tree t = read_tree(HT_SYNTAX_YAML,
	                   "a: 关于某事\n  的通知\nb: \"甲\n  abc\n  def，\n  乙\"\nc: >\n  甲 乙\n  丙\nd: 甲 乙\n");
	assert_int_equal(t.status, HT_OK);
	assert_string_equal(ht_node_get(t.root, "a")->text, "关于某事的通知");
	assert_string_equal(ht_node_get(t.root, "b")->text, "甲 abc def，乙");
	assert_string_equal(ht_node_get(t.root, "c")->text, "甲 乙丙\n");
	assert_string_equal(ht_node_get(t.root, "d")->text, "甲 乙");
	tree_free(&t);
}

static void plain_scalars_stay_text(void **state)
{
	(void)state;
	tree t = read_tree(HT_SYNTAX_YAML, "a: 007\nb: 2026-07-23\nc: yes\nd: 1_000\ne: '~'\n");
	assert_string_equal(ht_node_get(t.root, "a")->text, "007");
	assert_string_equal(ht_node_get(t.root, "b")->text, "2026-07-23");
	assert_string_equal(ht_node_get(t.root, "c")->text, "yes");
	assert_string_equal(ht_node_get(t.root, "d")->text, "1_000");
	assert_false(ht_node_is_null(ht_node_get(t.root, "e")));
	tree_free(&t);
}

static void json_nodes_have_places(void **state)
{
	(void)state;
	tree t =
	    read_tree(HT_SYNTAX_JSON, "\xEF\xBB\xBF{\r\n  \"标题\" : \"关于\",\r\n \"n\":[ 1.50 ,null,true, {} ]\r\n}");
	assert_int_equal(t.status, HT_OK);
	const ht_node *title = ht_node_get(t.root, "标题"), *n = ht_node_get(t.root, "n");
	assert_place(t.root->loc, 1, 1);
	assert_place(t.root->pairs[0].key->loc, 2, 3);
	assert_place(title->loc, 2, 10);
	assert_place(title->text_loc, 2, 11);
	assert_place(n->loc, 3, 6);
	assert_string_equal(n->items[0]->text, "1.50");
	assert_place(n->items[0]->loc, 3, 8);
	assert_true(ht_node_is_null(n->items[1]));
	assert_place(n->items[2]->loc, 3, 19);
	assert_place(n->items[3]->loc, 3, 25);
	tree_free(&t);
}

static void json_escapes_become_characters(void **state)
{
	(void)state;
	tree t = read_tree(HT_SYNTAX_JSON, "{\"a\":\"\\ud842\\udfb7\\n\\u002F\\\"\",\"b\":\"𠮷\"}");
	assert_int_equal(t.status, HT_OK);
	assert_string_equal(ht_node_get(t.root, "a")->text, "𠮷\n/\"");
	assert_false(ht_node_get(t.root, "a")->line_exact);
	assert_string_equal(ht_node_get(t.root, "b")->text, "𠮷");
	tree_free(&t);
}

static void line_numbers_begin_where_the_caller_says(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	ht_node *root = NULL;
	assert_int_equal(ht_node_parse(arena, "{\"a\":1}", 7, NULL, 41, HT_SYNTAX_JSON, NULL, &root), HT_OK);
	assert_place(ht_node_get(root, "a")->loc, 41, 6);
	assert_null(root->loc.file);
	ht_arena_free(arena);
}

static void faults_leave_the_result_alone(void **state)
{
	(void)state;
	static const char *const broken[] = {"a: [", "a: *x", "a: !t b", "- a\nb", "a: 1\na: 2", "\xFF"};
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		tree t = read_tree(HT_SYNTAX_YAML, broken[i]);
		assert_int_equal(t.status, HT_ERR_INPUT);
		assert_null(t.root);
		assert_true(ht_diags_has_errors(t.diags));
		tree_free(&t);
	}
	tree empty = read_tree(HT_SYNTAX_YAML, "# nothing\n");
	assert_int_equal(empty.status, HT_OK);
	assert_null(empty.root);
	tree_free(&empty);
}

static void without_diagnostics_errors_still_count(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	ht_node *root = NULL;
	assert_int_equal(ht_node_parse(arena, "a: 1\na: 2", 9, "f", 1, HT_SYNTAX_YAML, NULL, &root), HT_ERR_INPUT);
	ht_record *record = NULL;
	assert_int_equal(ht_record_parse("tilte: x", 8, "f", 1, HT_FORMAT_YAML, NULL, &record), HT_ERR_INPUT);
	assert_null(record);
	ht_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(yaml_nodes_have_places),
	    cmocka_unit_test(block_texts_know_their_first_column),
	    cmocka_unit_test(folded_lines_leave_no_space_between_han),
	    cmocka_unit_test(plain_scalars_stay_text),
	    cmocka_unit_test(json_nodes_have_places),
	    cmocka_unit_test(json_escapes_become_characters),
	    cmocka_unit_test(line_numbers_begin_where_the_caller_says),
	    cmocka_unit_test(faults_leave_the_result_alone),
	    cmocka_unit_test(without_diagnostics_errors_still_count),
	};
	return cmocka_run_group_tests_name("record: nodes", tests, NULL, NULL);
}

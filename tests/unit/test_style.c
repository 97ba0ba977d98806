/* Style room: units, merging along extends, faults with their places. The
 * sheets under test are written into a temporary folder, and the project's
 * own are loaded too: HT_STYLES names their folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/outfile.h"
#include "style/style.h"

static char folder[] = "/tmp/hongtou-style-XXXXXX";
static const char *const dirs[] = {folder, NULL};

static const char plain[] = "name: 样式\n"
                            "page: {width: 210mm, height: 297mm, top: 37mm, left: 28mm, area_width: '156mm',\n"
                            "  area_height: 225mm, size: 三号, lines: 22, chars: 28}\n"
                            "colours: {red: '#FF0000'}\n"
                            "faces:\n  song: {han: GW SongTi}\n"
                            "styles:\n"
                            "  body: {face: song, size: 三号, indent: 2字}\n"
                            "  note: {extends: body, size: 四号, colour: red}\n"
                            "elements:\n"
                            "  title: {kind: title, style: body, text: '{title}', skip: 2}\n"
                            "  rule: {kind: rule, thickness: 1mm}\n"
                            "flow: [title, rule]\n";

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static void put(const char *name, const char *text)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	assert_int_equal(ht_outfile_put(path, text, strlen(text), NULL), HT_OK);
}

static int remove_folder(void **state)
{
	(void)state;
	static const char *const names[] = {"plain.yaml", "child.yaml", "bad.yaml", "ring.yaml"};
	char path[128];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		unlink(path);
	}
	return rmdir(folder);
}

static ht_style *load(const char *name, ht_diags *diags)
{
	ht_style_dirs where = {dirs};
	ht_style *style = NULL;
	ht_style_load(name, &where, diags, &style);
	return style;
}

/* A sheet that has no faults. */
static ht_style *load_good(const char *name)
{
	ht_diags *diags = ht_diags_new();
	ht_style *style = load(name, diags);
	assert_non_null(style);
	ht_diags_free(diags);
	return style;
}

static void the_grid_fills_the_type_area(void **state)
{
	(void)state;
	put("plain.yaml", plain);
	ht_style *style = load_good("plain");
	const ht_geometry *g = &style->page;
	assert_int_equal(ht_geometry_line(g, 0), ht_len_from_mm(37));
	assert_int_equal(ht_geometry_line(g, 21) + g->size, g->top + g->area_height);
	assert_int_equal(ht_geometry_cell(g, 28), g->area_width);
	assert_true(abs(ht_geometry_cell(g, 1) - ht_len_from_mm(156.0 / 28)) <= 1);
	ht_style_free(style);
}

static void styles_inherit_what_they_do_not_say(void **state)
{
	(void)state;
	put("plain.yaml", plain);
	ht_style *style = load_good("plain");
	const ht_pstyle *note = ht_style_find(style, "note");
	assert_int_equal(note->indent, ht_len_scale(style->page.area_width, 2, 28));
	assert_int_equal(note->size, 14 * HT_LEN_PT);
	assert_int_equal(note->colour.r, 255);
	assert_null(ht_style_find(style, "nothing"));
	ht_style_free(style);
}

static void a_sheet_says_only_what_differs(void **state)
{
	(void)state;
	put("plain.yaml", plain);
	put("child.yaml", "extends: plain\nname: 子样式\nelements:\n  title: {skip: 1}\nflow: [title]\n");
	ht_style *style = load_good("child");
	assert_string_equal(style->zh, "子样式");
	assert_int_equal(style->n_flow, 1);
	assert_int_equal(style->flow[0]->skip, 1);
	assert_string_equal(style->flow[0]->text.parts[0].paths[0], "title");
	ht_style_free(style);
}

/* `kind:` or `extends:` makes a new element: nothing of the inherited one is kept but
 * its Chinese name. */
static void a_redefined_element_inherits_nothing(void **state)
{
	(void)state;
	put("plain.yaml", plain);
	put("child.yaml",
	    "extends: plain\nelements:\n"
	    "  title: {name: 标题, kind: title, style: body, text: '{title}', unless: signers}\nflow: [title]\n");
	put("ring.yaml", "extends: child\nelements:\n  标题: {kind: text, style: note, text: '{number}'}\n");
	ht_style *style = load_good("ring");
	const ht_element *e = style->flow[0];
	assert_int_equal(e->kind, HT_E_TEXT);
	assert_string_equal(e->name, "title");
	assert_string_equal(e->zh, "标题");
	assert_null(e->unless);
	assert_int_equal(e->skip, 0);
	ht_style_free(style);
	put("ring.yaml", "extends: child\nelements:\n  title: {unless: ~}\n");
	style = load_good("ring");
	assert_int_equal(style->flow[0]->kind, HT_E_TITLE);
	assert_null(style->flow[0]->unless);
	ht_style_free(style);
}

/* An element has what the one it extends has, however that is changed, also by a sheet
 * that extends this one; members and columns too. */
static void elements_extend_elements(void **state)
{
	(void)state;
	put("plain.yaml", plain);
	put("child.yaml", "extends: plain\nelements:\n"
	                  "  last: {extends: middle, at_least: 2}\n"
	                  "  middle: {extends: first, when: body}\n"
	                  "  first: {kind: group, field: attachments, members: [title, rows]}\n"
	                  "  rows: {kind: table, style: note, field: meeting.present, columns: [{text: '{n}'}]}\n"
	                  "  more: {extends: rows, field: meeting.absent}\n"
	                  "flow: [last, more]\n");
	put("ring.yaml", "extends: child\nelements: {first: {field: enclosed}}\n");
	ht_style *style = load_good("ring");
	const ht_element *last = style->flow[0], *more = style->flow[1];
	assert_int_equal(last->kind, HT_E_GROUP);
	assert_string_equal(last->field, "enclosed");
	assert_string_equal(last->when, "body");
	assert_int_equal(last->at_least, 2);
	assert_int_equal(last->n_members, 2);
	assert_string_equal(last->members[1]->name, "rows");
	assert_int_equal(more->n_columns, 1);
	assert_string_equal(more->field, "meeting.absent");
	ht_style_free(style);
}

/* Paths are kept by their English names, whichever they are written in. */
static void fields_are_found_by_chinese_names(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
	    {"发文字号", "number"},
	    {"会议.名称", "meeting.name"},
	    {"会议.议题", "meeting.agenda"},
	    {"责任单位", "owner"},
	    {"决定", "decisions"},
	    {"题目", "topic"},
	    {"署名/发文机关", "signature/issuers"},
	    {"文号/会议.简报名称", "number/meeting.bulletin"},
	    {"归档.关键词", "archive.keywords"},
	};
	put("plain.yaml", plain);
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		char text[256];
		snprintf(text, sizeof text, "extends: plain\nelements: {title: {有则: %s}}\nignored: [%s]\n",
		         pairs[i][0], pairs[i][0]);
		put("child.yaml", text);
		ht_style *style = load_good("child");
		assert_string_equal(style->flow[0]->when, pairs[i][1]);
		assert_string_equal(style->ignored[0], pairs[i][1]);
		ht_style_free(style);
	}
}

/* Loading text must fail, and the messages must hold each of the parts. */
static void assert_faults(const char *text, const char *const *parts)
{
	ht_diags *diags = ht_diags_new();
	ht_buf out = {0};
	put("bad.yaml", text);
	assert_null(load("bad", diags));
	ht_diags_format(diags, HT_LEVEL_ERROR, &out);
	for (; *parts; parts++)
		if (!strstr(out.data, *parts))
			fail_msg("no \"%s\" in:\n%s", *parts, out.data);
	ht_buf_free(&out);
	ht_diags_free(diags);
}

static void faults_have_places_and_come_all_at_once(void **state)
{
	(void)state;
	put("plain.yaml", plain);
	static const char *const parts[] = {
	    "bad.yaml:3:10: error: style sheets have no key \"colur\" here; did you mean \"colour\"?",
	    "bad.yaml:4:16: error: \"12 furlongs\" is not a value of \"size\"",
	    "bad.yaml:6:26: error: records have no field \"tilte\"",
	    "bad.yaml:7:15: error: this style sheet has no element \"ghost\"", NULL};
	assert_faults("extends: plain\nstyles:\n  body: {colur: red}\n  note: {size: 12 furlongs}\n"
	              "elements:\n  title: {text: '{title}{tilte}'}\nflow: [title, ghost]\n",
	              parts);
}

static void a_sheet_that_extends_itself_is_refused(void **state)
{
	(void)state;
	put("ring.yaml", "extends: bad\n");
	static const char *const parts[] = {"extends itself", NULL};
	assert_faults("extends: ring\n", parts);
	static const char *const missing[] = {"no style sheet \"nowhere\"", NULL};
	assert_faults("extends: nowhere\n", missing);
}

static void absurd_pages_are_refused(void **state)
{
	(void)state;
	static const char *const area[] = {"bad.yaml:2:15: error: the type area does not fit on the paper", NULL};
	static const char *const lines[] = {"bad.yaml:2:15: error: \"lines\" is out of range: 2 … 200", NULL};
	static const char *const chars[] = {"bad.yaml:2:15: error: \"chars\" is out of range: 1 … 400", NULL};
	put("plain.yaml", plain);
	assert_faults("extends: plain\npage: {width: 10mm}\n", area);
	assert_faults("extends: plain\npage: {lines: 1}\n", lines);
	assert_faults("extends: plain\npage: {chars: -3}\n", chars);
}

static void the_projects_own_sheets_load(void **state)
{
	(void)state;
	static const char *const names[] = {"gb9704", "gb9704-apart", "attachments", "letter",
	                                    "order",  "minutes",      "bulletin",    "agenda",
	                                    "signin", "resolution",   "notice",      "actions"};
	const char *const own[] = {getenv("HT_STYLES"), NULL};
	ht_style_dirs where = {own};
	if (!own[0])
		skip();
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		ht_diags *diags = ht_diags_new();
		ht_style *style;
		ht_buf out = {0};
		ht_status status = ht_style_load(names[i], &where, diags, &style);
		ht_diags_format(diags, HT_LEVEL_NOTE, &out);
		if (status != HT_OK || out.len)
			fail_msg("%s", out.data);
		assert_true(style->n_flow > 0);
		ht_style_free(style);
		ht_diags_free(diags);
	}
}

static bool is_needed(const char *form, const char *path)
{
	for (const ht_need *need = ht_record_needs(); need->form; need++)
		if (need->needed && strcmp(need->form, form) == 0 && strcmp(need->path, path) == 0)
			return true;
	return false;
}

/* What the sheet of a form cannot do without, the table of needs wants too. */
static void sheets_and_the_table_of_needs_agree(void **state)
{
	(void)state;
	const char *const own[] = {getenv("HT_STYLES"), NULL};
	const char *const *forms = ht_field_find(ht_record_fields(), "form")->choices;
	ht_style_dirs where = {own};
	if (!own[0])
		skip();
	for (size_t i = 0; forms[i]; i += 2) {
		ht_diags *diags = ht_diags_new();
		ht_style *style;
		assert_int_equal(ht_style_load(ht_style_for_form(forms[i]), &where, diags, &style), HT_OK);
		assert_true(style->n_required > 0);
		for (size_t k = 0; k < style->n_required; k++)
			if (!is_needed(forms[i], style->required[k]))
				fail_msg("%s needs %s", forms[i], style->required[k]);
		ht_style_free(style);
		ht_diags_free(diags);
	}
	for (const ht_need *need = ht_record_needs(); need->form; need++)
		assert_true(strchr(need->path, '/') || ht_field_find(ht_record_fields(), need->path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_grid_fills_the_type_area),
	    cmocka_unit_test(styles_inherit_what_they_do_not_say),
	    cmocka_unit_test(a_sheet_says_only_what_differs),
	    cmocka_unit_test(a_redefined_element_inherits_nothing),
	    cmocka_unit_test(elements_extend_elements),
	    cmocka_unit_test(fields_are_found_by_chinese_names),
	    cmocka_unit_test(faults_have_places_and_come_all_at_once),
	    cmocka_unit_test(a_sheet_that_extends_itself_is_refused),
	    cmocka_unit_test(absurd_pages_are_refused),
	    cmocka_unit_test(the_projects_own_sheets_load),
	    cmocka_unit_test(sheets_and_the_table_of_needs_agree),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

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
#include "base/infile.h"
#include "own_sheets.h"
#include "sheet.h"
#include "style/catalogue.h"
#include "style/messages.h"
#include "style/style.h"

static char folder[] = "/tmp/hongtou-style-XXXXXX";
static const char *const dirs[] = {folder, NULL};

static const char plain[] = "name: 样式\n"
                            "page: {width: 210mm, height: 297mm, top: 37mm, left: 28mm, area_width: '156mm',\n"
                            "  area_height: 225mm, size: 三号, lines: 22, chars: 28}\n"
                            "colours: {red: '#FF0000'}\n"
                            "faces:\n  song: {han: HT SongTi}\n"
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
	ht_style_dirs where = {.dirs = dirs};
	ht_style *style = NULL;
	ht_style_load(name, false, &where, diags, &style);
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
	assert_int_equal(ht_geometry_char(g, 28), g->area_width);
	assert_true(abs(ht_geometry_char(g, 1) - ht_len_from_mm(156.0 / 28)) <= 1);
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
		snprintf(text, sizeof text, "extends: plain\nelements: {title: {有则: %s}}\nignored: {%s: 不印}\n",
		         pairs[i][0], pairs[i][0]);
		put("child.yaml", text);
		ht_style *style = load_good("child");
		assert_string_equal(style->flow[0]->when, pairs[i][1]);
		assert_string_equal(style->ignored[0].path, pairs[i][1]);
		assert_string_equal(style->ignored[0].reason, "不印");
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
	ht_style_dirs where = {.dirs = own};
	if (!own[0])
		skip();
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		ht_diags *diags = ht_diags_new();
		ht_style *style;
		ht_buf out = {0};
		ht_status status = ht_style_load(names[i], false, &where, diags, &style);
		ht_diags_format(diags, HT_LEVEL_NOTE, &out);
		if (status != HT_OK || out.len)
			fail_msg("%s", out.data);
		assert_true(style->n_flow > 0);
		ht_style_free(style);
		ht_diags_free(diags);
	}
}

/* What the catalogue says without loading a sheet is what the loaded sheet says. */
static void assert_same_form(const ht_form *a, const ht_form *b)
{
	assert_string_equal(a->sheet, b->sheet);
	assert_string_equal(a->names.en, b->names.en);
	assert_string_equal(a->names.zh, b->names.zh);
	assert_int_equal(a->n_required, b->n_required);
	for (size_t i = 0; i < a->n_required; i++)
		assert_string_equal(a->required[i], b->required[i]);
	assert_null(a->required[a->n_required]);
	assert_int_equal(a->n_wanted, b->n_wanted);
	for (size_t i = 0; i < a->n_wanted; i++)
		assert_string_equal(a->wanted[i], b->wanted[i]);
	assert_int_equal(a->n_kinds, b->n_kinds);
	for (size_t i = 0; i < a->n_kinds; i++) {
		assert_string_equal(a->kinds[i].name, b->kinds[i].name);
		assert_int_equal(a->kinds[i].n_without, b->kinds[i].n_without);
	}
	assert_int_equal(a->title_chars, b->title_chars);
	assert_int_equal(a->number_without_code, b->number_without_code);
	assert_int_equal(a->n_secrecy_words, b->n_secrecy_words);
	assert_int_equal(a->recognition.n_evidence, b->recognition.n_evidence);
	assert_int_equal(a->recognition.rank, b->recognition.rank);
	assert_int_equal(a->recognition.masthead_above, b->recognition.masthead_above);
	assert_int_equal(a->recognition.item_by_item, b->recognition.item_by_item);
}

static void the_catalogue_and_the_sheets_agree(void **state)
{
	(void)state;
	const char *const own[] = {getenv("HT_STYLES"), NULL};
	const ht_style_dirs where = {.dirs = own, .built_in = own[0]};
	ht_catalogue *c = NULL;
	if (!own[0])
		skip();
	assert_int_equal(ht_catalogue_open(&where, NULL, 0, NULL, &c), HT_OK);
	size_t n, n_standard = 0;
	const ht_form *const *forms = ht_catalogue_all(c, &n);
	assert_true(n >= 14);
	for (size_t i = 0; i < n; i++) {
		ht_diags *diags = ht_diags_new();
		ht_style *style = NULL;
		if (!forms[i]->hidden) {
			assert_int_equal(ht_style_load(forms[i]->sheet, false, &where, diags, &style), HT_OK);
			assert_same_form(forms[i], &style->form);
			assert_true(style->form.n_required > 0);
			assert_true(ht_catalogue_in_force(c, forms[i]));
		}
		n_standard += forms[i]->standard;
		ht_style_free(style);
		ht_diags_free(diags);
	}
	assert_int_equal(n_standard, 1);
	assert_string_equal(ht_catalogue_form(c, NULL)->names.zh, "公文");
	ht_catalogue_free(c);
}

/* A catalogue of the temporary folder above the program's own sheets. */
static ht_catalogue *open_catalogue(ht_style_dirs *where, const char **list, ht_diags *diags)
{
	ht_catalogue *c = NULL;
	list[0] = folder;
	list[1] = getenv("HT_STYLES");
	list[2] = NULL;
	*where = (ht_style_dirs){.dirs = list, .built_in = list[1]};
	assert_int_equal(ht_catalogue_open(where, NULL, 0, diags, &c), HT_OK);
	return c;
}

static void a_sheet_found_earlier_takes_the_forms_place(void **state)
{
	(void)state;
	ht_style_dirs where;
	const char *list[3];
	ht_diags *diags = ht_diags_new();
	if (!getenv("HT_STYLES"))
		skip();
	put("child.yaml", "extends: minutes\nname: 本局纪要\nform: minutes\nwanted: [meeting.place]\n");
	ht_catalogue *c = open_catalogue(&where, list, diags);
	const ht_form *own = ht_catalogue_form(c, "minutes");
	assert_string_equal(own->sheet, "child");
	assert_string_equal(own->names.zh, "本局纪要");
	assert_string_equal(own->wanted[0], "meeting.place");
	assert_string_equal(own->required[2], "body/meeting.agenda"); /* inherited, from the table */
	assert_true(own->number_without_code);
	assert_int_equal(own->recognition.n_evidence, 0); /* not inherited */
	static const char *const names[] = {"minutes", "纪要", "Minutes", "本局纪要"};
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(ht_forms_find(ht_catalogue_forms(c), names[i])->zh, "本局纪要");
	ht_style *style = NULL;
	assert_int_equal(ht_style_load(own->path, false, &where, diags, &style), HT_OK);
	assert_int_equal(style->form.n_wanted, 1);
	assert_string_equal(style->form.required[2], "body/meeting.agenda");
	assert_true(style->form.number_without_code);
	assert_int_equal(style->form.recognition.n_evidence, 0);
	ht_style_free(style);
	ht_catalogue_free(c);
	ht_diags_free(diags);
}

/* Chinese keys, and lists that are changed: known of a form as of the loaded sheet. */
static void a_forms_keys_are_those_of_the_language(void **state)
{
	(void)state;
	ht_style_dirs where;
	const char *list[3];
	ht_diags *diags = ht_diags_new();
	if (!getenv("HT_STYLES"))
		skip();
	put("child.yaml",
	    "继承: gb9704\n名称: 公告\n格式: announcement\n必备+: [发文字号]\n常备-: [number, recipients]\n"
	    "文种: [公告]\n识别:\n  依据: [{标题结尾: [公告]}]\n");
	ht_catalogue *c = open_catalogue(&where, list, diags);
	const ht_form *form = ht_catalogue_form(c, "announcement");
	assert_non_null(form);
	assert_int_equal(form->n_required, 4);
	assert_string_equal(form->required[3], "number");
	assert_int_equal(form->n_wanted, 1);
	assert_string_equal(form->wanted[0], "issuers");
	assert_string_equal(form->recognition.evidence[0].title_ends[0], "公告");
	ht_style *style = NULL;
	assert_int_equal(ht_style_load(form->path, false, &where, diags, &style), HT_OK);
	assert_same_form(form, &style->form);
	ht_style_free(style);
	ht_catalogue_free(c);
	ht_diags_free(diags);
}

static void broken_sheets_are_told_and_stop_nothing(void **state)
{
	(void)state;
	ht_style_dirs where;
	const char *list[3];
	ht_diags *diags = ht_diags_new();
	ht_buf out = {0};
	if (!getenv("HT_STYLES"))
		skip();
	put("bad.yaml", "extends: [\n");
	put("ring.yaml", "extends: ring\n");
	put("child.yaml", "extends: gb9704\nname: 公告\nkinds: [公告]\nchecks: {title_chars: many}\n");
	ht_catalogue *c = open_catalogue(&where, list, diags);
	assert_int_equal(ht_diags_count(diags, HT_LEVEL_WARNING), 3);
	assert_false(ht_diags_has_errors(diags));
	ht_diags_format(diags, HT_LEVEL_NOTE, &out);
	assert_non_null(strstr(out.data, "ring.yaml: warning: the style sheet cannot be used"));
	assert_string_equal(ht_catalogue_form(c, NULL)->names.en, "document");
	assert_true(ht_catalogue_form(c, "bad")->broken); /* and not one of that name further on */
	ht_catalogue_free(c);
	ht_buf_free(&out);
	ht_diags_free(diags);
}

typedef struct tally {
	size_t required, wanted;
	char last[64];
} tally;

static void count(void *user, ht_code code, ht_loc loc, const char *path, const char *zh)
{
	tally *t = user;
	(void)loc;
	t->required += code == HT_D_FIELD_REQUIRED;
	t->wanted += code == HT_D_FIELD_WANTED;
	snprintf(t->last, sizeof t->last, "%s %s", path, zh);
}

/* What is published to all has no recipients; what a kind wants beside its form. */
static void a_kind_says_what_its_documents_have(void **state)
{
	(void)state;
	ht_style_dirs where;
	const char *list[3];
	ht_diags *diags = ht_diags_new();
	if (!getenv("HT_STYLES"))
		skip();
	put("child.yaml", "extends: gb9704\nkinds:\n  请示: {wanted: [signers]}\n");
	ht_catalogue *c = open_catalogue(&where, list, diags);
	static const struct {
		const char *record;
		size_t required, wanted;
		const char *last;
	} cases[] = {
	    {"title: 关于禁渔的公告\nissuers: 甲\nbody: x\n", 1, 1, "number 发文字号"},
	    {"title: 关于禁渔的通知\nissuers: 甲\nbody: x\ndate: 2026-01-01\n", 0, 2, "recipients 主送机关"},
	    {"title: 关于禁渔的请示\nissuers: 甲\nbody: x\ndate: 2026-01-01\nnumber: 1\n", 0, 2, "signers 签发人"},
	    {"mark: 甲市公告\ntitle: 禁渔\nissuers: 甲\nbody: x\ndate: 2026-01-01\nnumber: 1\n", 0, 0, ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ht_record *record = NULL;
		tally t = {0};
		assert_int_equal(
		    ht_record_parse(cases[i].record, strlen(cases[i].record), "r", 1, HT_FORMAT_YAML, diags, &record),
		    HT_OK);
		ht_form_missing(ht_catalogue_form(c, "child"), &record->root, count, &t);
		assert_int_equal(t.required, cases[i].required);
		assert_int_equal(t.wanted, cases[i].wanted);
		assert_string_equal(t.last, cases[i].last);
		ht_record_free(record);
	}
	ht_catalogue_free(c);
	ht_diags_free(diags);
}

static void the_style_path_has_its_order(void **state)
{
	(void)state;
	static const char *const given[] = {"/a", "/b", NULL};
	ht_arena *arena = ht_arena_new();
	setenv("XDG_CONFIG_HOME", "/config", 1);
	ht_style_dirs path = ht_style_path(arena, given, "/own", true);
	static const char *const wanted[] = {"/a", "/b", "/config/hongtou/styles", "/etc/hongtou/styles", "/own"};
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(path.dirs[i], wanted[i]);
	assert_null(path.dirs[5]);
	assert_ptr_equal(path.built_in, path.dirs[4]);
	setenv("XDG_CONFIG_HOME", "relative", 1); /* to be ignored */
	setenv("HOME", "/home/x", 1);
	path = ht_style_path(arena, NULL, "/own", false);
	assert_string_equal(path.dirs[0], "/home/x/.config/hongtou/styles");
	assert_null(path.built_in);
	ht_arena_free(arena);
}

static void assert_same_place(ht_loc a, ht_loc b)
{
	assert_int_equal(a.line, b.line);
	assert_int_equal(a.col, b.col);
}

static void assert_same_tree(const ht_node *a, const ht_node *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->n, b->n);
	assert_same_place(a->loc, b->loc);
	assert_same_place(a->end, b->end);
	assert_same_place(a->text_loc, b->text_loc);
	assert_int_equal(a->flow << 4 | a->block << 3 | a->quoted << 2 | a->line_exact << 1 | a->joined,
	                 b->flow << 4 | b->block << 3 | b->quoted << 2 | b->line_exact << 1 | b->joined);
	if (a->kind == HT_NODE_SCALAR)
		assert_string_equal(a->text, b->text);
	for (size_t i = 0; i < a->n; i++) {
		if (a->kind == HT_NODE_MAP)
			assert_same_tree(a->pairs[i].key, b->pairs[i].key);
		assert_same_tree(a->kind == HT_NODE_MAP ? a->pairs[i].value : a->items[i],
		                 b->kind == HT_NODE_MAP ? b->pairs[i].value : b->items[i]);
	}
}

static void own_sheets_are_as_they_would_be_parsed(void **state)
{
	(void)state;
	static const char *const names[] = {"gb9704", "letter",       "order",         "minutes",     "bulletin",
	                                    "plain",  "gb9704-apart", "gb9704-duplex", "attachments", "_meeting",
	                                    "notice", "agenda",       "signin",        "resolution",  "actions"};
	ht_diags *diags = ht_diags_new();
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char path[512], changed[128];
		ht_arena *arena = ht_arena_new();
		ht_buf source = {0};
		ht_node *own, *parsed;
		snprintf(path, sizeof path, "%s/%s.yaml", getenv("HT_STYLES"), names[i]);
		snprintf(changed, sizeof changed, "%s/child.yaml", folder);
		assert_int_equal(ht_infile_read(path, 1 << 20, diags, &source), HT_OK);
		assert_non_null(ht_own_sheet(source.data, source.len));
		assert_true(ht_buf_adds(&source, "# changed\n"));
		assert_null(ht_own_sheet(source.data, source.len));
		put("child.yaml", source.data);
		assert_int_equal(ht_sheet_read(arena, path, diags, &own), HT_OK);
		assert_int_equal(ht_sheet_read(arena, changed, diags, &parsed), HT_OK);
		assert_same_tree(own, parsed);
		assert_string_equal(own->loc.file, path);
		ht_buf_free(&source);
		ht_arena_free(arena);
	}
	ht_diags_free(diags);
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
	    cmocka_unit_test(own_sheets_are_as_they_would_be_parsed),
	    cmocka_unit_test(the_catalogue_and_the_sheets_agree),
	    cmocka_unit_test(a_sheet_found_earlier_takes_the_forms_place),
	    cmocka_unit_test(a_forms_keys_are_those_of_the_language),
	    cmocka_unit_test(broken_sheets_are_told_and_stop_nothing),
	    cmocka_unit_test(a_kind_says_what_its_documents_have),
	    cmocka_unit_test(the_style_path_has_its_order),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

/* The words of style sheets. English names are canonical; the Chinese ones are
 * accepted wherever those are. */
#include "keys.h"

#include <string.h>

#include "base/str.h"

/* A column of the tables is the struct's member that a key sets. */
#define PAGE(name, zh, kind, member)                                                                                   \
	{                                                                                                              \
		name, zh, kind, offsetof(ht_geometry, member), 0, NULL, 0, BELOW_NOTHING, NULL                         \
	}
#define SIDE(name, zh, member)                                                                                         \
	{                                                                                                              \
		name, zh, KEY_ENUM, offsetof(ht_geometry, member), 0, sides, 0, BELOW_NOTHING, NULL                    \
	}
#define FACE(name, zh, member)                                                                                         \
	{                                                                                                              \
		name, zh, KEY_STRING, offsetof(ht_typeface, member), 0, NULL, 0, BELOW_NOTHING, NULL                   \
	}
#define PSTYLE(name, zh, kind, member)                                                                                 \
	{                                                                                                              \
		name, zh, kind, offsetof(ht_pstyle, member), 0, NULL, 0, BELOW_NOTHING, NULL                           \
	}
#define COLUMN(name, zh, kind, member, words)                                                                          \
	{                                                                                                              \
		name, zh, kind, offsetof(ht_column, member), 0, words, 0, BELOW_NOTHING, NULL                          \
	}
#define FOOT(name, zh, kind, member)                                                                                   \
	{                                                                                                              \
		name, zh, kind, offsetof(ht_imprint, member), 0, NULL, 0, BELOW_NOTHING, NULL                          \
	}
#define META(name, zh, kind, member)                                                                                   \
	{                                                                                                              \
		name, zh, kind, offsetof(ht_metadata, member), 0, NULL, 0, BELOW_NOTHING, NULL                         \
	}
#define ELEMENT(name, zh, kind, member, kinds)                                                                         \
	{                                                                                                              \
		name, zh, kind, offsetof(ht_element, member), 0, NULL, kinds, BELOW_NOTHING, NULL                      \
	}
#define CHOICE(name, zh, member, words, kinds)                                                                         \
	{                                                                                                              \
		name, zh, KEY_ENUM, offsetof(ht_element, member), 0, words, kinds, BELOW_NOTHING, NULL                 \
	}
#define LIST(name, zh, kind, member, count, kinds)                                                                     \
	{                                                                                                              \
		name, zh, kind, offsetof(ht_element, member), offsetof(ht_element, count), NULL, kinds, BELOW_NOTHING, \
		    NULL                                                                                               \
	}
#define OTHER(name, zh, kinds, below, keys)                                                                            \
	{                                                                                                              \
		name, zh, KEY_OTHER, 0, 0, NULL, kinds, below, keys                                                    \
	}
#define END                                                                                                            \
	{                                                                                                              \
		NULL, NULL, KEY_OTHER, 0, 0, NULL, 0, BELOW_NOTHING, NULL                                              \
	}

static const ht_word sides[] = {{"left", "左"}, {"right", "右"}, {NULL, NULL}};

static const ht_word haligns[] = {
    {"justify", "两端"}, {"left", "左"}, {"centre", "中"}, {"right", "右"}, {NULL, NULL},
};

static const ht_word froms[] = {
    {"previous", "上一要素"}, {"area", "版心"}, {"paper", "纸上边"}, {"paper_bottom", "纸下边"}, {NULL, NULL},
};

static const ht_word acrosses[] = {{"area", "版心"}, {"paper", "纸"}, {NULL, NULL}};

const ht_word ht_element_kinds[] = {
    [HT_E_TEXT] = {"text", "文字"},
    [HT_E_LINE] = {"line", "单行"},
    [HT_E_MASTHEAD] = {"masthead", "标志"},
    [HT_E_TITLE] = {"title", "标题"},
    [HT_E_RULE] = {"rule", "线"},
    [HT_E_BODY] = {"body", "正文"},
    [HT_E_PEOPLE] = {"people", "人员"},
    [HT_E_ROSTER] = {"roster", "组成人员"},
    [HT_E_SIGNERS] = {"signers", "签发人"},
    [HT_E_SIGNATURE] = {"signature", "署名"},
    [HT_E_SEALED] = {"sealed", "盖章署名"},
    [HT_E_STAMPED] = {"stamped", "签名章"},
    [HT_E_ATTACHMENT_NOTE] = {"attachment_note", "附件说明"},
    [HT_E_TABLE] = {"table", "表格"},
    [HT_E_GROUP] = {"group", "组"},
    [HT_E_PAGE_NUMBER] = {"page_number", "页码"},
    [HT_E_KIND_COUNT] = {NULL, NULL},
};

const ht_key ht_page_keys[] = {
    PAGE("width", "纸宽", KEY_LEN, width),
    PAGE("height", "纸高", KEY_LEN, height),
    PAGE("top", "天头", KEY_LEN, top),
    PAGE("left", "订口", KEY_LEN, left),
    PAGE("area_width", "版心宽", KEY_LEN, area_width),
    PAGE("area_height", "版心高", KEY_LEN, area_height),
    PAGE("lines", "行数", KEY_INT, lines),
    PAGE("least_lines", "孤行控制", KEY_INT, least_lines),
    PAGE("max_lines", "最多行数", KEY_INT, max_lines),
    PAGE("min_chars", "最少字数", KEY_INT, min_chars),
    PAGE("max_chars", "最多字数", KEY_INT, max_chars),
    PAGE("chars", "字数", KEY_INT, chars),
    PAGE("size", "字号", KEY_LEN, size),
    SIDE("odd_head", "单页横表表头", odd_head),
    SIDE("even_head", "双页横表表头", even_head),
    END,
};

const ht_key ht_typeface_keys[] = {
    FACE("han", "汉字", han),
    FACE("latin", "西文", latin),
    END,
};

const ht_key ht_pstyle_keys[] = {
    OTHER("extends", "继承", 0, BELOW_NOTHING, NULL),
    PSTYLE("name", "名称", KEY_STRING, zh),
    PSTYLE("face", "字体", KEY_FACE, face),
    PSTYLE("size", "字号", KEY_LEN, size),
    PSTYLE("colour", "颜色", KEY_COLOUR, colour),
    {"align", "对齐", KEY_ENUM, offsetof(ht_pstyle, align), 0, haligns, 0, BELOW_NOTHING, NULL},
    PSTYLE("indent", "首行缩进", KEY_LEN, indent),
    PSTYLE("left", "左空", KEY_LEN, left),
    PSTYLE("right", "右空", KEY_LEN, right),
    PSTYLE("grid", "对齐网格", KEY_BOOL, grid),
    PSTYLE("han_latin_gap", "中西文间距", KEY_PERMILLE, han_latin_gap),
    PSTYLE("merge_punct", "合并标点", KEY_BOOL, merge_punct),
    PSTYLE("pitch", "行距", KEY_LEN, pitch),
    PSTYLE("clause", "条款", KEY_STRING, clause),
    END,
};

const ht_key ht_column_keys[] = {
    COLUMN("head", "表头", KEY_TEMPLATE, head, NULL), COLUMN("text", "内容", KEY_TEMPLATE, text, NULL),
    COLUMN("width", "宽", KEY_LEN, width, NULL),      COLUMN("align", "对齐", KEY_ENUM, align, haligns),
    COLUMN("merge", "合并", KEY_BOOL, merge, NULL),   END,
};

const ht_key ht_imprint_keys[] = {
    {"rows", "各行", KEY_ELEMENTS, offsetof(ht_imprint, rows), offsetof(ht_imprint, n), NULL, 0, BELOW_NOTHING, NULL},
    FOOT("outer_rule", "首末条线", KEY_LEN, outer_rule),
    FOOT("inner_rule", "中间线", KEY_LEN, inner_rule),
    FOOT("colour", "颜色", KEY_COLOUR, colour),
    FOOT("gap", "间距", KEY_LEN, gap),
    FOOT("even_page", "置于双页", KEY_BOOL, even_page),
    END,
};

const ht_key ht_metadata_keys[] = {
    META("title", "标题", KEY_TEMPLATE, title),
    META("author", "作者", KEY_TEMPLATE, author),
    META("subject", "主题", KEY_TEMPLATE, subject),
    META("keywords", "关键词", KEY_TEMPLATE, keywords),
    META("archival_code", "档号", KEY_TEMPLATE, archival_code),
    META("fonds", "全宗号", KEY_TEMPLATE, fonds),
    META("file_number", "案卷号", KEY_TEMPLATE, file_number),
    META("retention", "保管期限", KEY_TEMPLATE, retention),
    META("index_number", "索引号", KEY_TEMPLATE, index_number),
    META("category", "主题分类", KEY_TEMPLATE, category),
    META("secrecy", "密级", KEY_TEMPLATE, secrecy),
    META("date", "日期", KEY_FIELD, date),
    END,
};

/* Kinds of element, a bit each. */
#define TEXT            (UINT32_C(1) << HT_E_TEXT)
#define LINE            (UINT32_C(1) << HT_E_LINE)
#define MARK            (UINT32_C(1) << HT_E_MASTHEAD)
#define TITLE           (UINT32_C(1) << HT_E_TITLE)
#define RULE            (UINT32_C(1) << HT_E_RULE)
#define BODY            (UINT32_C(1) << HT_E_BODY)
#define PEOPLE          (UINT32_C(1) << HT_E_PEOPLE)
#define ROSTER          (UINT32_C(1) << HT_E_ROSTER)
#define SIGNERS         (UINT32_C(1) << HT_E_SIGNERS)
#define SIGNATURE       (UINT32_C(1) << HT_E_SIGNATURE)
#define SEALED          (UINT32_C(1) << HT_E_SEALED)
#define STAMPED         (UINT32_C(1) << HT_E_STAMPED)
#define ATTACHMENT_NOTE (UINT32_C(1) << HT_E_ATTACHMENT_NOTE)
#define TABLE           (UINT32_C(1) << HT_E_TABLE)
#define GROUP           (UINT32_C(1) << HT_E_GROUP)
#define PAGE_NUMBER     (UINT32_C(1) << HT_E_PAGE_NUMBER)

#define ALL         ((UINT32_C(1) << HT_E_KIND_COUNT) - 1)
#define FLOWING     (ALL & ~(GROUP | PAGE_NUMBER)) /* takes a place of its own in the flow */
#define IMPRINT_ROW (TEXT | LINE | PEOPLE)
#define NAMES       (SIGNATURE | SEALED | STAMPED)

const ht_key ht_element_keys[] = {
    CHOICE("kind", "类型", kind, ht_element_kinds, ALL),
    OTHER("extends", "继承", ALL, BELOW_NOTHING, NULL),
    ELEMENT("name", "名称", KEY_STRING, zh, ALL),
    ELEMENT("style", "样式", KEY_STYLE, style, ALL & ~(RULE | GROUP)),
    ELEMENT("clause", "条款", KEY_STRING, clause, ALL),
    ELEMENT("when", "有则", KEY_FIELD, when, ALL),
    ELEMENT("unless", "无则", KEY_FIELD, unless, ALL),
    /* what it says */
    ELEMENT("text", "内容", KEY_TEMPLATE, text,
            TEXT | MARK | TITLE | SIGNATURE | SEALED | ATTACHMENT_NOTE | PAGE_NUMBER),
    ELEMENT("left", "左", KEY_TEMPLATE, left, LINE),
    ELEMENT("centre", "中", KEY_TEMPLATE, centre, LINE),
    ELEMENT("right", "右", KEY_TEMPLATE, right, LINE),
    ELEMENT("label", "标签", KEY_TEMPLATE, label, TEXT | BODY | PEOPLE | SIGNERS | ATTACHMENT_NOTE),
    ELEMENT("label_style", "标签样式", KEY_STYLE, label_style, TEXT | BODY | PEOPLE | ATTACHMENT_NOTE),
    ELEMENT("date", "日期", KEY_TEMPLATE, date, NAMES),
    ELEMENT("field", "字段", KEY_FIELD, field,
            MARK | BODY | PEOPLE | ROSTER | SIGNERS | STAMPED | ATTACHMENT_NOTE | TABLE | GROUP),
    ELEMENT("role", "职责", KEY_FIELD, role, ROSTER),
    ELEMENT("people", "人员", KEY_FIELD, people, ROSTER),
    ELEMENT("seals", "印章", KEY_FIELD, seals, SEALED | STAMPED),
    LIST("members", "组成", KEY_ELEMENTS, members, n_members, GROUP),
    ELEMENT("heading", "小标题", KEY_MEMBER, heading, GROUP),
    ELEMENT("otherwise", "无内容时", KEY_MEMBER, otherwise, GROUP),
    ELEMENT("at_least", "至少", KEY_INT, at_least, GROUP | TABLE | ATTACHMENT_NOTE),
    ELEMENT("at_most", "至多", KEY_INT, at_most, TABLE),
    /* where it is placed */
    ELEMENT("skip", "上空行数", KEY_INT, skip, FLOWING),
    ELEMENT("skip_below", "下空行数", KEY_INT, skip_below, FLOWING),
    {"top", "上距", KEY_LEN, offsetof(ht_element, top), offsetof(ht_element, has_top), NULL, FLOWING, BELOW_NOTHING,
     NULL},
    CHOICE("from", "起算", from, froms, FLOWING),
    ELEMENT("hang", "悬挂缩进", KEY_BOOL, hang, TEXT),
    ELEMENT("keep_next", "与下段同页", KEY_BOOL, keep_next, FLOWING),
    ELEMENT("keep_previous", "与上段同页", KEY_BOOL, keep_previous, FLOWING),
    ELEMENT("new_page", "另起一页", KEY_BOOL, new_page, FLOWING),
    ELEMENT("beside", "与上一要素同行", KEY_BOOL, beside, FLOWING),
    ELEMENT("instead_of", "代替", KEY_ELEMENT, instead_of, IMPRINT_ROW),
    ELEMENT("join_above", "与上一行相连", KEY_BOOL, join_above, IMPRINT_ROW),
    ELEMENT("first_page", "起始页", KEY_INT, first_page, RULE | PAGE_NUMBER),
    ELEMENT("last_page", "终止页", KEY_INT, last_page, RULE | PAGE_NUMBER),
    /* MARK */
    ELEMENT("fit", "最大宽度", KEY_LEN, fit, MARK),
    ELEMENT("min_condense", "最小缩放", KEY_PERMILLE, min_condense, MARK),
    ELEMENT("letter_gap", "字间距", KEY_LEN, letter_gap, MARK),
    ELEMENT("suffix", "后缀", KEY_TEMPLATE, suffix, MARK),
    ELEMENT("joint_size", "联合行文字号", KEY_LEN, joint_size, MARK),
    ELEMENT("joint_height", "联合行文高度", KEY_LEN, joint_height, MARK),
    ELEMENT("joint_width", "联合行文宽度", KEY_LEN, joint_width, MARK),
    /* RULE */
    ELEMENT("thickness", "线宽", KEY_LEN, thickness, RULE),
    ELEMENT("rule_width", "线长", KEY_LEN, rule_width, RULE),
    CHOICE("across", "居中于", across, acrosses, RULE),
    ELEMENT("colour", "颜色", KEY_COLOUR, colour, RULE),
    /* BODY, TABLE */
    LIST("levels", "层级样式", KEY_STYLES, levels, n_levels, BODY),
    ELEMENT("part", "编样式", KEY_STYLE, divisions[HT_DIVISION_PART], BODY),
    ELEMENT("chapter", "章样式", KEY_STYLE, divisions[HT_DIVISION_CHAPTER], BODY),
    ELEMENT("section", "节样式", KEY_STYLE, divisions[HT_DIVISION_SECTION], BODY),
    ELEMENT("article", "条样式", KEY_STYLE, divisions[HT_DIVISION_ARTICLE], BODY),
    ELEMENT("contents", "目录样式", KEY_STYLE, divisions[HT_DIVISION_CONTENTS], BODY),
    ELEMENT("contents_entry", "目录章样式", KEY_STYLE, divisions[HT_DIVISION_ENTRY], BODY),
    ELEMENT("contents_subentry", "目录节样式", KEY_STYLE, divisions[HT_DIVISION_SUBENTRY], BODY),
    LIST("numbering", "编号", KEY_STRINGS, numbering, n_numbering, BODY),
    ELEMENT("strong_face", "加粗字体", KEY_FACE, strong_face, BODY),
    ELEMENT("em_face", "强调字体", KEY_FACE, em_face, BODY),
    ELEMENT("else_of", "否则取自", KEY_FIELD, else_of, BODY),
    ELEMENT("salutation", "称呼样式", KEY_STYLE, salutation, BODY),
    ELEMENT("caption", "图题样式", KEY_STYLE, caption, BODY),
    ELEMENT("picture_height", "图片高度", KEY_LEN, picture_height, BODY),
    ELEMENT("table_cell", "表格样式", KEY_STYLE, table_cell, BODY | TABLE),
    ELEMENT("table_head", "表头样式", KEY_STYLE, table_head, BODY | TABLE),
    ELEMENT("table_title", "表题样式", KEY_STYLE, table_title, BODY | TABLE),
    ELEMENT("table_note", "表注样式", KEY_STYLE, table_note, BODY | TABLE),
    ELEMENT("table_least", "表格最小字号", KEY_LEN, table_least, BODY | TABLE),
    ELEMENT("landscape_wide_tables", "宽表横排", KEY_BOOL, landscape_wide_tables, BODY | TABLE),
    ELEMENT("table_rule", "表线宽", KEY_LEN, table_rule, BODY | TABLE),
    ELEMENT("cell_pad", "单元格边距", KEY_LEN, cell_pad, BODY | TABLE),
    ELEMENT("rows", "行", KEY_FIELD, rows, TABLE),
    OTHER("columns", "列", TABLE, BELOW_ENTRIES, ht_column_keys),
    ELEMENT("blank_rows", "空白行数", KEY_INT, blank_rows, TABLE),
    ELEMENT("side_by_side", "并列", KEY_INT, side_by_side, TABLE),
    ELEMENT("row_height", "行高", KEY_LEN, row_height, TABLE),
    /* people, signers, signatures */
    ELEMENT("name_chars", "姓名字宽", KEY_INT, name_chars, PEOPLE | SIGNERS),
    ELEMENT("name_gap", "姓名间距", KEY_INT, name_gap, PEOPLE | SIGNERS),
    ELEMENT("group_lines", "职务分行", KEY_BOOL, group_lines, PEOPLE),
    ELEMENT("align_names", "姓名对齐", KEY_BOOL, align_names, PEOPLE),
    ELEMENT("per_line", "每行人数", KEY_INT, per_line, SIGNERS),
    ELEMENT("name_style", "姓名样式", KEY_STYLE, name_style, SIGNERS),
    ELEMENT("right_inset", "右空", KEY_LEN, right_inset, SIGNERS | NAMES),
    ELEMENT("date_offset", "日期右移", KEY_LEN, date_offset, SIGNATURE),
    ELEMENT("seal_size", "印章大小", KEY_LEN, seal_size, SEALED | STAMPED),
    ELEMENT("seal_max", "印章上限", KEY_LEN, seal_max, SEALED | STAMPED),
    ELEMENT("seal_gap", "印章间距", KEY_LEN, seal_gap, SEALED),
    ELEMENT("seal_rise", "印章上移", KEY_LEN, seal_rise, SEALED),
    ELEMENT("office_gap", "职务间距", KEY_LEN, office_gap, STAMPED),
    /* PAGE_NUMBER */
    ELEMENT("below", "版心下距", KEY_LEN, below, PAGE_NUMBER),
    ELEMENT("inset", "版心内距", KEY_LEN, inset, PAGE_NUMBER),
    CHOICE("odd", "单页", odd, haligns, PAGE_NUMBER),
    CHOICE("even", "双页", even, haligns, PAGE_NUMBER),
    END,
};

/* Most names differ in their first byte: it is compared before anything is called. */
static bool is_named(const char *own, const char *name, size_t len)
{
	return *own == *name && strncmp(own, name, len) == 0 && !own[len];
}

const ht_key *ht_key_find_n(const ht_key *keys, const char *name, size_t len)
{
	for (; keys->name; keys++)
		if (is_named(keys->name, name, len) || is_named(keys->zh, name, len))
			return keys;
	return NULL;
}

const ht_key *ht_key_find(const ht_key *keys, const char *name)
{
	return ht_key_find_n(keys, name, strlen(name));
}

int ht_word_find(const ht_word *words, const char *name)
{
	for (int i = 0; words[i].name; i++)
		if (ht_str_same(words[i].name, name) || ht_str_same(words[i].zh, name))
			return i;
	return -1;
}

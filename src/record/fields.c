/* The field table: every field of a record, once. Readers, validation, style
 * sheets' templates and the JSON Schema all come from these rows. The first row
 * of a table with entries of its own (GROUPS) is what a bare text stands for:
 * an attachment given as a text is its title. */
#include "record/record.h"

#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "fields.h"

static const ht_choice urgencies[] = {
    {"extra_urgent", "特急", NULL}, {"urgent", "加急", NULL}, {"flash", "特提", NULL}, {"routine", "平急", NULL}, {0},
};

static const ht_choice run_ins[] = {{"all", "有", NULL}, {"none", "无", NULL}, {0}};

static const ht_choice alignments[] = {{"left", "左", NULL}, {"centre", "中", NULL}, {"right", "右", NULL}, {0}};

#define END                                                                                                            \
	{                                                                                                              \
		.name = NULL                                                                                           \
	}

static const ht_field decision_fields[] = {
    {"text", "内容", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("What was decided.")},
    {"owner", "责任单位", "责任人", HT_TYPE_TEXTS, NULL, NULL, NULL, N_("Who carries it out, the lead unit first.")},
    {"due", "时限", "完成时限", HT_TYPE_WHEN, NULL, NULL, NULL, N_("By when: a date or words.")},
    END,
};

static const ht_field agenda_fields[] = {
    {"topic", "题目", "议题", HT_TYPE_TEXT, NULL, NULL, NULL, N_("What the item is about.")},
    {"reporter", "汇报人", NULL, HT_TYPE_PEOPLE, NULL, NULL, NULL, N_("Who reports on it.")},
    {"discussion", "讨论", NULL, HT_TYPE_BODY, NULL, NULL, NULL, N_("What was said.")},
    {"decisions", "决定", "议定事项", HT_TYPE_GROUPS, NULL, decision_fields, NULL, N_("What was decided on it.")},
    END,
};

static const ht_field meeting_fields[] = {
    {"name", "名称", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Name of the meeting.")},
    {"ordinal", "届次", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Its number within the term of office.")},
    {"time", "时间", NULL, HT_TYPE_WHEN, NULL, NULL, NULL, N_("When it was held, or when it began.")},
    {"end_time", "结束时间", NULL, HT_TYPE_WHEN, NULL, NULL, NULL, N_("When it ended.")},
    {"place", "地点", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Where it was held.")},
    {"chair", "主持", "主持人", HT_TYPE_PEOPLE, NULL, NULL, NULL, N_("Who chaired it.")},
    {"notice_date", "通知日期", NULL, HT_TYPE_DATE, NULL, NULL, NULL, N_("Date of the notice that calls it.")},
    {"bulletin", "简报名称", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Masthead of its bulletin.")},
    {"bulletin_issue", "简报期号", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Number of its bulletin's issue.")},
    {"bulletin_title", "简报标题", NULL, HT_TYPE_TITLE, NULL, NULL, NULL, N_("Title of its bulletin.")},
    {"recorder", "记录", "记录人|记录人员", HT_TYPE_PEOPLE, NULL, NULL, NULL, N_("Who took the minutes.")},
    {"present", "出席", "出席人员|参加人员|参会人员", HT_TYPE_PEOPLE, "10.3", NULL, NULL, N_("Members present.")},
    {"absent", "请假", "缺席|请假人员|缺席人员", HT_TYPE_PEOPLE, "10.3", NULL, NULL, N_("Members excused.")},
    {"observers", "列席", "列席人员", HT_TYPE_PEOPLE, "10.3", NULL, NULL, N_("Others who attended.")},
    {"agenda", "议题", "议程", HT_TYPE_GROUPS, NULL, agenda_fields, NULL, N_("The items discussed, in order.")},
    END,
};

static const ht_field committee_fields[] = {
    {"role", "职责", "角色", HT_TYPE_TEXT, NULL, NULL, NULL, N_("Their role in it: head, deputy, member.")},
    {"people", "人员", "姓名", HT_TYPE_PEOPLE, NULL, NULL, NULL, N_("Names with their offices.")},
    END,
};

static const ht_field attachment_fields[] = {
    {"title", "标题", "名称", HT_TYPE_TITLE, "7.3.4", NULL, NULL, N_("The attachment's title.")},
    {"recipients", "主送机关", "主送", HT_TYPE_TEXTS, NULL, NULL, NULL, N_("Whom it is addressed to; above its text.")},
    {"body", "正文", NULL, HT_TYPE_BODY, "7.3.7", NULL, NULL, N_("Its text, set after the document.")},
    {"committee", "组成人员", "人员名单", HT_TYPE_GROUPS, NULL, committee_fields, NULL,
     N_("Members of a committee or staff.")},
    {"signature", "署名", "落款", HT_TYPE_TEXTS, NULL, NULL, NULL,
     N_("Who signed it: names of organs or people, below its text.")},
    {"date", "成文日期", "日期", HT_TYPE_DATE, NULL, NULL, NULL, N_("Its own date, below the signature.")},
    {"file", "文件", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("A file (.md, .txt) beside the record with its text.")},
    END,
};

static const ht_field enclosed_fields[] = {
    {"title", "标题", "名称", HT_TYPE_TITLE, NULL, NULL, NULL, N_("The enclosed document's title.")},
    {"title_note", "题注", NULL, HT_TYPE_BODY, NULL, NULL, NULL,
     N_("Below its title: who adopted it and when, its number; each on its own line.")},
    {"recipients", "主送机关", "主送", HT_TYPE_TEXTS, NULL, NULL, NULL, N_("Whom it is addressed to; above its text.")},
    {"body", "正文", NULL, HT_TYPE_BODY, NULL, NULL, NULL, N_("Its text.")},
    {"committee", "组成人员", "人员名单", HT_TYPE_GROUPS, NULL, committee_fields, NULL,
     N_("Members of a committee or staff.")},
    {"signature", "署名", "落款", HT_TYPE_TEXTS, NULL, NULL, NULL,
     N_("Who signed it: names of organs or people, below its text.")},
    {"date", "成文日期", "日期", HT_TYPE_DATE, NULL, NULL, NULL, N_("Its own date, below the signature.")},
    {"file", "文件", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("A file (.md, .txt) beside the record with its text.")},
    END,
};

static const ht_field item_fields[] = {
    {"title", "标题", NULL, HT_TYPE_TITLE, NULL, NULL, NULL, N_("The item's title.")},
    {"body", "正文", NULL, HT_TYPE_BODY, NULL, NULL, NULL, N_("The item's text.")},
    {"source", "来源", "供稿", HT_TYPE_TEXT, NULL, NULL, NULL, N_("Who wrote or sent it.")},
    END,
};

static const ht_field archive_fields[] = {
    {"fonds", "全宗号", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Number of the archive group.")},
    {"fonds_name", "全宗名称", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Name of the archive group.")},
    {"class_code", "门类代码", "档案门类代码|类别号", HT_TYPE_TEXT, NULL, NULL, NULL,
     N_("Code of the class of records: WS for documents.")},
    {"year", "年度", "归档年度", HT_TYPE_TEXT, NULL, NULL, NULL, N_("The year that it is filed under, like 2026.")},
    {"retention", "保管期限", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("How long it is kept: 永久, 30年, 10年.")},
    {"organ", "机构或问题", "机构（问题）|机构(问题)", HT_TYPE_TEXT, NULL, NULL, NULL,
     N_("The office, or the subject, that it is filed under.")},
    {"organ_code", "机构或问题代码", "机构（问题）代码|机构(问题)代码|机构代码", HT_TYPE_TEXT, NULL, NULL, NULL,
     N_("Its code, for the archival code.")},
    {"item_number", "件号", "室编件号|馆编件号", HT_TYPE_TEXT, NULL, NULL, NULL, N_("Number of the item.")},
    {"file_number", "案卷号", "室编案卷号|馆编案卷号", HT_TYPE_TEXT, NULL, NULL, NULL,
     N_("Number of the file in which it is kept, if it is not filed by items.")},
    {"archival_code", "档号", NULL, HT_TYPE_TEXT, NULL, NULL, NULL,
     N_("The archival code; if it is not given, it is composed of its parts.")},
    {"kind", "文种", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Kind of document, if the title does not name it.")},
    {"secrecy", "密级", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Security grade, if it is not that on the page.")},
    {"secrecy_term", "保密期限", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Term of the security grade.")},
    {"created", "形成时间", NULL, HT_TYPE_WHEN, NULL, NULL, NULL,
     N_("When the file came into being; the document's date is another.")},
    {"pages", "页数", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Number of pages; counted if it is not given.")},
    {"keywords", "主题词", "关键词", HT_TYPE_TEXTS, NULL, NULL, NULL, N_("Keywords.")},
    {"index_number", "索引号", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Number in the open-government index.")},
    {"category", "主题分类", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("Subject category.")},
    END,
};

/* GB 45438-2025, annex E: Label 1, 2, 3. */
static const ht_choice ai_labels[] = {{"generated", "人工智能生成合成", NULL},
                                      {"possible", "可能为人工智能生成合成", NULL},
                                      {"suspected", "疑似人工智能生成合成", NULL},
                                      {0}};

static const ht_field ai_fields[] = {
    {"label", "标识", NULL, HT_TYPE_ENUM, NULL, NULL, ai_labels,
     N_("What is said of the text: that an artificial intelligence made it, may have made it, is suspected to have.")},
    {"producer", "生成服务提供者", "生成者", HT_TYPE_TEXT, NULL, NULL, NULL,
     N_("Name or code of the service that generated it.")},
    {"produce_id", "内容制作编号", "内容编号", HT_TYPE_TEXT, NULL, NULL, NULL,
     N_("That service's number of the content.")},
    {"propagator", "传播服务提供者", "传播者", HT_TYPE_TEXT, NULL, NULL, NULL,
     N_("Name or code of the service that distributes it.")},
    {"propagate_id", "内容传播编号", "传播编号", HT_TYPE_TEXT, NULL, NULL, NULL,
     N_("That service's number of the content.")},
    END,
};

static const ht_field record_fields[] = {
    {"form", "格式", NULL, HT_TYPE_ENUM, NULL, NULL, NULL, N_("The form of document; chooses the style sheet.")},
    {"issuers", "发文机关", NULL, HT_TYPE_TEXTS, "7.2.4", NULL, NULL, N_("Issuing organs, the lead one first.")},
    {"mark", "发文机关标志", NULL, HT_TYPE_TEXT, "7.2.4", NULL, NULL,
     N_("The masthead, if it is not made from the issuers.")},
    {"number", "发文字号", "文号|令号", HT_TYPE_TEXT, "7.2.5", NULL, NULL, N_("Document number, like 〔2026〕1号.")},
    {"copy_number", "份号", NULL, HT_TYPE_TEXT, "7.2.1", NULL, NULL, N_("Number of this copy, six digits.")},
    {"secrecy", "密级", "密级和保密期限", HT_TYPE_TEXT, "7.2.2", NULL, NULL,
     N_("Security grade and its term, like 机密★1年.")},
    {"urgency", "紧急程度", NULL, HT_TYPE_ENUM, "7.2.3", NULL, urgencies, N_("How urgent it is.")},
    {"signers", "签发人", NULL, HT_TYPE_PEOPLE, "7.2.6", NULL, NULL, N_("Signers of an upward document.")},
    {"title", "标题", NULL, HT_TYPE_TITLE, "7.3.1", NULL, NULL, N_("Title; its line ends are kept.")},
    {"title_note", "题注", NULL, HT_TYPE_BODY, NULL, NULL, NULL,
     N_("Below the title: who speaks and when, who adopted it; each on its own line.")},
    {"recipients", "主送机关", "主送", HT_TYPE_TEXTS, "7.3.2", NULL, NULL, N_("Main recipients.")},
    {"body", "正文", NULL, HT_TYPE_BODY, "7.3.3", NULL, NULL, N_("The text: each line a paragraph.")},
    {"run_in_headings", "小标题", "段首小标题", HT_TYPE_ENUM, "7.3.3", NULL, run_ins,
     N_("Whether the first sentences of numbered paragraphs are headings: all, none. If not given, each list "
        "decides.")},
    {"committee", "组成人员", "人员名单", HT_TYPE_GROUPS, NULL, committee_fields, NULL,
     N_("Members of a committee or staff, listed below the text.")},
    {"meeting", "会议", NULL, HT_TYPE_GROUP, NULL, meeting_fields, NULL, N_("The meeting recorded.")},
    {"enclosed", "所附文件", "印发文件|转发文件|发布文件", HT_TYPE_GROUPS, NULL, enclosed_fields, NULL,
     N_("Documents that this one issues or forwards; they are not attachments and come before them.")},
    {"attachments", "附件", NULL, HT_TYPE_GROUPS, "7.3.4", attachment_fields, NULL, N_("Attachments, in order.")},
    {"signature", "署名", "落款", HT_TYPE_TEXTS, "7.3.5", NULL, NULL,
     N_("Names of the signature, if they are not the issuers.")},
    {"date", "成文日期", "日期", HT_TYPE_DATE, "7.3.5.4", NULL, NULL, N_("Date of the document.")},
    {"seal", "印章", "签名章", HT_TYPE_TEXTS, "7.3.5.1", NULL, NULL,
     N_("Image files of the seals, in issuers' order.")},
    {"note", "附注", NULL, HT_TYPE_TEXT, "7.3.6", NULL, NULL, N_("Note below the date, without its brackets.")},
    {"copies_to", "抄送", "抄送机关", HT_TYPE_TEXTS, "7.4.2", NULL, NULL, N_("Organs that get a copy.")},
    {"printed_by", "印发机关", NULL, HT_TYPE_TEXT, "7.4.3", NULL, NULL, N_("Office that prints and distributes it.")},
    {"print_date", "印发日期", NULL, HT_TYPE_DATE, "7.4.3", NULL, NULL, N_("Date of printing.")},
    {"copies", "印数", "份数", HT_TYPE_INT, NULL, NULL, NULL, N_("How many copies are printed.")},
    {"issue", "期号", "期数", HT_TYPE_TEXT, NULL, NULL, NULL, N_("Number of the issue.")},
    {"total_issue", "总期号", "总期数", HT_TYPE_TEXT, NULL, NULL, NULL, N_("Number counted from the first issue on.")},
    {"editor_note", "按语", "编者按", HT_TYPE_BODY, NULL, NULL, NULL, N_("The editor's note of a bulletin.")},
    {"editor", "编辑单位", "主办单位", HT_TYPE_TEXT, NULL, NULL, NULL, N_("Office that edits a bulletin.")},
    {"items", "条目", NULL, HT_TYPE_GROUPS, NULL, item_fields, NULL, N_("Items of a bulletin, in order.")},
    {"report_to", "报", NULL, HT_TYPE_TEXTS, NULL, NULL, NULL, N_("A bulletin's recipients above the issuer's level.")},
    {"send_to", "送", NULL, HT_TYPE_TEXTS, NULL, NULL, NULL, N_("A bulletin's recipients at the issuer's level.")},
    {"issue_to", "发", "下发", HT_TYPE_TEXTS, NULL, NULL, NULL,
     N_("A bulletin's recipients below the issuer's level.")},
    {"ai_label", "人工智能标识", "AI标识", HT_TYPE_GROUP, NULL, ai_fields, NULL,
     N_("The label of generated content (GB 45438-2025): a line below the text, and metadata.")},
    {"archive", "归档", NULL, HT_TYPE_GROUP, NULL, archive_fields, NULL, N_("What the archive needs to know.")},
    END,
};

static const ht_field cell_fields[] = {
    {"text", "文字", "内容", HT_TYPE_TITLE, NULL, NULL, NULL, N_("The cell's text; its line ends are kept.")},
    {"columns", "跨列", NULL, HT_TYPE_INT, NULL, NULL, NULL, N_("How many columns the cell spans.")},
    {"rows", "跨行", NULL, HT_TYPE_INT, NULL, NULL, NULL, N_("How many rows the cell spans.")},
    {"align", "对齐", NULL, HT_TYPE_ENUM, NULL, NULL, alignments, N_("Alignment of its text.")},
    END,
};

static const ht_field column_fields[] = {
    {"head", "表头", "标题", HT_TYPE_TITLE, NULL, NULL, NULL, N_("The column's head.")},
    {"width", "宽", "宽度", HT_TYPE_INT, NULL, NULL, NULL, N_("Its width in mm; by default as its text needs.")},
    {"align", "对齐", NULL, HT_TYPE_ENUM, NULL, NULL, alignments, N_("Alignment of the text of its cells.")},
    END,
};

static const ht_field table_fields[] = {
    {"title", "标题", "表题", HT_TYPE_TEXT, NULL, NULL, NULL, N_("The table's title, above it.")},
    {"unit", "单位", "计量单位", HT_TYPE_TEXT, NULL, NULL, NULL, N_("Unit of its numbers, above it at the right.")},
    {"columns", "列", NULL, HT_TYPE_GROUPS, NULL, column_fields, NULL, N_("Its columns, from left to right.")},
    {"head", "表头", NULL, HT_TYPE_ROWS, NULL, NULL, NULL,
     N_("Rows of its head, if the heads of the columns are not enough.")},
    {"rows", "行", NULL, HT_TYPE_ROWS, NULL, NULL, NULL,
     N_("Its rows: lists of cells, without those that others cover.")},
    {"note", "注", "表注", HT_TYPE_TEXTS, NULL, NULL, NULL, N_("Notes below it.")},
    {"landscape", "横排", NULL, HT_TYPE_BOOL, "8", NULL, NULL, N_("Is it set landscape, on pages of its own?")},
    END,
};

static const ht_field part_fields[] = {
    {"table", "表格", NULL, HT_TYPE_GROUP, NULL, table_fields, NULL, N_("A table.")},
    END,
};

static const ht_field person_fields[] = {
    {"name", "姓名", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("The person's name.")},
    {"office", "职务", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("The office held.")},
    {"unit", "单位", NULL, HT_TYPE_TEXT, NULL, NULL, NULL, N_("The unit the person belongs to.")},
    END,
};

bool ht_field_is_spent(const ht_field *field)
{
	static const char *const spent[] = {"form", "run_in_headings", NULL}; /* the style sheet; what is a heading */
	return field == ht_field_find(record_fields, field->name) && ht_str_is_any(field->name, spent);
}

bool ht_field_in_metadata(const ht_field *field)
{
	const bool archive =
	    field >= archive_fields && field < archive_fields + sizeof archive_fields / sizeof *archive_fields;
	/* the first says what is printed below the text */
	return archive || (field > ai_fields && field < ai_fields + sizeof ai_fields / sizeof *ai_fields);
}

const ht_field *ht_record_fields(void)
{
	return record_fields;
}

const ht_field *ht_person_fields(void)
{
	return person_fields;
}

const ht_field *ht_cell_fields(void)
{
	return cell_fields;
}

const ht_field *ht_part_fields(void)
{
	return part_fields;
}

const ht_field *ht_field_find(const ht_field *fields, const char *path)
{
	while (fields) {
		size_t n = strcspn(path, ".");
		const ht_field *f = fields;
		while (f->name && (*f->name != *path || strncmp(f->name, path, n) != 0 || f->name[n]))
			f++;
		if (!f->name || !path[n])
			return f->name ? f : NULL;
		fields = f->sub;
		path += n + 1;
	}
	return NULL;
}

const ht_field *ht_fields_below(const ht_field *f)
{
	if (!f)
		return NULL;
	switch (f->type) {
	case HT_TYPE_BODY:
		return ht_part_fields();
	case HT_TYPE_PEOPLE:
		return ht_person_fields();
	case HT_TYPE_ROWS:
		return ht_cell_fields();
	default:
		return f->sub;
	}
}

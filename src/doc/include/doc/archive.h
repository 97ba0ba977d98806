/* What a document tells archives of itself: elements of DA/T 46-2009, in its order, under its names, and those of
 * DA/T 22-2015 and GB/T 9704-2012 that it has not. The title, the keywords and the program are not among them: every
 * format has places of its own for these.
 *
 * One table for all outputs: PDF, OFD, ODT, DOCX, the report. */
#ifndef HT_DOC_ARCHIVE_H
#define HT_DOC_ARCHIVE_H

/* X(element, its name, its name as an XMP property, the property's type, what it is, the record's field that gives it,
 * or NULL) */
#define HT_ARCHIVE_ELEMENTS(X)                                                                                         \
	X(FONDS_NAME, "全宗名称", "FondsName", "Text", "name of the fonds", "archive.fonds_name")                      \
	X(FONDS, "全宗号", "Fonds", "Text", "number of the fonds", "archive.fonds")                                    \
	X(CODE, "档号", "ArchivalCode", "Text", "archival code", "archive.archival_code")                              \
	X(CLASS_CODE, "门类代码", "ClassCode", "Text", "class of records", "archive.class_code")                       \
	X(YEAR, "年度", "Year", "Text", "year of filing", "archive.year")                                              \
	X(RETENTION, "保管期限", "Retention", "Text", "retention period", "archive.retention")                         \
	X(ORGAN, "机构或问题", "Organ", "Text", "office or subject", "archive.organ")                                  \
	X(ORGAN_CODE, "机构或问题代码", "OrganCode", "Text", "code of the office or subject", "archive.organ_code")    \
	X(FILE_NUMBER, "案卷号", "FileNumber", "Text", "number of the file", "archive.file_number")                    \
	X(ITEM_NUMBER, "件号", "ItemNumber", "Text", "number of the item", "archive.item_number")                      \
	X(KEYWORDS, "主题词", "SubjectTerms", "Text", "subject terms and keywords", "archive.keywords")                \
	X(DOCUMENT_NUMBER, "文件编号", "DocumentNumber", "Text", "number of the document", NULL)                       \
	X(ISSUER, "责任者", "Issuer", "Text", "issuing organ", NULL)                                                   \
	X(DATE, "日期", "DocumentDate", "Text", "date of the document", NULL)                                          \
	X(KIND, "文种", "DocumentKind", "Text", "kind of document", "archive.kind")                                    \
	X(URGENCY, "紧急程度", "Urgency", "Text", "urgency", "urgency")                                                \
	X(RECIPIENTS, "主送", "Recipients", "Text", "main recipients", "recipients")                                   \
	X(COPIES_TO, "抄送", "CopiesTo", "Text", "recipients of copies", "copies_to")                                  \
	X(SECRECY, "密级", "Secrecy", "Text", "security grade", "archive.secrecy")                                     \
	X(SECRECY_TERM, "保密期限", "SecrecyTerm", "Text", "term of the security grade", "archive.secrecy_term")       \
	X(COPY_NUMBER, "份号", "CopyNumber", "Text", "number of the copy", "copy_number")                              \
	X(CREATED, "形成时间", "Created", "Text", "when the file came into being", "archive.created")                  \
	X(PAGES, "页数", "PageCount", "Integer", "number of pages", "archive.pages")                                   \
	X(INDEX_NUMBER, "索引号", "IndexNumber", "Text", "open-government index", "archive.index_number")              \
	X(CATEGORY, "主题分类", "Category", "Text", "subject category", "archive.category")                            \
	X(AIGC, "AIGC", "AIGC", "Text", "label of content made by artificial intelligence (GB 45438-2025)", NULL)

#define HT_ARCHIVE_NAME(element, zh, name, type, meaning, field) HT_ARCHIVE_##element,
typedef enum ht_archive_element { HT_ARCHIVE_ELEMENTS(HT_ARCHIVE_NAME) HT_ARCHIVE_COUNT } ht_archive_element;
#undef HT_ARCHIVE_NAME

typedef struct ht_archive_row {
	const char *zh, *name;
	const char *type, *meaning;
	const char *field;
} ht_archive_row;

extern const ht_archive_row ht_archive_rows[HT_ARCHIVE_COUNT];

#endif

/* Limits of length by subject. Where no clause is named they are measured: every
 * text of tests/import and of the published documents keeps to them, and what they exclude (sentences, running text) is
 * far longer. In characters unless the name says otherwise. */
#ifndef HT_IMPORT_LIMITS_H
#define HT_IMPORT_LIMITS_H

/* ---- names ---- */

/* An organ's name. A full name has at least three or four characters (某某局): a shorter word with such an end (支部,
 * 总会) may be anything. */
#define ORGAN_MOST  40
#define ORGAN_LEAST 4
/* The same where the title begins with it, or it is the beginning of a longer name. */
#define ORGAN_LEAST_NAMED 3

/* A person's name with a point between its parts (阿不都热合曼·买买提): the point, and the name's characters. */
#define NAME_POINTS        "·•‧・"
#define POINTED_NAME_LEAST 4
#define POINTED_NAME_MOST  16

/* `各街道办事处主要负责人`: a group of people, not a sentence. */
#define GROUP_MOST 40

/* A line that is a list of people. */
#define PEOPLE_LINE_MOST 200

/* Before the blank after 讯 or 日电; what is looked at beside a blank. */
#define DATELINE_LEAST 3
#define BORDER_WORD    24

/* ---- where lines are looked for ---- */

/* Lines of the header, at the top of the text. */
#define HEADER_LINES 12

/* Lines from the top within which a site puts its metadata. */
#define METADATA_LINES 60

/* Lines above a day on a line of its own that is a site's: the title. */
#define TITLE_LINES_ABOVE_DAY 5

/* Lines of the body from the end within which the imprint is. */
#define IMPRINT_LINES 14

/* Lines above the signature within which the note of attachments is. */
#define NOTE_LINES 40
/* Lines below the note of an attachment, without a signature, that are its text. */
#define BELOW_NOTE_LEAST 3

/* Lines at the end within which a date without a signature is. */
#define BARE_DATE_LINES 4

/* Lines between the signature and a picture beside it, which may be its seal. */
#define SEAL_LINES 6

/* ---- parts of the header ---- */

/* One line of a title, and all of it: the longest published are about 100. */
#define TITLE_LINE_MOST  60
#define TITLE_MOST       120
#define TITLE_LINES_MOST 12
/* Points by which it must be sure where a title ends, if the words at the ends of its lines say otherwise. */
#define TITLE_SURE 6

/* Lines of a title without a recognisable end: as few as possible. */
#define UNENDED_TITLE_LINES 4
#define UNENDED_TITLE_LINE  30

/* A title made of the first sentence; a comma ends it once it says something. */
#define DERIVED_TITLE_MOST  40
#define DERIVED_TITLE_LEAST 8

/* Characters of a title that are left for its last line. */
#define TITLE_REST_MOST 12

/* Paragraphs of a mail above the title of the document in it. */
#define MAIL_LINES_ABOVE_TITLE 6

/* A sentence that announces what is sent on and so gives the title. */
#define SENDING_SENTENCE_MOST 200

/* The title once more in another language. */
#define FOREIGN_TITLE_MOST 200

/* Lines of a title that is repeated; of its kind alone (`通　知`). */
#define REPEATED_TITLE_LINES 6
#define REPEATED_KIND_MOST   4

/* The name of a site after a title (`…的通知_某某网`), and above it. */
#define SITE_SEPARATORS        "_-|—–"
#define SITE_NAME_MOST         30
#define SITE_HEADING_MOST      6
#define SITE_LINES_ABOVE_TITLE 4

/* A label at a line's beginning, before its colon. */
#define LABEL_MOST 6

/* A list of recipients: circulars name some hundred organs over a dozen lines. */
#define RECIPIENTS_MOST  600
#define RECIPIENTS_LINES 12

/* A masthead; one for minutes taken from the title, longer ones are set small. */
#define MASTHEAD_MOST          24
#define MASTHEAD_OF_TITLE_MOST 20
/* Lines below a masthead within which its number or issue is. */
#define MASTHEAD_LINES 3

/* `绝密★10年`; `内部资料　注意保存`. */
#define SECRECY_MOST  10
#define INTERNAL_MOST 12

/* Digits of a copy number (7.2.1). */
#define COPY_NUMBER_DIGITS 6

/* ---- a site's furniture ---- */

/* A menu above a document: how many lines, of how many characters; the document
 * begins within the last number of lines after it. */
#define MENU_LINES_MOST   200
#define MENU_LINES_LEAST  4
#define MENU_ITEM_MOST    12
#define MENU_ANCHOR_LINES 6
/* Fewer lines, and shorter ones, may be an organ's name. */
#define STRANGE_LINES 2
#define STRANGE_LEAST 3
/* The words of a menu on one line. */
#define MENU_LINE_MOST 80
/* One of these words, and how many are a menu though only one is known. */
#define MENU_WORD_MOST   8
#define MENU_WORDS_LEAST 3
/* `首页 > 政务公开 > 通知公告` */
#define PATH_MOST 60
/* `IMG_20260105_101522.jpg` */
#define PICTURE_NAME_MOST 60
/* `星期四　欢迎您`; `[玫瑰]` with its first bracket. */
#define TODAY_MOST        12
#define CHAT_PICTURE_MOST 4
/* Dashes and the like are a rule where there are more. */
#define RULE_LEAST 3

/* `第1页　共3页`; no document has 1,000 pages. */
#define PAGE_NUMBER_MOST   8
#define PAGE_NUMBER_DIGITS 3

/* `责任编辑：某某`; a name or two after the label. */
#define CREDIT_MOST 25
/* `编辑：何田　校对：苏晴　监制：方知行` */
#define CREDITS_MOST 60

/* A link to another text: a title. */
#define RELATED_MOST 60

/* Who holds the copyright. */
#define HOLDER_MOST 30

/* In columns (a Han character is two): more is text, not furniture; a paragraph. */
#define FURNITURE_COLUMNS 240
#define PARAGRAPH_COLUMNS 40
#define METADATA_COLUMNS  120

/* Labels that make a row one of headings; lines within which a label follows another whose value is between them. */
#define LABELS_OF_A_ROW 3
#define TURN_LINES      3
/* An item of a by-line: a name, a day, a label with its value. */
#define BYLINE_ITEM_MOST 30

/* A line with labels after a site's name; the line below a title in WeChat. */
#define INNER_LABELS_MOST 100
#define BYLINE_MOST       80

/* ---- the end of the text ---- */

/* In columns: a line that may be a signature's date. */
#define SIGNATURE_COLUMNS 80
/* An organ and a day, or who printed it and when, on one line. */
#define ORGAN_DAY_MOST 60

/* Bytes of a heading's number whose parts are divided by points (1.2.10). */
#define POINT_NUMBER_MOST 8

/* Characters of the name of a part of a house that signs (设备科). */
#define SECTION_LEAST 3
#define SECTION_MOST  10
/* Lines of organs, or of officers, above one date. */
#define SIGNATURE_LINES 12
/* `省长　王某某`: words on the line, and the office. */
#define OFFICER_WORDS_LEAST 2
#define OFFICER_WORDS_MOST  4
#define OFFICER_NAME_MOST   4
#define OFFICER_IN_ONE_MOST 8
#define OFFICE_MOST         24
/* A note: brackets and two characters; `联系人：…` without brackets. */
#define NOTE_LEAST   4
#define CONTACT_MOST 60
/* Lines over which a list of the imprint continues. */
#define IMPRINT_LIST_LINES 4

/* ---- attachments ---- */

/* `附件1：…` with its title on one line; `附件：1.…`, the note. */
#define ATTACHMENT_LABEL_MOST 70
#define ATTACHMENT_NOTE_MOST  80
/* A title's lines below the label. */
#define ATTACHMENT_TITLE_MOST  60
#define ATTACHMENT_TITLE_LINES 5

/* ---- forms ---- */

/* Points by which the best form of text must be better than another; where the title speaks for the other. Below them a
 * third of the texts tried had the wrong form. */
#define FORM_SURE         3
#define FORM_SURE_DOUBTED 8

/* ---- meetings ---- */

/* `区政协二届四十次主席会议`; two characters (例会) are the least. */
#define MEETING_NAME_MOST  40
#define MEETING_NAME_LEAST 2
/* A kind of meeting: 主席会议, 河东街道办公例会; the whole name where it is short. */
#define MEETING_KIND_LEAST 2
#define MEETING_KIND_MOST  10
#define MEETING_WHOLE_MOST 8
#define MEETING_PLACE_MOST 20
/* The text after a label, over all its lines: a list of some hundred people. */
#define MEETING_FACT_MOST 2000
/* A line that is the value of the label above it. */
#define MEETING_VALUE_MOST 200
/* Bytes of a remark between a label and its colon. */
#define LABEL_REMARK_BYTES 40
/* Words between 参加 and 会议: 参加了区政府第12次常务会议. */
#define ATTENDED_WORDS 14
/* 因公出差未能…: a reason. */
#define ABSENCE_MOST 8
/* Paragraphs at the end that may tell who took part, and their length. */
#define ATTENDANCE_PARAGRAPHS 3
#define ATTENDANCE_MOST       160
/* In columns: lines indented this far below a list of people continue it. */
#define LIST_INDENT 6
/* Paragraphs at the beginning that describe the meeting; those that name it. */
#define MEETING_PARAGRAPHS 4
#define NAMING_PARAGRAPHS  2
/* Lines after 时间 within which another label shows that it is a meeting's. */
#define MEETING_LABEL_LINES 4
/* Lines below the title within which it says when it was adopted. */
#define ADOPTION_LINES 2

/* ---- what is seen of a line by itself: features.c ---- */

/* A day alone; a number or issue alone; a day of publication with what is beside it, and the bytes before the day. */
#define DAY_LINE_MOST    36
#define NUMBER_LINE_MOST 60
#define PUBLISHED_MOST   90
#define PUBLISHED_BYTES  45
/* A list of names, a line in brackets; not a paragraph. */
#define LIST_LINE_MOST 120
/* A part of a list that may be a person's name. */
#define BRIEF_MOST 4
/* `省长　王某某`: the line, and the name with its blanks. */
#define OFFICER_LINE_MOST   30
#define OFFICER_NAME_BLANKS 6
/* Bytes of a list of recipients, and of the lines it begins on before more are joined. */
#define ADDRESSED_BYTES      780
#define ADDRESSED_LINE_BYTES 700
/* 各位代表： */
#define GREETING_MOST 26
/* Bytes from the beginning within which a report's first sentence has its day, for it to be the meeting's, or for the
 * sentence to begin with it. */
#define LEAD_DAY_SEEN  270
#define LEAD_DAY_BYTES 210
#define LEAD_DAY_FIRST 120
/* Bytes within which it says 召开 after its day, and without one; and 会 after that, in the same order. */
#define LEAD_CONVENE_AFTER_DAY 300
#define LEAD_CONVENE           120
#define LEAD_MEETING_AFTER_DAY 180
#define LEAD_MEETING           135
/* Bytes within which it has 会 before 召开, and between the two. */
#define LEAD_MEETING_FIRST 126
#define LEAD_OPENED        150

/* ---- bulletins ---- */

/* The head of a bulletin on one line. */
#define BULLETIN_ROW_MOST 60

/* （某某局供稿）; an item's title. */
#define ITEM_SOURCE_MOST 32
#define ITEM_TITLE_MOST  40

/* ---- the rest ---- */

/* A label in a form's cell: `参加会议人员`. */
#define FORM_LABEL_MOST 10

/* The number of an item before a tab: `（十二）`, `第二十三条`. */
#define LIST_NUMBER_MOST 6

/* Bytes of a paragraph that are parsed for the number at its beginning. */
#define NUMBER_BYTES 600

/* `图1　库区位置`: a caption. */
#define CAPTION_MOST 40

/* Digits before 日 that are month and day run together (1110日). */
#define DAY_RUN_LEAST 3
#define DAY_RUN_MOST  6

/* What a message cites of a text. */
#define EXCERPT_CHARS 8

/* Editors and the number of copies, on one line of an imprint. */
#define IMPRINT_EDITORS_MOST 60

/* A name after an office, or alone below the title of a speech. */
#define SPEAKER_NAME_MOST 5

#endif

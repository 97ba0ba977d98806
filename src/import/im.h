/* What the files of this room share: the text as lines of different kinds.
 *
 * Every line begins as body text and gets another kind from a recogniser that is sure of it; so nothing is lost by
 * not being recognised.
 *
 * The files, from the bottom up. A file calls functions of files above it in this list only (meson.build has the same
 * order, and a test checks it).
 *
 *   scan      days, numbers and brackets in running text
 *   text      strings in the arena; labels; the number a line begins with
 *   forms     what the style sheets say of the forms of document
 *   names     organs, offices, people's names, ends of titles
 *   gaps      blanks that separate names
 *   people_words people   lists of people
 *   attendance  who is at a meeting, in running text
 *   lines     text to lines
 *   assistant what an assistant says above and below a text, and its thoughts
 *   cited     signs that cite sources in plain text
 *   tagged    tags of HTML, boxes and formulas in plain text
 *   typed     marks typed in plain text
 *   picture   pictures kept; captions and seals
 *   decode    bytes to UTF-8
 *   counted   the characters that are accounted for
 *   numbering   numbers that browsers and word processors count
 *   xml       XML and its packages
 *   sink      what the readers find, to lines
 *   formula   formulas in one line
 *   page_style   style sheets of pages
 *   symbols   signs of symbol fonts
 *   unread    what they did not come to
 *   html docx odt sheet   the readers, with html_tables html_notes, docx_styles …
 *   roster    people out of the rows of a list
 *   pdf_lines pdf_table pages   words at places on pages, to lines, tables, paragraphs
 *   pdf       the words of a PDF, by another program
 *   convert   files of old office programs, by another program
 *   read      which reader reads a file
 *   cues features beside   what can be seen of a line: words, structure, neighbours
 *   readings speech   what each line is; who speaks
 *
 * Then the stages. Each works on all lines; their order is correctness:
 *
 *   stage        needs                          leaves
 *   ---------    ---------------------------    ---------------------------------
 *   styled       the file's named styles        FIELD: header, signature … of our own
 *                                               files; no junk, table, above … tail
 *   pasted       lines as read, trimmed         JUNK: heads of messages; quotation marks away;
 *   (bare_labels,                               colons after the labels of a meeting;
 *   bullets, loose)                             signs of lists away; JUNK: numbers of pages
 *   junk         the same                       JUNK: furniture; `- ` and the like
 *                                               taken off; holder
 *   table        JUNK known, so that a menu     TABLE: rows, cells separated by one
 *   (form_table, is not taken for rows          tab; the form of a meeting, rows that
 *   spaced)                                     only place text and tabs in the header
 *                                               are lines again
 *   labelled     JUNK known                     FIELD: lines that begin with names of
 *                                               fields; then only repair, settle and
 *                                               those after it follow
 *   ai_label     JUNK known                     FIELD: the label of generated content
 *   unwrap       TABLE and JUNK known: never    one line a paragraph
 *                joined; no marked paragraphs
 *   repair_lines whole paragraphs, for the      text in Chinese punctuation, final from
 *                pairs of quotation marks       here on; raw as before
 *   captions     repaired text (picture)        text of a PICTURE is its caption
 *   above        repaired text                  JUNK: the head of a mail or message
 *   readings     repaired text                  readings: what each line may be, the
 *                                               best form; JUNK: lines above the text
 *   speech       readings                       FIELD: the 题注 of a speech, until settle
 *   meta         repaired text                  FIELD or JUNK: labels of a site;
 *                                               meta_title, published, issuers …
 *   header       metadata out of the way and    FIELD: title, masthead, numbers,
 *                meta_title known               grades, recipients; JUNK: a menu
 *   tail         title and issuers known, by    FIELD: signature, date, note,
 *                which organs are recognised    imprint; sign: the date's line, or n
 *   seals        sign (picture)                 FIELD: pictures beside it
 *   attach       sign, title                    FIELD: the note; ATTACHMENT: labels
 *                                               and titles; attachments, enclosed
 *   meeting      sign, since only the main      meeting; FIELD: labelled lines
 *                text tells of the meeting
 *   settle       everything found               form, years, date, issuers, mark:
 *                                               derived, each one said
 *   damage       final text                     diagnostics alone
 *   build        form settled                   the record
 *
 * Then account.c says of each piece of a line that is in no body where it is, or why it was left out;
 * proof.c is called when the record is written: it reads that, and compares.
 *
 * Lines are neither added nor removed after unwrap, so indices stay valid.
 *
 * Memory: everything lies in the arena or in a ht_buf. When memory runs out, nomem is set and work continues with an
 * empty text or list; import.c checks nomem after the stages and returns HT_ERR_NOMEM. */
#ifndef HT_IMPORT_IM_H
#define HT_IMPORT_IM_H

#include <stdint.h>

#include "arena_text.h"
#include "base/array.h"
#include "base/diag.h"
#include "base/str.h"
#include "import/import.h"
#include "import/scan.h"
#include "style/catalogue.h"

typedef enum im_line_kind {
	IM_BODY,
	IM_TABLE,      /* a row: text holds cells separated by tabs */
	IM_JUNK,       /* site furniture: removed and reported */
	IM_FIELD,      /* its content is in a field */
	IM_ATTACHMENT, /* label or title of an attachment */
	IM_PICTURE,    /* text is its caption */
	IM_LINE_KIND_COUNT
} im_line_kind;

/* In a cell of a row: what is shown on its next line. No text has it: it is a control character (im_is_forbidden). */
#define IM_CELL_BREAK  '\x1F'
#define IM_CELL_BREAKS "\x1F"
/* Cells that the one above, or the one at their left, covers: as in the tables of a record. */
#define IM_JOIN_UP   "^^"
#define IM_JOIN_LEFT "<<"

typedef struct im_line {
	const char *text; /* repaired, trimmed */
	const char *raw;  /* as decoded, trimmed */
	ht_loc loc;
	int blanks;          /* empty lines before it */
	int tabs;            /* after the text: empty cells at the end of a row */
	int tabs_before;     /* the same at its beginning, or an indent */
	int empty_rows;      /* rows of empty cells below it, which are nothing but tabs */
	bool headless;       /* the first of a table's rows, and no head: what is in the next is in it */
	int indent;          /* columns of blanks before it; a Han character is two */
	int columns;         /* of the text */
	int level;           /* of a heading that the source marks as such (h1 …); 0: it says nothing */
	const char *picture; /* IM_PICTURE: the file, as the body names it */
	const char *style;   /* the named style of a document for editing, as people see it; NULL: unknown */
	const char *stamp;   /* what a picture of a signature (IM_STAMP) beside the text is said to show, or NULL */
	im_line_kind kind;
	bool top;     /* Markdown's first line, if it alone is a heading of the first level */
	bool guessed; /* IM_JUNK by what is around it, not by its words: people are told */
	bool credit;  /* IM_JUNK that names people, or by one word alone: told, unless a site is around it */
} im_line;

/* With it ends what the picture of a signature is said to show. */
#define IM_STAMP "签名章"

/* A footnote of the source: in the lines it is in brackets, where it was called. */
typedef struct im_footnote {
	const char *bracketed; /* （注：…） */
	const char *text;
	enum { IM_NOTE_IN_LINE, IM_NOTE_CALLED, IM_NOTE_WRITTEN } state; /* in the body that is being written */
} im_footnote;

typedef enum im_entry {
	IM_NAMED,   /* a person's name */
	IM_GROUP,   /* people that are not named: 各街道负责人; a unit */
	IM_DOUBTFUL /* neither, as typed */
} im_entry;

typedef struct im_person {
	const char *name, *office, *unit; /* office and unit may be NULL */
	im_entry kind;
} im_person;

/* What is to be said of a list, once it is known to be one. */
typedef struct im_people_note {
	ht_code code;
	const char *args[3]; /* NULL: no more */
} im_people_note;

typedef struct im_people {
	im_person *v;
	size_t n, cap;
	im_people_note *notes;
	size_t n_notes, cap_notes;
} im_people;

/* What people are at a meeting. */
typedef enum im_attendance { IM_CHAIR, IM_PRESENT, IM_OBSERVERS, IM_ABSENT, IM_RECORDER } im_attendance;

typedef struct im_meeting {
	bool found;
	const char *name, *ordinal, *place, *organ;
	ht_scan_day time, end;
	size_t before_chair; /* of present: who the text names before the chair */
	bool time_labelled;  /* time is the value of a label, which the body has no longer */
	im_people chair, recorder, present, absent, observers;
	unsigned given; /* bits: the lists that labelled lines gave */
	ht_loc loc;
} im_meeting;

typedef struct im_attachment {
	const char *title;
	size_t from, to; /* lines of its text; equal: it has no text here */
	ht_loc loc;
} im_attachment;

/* What a line is, by all that can be seen of it and of its neighbours (readings.h). */
typedef struct im_reading {
	uint8_t reading, second; /* HT_READING_…; HT_READING_COUNT: was not looked at, there is none */
	int32_t sure;            /* by how many points it is better than the second */
	const char *state;       /* the reading, and its place in the grammar */
} im_reading;

typedef struct im_readings {
	im_reading *v;     /* of each line; NULL: not found */
	int form;          /* HT_TEXT_…: the form that fits best */
	int32_t points[8]; /* of each form */
	bool doubted;      /* by title and words alone it would be of a meeting, and is not, or would not be, and is */
} im_readings;

typedef struct im_doc {
	const struct im_xml_library *xml; /* once it is loaded: see xml_library.h */
	struct im_xml_hearer {
		void (*hear)(void *user, const char *format, ...);
		void *user;
	} xml_hearer; /* of its messages, before this text */
	ht_arena *arena;
	ht_diags *diags;
	const char *file;
	const ht_catalogue *catalogue;            /* of the forms that exist */
	unsigned repairs, seconds;                /* seconds: after which the process is ended; 0: it is not */
	size_t counts[HT_REPAIR_COUNT], controls; /* controls: deleted, since no record may hold them */
	ht_loc first[HT_REPAIR_COUNT];            /* where each kind was first met */
	im_line *lines;
	size_t n, cap;
	im_footnote *notes;
	size_t n_notes, cap_notes, next_note; /* next_note: the one that a body is likely to call next */
	const ht_import_row *rows;            /* n_rows of a spreadsheet */
	size_t n_rows;
	bool nomem, no_library, refused; /* reported: a library is missing; the source would take too much */
	bool roster, roster_text; /* its lines are rows of a list of people; of a CSV, which tells of no merged cells */
	bool structured;          /* paragraphs are marked as such in the source */
	bool front;               /* what programs write above a Markdown text is above it */
	bool site;                /* words of a site are around the text */
	bool chat, own;           /* what people wrote by turns; the source says that this program made it */
	bool speech;              /* its title is a speech's: who speaks is below it */
	bool styled;              /* its paragraphs were read by their named styles */
	const char *named_form;   /* the form that the source names, or NULL */
	const char *content;      /* of an ODT or DOCX, the part that has the text; NULL: the usual one */
	const char *picture_dir;  /* NULL: pictures are reported, not kept */
	ht_import_picture *pictures;
	size_t n_pictures, cap_pictures, picture_bytes, repeated; /* repeated: bytes that the text has once more */

	ht_import_left *left; /* n_left pieces of the text that are in no body */
	size_t n_left, cap_left;
	size_t n_passed; /* the first of them: those of readers, which no line has */
	struct ht_import_account *account;

	/* recognised; NULL or n 0: not */
	const ht_form *form;
	const char *masthead, *number, *copy_number, *secrecy, *urgency, *title, *note, *issue, *total_issue, *editor;
	const char *printed_by, *meta_title, *holder; /* holder: of the copyright */
	const char *publisher;                        /* on the site */
	ht_loc publisher_loc;
	ht_scan_day date, published, print_date;
	bool published_alone; /* published is a line of its own below the title, as papers are dated, too */
	int copies;           /* 0: not said */
	im_texts issuers, recipients, signature, copies_to, report_to, send_to, issue_to, keywords;
	const char *index_number, *category, *ai_label; /* ai_label: as the record has it */
	im_people signers;
	im_meeting meeting;
	im_attachment *attachments;
	size_t n_attachments, cap_attachments;
	im_attachment *enclosed; /* the enclosed document: issued or forwarded, not an attachment; NULL: none */
	ht_loc title_loc;
	size_t dated_title;                /* the title's line, below a masthead and a day; 0: none is so */
	size_t sign;                       /* the line of the signature's date, or n */
	size_t title_note, title_note_end; /* the lines of the 题注, which are body text; equal: there is none */
	im_readings readings;
} im_doc;

/* ---- labelled.c ---- */

/* Do the text's lines begin with names of fields, the first one, too? */
bool im_is_labelled(im_doc *d);

/* The form that a record calls by that name; NULL: there is none. */
const ht_form *im_form_called(const im_doc *d, const char *name);

/* Take each as its field; the others stay in the body. form: the one that it names, if it names one. true: there is a
 * note of attachments, and it is to be found. */
bool im_read_labelled(im_doc *d, const ht_form **form);

/* The labels of who signs and of the day at the end of a text that is not labelled else, taken off. */
void im_read_tail_labels(im_doc *d);

/* Take a line of the header that a label says to be the recipients (主送单位：…). false: it is not. */
bool im_take_labelled_recipients(im_doc *d, im_line *line);

/* ---- styled.c ---- */

/* Have the paragraphs the named styles of this program's documents, by which it can be told what each is? */
bool im_is_styled(const im_doc *d);

/* The property of a document that names its form. */
#define IM_FORM_PROPERTY "格式"

/* Take each as its field: header, signature, note, imprint. form: the one that the document names, if it names one. */
void im_read_styled(im_doc *d, const ht_form **form);

/* Is the line, by its style, one of a list of people? */
bool im_is_of_people(const im_line *line);

/* ---- names.c ---- */

/* Does s end like the name of an organ (局, 委员会, 办公室 …)? */
bool im_is_organ(const char *s);

/* The same, for a name long enough to be an organ's full name. */
bool im_is_organ_name(const char *s);

/* Add the organs on a line, separated by blanks, or the whole line where one of its pieces is no organ (`UNDP
 * China项目办公室`). */
void im_add_organs(im_doc *d, im_texts *list, const char *line, ht_loc loc);
/* A signer without what says that the seal is another's: （代章）. */
const char *im_without_acting(im_doc *d, const char *s);

/* The longest beginning of a meeting's name or a masthead that can only be an
 * organ (河东街道 of 河东街道安全生产周例会); NULL: it has no such beginning. */
const char *im_leading_organ(im_doc *d, const char *name);

/* The end of the last office in [s, end), with where that one begins in *begin; NULL: there is no office. */
const char *im_last_office(const char *s, const char *end, const char **begin);

/* Does s end with the name of an office (主席, 局长 …)? */
bool im_is_office(const char *s);

/* Is s a person's name (surname known, two to four characters)? */
bool im_is_name(const char *s, size_t len);

/* The end of a title: 通知, 决定, 纪要 …, and what the style sheets call their kinds of
 * document or recognise titles by. */
bool im_ends_title(im_doc *d, const char *s);

/* Is the whole line a day, perhaps spread or in brackets? */
bool im_is_day(const char *s, ht_scan_day *day);

/* Is the day in the calendar, with its year? */
bool im_is_full_day(const ht_scan_day *day);

/* ---- gaps.c ---- */

/* Is a blank between these two texts, within a sentence, a border between names or organs that has to stay? */
bool im_is_border(const char *left, const char *right);

/* ---- people.c ---- */

/* Read the people in a list of names and offices; what is to be said of them is in its notes. */
void im_read_people(im_doc *d, im_people *list, const char *s, size_t len);

/* The same for who leads a meeting; by: 由 is before it, so that `占士林主席` is a name and its office, whatever the
 * surname. */
void im_read_chair(im_doc *d, im_people *list, const char *s, size_t len, bool by);

/* Are they one person? The same name may be written with and without the office; with two offices it is another's. */
bool im_is_same_person(im_doc *d, const im_person *a, const im_person *b);

/* Add a person, unless the list has the same one already. false: out of memory. */
bool im_add_person(im_doc *d, im_people *list, im_person person);

/* The unit and the office that a title is, either NULL: 区财政局局长. */
void im_split_title(im_doc *d, const char *s, const char **unit, const char **office);

/* Say what is in the notes of a list, and which of its entries are doubtful. */
void im_tell_people(im_doc *d, const im_people *list, ht_loc loc);

/* Is the text one person: a name, with or without an office? */
bool im_is_person(im_doc *d, const char *s);

/* Is the line nothing but names, offices and groups? below: a label or a list is above it, so that two words that may
 * be names are. */
bool im_is_people_line(im_doc *d, const char *line, bool below);

/* ---- attendance.c ---- */

/* The list of the meeting's people in that role. */
im_people *im_people_of(im_doc *d, im_attendance role);

/* Read who is at the meeting out of the sentences of a line, into the meeting's lists. */
void im_read_attendance(im_doc *d, const im_line *line);

/* Does the text begin with people (`区领导甲、乙参加会议`) or with what they do (`列席会议的有`)? */
bool im_begins_with_people(im_doc *d, const char *text);

/* ---- lines.c ---- */

bool im_split_lines(im_doc *d, const char *text, size_t len);
im_line *im_add_line(im_doc *d, const char *s, size_t len, ht_loc loc, int blanks);

/* Note that text of the source is not in the record: a piece of a line, or what a reader passes over. Whatever is
 * dropped goes through here, so that it is told.
 * text    in  copied; nothing happens where it is blank
 * reason  in  the message, with {1} for the text: HT_D_IMPORT_HIDDEN … */
void im_leave_out(im_doc *d, const char *text, ht_loc loc, ht_code reason);

/* The place of what is said of the file as a whole. */
ht_loc im_whole_file(const im_doc *d);
/* Say why the file is not imported, with up to two arguments: HT_ERR_INPUT. */
ht_status im_refuse(im_doc *d, ht_code code, const char *a, const char *b);

/* ---- cited.c ---- */

/* Plain text without the signs by which only an assistant cites its sources; those that documents may have are told. */
void im_read_cited(im_doc *d);

/* ---- tagged.c ---- */

/* Plain text without tags of HTML, whose breaks end lines; - [x] is ☑; formulas of TeX are told. */
void im_read_tagged(im_doc *d);

/* ---- typed.c ---- */

/* Lines of plain text without the marks that are typed for superscripts and struck text: 10^3^ is 10³. Told. */
void im_read_typed(im_doc *d);

/* ---- picture.c ---- */

/* What is known of a picture at its place in the text. */
typedef struct im_picture {
	const char *name; /* as the source calls it, for messages */
	const char *alt;  /* what it shows; "" or NULL: unknown */
	const char *data; /* len bytes; NULL: not in the source */
	size_t len;
	bool floats; /* over the page, not in the text */
} im_picture;

/* Keep the picture and add the line that refers to it; one that cannot be kept is reported. */
void im_add_picture(im_doc *d, const im_picture *p, ht_loc loc);
/* Captions below pictures; pictures at the signature, which may be seals. */
void im_find_captions(im_doc *d);
void im_find_seals(im_doc *d);

/* ---- decode.c ---- */

/* data as UTF-8, without what a record may not hold.
 * encoding, bad, controls  out  what it was; bytes that made no sense; control
 *                               characters left out
 * HT_ERR_NOMEM, or HT_OK. */
ht_status im_decode(ht_arena *arena, const char *data, size_t len, const char **text, size_t *text_len,
                    ht_encoding *encoding, size_t *bad, size_t *controls);

/* Add data to buf as valid UTF-8, U+FFFD for each run of bytes that make no sense; how many of those. */
size_t im_add_valid(ht_buf *buf, const char *data, size_t len);

/* ---- stages, in the order they run (captions and seals: picture.c) ---- */

void im_find_junk(im_doc *d);
void im_find_tables(im_doc *d);
/* form_table.c: tables that are a meeting's form become lines with labels. */
void im_unfold_forms(im_doc *d);
void im_unwrap(im_doc *d);
void im_repair_lines(im_doc *d);
/* readings.c: what each line may be, and the form of text that fits best. */
void im_find_readings(im_doc *d);

/* Is the text a report or the record of a meeting, by all lines together? false, too, when the readings were not found.
 */
bool im_is_of_meeting(const im_doc *d);

/* The lines of the title, from *from to before *to, as the readings have them; lines that are left out may be among
 * them. false: they have none, or were not found. */
bool im_read_title(const im_doc *d, size_t *from, size_t *to);

/* Is line i one that stands between a title and the text: a number, metadata, who wrote it …? */
bool im_is_below_title(const im_doc *d, size_t i);

/* May line i be a title or a masthead? Where the readings are not found, or are of a text of items, any may. */
bool im_is_headed(const im_doc *d, size_t i);

/* Does line i of a document name whom it addresses? false, too, when the readings were not found. */
bool im_is_addressed(const im_doc *d, size_t i);

/* Is the line read as a bulletin's masthead, or a part of it? */
bool im_is_headed_bulletin(const im_doc *d, const im_line *line);

/* Is line i read as one that a site prints around the text? */
bool im_is_metadata(const im_doc *d, size_t i);

/* Is line i read as the title of a bulletin's item, or is that the next best and an empty line above it? */
bool im_is_item_title(const im_doc *d, size_t i);

/* Does the line go on with the value of the label above it? false, too, when the readings were not found. */
bool im_is_label_more(const im_doc *d, const im_line *line);

/* The line that is the first sentence of a report, or n. */
size_t im_lead_line(const im_doc *d);

/* Points by which the line's reading is better than the next; 0: unknown. */
int32_t im_sure_of(const im_doc *d, size_t i);
void im_find_metadata(im_doc *d);
void im_find_header(im_doc *d);
/* above.c: lines that are none of the text: the menu of a page; sender, day and addressees of a mail or a chat, with
 * the title after 主题, and a greeting. */
void im_skip_menu(im_doc *d);
void im_skip_message(im_doc *d);
/* The name of a column before the title (快讯 | …) goes. */
void im_drop_column(im_doc *d);
/* s after a day at its beginning: 3月4日上午， */
const char *im_without_day(const char *s);
/* A kind of document that only a style sheet knows is sure where 的 is before it, as the
 * others are (的通知); of those 的意见 and the like are not. */
bool im_has_sure_title_end(im_doc *d, const char *s);
/* title.c: a title for a text of which no line is one; where nothing gives one, this is told. */
void im_derive_title(im_doc *d);
void im_find_tail(im_doc *d);
/* The imprint alone. */
void im_find_imprint(im_doc *d);
void im_find_attachments(im_doc *d);
void im_find_meeting(im_doc *d);
void im_settle(im_doc *d, const ht_form *form);
void im_find_damage(im_doc *d);

/* ---- header_lines.c: the header's single lines ---- */

/* Is the line a number, a grade, a masthead, an issue or signers? Takes it. */
bool im_take_header_line(im_doc *d, im_line *line);

/* ---- forms.c: forms of document ---- */

/* The form of the text, as the sheets recognise it; never NULL if there are sheets. */
const ht_form *im_recognise_form(im_doc *d);

/* The recognition of the form that a masthead, a title, or a line that may be a masthead belongs to, before the text's
 * form is known. Never NULL: without such a form, nothing is set in it. */
const ht_recognition *im_by_mark(im_doc *d);
const ht_recognition *im_by_title(im_doc *d);
const ht_recognition *im_by_masthead(im_doc *d, const char *line);

/* Bytes of the longest word by which a style sheet knows titles that s ends with: a
 * kind of document, or one of title_ends. 0: it ends with none. */
size_t im_kind_at_end(im_doc *d, const char *s);

/* Does s (may be NULL) end with one of the n words? */
bool im_ends_word(const char *s, const char *const *words, size_t n);

/* ---- bulletin.c: texts of items ---- */

/* Make headings of the lines from `from` on that are titles of items. false: there are none, or the source marks its
 * headings itself. */
bool im_find_items(im_doc *d, size_t from);
/* The same by the list of contents alone, which is taken. */
bool im_find_contents(im_doc *d, size_t from);

/* （某某局供稿）: the sender of the item that ends with this line; NULL: not given. */
const char *im_item_source(im_doc *d, const im_line *line);

/* ---- markdown.c: bodies ---- */

/* The text of lines [from, to) that are body, as Markdown: paragraphs separated by empty lines, tables, pictures, and
 * the footnotes that are called there. NULL: out of memory, which *d has noted. */
const char *im_markdown(im_doc *d, size_t from, size_t to);

/* ---- build.c: the result ---- */

void im_build(im_doc *d, ht_import *import);

/* ---- explain.c ---- */

/* Keep what the lines were taken for. */
void im_note_readings(im_doc *d, ht_import *import);

#endif

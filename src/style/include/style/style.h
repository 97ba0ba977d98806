/* Style sheets: the page, the typefaces, the paragraph styles, and the order and placement of a form's elements. All
 * that distinguishes a form is in its sheet (styles/NAME.yaml); the code knows kinds of element and of placement, never
 * a form.
 *
 * A sheet `extends:` another: see ht_sheet_merge() in sheet.h, and docs/sheets.md for those who write sheets. Lengths
 * are `37mm`, `16pt`, `2字` (characters of the page's grid) or `1.5行` (its line pitch); sizes also by name (三号). Any
 * scalar
 * may be followed by the clause it was taken from: `37mm [5.2.1]`. */
#ifndef HT_STYLE_STYLE_H
#define HT_STYLE_STYLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/colour.h"
#include "base/diag.h"
#include "base/len.h"
#include "base/loc.h"
#include "base/status.h"
#include "record/record.h"
#include "style/form.h"

typedef enum ht_side { HT_SIDE_LEFT, HT_SIDE_RIGHT } ht_side;

/* The page and its grid (GB/T 9704-2012 5). */
typedef struct ht_geometry {
	ht_len width, height;           /* paper */
	ht_len top, left;               /* type area's place: 天头, 订口 */
	ht_len area_width, area_height; /* 版心 */
	int lines, chars;               /* on a full page, in a full line */
	int least_lines; /* of a paragraph, at a page's end and beginning (孤行控制); 0, 1: pages are full */
	int max_lines;   /* most lines of a tightened page (7.3.5.5); 0: never tightened */
	int min_chars, max_chars; /* fewest, most in a line of its body text (7.3.5.5); 0: never changed */
	ht_len size;              /* the body's size, 1 em of the grid */
	ht_side odd_head,
	    even_head; /* paper's edge at which a landscape table has its head: pages 1, 3 …; 2, 4 … (8) */
} ht_geometry;

/* Top of the em box of grid line k (0-based) of the type area, from the
 * paper's top: line 0 touches the area's top edge, the last one its bottom
 * edge (撑满版心). k may lie beyond the page. */
ht_len ht_geometry_line(const ht_geometry *g, int k);

/* The first line whose em box lies below y; it may lie beyond the page. */
int ht_geometry_line_below(const ht_geometry *g, ht_len y);

/* Left edge of character k, from the type area's left edge. */
ht_len ht_geometry_char(const ht_geometry *g, int k);

/* The line pitch, rounded: for distances, never to be added up. */
ht_len ht_geometry_pitch(const ht_geometry *g);

/* The page of landscape tables, as if the paper were landscape: its upper edge is the edge of the paper that head
 * names. Lines and characters keep their pitch. */
ht_geometry ht_geometry_landscape(const ht_geometry *g, ht_side head);

/* A typeface: a family for Han text and one for the letters and digits in it,
 * which fonts.conf resolves. */
typedef struct ht_typeface {
	const char *name;
	const char *han, *latin;
	int index; /* in ht_style.faces */
	ht_loc loc;
} ht_typeface;

typedef enum ht_halign { HT_HALIGN_JUSTIFY, HT_HALIGN_LEFT, HT_HALIGN_CENTRE, HT_HALIGN_RIGHT } ht_halign;

/* A paragraph style. */
typedef struct ht_pstyle {
	const char *name; /* key in the sheet */
	const char *zh;   /* display name: 正文, 公文标题 … */
	const ht_typeface *face;
	ht_len size;
	ht_colour colour;
	ht_halign align;
	ht_len indent;      /* first line, from the left */
	ht_len left, right; /* all lines */
	bool grid;          /* full-width characters take the page's character grid */
	int han_latin_gap;  /* 1/1000 em */
	bool merge_punct;   /* neighbouring punctuation marks take 1.5 em together */
	ht_len pitch;       /* line to line; 0: the page's grid */
	const char *clause;
	ht_loc loc;
	int index; /* in ht_style.styles */
} ht_pstyle;

typedef struct ht_template ht_template;

/* What a template's field goes through. */
typedef enum ht_filter_kind {
	HT_FILTER_FIRST,     /* of a list, the first member only */
	HT_FILTER_JOIN,      /* of a list: this between its members */
	HT_FILTER_END,       /* the text ends with this, added only if it is not there */
	HT_FILTER_LAST,      /* the same, for the last member of the current list */
	HT_FILTER_PAREN,     /* in brackets, once */
	HT_FILTER_CELLS,     /* a name of two characters is spread over this many */
	HT_FILTER_DAY,       /* of a moment its day alone; words that name none count as not given */
	HT_FILTER_DIGITS,    /* a number has at least this many */
	HT_FILTER_RETENTION, /* of a retention period its code: Y, D30 */
	HT_FILTER_COUNT
} ht_filter_kind;

#define HT_FILTERS_MAX 4 /* of a field */

/* One part of a template: literal text, a field, or a group. */
typedef struct ht_tpart {
	const char *literal;      /* or NULL */
	const char *const *paths; /* `{signature/issuers}`: the first that is given; NULL-terminated */
	bool optional;            /* `{note?}`: the element is shown also when it is not given */
	struct ht_filter {
		ht_filter_kind kind;
		const char *arg; /* after the colon, or NULL */
	} filters[HT_FILTERS_MAX];
	int n_filters;
	const ht_template *group; /* braces in braces, or NULL */
} ht_tpart;

/* `{printed_by} … {print_date}印发`: literal text with fields in braces. An
 * element whose template names a field that the record lacks is left out. A
 * sheet may give a list of templates: the first all of whose fields are given
 * is taken. The whole language is described in docs/sheets.md. */
struct ht_template {
	ht_tpart *parts;
	size_t n;
	ht_loc loc;
	const struct ht_template *otherwise; /* the next of the list, or NULL */
};

/* Variables of a template: the number of a list's member (`{n?}`: only when the
 * list has several) or of a table's row; of a person in a list its name, office, unit. */
#define HT_VARIABLE_N     "n"
#define HT_VARIABLE_HAN_N "han_n" /* in Chinese numerals */
/* The number of the element among those shown that say it: 1, 2 …, without gaps where one is left out. */
#define HT_VARIABLE_COUNT     "count"
#define HT_VARIABLE_HAN_COUNT "han_count"
#define HT_VARIABLE_NAME      "person.name"
#define HT_VARIABLE_OFFICE    "person.office"
#define HT_VARIABLE_UNIT      "person.unit"

typedef enum ht_ekind {
	HT_E_TEXT,            /* a paragraph, its label hanging */
	HT_E_LINE,            /* one line: left, centre, right */
	HT_E_MASTHEAD,        /* display line fitted to a width (发文机关标志) */
	HT_E_TITLE,           /* shaped over lines (标题) */
	HT_E_RULE,            /* a line across */
	HT_E_BODY,            /* body text with its levels */
	HT_E_PEOPLE,          /* a list of people after a label */
	HT_E_ROSTER,          /* a committee's members: role, name, office in columns */
	HT_E_SIGNERS,         /* 签发人: names a few a line, set right */
	HT_E_SIGNATURE,       /* 署名 and 成文日期 without seal */
	HT_E_SEALED,          /* 署名 and 成文日期 under seals */
	HT_E_STAMPED,         /* signers' offices beside their signature stamps, and 成文日期 */
	HT_E_ATTACHMENT_NOTE, /* 附件说明 */
	HT_E_TABLE,           /* a table whose rows are the members of a list field */
	HT_E_GROUP,           /* elements for each member of a list field */
	HT_E_PAGE_NUMBER,     /* 页码 */
	HT_E_KIND_COUNT
} ht_ekind;

/* HT_FROM_PAPER_BOTTOM: upwards from the paper's lower edge to the element's. */
typedef enum ht_from { HT_FROM_PREVIOUS, HT_FROM_AREA, HT_FROM_PAPER, HT_FROM_PAPER_BOTTOM } ht_from;
typedef enum ht_across { HT_ACROSS_AREA, HT_ACROSS_PAPER } ht_across;

typedef struct ht_element ht_element;

/* A column of a TABLE. */
typedef struct ht_column {
	ht_template head, text;
	ht_len width;    /* with its padding; 0: from its content */
	ht_halign align; /* JUSTIFY: from its content */
	bool merge;      /* cells below each other that say the same are one */
	ht_loc loc;
} ht_column;

/* An element of a form: what it says and where it is placed.
 *
 * Vertical place: `top` (an exact distance, measured from `from`, to the
 * element's em box or ink) is placed exactly there. Without it the element takes
 * the next line of the page's grid, after `skip` empty lines. */
struct ht_element {
	const char *name;
	const char *zh; /* Chinese name, by which a sheet may call it too; or NULL */
	ht_ekind kind;
	const ht_pstyle *style;
	const char *clause;
	ht_loc loc;

	ht_template text;                /* SIGNATURE, SEALED: the name(s); ATTACHMENT_NOTE: of a member */
	ht_template left, centre, right; /* LINE */
	ht_template label;               /* TEXT, PEOPLE, ATTACHMENT_NOTE */
	const ht_pstyle *label_style;    /* NULL: style */
	ht_template date;                /* SIGNATURE, SEALED, STAMPED */
	const char *field;               /* path of its field; MASTHEAD: of names that the masthead may spell out */
	const char *else_of;             /* BODY: else, of a note below a title, the body text that may begin with it */
	const char *when;                /* left out unless this field (`a/b`: one of them) is given */
	const char *unless;              /* left out when it (one of them) is given */

	int skip;       /* empty lines above */
	int skip_below; /* empty lines below, when more than the next element's own above */
	bool has_top;
	ht_len top;
	ht_from from;
	bool hang; /* further lines aligned after the label */
	bool keep_next;
	bool keep_previous;
	bool new_page; /* begins a page */
	bool beside;   /* on the line of the element before it, unless that is beside one itself */

	/* MASTHEAD */
	ht_len fit;       /* widest ink */
	int min_condense; /* 1/1000: narrowest horizontal scale before the size shrinks */
	ht_len letter_gap;
	ht_template suffix;  /* several names are placed above each other, this beside them */
	ht_len joint_size;   /* of several names, 0: style's */
	ht_len joint_height; /* of the stack at most; 0: no limit */
	ht_len joint_width;  /* that names which this makes small are flattened to; 0: they are not */

	/* RULE */
	ht_len thickness;
	ht_len rule_width; /* 0: the type area's */
	ht_across across;  /* what the rule is centred on */
	ht_colour colour;

	/* BODY */
	const ht_pstyle **levels; /* paragraph styles of levels 1, 2 … */
	size_t n_levels;
	/* of a regulation's parts; NULL: as the levels say, entries of 目录 as text */
	const ht_pstyle *divisions[HT_DIVISION_COUNT];
	const char **numbering; /* forms of generated numbers: 一、 （一） 1. （1） */
	size_t n_numbering;
	const ht_typeface *strong_face, *em_face;
	const ht_pstyle *table_cell, *table_head;  /* NULL: style */
	const ht_pstyle *table_title, *table_note; /* above and below a table; NULL: table_head, table_cell */
	ht_len table_least;                        /* the size that cells of a wide table may go down to; 0: theirs */
	bool landscape_wide_tables;  /* tables too wide for the page are set landscape on pages of their own (8) */
	ht_len table_rule;           /* thickness of a table's lines */
	const ht_pstyle *salutation; /* of a first paragraph that addresses the listeners; NULL: style */
	const ht_pstyle *caption;    /* of pictures; NULL: style */
	ht_len picture_height;       /* tallest a picture may be; 0: the type area's */
	ht_len cell_pad;             /* between a line and the text beside it */

	/* PEOPLE */
	int name_chars;   /* two-character names are as wide as this many characters; 0: natural */
	int name_gap;     /* characters between two names */
	bool group_lines; /* each office on a line of its own */
	bool align_names; /* … and the names below each other */

	/* SIGNERS */
	int per_line;                /* 7.2.6: two names a line */
	const ht_pstyle *name_style; /* NULL: style */

	/* SIGNATURE, SIGNERS */
	ht_len right_inset; /* 7.3.5.2: 2字 */
	ht_len date_offset; /* 7.3.5.2: 2字 */

	/* ROSTER */
	const char *role, *people; /* fields of the field's members */

	/* SEALED, STAMPED */
	const char *seals; /* field of the pictures' file names */
	ht_len seal_size;  /* width of a picture that does not say its own */
	ht_len seal_max;   /* widest allowed */
	ht_len seal_gap;   /* least distance between two seals */
	ht_len seal_rise;  /* the seal's centre above that of name and date */
	ht_len office_gap; /* STAMPED: office to stamp */

	/* TABLE */
	const char *rows; /* list field of each of the field's members: a row each; NULL: the members are the rows */
	ht_column *columns;
	size_t n_columns;
	int blank_rows;    /* empty rows below */
	int side_by_side;  /* that many members in a row, the columns repeated; 0: one */
	int at_most;       /* left out when the list has more members; 0: never */
	ht_len row_height; /* at least */

	/* GROUP */
	const ht_element **members;
	size_t n_members;
	const ht_element *heading;   /* above the members, if one of them shows something; or NULL */
	const ht_element *otherwise; /* shown if no member shows anything; or NULL */
	int at_least;                /* GROUP, TABLE, ATTACHMENT_NOTE: left out when the list has fewer members */

	/* rows of the imprint */
	bool join_above; /* no separator above this row */
	/* name of an element of the flow: this row is shown in its place when page 1
	 * has no room for body text beside it (7.3.2: 主送机关) */
	const char *instead_of;

	/* furniture: pages it is on, 1-based; last_page 0: to the end */
	int first_page, last_page;

	/* PAGE_NUMBER */
	ht_len below; /* of the dashes' ink below the type area */
	ht_len inset; /* from the outer edge of the type area */
	ht_halign odd, even;
};

/* Its name for messages in Chinese: its own in that language, or else the English one. */
static inline const char *ht_element_zh(const ht_element *e)
{
	return e->zh ? e->zh : e->name;
}

/* The file's metadata: all but date are templates. */
typedef struct ht_metadata {
	ht_template title, author, subject, keywords;
	ht_template archival_code; /* 档号, where a record does not give it whole */
	ht_template fonds, file_number, retention, secrecy, index_number, category; /* for the archive */
	const char *date; /* path of the date field, or NULL */
} ht_metadata;

/* The imprint: 版记, 报尾. */
typedef struct ht_imprint {
	const ht_element **rows;
	size_t n;
	ht_len outer_rule, inner_rule; /* thickness (7.4.1) */
	ht_colour colour;
	ht_len gap;     /* at least this much between text and block */
	bool even_page; /* printed on both sides: the block is on an even page (7.4.1) */
} ht_imprint;

typedef struct ht_style {
	const char *name;
	const char *zh, *en; /* what it is called */
	ht_form form;        /* what it says of the form it makes */
	const char *path;
	ht_geometry page;
	ht_typeface *faces;
	size_t n_faces;
	ht_pstyle *styles;
	size_t n_styles;
	ht_element *elements;
	size_t n_elements;
	const ht_element **flow;
	size_t n_flow;
	ht_imprint imprint;
	ht_metadata metadata;
	const ht_element **furniture;
	size_t n_furniture;
	ht_ignored *ignored; /* fields that are not shown on purpose */
	size_t n_ignored;
	ht_arena *arena;
} ht_style;

/* Where sheets are looked for by name, in order; NULL-terminated. */
typedef struct ht_style_dirs {
	const char *const *dirs;
	size_t given;         /* the first ones, which the user named */
	const char *built_in; /* the one of them that holds the program's own sheets, as they were built; or NULL */
} ht_style_dirs;

/* Load a sheet with all it extends.
 * other  in      for a record of another form: with what the sheet says under
 *                `from_other_form:`
 * name   in      a name ("minutes", looked for as NAME.yaml in dirs) or a file
 *                (a name with a "/" or ending in .yaml)
 * diags  in/out  HT_D_STYLE_*: unknown keys, wrong values, missing styles, each
 *                with its place
 * ret    out     free with ht_style_free()
 * Returns HT_OK, HT_ERR_INPUT, HT_ERR_IO, HT_ERR_NOMEM. */
ht_status ht_style_load(const char *name, bool other, const ht_style_dirs *dirs, ht_diags *diags, ht_style **ret);
/* Append what the sheet sets, one value per line, with its file, line and clause; then the values that differ from
 * those which an extended sheet took from a clause. Arguments and errors as ht_style_load().
 * json  in  each line is an object: key, value, file, line, clause; one that differs has the standard's value, too */
ht_status ht_style_explain(const char *name, const ht_style_dirs *dirs, bool json, ht_diags *diags, ht_buf *out);

void ht_style_free(ht_style *style);

/* Typeface and paragraph style by name, or NULL. */
const ht_pstyle *ht_style_find(const ht_style *style, const char *name);

/* Does the sheet say that it leaves the field out? */
bool ht_style_ignores(const ht_style *style, const char *path);

#endif

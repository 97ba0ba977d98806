/* What a sheet says of the form of document it makes: its names, what a record
 * of it must have and commonly has, the kinds of document it is for, and how
 * import recognises it. The keys at the top of styles/NAME.yaml; no code knows any of this. */
#ifndef HT_STYLE_FORM_H
#define HT_STYLE_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "record/record.h"

/* A kind of document (文种): 通知, 请示 … Titles end with its name. */
typedef struct ht_document_kind {
	const char *name;
	const char *const *wanted; /* documents of this kind commonly have these too */
	size_t n_wanted;
	const char *const *without; /* and not these, though the form wants, or requires, them */
	size_t n_without;
	bool one_recipient;           /* it is sent to a single superior organ, and not to lower ones */
	bool number_without_brackets; /* where the masthead names it, its number may be a serial of the year */
} ht_document_kind;

/* Conditions that must all hold; those that are not given count as true. */
typedef struct ht_evidence {
	const char *const *title_ends; /* the title ends with one of these */
	size_t n_title_ends;
	const char *const *mark_ends; /* the masthead does */
	size_t n_mark_ends;
	const char *const *code_ends; /* the issuer's code in the document number (国办函〔2026〕1号: 国办函) does */
	size_t n_code_ends;
	const char *const *recognised; /* all of these fields of the record were recognised */
	size_t n_recognised;
} ht_evidence;

/* What must follow a line for it to be a masthead: bits. */
enum {
	HT_ABOVE_ORDINAL = 1, /* on the next line 第7期, 第3号, （总第32期） */
	HT_ABOVE_NUMBER = 2,  /* a document number with its year */
	HT_ABOVE_SIGNERS = 4  /* 签发人 */
};

/* How import recognises a form in a text, and what it then makes of the text. */
typedef struct ht_recognition {
	int rank; /* within one folder, lower ranks are tried first */
	const ht_evidence *evidence;
	size_t n_evidence;                /* 0: never recognised */
	const char *const *masthead_ends; /* a line that ends so, above what masthead_above says, is the masthead */
	size_t n_masthead_ends;
	unsigned masthead_above;        /* HT_ABOVE_… */
	int masthead_within;            /* that many lines below may be looked at for a number or signers: at least 1 */
	bool title_is_mark;             /* its title is its masthead */
	const char *const *mark_titles; /* a title that ends so and names no subject is the masthead, too */
	size_t n_mark_titles;
	const char *mark_otherwise; /* masthead of a text without one: {organ} and {meeting} are put in; or NULL */
	bool tells_of_meeting;      /* ordinal, office and date below the masthead are a meeting's */
	bool officers_sign;         /* lines of officers above the date are its signers */
	bool encloses;              /* what it issues follows its text, whatever its title says */
	bool unsigned_;             /* the signer is the issuer: the document has no separate signature */
	bool item_by_item;          /* the text is a list of items, each with its title */
} ht_recognition;

/* A field that a form leaves out, with all below it. */
typedef struct ht_ignored {
	const char *path;   /* English */
	const char *reason; /* a note tells it */
} ht_ignored;

typedef struct ht_form {
	const char *sheet; /* its sheet's name: the file's without folder and ending */
	const char *path;  /* its sheet's file */
	size_t folder;     /* which of the folders on the style path it is in; set by the catalogue */
	ht_choice names;   /* what records call it: `form:` (or the sheet's name), `name:`, `english_name:` */
	const char *const *also_called; /* what people call it as well: read with a note */
	size_t n_also_called;
	bool declared;               /* it has a `form:` of its own */
	const char *family;          /* the `form:` of the nearest sheet that has one, from itself on; or NULL */
	bool varies;                 /* it says something under `from_other_form:` */
	bool standard;               /* records that name no form are of this one */
	bool hidden;                 /* only there to be extended (_NAME.yaml) */
	bool broken;                 /* its file cannot be read: nothing is known but the sheet's name */
	const char *const *required; /* field paths a record must give, NULL-terminated; `a/b`: one of them */
	size_t n_required;
	const char *const *wanted; /* … and commonly gives */
	size_t n_wanted;
	const ht_ignored *stated; /* fields not shown because the text says them, which is looked for */
	size_t n_stated;
	const ht_document_kind *kinds; /* one of which the title must name; n_kinds 0: any title will do */
	size_t n_kinds;
	int title_chars;                  /* most characters of a title; 0: no limit */
	bool number_without_code;         /* its numbers may lack the issuer's code: 〔2026〕1号 */
	bool number_without_brackets;     /* … or be a serial of the year: 2026年第3号 */
	const char *const *secrecy_words; /* 密级 may begin so without being a grade */
	size_t n_secrecy_words;
	ht_recognition recognition;
} ht_form;

/* Does a sheet with the form sheet make the paper that records of the form record are, perhaps in another layout? Else
 * it makes another paper of them: a notice of minutes. */
bool ht_form_is_own(const ht_form *sheet, const ht_form *record);

/* The kind that the text (a title, a masthead) ends with the name of; NULL: none. */
const ht_document_kind *ht_form_kind(const ht_form *form, const char *text);

/* The kind of the record: that which its title names, or else its masthead (某某市人民政府公告), or else `格式: 公告`;
 * NULL: none. */
const ht_document_kind *ht_form_record_kind(const ht_form *form, const ht_group *record);

/* The kind that the record's masthead is the title of (某某市人民政府公告); NULL: none, or the form itself is called
 * so, and says what holds. */
const ht_document_kind *ht_form_masthead_kind(const ht_form *form, const ht_group *record);

/* Find the fields that the record lacks: those that its form requires (HT_D_FIELD_REQUIRED), and those that documents
 * of the kind that its title or masthead names commonly have (HT_D_FIELD_WANTED). tell is called for each, with the
 * place, the path as in the sheet and the field's Chinese name. The only source of both messages. */
void ht_form_missing(const ht_form *form, const ht_group *record,
                     void (*tell)(void *user, ht_code code, ht_loc loc, const char *path, const char *zh), void *user);

#endif

/* Shared by the files of the ledger:
 *
 *   leaves.c          the record's leaves, and how their places are called
 *   ledger.c          which bytes are shown
 *   ledger_report.c   what is lost, in words
 *   ledger_stated.c   what the text says of a field that is not printed */
#ifndef HT_DOC_LEDGER_PRIV_H
#define HT_DOC_LEDGER_PRIV_H

#include <stdint.h>

#include "doc/ledger.h"

/* What a place is to the one around it. */
typedef enum ht_place_kind {
	HT_PLACE_ROOT,
	HT_PLACE_FIELD,
	HT_PLACE_ITEM,   /* a member of a list */
	HT_PLACE_PERSON, /* likewise */
	HT_PLACE_NAME,   /* parts of a person */
	HT_PLACE_OFFICE,
	HT_PLACE_UNIT,
	HT_PLACE_PARA, /* of a body: this and the next two are counted together */
	HT_PLACE_TABLE,
	HT_PLACE_PICTURE,
	HT_PLACE_ROW, /* of a table, and so on */
	HT_PLACE_CELL,
	HT_PLACE_TABLE_TITLE,
	HT_PLACE_TABLE_UNIT,
	HT_PLACE_TABLE_NOTE,
	HT_PLACE_FILE, /* of a picture */
	HT_PLACE_CAPTION,
	HT_PLACE_FOOTNOTE,
	HT_PLACE_LINK, /* of a text, its target */
	HT_PLACE_KIND_COUNT
} ht_place_kind;

/* Something of the record that has a name: a field, a member, a leaf. */
typedef struct ht_place {
	uint32_t up;    /* index of the place around it */
	uint32_t end;   /* index after the last place within it */
	uint32_t index; /* members, paragraphs, rows …: from 1; else 0 */
	uint8_t kind;   /* ht_place_kind */
	bool told;      /* it is named in a message */
	bool carried;
	uint32_t chars, shown;       /* of a leaf: those that count, and those of them that are shown */
	uint32_t leaves, lost, part; /* within it, itself included: all, those not shown, those shown in part */
	const ht_field *field;       /* FIELD */
	const ht_value *value;       /* FIELD */
	ht_loc loc;
	const char *rest; /* of a leaf: the first text that is not shown */
	size_t rest_len;
} ht_place;

/* A text of a leaf, or one made of others (leaf 0). */
typedef struct ht_ledger_text {
	const char *s;
	size_t len;
	size_t bit; /* its first byte's */
	uint32_t leaf;
} ht_ledger_text;

/* made says what from says. */
typedef struct ht_ledger_link {
	const char *from, *made;
	size_t len, n;
} ht_ledger_link;

struct ht_ledger {
	ht_arena *arena;
	bool nomem;       /* sticky */
	bool sorted;      /* texts are in the order of their places in memory, and have their bits */
	bool again;       /* a report was made */
	ht_place *places; /* [0]: the record */
	size_t n_places, cap_places;
	ht_ledger_text *texts;
	size_t n_texts, cap_texts;
	size_t last; /* index of the text that was asked for last */
	ht_ledger_link *links;
	size_t n_links, cap_links;
	unsigned char *bits; /* one for each byte of the texts: it is shown */
	size_t n_bits;
};

/* leaves.c: places and texts of the record. */
void ht_ledger_read(ht_ledger *ledger, const ht_record *record);
/* ledger.c: a text of a leaf. */
void ht_ledger_text_add(ht_ledger *ledger, uint32_t leaf, const char *s, size_t len);
/* Carry marks from texts that were made to those they were made of, and count what of each leaf is shown. */
void ht_ledger_count(ht_ledger *ledger);
/* ledger.c: is any of it shown? After ht_ledger_count(). */
bool ht_ledger_is_shown(const ht_ledger *ledger, const ht_ledger_text *text);
/* ledger_stated.c: what of a field's value no shown text says: names of people, pieces of a place, a day; NULL if they
 * say it. After ht_ledger_count(). */
const char *ht_ledger_unstated(ht_ledger *ledger, size_t place);
/* leaves.c: a place's name. Without indices it is that of all places like it. NULL when out of memory. */
const char *ht_place_path(ht_ledger *ledger, size_t place, bool indices);
const char *ht_place_words(ht_ledger *ledger, size_t place);

#endif

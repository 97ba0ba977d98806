/* The notes of a table in running text: `注：…`, `资料来源：…` below it. Several are usually typed as a list that
 * begins after the label, `注：1.…` and on the next lines `2.…`, `3.…`: these are notes, too, and no items of the
 * text's lists. */
#include "base/str.h"
#include "body_private.h"
#include "words_headings.h"

/* Bytes of the label with its colon that a paragraph begins with; 0: it has none. */
static size_t label_of(const ht_body_block *block)
{
	if (block->kind != HT_BODY_PARA || block->level || !block->n)
		return 0;
	const char *s = block->inlines[0].text;
	size_t n = ht_str_prefix_of(s, ht_words_table_note), colon = 0;
	if (n)
		colon = ht_str_one_of(s + n, "：:");
	return colon ? n + colon : 0;
}

/* The number that a paragraph has after its label; the first is expected of a label that stands alone. */
static ht_heading first_of(const ht_body_block *block, size_t label)
{
	const ht_inline *text = &block->inlines[0];
	const char *rest = ht_str_skip_spaces(text->text + label);
	ht_heading first = ht_body_classify(rest, strlen(rest));
	if (!*rest && block->n == 1)
		first = (ht_heading){0};
	else if (!first.marker)
		first.number = -1;
	return first;
}

static void take_note(ht_body_block *block)
{
	block->level = 0;
	block->marker = block->head = 0;
	block->claim = HT_CLAIM_NONE;
	block->alone = false;
	block->table_note = true;
}

/* The numbered notes after block i, whose label takes so many bytes; returns the last. */
static size_t take_numbered(ht_body *body, size_t i, size_t label)
{
	ht_heading last = first_of(&body->blocks[i], label);
	while (last.number >= 0 && i + 1 < body->n) {
		ht_body_block *next = &body->blocks[i + 1];
		if (next->kind != HT_BODY_PARA || !next->marker || next->division || next->number != last.number + 1 ||
		    (last.level && next->level != last.level))
			break;
		last.level = next->level;
		last.number = next->number;
		take_note(next);
		i++;
	}
	return i;
}

void ht_body_settle_table_notes(ht_body *body)
{
	for (size_t i = 0; i < body->n; i++) {
		if (body->blocks[i].kind != HT_BODY_TABLE)
			continue;
		for (size_t label; i + 1 < body->n && (label = label_of(&body->blocks[i + 1]));) {
			take_note(&body->blocks[++i]);
			i = take_numbered(body, i, label);
		}
	}
}

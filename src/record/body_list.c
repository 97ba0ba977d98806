/* Headings, decided for all items of a list together.
 *
 * A list is the items of one level below one item of a higher level: its items are sisters, and a reader expects them
 * to look alike. So of what body_level.c finds a paragraph may have, a list has all or nothing:
 *   - A sentence with text after it is a heading if all sisters have a heading, and none of these first sentences reads
 *     like a sentence (body_sentence.c). If one is only a sentence, none is a heading: they are items, set as text,
 *     their numbers too. So with lines that end with a colon, and lines with nothing below them.
 *   - A short sentence is a heading if its sisters have run-in headings: `（二）严守纪律。`
 *   - A line of its own without a stop that has text below it is a heading whatever its sisters are.
 *   - So are several lines with a colon within, `一、第一阶段：动员部署`, if all of them have text below them; else the
 *     heading ends with the colon, `一、时间：3月9日上午`.
 *   - What the record says (# or ** at one item) holds for the list: its other first sentences are headings, too.
 * The record's 小标题 may say that all first sentences are headings, or none.
 *
 * Below that, a regulation's parts: 编, 章, 节 and 条 end the lists above them, and 目录 is told from the text. */
#include "base/str.h"
#include "body_private.h"
#include "words_headings.h"

#define LEVELS 5

/* A list that is being read. */
typedef struct list {
	size_t first, last; /* blocks of its items; those between that are of its level are its items, too */
	bool open, said, plain;
	bool run_in, brief; /* an item has a run-in heading, is a short sentence */
	size_t lines;       /* with a colon within */
} list;

typedef struct settling {
	ht_body *body;
	ht_run_in run_in;
	list lists[LEVELS + 1];
} settling;

static bool is_item(const ht_body_block *block, int level)
{
	return block->kind == HT_BODY_PARA && block->level == level && !block->division;
}

/* Is the block after i below it: text, a table, a deeper item? */
static bool has_below(const ht_body *body, size_t i)
{
	const ht_body_block *next = i + 1 < body->n ? &body->blocks[i + 1] : NULL;
	if (!next || next->division)
		return false;
	return next->kind != HT_BODY_PARA || !next->level || next->level > body->blocks[i].level;
}

/* Does the item's first sentence read like one, so that its list has no run-in headings? */
static bool is_plain(const ht_body_block *block)
{
	if (block->claim == HT_CLAIM_NONE)
		return true;
	return block->claim == HT_CLAIM_RUN_IN && block->sentence;
}

static void set_plain(ht_body_block *block)
{
	block->head = 0;
	block->alone = false;
}

/* Has the list no headings but those that the record says, and lines with text below them? */
static bool has_none(const settling *s, const list *l)
{
	if (s->run_in == HT_RUN_IN_NONE)
		return true;
	return !l->said && ((l->plain && s->run_in != HT_RUN_IN_ALL) || (l->brief && !l->run_in));
}

static bool is_line(const ht_body_block *block, int level)
{
	return is_item(block, level) && block->claim == HT_CLAIM_RUN_IN && block->line;
}

/* Lines with a colon within are headings as a whole, if all have text below them. */
static void take_lines(settling *s, const list *l, int level)
{
	ht_body_block *blocks = s->body->blocks;
	bool all = l->lines > 1;
	for (size_t i = l->first; all && i <= l->last; i++)
		all = !is_line(&blocks[i], level) || has_below(s->body, i);
	for (size_t i = l->first; all && i <= l->last; i++) {
		if (!is_line(&blocks[i], level))
			continue;
		blocks[i].claim = HT_CLAIM_LINE;
		blocks[i].head = 0;
		for (size_t k = 0; k < blocks[i].n; k++)
			blocks[i].head += blocks[i].inlines[k].len;
		blocks[i].alone = true;
	}
}

/* All items are known: decide. */
static void close_list(settling *s, int level)
{
	list *l = &s->lists[level];
	if (l->open && s->run_in != HT_RUN_IN_NONE)
		take_lines(s, l, level);
	ht_body_block *blocks = s->body->blocks, *told = NULL;
	const bool none = l->open && has_none(s, l);
	for (size_t i = l->first; none && i <= l->last; i++) {
		ht_body_block *block = &blocks[i];
		if (!is_item(block, level) || block->claim == HT_CLAIM_SAID)
			continue;
		if (block->claim == HT_CLAIM_LINE && has_below(s->body, i))
			continue;
		if (!told && block->claim == HT_CLAIM_RUN_IN && s->run_in == HT_RUN_IN_BY_LIST)
			told = block;
		set_plain(block);
	}
	if (told)
		told->withheld = true;
	*l = (list){0};
}

static void close_below(settling *s, int level)
{
	for (int i = level + 1; i <= LEVELS; i++)
		close_list(s, i);
}

static void add_item(settling *s, size_t i)
{
	ht_body_block *block = &s->body->blocks[i];
	list *l = &s->lists[block->level];
	close_below(s, block->level);
	if (l->open && block->number == 1)
		close_list(s, block->level);
	if (!l->open)
		*l = (list){.first = i, .open = true};
	l->last = i;
	l->said |= block->claim == HT_CLAIM_SAID;
	l->plain |= is_plain(block);
	l->run_in |= block->claim == HT_CLAIM_RUN_IN;
	l->brief |= block->claim == HT_CLAIM_SHORT;
	l->lines += is_line(block, block->level);
}

/* --- regulations --- */

/* Is the paragraph's text one of these, with blanks in it or without? */
static bool reads(const ht_body_block *block, const char *const words[])
{
	if (block->kind != HT_BODY_PARA || block->n != 1)
		return false;
	for (; *words; words++) {
		const char *p = ht_str_skip_spaces(block->inlines[0].text), *word = *words;
		for (; *word && *p && ht_str_char(p) == ht_str_char(word); word = ht_str_next(word))
			p = ht_str_skip_spaces(ht_str_next(p));
		if (!*p && !*word)
			return true;
	}
	return false;
}

/* A line that a regulation's table of contents may have. */
static bool is_entry(const ht_body_block *block)
{
	if (block->kind == HT_BODY_PARA && block->division >= HT_DIVISION_PART &&
	    block->division <= HT_DIVISION_SECTION)
		return true;
	return !block->level && reads(block, ht_words_contents_line);
}

/* The blocks from `from` on are lines of 目录 up to where the first of them comes again. Returns where the text begins,
 * or `from`: this is no table of contents. */
static size_t find_contents_end(const ht_body *body, size_t from)
{
	const ht_body_block *first = from < body->n ? &body->blocks[from] : NULL;
	if (!first || !first->division || !is_entry(first))
		return from;
	for (size_t i = from + 1; i < body->n && is_entry(&body->blocks[i]); i++)
		if (body->blocks[i].division == first->division && body->blocks[i].number == first->number)
			return i;
	return from;
}

static void take_contents(ht_body *body, size_t at)
{
	size_t end = find_contents_end(body, at + 1);
	if (end == at + 1)
		return;
	ht_body_block *head = &body->blocks[at];
	head->division = HT_DIVISION_CONTENTS;
	head->level = 1;
	head->head = head->inlines[0].len;
	head->alone = true;
	for (size_t i = at + 1; i < end; i++) {
		ht_body_block *entry = &body->blocks[i];
		entry->division = entry->division == HT_DIVISION_SECTION ? HT_DIVISION_SUBENTRY : HT_DIVISION_ENTRY;
		entry->level = 0;
		set_plain(entry);
	}
}

static bool has_parts(const ht_body *body)
{
	for (size_t i = 0; i < body->n; i++)
		if (body->blocks[i].division == HT_DIVISION_PART)
			return true;
	return false;
}

void ht_body_settle_lists(ht_body *body, ht_run_in run_in)
{
	settling s = {.body = body, .run_in = run_in};
	const bool parts = has_parts(body);
	ht_body_settle_table_notes(body);
	for (size_t i = 0; i < body->n; i++) {
		ht_body_block *block = &body->blocks[i];
		if (reads(block, ht_words_contents))
			take_contents(body, i);
		if (block->division == HT_DIVISION_ARTICLE)
			close_below(&s, 1);
		else if (block->division)
			close_below(&s, 0);
		else if (block->level >= 1 && block->level <= LEVELS)
			add_item(&s, i);
		if (parts && (block->division == HT_DIVISION_CHAPTER || block->division == HT_DIVISION_SECTION))
			block->level++;
	}
	close_below(&s, 0);
}

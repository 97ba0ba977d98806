/* Lines about tables and pictures in running text, known by how they begin: `表1 …` and `单位：…` above a table, `图1
 * …` below a picture or above it. */
#include <string.h>

#include "base/str.h"
#include "build.h"
#include "words_documents.h"

/* Bytes of a title, of a unit, at most. */
#define TITLE_MOST 180
#define UNIT_MOST  45

static bool is_figure(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || cp == U'十' || ht_str_han_digit(cp) > 0;
}

/* Bytes of one of the words and the number after it that s begins with: `表1`, `图 2-1`, `附表三`; 0: it does not. */
static size_t number_of(const char *s, size_t len, const char *const words[])
{
	const char *p = s + ht_str_prefix_of(s, words), *end = s + len;
	if (p == s)
		return 0;
	p = ht_str_skip_spaces(p);
	if (p >= end || !is_figure(ht_str_char(p)))
		return 0;
	while (p < end &&
	       (is_figure(ht_str_char(p)) || (ht_str_one_of(p, "-—–.") && is_figure(ht_str_char(ht_str_next(p))))))
		p = ht_str_next(p);
	return (size_t)(p - s);
}

size_t ht_caption_number(const char *s, size_t len)
{
	size_t n = number_of(s, len, ht_words_table_title);
	return n ? n : number_of(s, len, ht_words_picture_title);
}

/* A line, not a sentence: at most `most` bytes, without a punctuation mark at its end.
 * (`表1列出各街道情况：` is text.) */
static bool is_line(const ht_body_block *para, size_t most)
{
	static const char *const stops[] = {"。", "：", "；", "，", "！", "？", ":", ";", ",", NULL};
	const ht_inline *last = &para->inlines[para->n - 1];
	size_t len = 0;
	for (size_t i = 0; i < para->n; i++)
		len += para->inlines[i].len;
	return len <= most && !ht_str_suffix_of_n(last->text, last->len, stops);
}

/* Is block i such a title? */
static bool is_title(const ht_body *body, size_t i, const char *const words[])
{
	const ht_body_block *block = i < body->n ? &body->blocks[i] : NULL;
	if (!block || block->kind != HT_BODY_PARA || block->level || !block->n)
		return false;
	return number_of(block->inlines[0].text, block->inlines[0].len, words) && is_line(block, TITLE_MOST);
}

static bool is_unit(const ht_body *body, size_t i)
{
	const ht_body_block *block = i < body->n ? &body->blocks[i] : NULL;
	if (!block || block->kind != HT_BODY_PARA || block->level || !block->n)
		return false;
	const char *s = block->inlines[0].text;
	size_t word = ht_str_prefix_of(s, ht_words_table_unit);
	return word && ht_str_one_of(s + word, "：:") && is_line(block, UNIT_MOST);
}

size_t ht_take_table(const ht_body *src, size_t from, ht_surroundings *ret, const ht_body_block **table)
{
	*ret = (ht_surroundings){0};
	size_t i = from;
	if (is_title(src, i, ht_words_table_title))
		ret->title = &src->blocks[i++];
	if (is_unit(src, i))
		ret->unit = &src->blocks[i++];
	if (i >= src->n || src->blocks[i].kind != HT_BODY_TABLE)
		return 0;
	*table = &src->blocks[i++];
	ret->notes = src->blocks + i;
	for (; i < src->n && src->blocks[i].table_note; i++)
		ret->n_notes++;
	return i - from;
}

/* Is block i a picture whose alternative text is not numbered: a title in the text may be its? */
static bool is_untitled(const ht_body *body, size_t i)
{
	const ht_body_block *block = i < body->n ? &body->blocks[i] : NULL;
	if (!block || block->kind != HT_BODY_IMAGE)
		return false;
	return !block->n || !number_of(block->inlines[0].text, block->inlines[0].len, ht_words_picture_title);
}

size_t ht_take_picture(const ht_body *src, size_t from, ht_surroundings *ret, const ht_body_block **picture)
{
	*ret = (ht_surroundings){0};
	if (is_title(src, from, ht_words_picture_title) && is_untitled(src, from + 1)) {
		ret->title = &src->blocks[from];
		*picture = &src->blocks[from + 1];
		return 2;
	}
	if (src->blocks[from].kind != HT_BODY_IMAGE)
		return 0;
	*picture = &src->blocks[from];
	if (!is_untitled(src, from) || !is_title(src, from + 1, ht_words_picture_title))
		return 1;
	ret->title = &src->blocks[from + 1];
	return 2;
}

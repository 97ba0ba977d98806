/* A note below a title (题注) that a record has as the first paragraphs of its text, as people paste it:
 * （2026年2月10日…会议通过）, or 市长　江望 and （2026年3月6日）. */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "build.h"
#include "style/messages.h"
#include "words_documents.h"

/* Characters of a line that says who speaks. */
#define SPEAKER_MOST 24
/* Bytes of the note that a message quotes, at most. */
#define TOLD_BYTES 90

/* The paragraph's text, if it is plain and nothing but text; else NULL. */
static const char *plain_text(const ht_body_block *para)
{
	bool plain = para->kind == HT_BODY_PARA && !para->level && !para->division && para->n == 1 &&
	             !para->inlines[0].note && !para->inlines[0].strong;
	return plain ? para->inlines[0].text : NULL;
}

/* Is all of the text in one pair of brackets? */
static bool is_bracketed(const char *s)
{
	int depth = 0;
	for (; *s; s = ht_str_next(s)) {
		uint32_t cp = ht_str_char(s);
		depth += cp == U'（' || cp == U'(';
		if (!depth)
			return false;
		depth -= cp == U'）' || cp == U')';
		if (!depth)
			return !*ht_str_next(s);
	}
	return false;
}

/* （2026年3月6日） */
static bool is_day(const char *s)
{
	static const char *const parts[] = {"年", "月", "日", NULL};
	size_t found = 0, digits = 0;
	for (s = ht_str_next(s); *ht_str_next(s); s = ht_str_next(s)) {
		uint32_t cp = ht_str_char(s);
		if (found < 3 && ht_str_starts(s, parts[found]))
			found++;
		else if (cp >= '0' && cp <= '9')
			digits++;
		else if (!ht_is_space(cp))
			return false;
	}
	return found == 3 && digits >= strlen("202611");
}

static bool is_adoption(const char *s)
{
	return strstr(s, "年") && strpbrk(s, "0123456789") && ht_str_has_any(s, ht_words_adopted);
}

/* 市委副书记、市长　江望: a short line that is no sentence. */
static bool is_speaker(const char *s)
{
	static const char *const stops[] = {"。", "，", "；", "：", "！", "？", ":", NULL};
	return ht_str_chars(s) <= SPEAKER_MOST && ht_str_has_han(s) && !ht_str_has_any(s, stops);
}

/* How many paragraphs at the beginning of a body text are the note: never all. */
static size_t note_lines(const ht_body *body)
{
	if (body->n < 2)
		return 0;
	const char *first = plain_text(&body->blocks[0]), *second = plain_text(&body->blocks[1]);
	if (!first)
		return 0;
	if (is_bracketed(first))
		return is_day(first) || is_adoption(first);
	bool speech = body->n > 2 && second && is_speaker(first) && is_bracketed(second) && is_day(second);
	return speech ? 2 : 0;
}

/* Tell that these first paragraphs of another field are set as the element's. */
static void tell_taken(ht_builder *b, const ht_element *e, const ht_body *body, size_t n)
{
	const ht_inline *in = &body->blocks[0].inlines[0];
	const size_t most = in->len < TOLD_BYTES ? in->len : TOLD_BYTES;
	size_t len = 0, step;
	for (; len < most; len += step)
		ht_utf8_get(in->text + len, in->text + in->len, &step);
	const char *first = ht_arena_strndup(b->arena, in->text, len);
	b->nomem |= !first;
	if (first)
		ht_diag(b->diags, HT_D_TITLE_NOTE_TAKEN, body->blocks[0].loc, first, e->field, ht_element_zh(e), NULL);
	b->noted = body;
	b->n_noted = n;
}

const ht_body *ht_body_text_find(ht_builder *b, const ht_element *e, const ht_block_list *list, size_t *from,
                                 size_t *to)
{
	const ht_value *v = ht_builder_find(b, e->field);
	const ht_body *body = v ? v->body : NULL;
	bool below_title = list->n && list->v[list->n - 1].kind == HT_BLOCK_TITLE;
	*from = 0;
	if (body) {
		*from = body == b->noted ? b->n_noted : 0;
		*to = body->n;
		return body;
	}
	v = e->else_of && below_title ? ht_builder_find(b, e->else_of) : NULL;
	*to = v && v->body ? note_lines(v->body) : 0;
	if (!*to)
		return NULL;
	tell_taken(b, e, v->body, *to);
	return v->body;
}

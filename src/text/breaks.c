/* Where a line may end.
 *
 * Pango gives graphemes and Unicode's line breaks. Our own rules, by
 * class, take precedence: a break is allowed beside any Chinese character or
 * punctuation mark unless one of the two forbids it; between Latin characters
 * Pango decides unless one of our rules forbids the break (numbers with sign,
 * point, comma, unit; hyphens and slashes inside words; quotes). Web addresses
 * break after / . ? & = - _ and nowhere else. The number of a heading (“1.”,
 * “（1）”, “一、” at the start of a paragraph or sentence) stays with its text. */
#include "para.h"

#include <glib.h>
#include <string.h>

#include "base/utf8.h"
#include "late.h"

bool ht_is_whole_grapheme(uint32_t cp)
{
	switch (cp) {
	case 0x00B7:
	case 0x2014:
	case 0x2018:
	case 0x2019:
	case 0x201C:
	case 0x201D:
	case 0x2026:
		return true;
	default:
		return (cp >= 0x3400 && cp <= 0x4DBF) || (cp >= 0x4E00 && cp <= 0x9FFF) ||
		       (cp >= 0x3001 && cp <= 0x3020) || (cp >= 0xFF01 && cp <= 0xFF60);
	}
}

/* Pango is asked of pieces of the text of about this many characters: what it asks of web addresses costs it the square
 * of their number. */
#define PIECE 2000
/* A piece without a character of Chinese text ends within a word at this length. */
#define PIECE_MOST 16000

static bool is_letter(uint32_t cp)
{
	return cp < 0x80 && g_ascii_isalpha((int)cp);
}

/* The end of the piece that begins at a character: before one that is a grapheme of its own, whatever is before it. No
 * rule for breaks between Latin characters looks over such a one. */
static size_t piece_end(const ht_para *para, size_t begin)
{
	size_t end = begin;
	for (bool ends = false; end < para->n && !ends; end += !ends) {
		size_t n = end - begin;
		ends = (n >= PIECE && ht_is_whole_grapheme(para->cps[end])) ||
		       (n >= PIECE_MOST && is_letter(para->cps[end - 1]) && is_letter(para->cps[end]));
	}
	return end;
}

static void read_piece(ht_para *para, const ht_pango *pango, size_t begin, size_t end, const char *text, size_t len,
                       PangoLogAttr *attrs)
{
	const int n = (int)(end - begin);
	pango->pango_get_log_attrs(text, (int)len, 0, pango->pango_language_from_string("zh-cn"), attrs, n + 1);
	for (size_t i = begin; i < end; i++) {
		para->chars[i].grapheme_start = attrs[i - begin].is_cursor_position || i == begin;
		para->chars[i].can_break = attrs[i - begin].is_line_break;
	}
}

/* Graphemes and Unicode's breaks. Pango looks up a dozen properties of each
 * character for them, a tenth of the time a document takes, so it is asked only
 * if the text needs it. */
static void read_attrs(ht_para *para)
{
	if (ht_para_plain(para))
		return;
	const ht_pango *pango = ht_para_pango(para);
	PangoLogAttr *attrs = NULL;
	if (pango)
		attrs = ht_para_array(para, para->n + 1, sizeof *attrs);
	const char *text = para->text;
	for (size_t begin = 0, end; attrs && begin < para->n; begin = end) {
		end = piece_end(para, begin);
		const char *next = g_utf8_offset_to_pointer(text, (glong)(end - begin));
		read_piece(para, pango, begin, end, text, (size_t)(next - text), attrs);
		text = next;
	}
}

/* Dashes and ellipses that are one mark in two characters. */
static void find_pairs(ht_para *para)
{
	for (size_t i = 0; i + 1 < para->n; i++) {
		ht_char *a = &para->chars[i], *b = a + 1;
		bool paired = (a->cls == HT_C_DASH || a->cls == HT_C_ELLIPSIS) && a->cp != 0x2E3A && a->cp == b->cp &&
		              a->latin == b->latin && a->span == b->span;
		if (!paired)
			continue;
		a->pair = 1;
		b->pair = 2;
		i++;
	}
}

static bool begins_with(const ht_para *para, size_t at, const char *word)
{
	for (; *word; word++, at++)
		if (at >= para->n || para->cps[at] != (unsigned char)*word)
			return false;
	return true;
}

/* The end of the web address at at, or at. */
static size_t address_end(const ht_para *para, size_t at)
{
	static const char *const prefixes[] = {"http://", "https://", "www.", "ftp://"};
	size_t end = at;
	for (size_t i = 0; i < G_N_ELEMENTS(prefixes) && end == at; i++)
		if (begins_with(para, at, prefixes[i]))
			end = at + strlen(prefixes[i]);
	while (end > at && end < para->n && para->cps[end] > 0x20 && para->cps[end] < 0x7F)
		end++;
	return end;
}

static void find_addresses(ht_para *para)
{
	for (size_t i = 0; i < para->n; i++) {
		if (para->cps[i] != 'h' && para->cps[i] != 'w' && para->cps[i] != 'f')
			continue;
		size_t end = address_end(para, i);
		for (; i < end; i++)
			para->chars[i].in_url = para->chars[i].latin = true;
	}
}

static bool is_mail_char(uint32_t cp)
{
	return cp < 0x80 && (g_ascii_isalnum((int)cp) || (cp && strchr(".-_+%", (int)cp)));
}

static void find_mail(ht_para *para)
{
	for (size_t i = 1; i < para->n; i++) {
		size_t begin = i, end = i + 1;
		if (para->cps[i] != '@')
			continue;
		while (begin > 0 && is_mail_char(para->cps[begin - 1]))
			begin--;
		while (end < para->n && is_mail_char(para->cps[end]))
			end++;
		for (size_t k = begin + 1; k < end; k++)
			para->chars[k].in_mail = true;
		i = end;
	}
}

static bool is_number(const ht_char *c)
{
	return c->cls == HT_C_DIGIT;
}

static bool is_cjk_number(uint32_t cp)
{
	static const uint32_t numbers[] = {0x4E00, 0x4E03, 0x4E09, 0x4E5D, 0x4E8C, 0x4E94,
	                                   0x516B, 0x516D, 0x5341, 0x56DB, 0x767E};
	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
		if (numbers[i] == cp)
			return true;
	return false;
}

/* The end of a short number at at, or at. Chinese: one numeral, or several that
 * include 十 or 百. */
static size_t numeral_end(const ht_para *para, size_t at, bool chinese)
{
	bool compound = false;
	size_t end = at;
	for (; end < para->n && end < at + 6; end++) {
		bool numeral = is_number(&para->chars[end]);
		if (chinese)
			numeral = is_cjk_number(para->cps[end]);
		if (!numeral)
			break;
		compound |= para->cps[end] == 0x5341 || para->cps[end] == 0x767E;
	}
	if (chinese && end > at + 1 && !compound)
		return at;
	return end;
}

/* The end of a heading's number at at (1. 1、 （1） （一） 一、), or at. */
static size_t marker_end(const ht_para *para, size_t at)
{
	bool bracket = para->cps[at] == 0xFF08 || para->cps[at] == '(';
	size_t from = at + bracket;
	for (int chinese = 0; chinese <= 1; chinese++) {
		size_t end = numeral_end(para, from, chinese);
		if (end == from || end >= para->n)
			continue;
		uint32_t cp = para->cps[end];
		bool closes = cp == 0x3001 || (!chinese && (cp == '.' || cp == 0xFF0E));
		if (bracket)
			closes = cp == 0xFF09 || cp == ')';
		if (closes)
			return end + 1;
	}
	return at;
}

/* Is b part of the number that a belongs to, or the reverse? No stretch between
 * them. (Unicode's rules allow no line break there either.) */
static bool is_number_join(const ht_char *a, const ht_char *b)
{
	bool a_number = is_number(a), b_number = is_number(b);
	if (b_number &&
	    (a->cls == HT_C_SIGN || a->cls == HT_C_PREFIX || a->cls == HT_C_BEFORE || a->cls == HT_C_OPERATOR))
		return a->latin || a->cls == HT_C_BEFORE;
	if (b_number && (a->cls == HT_C_LATIN_CLOSE || a->cls == HT_C_HYPHEN || a->cls == HT_C_SLASH))
		return a->latin;
	return a_number && (b->cls == HT_C_UNIT || b->cls == HT_C_UNIT_FULL || b->cp == 0xFF05);
}

static bool is_space(const ht_char *c)
{
	return ht_is_space_class(c->cls);
}

static bool no_start(const ht_char *c)
{
	if (c->cls == HT_C_DASH)
		return c->pair == 0 && c->cp != 0x2E3A; /* a single dash joins what is on both sides */
	return ht_class_lookup(c->cls)->no_start;
}

/* Not after the point of a number, nor between slashes. */
static bool address_breaks(const ht_char *a, const ht_char *b)
{
	static const char after[] = "/.?&=-_";
	return a->cp < 0x80 && strchr(after, (int)a->cp) && (b->cls == HT_C_LATIN || b->cls == HT_C_DIGIT) &&
	       !(a->cp == '.' && b->cls == HT_C_DIGIT);
}

/* Two letters before a hyphen: e-mail and T-shirt stay whole. */
static bool ends_word(const ht_para *para, const ht_char *hyphen)
{
	return hyphen - para->chars >= 2 && hyphen[-1].cls == HT_C_LATIN && hyphen[-2].cls == HT_C_LATIN;
}

/* Between two Latin characters, or a Latin one and a space. */
static bool latin_breaks(const ht_para *para, const ht_char *a, const ht_char *b)
{
	if (a->cls == HT_C_DASH || a->cls == HT_C_ELLIPSIS)
		return true;
	if (a->cls == HT_C_LATIN_CLOSE && b->cls == HT_C_LATIN_OPEN)
		return true;
	if (a->cls == HT_C_HYPHEN)
		return b->can_break && ends_word(para, a);
	if (a->cls == HT_C_SIGN || b->cls == HT_C_SIGN || a->cls == HT_C_LATIN_SYMBOL || b->cls == HT_C_LATIN_SYMBOL)
		return false;
	return b->can_break;
}

/* May a line end between a and b? prior is the last character before b that is
 * not a space. */
static bool may_break(const ht_para *para, const ht_char *a, const ht_char *b, const ht_char *prior)
{
	if (!b->grapheme_start || b->pair == 2 || b->in_mail || is_space(b) || b->cls == HT_C_IGNORE)
		return false;
	if (a->in_url && b->in_url)
		return address_breaks(a, b);
	if (a->cls == HT_C_NO_BREAK_SPACE || b->cls == HT_C_NO_BREAK_SPACE || a->cp == 0x2060 || a->cp == 0x200D)
		return false;
	if (no_start(b) && !(b->cls == HT_C_HYPHEN && is_space(a)))
		return false;
	if (ht_class_lookup(prior->cls)->no_end && prior->cls != HT_C_PREFIX)
		return false;
	if (is_space(a))
		return true;
	return !(a->latin && b->latin) || latin_breaks(para, a, b);
}

/* Is stretch between a and b forbidden? */
static bool is_rigid(const ht_char *a, const ht_char *b)
{
	if (!b->grapheme_start || b->pair == 2 || is_space(b) || is_number_join(a, b))
		return true;
	if (ht_class_lookup(a->cls)->fixed || ht_class_lookup(b->cls)->fixed)
		return true;
	if (a->cp == CP_LOW_LINE && b->cp == CP_LOW_LINE)
		return true;
	if (b->cls == HT_C_IGNORE || b->cls == HT_C_COMBINING)
		return true;
	return b->cls == HT_C_SCRIPT || (a->latin && b->latin && a->cls != HT_C_SPACE);
}

static bool ends_sentence(const ht_char *c)
{
	return c->cls == HT_C_STOP || c->cp == 0xFF1B || c->cp == 0xFF1A;
}

/* No break inside the number of a heading or a name spread over characters. */
static void keep_together(ht_para *para)
{
	bool fresh = true;
	for (size_t i = 0; i < para->n; i++) {
		ht_char *c = &para->chars[i];
		size_t end = i;
		if (fresh)
			end = marker_end(para, i);
		for (size_t k = i + 1; k <= end && k < para->n && end > i; k++)
			para->chars[k].can_break = false;
		if (!is_space(c))
			fresh = ends_sentence(c);
		if (i > 0 && para->spans[c->span].chars > 0 && c->span == para->chars[i - 1].span) {
			c->can_break = false;
			c->rigid = true;
		}
	}
}

/* Nearly all text: a break is allowed between two of these. */
static bool is_plain_han(const ht_char *c)
{
	return c->cls == HT_C_HAN && ht_is_common_han(c->cp) && c->grapheme_start;
}

void ht_para_breaks(ht_para *para)
{
	read_attrs(para);
	ht_para_scripts(para);
	find_addresses(para);
	find_mail(para);
	find_pairs(para);
	const ht_char *prior = para->chars;
	bool was_han = para->n && is_plain_han(para->chars), is_han;
	for (size_t i = 1; i < para->n; i++, was_han = is_han) {
		ht_char *a = &para->chars[i - 1], *b = &para->chars[i];
		is_han = is_plain_han(b);
		if (was_han && is_han) {
			prior = a;
			b->can_break = true;
			continue;
		}
		if (!is_space(a) && a->cls != HT_C_IGNORE && a->cls != HT_C_COMBINING)
			prior = a;
		b->can_break = may_break(para, a, b, prior);
		b->rigid = is_rigid(a, b);
	}
	para->chars[0].can_break = true;
	keep_together(para);
}

/* Markup in typed text.
 *
 * One walk over the text; what is to go is cut out, and the places of what stays are kept, so that messages name
 * columns of the source. Marks in pairs are cut at the first of the two, where it is known that there is a second one;
 * the second is remembered until the walk comes to it. */
#include "markup.h"

#include <stdint.h>
#include <string.h>

#include <glib.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "record/messages.h"
#include "record/record.h"
#include "words_markup.h"

/* Of a footnote's name. */
#define LABEL_MAX 64
/* Pairs of marks within each other. */
#define PENDING_MAX 16
/* How far apart the marks of a pair are, in bytes: a limit, so that hostile text costs no more than its length. */
#define REACH 16384
/* What a backslash makes an ordinary character. */
#define ESCAPED "\\`*_~^<>[]#=$!&"

/* Text to be cut when the walk comes to it. */
typedef struct pending {
	const char *at;
	size_t len;
} pending;

typedef struct scan {
	ht_arena *arena;
	ht_diags *diags;
	const ht_cursor *cur;
	ht_markup_kind kind;
	const char *begin, *end;
	const char *from; /* not yet copied */
	ht_buf out;
	ht_markup *ret;
	pending later[PENDING_MAX];
	size_t n_later;
	bool nomem;
} scan;

static bool is_field(const scan *k)
{
	return k->kind != HT_MARKUP_LINE;
}

static void tell(scan *k, ht_code code, const char *at, const char *text, size_t len)
{
	ht_cursor cur = *k->cur;
	char *copy = ht_arena_strndup(k->arena, text, len);
	k->nomem |= !copy;
	if (copy)
		ht_diag(k->diags, code, ht_cursor_at(&cur, at), copy, NULL);
}

static void add_piece(scan *k, const char *src)
{
	ht_markup_piece *piece = HT_PUSH(k->arena, k->ret->pieces, k->ret->n, k->ret->cap);
	k->nomem |= !piece;
	if (piece)
		*piece = (ht_markup_piece){k->out.len, src};
}

/* Copy up to at, put text for what is cut there, and go on after it. */
static const char *cut(scan *k, const char *at, size_t len, const char *text)
{
	if (at > k->from)
		add_piece(k, k->from);
	ht_buf_add(&k->out, k->from, (size_t)(at - k->from));
	if (*text)
		add_piece(k, at);
	ht_buf_adds(&k->out, text);
	k->from = at + len;
	return k->from;
}

static void cut_later(scan *k, const char *at, size_t len)
{
	if (k->n_later < PENDING_MAX)
		k->later[k->n_later++] = (pending){at, len};
}

static bool has_room(const scan *k)
{
	return k->n_later < PENDING_MAX;
}

/* The next [mark, mark + n) from p on, or NULL. */
static const char *find(const scan *k, const char *p, const char *sign, size_t n)
{
	const char *end = k->end - p > REACH ? p + REACH : k->end;
	for (; p + n <= end; p++) {
		p = memchr(p, *sign, (size_t)(end - p) - n + 1);
		if (!p || memcmp(p, sign, n) == 0)
			return p;
	}
	return NULL;
}

static bool starts(const scan *k, const char *p, const char *sign)
{
	size_t n = strlen(sign);
	return (size_t)(k->end - p) >= n && memcmp(p, sign, n) == 0;
}

static bool is_digit(const scan *k, const char *p)
{
	return p >= k->begin && p < k->end && *p >= '0' && *p <= '9';
}

static bool is_blank(const char *p)
{
	return *p == ' ' || *p == '\t';
}

/* The other mark of the pair that begins at p: with text between that does not begin or end with a blank. */
static const char *partner(const scan *k, const char *p, size_t n)
{
	const char *inner = p + n, *close = inner < k->end && !is_blank(inner) ? find(k, inner, p, n) : NULL;
	return close && close > inner && !is_blank(close - 1) ? close : NULL;
}

/* --- superscripts and subscripts --- */

/* Cut [at, to), which raises or lowers [inner, inner_end), and put that in its form; false: there is none. */
static bool cut_script(scan *k, const char *at, const char *to, const char *inner, const char *inner_end, bool raised)
{
	ht_buf form = ht_markup_script(inner, inner_end, raised);
	const char *text = form.data ? ht_buf_take(&form, k->arena) : NULL;
	if (text)
		cut(k, at, (size_t)(to - at), text);
	return text != NULL;
}

/* Is the second sign the first of another one: x^2+y^2, not x^2^y? */
static bool begins_another(const scan *k, const char *inner, const char *close)
{
	return close + 1 < k->end && g_ascii_isalnum(close[1]) && !ht_markup_is_one_term(inner, close);
}

/* x^2^ and H~2~O. A lone ~ is a range's, and digits between two of them may be one's end: 1~2~3. A lone ^ before a
 * figure may have been meant (10^5), which only a reader can tell. */
static const char *take_script(scan *k, const char *p)
{
	bool raised = *p == '^';
	const char *close = partner(k, p, 1);
	bool after_letter = p > k->begin && (g_ascii_isalpha(p[-1]) || p[-1] == ')' || (unsigned char)p[-1] >= 0x80);
	bool pair =
	    close && ht_markup_is_script(p + 1, close) && (raised || after_letter) && !begins_another(k, p + 1, close);
	if (pair && cut_script(k, p, close + 1, p + 1, close, raised))
		return close + 1;
	if (pair && (raised || g_ascii_isalpha(p[-1]))) {
		tell(k, HT_D_MARKUP_SCRIPT, p, p, (size_t)(close + 1 - p));
		return close + 1;
	}
	bool figure = is_digit(k, p + 1) || (p + 1 < k->end && p[1] == '-' && is_digit(k, p + 2));
	if (raised && figure && p > k->begin && g_ascii_isalnum(p[-1])) {
		const char *to = p + 2;
		while (is_digit(k, to))
			to++;
		tell(k, HT_D_MARKUP_CARET, p, p, (size_t)(to - p));
	}
	return p + 1;
}

/* --- HTML --- */

typedef enum tag_does { TAG_DROP, TAG_BREAK, TAG_RAISE, TAG_LOWER, TAG_STRIKE } tag_does;

typedef struct tag {
	const char *name;
	size_t len; /* of the whole tag; 0: none */
	size_t name_len;
	bool closes;
	tag_does does;
} tag;

static bool known_tag(tag *t)
{
#define ROW(word, what) {word, TAG_##what},
	static const struct {
		const char *word;
		tag_does does;
	} tags[] = {HT_WORDS_HTML_TAG(ROW)};
#undef ROW
	for (size_t i = 0; i < ARRAY_LEN(tags); i++)
		if (strlen(tags[i].word) == t->name_len &&
		    g_ascii_strncasecmp(tags[i].word, t->name, t->name_len) == 0) {
			t->does = tags[i].does;
			return true;
		}
	return false;
}

/* The tag at p; .len 0: there is none. */
static tag tag_at(const scan *k, const char *p)
{
	tag t = {.closes = p + 1 < k->end && p[1] == '/'};
	const char *q = p + 1 + t.closes;
	t.name = q;
	while (q < k->end && g_ascii_isalnum(*q))
		q++;
	t.name_len = (size_t)(q - t.name);
	if (q == k->end || !t.name_len || !(*q == '>' || *q == '/' || is_blank(q)))
		return t;
	while (q < k->end && *q != '>' && *q != '<')
		q++;
	if (q < k->end && *q == '>' && known_tag(&t))
		t.len = (size_t)(q + 1 - p);
	return t;
}

/* The tag that closes t, from p on, or NULL. */
static const char *closing_tag(const scan *k, const char *p, const tag *t, size_t *len)
{
	for (; (p = find(k, p, "</", 2)); p += 2) {
		tag other = tag_at(k, p);
		if (other.len && other.name_len == t->name_len &&
		    g_ascii_strncasecmp(other.name, t->name, t->name_len) == 0) {
			*len = other.len;
			return p;
		}
	}
	return NULL;
}

static const char *take_break(scan *k, const char *p, size_t len)
{
	if (k->kind == HT_MARKUP_FIELD) {
		tell(k, HT_D_MARKUP_BREAK, p, p, len);
		bool latin = p > k->begin && p + len < k->end && !((unsigned char)p[-1] & 0x80) &&
		             !((unsigned char)p[len] & 0x80);
		return cut(k, p, len, latin ? " " : "");
	}
	return cut(k, p, len, HT_MARKUP_BREAK);
}

static const char *strike(scan *k, const char *p, const char *inner, const char *close, const char *to)
{
	tell(k, HT_D_MARKUP_STRUCK, p, inner, (size_t)(close - inner));
	return cut(k, p, (size_t)(to - p), "");
}

static const char *take_tag(scan *k, const char *p)
{
	tag t = tag_at(k, p);
	size_t close_len = 0;
	if (!t.len)
		return p + 1;
	if (t.does == TAG_BREAK)
		return take_break(k, p, t.len);
	const char *inner = p + t.len, *close = t.closes ? NULL : closing_tag(k, inner, &t, &close_len);
	if (close && t.does == TAG_STRIKE)
		return strike(k, p, inner, close, close + close_len);
	bool script = close && (t.does == TAG_RAISE || t.does == TAG_LOWER);
	if (script && cut_script(k, p, close + close_len, inner, close, t.does == TAG_RAISE))
		return close + close_len;
	tell(k, script ? HT_D_MARKUP_SCRIPT : HT_D_MARKUP_LEFT_OUT, p, p, t.len);
	return cut(k, p, t.len, "");
}

static const char *take_angle(scan *k, const char *p)
{
	static const size_t open = 4, shut = 3; /* <!-- --> */
	const char *close = starts(k, p, "<!--") ? find(k, p + open, "-->", shut) : NULL;
	if (!close)
		return take_tag(k, p);
	const char *text = p + open;
	size_t len = (size_t)(close - text);
	text = ht_utf8_trim(text, &len);
	tell(k, HT_D_MARKUP_COMMENT, p, text, len);
	return cut(k, p, (size_t)(close + shut - p), "");
}

/* --- footnotes, links, pictures --- */

/* The end of [^name], or NULL. */
static const char *note_end(const scan *k, const char *p)
{
	const char *q = p + 2;
	while (q < k->end && *q != ']' && *q != '[' && !is_blank(q))
		q++;
	bool named = q < k->end && *q == ']' && q > p + 2 && q - p <= LABEL_MAX;
	return named ? q + 1 : NULL;
}

static const char *take_note(scan *k, const char *p)
{
	const char *to = note_end(k, p);
	if (!to)
		return p + 1;
	if (is_field(k)) {
		tell(k, HT_D_MARKUP_NOTE, p, p, (size_t)(to - p));
		return cut(k, p, (size_t)(to - p), "");
	}
	const char **slot = HT_PUSH(k->arena, k->ret->labels, k->ret->n_labels, k->ret->cap_labels);
	const char *label = ht_arena_strndup(k->arena, p + 2, (size_t)(to - p) - 3);
	k->nomem |= !slot || !label;
	if (slot)
		*slot = label;
	return cut(k, p, (size_t)(to - p), HT_MARKUP_NOTE_STR);
}

/* [text](target) and ![text](target) in a field: only the text is printed. */
static const char *take_link(scan *k, const char *p)
{
	bool image = *p == '!';
	const char *text = p + 1 + image, *middle = find(k, text, "](", 2);
	const char *close = middle ? find(k, middle + 2, ")", 1) : NULL;
	if (!close || !has_room(k) || memchr(text, '[', (size_t)(middle - text)))
		return p + 1;
	const char *target = middle + 2;
	if (image) {
		tell(k, HT_D_MARKUP_IMAGE, p, p, (size_t)(close + 1 - p));
		return cut(k, p, (size_t)(close + 1 - p), "");
	}
	tell(k, HT_D_MARKUP_LINK, p, target, (size_t)(close - target));
	cut_later(k, middle, (size_t)(close + 1 - middle));
	return cut(k, p, 1, "");
}

static const char *take_task(scan *k, const char *p, size_t len)
{
	const char *box = "■";
	if (p[1] == ' ')
		box = "□";
	ht_cursor cur = *k->cur;
	const char sign[4] = {p[0], p[1], p[2]};
	ht_diag(k->diags, HT_D_MARKUP_TASK, ht_cursor_at(&cur, p), sign, box, NULL);
	return cut(k, p, len, box);
}

static const char *take_bracket(scan *k, const char *p)
{
	size_t task = ht_markup_task(k->begin, p, k->end);
	if (task)
		return take_task(k, p, task);
	if (starts(k, p, "[^"))
		return take_note(k, p);
	return is_field(k) ? take_link(k, p) : p + 1;
}

/* --- marks in pairs --- */

static const char *cut_pair(scan *k, const char *p, const char *close, size_t n)
{
	tell(k, HT_D_MARKUP_LEFT_OUT, p, p, n);
	cut_later(k, close, n);
	return cut(k, p, n, "");
}

/* Cut both marks of n bytes, or go on. */
static const char *take_pair(scan *k, const char *p, size_t n)
{
	const char *close = has_room(k) ? partner(k, p, n) : NULL;
	return close ? cut_pair(k, p, close, n) : p + n;
}

/* ~~ strikes text, unless it is the sign of a range (3~~5) or longer. */
static const char *take_tilde(scan *k, const char *p)
{
	if (!starts(k, p, "~~"))
		return take_script(k, p);
	const char *close = partner(k, p, 2);
	bool range = is_digit(k, p - 1) && is_digit(k, p + 2);
	if (close && !range && !starts(k, p, "~~~"))
		return strike(k, p, p + 2, close, close + 2);
	while (p < k->end && *p == '~')
		p++;
	return p;
}

static const char *take_equals(scan *k, const char *p)
{
	const char *q = p;
	while (q < k->end && *q == '=')
		q++;
	return q - p == 2 ? take_pair(k, p, 2) : q;
}

/* Runs of stars that are looked at for the one that closes a pair. */
#define RUNS_MOST 64

/* Where the pair of n stars that p opens is closed, or NULL. */
static const char *closing_stars(const scan *k, const char *p, size_t n)
{
	const char *q = p + n;
	for (int runs = 0; runs < RUNS_MOST && (q = find(k, q, "*", 1)); runs++) {
		size_t len = 1;
		while (q + len < k->end && q[len] == '*')
			len++;
		if (len == n && ht_markup_closes(k->begin, q, k->end))
			return q;
		q += len;
	}
	return NULL;
}

/* Stars of Markdown in a field. */
static const char *take_stars(scan *k, const char *p)
{
	const char *q = p;
	while (q < k->end && *q == *p)
		q++;
	const size_t n = (size_t)(q - p);
	const char *close =
	    is_field(k) && has_room(k) && ht_markup_opens(k->begin, p, k->end) ? closing_stars(k, p, n) : NULL;
	return close ? cut_pair(k, p, close, n) : q;
}

/* Code is printed as typed: nothing in it is markup. In a field its marks go. */
static const char *take_code(scan *k, const char *p)
{
	const char *q = p;
	while (q < k->end && *q == '`')
		q++;
	size_t n = (size_t)(q - p);
	const char *close = find(k, q, p, n);
	if (!close)
		return q;
	if (is_field(k) && has_room(k)) {
		tell(k, HT_D_MARKUP_LEFT_OUT, p, p, n);
		cut(k, p, n, "");
		cut(k, close, n, "");
	}
	return close + n;
}

/* $x^2$: what TeX would take for a formula, with a sign of one in it; sums of money are none. */
static const char *take_dollar(scan *k, const char *p)
{
	const char *close = partner(k, p, 1);
	if (!close || is_digit(k, close + 1))
		return p + 1;
	for (const char *q = p + 1; q < close; q++)
		if (strchr("\\^_{", *q)) {
			tell(k, HT_D_MARKUP_FORMULA, p, p, (size_t)(close + 1 - p));
			return close + 1;
		}
	return p + 1;
}

/* \* is a star that is no mark. In a body md4c does that. */
static const char *take_backslash(scan *k, const char *p)
{
	bool escape = p + 1 < k->end && strchr(ESCAPED, p[1]);
	if (!escape)
		return p + 1;
	if (is_field(k))
		cut(k, p, 1, "");
	return p + 2;
}

static const char *take_entity(scan *k, const char *p)
{
	char out[8];
	size_t len = 1;
	while (p + len < k->end && len < 12 && (g_ascii_isalnum(p[len]) || p[len] == '#'))
		len++;
	const char *text = NULL;
	if (is_field(k) && p + len < k->end && p[len] == ';')
		text = ht_entity_decode(p, len + 1, out);
	ht_cursor cur = *k->cur;
	if (is_field(k) && p + len < k->end && p[len] == ';')
		ht_entity_check(k->diags, p, len + 1, ht_cursor_at(&cur, p));
	return text ? cut(k, p, len + 1, text) : p + 1;
}

/* # at the beginning of a field: a heading's mark. */
static const char *take_hashes(scan *k, const char *p)
{
	const char *q = p;
	while (q < k->end && *q == '#')
		q++;
	if (p != k->begin || !is_field(k) || q - p > 6 || q == k->end || !is_blank(q))
		return q;
	tell(k, HT_D_MARKUP_LEFT_OUT, p, p, (size_t)(q - p));
	return cut(k, p, (size_t)(q + 1 - p), "");
}

/* What comes at p: where to go on. */
static const char *take(scan *k, const char *p)
{
	for (size_t i = 0; i < k->n_later; i++)
		if (k->later[i].at == p) {
			size_t len = k->later[i].len;
			k->later[i] = k->later[--k->n_later];
			return cut(k, p, len, "");
		}
	switch (*p) {
	case '^':
		return take_script(k, p);
	case '~':
		return take_tilde(k, p);
	case '<':
		return take_angle(k, p);
	case '[':
		return take_bracket(k, p);
	case '=':
		return take_equals(k, p);
	case '$':
		return take_dollar(k, p);
	case '`':
		return take_code(k, p);
	case '\\':
		return take_backslash(k, p);
	case '*':
		return take_stars(k, p);
	case '&':
		return take_entity(k, p);
	case '#':
		return take_hashes(k, p);
	case '!':
		if (is_field(k) && starts(k, p, "!["))
			return take_link(k, p);
		return p + 1;
	default:
		return p + 1;
	}
}

static bool may_have_markup(const char *s, size_t len)
{
	static const char signs[256] = {['^'] = 1, ['~'] = 1, ['<'] = 1, ['['] = 1,  ['='] = 1, ['$'] = 1,
	                                ['`'] = 1, ['*'] = 1, ['&'] = 1, ['\\'] = 1, ['#'] = 1};
	for (size_t i = 0; i < len; i++)
		if (signs[(unsigned char)s[i]])
			return true;
	return false;
}

bool ht_markup_clean(ht_arena *arena, ht_diags *diags, const ht_cursor *cur, ht_markup_kind kind, const char *s,
                     size_t len, ht_markup *ret)
{
	ret->s = s;
	ret->len = len;
	if (!may_have_markup(s, len))
		return true;
	scan k = {.arena = arena,
	          .diags = diags,
	          .cur = cur,
	          .kind = kind,
	          .begin = s,
	          .end = s + len,
	          .from = s,
	          .ret = ret};
	for (const char *p = s; p < k.end;)
		p = take(&k, p);
	if (k.from == s) { /* nothing was cut */
		ht_buf_free(&k.out);
		return !k.nomem;
	}
	cut(&k, k.end, 0, "");
	ret->len = k.out.len;
	ret->s = ht_buf_take(&k.out, arena);
	return ret->s && !k.nomem;
}

const char *ht_markup_source(const ht_markup *m, const char *p)
{
	if (!m->n)
		return p;
	size_t at = (size_t)(p - m->s), i = 0;
	while (i + 1 < m->n && m->pieces[i + 1].at <= at)
		i++;
	return m->pieces[i].src + (at - m->pieces[i].at);
}

const char *ht_field_escape(ht_arena *arena, const char *text)
{
	ht_markup clean = {0};
	ht_cursor cur = {.p = text};
	size_t len = strlen(text);
	if (!ht_markup_clean(arena, NULL, &cur, HT_MARKUP_FIELD, text, len, &clean))
		return NULL;
	if (clean.len == len && memcmp(clean.s, text, len) == 0)
		return text;
	ht_buf out = {0};
	for (const char *p = text; *p; p++) {
		if (strchr(ESCAPED, *p))
			ht_buf_adds(&out, "\\");
		ht_buf_add(&out, p, 1);
	}
	return ht_buf_take(&out, arena);
}

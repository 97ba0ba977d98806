/* Marks within a line, through md4c.
 *
 * md4c parses documents, not lines, and would see lists, quotes and code in
 * what a secretary types. So each line is handed to it as a heading ("# … #"),
 * whose content is inline by definition. The text it gives back points into our
 * copy of the line; that is mapped back to the source, from where text and
 * place are taken. A copy of its own allows three things for the parser's eyes
 * only, byte for byte in place:
 *   - CommonMark lets ** end emphasis only where white space or ASCII-like
 *     rules of words say so, which Chinese text does not follow:
 *     `**加强领导。**各单位` would keep its stars. Punctuation beside stars is
 *     therefore shown as a letter.
 *   - A star between two digits is a multiplication sign (3*4), not emphasis,
 *     and is shown as a letter too.
 * A line without any mark goes straight through. */
#include <stdint.h>
#include <string.h>

#include <glib.h>
#include <md4c.h>

#include "base/array.h"
#include "base/utf8.h"
#include "body_inline.h"

/* The spans open around the next text. */
static void apply_style(ht_md *md, ht_inline *in)
{
	in->strong = md->strong > 0;
	in->em = md->em > 0;
	in->code = md->code > 0;
	in->href = md->href;
}

const char *ht_md_source(ht_md *md, const char *copy)
{
	size_t at = (size_t)(copy - md->b->scratch);
	if (at < md->pieces[md->piece].at)
		md->piece = 0;
	while (md->piece + 1 < md->n_pieces && md->pieces[md->piece + 1].at <= at)
		md->piece++;
	return md->pieces[md->piece].src + (at - md->pieces[md->piece].at);
}

static bool in_scratch(const ht_md *md, const char *p)
{
	return (uintptr_t)p >= (uintptr_t)md->b->scratch &&
	       (uintptr_t)p < (uintptr_t)md->b->scratch + md->b->scratch_size;
}

bool ht_md_finish(ht_md *md)
{
	if (!md->run_len)
		return true;
	ht_inline *in = HT_PUSH(md->b->arena, md->list->v, md->list->n, md->list->cap);
	char *text = in ? ht_arena_strndup(md->b->arena, md->run, md->run_len) : NULL;
	if (!text)
		return false;
	for (char *p = text; (p = strchr(p, '\t'));)
		*p = ' ';
	*in = md->style;
	in->text = text;
	in->len = md->run_len;
	in->loc = ht_cursor_at(&md->b->cur, md->run);
	md->run_len = 0;
	return true;
}

static bool same_style(const ht_inline *a, const ht_inline *b)
{
	return a->strong == b->strong && a->em == b->em && a->code == b->code && a->href == b->href;
}

/* [src, src + len) of the source comes next. */
static bool add_source(ht_md *md, const char *src, size_t len)
{
	ht_inline style = {0};
	apply_style(md, &style);
	if (md->run_len && (md->run + md->run_len != src || !same_style(&style, &md->style)) && !ht_md_finish(md))
		return false;
	if (!md->run_len) {
		md->run = src;
		md->style = style;
	}
	md->run_len += len;
	return true;
}

static const struct {
	const char *name, *text;
} entities[] = {
    {"nbsp", "\xC2\xA0"},
    {"ensp", "\xE2\x80\x82"},
    {"emsp", "\xE2\x80\x83"},
    {"amp", "&"},
    {"lt", "<"},
    {"gt", ">"},
    {"quot", "\""},
    {"apos", "'"},
    {"middot", "·"},
    {"hellip", "…"},
    {"mdash", "—"},
    {"ndash", "–"},
    {"ldquo", "“"},
    {"rdquo", "”"},
    {"lsquo", "‘"},
    {"rsquo", "’"},
    {"times", "×"},
    {"deg", "°"},
};

/* The text of the entity [s, s + len), "&" to ";", or NULL: not known. */
static const char *decode_entity(const char *s, size_t len, char out[8])
{
	if (len > 3 && s[1] == '#') {
		bool hex = s[2] == 'x' || s[2] == 'X';
		guint64 cp = g_ascii_strtoull(s + (hex ? 3 : 2), NULL, hex ? 16 : 10);
		if (cp > 0x10FFFF || !g_unichar_validate((gunichar)cp) || ht_is_forbidden((unsigned)cp) || cp < 0x20)
			return NULL;
		out[ht_utf8_put(out, (uint32_t)cp)] = '\0';
		return out;
	}
	for (size_t i = 0; i < ARRAY_LEN(entities); i++)
		if (strlen(entities[i].name) == len - 2 && memcmp(s + 1, entities[i].name, len - 2) == 0)
			return entities[i].text;
	return NULL;
}

static bool add_entity(ht_md *md, const char *src, size_t len)
{
	char buf[8];
	const char *text = decode_entity(src, len, buf);
	if (!text)
		return add_source(md, src, len);
	if (!ht_md_finish(md))
		return false;
	ht_inline *in = HT_PUSH(md->b->arena, md->list->v, md->list->n, md->list->cap);
	if (!in)
		return false;
	apply_style(md, in);
	in->text = ht_arena_strdup(md->b->arena, text);
	in->len = strlen(text);
	in->loc = ht_cursor_at(&md->b->cur, src);
	return in->text != NULL;
}

/* The value of an attribute: link target, image file. */
static const char *attribute(ht_md *md, const MD_ATTRIBUTE *a)
{
	ht_buf buf = {0};
	for (size_t i = 0; a->size && a->substr_offsets[i] < a->size; i++) {
		const char *s = a->text + a->substr_offsets[i], *text = NULL;
		size_t len = a->substr_offsets[i + 1] - a->substr_offsets[i];
		char out[8];
		if (a->substr_types[i] == MD_TEXT_ENTITY && (text = decode_entity(s, len, out)))
			ht_buf_adds(&buf, text);
		else
			ht_buf_add(&buf, in_scratch(md, s) ? ht_md_source(md, s) : s, len);
	}
	return ht_buf_take(&buf, md->b->arena);
}

static int enter_image(ht_md *md, const MD_SPAN_IMG_DETAIL *detail)
{
	const char *here = md->run_len ? md->run + md->run_len : md->b->cur.p;
	if (md->image_depth++)
		return 0;
	if (!ht_md_finish(md))
		return -1;
	ht_body_image *image = HT_PUSH(md->b->arena, md->images.v, md->images.n, md->images.cap);
	if (!image || !(image->src = attribute(md, &detail->src)))
		return -1;
	image->loc = ht_cursor_at(&md->b->cur, here);
	md->outer = md->list;
	md->list = &image->alt;
	return 0;
}

static int leave_image(ht_md *md)
{
	if (--md->image_depth)
		return 0;
	if (!ht_md_finish(md))
		return -1;
	md->list = md->outer;
	return 0;
}

int ht_md_enter_span(MD_SPANTYPE type, void *detail, void *ctx)
{
	ht_md *md = ctx;
	switch (type) {
	case MD_SPAN_EM:
		md->em++;
		return 0;
	case MD_SPAN_STRONG:
		md->strong++;
		return 0;
	case MD_SPAN_CODE:
		md->code++;
		return 0;
	case MD_SPAN_A:
		md->href = attribute(md, &((MD_SPAN_A_DETAIL *)detail)->href);
		return md->href ? 0 : -1;
	case MD_SPAN_IMG:
		return enter_image(md, detail);
	default:
		return 0;
	}
}

int ht_md_leave_span(MD_SPANTYPE type, void *detail, void *ctx)
{
	ht_md *md = ctx;
	(void)detail;
	switch (type) {
	case MD_SPAN_EM:
		md->em--;
		return 0;
	case MD_SPAN_STRONG:
		md->strong--;
		return 0;
	case MD_SPAN_CODE:
		md->code--;
		return 0;
	case MD_SPAN_A:
		md->href = NULL;
		return 0;
	case MD_SPAN_IMG:
		return leave_image(md);
	default:
		return 0;
	}
}

int ht_md_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *ctx)
{
	ht_md *md = ctx;
	if (!size || !in_scratch(md, text) || (md->table && !md->in_cell))
		return 0; /* line breaks; what md4c does not take for a table */
	const char *src = ht_md_source(md, text);
	bool added;
	if (type == MD_TEXT_ENTITY)
		added = add_entity(md, src, size);
	else
		added = add_source(md, src, size);
	return added ? 0 : -1;
}

static int ignore_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
	(void)type;
	(void)detail;
	(void)ctx;
	return 0;
}

char *ht_body_scratch(ht_body_builder *b, size_t size)
{
	if (size <= b->scratch_size)
		return b->scratch;
	size_t room = size < 4096 ? 4096 : size * 2;
	char *p = ht_arena_alloc(b->arena, room);
	if (!p)
		return NULL;
	b->scratch = p;
	b->scratch_size = room;
	return p;
}

/* Show the character [p, p + n) to the parser as a letter. */
static void mask(char *p, size_t n)
{
	static const char *const letters[] = {"", "x", "\xC3\xA9", "\xE4\xB8\x80", "\xF0\xA0\x80\x80"};
	memcpy(p, letters[n], n);
}

/* Marks of Markdown itself stay what they are. */
static bool maskable(uint32_t cp)
{
	if (cp < 0x80)
		return cp && strchr("\"',.:?%/+-=", (int)cp);
	return g_unichar_ispunct(cp);
}

static void mask_after(char *p, char *end)
{
	size_t n;
	if (maskable(ht_utf8_get(p, end, &n)))
		mask(p, n);
}

static void mask_before(char *begin, char *p)
{
	char *q = p;
	if (p == begin)
		return;
	do
		q--;
	while (q > begin && ((unsigned char)*q & 0xC0) == 0x80);
	if ((q == begin || q[-1] != '\\') && maskable(ht_utf8_get(q, p, NULL)))
		mask(q, (size_t)(p - q));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

void ht_body_mask(char *begin, char *end)
{
	for (char *p = begin; (p = memchr(p, '*', (size_t)(end - p)));) {
		char *run = p;
		while (p < end && *p == '*')
			p++;
		if (run > begin && run[-1] == '\\')
			continue;
		if (p - run == 1 && run > begin && is_digit(run[-1]) && p < end && is_digit(*p)) {
			*run = 'x';
			continue;
		}
		mask_before(begin, run);
		mask_after(p, end);
	}
}

static bool has_markup(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr("\\*_`[]<&!", s[i]) && s[i])
			return true;
	return false;
}

static bool parse_markup(ht_md *md, const char *s, size_t len)
{
	static const MD_PARSER parser = {
	    .flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS,
	    .enter_block = ignore_block,
	    .leave_block = ignore_block,
	    .enter_span = ht_md_enter_span,
	    .leave_span = ht_md_leave_span,
	    .text = ht_md_text,
	};
	char *copy = ht_body_scratch(md->b, len + 8);
	if (!copy)
		return false;
	memcpy(copy, "# ", 2);
	memcpy(copy + 2, s, len);
	memcpy(copy + 2 + len, " #", 3);
	ht_body_mask(copy + 2, copy + 2 + len);
	ht_piece piece = {s, 2};
	md->pieces = &piece;
	md->n_pieces = 1;
	bool done = md_parse(copy, (MD_SIZE)(len + 4), &parser, md) == 0 && ht_md_finish(md);
	md->pieces = NULL;
	return done;
}

bool ht_body_inlines(ht_body_builder *b, const ht_source_line *line, ht_inline_list *list, ht_body_images *images)
{
	ht_md md = {.b = b, .list = list};
	bool plain = !has_markup(line->s, line->len) || line->len > HT_BODY_MAX_MARKUP;
	bool done =
	    plain ? add_source(&md, line->s, line->len) && ht_md_finish(&md) : parse_markup(&md, line->s, line->len);
	*images = md.images;
	return done;
}

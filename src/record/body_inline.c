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
#include "base/private_use.h"
#include "base/utf8.h"
#include "body_inline.h"
#include "record/messages.h"

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

/* The cleaned line that p is in, or NULL: p is in the source. Lines are asked for in their order. */
static const ht_markup *line_of(ht_body_builder *b, const char *p)
{
	for (size_t i = 0; i < b->n_marked; i++) {
		size_t at = (b->at_marked + i) % b->n_marked;
		const ht_markup *m = &b->marked[at];
		if ((uintptr_t)p >= (uintptr_t)m->s && (uintptr_t)p <= (uintptr_t)m->s + m->len) {
			b->at_marked = at;
			return m;
		}
	}
	return NULL;
}

ht_loc ht_body_at(ht_body_builder *b, const char *p)
{
	const ht_markup *m = line_of(b, p);
	return ht_cursor_at(&b->cur, m ? ht_markup_source(m, p) : p);
}

static bool has_markup(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		const unsigned char c = (unsigned char)s[i];
		if (c && c < 0x80 && strchr("\\*_`[]<&!", c))
			return true;
	}
	return false;
}

/* Marks in a line that is too long to be read. */
static void tell_of_long(ht_body_builder *b, const ht_source_line *line)
{
	if (has_markup(line->s, line->len))
		ht_diag(b->diags, HT_D_MARKUP_LONG, ht_cursor_at(&b->cur, line->s), G_STRINGIFY(HT_BODY_MAX_MARKUP_KIB),
		        NULL);
}

bool ht_body_clean(ht_body_builder *b, ht_source_line *lines, size_t n)
{
	ht_cursor cur = b->cur;
	if (n > b->room_marked) {
		b->marked = ht_arena_room(b->arena, n, sizeof *b->marked);
		b->room_marked = b->marked ? n : 0;
	}
	b->n_marked = b->at_marked = 0;
	for (size_t i = 0; b->marked && i < n; i++) {
		ht_markup *m = &b->marked[b->n_marked++];
		*m = (ht_markup){0};
		if (lines[i].len > HT_BODY_MAX_MARKUP) {
			tell_of_long(b, &lines[i]);
			*m = (ht_markup){.s = lines[i].s, .len = lines[i].len};
		} else if (!ht_markup_clean(b->arena, b->diags, &cur, HT_MARKUP_LINE, lines[i].s, lines[i].len, m)) {
			return false;
		}
		lines[i].s = m->s;
		lines[i].len = m->len;
	}
	return b->marked;
}

/* What stands for the footnote's mark at p of a cleaned line. */
static const char *label_at(ht_body_builder *b, const char *p)
{
	const ht_markup *m = line_of(b, p);
	size_t before = 0;
	for (const char *q = m ? m->s : p; q < p; q++)
		before += memcmp(q, HT_MARKUP_NOTE_STR, strlen(HT_MARKUP_NOTE_STR)) == 0;
	return m && before < m->n_labels ? m->labels[before] : NULL;
}

/* The first run of just two of a sign in [s, s + len), or NULL. More of them are a mask (138****1234) or a rule. */
static const char *pair_of(const char *s, size_t len, char sign)
{
	const char *end = s + len;
	for (const char *p = s; p && (p = memchr(p, sign, (size_t)(end - p)));) {
		const char *run = p;
		while (p < end && *p == sign)
			p++;
		if (p - run == 2)
			return run;
	}
	return NULL;
}

/* Marks that were meant as such but have no partner. */
static void tell_of_kept(ht_md *md, const char *s, size_t len)
{
	static const char *const signs[] = {"**", "~~", "=="};
	for (size_t i = 0; i < ARRAY_LEN(signs) && !md->style.code; i++) {
		const char *p = pair_of(s, len, *signs[i]);
		if (p)
			ht_diag(md->b->diags, HT_D_MARKUP_KEPT, ht_body_at(md->b, p), signs[i], NULL);
	}
}

/* An inline of what is at `at` of the line: text; label: of the footnote whose mark it is. */
static bool add_inline(ht_md *md, const char *at, const char *text, size_t len, const char *label)
{
	if (!len)
		return true;
	ht_inline *in = HT_PUSH(md->b->arena, md->list->v, md->list->n, md->list->cap);
	char *copy = in ? ht_arena_strndup(md->b->arena, text, len) : NULL;
	if (!copy)
		return false;
	for (char *p = copy; (p = strchr(p, '\t'));)
		*p = ' ';
	*in = md->style;
	in->text = copy;
	in->len = len;
	in->label = label;
	in->loc = ht_body_at(md->b, at);
	return true;
}

static bool add_text(ht_md *md, const char *from, const char *to)
{
	if (!add_inline(md, from, from, (size_t)(to - from), NULL))
		return false;
	if (to > from)
		tell_of_kept(md, from, (size_t)(to - from));
	return true;
}

/* The run in pieces: text, footnotes' signs, forced breaks of a table's cell. */
bool ht_md_finish(ht_md *md)
{
	static const size_t n = sizeof HT_MARKUP_NOTE_STR - 1;
	bool done = true;
	if (!md->run_len)
		return true;
	const char *from = md->run, *end = from + md->run_len;
	md->run_len = 0;
	for (const char *p = from; done && p + n <= end;) {
		bool note = memcmp(p, HT_MARKUP_NOTE_STR, n) == 0, stop = memcmp(p, HT_MARKUP_BREAK, n) == 0;
		if (!note && !stop) {
			p++;
			continue;
		}
		done = add_text(md, from, p) &&
		       (note ? add_inline(md, p, p, n, label_at(md->b, p)) : add_inline(md, p, "\n", 1, NULL));
		from = p += n;
	}
	return done && add_text(md, from, end);
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

/* The number of the entity [s, s + len); 0: it has a name. */
static guint64 entity_number(const char *s, size_t len)
{
	if (len <= 3 || s[1] != '#')
		return 0;
	bool hex = s[2] == 'x' || s[2] == 'X';
	return g_ascii_strtoull(s + (hex ? 3 : 2), NULL, hex ? 16 : 10);
}

void ht_entity_check(ht_diags *diags, const char *s, size_t len, ht_loc loc)
{
	char bytes[8], name[HT_PRIVATE_USE_NAME], character[HT_PRIVATE_USE_NAME];
	guint64 number = entity_number(s, len);
	uint32_t cp;
	if (number < 0xE000 || number > 0x10FFFF || !g_unichar_validate((gunichar)number) ||
	    !ht_private_use_find(bytes, ht_utf8_put(bytes, (uint32_t)number), &cp))
		return;
	ht_private_use_names(cp, name, character);
	if (*character)
		ht_diag(diags, HT_D_PRIVATE_READ, loc, name, character, NULL);
	else
		ht_diag(diags, HT_D_MARKUP_PRIVATE, loc, name, NULL);
}

const char *ht_entity_decode(const char *s, size_t len, char out[8])
{
	if (len > 3 && s[1] == '#') {
		guint64 cp = entity_number(s, len);
		if (cp > 0x10FFFF || !g_unichar_validate((gunichar)cp) || ht_is_forbidden((unsigned)cp) || cp < 0x20)
			return NULL;
		uint32_t real = ht_private_use_character((uint32_t)cp), any;
		size_t n = ht_utf8_put(out, real ? real : (uint32_t)cp);
		out[n] = '\0';
		return ht_private_use_find(out, n, &any) ? NULL : out;
	}
	for (size_t i = 0; i < ARRAY_LEN(entities); i++)
		if (strlen(entities[i].name) == len - 2 && memcmp(s + 1, entities[i].name, len - 2) == 0)
			return entities[i].text;
	return NULL;
}

static bool add_entity(ht_md *md, const char *src, size_t len)
{
	char buf[8];
	const char *text = ht_entity_decode(src, len, buf);
	ht_cursor cur = md->b->cur; /* the text before it is still to be placed */
	ht_entity_check(md->b->diags, src, len, ht_body_at(md->b, src));
	md->b->cur = cur;
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
	in->loc = ht_body_at(md->b, src);
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
		if (a->substr_types[i] == MD_TEXT_ENTITY && (text = ht_entity_decode(s, len, out)))
			ht_buf_adds(&buf, text);
		else
			ht_buf_add(&buf, in_scratch(md, s) ? ht_md_source(md, s) : s, len);
	}
	return ht_buf_take(&buf, md->b->arena);
}

static const char *place_of_span(const ht_md *md)
{
	return md->run_len ? md->run + md->run_len : md->b->cur.p;
}

/* The title of a link or a picture, `[text](target "title")`: there is no place for it. */
static int tell_title(ht_md *md, const MD_ATTRIBUTE *title)
{
	if (!title->size)
		return 0;
	const char *text = attribute(md, title);
	if (!text)
		return -1;
	ht_cursor cur = md->b->cur;
	ht_diag(md->b->diags, HT_D_BODY_LINK_TITLE, ht_body_at(md->b, place_of_span(md)), text, NULL);
	md->b->cur = cur;
	return 0;
}

/* Where a link may lead. A finished document is opened on other machines, where a path means nothing or another file,
 * and where other schemes run programs. */
static const char *const schemes[] = {"http://", "https://", "mailto:", NULL};

static bool may_lead_to(const char *href)
{
	for (const char *const *s = schemes; *s; s++)
		if (g_ascii_strncasecmp(href, *s, strlen(*s)) == 0)
			return true;
	return false;
}

/* Where it may not lead to its target, a link is plain text, and that is told. */
static int enter_link(ht_md *md, const MD_SPAN_A_DETAIL *detail)
{
	const char *href = attribute(md, &detail->href);
	if (!href)
		return -1;
	if (may_lead_to(href)) {
		md->href = href;
	} else {
		ht_cursor cur = md->b->cur;
		ht_diag(md->b->diags, HT_D_BODY_LINK_SCHEME, ht_body_at(md->b, place_of_span(md)), href, NULL);
		md->b->cur = cur;
	}
	return tell_title(md, &detail->title);
}

static int enter_image(ht_md *md, const MD_SPAN_IMG_DETAIL *detail)
{
	const char *here = place_of_span(md);
	if (md->image_depth++)
		return 0;
	if (tell_title(md, &detail->title))
		return -1;
	if (!ht_md_finish(md))
		return -1;
	ht_body_image *image = HT_PUSH(md->b->arena, md->images.v, md->images.n, md->images.cap);
	if (!image || !(image->src = attribute(md, &detail->src)))
		return -1;
	image->loc = ht_body_at(md->b, here);
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
		return enter_link(md, detail);
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
	const bool marked = has_markup(line->s, line->len), plain = !marked || line->len > HT_BODY_MAX_MARKUP;
	/* what keeps a line from being a list or a heading keeps a long one, too */
	const size_t escape = marked && plain && line->s[0] == '\\' && g_ascii_ispunct(line->s[1]);
	bool done = plain ? add_source(&md, line->s + escape, line->len - escape) && ht_md_finish(&md)
	                  : parse_markup(&md, line->s, line->len);
	*images = md.images;
	return done;
}

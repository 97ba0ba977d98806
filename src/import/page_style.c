/* Style sheets of pages.
 *
 * Only rules that say something of text (page_style.h) are kept, sorted by the last part of their selectors, so that an
 * element looks at those alone that may be for it. */
#include "page_style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "numbering.h"
#include "sink.h"

/* Far more than any page has; what a hostile one has besides is not read. */
#define MAX_RULES     20000
#define MAX_SELECTORS 200 /* of one rule */

typedef struct rule {
	const char *key;      /* `#id`, `.class` or `tag` of the selector's last part */
	const char *selector; /* one, without commas */
	unsigned specificity; /* ids, classes, tags: a byte each */
	size_t order;         /* of the sheet */
	im_shown shown, important;
} rule;

struct im_page_styles {
	bool many; /* there are more rules */
	rule *rules;
	size_t n, cap;
};

/* ---- declarations ---- */

/* -1: the text is not shown so. */
static int8_t unless(bool not )
{
	return not ? -1 : 1;
}

static int8_t display_of(const char *value)
{
	return unless(strcmp(value, "none") == 0);
}

static int8_t visibility_of(const char *value)
{
	return unless(strcmp(value, "hidden") == 0 || strcmp(value, "collapse") == 0);
}

/* `0`, `0.0px`, `0%` */
static bool is_zero(const char *value)
{
	char *end;
	double n = g_ascii_strtod(value, &end);
	return end != value && n < 0.001 && n > -0.001;
}

static int8_t size_of(const char *value)
{
	return unless(is_zero(value));
}

/* Farther than this, text is off any page. */
#define OFF_PAGE (-999)

static int8_t place_of(const char *value)
{
	return (int8_t) - (g_ascii_strtod(value, NULL) <= OFF_PAGE);
}

/* clip: rect(0 0 0 0): what only programs are to read. */
static int8_t clip_of(const char *value)
{
	static const char *const nothing[] = {"rect(0", "inset(50%", "inset(100%", NULL};
	return (int8_t) - (ht_str_prefix_of(value, nothing) > 0);
}

static int8_t decoration_of(const char *value)
{
	return unless(strstr(value, "line-through"));
}

static int8_t align_of(const char *value)
{
	if (strcmp(value, "super") == 0)
		return 1;
	return strcmp(value, "sub") == 0 ? -1 : 2;
}

static int8_t space_of(const char *value)
{
	return ht_str_starts(value, "pre") || ht_str_starts(value, "break-spaces") ? 1 : 2;
}

/* `list-style: inside lower-alpha` */
static int8_t list_of(const char *value)
{
	while (*value) {
		char word[40];
		size_t n = strcspn(value, " ");
		g_snprintf(word, sizeof word, "%.*s", (int)MIN(n, sizeof word - 1), value);
		int kind = (int)im_numbering_named(word, (im_numbering)-1);
		if (kind >= 0)
			return (int8_t)(kind + 1);
		value += n + strspn(value + n, " ");
	}
	return 0;
}

static int8_t hide_of(const char *value)
{
	return (int8_t) - (strcmp(value, "all") == 0);
}

static int8_t mso_of(const char *value)
{
	if (ht_str_starts(value, "comment"))
		return IM_MSO_COMMENT;
	return strcmp(value, "header") == 0 || strcmp(value, "footer") == 0 ? IM_MSO_PAGE_EDGE : IM_MSO_NOTHING;
}

static const struct {
	const char *name;
	im_property property;
	int8_t (*value_of)(const char *value);
} properties[] = {
    {"display", IM_DISPLAY, display_of},
    {"mso-hide", IM_DISPLAY, hide_of},
    {"visibility", IM_VISIBILITY, visibility_of},
    {"opacity", IM_OPACITY, size_of},
    {"left", IM_PLACE, place_of},
    {"top", IM_PLACE, place_of},
    {"margin-left", IM_PLACE, place_of},
    {"text-indent", IM_PLACE, place_of},
    {"clip", IM_PLACE, clip_of},
    {"clip-path", IM_PLACE, clip_of},
    {"font-size", IM_FONT_SIZE, size_of},
    {"text-decoration", IM_DECORATION, decoration_of},
    {"text-decoration-line", IM_DECORATION, decoration_of},
    {"vertical-align", IM_ALIGN, align_of},
    {"white-space", IM_SPACE, space_of},
    {"list-style", IM_LIST, list_of},
    {"list-style-type", IM_LIST, list_of},
    {"mso-element", IM_MSO, mso_of},
};

/* Longer names and values are of other properties. */
#define WORD_BYTES 120

/* The text in small letters without blanks around it. */
static void copy_word(char out[WORD_BYTES], const char *s, size_t len)
{
	while (len && g_ascii_isspace(*s))
		s++, len--;
	while (len && g_ascii_isspace(s[len - 1]))
		len--;
	size_t n = MIN(len, WORD_BYTES - 1);
	for (size_t i = 0; i < n; i++)
		out[i] = g_ascii_tolower(s[i]);
	out[n] = '\0';
}

/* `display: none !important` */
static void read_declaration(const char *s, size_t len, im_shown *shown, im_shown *important)
{
	const char *colon = memchr(s, ':', len);
	char name[WORD_BYTES], value[WORD_BYTES];
	if (!colon)
		return;
	copy_word(name, s, (size_t)(colon - s));
	copy_word(value, colon + 1, len - (size_t)(colon + 1 - s));
	char *bang = strchr(value, '!');
	if (bang) {
		*bang = '\0';
		g_strchomp(value);
	}
	for (size_t i = 0; i < ARRAY_LEN(properties); i++) {
		int8_t v = strcmp(properties[i].name, name) == 0 ? properties[i].value_of(value) : 0;
		if (v)
			(bang ? important : shown)->v[properties[i].property] = v;
	}
}

static void read_declarations(const char *s, size_t len, im_shown *shown, im_shown *important)
{
	for (const char *end = s + len; s < end;) {
		const char *semicolon = memchr(s, ';', (size_t)(end - s));
		const char *to = semicolon ? semicolon : end;
		read_declaration(s, (size_t)(to - s), shown, important);
		s = to + (to < end);
	}
}

static bool says_something(const im_shown *shown)
{
	for (size_t i = 0; i < IM_PROPERTY_COUNT; i++)
		if (shown->v[i])
			return true;
	return false;
}

/* ---- selectors ---- */

static bool is_name_char(char c)
{
	return g_ascii_isalnum(c) || c == '-' || c == '_' || (c & 0x80);
}

static size_t name_length(const char *s)
{
	size_t n = 0;
	while (is_name_char(s[n]))
		n++;
	return n;
}

/* Are there only tags, classes and ids in it, one below another? */
static bool is_known(const char *selector)
{
	for (; *selector; selector++)
		if (!is_name_char(*selector) && !strchr(".# >*", *selector))
			return false;
	return true;
}

/* The last part of a selector. */
static const char *last_part(const char *selector, const char *end)
{
	while (end > selector && !strchr(" >", end[-1]))
		end--;
	return end;
}

static unsigned specificity_of(const char *selector)
{
	unsigned n = 0;
	bool within = false;
	for (const char *p = selector; *p; p++) {
		if (*p == '#')
			n += 0x10000;
		else if (*p == '.')
			n += 0x100;
		else if (is_name_char(*p) && !within)
			n++;
		within = *p == '#' || *p == '.' || is_name_char(*p);
	}
	return n;
}

/* The id of a part, else its last class, else its tag; "" for *. */
static const char *key_of(im_doc *d, const char *part)
{
	const char *at = strchr(part, '#');
	at = im_given(im_given(at, strrchr(part, '.')), part);
	return im_copy(d, at, name_length(at + 1) + 1 - (*at == '*'));
}

/* Once. */
static void say_many(im_doc *d, im_page_styles *styles)
{
	char most[16];
	snprintf(most, sizeof most, "%d", MAX_RULES);
	if (!styles->many)
		ht_diag(d->diags, HT_D_IMPORT_RULES_MANY, im_whole_file(d), most, NULL);
	styles->many = true;
}

static void add_rule(im_doc *d, im_page_styles *styles, const char *s, size_t len, const rule *r)
{
	const char *selector = im_copy(d, s, len);
	const char *part = last_part(selector, selector + strlen(selector));
	if (!*part || !is_known(selector))
		return;
	if (styles->n == MAX_RULES) {
		say_many(d, styles);
		return;
	}
	rule *slot = HT_PUSH(d->arena, styles->rules, styles->n, styles->cap);
	d->nomem |= !slot;
	if (!slot)
		return;
	*slot = *r;
	slot->selector = selector;
	slot->key = *part == '*' && !part[1] ? "*" : key_of(d, part);
	slot->specificity = specificity_of(selector);
	slot->order = styles->n;
}

static void add_rules(im_doc *d, im_page_styles *styles, const char *s, const char *end, const rule *r)
{
	for (size_t n = 0; s < end && n < MAX_SELECTORS; n++) {
		const char *comma = memchr(s, ',', (size_t)(end - s)), *to = comma ? comma : end;
		add_rule(d, styles, s, (size_t)(to - s), r);
		s = to + (to < end);
	}
}

/* ---- sheets ---- */

/* The end of the block that begins at s, with what is nested in it. */
static const char *block_end(const char *s)
{
	int depth = 0;
	for (; *s; s++) {
		depth += *s == '{';
		depth -= *s == '}';
		if (!depth && *s == '}')
			return s + 1;
	}
	return s;
}

/* A rule that begins with @: `@media screen` is entered, others are passed over. */
static const char *skip_at_rule(const char *s)
{
	static const char *const entered[] = {"@media screen", "@media all", NULL};
	const char *open = s + strcspn(s, "{;");
	size_t n = ht_str_prefix_of(s, entered);
	if (!*open || *open == ';')
		return open + (*open != '\0');
	if (n && s + n + strspn(s + n, " \t\r\n") == open)
		return open + 1;
	return block_end(open);
}

/* A copy without comments, and without the marks that hide a sheet from old browsers. */
static const char *without_comments(im_doc *d, const char *s)
{
	ht_buf out = {0};
	while (*s) {
		const char *open = strstr(s, "/*"), *close = open ? strstr(open + 2, "*/") : NULL;
		ht_buf_add(&out, s, open ? (size_t)(open - s) : strlen(s));
		s = close ? close + 2 : "";
	}
	const char *text = im_copy_all(d, &out);
	ht_buf_free(&out);
	return text;
}

static void read_sheet(im_doc *d, im_page_styles *styles, const char *s)
{
	s = without_comments(d, s);
	while (*s && !d->nomem) {
		s += strspn(s, " \t\r\n}");
		if (ht_str_starts(s, "<!--") || ht_str_starts(s, "-->")) {
			s += *s == '<' ? 4 : 3;
			continue;
		}
		if (*s == '@') {
			s = skip_at_rule(s);
			continue;
		}
		const char *open = strchr(s, '{'), *close = open ? strchr(open, '}') : NULL;
		if (!close)
			return;
		rule r = {0};
		read_declarations(open + 1, (size_t)(close - open - 1), &r.shown, &r.important);
		if (says_something(&r.shown) || says_something(&r.important))
			add_rules(d, styles, s, open, &r);
		s = close + 1;
	}
}

static void read_sheets(im_doc *d, im_page_styles *styles, const xmlNode *node, int depth)
{
	for (const xmlNode *c = node->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (im_is_element(c, "style")) {
			const char *media = im_attribute(d, c, "media");
			if (!media || strcmp(media, "screen") == 0 || strcmp(media, "all") == 0)
				read_sheet(d, styles, im_content(d, c));
		} else if (c->type == XML_ELEMENT_NODE) {
			read_sheets(d, styles, c, depth + 1);
		}
	}
}

static int by_key(const void *a, const void *b)
{
	const rule *x = a, *y = b;
	int order = strcmp(x->key, y->key);
	if (order)
		return order;
	return (x->order > y->order) - (x->order < y->order);
}

im_page_styles *im_read_page_styles(im_doc *d, const xmlNode *root)
{
	im_page_styles *styles = ht_arena_alloc(d->arena, sizeof *styles);
	d->nomem |= !styles;
	if (!styles)
		return NULL;
	read_sheets(d, styles, root, 0);
	if (styles->n)
		qsort(styles->rules, styles->n, sizeof *styles->rules, by_key);
	return styles;
}

/* ---- elements ---- */

/* Is the name among the words? */
static bool has_word(const char *words, const char *name, size_t len)
{
	while (*words) {
		words += strspn(words, " \t\r\n\f");
		size_t n = strcspn(words, " \t\r\n\f");
		if (n == len && memcmp(words, name, n) == 0)
			return true;
		words += n;
	}
	return false;
}

/* Is the part [p, end) of a selector true of the element? */
static bool part_matches(const char *p, const char *end, const xmlNode *node)
{
	if (*p == '*')
		p++;
	while (p < end) {
		bool class = *p == '.', id = *p == '#';
		p += class || id;
		size_t n = MIN(name_length(p), (size_t)(end - p));
		bool right = n > 0;
		if (class)
			right = right && has_word(im_raw_attribute(node, "class"), p, n);
		else if (id)
			right = right && strlen(im_raw_attribute(node, "id")) == n &&
			        memcmp(im_raw_attribute(node, "id"), p, n) == 0;
		else
			right = right && strlen((const char *)node->name) == n &&
			        g_ascii_strncasecmp((const char *)node->name, p, n) == 0;
		if (!right)
			return false;
		p += n;
	}
	return true;
}

/* The parts before the last: each is true of an element that this one is in. */
static bool context_matches(const char *selector, const char *end, const xmlNode *node)
{
	while (end > selector) {
		bool child = false;
		for (; end > selector && strchr(" >", end[-1]); end--)
			child |= end[-1] == '>';
		const char *part = last_part(selector, end);
		do {
			node = node->parent;
		} while (!child && node && node->type == XML_ELEMENT_NODE && !part_matches(part, end, node));
		if (!node || node->type != XML_ELEMENT_NODE || !part_matches(part, end, node))
			return false;
		end = part;
	}
	return true;
}

static bool selector_matches(const char *selector, const xmlNode *node)
{
	const char *end = selector + strlen(selector), *part = last_part(selector, end);
	return part_matches(part, end, node) && context_matches(selector, part, node);
}

/* The strongest that is known of each property. */
typedef struct cascade {
	im_shown shown;
	uint64_t strength[IM_PROPERTY_COUNT];
} cascade;

static void add_shown(cascade *c, const im_shown *shown, uint64_t strength)
{
	for (size_t i = 0; i < IM_PROPERTY_COUNT; i++)
		if (shown->v[i] && strength >= c->strength[i]) {
			c->shown.v[i] = shown->v[i];
			c->strength[i] = strength;
		}
}

#define IMPORTANT ((uint64_t)1 << 62)
#define INLINE    ((uint64_t)1 << 61)

static size_t first_rule(const im_page_styles *styles, const char *key, size_t len)
{
	size_t from = 0, to = styles->n;
	while (from < to) {
		size_t at = (from + to) / 2;
		const char *k = styles->rules[at].key;
		int order = strncmp(k, key, len);
		if (order < 0)
			from = at + 1;
		else
			to = at;
	}
	return from;
}

/* Add the rules whose key is the sign and the name. */
static void add_keyed(cascade *c, const im_page_styles *styles, const xmlNode *node, char sign, const char *name,
                      size_t len)
{
	char key[WORD_BYTES];
	int n = g_snprintf(key, sizeof key, "%.*s%.*s", sign != 0, &sign, (int)MIN(len, sizeof key), name);
	if (n >= (int)sizeof key)
		return;
	for (size_t i = first_rule(styles, key, (size_t)n); i < styles->n; i++) {
		const rule *r = &styles->rules[i];
		if (strncmp(r->key, key, (size_t)n) != 0 || r->key[n])
			return;
		if (!selector_matches(r->selector, node))
			continue;
		uint64_t strength = (uint64_t)r->specificity << 32 | (r->order + 1);
		add_shown(c, &r->shown, strength);
		add_shown(c, &r->important, strength | IMPORTANT);
	}
}

im_shown im_shown_as(const im_page_styles *styles, const xmlNode *node)
{
	cascade c = {0};
	const char *classes = im_raw_attribute(node, "class"), *id = im_raw_attribute(node, "id");
	const char *own = im_raw_attribute(node, "style");
	if (styles && styles->n) {
		add_keyed(&c, styles, node, 0, "*", 1);
		add_keyed(&c, styles, node, 0, (const char *)node->name, strlen((const char *)node->name));
		if (*id)
			add_keyed(&c, styles, node, '#', id, strlen(id));
		while (*classes) {
			classes += strspn(classes, " \t\r\n\f");
			size_t n = strcspn(classes, " \t\r\n\f");
			if (n)
				add_keyed(&c, styles, node, '.', classes, n);
			classes += n;
		}
	}
	if (*own) {
		im_shown shown = {{0}}, important = {{0}};
		read_declarations(own, strlen(own), &shown, &important);
		add_shown(&c, &shown, INLINE);
		add_shown(&c, &important, INLINE | IMPORTANT);
	}
	return c.shown;
}

/* Named styles and the automatic ones below them. Every paragraph style of the
 * sheet that the document uses is a style with its Chinese name; a paragraph
 * that differs in place only (a distance, a tab stop) has an automatic style
 * with nothing but the difference. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "odt_priv.h"

/* The cell less the character, to the nearest. */
ht_len odt_grid_spacing(const odt *o, const ht_pstyle *ps)
{
	if (!ps->grid)
		return 0;
	double spacing = (double)(ht_geometry_cell(&o->style->page, 1) - ps->size) / ODT_TWIP;
	return (ht_len)lround(spacing) * ODT_TWIP;
}

void odt_para_of(odt *o, const ht_pstyle *ps, odt_para *ret)
{
	*ret = (odt_para){.ps = ps,
	                  .align = ps->align,
	                  .left = ps->left,
	                  .right = ps->right,
	                  .indent = ps->indent,
	                  .pitch = odt_pitch(o),
	                  .size = ps->size,
	                  .spacing = odt_grid_spacing(o, ps),
	                  .scale = 100};
}

odt_look odt_look_of(const ht_pstyle *ps)
{
	return (odt_look){.face = ps->face, .size = ps->size, .colour = ps->colour};
}

static bool same_colour(ht_colour a, ht_colour b)
{
	return a.r == b.r && a.g == b.g && a.b == b.b;
}

/* Does the look only add to another, as an automatic style? */
static bool adds(const odt_look *look)
{
	return look->spaced || look->kind || look->breaks;
}

bool odt_look_equal(const odt_look *a, const odt_look *b)
{
	if (a->spaced != b->spaced || (a->spaced && a->spacing != b->spacing) || a->kind != b->kind ||
	    a->breaks != b->breaks)
		return false;
	bool same = a->face == b->face && a->size == b->size && same_colour(a->colour, b->colour);
	if (adds(a) && a->plain && b->plain)
		return !a->kind || a->face == b->face;
	return (!adds(a) || a->plain == b->plain) && same;
}

static bool same_tabs(const odt_para *a, const odt_para *b)
{
	for (int i = 0; i < a->n_tabs && a->n_tabs == b->n_tabs; i++)
		if (a->tabs[i].at != b->tabs[i].at || a->tabs[i].kind != b->tabs[i].kind)
			return false;
	return a->n_tabs == b->n_tabs;
}

static bool same_rules(const odt_para *a, const odt_para *b)
{
	return a->rule_below == b->rule_below && a->pad_below == b->pad_below &&
	       same_colour(a->rule_colour, b->rule_colour);
}

static bool same_box(const odt_para *a, const odt_para *b)
{
	return a->align == b->align && a->above == b->above && a->left == b->left && a->right == b->right &&
	       a->indent == b->indent && a->pitch == b->pitch && a->spread == b->spread &&
	       a->keep_next == b->keep_next && a->page_break == b->page_break && a->begins == b->begins &&
	       a->loose == b->loose;
}

static bool same_text(const odt_para *a, const odt_para *b)
{
	return a->size == b->size && a->spacing == b->spacing && a->scale == b->scale && a->rise == b->rise;
}

static bool same_para(const odt_para *a, const odt_para *b)
{
	return a->ps == b->ps && same_box(a, b) && same_text(a, b) && same_rules(a, b) && same_tabs(a, b);
}

/* A style's name as an XML name (ODF 1.3 part 3, 19.502): what may not stand
 * in one is written _hex_. */
static char *encoded(odt *o, const char *prefix, const char *name)
{
	ht_buf buf = {0};
	ht_buf_adds(&buf, prefix);
	for (const char *p = name; *p; p++) {
		unsigned char c = (unsigned char)*p;
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80 ||
		             (((c >= '0' && c <= '9') || c == '-' || c == '.') && buf.len);
		if (plain)
			ht_buf_add(&buf, p, 1);
		else
			ht_buf_addf(&buf, "_%x_", c);
	}
	char *ret = buf.failed ? NULL : ht_arena_strndup(o->arena, buf.data ? buf.data : "_", buf.len);
	ht_buf_free(&buf);
	return ret;
}

const char *odt_style_name(odt *o, const ht_pstyle *ps)
{
	o->used_faces[ps->face->index] = true;
	if (!o->used[ps->index])
		o->used[ps->index] = encoded(o, "", ps->name);
	return o->used[ps->index];
}

const char *odt_para_name(odt *o, const odt_para *para)
{
	odt_para plain;
	const char *name = odt_style_name(o, para->ps);
	odt_para_of(o, para->ps, &plain);
	if (!name || same_para(para, &plain))
		return name;
	for (size_t i = o->first_para; i < o->n_paras; i++)
		if (same_para(&o->paras[i].para, para))
			return o->paras[i].name;
	odt_para_style *slot = HT_PUSH(o->arena, o->paras, o->n_paras, o->cap_paras);
	if (!slot)
		return NULL;
	*slot = (odt_para_style){*para, ht_arena_printf(o->arena, "P%zu", o->n_paras)};
	return slot->name;
}

static bool wears(const ht_pstyle *ps, const odt_look *look)
{
	const odt_look own = ps ? odt_look_of(ps) : (odt_look){0};
	return ps && odt_look_equal(&own, look);
}

/* The paragraph style that has this look: one of the element's own if
 * possible, so that a run-in heading is called 二级标题. */
static const ht_pstyle *namesake(const odt *o, const odt_look *look, const ht_element *e)
{
	for (size_t i = 0; i < e->n_levels; i++)
		if (wears(e->levels[i], look))
			return e->levels[i];
	if (wears(e->label_style, look))
		return e->label_style;
	if (wears(e->name_style, look))
		return e->name_style;
	for (size_t i = 0; i < o->style->n_styles; i++)
		if (wears(&o->style->styles[i], look))
			return &o->style->styles[i];
	return NULL;
}

static odt_char_style *find_char(odt *o, const odt_look *look)
{
	for (size_t i = 0; i < o->n_chars; i++)
		if (odt_look_equal(&o->chars[i].look, look))
			return &o->chars[i];
	return NULL;
}

static const char *face_zh(const odt *o, const ht_typeface *face, size_t n)
{
	return ht_arena_printf(o->arena, n ? "%s字%zu" : "%s字", odt_face_name(face->han), n);
}

/* Name and display name of a new character style. */
static bool name_char(odt *o, odt_char_style *style, const ht_element *e)
{
	if (adds(&style->look)) {
		style->name = ht_arena_printf(o->arena, "T%zu", o->n_chars);
		return style->name != NULL;
	}
	const ht_pstyle *twin = namesake(o, &style->look, e);
	if (twin) {
		style->name = encoded(o, "c-", twin->name);
		style->display = ht_arena_printf(o->arena, "%s字符", twin->zh ? twin->zh : twin->name);
		return style->name && style->display;
	}
	size_t same = 0;
	for (size_t i = 0; i + 1 < o->n_chars; i++)
		same += o->chars[i].look.face == style->look.face;
	style->name = ht_arena_printf(o->arena, "c-face-%d-%zu", style->look.face->index, same);
	style->display = face_zh(o, style->look.face, same);
	return style->name && style->display;
}

const char *odt_char_name(odt *o, const odt_look *look, const ht_element *e)
{
	odt_char_style *found = find_char(o, look);
	if (found)
		return found->name;
	odt_char_style *slot = HT_PUSH(o->arena, o->chars, o->n_chars, o->cap_chars);
	if (!slot)
		return NULL;
	size_t at = o->n_chars - 1;
	o->used_faces[look->face->index] = true;
	if (look->kind == ODT_YUAN)
		o->used_faces[odt_yuan_face(o, look->face)->index] = true;
	*slot = (odt_char_style){.look = *look};
	if (!name_char(o, slot, e))
		return NULL;
	const char *name = slot->name;
	if (adds(look) && !look->plain) {
		const odt_look own = {.face = look->face, .size = look->size, .colour = look->colour};
		const char *parent = odt_char_name(o, &own, e);
		if (!parent)
			return NULL;
		o->chars[at].parent = parent; /* the list may have moved */
	}
	return name;
}

static void write_size(odt_xml *x, ht_len size)
{
	odt_attr_pt(x, "fo:font-size", size);
	odt_attr_pt(x, "style:font-size-asian", size);
}

static void write_look(odt_xml *x, const odt_look *look)
{
	const char *han = odt_face_name(look->face->han);
	odt_attr(x, "style:font-name", odt_face_name(look->face->latin));
	odt_attr(x, "style:font-name-asian", han);
	write_size(x, look->size);
	odt_attr_colour(x, "fo:color", look->colour);
}

static void write_tabs(odt_xml *x, const odt_para *p)
{
	static const char *const kinds[] = {
	    [HT_HALIGN_LEFT] = "left", [HT_HALIGN_CENTRE] = "center", [HT_HALIGN_RIGHT] = "right"};
	if (!p->n_tabs)
		return;
	odt_open(x, "style:tab-stops");
	for (int i = 0; i < p->n_tabs; i++) {
		odt_open(x, "style:tab-stop");
		odt_attr_mm(x, "style:position", p->tabs[i].at - p->left);
		odt_attr(x, "style:type", kinds[p->tabs[i].kind]);
		odt_end(x);
	}
	odt_end(x);
}

static void write_rules(odt_xml *x, const odt_para *p)
{
	if (!p->rule_below)
		return;
	odt_attr(x, "fo:padding-left", "0mm");
	odt_attr(x, "fo:padding-right", "0mm");
	odt_attr(x, "fo:padding-top", "0mm");
	odt_attr_mm(x, "fo:padding-bottom", p->pad_below);
	odt_attr(x, "fo:border-left", "none");
	odt_attr(x, "fo:border-right", "none");
	odt_attr(x, "fo:border-top", "none");
	odt_attr_border(x, "fo:border-bottom", p->rule_below, p->rule_colour);
	odt_attr(x, "style:join-border", "false");
}

static void write_align(odt_xml *x, const odt_para *p)
{
	static const char *const aligns[] = {[HT_HALIGN_JUSTIFY] = "justify",
	                                     [HT_HALIGN_LEFT] = "start",
	                                     [HT_HALIGN_CENTRE] = "center",
	                                     [HT_HALIGN_RIGHT] = "end"};
	odt_attr(x, "fo:text-align", p->spread ? "justify" : aligns[p->align]);
	if (p->spread)
		odt_attr(x, "fo:text-align-last", "justify");
}

/* What differs from plain; all of it for a named style (plain NULL). */
static void write_box(odt_xml *x, const odt_para *p, const odt_para *plain)
{
	odt_open(x, "style:paragraph-properties");
	if (!plain || p->align != plain->align || p->spread)
		write_align(x, p);
	if (p->pitch && (!plain || p->pitch != plain->pitch))
		odt_attr_mm(x, "fo:line-height", p->pitch);
	if (!p->pitch)
		odt_attr(x, "fo:line-height", "100%");
	bool moved = plain ? p->left != plain->left || p->right != plain->right || p->indent != plain->indent
	                   : p->left || p->right || p->indent;
	if (moved) {
		odt_attr_mm(x, "fo:margin-left", p->left);
		odt_attr_mm(x, "fo:margin-right", p->right);
		odt_attr_mm(x, "fo:text-indent", p->indent);
		odt_attr(x, "style:auto-text-indent", "false");
	}
	if (p->above)
		odt_attr_mm(x, "fo:margin-top", p->above);
	if (!plain && !p->ps->han_latin_gap)
		odt_attr(x, "style:text-autospace", "none");
	if (p->keep_next)
		odt_attr(x, "fo:keep-with-next", "always");
	if (p->loose)
		odt_attr(x, "fo:orphans", "1");
	if (p->page_break)
		odt_attr(x, "fo:break-before", "page");
	write_rules(x, p);
	write_tabs(x, p);
	odt_end(x);
}

static void write_para_text(odt_xml *x, const odt_para *p, const odt_para *plain)
{
	if (plain && same_text(p, plain))
		return;
	const odt_look look = odt_look_of(p->ps);
	odt_open(x, "style:text-properties");
	if (!plain)
		write_look(x, &look);
	else if (p->size != plain->size)
		write_size(x, p->size);
	if (p->spacing != (plain ? plain->spacing : 0))
		odt_attr_pt(x, "fo:letter-spacing", p->spacing);
	if (p->scale != 100)
		odt_attr_percent(x, "style:text-scale", p->scale);
	if (p->rise) {
		char text[24];
		snprintf(text, sizeof text, "%d%% 100%%", p->rise);
		odt_attr(x, "style:text-position", text);
	}
	odt_end(x);
}

/* Level of the headings that have this style; 0: none. */
static int outline_level(const odt *o, const ht_pstyle *ps)
{
	for (size_t i = 0; i < o->style->n_elements; i++) {
		const ht_element *e = &o->style->elements[i];
		for (size_t k = 0; k < e->n_levels; k++)
			if (e->levels[k] == ps)
				return (int)k + 1 + o->titles;
		if (o->titles && e->kind == HT_E_TITLE && e->style == ps)
			return 1;
	}
	return 0;
}

static bool name_is_taken(const odt *o, const ht_pstyle *ps)
{
	for (int i = 0; i < ps->index; i++) {
		const ht_pstyle *other = &o->style->styles[i];
		if (o->used[i] && other->zh && ps->zh && strcmp(other->zh, ps->zh) == 0)
			return true;
	}
	return false;
}

static ht_status write_named(odt *o, odt_xml *x, const ht_pstyle *ps)
{
	odt_para plain;
	const char *name = odt_style_name(o, ps);
	const char *display = !ps->zh                ? ps->name
	                      : name_is_taken(o, ps) ? ht_arena_printf(o->arena, "%s（%s）", ps->zh, ps->name)
	                                             : ps->zh;
	int level = outline_level(o, ps);
	if (!name || !display)
		return HT_ERR_NOMEM;
	odt_para_of(o, ps, &plain);
	odt_open(x, "style:style");
	odt_attr(x, "style:name", name);
	odt_attr(x, "style:display-name", display);
	odt_attr(x, "style:family", "paragraph");
	odt_attr(x, "style:class", level ? "chapter" : "text");
	if (level)
		odt_attr_int(x, "style:default-outline-level", level);
	write_box(x, &plain, NULL);
	write_para_text(x, &plain, NULL);
	odt_end(x);
	return HT_OK;
}

static void write_char(odt *o, odt_xml *x, const odt_char_style *c)
{
	const odt_look *look = &c->look;
	odt_open(x, "style:style");
	odt_attr(x, "style:name", c->name);
	if (c->display)
		odt_attr(x, "style:display-name", c->display);
	odt_attr(x, "style:family", "text");
	if (c->parent)
		odt_attr(x, "style:parent-style-name", c->parent);
	odt_open(x, "style:text-properties");
	if (!adds(look))
		write_look(x, look);
	if (look->spaced)
		odt_attr_pt(x, "fo:letter-spacing", look->spacing);
	if (look->kind == ODT_YUAN)
		odt_attr(x, "style:font-name-asian", odt_face_name(odt_yuan_face(o, look->face)->han));
	if (look->kind == ODT_HAN_MARK)
		odt_attr(x, "style:font-name", odt_face_name(look->face->han));
	if (look->breaks) {
		odt_attr(x, "fo:language", "zh");
		odt_attr(x, "fo:country", "CN");
	}
	odt_end(x);
	odt_end(x);
}

/* What all paragraphs share: Asian typography said in full. */
static void write_defaults(odt *o, odt_xml *x)
{
	const odt_look look = odt_look_of(o->body_style);
	odt_open(x, "style:default-style");
	odt_attr(x, "style:family", "paragraph");
	odt_open(x, "style:paragraph-properties");
	odt_attr(x, "fo:orphans", "2");
	odt_attr(x, "fo:widows", "2");
	odt_attr(x, "fo:hyphenation-ladder-count", "no-limit");
	odt_attr(x, "style:text-autospace", "ideograph-alpha");
	odt_attr(x, "style:punctuation-wrap", "simple");
	odt_attr(x, "style:line-break", "strict");
	odt_attr(x, "style:snap-to-layout-grid", "false");
	odt_attr(x, "style:writing-mode", "lr-tb");
	odt_attr_mm(x, "style:tab-stop-distance", 2 * ht_geometry_cell(&o->style->page, 1));
	odt_end(x);
	odt_open(x, "style:text-properties");
	o->used_faces[look.face->index] = true;
	write_look(x, &look);
	odt_attr(x, "style:font-name-complex", odt_face_name(look.face->latin));
	odt_attr_pt(x, "style:font-size-complex", look.size);
	odt_attr(x, "fo:language", "en");
	odt_attr(x, "fo:country", "US");
	odt_attr(x, "style:language-asian", "zh");
	odt_attr(x, "style:country-asian", "CN");
	odt_attr(x, "style:letter-kerning", "false");
	odt_attr(x, "fo:hyphenate", "false");
	odt_end(x);
	odt_end(x);
}

ht_status odt_write_styles(odt *o, odt_xml *x)
{
	ht_status status = HT_OK;
	write_defaults(o, x);
	for (size_t i = 0; i < o->style->n_styles && status == HT_OK; i++)
		if (o->used[i])
			status = write_named(o, x, &o->style->styles[i]);
	for (size_t i = 0; i < o->n_chars; i++)
		if (o->chars[i].display)
			write_char(o, x, &o->chars[i]);
	return status;
}

void odt_write_auto_styles(odt *o, odt_xml *x, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const odt_para *p = &o->paras[i].para;
		odt_para plain;
		odt_para_of(o, p->ps, &plain);
		odt_open(x, "style:style");
		odt_attr(x, "style:name", o->paras[i].name);
		odt_attr(x, "style:family", "paragraph");
		odt_attr(x, "style:parent-style-name", odt_style_name(o, p->ps));
		if (p->begins)
			odt_attr(x, "style:master-page-name", odt_page_style(o, p->begins));
		write_box(x, p, &plain);
		write_para_text(x, p, &plain);
		odt_end(x);
	}
}

void odt_write_auto_chars(odt *o, odt_xml *x)
{
	for (size_t i = 0; i < o->n_chars; i++)
		if (!o->chars[i].display)
			write_char(o, x, &o->chars[i]);
}

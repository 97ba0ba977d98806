/* Named styles, and the automatic ones based on them. Every paragraph style of the sheet that the document uses is a
 * style with its Chinese name, which holds what most of its paragraphs have in common; a paragraph that differs from
 * that has an automatic style with just the difference. All are based on one, 公文基准; what is in the type area and as
 * large as the body on the body's style: so a change of the body's pitch, size or face holds for them, too. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "odt_priv.h"

/* A style's name as an XML name (ODF 1.3 part 3, 19.502): characters that are not allowed are written _hex_. */
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
	if (!buf.len)
		ht_buf_adds(&buf, "_");
	return ht_buf_take(&buf, o->d.arena);
}

/* May the key be the name of a style of another kind: the root's, an automatic one's (P1)? */
static bool is_reserved(const char *key)
{
	return strcmp(key, ODT_ROOT) == 0 || (key[0] >= 'A' && key[0] <= 'Z');
}

const char *odt_style_name(odt *o, const ht_pstyle *ps)
{
	o->used_faces[ps->face->index] = true;
	if (!o->used[ps->index])
		o->used[ps->index] = ht_draft_checked(&o->d, encoded(o, is_reserved(ps->name) ? "s-" : "", ps->name));
	return o->used[ps->index];
}

const char *odt_para_name(odt *o, const ht_draft_para *para)
{
	ht_draft_para named;
	const char *name = odt_style_name(o, para->ps);
	ht_draft_named_para(&o->d, para->ps, &named);
	if (ht_draft_para_equal(para, &named))
		return name;
	for (size_t i = o->first_para; i < o->n_paras; i++)
		if (ht_draft_para_equal(&o->paras[i].para, para))
			return o->paras[i].name;
	odt_para_style *slot = HT_PUSH(o->d.arena, o->paras, o->n_paras, o->cap_paras);
	if (!slot)
		return ht_draft_checked(&o->d, NULL);
	*slot = (odt_para_style){*para, ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "P%zu", o->n_paras))};
	return slot->name;
}

static odt_char_style *find_char(odt *o, const ht_draft_look *look)
{
	for (size_t i = 0; i < o->n_chars; i++)
		if (ht_draft_look_equal(&o->chars[i].look, look))
			return &o->chars[i];
	return NULL;
}

static const char *face_zh(const odt *o, const ht_typeface *face, size_t n)
{
	return ht_arena_printf(o->d.arena, n ? "%s字%zu" : "%s字", odt_face_name(o, face->han), n);
}

/* Name and display name of a new character style. */
static void name_char(odt *o, odt_char_style *style, const ht_element *e)
{
	if (ht_draft_look_adds(&style->look)) {
		style->name = ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "T%zu", o->n_chars));
		return;
	}
	const ht_pstyle *twin = ht_draft_style_with(&o->d, &style->look, e);
	size_t same = 0;
	if (twin) {
		style->name = encoded(o, "c-", twin->name);
		style->display = ht_arena_printf(o->d.arena, "%s字符", twin->zh ? twin->zh : twin->name);
	} else {
		for (size_t i = 0; i + 1 < o->n_chars; i++)
			same += o->chars[i].look.face == style->look.face;
		style->name = ht_arena_printf(o->d.arena, "c-face-%d-%zu", style->look.face->index, same);
		style->display = face_zh(o, style->look.face, same);
	}
	style->name = ht_draft_checked(&o->d, style->name);
	style->display = ht_draft_checked(&o->d, style->display);
}

const char *odt_char_name(odt *o, const ht_draft_look *look, const ht_element *e)
{
	odt_char_style *found = find_char(o, look);
	if (found)
		return found->name;
	odt_char_style *slot = HT_PUSH(o->d.arena, o->chars, o->n_chars, o->cap_chars);
	if (!slot)
		return ht_draft_checked(&o->d, NULL);
	size_t at = o->n_chars - 1;
	o->used_faces[look->face->index] = true;
	if (look->kind == HT_KIND_YUAN)
		o->used_faces[ht_yuan_face(o->d.fonts, o->d.style, look->face)->index] = true;
	*slot = (odt_char_style){.look = *look};
	name_char(o, slot, e);
	const char *name = slot->name;
	if (ht_draft_look_adds(look) && !look->plain) {
		const ht_draft_look own = {.face = look->face, .size = look->size, .colour = look->colour};
		const char *parent = odt_char_name(o, &own, e);
		o->chars[at].parent = parent; /* the list may have moved */
	}
	return name;
}

static void write_size(ht_xml *x, ht_len size)
{
	ht_xml_attr_pt(x, "fo:font-size", size);
	ht_xml_attr_pt(x, "style:font-size-asian", size);
}

/* What differs from the look of the style that it is based on; all if that is NULL. */
static void write_look_over(const odt *o, ht_xml *x, const ht_draft_look *look, const ht_draft_look *base)
{
	if (!base || look->face != base->face) {
		ht_xml_attr(x, "style:font-name", odt_face_name(o, look->face->latin));
		ht_xml_attr(x, "style:font-name-asian", odt_face_name(o, look->face->han));
	}
	if (!base || look->size != base->size)
		write_size(x, look->size);
	if (!base || !ht_draft_colour_equal(look->colour, base->colour))
		ht_xml_attr_colour(x, "fo:color", look->colour);
}

static void write_tabs(ht_xml *x, const ht_draft_para *p, const ht_draft_para *base)
{
	static const char *const kinds[] = {
	    [HT_HALIGN_LEFT] = "left", [HT_HALIGN_CENTRE] = "center", [HT_HALIGN_RIGHT] = "right"};
	/* they are measured from the indent */
	if (ht_draft_tabs_equal(p, base) && (p->left == base->left || !p->n_tabs))
		return;
	ht_xml_open(x, "style:tab-stops");
	for (int i = 0; i < p->n_tabs; i++) {
		ht_xml_open(x, "style:tab-stop");
		ht_xml_attr_mm(x, "style:position", p->tabs[i].at - p->left);
		ht_xml_attr(x, "style:type", kinds[p->tabs[i].kind]);
		ht_xml_end(x);
	}
	ht_xml_end(x);
}

static void write_rules(ht_xml *x, const ht_draft_para *p, const ht_draft_para *base)
{
	if (ht_draft_rules_equal(p, base))
		return;
	ht_xml_attr(x, "fo:padding-left", "0mm");
	ht_xml_attr(x, "fo:padding-right", "0mm");
	ht_xml_attr(x, "fo:padding-top", "0mm");
	ht_xml_attr_mm(x, "fo:padding-bottom", p->pad_below);
	ht_xml_attr(x, "fo:border-left", "none");
	ht_xml_attr(x, "fo:border-right", "none");
	ht_xml_attr(x, "fo:border-top", "none");
	ht_xml_attr_border(x, "fo:border-bottom", p->rule_below, p->rule_colour);
	ht_xml_attr(x, "style:join-border", "false");
}

static void write_align(ht_xml *x, const ht_draft_para *p, const ht_draft_para *base)
{
	static const char *const aligns[] = {[HT_HALIGN_JUSTIFY] = "justify",
	                                     [HT_HALIGN_LEFT] = "start",
	                                     [HT_HALIGN_CENTRE] = "center",
	                                     [HT_HALIGN_RIGHT] = "end"};
	if (p->align == base->align && p->spread == base->spread)
		return;
	ht_xml_attr(x, "fo:text-align", p->spread ? "justify" : aligns[p->align]);
	if (p->spread != base->spread)
		ht_xml_attr(x, "fo:text-align-last", p->spread ? "justify" : "start");
}

/* A style with an outline level has the numbering's indents in LibreOffice, not those of the style that it is based on.
 */
static void write_indents(const odt *o, ht_xml *x, const ht_draft_para *p, const ht_draft_para *base)
{
	const bool numbered = p->ps != base->ps && ht_draft_outline_level(&o->d, p->ps);
	if (!numbered && p->left == base->left && p->right == base->right && p->indent == base->indent)
		return;
	ht_xml_attr_mm(x, "fo:margin-left", p->left);
	ht_xml_attr_mm(x, "fo:margin-right", p->right);
	ht_xml_attr_mm(x, "fo:text-indent", p->indent);
	ht_xml_attr(x, "style:auto-text-indent", "false");
}

/* 0: a line may be alone at a page's end or beginning. (1 means the same, but LibreOffice saves as DOCX any number as
 * the control of such lines, which then takes two.) */
#define ANY_LINES 0

static int least_lines(const odt *o)
{
	const int least = o->d.style->page.least_lines;
	if (least <= 1)
		return ANY_LINES;
	return least;
}

/* Where a page may end. */
static void write_keeps(const odt *o, ht_xml *x, const ht_draft_para *p, const ht_draft_para *base)
{
	if (p->keep_next != base->keep_next) {
		const char *keep = p->keep_next ? "always" : "auto";
		ht_xml_attr(x, "fo:keep-together", keep);
		ht_xml_attr(x, "fo:keep-with-next", keep);
	}
	if (p->loose != base->loose) {
		const int least = p->loose ? ANY_LINES : least_lines(o);
		ht_xml_attr_int(x, "fo:orphans", least);
		ht_xml_attr_int(x, "fo:widows", least);
	}
	if (p->page_break != base->page_break)
		ht_xml_attr(x, "fo:break-before", p->page_break ? "page" : "auto");
}

/* What differs from the style that it is based on. */
static void write_box(const odt *o, ht_xml *x, const ht_draft_para *p, const ht_draft_para *base)
{
	ht_xml_open(x, "style:paragraph-properties");
	write_align(x, p, base);
	if (p->pitch != base->pitch && p->pitch)
		ht_xml_attr_mm(x, "fo:line-height", p->pitch);
	if (p->pitch != base->pitch && !p->pitch)
		ht_xml_attr(x, "fo:line-height", "100%");
	write_indents(o, x, p, base);
	if (p->above != base->above)
		ht_xml_attr_mm(x, "fo:margin-top", p->above);
	if (!p->ps->han_latin_gap != !base->ps->han_latin_gap)
		ht_xml_attr(x, "style:text-autospace", p->ps->han_latin_gap ? "ideograph-alpha" : "none");
	write_keeps(o, x, p, base);
	write_rules(x, p, base);
	write_tabs(x, p, base);
	ht_xml_end(x);
}

static void write_para_text(const odt *o, ht_xml *x, const ht_draft_para *p, const ht_draft_para *base)
{
	const ht_draft_look look = ht_draft_look_of(p->ps), under = ht_draft_look_of(base->ps);
	if (ht_draft_text_equal(p, base) && ht_draft_look_equal(&look, &under))
		return;
	ht_xml_open(x, "style:text-properties");
	/* a size of the paragraph's own is not that of its style */
	const ht_draft_look sized = {.face = look.face, .size = p->size, .colour = look.colour};
	const ht_draft_look over = {.face = under.face, .size = base->size, .colour = under.colour};
	write_look_over(o, x, &sized, &over);
	if (p->spacing != base->spacing)
		ht_xml_attr_pt(x, "fo:letter-spacing", p->spacing);
	if (p->scale != base->scale)
		ht_xml_attr_percent(x, "style:text-scale", p->scale);
	if (p->rise != base->rise) {
		char text[24];
		snprintf(text, sizeof text, "%d%% 100%%", p->rise);
		ht_xml_attr(x, "style:text-position", text);
	}
	ht_xml_end(x);
}

static bool name_is_taken(const odt *o, const ht_pstyle *ps)
{
	for (int i = 0; i < ps->index; i++) {
		const ht_pstyle *other = &o->d.style->styles[i];
		if (o->used[i] && other->zh && ps->zh && strcmp(other->zh, ps->zh) == 0)
			return true;
	}
	return false;
}

/* The body's text without its indent: what all styles share. */
static void root_para(const odt *o, ht_draft_para *ret)
{
	ht_draft_para_of(&o->d, o->d.body, ret);
	ret->left = ret->right = ret->indent = 0;
}

/* Is the style based on that of the body: text of the type area, as large as the body's? */
static bool is_like_body(const odt *o, const ht_pstyle *ps)
{
	const ht_pstyle *body = o->d.body;
	return o->used[body->index] && ps != body && ps->size == body->size && ps->grid == body->grid;
}

static void write_next(odt *o, ht_xml *x, const ht_pstyle *ps)
{
	const ht_pstyle *next = ht_draft_next_style(&o->d, ps);
	if (next && o->used[next->index])
		ht_xml_attr(x, "style:next-style-name", odt_style_name(o, next));
}

static void write_named(odt *o, ht_xml *x, const ht_pstyle *ps)
{
	ht_draft_para named, base;
	const char *name = odt_style_name(o, ps), *display = ps->zh ? ps->zh : ps->name, *parent = ODT_ROOT;
	int level = ht_draft_outline_level(&o->d, ps);
	if (ps->zh && name_is_taken(o, ps))
		display = ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "%s（%s）", ps->zh, ps->name));
	ht_draft_named_para(&o->d, ps, &named);
	root_para(o, &base);
	if (is_like_body(o, ps)) {
		ht_draft_named_para(&o->d, o->d.body, &base);
		parent = odt_style_name(o, o->d.body);
	}
	ht_xml_open(x, "style:style");
	ht_xml_attr(x, "style:name", name);
	ht_xml_attr(x, "style:display-name", display);
	ht_xml_attr(x, "style:family", "paragraph");
	ht_xml_attr(x, "style:parent-style-name", parent);
	write_next(o, x, ps);
	ht_xml_attr(x, "style:class", level ? "chapter" : "text");
	if (level)
		ht_xml_attr_int(x, "style:default-outline-level", level);
	write_box(o, x, &named, &base);
	write_para_text(o, x, &named, &base);
	ht_xml_end(x);
}

/* What all styles are based on: whoever changes its pitch or its size changes those of the text. */
static void write_root(odt *o, ht_xml *x)
{
	const ht_draft_look look = ht_draft_look_of(o->d.body);
	ht_draft_para root;
	root_para(o, &root);
	o->used_faces[look.face->index] = true;
	const ht_draft_para none = {.ps = root.ps, .align = HT_HALIGN_LEFT};
	ht_xml_open(x, "style:style");
	ht_xml_attr(x, "style:name", ODT_ROOT);
	ht_xml_attr(x, "style:display-name", "公文基准");
	ht_xml_attr(x, "style:family", "paragraph");
	ht_xml_attr(x, "style:class", "text");
	write_box(o, x, &root, &none);
	ht_xml_open(x, "style:text-properties");
	write_look_over(o, x, &look, NULL);
	ht_xml_attr_pt(x, "fo:letter-spacing", root.spacing);
	ht_xml_end(x);
	ht_xml_end(x);
}

static void write_char(odt *o, ht_xml *x, const odt_char_style *c)
{
	const ht_draft_look *look = &c->look;
	ht_xml_open(x, "style:style");
	ht_xml_attr(x, "style:name", c->name);
	if (c->display)
		ht_xml_attr(x, "style:display-name", c->display);
	ht_xml_attr(x, "style:family", "text");
	if (c->parent)
		ht_xml_attr(x, "style:parent-style-name", c->parent);
	ht_xml_open(x, "style:text-properties");
	if (!ht_draft_look_adds(look))
		write_look_over(o, x, look, NULL);
	if (look->spaced)
		ht_xml_attr_pt(x, "fo:letter-spacing", look->spacing);
	if (look->kind == HT_KIND_YUAN)
		ht_xml_attr(x, "style:font-name-asian",
		            odt_face_name(o, ht_yuan_face(o->d.fonts, o->d.style, look->face)->han));
	if (look->kind == HT_KIND_HAN_PUNCT)
		ht_xml_attr(x, "style:font-name", odt_face_name(o, look->face->han));
	if (look->kind == HT_KIND_LATIN_SIGN)
		ht_xml_attr(x, "style:font-name-asian", odt_face_name(o, look->face->latin));
	if (look->breaks) {
		ht_xml_attr(x, "fo:language", "zh");
		ht_xml_attr(x, "fo:country", "CN");
	}
	ht_xml_end(x);
	ht_xml_end(x);
}

/* What all paragraphs share: Asian typography said in full. */
static void write_defaults(odt *o, ht_xml *x)
{
	const ht_draft_look look = ht_draft_look_of(o->d.body);
	const int least = least_lines(o);
	ht_xml_open(x, "style:default-style");
	ht_xml_attr(x, "style:family", "paragraph");
	ht_xml_open(x, "style:paragraph-properties");
	ht_xml_attr_int(x, "fo:orphans", least);
	ht_xml_attr_int(x, "fo:widows", least);
	ht_xml_attr(x, "fo:hyphenation-ladder-count", "no-limit");
	ht_xml_attr(x, "style:text-autospace", "ideograph-alpha");
	ht_xml_attr(x, "style:punctuation-wrap", "simple");
	ht_xml_attr(x, "style:line-break", "strict");
	ht_xml_attr(x, "style:snap-to-layout-grid", "false");
	ht_xml_attr(x, "style:writing-mode", "lr-tb");
	ht_xml_attr_mm(x, "style:tab-stop-distance", 2 * ht_geometry_char(&o->d.style->page, 1));
	ht_xml_end(x);
	ht_xml_open(x, "style:text-properties");
	o->used_faces[look.face->index] = true;
	write_look_over(o, x, &look, NULL);
	ht_xml_attr(x, "style:font-name-complex", odt_face_name(o, look.face->latin));
	ht_xml_attr_pt(x, "style:font-size-complex", look.size);
	ht_xml_attr(x, "fo:language", "en");
	ht_xml_attr(x, "fo:country", "US");
	ht_xml_attr(x, "style:language-asian", "zh");
	ht_xml_attr(x, "style:country-asian", "CN");
	ht_xml_attr(x, "style:letter-kerning", "false");
	ht_xml_attr(x, "fo:hyphenate", "false");
	ht_xml_end(x);
	ht_xml_end(x);
}

/* How an editor numbers footnotes: ①, as the pages do, from the first to the last; the mark in the text is small and
 * raised. */
static void write_note_styles(odt *o, ht_xml *x)
{
	ht_xml_open(x, "style:style");
	ht_xml_attr(x, "style:name", "Footnote_20_anchor");
	ht_xml_attr(x, "style:display-name", "Footnote anchor");
	ht_xml_attr(x, "style:family", "text");
	ht_xml_open(x, "style:text-properties");
	ht_xml_attr(x, "style:text-position", "super 62%");
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_open(x, "text:notes-configuration");
	ht_xml_attr(x, "text:note-class", "footnote");
	ht_xml_attr(x, "text:citation-body-style-name", "Footnote_20_anchor");
	ht_xml_attr(x, "text:default-style-name", odt_style_name(o, o->d.doc->notes.v[0].style));
	ht_xml_attr(x, "style:num-format", "①, ②, ③, ...");
	ht_xml_attr(x, "text:start-value", "0");
	ht_xml_attr(x, "text:footnotes-position", "page");
	ht_xml_attr(x, "text:start-numbering-at", "document");
	ht_xml_end(x);
}

void odt_write_styles(odt *o, ht_xml *x)
{
	write_defaults(o, x);
	write_root(o, x);
	for (size_t i = 0; i < o->d.style->n_styles; i++)
		if (o->used[i])
			write_named(o, x, &o->d.style->styles[i]);
	for (size_t i = 0; i < o->n_chars; i++)
		if (o->chars[i].display)
			write_char(o, x, &o->chars[i]);
	if (o->d.doc->notes.n)
		write_note_styles(o, x);
}

void odt_write_auto_styles(odt *o, ht_xml *x, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const ht_draft_para *p = &o->paras[i].para;
		ht_draft_para named;
		ht_draft_named_para(&o->d, p->ps, &named);
		ht_xml_open(x, "style:style");
		ht_xml_attr(x, "style:name", o->paras[i].name);
		ht_xml_attr(x, "style:family", "paragraph");
		ht_xml_attr(x, "style:parent-style-name", odt_style_name(o, p->ps));
		if (p->begins)
			ht_xml_attr(x, "style:master-page-name", odt_page_style(o, p->begins));
		write_box(o, x, p, &named);
		write_para_text(o, x, p, &named);
		ht_xml_end(x);
	}
}

void odt_write_auto_chars(odt *o, ht_xml *x)
{
	for (size_t i = 0; i < o->n_chars; i++)
		if (!o->chars[i].display)
			write_char(o, x, &o->chars[i]);
}

const char *odt_auto_name(odt *o, const odt_family *family, ht_buf *buf)
{
	bool is_table = strcmp(family->name, "table") == 0;
	size_t same = 0;
	for (size_t i = 0; i < o->n_autos && !buf->failed; i++) {
		const odt_auto *a = &o->autos[i];
		bool kin = a->family == family;
		same += kin;
		if (kin && i >= o->first_auto && !a->begins && !(is_table && o->d.begins) &&
		    strcmp(a->properties, buf->data) == 0) {
			ht_buf_free(buf);
			return a->name;
		}
	}
	const char *properties = ht_buf_take(buf, o->d.arena);
	odt_auto *slot = properties ? HT_PUSH(o->d.arena, o->autos, o->n_autos, o->cap_autos) : NULL;
	if (!slot) {
		ht_draft_fail(&o->d, HT_ERR_NOMEM);
		return "";
	}
	*slot = (odt_auto){.family = family,
	                   .properties = properties,
	                   .name = ht_arena_printf(o->d.arena, "%s%zu", family->prefix, same + 1),
	                   .begins = is_table ? o->d.begins : HT_DRAFT_BEGINS_NOTHING};
	slot->name = ht_draft_checked(&o->d, slot->name);
	return slot->name;
}

void odt_write_autos(odt *o, ht_xml *x, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		ht_xml_open(x, "style:style");
		ht_xml_attr(x, "style:name", o->autos[i].name);
		ht_xml_attr(x, "style:family", o->autos[i].family->name);
		if (o->autos[i].begins)
			ht_xml_attr(x, "style:master-page-name", odt_page_style(o, o->autos[i].begins));
		ht_xml_raw_string(x, o->autos[i].properties);
		ht_xml_end(x);
	}
}

/* Styles. Every paragraph style of the sheet that the document uses is a style with its Chinese name and 公文 before
 * it, so that none is taken for one of Word's own; all are based on Normal (正文), which has the body's face, size and
 * line pitch. Headings, footers and footnotes are Word's own styles, by which it makes its navigator and contents. */
#include <stdio.h>
#include <string.h>

#include "docx_priv.h"

#define OUTLINE_LEVELS 9

long docx_twips(ht_len length)
{
	return (long)ht_len_scale(length, 20, HT_LEN_PT);
}

long docx_eighths(ht_len length)
{
	return (long)ht_len_scale(length, 8, HT_LEN_PT);
}

long docx_emu(ht_len length)
{
	return (long)ht_len_scale(length, 12700, HT_LEN_PT);
}

void docx_val(ht_xml *x, const char *name, const char *value)
{
	ht_xml_open(x, name);
	ht_xml_attr(x, "w:val", value);
	ht_xml_end(x);
}

void docx_val_int(ht_xml *x, const char *name, long value)
{
	ht_xml_open(x, name);
	ht_xml_attr_int(x, "w:val", value);
	ht_xml_end(x);
}

void docx_flag(ht_xml *x, const char *name, bool on)
{
	ht_xml_open(x, name);
	if (!on)
		ht_xml_attr(x, "w:val", "0");
	ht_xml_end(x);
}

void docx_attr_twips(ht_xml *x, const char *name, ht_len length)
{
	ht_xml_attr_int(x, name, docx_twips(length));
}

void docx_attr_colour(ht_xml *x, const char *name, ht_colour colour)
{
	char text[8];
	snprintf(text, sizeof text, "%02X%02X%02X", colour.r, colour.g, colour.b);
	ht_xml_attr(x, name, text);
}

/* One of Word's own styles. */
typedef struct own_style {
	char id[16], name[16];
} own_style;

static const ht_pstyle *number_style(const docx *o)
{
	size_t i;
	const ht_element *number = ht_draft_page_number(&o->d, &i);
	return number ? number->style : NULL;
}

/* Word's own style for ps: of two styles of one level the first has it. False: ps is a style of the document. */
static bool own_of(const docx *o, const ht_pstyle *ps, own_style *ret)
{
	int level = ht_draft_outline_level(&o->d, ps);
	if (o->d.doc->notes.n && ps == o->d.doc->notes.v[0].style) {
		*ret = (own_style){"FootnoteText", "footnote text"};
		return true;
	}
	if (ps == number_style(o)) {
		*ret = (own_style){"Footer", "footer"};
		return true;
	}
	for (int i = 0; i < ps->index && level; i++)
		if (ht_draft_outline_level(&o->d, &o->d.doc->style->styles[i]) == level)
			level = 0;
	if (!level || level > OUTLINE_LEVELS)
		return false;
	snprintf(ret->id, sizeof ret->id, "Heading%d", level);
	snprintf(ret->name, sizeof ret->name, "heading %d", level);
	return true;
}

/* The ending of the id of a style for characters. */
#define TWIN "Char"

/* Could the sheet's key be the id of another style? Word's own ids begin with a capital, twins' end with TWIN. */
static bool is_reserved(const char *key)
{
	size_t n = strlen(key), ending = strlen(TWIN);
	return (key[0] >= 'A' && key[0] <= 'Z') || (n >= ending && strcmp(key + n - ending, TWIN) == 0);
}

static const char *id_of(docx *o, const ht_pstyle *ps, const char *ending)
{
	own_style own;
	const char *name = ps->name;
	if (own_of(o, ps, &own))
		name = own.id;
	else if (is_reserved(name))
		name = ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "S%d", ps->index));
	return ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "%s%s", name, ending));
}

const char *docx_style_id(docx *o, const ht_pstyle *ps)
{
	o->used[ps->index] = true;
	o->used_faces[ps->face->index] = true;
	return id_of(o, ps, "");
}

const char *docx_char_id(docx *o, const ht_pstyle *ps)
{
	docx_style_id(o, ps); /* the two are linked */
	o->used_chars[ps->index] = true;
	return id_of(o, ps, TWIN);
}

void docx_write_size(ht_xml *x, ht_len size)
{
	long half_points = (long)ht_len_scale(size, 2, HT_LEN_PT);
	docx_val_int(x, "w:sz", half_points);
	docx_val_int(x, "w:szCs", half_points);
}

void docx_write_colour(ht_xml *x, ht_colour colour)
{
	ht_xml_open(x, "w:color");
	docx_attr_colour(x, "w:val", colour);
	ht_xml_end(x);
}

static void write_families(ht_xml *x, const ht_typeface *face)
{
	ht_xml_open(x, "w:rFonts");
	docx_attr_family(x, "w:ascii", face->latin);
	docx_attr_family(x, "w:hAnsi", face->latin);
	docx_attr_family(x, "w:eastAsia", face->han);
	docx_attr_family(x, "w:cs", face->latin);
	ht_xml_end(x);
}

void docx_write_letters(ht_xml *x, const ht_draft_para *para, const ht_draft_para *plain, ht_len spacing)
{
	if (spacing != plain->spacing)
		docx_val_int(x, "w:spacing", docx_twips(spacing));
	if (para->scale != plain->scale)
		docx_val_int(x, "w:w", para->scale);
	if (para->rise != plain->rise)
		docx_val_int(x, "w:position", (long)ht_len_scale(para->size, 2 * para->rise, 100 * HT_LEN_PT));
}

/* What holds without the paragraph's own properties; of a style itself, nothing. */
static const ht_draft_para *before(const ht_draft_para *plain)
{
	static const ht_draft_para nothing;
	return plain ? plain : &nothing;
}

static void write_border(ht_xml *x, const ht_draft_para *p, const ht_draft_para *plain)
{
	if (ht_draft_rules_equal(p, before(plain)))
		return;
	ht_xml_open(x, "w:pBdr");
	ht_xml_open(x, "w:bottom");
	ht_xml_attr(x, "w:val", p->rule_below ? "single" : "nil");
	ht_xml_attr_int(x, "w:sz", docx_eighths(p->rule_below));
	ht_xml_attr_int(x, "w:space", (long)ht_len_scale(p->pad_below, 1, HT_LEN_PT));
	docx_attr_colour(x, "w:color", p->rule_colour);
	ht_xml_end(x);
	ht_xml_end(x);
}

static void write_tab(ht_xml *x, const char *kind, ht_len at)
{
	ht_xml_open(x, "w:tab");
	ht_xml_attr(x, "w:val", kind);
	docx_attr_twips(x, "w:pos", at);
	ht_xml_end(x);
}

static bool has_tab_at(const ht_draft_para *p, ht_len at)
{
	for (int i = 0; i < p->n_tabs; i++)
		if (docx_twips(p->tabs[i].at) == docx_twips(at))
			return true;
	return false;
}

/* Tab stops add to those of the style, which has to be told which of its own are none (17.3.1.38). */
static void write_tabs(ht_xml *x, const ht_draft_para *p, const ht_draft_para *plain)
{
	static const char *const kinds[] = {
	    [HT_HALIGN_LEFT] = "left", [HT_HALIGN_CENTRE] = "center", [HT_HALIGN_RIGHT] = "right"};
	const ht_draft_para *of_style = before(plain);
	if (ht_draft_tabs_equal(p, of_style))
		return;
	ht_xml_open(x, "w:tabs");
	for (int i = 0; i < of_style->n_tabs; i++)
		if (!has_tab_at(p, of_style->tabs[i].at))
			write_tab(x, "clear", of_style->tabs[i].at);
	for (int i = 0; i < p->n_tabs; i++)
		write_tab(x, kinds[p->tabs[i].kind], p->tabs[i].at);
	ht_xml_end(x);
}

static void write_spacing(ht_xml *x, const ht_draft_para *p, const ht_draft_para *plain)
{
	bool pitch = !plain || p->pitch != plain->pitch;
	if (plain && p->above == plain->above && !pitch)
		return;
	ht_xml_open(x, "w:spacing");
	if (!plain || p->above != plain->above)
		docx_attr_twips(x, "w:before", p->above);
	if (!plain)
		ht_xml_attr(x, "w:after", "0");
	if (pitch && p->pitch)
		docx_attr_twips(x, "w:line", p->pitch);
	else if (pitch)
		ht_xml_attr(x, "w:line", "240"); /* of a line as high as what is in it */
	if (pitch)
		ht_xml_attr(x, "w:lineRule", p->pitch ? "exact" : "auto");
	ht_xml_end(x);
}

static void write_indents(ht_xml *x, const ht_draft_para *p, const ht_draft_para *plain)
{
	const ht_draft_para *of_style = before(plain);
	if (p->left == of_style->left && p->right == of_style->right && p->indent == of_style->indent)
		return;
	ht_xml_open(x, "w:ind");
	docx_attr_twips(x, "w:left", p->left);
	docx_attr_twips(x, "w:right", p->right);
	if (p->indent < 0)
		docx_attr_twips(x, "w:hanging", -p->indent);
	else
		docx_attr_twips(x, "w:firstLine", p->indent);
	ht_xml_end(x);
}

static void write_align(ht_xml *x, const ht_draft_para *p, const ht_draft_para *plain)
{
	static const char *const aligns[] = {[HT_HALIGN_JUSTIFY] = "both",
	                                     [HT_HALIGN_LEFT] = "left",
	                                     [HT_HALIGN_CENTRE] = "center",
	                                     [HT_HALIGN_RIGHT] = "right"};
	if (plain && p->spread == plain->spread && p->align == plain->align)
		return;
	docx_val(x, "w:jc", p->spread ? "distribute" : aligns[p->align]);
}

/* A paragraph above the type area of the first page, whose margin is that of all pages: a frame at its place, which
 * moves nothing. */
static void write_frame(const docx *o, ht_xml *x, const ht_draft_para *p)
{
	ht_xml_open(x, "w:framePr");
	docx_attr_twips(x, "w:w", ht_draft_line_width(&o->d));
	docx_attr_twips(x, "w:h", p->pitch);
	ht_xml_attr(x, "w:hRule", "exact");
	ht_xml_attr(x, "w:wrap", "around");
	ht_xml_attr(x, "w:vAnchor", "page");
	ht_xml_attr(x, "w:hAnchor", "page");
	docx_attr_twips(x, "w:x", o->d.style->page.left);
	docx_attr_twips(x, "w:y", o->d.first_top);
	ht_xml_end(x);
}

/* What the style Normal holds, on which all are based: the others say what is otherwise with them, so that whoever
 * changes its font, size or pitch changes theirs. */
static void normal_para(const docx *o, ht_draft_para *ret)
{
	ht_draft_para_of(&o->d, o->d.body, ret);
	ret->left = ret->right = ret->indent = 0;
}

/* Children in the order of CT_PPr (17.3.1.26); level < 0: of a style. */
void docx_open_para_properties(docx *o, ht_xml *x, const ht_draft_para *p, const ht_draft_para *plain, int level)
{
	ht_draft_para normal;
	const ht_draft_para *base = plain;
	if (!base) {
		normal_para(o, &normal);
		base = &normal;
	}
	ht_xml_open(x, "w:pPr");
	if (plain)
		docx_val(x, "w:pStyle", docx_style_id(o, p->ps));
	if (p->keep_next != (plain && plain->keep_next))
		docx_flag(x, "w:keepNext", p->keep_next);
	if (p->page_break != (plain && plain->page_break))
		docx_flag(x, "w:pageBreakBefore", p->page_break);
	if (o->framed && plain)
		write_frame(o, x, p);
	if (!plain || p->loose)
		docx_flag(x, "w:widowControl", !p->loose && o->d.doc->style->page.least_lines > 1);
	write_border(x, p, plain);
	write_tabs(x, p, plain);
	if (!plain && !p->ps->han_latin_gap) {
		docx_flag(x, "w:autoSpaceDE", false);
		docx_flag(x, "w:autoSpaceDN", false);
	}
	write_spacing(x, p, base);
	write_indents(x, p, plain);
	write_align(x, p, base);
	int of_style = ht_draft_outline_level(&o->d, p->ps);
	if (level >= 0 && level != of_style)
		docx_val_int(x, "w:outlineLvl", level ? level - 1 : OUTLINE_LEVELS);
	else if (level < 0 && of_style)
		docx_val_int(x, "w:outlineLvl", of_style - 1);
}

void docx_write_look(ht_xml *x, const ht_draft_look *look)
{
	write_families(x, look->face);
	docx_write_colour(x, look->colour);
	docx_write_size(x, look->size);
}

/* What differs from that of a paragraph it is based on. */
static void write_text_properties(ht_xml *x, const ht_draft_para *p, const ht_draft_para *base)
{
	ht_xml_open(x, "w:rPr");
	if (p->ps->face != base->ps->face)
		write_families(x, p->ps->face);
	if (!ht_draft_colour_equal(p->ps->colour, base->ps->colour))
		docx_write_colour(x, p->ps->colour);
	docx_write_letters(x, p, base, p->spacing);
	if (p->size != base->size)
		docx_write_size(x, p->size);
	ht_xml_end(x);
}

static void begin_style(ht_xml *x, const char *type, const char *id, const char *name)
{
	ht_xml_open(x, "w:style");
	ht_xml_attr(x, "w:type", type);
	ht_xml_attr(x, "w:styleId", id);
	docx_val(x, "w:name", name);
}

#define PREFIX "公文"

/* Its name in Chinese, or the sheet's key, without PREFIX. */
static const char *zh_of(const ht_pstyle *ps)
{
	const char *zh = ps->zh ? ps->zh : ps->name;
	if (strncmp(zh, PREFIX, strlen(PREFIX)) == 0)
		zh += strlen(PREFIX);
	return zh;
}

/* Its name in Chinese: one that is taken has the sheet's key added. */
static const char *display_of(docx *o, const ht_pstyle *ps)
{
	const char *zh = zh_of(ps), *name = ht_arena_printf(o->d.arena, PREFIX "%s", zh);
	bool taken = false;
	for (int i = 0; i < ps->index; i++)
		taken = taken || (o->used[i] && strcmp(zh_of(&o->d.doc->style->styles[i]), zh) == 0);
	if (taken)
		name = ht_arena_printf(o->d.arena, PREFIX "%s（%s）", zh, ps->name);
	return ht_draft_checked(&o->d, name);
}

/* Children in the order of CT_Style (17.7.4.17). */
static void write_paragraph_style(docx *o, ht_xml *x, const ht_pstyle *ps)
{
	own_style own;
	ht_draft_para plain, normal;
	const bool is_own = own_of(o, ps, &own);
	const char *display = display_of(o, ps), *id = docx_style_id(o, ps);
	const ht_pstyle *next = ht_draft_next_style(&o->d, ps);
	ht_draft_named_para(&o->d, ps, &plain);
	normal_para(o, &normal);
	ht_xml_open(x, "w:style");
	ht_xml_attr(x, "w:type", "paragraph");
	if (!is_own)
		ht_xml_attr(x, "w:customStyle", "1");
	ht_xml_attr(x, "w:styleId", id);
	docx_val(x, "w:name", is_own ? own.name : display);
	if (is_own)
		docx_val(x, "w:aliases", display);
	docx_val(x, "w:basedOn", "Normal");
	if (next && o->used[next->index])
		docx_val(x, "w:next", docx_style_id(o, next));
	if (o->used_chars[ps->index])
		docx_val(x, "w:link", docx_char_id(o, ps));
	docx_val_int(x, "w:uiPriority", 1);
	docx_flag(x, "w:qFormat", true);
	docx_open_para_properties(o, x, &plain, NULL, -1);
	ht_xml_end(x);
	write_text_properties(x, &plain, &normal);
	ht_xml_end(x);
}

static void write_char_style(docx *o, ht_xml *x, const ht_pstyle *ps)
{
	const ht_draft_look look = ht_draft_look_of(ps);
	const char *name = ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "%s 字符", display_of(o, ps)));
	ht_xml_open(x, "w:style");
	ht_xml_attr(x, "w:type", "character");
	ht_xml_attr(x, "w:customStyle", "1");
	ht_xml_attr(x, "w:styleId", docx_char_id(o, ps));
	docx_val(x, "w:name", name);
	docx_val(x, "w:basedOn", "DefaultParagraphFont");
	docx_val(x, "w:link", docx_style_id(o, ps));
	docx_val_int(x, "w:uiPriority", 1);
	ht_xml_open(x, "w:rPr");
	docx_write_look(x, &look);
	ht_xml_end(x);
	ht_xml_end(x);
}

/* What all paragraphs share. The typography of Chinese text is said in full, and no line snaps to the grid: the grid is
 * there to be seen in the page's settings. */
static void write_normal(docx *o, ht_xml *x)
{
	const ht_draft_look look = ht_draft_look_of(o->d.body);
	const ht_draft_para none = {.scale = 100};
	ht_draft_para body;
	normal_para(o, &body);
	ht_xml_open(x, "w:style");
	ht_xml_attr(x, "w:type", "paragraph");
	ht_xml_attr(x, "w:default", "1");
	ht_xml_attr(x, "w:styleId", "Normal");
	docx_val(x, "w:name", "Normal");
	docx_flag(x, "w:qFormat", true);
	ht_xml_open(x, "w:pPr");
	docx_flag(x, "w:widowControl", o->d.doc->style->page.least_lines > 1);
	docx_flag(x, "w:kinsoku", true);
	docx_flag(x, "w:overflowPunct", false);
	docx_flag(x, "w:autoSpaceDE", true);
	docx_flag(x, "w:autoSpaceDN", true);
	docx_flag(x, "w:adjustRightInd", false);
	docx_flag(x, "w:snapToGrid", false);
	write_spacing(x, &body, NULL);
	write_align(x, &body, NULL);
	ht_xml_end(x);
	ht_xml_open(x, "w:rPr");
	write_families(x, look.face);
	docx_write_colour(x, look.colour);
	docx_write_letters(x, &body, &none, body.spacing);
	docx_write_size(x, look.size);
	ht_xml_end(x);
	ht_xml_end(x);
}

static void write_defaults(docx *o, ht_xml *x)
{
	const ht_draft_look look = ht_draft_look_of(o->d.body);
	ht_xml_open(x, "w:docDefaults");
	ht_xml_open(x, "w:rPrDefault");
	ht_xml_open(x, "w:rPr");
	docx_write_look(x, &look);
	ht_xml_open(x, "w:lang");
	ht_xml_attr(x, "w:val", "en-US");
	ht_xml_attr(x, "w:eastAsia", "zh-CN");
	ht_xml_attr(x, "w:bidi", "ar-SA");
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_open(x, "w:pPrDefault");
	ht_xml_open(x, "w:pPr");
	docx_flag(x, "w:widowControl", o->d.doc->style->page.least_lines > 1);
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
}

/* Word's own styles of characters, tables and lists that others refer to. */
static void write_own(ht_xml *x)
{
	ht_xml_raw_string(
	    x, "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">"
	       "<w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/><w:unhideWhenUsed/>"
	       "</w:style>"
	       "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>"
	       "<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" "
	       "w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"0\" w:type=\"dxa\"/>"
	       "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
	       "</w:style>"
	       "<w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/>"
	       "<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/></w:style>");
}

static void write_note_mark(ht_xml *x)
{
	begin_style(x, "character", "FootnoteReference", "footnote reference");
	docx_val(x, "w:basedOn", "DefaultParagraphFont");
	docx_val_int(x, "w:uiPriority", 99);
	ht_xml_open(x, "w:rPr");
	docx_val(x, "w:vertAlign", "superscript");
	ht_xml_end(x);
	ht_xml_end(x);
}

void docx_write_styles(docx *o, ht_xml *x)
{
	const ht_style *style = o->d.doc->style;
	write_defaults(o, x);
	write_normal(o, x);
	write_own(x);
	docx_style_id(o, o->d.body);
	for (size_t i = 0; i < style->n_styles; i++)
		if (o->used[i])
			write_paragraph_style(o, x, &style->styles[i]);
	for (size_t i = 0; i < style->n_styles; i++)
		if (o->used_chars[i])
			write_char_style(o, x, &style->styles[i]);
	if (o->has_notes)
		write_note_mark(x);
}

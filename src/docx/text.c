/* Paragraphs, runs, fields and notes.
 *
 * Word takes the Chinese or the Latin face of a style by a character's script, and for marks that both scripts share by
 * a hint: every run says that its text is Chinese. Where LibreOffice, which does not read the hint, would choose the
 * other face, the run names the face for both scripts (office/kinds.h). */
#include <string.h>

#include "base/utf8.h"
#include "docx_priv.h"

/* U+FFFD */
#define REPLACEMENT "\xEF\xBF\xBD"
/* Of a bookmark's name, in characters (17.13.6.2). */
#define NAME_MOST 40
/* Of the first content control, less 1. */
#define PLACEHOLDER_ID 1000

static bool at_top(const docx *o)
{
	return o->depth == 1 && !o->in_cell;
}

/* The first paragraph of several pages is a frame if it is above the type area: the pages after have another margin. */
static bool is_framed(const docx *o, const ht_draft_para *para)
{
	return para->begins == HT_DRAFT_BEGINS_DOCUMENT && o->d.first_top != o->d.top && o->d.laid->n_pages > 1;
}

static void begin(docx *o, const ht_draft_para *para)
{
	if (o->depth < (int)ARRAY_LEN(o->para_at))
		o->para_at[o->depth] = *para;
	o->depth++;
}

static void in_run(ht_xml *x, const char *element)
{
	ht_xml_open(x, "w:r");
	ht_xml_empty(x, element);
	ht_xml_end(x);
}

static void note_look(ht_xml *x)
{
	ht_xml_open(x, "w:rPr");
	docx_val(x, "w:rStyle", "FootnoteReference");
	ht_xml_end(x);
}

/* Is the space above a paragraph one of its own? Programs differ in whether a place in a paragraph counts from its
 * space above or from its first line: where shapes hang on it, which also stay when their line is deleted. And at a
 * page's head: Word takes what is below the paragraph before off it, newer LibreOffices leave it out. */
static bool parts_space(const docx *o, const ht_draft_para *para)
{
	const bool has_shapes = o->d.n_shapes && o->d.at.origin < o->d.at.line;
	const bool turns = para->begins == HT_DRAFT_BEGINS_PORTRAIT || para->begins == HT_DRAFT_BEGINS_LANDSCAPE;
	return !o->depth && (has_shapes || (para->above > 0 && (para->page_break || turns)));
}

void docx_para_begin(ht_draft *d, const ht_draft_para *para, int level)
{
	docx *o = docx_of(d);
	ht_draft_para plain;
	if (para->begins == HT_DRAFT_BEGINS_PORTRAIT || para->begins == HT_DRAFT_BEGINS_LANDSCAPE)
		docx_turn_page(o, para->begins == HT_DRAFT_BEGINS_LANDSCAPE);
	ht_draft_named_para(d, para->ps, &plain);
	ht_draft_para placed = *para;
	if (parts_space(o, para)) {
		docx_spacer(o, &(docx_space){.height = para->above, .keep_next = true, .page_break = para->page_break});
		placed.above = 0;
		placed.page_break = false;
	}
	begin(o, para);
	o->framed = is_framed(o, para);
	ht_xml_open(d->x, "w:p");
	docx_open_para_properties(o, d->x, &placed, &plain, level);
	if (!ht_draft_text_equal(para, &plain) || !para->pitch) {
		ht_xml_open(d->x, "w:rPr");
		docx_write_letters(d->x, para, &plain, para->spacing);
		docx_write_size(d->x, para->pitch ? para->size : HT_LEN_PT);
		ht_xml_end(d->x);
	}
	if (at_top(o)) {
		o->props_end = ht_xml_length(d->x);
		o->any = true;
		o->after_table = false;
	}
	if (o->framed)
		d->at.y = d->top;
	ht_xml_end(d->x);
	if (o->note_begins) /* its number, as large as its text */
		in_run(d->x, "w:footnoteRef");
	o->note_begins = false;
}

void docx_para_end(ht_draft *d)
{
	docx_of(d)->depth--;
	docx_of(d)->framed = false;
	ht_xml_end(d->x);
}

/* To the end of its properties, which stay open. */
static void begin_spacer(ht_xml *x, const docx_space *space)
{
	ht_xml_open(x, "w:p");
	ht_xml_open(x, "w:pPr");
	docx_val(x, "w:pStyle", "Normal");
	if (space->keep_next)
		docx_flag(x, "w:keepNext", true);
	if (space->page_break)
		docx_flag(x, "w:pageBreakBefore", true);
	ht_xml_open(x, "w:spacing");
	docx_attr_twips(x, "w:line", space->height);
	ht_xml_attr(x, "w:lineRule", "exact");
	ht_xml_end(x);
	ht_xml_open(x, "w:rPr");
	docx_write_size(x, HT_LEN_PT);
	ht_xml_end(x);
}

void docx_footer_spacer(ht_xml *x, ht_len height)
{
	begin_spacer(x, &(docx_space){.height = height});
	ht_xml_end(x);
	ht_xml_end(x);
}

void docx_spacer(docx *o, const docx_space *space)
{
	ht_xml *x = o->d.x;
	begin_spacer(x, space);
	if (!o->depth && !o->in_cell) {
		o->props_end = ht_xml_length(x);
		o->any = true;
		o->after_table = false;
	}
	ht_xml_end(x);
	ht_xml_end(x);
}

void docx_text(docx *o, const char *s, size_t len, ht_loc loc)
{
	ht_xml *x = o->d.x;
	const char *end = s + len, *from = s;
	size_t bytes;
	ht_ledger_show(o->d.doc->ledger, s, len);
	/* as it is: each call of the writer costs, and these are most of a document's */
	ht_xml_raw_string(x, "<w:t xml:space=\"preserve\">");
	for (const char *p = s; p < end; p += bytes) {
		uint32_t cp = ht_utf8_get(p, end, &bytes);
		if (ht_draft_may_hold(&o->d, cp, loc))
			continue;
		ht_xml_text(x, from, (size_t)(p - from));
		ht_xml_text(x, REPLACEMENT, strlen(REPLACEMENT));
		from = p + bytes;
	}
	ht_xml_text(x, from, (size_t)(end - from));
	ht_xml_raw_string(x, "</w:t>");
}

void docx_run_begin(ht_draft *d)
{
	(void)d;
}

void docx_run_end(ht_draft *d)
{
	(void)d;
}

static const ht_draft_para *para_at(const docx *o)
{
	int i = o->depth - 1;
	return &o->para_at[i < (int)ARRAY_LEN(o->para_at) ? i : (int)ARRAY_LEN(o->para_at) - 1];
}

/* The style for characters of a look that differs from the paragraph's in face or colour; NULL: it is written out. */
static const ht_pstyle *twin_of(const docx *o, const ht_draft_piece *piece)
{
	const ht_draft_look own = {.face = piece->look->face, .size = piece->look->size, .colour = piece->look->colour};
	if (own.face == piece->base->face && ht_draft_colour_equal(own.colour, piece->base->colour))
		return NULL;
	return ht_draft_style_with(&o->d, &own, piece->element);
}

/* face: NULL: the style's. */
static void write_run_families(docx *o, const ht_draft_look *look, const ht_typeface *face)
{
	ht_xml *x = o->d.x;
	const char *han = face ? face->han : NULL, *latin = face ? face->latin : NULL;
	if (look->kind == HT_KIND_HAN_PUNCT)
		latin = look->face->han;
	if (look->kind == HT_KIND_LATIN_SIGN)
		han = look->face->latin;
	if (look->kind == HT_KIND_YUAN)
		han = ht_yuan_face(o->d.fonts, o->d.style, look->face)->han;
	if (!latin && !han) {
		ht_xml_raw_string(x, "<w:rFonts w:hint=\"eastAsia\"/>");
		return;
	}
	ht_xml_open(x, "w:rFonts");
	if (look->kind != HT_KIND_LATIN_SIGN)
		ht_xml_attr(x, "w:hint", "eastAsia");
	if (latin) {
		docx_attr_family(x, "w:ascii", latin);
		docx_attr_family(x, "w:hAnsi", latin);
	}
	if (han)
		docx_attr_family(x, "w:eastAsia", han);
	ht_xml_end(x);
}

/* Children in the order of EG_RPrBase (17.3.2.28). */
static void write_run_properties(docx *o, const ht_draft_piece *piece)
{
	ht_xml *x = o->d.x;
	const ht_draft_para *para = para_at(o);
	const ht_draft_look *look = piece->look;
	const ht_pstyle *twin = twin_of(o, piece);
	ht_draft_para plain;
	ht_draft_named_para(&o->d, para->ps, &plain);
	bool recoloured = !ht_draft_colour_equal(look->colour, piece->base->colour);
	bool faced = look->face != piece->base->face;
	ht_len size = look->size == piece->base->size ? para->size : look->size;
	ht_xml_open(x, "w:rPr");
	if (twin)
		docx_val(x, "w:rStyle", docx_char_id(o, twin));
	o->used_faces[look->face->index] = true;
	write_run_families(o, look, faced && !twin ? look->face : NULL);
	if (recoloured && !twin)
		docx_write_colour(x, look->colour);
	docx_write_letters(x, para, &plain, look->spaced ? look->spacing : para->spacing);
	if (size != (twin ? look->size : plain.size))
		docx_write_size(x, size);
	if (look->breaks)
		docx_val(x, "w:lang", "zh-CN");
	ht_xml_end(x);
}

void docx_piece(ht_draft *d, const ht_draft_piece *piece)
{
	docx *o = docx_of(d);
	ht_xml_open(d->x, "w:r");
	write_run_properties(o, piece);
	docx_text(o, piece->text, piece->len, piece->loc);
	ht_xml_end(d->x);
}

/* A content control (17.5.2) that a click takes as a whole, and that is gone when something is typed. */
void docx_placeholder(ht_draft *d, const ht_draft_piece *piece)
{
	docx *o = docx_of(d);
	ht_xml_open(d->x, "w:sdt");
	ht_xml_open(d->x, "w:sdtPr");
	write_run_properties(o, piece);
	docx_val_int(d->x, "w:id", PLACEHOLDER_ID + ++o->n_placeholders);
	docx_flag(d->x, "w:temporary", true);
	docx_flag(d->x, "w:showingPlcHdr", true);
	ht_xml_empty(d->x, "w:text");
	ht_xml_end(d->x);
	ht_xml_open(d->x, "w:sdtContent");
	docx_piece(d, piece);
	ht_xml_end(d->x);
	ht_xml_end(d->x);
}

void docx_line_break(ht_draft *d)
{
	in_run(d->x, "w:br");
}

void docx_tab(ht_draft *d)
{
	in_run(d->x, "w:tab");
}

static void field_character(ht_xml *x, const char *type)
{
	ht_xml_open(x, "w:r");
	ht_xml_open(x, "w:fldChar");
	ht_xml_attr(x, "w:fldCharType", type);
	ht_xml_end(x);
	ht_xml_end(x);
}

static void begin_field(ht_xml *x, const char *instruction)
{
	field_character(x, "begin");
	ht_xml_open(x, "w:r");
	ht_xml_open(x, "w:instrText");
	ht_xml_attr(x, "xml:space", "preserve");
	ht_xml_text(x, instruction, strlen(instruction));
	ht_xml_end(x);
	ht_xml_end(x);
	field_character(x, "separate");
}

void docx_field(ht_xml *x, const char *instruction, const char *shown, bool raised)
{
	begin_field(x, instruction);
	ht_xml_open(x, "w:r");
	if (raised)
		note_look(x);
	ht_xml_leaf(x, "w:t", shown);
	ht_xml_end(x);
	field_character(x, "end");
}

/* A field: it may hold any address; Word takes a package for damaged that names an address which is not one. */
void docx_link(ht_draft *d, const char *href)
{
	if (!href) {
		field_character(d->x, "end");
		return;
	}
	ht_buf buf = {0};
	ht_buf_adds(&buf, " HYPERLINK \"");
	for (const char *p = href; *p; p++) {
		if (*p == '"' || *p == '\\')
			ht_buf_adds(&buf, "\\");
		ht_buf_add(&buf, p, 1);
	}
	ht_buf_adds(&buf, "\" ");
	begin_field(d->x, ht_draft_checked(d, ht_buf_take(&buf, d->arena)));
}

/* Letters, digits and Chinese characters, the first a letter. */
static const char *bookmark_name(ht_draft *d, const char *name)
{
	ht_buf buf = {0};
	size_t bytes, n = 1;
	ht_buf_adds(&buf, "h");
	for (const char *p = name, *end = p + strlen(p); p < end && n < NAME_MOST; p += bytes, n++) {
		uint32_t cp = ht_utf8_get(p, end, &bytes);
		if (ht_is_word(cp) || (cp >= 0x4E00 && cp < 0xA000))
			ht_buf_add(&buf, p, bytes);
		else
			ht_buf_adds(&buf, "_");
	}
	return ht_draft_checked(d, ht_buf_take(&buf, d->arena));
}

static void write_bookmark(docx *o, const char *name, bool begins)
{
	ht_xml *x = o->d.x;
	ht_xml_open(x, begins ? "w:bookmarkStart" : "w:bookmarkEnd");
	if (begins)
		o->bookmark = o->bookmarks++;
	ht_xml_attr_int(x, "w:id", o->bookmark);
	if (begins)
		ht_xml_attr(x, "w:name", name);
	ht_xml_end(x);
}

void docx_named_place(ht_draft *d, const char *name, bool begins)
{
	write_bookmark(docx_of(d), begins ? bookmark_name(d, name) : NULL, begins);
}

/* The first mark is the note's own, which Word numbers; further ones show the number of its bookmark. */
void docx_note_begin(ht_draft *d, const ht_dspan *sign, bool first)
{
	docx *o = docx_of(d);
	const char *name = ht_draft_checked(d, ht_arena_printf(d->arena, "_Note%zu", sign->note));
	o->has_notes = true;
	ht_ledger_show(d->doc->ledger, sign->text, sign->len);
	if (!first) {
		const char *shown = ht_draft_checked(d, ht_arena_printf(d->arena, "%.*s", (int)sign->len, sign->text));
		docx_field(d->x, ht_draft_checked(d, ht_arena_printf(d->arena, " NOTEREF %s \\f \\h ", name)), shown,
		           true);
		return;
	}
	long open = o->bookmark;
	write_bookmark(o, name, true);
	ht_xml_open(d->x, "w:r");
	note_look(d->x);
	ht_xml_open(d->x, "w:footnoteReference");
	ht_xml_attr_int(d->x, "w:id", (long)sign->note);
	ht_xml_end(d->x);
	ht_xml_end(d->x);
	write_bookmark(o, NULL, false);
	o->bookmark = open;
	o->outer = d->x;
	d->x = &o->notes;
	ht_xml_open(d->x, "w:footnote");
	ht_xml_attr_int(d->x, "w:id", (long)sign->note);
	o->note_begins = true;
}

void docx_note_end(ht_draft *d, bool first)
{
	docx *o = docx_of(d);
	if (!first)
		return;
	ht_xml_end(d->x);
	d->x = o->outer;
}

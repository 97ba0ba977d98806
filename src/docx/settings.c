/* What holds for the whole document, and the frame of its footnotes. */
#include "docx_priv.h"

/* Children in the order of CT_Compat (17.15.3): lines that end by hand are not stretched, and the document is one of
 * Word 2013 and later. */
static const char compatibility[] =
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
    "<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
    "<w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>"
    "<w:compatSetting w:name=\"overrideTableStyleFontSizeAndJustification\" "
    "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"1\"/>"
    "<w:compatSetting w:name=\"enableOpenTypeFeatures\" w:uri=\"http://schemas.microsoft.com/office/word\" "
    "w:val=\"1\"/>"
    "<w:compatSetting w:name=\"doNotFlipMirrorIndents\" w:uri=\"http://schemas.microsoft.com/office/word\" "
    "w:val=\"1\"/></w:compat>";

/* Which marks may not begin or end a line. */
static void write_line_breaks(ht_xml *x, const char *name, const char *set)
{
	ht_xml_open(x, name);
	ht_xml_attr(x, "w:lang", "zh-CN");
	ht_xml_attr(x, "w:val", set);
	ht_xml_end(x);
}

/* Children in the order of CT_Settings (17.15.1.78). */
void docx_write_settings(docx *o, ht_xml *x)
{
	ht_xml_raw_string(x,
	                  "<w:zoom w:percent=\"100\"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>");
	ht_xml_open(x, "w:defaultTabStop");
	docx_attr_twips(x, "w:val", 2 * ht_geometry_char(&o->d.style->page, 1));
	ht_xml_end(x);
	docx_flag(x, "w:evenAndOddHeaders", true);
	docx_val(x, "w:characterSpacingControl", "doNotCompress"); /* punctuation keeps its full width */
	write_line_breaks(x, "w:noLineBreaksAfter", HT_NOT_AT_END);
	write_line_breaks(x, "w:noLineBreaksBefore", HT_NOT_AT_START);
	if (o->has_notes)
		ht_xml_raw_string(x, "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>");
	ht_xml_raw_string(x, compatibility);
	ht_xml_raw_string(x, "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>"
	                     "<w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/>");
}

/* The rule above footnotes is in a line of its own, in the room that the pages have for it. */
static void write_separator(docx *o, ht_xml *x, const char *type, const char *id, const char *element)
{
	const ht_laid_note_rule *rule = &o->d.laid->note_rule;
	ht_xml_open(x, "w:footnote");
	ht_xml_attr(x, "w:type", type);
	ht_xml_attr(x, "w:id", id);
	ht_xml_open(x, "w:p");
	ht_xml_open(x, "w:pPr");
	ht_xml_open(x, "w:spacing");
	docx_attr_twips(x, "w:line", rule->above + rule->thickness + rule->below);
	ht_xml_attr(x, "w:lineRule", "exact");
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_open(x, "w:r");
	ht_xml_empty(x, element);
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
}

void docx_write_notes(docx *o, ht_xml *x)
{
	write_separator(o, x, "separator", "-1", "w:separator");
	write_separator(o, x, "continuationSeparator", "0", "w:continuationSeparator");
	ht_xml_raw(x, &o->notes);
}

/* The theme: its colours and fonts are those of no paragraph, but Word asks for one, and takes colours that a person
 * chooses later from it (part 1, 20.1). */
#include "docx_priv.h"

#define COLOUR(NAME, RGB) "<a:" NAME "><a:srgbClr val=\"" RGB "\"/></a:" NAME ">"
#define FILL              "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>"
#define LINE(WIDTH)       "<a:ln w=\"" WIDTH "\">" FILL "<a:prstDash val=\"solid\"/></a:ln>"
#define EFFECT            "<a:effectStyle><a:effectLst/></a:effectStyle>"

static const char colours[] = "<a:clrScheme name=\"公文\">" COLOUR("dk1", "000000") COLOUR("lt1", "FFFFFF")
    COLOUR("dk2", "000000") COLOUR("lt2", "FFFFFF") COLOUR("accent1", "FF0000") COLOUR("accent2", "1F497D")
        COLOUR("accent3", "4F6228") COLOUR("accent4", "5F497A") COLOUR("accent5", "31859B") COLOUR("accent6", "E36C09")
            COLOUR("hlink", "0000FF") COLOUR("folHlink", "800080") "</a:clrScheme>";
static const char formats[] =
    "<a:fmtScheme name=\"公文\"><a:fillStyleLst>" FILL FILL FILL "</a:fillStyleLst><a:lnStyleLst>" LINE("6350")
        LINE("12700") LINE("19050") "</a:lnStyleLst><a:effectStyleLst>" EFFECT EFFECT EFFECT
                                    "</a:effectStyleLst><a:bgFillStyleLst>" FILL FILL FILL
                                    "</a:bgFillStyleLst></a:fmtScheme>";

static void write_font(ht_xml *x, const char *element, const char *fontset)
{
	const char *family = docx_family(fontset);
	ht_xml_open(x, element);
	ht_xml_attr(x, "typeface", family ? family : "");
	ht_xml_end(x);
}

/* Fonts of headings, and of text. */
static void write_fonts(ht_xml *x, const char *element, const ht_typeface *face)
{
	ht_xml_open(x, element);
	write_font(x, "a:latin", face->latin);
	write_font(x, "a:ea", face->han);
	ht_xml_raw_string(x, "<a:cs typeface=\"\"/>");
	ht_xml_end(x);
}

void docx_write_theme(docx *o, ht_xml *x)
{
	ht_xml_open(x, "a:themeElements");
	ht_xml_raw_string(x, colours);
	ht_xml_open(x, "a:fontScheme");
	ht_xml_attr(x, "name", "公文");
	write_fonts(x, "a:majorFont", o->d.body->face);
	write_fonts(x, "a:minorFont", o->d.body->face);
	ht_xml_end(x);
	ht_xml_raw_string(x, formats);
	ht_xml_end(x);
}

/* Text at several places of one line (number and signers, office and date):
 * a paragraph with tab stops. */
#include "odt_priv.h"

static void sort(odt_seg *segs, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && segs[k - 1].at > segs[k].at; k--) {
			odt_seg swap = segs[k];
			segs[k] = segs[k - 1];
			segs[k - 1] = swap;
		}
}

/* The first text, if it is at the left, needs no tab stop: its place is the indent. */
static bool leads(const odt_seg *segs)
{
	return segs[0].kind == HT_HALIGN_LEFT;
}

void odt_segs_place(odt_para *para, odt_seg *segs, size_t n)
{
	sort(segs, n);
	para->align = HT_HALIGN_LEFT;
	para->left = para->right = para->indent = 0;
	para->n_tabs = 0;
	if (!n)
		return;
	if (leads(segs) && segs[0].run.n_breaks) /* over several lines */
		para->left = segs[0].at;
	else if (leads(segs))
		para->indent = segs[0].at;
	for (size_t i = leads(segs); i < n && para->n_tabs < ODT_MAX_TABS; i++)
		para->tabs[para->n_tabs++] = (odt_tab){segs[i].at, segs[i].kind};
}

void odt_segs_write(odt *o, const odt_para *para, const odt_seg *segs, size_t n)
{
	odt_para_begin(o, para, 0);
	for (size_t i = 0; i < n; i++) {
		if (i || !leads(segs))
			ht_xml_empty(&o->body, "text:tab");
		odt_write_run(o, para, &segs[i].run);
	}
	odt_para_end(o);
}

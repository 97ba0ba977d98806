/* Text at several places of one line (number and signers, office and date):
 * a paragraph with tab stops. */
#include "draft_priv.h"

static void sort(ht_draft_seg *segs, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && segs[k - 1].at > segs[k].at; k--) {
			ht_draft_seg swap = segs[k];
			segs[k] = segs[k - 1];
			segs[k - 1] = swap;
		}
}

/* The first text, if it is at the left, needs no tab stop: its place is the indent. */
static bool leads(const ht_draft_seg *segs)
{
	return segs[0].kind == HT_HALIGN_LEFT;
}

void ht_draft_segs_place(ht_draft_para *para, ht_draft_seg *segs, size_t n)
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
	for (size_t i = leads(segs); i < n && para->n_tabs < HT_DRAFT_MAX_TABS; i++)
		para->tabs[para->n_tabs++] = (ht_draft_tab){segs[i].at, segs[i].kind};
}

void ht_draft_segs_write(ht_draft *d, const ht_draft_para *para, const ht_draft_seg *segs, size_t n)
{
	ht_draft_para_begin(d, para, 0);
	for (size_t i = 0; i < n; i++) {
		if (i || !leads(segs))
			d->format->tab(d);
		ht_draft_write_run(d, para, &segs[i].run);
	}
	ht_draft_para_end(d);
}

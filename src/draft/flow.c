/* The flow: its blocks one after another. */
#include "draft/messages.h"
#include "draft_priv.h"

/* A kind that this room does not know: its text is written as plain paragraphs. */
static void block_unknown(ht_draft *d, const ht_draft_blocks *b, size_t *i)
{
	const ht_block *block = &b->v[(*i)++];
	ht_diag(d->diags, HT_D_DRAFT_BLOCK, block->loc, NULL);
	for (size_t k = 0; k < block->n_paras; k++) {
		const ht_draft_run run = {
		    .spans = block->paras[k].spans, .n = block->paras[k].n, .element = block->element};
		ht_draft_para para;
		ht_draft_para_of(d, block->style ? block->style : d->laid->body, &para);
		if (run.n)
			ht_draft_write_para(d, &para, &run, 0);
	}
}

static void (*const writers[])(ht_draft *, const ht_draft_blocks *, size_t *) = {
    [HT_BLOCK_PARA] = ht_draft_block_para,           [HT_BLOCK_LINE] = ht_draft_block_sides,
    [HT_BLOCK_MASTHEAD] = ht_draft_block_masthead,   [HT_BLOCK_TITLE] = ht_draft_block_title,
    [HT_BLOCK_PICTURE] = ht_draft_block_picture,     [HT_BLOCK_TABLE] = ht_draft_block_table,
    [HT_BLOCK_RULE] = ht_draft_block_rule,           [HT_BLOCK_RIGHT] = ht_draft_block_rows,
    [HT_BLOCK_SEALED] = ht_draft_block_rows,         [HT_BLOCK_STAMPED] = ht_draft_block_rows,
    [HT_BLOCK_SIGNATURE] = ht_draft_block_signature,
};

void ht_draft_write_flow(ht_draft *d)
{
	const ht_draft_blocks b = {d->doc->flow.v, d->laid->flow, d->doc->flow.n};
	d->masthead_is_title = true;
	for (size_t i = 0; i < b.n; i++)
		d->masthead_is_title = d->masthead_is_title && b.v[i].kind != HT_BLOCK_TITLE;
	ht_draft_place_begin(d);
	ht_draft_find_ends(d);
	ht_draft_find_landscape(d);
	for (size_t i = 0; i < b.n && d->status == HT_OK;) {
		size_t kind = (size_t)b.v[i].kind;
		if (!b.laid[i].n) { /* a row of the imprint replaces it (7.3.2) */
			i++;
			continue;
		}
		ht_draft_enter_page(d, b.laid[i].v[0].landscape);
		if (kind < ARRAY_LEN(writers) && writers[kind])
			writers[kind](d, &b, &i);
		else
			block_unknown(d, &b, &i);
	}
	ht_draft_enter_page(d, false);
}

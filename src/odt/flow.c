/* The flow: its blocks one after another. */
#include "odt/messages.h"
#include "odt_priv.h"

/* A kind that this room does not know: its text is written as plain paragraphs. */
static void block_unknown(odt *o, const odt_blocks *b, size_t *i)
{
	const ht_block *block = &b->v[(*i)++];
	ht_diag(o->diags, HT_D_ODT_BLOCK, block->loc, NULL);
	for (size_t k = 0; k < block->n_paras; k++) {
		const odt_run run = {.spans = block->paras[k].spans, .n = block->paras[k].n, .element = block->element};
		odt_para para;
		odt_para_of(o, block->style ? block->style : o->laid->body, &para);
		if (run.n)
			odt_write_para(o, &para, &run, 0);
	}
}

static void (*const writers[])(odt *, const odt_blocks *, size_t *) = {
    [HT_BLOCK_PARA] = odt_block_para,           [HT_BLOCK_LINE] = odt_block_sides,
    [HT_BLOCK_MASTHEAD] = odt_block_masthead,   [HT_BLOCK_TITLE] = odt_block_title,
    [HT_BLOCK_PICTURE] = odt_block_picture,     [HT_BLOCK_TABLE] = odt_block_table,
    [HT_BLOCK_RULE] = odt_block_rule,           [HT_BLOCK_RIGHT] = odt_block_rows,
    [HT_BLOCK_SEALED] = odt_block_rows,         [HT_BLOCK_STAMPED] = odt_block_rows,
    [HT_BLOCK_SIGNATURE] = odt_block_signature,
};

void odt_write_flow(odt *o)
{
	const odt_blocks b = {o->doc->flow.v, o->laid->flow, o->doc->flow.n};
	int titles = 0;
	for (size_t i = 0; i < b.n; i++)
		titles += b.v[i].kind == HT_BLOCK_TITLE;
	o->titles = titles > 1;
	odt_place_begin(o);
	odt_find_ends(o);
	odt_find_landscape(o);
	for (size_t i = 0; i < b.n && o->status == HT_OK;) {
		size_t kind = (size_t)b.v[i].kind;
		if (!b.laid[i].n) { /* a row of the imprint replaces it (7.3.2) */
			i++;
			continue;
		}
		odt_enter_page(o, b.laid[i].v[0].landscape);
		if (kind < ARRAY_LEN(writers) && writers[kind])
			writers[kind](o, &b, &i);
		else
			block_unknown(o, &b, &i);
	}
	odt_enter_page(o, false);
}

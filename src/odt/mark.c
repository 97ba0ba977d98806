/* The issuer's mark (发文机关标志: GB/T 9704-2012 7.2.4): a line of letters
 * made narrow enough for the page; of a joint document a table without lines,
 * the names spread to one width in its left column, 文件 in its right one. */
#include "odt_priv.h"

/* A mark's line box, from one name to the next, and between the names and what
 * stands beside them: 1/1000 of the size, the last two as layout has them. */
#define LINE_PITCH  1300
#define STACK_PITCH 1250
#define SUFFIX_GAP  500

static void mark_para(odt *o, const ht_block *block, const odt_mark *mark, ht_len pitch, odt_para *para)
{
	odt_para_of(o, block->style, para);
	para->size = mark->size;
	para->scale = mark->scale;
	para->pitch = pitch;
	para->keep_next = true;
}

static ht_status single(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[*i];
	const ht_element *e = block->element;
	odt_mark mark;
	odt_para para;
	ht_len area = o->style->page.area_width;
	ht_status status =
	    odt_measure_mark(o, &block->paras[0], block->style->size, e->fit ? e->fit : area, e, e->letter_gap, &mark);
	if (status != HT_OK)
		return status;
	mark_para(o, block, &mark, ht_len_scale(mark.size, LINE_PITCH, 1000), &para);
	para.spacing = e->letter_gap;
	para.above = odt_place_mark(o, block, &mark, para.pitch);
	ht_len top = o->at.y - para.pitch;
	++*i;
	status = odt_rules_after(o, blocks, i, &para, top);
	return status == HT_OK ? odt_simple_para(o, &para, e, block->paras[0].spans, block->paras[0].n) : status;
}

ht_status odt_block_mark(odt *o, const ht_blocks *blocks, size_t *i)
{
	return single(o, blocks, i);
}

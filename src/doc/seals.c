/* Signatures under seals (GB/T 9704-2012 7.3.5.1) and with signature stamps
 * (7.3.5.3): who signs, when, and the pictures that go with each. */
#include <stdio.h>
#include <string.h>

#include "style/messages.h"
#include "build.h"

/* One picture for each name. */
static void check_count(ht_builder *b, const ht_value *seals, size_t names)
{
	char have[16], need[16];
	if (seals->n == names)
		return;
	snprintf(have, sizeof have, "%zu", seals->n);
	snprintf(need, sizeof need, "%zu", names);
	ht_diag(b->diags, HT_D_SEAL_COUNT, seals->loc, have, need, NULL);
}

static void finish(ht_builder *b, const ht_element *e, ht_block *block, const ht_value *seals)
{
	ht_spans date = {0};
	size_t names = block->n_paras;
	ht_template_fill(b, &e->date, e->style, &date);
	block->paras[block->n_paras++] = (ht_dpara){date.v, date.n};
	block->pictures = seals->texts;
	block->n_pictures = seals->n < names ? seals->n : names;
	block->loc = seals->loc;
	check_count(b, seals, names);
}

void ht_build_sealed(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_value *seals = ht_builder_find(b, e->seals);
	ht_spans names = {0};
	if (!seals || !ht_template_fill(b, &e->text, e->style, &names) || !names.n)
		return;
	ht_block *block = ht_block_add(b, list, e, HT_BLOCK_SEALED, ht_count_breaks(&names) + 2);
	if (!block)
		return;
	ht_split_lines(&names, block);
	finish(b, e, block, seals);
}

void ht_build_stamped(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_value *seals = ht_builder_find(b, e->seals), *people = ht_builder_find(b, e->field);
	if (!seals || !people || !people->n)
		return;
	ht_block *block = ht_block_add(b, list, e, HT_BLOCK_STAMPED, people->n + 1);
	if (!block)
		return;
	block->n_paras = 0;
	for (size_t i = 0; i < people->n; i++) {
		const ht_text *office = &people->people[i].office, *name = &people->people[i].name;
		if (name->s && i < seals->n) /* the stamp is the name */
			ht_ledger_made(b->doc->ledger, name->s, strlen(name->s), seals->texts[i].s,
			               strlen(seals->texts[i].s));
		ht_spans spans = {0};
		if (office->s)
			ht_spans_add(b, &spans, office->s, strlen(office->s), e->style, NULL, office->loc);
		block->paras[block->n_paras++] = (ht_dpara){spans.v, spans.n};
	}
	block->signers = people->people;
	finish(b, e, block, seals);
}

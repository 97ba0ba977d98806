/* Findings that are the same in many places of a record. */
#include <stdlib.h>
#include <string.h>

#include "ck.h"

static int compare_texts(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

/* Equal ones side by side. */
static int by_saying(const ht_finding *a, const ht_finding *b)
{
	int order = (a->record > b->record) - (a->record < b->record);
	if (!order)
		order = strcmp(a->code->code, b->code->code);
	if (!order)
		order = compare_texts(a->loc.file, b->loc.file);
	for (size_t i = 0; i < HT_FINDING_ARGS && !order; i++)
		order = compare_texts(a->args[i], b->args[i]);
	return order;
}

static int by_saying_and_order(const void *pa, const void *pb)
{
	const ht_finding *a = *(ht_finding *const *)pa, *b = *(ht_finding *const *)pb;
	int order = by_saying(a, b);
	if (!order)
		order = (a > b) - (a < b); /* all are of one array */
	return order;
}

void ht_findings_collapse(ht_findings *findings)
{
	ht_finding **v = ht_arena_array(findings->arena, findings->n, sizeof(ht_finding *)), *first = NULL;
	findings->nomem |= !v;
	for (size_t i = 0; v && i < findings->n; i++) {
		v[i] = &findings->v[i];
		v[i]->others = 0;
		v[i]->again = false;
	}
	if (v && findings->n)
		qsort(v, findings->n, sizeof(ht_finding *), by_saying_and_order);
	for (size_t i = 0; v && i < findings->n; i++) {
		if (!first || by_saying(first, v[i]) != 0) {
			first = v[i];
			continue;
		}
		first->others++;
		v[i]->again = true;
	}
}

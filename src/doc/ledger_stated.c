/* What the text says of a field that is not printed: the texts that the output shows are searched (style/stated.h). */
#include <string.h>

#include "ledger.h"
#include "style/stated.h"

static bool is_of_body(const ht_ledger *ledger, uint32_t place)
{
	while (place && ledger->places[place].kind != HT_PLACE_FIELD)
		place = ledger->places[place].up;
	return place && ledger->places[place].field->type == HT_TYPE_BODY;
}

/* What lies apart in the record is not one word in the text, but the parts of a paragraph are. */
static void gather(const ht_ledger *ledger, ht_shown_texts *texts)
{
	uint32_t last = 0;
	for (size_t i = 0; i < ledger->n_texts; i++) {
		const ht_ledger_text *text = &ledger->texts[i];
		if (!ht_ledger_is_shown(ledger, text))
			continue;
		const bool apart = !text->leaf || text->leaf != last;
		last = text->leaf;
		ht_stated_add(texts, text->s, text->len, apart, is_of_body(ledger, text->leaf));
	}
}

const char *ht_ledger_unstated(ht_ledger *ledger, size_t place)
{
	ht_shown_texts texts = {0};
	ht_buf missing = {0};
	gather(ledger, &texts);
	ledger->nomem |= !ht_stated_missing(&texts, ledger->places[place].value, &missing);
	const char *said = missing.len ? ht_arena_strndup(ledger->arena, missing.data, missing.len) : NULL;
	ledger->nomem |= missing.len && !said;
	ht_stated_free(&texts);
	ht_buf_free(&missing);
	return said;
}

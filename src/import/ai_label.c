/* The label of generated content (GB 45438-2025 4.2): a line of its own, in brackets or not, that says what the field
 * does. */
#include "ai_label.h"

#include <string.h>

/* The field's value that the text says; NULL: it is another text. */
static const char *label_of(im_doc *d, const char *text)
{
	const ht_field *field = ht_field_find(ht_record_fields(), "ai_label.label");
	const size_t open = ht_str_one_of(text, "（("), len = strlen(text);
	if (open && ht_str_ends_one_of(text, "）)"))
		text = im_copy(d, text + open, len - 2 * open);
	for (const ht_choice *c = field ? field->choices : NULL; text && c && c->en; c++)
		if (strcmp(c->zh, text) == 0)
			return c->zh;
	return NULL;
}

void im_find_ai_label(im_doc *d)
{
	for (size_t i = 0; i < d->n && !d->ai_label && !d->nomem; i++) {
		if (d->lines[i].kind != IM_BODY)
			continue;
		d->ai_label = label_of(d, d->lines[i].text);
		if (d->ai_label)
			d->lines[i].kind = IM_FIELD;
	}
}

/* How a text was read: what each line was taken for, and the points of each form. */
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "readings.h"

/* Of a line, in the table. */
#define EXCERPT 40

void im_note_readings(im_doc *d, ht_import *import)
{
	import->lines = d->readings.v ? ht_arena_array(d->arena, d->n + 1, sizeof *import->lines) : NULL;
	import->forms = d->readings.v ? ht_arena_array(d->arena, HT_TEXT_COUNT, sizeof *import->forms) : NULL;
	if (!import->lines || !import->forms) {
		d->nomem |= d->readings.v != NULL;
		return;
	}
	for (size_t i = 0; i < d->n; i++) {
		const im_reading *r = &d->readings.v[i];
		if (r->reading == HT_READING_COUNT)
			continue;
		import->lines[import->n_lines++] = (ht_import_line){
		    .text = d->lines[i].raw,
		    .loc = d->lines[i].loc,
		    .reading = r->state,
		    .second = r->second == HT_READING_COUNT ? NULL : ht_reading_names[r->second],
		    .sure = (double)r->sure / HT_POINT,
		};
	}
	for (int k = 0; k < HT_TEXT_COUNT; k++) {
		size_t at = import->n_forms++;
		for (; at > 0 && import->forms[at - 1].points * HT_POINT < d->readings.points[k]; at--)
			import->forms[at] = import->forms[at - 1];
		import->forms[at] =
		    (ht_import_points){ht_reading_forms[k].name, (double)d->readings.points[k] / HT_POINT};
	}
}

static void put_string(ht_buf *out, const char *s)
{
	ht_buf_adds(out, "\"");
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			ht_buf_adds(out, "\\");
		if ((unsigned char)*s < 0x20)
			ht_buf_addf(out, "\\u%04x", (unsigned)*s);
		else
			ht_buf_add(out, s, 1);
	}
	ht_buf_adds(out, "\"");
}

static void put_json(const ht_import *import, ht_buf *out)
{
	ht_buf_adds(out, "{\"forms\": [");
	for (size_t i = 0; i < import->n_forms; i++)
		ht_buf_addf(out, "%s{\"form\": \"%s\", \"points\": %.1f}", i ? ", " : "", import->forms[i].form,
		            import->forms[i].points);
	ht_buf_adds(out, "],\n \"lines\": [");
	for (size_t i = 0; i < import->n_lines; i++) {
		const ht_import_line *l = &import->lines[i];
		ht_buf_addf(out, "%s{\"line\": %d, \"reading\": \"%s\", \"sure\": %.1f", i ? ",\n  " : "\n  ",
		            l->loc.line, l->reading, l->sure);
		if (l->second)
			ht_buf_addf(out, ", \"else\": \"%s\"", l->second);
		ht_buf_adds(out, ", \"text\": ");
		put_string(out, l->text);
		ht_buf_adds(out, "}");
	}
	ht_buf_adds(out, "]}\n");
}

/* s in so many columns; blanks after it. */
static void put_column(ht_buf *out, const char *s, int columns)
{
	ht_buf_adds(out, s);
	for (int n = im_columns(s); n < columns; n++)
		ht_buf_adds(out, " ");
}

static void put_table(const ht_import *import, ht_buf *out)
{
	for (size_t i = 0; i < import->n_forms; i++)
		ht_buf_addf(out, "%s%s %.1f", i ? ", " : "", import->forms[i].form, import->forms[i].points);
	ht_buf_adds(out, "\n");
	for (size_t i = 0; i < import->n_lines; i++) {
		const ht_import_line *l = &import->lines[i];
		const char *end = l->text;
		for (int n = 0; *end && *end != '\n' && n < EXCERPT; n++)
			end = ht_str_next(end);
		ht_buf_addf(out, "%4d  ", l->loc.line);
		put_column(out, l->reading, 22);
		ht_buf_addf(out, "%6.1f  ", l->sure);
		put_column(out, l->second ? l->second : "", 18);
		ht_buf_add(out, l->text, (size_t)(end - l->text));
		ht_buf_adds(out, *end ? "…\n" : "\n");
	}
}

bool ht_import_explain(const ht_import *import, bool json, ht_buf *out)
{
	if (json)
		put_json(import, out);
	else
		put_table(import, out);
	return !out->failed;
}

/* What in a record on standard input does not follow the standards, with the field, and how to put it right; then the
 * record with everything put right that is safe, on standard output. */
#include <hongtou.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

static char *read_input(size_t *size)
{
	char *data = NULL;
	size_t capacity = 0;
	*size = 0;
	do {
		capacity = capacity ? 2 * capacity : 65536;
		char *more = realloc(data, capacity);
		if (!more) {
			free(data);
			return NULL;
		}
		data = more;
		*size += fread(data + *size, 1, capacity - *size, stdin);
	} while (*size == capacity);
	return data;
}

static void show(const hongtou_diagnostic *d)
{
	fprintf(stderr, "%d:%d: %s: %s: %s [%s", d->line, d->column, d->level_name, d->field ? d->field : "-", d->text,
	        d->code ? d->code : "");
	if (d->clause)
		fprintf(stderr, "; %s", d->clause);
	fputs("]\n", stderr);
	if (d->edit)
		fprintf(stderr, "\t%s -> %s%s\n", d->edit->old_text, d->edit->new_text,
		        d->edit->safe ? "" : " (please look)");
}

int main(void)
{
	setlocale(LC_ALL, "");
	size_t size = 0, fixed = 0;
	char *text = read_input(&size);
	hongtou_error *error = NULL;
	hongtou *h = text ? hongtou_open(NULL, &error) : NULL;
	hongtou_result *found = h ? hongtou_check(h, text, size, "record", NULL, &error) : NULL;
	hongtou_result *r = found ? hongtou_fix(h, text, size, "record", NULL, &error) : NULL;
	const hongtou_diagnostic *d;

	for (size_t i = 0; found && (d = hongtou_result_diagnostic(found, i)); i++)
		show(d);
	const void *data = r ? hongtou_result_data(r, 0, &fixed) : NULL;
	if (data)
		fwrite(data, 1, fixed, stdout);
	if (!r)
		fputs(hongtou_error_message(error), stderr);
	hongtou_error_free(error);
	hongtou_result_free(found);
	hongtou_result_free(r);
	hongtou_close(h);
	free(text);
	return data ? 0 : 1;
}

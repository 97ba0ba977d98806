/* A record's file to a document: one RECORD DOCUMENT. The document's ending is the format: x.pdf, x.docx, x.ofd … */
#include <hongtou.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The whole file; NULL: it cannot be read. */
static char *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	char *data = NULL;
	long end = -1;
	if (file && fseek(file, 0, SEEK_END) == 0)
		end = ftell(file);
	if (end >= 0)
		data = malloc((size_t)end + 1);
	if (data) {
		rewind(file);
		*size = fread(data, 1, (size_t)end, file);
	}
	if (file)
		fclose(file);
	return data;
}

static int write_file(const char *path, const void *data, size_t size)
{
	FILE *file = fopen(path, "wb");
	int ok = file && fwrite(data, 1, size, file) == size;
	return file && fclose(file) == 0 && ok;
}

int main(int argc, char **argv)
{
	if (argc != 3 || !strrchr(argv[2], '.')) {
		fputs("usage: one RECORD DOCUMENT\n", stderr);
		return 2;
	}
	setlocale(LC_ALL, ""); /* the language of messages */

	size_t size = 0;
	char *text = read_file(argv[1], &size);
	if (!text) {
		perror(argv[1]);
		return 1;
	}
	const char *targets[] = {strrchr(argv[2], '.') + 1, NULL};
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	options.targets = targets;

	hongtou_error *error = NULL;
	hongtou *h = hongtou_open(NULL, &error);
	hongtou_result *r = h ? hongtou_export(h, text, size, argv[1], &options, &error) : NULL;
	size_t made = 0;
	const void *data = r ? hongtou_result_data(r, 0, &made) : NULL;
	int ok = data && write_file(argv[2], data, made);

	fputs(r ? hongtou_result_messages(r) : hongtou_error_message(error), stderr);
	if (data && !ok)
		perror(argv[2]);
	hongtou_error_free(error);
	hongtou_result_free(r);
	hongtou_close(h);
	free(text);
	return ok ? 0 : 1;
}

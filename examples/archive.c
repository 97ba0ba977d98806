/* As an archive does it: the record and the seal come from a database, PDF/A-3 with the record in it and DOCX go into
 * one, and nothing but the library touches a file. Here the database is a table in this program. */
#include <hongtou.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static const char record[] = "格式: 公文\n"
                             "发文机关: 青溪县档案馆\n"
                             "发文字号: 青档〔2026〕7号\n"
                             "标题: 关于试用的通知\n"
                             "主送机关: 各科室\n"
                             "正文: 请试用。\n"
                             "成文日期: 2026-08-20\n"
                             "印章: 公章.svg\n";

static const char seal[] = "<svg xmlns='http://www.w3.org/2000/svg' width='42mm' height='42mm' viewBox='0 0 42 42'>"
                           "<circle cx='21' cy='21' r='20' fill='none' stroke='#e60012' stroke-width='1.2'/></svg>";

/* A file that the record names. */
static int read_row(void *user, const char *name, const void **data, size_t *size)
{
	(void)user;
	if (strcmp(name, "公章.svg") != 0)
		return 0;
	*data = seal;
	*size = strlen(seal);
	return 1;
}

/* A document that is finished. */
static int write_row(void *user, const hongtou_output *output)
{
	(void)user;
	printf("%s: %s.%s, %zu bytes, %zu page(s)\n", output->target, output->title, output->extension, output->size,
	       output->pages);
	return 0;
}

/* Return 1 to give up. */
static int show_progress(void *user, size_t done, size_t total)
{
	(void)user;
	fprintf(stderr, "%zu of %zu\n", done, total);
	return 0;
}

int main(void)
{
	static const char *const targets[] = {"pdf", "docx", NULL};
	setlocale(LC_ALL, "");
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	options.targets = targets;
	options.attach_record = 1; /* the PDF is PDF/A-3a then */
	options.read = read_row;
	options.write = write_row;
	options.progress = show_progress;

	hongtou_error *error = NULL;
	hongtou *h = hongtou_open(NULL, &error);
	hongtou_result *r =
	    h ? hongtou_export(h, record, strlen(record), "db:records/17.yaml", &options, &error) : NULL;
	size_t n = r ? hongtou_result_count(r) : 0;
	fputs(r ? hongtou_result_messages(r) : hongtou_error_message(error), stderr);
	hongtou_error_free(error);
	hongtou_result_free(r);
	hongtou_close(h);
	return n == 2 ? 0 : 1;
}

/* Documents by the library: each option of handles and of hongtou_export(), as a program uses it; and several threads.
 */
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "library_help.h"

static const char record[] = "form: document\nmark: 甲局文件\nnumber: 甲〔2026〕1号\nissuers: 甲局\n"
                             "title: 关于试验的通知\nrecipients: 丙局\nbody: 请抓紧落实。\ndate: 2026-01-05\n";
static const char meeting[] = "form: minutes\nmark: 甲局会议纪要\nissue: 3\nissuers: 甲局\ntitle: 会议纪要\n"
                              "meeting:\n  name: 甲局局长办公会议\n  time: 2026-01-05\n  chair: 张三\n"
                              "  present: [李四, 王五]\nbody: 会议研究了工作。\ndate: 2026-01-06\n";
static const char with_picture[] = "form: document\nissuers: 甲局\ntitle: 关于图的通知\nbody: |\n  见图。\n\n"
                                   "  ![图](图.png)\ndate: 2026-01-05\n";
static void several_styles_and_targets_in_one_call(void **state)
{
	(void)state;
	static const char *const targets[] = {"pdf", "docx", "pdf", NULL}, *const styles[] = {"minutes", "signin",
	                                                                                      NULL};
	static const char *const wanted[] = {"pdf", "docx", "pdf", "docx"};
	hongtou *h = open_or_skip(NULL);
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	options.targets = targets;
	options.styles = styles;
	hongtou_result *r = hongtou_export(h, meeting, strlen(meeting), "m.yaml", &options, NULL);
	assert_non_null(r);
	if (hongtou_result_count(r) != 4)
		fail_msg("%s", hongtou_result_messages(r));
	for (size_t i = 0; i < 4; i++) {
		const hongtou_output *o = hongtou_result_output(r, i);
		assert_string_equal(o->target, wanted[i]);
		assert_string_equal(o->extension, wanted[i]);
		assert_string_equal(o->style, i < 2 ? "minutes" : "signin");
		assert_true(o->size > 1000 && o->pages == 1 && o->page == 0 && o->title);
		assert_memory_equal(o->data, wanted[i][0] == 'p' ? "%PDF" : "PK\3\4", 4);
	}
	assert_null(hongtou_result_output(r, 4));
	assert_string_equal(hongtou_result_form(r), "minutes");
	assert_int_equal(hongtou_result_failed(r), 0);
	assert_int_equal(hongtou_result_pages(r), 2);
	hongtou_result_free(r);
	hongtou_close(h);
}

/* Pages are made before documents for editing, and one target may give many files. */
static void outputs_come_in_the_order_of_the_targets(void **state)
{
	(void)state;
	static const char *const targets[] = {"docx", "png", "pdf", "odt", NULL}, *const styles[] = {"minutes",
	                                                                                             "signin", NULL};
	hongtou *h = open_or_skip(NULL);
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	options.targets = targets;
	options.styles = styles;
	hongtou_result *r = hongtou_export(h, meeting, strlen(meeting), "m.yaml", &options, NULL);
	assert_int_equal(hongtou_result_count(r), 8);
	for (size_t i = 0; i < 8; i++) {
		const hongtou_output *o = hongtou_result_output(r, i);
		assert_string_equal(o->target, targets[i % 4]);
		assert_string_equal(o->style, styles[i / 4]);
	}
	hongtou_result_free(r);
	hongtou_close(h);
}

/* Fonts and sheets of a folder that is not there would be missing without a word. */
static void a_folder_that_is_not_there_is_an_error(void **state)
{
	(void)state;
	static const char *const dirs[] = {"/no/such/folder", NULL};
	for (int i = 0; i < 2; i++) {
		hongtou_options options = HONGTOU_OPTIONS_INIT;
		hongtou_error *error = NULL;
		*(i ? &options.style_dirs : &options.font_dirs) = dirs;
		assert_null(hongtou_open(&options, &error));
		assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_ARGUMENT);
		assert_string_equal(hongtou_error_diagnostic(error, 0)->code, "E113");
		assert_non_null(strstr(hongtou_error_message(error), i ? "style_dirs" : "font_dirs"));
		assert_non_null(strstr(hongtou_error_message(error), "/no/such/folder"));
		hongtou_error_free(error);
	}
}

static void a_standard_and_the_attached_record(void **state)
{
	(void)state;
	hongtou *h = open_or_skip(NULL);
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	size_t size = 0;
	hongtou_result *r = hongtou_export(h, record, strlen(record), "r.yaml", &options, NULL);
	const void *data = hongtou_result_data(r, 0, &size);
	const size_t plain = size;
	assert_false(holds(data, size, "%PDF-2.0"));
	hongtou_result_free(r);
	options.attach_record = 1;
	r = hongtou_export(h, record, strlen(record), "r.yaml", &options, NULL);
	assert_non_null(hongtou_result_data(r, 0, &size));
	assert_true(size > plain + 100);
	hongtou_result_free(r);
	options.attach_record = 0;
	options.standards = "a-4";
	r = hongtou_export(h, record, strlen(record), "r.yaml", &options, NULL);
	data = hongtou_result_data(r, 0, &size);
	assert_true(holds(data, size, "%PDF-2.0"));
	hongtou_result_free(r);
	options.standards = " a-2a , ua-1";
	r = hongtou_export(h, record, strlen(record), "r.yaml", &options, NULL);
	assert_non_null(hongtou_result_data(r, 0, &size));
	assert_int_equal(size, plain);
	hongtou_result_free(r);
	hongtou_error *error;
	options.standards = "a-9";
	assert_null(hongtou_export(h, record, strlen(record), "r.yaml", &options, &error));
	assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_ARGUMENT);
	assert_non_null(strstr(hongtou_error_message(error), "a-9"));
	assert_string_equal(hongtou_error_diagnostic(error, 0)->code, "E111");
	assert_null(hongtou_error_diagnostic(error, 1));
	hongtou_error_free(error);
	hongtou_close(h);
}

static int give_picture(void *user, const char *name, const void **data, size_t *size)
{
	snprintf(user, 64, "%s", name);
	*data = png;
	*size = sizeof png;
	return strcmp(name, "图.png") == 0;
}

static void pictures_from_memory_and_from_a_function(void **state)
{
	(void)state;
	hongtou *h = open_or_skip(NULL);
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	const char *name = "db:record/17.yaml";
	hongtou_result *r = hongtou_export(h, with_picture, strlen(with_picture), name, &options, NULL);
	assert_int_equal(hongtou_result_count(r), 0); /* there is no such folder */
	hongtou_result_free(r);

	const hongtou_file file = {"图.png", png, sizeof png};
	options.files = &file;
	options.n_files = 1;
	r = hongtou_export(h, with_picture, strlen(with_picture), name, &options, NULL);
	if (hongtou_result_count(r) != 1)
		fail_msg("%s", hongtou_result_messages(r));
	hongtou_result_free(r);

	char asked[64] = "";
	options.files = NULL;
	options.n_files = 0;
	options.read = give_picture;
	options.user = asked;
	r = hongtou_export(h, with_picture, strlen(with_picture), name, &options, NULL);
	assert_int_equal(hongtou_result_count(r), 1);
	assert_string_equal(asked, "图.png");
	hongtou_result_free(r);
	hongtou_close(h);
}

/* The text of an attachment, and a picture beside it. */
static void an_attachment_from_memory(void **state)
{
	(void)state;
	static const char text[] = "form: document\nissuers: 甲局\ntitle: 关于附件的通知\nbody: 见附件。\n"
	                           "attachments:\n  - title: 名单\n    file: 附/1.md\ndate: 2026-01-05\n";
	static const char attached[] = "独一无二的名单。\n\n![图](图.png)\n";
	static const char *const targets[] = {"trace", NULL};
	const hongtou_file files[] = {{"附/1.md", attached, strlen(attached)}, {"附/图.png", png, sizeof png}};
	hongtou *h = open_or_skip(NULL);
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	options.targets = targets;
	options.files = files;
	options.n_files = 2;
	hongtou_result *r = hongtou_export(h, text, strlen(text), "r.yaml", &options, NULL);
	size_t size = 0;
	const void *data = hongtou_result_data(r, 0, &size);
	if (!data)
		fail_msg("%s", hongtou_result_messages(r));
	assert_true(holds(data, size, "独"));
	hongtou_result_free(r);
	hongtou_check_options check = HONGTOU_CHECK_OPTIONS_INIT;
	r = hongtou_check(h, text, strlen(text), "r.yaml", &check, NULL);
	assert_non_null(strstr(hongtou_result_messages(r), "附/1.md"));
	hongtou_result_free(r);
	check.files = files;
	check.n_files = 2;
	r = hongtou_check(h, text, strlen(text), "r.yaml", &check, NULL);
	assert_null(strstr(hongtou_result_messages(r), "附/1.md"));
	hongtou_result_free(r);
	hongtou_close(h);
}

typedef struct counting {
	size_t n, bytes, done, total, stop_at;
} counting;

static int count_output(void *user, const hongtou_output *output)
{
	counting *c = user;
	c->n++;
	c->bytes += output->size;
	return c->n == c->stop_at;
}

static int count_steps(void *user, size_t done, size_t total)
{
	counting *c = user;
	assert_true(done >= c->done && done <= total);
	c->done = done;
	c->total = total;
	return c->stop_at && done >= c->stop_at;
}

static void results_by_a_function(void **state)
{
	(void)state;
	static const char *const targets[] = {"pdf", "odt", NULL};
	hongtou *h = open_or_skip(NULL);
	counting c = {0};
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	options.targets = targets;
	options.write = count_output;
	options.user = &c;
	hongtou_result *r = hongtou_export(h, record, strlen(record), "r.yaml", &options, NULL);
	assert_int_equal(c.n, 2);
	assert_int_equal(hongtou_result_count(r), 2);
	size_t size = 0;
	assert_null(hongtou_result_data(r, 0, &size));
	assert_true(c.bytes == size + hongtou_result_output(r, 1)->size);
	hongtou_result_free(r);
	hongtou_error *error;
	c = (counting){.stop_at = 1};
	assert_null(hongtou_export(h, record, strlen(record), "r.yaml", &options, &error));
	assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_STOPPED);
	assert_int_equal(c.n, 1);
	hongtou_error_free(error);
	hongtou_close(h);
}

static void progress_is_told_and_stops_the_work(void **state)
{
	(void)state;
	static const char *const targets[] = {"pdf", "png", "docx", NULL};
	for (int limited = 0; limited < 2; limited++) {
		hongtou_options handle = HONGTOU_OPTIONS_INIT;
		handle.timeout = limited ? 60 : 0;
		hongtou *h = open_or_skip(&handle);
		counting c = {0};
		hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
		options.targets = targets;
		options.progress = count_steps;
		options.user = &c;
		hongtou_result *r = hongtou_export(h, record, strlen(record), "r.yaml", &options, NULL);
		assert_int_equal(hongtou_result_count(r), 3);
		assert_int_equal(c.done, limited ? 0 : 4);
		assert_int_equal(c.total, limited ? 0 : 4);
		hongtou_result_free(r);
		for (size_t stop = 1; stop < 4 && !limited; stop++) {
			hongtou_error *error;
			c = (counting){.stop_at = stop};
			assert_null(hongtou_export(h, record, strlen(record), "r.yaml", &options, &error));
			assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_STOPPED);
			assert_string_equal(hongtou_error_diagnostic(error, 0)->code, "E112");
			assert_int_equal(c.done, stop);
			hongtou_error_free(error);
		}
		c = (counting){0};
		r = hongtou_export(h, record, strlen(record), "r.yaml", &options, NULL);
		assert_int_equal(hongtou_result_count(r), 3);
		hongtou_result_free(r);
		hongtou_close(h);
	}
}

static int stop_at_once(void *user, size_t done, size_t total)
{
	(void)user;
	(void)done;
	(void)total;
	return 1;
}

static void a_call_with_limits_is_stopped_too(void **state)
{
	(void)state;
	hongtou_options handle = HONGTOU_OPTIONS_INIT;
	handle.timeout = 60;
	hongtou *h = open_or_skip(&handle);
	hongtou_error *error;
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	options.progress = stop_at_once;
	assert_null(hongtou_export(h, record, strlen(record), "r.yaml", &options, &error));
	assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_STOPPED);
	hongtou_error_free(error);
	hongtou_close(h);
}

static void diagnostics_have_their_parts(void **state)
{
	(void)state;
	static const char faulty[] = "form: document\nissuers: 甲局\ntitle: 关于试验的通知\nbody: 请落实。\n"
	                             "meeting:\n  time: 2026-13-77\ndate: 2026-02-31\n";
	for (int limited = 0; limited < 2; limited++) {
		hongtou_options handle = HONGTOU_OPTIONS_INIT;
		handle.timeout = limited ? 60 : 0;
		hongtou *h = open_or_skip(&handle);
		hongtou_result *r = hongtou_export(h, faulty, strlen(faulty), "r.yaml", NULL, NULL);
		assert_int_equal(hongtou_result_count(r), 0);
		const hongtou_diagnostic *d = NULL;
		for (size_t i = 0; (d = hongtou_result_diagnostic(r, i)); i++)
			if (d->level == HONGTOU_ERROR && d->line == 7)
				break;
		assert_non_null(d);
		assert_string_equal(d->field, "date");
		assert_string_equal(d->file, "r.yaml");
		assert_int_equal(d->column, 7);
		assert_true(d->code[0] == 'R' && *d->text && !d->edit);
		assert_non_null(strstr(hongtou_result_messages(r), d->text));
		assert_string_equal(d->level_name, "error");
		hongtou_result_free(r);
		hongtou_close(h);
	}
}

/* A number that no export could have is refused where it is given. */
static void a_number_that_cannot_be_is_an_error(void **state)
{
	(void)state;
	static const struct {
		double resolution;
		long long date;
		const char *option;
	} wrong[] = {{9.9, 0, "resolution"},     {2401, 0, "resolution"}, {-150, 0, "resolution"},
	             {NAN, 0, "resolution"},     {0, -1, "source_date"},  {0, 1767225600000, "source_date"},
	             {INFINITY, 0, "resolution"}};
	hongtou *h = open_or_skip(NULL);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		hongtou_options options = HONGTOU_OPTIONS_INIT;
		hongtou_export_options call = HONGTOU_EXPORT_OPTIONS_INIT;
		hongtou_error *errors[2];
		options.resolution = call.resolution = wrong[i].resolution;
		options.source_date = call.source_date = wrong[i].date;
		assert_null(hongtou_open(&options, &errors[0]));
		assert_null(hongtou_export(h, record, strlen(record), "r.yaml", &call, &errors[1]));
		for (size_t k = 0; k < 2; k++) {
			assert_int_equal(hongtou_error_get_kind(errors[k]), HONGTOU_ERROR_ARGUMENT);
			assert_non_null(strstr(hongtou_error_message(errors[k]), wrong[i].option));
			hongtou_error_free(errors[k]);
		}
	}
	hongtou_close(h);
	hongtou_options options = HONGTOU_OPTIONS_INIT;
	options.resolution = 10;
	options.source_date = 1767225600;
	hongtou_close(open_or_skip(&options));
}

static void what_is_missing_or_unknown_is_an_error(void **state)
{
	(void)state;
	hongtou *h = open_or_skip(NULL);
	hongtou_error *error;
	assert_null(hongtou_export(NULL, record, strlen(record), "r.yaml", NULL, &error));
	assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_ARGUMENT);
	hongtou_error_free(error);
	assert_null(hongtou_check(h, NULL, 0, "r.yaml", NULL, &error));
	assert_non_null(strstr(hongtou_error_message(error), "data"));
	hongtou_error_free(error);
	assert_null(hongtou_fix(h, record, strlen(record), NULL, NULL, NULL));
	hongtou_export_options unset = {0};
	assert_null(hongtou_export(h, record, strlen(record), "r.yaml", &unset, &error));
	assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_OPTIONS);
	hongtou_error_free(error);
	hongtou_close(h);
	hongtou_options options = HONGTOU_OPTIONS_INIT;
	options.style = "no-such-sheet";
	assert_null(hongtou_open(&options, &error));
	assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_STYLE);
	assert_non_null(strstr(hongtou_error_message(error), "no-such-sheet"));
	hongtou_error_free(error);
}

/* ---- threads ---- */

#define N_THREADS 8
#define N_RECORDS 12

typedef struct work {
	bool ok;
	size_t size;
	void *first;
} work;

static hongtou_result *make(hongtou *h)
{
	static const char *const targets[] = {"pdf", "png", "odt", "docx", "ofd", NULL};
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	options.targets = targets;
	return hongtou_export(h, record, strlen(record), "r.yaml", &options, NULL);
}

static void *run_thread(void *user)
{
	work *w = user;
	hongtou *h = hongtou_open(NULL, NULL);
	w->ok = h != NULL;
	for (size_t i = 0; i < N_RECORDS && w->ok; i++) {
		hongtou_result *r = make(h), *c = hongtou_check(h, meeting, strlen(meeting), "m.yaml", NULL, NULL);
		static const char pasted[] = "关于甲的通知\n\n请落实。\n";
		hongtou_result *t = hongtou_import(h, pasted, strlen(pasted), "a.txt", NULL, NULL);
		size_t size = 0;
		const void *data = r ? hongtou_result_data(r, 0, &size) : NULL;
		w->ok = data && c && t && hongtou_result_count(r) == 5 && hongtou_result_count(t) == 1;
		if (w->ok && !w->first) {
			w->first = malloc(size);
			w->size = size;
			if (w->first)
				memcpy(w->first, data, size);
		}
		w->ok = w->ok && w->first && size == w->size && memcmp(data, w->first, size) == 0;
		hongtou_result_free(r);
		hongtou_result_free(c);
		hongtou_result_free(t);
	}
	hongtou_close(h);
	return NULL;
}

static void eight_threads_make_the_same(void **state)
{
	(void)state;
	pthread_t threads[N_THREADS];
	work w[N_THREADS] = {{0}};
	hongtou_close(open_or_skip(NULL));
	for (size_t i = 0; i < N_THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, run_thread, &w[i]), 0);
	for (size_t i = 0; i < N_THREADS; i++)
		pthread_join(threads[i], NULL);
	for (size_t i = 0; i < N_THREADS; i++) {
		assert_true(w[i].ok && w[i].size == w[0].size);
		assert_memory_equal(w[i].first, w[0].first, w[0].size);
	}
	for (size_t i = 0; i < N_THREADS; i++)
		free(w[i].first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(several_styles_and_targets_in_one_call),
	    cmocka_unit_test(outputs_come_in_the_order_of_the_targets),
	    cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
	    cmocka_unit_test(a_standard_and_the_attached_record),
	    cmocka_unit_test(pictures_from_memory_and_from_a_function),
	    cmocka_unit_test(an_attachment_from_memory),
	    cmocka_unit_test(results_by_a_function),
	    cmocka_unit_test(progress_is_told_and_stops_the_work),
	    cmocka_unit_test(a_call_with_limits_is_stopped_too),
	    cmocka_unit_test(diagnostics_have_their_parts),
	    cmocka_unit_test(a_number_that_cannot_be_is_an_error),
	    cmocka_unit_test(what_is_missing_or_unknown_is_an_error),
	    cmocka_unit_test(eight_threads_make_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

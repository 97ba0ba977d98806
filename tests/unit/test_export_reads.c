/* The library's other calls, which read: import, check, fix, schema. */
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

static void check_finds_and_fix_mends(void **state)
{
	(void)state;
	static const char slip[] = "form: document\nnumber: 甲[2026]1号\nissuers: 甲局\ntitle: 关于试验的通知\n"
	                           "recipients: 丙局\nbody: 请抓紧落实。\ndate: 2026-01-05\n";
	for (int limited = 0; limited < 2; limited++) {
		hongtou_options handle = HONGTOU_OPTIONS_INIT;
		handle.timeout = limited ? 60 : 0;
		hongtou *h = open_or_skip(&handle);
		hongtou_result *r = hongtou_check(h, slip, strlen(slip), "r.yaml", NULL, NULL);
		const hongtou_diagnostic *d = NULL;
		for (size_t i = 0; (d = hongtou_result_diagnostic(r, i)); i++)
			if (d->edit && d->edit->safe)
				break;
		assert_non_null(d);
		assert_string_equal(d->field, "number");
		assert_non_null(d->clause);
		assert_int_equal(d->edit->line, 2);
		assert_non_null(strstr(d->edit->new_text, "〔"));
		assert_int_equal(hongtou_result_count(r), 0);
		hongtou_result_free(r);
		r = hongtou_fix(h, slip, strlen(slip), "r.yaml", NULL, NULL);
		const hongtou_output *o = hongtou_result_output(r, 0);
		assert_non_null(o);
		assert_true(hongtou_result_fixed(r) >= 1);
		assert_string_equal(o->target, "yaml");
		assert_true(holds(o->data, o->size, "甲〔2026〕1号"));
		hongtou_result_free(r);
		r = hongtou_fix(h, "title: [", 8, "r.yaml", NULL, NULL);
		assert_int_equal(hongtou_result_count(r), 0);
		assert_int_equal(hongtou_result_diagnostic(r, 0)->level, HONGTOU_ERROR);
		hongtou_result_free(r);
		hongtou_close(h);
	}
}

/* It has no place of its own; the message stands at the beginning of the record. */
static void a_field_that_is_missing_is_named(void **state)
{
	(void)state;
	static const char lacking[] = "form: document\ntitle: 关于试验的通知\ndate: 2026-01-05\n";
	static const char *const wanted[] = {"body", "recipients"};
	hongtou *h = open_or_skip(NULL);
	hongtou_result *results[] = {hongtou_check(h, lacking, strlen(lacking), "r.yaml", NULL, NULL),
	                             hongtou_export(h, lacking, strlen(lacking), "r.yaml", NULL, NULL)};
	for (size_t i = 0; i < 2; i++) {
		for (size_t k = 0; k < 2; k++) {
			bool found = false;
			const hongtou_diagnostic *d;
			for (size_t n = 0; (d = hongtou_result_diagnostic(results[i], n)); n++)
				found |= d->field && strcmp(d->field, wanted[k]) == 0 && strstr(d->text, wanted[k]);
			assert_true(found);
		}
		hongtou_result_free(results[i]);
	}
	hongtou_close(h);
}

static void import_makes_a_record(void **state)
{
	(void)state;
	static const char text[] = "关于做好防汛工作的通知\n\n各街道办事处：\n\n    请做好防汛工作。\n\n"
	                           "云湖区水务局\n2026年7月1日\n";
	hongtou *h = open_or_skip(NULL);
	hongtou_import_options options = HONGTOU_IMPORT_OPTIONS_INIT;
	options.target = "yaml";
	options.english = 1;
	hongtou_result *r = hongtou_import(h, text, strlen(text), "a.txt", &options, NULL);
	const hongtou_output *o = hongtou_result_output(r, 0);
	assert_non_null(o);
	assert_string_equal(o->target, "yaml");
	assert_true(holds(o->data, o->size, "title:"));
	assert_string_equal(hongtou_result_form(r), "document");
	hongtou_result_free(r);
	r = hongtou_import(h, text, strlen(text), "a.txt", NULL, NULL);
	o = hongtou_result_output(r, 0);
	assert_string_equal(o->target, "md");
	assert_true(holds(o->data, o->size, "标题"));
	hongtou_result_free(r);
	r = hongtou_import(h, "", 0, "a.txt", NULL, NULL);
	assert_int_equal(hongtou_result_count(r), 0);
	assert_non_null(hongtou_result_diagnostic(r, 0));
	hongtou_result_free(r);
	hongtou_error *error;
	options.no_repair = "width, nothing";
	assert_null(hongtou_import(h, text, strlen(text), "a.txt", &options, &error));
	assert_non_null(strstr(hongtou_error_message(error), "nothing"));
	hongtou_error_free(error);
	hongtou_close(h);
}

static bool is_there(const char *folder, const char *name)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	return access(path, F_OK) == 0;
}

/* LibreOffice ends before the call's process is ended, which would leave it running, and what it wrote. */
static void a_program_ends_before_the_limit(void **state)
{
	(void)state;
	static const char rtf[] = "{\\rtf1 x}",
	                  late[] = "#!/bin/sh\necho >$TMPDIR/began\nsleep 9\necho >$TMPDIR/ended\n";
	char folder[] = "/tmp/hongtou-calls-XXXXXX", path[64], *search = NULL;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/soffice", folder);
	FILE *script = fopen(path, "w");
	assert_non_null(script);
	fputs(late, script);
	assert_int_equal(fchmod(fileno(script), 0755), 0);
	fclose(script);
	const char *given = getenv("PATH"), *before = given ? given : "";
	const size_t room = strlen(before) + sizeof folder + 1;
	assert_non_null(search = malloc(room));
	snprintf(search, room, "%s:%s", folder, before);
	char *old = strdup(before);
	setenv("PATH", search, 1);
	setenv("TMPDIR", folder, 1);
	hongtou_options handle = HONGTOU_OPTIONS_INIT;
	handle.timeout = 2;
	hongtou *h = open_or_skip(&handle);
	hongtou_result *r = hongtou_import(h, rtf, strlen(rtf), "a.rtf", NULL, NULL);
	setenv("PATH", old, 1);
	unsetenv("TMPDIR");
	assert_string_equal(hongtou_result_diagnostic(r, 0)->code, "M609");
	assert_true(is_there(folder, "began") && !is_there(folder, "ended"));
	unlink(path);
	snprintf(path, sizeof path, "%s/began", folder);
	unlink(path);
	assert_int_equal(rmdir(folder), 0);
	hongtou_result_free(r);
	hongtou_close(h);
	free(search);
	free(old);
}

static void pictures_of_an_imported_text(void **state)
{
	(void)state;
	static const char html[] = "<h1>关于图的通知</h1><p>见图。</p><p><img src=\"data:image/png;base64,"
	                           "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5"
	                           "ErkJggg==\"></p>";
	hongtou *h = open_or_skip(NULL);
	hongtou_import_options options = HONGTOU_IMPORT_OPTIONS_INIT;
	options.picture_dir = "a-files";
	hongtou_result *r = hongtou_import(h, html, strlen(html), "a.html", &options, NULL);
	const hongtou_output *o = hongtou_result_output(r, 1);
	if (!o)
		fail_msg("%s", hongtou_result_messages(r));
	assert_string_equal(o->name, "a-files/1.png");
	assert_string_equal(o->extension, "png");
	assert_int_equal(o->size, sizeof png);
	assert_memory_equal(o->data, png, sizeof png);
	hongtou_result_free(r);
	hongtou_close(h);
}

static void the_schema_is_json(void **state)
{
	(void)state;
	hongtou *h = open_or_skip(NULL);
	hongtou_result *r = hongtou_schema(h, NULL);
	const hongtou_output *o = hongtou_result_output(r, 0);
	assert_true(o && holds(o->data, o->size, "draft/2020-12") && holds(o->data, o->size, "成文日期"));
	hongtou_result_free(r);
	hongtou_close(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(check_finds_and_fix_mends),    cmocka_unit_test(a_field_that_is_missing_is_named),
	    cmocka_unit_test(import_makes_a_record),        cmocka_unit_test(a_program_ends_before_the_limit),
	    cmocka_unit_test(pictures_of_an_imported_text), cmocka_unit_test(the_schema_is_json),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The public interface (include/hongtou.h): handles, and what all calls have. */
#include "library.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "apart.h"
#include "base/data.h"
#include "base/intl.h"
#include "base/messages.h"
#include "base/shortage.h"
#include "config.h"
#include "export/messages.h"
#include "record/edit.h"

const char *hongtou_version(void)
{
	return HT_VERSION;
}

const char *hongtou_target(size_t i)
{
	const ht_target *target = ht_export_target_at(i);
	return target ? target->name : NULL;
}

/* ---- the handle ---- */

/* Bytes that the options of no version will have: a greater size was not set, and is not to be read to its end. */
#define OPTIONS_MOST 4096

/* The end of the year 9999: later days have no form in a document. Milliseconds of today are beyond it. */
#define DATE_MOST 253402300799

ht_status lib_options_take(const void *given, size_t least, void *ret, size_t size, ht_diags *diags)
{
	if (!given)
		return HT_OK;
	size_t given_size;
	memcpy(&given_size, given, sizeof given_size);
	if (given_size < least || given_size > OPTIONS_MOST) {
		ht_diag(diags, HT_D_LIBRARY_OPTIONS, (ht_loc){0}, NULL);
		return HT_ERR_INPUT;
	}
	const char *bytes = given;
	for (size_t i = size; i < given_size; i++)
		if (bytes[i]) {
			ht_diag(diags, HT_D_LIBRARY_OLD, (ht_loc){0}, HT_VERSION, NULL);
			return HT_ERR_INPUT;
		}
	memcpy(ret, given, given_size < size ? given_size : size);
	return HT_OK;
}

/* Folders that are read when the handle is opened must be there: what they have would be missing without a word. */
static bool are_folders(const char *option, const char *const *dirs, ht_diags *diags)
{
	struct stat st;
	bool are = true;
	for (; dirs && *dirs; dirs++) {
		if (stat(*dirs, &st) == 0 && S_ISDIR(st.st_mode))
			continue;
		ht_diag(diags, HT_D_LIBRARY_FOLDER, (ht_loc){0}, option, *dirs, NULL);
		are = false;
	}
	return are;
}

static void refuse_number(const char *option, double number, ht_diags *diags)
{
	char text[32];
	snprintf(text, sizeof text, "%.15g", number);
	ht_diag(diags, HT_D_LIBRARY_WORD, (ht_loc){0}, option, text, NULL);
}

bool lib_numbers_hold(double resolution, long long source_date, ht_diags *diags)
{
	const bool sharp = resolution == 0 || (resolution >= HT_RESOLUTION_LEAST && resolution <= HT_RESOLUTION_MOST);
	const bool dated = source_date >= 0 && source_date <= DATE_MOST;
	if (!sharp)
		refuse_number("resolution", resolution, diags);
	if (!dated)
		refuse_number("source_date", (double)source_date, diags);
	return sharp && dated;
}

static hongtou_error_kind open_handle(hongtou *handle, const hongtou_options *options, ht_diags *diags)
{
	static const hongtou_error_kind kinds[] = {[HT_ERR_INPUT] = HONGTOU_ERROR_STYLE,
	                                           [HT_ERR_IO] = HONGTOU_ERROR_STYLE,
	                                           [HT_ERR_LIB] = HONGTOU_ERROR_FONTS,
	                                           [HT_ERR_NOMEM] = HONGTOU_ERROR_MEMORY,
	                                           [HT_ERR_ARG] = HONGTOU_ERROR_STYLE};
	hongtou_options *o = &handle->given;
	const ht_style *style;
	/* messages in the caller's language, wherever the library was installed; its own domain is not touched */
	char path[PATH_MAX];
	bindtextdomain(HT_TEXT_DOMAIN, ht_data_path(HT_DATA_MESSAGES, path));
	bind_textdomain_codeset(HT_TEXT_DOMAIN, "UTF-8");
	const size_t first_version = offsetof(hongtou_options, source_date) + sizeof o->source_date;
	if (lib_options_take(options, first_version, o, sizeof *o, diags) != HT_OK)
		return HONGTOU_ERROR_OPTIONS;
	const bool fonts = are_folders("font_dirs", o->font_dirs, diags);
	const bool numbers = lib_numbers_hold(o->resolution, o->source_date, diags);
	if (!are_folders("style_dirs", o->style_dirs, diags) || !fonts || !numbers)
		return HONGTOU_ERROR_ARGUMENT;
	handle->options = (ht_export_options){
	    .font_dirs = o->font_dirs, .style_dirs = o->style_dirs, .file_dirs = o->file_dirs, .source_date = -1};
	handle->options.styles = &o->style;
	handle->options.n_styles = o->style ? 1 : 0;
	ht_status status = ht_exporter_new(&handle->options, diags, &handle->exporter);
	if (status == HT_OK && o->style)
		status = ht_exporter_style(handle->exporter, o->style, false, diags, &style);
	return kinds[status];
}

hongtou *hongtou_open(const hongtou_options *options, hongtou_error **error)
{
	ht_diags *diags = ht_diags_new();
	hongtou *handle = diags ? calloc(1, sizeof *handle) : NULL;
	ht_shortage_forget();
	hongtou_error_kind kind = handle ? open_handle(handle, options, diags) : HONGTOU_ERROR_MEMORY;
	if (error)
		*error = kind ? lib_error_new(kind, diags) : NULL;
	if (kind) {
		hongtou_close(handle);
		handle = NULL;
	}
	ht_diags_free(diags);
	return handle;
}

void hongtou_close(hongtou *handle)
{
	if (!handle)
		return;
	ht_exporter_free(handle->exporter);
	free(handle);
}

/* ---- calls ---- */

void lib_call_fail(lib_call *c, hongtou_error_kind kind)
{
	if (!c->failure)
		c->failure = kind;
}

void lib_call_refuse(lib_call *c, const char *option, const char *word)
{
	ht_diag(c->diags, HT_D_LIBRARY_WORD, (ht_loc){0}, option, word, NULL);
	lib_call_fail(c, HONGTOU_ERROR_ARGUMENT);
}

void lib_call_no_target(lib_call *c, const char *target, ht_buf *names)
{
	ht_diag(c->diags, HT_D_LIBRARY_TARGET, (ht_loc){0}, target, names->data ? names->data : "", NULL);
	lib_call_fail(c, names->failed ? HONGTOU_ERROR_MEMORY : HONGTOU_ERROR_TARGET);
	ht_buf_free(names);
}

/* An argument is missing. */
static void miss(lib_call *c, const char *name)
{
	ht_diag(c->diags, HT_D_LIBRARY_ARGUMENT, (ht_loc){0}, name, NULL);
	lib_call_fail(c, HONGTOU_ERROR_ARGUMENT);
}

bool lib_call_begin(lib_call *c)
{
	const struct {
		const void *value;
		const char *name;
	} arguments[] = {{c->handle, "handle"}, {c->data, "data"}, {c->name, "name"}};
	c->diags = ht_diags_new();
	c->arena = ht_arena_new();
	if (!c->diags || !c->arena)
		lib_call_fail(c, HONGTOU_ERROR_MEMORY);
	for (size_t i = 0; i < sizeof arguments / sizeof *arguments && !c->failure; i++) {
		if (arguments[i].value)
			continue;
		miss(c, arguments[i].name);
	}
	return !c->failure;
}

void lib_call_files(lib_call *c, const hongtou_file *files, size_t n, hongtou_read_function *read, void *user)
{
	if (n && !files && !c->failure)
		miss(c, "files");
	c->files = files;
	c->n_files = n;
	c->read = read;
	c->user = user;
}

const ht_record_file *lib_call_record(lib_call *c, lib_said *said)
{
	ht_record_file *file = ht_arena_alloc(c->arena, sizeof *file);
	said->failed |= !file;
	if (!file || ht_format_guess(c->name, c->data, c->size) == HT_FORMAT_JSONL)
		return NULL;
	*file = (ht_record_file){0};
	ht_status status = ht_record_file_read(c->arena, c->data, c->size, c->name, HT_FORMAT_AUTO, NULL, file);
	said->failed |= status == HT_ERR_NOMEM;
	return file;
}

/* A file by its name: those in memory, then the caller's function. */
static bool find_file(void *user, const char *name, const void **data, size_t *len)
{
	const lib_call *c = user;
	*data = NULL;
	*len = 0;
	for (size_t i = 0; i < c->n_files; i++)
		if (c->files[i].name && strcmp(c->files[i].name, name) == 0) {
			*data = c->files[i].data;
			*len = c->files[i].size;
			return *data || *len == 0;
		}
	/* a size without bytes is a slip of the caller's: there is no such file */
	return c->read && c->read(c->user, name, data, len) == 1 && (*data || *len == 0);
}

static void stop(lib_call *c)
{
	if (c->failure)
		return;
	ht_diags_clear(c->diags); /* what was said of the record is of no use without its documents */
	ht_diag(c->diags, HT_D_LIBRARY_STOPPED, (ht_loc){0}, NULL);
	lib_call_fail(c, HONGTOU_ERROR_STOPPED);
}

static bool goes_on(void *user, size_t done, size_t total)
{
	lib_call *c = user;
	if (c->progress && c->progress(c->user, done, total) != 0)
		stop(c);
	return !c->failure;
}

static bool still_goes_on(void *user)
{
	return goes_on(user, 0, 0);
}

/* Make the result here. HT_ERR_INPUT: the messages are all there is. */
static ht_status make(lib_call *c, hongtou_result *result)
{
	ht_shortage_forget();
	ht_catalogue_say_broken(ht_exporter_catalogue(c->handle->exporter), c->diags);
	ht_status status = c->run(c, result);
	if (result->said.failed || result->said.lines.failed)
		return HT_ERR_NOMEM;
	return status;
}

/* In the other process. */
static bool make_apart(void *user, ht_buf *out)
{
	lib_call *c = user;
	hongtou_result *result = lib_result_new();
	c->handle->options.goes_on = NULL; /* the caller's own process asks */
	bool ok = result && make(c, result) != HT_ERR_NOMEM && lib_result_put(result, out);
	hongtou_result_free(result);
	return ok;
}

static ht_status make_limited(lib_call *c, hongtou_result *result)
{
	const ht_apart apart = {.timeout = c->handle->given.timeout,
	                        .memory = c->handle->given.memory,
	                        .name = c->name,
	                        .work = make_apart,
	                        .goes_on = c->progress ? still_goes_on : NULL,
	                        .user = c};
	ht_buf bytes = {0};
	ht_status status = ht_apart_run(&apart, c->diags, &bytes);
	if (status == HT_OK && !lib_result_get(result, &bytes))
		status = HT_ERR_NOMEM;
	else if (status == HT_ERR_INPUT && !c->failure)
		lib_said_add_diags(&result->said, c->diags, NULL);
	ht_buf_free(&bytes);
	return result->said.failed || result->said.lines.failed ? HT_ERR_NOMEM : status;
}

/* Hand the files over, one by one. */
static void write_all(lib_call *c, hongtou_result *result)
{
	for (size_t i = 0; i < result->n && c->write && !c->failure; i++) {
		if (c->write(c->user, &result->outputs[i]) != 0)
			stop(c);
		ht_buf_free(&result->data[i]);
		result->outputs[i].data = NULL;
	}
}

hongtou_result *lib_call_end(lib_call *c, hongtou_error **error)
{
	hongtou_result *result = c->failure ? NULL : lib_result_new();
	if (!result)
		lib_call_fail(c, HONGTOU_ERROR_MEMORY);
	if (!c->failure) {
		const bool limited = c->handle->given.timeout || c->handle->given.memory;
		c->given = (ht_given){find_file, c};
		c->handle->options.given = c->n_files || c->read ? &c->given : NULL;
		c->handle->options.goes_on = c->progress ? goes_on : NULL;
		c->handle->options.goes_on_user = c;
		ht_status status = limited ? make_limited(c, result) : make(c, result);
		c->handle->options.given = NULL;
		c->handle->options.goes_on = NULL;
		if (status == HT_ERR_NOMEM)
			lib_call_fail(c, HONGTOU_ERROR_MEMORY);
	}
	if (!c->failure)
		write_all(c, result);
	if (error)
		*error = c->failure ? lib_error_new(c->failure, c->diags) : NULL;
	if (c->failure) {
		hongtou_result_free(result);
		result = NULL;
	}
	ht_diags_free(c->diags);
	ht_arena_free(c->arena);
	return result;
}

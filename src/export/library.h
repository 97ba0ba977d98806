/* Within the library: a handle, what a call makes, and how its result comes from another process.
 *
 * The first failure of a call is kept in it (lib_call.failure); later steps then do nothing. */
#ifndef HT_EXPORT_LIBRARY_H
#define HT_EXPORT_LIBRARY_H

#include "export/export.h"
#include "hongtou.h"
#include "record/edit.h"
#include "style/catalogue.h"

struct hongtou {
	hongtou_options given;
	ht_export_options options; /* of the exporter, which borrows them: each call sets them */
	ht_exporter *exporter;
};

/* Messages as they are handed out. */
typedef struct lib_said {
	ht_arena *arena; /* all that it points to */
	hongtou_diagnostic *v;
	size_t n, cap;
	ht_buf lines;
	bool failed; /* out of memory */
} lib_said;

bool lib_said_begin(lib_said *said);
void lib_said_free(lib_said *said);

/* Copies what it is given.
 * field  in  or NULL
 * edit   in  or NULL */
void lib_said_add(lib_said *said, const ht_message *message, const char *field, const hongtou_edit *edit);

/* Append the field that the message is about: where it is, or that which is missing there. */
void lib_field_path(const ht_record_file *record, const ht_message *message, ht_buf *path);

/* All of diags, those of records with the field they are at. record NULL: no record. */
void lib_said_add_diags(lib_said *said, ht_diags *diags, const ht_record_file *record);

struct hongtou_result {
	lib_said said; /* its arena holds the strings of the outputs, too */
	hongtou_output *outputs;
	ht_buf *data; /* of each */
	size_t n, cap;
	const char *form;
	size_t n_pages, n_fixed, n_failed;
};

/* NULL: out of memory. */
hongtou_result *lib_result_new(void);

/* Add a file; its strings are copied, and data is taken. */
void lib_result_add(hongtou_result *result, const hongtou_output *about, ht_buf *data);

/* The result as bytes, and back. False: out of memory. */
bool lib_result_put(hongtou_result *result, ht_buf *out);
bool lib_result_get(hongtou_result *result, const ht_buf *in);

/* May the numbers that handles and calls have be such? 0: not given. Those that may not are said (E111). */
bool lib_numbers_hold(double resolution, long long source_date, ht_diags *diags);

/* A call: its arguments, and what became of it. */
typedef struct lib_call {
	hongtou *handle;
	const char *data;
	size_t size;
	const char *name;
	const hongtou_file *files;
	size_t n_files;
	hongtou_read_function *read;
	hongtou_write_function *write;
	hongtou_progress_function *progress;
	void *user;
	/* Make the result. Errors: HT_ERR_INPUT, which is no failure of the call; HT_ERR_NOMEM. */
	ht_status (*run)(struct lib_call *call, hongtou_result *result);
	const void *own; /* what run() knows besides */
	ht_arena *arena;
	ht_diags *diags;
	hongtou_error_kind failure; /* 0: none */
	ht_given given;             /* files, then read */
} lib_call;

/* Check the arguments that all calls have. False: call->failure is set. */
bool lib_call_begin(lib_call *call);

/* Keep the first failure; the diagnostics say more. */
void lib_call_fail(lib_call *call, hongtou_error_kind kind);

/* A word of the options is none of those that are known. */
void lib_call_refuse(lib_call *call, const char *option, const char *word);

/* There is no such target; names: those that there are, which are released. */
void lib_call_no_target(lib_call *call, const char *target, ht_buf *names);

/* The files that the record may name: n of them, then those that read gives. Files that are missing fail the call. */
void lib_call_files(lib_call *call, const hongtou_file *files, size_t n, hongtou_read_function *read, void *user);

/* Take those members of options that this library knows.
 * given  in   the caller's structure, which begins with its size; NULL: ret stays as it is
 * least  in   bytes that the first version of the interface had
 * ret    out  size bytes
 * HT_ERR_INPUT with a diagnostic when the size is none that options have, or when a member is set that came with a
 * later version and would be ignored. */
ht_status lib_options_take(const void *given, size_t least, void *ret, size_t size, ht_diags *diags);

/* Run the call, within the handle's limits, and end it. NULL: it failed, and *error says why. */
hongtou_result *lib_call_end(lib_call *call, hongtou_error **error);

/* NULL when out of memory, which callers read as that error. */
hongtou_error *lib_error_new(hongtou_error_kind kind, ht_diags *diags);

/* The record's file, for the fields of messages; NULL if there is nothing to say of it. In the call's arena.
 * said  in/out  fails when out of memory */
const ht_record_file *lib_call_record(lib_call *call, lib_said *said);

#endif

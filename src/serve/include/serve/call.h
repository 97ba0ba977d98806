/* The calls of the HTTP interface: what each takes, gives, and where it runs.
 *
 * A new call is a function, its declaration below, and a row in the table of calls.c. Calls that look at what
 * strangers wrote run in worker processes: bytes in, bytes out. */
#ifndef HT_SERVE_CALL_H
#define HT_SERVE_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "export/export.h"

typedef struct ht_parameter {
	const char *name, *value;
} ht_parameter;

/* What a call is asked. Strings are NUL-terminated; what was not sent is "". */
typedef struct ht_request {
	const char *rest;               /* of the path after the call's own, decoded: of calls that take one */
	const ht_parameter *parameters; /* of the query, n_parameters, decoded */
	size_t n_parameters;
	const char *type;     /* Content-Type without its parameters, in small letters */
	const char *accept;   /* as sent */
	const char *language; /* "zh_CN" or "en": of messages */
	const char *if_match, *if_none_match;
	const char *body; /* len bytes, and a NUL after them */
	size_t len;
} ht_request;

/* The value of a parameter, or NULL. */
const char *ht_request_parameter(const ht_request *request, const char *name);

/* What it answers. */
typedef struct ht_response {
	ht_arena *arena;      /* for its strings */
	unsigned status;      /* of HTTP; 200 at first */
	const char *type;     /* media type; application/json at first */
	const char *etag;     /* in quotes; NULL: none */
	const char *file;     /* the name under which a browser keeps it; NULL: none */
	const char *said;     /* how much was said, for the header Hongtou-Diagnostics; NULL: the body has it */
	const char *location; /* where to go instead; NULL: nowhere */
	ht_buf body;
} ht_response;

/* The name that the record is called by in messages: the parameter `name`, a path beneath the served folder; without
 * it record.yaml, .json or .md by the body's type, or what it looks like. NULL: the name leads out of the folder, and
 * the response says so. */
const char *ht_request_name(const ht_request *request, ht_response *response);

/* The format of the record: by the type of the body, else by that name, else by what the body looks like. */
ht_format ht_request_format(const ht_request *request, const char *name);

/* Answer with an error: `{"error": {"code": "H104", "message": "…"}}`. The arguments are those of the message, ended by
 * NULL. */
void ht_response_error(ht_response *response, unsigned status, ht_code code, ...) __attribute__((sentinel));

/* What a call works with, in its worker. */
typedef struct ht_call_context {
	ht_exporter *exporter;
	ht_export_options *options; /* of the exporter: a call sets what it needs before each use */
	ht_diags *diags;            /* empty at first */
	ht_arena *arena;            /* of this call */
	int folder;                 /* the served one, open; also the working folder */
	const char *version;        /* of the program */
	unsigned seconds;           /* after which this process is ended; 0: it is not */
} ht_call_context;

/* Append `"diagnostics": […]`, as `check -f json` writes them: what was said of the call, no file named by an absolute
 * path that the request did not have. */
void ht_call_put_said(const ht_call_context *c, const ht_request *request, ht_buf *out);

/* Answer 422 with what was said, or for want of memory 507; nothing where status is HT_OK. */
void ht_response_faulty(ht_response *response, const ht_call_context *c, const ht_request *request, ht_status status);

/* Where a call runs. */
typedef enum ht_call_place {
	HT_CALL_PREVIEW, /* short work for somebody who is typing: a worker is kept for it */
	HT_CALL_MAKER,   /* any of the other workers */
	HT_CALL_STORE,   /* the one worker that reads and writes the records of the folder */
	HT_CALL_APART,   /* a worker of its own that is not confined, since it runs other programs */
	HT_CALL_FRONT    /* the process that speaks HTTP, which must never compute */
} ht_call_place;

#define HT_CALL_PLACES HT_CALL_FRONT /* that have workers */

/* A parameter of a call, for its description. */
typedef struct ht_call_parameter {
	const char *name, *type; /* type: of JSON Schema */
	const char *about;
	bool required;
} ht_call_parameter;

#define HT_CALL_PARAMETERS 7

typedef void ht_call_run(ht_call_context *c, const ht_request *request, ht_response *response);

struct sv_server;
struct sv_exchange;
typedef void ht_call_front(struct sv_server *server, struct sv_exchange *exchange);

typedef struct ht_call {
	const char *method, *path;
	ht_call_place place;
	ht_call_run *run;     /* in a worker */
	ht_call_front *front; /* FRONT: instead */
	unsigned most_mib;    /* that the body may have; 0: it has none */
	bool open;            /* answered without a token */
	bool has_rest;        /* the path goes on: /v1/records/PATH */
	bool by_programs;     /* what other programs must read is done APART */
	bool is_inner;        /* called by other calls, never from outside */
	/* for its description (OpenAPI) */
	const char *about;              /* one sentence */
	const char *takes, *gives;      /* media types of bodies, `,` between them; NULL: none */
	const char *schema_in, *schema; /* names of the schemas of JSON in and out; NULL: any */
	ht_call_parameter parameters[HT_CALL_PARAMETERS];
} ht_call;

/* All calls; a row without a method ends them. */
extern const ht_call ht_calls[];

/* The call of a method and a path; NULL: there is none, and *other: one of another method has the path.
 * rest  out  of the path after the call's own */
const ht_call *ht_call_find(const char *method, const char *path, const char **rest, bool *other);

/* ---- the calls that run in workers ---- */

ht_call_run ht_call_export, ht_call_render, ht_call_batch_record;                            /* api_export.c */
ht_call_run ht_call_check, ht_call_fix;                                                      /* api_check.c */
ht_call_run ht_call_import;                                                                  /* api_import.c */
ht_call_run ht_call_records, ht_call_drafts;                                                 /* api_list.c */
ht_call_run ht_call_record_get, ht_call_record_put, ht_call_record_delete, ht_call_versions; /* api_records.c */
ht_call_run ht_call_draft_get, ht_call_draft_put, ht_call_draft_delete;
ht_call_run ht_call_office, ht_call_office_change, ht_call_office_number, ht_call_office_names,
    ht_call_office_names_put;                                            /* api_office.c */
ht_call_run ht_call_pages, ht_call_outline, ht_call_edit, ht_call_forms; /* api_studio.c */
ht_call_run ht_call_schema, ht_call_styles, ht_call_openapi;             /* api_info.c, openapi.c */

#endif

/* The table of calls. */
#include <string.h>

#include "base/str.h"
#include "sv.h"

#define MIB_RECORD 16 /* of a record's text, with room for its tables */
#define MIB_FILE   64 /* of a file to import: HT_IMPORT_MAX_BYTES */
#define MIB_SMALL  1

#define RECORD "application/yaml,application/json,text/markdown"
#define JSON   "application/json"

#define NAME_PARAMETER                                                                                                 \
	{                                                                                                              \
		"name", "string", "the record's name in messages; a path beneath the folder, where its pictures are",  \
		    false                                                                                              \
	}
#define STYLE_PARAMETER                                                                                                \
	{                                                                                                              \
		"style", "string", "style sheets, separated by commas; by the record's form if missing", false         \
	}
#define RESOLUTION_PARAMETER                                                                                           \
	{                                                                                                              \
		"resolution", "integer", "of pictures, dots per inch, 10 to 600", false                                \
	}

const ht_call ht_calls[] = {
    {"POST", "/v1/login", .place = HT_CALL_FRONT, .front = sv_call_login, .most_mib = MIB_SMALL, .open = true,
     .about = "Exchange a ticket, or the password, for a token.", .takes = JSON, .gives = JSON, .schema_in = "Login",
     .schema = "Token"},
    {"GET", "/v1/about", .place = HT_CALL_FRONT, .front = sv_call_about, .open = true,
     .about = "What this server is, and how it lets people in.", .gives = JSON, .schema = "About"},
    {"POST", "/v1/export", .place = HT_CALL_MAKER, .run = ht_call_export, .most_mib = MIB_RECORD,
     .about = "Make documents of a record: one as it is, several as ZIP or, if Accept asks for it, multipart.",
     .takes = RECORD, .gives = "application/pdf,application/zip,multipart/mixed", .schema = NULL,
     .parameters = {{"to", "string", "formats, separated by commas: pdf, ofd, png, odt, docx, trace; pdf if missing",
                     false},
                    NAME_PARAMETER,
                    STYLE_PARAMETER,
                    RESOLUTION_PARAMETER,
                    {"standard", "string", "conformance of the PDF, as of hongtou export --pdf-standard", false},
                    {"attach", "boolean", "attach the record to PDF, OFD, ODT and DOCX", false},
                    {"embed-fonts", "boolean", "embed the fonts in the ODT", false}}},
    {"POST", "/v1/render", .place = HT_CALL_PREVIEW, .run = ht_call_render, .most_mib = MIB_RECORD,
     .about = "Make a picture of one page.", .takes = RECORD, .gives = "image/png",
     .parameters =
         {{"page", "integer", "from 1; 1 if missing", false}, NAME_PARAMETER, STYLE_PARAMETER, RESOLUTION_PARAMETER}},
    {"POST", "/v1/check", .place = HT_CALL_PREVIEW, .run = ht_call_check, .most_mib = MIB_RECORD,
     .about = "Find what in a record does not follow the standards.", .takes = RECORD, .gives = JSON,
     .schema = "Diagnostics", .parameters = {NAME_PARAMETER}},
    {"POST", "/v1/fix", .place = HT_CALL_PREVIEW, .run = ht_call_fix, .most_mib = MIB_RECORD,
     .about = "Say how to change a record's text so that one finding, or all that are safe to fix, is gone.",
     .takes = RECORD, .gives = JSON, .schema = "Edits",
     .parameters = {NAME_PARAMETER,
                    {"code", "string", "of the finding; all that are safe if missing", false},
                    {"line", "integer", "of the finding", false},
                    {"column", "integer", "of the finding", false}}},
    {"POST", "/v1/import", .place = HT_CALL_MAKER, .run = ht_call_import, .most_mib = MIB_FILE, .by_programs = true,
     .about = "Make a record of any text: TXT, Markdown, HTML, DOCX, ODT, PDF, lists in XLSX and CSV; DOC, WPS, RTF "
              "and XLS by LibreOffice.",
     .takes = "application/octet-stream", .gives = JSON, .schema = "Imported",
     .parameters = {{"name", "string", "of the file; its ending helps to recognise it", false},
                    {"to", "string", "md, yaml or json; if missing, that of a record that the file carries, else md",
                     false},
                    {"form", "string", "of the record; as recognised if missing", false},
                    {"english", "boolean", "names of fields in English", false},
                    {"pictures", "string",
                     "folder, as the record is to name it, where the client will put the pictures of the text",
                     false}}},
    {"POST", "/v1/batch", .place = HT_CALL_FRONT, .front = sv_call_batch, .most_mib = MIB_FILE,
     .about = "Make documents of many records, one JSON object a line; answered by one line each, as they are ready.",
     .takes = "application/jsonl", .gives = "application/jsonl", .schema = "BatchLine",
     .parameters = {{"to", "string", "formats, separated by commas; pdf if missing", false},
                    STYLE_PARAMETER,
                    RESOLUTION_PARAMETER}},
    {"POST", "/v1/batch/record", .place = HT_CALL_MAKER, .run = ht_call_batch_record, .is_inner = true},
    {"POST", "/v1/pages", .place = HT_CALL_PREVIEW, .run = ht_call_pages, .most_mib = MIB_RECORD,
     .about = "The finished pages of a record that is being written, as numbers that a client draws; what check and "
              "export say of it.",
     .takes = JSON, .gives = JSON, .schema_in = "PagesAsked", .schema = "Pages"},
    {"POST", "/v1/outline", .place = HT_CALL_PREVIEW, .run = ht_call_outline, .most_mib = MIB_RECORD,
     .about = "The fields of a record with their places.", .takes = JSON, .gives = JSON, .schema_in = "RecordText",
     .schema = "Outline"},
    {"POST", "/v1/edit", .place = HT_CALL_PREVIEW, .run = ht_call_edit, .most_mib = MIB_RECORD,
     .about = "Say how to change a record's text so that one field has another value.", .takes = JSON, .gives = JSON,
     .schema_in = "Change", .schema = "Edits"},
    {"GET", "/v1/forms", .place = HT_CALL_PREVIEW, .run = ht_call_forms, .about = "The forms of document there are.",
     .gives = JSON},
    {"GET", "/v1/forms", .has_rest = true, .place = HT_CALL_PREVIEW, .run = ht_call_forms,
     .about = "How a form is filled in: its fields in the order of its sheet.", .gives = JSON, .schema = "Form"},
    {"GET", "/v1/schema", .place = HT_CALL_PREVIEW, .run = ht_call_schema, .about = "The JSON Schema of records.",
     .gives = "application/schema+json"},
    {"GET", "/v1/styles", .place = HT_CALL_PREVIEW, .run = ht_call_styles,
     .about = "The style sheets, and the form that each makes.", .gives = JSON, .schema = "Styles"},
    {"GET", "/v1/records", .place = HT_CALL_MAKER, .run = ht_call_records, .about = "The records of the folder.",
     .gives = JSON, .schema = "Records",
     .parameters = {{"q", "string", "only those that have this in their name or text", false}}},
    {"GET", "/v1/records", .has_rest = true, .place = HT_CALL_STORE, .run = ht_call_record_get,
     .about = "A file of the folder, or an earlier version of it.", .gives = RECORD,
     .parameters = {{"version", "string", "one that /v1/versions names", false}}},
    {"PUT", "/v1/records", .has_rest = true, .place = HT_CALL_STORE, .run = ht_call_record_put, .most_mib = MIB_FILE,
     .about = "Save a file, whole or not at all: If-Match with the ETag of what it replaces, or If-None-Match: *.",
     .takes = RECORD, .gives = JSON, .schema = "Saved"},
    {"DELETE", "/v1/records", .has_rest = true, .place = HT_CALL_STORE, .run = ht_call_record_delete,
     .about = "Delete a file, with If-Match; its last version is kept.", .gives = JSON},
    {"GET", "/v1/versions", .has_rest = true, .place = HT_CALL_STORE, .run = ht_call_versions,
     .about = "The earlier versions of a file, the newest first.", .gives = JSON, .schema = "Versions"},
    {"GET", "/v1/drafts", .place = HT_CALL_MAKER, .run = ht_call_drafts, .about = "Work that is not saved.",
     .gives = JSON, .schema = "Drafts"},
    {"GET", "/v1/drafts", .has_rest = true, .place = HT_CALL_STORE, .run = ht_call_draft_get,
     .about = "A draft, as it was put.", .gives = "application/octet-stream"},
    {"PUT", "/v1/drafts", .has_rest = true, .place = HT_CALL_STORE, .run = ht_call_draft_put, .most_mib = MIB_RECORD,
     .about = "Keep a draft.", .takes = "application/octet-stream", .gives = JSON},
    {"DELETE", "/v1/drafts", .has_rest = true, .place = HT_CALL_STORE, .run = ht_call_draft_delete,
     .about = "Drop a draft.", .gives = JSON},
    {"GET", "/v1/office", .place = HT_CALL_MAKER, .run = ht_call_office,
     .about = "The office settings: their fields, the next number of each series, what is wrong in them.",
     .gives = JSON, .schema = "Office"},
    {"POST", "/v1/office", .place = HT_CALL_STORE, .run = ht_call_office_change, .most_mib = MIB_RECORD,
     .about =
         "Change fields of the folder's settings; null takes one away. With If-Match, only if the file is what that "
         "ETag says. Answered as GET.",
     .takes = JSON, .gives = JSON, .schema = "Office"},
    {"POST", "/v1/office/number", .place = HT_CALL_STORE, .run = ht_call_office_number, .most_mib = MIB_SMALL,
     .about = "Give the next number of a series: nobody else is given it.", .takes = JSON, .gives = JSON,
     .schema = "Number",
     .parameters = {{"series", "string", "its name: the code, or the bulletin's masthead", true},
                    {"for", "string", "what it is for; goes into the register", false}}},
    {"GET", "/v1/office/names", .place = HT_CALL_MAKER, .run = ht_call_office_names, .about = "The name book.",
     .gives = "text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     .parameters = {{"to", "string", "csv or xlsx; csv if missing", false}}},
    {"PUT", "/v1/office/names", .place = HT_CALL_STORE, .run = ht_call_office_names_put, .most_mib = MIB_RECORD,
     .about = "Take the name book from CSV or XLSX. Answered as GET /v1/office.", .takes = "application/octet-stream",
     .gives = JSON, .schema = "Office", .parameters = {{"name", "string", "of the file: .csv or .xlsx", false}}},
    {"GET", "/v1/wait", .place = HT_CALL_FRONT, .front = sv_call_wait,
     .about = "Wait until a file of the folder changes, for at most 25 seconds.", .gives = JSON, .schema = "Changes",
     .parameters = {{"since", "integer", "the number of the last change that is known; 0: none", false}}},
    {"GET", "/v1/openapi.json", .place = HT_CALL_PREVIEW, .run = ht_call_openapi, .about = "This description.",
     .gives = JSON},
    {"GET", "/healthz", .place = HT_CALL_FRONT, .front = sv_call_health, .open = true,
     .about = "Says that the server is there.", .gives = JSON, .schema = "Health"},
    {"GET", "/metrics", .place = HT_CALL_FRONT, .front = sv_call_metrics,
     .about = "Numbers for monitors, as Prometheus reads them.", .gives = "text/plain"},
    {0},
};

/* Does the call have the path? *rest: what follows it. */
static bool has_path(const ht_call *call, const char *path, const char **rest)
{
	const size_t n = strlen(call->path);
	if (strncmp(path, call->path, n) != 0)
		return false;
	*rest = path + n;
	if (call->has_rest && path[n] == '/' && path[n + 1]) {
		*rest = path + n + 1;
		return true;
	}
	return !path[n] && !call->has_rest;
}

const ht_call *ht_call_find(const char *method, const char *path, const char **rest, bool *other)
{
	*other = false;
	for (const ht_call *call = ht_calls; call->method; call++) {
		if (call->is_inner || !has_path(call, path, rest))
			continue;
		if (strcmp(call->method, method) == 0)
			return call;
		*other = true;
	}
	return NULL;
}

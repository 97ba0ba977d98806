/* One job: a record in, finished files out. The exporter is what stays warm
 * between records: fonts, loaded style sheets. */
#ifndef HT_EXPORT_EXPORT_H
#define HT_EXPORT_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "image/image.h"
#include "office/seals.h"
#include "record/record.h"
#include "render/render.h"
#include "settings/settings.h"
#include "style/catalogue.h"
#include "style/style.h"
#include "text/font.h"

typedef struct ht_exporter ht_exporter;

typedef enum ht_target_kind {
	HT_TARGET_PAGES,   /* fixed pages, from the display list */
	HT_TARGET_EDITABLE /* a document for editing */
} ht_target_kind;

/* A kind of file that is made from a record. */
typedef struct ht_target {
	const char *name;      /* as in --to */
	const char *extension; /* of its files */
	ht_target_kind kind;
	const ht_backend *backend; /* PAGES; else NULL */
} ht_target;

/* All targets: name and extension, the backends of render first. */
#define HT_TARGETS(PAGES, EDITABLE)                                                                                    \
	HT_BACKENDS(PAGES)                                                                                             \
	EDITABLE(odt, "odt")                                                                                           \
	EDITABLE(docx, "docx")                                                                                         \
	EDITABLE(ott, "ott")                                                                                           \
	EDITABLE(dotx, "dotx")                                                                                         \
	EDITABLE(fodt, "fodt")

#define HT_TARGET_ONE(name, extension) +1
enum { HT_TARGET_COUNT = 0 HT_TARGETS(HT_TARGET_ONE, HT_TARGET_ONE) };

/* Deflate level: 1 halves the time of 6 for half a per cent of size, since
 * nearly all of it is font programs. */
#define HT_EXPORT_COMPRESSION 1

typedef struct ht_export_options {
	const char *const *styles; /* names or files, each a document of its own; none: by the record's form */
	size_t n_styles;
	const char *const *font_dirs;              /* NULL-terminated, or NULL */
	const char *const *style_dirs;             /* NULL-terminated, or NULL: first on the style path */
	const char *const *file_dirs;              /* NULL-terminated, or NULL: where records may have files, too */
	const ht_target *targets[HT_TARGET_COUNT]; /* each at most once */
	size_t n_targets;
	const ht_settings *settings; /* of the office, for what records do not say; NULL: none */
	ht_render_options render;    /* its record is set by attach_record */
	bool attach_record;          /* pdf, ofd, odt, docx: put the record's own text into the file */
	bool embed_fonts;            /* odt: put the fonts it needs into the file */
	bool odt_font_lists;   /* odt: a face is the list of its families, not the one that is asked for by name */
	ht_seals_shown seals;  /* odt, docx: what of seals and stamps is in them */
	bool natural_lines;    /* odt, docx: lines end where an editor ends them, not where the PDF's do */
	const ht_given *given; /* files of records that the caller has itself, or NULL */
	/* Called before each step: how many of how many are done. False: no more is to be made of this record. NULL:
	 * it is made whole. */
	bool (*goes_on)(void *user, size_t done, size_t total);
	void *goes_on_user;
	size_t only_page;      /* of targets with a file for each page: 1-based; 0: all */
	long long source_date; /* seconds since the epoch; -1: the record's own date */
	bool vast;             /* a record of any size makes a document of any number of pages */
} ht_export_options;

/* Target i of HT_TARGETS; NULL past the last. */
const ht_target *ht_export_target_at(size_t i);

/* The target with this name, or NULL. */
const ht_target *ht_export_target(const char *name);

/* No input record is read beyond this: 64 MiB of text is 20 million characters. Files of `vast` records are. */
#define HT_EXPORT_MAX_INPUT  ((size_t)64 << 20)
#define HT_EXPORT_VAST_INPUT ((size_t)1 << 40)

/* Where style sheets and other data live: $HONGTOU_DATA, else the source tree
 * for a program run from its build tree, else the installed folder. Writes
 * DIR/sub into the arena; NULL when out of memory. */
const char *ht_export_data_path(ht_arena *arena, const char *sub);

/* The style path of this program (style/catalogue.h). given: NULL-terminated, or
 * NULL. .dirs NULL: out of memory. */
ht_style_dirs ht_export_style_path(ht_arena *arena, const char *const *given);

/* The 8,105 characters of the national table (通用规范汉字表): how many *ret, in
 * the arena, holds; 0 with a diagnostic when the table cannot be read. */
size_t ht_export_characters(ht_arena *arena, ht_diags *diags, uint32_t **ret);

/* Settle what options say of each other: PDF/A-4f attaches the record, and a record that is attached makes an
 * unspecified standard PDF/A-3a with PDF/UA-1. */
void ht_export_settle(ht_export_options *options);

/* options  in   borrowed, with all it points to, until ht_exporter_free()
 * Errors: HT_ERR_LIB (fonts), HT_ERR_NOMEM. */
ht_status ht_exporter_new(const ht_export_options *options, ht_diags *diags, ht_exporter **ret);
void ht_exporter_free(ht_exporter *exporter);

/* The options it was made with: borrowed. */
const ht_export_options *ht_exporter_options(const ht_exporter *exporter);

/* Load beforehand what most records will need: the style sheets that the options
 * name (else those whose forms import knows, and all of the users' own) and their main
 * faces.
 * diags  in/out  what is wrong with them, and which files were read; each is
 *                reported again with the first record that needs it
 * Errors: HT_ERR_NOMEM. */
ht_status ht_exporter_warm(ht_exporter *exporter, ht_diags *diags);

/* The folders and files that it may read later on, besides records and what is in their folders: style sheets, fonts,
 * data, ht_export_options.file_dirs. A list in arena that ends with NULL. NULL: out of memory. */
const char *const *ht_exporter_places(ht_exporter *exporter, ht_arena *arena);

/* The forms its records may have: borrowed. */
const ht_catalogue *ht_exporter_catalogue(const ht_exporter *exporter);

/* The exporter's fonts: borrowed. */
ht_fonts *ht_exporter_fonts(ht_exporter *exporter);

/* The pictures it keeps: borrowed. */
ht_image_cache *ht_exporter_images(ht_exporter *exporter);

/* Load a style sheet, or hand out the one already loaded: borrowed.
 * other  in  as it is for records of other forms (ht_style_load()) */
ht_status ht_exporter_style(ht_exporter *exporter, const char *name, bool other, ht_diags *diags, const ht_style **ret);

/* The sheets loaded so far: borrowed, valid until the next one is loaded. */
const ht_style *const *ht_exporter_loaded(const ht_exporter *exporter, size_t *n);

/* Give a record of a form what the office settings have for it (settings/complete.h).
 * sheet  in  that it is made with, loaded; NULL: those of the options, or its form's
 * Errors: HT_ERR_NOMEM. */
ht_status ht_exporter_complete(ht_exporter *exporter, ht_record *record, const ht_form *form, const char *sheet,
                               ht_diags *diags);

/* The sheet for records of a form: that of the office settings, else the form's own. */
const char *ht_exporter_sheet(ht_exporter *exporter, const ht_form *form);

/* Where its records may have files besides their own folder: NULL-terminated, or NULL. */
const char *const *ht_exporter_file_dirs(ht_exporter *exporter);

/* One finished file. */
typedef struct ht_output {
	const ht_target *target;
	const char
	    *style;  /* the sheet's name, when the options name several or it is not of the record's form; else NULL */
	char *title; /* the paper's, as in its metadata; or NULL; owned */
	char *archive[HT_ARCHIVE_COUNT]; /* likewise, what it tells archives (doc/archive.h) */
	size_t page;                     /* 0, or the 1-based page of a per-page target */
	size_t n_pages;                  /* that it shows */
	ht_buf data;
} ht_output;

typedef struct ht_outputs {
	ht_output *v; /* n of them; free with ht_outputs_free() */
	size_t n;
	size_t n_pages;   /* laid out, whatever the targets */
	size_t n_failed;  /* papers of several that were not made: diags says why */
	const char *form; /* English name of the record's; borrowed from the exporter */
} ht_outputs;

/* Make all targets of one record in memory.
 * data, len, file, line, format  as ht_record_parse()
 * ret  out  untouched unless HT_OK
 * Returns HT_OK, also when some of several papers failed (ret->n_failed); HT_ERR_INPUT when diags holds errors and
 * nothing was made. */
ht_status ht_export_record(ht_exporter *exporter, const char *data, size_t len, const char *file, int line,
                           ht_format format, ht_diags *diags, ht_outputs *ret);
/* The same for a record that was already read from that text, with the exporter's
 * forms (ht_record_read()); the files of its attachments are read into it (ht_record_attach()). */
ht_status ht_export_parsed(ht_exporter *exporter, ht_record *record, const char *data, size_t len, const char *file,
                           ht_format format, ht_diags *diags, ht_outputs *ret);

/* Say what there is to say of a record that has errors (ht_record_read_faulty()), so that a person can correct all
 * faults at once: its attachments are read, and what check finds is said.
 * record  in/out  NULL: nothing is done */
void ht_export_faulty(ht_exporter *exporter, ht_record *record, ht_diags *diags);
void ht_outputs_free(ht_outputs *outputs);

#endif

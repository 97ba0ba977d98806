#define _GNU_SOURCE /* nftw(), mkdtemp() */
/* Files of old office programs, by LibreOffice, which is run as a program with a profile of its own. */
#include "convert.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/infile.h"
#include "base/messages.h"
#include "base/outfile.h"
#include "base/program.h"
#include "import/messages.h"

/* Its first start makes a profile, which takes seconds. */
#define CONVERT_SECONDS 180u
/* What it says while it works. */
#define CONVERT_OUTPUT ((size_t)1 << 20)
/* Folders that are open while the profile is removed. */
#define FOLDERS_OPEN 16

/* ---- which kind ---- */

/* Does data hold the name of a stream of a compound file, which is in UTF-16? */
static bool has_stream(const char *data, size_t len, const char *name)
{
	char wide[64];
	size_t n = strlen(name);
	for (size_t i = 0; i < n; i++) {
		wide[2 * i] = name[i];
		wide[2 * i + 1] = '\0';
	}
	for (const char *p = data; (p = memchr(p, *name, len - (size_t)(p - data))); p++)
		if (len - (size_t)(p - data) >= 2 * n && memcmp(p, wide, 2 * n) == 0)
			return true;
	return false;
}

/* What a compound file is, and what it becomes. */
static const struct {
	const char *stream; /* of a compound file */
	const char *ending, *to;
	ht_code refusal; /* NULL: it can be converted */
} kinds[] = {
    {"EncryptedPackage", NULL, NULL, HT_D_IMPORT_LOCKED},
    {"WordDocument", "doc", "docx", NULL},
    {"WpsDocument", "wps", "docx", NULL},
    {"Workbook", "xls", "xlsx", NULL},
    {"Book", "xls", "xlsx", NULL},
    {"PowerPoint Document", NULL, NULL, HT_D_IMPORT_SLIDES},
};

static bool find_kind(const char *data, size_t len, const char **ending, const char **to, ht_code *refusal)
{
	*ending = "rtf";
	*to = "docx";
	*refusal = NULL;
	if (len > 5 && memcmp(data, "{\\rtf", 5) == 0)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (has_stream(data, len, kinds[i].stream)) {
			*ending = kinds[i].ending;
			*to = kinds[i].to;
			*refusal = kinds[i].refusal;
			return true;
		}
	return false;
}

/* ---- the conversion ---- */

static int remove_one(const char *path, const struct stat *st, int what, struct FTW *at)
{
	(void)st;
	(void)what;
	(void)at;
	return remove(path);
}

static const char *in_folder(im_doc *d, const char *folder, const char *name, const char *ending)
{
	return im_checked(d, ht_arena_printf(d->arena, "%s/%s.%s", folder, name, ending));
}

/* The place of the profile as a URL. */
static const char *profile_of(im_doc *d, const char *folder)
{
	ht_buf url = {0};
	ht_buf_adds(&url, "-env:UserInstallation=file://");
	ht_buf_adduri(&url, folder, "/");
	ht_buf_adds(&url, "/profile");
	const char *made = im_copy_all(d, &url);
	ht_buf_free(&url);
	return made;
}

/* Does the caller end this process before LibreOffice would be late by itself? */
static bool caller_ends_first(const im_doc *d)
{
	return d->seconds && d->seconds <= CONVERT_SECONDS;
}

/* Before the process is ended there is a second to remove what the program wrote. */
static int seconds_for(const im_doc *d)
{
	return (int)(caller_ends_first(d) ? d->seconds - 1 : CONVERT_SECONDS);
}

/* A longer limit helps only if it was the caller's. */
static ht_status refuse_late(im_doc *d)
{
	char seconds[16];
	snprintf(seconds, sizeof seconds, "%u", caller_ends_first(d) ? d->seconds : CONVERT_SECONDS);
	return im_refuse(d, caller_ends_first(d) ? HT_D_IMPORT_PROGRAM_LIMIT : HT_D_IMPORT_PROGRAM_LATE, "LibreOffice",
	                 seconds);
}

static ht_program_end run_office(im_doc *d, const char *folder, const char *in, const char *to)
{
	static const char *const names[] = {"soffice", "libreoffice"};
	const char *profile = profile_of(d, folder);
	ht_program_end end = HT_PROGRAM_MISSING;
	if (!seconds_for(d))
		return HT_PROGRAM_LATE;
	for (size_t i = 0; i < ARRAY_LEN(names) && end == HT_PROGRAM_MISSING && !d->nomem; i++) {
		const char *const args[] = {
		    names[i],       profile, "--headless", "--norestore", "--nologo", "--nodefault",
		    "--convert-to", to,      "--outdir",   folder,        in,         NULL};
		const ht_program program = {args, NULL, 0, CONVERT_OUTPUT, seconds_for(d)};
		ht_buf said = {0};
		end = ht_program_run(&program, &said);
		ht_buf_free(&said);
	}
	return d->nomem ? HT_PROGRAM_NO_MEMORY : end;
}

static ht_status convert_in(im_doc *d, const char *folder, const char *data, size_t len, const char *ending,
                            const char *to, ht_buf *out)
{
	const char *in = in_folder(d, folder, "text", ending), *made = in_folder(d, folder, "text", to);
	ht_status status = d->nomem ? HT_ERR_NOMEM : ht_outfile_put(in, data, len, d->diags);
	if (status != HT_OK)
		return status;
	switch (run_office(d, folder, in, to)) {
	case HT_PROGRAM_MISSING:
		return im_refuse(d, HT_D_IN_OLD_OFFICE, NULL, NULL);
	case HT_PROGRAM_NO_MEMORY:
		return HT_ERR_NOMEM;
	case HT_PROGRAM_BUSY:
		return im_refuse(d, HT_D_NO_PROCESS, strerror(errno), NULL);
	case HT_PROGRAM_LATE:
		return refuse_late(d);
	case HT_PROGRAM_DONE:
		/* it is content even where it could make nothing */
		if (ht_infile_read(made, HT_IMPORT_MAX_BYTES, NULL, out) == HT_OK)
			return HT_OK;
		break;
	case HT_PROGRAM_LARGE:
	case HT_PROGRAM_FAILED:
		break;
	}
	return im_refuse(d, HT_D_IMPORT_CONVERT_FAILED, NULL, NULL);
}

ht_status im_convert(im_doc *d, const char *data, size_t len, ht_buf *out)
{
	const char *ending, *to, *temp = getenv("TMPDIR");
	ht_code refusal;
	if (!find_kind(data, len, &ending, &to, &refusal))
		return im_refuse(d, HT_D_IMPORT_NOT_TEXT, NULL, NULL);
	if (refusal)
		return im_refuse(d, refusal, NULL, NULL);
	char *folder = ht_arena_printf(d->arena, "%s/hongtou-import-XXXXXX", temp && *temp == '/' ? temp : "/tmp");
	if (!folder)
		return HT_ERR_NOMEM;
	if (!mkdtemp(folder))
		return im_refuse(d, HT_D_IMPORT_CONVERT_FAILED, NULL, NULL);
	ht_status status = convert_in(d, folder, data, len, ending, to, out);
	nftw(folder, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
	if (status == HT_OK)
		ht_diag(d->diags, HT_D_IMPORT_CONVERTED, im_whole_file(d), to, NULL);
	return status;
}

/* The register of numbers: a CSV file with a row for each number that was given. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/cell.h"
#include "base/infile.h"
#include "base/outfile.h"
#include "base/str.h"
#include "import/import.h"
#include "numbers.h"
#include "place.h"
#include "settings/messages.h"

#define MOST_BYTES    ((size_t)64 << 20)
#define SYSTEM_FOLDER "/var/lib/hongtou"
#define HEAD          "\xEF\xBB\xBF发文字号,用于,登记日期\r\n" /* the mark by which Excel and WPS know UTF-8 */

static const char *folder_of(const ht_settings *s, ht_settings_place place, ht_arena *arena)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	if (place == HT_SETTINGS_FOLDER)
		return s->files[place].folder;
	if (place == HT_SETTINGS_SYSTEM)
		return SYSTEM_FOLDER;
	if (state && *state == '/')
		return ht_arena_printf(arena, "%s/hongtou", state);
	return home && *home == '/' ? ht_arena_printf(arena, "%s/.local/state/hongtou", home) : NULL;
}

const char *ht_register_path(const ht_settings *s, ht_settings_place place, ht_arena *arena)
{
	const char *folder = folder_of(s, place, arena);
	return folder ? path_in(arena, folder, HT_REGISTER_FILE) : NULL;
}

static ht_status fail(const number_register *r, int error, ht_diags *diags)
{
	ht_diag(diags, HT_D_SETTINGS_REGISTER, (ht_loc){0}, r->path ? r->path : HT_REGISTER_FILE, strerror(error),
	        NULL);
	return HT_ERR_IO;
}

/* The folders that a path is in, made if they are not there. */
static void make_folders(char *path)
{
	for (char *p = path + 1; *p; p++)
		if (*p == '/') {
			*p = '\0';
			mkdir(path, 0700);
			*p = '/';
		}
}

/* Not the file itself, which is replaced whenever it is written. */
static int lock(number_register *r)
{
	const char *slash = strrchr(r->path, '/');
	const int n = slash ? (int)(slash + 1 - r->path) : 0;
	char *path = ht_arena_printf(r->arena, "%.*s.%s.lock", n, r->path, HT_REGISTER_FILE);
	if (!path)
		return ENOMEM;
	if (slash)
		make_folders(path);
	r->lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (r->lock < 0)
		return errno;
	while (flock(r->lock, LOCK_EX) != 0)
		if (errno != EINTR)
			return errno;
	return 0;
}

static ht_status read_rows(number_register *r, const ht_buf *text, ht_diags *diags)
{
	const ht_import_row *rows = NULL;
	size_t n = 0, code;
	int year, number;
	ht_status status = ht_import_rows(r->arena, text->data, text->len, r->path, diags, &rows, &n);
	for (size_t i = 0; status == HT_OK && i < n; i++) {
		const char *first = rows[i].n ? rows[i].cells[0] : "";
		if (i == 0 && strcmp(first, "发文字号") == 0)
			continue;
		if (!rows[i].n)
			continue;
		if (!ht_number_read(first, &code, &year, &number)) {
			ht_diag(diags, HT_D_SETTINGS_REGISTER_ROW, (ht_loc){r->path, rows[i].line, 1}, first, NULL);
			return HT_ERR_INPUT;
		}
		register_row *slot = HT_PUSH(r->arena, r->rows, r->n, r->cap);
		if (!slot)
			return HT_ERR_NOMEM;
		*slot = (register_row){first, rows[i].n > 1 ? ht_cell_text(rows[i].cells[1]) : "", "", rows[i].line};
		if (rows[i].n > 2)
			slot->day = rows[i].cells[2];
	}
	return status;
}

ht_status register_open(number_register *r, const ht_settings *s, ht_settings_place place, bool to_write,
                        ht_arena *arena, ht_diags *diags)
{
	ht_buf text = {0};
	*r = (number_register){.arena = arena, .path = ht_register_path(s, place, arena), .lock = -1};
	if (!r->path)
		return fail(r, ENOENT, diags);
	const int error = to_write ? lock(r) : 0;
	if (error)
		return fail(r, error, diags);
	if (access(r->path, F_OK) != 0)
		return errno == ENOENT ? HT_OK : fail(r, errno, diags);
	ht_status status = ht_infile_read(r->path, MOST_BYTES, diags, &text);
	if (status == HT_OK && text.len)
		status = read_rows(r, &text, diags);
	ht_buf_free(&text);
	return status;
}

ht_status register_write(const number_register *r, ht_diags *diags)
{
	ht_buf out = {0};
	ht_buf_adds(&out, HEAD);
	for (size_t i = 0; i < r->n; i++) {
		ht_buf_addcell(&out, r->rows[i].number, false);
		ht_buf_adds(&out, ",");
		ht_buf_addcell(&out, r->rows[i].purpose, true); /* over HTTP it is anybody's text */
		ht_buf_adds(&out, ",");
		ht_buf_addcell(&out, r->rows[i].day, false);
		ht_buf_adds(&out, "\r\n");
	}
	ht_status status = out.failed ? HT_ERR_NOMEM : ht_outfile_put(r->path, out.data, out.len, diags);
	ht_buf_free(&out);
	return status;
}

void register_close(number_register *r)
{
	if (r->lock >= 0)
		close(r->lock);
	r->lock = -1;
}

#include "source_line.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

#define TAB_COLUMNS 8
#define CUT         "..."

int terminal_columns(FILE *stream)
{
	struct winsize size;
	return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 10 ? size.ws_col : 80;
}

int character_columns(gunichar c)
{
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

/* ---- reading ---- */

void source_file_close(source_file *file)
{
	if (file->stream)
		fclose(file->stream);
	free(file->line);
	g_free(file->name);
	*file = (source_file){0};
}

/* Pipes and devices are not opened: reading them would wait, or take what others are to read. */
static FILE *open_regular(const char *name)
{
	struct stat st;
	return stat(name, &st) == 0 && S_ISREG(st.st_mode) ? fopen(name, "re") : NULL;
}

/* Go to a line; false: the file has no such line. */
static bool read_line(source_file *file, const char *name, int number)
{
	if (!file->name || strcmp(file->name, name) != 0) {
		source_file_close(file);
		file->name = g_strdup(name);
		file->stream = open_regular(name);
	}
	if (file->stream && number < file->number) {
		rewind(file->stream);
		file->number = 0;
	}
	while (file->stream && file->number < number) {
		if (getline(&file->line, &file->cap, file->stream) < 0) {
			fclose(file->stream);
			file->stream = NULL;
			return false;
		}
		file->number++;
	}
	return file->stream != NULL;
}

/* The line without its end and without a byte order mark; NULL if it is no text in UTF-8. */
static const char *line_text(const source_file *file, size_t *len)
{
	const char *text = file->line;
	*len = strcspn(text, "\r\n");
	if (file->number == 1 && g_str_has_prefix(text, "\xEF\xBB\xBF")) {
		text += 3;
		*len -= 3;
	}
	return g_utf8_validate(text, (gssize)*len, NULL) ? text : NULL;
}

/* ---- drawing ---- */

/* A piece of the line as it is shown, and the columns it takes from column x on. What a terminal would obey instead of
 * showing it is shown as a dot. */
static int add_character(GString *out, gunichar c, int x)
{
	if (c == '\t') {
		int n = TAB_COLUMNS - x % TAB_COLUMNS;
		g_string_append_printf(out, "%*s", n, "");
		return n;
	}
	GUnicodeType type = g_unichar_type(c);
	bool hidden = type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR ||
	              type == G_UNICODE_PARAGRAPH_SEPARATOR || type == G_UNICODE_UNASSIGNED;
	g_string_append_unichar(out, hidden ? 0xB7 : c);
	return hidden ? 1 : character_columns(c);
}

/* The line in pieces, one a character. */
typedef struct piece {
	size_t begin; /* in the drawn text */
	int x;        /* column */
} piece;

/* Cut the drawn line so that the place is within width columns: characters [*first, *end). A third of the room is
 * before the place. */
static void cut(const piece *v, size_t n, size_t at, int width, size_t *first, size_t *end)
{
	*first = 0;
	*end = n;
	if (v[n].x <= width)
		return;
	width -= 2 * (int)strlen(CUT);
	while (*first < at && v[at].x - v[*first].x > width / 3 && v[n].x - v[*first].x > width)
		++*first;
	while (*end > at + 1 && v[*end].x - v[*first].x > width)
		--*end;
}

static void add_caret(GString *out, bool colour)
{
	g_string_append(out, colour ? "\033[1;32m^\033[0m" : "^");
}

static void draw(GString *out, const char *text, size_t len, int number, size_t at, int width, bool colour)
{
	size_t n = (size_t)g_utf8_strlen(text, (gssize)len), i = 0, first, end;
	GString *drawn = g_string_new(NULL);
	piece *v = g_new(piece, n + 2);
	int x = 0;
	for (const char *p = text; i < n; p = ht_str_next(p), i++) {
		v[i] = (piece){drawn->len, x};
		x += add_character(drawn, ht_str_char(p), x);
	}
	v[n] = v[n + 1] = (piece){drawn->len, x};
	char gutter[32];
	int used = g_snprintf(gutter, sizeof gutter, "%5d | ", number);
	cut(v, n, at, width - used - 1, &first, &end);
	int before = v[at].x - v[first].x + (first ? (int)strlen(CUT) : 0);
	g_string_append_printf(out, "%s%s%.*s%s\n", gutter, first ? CUT : "", (int)(v[end].begin - v[first].begin),
	                       drawn->str + v[first].begin, end < n ? CUT : "");
	g_string_append_printf(out, "%*s| %*s", used - 2, "", before, "");
	add_caret(out, colour);
	g_string_append_c(out, '\n');
	g_free(v);
	g_string_free(drawn, TRUE);
}

void source_line_add(GString *out, source_file *file, const ht_loc *loc, int width, bool colour)
{
	size_t len;
	if (!loc->file || loc->line <= 0 || loc->col <= 0 || !read_line(file, loc->file, loc->line))
		return;
	const char *text = line_text(file, &len);
	size_t at = (size_t)loc->col - 1;
	if (text && len && at <= (size_t)g_utf8_strlen(text, (gssize)len))
		draw(out, text, len, loc->line, at, width, colour);
}

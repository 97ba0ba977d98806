/* The progress of a batch. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "export_args.h"

#define REDRAW_SECONDS 0.2
#define LINE_SECONDS   10.0

void progress_begin(progress_line *line, bool quiet)
{
	const char *term = getenv("TERM");
	*line = (progress_line){.quiet = quiet};
	line->terminal = isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

/* How many bytes of text fit in width columns, and the columns they take. */
static size_t fit(const char *text, int width, int *used)
{
	const char *p = text, *end = text + strlen(text);
	*used = 0;
	for (size_t n; p < end; p += n) {
		int more = character_columns(ht_utf8_get(p, end, &n));
		if (*used + more > width)
			break;
		*used += more;
	}
	return (size_t)(p - text);
}

static void add_duration(GString *text, double seconds)
{
	long s = (long)(seconds + 0.5);
	if (s >= 3600)
		g_string_append_printf(text, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
	else
		g_string_append_printf(text, "%ld:%02ld", s / 60, s % 60);
}

static double share_of(const ht_batch_progress *p)
{
	double all = (double)p->bytes_total;
	return p->bytes_total ? (double)p->bytes / all : 0;
}

static GString *describe(const ht_batch_progress *p)
{
	GString *text = g_string_new(NULL);
	size_t finished = p->done + p->failed + p->skipped;
	if (p->total)
		g_string_append_printf(text, _("%zu of %zu records"), finished, p->total);
	else
		g_string_append_printf(text, _("%zu records"), finished);
	double share = share_of(p);
	if (share > 0 && !p->total)
		g_string_append_printf(text, " (%.0f%%)", share * 100);
	if (p->seconds > 0.5)
		g_string_append_printf(text, _(", %.0f per second"), (double)finished / p->seconds);
	if (p->failed)
		g_string_append_printf(text, _(", %zu failed"), p->failed);
	if (p->stopping) {
		g_string_append(text, _("; finishing the current records"));
	} else if (share > 0.01 && share < 1 && p->seconds > 1) {
		g_string_append(text, _(", remaining: "));
		add_duration(text, p->seconds * (1 - share) / share);
	}
	return text;
}

/* A bar of width columns, in ASCII, which every terminal shows. */
static void add_bar(GString *out, int width, double share)
{
	int full = (int)(share * width + 0.5);
	g_string_append_c(out, '[');
	for (int i = 0; i < width; i++)
		g_string_append_c(out, i < full ? '#' : '.');
	g_string_append(out, "] ");
}

/* The whole line is written at once, over the previous one, so it does not
 * flicker. */
static void draw(progress_line *line, const ht_batch_progress *p)
{
	const int width = terminal_columns(stderr) - 1; /* the last column would wrap */
	int used;
	GString *text = describe(p), *out = g_string_new("\r");
	size_t len = fit(text->str, width, &used);
	int bar = width - used - 3;
	if (p->bytes_total && bar >= 10)
		add_bar(out, bar < 30 ? bar : 30, share_of(p));
	g_string_append_len(out, text->str, (gssize)len);
	g_string_append(out, "\033[K");
	fwrite(out->str, 1, out->len, stderr);
	fflush(stderr);
	line->visible = true;
	g_string_free(out, TRUE);
	g_string_free(text, TRUE);
}

void progress_show(progress_line *line, const ht_batch_progress *p)
{
	double since = p->seconds - line->shown;
	if (line->quiet || since < (line->terminal ? REDRAW_SECONDS : LINE_SECONDS))
		return;
	line->shown = p->seconds;
	if (line->terminal) {
		draw(line, p);
		return;
	}
	GString *text = describe(p);
	fprintf(stderr, "hongtou: %s\n", text->str);
	g_string_free(text, TRUE);
}

void progress_clear(progress_line *line)
{
	if (line->visible)
		fputs("\r\033[K", stderr);
	line->visible = false;
}

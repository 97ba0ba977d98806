#include "say.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/messages.h"
#include "base/utf8.h"
#include "cli.h"
#include "text/messages.h"

/* Messages that are remembered because they are shown once; more are shown again. */
#define MAX_SEEN 10000

/* Anything was said in this run, by whichever command. */
static bool was_used, was_short;

bool say_was_used(void)
{
	return was_used;
}

bool say_was_short(void)
{
	return was_short;
}

void say_note_short(void)
{
	was_used = was_short = true;
}

void say_short(void)
{
	say_note_short();
	fprintf(stderr, "hongtou: %s\n", _("out of memory"));
}

void say_begin(say *s, FILE *to)
{
	const char *term = getenv("TERM"), *no_colour = getenv("NO_COLOR");
	*s = (say){.to = to, .level = HT_LEVEL_WARNING};
	s->terminal = isatty(fileno(to)) && term && strcmp(term, "dumb") != 0;
	s->colour = s->terminal && !(no_colour && *no_colour);
	s->source = s->terminal;
	s->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->fonts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->substitutes = g_string_new(NULL);
}

error_t say_parse(say *s, int key, const char *arg, struct argp_state *state)
{
	switch (key) {
	case 'v':
		s->level = HT_LEVEL_NOTE;
		return 0;
	case 'q':
		s->level = HT_LEVEL_ERROR;
		return 0;
	case OPTION_STRICT:
		s->strict = true;
		return 0;
	case OPTION_MESSAGES:
		s->json = strcmp(arg, "json") == 0;
		if (!s->json && strcmp(arg, "text") != 0)
			argp_error(state, _("unknown format \"%s\"; choose text or json"), arg);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* ---- one message ---- */

static void print_json(const say *s, const ht_message *m)
{
	ht_buf line = {0};
	ht_message_json(&line, m);
	gchar *valid = line.failed ? NULL : g_utf8_make_valid(line.data, (gssize)line.len);
	if (valid)
		fprintf(s->to, "{%s}\n", valid);
	else
		fprintf(s->to, "hongtou: %s\n", _("out of memory"));
	g_free(valid);
	ht_buf_free(&line);
}

/* Control characters, ends of lines, and what turns the direction of the text. */
static bool is_wild(uint32_t c)
{
	return c < ' ' || (c >= 0x7F && c <= 0x9F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* What a record names is shown, and obeyed by no terminal: such characters are dots. A message stays one line. */
static void tame(ht_buf *line)
{
	ht_buf tamed = {0};
	const char *end = line->data + ht_utf8_check(line->data, line->len), *kept = line->data;
	size_t n;
	for (const char *p = line->data; p < end; p += n) {
		if (!is_wild(ht_utf8_get(p, end, &n)))
			continue;
		ht_buf_add(&tamed, kept, (size_t)(p - kept));
		ht_buf_adds(&tamed, "·");
		kept = p + n;
	}
	ht_buf_add(&tamed, kept, (size_t)(end - kept));
	for (const char *p = end; p < line->data + line->len; p++)
		ht_buf_add(&tamed, (unsigned char)*p < ' ' ? "." : p, 1);
	ht_buf_free(line);
	*line = tamed;
}

/* The line with its level in colour, and bold up to there. */
static void add_coloured(GString *out, const char *line, ht_level level)
{
	static const char *const colours[] = {
	    [HT_LEVEL_NOTE] = "36", [HT_LEVEL_WARNING] = "35", [HT_LEVEL_ERROR] = "31"};
	gchar *name = g_strdup_printf(": %s: ", _(ht_level_name(level)));
	const char *at = strstr(line, name);
	if (at)
		g_string_append_printf(out, "\033[1m%.*s: \033[%sm%s:\033[0m %s", (int)(at - line), line,
		                       colours[level], _(ht_level_name(level)), at + strlen(name));
	else
		g_string_append(out, line);
	g_free(name);
}

static void print_text(say *s, const ht_message *m)
{
	ht_buf line = {0};
	GString *out = g_string_new(NULL);
	ht_message_line(&line, m);
	if (!line.failed)
		tame(&line);
	if (line.failed)
		say_no_memory(s);
	else if (s->colour)
		add_coloured(out, line.data, m->level);
	else
		g_string_append(out, line.data);
	g_string_append_c(out, '\n');
	if (s->source)
		source_line_add(out, &s->file, &m->loc, terminal_columns(s->to), s->colour);
	if (!line.failed)
		fwrite(out->str, 1, out->len, s->to);
	g_string_free(out, TRUE);
	ht_buf_free(&line);
}

static void print(say *s, const ht_message *m)
{
	was_used |= s->to == stderr;
	if (s->json)
		print_json(s, m);
	else
		print_text(s, m);
}

/* ---- what is said once a run ---- */

/* Was the same said before in this run? */
static bool is_repeated(say *s, const ht_message *m)
{
	ht_buf line = {0};
	ht_message_line(&line, m);
	bool repeated = !line.failed && g_hash_table_contains(s->seen, line.data);
	if (!line.failed && !repeated && g_hash_table_size(s->seen) < MAX_SEEN)
		g_hash_table_add(s->seen, g_strdup(line.data));
	ht_buf_free(&line);
	return repeated;
}

static void keep_font(say *s, const char *missing, const char *used)
{
	if (!missing || !used || g_hash_table_contains(s->fonts, missing))
		return;
	g_hash_table_add(s->fonts, g_strdup(missing));
	if (s->substitutes->len)
		g_string_append(s->substitutes, _(", "));
	g_string_append_printf(s->substitutes, _("%s (%s)"), missing, used);
}

void say_message(say *s, const ht_message *m, const char *record)
{
	s->warnings += m->level == HT_LEVEL_WARNING;
	if (!s->json && m->code && strcmp(m->code, HT_D_FONT_SUBSTITUTE->code) == 0) {
		keep_font(s, m->args[0], m->args[1]);
		return;
	}
	if (m->level < s->level || (m->again && !s->json))
		return;
	bool own = record && m->loc.file && strcmp(m->loc.file, record) == 0;
	if (own || !is_repeated(s, m))
		print(s, m);
}

static void show(void *user, const ht_message *m)
{
	say_message(user, m, NULL);
}

void say_diags(say *s, ht_diags *diags)
{
	if (!ht_diags_each(diags, show, s))
		say_no_memory(s);
}

/* One line for all fonts: on a terminal, where a person reads it, or with -v. */
static void say_fonts(say *s)
{
	bool shown = s->level == HT_LEVEL_NOTE || (s->terminal && s->level == HT_LEVEL_WARNING);
	ht_diags *diags = shown && s->substitutes->len ? ht_diags_new() : NULL;
	if (!diags)
		return;
	s->level = HT_LEVEL_NOTE;
	ht_diag(diags, HT_D_FONT_SUBSTITUTES, (ht_loc){0}, s->substitutes->str, NULL);
	say_diags(s, diags);
	ht_diags_free(diags);
}

void say_end(say *s)
{
	say_fonts(s);
	source_file_close(&s->file);
	g_hash_table_destroy(s->seen);
	g_hash_table_destroy(s->fonts);
	g_string_free(s->substitutes, TRUE);
}

/* ---- results ---- */

static void print_result(void *user, const ht_message *m)
{
	const say *s = user;
	was_used = true;
	if (s->json)
		print_json(s, m);
	else
		fprintf(s->to, "hongtou: %s\n", m->text);
}

void say_result(say *s, ht_code code, ...)
{
	const char *v[HT_DIAG_ARGS] = {NULL};
	va_list args;
	va_start(args, code);
	for (size_t i = 0; i < HT_DIAG_ARGS && (v[i] = va_arg(args, const char *)); i++)
		;
	va_end(args);
	ht_diags *diags = ht_diags_new();
	ht_diag(diags, code, (ht_loc){0}, v[0], v[1], v[2], NULL);
	if (!diags || !ht_diags_each(diags, print_result, s))
		say_no_memory(s);
	ht_diags_free(diags);
}

void say_hidden(say *s, size_t n)
{
	if (n && !s->json)
		fprintf(s->to,
		        ngettext("hongtou: %zu note not shown; -v shows it\n",
		                 "hongtou: %zu notes not shown; -v shows them\n", (unsigned long)n),
		        n);
}

void say_no_memory(const say *s)
{
	say_note_short();
	const ht_message m = {.level = HT_LEVEL_ERROR, .code = HT_D_NOMEM->code, .text = _("out of memory")};
	/* a report is not complete, which does not belong in it */
	say copy = *s;
	if (s->to == stdout)
		copy.to = stderr;
	if (s->json)
		print_json(&copy, &m);
	else
		fprintf(copy.to, "hongtou: %s\n", _("out of memory"));
}

static void print_plain(void *user, const ht_message *m)
{
	print(user, m);
}

char *say_text(const say *s, ht_code code, ht_loc loc, const char *argument, size_t *len)
{
	char *text = NULL;
	say copy = *s;
	copy.source = false;
	copy.to = open_memstream(&text, len);
	const bool before = was_used, short_before = was_short;
	ht_diags *diags = copy.to ? ht_diags_new() : NULL;
	ht_diag(diags, code, loc, argument, NULL);
	bool said = diags && ht_diags_each(diags, print_plain, &copy);
	ht_diags_free(diags);
	was_used = before; /* it is not said yet */
	was_short = short_before;
	if (copy.to && fclose(copy.to) == 0 && said)
		return text;
	free(text);
	return NULL;
}

int say_exit_code(const say *s, int code)
{
	return s->strict && s->warnings && code == HT_EXIT_DONE ? HT_EXIT_FAILED : code;
}

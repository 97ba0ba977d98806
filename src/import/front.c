/* What other programs write above a Markdown text, between two lines of ---: its title and facts about the file. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "read.h"

static bool is_rule(const im_line *line)
{
	return strcmp(line->raw, "---") == 0;
}

/* The value of `tags: [a]`, whose name is in *name; NULL: it is none. */
static const char *value_of(im_doc *d, const char *s, const char **name)
{
	const size_t len = strcspn(s, ": \t");
	if (!len || s[len] != ':' || (s[len + 1] && !g_ascii_isspace(s[len + 1])))
		return NULL;
	*name = im_copy(d, s, len);
	return ht_str_skip_spaces(s + len + 1);
}

/* An item of the list above it, or a line that goes on. */
static bool goes_on(const im_line *line)
{
	return line->indent > 0 || ht_str_starts(line->raw, "- ");
}

/* The line of the closing ---; 0: it is no such head, or names no title. *title: the line of it. */
static size_t find_end(im_doc *d, size_t *title)
{
	*title = 0;
	for (size_t i = 1; i < d->n; i++) {
		const char *name, *value = value_of(d, d->lines[i].raw, &name);
		if (is_rule(&d->lines[i]))
			return *title ? i : 0;
		if (!value && !goes_on(&d->lines[i]))
			return 0;
		if (value && *value && !*title && (g_ascii_strcasecmp(name, "title") == 0 || strcmp(name, "标题") == 0))
			*title = i;
	}
	return 0;
}

/* Without the quotation marks around it. */
static const char *unquoted(im_doc *d, const char *s)
{
	const size_t len = strlen(s);
	return len > 2 && strchr("\"'", *s) && s[len - 1] == *s ? im_copy(d, s + 1, len - 2) : s;
}

static void take_title(im_doc *d, im_line *line)
{
	const char *name = "", *value = value_of(d, line->raw, &name);
	im_leave_out(d, name, line->loc, HT_D_IMPORT_LABEL);
	line->text = line->raw = unquoted(d, value);
	line->columns = im_columns(line->text);
}

/* Lines below the head among which the text's own title is. */
#define TITLE_LINES 6

/* Does the text begin with a title of its own, with that of the head in it? */
static bool has_title(im_doc *d, const char *title, size_t i)
{
	const char *key = im_key(d, title);
	for (size_t end = MIN(d->n, i + TITLE_LINES); i < end; i++)
		if (strstr(im_key(d, d->lines[i].text), key) && !im_is_sentence(d->lines[i].text))
			return true;
	return false;
}

void im_read_front(im_doc *d)
{
	size_t title, end = d->n && is_rule(&d->lines[0]) ? find_end(d, &title) : 0;
	if (!end)
		return;
	d->front = true;
	take_title(d, &d->lines[title]);
	const bool again = has_title(d, d->lines[title].text, end + 1);
	for (size_t i = 0; i <= end; i++) {
		im_line *line = &d->lines[i];
		if (i != title || again)
			line->kind = IM_JUNK;
		line->guessed = i != title && !is_rule(line);
	}
}

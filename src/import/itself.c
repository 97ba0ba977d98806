/* A text that is a record already: whoever imports it means to export it. Read as a text, it would be printed with its
 * braces and field names. */
#include <string.h>

#include <glib.h>

#include "attached.h"
#include "import/messages.h"
#include "read.h"
#include "sink.h"

#define FENCE "```"

/* Bytes before the text: a byte order mark, blanks; of UTF-16, their halves that are zero. */
static size_t blanks_at(const char *data, size_t len)
{
	size_t n = 0;
	while (n < len && strchr(" \t\r\n\xEF\xBB\xBF\xFE\xFF", data[n])) /* and zero */
		n++;
	return n;
}

/* Does a line begin with s? */
static bool has_line(const char *data, size_t len, const char *s)
{
	const char *p = data;
	while ((p = g_strstr_len(p, (gssize)(len - (size_t)(p - data)), s))) {
		if (p == data || strchr("\r\n\xBF", p[-1])) /* the last byte of a byte order mark */
			return true;
		p += strlen(s);
	}
	return false;
}

/* Does it say its form, as records in YAML do, or its name that it is one? */
static bool names_form(const im_doc *d, const char *data, size_t len)
{
	static const char *const names[] = {".yaml", ".yml", NULL};
	return (d->file && ht_str_ending_of(d->file, names)) || has_line(data, len, "form:") ||
	       has_line(data, len, "格式:");
}

/* An object or a list of objects, as no text for people begins. */
static bool is_json(const char *s)
{
	static const char blanks[] = " \t\n";
	const char *p = s + strspn(s, blanks);
	if (*p == '[')
		p += 1 + strspn(p + 1, blanks);
	if (*p != '{')
		return false;
	p += 1 + strspn(p + 1, blanks);
	const char *end = *p == '"' ? strchr(p + 1, '"') : NULL;
	return end && end[1 + strspn(end + 1, blanks)] == ':';
}

/* The text as UTF-8 without a byte order mark and with the line ends of Unix; NULL: it holds what no text does, or
 * nomem. */
static char *normalised(im_doc *d, const char *data, size_t len, ht_encoding *encoding)
{
	const char *decoded = NULL;
	size_t n, bad, controls;
	if (im_decode(d->arena, data, len, &decoded, &n, encoding, &bad, &controls) != HT_OK) {
		d->nomem = true;
		return NULL;
	}
	char *text = bad || controls ? NULL : ht_arena_strndup(d->arena, decoded, n), *out = text;
	d->nomem |= !bad && !controls && !text;
	for (const char *p = text; p && *p; p++)
		if (*p != '\r' || p[1] != '\n')
			*out++ = *p;
	if (text)
		*out = '\0';
	return text;
}

/* A text within a fence (```yaml), as programs that answer write it, without that. The text is changed. */
static char *unfenced(char *text)
{
	char *begin = text + strspn(text, " \t\n"), *end = text + strlen(text);
	char *line = ht_str_starts(begin, FENCE) ? strchr(begin, '\n') : NULL;
	while (end > text && strchr(" \t\n", end[-1]))
		end--;
	if (!line || end - line < (ptrdiff_t)strlen("\n" FENCE) || !ht_str_starts(end - strlen("\n" FENCE), "\n" FENCE))
		return text;
	end[-(ptrdiff_t)strlen(FENCE)] = '\0';
	return line + 1;
}

static bool is_valid(im_doc *d, const im_attached *text)
{
	ht_record *record = NULL;
	ht_status status = ht_record_read(text->data, text->len, "record", 1, text->format,
	                                  ht_catalogue_forms(d->catalogue), NULL, &record);
	d->nomem |= status == HT_ERR_NOMEM;
	ht_record_free(record);
	return status == HT_OK;
}

im_attached im_find_itself(im_doc *d, const char *data, size_t len)
{
	const size_t blank = blanks_at(data, len);
	const bool rtf = len - blank > 5 && memcmp(data + blank, "{\\rtf", 5) == 0;
	if (blank == len || rtf || (!strchr("{[-`", data[blank]) && !names_form(d, data, len)))
		return (im_attached){0};
	ht_encoding encoding;
	char *whole = normalised(d, data, len, &encoding);
	const char *text = whole ? unfenced(whole) : NULL;
	im_attached found = {.data = text, .len = text ? strlen(text) : 0, .format = HT_FORMAT_JSON, .itself = true};
	if (text && !is_json(text))
		found.format = ht_format_guess(NULL, text, found.len);
	const bool json = text && is_json(text);
	if (!json && found.format == HT_FORMAT_JSON) /* {\rtf1, or a text in braces */
		return (im_attached){0};
	const ht_node *tree = text ? im_attached_tree(d, &found) : NULL;
	if (tree && is_valid(d, &found)) {
		im_say_encoding(d, encoding);
		return found;
	}
	if (text && !d->nomem && (json || (tree && names_form(d, text, found.len)))) {
		im_refuse(d, HT_D_IMPORT_RECORD_FAULTY, d->file ? d->file : "", NULL);
		d->refused = true;
	}
	return (im_attached){0};
}

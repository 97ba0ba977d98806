/* The tags of HTML and XML, before libxml2 reads them. */
#define _GNU_SOURCE /* memmem() */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "sink.h"

/* Word writes some forty attributes, of namespaces most; sites some dozen. */
#define ATTRIBUTES_MOST 1000

typedef struct tags {
	const char *p, *end;
	bool xml;
} tags;

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool at(const tags *t, const char *s)
{
	const size_t n = strlen(s);
	return (size_t)(t->end - t->p) >= n && memcmp(t->p, s, n) == 0;
}

/* Go on after the next s, or to the end. */
static void skip_to(tags *t, const char *s)
{
	const char *found = memmem(t->p, (size_t)(t->end - t->p), s, strlen(s));
	t->p = found ? found + strlen(s) : t->end;
}

/* HTML: also `--!>` ends a comment. */
static void skip_comment(tags *t)
{
	for (skip_to(t, "--"); t->p < t->end && !at(t, ">") && (t->xml || !at(t, "!>")); skip_to(t, "--"))
		t->p--;
}

/* After `=`: a value in quotes, if it is one. */
static void skip_quoted(tags *t)
{
	while (t->p < t->end && (is_blank(*t->p) || !*t->p))
		t->p++;
	if (t->p == t->end || (*t->p != '"' && *t->p != '\''))
		return;
	const char *close = memchr(t->p + 1, *t->p, (size_t)(t->end - t->p - 1));
	t->p = close ? close + 1 : t->end;
}

/* How many words a tag has after its name, beside values in quotes: at least as many as attributes. */
static size_t count_words(tags *t)
{
	size_t n = 0;
	bool in_word = true;
	while (t->p < t->end && *t->p != '>') {
		const char c = *t->p++;
		if (c == '=') {
			skip_quoted(t);
			in_word = false;
		} else if (is_blank(c) || c == '/') {
			in_word = false;
		} else if (c) { /* not of UTF-16 */
			n += !in_word;
			in_word = true;
		}
	}
	return n;
}

/* What is in <script> and <style> is no element. */
static void skip_raw(tags *t, const char *name, size_t len)
{
	static const char *const raw[] = {"script", "style"};
	for (size_t i = 0; i < ARRAY_LEN(raw) && !t->xml; i++)
		if (len == strlen(raw[i]) && g_ascii_strncasecmp(name, raw[i], len) == 0) {
			do
				skip_to(t, "</");
			while (t->p < t->end &&
			       g_ascii_strncasecmp(t->p, raw[i], MIN(len, (size_t)(t->end - t->p))) != 0);
			return;
		}
}

/* The words of the next tag, or of none. */
static size_t next_tag(tags *t)
{
	if (at(t, "!--")) {
		t->p += strlen("!--");
		skip_comment(t);
		return 0;
	}
	if (t->xml && at(t, "![CDATA[")) {
		skip_to(t, "]]>");
		return 0;
	}
	if (at(t, "!"))
		return 0;
	const char *name = t->p;
	while (t->p < t->end && !is_blank(*t->p) && *t->p != '>' && *t->p != '/')
		t->p++;
	const size_t len = (size_t)(t->p - name);
	const size_t n = count_words(t);
	skip_raw(t, name, len);
	return n;
}

bool im_tags_are_usual(im_doc *d, const char *data, size_t len, bool xml)
{
	tags t = {data, data + len, xml};
	char most[16];
	for (skip_to(&t, "<"); t.p < t.end; skip_to(&t, "<")) {
		while (t.p < t.end && !*t.p) /* of UTF-16 */
			t.p++;
		if (t.p == t.end)
			break;
		const bool letter = g_ascii_isalpha(*t.p) || *t.p == '_' || *t.p == ':' || (*t.p & 0x80);
		if ((letter || *t.p == '!') && next_tag(&t) > ATTRIBUTES_MOST) {
			snprintf(most, sizeof most, "%d", ATTRIBUTES_MOST);
			ht_diag(d->diags, HT_D_IMPORT_ATTRIBUTES, im_whole_file(d), most, NULL);
			d->refused = true;
			return false;
		}
	}
	return true;
}

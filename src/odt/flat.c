/* A flat document: one XML file instead of a package, for programs that compare versions of a text. So it has a line
 * for each element that may be one. */
#include <string.h>

#include "odt_priv.h"

/* Elements before which white space is nothing: what they are in holds no text. */
static const char *const lines[] = {
    "<office:", "<meta:",   "<dc:",          "<config:config-item", "<style:",          "<svg:font-face", "<text:p ",
    "<text:p>", "<text:h ", "<table:table ", "<table:table-h",      "<table:table-row", "<draw:text-box"};

static bool begins_line(const char *p)
{
	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		if (strncmp(p, lines[i], strlen(lines[i])) == 0)
			return true;
	return false;
}

void odt_in_lines(odt *o, ht_xml *x, ht_buf *out)
{
	size_t len;
	const char *bytes = ht_xml_bytes(x, &len), *from = bytes, *end = bytes + len;
	ht_buf buf = {0};
	for (const char *p = bytes; !x->failed && (p = memchr(p, '<', (size_t)(end - p))); p++) {
		if (!begins_line(p) || p == bytes || p[-1] == '\n')
			continue;
		ht_buf_add(&buf, from, (size_t)(p - from));
		ht_buf_adds(&buf, "\n");
		from = p;
	}
	ht_buf_add(&buf, from, (size_t)(end - from));
	if (x->failed || buf.failed || !ht_buf_add(out, buf.data, buf.len))
		ht_draft_fail(&o->d, HT_ERR_NOMEM);
	ht_buf_free(&buf);
}

void odt_binary(odt *o, ht_xml *x, const char *part)
{
	const ht_package *package = &o->d.package;
	for (size_t i = 0; i < package->n; i++)
		if (package->v[i].name && strcmp(package->v[i].name, part) == 0)
			ht_xml_base64(x, package->v[i].data, package->v[i].len);
}

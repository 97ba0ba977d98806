/* Findings as text, JSON and SARIF 2.1.0. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "base/intl.h"
#include "ck.h"

static const char *level_name(const ht_finding *f)
{
	static const char *const names[] = {
	    [HT_LEVEL_NOTE] = "note", [HT_LEVEL_WARNING] = "warning", [HT_LEVEL_ERROR] = "error"};
	return names[ht_diag_lookup(f->code)->level];
}

static void put_pair(ht_buf *out, const char *key, const char *value)
{
	ht_buf_addquoted(out, key);
	ht_buf_adds(out, ": ");
	ht_buf_addquoted(out, value);
}

static void put_message(ht_buf *out, const ht_finding *f)
{
	ht_buf text = {0};
	ht_diag_message(&text, f->code, f->args, HT_FINDING_ARGS);
	ht_buf_addquoted(out, text.data ? text.data : "");
	out->failed |= text.failed;
	ht_buf_free(&text);
}

/* ---- text ---- */

static void write_text_finding(ht_buf *out, const ht_finding *f)
{
	const ht_diag_info *info = ht_diag_lookup(f->code);
	ht_buf_adds(out, f->loc.file ? f->loc.file : "hongtou");
	if (f->loc.line > 0)
		ht_buf_addf(out, ":%d", f->loc.line);
	if (f->loc.line > 0 && f->loc.col > 0)
		ht_buf_addf(out, ":%d", f->loc.col);
	ht_buf_addf(out, ": %s: ", dgettext(HT_TEXT_DOMAIN, level_name(f)));
	ht_diag_message(out, f->code, f->args, HT_FINDING_ARGS);
	ht_buf_addf(out, info->clause ? " [%s; %s]\n" : " [%s]\n", info->code, info->clause);
}

/* ---- JSON ---- */

static void write_json_finding(ht_buf *out, const ht_finding *f)
{
	const ht_diag_info *info = ht_diag_lookup(f->code);
	ht_buf_adds(out, "  {");
	put_pair(out, "code", info->code);
	ht_buf_adds(out, ", ");
	put_pair(out, "level", level_name(f));
	if (info->clause) {
		ht_buf_adds(out, ", ");
		put_pair(out, "clause", info->clause);
	}
	ht_buf_adds(out, ", ");
	put_pair(out, "file", f->loc.file ? f->loc.file : "");
	ht_buf_addf(out, ", \"line\": %d, \"column\": %d, \"message\": ", f->loc.line, f->loc.col);
	put_message(out, f);
	if (f->edit.old) {
		ht_buf_addf(out, ", \"fix\": {\"line\": %d, \"column\": %d, ", f->edit.loc.line, f->edit.loc.col);
		put_pair(out, "old", f->edit.old);
		ht_buf_adds(out, ", ");
		put_pair(out, "new", f->edit.text);
		ht_buf_addf(out, ", \"safe\": %s}", f->edit.safe ? "true" : "false");
	}
	ht_buf_adds(out, "}");
}

/* ---- SARIF ---- */

static void sarif_uri(ht_buf *out, const char *file)
{
	/* RFC 3986, 2.3: what needs no escape */
	static const char unreserved[] = "-._~/";
	ht_buf uri = {0};
	for (const char *p = file; *p; p++) {
		if (g_ascii_isalnum(*p) || strchr(unreserved, *p))
			ht_buf_add(&uri, p, 1);
		else
			ht_buf_addf(&uri, "%%%02X", (unsigned)(unsigned char)*p);
	}
	put_pair(out, "uri", uri.len ? uri.data : "");
	out->failed |= uri.failed;
	ht_buf_free(&uri);
}

static void sarif_region(ht_buf *out, ht_loc loc, const char *old)
{
	ht_buf_addf(out, "{\"startLine\": %d", loc.line > 0 ? loc.line : 1);
	if (loc.col > 0)
		ht_buf_addf(out, ", \"startColumn\": %d", loc.col);
	if (old && loc.col > 0)
		ht_buf_addf(out, ", \"endColumn\": %d", loc.col + (int)ht_str_chars(old));
	ht_buf_adds(out, "}");
}

static void sarif_fix(ht_buf *out, const ht_finding *f)
{
	ht_buf_adds(out, ", \"fixes\": [{\"artifactChanges\": [{\"artifactLocation\": {");
	sarif_uri(out, f->loc.file ? f->loc.file : "");
	ht_buf_adds(out, "}, \"replacements\": [{\"deletedRegion\": ");
	sarif_region(out, f->edit.loc, f->edit.old);
	ht_buf_adds(out, ", \"insertedContent\": {");
	put_pair(out, "text", f->edit.text);
	ht_buf_adds(out, "}}]}]}]");
}

static void write_sarif_finding(ht_buf *out, const ht_finding *f)
{
	ht_buf_adds(out, "    {");
	put_pair(out, "ruleId", ht_diag_lookup(f->code)->code);
	ht_buf_adds(out, ", ");
	put_pair(out, "level", level_name(f));
	ht_buf_adds(out, ", \"message\": {\"text\": ");
	put_message(out, f);
	ht_buf_adds(out, "}, \"locations\": [{\"physicalLocation\": {\"artifactLocation\": {");
	sarif_uri(out, f->loc.file ? f->loc.file : "");
	ht_buf_adds(out, "}, \"region\": ");
	sarif_region(out, f->loc, NULL);
	ht_buf_adds(out, "}}]");
	if (f->edit.old && f->edit.loc.col > 0)
		sarif_fix(out, f);
	ht_buf_adds(out, "}");
}

/* Each code that is used, once. */
static void sarif_rules(const ht_findings *findings, ht_level min_level, ht_buf *out)
{
	bool first = true;
	for (int code = 0; code < HT_D_COUNT; code++) {
		const ht_diag_info *info = ht_diag_lookup((ht_code)code);
		bool used = false;
		for (size_t i = 0; i < findings->n && !used; i++)
			used = findings->v[i].code == (ht_code)code && info->level >= min_level;
		if (!used)
			continue;
		ht_buf_adds(out, first ? "{" : ", {");
		put_pair(out, "id", info->code);
		ht_buf_adds(out, ", \"shortDescription\": {");
		put_pair(out, "text", _(info->text));
		ht_buf_adds(out, "}");
		if (info->clause) {
			ht_buf_adds(out, ", \"help\": {");
			put_pair(out, "text", info->clause);
			ht_buf_adds(out, "}");
		}
		ht_buf_adds(out, "}");
		first = false;
	}
}

static void write_each(const ht_findings *findings, ht_level min_level, const char *gap,
                       void (*one)(ht_buf *, const ht_finding *), ht_buf *out)
{
	bool first = true;
	for (size_t i = 0; i < findings->n; i++) {
		if (ht_diag_lookup(findings->v[i].code)->level < min_level)
			continue;
		if (!first)
			ht_buf_adds(out, gap);
		one(out, &findings->v[i]);
		first = false;
	}
}

bool ht_findings_write(const ht_findings *findings, ht_report_format format, ht_level min_level, const char *version,
                       ht_buf *out)
{
	if (format == HT_REPORT_TEXT) {
		write_each(findings, min_level, "", write_text_finding, out);
	} else if (format == HT_REPORT_JSON) {
		ht_buf_adds(out, "[\n");
		write_each(findings, min_level, ",\n", write_json_finding, out);
		ht_buf_adds(out, "\n]\n");
	} else {
		ht_buf_adds(out,
		            "{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\", \"version\": \"2.1.0\",\n"
		            "  \"runs\": [{\"tool\": {\"driver\": {\"name\": \"hongtou\", ");
		put_pair(out, "version", version);
		ht_buf_adds(out, ", \"rules\": [");
		sarif_rules(findings, min_level, out);
		ht_buf_adds(out, "]}}, \"columnKind\": \"unicodeCodePoints\", \"results\": [\n");
		write_each(findings, min_level, ",\n", write_sarif_finding, out);
		ht_buf_adds(out, "\n  ]}]}\n");
	}
	return !out->failed;
}

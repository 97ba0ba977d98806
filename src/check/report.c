/* Findings as text, JSON and SARIF 2.1.0. */
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "ck.h"
#include "record/edit.h"

ht_message ht_finding_message(const ht_finding *f, ht_buf *text)
{
	ht_message m = {.level = f->code->level, .code = f->code->code, .clause = f->code->clause, .loc = f->loc};
	text->len = 0;
	ht_buf_adds(text, "");
	ht_diag_message(text, f->code, f->args, HT_FINDING_ARGS);
	memcpy(m.args, f->args, sizeof m.args);
	m.text = text->failed ? "" : text->data;
	m.others = f->others;
	m.again = f->again;
	return m;
}

static void put_message(ht_buf *out, const ht_finding *f)
{
	ht_buf text = {0};
	ht_buf_addquoted(out, ht_finding_message(f, &text).text);
	out->failed |= text.failed;
	ht_buf_free(&text);
}

/* ---- text ---- */

static void write_text_finding(ht_buf *out, const ht_finding *f)
{
	ht_buf text = {0};
	if (f->again)
		return;
	const ht_message m = ht_finding_message(f, &text);
	ht_message_line(out, &m);
	ht_buf_adds(out, "\n");
	out->failed |= text.failed;
	ht_buf_free(&text);
}

/* ---- JSON ---- */

static void put_json_finding(ht_buf *out, const ht_finding *f, bool page)
{
	ht_buf text = {0}, other = {0};
	ht_message m = ht_finding_message(f, &text);
	if (page)
		m.text = ht_page_text(&other, &m);
	ht_buf_adds(out, "  {");
	ht_message_json(out, &m);
	out->failed |= text.failed || other.failed;
	ht_buf_free(&text);
	ht_buf_free(&other);
	if (f->edit.old) {
		ht_buf_adds(out, ", \"fix\": {");
		ht_replacement_json(out, f->edit.loc, f->edit.old, f->edit.text);
		if (f->edit.group)
			ht_buf_addf(out, ", \"group\": %zu", f->edit.group);
		ht_buf_addf(out, ", \"safe\": %s}", f->edit.safe ? "true" : "false");
	}
	ht_buf_adds(out, "}");
}

static void write_json_finding(ht_buf *out, const ht_finding *f)
{
	put_json_finding(out, f, false);
}

static void write_page_finding(ht_buf *out, const ht_finding *f)
{
	put_json_finding(out, f, true);
}

/* ---- SARIF ---- */

static void sarif_uri(ht_buf *out, const char *file)
{
	ht_buf uri = {0};
	ht_buf_adduri(&uri, file, "/");
	ht_buf_addpair(out, "uri", uri.data ? uri.data : "");
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
	ht_buf_addpair(out, "text", f->edit.text);
	ht_buf_adds(out, "}}]}]}]");
}

static void write_sarif_finding(ht_buf *out, const ht_finding *f)
{
	ht_buf_adds(out, "    {");
	ht_buf_addpair(out, "ruleId", f->code->code);
	ht_buf_adds(out, ", ");
	ht_buf_addpair(out, "level", ht_level_name(f->code->level));
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

/* Of the messages that the findings use, the one whose code follows that of last (NULL: the first); NULL after the end.
 */
static ht_code next_rule(const ht_findings *findings, ht_level min_level, ht_code last)
{
	ht_code next = NULL;
	for (size_t i = 0; i < findings->n; i++) {
		ht_code code = findings->v[i].code;
		bool later = !last || strcmp(code->code, last->code) > 0;
		if (code->level >= min_level && later && (!next || strcmp(code->code, next->code) < 0))
			next = code;
	}
	return next;
}

/* What a rule says of all places: its text, with an ellipsis for each argument. */
static void put_rule_text(ht_buf *out, const char *text)
{
	ht_buf plain = {0};
	for (const char *p = text; *p; p++) {
		bool argument = p[0] == '{' && p[1] >= '1' && p[1] <= '0' + HT_DIAG_ARGS && p[2] == '}';
		if (argument)
			ht_buf_adds(&plain, "…");
		else
			ht_buf_add(&plain, p, 1);
		p += argument ? 2 : 0;
	}
	ht_buf_addpair(out, "text", plain.failed ? "" : plain.data);
	out->failed |= plain.failed;
	ht_buf_free(&plain);
}

/* Each code that is used, once. */
static void sarif_rules(const ht_findings *findings, ht_level min_level, ht_buf *out)
{
	ht_code rule = NULL;
	for (bool first = true; (rule = next_rule(findings, min_level, rule)); first = false) {
		ht_buf_adds(out, first ? "{" : ", {");
		ht_buf_addpair(out, "id", rule->code);
		ht_buf_adds(out, ", \"shortDescription\": {");
		put_rule_text(out, _(rule->text));
		ht_buf_adds(out, "}");
		if (rule->clause) {
			ht_buf_adds(out, ", \"help\": {");
			ht_buf_addpair(out, "text", rule->clause);
			ht_buf_adds(out, "}");
		}
		ht_buf_adds(out, "}");
	}
}

static void write_each(const ht_findings *findings, ht_level min_level, const char *gap,
                       void (*one)(ht_buf *, const ht_finding *), ht_buf *out)
{
	bool first = true;
	for (size_t i = 0; i < findings->n; i++) {
		if (findings->v[i].code->level < min_level)
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
	} else if (format == HT_REPORT_JSON || format == HT_REPORT_PAGE) {
		ht_buf_adds(out, "[\n");
		write_each(findings, min_level, ",\n",
		           format == HT_REPORT_PAGE ? write_page_finding : write_json_finding, out);
		ht_buf_adds(out, "\n]\n");
	} else {
		ht_buf_adds(out,
		            "{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\", \"version\": \"2.1.0\",\n"
		            "  \"runs\": [{\"tool\": {\"driver\": {\"name\": \"hongtou\", ");
		ht_buf_addpair(out, "version", version);
		ht_buf_adds(out, ", \"rules\": [");
		sarif_rules(findings, min_level, out);
		ht_buf_adds(out, "]}}, \"columnKind\": \"unicodeCodePoints\", \"results\": [\n");
		write_each(findings, min_level, ",\n", write_sarif_finding, out);
		ht_buf_adds(out, "\n  ]}]}\n");
	}
	return !out->failed;
}

/* Formulas of Word (OMML) and of web pages and Writer (MathML) in one line: a²+b², (a+b)/c, √(x+1). Names of elements
 * are looked up in one table, whatever their prefix: the two languages do not share any that differ in meaning. */
#include <string.h>

#include "base/script.h"
#include "base/utf8.h"
#include "import/messages.h"
#include "sink.h"

typedef struct writer {
	im_sink *s;
	ht_buf out;
	bool drawn; /* it has more than a line of text can show: a fraction, a root … */
} writer;

static void put(writer *w, const xmlNode *node, int depth);

static void put_children(writer *w, const xmlNode *node, int depth)
{
	if (im_too_deep(w->s->d, node, depth))
		return;
	for (const xmlNode *c = node->children; c; c = c->next)
		put(w, c, depth + 1);
}

/* Child n of the elements in node, or NULL. */
static const xmlNode *part(const xmlNode *node, size_t n)
{
	for (const xmlNode *c = node->children; c; c = c->next)
		if (c->type == XML_ELEMENT_NODE && !ht_str_ends((const char *)c->name, "Pr") && n-- == 0)
			return c;
	return NULL;
}

/* The text of a part, in the arena. */
static const char *part_text(writer *w, const xmlNode *node, int depth)
{
	writer inner = {.s = w->s};
	if (node)
		put(&inner, node, depth + 1);
	const char *text = im_copy_buf(w->s->d, &inner.out);
	ht_buf_free(&inner.out);
	w->drawn |= inner.drawn;
	return text;
}

/* Does the text need brackets beside / or √? */
static bool is_compound(const char *text)
{
	for (const char *p = text; *p; p = ht_str_next(p))
		if (ht_str_one_of(p, "+-−–*/×÷=<>±≤≥ "))
			return true;
	return false;
}

static void put_bracketed(writer *w, const char *text)
{
	bool compound = is_compound(text);
	ht_buf_addf(&w->out, compound ? "(%s)" : "%s", text);
}

/* Raised or lowered, where all its characters can be; else ^(…) and _(…). */
static void put_script(writer *w, const char *text, bool raised)
{
	size_t before = w->out.len, n;
	for (const char *p = text, *end = text + strlen(text); p < end; p += n) {
		char form[8];
		uint32_t cp = ht_utf8_get(p, end, &n), raised_cp = ht_script_form(cp, raised);
		if (ht_script_of(cp).base || (raised && (cp == 0x2032 || cp == '\'' || cp == 0xB0)))
			raised_cp = cp;
		if (!raised_cp) {
			w->out.len = before;
			w->drawn = true;
			ht_buf_addf(&w->out, "%s(%s)", raised ? "^" : "_", text);
			return;
		}
		ht_buf_add(&w->out, form, ht_utf8_put(form, raised_cp));
	}
}

static void put_scripts(writer *w, const xmlNode *node, int depth, int lower, int upper)
{
	const xmlNode *base = part(node, 0);
	if (base)
		put(w, base, depth + 1);
	if (lower)
		put_script(w, part_text(w, part(node, (size_t)lower), depth), false);
	if (upper)
		put_script(w, part_text(w, part(node, (size_t)upper), depth), true);
}

static void put_sub(writer *w, const xmlNode *node, int depth)
{
	put_scripts(w, node, depth, 1, 0);
}

static void put_sup(writer *w, const xmlNode *node, int depth)
{
	put_scripts(w, node, depth, 0, 1);
}

static void put_sub_sup(writer *w, const xmlNode *node, int depth)
{
	put_scripts(w, node, depth, 1, 2);
}

static void put_fraction(writer *w, const xmlNode *node, int depth)
{
	w->drawn = true;
	put_bracketed(w, part_text(w, part(node, 0), depth));
	ht_buf_adds(&w->out, "/");
	put_bracketed(w, part_text(w, part(node, 1), depth));
}

static void put_root(writer *w, const char *degree, const char *text)
{
	w->drawn = true;
	if (*degree)
		put_script(w, degree, true);
	ht_buf_adds(&w->out, "√");
	put_bracketed(w, text);
}

static void put_sqrt(writer *w, const xmlNode *node, int depth)
{
	writer inner = {.s = w->s};
	put_children(&inner, node, depth);
	put_root(w, "", im_copy_buf(w->s->d, &inner.out));
	ht_buf_free(&inner.out);
}

/* mroot has the degree last, m:rad first. */
static void put_mroot(writer *w, const xmlNode *node, int depth)
{
	put_root(w, part_text(w, part(node, 1), depth), part_text(w, part(node, 0), depth));
}

static void put_rad(writer *w, const xmlNode *node, int depth)
{
	put_root(w, part_text(w, im_child(node, "deg"), depth), part_text(w, im_child(node, "e"), depth));
}

static const char *property(writer *w, const xmlNode *node, const char *group, const char *name, const char *otherwise)
{
	const char *value = im_attribute(w->s->d, im_child(im_child(node, group), name), "val");
	return im_given(value, otherwise);
}

/* ∑ with its limits. */
static void put_nary(writer *w, const xmlNode *node, int depth)
{
	w->drawn = true;
	ht_buf_adds(&w->out, property(w, node, "naryPr", "chr", "∫"));
	put_script(w, part_text(w, im_child(node, "sub"), depth), false);
	put_script(w, part_text(w, im_child(node, "sup"), depth), true);
	ht_buf_adds(&w->out, part_text(w, im_child(node, "e"), depth));
}

static void put_delimited(writer *w, const xmlNode *node, int depth)
{
	bool first = true;
	ht_buf_adds(&w->out, property(w, node, "dPr", "begChr", "("));
	for (const xmlNode *c = node->children; c; c = c->next) {
		if (!im_is_element(c, "e"))
			continue;
		ht_buf_adds(&w->out, first ? "" : property(w, node, "dPr", "sepChr", "|"));
		put_children(w, c, depth + 1);
		first = false;
	}
	ht_buf_adds(&w->out, property(w, node, "dPr", "endChr", ")"));
}

/* Rows of a matrix or of equations: one after the other. */
static void put_rows(writer *w, const xmlNode *node, int depth)
{
	w->drawn = true;
	for (const xmlNode *c = node->children; c; c = c->next) {
		const char *text = c->type == XML_ELEMENT_NODE ? part_text(w, c, depth) : "";
		if (*text)
			ht_buf_addf(&w->out, w->out.len ? " %s" : "%s", text);
	}
}

/* A sign over or under a base, whose place a line cannot show. */
static void put_stacked(writer *w, const xmlNode *node, int depth)
{
	w->drawn = true;
	put_children(w, node, depth);
}

static void put_struck(writer *w, const xmlNode *node, int depth)
{
	(void)depth;
	w->drawn = true;
	im_leave_out(w->s->d, im_content(w->s->d, node), w->s->loc, HT_D_IMPORT_HIDDEN);
}

static void skip(writer *w, const xmlNode *node, int depth)
{
	(void)w;
	(void)node;
	(void)depth;
}

/* Other elements are transparent. */
static const struct {
	const char *name;
	void (*put)(writer *w, const xmlNode *node, int depth);
} elements[] = {
    {"sSub", put_sub},
    {"sSup", put_sup},
    {"sSubSup", put_sub_sup},
    {"msub", put_sub},
    {"msup", put_sup},
    {"msubsup", put_sub_sup},
    {"f", put_fraction},
    {"mfrac", put_fraction},
    {"rad", put_rad},
    {"msqrt", put_sqrt},
    {"mroot", put_mroot},
    {"nary", put_nary},
    {"d", put_delimited},
    {"m", put_rows},
    {"eqArr", put_rows},
    {"mtable", put_rows},
    {"limLow", put_stacked},
    {"limUpp", put_stacked},
    {"acc", put_stacked},
    {"bar", put_stacked},
    {"munder", put_stacked},
    {"mover", put_stacked},
    {"munderover", put_stacked},
    {"phant", put_struck},
    {"mphantom", put_struck},
    {"del", put_struck},
    {"annotation", skip},
    {"annotation-xml", skip},
    {"rPr", skip},
    {"ctrlPr", skip},
};

static void put(writer *w, const xmlNode *node, int depth)
{
	if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE || node->type == XML_ENTITY_REF_NODE) {
		const char *text = im_content(w->s->d, node);
		ht_buf_adds(&w->out, text);
		return;
	}
	if (node->type != XML_ELEMENT_NODE)
		return;
	for (size_t i = 0; i < ARRAY_LEN(elements); i++)
		if (im_is_element(node, elements[i].name)) {
			elements[i].put(w, node, depth);
			return;
		}
	put_children(w, node, depth);
}

void im_put_formula(im_sink *s, const xmlNode *node, int depth)
{
	writer w = {.s = s};
	put_children(&w, node, depth);
	const char *text = im_copy_buf(s->d, &w.out);
	ht_buf_free(&w.out);
	if (!*text)
		return;
	im_sink_text(s, text, true);
	if (s->look.leave)
		return;
	ht_diag(s->d->diags, w.drawn ? HT_D_IMPORT_FORMULA_DRAWN : HT_D_IMPORT_FORMULA, s->loc, text, NULL);
}

/* Fields of DOCX. Most have a result, which is text as any other; boxes, lists to choose from and EQ, by which Word
 * draws circled characters, readings and fractions, have none. */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "docx.h"
#include "import/messages.h"

bool dx_is_shown(const dx_reader *r)
{
	for (size_t i = 0; i < r->n_fields; i++)
		if (!r->fields[i].in_result)
			return false;
	return !r->deeper;
}

/* ---- EQ ---- */

/* The arguments `(a,b)` at *p; *p moves after them. How many there are. */
#define EQ_ARGUMENTS 4

static size_t take_arguments(im_doc *d, const char **p, const char *args[EQ_ARGUMENTS])
{
	size_t n = 0;
	int depth = 0;
	const char *s = *p + strspn(*p, " "), *from = s + 1;
	if (*s != '(')
		return 0;
	for (; *s; s++) {
		depth += *s == '(';
		depth -= *s == ')';
		bool end = !depth && *s == ')', comma = depth == 1 && (*s == ',' || *s == ';');
		if (!end && !comma)
			continue;
		if (n < EQ_ARGUMENTS)
			args[n++] = im_copy(d, from, (size_t)(s - from));
		from = s + 1;
		if (end)
			break;
	}
	*p = *s ? s + 1 : s;
	return n;
}

static const char *eq_text(im_doc *d, const char *s, int depth);

/* In brackets, where more than a name or a number is there. */
static const char *bracketed(im_doc *d, const char *s)
{
	bool compound = strpbrk(s, "+-*/= ") || strstr(s, "×");
	return im_checked(d, ht_arena_printf(d->arena, compound ? "(%s)" : "%s", s));
}

/* \o(○,3): a character in a ring; \o(\s\up 9(reading),character). */
static const char *overstruck(im_doc *d, const char *const *args, size_t n, int depth)
{
	const char *a = n ? eq_text(d, args[0], depth) : "", *b = n > 1 ? eq_text(d, args[1], depth) : "";
	if (n > 1 && strstr(args[0], "\\s"))
		return im_checked(d, ht_arena_printf(d->arena, "%s（%s）", b, a));
	if (!ht_str_one_of(a, "○◯〇"))
		return im_checked(d, ht_arena_printf(d->arena, "%s%s", a, b));
	long number = strtol(b, NULL, 10);
	if (number >= 1 && number <= 20)
		return im_number_text(d, IM_CIRCLED, (int)number, false);
	return im_checked(d, ht_arena_printf(d->arena, "（%s）", b));
}

static const char *eq_command(im_doc *d, char command, const char *const *args, size_t n, int depth)
{
	const char *all = "";
	if (command == 'o')
		return overstruck(d, args, n, depth);
	if (command == 'f' && n == 2)
		return im_checked(d, ht_arena_printf(d->arena, "%s/%s", bracketed(d, eq_text(d, args[0], depth)),
		                                     bracketed(d, eq_text(d, args[1], depth))));
	for (size_t i = 0; i < n; i++)
		all = im_checked(d, ht_arena_printf(d->arena, "%s%s%s", all, i ? "," : "", eq_text(d, args[i], depth)));
	return command == 'r' ? im_checked(d, ht_arena_printf(d->arena, "√%s", bracketed(d, all))) : all;
}

/* `\o\ac(○,1)` as text. */
static const char *eq_text(im_doc *d, const char *s, int depth)
{
	ht_buf out = {0};
	while (*s && depth < IM_MAX_DEPTH) {
		const char *args[EQ_ARGUMENTS];
		if (*s != '\\' || !g_ascii_isalpha(s[1])) {
			s += *s == '\\' && s[1] && s[1] != '*';
			ht_buf_add(&out, s, *s != '\0');
			s += *s != '\0';
			continue;
		}
		char command = g_ascii_tolower(s[1]);
		while (*s == '\\' || g_ascii_isalnum(*s) || *s == ' ') /* with its options */
			s++;
		size_t n = take_arguments(d, &s, args);
		ht_buf_adds(&out, eq_command(d, command, args, n, depth + 1));
	}
	const char *text = im_copy_buf(d, &out);
	ht_buf_free(&out);
	return text;
}

/* Options for all of the field: `\* jc2 \* "Font:宋体" \* hps10`. */
static const char *skip_eq_options(const char *s)
{
	s += strspn(s, " ");
	while (ht_str_starts(s, "\\*")) {
		s += 2 + strspn(s + 2, " ");
		if (*s == '"') {
			const char *end = strchr(s + 1, '"');
			s = end ? end + 1 : s + strlen(s);
		}
		s += strcspn(s, " ");
		s += strspn(s, " ");
	}
	return s;
}

static void put_eq(dx_reader *r, const char *s)
{
	im_doc *d = r->sink.d;
	const char *text = eq_text(d, skip_eq_options(s), 0);
	if (!*text || r->sink.look.leave)
		return;
	im_sink_text(&r->sink, text, false);
	ht_diag(d->diags, HT_D_IMPORT_FORMULA_DRAWN, r->sink.loc, text, NULL);
}

/* ---- forms ---- */

static void put_box(dx_reader *r, const xmlNode *box)
{
	im_doc *d = r->sink.d;
	int checked = dx_on_off(d, box, "checked");
	checked = checked < 0 ? dx_on_off(d, box, "default") : checked;
	im_sink_text(&r->sink, checked > 0 ? "☑" : "☐", false);
}

/* The entry that was chosen; the first one, before anything is. */
static void put_choice(dx_reader *r, const xmlNode *list)
{
	im_doc *d = r->sink.d;
	int n = im_attribute_int(d, im_child(list, "result"), "val",
	                         im_attribute_int(d, im_child(list, "default"), "val", 0));
	for (const xmlNode *c = list->children; c; c = c->next) {
		if (!im_is_element(c, "listEntry"))
			continue;
		const char *text = im_attribute(d, c, "val");
		if (n-- == 0 && text)
			im_sink_text(&r->sink, text, false);
	}
}

static void put_form(dx_reader *r, const xmlNode *form)
{
	const xmlNode *box = im_child(form, "checkBox"), *list = im_child(form, "ddList");
	if (box)
		put_box(r, box);
	else if (list)
		put_choice(r, list);
}

/* ---- all ---- */

/* A field that has no result in the file. */
static void put_without_result(dx_reader *r, const dx_field *field)
{
	im_doc *d = r->sink.d;
	const char *s = im_copy_buf(d, &field->instruction);
	if (field->form)
		put_form(r, field->form);
	if (g_ascii_strncasecmp(s, "EQ ", 3) == 0) {
		put_eq(r, s + 3);
	} else if (g_ascii_strncasecmp(s, "MACROBUTTON ", 12) == 0) {
		s += 12 + strspn(s + 12, " ");
		s += strcspn(s, " ");
		im_sink_text(&r->sink, s + strspn(s, " "), false);
	}
}

static void end_field(dx_reader *r)
{
	dx_field field = r->fields[--r->n_fields];
	if (dx_is_shown(r) && (!field.in_result || r->sink.line.len == field.from))
		put_without_result(r, &field);
	r->sink.d->nomem |= field.instruction.failed;
	ht_buf_free(&field.instruction);
}

void dx_put_field_char(dx_reader *r, const xmlNode *node)
{
	const char *type = im_attribute(r->sink.d, node, "fldCharType");
	dx_field *last = r->n_fields ? &r->fields[r->n_fields - 1] : NULL;
	if (!type)
		return;
	if (strcmp(type, "begin") == 0) {
		if (r->n_fields == DX_FIELDS)
			r->deeper++;
		else
			r->fields[r->n_fields++] = (dx_field){.form = im_child(node, "ffData")};
	} else if (strcmp(type, "separate") == 0 && last && !r->deeper) {
		last->in_result = true;
		last->from = r->sink.line.len;
	} else if (strcmp(type, "end") == 0 && r->deeper) {
		r->deeper--;
	} else if (strcmp(type, "end") == 0 && last) {
		end_field(r);
	}
}

void dx_put_instruction(dx_reader *r, const xmlNode *node)
{
	if (r->n_fields && !r->deeper && !r->fields[r->n_fields - 1].in_result)
		ht_buf_adds(&r->fields[r->n_fields - 1].instruction, im_content(r->sink.d, node));
}

void dx_end_fields(dx_reader *r)
{
	while (r->n_fields)
		ht_buf_free(&r->fields[--r->n_fields].instruction);
}

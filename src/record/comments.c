/* What YAML leaves out of a record as comments, though it may be text. Only here, where the fields are known: a day or
 * a number cannot go on after a blank and #. */
#include <string.h>

#include "base/buf.h"
#include "record/messages.h"
#include "reader.h"

/* raw in quotes, or NULL: out of memory. */
static const char *quoted(ht_arena *arena, const char *raw)
{
	ht_buf out = {0};
	if (!strpbrk(raw, "\"\\")) {
		ht_buf_addf(&out, "\"%s\"", raw);
		return ht_buf_take(&out, arena);
	}
	ht_buf_adds(&out, "'");
	for (const char *p = raw; *p; p++) {
		if (*p == '\'')
			ht_buf_adds(&out, "'");
		ht_buf_add(&out, p, 1);
	}
	ht_buf_adds(&out, "'");
	return ht_buf_take(&out, arena);
}

static bool takes_text(const ht_field *f)
{
	return !f || (f->type != HT_TYPE_INT && f->type != HT_TYPE_BOOL && f->type != HT_TYPE_DATE &&
	              f->type != HT_TYPE_ENUM);
}

/* Does the value begin with a tag, an anchor or an alias (!!str, &a, *a)? In quotes it would be text. */
static bool has_property(const char *raw)
{
	return *raw && strchr("!&*", *raw);
}

static void tell(ht_reader *r, const ht_node *node, const ht_field *f)
{
	if (!node->comment)
		return;
	bool text = takes_text(f);
	ht_code code = HT_D_COMMENT_TYPED;
	if (text)
		code = HT_D_COMMENT;
	ht_diag(r->diags, code, node->comment_loc, node->comment, NULL);
	ht_slip slip = {.code = code, .loc = node->comment_loc, .arg = node->comment, .at = node->loc};
	if (text && node->raw && !has_property(node->raw)) {
		slip.old = node->raw;
		slip.text = quoted(r->arena, node->raw);
		r->nomem |= !slip.text;
		if (!*node->text)
			slip.at = node->comment_loc;
	}
	r->nomem |= !ht_slips_add(r->arena, r->slips, slip);
}

/* Of a map in f: its fields; NULL: keys of another kind. */
static const ht_field *fields_of(const ht_field *f)
{
	return f && (f->type == HT_TYPE_GROUP || f->type == HT_TYPE_GROUPS) ? f->sub : NULL;
}

static void tell_below(ht_reader *r, const ht_node *node, const ht_field *f, const ht_field *fields)
{
	if (node->kind == HT_NODE_SCALAR)
		tell(r, node, f);
	for (size_t i = 0; node->kind == HT_NODE_SEQ && i < node->n; i++)
		tell_below(r, node->items[i], f, fields);
	for (size_t i = 0; node->kind == HT_NODE_MAP && i < node->n; i++) {
		const ht_node *key = node->pairs[i].key;
		const ht_field *own = fields ? ht_field_by_key(fields, key->text) : NULL;
		tell_below(r, node->pairs[i].value, own, fields_of(own));
	}
}

void ht_read_comments(ht_reader *r, const ht_node *root)
{
	tell_below(r, root, NULL, ht_record_fields());
}

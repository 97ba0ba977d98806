#include "change.h"

#include <string.h>

#include "base/str.h"
#include "settings/messages.h"
#include "settings/settings.h"

/* Bytes of the text before a place. */
static size_t offset_of(const char *text, ht_loc loc)
{
	const char *p = text;
	for (int line = 1; line < loc.line && *p; p++)
		line += *p == '\n';
	for (int col = 1; col < loc.col && *p; col++)
		p = ht_str_next(p);
	return (size_t)(p - text);
}

static ht_status apply(ht_arena *arena, ht_buf *text, const char *field, const ht_node *value)
{
	const ht_path_step step = {field, 0};
	const ht_change_op op = value ? HT_CHANGE_SET : HT_CHANGE_REMOVE;
	const ht_change change = {op, &step, 1, value, 0, ht_settings_fields()};
	ht_replacement r;
	ht_buf out = {0};
	const char *old = text->data ? text->data : "";
	ht_status status = ht_record_change(arena, old, text->len, HT_SETTINGS_FILE, HT_FORMAT_YAML, &change, &r);
	if (status != HT_OK)
		return status;
	const size_t at = offset_of(old, r.loc);
	ht_buf_add(&out, old, at);
	ht_buf_adds(&out, r.text);
	ht_buf_adds(&out, old + at + strlen(r.old));
	if (out.failed)
		return HT_ERR_NOMEM;
	ht_buf_free(text);
	*text = out;
	return HT_OK;
}

ht_status settings_change(ht_arena *arena, ht_buf *text, const char *field, const ht_node *value)
{
	/* the old one goes first: a list that becomes another is changed member by member, which takes long */
	if (apply(arena, text, field, NULL) == HT_ERR_NOMEM)
		return HT_ERR_NOMEM;
	if (!value)
		return HT_OK;
	return apply(arena, text, field, value);
}

ht_status ht_settings_change(const char *json, size_t len, ht_buf *text, ht_diags *diags)
{
	ht_arena *arena = ht_arena_new();
	ht_node *root = NULL;
	ht_status status = HT_ERR_NOMEM;
	if (arena)
		status = ht_node_parse(arena, json, len, HT_SETTINGS_FILE, 1, HT_SYNTAX_JSON, diags, &root);
	if (status == HT_OK && (!root || root->kind != HT_NODE_MAP))
		status = HT_ERR_INPUT;
	for (size_t i = 0; status == HT_OK && i < root->n; i++) {
		const ht_node *key = root->pairs[i].key, *value = root->pairs[i].value;
		if (!ht_field_by_key(ht_settings_fields(), key->text)) {
			ht_diag(diags, HT_D_SETTINGS_NO_FIELD, key->loc, key->text, NULL);
			status = HT_ERR_INPUT;
			break;
		}
		status = settings_change(arena, text, key->text, ht_node_is_null(value) ? NULL : value);
	}
	ht_arena_free(arena);
	return status;
}

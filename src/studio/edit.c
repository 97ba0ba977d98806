/* The call that changes one value. */
#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "record/edit.h"
#include "st.h"

#define MAX_STEPS 16

static ht_status refuse(ht_buf *answer, ht_status status, const char *why)
{
	ht_buf_adds(answer, why);
	return status;
}

/* JSON as a tree of a record. NULL: out of memory. */
static ht_node *node_of(ht_arena *arena, yajl_val v)
{
	ht_node *node = ht_arena_alloc(arena, sizeof *node);
	if (!node)
		return NULL;
	*node = (ht_node){.kind = HT_NODE_SCALAR, .quoted = YAJL_IS_STRING(v), .text = YAJL_GET_STRING(v)};
	if (YAJL_IS_NUMBER(v))
		node->text = YAJL_GET_NUMBER(v);
	else if (YAJL_IS_TRUE(v) || YAJL_IS_FALSE(v))
		node->text = YAJL_IS_TRUE(v) ? "true" : "false";
	else if (YAJL_IS_NULL(v))
		node->text = "null";
	bool failed = false;
	if (YAJL_IS_ARRAY(v)) {
		node->kind = HT_NODE_SEQ;
		node->n = v->u.array.len;
		node->items = ht_arena_array(arena, node->n + 1, sizeof *node->items);
		for (size_t i = 0; node->items && i < node->n; i++)
			failed |= !(node->items[i] = node_of(arena, v->u.array.values[i]));
		failed |= !node->items;
	}
	if (YAJL_IS_OBJECT(v)) {
		node->kind = HT_NODE_MAP;
		node->n = v->u.object.len;
		node->pairs = ht_arena_array(arena, node->n + 1, sizeof *node->pairs);
		for (size_t i = 0; node->pairs && i < node->n; i++) {
			ht_node *key = ht_arena_alloc(arena, sizeof *key),
			        *value = node_of(arena, v->u.object.values[i]);
			failed |= !key || !value;
			if (key)
				*key = (ht_node){.kind = HT_NODE_SCALAR, .text = v->u.object.keys[i]};
			node->pairs[i] = (ht_node_pair){key, value};
		}
		failed |= !node->pairs;
	}
	return failed ? NULL : node;
}

static bool op_of(const char *name, ht_change_op *op)
{
	static const char *const names[] = {[HT_CHANGE_SET] = "set",
	                                    [HT_CHANGE_INSERT] = "insert",
	                                    [HT_CHANGE_REMOVE] = "remove",
	                                    [HT_CHANGE_MOVE] = "move"};
	for (size_t i = 0; name && i < ARRAY_LEN(names); i++)
		if (strcmp(names[i], name) == 0) {
			*op = (ht_change_op)i;
			return true;
		}
	return false;
}

/* The request's steps, *n of them. false: it is no path. */
static bool path_of(yajl_val root, ht_path_step steps[MAX_STEPS], size_t *n)
{
	yajl_val *list = st_list(root, "path", n);
	if (!*n || *n > MAX_STEPS)
		return false;
	for (size_t i = 0; i < *n; i++) {
		bool number = YAJL_IS_INTEGER(list[i]) && YAJL_GET_INTEGER(list[i]) >= 0;
		steps[i] = (ht_path_step){.key = YAJL_GET_STRING(list[i])};
		if (number)
			steps[i].at = (size_t)YAJL_GET_INTEGER(list[i]);
		if (!number && !steps[i].key)
			return false;
	}
	return true;
}

static ht_status change(ht_arena *arena, const st_request *request, ht_buf *answer)
{
	ht_path_step steps[MAX_STEPS];
	ht_change c = {.path = steps};
	yajl_val value = st_member(request->root, "value"), to = st_member(request->root, "to");
	bool sound = op_of(st_text(request->root, "op"), &c.op) && path_of(request->root, steps, &c.n);
	if (sound && (c.op == HT_CHANGE_SET || c.op == HT_CHANGE_INSERT)) {
		sound = value != NULL;
		if (sound && !(c.value = node_of(arena, value)))
			return HT_ERR_NOMEM;
	}
	if (sound && c.op == HT_CHANGE_MOVE) {
		sound = YAJL_IS_INTEGER(to) && YAJL_GET_INTEGER(to) >= 0;
		if (sound)
			c.to = (size_t)YAJL_GET_INTEGER(to);
	}
	if (!sound)
		return refuse(
		    answer, HT_ERR_ARG,
		    _("a change has \"op\" (set, insert, remove, move) and \"path\"; set and insert have \"value\", "
		      "move has \"to\""));
	ht_replacement r;
	ht_status status =
	    ht_record_change(arena, request->record, request->len, request->name, request->format, &c, &r);
	if (status == HT_ERR_INPUT)
		return refuse(
		    answer, status,
		    _("the text cannot be changed there: the path leads nowhere, or the text has errors; correct "
		      "these first"));
	if (status != HT_OK)
		return status;
	ht_buf_adds(answer, "{\"edits\": [");
	if (*r.old || *r.text) {
		ht_buf_adds(answer, "{");
		ht_replacement_json(answer, r.loc, r.old, r.text);
		ht_buf_adds(answer, "}");
	}
	ht_buf_adds(answer, "]}\n");
	return answer->failed ? HT_ERR_NOMEM : HT_OK;
}

ht_status ht_studio_edit(ht_exporter *x, const char *data, size_t len, ht_buf *answer)
{
	(void)x;
	st_request request;
	ht_status status = st_request_read(data, len, answer, &request);
	if (status != HT_OK)
		return status;
	ht_arena *arena = ht_arena_new();
	status = HT_ERR_NOMEM;
	if (arena)
		status = change(arena, &request, answer);
	ht_arena_free(arena);
	st_request_free(&request);
	return status;
}

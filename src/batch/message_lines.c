/* Diagnostics on their way from workers to reports, journals and the terminal. */
#include <stdlib.h>
#include <string.h>

#include "bt.h"

typedef struct message_list {
	ht_arena *arena;
	ht_message *v;
	size_t n, cap;
	bool failed;
} message_list;

static const char *copy(message_list *list, const char *text)
{
	const char *copied = text ? ht_arena_strdup(list->arena, text) : NULL;
	list->failed |= text && !copied;
	return copied;
}

static void add_message(void *user, const ht_message *message)
{
	message_list *list = user;
	ht_message *m = HT_PUSH(list->arena, list->v, list->n, list->cap);
	if (!m) {
		list->failed = true;
		return;
	}
	*m = *message;
	m->code = copy(list, message->code);
	m->clause = copy(list, message->clause);
	m->loc.file = copy(list, message->loc.file);
	m->text = copy(list, message->text);
	for (size_t i = 0; i < HT_DIAG_ARGS; i++)
		m->args[i] = copy(list, message->args[i]);
}

bool bt_messages(ht_arena *arena, ht_diags *diags, ht_message **v, size_t *n)
{
	message_list list = {.arena = arena};
	if (!ht_diags_each(diags, add_message, &list) || list.failed)
		return false;
	*v = list.v;
	*n = list.n;
	return true;
}

struct bt_fault {
	ht_arena *arena;
	ht_message *v;
	size_t n;
};

bt_fault *bt_fault_new(ht_code code, const char *file, int line, const char *arg1, const char *arg2)
{
	ht_diags *diags = ht_diags_new();
	ht_arena *arena = ht_arena_new();
	bt_fault *fault = arena ? ht_arena_alloc(arena, sizeof *fault) : NULL;
	if (diags && fault) {
		fault->arena = arena;
		ht_diag(diags, code, (ht_loc){file, line, 0}, arg1, arg1 ? arg2 : NULL, NULL);
	}
	if (!diags || !fault || !bt_messages(arena, diags, &fault->v, &fault->n) || !fault->n) {
		ht_arena_free(arena);
		fault = NULL;
	}
	ht_diags_free(diags);
	return fault;
}

const ht_message *bt_fault_message(const bt_fault *fault)
{
	return &fault->v[0];
}

void bt_fault_free(bt_fault *fault)
{
	if (fault)
		ht_arena_free(fault->arena);
}

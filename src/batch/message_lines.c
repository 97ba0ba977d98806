/* Diagnostics as lines of text, which go to reports, journals and the terminal. */
#include <stdlib.h>
#include <string.h>

#include "bt.h"

typedef struct message_list {
	ht_arena *arena;
	ht_batch_message *v;
	size_t n, cap;
	bool failed;
} message_list;

static void add_message(void *user, ht_level level, const char *text)
{
	message_list *list = user;
	ht_batch_message *m = HT_PUSH(list->arena, list->v, list->n, list->cap);
	if (m)
		*m = (ht_batch_message){level, ht_arena_strdup(list->arena, text)};
	list->failed |= !m || !m->text;
}

bool bt_messages(ht_arena *arena, ht_diags *diags, ht_batch_message **v, size_t *n)
{
	message_list list = {.arena = arena};
	if (!ht_diags_each(diags, add_message, &list) || list.failed)
		return false;
	*v = list.v;
	*n = list.n;
	return true;
}

static void keep_line(void *user, ht_level level, const char *text)
{
	(void)level;
	char **line = user;
	if (!*line)
		*line = strdup(text);
}

char *bt_message_line(ht_code code, const char *file, int line, const char *arg1, const char *arg2)
{
	ht_diags *diags = ht_diags_new();
	char *text = NULL;
	if (!diags)
		return NULL;
	ht_diag(diags, code, (ht_loc){file, line, 0}, arg1 ? arg1 : "", arg2 ? arg2 : "", NULL);
	ht_diags_each(diags, keep_line, &text);
	ht_diags_free(diags);
	return text;
}

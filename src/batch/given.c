/* The names that outputs were given, and the number that a name gets which is taken. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "bt.h"

void bt_given_free(bt_given *given)
{
	bt_set_free(&given->taken);
	bt_set_free(&given->numbers);
}

/* Windows and macOS do not distinguish upper and lower case. A character is
 * folded by itself, as NTFS does: to upper case first, since several lower-case
 * letters (s ſ, σ ς) share one. */
static uint64_t name_key(const char *folder, const char *file)
{
	uint64_t key = bt_hash64(0, folder, strlen(folder));
	const char *end = file + strlen(file);
	const char *valid = file + ht_utf8_check(file, (size_t)(end - file));
	for (size_t n; file < valid; file += n) {
		const uint32_t cp = g_unichar_tolower(g_unichar_toupper(ht_utf8_get(file, end, &n)));
		key = bt_hash64(key, &cp, sizeof cp);
	}
	return bt_hash64(key, valid, (size_t)(end - valid));
}

bool bt_given_are_free(const bt_given *given, const char *folder, const bt_output *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bt_set_has(&given->taken, name_key(folder, v[i].file)))
			return false;
	return true;
}

bool bt_given_take(bt_given *given, const char *folder, const bt_output *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!bt_set_add(&given->taken, name_key(folder, v[i].file)))
			return false;
	return true;
}

static bool name_outputs(ht_arena *arena, bt_output *v, size_t n, int nth)
{
	for (size_t i = 0; i < n; i++) {
		v[i].file = bt_name_join(arena, "", v[i].stem, nth, v[i].tail);
		if (!v[i].file)
			return false;
	}
	return true;
}

/* A name that two of the outputs share, since two sheets have one name; or NULL. */
static const char *own_collision(const bt_output *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(v[i].file, v[k].file) == 0)
				return v[i].file;
	return NULL;
}

bt_naming_result bt_given_name(bt_given *given, ht_arena *arena, const char *folder, bt_output *v, size_t n,
                               const char **wanted)
{
	if (!name_outputs(arena, v, n, 0))
		return BT_NAMED_NOMEM;
	*wanted = own_collision(v, n);
	if (*wanted)
		return BT_NAMED_TWICE;
	if (bt_given_are_free(given, folder, v, n))
		return bt_given_take(given, folder, v, n) ? BT_NAMED : BT_NAMED_NOMEM;
	*wanted = v[0].file;
	int *number = bt_set_count(&given->numbers, name_key(folder, *wanted));
	if (!number)
		return BT_NAMED_NOMEM;
	if (!*number)
		*number = 1; /* the record that has the name */
	do
		if (!name_outputs(arena, v, n, ++*number))
			return BT_NAMED_NOMEM;
	while (!bt_given_are_free(given, folder, v, n));
	return bt_given_take(given, folder, v, n) ? BT_NAMED_OTHERWISE : BT_NAMED_NOMEM;
}

bool bt_reply_add_message(ht_arena *arena, bt_reply *r, const char *input, int line, ht_code code, const char *arg1,
                          const char *arg2)
{
	ht_diags *diags = ht_diags_new();
	ht_message *added, *v = ht_arena_array(arena, r->n_messages + 1, sizeof *v);
	size_t n = 0;
	ht_diag(diags, code, (ht_loc){input, line, 0}, arg1, arg2, NULL);
	bool ok = diags && v && bt_messages(arena, diags, &added, &n) && n == 1;
	ht_diags_free(diags);
	if (!ok)
		return false;
	if (r->n_messages)
		memcpy(v, r->messages, r->n_messages * sizeof *v);
	v[r->n_messages++] = added[0];
	r->messages = v;
	return true;
}

bool bt_reply_outputs(ht_arena *arena, const bt_reply *r, ht_batch_record *record)
{
	const char **outputs = ht_arena_array(arena, r->n_outputs + 1, sizeof *outputs);
	size_t *pages = ht_arena_array(arena, r->n_outputs + 1, sizeof *pages);
	bool ok = outputs && pages;
	for (size_t i = 0; ok && i < r->n_outputs; i++) {
		outputs[i] = ht_arena_printf(arena, "%s%s", r->folder, r->outputs[i].file);
		pages[i] = r->outputs[i].pages;
		ok = outputs[i];
	}
	if (ok) {
		record->outputs = outputs;
		record->pages = pages;
		record->n_outputs = r->n_outputs;
	}
	return ok;
}

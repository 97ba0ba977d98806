/* What an output has lost, in words.
 *
 * A field that is lost as a whole is named once, not leaf by leaf; equal parts of a list's members (the units of all
 * who attended) are named at the first of them, with their number. The reason that a sheet gives for a list holds when
 * it is left out as a whole: a member that is lost from among others is always warned of. */
#include <string.h>

#include "ledger.h"
#include "style/messages.h"

/* A message to come: of the first of the places that it is about. */
typedef struct loss {
	ht_code code;
	const char *key, *reason;
	size_t place;
	size_t n; /* of places */
} loss;

typedef struct reporter {
	ht_ledger *ledger;
	const ht_style *style;
	const char *output;
	ht_diags *diags;
	loss *v;
	size_t n, cap;
} reporter;

static const char *kept(reporter *r, const char *s)
{
	r->ledger->nomem = r->ledger->nomem || !s;
	return s ? s : "";
}

/* The fields that lead to a place, as sheets name them. */
static const char *field_path(reporter *r, size_t i)
{
	const ht_place *place = &r->ledger->places[i];
	const char *above = place->up ? field_path(r, place->up) : "";
	if (place->kind != HT_PLACE_FIELD)
		return above;
	return kept(r, ht_arena_printf(r->ledger->arena, "%s%s%s", above, *above ? "." : "", place->field->name));
}

/* Why the sheet leaves the field out; NULL: it gives no reason. */
static const char *reason_of(const reporter *r, const char *path)
{
	for (size_t i = 0; i < r->style->n_ignored; i++)
		if (strcmp(r->style->ignored[i].path, path) == 0)
			return r->style->ignored[i].reason;
	return NULL;
}

/* Why the sheet leaves to the text what the field says; NULL: it does not. */
static const char *stated_reason(const reporter *r, const char *path)
{
	const ht_form *form = &r->style->form;
	for (size_t i = 0; i < form->n_stated; i++)
		if (strcmp(form->stated[i].path, path) == 0)
			return form->stated[i].reason;
	return NULL;
}

static bool is_within(const char *inner, const char *path)
{
	size_t len = strlen(path);
	return strncmp(inner, path, len) == 0 && inner[len] == '.';
}

/* Has a field below this one a reason of its own? */
static bool has_inner_reason(const reporter *r, const char *path)
{
	for (size_t i = 0; i < r->style->n_ignored; i++)
		if (is_within(r->style->ignored[i].path, path))
			return true;
	return false;
}

/* Is the text to say what a field below this one says? */
static bool has_inner_stated(const reporter *r, const char *path)
{
	const ht_form *form = &r->style->form;
	for (size_t i = 0; i < form->n_stated; i++)
		if (is_within(form->stated[i].path, path))
			return true;
	return false;
}

static void add(reporter *r, ht_code code, size_t place, const char *reason)
{
	const char *key = kept(r, ht_place_path(r->ledger, place, false));
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].code == code && r->v[i].reason == reason && strcmp(r->v[i].key, key) == 0) {
			r->v[i].n++;
			return;
		}
	loss *slot = HT_PUSH(r->ledger->arena, r->v, r->n, r->cap);
	if (slot)
		*slot = (loss){.code = code, .key = key, .reason = reason, .place = place, .n = 1};
	else
		r->ledger->nomem = true;
}

static void tell(reporter *r, ht_code code, size_t place, const char *rest)
{
	add(r, code, place, rest);
	for (size_t i = place; i < r->ledger->places[place].end; i++)
		r->ledger->places[i].told = true;
}

/* The place and all within it, lost as a whole, are named now. */
static void add_whole(reporter *r, size_t place, const char *reason)
{
	ht_code code = r->ledger->again ? HT_D_FIELD_NOT_IN : HT_D_FIELD_UNUSED;
	tell(r, reason ? HT_D_FIELD_LEFT_OUT : code, place, reason);
}

/* A field that the text is to state, lost as a whole. */
static void add_stated(reporter *r, size_t place, const char *reason)
{
	const char *missing = ht_ledger_unstated(r->ledger, place);
	tell(r, missing ? HT_D_FIELD_NOT_STATED : HT_D_FIELD_LEFT_OUT, place, missing ? missing : reason);
}

static bool is_carried(const ht_ledger *ledger)
{
	for (size_t i = 0; i < ledger->n_places; i++)
		if (ledger->places[i].carried)
			return true;
	return false;
}

/* A field for the metadata: is all of it there? Some kinds of file have none. */
static void visit_metadata(reporter *r, size_t field)
{
	const ht_place *places = r->ledger->places;
	for (size_t i = field; r->output && i < places[field].end; i++) {
		if (places[i].chars == places[i].shown || places[i].carried)
			continue;
		if (is_carried(r->ledger)) {
			add_whole(r, i, NULL);
		} else {
			add(r, HT_D_FIELD_NO_METADATA, field, NULL);
			return;
		}
	}
}

static void visit(reporter *r, size_t i, const char *reason)
{
	ht_place *place = &r->ledger->places[i];
	bool field = place->kind == HT_PLACE_FIELD, open = place->kind == HT_PLACE_ROOT;
	if (place->told || !(place->lost + place->part))
		return;
	if (field) {
		const char *path = field_path(r, i), *own = reason_of(r, path);
		reason = own ? own : reason;
		open = !reason && (place->field->type == HT_TYPE_GROUP || has_inner_reason(r, path));
	}
	open |= has_inner_stated(r, field_path(r, i));
	if (field && ht_field_in_metadata(place->field)) {
		visit_metadata(r, i);
		return;
	}
	const char *stated = field ? stated_reason(r, field_path(r, i)) : NULL;
	if (stated && place->lost == place->leaves) {
		add_stated(r, i, stated);
		return;
	}
	if (place->lost == place->leaves && !open) {
		add_whole(r, i, reason);
		return;
	}
	if (place->chars > place->shown) {
		add(r, reason ? HT_D_FIELD_LEFT_OUT : HT_D_FIELD_PART, i, reason);
		place->told = true;
	}
	if (place->lost < place->leaves)
		reason = NULL;
	for (size_t k = i + 1; k < place->end; k = r->ledger->places[k].end)
		visit(r, k, reason);
}

/* The kind of file as texts name it: PDF, not pdf. */
static const char *kind_of_file(reporter *r)
{
	char *name = ht_arena_strdup(r->ledger->arena, r->output ? r->output : "");
	for (char *c = name; c && *c; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	return kept(r, name);
}

static void say(reporter *r, const loss *one)
{
	ht_arena *arena = r->ledger->arena;
	const ht_place *place = &r->ledger->places[one->place];
	const char *path = kept(r, ht_place_path(r->ledger, one->place, true)), *rest = one->reason;
	const char *words = kept(r, ht_place_words(r->ledger, one->place));
	if (one->n > 1) {
		path = kept(r, ht_arena_printf(arena, "%s (%zu×)", path, one->n));
		words = kept(r, ht_arena_printf(arena, "%s等%zu处", words, one->n));
	}
	if (one->code == HT_D_FIELD_PART)
		rest = kept(r, ht_arena_strndup(arena, place->rest ? place->rest : "", place->rest_len));
	else if (!rest)
		rest = kind_of_file(r);
	ht_diag(r->diags, one->code, place->loc, path, words, r->style->form.names.zh, rest, NULL);
}

ht_status ht_ledger_report(ht_ledger *ledger, const ht_style *style, const char *output, ht_diags *diags)
{
	reporter r = {.ledger = ledger, .style = style, .output = output, .diags = diags};
	ht_ledger_count(ledger);
	if (!ledger->nomem)
		visit(&r, 0, NULL);
	for (size_t i = 0; i < r.n && !ledger->nomem; i++)
		say(&r, &r.v[i]);
	ledger->again = true;
	return ledger->nomem ? HT_ERR_NOMEM : HT_OK;
}

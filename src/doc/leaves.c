/* The leaves of a record, and how their places are called: meeting.present[3].unit, 会议的出席第3人的单位. */
#include <stdio.h>
#include <string.h>

#include "ledger.h"

/* The names of places that are not fields: {index} for their number. English as in the schema's paths. */
static const struct {
	const char *en, *zh;
} names[HT_PLACE_KIND_COUNT] = {
    [HT_PLACE_ITEM] = {"[{}]", "第{}项"},
    [HT_PLACE_PERSON] = {"[{}]", "第{}人"},
    [HT_PLACE_NAME] = {".name", "姓名"},
    [HT_PLACE_OFFICE] = {".office", "职务"},
    [HT_PLACE_UNIT] = {".unit", "单位"},
    [HT_PLACE_PARA] = {"[{}]", "第{}段"},
    [HT_PLACE_TABLE] = {"[{}]", "第{}段（表格）"},
    [HT_PLACE_PICTURE] = {"[{}]", "第{}段（图片）"},
    [HT_PLACE_ROW] = {".row[{}]", "第{}行"},
    [HT_PLACE_CELL] = {".column[{}]", "第{}列"},
    [HT_PLACE_TABLE_TITLE] = {".title", "表题"},
    [HT_PLACE_TABLE_UNIT] = {".unit", "计量单位"},
    [HT_PLACE_TABLE_NOTE] = {".note[{}]", "第{}条表注"},
    [HT_PLACE_FILE] = {".file", "文件"},
    [HT_PLACE_CAPTION] = {".caption", "图题"},
    [HT_PLACE_FOOTNOTE] = {".footnote[{}]", "脚注{}"},
    [HT_PLACE_LINK] = {".link", "链接地址"},
};

/* A new place within `up`; its index. */
static uint32_t add(ht_ledger *ledger, uint32_t up, ht_place_kind kind, size_t index, ht_loc loc)
{
	ht_place *place = HT_PUSH(ledger->arena, ledger->places, ledger->n_places, ledger->cap_places);
	if (!place) {
		ledger->nomem = true;
		return 0;
	}
	*place = (ht_place){.up = up, .index = (uint32_t)index, .kind = (uint8_t)kind, .loc = loc};
	return (uint32_t)ledger->n_places - 1;
}

static void end(ht_ledger *ledger, uint32_t place)
{
	if (!ledger->nomem)
		ledger->places[place].end = (uint32_t)ledger->n_places;
}

/* A leaf of one text, if that is given. */
static void add_leaf(ht_ledger *ledger, uint32_t up, ht_place_kind kind, size_t index, const ht_text *text)
{
	if (!text->s || !*text->s)
		return;
	uint32_t leaf = add(ledger, up, kind, index, text->loc);
	ht_ledger_text_add(ledger, leaf, text->s, strlen(text->s));
	end(ledger, leaf);
}

static void add_inlines(ht_ledger *ledger, uint32_t up, ht_place_kind kind, size_t index, const ht_inline *inlines,
                        size_t n, ht_loc loc)
{
	uint32_t leaf = n ? add(ledger, up, kind, index, loc) : 0;
	for (size_t i = 0; i < n; i++)
		if (inlines[i].text)
			ht_ledger_text_add(ledger, leaf, inlines[i].text, inlines[i].len);
	for (size_t i = 0; i < n; i++) {
		const ht_text link = {inlines[i].href, inlines[i].loc};
		add_leaf(ledger, leaf, HT_PLACE_LINK, 0, &link);
	}
	if (n)
		end(ledger, leaf);
}

static void add_row(ht_ledger *ledger, uint32_t up, const ht_body_row *row, size_t index)
{
	uint32_t place = add(ledger, up, HT_PLACE_ROW, index, row->loc);
	for (size_t i = 0; i < row->n; i++) {
		const ht_body_cell *cell = &row->cells[i];
		add_inlines(ledger, place, HT_PLACE_CELL, cell->column + 1, cell->inlines, cell->n, cell->loc);
	}
	end(ledger, place);
}

static void add_looks(ht_ledger *ledger, uint32_t up, const ht_table_looks *looks)
{
	add_inlines(ledger, up, HT_PLACE_TABLE_TITLE, 0, &looks->title, 1, looks->title.loc);
	add_inlines(ledger, up, HT_PLACE_TABLE_UNIT, 0, &looks->unit, 1, looks->unit.loc);
	for (size_t i = 0; i < looks->n_notes; i++)
		add_inlines(ledger, up, HT_PLACE_TABLE_NOTE, i + 1, &looks->notes[i], 1, looks->notes[i].loc);
}

static void add_block(ht_ledger *ledger, uint32_t up, const ht_body_block *block, size_t index)
{
	static const uint8_t kinds[] = {
	    [HT_BODY_PARA] = HT_PLACE_PARA, [HT_BODY_TABLE] = HT_PLACE_TABLE, [HT_BODY_IMAGE] = HT_PLACE_PICTURE};
	if (block->kind == HT_BODY_PARA) {
		add_inlines(ledger, up, HT_PLACE_PARA, index, block->inlines, block->n, block->loc);
		return;
	}
	uint32_t place = add(ledger, up, kinds[block->kind], index, block->loc);
	if (block->table)
		add_looks(ledger, place, block->table);
	for (size_t i = 0; i < block->n_rows; i++)
		add_row(ledger, place, &block->rows[i], i + 1);
	if (block->kind == HT_BODY_IMAGE) {
		const ht_text file = {block->src, block->loc};
		add_leaf(ledger, place, HT_PLACE_FILE, 0, &file);
		add_inlines(ledger, place, HT_PLACE_CAPTION, 0, block->inlines, block->n, block->loc);
	}
	end(ledger, place);
}

static void add_person(ht_ledger *ledger, uint32_t up, const ht_person *person, size_t index)
{
	const ht_text *first = person->name.s ? &person->name : &person->office;
	uint32_t place = add(ledger, up, HT_PLACE_PERSON, index, first->loc);
	add_leaf(ledger, place, HT_PLACE_NAME, 0, &person->name);
	add_leaf(ledger, place, HT_PLACE_OFFICE, 0, &person->office);
	add_leaf(ledger, place, HT_PLACE_UNIT, 0, &person->unit);
	end(ledger, place);
}

static void add_group(ht_ledger *ledger, uint32_t up, const ht_group *group);

/* The members of a list. */
static void add_members(ht_ledger *ledger, uint32_t place, const ht_value *v)
{
	for (size_t i = 0; v->texts && i < v->n; i++)
		add_leaf(ledger, place, HT_PLACE_ITEM, i + 1, &v->texts[i]);
	for (size_t i = 0; v->people && i < v->n; i++)
		add_person(ledger, place, &v->people[i], i + 1);
	for (size_t i = 0; v->groups && i < v->n; i++) {
		bool list = v->field->type == HT_TYPE_GROUPS;
		uint32_t member = list ? add(ledger, place, HT_PLACE_ITEM, i + 1, v->groups[i]->loc) : place;
		add_group(ledger, member, v->groups[i]);
		end(ledger, member);
	}
}

static void add_value(ht_ledger *ledger, uint32_t up, const ht_field *field, const ht_value *v)
{
	uint32_t place = add(ledger, up, HT_PLACE_FIELD, 0, v->loc);
	if (!ledger->nomem) {
		ledger->places[place].field = field;
		ledger->places[place].value = v;
	}
	if (!v->texts && v->text.s)
		ht_ledger_text_add(ledger, place, v->text.s, strlen(v->text.s));
	add_members(ledger, place, v);
	for (size_t i = 0; v->body && i < v->body->n; i++)
		add_block(ledger, place, &v->body->blocks[i], i + 1);
	for (size_t i = 0; v->body && i < v->body->n_notes; i++) {
		const ht_body_note *note = &v->body->notes[i];
		if (note->number) /* others are told of when they are read */
			add_inlines(ledger, place, HT_PLACE_FOOTNOTE, (size_t)note->number, note->inlines, note->n,
			            note->loc);
	}
	end(ledger, place);
}

/* Fields that only steer what is made are no leaves. */
static void add_group(ht_ledger *ledger, uint32_t up, const ht_group *group)
{
	for (size_t i = 0; group->fields[i].name && !ledger->nomem; i++)
		if (group->values[i] && !ht_field_is_spent(&group->fields[i]))
			add_value(ledger, up, &group->fields[i], group->values[i]);
}

void ht_ledger_read(ht_ledger *ledger, const ht_record *record)
{
	uint32_t root = add(ledger, 0, HT_PLACE_ROOT, 0, record->root.loc);
	add_group(ledger, root, &record->root);
	end(ledger, root);
}

/* --- names --- */

/* A name with the number put in. */
static void put_name(ht_buf *out, const char *name, uint32_t index, bool indices)
{
	const char *braces = strstr(name, "{}");
	if (!braces) {
		ht_buf_adds(out, name);
		return;
	}
	ht_buf_add(out, name, (size_t)(braces - name));
	if (indices)
		ht_buf_addf(out, "%u", index);
	ht_buf_adds(out, braces + 2);
}

static void put_path(const ht_ledger *ledger, size_t i, bool indices, ht_buf *out)
{
	const ht_place *place = &ledger->places[i];
	if (place->up)
		put_path(ledger, place->up, indices, out);
	if (place->kind != HT_PLACE_FIELD)
		put_name(out, names[place->kind].en, place->index, indices);
	else
		ht_buf_addf(out, "%s%s", place->up ? "." : "", place->field->name);
}

/* Between a member and its part a 的 is needed, between a field and its member none. */
static void put_words(const ht_ledger *ledger, size_t i, ht_buf *out)
{
	const ht_place *place = &ledger->places[i];
	bool numbered = place->index > 0;
	if (place->up)
		put_words(ledger, place->up, out);
	if (place->up && !numbered)
		ht_buf_adds(out, "的");
	if (place->kind != HT_PLACE_FIELD)
		put_name(out, names[place->kind].zh, place->index, true);
	else
		ht_buf_adds(out, place->field->zh);
}

const char *ht_place_path(ht_ledger *ledger, size_t place, bool indices)
{
	ht_buf buf = {0};
	put_path(ledger, place, indices, &buf);
	return ht_buf_take(&buf, ledger->arena);
}

const char *ht_place_words(ht_ledger *ledger, size_t place)
{
	ht_buf buf = {0};
	put_words(ledger, place, &buf);
	return ht_buf_take(&buf, ledger->arena);
}

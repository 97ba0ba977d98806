#include "importing.h"

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "record/messages.h"

/* Is all that is wrong what only a person can mend, since the text has it: a private-use code, of which nobody knows
 * the character; a day that is in no calendar, or without its year? Import warns of these. */
static void note_other(void *other, ht_code code, ht_loc loc, const char *const *args)
{
	static const ht_code known[] = {HT_D_PRIVATE_USE, HT_D_FIELD_NO_DAY, HT_D_FIELD_DATE_MONTH};
	(void)loc;
	(void)args;
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (code == known[i])
			return;
	*(bool *)other |= code->level == HT_LEVEL_ERROR;
}

static bool is_for_people(const ht_diags *diags)
{
	bool other = false;
	ht_diags_visit(diags, note_other, &other);
	return !other;
}

/* Read again what was written. */
static void read_again(const ht_import *import, ht_format format, bool chinese)
{
	ht_buf text = {0};
	ht_diags *diags = ht_diags_new();
	ht_record *record = NULL;
	if (!ht_import_write(import, format, chinese, &text))
		fuzz_fault("a record cannot be written", NULL);
	ht_status status = ht_record_read(text.data ? text.data : "", text.len, "record", 1, format,
	                                  ht_catalogue_forms(fuzz_catalogue()), diags, &record);
	if (status == HT_ERR_INPUT && !is_for_people(diags))
		fuzz_fault("the record that import writes cannot be read", fuzz_messages(diags));
	ht_record_free(record);
	ht_diags_clear(diags);
	ht_import_prove(import, text.data ? text.data : "", text.len, format, "text", diags);
	ht_buf_free(&text);
	fuzz_say(diags);
}

void fuzz_import(const char *data, size_t len, const char *name, ht_import_kind kind)
{
	static const ht_format formats[] = {HT_FORMAT_MARKDOWN, HT_FORMAT_YAML, HT_FORMAT_JSON};
	const ht_import_options options = {
	    .kind = kind, .catalogue = fuzz_catalogue(), .repairs = HT_REPAIR_ALL, .picture_dir = "text-files"};
	ht_diags *diags = ht_diags_new();
	ht_import *import = NULL;
	ht_status status = ht_import_read(data, len, name, &options, diags, &import);
	if (status == HT_ERR_INPUT && !ht_diags_has_errors(diags))
		fuzz_fault("a text is refused without an error", fuzz_messages(diags));
	for (size_t i = 0; status == HT_OK && i < ARRAY_LEN(formats); i++)
		read_again(import, formats[i], len & 1);
	ht_buf explained = {0};
	if (status == HT_OK)
		ht_import_explain(import, len & 1, &explained);
	ht_buf_free(&explained);
	ht_import_free(import);
	fuzz_say(diags);
}

/* ---- packages ---- */

static void put_number(ht_buf *out, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		ht_buf_add(out, &(uint8_t){(uint8_t)(value >> 8 * i)}, 1);
}

static uint32_t crc32_of(const uint8_t *data, size_t len)
{
	uint32_t crc = 0xFFFFFFFF;
	for (size_t i = 0; i < len; i++) {
		crc ^= data[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
	}
	return ~crc;
}

/* The fields that the header before a part and that in the directory have in common (APPNOTE.TXT 4.3.7, 4.3.12). */
static void put_header(ht_buf *out, const char *name, const uint8_t *data, size_t len)
{
	put_number(out, 20, 2); /* version */
	put_number(out, 0, 4);  /* flags; stored */
	put_number(out, 0x5A000000, 4);
	put_number(out, crc32_of(data, len), 4);
	put_number(out, (uint32_t)len, 4);
	put_number(out, (uint32_t)len, 4);
	put_number(out, (uint32_t)strlen(name), 2);
	put_number(out, 0, 2);
}

void fuzz_pack(const uint8_t *data, size_t size, const char *const *names, size_t n, ht_buf *out)
{
	ht_buf directory = {0};
	const uint8_t *p = data, *end = data + size;
	size_t i = 0;
	for (; i < n && p && p <= end; i++) {
		const uint8_t *stop = p < end ? memchr(p, FUZZ_NEXT, (size_t)(end - p)) : NULL;
		size_t len = (size_t)((stop ? stop : end) - p), at = out->len;
		put_number(out, 0x04034B50, 4);
		put_header(out, names[i], p, len);
		ht_buf_adds(out, names[i]);
		ht_buf_add(out, p, len);
		put_number(&directory, 0x02014B50, 4);
		put_number(&directory, 20, 2);
		put_header(&directory, names[i], p, len);
		put_number(&directory, 0, 2);
		put_number(&directory, 0, 4);
		put_number(&directory, 0, 4);
		put_number(&directory, (uint32_t)at, 4);
		ht_buf_adds(&directory, names[i]);
		p = stop ? stop + 1 : NULL;
	}
	uint32_t at = (uint32_t)out->len;
	ht_buf_add(out, directory.data, directory.len);
	put_number(out, 0x06054B50, 4);
	put_number(out, 0, 4);
	put_number(out, (uint32_t)i, 2);
	put_number(out, (uint32_t)i, 2);
	put_number(out, (uint32_t)directory.len, 4);
	put_number(out, at, 4);
	put_number(out, 0, 2);
	ht_buf_free(&directory);
	if (out->failed)
		fuzz_fault("the target itself is out of memory", NULL);
}

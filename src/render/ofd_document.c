/* What an OFD file holds beside its pages. The order of elements is that of the standard's schema. */
#include <libdeflate.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "config.h"
#include "base/str.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "doc/ledger.h"
#include "text/pack.h"
#include "ofd_priv.h"

#define RECORD "record.txt" /* the attachment's file in the package */

/* The parts of an official document as GB/T 9704-2012 7 and 10 call them, by the names of the style sheets' elements.
 * Another element keeps its own name. */
static const struct {
	const char *element, *tag;
} part_names[] = {
    {"copy_number", "份号"},
    {"secrecy", "密级和保密期限"},
    {"urgency", "紧急程度"},
    {"masthead", "发文机关标志"},
    {"number", "发文字号"},
    {"number_upward", "发文字号"},
    {"signers", "签发人"},
    {"title", "标题"},
    {"recipients", "主送机关"},
    {"body", "正文"},
    {"attachment_note", "附件说明"},
    {"signature", "发文机关署名和成文日期"},
    {"sealed_signature", "发文机关署名和成文日期"},
    {"note", "附注"},
    {"attachment_title", "附件标题"},
    {"attachment_body", "附件正文"},
    {"copies_to", "抄送机关"},
    {"printing", "印发机关和印发日期"},
};

static const char *part_name(const char *element)
{
	for (size_t i = 0; i < ARRAY_LEN(part_names); i++)
		if (strcmp(part_names[i].element, element) == 0)
			return part_names[i].tag;
	return element;
}

/* ---- resources ---- */

static int by_character(const void *a, const void *b)
{
	uint32_t x = ((const ht_tt_char *)a)->cp, y = ((const ht_tt_char *)b)->cp;
	return (x > y) - (x < y);
}

/* Deflated without a search for repetitions, which outlines hardly have. A zlib stream has two bytes before the
 * deflated data, and four after it. */
static void pack_font(ofd *d, const char *name, const char *data, size_t len)
{
	ht_pack_code codes[HT_PACK_SYMBOLS];
	unsigned char *packed = ht_arena_room(d->arena, ht_pack_find(data, len, codes), 1);
	if (!packed || !name) {
		ofd_fail(d, HT_ERR_NOMEM);
		return;
	}
	size_t n = ht_pack_literals(data, len, codes, packed);
	ht_package_add_ready(&d->package, name, packed + 2, n - 6, len, libdeflate_crc32(0, data, len));
}

static void add_font(ofd *d, ht_xml *x, ofd_face *face, size_t number)
{
	ht_buf file = {0};
	if (face->n_chars)
		qsort(face->chars, face->n_chars, sizeof *face->chars, by_character);
	ofd_fail(d, ht_font_truetype(face->font, face->gids, face->n, face->chars, face->n_chars, d->arena, &file));
	const char *name = ht_arena_printf(d->arena, "font_%zu.ttf", number);
	if (!name)
		ofd_fail(d, HT_ERR_NOMEM);
	if (d->status == HT_OK)
		pack_font(d, ht_arena_printf(d->arena, "Doc_0/Res/%s", name), file.data, file.len);
	ht_buf_free(&file);
	if (d->status != HT_OK)
		return;
	ht_xml_open(x, "ofd:Font");
	ht_xml_attr_int(x, "ID", face->id);
	const char *font_name = face->font->family;
	if (face->font->ps_name)
		font_name = face->font->ps_name;
	ht_xml_attr(x, "FontName", font_name);
	ht_xml_attr(x, "FamilyName", face->font->family);
	ht_xml_leaf(x, "ofd:FontFile", name);
	ht_xml_end(x);
}

static void add_fonts(ofd *d)
{
	ht_xml x;
	ht_xml_new(&x);
	ht_xml_root(&x, "ofd:Res", OFD_NAMESPACE);
	ht_xml_attr(&x, "BaseLoc", "Res");
	ht_xml_open(&x, "ofd:Fonts");
	for (size_t i = 0; i < d->n_faces; i++)
		add_font(d, &x, &d->faces[i], i);
	ht_xml_end(&x);
	ht_xml_end(&x);
	ofd_add_xml(d, "Doc_0/PublicRes.xml", &x);
}

static void add_picture(ofd *d, ht_xml *x, const ofd_picture *picture, size_t number)
{
	const ht_image *image = picture->image;
	const void *data = image->jpeg;
	size_t len = image->jpeg_len;
	const char *name = ht_arena_printf(d->arena, "image_%zu.%s", number, image->jpeg ? "jpg" : "png");
	if (!image->jpeg)
		ofd_fail(d, ht_image_png(d->arena, image, &data, &len));
	if (!name)
		ofd_fail(d, HT_ERR_NOMEM);
	if (d->status != HT_OK)
		return;
	ht_package_add(&d->package, ht_arena_printf(d->arena, "Doc_0/Res/%s", name), NULL, data, len, HT_PACK_STORED);
	ht_xml_open(x, "ofd:MultiMedia");
	ht_xml_attr_int(x, "ID", picture->id);
	ht_xml_attr(x, "Type", "Image");
	ht_xml_attr(x, "Format", image->jpeg ? "JPEG" : "PNG");
	ht_xml_leaf(x, "ofd:MediaFile", name);
	ht_xml_end(x);
}

static void add_pictures(ofd *d)
{
	ht_xml x;
	if (!d->n_pictures)
		return;
	ht_xml_new(&x);
	ht_xml_root(&x, "ofd:Res", OFD_NAMESPACE);
	ht_xml_attr(&x, "BaseLoc", "Res");
	ht_xml_open(&x, "ofd:MultiMedias");
	for (size_t i = 0; i < d->n_pictures; i++)
		add_picture(d, &x, &d->pictures[i], i);
	ht_xml_end(&x);
	ht_xml_end(&x);
	ofd_add_xml(d, "Doc_0/DocumentRes.xml", &x);
}

/* ---- the document ---- */

/* The headings after item i that are below its level are in its element: the number of items that it takes. */
static size_t put_outline_item(ofd *d, ht_xml *x, size_t i)
{
	const ht_outline_item *item = &d->pages->outline[i];
	size_t next = i + 1;
	ht_xml_open(x, "ofd:OutlineElem");
	ht_xml_attr(x, "Title", item->text);
	ht_xml_open(x, "ofd:Actions");
	ht_xml_open(x, "ofd:Action");
	ht_xml_attr(x, "Event", "CLICK");
	ht_xml_open(x, "ofd:Goto");
	ht_xml_open(x, "ofd:Dest");
	ht_xml_attr(x, "Type", "XYZ");
	ht_xml_attr_int(x, "PageID", d->page_ids[item->page]);
	ht_xml_attr(x, "Left", "0");
	ofd_begin_value(d);
	ofd_add_number(d, ht_len_to_mm(item->y));
	ofd_put_value(d, x, "Top");
	ht_xml_attr(x, "Zoom", "0");
	for (int k = 0; k < 4; k++)
		ht_xml_end(x);
	while (next < d->pages->n_outline && d->pages->outline[next].level > item->level)
		next += put_outline_item(d, x, next);
	ht_xml_end(x);
	return next - i;
}

static void put_common(ofd *d, ht_xml *x)
{
	const ht_page *first = &d->pages->v[0];
	ofd_begin_box(d, first);
	char last[24];
	snprintf(last, sizeof last, "%ld", d->last_id);
	ht_xml_open(x, "ofd:CommonData");
	ht_xml_leaf(x, "ofd:MaxUnitID", last);
	ht_xml_open(x, "ofd:PageArea");
	ht_xml_leaf(x, "ofd:PhysicalBox", d->scratch.failed ? "" : d->scratch.data);
	ht_xml_end(x);
	ht_xml_leaf(x, "ofd:PublicRes", "PublicRes.xml");
	if (d->n_pictures)
		ht_xml_leaf(x, "ofd:DocumentRes", "DocumentRes.xml");
	ht_xml_end(x);
}

static void add_document(ofd *d)
{
	ht_xml x;
	char place[48];
	ht_xml_new(&x);
	ht_xml_root(&x, "ofd:Document", OFD_NAMESPACE);
	put_common(d, &x);
	ht_xml_open(&x, "ofd:Pages");
	for (size_t i = 0; i < d->pages->n; i++) {
		snprintf(place, sizeof place, "Pages/Page_%zu/Content.xml", i);
		ht_xml_open(&x, "ofd:Page");
		ht_xml_attr_int(&x, "ID", d->page_ids[i]);
		ht_xml_attr(&x, "BaseLoc", place);
		ht_xml_end(&x);
	}
	ht_xml_end(&x);
	if (d->pages->n_outline) {
		ht_xml_open(&x, "ofd:Outlines");
		for (size_t i = 0; i < d->pages->n_outline;)
			i += put_outline_item(d, &x, i);
		ht_xml_end(&x);
	}
	if (d->n_parts)
		ht_xml_leaf(&x, "ofd:CustomTags", "Tags/CustomTags.xml");
	if (d->options->record)
		ht_xml_leaf(&x, "ofd:Attachments", "Attachs/Attachments.xml");
	ht_xml_end(&x);
	ofd_add_xml(d, "Doc_0/Document.xml", &x);
}

/* ---- what the objects are ---- */

static void put_part(ht_xml *x, const ofd_part *part)
{
	char text[128];
	snprintf(text, sizeof text, "gw:%s", part_name(part->element));
	ht_xml_open(x, text);
	for (size_t i = 0; i < part->n; i++) {
		int len = snprintf(text, sizeof text, "%ld", part->v[i].object);
		ht_xml_open(x, "ofd:ObjectRef");
		ht_xml_attr_int(x, "PageRef", part->v[i].page);
		ht_xml_text(x, text, (size_t)len);
		ht_xml_end(x);
	}
	ht_xml_end(x);
}

static void add_tags(ofd *d)
{
	ht_xml x;
	if (!d->n_parts)
		return;
	ht_xml_new(&x);
	ht_xml_root(&x, "ofd:CustomTags", OFD_NAMESPACE);
	ht_xml_open(&x, "ofd:CustomTag");
	ht_xml_attr(&x, "TypeID", "gw");
	ht_xml_attr(&x, "NameSpace", "urn:hongtou:gw");
	ht_xml_leaf(&x, "ofd:FileLoc", "CustomTag_gw.xml");
	ht_xml_end(&x);
	ht_xml_end(&x);
	ofd_add_xml(d, "Doc_0/Tags/CustomTags.xml", &x);
	ht_xml_new(&x);
	ht_xml_root(&x, "gw:公文", " xmlns:gw=\"urn:hongtou:gw\"" OFD_NAMESPACE);
	for (size_t i = 0; i < d->n_parts; i++)
		put_part(&x, &d->parts[i]);
	ht_xml_end(&x);
	ofd_add_xml(d, "Doc_0/Tags/CustomTag_gw.xml", &x);
}

/* ---- the record ---- */

/* The day on which the file came into being; "" where nobody says. */
static const char *day_of(const ofd *d, char day[HT_MOMENT])
{
	ht_doc_moment(d->pages->info.archive, d->pages->info.created, day);
	if (*day)
		day[strlen("2026-07-23")] = '\0';
	return day;
}

/* The time, without its zone, which readers of OFD do not expect. */
static const char *time_of(const ofd *d, char time[HT_MOMENT])
{
	ht_doc_time(d->pages->info.archive, d->pages->info.created, time);
	if (*time)
		time[strlen("2026-07-23T08:30:00")] = '\0';
	return time;
}

/* The name of the record's file without what XML may not have; where that is nothing, its name in the package. NULL:
 * out of memory. */
static const char *record_name(ofd *d)
{
	const char *name = ht_str_file_name(d->options->record->name);
	char *clean = ht_arena_alloc(d->arena, strlen(name) + 1);
	if (clean && !ht_utf8_clean(clean, name))
		return RECORD;
	return clean;
}

/* Archives take attachments of text and XML only: the record is text. */
static void add_record(ofd *d)
{
	const ht_attachment *record = d->options->record;
	ht_xml x;
	char time[HT_MOMENT];
	if (!record)
		return;
	ht_package_add(&d->package, "Doc_0/Attachs/" RECORD, NULL, record->data, record->len, HT_PACK_DEFLATED);
	ht_xml_new(&x);
	ht_xml_root(&x, "ofd:Attachments", OFD_NAMESPACE);
	ht_xml_open(&x, "ofd:Attachment");
	ht_xml_attr_int(&x, "ID", ofd_new_id(d));
	const char *name = record_name(d);
	x.failed |= !name;
	ht_xml_attr(&x, "Name", ht_str_or_empty(name));
	ht_xml_attr(&x, "Format", "TXT");
	if (*time_of(d, time))
		ht_xml_attr(&x, "CreationDate", time);
	ofd_begin_value(d);
	ofd_add_number(d, (double)record->len / 1024);
	ofd_put_value(d, &x, "Size");
	ht_xml_attr(&x, "Visible", "true");
	ht_xml_leaf(&x, "ofd:FileLoc", RECORD);
	ht_xml_end(&x);
	ht_xml_end(&x);
	ofd_add_xml(d, "Doc_0/Attachs/Attachments.xml", &x);
}

/* ---- metadata ---- */

static void put_known(const ofd *d, ht_xml *x, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	ht_ledger_carry(d->pages->ledger, value);
	ht_xml_leaf(x, name, value);
}

static void put_keywords(const ofd *d, ht_xml *x, const char *keywords)
{
	size_t len;
	if (!keywords || !*keywords)
		return;
	ht_ledger_carry(d->pages->ledger, keywords);
	ht_xml_open(x, "ofd:Keywords");
	for (const char *word; (word = ht_doc_next_keyword(&keywords, &len));) {
		ht_xml_open(x, "ofd:Keyword");
		ht_xml_text(x, word, len);
		ht_xml_end(x);
	}
	ht_xml_end(x);
}

static void put_archive(ofd *d, ht_xml *x)
{
	ht_xml_open(x, "ofd:CustomDatas");
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++) {
		const char *value = d->pages->info.archive[i];
		if (!value || !*value)
			continue;
		ht_ledger_carry(d->pages->ledger, value);
		ht_xml_open(x, "ofd:CustomData");
		ht_xml_attr(x, "Name", ht_archive_rows[i].zh);
		ht_xml_text(x, value, strlen(value));
		ht_xml_end(x);
	}
	ht_xml_end(x);
}

/* The document's identifier, from all its parts. */
static void hash_parts(const ofd *d, char id[33])
{
	struct sha256_ctx sum;
	uint8_t digest[SHA256_DIGEST_SIZE];
	sha256_init(&sum);
	for (size_t i = 0; i < d->package.n; i++) {
		sha256_update(&sum, strlen(d->package.v[i].name) + 1, (const uint8_t *)d->package.v[i].name);
		/* the checksum of a font is enough: hashing it would take as long as composing the text */
		if (d->package.v[i].packing == HT_PACK_READY)
			sha256_update(&sum, sizeof d->package.v[i].crc, (const uint8_t *)&d->package.v[i].crc);
		else
			sha256_update(&sum, d->package.v[i].len, d->package.v[i].data);
	}
	sha256_digest(&sum, sizeof digest, digest);
	for (int i = 0; i < 16; i++)
		snprintf(id + 2 * i, 3, "%02x", digest[i]);
}

static void add_root(ofd *d)
{
	const ht_doc_info *info = &d->pages->info;
	ht_xml x;
	char id[33], day[HT_MOMENT];
	hash_parts(d, id);
	ht_xml_new(&x);
	ht_xml_root(&x, "ofd:OFD", OFD_NAMESPACE);
	ht_xml_attr(&x, "Version", "1.0");
	ht_xml_attr(&x, "DocType", "OFD-A");
	ht_xml_open(&x, "ofd:DocBody");
	ht_xml_open(&x, "ofd:DocInfo");
	ht_xml_leaf(&x, "ofd:DocID", id);
	put_known(d, &x, "ofd:Title", info->title);
	put_known(d, &x, "ofd:Author", info->author);
	put_known(d, &x, "ofd:Subject", info->subject);
	put_known(d, &x, "ofd:CreationDate", day_of(d, day));
	put_keywords(d, &x, info->keywords);
	ht_xml_leaf(&x, "ofd:Creator", "hongtou");
	ht_xml_leaf(&x, "ofd:CreatorVersion", HT_VERSION);
	put_archive(d, &x);
	ht_xml_end(&x);
	ht_xml_leaf(&x, "ofd:DocRoot", "Doc_0/Document.xml");
	ht_xml_end(&x);
	ht_xml_end(&x);
	ofd_add_xml(d, "OFD.xml", &x);
	if (d->status != HT_OK || d->package.status != HT_OK)
		return;
	/* the root is the first file of the package */
	ht_part root = d->package.v[d->package.n - 1];
	memmove(d->package.v + 1, d->package.v, (d->package.n - 1) * sizeof root);
	d->package.v[0] = root;
}

void ofd_add_document(ofd *d)
{
	add_fonts(d);
	add_pictures(d);
	add_tags(d);
	add_record(d);
	add_document(d);
	if (d->status == HT_OK && d->package.status == HT_OK)
		add_root(d);
}

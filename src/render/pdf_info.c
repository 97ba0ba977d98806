/* Metadata: Info dictionary, /ID, language, page labels. Everything comes from
 * the document: no clock, no file names. */
#include <glib.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/ledger.h"
#include "pdf_priv.h"

const char *pdf_text_clean(pdf_document *d, const char *s)
{
	if (!s || !*s)
		return NULL;
	char *out = pdf_document_array(d, strlen(s) + 1, 1);
	return out && ht_utf8_clean(out, s) ? out : NULL;
}

/* Text for the metadata, which is then written wherever it belongs. */
static const char *carried(pdf_document *d, const char *text)
{
	ht_ledger_carry(d->pages->ledger, text);
	return pdf_text_clean(d, text);
}

/* The number of pages alone is no metadata. */
static void collect_archive(pdf_document *d)
{
	const char *const *from = d->pages->info.archive;
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
		if (i != HT_ARCHIVE_PAGES) {
			d->info.archive[i] = carried(d, from[i]);
			d->info.has_archive |= d->info.archive[i] != NULL;
		}
	if (d->info.has_archive)
		d->info.archive[HT_ARCHIVE_PAGES] = carried(d, from[HT_ARCHIVE_PAGES]);
}

void pdf_info_collect(pdf_document *d)
{
	const ht_doc_info *from = &d->pages->info;
	collect_archive(d);
	d->info.title = carried(d, from->title);
	d->info.author = carried(d, from->author);
	d->info.subject = carried(d, from->subject);
	d->info.keywords = carried(d, from->keywords);
	d->info.creator = pdf_text_clean(d, from->creator);
	d->outline = pdf_document_array(d, d->pages->n_outline, sizeof *d->outline);
	for (size_t i = 0; i < d->pages->n_outline && !d->status; i++)
		d->outline[i] = pdf_text_clean(d, d->pages->outline[i].text);
	ht_doc_moment(from->archive, from->created, d->info.date);
}

static void hash_bytes(struct sha256_ctx *sum, const void *data, size_t len)
{
	/* with its length, so that different sequences of strings never hash alike */
	uint64_t n = GUINT64_TO_LE(len);
	sha256_update(sum, sizeof n, (const uint8_t *)&n);
	if (len)
		sha256_update(sum, len, data);
}

static void hash_document(struct sha256_ctx *sum, const pdf_document *d)
{
	for (size_t i = 0; i < d->pages->n; i++) {
		uint32_t size[2] = {GUINT32_TO_LE((uint32_t)d->pages->v[i].width),
		                    GUINT32_TO_LE((uint32_t)d->pages->v[i].height)};
		hash_bytes(sum, size, sizeof size);
		hash_bytes(sum, d->contents[i].data, d->contents[i].len);
	}
	for (size_t i = 0; i < d->n_faces; i++) {
		/* the name and checksum of a program are enough: hashing the programs would
		 * take as long as composing the text */
		uint32_t sum_of_program = GUINT32_TO_LE(d->faces[i].sum);
		hash_bytes(sum, d->faces[i].name, strlen(d->faces[i].name));
		hash_bytes(sum, &sum_of_program, sizeof sum_of_program);
	}
	for (size_t i = 0; i < d->n_pictures; i++)
		hash_bytes(sum, d->pictures[i].image->hash, sizeof d->pictures[i].image->hash);
	hash_bytes(sum, d->record_packed.data, d->record_packed.len);
	for (size_t i = 0; i < d->pages->n_outline; i++)
		if (d->outline[i])
			hash_bytes(sum, d->outline[i], strlen(d->outline[i]));
	hash_bytes(sum, d->xmp.data, d->xmp.len);
}

void pdf_info_finish(pdf_document *d)
{
	d->scratch.len = 0;
	if (d->status)
		return;
	if (!pdf_xmp_write(&d->info, d->options.standards, &d->scratch)) {
		pdf_document_fail(d, HT_ERR_NOMEM);
		return;
	}
	d->xmp.data = pdf_pushed(d, ht_arena_strndup(d->arena, d->scratch.data, d->scratch.len));
	d->xmp.len = d->scratch.len;
	if (d->status)
		return;
	struct sha256_ctx sum;
	sha256_init(&sum);
	hash_document(&sum, d);
	uint8_t digest[SHA256_DIGEST_SIZE];
	sha256_digest(&sum, sizeof digest, digest);
	memcpy(d->id, digest, sizeof d->id);
}

void pdf_put_date(pdf_objects *o, HPDF_Dict dict, const char *key, const char *date)
{
	char out[HT_MOMENT + 8] = "D:";
	const char *zone = strchr(date, '+');
	size_t n = 2;
	for (const char *c = date; *c && c != zone; c++)
		if (g_ascii_isdigit(*c) || *c == 'Z')
			out[n++] = *c;
	out[n] = '\0';
	if (zone)
		snprintf(out + n, sizeof out - n, "%.3s'%.2s'", zone, zone + 4);
	pdf_put_ascii(o, dict, key, out);
}

static void build_info(pdf_objects *o, const pdf_document *d)
{
	HPDF_Dict dict = pdf_doc(o)->info;
	const struct {
		const char *key, *value;
	} rows[] = {
	    {"Title", d->info.title},       {"Author", d->info.author},   {"Subject", d->info.subject},
	    {"Keywords", d->info.keywords}, {"Creator", d->info.creator}, {"Producer", PDF_PRODUCER},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i].value)
			pdf_put_text(o, dict, rows[i].key, rows[i].value);
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
		if (d->info.archive[i])
			pdf_put_text(o, dict, ht_archive_rows[i].name, d->info.archive[i]);
	if (d->info.date[0]) {
		pdf_put_date(o, dict, "CreationDate", d->info.date);
		pdf_put_date(o, dict, "ModDate", d->info.date);
	}
}

/* Does the label of page i follow from that of the page before it? */
static bool continues_labels(const ht_page *v, size_t i)
{
	if (!v[i].number || !v[i - 1].number)
		return v[i].number == v[i - 1].number;
	return v[i].number == v[i - 1].number + 1;
}

/* Page labels as printed: a range for each sequence of pages that count up by
 * one; pages without a number have an empty label. */
static void build_labels(pdf_objects *o, const pdf_document *d, HPDF_Dict catalog)
{
	const ht_page *v = d->pages->v;
	HPDF_Array nums = pdf_array(o);
	for (size_t i = 0; i < d->pages->n; i++) {
		if (i && continues_labels(v, i))
			continue;
		HPDF_Dict range = pdf_dict(o);
		if (v[i].number > 0) {
			pdf_put_name(o, range, "S", "D");
			pdf_put_int(o, range, "St", v[i].number);
		}
		pdf_push_int(o, nums, (long)i);
		pdf_push(o, nums, range);
	}
	HPDF_Dict labels = pdf_dict(o);
	pdf_put(o, labels, "Nums", nums);
	pdf_put(o, catalog, "PageLabels", labels);
}

static void build_id(pdf_objects *o, pdf_document *d)
{
	HPDF_Array id = pdf_array(o);
	pdf_push_binary(o, id, d->id, sizeof d->id);
	pdf_push_binary(o, id, d->id, sizeof d->id);
	pdf_put(o, pdf_doc(o)->trailer, "ID", id);
}

void pdf_info_build(pdf_objects *o, pdf_document *d)
{
	HPDF_Dict catalog = pdf_doc(o)->catalog;
	build_info(o, d);
	HPDF_Dict xmp = pdf_stream(o, d->xmp, PDF_PLAIN);
	pdf_put_name(o, xmp, "Type", "Metadata");
	pdf_put_name(o, xmp, "Subtype", "XML");
	pdf_put(o, catalog, "Metadata", xmp);
	pdf_put_ascii(o, catalog, "Lang", "zh-CN");
	HPDF_Dict preferences = pdf_dict(o);
	pdf_put_bool(o, preferences, "DisplayDocTitle", true);
	pdf_put_name(o, preferences, "PrintScaling", "None"); /* the type area is in millimetres */
	if (d->pages->duplex)
		pdf_put_name(o, preferences, "Duplex", "DuplexFlipLongEdge");
	pdf_put(o, catalog, "ViewerPreferences", preferences);
	build_labels(o, d, catalog);
	build_id(o, d);
}

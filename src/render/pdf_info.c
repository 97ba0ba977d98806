/* What a file says of itself: Info dictionary, /ID, language, page labels.
 * Everything comes from the document: no clock, no place. */
#include <glib.h>
#include <string.h>
#include <time.h>

#include "pdf_priv.h"

/* s without what XML or PDF text cannot hold (control characters, broken
 * UTF-8); NULL stays NULL, as does a string of which nothing remains. */
static ht_status clean_text(ht_arena *arena, const char *s, const char **ret)
{
	if (!s || !*s) {
		*ret = NULL;
		return HT_OK;
	}
	size_t len = strlen(s), n = 0;
	char *out = ht_arena_alloc(arena, len + 1);
	if (!out)
		return HT_ERR_NOMEM;
	for (const char *end = s + len; s < end;) {
		gunichar c = g_utf8_get_char_validated(s, end - s);
		if (c >= 0x110000) { /* broken */
			s++;
			continue;
		}
		size_t used = (size_t)g_unichar_to_utf8(c, NULL);
		bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFE || c == 0xFFFF;
		if (!control) {
			memcpy(out + n, s, used);
			n += used;
		}
		s += used;
	}
	*ret = n ? out : NULL;
	return HT_OK;
}

static void format_date(long long created, char date[24])
{
	time_t t = (time_t)created;
	struct tm tm;
	date[0] = '\0';
	if (created >= 0 && gmtime_r(&t, &tm) && tm.tm_year <= 9999 - 1900)
		strftime(date, 24, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

ht_status pdf_info_collect(pdf_document *d)
{
	const ht_doc_info *from = &d->pages->info;
	const char *const in[] = {from->title, from->author, from->subject, from->keywords, from->creator};
	const char **const out[] = {&d->info.title, &d->info.author, &d->info.subject, &d->info.keywords,
	                            &d->info.creator};
	ht_status status = HT_OK;
	for (size_t i = 0; i < G_N_ELEMENTS(in) && !status; i++)
		status = clean_text(d->arena, in[i], out[i]);
	d->outline = ht_arena_array(d->arena, d->pages->n_outline, sizeof *d->outline);
	if (!d->outline)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < d->pages->n_outline && !status; i++)
		status = clean_text(d->arena, d->pages->outline[i].text, &d->outline[i]);
	format_date(from->created, d->info.date);
	return status;
}

static void hash_bytes(GChecksum *sum, const void *data, size_t len)
{
	/* the length too, so that no two sequences of strings run into one */
	uint64_t n = GUINT64_TO_LE(len);
	g_checksum_update(sum, (const guchar *)&n, sizeof n);
	if (len)
		g_checksum_update(sum, data, (gssize)len);
}

static void hash_document(GChecksum *sum, const pdf_document *d)
{
	for (size_t i = 0; i < d->pages->n; i++) {
		uint32_t size[2] = {GUINT32_TO_LE((uint32_t)d->pages->v[i].width),
		                    GUINT32_TO_LE((uint32_t)d->pages->v[i].height)};
		hash_bytes(sum, size, sizeof size);
		hash_bytes(sum, d->contents[i].data, d->contents[i].len);
	}
	for (size_t i = 0; i < d->n_faces; i++) {
		/* a program's name, length and CRC stand for it: a digest of all
		 * fonts would cost as much as all text */
		uint32_t crc = GUINT32_TO_LE(d->faces[i].crc);
		hash_bytes(sum, d->faces[i].name, strlen(d->faces[i].name));
		hash_bytes(sum, &crc, sizeof crc);
	}
	for (size_t i = 0; i < d->pages->n_outline; i++)
		if (d->outline[i])
			hash_bytes(sum, d->outline[i], strlen(d->outline[i]));
	hash_bytes(sum, d->xmp.data, d->xmp.len);
}

ht_status pdf_info_finish(pdf_document *d)
{
	d->scratch.len = 0;
	if (!pdf_xmp_write(&d->info, &d->scratch))
		return HT_ERR_NOMEM;
	char *xmp = ht_arena_strndup(d->arena, d->scratch.data, d->scratch.len);
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	if (!xmp || !sum) {
		g_clear_pointer(&sum, g_checksum_free);
		return HT_ERR_NOMEM;
	}
	d->xmp = (pdf_bytes){xmp, d->scratch.len};
	hash_document(sum, d);
	unsigned char digest[32];
	gsize len = sizeof digest;
	g_checksum_get_digest(sum, digest, &len);
	g_checksum_free(sum);
	memcpy(d->id, digest, sizeof d->id);
	return HT_OK;
}

/* "2026-07-23T01:00:00Z" as PDF writes it: "D:20260723010000Z". */
static void put_date(pdf_objects *o, HPDF_Dict info, const char *key, const char *date)
{
	char out[24] = "D:";
	size_t n = 2;
	for (; *date; date++)
		if (g_ascii_isdigit(*date) || *date == 'Z')
			out[n++] = *date;
	out[n] = '\0';
	pdf_put_ascii(o, info, key, out);
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
	if (d->info.date[0]) {
		put_date(o, dict, "CreationDate", d->info.date);
		put_date(o, dict, "ModDate", d->info.date);
	}
}

/* Labels as printed: a range for each stretch of pages that count up by one;
 * pages without a number have an empty label. */
static void build_labels(pdf_objects *o, const pdf_document *d, HPDF_Dict catalog)
{
	const ht_page *v = d->pages->v;
	HPDF_Array nums = pdf_array(o);
	for (size_t i = 0; i < d->pages->n; i++) {
		if (i && (v[i].number ? v[i].number == v[i - 1].number + 1 && v[i - 1].number : !v[i - 1].number))
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
	HPDF_Dict xmp = pdf_stream(o, d->xmp, false);
	pdf_put_name(o, xmp, "Type", "Metadata");
	pdf_put_name(o, xmp, "Subtype", "XML");
	pdf_put(o, catalog, "Metadata", xmp);
	pdf_put_ascii(o, catalog, "Lang", "zh-CN");
	HPDF_Dict preferences = pdf_dict(o);
	pdf_put_bool(o, preferences, "DisplayDocTitle", true);
	pdf_put(o, catalog, "ViewerPreferences", preferences);
	build_labels(o, d, catalog);
	build_id(o, d);
}

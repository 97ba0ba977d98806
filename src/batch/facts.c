/* All that a document depends on besides its record: options, style sheets,
 * fonts, the program. Their hash is part of every record's key.
 *
 * Style sheets count by their bytes. Fonts count by path, size and date, since
 * hashing a hundred megabytes would take longer than ten records; so a font that
 * is installed again makes all records be made again. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/messages.h"
#include "base/shortage.h"
#include "config.h"
#include "job.h"

static void add_fact(bt_facts *f, const char *name, const char *value)
{
	bt_fact *slot = HT_PUSH(f->arena, f->v, f->n, f->cap);
	f->nomem |= !slot || !value;
	if (slot)
		*slot = (bt_fact){name, value};
}

static const char *join(ht_arena *arena, const char *const *v, size_t n)
{
	const char *text = "";
	for (size_t i = 0; text && i < n; i++)
		text = ht_arena_printf(arena, "%s%s%s", text, i ? "," : "", v[i]);
	return text;
}

/* v: NULL-terminated, or NULL. */
static const char *join_all(ht_arena *arena, const char *const *v)
{
	size_t n = 0;
	while (v && v[n])
		n++;
	return join(arena, v, n);
}

static const char *hex(ht_arena *arena, const bt_hash *hash)
{
	char digits[2 * BT_HASH + 1];
	bt_hash_hex(hash, digits);
	return ht_arena_strdup(arena, digits);
}

/* A number, whatever the locale. */
static const char *real(ht_arena *arena, double value)
{
	ht_buf text = {0};
	const char *s = ht_buf_addreal(&text, value, 3) ? ht_arena_strdup(arena, text.data) : NULL;
	ht_buf_free(&text);
	return s;
}

static const char *targets(ht_arena *arena, const ht_export_options *o)
{
	const char *names[HT_TARGET_COUNT];
	for (size_t i = 0; i < o->n_targets; i++)
		names[i] = o->targets[i]->name;
	return join(arena, names, o->n_targets);
}

static void add_settings(bt_facts *f, const ht_settings *settings)
{
	ht_buf text = {0};
	bt_hash hash;
	for (int i = 0; settings && i < HT_SETTINGS_PLACES; i++)
		if (settings->files[i].there)
			ht_buf_addf(&text, "%d\n%s\n", i, settings->files[i].text);
	if (!text.data) /* as before there were settings */
		return;
	bt_hash_bytes(text.data, text.len, &hash);
	f->nomem |= text.failed;
	ht_buf_free(&text);
	add_fact(f, "office", hex(f->arena, &hash));
}

/* ---- sheets and fonts ---- */

static const char *add_sheets(bt_facts *f, const char *const *paths, size_t n)
{
	ht_buf text = {0};
	bt_hash hash;
	f->sheets = ht_arena_array(f->arena, n + 1, sizeof *f->sheets);
	for (size_t i = 0; f->sheets && i < n; i++) {
		bt_sheet *sheet = &f->sheets[f->n_sheets];
		sheet->path = ht_arena_strdup(f->arena, paths[i]);
		if (!sheet->path)
			break;
		if (!bt_hash_file(paths[i], &sheet->hash, NULL)) {
			f->unread = paths[i];
			f->error = errno;
			break;
		}
		ht_buf_add(&text, sheet->hash.v, BT_HASH);
		f->n_sheets++;
	}
	bt_hash_bytes(text.data ? text.data : "", text.len, &hash);
	bool ok = f->sheets && !text.failed && f->n_sheets == n;
	ht_buf_free(&text);
	return ok ? hex(f->arena, &hash) : NULL;
}

static bool knows_font(const bt_facts *f, const ht_font *font)
{
	for (size_t i = 0; i < f->n_fonts; i++)
		if (f->fonts[i] == font)
			return true;
	return false;
}

static bool add_font(bt_facts *f, const ht_font *font, ht_buf *text)
{
	struct stat st;
	if (knows_font(f, font))
		return true;
	const ht_font **slot = HT_PUSH(f->arena, f->fonts, f->n_fonts, f->cap_fonts);
	if (!slot)
		return false;
	*slot = font;
	memset(&st, 0, sizeof st);
	stat(font->path, &st);
	return ht_buf_addf(text, "%s %d %lld %lld %ld\n", font->path, font->index, (long long)st.st_size,
	                   (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
}

static bool add_fontset(bt_facts *f, ht_fonts *fonts, const char *family, ht_buf *text)
{
	int fontset;
	ht_status status = ht_fonts_fontset(fonts, family, (ht_loc){NULL, 0, 0}, NULL, &fontset);
	if (status != HT_OK)
		return status != HT_ERR_NOMEM;
	const ht_font *const *chain;
	size_t n = ht_fonts_chain(fonts, fontset, &chain);
	bool ok = ht_buf_addf(text, "%s:\n", family);
	for (size_t i = 0; i < n && ok; i++)
		ok = add_font(f, chain[i], text);
	return ok;
}

static const char *add_fonts(bt_facts *f, ht_exporter *x)
{
	ht_buf text = {0};
	size_t n;
	const ht_style *const *styles = ht_exporter_loaded(x, &n);
	bool ok = true;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < styles[i]->n_faces && ok; k++)
			ok = add_fontset(f, ht_exporter_fonts(x), styles[i]->faces[k].han, &text) &&
			     add_fontset(f, ht_exporter_fonts(x), styles[i]->faces[k].latin, &text);
	bt_hash hash;
	bt_hash_bytes(text.data ? text.data : "", text.len, &hash);
	ok = ok && !text.failed;
	ht_buf_free(&text);
	return ok ? hex(f->arena, &hash) : NULL;
}

/* ---- all together ---- */

static const char *const seals[] = {[HT_SEALS_DEFAULT] = "default",
                                    [HT_SEALS_NONE] = "none",
                                    [HT_SEALS_PLACEHOLDER] = "placeholder",
                                    [HT_SEALS_IMAGE] = "image"};

/* As --pdf-standard names them; none asked for: those by default. */
static const char *standards(ht_arena *arena, unsigned bits)
{
	ht_buf text = {0};
	const char *s = ht_pdf_standards_name(bits, &text) ? ht_arena_strdup(arena, text.data) : NULL;
	ht_buf_free(&text);
	return s;
}

static bool hash_facts(bt_facts *f)
{
	ht_buf text = {0};
	if (f->nomem || ht_shortage_met()) /* fonts for which there was no memory would be others than next time */
		return false;
	for (size_t i = 0; i < f->n; i++)
		ht_buf_addf(&text, "%s=%s\n", f->v[i].name, f->v[i].value);
	bt_hash_bytes(text.data, text.len, &f->hash);
	bool ok = !text.failed;
	ht_buf_free(&text);
	return ok;
}

ht_status bt_facts_collect(const ht_batch_options *options, ht_exporter *x, const char *const *sheets, size_t n_sheets,
                           ht_diags *diags, bt_facts *ret)
{
	const ht_export_options *o = ht_exporter_options(x);
	bt_facts f = {.arena = ht_arena_new()};
	if (!f.arena)
		return HT_ERR_NOMEM;
	add_fact(&f, "program", HT_VERSION);
	add_fact(&f, "--to", targets(f.arena, o));
	add_fact(&f, "--style", join(f.arena, o->styles, o->n_styles));
	add_fact(&f, "--style-dir", join_all(f.arena, o->style_dirs));
	add_fact(&f, "--file-dir", join_all(f.arena, o->file_dirs));
	add_settings(&f, o->settings);
	add_fact(&f, "--name", options->name ? options->name : "");
	if (options->package) /* left out of others, whose keys stay as they are */
		add_fact(&f, "--package", "yes");
	add_fact(&f, "--resolution", real(f.arena, o->render.resolution));
	add_fact(&f, "--pdf-standard", standards(f.arena, o->render.standards));
	add_fact(&f, "--attach-record", o->attach_record ? "yes" : "no");
	add_fact(&f, "--embed-fonts", o->embed_fonts ? "yes" : "no");
	add_fact(&f, "--odt-fonts", o->odt_font_lists ? "list" : "one");
	add_fact(&f, "--seals", seals[o->seals]);
	add_fact(&f, "--odt-lines", o->natural_lines ? "natural" : "as-pages");
	add_fact(&f, "SOURCE_DATE_EPOCH", o->source_date < 0 ? "" : ht_arena_printf(f.arena, "%lld", o->source_date));
	add_fact(&f, "deflate level", ht_arena_printf(f.arena, "%d", o->render.compression));
	add_fact(&f, "style sheets", add_sheets(&f, sheets, n_sheets));
	add_fact(&f, "fonts", add_fonts(&f, x));
	if (!hash_facts(&f)) {
		const bool unread = f.unread && f.error != ENOMEM;
		if (unread)
			ht_diag(diags, HT_D_IN_READ, (ht_loc){f.unread, 0, 0}, strerror(f.error), NULL);
		bt_facts_free(&f);
		return unread ? HT_ERR_IO : HT_ERR_NOMEM;
	}
	*ret = f;
	return HT_OK;
}

bool bt_facts_read_fonts(bt_facts *f)
{
	f->files = ht_arena_array(f->arena, f->n_fonts + 1, sizeof *f->files);
	for (size_t i = 0; f->files && i < f->n_fonts; i++) {
		bt_font_file *file = &f->files[i];
		*file = (bt_font_file){.family = f->fonts[i]->family, .path = f->fonts[i]->path};
		file->read = bt_hash_file(file->path, &file->hash, NULL);
	}
	f->n_files = f->files ? f->n_fonts : 0;
	return f->files != NULL;
}

const char *bt_fact_value(const bt_fact *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].name, name) == 0)
			return v[i].value;
	return "";
}

void bt_facts_free(bt_facts *facts)
{
	ht_arena_free(facts->arena);
	*facts = (bt_facts){0};
}

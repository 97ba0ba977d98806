/* Pictures of a text: kept for the caller to write, and a line of their own where
 * they are. Only pictures that a record can print are kept: PNG and JPEG. A picture that may be a seal is never put
 * into the text: a seal in the wrong place is worse than no seal. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "limits.h"

/* Far more than any document has. */
#define MAX_PICTURES 200

static const char *ending_of(const char *data, size_t len)
{
	if (len > 8 && memcmp(data, "\x89PNG\r\n\x1A\n", 8) == 0)
		return "png";
	if (len > 3 && memcmp(data, "\xFF\xD8\xFF", 3) == 0)
		return "jpg";
	return NULL;
}

/* The name under which these bytes are kept: pictures that come twice are kept
 * once. NULL: there are too many, or they are too large. */
static const char *keep_picture(im_doc *d, const im_picture *p, const char *ending)
{
	for (size_t i = 0; i < d->n_pictures; i++)
		if (d->pictures[i].len == p->len && memcmp(d->pictures[i].data, p->data, p->len) == 0)
			return d->pictures[i].name;
	if (d->n_pictures == MAX_PICTURES || p->len > HT_IMPORT_MAX_BYTES - d->picture_bytes)
		return NULL;
	ht_import_picture *slot = HT_PUSH(d->arena, d->pictures, d->n_pictures, d->cap_pictures);
	char *data = slot ? ht_arena_alloc(d->arena, p->len) : NULL;
	const char *name = data ? ht_arena_printf(d->arena, "%zu.%s", d->n_pictures, ending) : NULL;
	if (!name) {
		d->nomem = true;
		d->n_pictures -= slot != NULL;
		return NULL;
	}
	memcpy(data, p->data, p->len);
	*slot = (ht_import_picture){name, data, p->len};
	d->picture_bytes += p->len;
	return name;
}

static void add_picture_line(im_doc *d, const im_picture *p, const char *path, ht_loc loc)
{
	const char *alt = im_copy(d, p->alt ? p->alt : "", p->alt ? strlen(p->alt) : 0);
	im_line *line = im_add_line(d, alt, strlen(alt), loc, 0);
	if (!line)
		return;
	line->kind = IM_PICTURE;
	line->picture = path;
}

void im_add_picture(im_doc *d, const im_picture *p, ht_loc loc)
{
	const char *ending = p->data ? ending_of(p->data, p->len) : NULL;
	if (!d->picture_dir || !p->data) {
		ht_diag(d->diags, HT_D_IMPORT_PICTURE, loc, p->name, NULL);
		return;
	}
	if (!ending) {
		ht_diag(d->diags, HT_D_IMPORT_PICTURE_FORMAT, loc, p->name, NULL);
		return;
	}
	const char *name = keep_picture(d, p, ending);
	const char *path = name ? ht_arena_printf(d->arena, "%s/%s", d->picture_dir, name) : NULL;
	d->nomem |= name && !path;
	if (!name && !d->nomem)
		ht_diag(d->diags, HT_D_IMPORT_PICTURES_MANY, loc, p->name, NULL);
	if (!path)
		return;
	ht_diag(d->diags, HT_D_IMPORT_PICTURE_TAKEN, loc, p->name, path, NULL);
	if (p->floats)
		ht_diag(d->diags, HT_D_IMPORT_PICTURE_FLOATS, loc, path, NULL);
	else
		add_picture_line(d, p, path, loc);
}

/* `图1　库区位置` */
static bool is_caption(const im_line *line)
{
	const char *p = line->text;
	if (line->kind != IM_BODY || !ht_str_starts(p, "图") || ht_str_chars(p) > CAPTION_MOST || strstr(p, "。"))
		return false;
	p += strlen("图");
	while (*p == ' ')
		p++;
	return ht_scan_int(&p) > 0;
}

void im_find_captions(im_doc *d)
{
	for (size_t i = 0; i + 1 < d->n; i++) {
		im_line *line = &d->lines[i], *next = &d->lines[i + 1];
		if (line->kind != IM_PICTURE || !is_caption(next))
			continue;
		line->text = next->text;
		next->kind = IM_FIELD;
	}
}

/* Is there nothing but pictures and what is in fields between lines a and b? */
static bool is_beside(const im_doc *d, size_t a, size_t b)
{
	for (size_t i = MIN(a, b); i < MAX(a, b); i++)
		if (d->lines[i].kind == IM_BODY || d->lines[i].kind == IM_TABLE)
			return false;
	return true;
}

void im_find_seals(im_doc *d)
{
	size_t from = d->sign > SEAL_LINES ? d->sign - SEAL_LINES : 0;
	for (size_t i = from; d->sign < d->n && i < d->n && i < d->sign + SEAL_LINES; i++) {
		im_line *line = &d->lines[i];
		if (line->kind != IM_PICTURE || !is_beside(d, i, d->sign))
			continue;
		line->kind = IM_FIELD;
		ht_diag(d->diags, HT_D_IMPORT_PICTURE_FLOATS, line->loc, line->picture, NULL);
	}
}

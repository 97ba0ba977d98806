/* The format of a file, by its first bytes. */
#include "image_priv.h"

#include <glib.h>
#include <string.h>

#include "base/intl.h"

typedef struct signature {
	const char *bytes;
	size_t at, len;
	image_reader *read; /* NULL: known, but not supported */
	const char *what;
} signature;

#define BYTES(s)        (s), 0, sizeof(s) - 1
#define BYTES_AT(at, s) (s), (at), sizeof(s) - 1

/* First match wins. */
static const signature signatures[] = {
    {BYTES("\x89PNG\r\n\x1a\n"), image_read_png, NULL},
    {BYTES("\xff\xd8\xff"), image_read_jpeg, NULL},
    {BYTES("GIF8"), NULL, N_("it is a GIF file")},
    {BYTES("BM"), NULL, N_("it is a BMP file")},
    {BYTES("II*\0"), NULL, N_("it is a TIFF file")},
    {BYTES("MM\0*"), NULL, N_("it is a TIFF file")},
    {BYTES_AT(8, "WEBP"), NULL, N_("it is a WebP file")},
    {BYTES_AT(4, "ftyp"), NULL, N_("it is a HEIC, AVIF or video file")},
    {BYTES("%PDF"), NULL, N_("it is a PDF file")},
    {BYTES("%!PS"), NULL, N_("it is a PostScript file")},
    {BYTES("\x1f\x8b"), NULL, N_("it is a compressed file (unpack an .svgz first)")},
    {BYTES("PK\3\4"), NULL, N_("it is an archive or an office file")},
    {BYTES("\xd0\xcf\x11\xe0"), NULL, N_("it is an office file")},
};

/* SVG: XML with an svg element within this many bytes. */
#define SVG_PROLOG 8192

static bool is_svg(const uint8_t *data, size_t len)
{
	size_t at = 0, end = MIN(len, SVG_PROLOG);
	if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
		at = 3;
	while (at < end && strchr(" \t\r\n", data[at]) && data[at])
		at++;
	if (at == end || data[at] != '<')
		return false;
	const char *head = (const char *)data + at;
	return g_strstr_len(head, (gssize)(end - at), "<svg") || g_strstr_len(head, (gssize)(end - at), ":svg");
}

image_reader *image_sniff(const uint8_t *data, size_t len, const char **what)
{
	for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
		const signature *s = &signatures[i];
		if (len < s->at + s->len || memcmp(data + s->at, s->bytes, s->len) != 0)
			continue;
		if (!s->read)
			*what = _(s->what);
		return s->read;
	}
	if (is_svg(data, len))
		return image_read_svg;
	*what = len ? _("it is not a known picture format") : _("it is empty");
	return NULL;
}

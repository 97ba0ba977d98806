#include "base/filekind.h"

#include <stdbool.h>
#include <string.h>

#include "base/array.h"
#include "base/messages.h"

#define BYTES(s) s, sizeof(s) - 1

static const struct {
	const char *bytes;
	size_t len, at; /* at: bytes before them */
	ht_code code;
} kinds[] = {
    {BYTES("PK\3\4"), 0, HT_D_IN_OFFICE},
    {BYTES("%PDF-"), 0, HT_D_IN_PDF},
    {BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), 0, HT_D_IN_OLD_OFFICE}, /* DOC, WPS, XLS */
    {BYTES("{\\rtf"), 0, HT_D_IN_OLD_OFFICE},
    {BYTES("\x89PNG\r\n\x1A\n"), 0, HT_D_IN_PICTURE},
    {BYTES("\xFF\xD8\xFF"), 0, HT_D_IN_PICTURE}, /* JPEG */
    {BYTES("GIF8"), 0, HT_D_IN_PICTURE},
    {BYTES("II*\0"), 0, HT_D_IN_PICTURE}, /* TIFF */
    {BYTES("MM\0*"), 0, HT_D_IN_PICTURE},
    {BYTES("\0\0\1\0"), 0, HT_D_IN_PICTURE}, /* ICO */
    {BYTES("WEBP"), 8, HT_D_IN_PICTURE},
    {BYTES("ftyphe"), 4, HT_D_IN_PICTURE}, /* HEIC, of telephones */
    {BYTES("ftypmif1"), 4, HT_D_IN_PICTURE},
    {BYTES("ftypavif"), 4, HT_D_IN_PICTURE},
    {BYTES("8BPS"), 0, HT_D_IN_PICTURE},
    {BYTES("\x1F\x8B"), 0, HT_D_IN_ARCHIVE}, /* gzip */
    {BYTES("7z\xBC\xAF\x27\x1C"), 0, HT_D_IN_ARCHIVE},
    {BYTES("Rar!\x1A\x07"), 0, HT_D_IN_ARCHIVE},
    {BYTES("\xFD"
           "7zXZ"),
     0, HT_D_IN_ARCHIVE},
    {BYTES("\x28\xB5\x2F\xFD"), 0, HT_D_IN_ARCHIVE}, /* zstd */
    {BYTES("MSCF"), 0, HT_D_IN_ARCHIVE},
    {BYTES("PK\5\6"), 0, HT_D_IN_ARCHIVE}, /* an empty zip */
    {BYTES("ustar"), 257, HT_D_IN_ARCHIVE},
    {BYTES("\x7F"
           "ELF"),
     0, HT_D_IN_PROGRAM},
    {BYTES("\xCA\xFE\xBA\xBE"), 0, HT_D_IN_PROGRAM}, /* Java */
    {BYTES("\xCF\xFA\xED\xFE"), 0, HT_D_IN_PROGRAM}, /* macOS */
};
#undef BYTES

/* Letters begin these as well as texts do; zeros follow in the file alone. */
static ht_code kind_by_letters(const char *data, size_t len)
{
	static const size_t within = 64;
	const bool zeros = len > 16 && memchr(data, '\0', len < within ? len : within);
	if (zeros && memcmp(data, "MZ", 2) == 0)
		return HT_D_IN_PROGRAM;
	if (zeros && memcmp(data, "BM", 2) == 0)
		return HT_D_IN_PICTURE;
	if (len > 4 && memcmp(data, "BZh", 3) == 0 && data[3] >= '1' && data[3] <= '9')
		return HT_D_IN_ARCHIVE;
	return NULL;
}

ht_code ht_file_kind(const char *data, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (len >= kinds[i].at + kinds[i].len && memcmp(data + kinds[i].at, kinds[i].bytes, kinds[i].len) == 0)
			return kinds[i].code;
	return kind_by_letters(data, len);
}

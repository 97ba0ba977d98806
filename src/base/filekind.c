#include "base/filekind.h"

#include <string.h>

#include "base/array.h"
#include "base/messages.h"

ht_code ht_file_kind(const char *data, size_t len)
{
#define BYTES(s) s, sizeof(s) - 1
	const struct {
		const char *bytes;
		size_t len;
		ht_code code;
	} kinds[] = {
	    {BYTES("PK\3\4"), HT_D_IN_OFFICE},
	    {BYTES("%PDF-"), HT_D_IN_PDF},
	    {BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), HT_D_IN_OLD_OFFICE}, /* DOC, WPS, XLS */
	    {BYTES("{\\rtf"), HT_D_IN_OLD_OFFICE},
	    {BYTES("\x89PNG\r\n\x1A\n"), HT_D_IN_PICTURE},
	    {BYTES("\xFF\xD8\xFF"), HT_D_IN_PICTURE}, /* JPEG */
	    {BYTES("GIF8"), HT_D_IN_PICTURE},
	    {BYTES("II*\0"), HT_D_IN_PICTURE}, /* TIFF */
	    {BYTES("MM\0*"), HT_D_IN_PICTURE},
	    {BYTES("\x1F\x8B"), HT_D_IN_ARCHIVE}, /* gzip */
	    {BYTES("7z\xBC\xAF\x27\x1C"), HT_D_IN_ARCHIVE},
	    {BYTES("Rar!\x1A\x07"), HT_D_IN_ARCHIVE},
	    {BYTES("\xFD"
	           "7zXZ"),
	     HT_D_IN_ARCHIVE},
	    {BYTES("\x7F"
	           "ELF"),
	     HT_D_IN_PROGRAM},
	};
#undef BYTES
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (len >= kinds[i].len && memcmp(data, kinds[i].bytes, kinds[i].len) == 0)
			return kinds[i].code;
	return NULL;
}

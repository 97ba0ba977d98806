/* What the tests of documents for editing share: the open fonts, without which they are skipped. */
#ifndef OFFICE_FONTS_H
#define OFFICE_FONTS_H

#include "text/font.h"

static ht_fonts *fonts; /* NULL: there are no fonts to be had */

static int open_fonts(void **state)
{
	(void)state;
	const ht_font_options options = {0};
	ht_diags *diags = ht_diags_new();
	int tag;
	if (ht_fonts_open(&options, diags, &fonts) != HT_OK)
		fonts = NULL;
	else if (ht_fonts_fontset(fonts, "HT FangSong", (ht_loc){0}, diags, &tag) != HT_OK) {
		ht_fonts_close(fonts);
		fonts = NULL;
	}
	ht_diags_free(diags);
	return 0;
}

static int close_fonts(void **state)
{
	(void)state;
	ht_fonts_close(fonts);
	return 0;
}

#endif

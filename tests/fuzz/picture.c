/* A picture: PNG and JPEG in this process, SVG in the one that draws it. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#include "image/image.h"

/* Larger ones are decoded, but not measured: a pixel is a pixel, and each takes its time. */
#define MOST_PIXELS 4000000

static void look(ht_arena *arena, const ht_image *image)
{
	int box[4];
	const void *png;
	size_t len;
	if ((long long)image->width * image->height > MOST_PIXELS)
		return;
	if (ht_image_ink(image, box) &&
	    (box[0] < 0 || box[1] < 0 || box[2] > image->width || box[3] > image->height || box[0] >= box[2]))
		fuzz_fault("the ink of a picture is outside of it", NULL);
	ht_image_redness(image);
	if (image->rgba)
		ht_image_png(arena, image, &png, &len);
	else
		free(ht_image_pixels(image));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char record[128];
	snprintf(record, sizeof record, "%s/record", fuzz_folder());
	const ht_named where = {.record = record};
	fuzz_file("picture", data, size);
	ht_arena *arena = ht_arena_new();
	ht_diags *diags = ht_diags_new();
	ht_image *image = NULL;
	ht_status status = ht_image_load(NULL, &where, arena, "picture", 72, (ht_loc){.file = record}, diags, &image);
	if (status == HT_ERR_INPUT && !ht_diags_has_errors(diags))
		fuzz_fault("a picture is refused without an error", NULL);
	if (status == HT_OK)
		look(arena, image);
	fuzz_say(diags);
	ht_arena_free(arena);
	return 0;
}

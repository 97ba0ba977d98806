/* The ink of a seal: where it is, and whether it is red. */
#include "image_priv.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define OPAQUE_ENOUGH 32  /* ink has more alpha: 1/8 */
#define NEAR_WHITE    230 /* paper has no channel below: 90 % */

static int min_channel(const uint8_t *p)
{
	int m = MIN(p[0], p[1]);
	return MIN(m, p[2]);
}

static int max_channel(const uint8_t *p)
{
	int m = MAX(p[0], p[1]);
	return MAX(m, p[2]);
}

static bool is_ink(const uint8_t *p, bool alpha)
{
	if (alpha)
		return p[3] > OPAQUE_ENOUGH;
	return min_channel(p) < NEAR_WHITE;
}

/* Hue within 20 degrees of red: with red the largest channel, hue is 60
 * degrees times (g - b) / (max - min). Saturation: (max - min) / max. */
static bool is_red(const uint8_t *p)
{
	int max = max_channel(p);
	int range = max - min_channel(p);
	return p[0] == max && 3 * abs(p[1] - p[2]) <= range && 5 * range > 2 * max;
}

/* The pixels of a picture; free *owned afterwards. NULL: out of memory. */
static const uint8_t *pixels(const ht_image *image, uint8_t **owned)
{
	*owned = NULL;
	if (image->rgba)
		return image->rgba;
	return *owned = ht_image_pixels(image);
}

static void extend_box(int box[4], int x, int y)
{
	box[0] = MIN(x, box[0]);
	box[1] = MIN(y, box[1]);
	box[2] = MAX(x + 1, box[2]);
	box[3] = MAX(y + 1, box[3]);
}

bool ht_image_ink(const ht_image *image, int box[4])
{
	size_t len;
	const int *known = ht_image_kept(image, "ink", &len);
	if (known) {
		memcpy(box, known, len);
		return true;
	}
	uint8_t *owned;
	const uint8_t *p = pixels(image, &owned);
	if (!p)
		return false;
	int found[4] = {image->width, image->height, 0, 0};
	for (int y = 0; y < image->height; y++)
		for (int x = 0; x < image->width; x++, p += 4)
			if (is_ink(p, image->alpha))
				extend_box(found, x, y);
	free(owned);
	if (!found[2])
		return false;
	for (int i = 0; i < 4; i++)
		box[i] = found[i];
	ht_image_keep(image, "ink", found, sizeof found);
	return true;
}

int ht_image_redness(const ht_image *image)
{
	size_t len;
	const int *known = ht_image_kept(image, "redness", &len);
	if (known)
		return *known;
	uint8_t *owned;
	const uint8_t *p = pixels(image, &owned);
	if (!p)
		return -1;
	long ink = 0, red = 0;
	const uint8_t *end = p + (size_t)image->width * (size_t)image->height * 4;
	for (; p < end; p += 4) {
		if (!is_ink(p, image->alpha))
			continue;
		ink++;
		red += is_red(p);
	}
	free(owned);
	int redness = ink ? (int)(red * 1000 / ink) : 0;
	ht_image_keep(image, "redness", &redness, sizeof redness);
	return redness;
}

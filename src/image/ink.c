/* What a seal's maker printed: where the ink is, and whether it is red. */
#include "image_priv.h"

#include <stdlib.h>
#include <string.h>

#define OPAQUE_ENOUGH 32  /* alpha above it is ink: 1/8 */
#define NEAR_WHITE    230 /* channels from it up are paper: 90 % */

static int min3(int a, int b, int c)
{
	int m = a < b ? a : b;
	return m < c ? m : c;
}

static int max3(int a, int b, int c)
{
	int m = a > b ? a : b;
	return m > c ? m : c;
}

static bool is_ink(const uint8_t *p, bool alpha)
{
	return alpha ? p[3] > OPAQUE_ENOUGH : min3(p[0], p[1], p[2]) < NEAR_WHITE;
}

/* Hue within 20 degrees of red: with red the largest channel, hue is 60
 * degrees times (g - b) / (max - min). Saturation: (max - min) / max. */
static bool is_red(const uint8_t *p)
{
	int max = max3(p[0], p[1], p[2]);
	int range = max - min3(p[0], p[1], p[2]);
	return p[0] == max && 3 * abs(p[1] - p[2]) <= range && 5 * range > 2 * max;
}

/* The picture's pixels; *owned: what to free after. NULL: out of memory. */
static const uint8_t *pixels(const ht_image *image, uint8_t **owned)
{
	*owned = image->rgba ? NULL : ht_image_pixels(image);
	return image->rgba ? image->rgba : *owned;
}

static void widen(int box[4], int x, int y)
{
	box[0] = x < box[0] ? x : box[0];
	box[1] = y < box[1] ? y : box[1];
	box[2] = x + 1 > box[2] ? x + 1 : box[2];
	box[3] = y + 1 > box[3] ? y + 1 : box[3];
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
				widen(found, x, y);
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

/* How a camera was held, from Exif (the TIFF structure of CIPA DC-008, tag
 * 0x0112), and turning its picture upright. */
#include "image_priv.h"

#include <string.h>

#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT      3

/* A TIFF block; reads outside it give 0. */
typedef struct tiff {
	const uint8_t *data;
	size_t len;
	bool big_endian;
} tiff;

static unsigned u16(const tiff *t, size_t at)
{
	if (t->len < 2 || at > t->len - 2)
		return 0;
	const uint8_t *p = t->data + at;
	return t->big_endian ? (unsigned)p[0] << 8 | p[1] : (unsigned)p[1] << 8 | p[0];
}

static size_t u32(const tiff *t, size_t at)
{
	size_t a = u16(t, at), b = u16(t, at + 2);
	return t->big_endian ? a << 16 | b : b << 16 | a;
}

int image_exif_orientation(const uint8_t *data, size_t len)
{
	if (len < 14 || memcmp(data, "Exif\0", 6) != 0)
		return 1;
	tiff t = {data + 6, len - 6, data[6] == 'M'};
	size_t at = u32(&t, 4);
	for (unsigned n = u16(&t, at), i = 0; i < n; i++) {
		size_t entry = at + 2 + (size_t)i * 12;
		if (u16(&t, entry) != TAG_ORIENTATION || u16(&t, entry + 2) != TYPE_SHORT)
			continue;
		unsigned value = u16(&t, entry + 8);
		return value >= 1 && value <= 8 ? (int)value : 1;
	}
	return 1;
}

/* Where the upright picture takes its pixel (x, y) from: mirror the stored
 * picture in x, in y, after its axes have changed places. */
static const struct {
	bool swap, mirror_x, mirror_y;
} turns[] = {
    [1] = {false, false, false}, [2] = {false, true, false}, [3] = {false, true, true}, [4] = {false, false, true},
    [5] = {true, false, false},  [6] = {true, false, true},  [7] = {true, true, true},  [8] = {true, true, false},
};

void image_turn(const uint8_t *from, int width, int height, int orientation, uint8_t *to)
{
	bool swap = turns[orientation].swap;
	int to_width = swap ? height : width, to_height = swap ? width : height;
	for (int y = 0; y < to_height; y++) {
		for (int x = 0; x < to_width; x++, to += 4) {
			int sx = swap ? y : x, sy = swap ? x : y;
			sx = turns[orientation].mirror_x ? width - 1 - sx : sx;
			sy = turns[orientation].mirror_y ? height - 1 - sy : sy;
			memcpy(to, from + ((size_t)sy * (size_t)width + (size_t)sx) * 4, 4);
		}
	}
}

/* The orientation in Exif (the TIFF structure of CIPA DC-008, tag 0x0112), and
 * turning a picture upright by it. */
#include "image_priv.h"

#include <string.h>

#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT      3

/* A TIFF block; reads outside it return 0. */
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
	if (t->big_endian)
		return (unsigned)p[0] << 8 | p[1];
	return (unsigned)p[1] << 8 | p[0];
}

static size_t u32(const tiff *t, size_t at)
{
	size_t a = u16(t, at), b = u16(t, at + 2);
	if (t->big_endian)
		return a << 16 | b;
	return b << 16 | a;
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

/* How to map a pixel of the upright picture to the stored one: swap the axes, then
 * mirror in x and in y. */
typedef struct turn {
	bool swap, mirror_x, mirror_y;
} turn;

static const turn turns[] = {
    [1] = {false, false, false}, [2] = {false, true, false}, [3] = {false, true, true}, [4] = {false, false, true},
    [5] = {true, false, false},  [6] = {true, false, true},  [7] = {true, true, true},  [8] = {true, true, false},
};

void image_turn(const uint8_t *from, int width, int height, int orientation, uint8_t *to)
{
	const turn *t = &turns[orientation];
	/* offset in from of the first pixel of to, and of each step right and down */
	ptrdiff_t at = 0, right = 1, down = width;
	int to_width = width, to_height = height;
	if (t->mirror_x) {
		at += width - 1;
		right = -1;
	}
	if (t->mirror_y) {
		at += (ptrdiff_t)(height - 1) * width;
		down = -width;
	}
	if (t->swap) {
		ptrdiff_t swap = right;
		right = down;
		down = swap;
		to_width = height;
		to_height = width;
	}
	for (int y = 0; y < to_height; y++, at += down)
		for (int x = 0; x < to_width; x++, to += 4)
			memcpy(to, from + (at + x * right) * 4, 4);
}

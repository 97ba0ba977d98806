#include "image/image.h"

ht_status ht_image_load(ht_arena *arena, const char *name, double dpi, ht_loc loc, ht_diags *diags, ht_image **ret)
{
	(void)arena, (void)dpi, (void)ret;
	ht_diag(diags, HT_D_IMAGE_OPEN, loc, name, "not built", NULL);
	return HT_ERR_INPUT;
}

bool ht_image_ink(const ht_image *image, int box[4])
{
	(void)image, (void)box;
	return false;
}

int ht_image_redness(const ht_image *image)
{
	(void)image;
	return 1000;
}

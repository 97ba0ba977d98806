/* Part of base/diag_table.h: the room image. */
X(IMAGE_OPEN, ERROR, "G101", N_("cannot open the picture {1}: {2}"), NULL)

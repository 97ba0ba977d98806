/* Part of base/diag_table.h: the room layout. */

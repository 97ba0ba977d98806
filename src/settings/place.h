/* Paths of settings, registers and records. */
#ifndef SETTINGS_PLACE_H
#define SETTINGS_PLACE_H

#include "base/arena.h"

/* The path of a file in a folder ("": the working folder), in arena; NULL: out of memory. */
const char *path_in(ht_arena *arena, const char *folder, const char *name);

#endif

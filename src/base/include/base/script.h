/* Superscripts and subscripts as Unicode has them, and the characters that they are. */
#ifndef HT_BASE_SCRIPT_H
#define HT_BASE_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

typedef struct ht_script {
	uint32_t base; /* the digit, sign or letter that is raised or lowered; 0: cp is neither */
	bool raised;
} ht_script;

/* What cp is raised or lowered from: ² from 2. */
ht_script ht_script_of(uint32_t cp);

/* The raised or lowered form of a character; - and a minus are the same. 0: Unicode has none. */
uint32_t ht_script_form(uint32_t base, bool raised);

/* Add len bytes of s as raised or lowered characters. false: some have no such form, and nothing is added. */
bool ht_script_add(ht_buf *out, const char *s, size_t len, bool raised);

#endif

#include "front.h"

#include <string.h>

#include "base/utf8.h"
#include "source.h"

bool ht_is_fence(const char *p, size_t len, const char *fence)
{
	while (len && (p[len - 1] == ' ' || p[len - 1] == '\t'))
		len--;
	return len == 3 && memcmp(p, fence, 3) == 0;
}

ht_front ht_find_front(const char *data, size_t len)
{
	ht_front f = {0};
	const char *end = data + len, *next = data, *p;
	size_t n;
	for (int line = 0; (p = ht_next_line(&next, end, &n)); line++) {
		if (!f.open) {
			size_t kept = n;
			ht_utf8_trim(p, &kept);
			if (!kept)
				continue;
			if (!ht_is_fence(p, n, "---"))
				return f;
			f = (ht_front){.open = p, .begin = next, .end = end, .begin_line = line + 1};
		} else if (ht_is_fence(p, n, "---") || ht_is_fence(p, n, "...")) {
			f.end = p;
			f.text = next;
			f.text_line = line + 1;
			return f;
		}
	}
	return f;
}

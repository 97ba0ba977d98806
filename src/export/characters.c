#include "base/infile.h"
#include "base/utf8.h"
#include "export/export.h"

#define MAX_BYTES ((size_t)1 << 20)

size_t ht_export_characters(ht_arena *arena, ht_diags *diags, uint32_t **ret)
{
	const char *path = ht_export_data_path(arena, "fonts/tongyong-8105.txt");
	ht_buf buf = {0};
	size_t n = 0;
	*ret = NULL;
	if (!path || ht_infile_read(path, MAX_BYTES, diags, &buf) != HT_OK)
		return 0;
	*ret = ht_arena_array(arena, buf.len + 1, sizeof **ret);
	const char *end = buf.data + buf.len;
	size_t len;
	for (const char *p = buf.data; *ret && p < end; p += len) {
		uint32_t cp = ht_utf8_get(p, end, &len);
		if (cp > ' ')
			(*ret)[n++] = cp;
	}
	ht_buf_free(&buf);
	return n;
}

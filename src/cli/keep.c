#include "keep.h"

#include "base/intl.h"
#include "base/messages.h"
#include "base/outfile.h"

/* Originals of one file that are kept. */
#define MAX_KEPT 1000

gchar *keep_name(const char *file)
{
	for (int i = 1; i < MAX_KEPT; i++) {
		gchar *name = i == 1 ? g_strconcat(file, ".orig", NULL) : g_strdup_printf("%s.orig.%d", file, i);
		if (!g_file_test(name, G_FILE_TEST_EXISTS))
			return name;
		g_free(name);
	}
	return NULL;
}

ht_status keep_original(const char *file, const char *kept, const char *data, size_t len, ht_diags *diags)
{
	ht_outfile *out;
	if (!kept) {
		ht_diag(diags, HT_D_OUT_OPEN, (ht_loc){file, 0, 0}, _("too many .orig files in this folder"), NULL);
		return HT_ERR_IO;
	}
	ht_status status = ht_outfile_open(kept, diags, &out);
	if (status != HT_OK)
		return status;
	ht_outfile_make_like(out, file);
	ht_outfile_write(out, data, len);
	return ht_outfile_commit(out);
}

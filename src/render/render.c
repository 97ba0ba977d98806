#include "render/render.h"

#include "standards.h"

#include <string.h>

/* One part and level of PDF/A at most, one version of PDF, and nothing beside "none". */
bool render_standards_agree(unsigned standards)
{
	const unsigned pdf17 = HT_PDF_A2B | HT_PDF_A2U | HT_PDF_A2A | HT_PDF_A3A | HT_PDF_UA1;
	unsigned archive = standards & RENDER_ARCHIVE;
	bool one = (archive & (archive - 1)) == 0, both = (standards & pdf17) && (standards & RENDER_PDF20);
	bool known = (standards & ~(pdf17 | RENDER_PDF20 | HT_PDF_NONE)) == 0;
	return known && one && !both && (!(standards & HT_PDF_NONE) || standards == HT_PDF_NONE);
}

static const struct {
	const char *name;
	unsigned bit;
} names[] = {{"a-2b", HT_PDF_A2B}, {"a-2u", HT_PDF_A2U}, {"a-2a", HT_PDF_A2A}, {"a-3a", HT_PDF_A3A}, {"a-4", HT_PDF_A4},
             {"a-4f", HT_PDF_A4F}, {"ua-1", HT_PDF_UA1}, {"ua-2", HT_PDF_UA2}, {"none", HT_PDF_NONE}};

/* The bit of the standard with this name of len bytes, or 0. */
static unsigned standard_of(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i].name) == len && strncmp(names[i].name, name, len) == 0)
			return names[i].bit;
	return 0;
}

bool ht_pdf_standards_name(unsigned standards, ht_buf *out)
{
	const size_t before = out->len;
	if (standards == HT_PDF_DEFAULT)
		standards = HT_PDF_A2A | HT_PDF_UA1;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (standards & names[i].bit)
			ht_buf_addf(out, "%s%s", out->len > before ? "," : "", names[i].name);
	return !out->failed;
}

/* A name's length without the blanks at its end. */
static size_t trimmed(const char *name, size_t len)
{
	while (len && name[len - 1] == ' ')
		len--;
	return len;
}

ht_status ht_pdf_standards_parse(const char *list, unsigned *ret)
{
	unsigned standards = 0;
	for (const char *name = list;;) {
		name += strspn(name, " ");
		size_t len = strcspn(name, ",");
		unsigned bit = standard_of(name, trimmed(name, len));
		standards |= bit;
		if (!bit || !render_standards_agree(standards))
			return HT_ERR_ARG;
		if (!name[len])
			break;
		name += len + 1;
	}
	*ret = standards;
	return HT_OK;
}

ht_status ht_render(const ht_backend *backend, const ht_pages *pages, const ht_render_options *options, ht_diags *diags,
                    ht_buf *out)
{
	if (backend->per_page)
		return HT_ERR_ARG;
	void *state;
	ht_status status = backend->open(pages, options, diags, &state);
	if (status)
		return status;
	for (size_t i = 0; i < pages->n && !status; i++)
		status = backend->page(state, i, NULL);
	if (!status)
		status = backend->close(state, out);
	backend->free(state);
	return status;
}

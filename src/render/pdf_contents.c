/* The packed contents of pages, between the moment when they are made and that when the file has them.
 *
 * They lie in blocks, one page's behind another's, and a block is gone when the file has the last of its pages: of a
 * long document not all contents are there twice. Blocks are so large that the C library gives each back to the system.
 */
#include <stdlib.h>

#include <glib.h>

#include "pdf_priv.h"

#define BLOCK ((size_t)1 << 20)

struct pdf_block {
	pdf_block *next;
	size_t size, used;
	char data[];
};

/* Room for len bytes behind the last contents; more: of how many pages like it there are. NULL after failing the
 * document. */
static char *make_room(pdf_document *d, size_t len, size_t more)
{
	pdf_block *last = d->last_block;
	if (last && last->size - last->used >= len)
		return last->data + last->used;
	const size_t size = len * (1 + MIN(more, BLOCK / len));
	pdf_block *block = pdf_pushed(d, malloc(sizeof *block + size));
	if (!block)
		return NULL;
	*block = (pdf_block){.size = size};
	if (last)
		last->next = block;
	else
		d->first_block = block;
	d->last_block = block;
	return block->data;
}

void pdf_contents_add(pdf_document *d, size_t i, const void *data, size_t len)
{
	const size_t bound = libdeflate_zlib_compress_bound(d->deflate, len);
	char *out = make_room(d, bound, d->pages->n - i - 1);
	if (!out)
		return;
	const size_t n = libdeflate_zlib_compress(d->deflate, len ? data : "", len, out, bound);
	d->contents[i] = (pdf_bytes){out, n};
	d->last_block->used += n;
}

static bool lies_in(const pdf_block *block, const pdf_bytes *bytes)
{
	const char *at = bytes->data;
	return at >= block->data && at < block->data + block->used;
}

static void free_first(pdf_document *d)
{
	pdf_block *block = d->first_block;
	d->first_block = block->next;
	free(block);
}

void pdf_contents_drop(pdf_document *d, size_t i)
{
	d->contents[i].data = NULL;
	while (i + 1 < d->pages->n && !lies_in(d->first_block, &d->contents[i + 1]))
		free_first(d);
}

void pdf_contents_free(pdf_document *d)
{
	while (d->first_block)
		free_first(d);
}

#include "odt_priv.h"
ht_status odt_block_sealed(odt *o, const ht_blocks *blocks, size_t *i)
{
	return odt_block_signature(o, blocks, i);
}
ht_status odt_block_stamped(odt *o, const ht_blocks *blocks, size_t *i)
{
	return odt_block_signature(o, blocks, i);
}

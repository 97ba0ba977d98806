/* Transfer packages: folders in the layout of BagIt (RFC 8493), as ht_batch_options.package makes them. */
#ifndef HT_BATCH_PACKAGE_H
#define HT_BATCH_PACKAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/status.h"

typedef struct ht_batch_verified {
	size_t files;       /* that the package carries */
	uint64_t bytes;     /* of them */
	const char *hashes; /* by which they were compared: "SHA-256+SM3" */
} ht_batch_verified;

/* Verify a package, whoever made it: each file that it carries is listed in each manifest, and is what they say, by
 * SHA-256 and SM3; none is missing; so are the files of the tag manifests; and Payload-Oxum is right.
 * diags  in/out  HT_D_PACKAGE_*
 * ret    out     set when HT_OK
 * HT_OK: it is complete and unchanged. HT_ERR_INPUT: it is not; HT_ERR_IO; HT_ERR_NOMEM. */
ht_status ht_batch_verify(const char *dir, ht_diags *diags, ht_batch_verified *ret);

#endif

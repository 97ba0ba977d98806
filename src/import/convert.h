/* Files of old office programs (DOC, WPS, RTF, XLS). */
#ifndef HT_IMPORT_CONVERT_H
#define HT_IMPORT_CONVERT_H

#include "im.h"

/* Convert to a kind of file that import reads: DOCX, or XLSX of tables.
 * out  in/out  the file; free with ht_buf_free()
 * HT_ERR_INPUT: it is none of these, protected, or cannot be converted, or there is no LibreOffice (each reported). */
ht_status im_convert(im_doc *d, const char *data, size_t len, ht_buf *out);

#endif

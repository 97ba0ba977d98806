/* What is in the frames between processes.
 *
 * A worker's memory may be corrupt, so everything in a payload is checked against its end. */
#include <string.h>

#include "batch/channel.h"
#include "bt.h"

size_t ht_wire_begin(ht_buf *out)
{
	uint32_t len = 0;
	ht_buf_add(out, &len, sizeof len);
	return out->len;
}

bool ht_wire_finish(ht_buf *out, size_t start)
{
	if (out->failed || out->len - start > HT_FRAME_MAX)
		return false;
	uint32_t len = (uint32_t)(out->len - start);
	memcpy(out->data + start - sizeof len, &len, sizeof len);
	return true;
}

void ht_wire_put_number(ht_buf *out, uint64_t v)
{
	ht_buf_add(out, &v, sizeof v);
}

void ht_wire_put_bytes(ht_buf *out, const void *data, size_t len)
{
	ht_wire_put_number(out, len);
	ht_buf_add(out, data, len);
	ht_buf_add(out, "", 1);
}

void ht_wire_put_string(ht_buf *out, const char *s)
{
	ht_wire_put_bytes(out, s ? s : "", s ? strlen(s) : 0);
}

const char *ht_wire_take(ht_wire *w, size_t len)
{
	if (w->bad || (size_t)(w->end - w->p) < len) {
		w->bad = true;
		return NULL;
	}
	const char *p = w->p;
	w->p += len;
	return p;
}

uint64_t ht_wire_number(ht_wire *w, uint64_t max)
{
	uint64_t v = 0;
	const char *p = ht_wire_take(w, sizeof v);
	if (p)
		memcpy(&v, p, sizeof v);
	w->bad |= v > max;
	return w->bad ? 0 : v;
}

const char *ht_wire_bytes(ht_wire *w, size_t *len)
{
	size_t n = ht_wire_number(w, HT_FRAME_MAX);
	const char *p = ht_wire_take(w, n + 1);
	*len = 0;
	if (!p || p[n]) {
		w->bad = true;
		return "";
	}
	*len = n;
	return p;
}

const char *ht_wire_string(ht_wire *w)
{
	size_t len;
	return ht_wire_bytes(w, &len);
}

const char *bt_frame(const ht_buf *buf, size_t *pos, size_t *len, bool *broken)
{
	uint32_t n;
	if (buf->len - *pos < sizeof n)
		return NULL;
	memcpy(&n, buf->data + *pos, sizeof n);
	if (n > HT_FRAME_MAX)
		*broken = true;
	if (n > HT_FRAME_MAX || buf->len - *pos - sizeof n < n)
		return NULL;
	const char *payload = buf->data + *pos + sizeof n;
	*pos += sizeof n + n;
	*len = n;
	return payload;
}

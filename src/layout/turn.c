/* Frames of landscape tables. With u and v counted in a frame from its upper
 * left corner, and a sheet W wide and H high:
 *   head at the left:  x = v,      y = H - u
 *   head at the right: x = W - v,  y = u */
#include "layout/pages.h"

ht_len ht_page_frame_height(const ht_page *page, ht_turn turn)
{
	return turn == HT_TURN_NONE ? page->height : page->width;
}

void ht_page_upright(const ht_page *page, ht_turn turn, ht_len *x, ht_len *y, ht_len *w, ht_len *h)
{
	const ht_len u = *x, v = *y, wide = *w, high = *h;
	if (turn == HT_TURN_NONE)
		return;
	*x = turn == HT_TURN_HEAD_LEFT ? v : page->width - v - high;
	*y = turn == HT_TURN_HEAD_LEFT ? page->height - u - wide : u;
	*w = high;
	*h = wide;
}

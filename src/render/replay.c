#include "replay.h"

/* With y down (layout/pages.h): x = v, y = H - u where the table's head is at
 * the left, x = W - v, y = u where it is at the right. With y up, v becomes
 * W - v, as a frame is as high as the page is wide, and y becomes H - y. */
replay_matrix replay_frame(const ht_page *page, ht_turn turn, replay_axis axis)
{
	double width = ht_len_to_pt(page->width), height = ht_len_to_pt(page->height);
	bool up = axis == REPLAY_Y_UP;
	switch (turn) {
	case HT_TURN_HEAD_LEFT:
		return up ? (replay_matrix){0, 1, -1, 0, width, 0} : (replay_matrix){0, -1, 1, 0, 0, height};
	case HT_TURN_HEAD_RIGHT:
		return up ? (replay_matrix){0, -1, 1, 0, 0, height} : (replay_matrix){0, 1, -1, 0, width, 0};
	default:
		return (replay_matrix){1, 0, 0, 1, 0, 0};
	}
}

/* Giving outputs their final names. */
#ifndef BT_COMMIT_H
#define BT_COMMIT_H

#include "job.h"
#include "window.h"
#include "work.h"

/* A record whose result is known. */
typedef struct bt_done {
	bt_item item;
	bt_reply reply;        /* in the group's arena */
	uint64_t journal_line; /* offset of an earlier run's line that stays valid, or BT_NO_LINE */
} bt_done;

typedef struct bt_group {
	ht_arena *arena;
	bt_done *v;
	size_t n, cap;
	double since; /* when its first record came */
} bt_group;

typedef enum bt_stage { BT_STAGE_NONE, BT_STAGE_FILES, BT_STAGE_FOLDERS, BT_STAGE_JOURNAL } bt_stage;

typedef struct bt_commit {
	bt_barrier barrier;
	bt_journal *journal; /* or NULL */
	bt_group gathering, current;
	bt_stage stage;
	bt_given given; /* names given in this run */
	bt_earlier earlier;
	bool in_shard; /* they are not final */
	int error;     /* errno: nothing more can be written; sticky */
	/* Called for each record when its outputs are there. */
	void (*on_done)(void *user, const bt_done *done);
	void *user;
} bt_commit;

/* Start the barrier; close_v: see ht_channel_fork(). False with errno. */
bool bt_commit_open(bt_commit *c, const int *close_v, size_t n_close);
/* What was not committed is deleted. */
void bt_commit_close(bt_commit *c);

/* The arena that the next record's reply must be in. NULL: out of memory. */
ht_arena *bt_commit_arena(bt_commit *c);

/* Take over the next record in order; item is moved. first: why a first attempt failed, or NULL. False: out of memory.
 */
bool bt_commit_add(bt_commit *c, bt_item *item, const bt_reply *reply, uint64_t journal_line, const char *first);

/* Are so many records gathered that no more should come before those are dealt with? */
bool bt_commit_is_full(const bt_commit *c);

/* Go on as far as possible without waiting. flush: no more will come soon. */
void bt_commit_step(bt_commit *c, double now, bool flush);
/* Is there nothing left to do? */
bool bt_commit_idle(const bt_commit *c);

#endif

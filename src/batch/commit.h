/* Giving outputs their names, for good. */
#ifndef BT_COMMIT_H
#define BT_COMMIT_H

#include <glib.h>

#include "job.h"

/* A record that is done with, one way or the other. */
typedef struct bt_done {
	bt_item item;
	bt_reply reply; /* in the group's arena */
	uint64_t kept;  /* offset of the earlier line that stays valid; UINT64_MAX: none */
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
	bt_set taken;       /* names given in this run */
	GHashTable *counts; /* of names asked for more than once: the last number given */
	int error;          /* errno: nothing more can be written */
	void (*told)(void *user, const bt_done *done);
	void *user;
} bt_commit;

bool bt_commit_open(bt_commit *c, const int *close_v, size_t n_close);
void bt_commit_close(bt_commit *c);

/* The arena that the next record's reply must lie in; NULL when out of memory. */
ht_arena *bt_commit_arena(bt_commit *c);

/* Are these names still free? For outputs that are there already. */
bool bt_commit_free_names(const bt_commit *c, const char *folder, const bt_output *v, size_t n);

/* Take over the next record in order: item is moved. False: out of memory. */
bool bt_commit_add(bt_commit *c, bt_item *item, const bt_reply *reply, uint64_t kept);

/* Go on as far as can be without waiting. flush: no more will come soon. */
void bt_commit_step(bt_commit *c, double now, bool flush);
bool bt_commit_idle(const bt_commit *c);

#endif

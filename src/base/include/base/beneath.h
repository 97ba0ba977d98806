/* Opening files that must be beneath a folder. */
#ifndef HT_BASE_BENEATH_H
#define HT_BASE_BENEATH_H

/* Open a file for reading beneath a folder. Symbolic links are followed as long as they stay beneath it; a FIFO does
 * not block. folder  in  a path, which may itself have links; "" is the working folder name    in  relative to it
 * Returns a descriptor that programs do not inherit; -1 with errno: EXDEV when the name leads out of the folder,
 * whether or not there is anything; else as of open(). */
int ht_beneath_open(const char *folder, const char *name);

/* The same without openat2(), which kernels before 5.6 and some containers lack: as strict, but slower. */
int ht_beneath_walk(const char *folder, const char *name);

#endif

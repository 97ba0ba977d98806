/* The commands. Each gets its arguments, argv[0] being its name, and returns the
 * exit code. */
#ifndef HT_CLI_H
#define HT_CLI_H

enum { HT_EXIT_DONE = 0, HT_EXIT_FAILED = 1, HT_EXIT_USAGE = 2 };

int ht_cli_export(int argc, char **argv);
int ht_cli_merge(int argc, char **argv);
int ht_cli_verify(int argc, char **argv);
int ht_cli_import(int argc, char **argv);
int ht_cli_check(int argc, char **argv);
int ht_cli_doctor(int argc, char **argv);
int ht_cli_fonts(int argc, char **argv);
int ht_cli_styles(int argc, char **argv);
int ht_cli_schema(int argc, char **argv);
int ht_cli_office(int argc, char **argv);
int ht_cli_new(int argc, char **argv);
int ht_cli_serve(int argc, char **argv);
int ht_cli_preview(int argc, char **argv);

/* Call it first. Memory that a document has freed stays with the process, up to 64 MiB. With another C library, or the
 * sanitizers' malloc(), nothing happens. */
void allocations_keep(void);

/* Documents are made next: the heap's next 24 MiB are on pages of 2 MiB, if the system has them, and at once.
 * mib  in  what a document may take, in MiB; nothing happens if that is less: what the heap has is not counted.  0: no
 *          limit */
void allocations_expect(unsigned mib);

#endif

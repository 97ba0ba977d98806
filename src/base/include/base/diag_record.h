/* Part of base/diag_table.h: the room record. */
X(SYNTAX, ERROR, "R101", N_("{1}"), NULL)
X(ENCODING, ERROR, "R102", N_("not valid UTF-8; save the file as UTF-8"), NULL)

/* Part of base/diag_table.h: the room render. */
X(PDF_LIB, ERROR, "O101", N_("the PDF file could not be built (libharu error {1}); if the document is very long, split it"), NULL)
X(PNG_LIB, ERROR, "O201", N_("the picture could not be drawn: {1}; try a lower resolution"), NULL)
X(PNG_SIZE, ERROR, "O202", N_("a picture of this page at {1} dots per inch is too large or too small; choose at most {2}"), NULL)
X(OUT_COLLISION, ERROR, "O301", N_("another record of this run already wrote {1}; give this one another name"), NULL)
X(OUT_IS_INPUT, ERROR, "O302", N_("the output {1} would overwrite the input; choose another name"), NULL)

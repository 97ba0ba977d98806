/* Messages in other words for people at a page, and for programs that ask over HTTP: who gives no options and runs no
 * commands is not advised to, and who fills in a form sees no field's English name in it. */
#include <string.h>

#include "base/array.h"
#include "base/intl.h"
#include "check/check.h"
#include "record/record.h"

static const struct {
	const char *code, *text; /* text: msgid, with the arguments of the message's own */
} texts[] = {
    {"B540", N_("the record is {1}, and the file carries the whole text of it, comments too; do not attach it if "
                "others may not read these")},
    {"I105", N_("this is a Word, ODT or other office file, not a record; import it")},
    {"I106", N_("this is a file of an old Word, WPS or Excel (.doc, .wps, .rtf, .xls), not a record; import it, or "
                "save it as .docx first")},
    {"I107", N_("this is a PDF file, not a record; import it")},
    {"I120", N_("{1} is outside the folder of the record, so it is not read; put the file there")},
    {"I121", N_("{1} leads out of the folder of the record by a symbolic link, so it is not read; put the file itself "
                "there")},
    {"L106", N_("the document has more than {1} pages; split it")},
    {"M201", N_("recognised as {1}; choose another form if it is none")},
    {"M503", N_("this was taken for {1}; it may be {2}: if so, choose that form")},
    {"M609", N_("{1} was stopped at the time limit ({2} s); split the file")},
    {"M677", N_("this is a record already and is given back as it stands")},
    {"M678", N_("this is no text, but data or records, and not one record that can be read")},
    {"M679", N_("this is a record already; give it another form by its field form")},
    {"O102", N_("the document has no title, which {1} requires; add one, or choose another standard")},
    {"O103", N_("the picture {1} has no description, which {2} requires; describe it, or choose another standard")},
    {"O104", N_("{1} does not allow an attached record; choose {2}, or do not attach it")},
    {"O105", N_("PDF/A-4f demands an attached file; attach the record, or choose a-4")},
    {"R211", N_("unknown field {1} here")},
    {"R250", N_("the colon after {1} field name(s), the first here, is full-width or lacks its space; it is read as "
                "“: ”")},
    {"S101", N_("no style sheet \"{1}\"")},
    {"S110", N_("records have no field \"{1}\"")},
    {"S135", N_("\"{1}\" cannot be the field \"{2}\" in an element of the kind \"{3}\"")},
    {"S150", N_("the style sheet cannot be used and is left out")},
    {"T101", N_("no font has the character {1} ({2}); have one installed that does")},
    {"T102", N_("neither {1} nor a font in its place is installed; have Chinese fonts installed")},
    {"T112", N_("fonts that are not installed, and in brackets those used instead: {1}")},
    {"W160", N_("the flat ODT file does not hold the record; keep the record's own file, or make an ODT file as well")},
    {"W161", N_("the flat ODT file does not hold the fonts; its readers need them installed, or an ODT file")},
    {"W162", N_("the {1} file, which anyone can edit, has outlines where the seals are; PDF and OFD have the seals")},
    {"X103", N_("the DOCX file does not hold the fonts; its readers need them installed, or an ODT file")},
    {"H218", N_("there is no style sheet {1}")},
    {"H223", N_("office settings have no field {1}")},
};

/* Letters and what else a path may have: mark/meeting.bulletin, attachments[1].date. */
#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz"
#define PATH_SIGNS   NAME_LETTERS "_./[]0123456789"

/* Is it the name of a field, of len bytes, that the message has beside the Chinese one? */
static bool is_field_name(const ht_message *m, const char *name, size_t len)
{
	char path[128];
	if (!strspn(name, NAME_LETTERS) || len >= sizeof path)
		return false;
	memcpy(path, name, len);
	path[len] = '\0';
	for (size_t i = 0; i < HT_DIAG_ARGS && m->args[i]; i++)
		if (strcmp(m->args[i], path) == 0)
			return true;
	return ht_field_find(ht_record_fields(), path);
}

/* The message's own text; of “标题”（title） the name that only a record's file needs is left out: a form has the
 * other. */
static void put_without_names(ht_buf *out, const ht_message *m)
{
	static const char open[] = "”（", close[] = "）";
	const char *text = m->text;
	for (const char *at; (at = strstr(text, open));) {
		const char *name = at + strlen(open);
		const size_t len = strspn(name, PATH_SIGNS);
		const bool cut = strncmp(name + len, close, strlen(close)) == 0 && is_field_name(m, name, len);
		ht_buf_add(out, text, (size_t)(at - text) + (cut ? strlen("”") : strlen(open)));
		text = cut ? name + len + strlen(close) : name;
	}
	ht_buf_adds(out, text);
}

const char *ht_page_text(ht_buf *out, const ht_message *m)
{
	ht_diag_info own = {0};
	for (size_t i = 0; m->code && i < ARRAY_LEN(texts); i++)
		if (strcmp(texts[i].code, m->code) == 0)
			own.text = texts[i].text;
	if (own.text)
		ht_diag_message(out, &own, m->args, HT_DIAG_ARGS);
	else
		put_without_names(out, m);
	return out->failed || !out->data ? m->text : out->data;
}

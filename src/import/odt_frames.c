/* What ODT has in frames: pictures, formulas, text boxes, controls. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "odt.h"

/* A formula, of a file of its own or in place. */
static bool put_formula(od_reader *r, const xmlNode *object, int depth)
{
	im_doc *d = r->sink.d;
	const xmlNode *math = im_child(object, "math");
	const char *href = im_attribute(d, object, "href");
	xmlDoc *doc = NULL;
	if (!math && href && r->data && !strstr(href, "://")) {
		href = ht_str_starts(href, "./") ? href + 2 : href;
		doc = im_package_xml(d, r->data, r->len,
		                     im_checked(d, ht_arena_printf(d->arena, "%s/content.xml", href)));
		const xmlNode *root = im_root(doc);
		math = root && im_is_element(root, "math") ? root : NULL;
	}
	if (math)
		im_put_formula(&r->sink, math, depth);
	im_xml_free_doc(r->sink.d, doc);
	return math != NULL;
}

/* A chart, a sheet, a drawing: it is shown as a picture. */
static bool put_object(od_reader *r, const xmlNode *frame, int depth)
{
	im_doc *d = r->sink.d;
	const xmlNode *object = im_child(frame, "object"), *other = im_child(frame, "object-ole");
	if (object && put_formula(r, object, depth))
		return true;
	other = object ? object : other;
	if (other && !r->sink.look.leave) {
		const char *name = im_given(im_attribute(d, frame, "name"), im_attribute(d, other, "href"));
		im_leave_out(d, im_given(name, "?"), r->sink.loc, HT_D_IMPORT_OBJECT);
	}
	return other != NULL;
}

static void put_image(od_reader *r, const xmlNode *frame, const xmlNode *image)
{
	im_doc *d = r->sink.d;
	const char *href = im_attribute(d, image, "href"), *anchor = im_attribute(d, frame, "anchor-type");
	const char *title = im_content(d, im_child(frame, "title")), *name = im_attribute(d, frame, "name");
	const xmlNode *binary = im_child(image, "binary-data");
	im_picture p = {.alt = im_given(title, im_content(d, im_child(frame, "desc")))};
	p.name = im_given(im_given(href, name), "?");
	if (p.alt && ht_str_ends(p.alt, IM_STAMP))
		r->sink.stamp = p.alt;
	p.floats = anchor && strcmp(anchor, "page") == 0;
	if (binary && d->picture_dir)
		p.data = im_decode_base64(d, im_content(d, binary), &p.len); /* of a flat file */
	else if (href && r->data && d->picture_dir && !strstr(href, "://"))
		p.data = im_package_part(d, r->data, r->len, ht_str_starts(href, "./") ? href + 2 : href, &p.len);
	im_sink_picture(&r->sink, &p);
}

/* draw:frame: a picture, a formula, or a text box. */
void od_put_frame(od_reader *r, const xmlNode *node, int depth)
{
	const xmlNode *image = im_child(node, "image"), *box = im_child(node, "text-box");
	if (put_object(r, node, depth))
		return;
	if (box)
		im_sink_box(&r->sink, box);
	else if (image && !r->sink.look.leave)
		put_image(r, node, image);
}

/* A drawn shape, with text in it. */
void od_put_shape(od_reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	im_sink_box(&r->sink, node);
}

/* A box to tick, or a field to fill in, that is drawn here. */
void od_put_control(od_reader *r, const xmlNode *node, int depth)
{
	im_doc *d = r->sink.d;
	const char *id = im_attribute(d, node, "control"), *state;
	const xmlNode *control = id && r->forms ? im_find_by_id(r->forms, id, depth) : NULL;
	if (!control)
		return;
	const char *label = im_attribute(d, control, "label"), *value = im_attribute(d, control, "current-value");
	value = im_given(value, im_attribute(d, control, "value"));
	if (im_is_element(control, "checkbox") || im_is_element(control, "radio")) {
		state = im_attribute(d, control, "current-state");
		state = im_given(state, im_attribute(d, control, "state"));
		bool on = (state && strcmp(state, "checked") == 0) || od_is_true(d, control, "current-selected");
		im_sink_text(&r->sink, on ? "☑" : "☐", false);
		im_sink_text(&r->sink, im_given(label, ""), false);
	} else if (value && !im_is_element(control, "button")) {
		im_sink_text(&r->sink, value, false);
	}
}

// The panel to begin with: a text that is pasted, a file, or an empty document of a form.
import {el, empty} from "./dom.js";
import {nameOf, say} from "./words.js";

const kinds = ".txt,.md,.docx,.odt,.doc,.wps,.rtf,.html,.htm,.pdf,.yaml,.json";

/** take(text or file) and create(form) are called for what is chosen. */
export function drawStart(box, forms, take, create) {
	const text = el("textarea", {id: "paste", rows: 8, "aria-describedby": "paste-help"});
	const file = el("input.only-read", {type: "file", id: "file", accept: kinds});
	file.addEventListener("change", () => {
		take(file.files[0]);
		file.value = "";
	});
	const go = el("button.primary", {type: "button", id: "recognise", onclick: () => take(text.value)}, say("recognise"));
	text.addEventListener("paste", event => {
		if (event.clipboardData.files.length) {
			event.preventDefault();
			take(event.clipboardData.files[0]);
		}
	});
	empty(box).append(el("h2", {}, say("startTitle")), el("p", {id: "paste-help"}, say("startHelp")),
		el("label.only-read", {for: "paste"}, say("startPaste")), text,
		el("p.buttons", {}, go, el("label.button", {for: "file"}, say("chooseFile")), file),
		el("p", {}, say("startNew")),
		el("p.forms", {}, forms.filter(f => f.declared).map(f =>
			el("button", {type: "button", "data-form": f.name, onclick: () => create(f)}, nameOf(f)))));
}

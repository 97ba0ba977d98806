// Pictures that are dropped on an editor, or pasted into it: each is put beside the record, and the text names it.
import {putFile} from "./files.js";

const endings = /\.(png|jpe?g|svg)$/i;

/** The kinds of picture that documents may have. */
export const pictureKinds = ".png,.jpg,.jpeg,.svg";

/** A name may not end where the text that names it does. */
function named(file) {
	return new File([file], file.name.replace(/[\s()<>[\]\\]+/g, "-"), {type: file.type});
}

/** As lines of their own after that of the place. What they show is for people to say: the cursor is where it goes. */
async function put(cm, list, place) {
	for (const file of list) {
		const name = await putFile(named(file));
		const end = {line: place.line, ch: cm.getLine(place.line).length};
		const before = end.ch ? "\n" : "";
		cm.replaceRange(`${before}![](${name})`, end);
		place = {line: end.line + (before ? 1 : 0), ch: "![".length};
	}
	cm.focus();
	cm.setCursor(place);
}

/** tell(text) is called with what went wrong. */
export function takePictures(cm, tell) {
	const take = (event, list, place) => {
		event.preventDefault(); // or the editor reads them as text
		if (cm.getOption("readOnly"))
			return;
		put(cm, list, place).catch(e => tell(e.message));
	};
	cm.on("drop", (_, event) => {
		const list = [...event.dataTransfer.files];
		if (!list.length)
			return;
		event.codemirrorIgnore = true; // other files are imported
		if (!list.every(file => endings.test(file.name)))
			return;
		event.stopPropagation();
		document.dispatchEvent(new CustomEvent("hongtou-dropped"));
		take(event, list, cm.coordsChar({left: event.clientX, top: event.clientY}, "window"));
	});
	cm.on("paste", (_, event) => {
		const list = [...event.clipboardData.files].filter(file => endings.test(file.name));
		if (list.length && !event.clipboardData.getData("text/plain"))
			take(event, list, cm.getCursor());
	});
}

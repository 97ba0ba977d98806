// Finished documents: downloaded or printed.
import {ApiError, ask, typeOf} from "./api.js";
import {dialog, el} from "./dom.js";
import {say} from "./words.js";

async function make(text, format, name, to) {
	const query = new URLSearchParams({to, name});
	const response = await ask("POST", `/v1/export?${query}`, text, {"Content-Type": typeOf(format)});
	return response.blob();
}

/** Say why a document was not made. */
export async function tellNotMade(e) {
	if (!(e instanceof ApiError))
		throw e;
	await dialog(say("notMade"), el("div", {}, el("p", {}, e.message), el("ul", {}, e.diagnostics.filter(d => d.level !== "note").map(d =>
		el("li." + d.level, {}, d.message)))), [{label: say("close"), value: null, primary: true}]);
}

export function saveBlob(blob, file) {
	const url = URL.createObjectURL(blob);
	const link = el("a", {href: url, download: file});
	document.body.append(link);
	link.click();
	link.remove();
	setTimeout(() => URL.revokeObjectURL(url), 60000);
}

export async function download(text, format, name, title, to) {
	const blob = await make(text, format, name, to);
	const ending = blob.type === "application/zip" && to === "png" ? "zip" : to;
	saveBlob(blob, `${title || "公文"}.${ending}`);
}

export async function print(text, format, name, frame) {
	const url = URL.createObjectURL(await make(text, format, name, "pdf"));
	frame.onload = () => {
		frame.contentWindow.focus();
		frame.contentWindow.print();
	};
	frame.hidden = false;
	frame.src = url;
}

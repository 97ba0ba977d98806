// What comes from outside the page: texts that are pasted, files that are pasted or dropped.

const drop = () => document.getElementById("drop");

function paste(event, take) {
	const target = event.target;
	if (target.closest && target.closest("input, textarea, .CodeMirror, dialog"))
		return;
	const file = event.clipboardData.files[0], text = event.clipboardData.getData("text/plain");
	if (file || text.trim()) {
		event.preventDefault();
		take(file || text);
	}
}

function listenDrop(take) {
	let depth = 0;
	const isFile = event => [...event.dataTransfer.types].includes("Files");
	document.addEventListener("dragenter", event => {
		if (isFile(event) && ++depth === 1)
			drop().hidden = false;
	});
	document.addEventListener("dragleave", event => {
		if (isFile(event) && --depth === 0)
			drop().hidden = true;
	});
	document.addEventListener("dragover", event => isFile(event) && event.preventDefault());
	document.addEventListener("hongtou-dropped", () => {
		depth = 0;
		drop().hidden = true;
	});
	document.addEventListener("drop", event => {
		if (!isFile(event))
			return;
		event.preventDefault();
		depth = 0;
		drop().hidden = true;
		take(event.dataTransfer.files[0]);
	});
}

/** take(text or file) is called for each; not for what is pasted into a field. */
export function listenIncoming(take) {
	document.addEventListener("paste", event => paste(event, take));
	listenDrop(take);
}

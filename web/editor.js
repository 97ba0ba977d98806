// The record's text, which is the one truth: the form and the page only show it. Debian's CodeMirror 5.

/* global CodeMirror */

/** A column in characters as CodeMirror counts it, in UTF-16 units. */
function toUnits(text, column) {
	let i = 0;
	for (let n = 1; n < column && i < text.length; n++)
		i += text.codePointAt(i) > 0xFFFF ? 2 : 1;
	return i;
}

function toColumn(text, ch) {
	return [...text.slice(0, ch)].length + 1;
}

/** Call run(origin) for changes of an editor's text, once for those that are made together, and before the editor
    measures itself again: what is asked of the server is on its way meanwhile. */
export function whenChanged(cm, run) {
	let told = null; // the state of the text
	cm.on("change", (_, change) => {
		if (told !== null)
			return;
		told = cm.changeGeneration();
		run(change.origin || "");
	});
	cm.on("changes", (_, all) => {
		const more = told !== cm.changeGeneration();
		told = null;
		if (more)
			run(all[0].origin || "");
	});
}

export class Editor {
	constructor(box, changed) {
		this.cm = CodeMirror(box, {
			lineNumbers: true, inputStyle: "textarea", mode: "yaml-frontmatter", indentUnit: 2,
			undoDepth: 2000, historyEventDelay: 600, viewportMargin: 30,
			extraKeys: {Tab: cm => cm.replaceSelection("  "), "Shift-Tab": false, Esc: cm => cm.getInputField().blur()},
		});
		this.revision = 0;
		this.composing = false;
		this.marks = [];
		this.findings = [];
		this.seen = false;
		this.cm.getInputField().setAttribute("aria-label", box.getAttribute("aria-label") || "text");
		const field = this.cm.getInputField();
		field.addEventListener("compositionstart", () => { this.composing = true; });
		field.addEventListener("compositionend", () => {
			this.composing = false;
			setTimeout(() => changed("input"));
		});
		whenChanged(this.cm, origin => {
			this.revision++;
			if (!this.composing && origin !== "*compose")
				changed(["form", "below"].includes(origin) ? origin : "input");
		});
	}

	/** Lines are wrapped while they are seen only: to measure them takes time at each change. */
	show(seen) {
		this.seen = seen;
		this.cm.setOption("lineWrapping", seen);
		if (!seen)
			return;
		this.cm.refresh();
		this.mark(this.findings);
	}

	get text() {
		return this.cm.getValue();
	}

	/** Another text in the same history: undo brings the old one back. */
	replace(text) {
		this.cm.operation(() => {
			const last = this.cm.lastLine();
			this.cm.replaceRange(text, {line: 0, ch: 0}, {line: last, ch: this.cm.getLine(last).length}, "import");
			this.cm.setCursor(0, 0);
		});
	}

	/** A text without history. */
	load(text) {
		this.cm.setValue(text);
		this.cm.clearHistory();
	}

	setFormat(format) {
		const mode = {md: "yaml-frontmatter", json: {name: "yaml"}, yaml: "yaml"}[format];
		if (this.format !== format)
			this.cm.setOption("mode", mode);
		this.format = format;
	}

	position(line, column) {
		const text = this.cm.getLine(line - 1);
		return text === undefined ? null : {line: line - 1, ch: toUnits(text, column)};
	}

	/** Apply [{line, column, old, new}]. false: the text is not the one that they were made for. */
	apply(edits) {
		const found = edits.map(edit => {
			const from = this.position(edit.line, edit.column);
			if (!from && edit.line === this.cm.lineCount() + 1)
				return {from: {line: this.cm.lastLine(), ch: this.cm.getLine(this.cm.lastLine()).length}, to: null, edit};
			if (!from)
				return null;
			const to = this.cm.posFromIndex(this.cm.indexFromPos(from) + edit.old.length);
			return this.cm.getRange(from, to) === edit.old ? {from, to, edit} : null;
		});
		if (found.includes(null))
			return false;
		this.cm.operation(() => {
			for (const {from, to, edit} of found.reverse())
				this.cm.replaceRange(edit.new, from, to || from, "form");
		});
		return true;
	}

	/** Change the text below the front matter, which begins at this line, to another; only what differs is replaced.
	    false: no front matter ends above that line. */
	changeBelow(line, text) {
		const isFence = n => /^\uFEFF?---\s*$/.test(this.cm.getLine(n));
		let fence = 1;
		while (fence < line - 1 && !isFence(fence))
			fence++;
		if (line - 1 > this.cm.lastLine() || !isFence(0) || fence !== line - 2 || !isFence(fence))
			return false;
		const begin = this.cm.indexFromPos({line: line - 1, ch: 0}), old = this.text.slice(begin);
		const now = text.endsWith("\n") ? text : text + "\n";
		let same = 0, end = 0;
		while (same < old.length && same < now.length && old[same] === now[same])
			same++;
		while (end < old.length - same && end < now.length - same && old[old.length - 1 - end] === now[now.length - 1 - end])
			end++;
		this.cm.replaceRange(now.slice(same, now.length - end), this.cm.posFromIndex(begin + same),
			this.cm.posFromIndex(begin + old.length - end), "below");
		return true;
	}

	goTo(line, column) {
		const place = this.position(line, column);
		if (!place)
			return;
		this.cm.focus();
		this.cm.setCursor(place);
		this.cm.scrollIntoView(place, 80);
	}

	cursor() {
		const {line, ch} = this.cm.getCursor();
		return {line: line + 1, column: toColumn(this.cm.getLine(line), ch)};
	}

	/** Underline what the findings are about, as soon as it is seen. */
	mark(findings) {
		this.findings = findings;
		if (!this.seen)
			return;
		this.cm.operation(() => {
			this.marks.forEach(m => m.clear());
			this.marks = [];
			for (const f of findings) {
				const from = f.line && this.position(f.line, f.column || 1);
				if (!from || f.level === "note")
					continue;
				const old = f.fix && f.fix.old ? f.fix.old.length : 0;
				const line = this.cm.getLine(from.line);
				const to = {line: from.line, ch: old ? from.ch + old : Math.min(line.length, Math.max(from.ch + 2, from.ch))};
				this.marks.push(this.cm.markText(from, to, {className: "found-" + f.level, title: f.message}));
			}
		});
	}

	undo() {
		this.cm.undo();
	}

	redo() {
		this.cm.redo();
	}
}

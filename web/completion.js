// Completion in the text: names of fields, and what they may be, from the form of document that is written.
import {say} from "./words.js";

/** The fields above a line by its indentation: the path of names that leads there. */
function above(cm, line) {
	let indent = /^ */.exec(cm.getLine(line))[0].length;
	const path = [];
	for (let i = line - 1; i >= 0 && indent > 0; i--) {
		const found = /^( *)(?:- )?([^\s:：#-][^:：]*)[:：]\s*$/.exec(cm.getLine(i));
		if (found && found[1].length < indent) {
			path.unshift(found[2].trim());
			indent = found[1].length;
		}
	}
	return path;
}

function fieldsAt(form, path) {
	let fields = form ? form.fields : [];
	for (const name of path) {
		const field = fields.find(f => f.zh === name || f.name === name);
		fields = field && field.fields ? field.fields : [];
	}
	return fields;
}

/** Is the line one of fields: in a front matter, or anywhere in YAML? */
function isOfFields(cm, line, format) {
	if (format !== "md")
		return format === "yaml";
	let fences = 0;
	for (let i = 0; i < line; i++)
		fences += /^---\s*$/.test(cm.getLine(i));
	return fences === 1;
}

/** What may stand at the cursor; null: nothing is known. */
export function candidates(cm, form, format) {
	const {line, ch} = cm.getCursor(), before = cm.getLine(line).slice(0, ch);
	if (!isOfFields(cm, line, format))
		return null;
	const name = /^(\s*(?:- )?)([^\s:：]*)$/.exec(before);
	const from = text => ({line, ch: ch - text.length});
	if (name) {
		const fields = fieldsAt(form, above(cm, line));
		const list = fields.filter(f => f.zh.startsWith(name[2]) || f.name.startsWith(name[2])).map(f => ({
			text: f.zh + (f.widget === "group" || f.widget === "groups" ? ":" : ": "),
			displayText: `${f.zh}　${f.help}`,
		}));
		return {list, from: from(name[2]), to: {line, ch}};
	}
	const value = /^\s*(?:- )?([^:：]+)[:：]\s*(\S*)$/.exec(before);
	const field = value && fieldsAt(form, above(cm, line)).find(f => f.zh === value[1].trim() || f.name === value[1].trim());
	if (!field || !field.choices)
		return null;
	return {list: field.choices.filter(c => c.zh.startsWith(value[2]) || c.name.startsWith(value[2])).map(c => c.zh),
		from: from(value[2]), to: {line, ch}};
}

/* global CodeMirror */
/** Offer them where Ctrl-Space asks, and while a name is typed. */
export function complete(editor, formOf) {
	const {cm} = editor;
	const hint = () => {
		const found = candidates(cm, formOf(), editor.format);
		if (found)
			CodeMirror.on(found, "shown", () => document.querySelector(".CodeMirror-hints").setAttribute("aria-label", say("completion")));
		return found;
	};
	const options = {hint, completeSingle: false};
	cm.setOption("extraKeys", {...cm.getOption("extraKeys"), "Ctrl-Space": () => cm.showHint(options)});
	cm.on("inputRead", (_, change) => {
		const line = cm.getLine(cm.getCursor().line);
		if (!editor.composing && !cm.state.completionActive && /\S/.test(change.text.join("")) && /^\s*(- )?[^\s:：#]+$/.test(line)) {
			const found = candidates(cm, formOf(), editor.format);
			if (found && found.list.length)
				cm.showHint(options);
		}
	});
}

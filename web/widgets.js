// What a field is filled in with. A widget has .box, .set(value) and calls change(value); null: nothing is given.
import {el, empty} from "./dom.js";
import {whenChanged} from "./editor.js";
import {putFile} from "./files.js";
import {editTable, newTable, tablesOf} from "./grid.js";
import {asList, fromList, isPeople, isTexts, membersOf, peopleFrom, personLine} from "./values.js";
import {byPrecedence, hasOrgans} from "./office.js";
import {pictureKinds, takePictures} from "./pictures.js";
import {nameOf, say} from "./words.js";

function grow(area) {
	area.style.height = "auto";
	area.style.height = Math.min(area.scrollHeight + 2, 360) + "px";
}

function typed(input, change, read) {
	input.addEventListener("input", event => {
		if (!event.isComposing)
			change(read());
	});
	input.addEventListener("compositionend", () => change(read()));
}

function given(text) {
	return text.trim() === "" ? null : text;
}

function line(field, id, change) {
	const input = el("input", {id, type: "text", autocomplete: "off"});
	typed(input, change, () => given(input.value));
	return {box: input, focus: input, set: value => { input.value = value === null ? "" : String(value); }};
}

function area(field, id, change, rows = 1) {
	const input = el("textarea", {id, rows});
	typed(input, change, () => given(input.value));
	input.addEventListener("input", () => grow(input));
	return {box: input, focus: input, set: value => {
		input.value = value === null ? "" : String(value).replace(/\n+$/, "");
		requestAnimationFrame(() => grow(input));
	}, can: value => value === null || typeof value === "string"};
}

function lines(field, id, change) {
	const w = area(field, id, change);
	const set = w.set;
	w.set = value => set(Array.isArray(value) ? value.join("\n") : value);
	w.can = value => isTexts(value);
	return w;
}

/** Levels of a body's text, as they will be set: a line's begin decides. */
function bodyMode() {
	return {
		startState: () => ({}),
		token: stream => {
			const sol = stream.sol();
			const text = stream.string;
			stream.skipToEnd();
			if (!sol)
				return null;
			if (/^\s*[一二三四五六七八九十]+、/.test(text))
				return "level1";
			if (/^\s*（[一二三四五六七八九十]+）/.test(text))
				return "level2";
			if (/^\s*(第[一二三四五六七八九十百]+[章节条]|#)/.test(text))
				return "level1";
			if (/^\s*\d+[.．、]/.test(text))
				return "level3";
			if (/^\s*[（(]\d+[）)]/.test(text))
				return "level4";
			return /^\s*\|.*\|\s*$/.test(text) ? "cells" : null;
		},
	};
}

/* global CodeMirror */
function body(field, id, change) {
	if (!CodeMirror.modes.levels)
		CodeMirror.defineMode("levels", bodyMode);
	const box = el("div.body-field", {id: id + "-box"});
	const tables = el("p.tables"), said = el("p.error", {role: "alert"});
	let cm = null, ours = false, composing = false;
	let shown = -1;
	const editIt = async table => {
		const lines = await editTable(table);
		if (lines)
			cm.replaceRange(lines.join("\n"), {line: table.from, ch: 0}, {line: table.to, ch: cm.getLine(table.to).length});
	};
	/** The table of this line as a grid. false: the line is in none. */
	const editAt = line => {
		const table = tablesOf(cm.getValue()).find(t => t.from <= line && line <= t.to);
		if (table)
			editIt(table);
		return Boolean(table);
	};
	const showTables = () => {
		const count = tablesOf(cm.getValue()).length;
		if (count === shown)
			return;
		shown = count;
		empty(tables).append(...Array.from({length: count}, (_, i) => el("button", {type: "button", title: say("tableHere"),
			onclick: () => editIt(tablesOf(cm.getValue())[i])}, say("tableN", i + 1))), el("button.add-table", {type: "button", onclick: addTable}, `＋ ${say("addTable")}`));
	};
	/** A new table is below the line of the cursor, between blank lines. */
	const addTable = async () => {
		const lines = await editTable(newTable());
		if (!lines || !/[^|\s-]/.test(lines.join("")))
			return;
		const at = cm.getCursor().line, text = cm.getLine(at), next = cm.getLine(at + 1);
		cm.replaceRange(`${text.trim() ? "\n\n" : ""}${lines.join("\n")}${next && next.trim() ? "\n" : ""}`, {line: at, ch: text.length});
	};
	const w = {box, set: value => {
		const text = value === null ? "" : String(value).replace(/\n+$/, "");
		if (!cm) {
			cm = CodeMirror(box, {mode: "levels", lineWrapping: true, inputStyle: "textarea", viewportMargin: 20,
				undoDepth: 0, // that of the record takes its changes back
				extraKeys: {Tab: false, "Shift-Tab": false, "Ctrl-Enter": () => editAt(cm.getCursor().line) || CodeMirror.Pass}});
			cm.on("dblclick", (_, event) => editAt(cm.coordsChar({left: event.clientX, top: event.clientY}).line) && event.preventDefault());
			box.append(tables, said);
			showTables();
			takePictures(cm, text => { said.textContent = text; });
			const input = cm.getInputField();
			input.id = id;
			input.addEventListener("compositionstart", () => { composing = true; });
			input.addEventListener("compositionend", () => {
				composing = false;
				setTimeout(() => change(given(cm.getValue())));
			});
			whenChanged(cm, origin => {
				if (!ours && !composing && origin !== "*compose")
					change(given(cm.getValue()));
			});
			cm.on("changes", () => {
				said.textContent = "";
				showTables();
			});
			w.focus = input;
			w.cm = cm;
		}
		if (cm.getValue() === text)
			return;
		ours = true;
		cm.setValue(text);
		ours = false;
	}, can: value => value === null || typeof value === "string", show: () => cm && cm.refresh()};
	w.set(null);
	return w;
}

function chips(field, id, change) {
	const organs = ["recipients", "copies_to", "report_to", "send_to", "issue_to"].includes(field.name);
	const signs = organs ? "，,；;\n" : undefined; // 市政府各部门、各直属机构 is printed as it was written, between commas
	const input = el("input", {id, type: "text", autocomplete: "off", placeholder: say("addChip")});
	const list = el("ul.chip-list");
	const order = el("button", {type: "button", hidden: true, onclick: () => {
		values = byPrecedence(values);
		send();
	}}, say("inOrder"));
	const box = el("div.chips", {}, list, input, order);
	let values = [];
	if (organs) // a list without names would only be in the way
		input.addEventListener("focus", () => hasOrgans() && input.setAttribute("list", "name-organs"));
	const send = () => {
		draw();
		change(values.length ? fromList(values.slice()) : null);
	};
	const draw = () => {
		empty(list);
		values.forEach((value, i) => list.append(el("li", {}, value, el("button", {type: "button",
			"aria-label": `${say("removeIt")} ${value}`, onclick: () => {
				values.splice(i, 1);
				send();
				input.focus();
			}}, "×"))));
		order.hidden = !organs || byPrecedence(values).join() === values.join();
	};
	const take = () => {
		const more = membersOf(input.value, signs);
		input.value = "";
		if (more.length) {
			values.push(...more);
			send();
		}
	};
	input.addEventListener("keydown", event => {
		if (event.isComposing)
			return;
		if (event.key === "Enter") {
			event.preventDefault();
			take();
		} else if (event.key === "Backspace" && !input.value && values.length) {
			input.value = values.pop();
			event.preventDefault();
			send();
		}
	});
	input.addEventListener("blur", take);
	input.addEventListener("paste", () => setTimeout(() => membersOf(input.value, signs).length > 1 && take()));
	return {box, focus: input, add: value => {
		values.push(value);
		send();
	}, set: value => {
		values = asList(value).map(String);
		draw();
	}, can: isTexts};
}

function people(field, id, change) {
	let before = null;
	const w = area(field, id, text => change(text === null ? null : fromList(peopleFrom(text, before))), 1);
	w.focus.placeholder = say("peopleHelp");
	const pick = el("input.pick", {type: "text", autocomplete: "off", list: "name-people", placeholder: say("addPerson"), "aria-label": say("addPerson")});
	pick.addEventListener("change", () => {
		const name = pick.value.trim();
		if (!name)
			return;
		w.focus.value = w.focus.value.trim() ? `${w.focus.value.trim()}\n${name}` : name;
		pick.value = "";
		w.focus.dispatchEvent(new Event("input"));
	});
	w.box = el("div", {}, w.focus, pick);
	const set = w.set;
	w.set = value => {
		before = value;
		set(asList(value).map(personLine).join("\n"));
	};
	w.can = isPeople;
	return w;
}

function choice(field, id, change) {
	const select = el("select", {id}, el("option", {value: ""}, ""), field.choices.map(c =>
		el("option", {value: c.zh}, nameOf(c))));
	select.addEventListener("change", () => change(select.value || null));
	return {box: select, focus: select, set: value => {
		const found = field.choices.find(c => c.zh === value || c.name === value);
		select.value = found ? found.zh : "";
		if (value && !found) {
			select.append(el("option", {value}, value));
			select.value = value;
		}
	}};
}

function date(field, id, change) {
	const moment = field.widget === "moment";
	const input = el("input", {id, type: "text", autocomplete: "off", placeholder: moment ? "2026-07-23 09:00" : "2026-07-23"});
	const picker = el("input.picker", {type: moment ? "datetime-local" : "date", tabindex: "-1", "aria-hidden": "true"});
	const button = el("button", {type: "button", onclick: () => {
		const day = /^(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})/.exec(input.value);
		if (day)
			picker.value = [day[1], day[2].padStart(2, "0"), day[3].padStart(2, "0")].join("-") + (moment ? "T09:00" : "");
		picker.showPicker();
	}}, say("pickDate"));
	picker.addEventListener("change", () => {
		input.value = picker.value.replace("T", " ");
		change(given(input.value));
	});
	typed(input, change, () => given(input.value));
	return {box: el("span.date", {}, input, button, picker), focus: input,
		set: value => { input.value = value === null ? "" : String(value); }};
}

function check(field, id, change) {
	const input = el("input", {id, type: "checkbox"});
	input.addEventListener("change", () => change(input.checked ? "是" : "否"));
	return {box: input, focus: input, set: value => { input.checked = ["true", "yes", "是", true].includes(value); }};
}

/** Names of picture files beside the record; a file that is chosen or dropped is put there. */
function pictures(field, id, change) {
	const w = chips(field, id, change);
	const file = el("input", {type: "file", id: id + "-file", accept: pictureKinds, multiple: true, hidden: true});
	const said = el("span.error", {role: "alert"});
	const take = async list => {
		said.textContent = "";
		for (const one of list) {
			try {
				w.add(await putFile(one));
			} catch (e) {
				said.textContent = e.message;
			}
		}
	};
	file.addEventListener("change", () => take(file.files));
	w.box.append(el("button", {type: "button", onclick: () => file.click()}, say("chooseFile")), file, said);
	w.box.addEventListener("drop", event => {
		event.preventDefault();
		event.stopPropagation();
		document.dispatchEvent(new CustomEvent("hongtou-dropped"));
		take(event.dataTransfer.files);
	});
	return w;
}

const makers = {line, number: line, lines, chips, people, choice, date, moment: date, check, text: body, pictures};

export function widget(field, id, change) {
	const make = makers[field.widget] || area;
	return make(field, id, change);
}

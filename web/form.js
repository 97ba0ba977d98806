// The form: fields of a form of document in the order of its sheet, filled from the record's outline.
import {el, empty} from "./dom.js";
import {same} from "./values.js";
import {widget} from "./widgets.js";
import {languageName, say} from "./words.js";

let ids = 0;

function keyOf(path) {
	return JSON.stringify(path);
}

export class Form {
	/** box; edit({op, path, value}): a change; attend(entry): a field has the focus; toText(entry). */
	constructor(box, edit, attend, toText) {
		Object.assign(this, {box, edit, attend, toText});
		this.form = null;
		this.rows = new Map();
		this.tools = new Map(); // buttons that change which rows there are, by the path and what they do
		this.entries = new Map();
		box.addEventListener("pointerdown", () => this.hold());
	}

	/** The help of the field that loses the focus by a press goes when that is over: the button would move away from
	    under the mouse, and the click be lost. */
	hold() {
		const row = document.activeElement.closest("#form .row");
		if (!row)
			return;
		row.classList.add("held");
		const over = () => setTimeout(() => row.classList.remove("held"));
		for (const name of ["pointerup", "pointercancel"])
			window.addEventListener(name, over, {once: true});
	}

	/** Build the form anew. */
	build(form) {
		this.form = form;
		this.shape = null;
		this.fill(this.outline || {fields: []});
	}

	/** The next record is a new document: its form is seen from the top, and begins with what has to be filled in. */
	begin() {
		this.fresh = true;
	}

	fill(outline) {
		this.outline = outline;
		this.entries = new Map(outline.fields.map(f => [keyOf(f.path), f]));
		if (!this.form)
			return;
		const shape = this.form.name + languageName() + this.groupsOf(outline);
		if (shape !== this.shape)
			this.rebuild(shape);
		for (const row of this.rows.values())
			this.fillRow(row);
		this.follow();
		if (this.fresh)
			this.start();
	}

	/** The pages show what was typed last, if it is out of sight there. */
	follow() {
		const row = this.rows.get(this.focused);
		if (!row || row.followed !== false || row.pending || !this.isIn(row))
			return;
		row.followed = true;
		this.attend(this.placeOf(row));
	}

	start() {
		this.fresh = false;
		this.box.scrollTop = 0;
		const [key] = [...this.rows].find(([, row]) => (row.field.required || row.field.wanted) && !this.valueOf(row.path)) || [];
		if (key && !document.querySelector("dialog"))
			this.focus(key);
	}

	/** The members of its lists, which decide what rows there are. */
	groupsOf(outline) {
		return outline.fields.filter(f => typeof f.path[f.path.length - 1] === "number").map(f => keyOf(f.path)).join();
	}

	rebuild(shape) {
		const focus = this.box.contains(document.activeElement) ? this.focused : null;
		const scroll = this.box.scrollTop;
		this.shape = shape;
		this.rows.clear();
		this.tools.clear();
		empty(this.box);
		const main = this.form.fields.filter(f => f.printed && (this.isUsual(f) || this.isGiven([f.name])));
		const more = this.form.fields.filter(f => f.printed && !main.includes(f));
		const other = this.form.fields.filter(f => !f.printed && this.isGiven([f.name]));
		main.forEach(f => this.add(this.box, f, [f.name]));
		this.addFold(more, "fieldsMore");
		this.addFold(other, "fieldsOther", true);
		this.box.scrollTop = scroll;
		if (focus)
			this.focus(focus);
	}

	addFold(fields, title, open = false) {
		if (!fields.length)
			return;
		const fold = el("details", {open: open || (this.open && this.open.has(title))}, el("summary", {}, `${say(title)}（${fields.length}）`,
			el("span.names", {}, fields.map(f => this.label(f)).join("、"))));
		fold.addEventListener("toggle", () => {
			this.open = this.open || new Set();
			this.open[fold.open ? "add" : "delete"](title);
		});
		fields.forEach(f => this.add(fold, f, [f.name]));
		this.box.append(fold);
	}

	isUsual(field) {
		const usual = ["issuers", "recipients", "number", "date", "title", "body", "copies_to", "printed_by", "print_date", "issue",
			"editors", "items", "signature"];
		return field.required || field.wanted || usual.includes(field.name) || (field.fields || []).some(f => f.required || f.wanted);
	}

	isGiven(path) {
		const start = keyOf(path).slice(0, -1);
		for (const key of this.entries.keys())
			if (key.startsWith(start) && (key[start.length] === "]" || key[start.length] === ","))
				return true;
		return false;
	}

	label(field) {
		return languageName() === "en" ? (field.name[0].toUpperCase() + field.name.slice(1)).replace(/_/g, " ") : field.zh;
	}

	add(box, field, path) {
		if (field.widget === "group")
			this.addGroup(box, field, path);
		else if (field.widget === "groups")
			this.addGroups(box, field, path);
		else
			this.addRow(box, field, path);
	}

	addGroup(box, field, path) {
		const set = el("fieldset", {}, el("legend", {}, this.label(field)));
		const shown = field.fields.filter(f => f.printed || this.isGiven([...path, f.name]));
		shown.forEach(f => this.add(set, f, [...path, f.name]));
		if (shown.length)
			box.append(set);
	}

	addGroups(box, field, path) {
		const set = el("fieldset", {}, el("legend", {}, this.label(field)));
		const depth = path.length;
		const members = [...this.entries.values()].filter(e => e.path.length === depth + 1 &&
			typeof e.path[depth] === "number" && same(e.path.slice(0, depth), path)).map(e => e.path[depth]);
		const shown = field.fields.filter(f => f.printed);
		for (const n of members) {
			const last = members.length - 1;
			const move = (name, to) => {
				this.edit({op: "move", path: [...path, n], to});
				this.focus(keyOf([...path, to, name])) || this.focus(keyOf([...path, to, name === "up" ? "down" : "up"]));
			};
			const tools = el("span.member-tools", {},
				this.tool("↑", "up", [...path, n], n === 0, () => move("up", n - 1)),
				this.tool("↓", "down", [...path, n], n === last, () => move("down", n + 1)),
				this.tool("×", "removeIt", [...path, n], false, () => {
					this.focused = keyOf([...path, "addOne"]);
					this.edit({op: "remove", path: [...path, n]});
				}));
			const member = el("div.member", {role: "group", "aria-label": `${this.label(field)} ${n + 1}`},
				el("div.member-head", {}, `${this.label(field)} ${n + 1}`, tools));
			const all = shown.length ? shown : field.fields;
			all.forEach(f => this.add(member, f, [...path, n, f.name]));
			set.append(member);
		}
		const add = el("button.add", {type: "button", onclick: () => {
			const first = [...path, members.length, (shown[0] || field.fields[0]).name];
			this.focused = keyOf(first);
			this.edit({op: "set", path: first, value: ""});
		}}, `＋ ${say("addOne")}`);
		this.keep(add, [...path, "addOne"]);
		set.append(add);
		box.append(set);
	}

	/** A button that has the focus has it again when the form is built anew. */
	keep(button, path) {
		this.tools.set(keyOf(path), button);
		button.addEventListener("focus", () => { this.focused = keyOf(path); });
	}

	tool(sign, name, path, disabled, run) {
		const button = el("button", {type: "button", "aria-label": say(name), title: say(name), disabled, onclick: run}, sign);
		this.keep(button, [...path, name]);
		return button;
	}

	addRow(box, field, path) {
		const id = `field-${++ids}`;
		const row = {field, path, id, shown: undefined, pending: 0};
		row.widget = widget(field, id, value => this.changed(row, value));
		const need = field.required ? el("span.need", {title: say("required")}, "＊", el("span.only-read", {}, say("required"))) : null;
		row.said = el("div.said", {id: id + "-said"});
		row.box = el("div.row", {}, el("label", {for: id, title: field.help}, this.label(field), need), el("div.field", {}, row.widget.box, row.said));
		if (row.widget.focus) {
			row.widget.focus.setAttribute("aria-describedby", `${id}-help ${id}-said`);
			if (field.required)
				row.widget.focus.setAttribute("aria-required", "true");
		}
		if (path.length === 1 && ["number", "issue"].includes(field.name))
			this.addProposal(row);
		row.box.lastChild.append(el("div.help", {id: id + "-help"}, field.help + (field.clause ? `（GB/T 9704-2012 ${field.clause}）` : "")));
		row.box.addEventListener("focusin", () => {
			this.focused = keyOf(path);
			this.attend(this.placeOf(row));
		});
		box.append(row.box);
		this.rows.set(keyOf(path), row);
		if (row.widget.cm)
			row.widget.cm.on("cursorActivity", () => queueMicrotask(() => this.isIn(row) && this.follows(row) && this.attend(this.placeOf(row))));
	}

	/** Are the pages those of what is in a row? Where something was typed, they soon will be. */
	follows(row) {
		return row.followed !== false;
	}

	isIn(row) {
		return row.box.contains(document.activeElement);
	}

	/** Where in the record is what a row has under its cursor: the field, or the line of its text. */
	placeOf({path, widget: {cm}}) {
		const entry = this.entries.get(keyOf(path));
		if (!entry || !cm || !cm.getValue())
			return entry;
		const line = entry.value_line + cm.getCursor().line;
		return entry.below || line <= entry.end_line ? {line, end_line: line, column: 1, end_column: Infinity} : entry;
	}

	/** A button that takes the next number of the office's series. */
	addProposal(row) {
		const button = el("button.propose", {type: "button", hidden: true, onclick: async () => {
			const proposal = this.propose();
			button.disabled = true;
			try {
				const number = await proposal.take();
				row.widget.set(number);
				this.changed(row, number);
			} catch (e) {
				row.said.append(el("p.error", {}, e.message));
			}
			button.disabled = false;
		}});
		row.proposal = button;
		row.box.lastChild.append(button);
	}

	/** A field that has a number needs none; what is still to be filled in (×号) is none. */
	showProposal(row, value) {
		const proposal = (!value || /×/.test(value)) && this.propose ? this.propose() : null;
		row.proposal.hidden = !proposal;
		if (proposal)
			row.proposal.textContent = say("takeNumber", proposal.text);
	}

	changed(row, value) {
		row.pending++;
		row.shown = value;
		row.followed = false;
		this.edit({op: value === null ? "remove" : "set", path: row.path, value}, () => { row.pending--; });
	}

	/** Put the record's value into a row, unless what is in it is on its way. */
	fillRow(row) {
		const entry = this.valueOf(row.path);
		const value = entry && entry.value !== undefined ? entry.value : null;
		if (row.proposal)
			this.showProposal(row, value);
		if (row.pending)
			return;
		const can = !row.widget.can || row.widget.can(value);
		row.box.classList.toggle("in-text", !can);
		if (!can) {
			if (!row.elsewhere) {
				row.elsewhere = el("div.elsewhere", {}, say("inText"), " ", el("button", {type: "button",
					onclick: () => this.toText(this.valueOf(row.path))}, say("goText")));
				row.box.lastChild.prepend(row.elsewhere);
			}
			return;
		}
		if (row.elsewhere) {
			row.elsewhere.remove();
			row.elsewhere = null;
		}
		if (row.shown !== undefined && this.sameValue(row.shown, value))
			return;
		row.shown = value;
		row.widget.set(value);
	}

	sameValue(a, b) {
		const plain = v => typeof v === "string" ? v.replace(/\n+$/, "") : v;
		return same(plain(a), plain(b));
	}

	/** A bare text in a list of groups is the first field of one. */
	valueOf(path) {
		const entry = this.entries.get(keyOf(path));
		if (entry)
			return entry;
		const above = path.slice(0, -1), last = above[above.length - 1];
		const member = typeof last === "number" ? this.entries.get(keyOf(above)) : null;
		if (!member || member.value === undefined)
			return undefined;
		const list = this.fieldAt(above.slice(0, -1));
		return list && list.fields[0].name === path[path.length - 1] ? member : undefined;
	}

	fieldAt(path) {
		let fields = this.form.fields, found = null;
		for (const step of path.filter(s => typeof s === "string")) {
			found = fields.find(f => f.name === step);
			fields = found && found.fields ? found.fields : [];
		}
		return found;
	}

	focus(key) {
		const row = this.rows.get(key), tool = this.tools.get(key);
		if (tool && !tool.disabled) {
			tool.focus();
			return true;
		}
		if (!row || !row.widget.focus)
			return false;
		const fold = row.box.closest("details");
		if (fold)
			fold.open = true;
		row.widget.focus.focus();
		row.box.scrollIntoView({block: "nearest"});
		return true;
	}

	/** The row whose field is at the place of the record. */
	at(line, column) {
		let best = null;
		for (const [key, row] of this.rows) {
			const e = this.valueOf(row.path);
			if (!e)
				continue;
			const after = e.line < line || (e.line === line && e.column <= column);
			const before = e.below || line < e.end_line || (line === e.end_line && column <= e.end_column);
			if (after && before && (!best || e.path.length > best.entry.path.length))
				best = {key, row, entry: e};
		}
		return best;
	}

	/** Go to the place that was pointed at. false: no row of the form has it. */
	goTo(line, column) {
		const found = this.at(line, column);
		if (!found || !this.focus(found.key))
			return false;
		const {cm} = found.row.widget, e = found.entry;
		if (cm && e.value_line) {
			const place = {line: Math.max(0, line - e.value_line), ch: Math.max(0, column - (e.below ? 1 : e.value_column))};
			cm.setCursor(place);
			cm.scrollIntoView(place, 60);
		}
		return true;
	}

	/** The row of a field that a finding misses: it names its path, or several (a/b). */
	missing(finding) {
		const paths = finding.arguments && finding.arguments.length ? String(finding.arguments[0]).split("/") : [];
		const rows = paths.map(path => this.rows.get(keyOf(path.split(".")))).filter(Boolean);
		return rows.find(row => !this.valueOf(row.path));
	}

	/** What the office settings give is in an empty field as a hint: it is printed. */
	showGiven(findings) {
		const given = new Map(findings.filter(f => f.code === "H200").map(f => [f.arguments[0], f.arguments[1]]));
		for (const row of this.rows.values()) {
			const input = row.path.length === 1 && row.widget.focus;
			if (!input || (row.hint === undefined && !given.has(row.field.zh)))
				continue;
			if (row.hint === undefined)
				row.hint = input.placeholder;
			input.placeholder = given.get(row.field.zh) || row.hint;
		}
	}

	/** Put the findings to their fields. filled: the fields may be others than before, or elsewhere. */
	showFindings(findings, filled = true) {
		if (findings === this.said && !filled)
			return;
		this.said = findings;
		this.showGiven(findings);
		for (const row of this.rows.values()) {
			empty(row.said);
			row.box.classList.remove("has-error", "has-warning");
		}
		for (const f of findings) {
			if (f.level === "note")
				continue;
			const found = f.line ? this.at(f.line, f.column || 1) : null;
			const row = this.missing(f) || (found && found.row);
			if (!row)
				continue;
			row.box.classList.add("has-" + f.level);
			if (row.said.childNodes.length < 3)
				row.said.append(el("p." + f.level, {}, f.message));
		}
	}
}

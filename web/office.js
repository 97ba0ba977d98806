// The office settings: what a new document begins with, names to choose from, numbers, and the dialog that changes them.
import {ApiError, ask, getJson} from "./api.js";
import {dialog, el, empty} from "./dom.js";
import {putFile} from "./files.js";
import {saveBlob} from "./output.js";
import {pictureKinds} from "./pictures.js";
import {say} from "./words.js";

export const office = {values: {}, series: [], etag: null};

/** Ask the server for them. A server without any is no fault. */
export async function loadOffice() {
	try {
		await take(await ask("GET", "/v1/office"));
	} catch (e) {
		office.values = {};
		office.series = [];
	}
}

async function take(response) {
	const answer = await response.json();
	Object.assign(office, {values: answer.values, series: answer.series, etag: response.headers.get("ETag")});
	drawLists();
}

/** Lists that fields complete from: made once, filled anew. */
function drawLists() {
	document.body.classList.toggle("no-people", !(office.values.people || []).length);
	const people = (office.values.people || []).map(p => [p.name, p.office].filter(Boolean).join(" "));
	for (const [id, names] of [["name-organs", office.values.organs || []], ["name-people", people]]) {
		let list = document.getElementById(id);
		if (!list)
			document.body.append(list = el("datalist", {id}));
		empty(list).append(...names.map(value => el("option", {value})));
	}
}

export function hasOrgans() {
	return Boolean(office.values.organs && office.values.organs.length);
}

/** In the order of precedence; those that the name book lacks are at the end, in their own order. */
export function byPrecedence(names) {
	const book = office.values.organs || [];
	const place = name => { const i = book.indexOf(name); return i < 0 ? book.length : i; };
	return names.map((name, i) => [place(name), i, name]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(x => x[2]);
}

const bare = text => text.replace(/\s+/g, "");
const theOnly = list => list && list.length === 1 ? list[0] : undefined;

/** The series for a form and the kinds of document that its title ends with; of a bulletin, that of its masthead. */
export function seriesFor({name: form, zh, kinds}, title, masthead) {
	const ones = office.series.filter(s => s.issues === (form === "bulletin"));
	if (form === "bulletin")
		return masthead ? ones.find(s => bare(s.name) === bare(masthead)) : theOnly(ones);
	return ones.find(s => s.for.some(kind => title && title.endsWith(kind))) || ones.find(s => s.for.includes(zh)) ||
		(kinds.length ? ones.find(s => !s.for.length) : undefined);
}

/** Take a number: from now on nobody else gets it. */
export async function takeNumber(series, purpose) {
	const answer = await ask("POST", `/v1/office/number?series=${encodeURIComponent(series.name)}&for=${encodeURIComponent(purpose)}`);
	const {number} = await answer.json();
	await loadOffice();
	return number;
}

/** The lines of a new document's front matter that the settings give and its form prints, as `hongtou new` has them. */
export async function frontOf(form) {
	const v = office.values, lines = [];
	const {fields} = await getJson(`/v1/forms/${encodeURIComponent(form.name)}`);
	const prints = name => fields.some(f => f.name === name && f.printed);
	const asks = name => fields.some(f => f.name === name && (f.required || f.wanted));
	const line = (key, text) => text && lines.push(`${key}: ${JSON.stringify(text)}`);
	const masthead = (v.mark || []).find(m => (m.form || "公文") === form.zh || m.form === form.name);
	if (v.issuers && asks("issuers"))
		lines.push(`发文机关: ${JSON.stringify(v.issuers.length === 1 ? v.issuers[0] : v.issuers)}`);
	const bulletin = masthead ? {mark: masthead.text} : theOnly(v.bulletins);
	if (form.name === "bulletin" && bulletin)
		lines.push(`会议:\n  简报名称: ${JSON.stringify(bulletin.mark)}`);
	if (prints("mark"))
		line("发文机关标志", masthead ? masthead.text : "");
	if (prints("printed_by") && (asks("issuers") || asks("mark")))
		line("印发机关", v.printed_by);
	if (prints("editor"))
		line("编辑单位", v.editor);
	return lines.map(s => s + "\n").join("");
}

// ---- the dialog ----

const lines = text => text.split("\n").map(s => s.trim()).filter(Boolean);
const orNull = list => list.length ? list : null;
const personLine = p => [p.name, p.office, p.unit].filter(Boolean).join(" ");

/** `姓名 职务 单位`, one a line. Who is known by that line stays who it is: a name may have a space, a person no office. */
function personOf(text, known) {
	const p = known.get(text);
	const [name, post, ...unit] = p ? [p.name, p.office, p.unit || ""] : text.split(/[\s　]+/);
	return Object.fromEntries([["姓名", name], ["职务", post], ["单位", unit.join(" ")]].filter(([, v]) => v));
}

/** `机关 图片文件`, one a line. */
function sealOf(text) {
	const [, organ, file] = /^(?:(.*)[\s　]+)?(\S+)$/.exec(text);
	return organ ? {机关: organ, 图片: file} : {图片: file};
}

/** What the dialog has, as the fields of the settings. */
function read(get) {
	const mastheads = [["公文", get("mark")], ["纪要", get("mark-minutes")], ["信函", get("mark-letter")]].filter(([, text]) => text);
	const numbers = lines(get("number")).map(s => {
		const [code, used, last] = s.split(/[\s　]+/);
		return Object.fromEntries([["机关代字", code], ["用于", used && used !== "-" ? used.split("、") : null], ["已用至", last]].filter(([, v]) => v));
	});
	const bulletins = lines(get("bulletins")).map(s => {
		const [name, last] = s.split(/[\s　]+/);
		return Object.fromEntries([["名称", name], ["已出至", last]].filter(([, v]) => v));
	});
	const known = new Map((office.values.people || []).map(p => [personLine(p), p]));
	const kept = (office.values.mark || []).filter(m => m.form && !["公文", "纪要", "信函"].includes(m.form)).map(m => ({标志: m.text, 格式: m.form}));
	return {
		issuers: orNull(lines(get("issuers"))),
		mark: orNull([...mastheads.map(([form, text]) => ({标志: text, 格式: form})), ...kept]),
		printed_by: get("printed_by") || null, editor: get("editor") || null,
		number: orNull(numbers), bulletins: orNull(bulletins),
		seal: orNull(lines(get("seal")).map(sealOf)), style: orNull(lines(get("style"))),
		organs: orNull(lines(get("organs"))), people: orNull(lines(get("people")).map(text => personOf(text, known))),
	};
}

/** What it begins with. */
function shown() {
	const v = office.values;
	const masthead = form => ((v.mark || []).find(m => (m.form || "公文") === form) || {}).text || "";
	return {
		issuers: (v.issuers || []).join("\n"), mark: masthead("公文"), "mark-minutes": masthead("纪要"), "mark-letter": masthead("信函"),
		printed_by: v.printed_by || "", editor: v.editor || "",
		number: (v.number || []).map(n => [n.code, (n.for || []).join("、") || (n.last ? "-" : ""), n.last || ""].join(" ").trim()).join("\n"),
		bulletins: (v.bulletins || []).map(b => [b.mark, b.last || ""].join(" ").trim()).join("\n"),
		seal: (v.seal || []).map(s => [s.organ, s.file].filter(Boolean).join(" ")).join("\n"), style: (v.style || []).join("\n"),
		organs: (v.organs || []).join("\n"), people: (v.people || []).map(personLine).join("\n"),
	};
}

const rows = [["issuers", 2], ["mark", 0], ["mark-minutes", 0], ["mark-letter", 0], ["printed_by", 0], ["editor", 0], ["number", 3],
	["bulletins", 2], ["seal", 2], ["style", 2], ["organs", 5], ["people", 5]];
// of these a line has a shape that has to be told
const shapes = ["number", "bulletins", "seal", "style", "organs", "people"];

/** A button that a file input is behind. */
function fileButton(id, text, input) {
	return [el("label.button", {for: id}, say(text)), input];
}

/** The dialog: its fields, and what they began with. */
class OfficeDialog {
	constructor() {
		this.before = shown();
		this.said = el("p.error", {role: "alert"});
		this.fields = {};
		this.names = el("input.only-read", {type: "file", id: "office-names", accept: ".csv,.xlsx"});
		this.seal = el("input.only-read", {type: "file", id: "office-seal-file", accept: pictureKinds});
		this.box = el("div.office", {}, el("p", {}, say("officeHelp")), this.said, rows.map(([name, high]) => this.row(name, high)),
			el("p", {}, fileButton("office-names", "officeIn", this.names), [["xlsx", "officeOut"], ["csv", "officeOutCsv"]].map(([to, text]) =>
				[" ", el("button", {type: "button", onclick: () => saveNames(to)}, say(text))]).flat()));
		this.names.addEventListener("change", () => this.takeNames(this.names.files[0]));
		this.seal.addEventListener("change", () => this.takeSeal(this.seal.files[0]));
	}

	row(name, high) {
		const id = `office-${name}`, input = high ? el("textarea", {id, rows: high}) : el("input", {id, type: "text"});
		this.fields[name] = input;
		input.value = this.before[name];
		const shape = shapes.includes(name) ? el("p.shape", {id: id + "-shape"}, say("shape_" + name)) : null;
		if (shape)
			input.setAttribute("aria-describedby", shape.id);
		return el("div.row", {}, el("label", {for: id}, say("office_" + name)),
			el("div", {}, input, shape, name === "seal" ? fileButton("office-seal-file", "officeSealIn", this.seal) : null));
	}

	tell(text) {
		this.said.textContent = text;
		this.said.scrollIntoView({block: "nearest"});
	}

	/** Somebody else saved meanwhile: what only they changed is shown, what both did stays as typed here, and is told. */
	async takeOthers() {
		const was = this.before, both = [];
		await loadOffice();
		this.before = shown();
		for (const [name] of rows.filter(([n]) => this.before[n] !== was[n])) {
			if (this.fields[name].value === was[name])
				this.fields[name].value = this.before[name];
			else
				both.push(say("office_" + name));
		}
		return say(both.length ? "officeBoth" : "officeOthers", both.join("、"));
	}

	/** Ask for a change. false: it was not made, and that is told. */
	async change(run) {
		this.said.textContent = "";
		try {
			await take(await run());
			return true;
		} catch (e) {
			if (e instanceof ApiError && e.status === 412)
				this.tell(await this.takeOthers());
			else
				this.tell([e.message, ...(e.diagnostics || []).map(d => d.message)].join("；"));
			return false;
		}
	}

	async takeNames(file) {
		const path = `/v1/office/names?name=${encodeURIComponent(file.name)}`;
		if (!await this.change(() => ask("PUT", path, file, {"Content-Type": "application/octet-stream"})))
			return;
		for (const name of ["organs", "people"])
			this.fields[name].value = this.before[name] = shown()[name];
	}

	async takeSeal(file) {
		try {
			const name = await putFile(file, "");
			const organ = lines(this.fields.issuers.value)[0] || name.replace(/\.[^.]*$/, "");
			this.fields.seal.value = [...lines(this.fields.seal.value), `${organ} ${name}`].join("\n");
		} catch (e) {
			this.tell(e.message);
		}
	}

	/** What was changed in the dialog goes to the server. */
	save() {
		const now = read(name => this.fields[name].value.trim()), was = read(name => this.before[name].trim());
		const changed = Object.fromEntries(Object.entries(now).filter(([key, v]) => JSON.stringify(v) !== JSON.stringify(was[key])));
		return this.change(() => ask("POST", "/v1/office", JSON.stringify(changed), {"Content-Type": "application/json", "If-Match": office.etag}));
	}
}

/** Change the settings of the folder. */
export async function editOffice() {
	await loadOffice();
	const settings = new OfficeDialog();
	const buttons = () => [{label: say("cancel"), value: null}, {label: say("save"), value: "save", primary: true}];
	while (await dialog(say("officeTitle"), settings.box, buttons(), true) === "save")
		if (await settings.save())
			return;
}

async function saveNames(to) {
	saveBlob(await (await ask("GET", `/v1/office/names?to=${to}`)).blob(), `名录.${to}`);
}

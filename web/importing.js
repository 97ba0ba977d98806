// Any text or file into a record: what was recognised, changed and left out is shown beside the source before it is
// taken.
import {ApiError, ask, askJson, getJson} from "./api.js";
import {dialog, el, empty} from "./dom.js";
import {personLine} from "./values.js";
import {nameOf, say} from "./words.js";

/** What became of a line: left out, or what it was taken for. */
function kindOf(line, left) {
	const gone = left.filter(l => l.line === line.line && !l.field).reduce((n, l) => n + l.text.trim().length, 0);
	if (gone && gone >= 0.8 * line.text.replace(/[\s•·]/g, "").length)
		return "junk";
	const into = left.filter(l => l.line === line.line && l.field).map(l => l.field);
	if (into.includes("title"))
		return "title";
	return into.length ? "field" : "body";
}

async function read(body, name, form) {
	const query = new URLSearchParams({name, to: "md"});
	if (form)
		query.set("form", form);
	const response = await ask("POST", `/v1/import?${query}`, body, {"Content-Type": "application/octet-stream"});
	return response.json();
}

/** The source's lines by their numbers: of a file, those that were read and what was left out of others. */
function linesOf(result, text) {
	if (text !== null)
		return text.split(/\r\n|\r|\n/).map((line, i) => ({line: i + 1, text: line})).filter(l => l.text.trim() !== "");
	const rows = new Map(result.lines.map(l => [l.line, l.text]));
	const others = new Set(result.left.map(l => l.line).filter(n => !rows.has(n)));
	for (const n of others)
		rows.set(n, result.left.filter(l => l.line === n).map(l => l.text).join(" "));
	return [...rows].sort((a, b) => a[0] - b[0]).map(([line, t]) => ({line, text: t}));
}

function sourceOf(result, text) {
	const box = el("div.source", {tabindex: "0", role: "region", "aria-label": say("importSource")});
	for (const line of linesOf(result, text))
		box.append(el("p.line." + kindOf(line, result.left), {"data-line": line.line}, line.text));
	return box;
}

/** Names of fields by their English paths, as the form of the record has them. */
async function namesOf(form) {
	const names = new Map();
	const add = (fields, path, shown) => {
		for (const f of fields) {
			const own = nameOf(f);
			names.set(path + f.name, shown + own);
			if (f.fields)
				add(f.fields, `${path}${f.name}.`, `${shown}${own} · `);
		}
	};
	add((await getJson(`/v1/forms/${encodeURIComponent(form)}`)).fields, "", "");
	return names;
}

function foldOf(title, items, open) {
	return items.length ? el("details", {open}, el("summary", {}, `${title}（${items.length}）`), el("ul", {}, items)) : null;
}

/** The label of what its line gave to a field (`时间：`), which has that name itself. */
function isLabel(l, left) {
	return l.code === "M581" && left.some(other => other.line === l.line && other.field);
}

function leftOf(result) {
	const gone = result.left.filter(l => !l.field && !isLabel(l, result.left) && /[\p{L}\p{N}]/u.test(l.text));
	return foldOf(say("importLeft"), gone.map(l => el("li", {}, l.text.trim())), gone.length > 0);
}

function textOf(value) {
	if (Array.isArray(value))
		return value.map(v => personLine(v) || textOf(v)).join("\n");
	if (value && typeof value === "object")
		return Object.entries(value).map(([key, v]) => `${key}：${textOf(v)}`).join("，");
	return value === null ? "" : String(value);
}

/** The record as a person reads it: its fields by their names, then its text. */
async function recordOf(result) {
	const outline = await askJson("/v1/outline", {record: result.record, name: "record.md"});
	const names = await namesOf(result.form);
	const box = el("dl");
	for (const f of outline.fields) {
		if (f.group || f.value === null)
			continue;
		const path = f.path.filter(s => typeof s === "string").join(".");
		box.append(el("dt", {}, names.get(path) || f.name || path), el("dd" + (path === "body" ? ".text" : ""), {}, textOf(f.value).trim()));
	}
	return el("div.record", {tabindex: "0", role: "region", "aria-label": say("importResult")}, box);
}

function saidOf(result) {
	const said = result.diagnostics.filter(d => d.level !== "note" || d.line);
	return foldOf(say("importSaid"), said.map(d => el("li." + d.level, {}, el("span.level." + d.level, {}, say(d.level)), " ", d.message)),
		said.some(d => d.level !== "note"));
}

/** Show the result and ask. Resolves with the record's text, or null. */
async function show(result, body, name, forms, replaces) {
	const holder = el("div.imported");
	const select = el("select", {id: "import-form"});
	const fill = async () => {
		const text = await recordOf(result);
		empty(holder).append(el("div.side", {}, el("h3", {}, say("importSource")), sourceOf(result, typeof body === "string" ? body : null)),
			el("div.side", {}, el("h3", {}, say("importResult")), text,
				el("div.told", {}, leftOf(result), saidOf(result))));
	};
	const options = () => {
		empty(select).append(el("option", {value: ""}, say("importAuto", result.form)),
			...forms.filter(f => f.declared).map(f => el("option", {value: f.name}, nameOf(f))));
	};
	options();
	await fill();
	const error = el("p.error", {role: "alert"});
	select.addEventListener("change", async () => {
		try {
			result = await read(body, name, select.value);
			error.textContent = "";
			await fill();
		} catch (e) {
			error.textContent = e.message;
		}
	});
	const content = el("div", {}, el("p", {}, el("label", {for: "import-form"}, `${say("importAs")} `), select,
		replaces ? `　${say("importReplaces")}` : ""), error, holder);
	const value = await dialog(say("importTitle"), content, [{label: say("importTake"), value: "take", primary: true},
		{label: say("cancel"), value: null}], true);
	return value === "take" ? result.record : null;
}

/** Import a text or a File; isRead() is called when it was read. Resolves with the record's text, or null. */
export async function importAny(source, forms, replaces, isRead) {
	const isFile = source instanceof File;
	const name = isFile ? source.name : "text.txt";
	const body = isFile ? await source.arrayBuffer() : source;
	try {
		const result = await read(body, name, "");
		isRead();
		return await show(result, body, name, forms, replaces);
	} catch (e) {
		isRead();
		if (!(e instanceof ApiError))
			throw e;
		const content = el("div", {}, e.diagnostics.length ? null : el("p", {}, e.message), el("ul", {}, e.diagnostics.map(d => el("li." + d.level, {}, d.message))));
		await dialog(say("failed", name), content, [{label: say("close"), value: null, primary: true}]);
		return null;
	}
}

// Records of the folder: listed, opened, saved with what was there before kept in mind, earlier versions.
import {ApiError, ask, getJson, typeOf} from "./api.js";
import {dialog, el, empty, enterEnds} from "./dom.js";
import {languageName, say} from "./words.js";

function path(name) {
	return name.split("/").map(encodeURIComponent).join("/");
}

export async function load(name) {
	const response = await ask("GET", `/v1/records/${path(name)}`);
	return {name, etag: response.headers.get("ETag"), text: await response.text()};
}

/** Save; etag null: a new file. Returns the new ETag; throws ApiError with status 412 if the file is another one. */
export async function save(name, text, format, etag) {
	const condition = etag ? {"If-Match": etag} : {"If-None-Match": "*"};
	const response = await ask("PUT", `/v1/records/${path(name)}`, text, {"Content-Type": typeOf(format), ...condition});
	return response.headers.get("ETag");
}

let place = ""; // the folder of the record that is written, as names begin with it

export function setPlace(name) {
	place = (name || "").replace(/[^/]*$/, "");
}

/** Put a file beside the record, or into another folder; the name gets a number if there is another file of it.
    Resolves with the name. */
export async function putFile(file, folder = place) {
	const [, stem, ending] = /^(.*?)(\.[^.]*)?$/.exec(file.name);
	for (let n = 1; n < 100; n++) {
		const name = n === 1 ? file.name : `${stem}-${n}${ending || ""}`;
		try {
			await ask("PUT", `/v1/records/${path(folder + name)}`, file, {"Content-Type": file.type || "application/octet-stream", "If-None-Match": "*"});
			return name;
		} catch (e) {
			if (!(e instanceof ApiError) || e.status !== 412)
				throw e;
		}
	}
	throw new Error(say("exists"));
}

function when(seconds) {
	return new Date(seconds * 1000).toLocaleString(languageName());
}

/** Ask which record to open. Resolves with its name, or null. */
export function choose() {
	const list = el("ul.files", {"aria-label": say("openTitle")});
	const search = el("input", {type: "search", id: "file-search", autofocus: true});
	const fill = async () => {
		const query = search.value.trim();
		const answer = await getJson("/v1/records" + (query ? `?q=${encodeURIComponent(query)}` : ""));
		empty(list);
		for (const r of answer.records)
			list.append(el("li", {}, el("button", {type: "button", onclick: () => list.closest("dialog").done(r.path)},
				el("b", {}, r.title || r.path), el("span.where", {}, [r.title ? r.path : "", r.form, when(r.modified)].filter(Boolean).join("　")))));
		if (!answer.records.length)
			list.append(el("li.none", {}, say("noRecords")));
	};
	search.addEventListener("input", () => fill());
	search.addEventListener("keydown", async event => {
		if (event.key !== "Enter" || event.isComposing)
			return;
		event.preventDefault();
		await fill();
		const found = list.querySelectorAll("button");
		if (found.length === 1)
			found[0].click();
		else if (found.length)
			found[0].focus();
	});
	fill().catch(e => list.append(el("li.error", {}, e.message)));
	const content = el("div", {}, el("label", {for: "file-search"}, `${say("search")} `), search, list);
	return dialog(say("openTitle"), content, [{label: say("cancel"), value: null}]);
}

/** Ask for a file's name. */
export async function askName(proposed) {
	const input = el("input", {type: "text", id: "file-name", value: proposed, size: 40, autofocus: true});
	const content = el("p", {}, el("label", {for: "file-name"}, `${say("saveAs")} `), input);
	enterEnds(input, "save");
	const value = await dialog(say("saveTitle"), content, [{label: say("save"), value: "save", primary: true},
		{label: say("cancel"), value: null}]);
	return value === "save" ? input.value.trim() : null;
}

/** Lines of both texts side by side: the longest common subsequence of those between equal beginnings and ends. */
export function compare(a, b) {
	const x = a.split("\n"), y = b.split("\n");
	let begin = 0, end = 0;
	while (begin < x.length && begin < y.length && x[begin] === y[begin])
		begin++;
	while (end < x.length - begin && end < y.length - begin && x[x.length - 1 - end] === y[y.length - 1 - end])
		end++;
	const p = x.slice(begin, x.length - end), q = y.slice(begin, y.length - end);
	const rows = [];
	if (p.length * q.length > 4e6) {
		p.forEach(l => rows.push([l, null]));
		q.forEach(l => rows.push([null, l]));
		return rows;
	}
	const w = q.length + 1, table = new Uint32Array((p.length + 1) * w);
	for (let i = p.length - 1; i >= 0; i--)
		for (let j = q.length - 1; j >= 0; j--)
			table[i * w + j] = p[i] === q[j] ? table[(i + 1) * w + j + 1] + 1 : Math.max(table[(i + 1) * w + j], table[i * w + j + 1]);
	let i = 0, j = 0;
	while (i < p.length || j < q.length) {
		if (i < p.length && j < q.length && p[i] === q[j]) {
			rows.push([p[i++], q[j++]]);
		} else if (j < q.length && (i === p.length || table[i * w + j + 1] >= table[(i + 1) * w + j])) {
			rows.push([null, q[j++]]);
		} else {
			rows.push([p[i++], null]);
		}
	}
	return rows;
}

/** Lines that went beside those that came. */
function pairs(rows) {
	const out = [];
	let gone = [], come = [];
	const flush = () => {
		for (let i = 0; i < Math.max(gone.length, come.length); i++)
			out.push([i < gone.length ? gone[i] : null, i < come.length ? come[i] : null, true]);
		gone = [];
		come = [];
	};
	for (const [l, r] of rows) {
		if (l !== null && r !== null) {
			flush();
			out.push([l, r, false]);
		} else if (l !== null) {
			gone.push(l);
		} else {
			come.push(r);
		}
	}
	flush();
	return out;
}

/** Two texts beside each other, each below its head. */
export function difference(a, b, heads) {
	return el("div.difference-table", {tabindex: "0", role: "region", "aria-label": heads.join("，")},
		el("div.pair.heads", {}, heads.map(head => el("span", {}, head))), pairs(compare(a, b)).map(([l, r, changed]) => el("div.pair", {},
		el("span" + (changed && l !== null ? ".gone" : ""), {}, l === null ? "" : l),
		el("span" + (changed && r !== null ? ".new" : ""), {}, r === null ? "" : r))));
}

/** The file was changed meanwhile, or there is one of the name of a new one: ask what holds. Resolves with "mine",
    "theirs", "other" or null, and the file as it is. */
export async function settle(name, mine, isNew) {
	const theirs = await load(name);
	const content = el("div", {}, difference(theirs.text, mine, [say("inFile"), say("mine")]));
	const value = await dialog(say(isNew ? "exists" : "conflictTitle"), content, [
		{label: say("saveOther"), value: "other", primary: true}, {label: say("keepMine"), value: "mine"},
		{label: say("takeTheirs"), value: "theirs"}, {label: say("cancel"), value: null}], true);
	return {value, theirs};
}

/** Earlier versions of a file beside the text of now. Resolves with a text to go back to, or null. */
export async function versions(name, now) {
	const answer = await getJson(`/v1/versions/${path(name)}`);
	const shown = el("div.version-shown");
	let text = null;
	const list = el("ul.files", {}, answer.versions.map(v => el("li", {}, el("button", {type: "button", "aria-pressed": "false", onclick: async event => {
		for (const b of list.querySelectorAll("button"))
			b.setAttribute("aria-pressed", String(b === event.currentTarget));
		text = await (await ask("GET", `/v1/records/${path(name)}?version=${encodeURIComponent(v.version)}`)).text();
		empty(shown).append(difference(text, now, [when(v.modified), say("now")]));
	}}, when(v.modified)))));
	const content = el("div", {}, answer.versions.length ? list : el("p", {}, say("noRecords")), shown);
	const value = await dialog(`${say("versions")}：${name}`, content, [{label: say("restore"), value: "restore"},
		{label: say("close"), value: null, primary: true}], true);
	return value === "restore" ? text : null;
}

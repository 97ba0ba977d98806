// Tables of a body, which are lines of cells between bars, as a grid.
import {dialog, el, empty} from "./dom.js";
import {say} from "./words.js";

const rule = /^\s*\|?\s*:?-{1,}:?\s*(\|\s*:?-{1,}:?\s*)*\|?\s*$/;

function cellsOf(line) {
	const inner = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
	return inner.split(/(?<!\\)\|/).map(cell => cell.trim().replace(/\\\|/g, "|"));
}

/** The tables of a text: [{from, to (lines, from 0, the last one's included), rows, rule}]. */
export function tablesOf(text) {
	const lines = text.split("\n"), tables = [];
	for (let i = 0; i + 1 < lines.length; i++) {
		if (!lines[i].includes("|") || !lines[i + 1].includes("|") || !rule.test(lines[i + 1]))
			continue;
		let to = i + 1;
		while (to + 1 < lines.length && lines[to + 1].trim() !== "" && lines[to + 1].includes("|"))
			to++;
		const rows = [lines[i], ...lines.slice(i + 2, to + 1)].map(cellsOf);
		tables.push({from: i, to, rows, rule: cellsOf(lines[i + 1])});
		i = to;
	}
	return tables;
}

/** A table to be filled in. */
export function newTable() {
	return {rows: [["", "", ""], ["", "", ""], ["", "", ""]], rule: []};
}

/** The lines of a table. */
export function linesOf(table) {
	const n = Math.max(...table.rows.map(r => r.length));
	const line = cells => "| " + Array.from({length: n}, (_, i) => (cells[i] || "").replace(/\|/g, "\\|").replace(/\n/g, " ")).join(" | ") + " |";
	const dashes = "|" + Array.from({length: n}, (_, i) => table.rule[i] || "---").join("|") + "|";
	return [line(table.rows[0]), dashes, ...table.rows.slice(1).map(line)];
}

/** Edit a table. Resolves with its lines, or null. */
export async function editTable(table) {
	const rows = table.rows.map(r => r.slice()), marks = table.rule.slice();
	const n = () => Math.max(...rows.map(r => r.length));
	const grid = el("table.grid");
	const draw = (r = 0, c = 0) => {
		empty(grid).append(...rows.map((row, i) => el("tr", {}, Array.from({length: n()}, (_, k) => el(i ? "td" : "th", {}, cell(row, i, k))),
			el("td.tools", {}, rows.length > 2 && i ? tool("×", say("removeRow", i), () => {
				rows.splice(i, 1);
				draw(i - 1, 0);
			}) : null))));
		const focus = grid.rows[r] && grid.rows[r].cells[c];
		if (focus)
			focus.querySelector("input").focus();
	};
	const cell = (row, i, k) => {
		const input = el("input", {type: "text", value: row[k] || "", "aria-label": say("cell", i + 1, k + 1), autocomplete: "off"});
		input.addEventListener("input", () => {
			while (row.length <= k)
				row.push("");
			row[k] = input.value;
		});
		input.addEventListener("keydown", event => {
			const by = {ArrowUp: -1, ArrowDown: 1, Enter: 1}[event.key];
			const next = by && !event.isComposing && grid.rows[i + by];
			if (next) {
				event.preventDefault();
				next.cells[k].querySelector("input").focus();
			}
		});
		input.addEventListener("paste", event => {
			const cells = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "").split(/\r?\n/).map(l => l.split("\t"));
			if (cells.length < 2 && cells[0].length < 2)
				return;
			event.preventDefault(); // cells of a spreadsheet
			cells.forEach((line, a) => line.forEach((text, b) => {
				while (rows.length <= i + a)
					rows.push([]);
				while (rows[i + a].length < k + b)
					rows[i + a].push("");
				rows[i + a][k + b] = text.trim();
			}));
			draw(i, k);
		});
		return input;
	};
	const tool = (sign, name, run) => el("button", {type: "button", "aria-label": name, title: name, onclick: run}, sign);
	const buttons = el("p", {}, el("button", {type: "button", id: "grid-row", onclick: () => {
		rows.push(Array.from({length: n()}, () => ""));
		draw(rows.length - 1, 0);
	}}, `＋ ${say("addRow")}`), " ", el("button", {type: "button", id: "grid-column", onclick: () => {
		const k = n();
		rows.forEach(r => { r[k] = ""; });
		draw(0, k);
	}}, `＋ ${say("addColumn")}`), " ", el("button", {type: "button", onclick: () => {
		if (n() < 2)
			return;
		const k = n() - 1;
		rows.forEach(r => r.splice(k));
		marks.splice(k);
		draw(0, k - 1);
	}}, `－ ${say("removeColumn")}`));
	draw();
	const value = await dialog(say("table"), el("div", {}, el("p", {}, say("tableHelp")), el("div.grid-box", {}, grid), buttons), [
		{label: say("done"), value: "done", primary: true}, {label: say("cancel"), value: null}], true);
	return value === "done" ? linesOf({rows, rule: marks}) : null;
}

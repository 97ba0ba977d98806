// What export and check say, in words, each at its place, with a button where it can be mended.
import {el, empty} from "./dom.js";
import {languageName, say} from "./words.js";

const rank = {error: 0, warning: 1, note: 2};

export class Findings {
	/** list, count, all: elements; go(finding); fix(findings). */
	constructor(list, count, all, go, fix) {
		Object.assign(this, {list, count, all, go, fix});
		this.findings = [];
		all.addEventListener("click", () => fix(this.certain()));
	}

	/** Those that can be mended without a person's judgement. */
	certain() {
		return this.findings.filter(f => f.fix && f.fix.safe);
	}

	/** The finding and those that are mended with it: both marks of a pair. */
	together(f) {
		return f.fix.group ? this.findings.filter(g => g.fix && g.fix.group === f.fix.group) : [f];
	}

	show(findings) {
		if (findings === this.shown && languageName() === this.language)
			return;
		Object.assign(this, {shown: findings, language: languageName()});
		this.findings = findings.filter(f => f.line || f.level !== "note")
			.sort((a, b) => rank[a.level] - rank[b.level] || a.line - b.line || a.column - b.column);
		const n = level => this.findings.filter(f => f.level === level).length;
		const parts = ["error", "warning"].filter(level => n(level)).map(level => el("span." + level, {}, say(level + "s", n(level)), "　"));
		empty(this.count).append(...(parts.length ? parts : [el("span.fine", {}, say("findingsNone"))]));
		this.all.hidden = !this.certain().some(f => f.level !== "note"); // beside “no findings” it would be odd
		const scroll = this.list.scrollTop;
		empty(this.list);
		const notes = this.findings.filter(f => f.level === "note");
		for (const f of this.findings)
			if (f.level !== "note")
				this.list.append(this.item(f));
		if (notes.length) {
			const fold = el("details", {open: this.open}, el("summary", {}, say("notes", notes.length)), el("ol", {}, notes.map(f => this.item(f))));
			fold.addEventListener("toggle", () => { this.open = fold.open; });
			this.list.append(el("li.notes", {}, fold));
		}
		this.list.scrollTop = scroll;
	}

	item(f) {
		const text = el("button.go", {type: "button", onclick: () => this.go(f)},
			el("span.level." + f.level, {}, say(f.level)), " ", f.message, f.clause ? el("span.clause", {}, `（${f.clause}）`) : null);
		const item = el("li." + f.level, {"data-code": f.code}, text);
		if (f.fix) {
			item.append(el("button.fix", {type: "button", title: this.difference(f.fix), onclick: () => this.fix(this.together(f))}, say("fix")),
				el("span.difference", {}, this.difference(f.fix)));
		}
		return item;
	}

	difference(fix) {
		const shown = s => s.replace(/ /g, "␣").replace(/\n/g, "⏎");
		if (!fix.old)
			return say("fixInsert", shown(fix.new));
		if (!fix.new)
			return say("fixDelete", shown(fix.old));
		return say("fixTo", shown(fix.old), shown(fix.new));
	}
}

// The page: one text, and what is shown of it.
//
//   text → revision → asked (one request in flight, the newest text wins) → shown
import {ApiError, askJson, forgetToken, getJson} from "./api.js";
import {complete} from "./completion.js";
import {el, empty, setText} from "./dom.js";
import {dropDraft, fetchDraft, keepDraft, keepDraftNow, keptDraft} from "./draft.js";
import {Editor} from "./editor.js";
import {enter} from "./entering.js";
import {setPlace} from "./files.js";
import {Findings} from "./findings.js";
import {Form} from "./form.js";
import {importAny} from "./importing.js";
import {listenIncoming} from "./incoming.js";
import {frontOf, loadOffice, seriesFor, takeNumber} from "./office.js";
import {download, print, saveBlob, tellNotMade} from "./output.js";
import {Pages} from "./pages.js";
import {takePictures} from "./pictures.js";
import * as saving from "./saving.js";
import {drawStart} from "./start.js";
import {Toolbar} from "./toolbar.js";
import {same} from "./values.js";
import {languageName, nameOf, say, sayAll, setLanguage} from "./words.js";

const $ = id => document.getElementById(id);

class App {
	constructor() {
		this.name = null; // of the file; null: none yet
		this.etag = null;
		this.saved = "";
		this.forms = [];
		this.shown = {revision: -1};
		this.asking = false;
		this.edits = [];
		this.face = "form";
		this.pages = new Pages($("pages"), (line, column) => this.goTo(line, column));
		this.editor = new Editor($("text"), origin => this.changed(origin));
		this.form = new Form($("form"), (edit, done) => this.addEdit(edit, done), entry => this.attend(entry), entry => this.toText(entry));
		takePictures(this.editor.cm, text => this.tell(text));
		this.form.propose = () => this.proposal();
		this.findings = new Findings($("findings"), $("findings-count"), $("findings-all"), f => this.goFinding(f), list => this.fix(list));
		complete(this.editor, () => this.form.form);
		this.toolbar = new Toolbar(this);
		this.listen();
	}

	listen() {
		$("tab-form").addEventListener("click", () => this.showFace("form"));
		$("tab-text").addEventListener("click", () => this.showFace("text"));
		$("faces").addEventListener("keydown", event => {
			if (event.target.role === "tab" && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
				this.showFace(this.face === "form" ? "text" : "form");
				$("tab-" + this.face).focus();
			}
		});
		$("form-select").addEventListener("change", () => this.addEdit({op: "set", path: ["form"], value: $("form-select").value}));
		$("findings-fold").addEventListener("click", () => this.fold());
		$("pages").addEventListener("missing", () => this.askSoon());
		this.editor.cm.on("cursorActivity", () => this.face === "text" && this.markCursor());
		document.addEventListener("keydown", event => this.key(event));
		listenIncoming(source => this.import(source));
		window.addEventListener("pagehide", keepDraftNow);
		document.addEventListener("visibilitychange", () => document.hidden && keepDraftNow());
		window.addEventListener("beforeunload", event => this.edits.length && event.preventDefault()); // not in the text yet
	}

	// ---- the text ----

	get format() {
		if (this.name)
			return /\.json$/.test(this.name) ? "json" : /\.ya?ml$/.test(this.name) ? "yaml" : "md";
		return this.guessed || "md";
	}

	get fileName() {
		return this.name || "record." + this.format;
	}

	get unsaved() {
		return this.editor.text.trim() !== "" && this.editor.text !== this.saved;
	}

	changed(origin) {
		this.fieldsDue = this.fieldsDue || origin !== "below"; // that changes no other field's place
		this.started();
		this.update();
		this.keep();
	}

	keep() {
		if (!this.preview)
			keepDraft({text: this.editor.text, name: this.name, etag: this.etag, saved: this.saved === this.editor.text});
		this.showName();
	}

	showName() {
		setPlace(this.name);
		setText($("document-name"), (this.name || "") + (this.unsaved ? `（${say("unsaved")}）` : ""));
		$("document-name").title = this.name || "";
		this.toolbar.allow({written: this.editor.text.trim() !== "", kept: Boolean(this.name)});
	}

	/** Another text: loaded from a file (fresh) or put in by an import. */
	open(text, {name = null, etag = null, saved = text, fresh = true, guessed = null} = {}) {
		this.lineEnd = text.includes("\r\n") ? "\r\n" : "\n"; // the file keeps its own
		text = text.replace(/\r\n?/g, "\n");
		saved = saved.replace(/\r\n?/g, "\n");
		this.name = name;
		this.etag = etag;
		this.saved = saved;
		this.guessed = guessed || (/^\s*\{/.test(text) ? "json" : /^﻿?---\s/.test(text) || !text ? "md" : "yaml");
		this.form.outline = this.outline = null;
		if (fresh)
			this.editor.load(text);
		else
			this.editor.replace(text);
		this.started();
		this.update();
		this.keep();
	}

	// ---- asking for pages ----

	update() {
		if (this.asking || this.editor.composing)
			return;
		this.asking = true;
		this.ask().finally(() => {
			this.asking = false;
			if (this.shown.revision !== this.editor.revision && !this.lost)
				this.update();
		});
	}

	/** Pages that came into view, or were left for later. */
	askSoon(ms = 250) {
		clearTimeout(this.soon);
		this.soon = setTimeout(() => {
			this.whole = true;
			this.shown.revision = -1;
			this.update();
		}, ms);
	}

	async ask() {
		const revision = this.editor.revision, text = this.editor.text;
		if (text.trim() === "") {
			this.shown = {revision};
			return;
		}
		const began = performance.now();
		const request = {record: text, name: this.fileName, have: {...this.pages.have(), said: this.said && this.said.hash}};
		request.outline = (this.face === "form" && this.fieldsDue) || !this.outline || this.whole;
		this.fieldsDue = this.fieldsDue && !request.outline;
		const visible = this.pages.visible();
		if (!this.whole)
			request.visible = visible.length ? visible : [0, 1];
		this.whole = false;
		let answer;
		try {
			answer = await askJson("/v1/pages", request);
		} catch (e) {
			this.shown.revision = revision;
			this.fieldsDue = true;
			this.trouble(e);
			return;
		}
		this.lost = false;
		this.shown = {revision, answer, text};
		await this.show(answer);
		this.took = performance.now() - began;
		document.dispatchEvent(new CustomEvent("hongtou-shown", {detail: {revision, took: this.took}}));
	}

	async show(answer) {
		const older = answer.pages === null;
		$("older").hidden = !older;
		$("pages").classList.toggle("old", older);
		if (answer.pages)
			await this.pages.take(answer);
		if (answer.more)
			this.askSoon();
		this.said = answer.diagnostics ? {hash: answer.said, list: answer.diagnostics} : this.said;
		this.outline = answer.outline || this.outline;
		if (!answer.outline)
			this.askSoon(600); // the form is out of sight, or where its fields are is known: they may come later
		this.editor.setFormat(this.outline.format);
		requestAnimationFrame(() => setTimeout(() => this.showRest(answer)));
	}

	/** What may come a frame later than the pages. */
	async showRest(answer) {
		if (this.shown.answer !== answer || !this.outline)
			return;
		const said = this.said.list;
		this.findings.show(said);
		this.editor.mark(said);
		if (this.formName !== answer.form + languageName() && answer.form) {
			this.formName = answer.form + languageName();
			this.form.build(await getJson(`/v1/forms/${encodeURIComponent(answer.form)}`));
			if (!this.outline)
				return;
		}
		const broken = answer.partial;
		$("form").classList.toggle("broken", broken);
		$("form").inert = broken;
		$("form").title = broken ? say("notEditable") : "";
		if (!broken && answer.outline)
			this.form.fill(answer.outline);
		else
			this.form.follow();
		this.form.showFindings(broken ? [] : said, Boolean(answer.outline));
		this.showForm(answer);
		this.toolbar.pagesShown();
		document.dispatchEvent(new CustomEvent("hongtou-settled"));
	}

	showForm(answer) {
		const form = this.forms.find(f => f.name === answer.form && f.declared) || this.forms.find(f => f.name === answer.form);
		$("form-select").value = form ? form.zh : this.valueOf("form");
		this.title = this.valueOf("title").replace(/\s+/g, "");
		document.title = this.title || say("name");
	}

	/** The text that the record gives for a field; "": none. */
	valueOf(...path) {
		const entry = this.outline && this.outline.fields.find(f => same(f.path, path));
		return entry && typeof entry.value === "string" ? entry.value : "";
	}

	trouble(e) {
		if (e instanceof ApiError && e.status === 401) {
			forgetToken();
			this.enter();
		} else if (e instanceof ApiError) {
			this.tell(say("failed", e.message));
		} else {
			this.lost = true;
			this.tell(say("lost"));
			setTimeout(() => {
				this.shown.revision = -1;
				this.update();
			}, 2000);
		}
	}

	tell(text) {
		$("state").textContent = text;
		clearTimeout(this.told);
		this.told = setTimeout(() => { $("state").textContent = ""; }, 6000);
	}

	// ---- changes by the form ----

	addEdit(edit, done = () => undefined) {
		if (!this.edits.length && this.editBelow(edit)) {
			done();
			return;
		}
		const key = JSON.stringify(edit.path);
		const waiting = this.edits.find(e => e.key === key && !e.running && ["set", "remove"].includes(e.edit.op));
		if (waiting && ["set", "remove"].includes(edit.op)) {
			waiting.edit = edit;
			waiting.done.push(done);
		} else {
			this.edits.push({key, edit, done: [done]});
		}
		if (!this.editing) {
			this.editing = true;
			this.runEdits().finally(() => { this.editing = false; });
		}
	}

	/** The text below the front matter stands in the record as it is: the change needs no answer. false: it is not that. */
	editBelow({op, path, value}) {
		const entry = op === "set" && same(path, ["body"]) && this.outline ? this.outline.fields.find(f => f.below) : null;
		if (!entry || typeof value !== "string")
			return false;
		return this.editor.changeBelow(entry.value_line, value);
	}

	async runEdits() {
		while (this.edits.length) {
			const next = this.edits[0];
			next.running = true;
			await this.runEdit(next.edit);
			this.edits.shift();
			next.done.forEach(d => d());
		}
	}

	/** Ask how the text has to be changed; again, if it was changed meanwhile. */
	async runEdit(edit) {
		for (let tries = 0; tries < 5; tries++) {
			const revision = this.editor.revision;
			let answer;
			try {
				answer = await askJson("/v1/edit", {record: this.editor.text || "---\n---\n", name: this.fileName, ...edit});
			} catch (e) {
				if (edit.op !== "remove")
					this.tell(e instanceof ApiError && e.status === 422 ? say("cannotEdit") : say("failed", e.message));
				return;
			}
			if (!this.editor.text)
				this.editor.cm.setValue("---\n---\n");
			if (this.editor.revision === revision || tries > 3) {
				this.editor.apply(answer.edits);
				return;
			}
		}
	}

	/** Mend what findings say. */
	fix(list) {
		const edits = list.map(f => ({line: f.fix.line, column: f.fix.column, old: f.fix.old, new: f.fix.new}))
			.sort((a, b) => a.line - b.line || a.column - b.column);
		const current = this.shown.revision === this.editor.revision;
		if (current && this.editor.apply(edits))
			this.tell(say("fixed"));
	}

	// ---- going from one side to the other ----

	showFace(face) {
		this.face = face;
		for (const name of ["form", "text"]) {
			const on = name === face;
			$(name).hidden = !on;
			$("tab-" + name).setAttribute("aria-selected", on);
			$("tab-" + name).tabIndex = on ? 0 : -1;
		}
		this.editor.show(face === "text");
		if (face === "form")
			this.form.rows.forEach(row => row.widget.show && row.widget.show());
		if (face === "form" && !this.asking && this.editor.text.trim() !== "") {
			this.shown.revision = -1;
			this.update();
		}
	}

	/** A place on a page was pointed at. */
	goTo(line, column) {
		if (this.face === "form" && this.form.goTo(line, column))
			return;
		this.showFace("text");
		this.editor.goTo(line, column);
	}

	goFinding(f) {
		const row = this.form.missing(f);
		if (row)
			this.form.focus(JSON.stringify(row.path));
		else if (f.line)
			this.goTo(f.line, f.column || 1);
	}

	/** A field has the focus: show where it is on the page. */
	attend(entry) {
		if (entry)
			this.pages.mark(entry.line, entry.end_line, true, entry.column, entry.end_column);
		else
			this.pages.mark(0, 0);
	}

	markCursor() {
		const {line} = this.editor.cursor();
		this.pages.mark(line, line, true);
	}

	toText(entry) {
		this.showFace("text");
		if (entry)
			this.editor.goTo(entry.value_line || entry.line, 1);
	}

	fold() {
		const folded = $("below").classList.toggle("folded");
		$("findings-fold").textContent = say(folded ? "unfold" : "fold");
		$("findings-fold").setAttribute("aria-expanded", !folded);
	}

	// ---- in ----

	async import(source) {
		if (!source || (typeof source === "string" && !source.trim()))
			return;
		this.tell(say("working"));
		const text = await importAny(source, this.forms, this.editor.text.trim() !== "", () => this.tell(""));
		if (text !== null)
			this.open(text, {fresh: false, saved: "", guessed: "md"});
	}

	/** A new document of a form. */
	async create(form) {
		if (!await saving.mayLeave(this))
			return;
		const front = await frontOf(form);
		const day = new Date();
		const date = [day.getFullYear(), day.getMonth() + 1, day.getDate()].map(n => String(n).padStart(2, "0")).join("-");
		this.form.begin();
		this.open(`---\n格式: ${form.zh}\n${front}成文日期: ${date}\n---\n`, {fresh: false, saved: "", guessed: "md"});
		this.showFace("form");
	}

	/** The number that the series of this document proposes: {text, take}; null: there is none. */
	proposal() {
		const form = this.form.form;
		const series = form && seriesFor(form, this.title, this.valueOf("mark") || this.valueOf("meeting", "bulletin"));
		const purpose = this.name || this.title || form && form.zh;
		return series && series.next ? {text: series.next, take: () => takeNumber(series, purpose)} : null;
	}

	// ---- out, and files ----

	async download(to) {
		if (to === "source") {
			saveBlob(new Blob([this.editor.text]), `${this.title || "公文"}.${this.format}`);
			return;
		}
		await this.making(download(this.editor.text, this.format, this.fileName, this.title, to));
	}

	async print() {
		await this.making(print(this.editor.text, this.format, this.fileName, $("print")));
	}

	/** That work is going on is said until it is over, not until its failure was read. */
	async making(document) {
		this.tell(say("working"));
		const failure = await document.then(() => null, e => e);
		this.tell("");
		if (failure)
			await tellNotMade(failure);
	}

	async chooseFile() {
		await saving.choose(this);
	}

	async load(name) {
		await saving.load(this, name);
	}

	async save() {
		await saving.save(this);
	}

	/** The file that the record is in now, and its text as it was saved. */
	isSaved(name, etag, text) {
		Object.assign(this, {name, etag, saved: text});
		this.tell(say("saved", name));
		this.keep();
		if (text === this.editor.text)
			dropDraft();
	}

	async versions() {
		await saving.versions(this);
	}

	key(event) {
		const mod = event.ctrlKey || event.metaKey, name = event.key.toLowerCase();
		if (!mod || event.isComposing)
			return;
		const inForm = event.target.closest && event.target.closest("#form");
		if (name === "s") {
			event.preventDefault();
			this.save();
		} else if (name === "p") {
			event.preventDefault();
			this.print();
		} else if (inForm && (name === "z" || name === "y")) {
			event.preventDefault();
			event.stopPropagation();
			if (name === "y" || event.shiftKey)
				this.editor.redo();
			else
				this.editor.undo();
		}
	}

	// ---- beginning ----

	/** The panel to begin with, as long as there is no text. */
	started() {
		const none = this.editor.text.trim() === "" && !this.preview;
		$("start").hidden = !none;
		$("form").hidden = none || this.face !== "form";
		$("text").hidden = none || this.face !== "text";
		$("faces").hidden = none;
		document.body.classList.toggle("empty", none);
	}

	async enter() {
		await enter();
		await this.begin();
	}

	async begin() {
		try {
			this.forms = (await getJson("/v1/forms")).forms;
			await loadOffice();
		} catch (e) {
			this.trouble(e);
			return;
		}
		this.language();
		const about = await getJson("/v1/about");
		if (about.file) {
			await this.watch(about.file);
			return;
		}
		const draft = keptDraft() || await fetchDraft();
		if (draft && draft.text && draft.text.trim()) {
			this.open(draft.text, {name: draft.name, etag: draft.etag, saved: draft.saved ? draft.text : ""});
			if (!draft.saved)
				this.tell(say("draftBack"));
		}
		this.started();
		document.body.classList.add("ready");
	}

	/** Show a file as its own editor saves it. */
	async watch(name) {
		this.preview = true;
		document.body.classList.add("preview");
		this.editor.cm.setOption("readOnly", true);
		this.showFace("text");
		await this.load(name);
		document.body.classList.add("ready");
		for (let since = 0; ;) {
			try {
				const answer = await getJson(`/v1/wait?since=${since}`);
				const first = since === 0;
				since = answer.since;
				if (!first && answer.changed.includes(name))
					await this.load(name);
			} catch (e) {
				await new Promise(resolve => setTimeout(resolve, 2000));
			}
		}
	}

	// ---- words ----

	language() {
		sayAll();
		this.toolbar.draw();
		empty($("form-select")).append(...this.forms.filter(f => f.declared).map(f =>
			el("option", {value: f.zh}, nameOf(f))));
		this.pages.none();
		this.formName = null;
		drawStart($("start"), this.forms, source => this.import(source), form => this.create(form));
		this.shown.revision = -1;
		this.update();
		this.showName();
	}
}

setLanguage(localStorage.getItem("hongtou-language") || (navigator.language.startsWith("zh") ? "zh" : navigator.language.startsWith("en") ? "en" : "zh"));
sayAll();
const app = window.CodeMirror ? new App() : null;
window.hongtou = app;
if (app)
	app.enter();
else
	document.body.replaceChildren(el("p.error", {role: "alert"}, say("noEditor")));

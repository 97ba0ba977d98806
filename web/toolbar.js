// The buttons at the top, and those of the pages.
import {el, empty, setText} from "./dom.js";
import {editOffice} from "./office.js";
import {languageName, nameOf, say, setLanguage} from "./words.js";

const outputs = ["docx", "odt", "ofd", "png", "source"];

export class Toolbar {
	constructor(app) {
		this.app = app;
		this.listenDivider();
		document.addEventListener("click", event => {
			for (const menu of document.querySelectorAll("details.menu[open]"))
				if (!menu.contains(event.target))
					menu.open = false;
		});
	}

	button(name, run, more = {}) {
		return el("button" + (more.primary ? ".primary" : ""), {type: "button", id: "do-" + name, onclick: run}, say(name));
	}

	menu(name, items) {
		const menu = el("details.menu", {id: "menu-" + name}, el("summary", {}, say(name)), el("div.items", {}, items));
		menu.addEventListener("click", event => {
			if (event.target.closest(".items button"))
				menu.open = false;
		});
		menu.addEventListener("keydown", event => {
			if (event.key === "Escape") {
				menu.open = false;
				menu.firstChild.focus();
			}
		});
		return menu;
	}

	draw() {
		const app = this.app;
		const input = el("input.only-read", {type: "file", id: "import-file", tabindex: "-1", "aria-hidden": "true"});
		input.addEventListener("change", () => {
			app.import(input.files[0]);
			input.value = "";
		});
		const forms = app.forms.filter(f => f.declared).map(f => el("button", {type: "button",
			onclick: () => app.create(f)}, nameOf(f)));
		const outs = outputs.map(to => el("button", {type: "button", id: "to-" + to, onclick: () => app.download(to)}, say(to)));
		empty(document.getElementById("tools")).append(
			this.menu("create", forms), this.button("importing", () => input.click()), input,
			this.button("open", () => app.chooseFile()), this.button("save", () => app.save()),
			this.button("undo", () => app.editor.undo()), this.button("redo", () => app.editor.redo()),
			el("button.primary", {type: "button", id: "to-pdf", onclick: () => app.download("pdf")}, say("pdf")),
			this.menu("download", outs), this.button("print", () => app.print()),
			el("button", {type: "button", id: "do-versions", onclick: () => app.versions()}, say("versions")),
			el("button", {type: "button", id: "do-office", onclick: async () => {
				await editOffice();
				app.shown.revision = -1;
				app.update();
			}}, say("office")),
			el("button", {type: "button", id: "do-language", lang: languageName() === "en" ? "zh" : "en", onclick: () => this.language()}, say("language")));
		this.drawView();
	}

	/** What there is something for: a record that is written, one that is in a file. */
	allow({written, kept}) {
		for (const button of document.querySelectorAll("#do-save, #to-pdf, #do-print, #menu-download button"))
			button.disabled = !written;
		for (const button of document.querySelectorAll("#do-versions")) {
			button.disabled = !kept;
			button.title = kept ? "" : say("versionsLater");
		}
	}

	language() {
		const to = languageName() === "en" ? "zh" : "en";
		localStorage.setItem("hongtou-language", to);
		setLanguage(to);
		this.app.language();
	}

	drawView() {
		const pages = this.app.pages;
		const zoomBy = factor => {
			const now = pages.views.length ? pages.factor(pages.views[0].page) : 1;
			pages.zoom = Math.min(4, Math.max(0.25, now * factor));
			pages.scaleAll();
			this.pagesShown();
		};
		const fit = how => () => {
			pages.zoom = how;
			pages.scaleAll();
			this.pagesShown();
		};
		const two = el("button", {type: "button", "aria-pressed": String(pages.two), onclick: () => {
			pages.two = !pages.two;
			two.setAttribute("aria-pressed", String(pages.two));
			pages.scaleAll();
		}}, say("two"));
		const thumbs = el("button", {type: "button", id: "do-thumbs", "aria-pressed": "false", onclick: () => pages.thumbnails()}, say("thumbs"));
		pages.box.addEventListener("thumbs", () => thumbs.setAttribute("aria-pressed", String(pages.small)));
		const step = by => () => pages.scrollTo(Math.min(pages.views.length - 1, Math.max(0, pages.current() + by)));
		this.number = el("span", {id: "page-number"});
		this.percent = el("span", {id: "zoom"});
		const sign = (text, name, run) => el("button", {type: "button", "aria-label": say(name), title: say(name), onclick: run}, text);
		empty(document.getElementById("view-bar")).append(
			sign("‹", "up", step(-1)), this.number, sign("›", "down", step(1)),
			sign("−", "zoomOut", () => zoomBy(1 / 1.2)), this.percent, sign("＋", "zoomIn", () => zoomBy(1.2)),
			el("button", {type: "button", onclick: fit("width")}, say("fitWidth")),
			el("button", {type: "button", onclick: fit("page")}, say("fitPage")), two, thumbs);
		if (!this.scrolling)
			pages.box.addEventListener("scroll", () => this.pagesShown(), {passive: true});
		this.scrolling = true;
		this.pagesShown();
	}

	pagesShown() {
		const pages = this.app.pages, n = pages.views.length;
		setText(this.number, n ? `${pages.current() + 1} / ${n}` : "");
		setText(this.percent, n ? Math.round(pages.factor(pages.views[0].page) * 100) + "%" : "");
	}

	/** The divider between the sides moves by mouse and by arrow keys. */
	listenDivider() {
		const divider = document.getElementById("divider");
		const set = share => {
			document.documentElement.style.setProperty("--left", Math.min(75, Math.max(20, share)) + "%");
			divider.setAttribute("aria-valuenow", Math.round(share));
		};
		divider.setAttribute("aria-valuemin", 20);
		divider.setAttribute("aria-valuemax", 75);
		divider.setAttribute("aria-valuenow", 46);
		divider.addEventListener("pointerdown", event => divider.setPointerCapture(event.pointerId));
		divider.addEventListener("pointermove", event => {
			if (divider.hasPointerCapture(event.pointerId))
				set(100 * event.clientX / window.innerWidth);
		});
		divider.addEventListener("keydown", event => {
			const by = {ArrowLeft: -2, ArrowRight: 2}[event.key];
			if (by)
				set(Number(divider.getAttribute("aria-valuenow")) + by);
		});
	}
}

// The finished pages: canvases with the text over them, drawn where they are seen.
import {el, empty} from "./dom.js";
import {Store, drawPage, intoFrame, prepare} from "./draw.js";
import {say} from "./words.js";

const unit = 96 / 72 / 1024; // CSS pixels of a length at 100 %

export class Pages {
	/** box: the element that scrolls; pick(line, column): a place of the record was pointed at. */
	constructor(box, pick) {
		this.box = box;
		this.pick = pick;
		this.store = new Store();
		this.views = [];
		this.zoom = "width";
		this.two = this.small = false;
		this.seen = new Set();
		this.layered = new WeakMap(); // what a line of the text over a picture was made of
		this.observer = new IntersectionObserver(entries => this.look(entries), {root: box, rootMargin: "400px"});
		new ResizeObserver(() => typeof this.zoom === "string" && this.scaleAll()).observe(box);
		this.places = null;
		this.none();
	}

	none() {
		if (!this.views.length)
			empty(this.box).append(el("p.none", {}, say("noPages")));
	}

	// ---- what the server is told, and what it tells ----

	have() {
		return {
			pages: [...new Set(this.views.filter(v => v.page.list).map(v => v.page.hash))],
			maps: [...new Set(this.views.filter(v => v.page.map).map(v => v.page.map_hash))],
			...this.store.have(),
		};
	}

	/** Numbers of the pages near the window. */
	visible() {
		return [...this.seen].map(v => v.number).filter(n => n >= 0);
	}

	/** Show an answer's pages. Resolves when what is seen is drawn. */
	async take(answer) {
		const lists = new Map(), maps = new Map();
		for (const {page} of this.views) {
			if (page.list)
				lists.set(page.hash, page);
			if (page.map)
				maps.set(page.map_hash, page.map);
		}
		await this.store.take(answer.glyphs, answer.images);
		answer.pages.forEach((page, i) => {
			const known = lists.get(page.hash);
			if (page.list) {
				prepare(page);
			} else if (known) {
				page.list = known.list;
				page.keys = known.keys;
				page.boxes = known.boxes;
			}
			page.map = page.map || maps.get(page.map_hash);
			if (i < this.views.length)
				this.change(this.views[i], page);
			else
				this.add(page, i);
		});
		for (const view of this.views.splice(answer.pages.length)) {
			this.observer.unobserve(view.box);
			this.seen.delete(view);
			view.box.remove();
		}
		this.drawSeen();
		this.box.dispatchEvent(new CustomEvent("shown"));
		if (this.places)
			this.mark(...this.places);
	}

	add(page, number) {
		if (!this.views.length)
			empty(this.box);
		const canvas = el("canvas", {"aria-hidden": "true"});
		const layer = el("div.layer"), marks = el("div.marks", {"aria-hidden": "true"});
		const box = el("section.page", {"aria-label": say("page", number + 1)}, canvas, marks, layer);
		const view = {page, number, box, canvas, layer, marks, drawn: null, layered: null};
		box.addEventListener("click", event => this.click(view, event));
		this.views.push(view);
		this.box.append(box);
		this.scale(view);
		this.observer.observe(box);
		this.seen.add(view); // until the observer says otherwise: the first pages are drawn at once
		if (number > 2)
			this.seen.delete(view);
	}

	change(view, page) {
		const resized = view.page.width !== page.width || view.page.height !== page.height;
		view.page = page;
		if (resized)
			this.scale(view);
	}

	// ---- drawing ----

	look(entries) {
		for (const entry of entries) {
			const view = this.views.find(v => v.box === entry.target);
			if (!view)
				continue;
			if (entry.isIntersecting) {
				this.seen.add(view);
			} else {
				this.seen.delete(view);
				view.canvas.width = view.canvas.height = 0;
				view.drawn = null;
			}
		}
		this.drawSeen();
	}

	/** All pages small beside each other, and back; a click on one goes there. */
	thumbnails() {
		this.small = !this.small;
		this.box.classList.toggle("small", this.small);
		this.scaleAll();
		this.box.dispatchEvent(new CustomEvent("thumbs"));
	}

	factor(page) {
		if (this.small)
			return 0.22;
		const across = this.two ? 2 : 1;
		const room = (this.box.clientWidth - 24 - 12 * across) / across;
		if (this.zoom === "width")
			return Math.max(0.2, room / (page.width * unit));
		if (this.zoom === "page")
			return Math.max(0.2, Math.min(room / (page.width * unit), (this.box.clientHeight - 24) / (page.height * unit)));
		return this.zoom;
	}

	scale(view) {
		const scale = this.factor(view.page) * unit;
		if (view.scale === scale && view.width === view.page.width && view.height === view.page.height)
			return;
		Object.assign(view, {scale, width: view.page.width, height: view.page.height});
		view.box.style.width = Math.round(view.page.width * scale) + "px";
		view.box.style.height = Math.round(view.page.height * scale) + "px";
	}

	scaleAll() {
		this.box.classList.toggle("two", this.two);
		if (this.views.length) /* page 1 is a right-hand one, as printed on both sides */
			this.box.style.setProperty("--page", Math.round(this.views[0].page.width * this.factor(this.views[0].page) * unit) + "px");
		for (const view of this.views) {
			this.scale(view);
			view.drawn = null;
		}
		this.drawSeen();
		if (this.places)
			this.mark(...this.places);
	}

	drawSeen() {
		const ratio = window.devicePixelRatio || 1;
		let missing = false;
		for (const view of this.seen) {
			const page = view.page;
			if (!page.list) {
				missing = true;
				continue;
			}
			if (view.drawn !== page) {
				drawPage(view.canvas, page, view.drawn, view.scale * ratio, this.store);
				view.drawn = page;
			}
		}
		if (missing)
			this.box.dispatchEvent(new CustomEvent("missing"));
		cancelIdleCallback(this.idle);
		this.idle = requestIdleCallback(() => this.layerSeen(), {timeout: 700});
	}

	// ---- the text over the picture ----

	layerSeen() {
		for (const view of this.seen) {
			const {page} = view, state = [page.hash, page.map_hash, view.scale].join();
			if (view.layered !== state && page.list && page.map) {
				view.layered = state;
				this.layer(view);
			}
		}
	}

	/** Only lines that changed are set anew: the browser lays out no others. */
	layer({page, scale, layer}) {
		const spans = [...layer.children];
		const lines = this.linesOf(page);
		lines.forEach((line, i) => {
			const key = JSON.stringify([line, scale]), span = spans[i];
			if (span && this.layered.get(span) === key)
				return;
			const now = el(line.picture ? "span.picture" : "span", {}, line.text + (line.ended ? "\n" : ""));
			if (!line.picture)
				Object.assign(now.style, {left: line.x * scale + "px", top: (line.y - line.size) * scale + "px",
					fontSize: line.size * scale + "px", width: (line.end - line.x) * scale + "px"});
			this.layered.set(now, key);
			if (span)
				span.replaceWith(now);
			else
				layer.append(now);
		});
		spans.slice(lines.length).forEach(span => span.remove());
	}

	/** The lines of a page's text, and what is said of its pictures, in their order. */
	linesOf(page) {
		const lines = [];
		let i = 0, line = null;
		for (const op of page.list) {
			if (op[0] === 1)
				continue;
			const place = page.map[i++];
			if (op[0] !== 0 || op[5] || !place) {
				if (place && place[2])
					lines.push({text: place[2], picture: true, ended: true});
				continue;
			}
			const x = op[6] + op[9], end = op[6] + op[op.length - 1] + op[2] * op[3] / 1000;
			if (line && line.y === op[7] && !line.ended) {
				line.text += place[2];
				line.end = Math.max(line.end, end);
			} else {
				line = {text: place[2], x, y: op[7], size: op[2], end, ended: false};
				lines.push(line);
			}
			line.ended = Boolean(place[3]);
		}
		return lines;
	}

	// ---- places ----

	/** Each run with its place: (operation, line, column of the first character, glyph's character). */
	*runs(page) {
		let i = 0;
		for (const [k, op] of (page.list || []).entries()) {
			if (op[0] === 1)
				continue;
			const place = page.map && page.map[i++];
			if (place && place[0] !== null)
				yield {op, box: page.boxes[k], line: place[0] + page.base, column: place[1], chars: place[4]};
		}
	}

	click(view, event) {
		if (this.small) {
			this.thumbnails();
			this.scrollTo(view.number);
			return;
		}
		if (String(document.getSelection()) !== "" && !document.getSelection().isCollapsed)
			return;
		const rect = view.box.getBoundingClientRect();
		const x = (event.clientX - rect.left) / view.scale, y = (event.clientY - rect.top) / view.scale;
		let best = null, least = Infinity;
		for (const run of this.runs(view.page)) {
			const [left, top, right, bottom] = run.box;
			const away = Math.max(0, left - x, x - right) + 4 * Math.max(0, top - y, y - bottom);
			if (away < least) {
				least = away;
				best = run;
			}
		}
		if (best && least < 40 * 1024)
			this.pick(best.line, this.columnAt(best, view.page, x, y));
	}

	columnAt({op, column, chars}, page, x, y) {
		if (op[0] !== 0)
			return column;
		const [u] = intoFrame(op, page, x, y);
		let n = 0;
		for (let i = 10; i < op.length; i += 2)
			if (op[6] + op[i + 1] <= u)
				n = (i - 8) / 2;
		return column + (chars ? chars[n] : n);
	}

	/** Show where the lines [from, to] of the record are; from 0: nowhere. scroll: bring the first into view. */
	mark(from, to, scroll = false, first = 1, last = Infinity) {
		let found = null;
		for (const view of this.views) {
			const boxes = from ? this.boxesAt(view, from, to, first, last) : [], key = boxes.join(";");
			if (view.marked !== key)
				empty(view.marks).append(...boxes.map(([left, top, width, height]) => {
					const spot = el("i");
					Object.assign(spot.style, {left: left + "px", top: top + "px", width: width + "px", height: height + "px"});
					return spot;
				}));
			view.marked = key;
			found = found || view.marks.firstChild;
		}
		this.places = from ? [from, to, scroll && !found, first, last] : null; // its page may still be on its way
		if (scroll && found) {
			const box = this.box.getBoundingClientRect(), spot = found.getBoundingClientRect();
			if (spot.top < box.top || spot.bottom > box.bottom)
				this.box.scrollTop += spot.top - box.top - box.height / 3;
		}
		return found !== null;
	}

	/** Where on a page these lines are, in pixels: [left, top, width, height]. */
	boxesAt(view, from, to, first, last) {
		const boxes = [];
		for (const {op, box, line, column} of this.runs(view.page)) {
			const n = op[0] === 0 ? (op.length - 8) / 2 : 1;
			const before = line < from || (line === from && column + n <= first);
			const after = line > to || (line === to && column > last);
			if (before || after)
				continue;
			const [left, top, right, bottom] = box.map(v => v * view.scale);
			boxes.push([left, top, right - left, bottom - top]);
		}
		return boxes;
	}

	scrollTo(number) {
		const view = this.views[number];
		if (view)
			this.box.scrollTop += view.box.getBoundingClientRect().top - this.box.getBoundingClientRect().top - 8;
	}

	/** The number of the page that is at the window's top. */
	current() {
		const top = this.box.getBoundingClientRect().top + 40;
		const i = this.views.findIndex(v => v.box.getBoundingClientRect().bottom > top);
		return i < 0 ? 0 : i;
	}
}

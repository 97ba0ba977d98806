// A page's display list on a canvas. Lengths are 1/1024 pt; see src/studio/include/studio/studio.h.

/** Outlines and pictures that the server sent, each once. */
export class Store {
	constructor() {
		this.faces = new Map();
		this.images = new Map();
	}

	take(glyphs, images) {
		for (const [face, outlines] of Object.entries(glyphs)) {
			if (!this.faces.has(face))
				this.faces.set(face, new Map());
			const known = this.faces.get(face);
			for (const [gid, path] of Object.entries(outlines))
				known.set(Number(gid), path ? new Path2D(path) : null);
		}
		return Promise.all(Object.entries(images).map(([hash, url]) => {
			const image = new Image();
			image.src = url;
			this.images.set(hash, image);
			return image.decode().catch(() => undefined);
		}));
	}

	have() {
		const glyphs = {};
		for (const [face, known] of this.faces)
			glyphs[face] = [...known.keys()];
		return {glyphs, images: [...this.images.keys()]};
	}
}

/** From the frame of a landscape table to the page, as canvas matrices have it. */
function frame(turn, page) {
	if (turn === 1)
		return [0, -1, 1, 0, 0, page.height];
	if (turn === 2)
		return [0, 1, -1, 0, page.width, 0];
	return [1, 0, 0, 1, 0, 0];
}

/** How the frame that an operation is in is turned. */
function turnOf(op) {
	return op[0] === 0 ? op[5] : op[2];
}

function colour(n) {
	return "#" + n.toString(16).padStart(6, "0");
}

function drawOp(context, op, page, k, store) {
	const [a, b, c, d, e, f] = frame(turnOf(op), page);
	if (op[0] === 0) {
		const outlines = store.faces.get(op[1]);
		const [, , size, xscale, rgb, , x, y] = op;
		const w = size * xscale / 1e6, h = size / 1000;
		context.fillStyle = colour(rgb);
		for (let i = 8; i < op.length; i += 2) {
			const path = outlines && outlines.get(op[i]);
			if (!path)
				continue;
			const gx = x + op[i + 1];
			context.setTransform(k * a * w, k * b * w, k * c * h, k * d * h,
				k * (a * gx + c * y + e), k * (b * gx + d * y + f));
			context.fill(path);
		}
		return;
	}
	context.setTransform(k * a, k * b, k * c, k * d, k * e, k * f);
	const [, what, , x, y, w, h, pressed] = op;
	if (op[0] === 1) {
		context.fillStyle = colour(what);
		context.fillRect(x, y, w, h);
		return;
	}
	const image = store.images.get(what);
	if (!image || !image.complete || !image.naturalWidth)
		return;
	context.globalCompositeOperation = pressed ? "multiply" : "source-over";
	context.drawImage(image, x, y, w, h);
	context.globalCompositeOperation = "source-over";
}

/** The box of an operation on the page, with room for all that its glyphs may reach: [left, top, right, bottom]. */
function boxOf(op, page) {
	let box;
	if (op[0] === 0) {
		const [, , size, xscale, , , x, y] = op;
		const first = op[9], last = op[op.length - 1];
		box = [x + first - size / 4, y - size * 1.2, x + last + size * Math.max(1, xscale / 1000) * 1.2, y + size * 0.5];
	} else {
		box = [op[3], op[4], op[3] + op[5], op[4] + op[6]];
	}
	const [a, b, c, d, e, f] = frame(turnOf(op), page);
	const xs = [a * box[0] + c * box[1] + e, a * box[2] + c * box[3] + e];
	const ys = [b * box[0] + d * box[1] + f, b * box[2] + d * box[3] + f];
	return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** A place of the page in the frame that the operation is in. */
export function intoFrame(op, page, x, y) {
	const turn = turnOf(op);
	if (turn === 1)
		return [page.height - y, x];
	if (turn === 2)
		return [y, page.width - x];
	return [x, y];
}

/** Draw the rows [top, bottom) of the page again, whole pixels. k: pixels for a length of 1. */
function drawBand(context, page, k, store, top, bottom) {
	const width = context.canvas.width;
	context.save();
	context.setTransform(1, 0, 0, 1, 0, 0);
	context.beginPath();
	context.rect(0, top, width, bottom - top);
	context.clip();
	context.fillStyle = "#fff";
	context.fillRect(0, top, width, bottom - top);
	page.list.forEach((op, i) => {
		const box = page.boxes[i];
		if (box[3] * k >= top - 1 && box[1] * k <= bottom + 1)
			drawOp(context, op, page, k, store);
	});
	context.restore();
}

export function prepare(page) {
	page.keys = page.list.map(op => op.join());
	page.boxes = page.list.map(op => boxOf(op, page));
}

/** What is different: the rows of the operations that only one of both has. */
function changedRows(was, is) {
	const old = new Set(was.keys), now = new Set(is.keys);
	let top = Infinity, bottom = -Infinity;
	const look = (page, other) => page.keys.forEach((key, i) => {
		if (!other.has(key)) {
			top = Math.min(top, page.boxes[i][1]);
			bottom = Math.max(bottom, page.boxes[i][3]);
		}
	});
	look(was, now);
	look(is, old);
	return [top, bottom];
}

/** Draw a page; was: what the canvas shows now at the same scale, or null. */
export function drawPage(canvas, page, was, k, store) {
	const width = Math.round(page.width * k), height = Math.round(page.height * k);
	const fresh = !was || canvas.width !== width || canvas.height !== height;
	if (fresh) {
		canvas.width = width;
		canvas.height = height;
	}
	const context = canvas.getContext("2d", {alpha: false});
	let [top, bottom] = [0, height];
	if (!fresh) {
		const rows = changedRows(was, page);
		if (rows[0] > rows[1])
			return;
		top = Math.max(0, Math.floor(rows[0] * k) - 2);
		bottom = Math.min(height, Math.ceil(rows[1] * k) + 2);
	}
	drawBand(context, page, k, store, top, bottom);
}

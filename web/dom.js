// Elements made without any text that is read as HTML.

/** el("button.big", {type: "button", onclick: …}, "text", child …) */
export function el(name, attributes = {}, ...children) {
	const [tag, ...classes] = name.split(".");
	const e = document.createElement(tag);
	if (classes.length)
		e.className = classes.join(" ");
	for (const [key, value] of Object.entries(attributes)) {
		if (key.startsWith("on"))
			e.addEventListener(key.slice(2), value);
		else if (value === true)
			e.setAttribute(key, "");
		else if (value !== false && value !== undefined && value !== null)
			e.setAttribute(key, value);
	}
	for (const child of children.flat())
		if (child !== null && child !== undefined)
			e.append(child);
	return e;
}

export function empty(e) {
	while (e.firstChild)
		e.firstChild.remove();
	return e;
}

/** Nothing is laid out again where the text is the one that is there. */
export function setText(e, text) {
	if (e.textContent !== text)
		e.textContent = text;
}

/** A dialog with a title, what it holds, and buttons {label, value, primary}. Resolves with the value; null: closed. */
export function dialog(title, content, buttons, wide = false) {
	return new Promise(resolve => {
		const id = "dialog-title-" + Math.floor(performance.now());
		const box = el("dialog" + (wide ? ".wide" : ""), {"aria-labelledby": id});
		const done = value => {
			box.close();
			box.remove();
			resolve(value);
		};
		box.append(el("h2", {id}, title), content, el("div.buttons", {}, buttons.map(b =>
			el("button" + (b.primary ? ".primary" : ""), {type: "button", disabled: b.disabled, "data-value": b.value,
				onclick: () => done(b.value)}, b.label))));
		box.addEventListener("cancel", event => {
			event.preventDefault();
			done(null);
		});
		box.done = done;
		document.body.append(box);
		box.showModal();
		const first = box.querySelector("[autofocus], .primary");
		if (first)
			first.focus();
	});
}

/** In this input of a dialog, Enter closes it with a value. */
export function enterEnds(input, value) {
	input.addEventListener("keydown", event => {
		if (event.key !== "Enter" || event.isComposing)
			return;
		event.preventDefault(); // else the button that has the focus again is pressed
		input.closest("dialog").done(value);
	});
}

/** Run later, once, when calls have ceased for a while. */
export function debounce(ms, run) {
	let timer = 0, due = null;
	const go = () => {
		const args = due;
		call.cancel();
		if (args)
			run(...args);
	};
	const call = (...args) => {
		clearTimeout(timer);
		due = args;
		timer = setTimeout(go, ms);
	};
	call.now = go; // what waits is run without delay
	call.cancel = () => {
		clearTimeout(timer);
		due = null;
	};
	return call;
}

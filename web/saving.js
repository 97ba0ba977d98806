// The record as a file of the folder: opened, saved, what is done when somebody else changed it, earlier versions.
import {ApiError} from "./api.js";
import {dialog, el} from "./dom.js";
import * as files from "./files.js";
import {say} from "./words.js";

/** Ask before what is not saved makes way for another record. false: it stays. */
export async function mayLeave(app) {
	if (!app.unsaved)
		return true;
	const value = await dialog(say("leaveTitle"), el("p", {}, say("leaveHelp", app.title || app.name || "")), [
		{label: say("saveFirst"), value: "save", primary: true}, {label: say("leaveAnyway"), value: "leave"},
		{label: say("cancel"), value: null}]);
	if (value === "save")
		await save(app);
	return value === "leave" || (value === "save" && !app.unsaved);
}

export async function choose(app) {
	const name = await files.choose();
	if (name && await mayLeave(app))
		await load(app, name);
}

export async function load(app, name) {
	try {
		const file = await files.load(name);
		app.open(file.text, {name, etag: file.etag});
	} catch (e) {
		app.trouble(e);
	}
}

/** Save the record; as: under another name. */
export async function save(app, as = false) {
	let name = app.name;
	if (!name || as) {
		const proposed = `${(app.title || "公文").replace(/[\\/:*?"<>|\s]/g, "")}.${app.format}`;
		name = await files.askName(name || proposed);
		if (!name)
			return;
		if (!/\.(md|markdown|ya?ml|json)$/.test(name))
			name += "." + app.format;
	}
	await put(app, name, app.editor.text, name === app.name ? app.etag : null);
}

/** The text as the file has it. */
function inFile(app, text) {
	return app.lineEnd === "\r\n" ? text.replace(/\n/g, "\r\n") : text;
}

/** Write the file that has this ETag (null: a new one); another one is never replaced without being asked for. */
async function put(app, name, text, etag) {
	try {
		app.isSaved(name, await files.save(name, inFile(app, text), app.format, etag), text);
	} catch (e) {
		if (e instanceof ApiError && e.status === 412)
			await settle(app, name, text, etag === null);
		else
			app.trouble(e);
	}
}

async function settle(app, name, text, isNew) {
	const {value, theirs} = await files.settle(name, text, isNew);
	if (value === "mine")
		await put(app, name, text, theirs.etag);
	else if (value === "theirs")
		app.open(theirs.text, {name, etag: theirs.etag});
	else if (value === "other")
		await save(app, true);
}

export async function versions(app) {
	const text = app.name && await files.versions(app.name, app.editor.text);
	if (text)
		app.editor.replace(text);
}

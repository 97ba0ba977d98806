// Work that is not saved outlives the tab (kept by the browser) and the browser (kept by the server).
import {ask, getJson} from "./api.js";
import {debounce} from "./dom.js";

const key = "hongtou-draft";

/** What was being written when the page went away, or null. */
export function keptDraft() {
	try {
		return JSON.parse(localStorage.getItem(key));
	} catch (e) {
		return null;
	}
}

/** This browser's file among the server's drafts. */
function fileName() {
	let id = localStorage.getItem("hongtou-browser");
	if (!id) {
		id = [...crypto.getRandomValues(new Uint8Array(8))].map(n => n.toString(16).padStart(2, "0")).join("");
		localStorage.setItem("hongtou-browser", id);
	}
	return `browser-${id}.json`;
}

const send = debounce(3000, draft => ask("PUT", `/v1/drafts/${fileName()}`, JSON.stringify(draft),
	{"Content-Type": "application/octet-stream"}, true).catch(() => undefined));

export const keepDraft = debounce(300, draft => {
	try {
		localStorage.setItem(key, JSON.stringify(draft));
	} catch (e) {
		// the browser keeps nothing: the server does
	}
	send(draft);
});

/** The page goes away: its timers will not come. */
export function keepDraftNow() {
	keepDraft.now();
	send.now();
}

export function dropDraft() {
	keepDraft.cancel();
	send.cancel();
	localStorage.removeItem(key);
	ask("DELETE", `/v1/drafts/${fileName()}`, undefined, {"If-Match": "*"}).catch(() => undefined);
}

/** The server's copy, if the browser has none. */
export async function fetchDraft() {
	try {
		const kept = (await getJson("/v1/drafts")).drafts.some(d => d.path === fileName());
		return kept && await (await ask("GET", `/v1/drafts/${fileName()}`)).json();
	} catch (e) {
		return null;
	}
}

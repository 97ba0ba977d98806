// Requests to the server. The token is kept for this tab alone; nothing secret is in an address that stays valid.
import {languageName} from "./words.js";

const key = "hongtou-token";

export class ApiError extends Error {
	constructor(status, body) {
		super(body && body.error ? body.error.message : String(status));
		this.status = status;
		this.code = body && body.error ? body.error.code : "";
		this.diagnostics = body && body.diagnostics ? body.diagnostics : [];
	}
}

function headers(more = {}) {
	const h = {"Accept-Language": languageName(), ...more};
	const token = sessionStorage.getItem(key);
	if (token)
		h.Authorization = "Bearer " + token;
	return h;
}

// of a request that outlives its page, the body's largest length in bytes that browsers allow, with something to spare
const outliving = 60000;

/** A request as it is; throws ApiError. outlive: its body is text, and it goes on if the page goes away meanwhile. */
export async function ask(method, path, body, more, outlive = false) {
	const keepalive = outlive && new Blob([body]).size < outliving;
	const response = await fetch(path, {method, body, headers: headers(more), cache: "no-store", keepalive});
	if (response.ok)
		return response;
	let said = null;
	try {
		said = await response.json();
	} catch (e) {
		said = null;
	}
	throw new ApiError(response.status, said);
}

export async function askJson(path, value) {
	const response = await ask("POST", path, JSON.stringify(value), {"Content-Type": "application/json"});
	return response.json();
}

export async function getJson(path) {
	return (await ask("GET", path)).json();
}

/** Exchange the ticket of the address, or a password, for a token. */
export async function login(value) {
	const answer = await askJson("/v1/login", value);
	sessionStorage.setItem(key, answer.token);
}

export function hasToken() {
	return Boolean(sessionStorage.getItem(key));
}

export function forgetToken() {
	sessionStorage.removeItem(key);
}

export function typeOf(format) {
	return {md: "text/markdown", json: "application/json"}[format] || "application/yaml";
}

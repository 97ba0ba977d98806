// Who may use the page: by the ticket in the address, a token that the tab has, or the password.
import {forgetToken, getJson, hasToken, login} from "./api.js";
import {dialog, el, enterEnds} from "./dom.js";
import {say} from "./words.js";

/** Ask for the password, or say how to get a ticket. Resolves with what was wrong with the answer, or "". */
async function askPassword(has, wrong) {
	const input = el("input", {type: "password", id: "password", autofocus: true});
	enterEnds(input, "login");
	const content = has ? el("p", {}, el("label", {for: "password"}, `${say("loginPassword")} `), input) : el("p", {}, say("loginTicket"));
	const error = el("p.error", {role: "alert"}, wrong);
	await dialog(say("loginTitle"), el("div", {}, content, error), [{label: say("login"), value: "login", primary: true}]);
	try {
		await login(has ? {password: input.value} : {ticket: ""});
	} catch (e) {
		return e.message;
	}
	return "";
}

/** Resolves when there is a token. */
export async function enter() {
	const ticket = /^#ticket=(.+)$/.exec(location.hash);
	if (ticket) {
		history.replaceState(null, "", location.pathname);
		try {
			await login({ticket: ticket[1]});
		} catch (e) {
			forgetToken();
		}
	}
	for (let wrong = ""; !hasToken();) {
		const about = await getJson("/v1/about");
		wrong = await askPassword(about.password, wrong);
	}
}

// Values of a record as people write them in a form, and back.

/** One person or group as a line. What is written as fields (name, office, unit) keeps its words. */
export function personLine(item) {
	if (typeof item === "string")
		return item;
	if (item === null || Array.isArray(item) || typeof item !== "object")
		return null;
	const entries = Object.entries(item);
	const part = names => (entries.find(([key]) => names.includes(key.toLowerCase())) || [])[1];
	const name = part(["name", "姓名"]);
	if (name !== undefined) {
		const office = part(["office", "职务"]), unit = part(["unit", "单位"]);
		return [name, office].filter(Boolean).join(" ") + (unit ? `（${unit}）` : "");
	}
	if (entries.length === 1) {
		const [office, people] = entries[0];
		const names = Array.isArray(people) ? people : [people];
		return names.every(n => typeof n === "string") ? `${office}：${names.join("、")}` : null;
	}
	return null;
}

/** The members of a list in a line of text, between the signs that part them; those in brackets part nothing
    (各县（市、区）人民政府). */
export function membersOf(text, signs = "、，,；;\n") {
	const members = [];
	let depth = 0, member = "";
	for (const sign of text) {
		if ("（(〔[《“".includes(sign))
			depth++;
		else if ("）)〕]》”".includes(sign))
			depth = Math.max(0, depth - 1);
		if (depth === 0 && signs.includes(sign)) {
			members.push(member);
			member = "";
		} else {
			member += sign;
		}
	}
	return [...members, member].map(s => s.trim()).filter(Boolean);
}

/** Lines of people as a list; a line that was there before keeps the way it is written. */
export function peopleFrom(text, before) {
	const known = new Map();
	for (const item of asList(before))
		known.set(personLine(item), item);
	return text.split("\n").map(line => line.trim()).filter(Boolean).map(line => {
		if (known.has(line))
			return known.get(line);
		const group = /^([^：:]{1,40})[：:]\s*(.+)$/.exec(line);
		if (group)
			return {[group[1].trim()]: membersOf(group[2], "、，,")};
		const whole = /^(\S+) +(.+?)（(.+)）$/.exec(line);
		if (whole)
			return {姓名: whole[1], 职务: whole[2], 单位: whole[3]};
		return line;
	});
}

export function asList(value) {
	if (value === null || value === undefined)
		return [];
	return Array.isArray(value) ? value : [value];
}

/** Is every member a text? */
export function isTexts(value) {
	return asList(value).every(v => typeof v === "string");
}

export function isPeople(value) {
	return asList(value).every(v => personLine(v) !== null);
}

/** A list of one is written as a text. */
export function fromList(list) {
	return list.length === 1 && typeof list[0] === "string" ? list[0] : list;
}

export function same(a, b) {
	return JSON.stringify(a) === JSON.stringify(b);
}

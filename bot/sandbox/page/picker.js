/**
 * Choosing who holds a phone: anybody of the town, or somebody new.
 *
 * @typedef {import("./net.js").Person} Person
 */
import { avatar, roleOf } from "./avatar.js";
import { h } from "./dom.js";
import { languageName, t } from "./i18n.js";
import { addPerson } from "./net.js";
import { attempt, sheet } from "./sheet.js";

const LANGUAGES = ["en", "zh-hans", "de", "fr", "es"];

/** @param {Person} person @param {string} words */
const matches = (person, words) => `${person.name} ${person.label} ${person.label_zh} ${t(person.group)}`.toLowerCase().includes(words.trim().toLowerCase());

/** @param {Person} person @param {boolean} shown @param {number} unread @param {() => void} pick */
function row(person, shown, unread, pick) {
  return h("button", { type: "button", onclick: pick, data: { person: person.id } }, avatar(person),
    h("span", { className: "who-words" }, h("span", { className: "who-name" }, h("b", {}, person.name), h("i", {}, languageName(person.language))), h("small", {}, roleOf(person))),
    unread ? h("span", { className: "badge" }, String(unread)) : null,
    shown && h("small", {}, t("on a phone here")));
}

/** @param {(person: Person) => void} pick */
function newcomer(pick) {
  const name = h("input", { type: "text", maxLength: 64, required: true, "aria-label": t("Name"), placeholder: t("Name"), autocomplete: "off" });
  const language = h("select", { "aria-label": t("Language") }, LANGUAGES.map((code) => h("option", { value: code }, languageName(code))));
  return h("form", { className: "newcomer", onsubmit: async (/** @type {Event} */ event) => {
    event.preventDefault();
    const person = await attempt(addPerson(name.value.trim(), language.value));
    if (person) pick(person);
  } }, h("h3", {}, t("A new person")), h("div", { className: "row" }, name, language, h("button", { type: "submit", className: "primary" }, t("Add and open"))));
}

/**
 * @param {{people: Person[], shown: Set<number>, unread: (person: number) => number, over: Element, pick: (person: Person) => void}} options
 */
export function pick({ people, shown, unread, over, pick: done }) {
  const list = h("div", { className: "list people" });
  const choose = (/** @type {Person} */ person) => (dialog.close(), done(person));
  const search = h("input", { type: "search", placeholder: t("Search by name or role"), "aria-label": t("Search by name or role"), oninput: () => show(),
    onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && (event.preventDefault(), /** @type {HTMLElement | null} */ (list.querySelector("button"))?.click()) });
  const show = () => {
    const found = people.filter((person) => matches(person, search.value));
    const groups = [...new Set(found.map((person) => person.group))];
    list.replaceChildren(...groups.flatMap((group) => [h("h3", {}, t(group)),
      ...found.filter((person) => person.group === group).map((person) => row(person, shown.has(person.id), unread(person.id), () => choose(person)))]));
    if (!found.length) list.append(h("p", { className: "hint" }, t("Nobody of that name. Try fewer letters, or add a new person below.")));
  };
  const dialog = sheet(t("People of the town"), over, search, list, newcomer(choose));
  show();
  search.focus();
}

/**
 * How a person is shown: their role, and a round picture, an emoji or the name's beginning on the person's colour.
 */
import { h } from "./dom.js";
import { language } from "./i18n.js";

/**
 * What a person does in the town, in the page's language.
 * @param {import("./net.js").Person} person
 */
export const roleOf = (person) => (language === "zh" && person.label_zh) || person.label;

/**
 * @param {import("./net.js").Person} person
 * @param {...Node} more what sits on the picture's corner
 * @returns {HTMLElement}
 */
export function avatar(person, ...more) {
  const letters = person.emoji || [...person.name][0] || "?";
  return h("span", { className: "avatar", "aria-hidden": "true", style: { "--face": person.colour } }, h("span", {}, letters), ...more);
}

/**
 * A person's round picture: an emoji or the name's beginning on the person's colour.
 */
import { h } from "./dom.js";

/**
 * @param {import("./net.js").Person} person
 * @param {...Node} more what sits on the picture's corner
 * @returns {HTMLElement}
 */
export function avatar(person, ...more) {
  const letters = person.emoji || [...person.name][0] || "?";
  return h("span", { className: "avatar", "aria-hidden": "true", style: { "--face": person.colour } }, h("span", {}, letters), ...more);
}

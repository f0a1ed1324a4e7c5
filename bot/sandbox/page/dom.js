/**
 * Building elements without innerHTML: whatever a person wrote stays text.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {Element} element
 * @param {string} name
 * @param {any} value
 */
function apply(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "style")
    Object.entries(value).forEach(([key, text]) =>
      /** @type {HTMLElement} */ (element).style.setProperty(key, String(text)),
    );
  else if (name === "data") Object.assign(/** @type {HTMLElement} */ (element).dataset, value);
  else if (name in element && !(element instanceof SVGElement) && name !== "role" && name !== "list")
    /** @type {any} */ (element)[name] = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes] properties, attributes, `onclick`-like listeners, `style` and `data` objects
 * @param {...(Node | string | null | undefined | false | (Node | string | null | false)[])} children
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => apply(element, name, value));
  element.append(.../** @type {(Node | string)[]} */ (children.flat().filter((child) => child || child === "")));
  return element;
}

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...Node} children
 * @returns {SVGElement}
 */
export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, String(value)));
  element.append(...children);
  return element;
}

/** Strokes of the page's icons, drawn on a 24 by 24 grid. @type {Record<string, string>} */
const STROKES = {
  clip: "M20 11.5 12.2 19.3a5 5 0 0 1-7.1-7.1l8-8a3.4 3.4 0 0 1 4.8 4.8l-7.9 7.9a1.8 1.8 0 0 1-2.5-2.5l7-7",
  send: "M5 12 19.5 5 15 19.5l-3.6-6z M11.4 13.5 19.5 5",
  menu: "M5 7h14M5 12h14M5 17h9",
  keys: "M3.5 7.5h17v9.5h-17z M7 11h.01M12 11h.01M17 11h.01M8 14.2h8",
  more: "M12 5.5h.01M12 12h.01M12 18.5h.01",
  swap: "M8 5 4.5 8.5 8 12 M4.5 8.5H17 M16 12l3.5 3.5L16 19 M19.5 15.5H7",
  reply: "M10 7 5 12l5 5 M5 12h8a6 6 0 0 1 6 6",
  edit: "M5 19l1-4L16.5 4.5l3 3L9 18z M14 7l3 3",
  copy: "M9 9h10v10H9z M5 15V5h10",
  close: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  down: "M6 10l6 6 6-6",
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M8.5 6v12M15.5 6v12",
  file: "M7 3.5h7L18.5 8v12.5H7z M13.5 3.5V8.5h5",
  save: "M12 4.5v10 M8 11l4 4 4-4 M5.5 19.5h13",
  picture: "M4 5.5h16v13H4z M4 16l4.5-4.5 4 4 3-3L20 17 M15.5 9.2h.01",
  voice:
    "M12 4a2.6 2.6 0 0 1 2.6 2.6v5a2.6 2.6 0 0 1-5.2 0v-5A2.6 2.6 0 0 1 12 4z M6 11.5a6 6 0 0 0 12 0 M12 17.5V20.5",
  place: "M12 20.5s-6.5-6-6.5-10.7a6.5 6.5 0 0 1 13 0C18.5 14.5 12 20.5 12 20.5z M12 10h.01",
  person: "M12 12a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.4z M5 20c.7-3.7 3.5-5.5 7-5.5s6.3 1.8 7 5.5",
  plus: "M12 5.5v13M5.5 12h13",
  sun: "M12 8.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6z M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4",
  moon: "M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7z",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z M12 8v4.3l2.8 1.7",
  next: "M5 12h13 M13 7l5 5-5 5",
  faults: "M12 4.5 20.5 19.5h-17z M12 10v4.5M12 17h.01",
  screen: "M4 5h16v11H4z M9 19.5h6 M12 16v3.5",
  search: "M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12z M15.5 15.5 20 20",
  link: "M9 15l6-6 M10 6.5 12 4.5a5 5 0 0 1 7 7l-2 2 M14 17.5l-2 2a5 5 0 0 1-7-7l2-2",
  block: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z M6.5 6.5l11 11",
};

/**
 * @param {string} name one of STROKES
 * @returns {SVGElement}
 */
export function icon(name) {
  return s("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, s("path", { d: STROKES[name] }));
}

/**
 * A button with a picture only; its label is read aloud and shown as a tooltip.
 * @param {string} name
 * @param {string} label
 * @param {(event: Event) => void} onclick
 * @param {Record<string, any>} [more]
 * @returns {HTMLButtonElement}
 */
export function iconButton(name, label, onclick, more = {}) {
  return h(
    "button",
    { type: "button", className: "icon-button", title: label, "aria-label": label, onclick, ...more },
    icon(name),
  );
}

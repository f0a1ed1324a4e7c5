/**
 * What opens above the page: menus, sheets, questions. All are modal dialogs, so the browser keeps the focus inside,
 * closes on Escape and gives the focus back.
 */
import { h, icon, iconButton } from "./dom.js";
import { t } from "./i18n.js";

/** @param {HTMLDialogElement} dialog */
function show(dialog) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus?.({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * Arrow keys walk through the buttons of a menu.
 * @param {KeyboardEvent} event
 */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("button")];
  const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}

/**
 * @param {HTMLElement} anchor the menu opens beside it
 * @param {{label: string, picture?: string, hint?: string, danger?: boolean, run: () => void}[]} items
 */
export function menu(anchor, items) {
  const dialog = h("dialog", { className: "menu", "aria-label": t("Actions"), onkeydown: walk },
    items.map((item) => h("button", { type: "button", className: item.danger ? "danger" : "", onclick: () => (dialog.close(), item.run()) },
      item.picture && icon(item.picture), h("span", {}, item.label), item.hint && h("small", {}, item.hint))));
  show(dialog);
  const from = anchor.getBoundingClientRect();
  const own = dialog.getBoundingClientRect();
  const fits = from.bottom + own.height + 8 < innerHeight;
  dialog.style.left = `${Math.max(8, Math.min(from.left, innerWidth - own.width - 8))}px`;
  dialog.style.top = `${Math.max(8, fits ? from.bottom + 6 : from.top - own.height - 6)}px`;
}

/**
 * A sheet that rises inside `over` (a phone), or stands in the middle of the page without one.
 * @param {string} title
 * @param {Element | null} over
 * @param {...(Node | string | false | null | undefined | Node[])} content
 * @returns {HTMLDialogElement}
 */
export function sheet(title, over, ...content) {
  const dialog = h("dialog", { className: over ? "sheet" : "sheet middle", "aria-label": title },
    h("header", {}, h("h2", {}, title), iconButton("close", t("Close"), () => dialog.close())),
    h("div", { className: "sheet-body" }, ...content));
  if (over) {
    const box = over.getBoundingClientRect();
    dialog.style.left = `${box.left + 1}px`;
    dialog.style.width = `${box.width - 2}px`;
    dialog.style.bottom = `${Math.max(0, innerHeight - box.bottom + 1)}px`;
    dialog.style.maxHeight = `${box.height - 70}px`;
  }
  show(dialog);
  return dialog;
}

/**
 * A text one has to acknowledge, as an alert of the bot.
 * @param {string} text @param {Element} over
 */
export function alertSheet(text, over) {
  const dialog = sheet(t("Message"), over, h("p", { className: "alert-text" }, text),
    h("div", { className: "row end" }, h("button", { type: "button", className: "primary", onclick: () => dialog.close() }, t("OK"))));
  dialog.setAttribute("role", "alertdialog");
  /** @type {HTMLElement} */ (dialog.querySelector(".primary")).focus();
}

/**
 * A line at the foot of the page that goes away by itself.
 * @param {string} text
 */
export function notice(text) {
  const line = h("p", {}, text);
  document.getElementById("notices")?.append(line);
  setTimeout(() => line.remove(), 6000);
}

/**
 * Runs what may be refused and says so instead of failing silently.
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T | undefined>}
 */
export async function attempt(work) {
  try {
    return await work;
  } catch (error) {
    notice(error instanceof TypeError ? t("The sandbox does not answer. Is it still running? Trying again…") : /** @type {Error} */ (error).message);
    return undefined;
  }
}

/**
 * The scrolling list of a chat: it follows the newest message, tells of new ones to whoever reads further up, and can
 * be walked through with the arrow keys.
 */
import { h } from "./dom.js";
import { t } from "./i18n.js";

const NEAR = 60;

export class Log {
  constructor() {
    this.element = h("div", {
      className: "log",
      role: "log",
      "aria-live": "polite",
      "aria-label": t("Messages"),
      tabIndex: 0,
      onscroll: () => this.scrolled(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.walk(event),
    });
    this.pill = h("button", { type: "button", className: "pill", hidden: true, onclick: () => this.toBottom(true) });
    this.fresh = 0;
    this.following = true;
    this.lastTop = 0;
  }

  /**
   * Puts rows in and leaves those that are there untouched, so that focus and playing sound survive.
   * @param {Node[]} rows
   */
  place(rows) {
    const keep = new Set(rows);
    [...this.element.childNodes].forEach((node) => keep.has(node) || node.remove());
    rows.forEach((row, index) => {
      const there = this.element.childNodes[index] ?? null;
      if (there !== row) this.element.insertBefore(row, there);
    });
    const articles = [...this.element.querySelectorAll("article")];
    articles.forEach((article, index) => (article.tabIndex = index === articles.length - 1 ? 0 : -1));
  }

  atBottom() {
    return this.element.scrollHeight - this.element.scrollTop - this.element.clientHeight < NEAR;
  }

  /** After the space around the list has changed. */
  stayAtBottom() {
    if (this.following) requestAnimationFrame(() => (this.element.scrollTop = this.element.scrollHeight));
  }

  /** @param {boolean} gently */
  toBottom(gently) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.showPill(0);
    this.following = true;
    requestAnimationFrame(() =>
      this.element.scrollTo({ top: this.element.scrollHeight, behavior: gently && !still ? "smooth" : "instant" }),
    );
  }

  /** The newest message stays in view until one scrolls up; a smooth scroll under way is no scrolling up. */
  scrolled() {
    const up = this.element.scrollTop < this.lastTop - 1;
    this.lastTop = this.element.scrollTop;
    if (this.atBottom()) this.showPill(0);
    if (this.atBottom() || up) this.following = this.atBottom();
  }

  /** @param {number} count messages that came while one read further up */
  showPill(count) {
    this.fresh = count;
    this.pill.hidden = !count;
    this.pill.textContent = `↓ ${t("{count} new", { count })}`;
  }

  /** @param {number} messageId */
  reveal(messageId) {
    const found = this.element.querySelector(`[data-message="${messageId}"]`);
    found?.scrollIntoView({ block: "center", behavior: "smooth" });
    found?.classList.add("revealed");
    setTimeout(() => found?.classList.remove("revealed"), 1600);
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const here = /** @type {Element} */ (event.target);
    if (!step || !(here === this.element || here.matches("article"))) return;
    const all = [...this.element.querySelectorAll("article")];
    const next = here === this.element ? all.at(-1) : all[all.indexOf(here) + step];
    next?.focus();
    event.preventDefault();
  }
}

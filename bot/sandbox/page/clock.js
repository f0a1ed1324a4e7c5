/**
 * The clock bar: the town's time, and how to move it on.
 */
import { h, icon } from "./dom.js";
import { locale, t } from "./i18n.js";
import { clock as loadClock, moveClock } from "./net.js";
import { attempt, notice } from "./sheet.js";

const HOUR = 3600;

export class ClockBar {
  /** @param {import("./net.js").TownTime} time */
  constructor(time) {
    this.time = time;
    this.base = 0;
    this.at = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */ this.again = undefined;
    this.face = h("time", { className: "clock-face" });
    this.due = h("button", { type: "button", className: "due", onclick: () => this.move({ next: true }) });
    this.element = h(
      "section",
      {
        className: "clock",
        "aria-label": t("Town time"),
        title: t("Time really moves here: what falls due is really done, reminders included."),
      },
      icon("clock"),
      this.face,
      this.step(t("1 hour"), HOUR),
      this.step(t("1 day"), 24 * HOUR),
      this.due,
    );
    this.set(time);
    setInterval(() => this.tick(), 1000);
  }

  /** @param {string} span @param {number} seconds */
  step(span, seconds) {
    const label = t("Move the town’s time on by {span}", { span });
    return h(
      "button",
      { type: "button", className: "step", title: label, "aria-label": label, onclick: () => this.move({ seconds }) },
      `+${span}`,
    );
  }

  /** The town's time in milliseconds since 1970. */
  now() {
    return this.base + (performance.now() - this.at);
  }

  /** @param {import("./net.js").TownTime} time */
  set(time) {
    this.time = time;
    this.base = Date.parse(time.now);
    this.at = performance.now();
    this.tick();
    this.showDue();
  }

  /** @param {number} instant milliseconds @param {boolean} weekday */
  words(instant, weekday) {
    const parts = {
      ...(weekday ? { weekday: "short", year: "numeric" } : {}),
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
    };
    return new Intl.DateTimeFormat(locale, /** @type {any} */ ({ ...parts, timeZone: this.time.zone })).format(instant);
  }

  tick() {
    const text = this.words(this.now(), true);
    if (this.face.textContent === text) return;
    this.face.textContent = text;
    this.face.dateTime = new Date(this.now()).toISOString();
    this.face.title = this.time.zone ?? "";
  }

  showDue() {
    const next = this.time.next;
    const busy = Boolean(next) && Date.parse(/** @type {any} */ (next).at) <= this.now();
    this.due.disabled = !next || busy;
    this.due.removeAttribute("aria-label");
    if (busy) {
      this.stirred();
      return this.due.replaceChildren(h("span", { className: "due-what" }, t("What fell due is being done…")));
    }
    if (!next) return this.due.replaceChildren(h("span", { className: "due-what" }, t("Nothing is due")));
    this.due.setAttribute("aria-label", t("Go to the next due thing: {what}", { what: t(next.what) }));
    this.due.replaceChildren(
      h("small", {}, t("Next due")),
      h("span", { className: "due-what" }, t(next.what)),
      h("small", {}, this.words(Date.parse(next.at), false)),
      icon("next"),
    );
    return undefined;
  }

  /** Something happened in the town: in a moment something else may be due next. */
  stirred() {
    this.again ??= setTimeout(() => {
      this.again = undefined;
      this.refresh();
    }, 500);
  }

  async refresh() {
    const time = await loadClock().catch(() => null);
    if (time) this.set(time);
  }

  /** @param {{seconds: number} | {next: true}} by */
  async move(by) {
    this.element.classList.add("moving");
    const time = await attempt(moveClock(by));
    this.element.classList.remove("moving");
    if (!time) return;
    this.set(time);
    notice(t("The town’s time is now {when}. What fell due is being done.", { when: this.words(this.now(), true) }));
  }
}

/**
 * One phone: a person's chat with the bot.
 *
 * @typedef {import("./net.js").Town} Town
 * @typedef {import("./net.js").Person} Person
 * @typedef {{choose: (phone: Phone) => void, seen: (person: number) => void, unread: (person: number) => number, now: () => number}} Hooks
 */
import { avatar, roleOf } from "./avatar.js";
import { bubble } from "./bubble.js";
import { Composer } from "./composer.js";
import { h, iconButton } from "./dom.js";
import { languageName, locale, t } from "./i18n.js";
import { startPayload } from "./rich.js";
import { Log } from "./log.js";
import { act, chat as loadChat } from "./net.js";
import { alertSheet, attempt, menu } from "./sheet.js";

const PAGE = 120;
const PRESS_SECONDS = 15;
const TYPING_SECONDS = 5;

/** @param {any[]} messages @returns {any[][]} albums together, everything else alone */
function grouped(messages) {
  /** @type {any[][]} */
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (last && message.media_group_id && last[0].media_group_id === message.media_group_id) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

export class Phone {
  /** @param {Town} town @param {Person} person @param {Hooks} hooks */
  constructor(town, person, hooks) {
    this.town = town;
    this.person = person;
    this.hooks = hooks;
    /** @type {import("./net.js").Chat | null} */ this.chat = null;
    this.limit = PAGE;
    /** @type {Map<string, {element: HTMLElement, signature: string}>} */ this.shown = new Map();
    /** @type {Map<string, string>} query id by the button that waits for its answer */ this.pressed = new Map();
    /** @type {Set<string> | null} */ this.toastsSeen = null;
    this.log = new Log();
    this.build();
    this.composer = new Composer(this);
    this.open(person);
  }

  build() {
    this.head = h("header", { className: "phone-head" });
    this.typing = h("div", { className: "typing", hidden: true });
    this.toasts = h("div", { className: "toasts", role: "status" });
    this.foot = h("div", { className: "phone-foot" });
    this.element = h(
      "section",
      { className: "phone", role: "region" },
      this.head,
      h("div", { className: "screen" }, this.log.element, this.typing, this.log.pill, this.toasts),
      this.foot,
    );
    this.element.addEventListener("focusin", () => this.hooks.seen(this.person.id));
    this.element.addEventListener("pointerdown", () => this.hooks.seen(this.person.id));
  }

  /** @param {Person} person */
  open(person) {
    this.person = person;
    this.chat = null;
    this.limit = PAGE;
    this.toastsSeen = null;
    this.shown.clear();
    this.pressed.clear();
    this.log.place([]);
    this.composer = new Composer(this);
    this.foot.replaceChildren();
    this.element.setAttribute("aria-label", `${person.name}, ${roleOf(person)}`);
    this.element.dataset.person = String(person.id);
    this.showHead();
    this.refresh();
  }

  showHead() {
    const { person } = this;
    this.badge = h("span", { className: "badge", hidden: true });
    this.showUnread();
    const who = h(
      "button",
      { type: "button", className: "who", title: t("Choose another person"), onclick: () => this.hooks.choose(this) },
      avatar(person, this.badge),
      h(
        "span",
        { className: "who-words" },
        h("span", { className: "who-name" }, h("b", {}, person.name), h("i", {}, languageName(person.language))),
        h("small", {}, roleOf(person)),
      ),
    );
    const more = iconButton("more", t("More about this chat"), () =>
      menu(more, [
        { label: t("Choose another person"), picture: "swap", run: () => this.hooks.choose(this) },
        this.chat?.blocked
          ? { label: t("Unblock the bot"), picture: "block", run: () => attempt(act(person.id, "unblocks")) }
          : { label: t("Block the bot"), picture: "block", danger: true, run: () => attempt(act(person.id, "blocks")) },
      ]),
    );
    this.head.replaceChildren(
      who,
      ...this.desk(),
      iconButton("swap", t("Choose another person"), () => this.hooks.choose(this), { className: "icon-button swap" }),
      more,
    );
  }

  /** @returns {HTMLElement[]} the way to the desk, for who works at one */
  desk() {
    const { person } = this;
    if (!this.town.desk || !["representatives", "units", "staff"].includes(person.group)) return [];
    const label = t("Open the desk as {name}", { name: person.name });
    const url = `/sandbox/people/${person.id}/desk`;
    return [iconButton("screen", label, () => window.open(url, "_blank", "noopener"))];
  }

  zone() {
    return this.town.clock.zone;
  }

  /** @returns {import("./rich.js").LinkActions} */
  linkActions() {
    return {
      command: (text) => this.say(text, null),
      start: (payload) => this.start(payload),
      botName: this.town.bot.username,
    };
  }

  /** Loads the chat; while a load is under way, one more follows it instead of many side by side. */
  async refresh() {
    this.stale = true;
    if (this.loading) return;
    this.loading = true;
    while (this.stale) {
      this.stale = false;
      const asked = this.person.id;
      const chat = await attempt(loadChat(asked, this.limit));
      if (chat && asked === this.person.id) this.show(chat);
      else if (chat) this.stale = true;
    }
    this.loading = false;
  }

  /** @param {import("./net.js").Chat} chat */
  show(chat) {
    const first = this.chat === null;
    const known = this.chat?.messages.at(-1)?.message_id ?? 0;
    this.chat = chat;
    this.showMessages(chat);
    this.showTyping(chat.typing);
    this.showToasts(chat.toasts);
    this.showFoot(chat);
    const fresh = first
      ? []
      : chat.messages.filter((message) => message.message_id > known && message.from?.id !== this.person.id);
    const own = chat.messages.at(-1)?.from?.id === this.person.id && chat.messages.at(-1).message_id > known;
    if (first || own || this.log.following) this.log.toBottom(!first);
    else if (fresh.length) this.log.showPill(this.log.fresh + fresh.length);
    this.element.classList.toggle("blocked", Boolean(this.chat?.blocked));
  }

  /** @param {import("./net.js").Chat} chat */
  showMessages(chat) {
    /** @type {Node[]} */
    const rows = [];
    if (chat.earlier)
      rows.push(
        h("button", { type: "button", className: "earlier", onclick: () => this.loadEarlier() }, t("Earlier messages")),
      );
    let day = "";
    const kept = new Map();
    for (const group of grouped(chat.messages)) {
      const date = this.dayOf(group[0].date);
      if (date !== day) rows.push(this.dayRow(date, kept));
      day = date;
      const key = `m${group[0].message_id}`;
      const signature = JSON.stringify(group);
      const before = this.shown.get(key);
      const element = before?.signature === signature ? before.element : bubble(group, this);
      kept.set(key, { element, signature });
      rows.push(element);
    }
    if (!chat.messages.length) rows.push(this.welcome());
    this.shown = kept;
    this.log.place(rows);
    this.showPressed();
  }

  /** @param {string} date @param {Map<string, {element: HTMLElement, signature: string}>} kept */
  dayRow(date, kept) {
    const element = this.shown.get(date)?.element ?? h("div", { className: "day" }, h("span", {}, date));
    kept.set(date, { element, signature: date });
    return element;
  }

  /** @param {number} seconds */
  dayOf(seconds) {
    const format = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: this.zone() });
    const day = format.format(seconds * 1000);
    const now = this.hooks.now();
    if (day === format.format(now)) return t("Today");
    return day === format.format(now - 86400000) ? t("Yesterday") : day;
  }

  welcome() {
    return h(
      "div",
      { className: "welcome" },
      avatar(this.person),
      h("p", {}, t("This is {name}’s phone. Press Start to meet the bot.", { name: this.person.name })),
    );
  }

  async loadEarlier() {
    const list = this.log.element;
    const before = list.scrollHeight - list.scrollTop;
    this.limit += PAGE;
    await this.refresh();
    list.scrollTop = list.scrollHeight - before;
  }

  /** @param {string | null} action a chat action of the Bot API */
  showTyping(action) {
    this.typing.hidden = !action;
    clearTimeout(this.typingEnds);
    this.typingEnds = setTimeout(() => (this.typing.hidden = true), TYPING_SECONDS * 1000);
    if (action)
      this.typing.replaceChildren(
        h("i"),
        h("i"),
        h("i"),
        h(
          "span",
          {},
          t(action === "typing" ? "{name} is typing" : "{name} is sending a file", { name: this.town.bot.first_name }),
        ),
      );
  }

  /** @param {import("./net.js").Toast[]} toasts */
  showToasts(toasts) {
    const seen = this.toastsSeen;
    this.toastsSeen = new Set(toasts.map((toast) => toast.id));
    for (const [button, query] of this.pressed) if (this.toastsSeen.has(query)) this.pressed.delete(button);
    this.showPressed();
    toasts
      .filter((toast) => seen && !seen.has(toast.id))
      .forEach((toast) => {
        if (toast.text && toast.show_alert) alertSheet(toast.text, this.element);
        else if (toast.text) this.toast(toast.text);
        const payload = toast.url ? startPayload(toast.url, this.town.bot.username) : null;
        if (payload !== null) this.start(payload);
      });
  }

  /** @param {string} text */
  toast(text) {
    const line = h("p", {}, text);
    this.toasts.append(line);
    setTimeout(() => line.remove(), 5000);
  }

  /** @param {import("./net.js").Chat} chat */
  showFoot(chat) {
    const wanted = chat.blocked ? "blocked" : chat.messages.length ? "write" : "start";
    this.composer.update(chat);
    if (this.foot.dataset.state === wanted && this.foot.firstChild) return;
    this.foot.dataset.state = wanted;
    const focused = this.foot.contains(document.activeElement);
    if (wanted === "write") {
      this.foot.replaceChildren(this.composer.element);
      if (focused) this.composer.input.focus();
    } else if (wanted === "start")
      this.foot.replaceChildren(
        h("button", { type: "button", className: "primary start", onclick: () => this.start("") }, t("Start")),
      );
    else
      this.foot.replaceChildren(
        h("p", { className: "hint" }, t("You have blocked the bot. It can no longer write here.")),
        h(
          "button",
          { type: "button", className: "primary start", onclick: () => attempt(act(this.person.id, "unblocks")) },
          t("Unblock the bot"),
        ),
      );
  }

  /** @param {string} text @param {number | null} replyTo @returns {Promise<boolean>} whether it was taken */
  async say(text, replyTo) {
    return Boolean(await attempt(act(this.person.id, "says", { text, reply_to: replyTo })));
  }

  /** @param {string} payload */
  async start(payload) {
    await this.say(payload ? `/start ${payload}` : "/start", null);
  }

  /** @param {number} message @param {string} text @returns {Promise<boolean>} */
  async editText(message, text) {
    return Boolean(await attempt(act(this.person.id, "edits", { message_id: message, text })));
  }

  /** @param {number} message @param {string} data */
  async press(message, data) {
    const key = `${message} ${data}`;
    this.pressed.set(key, "");
    this.showPressed();
    const pressed = await attempt(act(this.person.id, "presses", { message_id: message, data }));
    if (!pressed || this.toastsSeen?.has(pressed.id)) this.pressed.delete(key);
    else this.pressed.set(key, pressed.id);
    this.showPressed();
    setTimeout(
      () => this.pressed.get(key) === pressed?.id && this.pressed.delete(key) && this.showPressed(),
      PRESS_SECONDS * 1000,
    );
  }

  showPressed() {
    this.log.element.querySelectorAll("[data-press]").forEach((/** @type {HTMLElement} */ button) => {
      const waits = this.pressed.has(button.dataset.press ?? "");
      button.classList.toggle("loading", waits);
      button.setAttribute("aria-busy", String(waits));
    });
  }

  inUse() {
    return document.hasFocus() && this.element.contains(document.activeElement);
  }

  showUnread() {
    const count = this.hooks.unread(this.person.id);
    this.badge.hidden = !count;
    this.badge.textContent = count > 99 ? "99+" : String(count);
    this.badge.title = t("{count} unread", { count });
  }
}

/**
 * The page: the bar, the phones, the tabs of a narrow screen, and what changes while one looks.
 */
import { avatar, roleOf } from "./avatar.js";
import { ClockBar } from "./clock.js";
import { h, icon, iconButton } from "./dom.js";
import { showFaults } from "./faults.js";
import { language, t, toggleLanguage } from "./i18n.js";
import { follow, town as loadTown } from "./net.js";
import { Phone } from "./phone.js";
import { pick } from "./picker.js";
import { notice } from "./sheet.js";

const PHONES = "huiyin.phones";
const THEME = "huiyin.theme";
const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {string} theme "light", "dark" or "" for the system's */
function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  localStorage.setItem(THEME, theme);
}

function toggleTheme() {
  const set = document.documentElement.dataset.theme;
  const dark = set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  setTheme(dark ? "light" : "dark");
}

class Page {
  /** @param {import("./net.js").Town} town */
  constructor(town) {
    this.town = town;
    /** @type {Map<number, number>} */ this.unread = new Map();
    this.clock = new ClockBar(town.clock);
    this.starting = h("p", {}, t("The bot is starting. What you send now it answers in a moment."));
    this.phones = this.people().map(
      (person) =>
        new Phone(town, person, {
          choose: (phone) => this.choose(phone),
          seen: (id) => this.seen(id),
          unread: (id) => this.unread.get(id) ?? 0,
          now: () => this.clock.now(),
        }),
    );
    this.active = 0;
    this.showBar();
    byId("town").replaceChildren(...this.phones.map((phone) => phone.element));
    this.phones.forEach((phone, index) => phone.element.addEventListener("focusin", () => this.activate(index)));
    this.activate(0);
    follow(
      (change) => this.changed(change),
      (up) => this.lineChanged(up),
    );
    setInterval(() => this.clock.refresh(), 20000);
  }

  /**
   * Who held the phones last time, as far as they still live here; else the town's proposal.
   * @returns {import("./net.js").Person[]}
   */
  people() {
    const kept = JSON.parse(localStorage.getItem(PHONES) ?? "[]");
    const byNumber = new Map(this.town.people.map((person) => [person.id, person]));
    const wanted =
      kept.length === this.town.phones.length && kept.every((/** @type {number} */ id) => byNumber.has(id))
        ? kept
        : this.town.phones;
    return wanted.map((/** @type {number} */ id) => /** @type {import("./net.js").Person} */ (byNumber.get(id)));
  }

  showBar() {
    byId("bar").replaceChildren(
      h(
        "div",
        { className: "brand" },
        h("img", { src: "/page/mark.svg", alt: "", width: 30, height: 30 }),
        h(
          "div",
          {},
          h("h1", {}, this.town.bot.first_name),
          h("small", {}, this.town.town || t("A town to try Huiyin in")),
        ),
      ),
      this.clock.element,
      h(
        "div",
        { className: "tools" },
        h(
          "button",
          { type: "button", className: "quiet", lang: language === "zh" ? "en" : "zh", onclick: toggleLanguage },
          t("中文"),
        ),
        iconButton("sun", t("Light or dark"), toggleTheme, { className: "icon-button theme" }),
        iconButton("faults", t("Try faults"), showFaults),
      ),
    );
    byId("bar").querySelector(".theme")?.append(icon("moon"));
  }

  showTabs() {
    byId("tabs").setAttribute("aria-label", t("Phones"));
    byId("tabs").replaceChildren(
      ...this.phones.map((phone, index) => {
        const count = this.unread.get(phone.person.id) ?? 0;
        return h(
          "button",
          {
            type: "button",
            role: "tab",
            "aria-selected": String(index === this.active),
            "aria-label": `${phone.person.name}, ${roleOf(phone.person)}${count ? `, ${t("{count} unread", { count })}` : ""}`,
            onclick: () => (this.activate(index), this.seen(phone.person.id)),
          },
          avatar(phone.person, ...(count ? [h("span", { className: "badge" }, String(count))] : [])),
          h("small", {}, phone.person.name),
        );
      }),
    );
  }

  /** @param {number} index the phone a narrow screen shows */
  activate(index) {
    this.active = index;
    this.phones.forEach((phone, at) => phone.element.classList.toggle("active", at === index));
    this.phones[index].log.stayAtBottom();
    this.showTabs();
  }

  /** @param {Phone} phone */
  choose(phone) {
    pick({
      people: this.town.people,
      shown: new Set(this.phones.map((each) => each.person.id)),
      unread: (id) => this.unread.get(id) ?? 0,
      over: phone.element,
      pick: (person) => this.put(person, phone),
    });
  }

  /** Gives a phone to a person; somebody who holds another phone already swaps places. @param {import("./net.js").Person} person @param {Phone} phone */
  put(person, phone) {
    if (!this.town.people.some((each) => each.id === person.id)) this.town.people.push(person);
    const other = this.phones.find((each) => each !== phone && each.person.id === person.id);
    if (other) other.open(phone.person);
    phone.open(person);
    this.seen(person.id);
    localStorage.setItem(PHONES, JSON.stringify(this.phones.map((each) => each.person.id)));
    phone.element.querySelector("textarea, .start")?.focus();
  }

  /** @param {number} id */
  seen(id) {
    if (!this.unread.delete(id)) return;
    this.showUnread(id);
  }

  /** @param {number} id */
  showUnread(id) {
    this.phones.find((phone) => phone.person.id === id)?.showUnread();
    this.showTabs();
    const all = [...this.unread.values()].reduce((sum, count) => sum + count, 0);
    const shown = this.phones.map((phone) => phone.person.id);
    document.body.classList.toggle(
      "others-unread",
      [...this.unread.keys()].some((each) => !shown.includes(each)),
    );
    document.title = `${all ? `(${all}) ` : ""}${this.town.bot.first_name}`;
  }

  /** @param {{kind: string, person?: number, arrived?: number, listens?: boolean}} change */
  changed(change) {
    if (change.kind === "bot") return void this.botListens(change.listens === true);
    if (change.kind === "clock") return void this.timeMoved();
    const id = /** @type {number} */ (change.person);
    const phone = this.phones.find((each) => each.person.id === id);
    if (change.arrived && !phone?.inUse()) {
      this.unread.set(id, (this.unread.get(id) ?? 0) + change.arrived);
      this.showUnread(id);
    }
    phone?.refresh();
    this.clock.stirred();
    return undefined;
  }

  /** Says so for as long as the bot's process is not there yet. @param {boolean} listens */
  botListens(listens) {
    if (listens) this.starting.remove();
    else byId("notices").append(this.starting);
  }

  /** "Today" is another day now, perhaps. */
  async timeMoved() {
    await this.clock.refresh();
    this.phones.forEach((phone) => phone.refresh());
  }

  /** @param {boolean} up */
  lineChanged(up) {
    if (up && this.cut) notice(t("The sandbox answers again."));
    if (!up && !this.cut) notice(t("The sandbox does not answer. Is it still running? Trying again…"));
    if (up && this.cut !== undefined) this.timeMoved();
    this.cut = !up;
  }
}

document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
setTheme(localStorage.getItem(THEME) ?? "");
const town = await loadTown().catch(() => null);
if (town) new Page(town);
else {
  notice(t("The sandbox does not answer. Is it still running? Trying again…"));
  setTimeout(() => location.reload(), 3000);
}

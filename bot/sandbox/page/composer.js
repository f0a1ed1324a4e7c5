/**
 * The line one writes in: text, replies, edits, commands, attachments, the reply keyboard.
 *
 * @typedef {import("./phone.js").Phone} Phone
 */
import { h, icon, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { attachMenu } from "./attach.js";
import { gist } from "./bubble.js";
import { replyKeyboard } from "./keyboard.js";
import { notice } from "./sheet.js";

const LONGEST = 4096;

/** Cut where a line or a word ends, as Telegram's own apps do. @param {string} text */
function inParts(text) {
  const parts = [];
  let rest = text;
  while (rest.length > LONGEST) {
    const head = rest.slice(0, LONGEST);
    const end = ["\n", " "].map((sign) => head.lastIndexOf(sign)).find((at) => at > LONGEST / 2) ?? LONGEST;
    const cut = /[\uD800-\uDBFF]/.test(rest[end - 1]) ? end - 1 : end;
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...parts, rest].filter(Boolean);
}

export class Composer {
  /** @param {Phone} phone */
  constructor(phone) {
    this.phone = phone;
    /** @type {any} */ this.replying = null;
    /** @type {any} */ this.editing = null;
    /** @type {any} */ this.markup = null;
    this.commandAt = 0;
    this.input = h("textarea", {
      rows: 1,
      placeholder: t("Message"),
      "aria-label": t("Message"),
      enterKeyHint: "send",
      oninput: () => this.changed(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.pressed(event),
    });
    this.commandsButton = iconButton("menu", t("Commands"), () => this.toggleCommands(), { "aria-expanded": "false" });
    this.keysButton = iconButton("keys", t("Show the keyboard"), () => this.showKeyboard(this.keys.hidden));
    this.attachButton = iconButton("clip", t("Attach"), () => attachMenu(phone, this.attachButton));
    this.sendButton = iconButton("send", t("Send"), () => this.submit(), { className: "icon-button send" });
    this.about = h("div", { className: "about", hidden: true });
    this.commands = h("div", { className: "commands", hidden: true, role: "listbox", "aria-label": t("Commands") });
    this.keys = h("div", { className: "keys", hidden: true });
    this.element = h(
      "div",
      { className: "composer" },
      this.commands,
      this.about,
      h(
        "div",
        { className: "write" },
        this.commandsButton,
        this.attachButton,
        this.input,
        this.keysButton,
        this.sendButton,
      ),
      this.keys,
    );
    this.changed();
  }

  /** @param {import("./net.js").Chat} chat */
  update(chat) {
    this.commandsButton.hidden = !chat.commands.length;
    if (JSON.stringify(chat.keyboard) === JSON.stringify(this.markup)) return;
    this.markup = chat.keyboard;
    const rows = chat.keyboard?.keyboard;
    this.keys.replaceChildren(...(rows ? [replyKeyboard(chat.keyboard, this.phone)] : []));
    this.showKeyboard(Boolean(rows));
    this.input.placeholder = chat.keyboard?.input_field_placeholder || t("Message");
    const last = chat.messages.at(-1);
    if (chat.keyboard?.force_reply && last?.from?.id !== this.phone.person.id) this.replyTo(last, false);
  }

  /** @param {boolean} visible */
  showKeyboard(visible) {
    this.keys.hidden = !visible;
    this.keysButton.hidden = !this.markup?.keyboard;
    const label = t(visible ? "Hide the keyboard" : "Show the keyboard");
    this.keysButton.title = label;
    this.keysButton.setAttribute("aria-label", label);
    this.keysButton.setAttribute("aria-expanded", String(visible));
    this.phone.log.stayAtBottom();
  }

  /** @param {any} message @param {boolean} [focus] */
  replyTo(message, focus = true) {
    if (!message) return;
    this.replying = message;
    this.editing = null;
    this.showAbout("reply", t("Replying to {name}", { name: message.from?.first_name ?? "" }), gist(message));
    if (focus) this.input.focus();
  }

  /** @param {any} message */
  edit(message) {
    this.editing = message;
    this.replying = null;
    this.input.value = message.text ?? message.caption ?? "";
    this.showAbout("edit", t("Editing"), gist(message));
    this.changed();
    this.input.focus();
  }

  /** @param {string} picture @param {string} title @param {string} text */
  showAbout(picture, title, text) {
    this.about.replaceChildren(
      icon(picture),
      h("span", {}, h("b", {}, title), h("small", {}, text.slice(0, 120))),
      iconButton("close", t("Cancel"), () => this.forget()),
    );
    this.about.hidden = false;
    this.phone.log.stayAtBottom();
  }

  forget() {
    if (this.editing) this.input.value = "";
    this.editing = this.replying = null;
    this.about.hidden = true;
    this.changed();
    this.input.focus();
  }

  /** The message being answered, once. @returns {number | null} */
  takeReply() {
    const id = this.replying?.message_id ?? null;
    this.replying = null;
    this.about.hidden = !this.editing;
    return id;
  }

  changed() {
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 140)}px`;
    this.sendButton.disabled = !this.input.value.trim();
    const typed = this.input.value;
    this.showCommands(/^\/\w*$/.test(typed) && !this.editing ? typed.slice(1) : null);
  }

  toggleCommands() {
    this.showCommands(this.commands.hidden ? "" : null);
    if (!this.commands.hidden) this.input.focus();
  }

  /** @param {string | null} beginning what the commands shown begin with; null hides the list */
  showCommands(beginning) {
    const wanted = beginning?.toLowerCase();
    const found =
      wanted === undefined
        ? []
        : (this.phone.chat?.commands ?? [])
            .filter((each) => each.command.startsWith(wanted))
            .sort((one, other) => Number(other.command === wanted) - Number(one.command === wanted));
    this.commandAt = 0;
    this.commands.replaceChildren(
      ...found.map((each, index) =>
        h(
          "button",
          {
            type: "button",
            role: "option",
            "aria-selected": String(index === 0),
            tabIndex: -1,
            onclick: () => this.runCommand(each.command),
          },
          h("b", {}, `/${each.command}`),
          h("span", {}, each.description),
        ),
      ),
    );
    this.commands.hidden = !found.length;
    this.commandsButton.setAttribute("aria-expanded", String(Boolean(found.length)));
  }

  /** @param {string} command */
  runCommand(command) {
    this.input.value = "";
    this.changed();
    this.phone.say(`/${command}`, null);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the list of commands took the key */
  pressedInCommands(event) {
    if (this.commands.hidden) return false;
    const rows = [...this.commands.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.commandAt = (this.commandAt + step + rows.length) % rows.length;
      rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === this.commandAt)));
      rows[this.commandAt].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" || (event.key === "Tab" && this.input.value))
      /** @type {HTMLElement} */ (rows[this.commandAt]).click();
    else if (event.key === "Escape") this.showCommands(null);
    else return false;
    event.preventDefault();
    return true;
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.isComposing || this.pressedInCommands(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && (this.editing || this.replying)) this.forget();
    else if (event.key === "ArrowUp" && !this.input.value) {
      const last = this.phone.chat?.messages
        .filter((message) => message.from?.id === this.phone.person.id && message.text)
        .at(-1);
      if (last) (this.edit(last), event.preventDefault());
    }
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const { editing } = this;
    const replyTo = this.takeReply();
    this.input.value = "";
    this.editing = null;
    this.about.hidden = true;
    this.changed();
    const left = editing ? await this.change(editing, text) : await this.sayAll(text, replyTo);
    if (left && !this.input.value) {
      this.input.value = left;
      this.changed();
    }
  }

  /** What is too long for one message goes out as several. @param {string} text @param {number | null} replyTo */
  async sayAll(text, replyTo) {
    const parts = inParts(text);
    for (const [number, part] of parts.entries())
      if (!(await this.phone.say(part, number ? null : replyTo))) return parts.slice(number).join("\n");
    return "";
  }

  /** @param {any} message @param {string} text */
  async change(message, text) {
    if (text.length <= LONGEST) return (await this.phone.editText(message.message_id, text)) ? "" : text;
    notice(t("A message has at most {n} characters; this one has {length}.", { n: LONGEST, length: text.length }));
    this.edit(message);
    this.input.value = "";
    return text;
  }
}

/**
 * One message, or one album, as an element.
 *
 * @typedef {import("./phone.js").Phone} Phone
 */
import { h, iconButton } from "./dom.js";
import { locale, t } from "./i18n.js";
import { copyText, inlineKeyboard } from "./keyboard.js";
import { media, photo } from "./media.js";
import { rich } from "./rich.js";
import { menu } from "./sheet.js";

/** Media that stand without a bubble's padding. */
const BARE = ["photo", "video", "location", "venue"];

/** @param {any} message a short text for quotes and for reading aloud */
export function gist(message) {
  const text = message.text ?? message.caption;
  if (text) return text;
  const names = { photo: "Picture", voice: "Voice message", audio: "Voice message", video: "Video", location: "Location", venue: "Location", contact: "Contact", sticker: "Sticker", poll: "Poll" };
  const kind = Object.keys(names).find((name) => message[name]);
  return kind ? t(/** @type {any} */ (names)[kind]) : message.document?.file_name ?? t("Unsupported message");
}

/** @param {number} date seconds since 1970 @param {string} zone */
export const timeOf = (date, zone) => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(date * 1000);

/** @param {any} message @param {Phone} phone */
function quote(message, phone) {
  const original = message.reply_to_message;
  if (!original) return null;
  return h("button", { type: "button", className: "quote", onclick: () => phone.reveal(original.message_id) },
    h("b", {}, original.from?.first_name ?? phone.town.bot.first_name),
    h("span", {}, message.quote?.text ?? gist(original).slice(0, 120)));
}

/** @param {any} message */
function reactions(message) {
  const emoji = (message.reactions ?? []).map((/** @type {any} */ each) => each.emoji).filter(Boolean);
  return emoji.length ? h("div", { className: "reactions" }, emoji.map((/** @type {string} */ each) => h("span", {}, each))) : null;
}

/** @param {any} message @param {Phone} phone */
function actions(message, phone) {
  const own = message.from?.id === phone.person.id;
  const text = message.text ?? message.caption;
  return [
    { label: t("Reply"), picture: "reply", run: () => phone.composer.replyTo(message) },
    ...(own && text !== undefined ? [{ label: t("Edit"), picture: "edit", run: () => phone.composer.edit(message) }] : []),
    ...(text ? [{ label: t("Copy text"), picture: "copy", run: () => copyText(text) }] : []),
  ];
}

/**
 * Dragging a bubble to the left answers it, as on a real phone.
 * @param {HTMLElement} element @param {() => void} answer
 */
function swipes(element, answer) {
  let startX = 0;
  let startY = 0;
  let moved = 0;
  element.addEventListener("touchstart", (event) => ([startX, startY, moved] = [event.touches[0].clientX, event.touches[0].clientY, 0]), { passive: true });
  element.addEventListener("touchmove", (event) => {
    const across = event.touches[0].clientX - startX;
    if (Math.abs(event.touches[0].clientY - startY) > Math.abs(across)) return;
    moved = Math.max(-70, Math.min(0, across));
    element.style.transform = `translateX(${moved}px)`;
  }, { passive: true });
  element.addEventListener("touchend", () => {
    element.style.transform = "";
    if (moved < -48) answer();
  });
}

/**
 * @param {any[]} group one message, or the messages of an album
 * @param {Phone} phone
 * @returns {HTMLElement}
 */
export function bubble(group, phone) {
  const first = group[0];
  const worded = group.find((message) => message.caption !== undefined || message.text !== undefined) ?? first;
  const text = worded.text ?? worded.caption ?? "";
  const own = first.from?.id === phone.person.id;
  const bare = BARE.some((name) => first[name]);
  const carried = group.length > 1 && first.photo ? h("div", { className: "album", data: { count: Math.min(group.length, 10) } }, group.map(photo)) : group.map(media).filter(Boolean);
  const more = iconButton("more", t("Actions"), (event) => menu(/** @type {HTMLElement} */ (event.currentTarget), actions(worded, phone)), { className: "icon-button bubble-more", tabIndex: -1 });
  const edited = group.some((message) => message.edit_date);
  const body = h("div", { className: `bubble${bare ? " bare" : ""}${text ? "" : " wordless"}${first.sticker ? " plain" : ""}` },
    first.forward_origin && h("small", { className: "forwarded" }, t("Forwarded")),
    quote(first, phone),
    carried,
    text && h("div", { className: "text", lang: own ? phone.person.language : "", dir: "auto" },
      rich(text, worded.entities ?? worded.caption_entities ?? [], phone.linkActions())),
    h("span", { className: "meta" }, edited && h("span", {}, `${t("edited")} `), h("time", { dateTime: new Date(first.date * 1000).toISOString() }, timeOf(first.date, phone.zone()))));
  const whole = h("article", { className: `message ${own ? "own" : "theirs"}`, tabIndex: -1, "aria-label": `${own ? phone.person.name : first.from?.first_name ?? phone.town.bot.first_name}: ${gist(worded).slice(0, 200)}`, data: { message: first.message_id } },
    h("div", { className: "line" }, body, more),
    reactions(group[group.length - 1]),
    inlineKeyboard(group[group.length - 1], phone));
  whole.addEventListener("dblclick", (/** @type {Event} */ event) => /** @type {Element} */ (event.target).closest("button, a, .text") ?? phone.composer.replyTo(worded));
  whole.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.target === whole && event.key === "Enter") menu(more, actions(worded, phone));
    if (event.target === whole && event.key.toLowerCase() === "r") phone.composer.replyTo(worded), event.preventDefault();
  });
  swipes(whole, () => phone.composer.replyTo(worded));
  return whole;
}

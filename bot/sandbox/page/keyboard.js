/**
 * Inline keyboards below a bubble and reply keyboards below the chat.
 *
 * @typedef {import("./phone.js").Phone} Phone
 */
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { askContact, askPlace } from "./attach.js";
import { startPayload } from "./rich.js";
import { notice } from "./sheet.js";

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    notice(t("Copied"));
  } catch {
    notice(t("Copying is not allowed here; the text is: {text}", { text }));
  }
}

/** @param {any} button @param {Phone} phone */
function linkButton(button, phone) {
  const href = button.url ?? button.login_url.url;
  const payload = startPayload(href, phone.town.bot.username);
  if (payload !== null)
    return h("button", { type: "button", onclick: () => phone.start(payload) }, button.text);
  return h("a", { href: /^(https?|tel|mailto):/i.test(href) ? href : "#", target: "_blank", rel: "noopener noreferrer", role: "button" }, button.text, icon("link"));
}

/** @param {any} button @param {any} message @param {Phone} phone */
function inlineButton(button, message, phone) {
  if (button.url || button.login_url) return linkButton(button, phone);
  if (button.copy_text)
    return h("button", { type: "button", onclick: () => copy(button.copy_text.text) }, button.text, icon("copy"));
  if (button.callback_data === undefined)
    return h("button", { type: "button", onclick: () => notice(t("This button opens something the sandbox does not have.")) }, button.text);
  return h("button", { type: "button", data: { press: `${message.message_id} ${button.callback_data}` }, className: button.style ? `is-${button.style}` : "",
    onclick: () => phone.press(message.message_id, button.callback_data) }, button.text);
}

/**
 * @param {any} message @param {Phone} phone
 * @returns {HTMLElement | null}
 */
export function inlineKeyboard(message, phone) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return h("div", { className: "inline-keys" }, rows.map((/** @type {any[]} */ row) =>
    h("div", {}, row.map((button) => inlineButton(button, message, phone)))));
}

/** @param {any} button a KeyboardButton or, as Telegram allows, a bare string @param {Phone} phone */
function pressReplyKey(button, phone) {
  if (button.request_location) return askPlace(phone);
  if (button.request_contact) return askContact(phone);
  if (button.request_users || button.request_chat || button.request_poll || button.web_app)
    return notice(t("This button opens something the sandbox does not have."));
  return phone.say(button.text ?? button, null);
}

/**
 * @param {any} markup ReplyKeyboardMarkup
 * @param {Phone} phone
 * @returns {HTMLElement}
 */
export function replyKeyboard(markup, phone) {
  return h("div", { className: "reply-keys" }, markup.keyboard.map((/** @type {any[]} */ row) =>
    h("div", {}, row.map((button) =>
      h("button", { type: "button", onclick: () => (pressReplyKey(button, phone), markup.one_time_keyboard && phone.composer.showKeyboard(false)) },
        button.request_location && icon("place"), button.request_contact && icon("person"), button.text ?? button)))));
}

/** @param {string} text */
export const copyText = copy;

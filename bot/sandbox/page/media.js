/**
 * What a message carries besides text: pictures, albums, sound, files, places, contacts.
 */
import { h, icon, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { mapTile } from "./map.js";
import { fileUrl } from "./net.js";

/** @param {number} bytes */
function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

/** @param {number} seconds */
const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** @param {string} url @param {string} label */
function enlarge(url, label) {
  const dialog = h("dialog", { className: "viewer", "aria-label": label },
    h("img", { src: url, alt: label }),
    iconButton("close", t("Close"), () => dialog.close()));
  dialog.addEventListener("click", (/** @type {Event} */ event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {any} message a message with `photo` */
export function photo(message) {
  const largest = message.photo[message.photo.length - 1];
  const url = fileUrl(largest.file_id);
  const label = message.caption || t("Picture");
  const picture = h("img", { src: url, alt: label, width: largest.width, height: largest.height, loading: "lazy" });
  const button = h("button", { type: "button", className: "photo", "aria-label": label, onclick: () => enlarge(url, label) }, picture);
  if (message.has_media_spoiler) {
    button.classList.add("veiled");
    button.addEventListener("click", (/** @type {Event} */ event) => button.classList.contains("veiled") && (event.stopImmediatePropagation(), button.classList.remove("veiled")), { capture: true });
  }
  return button;
}

/** @param {{file_id: string, duration: number}} sound @returns {HTMLElement} */
function player(sound) {
  const audio = new Audio();
  audio.preload = "none";
  audio.src = fileUrl(sound.file_id);
  const time = h("span", { className: "sound-time" }, minutes(sound.duration));
  const bars = Array.from({ length: 28 }, (_, i) => h("i", { style: { "--tall": `${25 + ((i * 37 + sound.duration * 11) % 70)}%` } }));
  const button = h("button", { type: "button", className: "sound-button", "aria-label": t("Play"), onclick: () => (audio.paused ? audio.play().catch(() => {}) : audio.pause()) }, icon("play"));
  const show = () => {
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    button.setAttribute("aria-label", t(audio.paused ? "Play" : "Pause"));
  };
  const progress = () => {
    const part = audio.duration > 0 ? audio.currentTime / audio.duration : 0;
    bars.forEach((bar, index) => bar.classList.toggle("heard", index / bars.length < part));
    time.textContent = minutes(audio.currentTime || sound.duration);
  };
  ["play", "pause", "ended"].forEach((name) => audio.addEventListener(name, show));
  audio.addEventListener("timeupdate", progress);
  return h("div", { className: "sound" }, button, h("span", { className: "wave", "aria-hidden": "true" }, bars), time);
}

/** @param {{file_id: string, file_name?: string, file_size?: number}} file */
function download(file) {
  const name = file.file_name || t("Document");
  return h("a", { className: "file", href: fileUrl(file.file_id), download: name, "aria-label": `${t("Download")}: ${name}` },
    h("span", { className: "file-icon" }, icon("file")),
    h("span", { className: "file-words" }, h("b", {}, name), h("small", {}, size(file.file_size ?? 0))));
}

/** @param {any} contact */
function card(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  const number = contact.phone_number.startsWith("+") ? contact.phone_number : `+${contact.phone_number}`;
  return h("div", { className: "card" }, h("span", { className: "file-icon" }, icon("person")),
    h("span", { className: "file-words" }, h("b", {}, name), h("a", { href: `tel:${number}` }, number)));
}

/** @param {any} venue */
function venue(venue) {
  return h("div", {}, mapTile(venue.location.latitude, venue.location.longitude), h("b", {}, venue.title), h("div", {}, venue.address));
}

/** @param {any} poll */
function pollCard(poll) {
  return h("div", { className: "poll" }, h("b", {}, poll.question), poll.options.map((/** @type {any} */ option) => h("div", {}, `○ ${option.text}`)));
}

/**
 * @param {any} message
 * @returns {HTMLElement | null} null when the message is text alone
 */
export function media(message) {
  if (message.photo) return photo(message);
  if (message.voice || message.audio) return player(message.voice || message.audio);
  if (message.video || message.video_note || message.animation) {
    const film = message.video || message.video_note || message.animation;
    return h("video", { className: "film", controls: true, preload: "metadata", src: fileUrl(film.file_id), "aria-label": t("Video") });
  }
  if (message.document) return download(message.document);
  if (message.venue) return venue(message.venue);
  if (message.location) return mapTile(message.location.latitude, message.location.longitude);
  if (message.contact) return card(message.contact);
  if (message.sticker) return h("div", { className: "sticker", role: "img", "aria-label": t("Sticker") }, message.sticker.emoji || "🙂");
  if (message.dice) return h("div", { className: "sticker" }, `${message.dice.emoji} ${message.dice.value}`);
  if (message.poll) return pollCard(message.poll);
  return null;
}

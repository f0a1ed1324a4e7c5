/**
 * Sheets for sending something other than text.
 *
 * @typedef {import("./phone.js").Phone} Phone
 */
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { act, upload } from "./net.js";
import { documentFile, picture, pictureFile, pictureNames, VOICE_SECONDS, voiceFile } from "./samples.js";
import { attempt, menu, sheet } from "./sheet.js";

/** @param {Phone} phone @param {"photo" | "voice" | "document"} kind @param {File[]} files @param {string} caption @param {number} [duration] */
async function send(phone, kind, files, caption, duration) {
  const replyTo = phone.composer.takeReply();
  await attempt(upload(phone.person.id, kind, files, caption, replyTo, duration));
}

/** @param {string} accept @param {boolean} multiple @param {(files: File[]) => void} chosen */
function fileInput(accept, multiple, chosen) {
  const input = h("input", { type: "file", accept, multiple, onchange: () => input.files.length && chosen([...input.files]) });
  return h("label", { className: "button choose-file" }, icon("file"), t("From this computer"), input);
}

/** @param {Phone} phone */
export function askPhotos(phone) {
  /** @type {Set<string>} */
  const chosen = new Set();
  const caption = h("input", { type: "text", maxLength: 1024, placeholder: t("Caption"), "aria-label": t("Caption") });
  const go = h("button", { type: "button", className: "primary", disabled: true, onclick: async () => {
    dialog.close();
    await send(phone, "photo", await Promise.all([...chosen].map(pictureFile)), caption.value);
  } }, t("Send {count}", { count: 0 }));
  const tiles = pictureNames.map((name) => {
    const small = picture(name);
    small.setAttribute("aria-hidden", "true");
    const tile = h("button", { type: "button", className: "tile", "aria-pressed": "false", onclick: () => {
      chosen.has(name) ? chosen.delete(name) : chosen.add(name);
      tile.setAttribute("aria-pressed", String(chosen.has(name)));
      go.disabled = chosen.size === 0;
      go.textContent = t("Send {count}", { count: chosen.size });
    } }, small, h("span", {}, t(name)));
    return tile;
  });
  const dialog = sheet(t("Photos"), phone.element, h("p", { className: "hint" }, t("Choose one or several; several go as an album.")),
    h("div", { className: "tiles" }, ...tiles), caption,
    h("div", { className: "row" }, fileInput("image/*", true, (files) => (dialog.close(), send(phone, "photo", files.slice(0, 10), caption.value))), go));
}

/** @param {Phone} phone */
export function askPlace(phone) {
  const { places } = phone.town;
  const latitude = h("input", { type: "number", step: "any", min: -90, max: 90, value: places[0]?.latitude ?? 0, "aria-label": t("Latitude") });
  const longitude = h("input", { type: "number", step: "any", min: -180, max: 180, value: places[0]?.longitude ?? 0, "aria-label": t("Longitude") });
  const go = (/** @type {number} */ north, /** @type {number} */ east) => {
    dialog.close();
    attempt(act(phone.person.id, "location", { latitude: north, longitude: east }));
  };
  const dialog = sheet(t("Where are you?"), phone.element,
    h("div", { className: "list" }, ...places.map((place) =>
      h("button", { type: "button", onclick: () => go(place.latitude, place.longitude) }, icon("place"), h("span", {}, place.name),
        h("small", {}, `${place.latitude.toFixed(3)}, ${place.longitude.toFixed(3)}`)))),
    h("div", { className: "row" }, latitude, longitude,
      h("button", { type: "button", onclick: () => go(Number(latitude.value), Number(longitude.value)) }, t("Send this point"))));
}

/** @param {Phone} phone */
export function askContact(phone) {
  const dialog = sheet(t("Share your phone number?"), phone.element,
    h("p", {}, t("The bot asks for the phone number of {name}.", { name: phone.person.name })),
    h("div", { className: "row end" },
      h("button", { type: "button", onclick: () => dialog.close() }, t("Cancel")),
      h("button", { type: "button", className: "primary", onclick: () => (dialog.close(), attempt(act(phone.person.id, "contact"))) }, t("Share"))));
}

/** @param {Phone} phone */
function askDocument(phone) {
  const sample = documentFile();
  const dialog = sheet(t("Document"), phone.element,
    h("div", { className: "list" }, h("button", { type: "button", onclick: () => (dialog.close(), send(phone, "document", [sample], "")) },
      icon("file"), h("span", {}, t("A sample: {name}", { name: sample.name })))),
    h("div", { className: "row" }, fileInput("", false, (files) => (dialog.close(), send(phone, "document", files, "")))));
}

/** @param {Phone} phone */
async function sendVoice(phone) {
  await send(phone, "voice", [await voiceFile()], "", VOICE_SECONDS);
}

/** @param {Phone} phone @param {HTMLElement} anchor */
export function attachMenu(phone, anchor) {
  menu(anchor, [
    { label: t("Photos"), picture: "picture", run: () => askPhotos(phone) },
    { label: t("Voice message"), picture: "voice", hint: t("A sample of {seconds} seconds", { seconds: VOICE_SECONDS }), run: () => attempt(sendVoice(phone)) },
    { label: t("Document"), picture: "file", run: () => askDocument(phone) },
    { label: t("Location"), picture: "place", run: () => askPlace(phone) },
    { label: t("Contact"), picture: "person", run: () => askContact(phone) },
    { label: t("Sticker"), picture: "sun", run: () => attempt(act(phone.person.id, "sticker", { emoji: "👍" })) },
  ]);
}

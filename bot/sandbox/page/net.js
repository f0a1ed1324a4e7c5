/**
 * Talking to the sandbox's control routes.
 *
 * @typedef {{id: number, name: string, label: string, label_zh: string, group: string, language: string, colour: string, emoji: string}} Person
 * @typedef {{name: string, latitude: number, longitude: number}} Place
 * @typedef {{now: string, zone: string, next: {at: string, what: string} | null}} TownTime
 * @typedef {{bot: {id: number, username: string, first_name: string}, town: string, people: Person[], phones: number[],
 *            places: Place[], clock: TownTime, desk: boolean}} Town
 * @typedef {{id: string, text: string, show_alert: boolean, url: string}} Toast
 * @typedef {{messages: any[], earlier: boolean, commands: {command: string, description: string}[], typing: string | null,
 *            blocked: boolean, keyboard: any, toasts: Toast[]}} Chat
 */

/** What the server said was wrong, in a sentence. */
export class Refused extends Error {}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<any>}
 */
async function call(path, options) {
  const response = await fetch(path, { cache: "no-store", ...options });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error || `${response.status} ${response.statusText}`);
  return body;
}

/** @param {string} path @param {any} body */
const post = (path, body) =>
  call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** @returns {Promise<Town>} */
export const town = () => call("/sandbox/town");

/** @param {number} person @param {number} limit newest messages wanted @returns {Promise<Chat>} */
export const chat = (person, limit) => call(`/sandbox/people/${person}/chat?limit=${limit}`);

/**
 * Acts as a person: `says`, `edits`, `presses`, `location`, `contact`, `blocks`, `unblocks`.
 * @param {number} person @param {string} what @param {any} [body]
 */
export const act = (person, what, body = {}) => post(`/sandbox/people/${person}/${what}`, body);

/**
 * @param {number} person
 * @param {"photo" | "voice" | "document"} kind several photos make an album
 * @param {File[]} files
 * @param {string} caption
 * @param {number | null} replyTo
 */
export function upload(person, kind, files, caption, replyTo) {
  const form = new FormData();
  form.set("kind", kind);
  form.set("caption", caption);
  if (replyTo) form.set("reply_to", String(replyTo));
  files.forEach((file) => form.append("file", file, file.name));
  return call(`/sandbox/people/${person}/files`, { method: "POST", body: form });
}

/** @param {string} name @param {string} language @returns {Promise<Person>} */
export const addPerson = (name, language) => post("/sandbox/people", { name, language });

/** @returns {Promise<TownTime>} */
export const clock = () => call("/sandbox/clock");

/** @param {{seconds: number} | {next: true}} by @returns {Promise<TownTime>} */
export const moveClock = (by) => post("/sandbox/clock", by);

/** @returns {Promise<any>} */
export const faults = () => call("/sandbox/faults");

/** @param {any} wanted @returns {Promise<any>} */
export const setFaults = (wanted) => post("/sandbox/faults", wanted);

/** @param {string} fileId */
export const fileUrl = (fileId) => `/sandbox/files/${encodeURIComponent(fileId)}`;

/**
 * @param {(change: {kind: string, person?: number, arrived?: number, listens?: boolean}) => void} onChange
 * @param {(up: boolean) => void} onLine called when the stream opens or breaks; the browser reconnects by itself
 */
export function follow(onChange, onLine) {
  const source = new EventSource("/sandbox/changes");
  source.onopen = () => onLine(true);
  source.onerror = () => onLine(false);
  source.onmessage = (event) => onChange(JSON.parse(event.data));
}

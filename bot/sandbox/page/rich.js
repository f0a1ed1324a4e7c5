/**
 * A message's text and entities as elements. Offsets count UTF-16 units, as JavaScript's strings do.
 *
 * @typedef {{type: string, offset: number, length: number, url?: string, language?: string, user?: any}} Entity
 * @typedef {{command: (text: string) => void, start: (payload: string) => void, botName: string}} LinkActions
 */
import { h } from "./dom.js";
import { t } from "./i18n.js";

/** @type {Record<string, string>} */
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

/** They stand on lines of their own, so the line break after them is theirs. */
const BLOCKS = ["pre", "blockquote", "expandable_blockquote"];

/**
 * @param {string} href as the bot gave it
 * @returns {URL | null} null for schemes that could run something
 */
function safeUrl(href) {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(href) ? href : `https://${href}`);
    return ["http:", "https:", "tel:", "mailto:", "tg:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/**
 * The `start` payload of a link to this bot; null for any other link, "" for one without payload.
 * @param {string} href @param {string} botName @returns {string | null}
 */
export function startPayload(href, botName) {
  const url = safeUrl(href);
  if (!url) return null;
  const name = url.protocol === "tg:" ? url.searchParams.get("domain") : ["t.me", "telegram.me"].includes(url.hostname) ? url.pathname.slice(1) : null;
  return name?.toLowerCase() === botName.toLowerCase() ? url.searchParams.get("start") ?? "" : null;
}

/** @param {string} href @param {LinkActions} actions @param {(Node | string)[]} inner */
export function link(href, actions, inner) {
  const url = safeUrl(href);
  if (!url) return h("span", {}, inner);
  const payload = startPayload(href, actions.botName);
  if (payload !== null)
    return h("a", { href: "#", onclick: (/** @type {Event} */ event) => (event.preventDefault(), actions.start(payload)) }, inner);
  return h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, inner);
}

/** @param {(Node | string)[]} inner */
function spoiler(inner) {
  const hidden = h("span", { className: "spoiler", tabIndex: 0, role: "button", "aria-label": t("Hidden text, press to show") }, inner);
  const show = () => {
    hidden.classList.add("shown");
    hidden.removeAttribute("role");
    hidden.removeAttribute("aria-label");
  };
  hidden.addEventListener("click", show);
  hidden.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), show()));
  return hidden;
}

/** @param {(Node | string)[]} inner */
function expandable(inner) {
  const quote = h("blockquote", { className: "expandable" }, h("div", { className: "quoted" }, inner));
  const more = h("button", { type: "button", className: "quote-more", "aria-expanded": "false" }, t("Show all"));
  more.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    more.textContent = t(open ? "Show less" : "Show all");
    more.setAttribute("aria-expanded", String(open));
  });
  quote.append(more);
  return quote;
}

/**
 * @param {Entity} entity @param {string} text what it covers @param {(Node | string)[]} inner @param {LinkActions} actions
 * @returns {Node}
 */
function wrap(entity, text, inner, actions) {
  if (entity.type in TAGS) return h(TAGS[entity.type], {}, inner);
  switch (entity.type) {
    case "pre": return h("pre", {}, h("code", { data: { language: entity.language ?? "" } }, inner));
    case "blockquote": return h("blockquote", {}, inner);
    case "expandable_blockquote": return expandable(inner);
    case "spoiler": return spoiler(inner);
    case "text_link": return link(entity.url ?? "", actions, inner);
    case "url": return link(text, actions, inner);
    case "email": return link(`mailto:${text}`, actions, inner);
    case "phone_number": return link(`tel:${text.replace(/[^+\d]/g, "")}`, actions, inner);
    case "bot_command":
      return h("a", { href: "#", onclick: (/** @type {Event} */ event) => (event.preventDefault(), actions.command(text)) }, inner);
    case "mention": case "hashtag": case "cashtag": case "text_mention": return h("span", { className: "mention" }, inner);
    default: return h("span", {}, inner);
  }
}

/**
 * @param {string} text
 * @param {Entity[]} entities
 * @param {LinkActions} actions
 * @returns {(Node | string)[]}
 */
export function rich(text, entities, actions) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  /** @param {number} from @param {number} to @returns {(Node | string)[]} */
  const part = (from, to) => {
    /** @type {(Node | string)[]} */
    const out = [];
    let at = from;
    while (sorted.length && sorted[0].offset < to) {
      const entity = /** @type {Entity} */ (sorted.shift());
      const end = Math.min(entity.offset + entity.length, to);
      if (entity.offset < at || end <= entity.offset) continue;
      if (entity.offset > at) out.push(text.slice(at, entity.offset));
      out.push(wrap(entity, text.slice(entity.offset, end), part(entity.offset, end), actions));
      at = BLOCKS.includes(entity.type) && text[end] === "\n" ? end + 1 : end;
    }
    if (at < to) out.push(text.slice(at, to));
    return out;
  };
  return part(0, text.length);
}

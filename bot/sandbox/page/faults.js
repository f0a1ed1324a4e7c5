/**
 * A bad day on demand: slow answers, refusals, server errors.
 */
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { faults as loadFaults, setFaults } from "./net.js";
import { attempt, notice, sheet } from "./sheet.js";

/** @param {string} title @param {string} hint @param {number} value @param {{max: number, step: number}} range */
function field(title, hint, value, { max, step }) {
  const input = h("input", { type: "number", min: 0, max, step, value });
  return { input, row: h("label", { className: "fault" }, h("span", {}, h("b", {}, t(title)), h("small", {}, t(hint))), input) };
}

export async function showFaults() {
  const now = await attempt(loadFaults());
  if (!now) return;
  const slow = field("Slow answers", "seconds before each answer", now.latency, { max: 30, step: 0.5 });
  const many = field("Too many requests (429)", "next calls refused", now.too_many, { max: 1000, step: 1 });
  const broken = field("Server errors (5xx)", "next calls failing", now.server_errors, { max: 1000, step: 1 });
  const send = async (/** @type {number[]} */ [latency, tooMany, serverErrors]) => {
    const done = await attempt(setFaults({ latency, too_many: tooMany, server_errors: serverErrors }));
    if (done) dialog.close(), notice(t("Applied."));
  };
  const dialog = sheet(t("Telegram on a bad day"), null,
    h("p", { className: "hint" }, t("What the bot should live through. Nothing leaves this computer.")),
    slow.row, many.row, broken.row,
    h("p", { className: "hint" }, t("To block the bot as one person, use the menu of that person’s phone.")),
    h("div", { className: "row end" },
      h("button", { type: "button", onclick: () => send([0, 0, 0]) }, t("All well again")),
      h("button", { type: "button", className: "primary", onclick: () => send([slow, many, broken].map((each) => Number(each.input.value))) }, t("Apply"))));
}

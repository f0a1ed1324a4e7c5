/* Keys and small conveniences. Every page works without this file. */
"use strict";

const typing = (target) => target.closest("input, textarea, select");

function walk(step) {
  const links = [...document.querySelectorAll("[data-walk] a")];
  const at = links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = links[at + step];
  if (next) location.assign(next.href);
}

function open(key) {
  const found = document.querySelector(`details[data-key="${key}"]`);
  if (!found) return false;
  found.open = true;
  found.scrollIntoView({ block: "nearest" });
  const field = found.querySelector("select, textarea, input:not([type=hidden]), button");
  if (field) field.focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) event.target.blur();
  if (typing(event.target)) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (!open(event.key)) return;
  event.preventDefault();
});

const everything = document.querySelector("[data-all]");
if (everything) {
  everything.hidden = false;
  everything.addEventListener("change", () => {
    for (const box of document.querySelectorAll("input[name=case]")) box.checked = everything.checked;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/* What was typed is not lost by a wrong click. */
let changed = false;
document.addEventListener("input", (event) => {
  if (event.target.matches("textarea")) changed = Boolean(event.target.value.trim());
});
document.addEventListener("submit", (event) => {
  changed = false;
  const busy = event.submitter && event.submitter.dataset.busy;
  if (busy) event.submitter.textContent = busy;
  const sent = event.target.elements.kind ? [] : event.target.querySelectorAll("button");
  for (const button of sent) setTimeout(() => (button.disabled = true), 0);
});
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

const current = document.querySelector("[data-walk] [aria-current]");
if (current) current.scrollIntoView({ block: "nearest" });

/* What moves by itself is looked at again, as long as the page is seen. */
async function renew() {
  const part = document.querySelector("[data-renew]");
  if (!part) return;
  const seconds = Number(part.dataset.renew);
  if (!document.hidden && !part.contains(document.activeElement)) {
    const answer = await fetch(location.pathname).catch(() => null);
    const page = answer && answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const fresh = page && page.querySelector("main .case");
    if (fresh && !part.contains(document.activeElement)) part.replaceWith(fresh);
  }
  setTimeout(renew, 1000 * seconds);
}
setTimeout(renew, 3000);

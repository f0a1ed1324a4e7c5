/* Telegram puts what it says of who opened a Mini App behind the # of its address: sent on as a form. */
"use strict";

const form = document.getElementById("app");
const address = location.href;
const said = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
if (form && said) {
  history.replaceState(null, "", location.pathname);
  form.elements.said.value = said;
  if ("TelegramWebviewProxy" in window) form.submit();
  else {
    /* Anybody can make a link with what Telegram said of them: in a browser one comes in by a press only. */
    form.hidden = false;
    document.getElementById("elsewhere").hidden = true;
  }
  /* In a frame of Telegram's pages no cookie is kept, and what it opens stays in its sandbox: Telegram opens the window.
     Who may frame this page, its headers say. */
  if (window.top !== window) form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = { eventType: "web_app_open_link", eventData: { url: address } };
    window.parent.postMessage(JSON.stringify(asked), "*");
  });
}

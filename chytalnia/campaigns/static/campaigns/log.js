// A line written without a connection waits in the browser and goes off by itself; its key lets the server take it once. The page
// works without this script.
import { newKey, notes } from "../core/js/outbox.js";

const kept = notes("chytalnia-campaigns");
const form = document.querySelector("[data-line-form]");
const note = document.querySelector("[data-line-note]");

const say = (text, kind = "info") => {
  if (!note) return;
  note.textContent = text;
  note.className = `notice ${kind}`;
  note.hidden = !text;
};

const send = async (one) => {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), 30000);
  try {
    const body = new FormData();
    for (const [name, value] of one.fields) body.append(name, value);
    // The token of the page that is open now: that of the page where it was written may be over.
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) body.set("csrfmiddlewaretoken", token.value);
    const answer = await fetch(one.url, { method: "POST", body, headers: { Accept: "application/json" }, signal: limit.signal });
    const told = (answer.headers.get("content-type") || "").includes("json") ? await answer.json() : {};
    if (answer.ok && told.url) return { how: "sent", url: told.url };
    if (told.refused) return { how: "refused", text: told.refused };
    return { how: "later" };
  } catch {
    return { how: "later" };
  } finally {
    clearTimeout(timer);
  }
};

const flush = async () => {
  let sent = false;
  for (const one of await kept.all()) {
    const answer = await send(one);
    if (answer.how === "later") {
      say(note?.dataset.kept);
      return;
    }
    await kept.drop(one.key);
    if (answer.how === "refused") say(answer.text, "warning");
    else sent = true;
  }
  if (sent) window.location.reload();
};

form?.addEventListener("submit", async (event) => {
  if (navigator.onLine) return; // the page itself sends it
  event.preventDefault();
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  await kept.put({ key: form.elements.key.value, url: window.location.pathname, fields });
  form.elements.key.value = newKey();
  form.elements.amount.value = "";
  say(note?.dataset.kept);
});

window.addEventListener("online", flush);
if (navigator.onLine) flush().catch(() => {});

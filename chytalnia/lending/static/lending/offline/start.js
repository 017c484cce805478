// The desk without a line, begun: lets the device in, opens it by its passphrase, then listens to the scanner.
import { Line, ask } from "./line.js";
import * as page from "./page.js";
import { many, say } from "./say.js";
import * as store from "./store.js";
import { Till } from "./till.js";
import * as vault from "./vault.js";

const root = document.querySelector("[data-offline]");
const form = (name) => root.querySelector(`[data-form="${name}"]`);
const doors = { open: root.dataset.open, known: root.dataset.known, told: root.dataset.told };
const till = new Till();
const line = new Line(till, doors, () => draw());
const box = form("scan").elements.code;
const queue = [];
let desk = null;
let expired = false;
let touched = Date.now();
let working = false;

const draw = async () => {
  if (!till.key) return;
  desk = (await store.meta("desk")) ?? desk;
  till.by = page.staff(till, till.by ?? (await store.meta("by")) ?? null);
  page.line(line, till, desk, expired);
  page.one("desk-unit", root.querySelector('[data-view="desk"]')).textContent = [desk?.unit, desk?.name].filter(Boolean).join(" · ");
  page.mode(till);
  page.reader(till, () => { till.closeReader(); told({}); });
  page.acts(till);
  page.looks(till, async (key) => { await till.seen(key); draw(); });
  page.consents(till);
  root.dataset.waiting = till.waiting().length;
  root.dataset.state = line.state;
};

const told = (answer) => {
  page.answer(answer, (choice) => deal(choice.run));
  draw();
  box.focus();
};

// One deed after another, each on the disk before the next is begun.
const deal = async (work) => {
  queue.push(work);
  if (working) return;
  working = true;
  while (queue.length) {
    try {
      told(await queue.shift()());
    } catch (error) {
      console.warn(error);
      told({ tone: "bad", title: say("not_kept"), lines: [] });
    }
  }
  working = false;
  if (till.waiting().length && line.state !== "off") line.contact();
};

// Letting in, opening, locking

const showLocked = async () => {
  const answers = new Set((await store.answers()).map((each) => each.key));
  const waiting = (await store.journal()).filter((each) => !answers.has(each.key)).length;
  const place = root.querySelector('[data-view="locked"]');
  page.one("desk-name", place).textContent = desk?.name ?? "";
  page.one("desk-unit", place).textContent = desk?.unit ?? "";
  page.one("locked-waiting", place).textContent = waiting ? many("wait", waiting) : "";
  page.view("locked");
  form("unlock").elements.passphrase.focus();
};

const showNew = async (code = "") => {
  const answers = new Set((await store.answers()).map((each) => each.key));
  const waiting = (await store.meta("lock")) ? (await store.journal()).filter((each) => !answers.has(each.key)).length : 0;
  for (const part of form("new").querySelectorAll("[data-old]")) part.hidden = !waiting;
  form("new").querySelector("p[data-old]").textContent = waiting ? `${many("wait", waiting)} ${say("old_passphrase")}` : "";
  form("new").elements.code.value = code;
  page.view("new");
  form("new").elements[code ? "passphrase" : "code"].focus();
};

const begin = async (key) => {
  await till.open(key);
  touched = Date.now();
  page.view("desk");
  await draw();
  box.focus();
  line.state = "unknown";
  line.contact();
};

const lock = async () => {
  till.close();
  clearTimeout(line.timer);
  page.answer({}, () => {});
  form("register").reset();
  form("register").hidden = true;
  for (const name of ["reader", "acts", "looks-list", "consents"]) page.one(name).replaceChildren();
  await showLocked();
};

const fault = (where, text) => { page.one("fault", where).textContent = text; };

form("unlock").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { passphrase } = event.target.elements;
  fault(event.target, say("unlocking"));
  const key = await vault.unlock(await store.meta("lock"), passphrase.value);
  passphrase.value = "";
  fault(event.target, key ? "" : say("wrong_passphrase"));
  if (!key) return passphrase.focus();
  await forgetOld();
  return begin(key);
});

form("new").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { code, passphrase, again, lose } = event.target.elements;
  const secret = passphrase.value;
  if (secret.length < 8 || /^\d+$/.test(secret) || /^(.)\1*$/.test(secret)) return fault(event.target, say("weak"));
  if (secret !== again.value) return fault(event.target, say("differ"));
  fault(event.target, say("unlocking"));
  const old = await store.meta("lock");
  const answers = new Set((await store.answers()).map((each) => each.key));
  const lines = await store.journal();
  const waits = lines.some((each) => !answers.has(each.key));
  let key = old ? await vault.unlock(old, secret) : null;
  if (old && !key && waits && !lose.checked) return fault(event.target, say("old_passphrase"));
  let opened;
  try {
    opened = await ask(doors.open, { code: code.value });
  } catch {
    return fault(event.target, say("no_answer"));
  }
  if (opened.status === 429) return fault(event.target, say("too_often"));
  if (opened.status !== 200) return fault(event.target, say("wrong_code"));
  if (!key) {
    const made = await vault.make(secret);
    key = made.key;
    await store.forget(["known", "token", "desk"]);
    await store.letGo(lines);
    await store.keep({ lock: made.lock });
  }
  const { token, name, unit } = opened.told;
  await store.keep({ token: await vault.seal(key, { token }), desk: { name, unit, days: 7, lock: 15, seen: "" } });
  history.replaceState(null, "", location.pathname);
  passphrase.value = again.value = code.value = "";
  fault(event.target, say("filling"));
  await navigator.storage?.persist?.().catch(() => false);
  await begin(key);
  fault(event.target, "");
});

// At the desk

const forgetOld = async () => {
  if (!desk?.seen || Date.now() - Date.parse(desk.seen) < desk.days * 86_400_000) return;
  await store.forget(["known"]);
  expired = true;
};

form("scan").addEventListener("submit", (event) => {
  event.preventDefault();
  const code = box.value;
  box.value = "";
  if (code.trim()) deal(() => till.scan(code));
});

const turn = (returning) => deal(async () => { till.returning = returning; if (returning) till.reader = null; return {}; });

const openRegister = () => {
  const place = form("register");
  place.hidden = false;
  place.elements.card.focus();
};

const closeRegister = () => {
  form("register").reset();
  form("register").hidden = true;
  for (const each of form("register").querySelectorAll("[data-fault-of]")) each.textContent = "";
  box.focus();
};

form("register").addEventListener("submit", (event) => {
  event.preventDefault();
  const { elements } = event.target;
  const names = ["card", "surname", "name", "patronymic", "birth_date", "phone", "surety_name", "surety_phone"];
  const data = { ...Object.fromEntries(names.map((name) => [name, elements[name].value])), consent: elements.consent.checked };
  const faults = till.faults(data);
  for (const each of event.target.querySelectorAll("[data-fault-of]")) each.textContent = faults[each.dataset.faultOf] ?? "";
  const [first] = Object.keys(faults);
  if (first) return elements[first].focus();
  closeRegister();
  deal(() => till.register(data));
});

const acts = {
  lend: () => turn(false), return: () => turn(true), register: openRegister, "no-register": closeRegister,
  send: () => line.contact({ fresh: true }), lock, renew: () => showNew(),
};
root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button && acts[button.dataset.act]) acts[button.dataset.act]();
  else if (till.key && !event.target.closest("a, button, input, select, textarea, label, summary, form")) box.focus();
});

page.one("by").addEventListener("change", async (event) => {
  till.by = Number(event.target.value);
  await store.keep({ by: till.by });
  box.focus();
});

document.addEventListener("keydown", (event) => {
  touched = Date.now();
  if (!till.key || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "F2") { event.preventDefault(); box.focus(); box.select(); }
  if (event.key === "F4") { event.preventDefault(); turn(!till.returning); }
  if (event.key === "Escape") {
    event.preventDefault();
    if (!form("register").hidden) return closeRegister();
    box.value = "";
    deal(async () => till.closeReader());
  }
});
document.addEventListener("pointerdown", () => { touched = Date.now(); });

const guard = () => { if (till.key && Date.now() - touched > (desk?.lock ?? 15) * 60_000) lock(); };
setInterval(guard, 10_000);
document.addEventListener("visibilitychange", () => { if (!document.hidden) { guard(); line.contact(); } });
window.addEventListener("online", () => line.contact());
window.addEventListener("offline", () => line.contact());
window.addEventListener("hashchange", () => { if (location.hash.length > 8) showNew(decodeURIComponent(location.hash.slice(1))); });

const start = async () => {
  if (!vault.works()) {
    page.one("broken").textContent = say("no_crypto");
    return page.view("broken");
  }
  await navigator.serviceWorker?.register(root.dataset.worker, { scope: "/offline/" }).catch((error) => console.warn(error));
  desk = (await store.meta("desk")) ?? null;
  await forgetOld();
  const code = decodeURIComponent(location.hash.slice(1));
  const isIn = (await store.meta("lock")) && (await store.meta("token"));
  if (code.length >= 12) return showNew(code);
  if (isIn || ((await store.meta("lock")) && desk)) return showLocked();
  return showNew();
};
start();

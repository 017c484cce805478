// The door on a phone. A tap is shown at once and told when there is a line; what is not told yet stays in the phone, by its
// key, so that telling it twice counts it once. The list is kept locked by the address of the page, which is nowhere on the
// phone's disk: whoever finds the phone without the address reads no name, and after the event nothing is left.
import { newKey, notes } from "../core/js/outbox.js";
import { open, seal } from "../lending/offline/vault.js";

const door = document.querySelector("[data-door]");
const isShell = "shell" in (door?.dataset ?? {});
const taps = notes("door-taps");
const lists = notes("door-lists");
const text = new TextEncoder();
// A hand that stands at one door looks at it every so often; another phone may have ticked somebody off.
const FRESH = 15_000;

const one = (selector, root = door) => root.querySelector(selector);
const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const digest = async (words) => hex(await crypto.subtle.digest("SHA-256", text.encode(words)));
const say = (words) => { one("[data-state]").textContent = words; };
const write = (selector, words, root = door) => { const place = one(selector, root); if (place) place.textContent = words; };

// At the desk the address is no secret; the tab remembers what opens the list, and forgets it with the tab.
const secret = () => {
  const found = door.dataset.token || sessionStorage.getItem(`door:${location.pathname}`) || /\/door\/([^/]+)\/$/.exec(location.pathname)?.[1] || "";
  if (door.dataset.token) sessionStorage.setItem(`door:${location.pathname}`, found);
  return found;
};

let place = "";
let key = null;
let list = null;
let memory = null;
let sending = false;

const lock = async () => {
  const token = secret();
  if (!token || !globalThis.crypto?.subtle) return;
  place = (await digest(`door:${token}`)).slice(0, 32);
  const plain = await crypto.subtle.importKey("raw", text.encode(token), "HKDF", false, ["deriveKey"]);
  key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: text.encode("door"), info: new Uint8Array() }, plain, { name: "AES-GCM", length: 256 }, false,
    ["encrypt", "decrypt"],
  );
};

const keepList = async () => {
  if (key && list) await lists.put({ key: place, until: Date.parse(list.until), box: await seal(key, list) });
};

// Lists of events that are long over go, whichever event the phone is at now.
const forgetOld = async () => {
  const old = (await lists.all()).filter((each) => !(each.until > Date.now())).map((each) => each.key);
  if (old.length) await lists.drop(...old);
};

const waiting = async () => {
  if (memory) return memory;
  const mine = (await taps.all()).filter((tap) => tap.place === place);
  return mine.sort((one, other) => one.n - other.n).map((tap) => tap.act);
};
const keep = async (act) => {
  try {
    if (!place || memory) throw new Error("nothing is kept");
    await taps.put({ key: act.key, place, n: Date.now(), act });
  } catch {
    // A phone that keeps nothing still tells while the page is open.
    memory = [...(memory ?? []), act];
  }
};
const drop = async (keys) => {
  if (memory) memory = memory.filter((act) => !keys.includes(act.key));
  else if (keys.length) await taps.drop(...keys);
};

// Drawing. What the server wrote is filled in; what it did not know yet is made of the pieces.

const piece = (name) => one(`template[data-piece="${name}"]`).content.firstElementChild.cloneNode(true);

const bandsInto = (root, bands, slot = "") => {
  for (const band of bands) {
    let row = one(`[data-band="${band.code}"]`, root);
    if (!row) {
      row = piece("band");
      row.dataset.band = band.code;
      one("[name=audience]", row).value = band.code;
      if (slot) {
        const named = document.createElement("input");
        Object.assign(named, { type: "hidden", name: "slot", value: slot });
        one("form", row).prepend(named);
      }
      write(".door-band", band.label, row);
      for (const button of row.querySelectorAll("button")) button.setAttribute("aria-label", `${band.label} ${button.textContent}`);
      root.append(row);
    }
    write("output", band.number, row);
  }
};

const drawRow = (told) => {
  let row = one(`[data-code="${CSS.escape(told.code)}"]`);
  if (!row) {
    row = piece("row");
    row.dataset.code = told.code;
    write("[data-who]", told.who, row);
    write("[data-number]", told.code, row);
    write("[data-seats]", told.seats, row);
    one("[name=ticket]", row).value = told.code;
    one("[name=number]", row).value = told.seats;
    for (const name of row.querySelectorAll("[data-who-too]")) name.textContent = `: ${told.who}`;
    one("[data-rows]").append(row);
  }
  row.dataset.stateOf = told.state;
  one('[value="came"]', row)?.toggleAttribute("hidden", told.state === "came");
  one('[value="back"]', row)?.toggleAttribute("hidden", told.state !== "came");
  one('[data-badge="waiting"]', row)?.toggleAttribute("hidden", told.state !== "waiting");
};

const drawSlot = (told) => {
  let slot = one(`[data-slot="${told.pk}"]`);
  if (!slot) {
    slot = piece("slot");
    slot.dataset.slot = told.pk;
    write("[data-hall]", told.hall, slot);
    write("[data-hours]", told.hours, slot);
    write("[data-slot-title]", told.title, slot);
    slot.open = Date.parse(told.from) <= Date.now() && Date.now() < Date.parse(told.until);
    one("[data-slots]").append(slot);
  }
  bandsInto(one("ul", slot), told.bands, String(told.pk));
  write("[data-slot-total]", told.total, slot);
};

const draw = () => {
  for (const name of ["total", "came", "walked", "expected"]) write(`[data-${name}]`, Math.max(0, list[name]));
  bandsInto(one("[data-bands]"), list.bands);
  list.rows.forEach(drawRow);
  if (one("[data-slots]")) {
    list.slots.forEach(drawSlot);
    one("[data-slots-part]").hidden = !list.slots.length;
  }
  const nobody = one("[data-nobody]");
  if (nobody) nobody.hidden = Boolean(list.rows.length);
  const find = one("[data-find]");
  find.hidden = list.rows.length < 6;
};

// What a tap changes in the list that this phone knows.
const note = (act) => {
  const add = (bands, into) => {
    const band = bands.find((each) => each.code === act.audience);
    if (band) band.number = Math.max(0, band.number + act.number);
    into();
  };
  if (act.kind === "walk_in" && act.slot) {
    const slot = list.slots.find((each) => String(each.pk) === String(act.slot));
    if (slot) add(slot.bands, () => { slot.total = Math.max(0, slot.total + act.number); });
    return;
  }
  if (act.kind === "walk_in") return add(list.bands, () => { list.walked += act.number; list.total += act.number; });
  const row = list.rows.find((each) => each.code === act.ticket || each.mark === act.mark);
  if (!row || (row.state === "came") === (act.kind === "came")) return;
  const change = act.kind === "came" ? act.number : -act.number;
  row.state = act.kind === "came" ? "came" : "booked";
  list.came += change;
  list.total += change;
};

const over = async () => {
  await lists.drop(place);
  for (const row of door.querySelectorAll("[data-rows] > li")) row.remove();
  list = null;
  say(door.dataset.over);
};

// Telling.

const sent = async (acts) => {
  // The volunteer's address needs no cookie; the desk's does, and its page brings what proves that it is ours.
  const proof = list?.proof || "";
  const answer = await fetch(door.dataset.door, {
    method: "POST", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(20_000),
    headers: { "Content-Type": "application/json", "X-CSRFToken": proof }, body: JSON.stringify({ acts }),
  });
  if (answer.type === "opaqueredirect" || answer.status === 403) return null;
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
};

const tell = async () => {
  if (sending || !door.dataset.door) return;
  sending = true;
  let again = FRESH;
  try {
    const acts = (await waiting()).slice(0, 200);
    const told = await sent(acts);
    if (told === null) say(door.dataset.shut);
    else {
      await drop(told.acts.map((act) => act.key));
      const refused = told.acts.find((act) => act.error);
      const left = await waiting();
      if (told.list && list) {
        list = { ...told.list, act: list.act, proof: list.proof };
        left.forEach(note);
        draw();
        await keepList();
      }
      if (told.closed) await over();
      if (refused) say(refused.error);
      else if (!told.closed && acts.length) say(left.length ? "" : door.dataset.told);
      else if (one("[data-state]").dataset.lost) say(door.dataset.told);
      one("[data-state]").dataset.lost = "";
      if (left.length) again = 200;
    }
  } catch {
    const left = (await waiting()).length;
    say(left ? `${door.dataset.offline} ${door.dataset.waiting} ${left}` : door.dataset.offline);
    one("[data-state]").dataset.lost = "1";
    again = 3000;
  }
  sending = false;
  clearTimeout(tell.next);
  if (list) tell.next = setTimeout(() => { if (!document.hidden) tell(); }, again);
};

const tapped = async (form, submitter) => {
  const data = new FormData(form, submitter || undefined);
  const act = { key: newKey(), kind: data.get("kind"), at: new Date().toISOString(), number: Number(data.get("number") || 1) };
  if (act.kind === "walk_in") Object.assign(act, { audience: data.get("audience"), slot: data.get("slot") || "" });
  else act.ticket = String(data.get("ticket") || "").trim().replace(/\/+$/, "").split("/").pop();
  if (act.kind !== "walk_in") {
    if (!act.ticket) return;
    act.mark = globalThis.crypto?.subtle ? (await digest(act.ticket)).slice(0, 16) : "";
    const known = list?.rows.find((row) => row.code === act.ticket || row.mark === act.mark);
    if (known && !data.get("number")) act.number = known.seats;
    // What opens a ticket does not lie on the phone when its number says as much.
    if (known) act.ticket = known.code;
  }
  if (form.matches("[data-scan]")) {
    const box = one("[name=ticket]", form);
    box.value = "";
    box.focus();
  }
  await keep(act);
  if (list) {
    note(act);
    draw();
  }
  await keepList().catch(() => {});
  tell();
};

const start = async () => {
  if (isShell) navigator.storage?.persist?.().catch(() => false);
  await forgetOld().catch(() => {});
  await lock().catch(() => {});
  const written = document.getElementById("door-kept");
  if (written) {
    list = { ...JSON.parse(written.textContent), proof: one("[name=csrfmiddlewaretoken]")?.value };
    (await waiting().catch(() => [])).forEach(note);
    await keepList().catch(() => {});
  } else if (isShell && key) {
    const kept = await lists.find(place).catch(() => null);
    list = kept ? await open(key, kept.box).catch(() => null) : null;
    if (list) {
      door.dataset.door = list.act;
      door.hidden = false;
      one("[data-nothing]", document).remove();
      write("[data-title]", list.title, document);
      write("[data-when]", list.when, document);
      say(door.dataset.fromPhone);
      document.title = list.title;
    }
  }
  if ("closed" in door.dataset) return lists.drop(place).catch(() => {});
  if (!list) return;
  draw();

  door.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-tap]");
    if (!form) return;
    event.preventDefault();
    tapped(form, event.submitter);
  });
  const find = one("[data-find]");
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    for (const row of door.querySelectorAll("[data-code]")) row.hidden = Boolean(wanted) && !row.textContent.toLowerCase().includes(wanted);
  });
  addEventListener("online", tell);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tell(); });
  tell();

  if (!isShell && navigator.serviceWorker) {
    await navigator.serviceWorker.register(door.dataset.worker, { scope: location.pathname }).catch((error) => console.warn(error));
  }
};
if (door) start();

// Files in pieces: what is chosen in a field with `data-send` is sent at once, shows how far it is, waits while the line is
// broken and goes on where it stopped; the form then carries its key. Chosen again after a page was closed, the same file goes
// on, too. Without a script the form brings the file itself.

const PIECE = 1 << 20;
const WAITS = [1, 2, 4, 8, 15, 30];
const TUS = { "Tus-Resumable": "1.0.0" };
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
const words = () => document.querySelector("[data-sending-words]").dataset;

export class Refused extends Error {}

const inBase64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

function asked(method, address, headers = {}, body = null, { onPart, signal } = {}) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    for (const [name, value] of Object.entries({ ...TUS, "X-CSRFToken": token(), ...headers })) request.setRequestHeader(name, value);
    request.timeout = 120_000;
    request.upload.onprogress = (event) => onPart?.(event.loaded);
    request.onload = () => (request.status >= 500 || request.status === 429 ? failed(new Error("later")) : done(request));
    request.onerror = request.ontimeout = () => failed(new Error("line"));
    request.onabort = () => failed(new DOMException("", "AbortError"));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}

const offsetOf = (answer) => Number(answer.getResponseHeader("Upload-Offset"));

const pause = (seconds, signal) =>
  new Promise((done, failed) => {
    const timer = setTimeout(done, seconds * 1000);
    window.addEventListener("online", done, { once: true });
    signal?.addEventListener("abort", () => { clearTimeout(timer); failed(new DOMException("", "AbortError")); }, { once: true });
  });

// The way of one file; resolves to its key. Rejects with Refused, whose message is for people, or when it is aborted.
export async function send(file, { name = file.name, purpose, onPart, onBroken, signal }) {
  const mark = `sending ${purpose} ${name} ${file.size} ${file.lastModified ?? ""}`;
  const isKnown = file.lastModified !== undefined;
  let address = isKnown ? localStorage.getItem(mark) : null;
  let at = -1;
  let failures = 0;

  const begin = async () => {
    const told = `filename ${inBase64(name)},purpose ${inBase64(purpose)}`;
    const answer = await asked("POST", "/uploads/", { "Upload-Length": String(file.size), "Upload-Metadata": told }, null, { signal });
    if (answer.status !== 201) throw new Refused(answer.responseText);
    address = answer.getResponseHeader("Location");
    if (isKnown) localStorage.setItem(mark, address);
    return 0;
  };
  const stands = async () => {
    if (!address) return begin();
    const answer = await asked("HEAD", address, {}, null, { signal });
    return answer.status === 200 ? offsetOf(answer) : begin();
  };
  const goOn = async () => {
    const answer = await asked(
      "PATCH", address, { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(at) },
      file.slice(at, at + PIECE), { signal, onPart: (loaded) => onPart?.(at + loaded) },
    );
    if (answer.status === 204) return offsetOf(answer);
    // Somebody else's piece, or ours whose answer was lost: what the library has counts.
    if (answer.status === 409) return offsetOf(answer);
    if (answer.status === 423) throw new Error("later");
    if (answer.status === 404) { address = null; return begin(); }
    throw new Refused(answer.responseText);
  };

  while (at < file.size) {
    try {
      at = await (at < 0 ? stands() : goOn());
      failures = 0;
      onPart?.(at);
    } catch (fault) {
      if (fault instanceof Refused || fault.name === "AbortError") throw fault;
      onBroken?.();
      await pause(WAITS[Math.min(failures++, WAITS.length - 1)], signal);
      at = -1;
    }
  }
  if (isKnown) localStorage.removeItem(mark);
  return address.split("/").at(-2);
}

const megabytes = (bytes) =>
  new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(bytes / (1 << 20));
const said = (text, told) => text.replace(/\{(\w+)\}/g, (_all, name) => told[name]);

// What a person sees of it: a bar and a sentence, made beside the field.
function shown(input) {
  const box = document.createElement("div");
  box.className = "sending";
  const bar = document.createElement("progress");
  const line = document.createElement("p");
  line.className = "soft";
  line.setAttribute("role", "status");
  box.append(bar, line);
  input.parentElement.querySelector(".sending")?.remove();
  input.after(box);
  return {
    part(name, done, all) {
      bar.hidden = false;
      bar.max = all;
      bar.value = done;
      bar.setAttribute("aria-label", said(words().going, { name, done: megabytes(done), all: megabytes(all) }));
      line.className = "soft";
      line.textContent = said(words().going, { name, done: megabytes(done), all: megabytes(all) });
    },
    say(text, isWrong = false) {
      line.className = isWrong ? "field-error" : "soft";
      line.textContent = text;
    },
    end() { bar.remove(); },
    remove() { box.remove(); },
  };
}

const under = new Map();

async function bring(input) {
  under.get(input)?.stop.abort();
  const [file] = input.files;
  const stop = new AbortController();
  const form = input.form;
  const state = { stop, form };
  under.set(input, state);
  const look = shown(input);
  form.querySelector(`[name="${input.name}-sent"]`)?.remove();
  input.dispatchEvent(new CustomEvent("sending", { bubbles: true }));
  look.part(file.name, 0, file.size);
  try {
    const key = await send(file, {
      purpose: input.dataset.send, signal: stop.signal,
      onPart: (done) => look.part(file.name, done, file.size), onBroken: () => look.say(words().broken),
    });
    const sent = document.createElement("input");
    sent.type = "hidden";
    sent.name = `${input.name}-sent`;
    sent.value = key;
    input.after(sent);
    input.value = "";
    input.required = false;
    look.end();
    look.say(said(words().come, { name: file.name }));
  } catch (fault) {
    if (under.get(input) !== state) return;
    look.end();
    input.value = "";
    state.form.wanted = null;
    look.say(fault instanceof Refused && fault.message ? fault.message : words().broken, true);
  }
  if (under.get(input) !== state) return;
  under.delete(input);
  const waits = form.wanted;
  // Where a change is kept at once, what has come is one; a form that waits is sent whole.
  if (!waits) form.querySelector(`[name="${input.name}-sent"]`)?.dispatchEvent(new Event("change", { bubbles: true }));
  if (waits && ![...under.values()].some((one) => one.form === form)) form.requestSubmit(waits.isConnected ? waits : null);
}

document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches?.("input[type=file][data-send]") || !input.files.length || !document.querySelector("[data-sending-words]")) return;
  event.stopPropagation();
  bring(input);
}, true);

// A form that is sent while a file of it is under way waits for the file.
document.addEventListener("submit", (event) => {
  if (![...under.values()].some((one) => one.form === event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  event.target.wanted = event.submitter;
}, true);

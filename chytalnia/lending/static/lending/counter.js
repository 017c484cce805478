// The lending desk: scans wait in a line and are sent one after another, each with its own key, so that a scanner may be
// quicker than the server and an answer lost on the way does nothing twice. Without this script the form works as a form.
const counter = document.querySelector("[data-counter]");
const form = counter.querySelector("[data-counter-form]");
const box = form.querySelector("[data-scan]");
// By their own names: the two buttons are called "mode" too, and a list of three has no value that could be set.
const fields = { reader: form.querySelector("input[name=reader]"), mode: form.querySelector("input[name=mode]") };
const waiting = counter.querySelector("[data-counter-waiting]");
const line = [];
let sending = false;

let choosing = null;
let picking = 0;

const key = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16),
  );

// Tones that a person tells apart without looking: done, look here, refused.
const TUNES = { good: [[880, 0.08]], look: [[660, 0.1], [880, 0.1]], ask: [[520, 0.12]], bad: [[220, 0.18], [165, 0.25]] };
let sound = null;
const quiet = counter.querySelector("[data-quiet]");
try {
  quiet.checked = localStorage.getItem("lending-quiet") !== "1";
} catch {}
quiet.addEventListener("change", () => {
  try {
    localStorage.setItem("lending-quiet", quiet.checked ? "0" : "1");
  } catch {}
  box.focus();
});
const play = (tone) => {
  if (!quiet.checked || !TUNES[tone]) return;
  try {
    sound ??= new AudioContext();
    let at = sound.currentTime;
    for (const [pitch, length] of TUNES[tone]) {
      const voice = sound.createOscillator();
      const volume = sound.createGain();
      voice.type = tone === "bad" ? "square" : "sine";
      voice.frequency.value = pitch;
      volume.gain.setValueAtTime(0.12, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + length);
      voice.connect(volume).connect(sound.destination);
      voice.start(at);
      voice.stop(at + length);
      at += length + 0.02;
    }
  } catch {}
};

const tell = () => {
  waiting.hidden = line.length === 0;
  waiting.querySelector("b").textContent = line.length;
};

const show = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("[data-counter-state]");
  if (!fresh) return false;
  counter.querySelector("[data-counter-state]").replaceWith(fresh);
  for (const name of ["reader", "mode"]) fields[name].value = fresh.dataset[name];
  for (const tab of counter.querySelectorAll("[data-mode-tab]")) {
    tab.setAttribute("aria-pressed", String(tab.value === fresh.dataset.mode));
  }
  history.replaceState(null, "", fresh.dataset.address);
  const alive = counter.querySelector("[data-counter-told]");
  alive.textContent = fresh.querySelector("[data-counter-answer]")?.textContent.trim() ?? "";
  play(fresh.dataset.tone);
  countdown();
  return true;
};

const send = async () => {
  if (sending) return;
  sending = true;
  while (line.length) {
    const [job] = line;
    tell();
    const body = new FormData(job.form);
    for (const [name, value] of Object.entries(job.values)) body.set(name, value);
    // Where the page stands when the turn of this scan comes, not when it was read.
    for (const name of ["reader", "mode"]) if (!(name in job.values)) body.set(name, fields[name].value);
    let answer = null;
    for (let attempt = 0; attempt < 4 && !answer; attempt += 1) {
      try {
        const got = await fetch(job.form.action, {
          method: "POST", body, headers: { "X-Counter": "1" }, redirect: "follow", signal: AbortSignal.timeout(15000),
        });
        if (got.status === 403 || got.redirected) return location.reload();
        if (got.status < 500) answer = await got.text();
      } catch {}
      if (!answer) await new Promise((wake) => setTimeout(wake, 300 * 3 ** attempt));
    }
    if (answer === null || !show(answer)) {
      play("bad");
      counter.querySelector("[data-counter-lost]").hidden = false;
      counter.dispatchEvent(new CustomEvent("counter:lost", { bubbles: true, detail: { line: [...line] } }));
      sending = false;
      return;
    }
    counter.querySelector("[data-counter-lost]").hidden = true;
    line.shift();
  }
  tell();
  sending = false;
};

counter.addEventListener("submit", (event) => {
  const sent = event.target;
  if (!sent.matches("[data-counter-form], [data-counter-act]")) return;
  event.preventDefault();
  const values = { key: key() };
  if (event.submitter?.name) values[event.submitter.name] = event.submitter.value;
  if (sent === form) {
    if (event.submitter?.name === "mode") {
      fields.mode.value = event.submitter.value;
      values.code = "";
    } else {
      values.code = box.value;
      if (!values.code.trim()) return;
    }
    box.value = "";
  } else {
    values.reader = sent.elements.reader?.value ?? fields.reader.value;
  }
  line.push({ form: sent, values });
  send();
  choosing = null;
  box.focus();
});
counter.querySelector("[data-counter-again]").addEventListener("click", send);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    box.value = "";
    line.push({ form, values: { key: key(), code: "", reader: "" } });
    send();
    box.focus();
  } else if (event.key === "F9") {
    // Asked for and not given: F9, then the digit of the reason.
    event.preventDefault();
    const about = counter.querySelector("[data-counter-reasons]");
    if (about && !box.value.trim()) {
      about.querySelector("details").open = true;
      choosing = about;
    } else {
      const refusal = document.getElementById("counter-refuse");
      line.push({ form: refusal, values: { key: key(), text: box.value, reader: fields.reader.value } });
      box.value = "";
      send().then(() => { choosing = counter.querySelector("[data-counter-reasons]"); });
    }
  } else if (choosing && /^[1-9]$/.test(event.key) && !box.value) {
    // A scanner's digits come within milliseconds of each other; a finger's stays alone.
    clearTimeout(picking);
    const about = choosing;
    const digit = event.key;
    picking = setTimeout(() => {
      choosing = null;
      if (box.value === digit && about.isConnected) {
        box.value = "";
        about.querySelector(`[data-digit="${digit}"]`)?.click();
      }
    }, 150);
  } else if (event.key === "F4") {
    event.preventDefault();
    const mode = fields.mode.value === "return" ? "lend" : "return";
    fields.mode.value = mode;
    line.push({ form, values: { key: key(), code: "", mode } });
    send();
  }
});

// A minute to take an act back: the button says how long it still helps.
let clock = 0;
const countdown = () => {
  clearInterval(clock);
  const buttons = [...counter.querySelectorAll("[data-undo-for]")];
  if (!buttons.length) return;
  const from = Date.now();
  clock = setInterval(() => {
    let live = 0;
    for (const button of buttons) {
      const left = Number(button.dataset.undoFor) - Math.floor((Date.now() - from) / 1000);
      if (left <= 0) button.hidden = true;
      else live += 1;
    }
    if (!live) clearInterval(clock);
  }, 1000);
};
countdown();

// A click beside a field gives the scanner its box back.
counter.addEventListener("click", (event) => {
  if (!event.target.closest("a, button, input, select, textarea, label, summary")) box.focus();
});

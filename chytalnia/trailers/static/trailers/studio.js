// The studio with a script: a recording from the microphone goes to the library as soon as it is stopped, and what was
// written is not lost by leaving the page. Without a script the same forms are sent by their buttons.

import { send as bring } from "../media/sending.js";

const FORMS = [["audio/webm;codecs=opus", "webm"], ["audio/mp4", "mp4"], ["audio/ogg;codecs=opus", "ogg"], ["audio/webm", "webm"]];

function recorder(card) {
  const row = card.querySelector("[data-record-row]");
  const button = card.querySelector("[data-record]");
  const note = card.querySelector("[data-record-note]");
  const form = FORMS.find(([type]) => window.MediaRecorder?.isTypeSupported(type));
  if (!row || !form || !navigator.mediaDevices?.getUserMedia) return;
  row.hidden = false;
  let running = null;
  let clock = 0;

  const say = (text) => { note.textContent = text; };
  const show = (isOn) => {
    button.querySelector("span").textContent = isOn ? button.dataset.stop : button.dataset.begin;
    button.classList.toggle("studio-recording", isOn);
  };

  async function begin() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    } catch {
      say(button.dataset.refused);
      return;
    }
    const pieces = [];
    running = new MediaRecorder(stream, { mimeType: form[0] });
    running.ondataavailable = (event) => pieces.push(event.data);
    running.onstop = () => {
      clearInterval(clock);
      for (const track of stream.getTracks()) track.stop();
      running = null;
      show(false);
      send(new Blob(pieces, { type: form[0] }));
    };
    const from = Date.now();
    clock = setInterval(() => say(`${((Date.now() - from) / 1000).toFixed(1)} s`), 100);
    running.start();
    show(true);
  }

  // In pieces, as files are: what was spoken is not lost with the line.
  async function send(blob) {
    button.disabled = true;
    try {
      const key = await bring(blob, {
        name: `voice.${form[1]}`, purpose: "trailers.voice",
        onPart: (done) => say(`${Math.round((100 * done) / blob.size)} %`), onBroken: () => say(button.dataset.broken),
      });
      const data = new FormData();
      data.append("voice-sent", key);
      data.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
      const answer = await fetch(card.dataset.voice, { method: "POST", body: data });
      if (!answer.ok && answer.status !== 422) throw new Error(button.dataset.broken);
      const made = document.createElement("template");
      made.innerHTML = await answer.text();
      card.querySelector(".studio-voice").replaceWith(made.content);
      say("");
    } catch (fault) {
      say(fault.message || button.dataset.broken);
    }
    button.disabled = false;
  }

  button.addEventListener("click", () => (running ? running.stop() : begin()));
}

document.querySelectorAll("[data-voice]").forEach(recorder);

// A picture or a sound that was chosen is the picture or the sound of the scene: nobody has to say so a second time.
document.addEventListener("sending", (event) => {
  const own = event.target.closest("[data-picture]")?.querySelector("[type=radio][value=file]");
  if (own) own.checked = true;
});

// What square and upright films will show: the point as near to the middle of the cut as can be.
function crop(img, x, y) {
  const part = (at, whole, seen) => {
    const spare = whole - seen;
    return spare > 0 ? (100 * Math.min(spare, Math.max(0, (at / 100) * whole - seen / 2))) / spare : 50;
  };
  const show = () => {
    const box = img.parentElement;
    const scale = Math.max(box.clientWidth / img.naturalWidth, box.clientHeight / img.naturalHeight);
    const across = part(x, img.naturalWidth * scale, box.clientWidth);
    img.style.objectPosition = `${across}% ${part(y, img.naturalHeight * scale, box.clientHeight)}%`;
  };
  img.onload = show;
  if (img.complete && img.naturalWidth) show();
}

// A press on a picture says to a point what has to stay in view; the nine parts stay for the keyboard.
function aim(box) {
  const ninths = [...box.querySelectorAll("[type=radio]")];
  const point = document.createElement("b");
  point.className = "studio-point";
  const exact = document.createElement("input");
  exact.type = "radio";
  exact.name = ninths[0].name;
  exact.hidden = true;
  box.append(exact, point);
  box.classList.add("studio-exact");
  const crops = box.parentElement.querySelector("[data-crops]");
  crops.classList.add("studio-live");
  const mark = (text) => {
    const [x, y] = text.split(",");
    crops.querySelectorAll("img").forEach((img) => crop(img, x, y));
    point.style.left = `${x}%`;
    point.style.top = `${y}%`;
  };
  mark(box.dataset.focus);
  exact.value = box.dataset.focus;
  if (!ninths.some((one) => one.checked)) exact.checked = true;
  ninths.forEach((one) => one.addEventListener("change", () => mark(one.value)));
  box.addEventListener("click", (event) => {
    // The keyboard chooses a part without a place; a finger has one.
    if (!event.clientX && !event.clientY) return;
    const frame = box.querySelector("img").getBoundingClientRect();
    const within = (at, from, size) => Math.round(Math.min(100, Math.max(0, (100 * (at - from)) / size)));
    event.preventDefault();
    exact.value = `${within(event.clientX, frame.left, frame.width)},${within(event.clientY, frame.top, frame.height)}`;
    exact.checked = true;
    mark(exact.value);
    exact.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

const aimAll = () => document.querySelectorAll("[data-focus]:not(.studio-exact)").forEach(aim);
aimAll();
// A scene that was kept while it is being written comes back with its picture.
document.addEventListener("htmx:afterSettle", aimAll);

let isChanged = false;
const forms = document.querySelectorAll(".studio form[method=post]");
forms.forEach((form) => {
  form.addEventListener("input", () => { isChanged = !form.querySelector("[hx-post]"); });
  form.addEventListener("submit", () => { isChanged = false; });
});
window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });

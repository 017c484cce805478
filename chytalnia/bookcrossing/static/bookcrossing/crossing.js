// Notes that wait for a line, the place of the phone, the camera for codes. Every page works without.
import { notes } from "../core/js/outbox.js";

(() => {
  // The outbox: <form data-outbox>. A note is put into the browser's store first and sent from there, so that neither a lost line
  // nor a closed page loses it; its key lets the server take it once.
  const kept = notes("chytalnia-crossing");
  const say = (text, kind = "info") => {
    const note = document.querySelector("[data-outbox-note]");
    if (!note) return;
    note.textContent = text;
    note.className = `notice ${kind} crossing-outbox`;
    note.hidden = !text;
  };
  const words = () => document.querySelector("[data-outbox-note]")?.dataset || {};

  // Phones take pictures of five megabytes; a bad line carries a tenth of it.
  const shrunk = async (file) => {
    try {
      const picture = await createImageBitmap(file);
      const part = Math.min(1, 1280 / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * part);
      canvas.height = Math.round(picture.height * part);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
      return small && small.size < file.size ? new File([small], "photo.jpg", { type: "image/jpeg" }) : file;
    } catch {
      return file; // the server says what is wrong with it
    }
  };

  // Sends one note: "sent", "refused" (it will never be taken) or "later".
  const send = async (note) => {
    if (!navigator.onLine) return { how: "later" };
    const body = new FormData();
    for (const [name, value] of note.fields) body.append(name, value);
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), 60000);
    try {
      const answer = await fetch(note.url, { method: "POST", body, headers: { Accept: "application/json" }, signal: limit.signal });
      const told = (answer.headers.get("content-type") || "").includes("json") ? await answer.json() : {};
      if (answer.ok && told.url) return { how: "sent", url: told.url };
      if (answer.status === 429 || answer.status >= 500) return { how: "later", text: told.refused };
      return { how: "refused", text: told.refused };
    } catch {
      return { how: "later" };
    } finally {
      clearTimeout(timer);
    }
  };

  let busy = false;
  const flush = async (own = "") => {
    if (busy) return;
    busy = true;
    try {
      for (const note of await kept.all()) {
        const answer = await send(note);
        const mine = note.key === own || note.key === form?.elements.key?.value;
        if (answer.how === "later") {
          say(answer.text || words().kept);
          break;
        }
        await kept.drop(note.key);
        if (answer.how === "refused") say(answer.text || "", "error");
        else if (mine) location.assign(answer.url);
        else say(words().sent, "success");
      }
    } catch {
      /* a browser that keeps nothing: the plain form was sent instead */
    } finally {
      busy = false;
    }
  };

  const form = document.querySelector("form[data-outbox]");
  form?.addEventListener("submit", async (event) => {
    if (!window.indexedDB || !window.fetch) return;
    event.preventDefault();
    form.elements.sent.value = Date.now();
    const fields = [];
    for (const [name, value] of new FormData(form)) {
      if (!(value instanceof File)) fields.push([name, value]);
      else if (value.size) fields.push([name, await shrunk(value)]);
    }
    const key = form.elements.key.value;
    say(words().sending);
    try {
      await kept.put({ key, url: form.action, fields });
    } catch {
      form.submit();
      return;
    }
    await flush(key);
  });
  addEventListener("online", () => flush());
  setInterval(() => navigator.onLine && flush(), 20000);
  if (window.indexedDB) flush();

  // The place is asked for only on a press, and rounded before it leaves the phone.
  for (const button of document.querySelectorAll("[data-locate]")) {
    if (!navigator.geolocation) continue;
    button.hidden = false;
    const status = button.parentElement.querySelector("[role=status]");
    button.addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          button.form.elements.lat.value = coords.latitude.toFixed(2);
          button.form.elements.lon.value = coords.longitude.toFixed(2);
          status.textContent = button.dataset.done;
        },
        () => {
          status.textContent = button.dataset.refused;
        },
        { maximumAge: 600000, timeout: 10000 },
      );
    });
  }

  // ISBN → what the catalogue knows.
  const lookup = document.querySelector("form[data-lookup]");
  const fill = async () => {
    const isbn = lookup.elements.isbn.value.trim();
    if (isbn.length < 10) return;
    try {
      const told = await (await fetch(`${lookup.dataset.lookup}?${new URLSearchParams({ isbn })}`)).json();
      if (told.title) lookup.elements.title.value = told.title;
      if (told.author) lookup.elements.author.value = told.author;
      lookup.querySelector("[data-lookup-note]").textContent = told.text || "";
    } catch {
      /* the form is filled in by hand */
    }
  };
  lookup?.elements.isbn.addEventListener("change", fill);

  // The camera: shown where the browser can read codes.
  const camera = document.querySelector("[data-camera]");
  if (camera && "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) {
    camera.hidden = false;
    const view = document.querySelector("[data-camera-view]");
    const video = view.querySelector("video");
    const input = camera.closest("form").elements[camera.dataset.camera];
    let stream = null;
    const close = () => {
      stream?.getTracks().forEach((track) => track.stop());
      stream = null;
      view.hidden = true;
    };
    // At a stocktaking the camera opens again after each book, until it is closed by hand.
    const stays = "camera" + location.pathname;
    const remember = (open) => {
      if (!("cameraStays" in camera.dataset)) return;
      if (open) sessionStorage.setItem(stays, "1");
      else sessionStorage.removeItem(stays);
    };
    camera.addEventListener("click", async () => {
      if (stream) {
        remember(false);
        return close();
      }
      remember(true);
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch {
        camera.parentElement.querySelector("[role=status]").textContent = camera.dataset.refused;
        return;
      }
      view.hidden = false;
      video.srcObject = stream;
      await video.play();
      const detector = new window.BarcodeDetector();
      const look = async () => {
        if (!stream) return;
        try {
          const [code] = await detector.detect(video);
          if (code) {
            input.value = code.rawValue;
            input.dispatchEvent(new Event("change", { bubbles: true }));
            close();
            if (camera.dataset.camera === "number") input.form.requestSubmit();
            return;
          }
        } catch {
          /* a frame that is not ready yet */
        }
        setTimeout(look, 200);
      };
      look();
    });
    addEventListener("pagehide", close);
    if ("cameraStays" in camera.dataset && sessionStorage.getItem(stays)) camera.click();
  }
})();

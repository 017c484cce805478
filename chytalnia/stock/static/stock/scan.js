// Reading a shelf: each number is answered at once; without a line they wait in this browser and are sent again.
// The server keeps a number once however often it comes, so sending twice does no harm.
const form = document.querySelector("[data-scan-form]");
if (form) {
  const input = form.elements.number;
  const answer = document.querySelector("[data-scan-answer]");
  const waiting = document.querySelector("[data-scan-waiting]");
  const found = document.querySelector("[data-scan-found]");
  const bar = document.querySelector("[data-scan-bar]");
  const lately = document.querySelector("[data-scan-lately]");
  const sound = document.querySelector("[data-scan-sound]");
  const text = form.dataset;
  const signs = { good: "✓", wait: "→", bad: "!" };
  // Of this check and this person: on a shared tablet nobody sends the numbers of another.
  const store = `chytalnia-scan-${text.check}-${text.user}`;

  const queue = () => {
    try {
      return JSON.parse(localStorage.getItem(store)) || [];
    } catch {
      return [];
    }
  };
  const keep = (numbers) => {
    localStorage.setItem(store, JSON.stringify(numbers));
    waiting.hidden = !numbers.length;
    waiting.textContent = numbers.length ? `${text.textWaiting} ${numbers.length}` : "";
  };

  let hearing;
  const beep = (tone) => {
    if (!sound?.checked) return;
    try {
      hearing ||= new AudioContext();
      const [pitch, length] = { good: [880, 0.09], wait: [520, 0.25], bad: [220, 0.45] }[tone] || [440, 0.1];
      const voice = hearing.createOscillator();
      const volume = hearing.createGain();
      voice.frequency.value = pitch;
      volume.gain.value = 0.15;
      voice.connect(volume).connect(hearing.destination);
      voice.start();
      voice.stop(hearing.currentTime + length);
    } catch {
      /* a browser without sound still shows and says it */
    }
    if (tone === "bad") navigator.vibrate?.(200);
  };

  const show = (told, tone) => {
    const [word, title, place, number] = ["word", "title", "place", "number"].map((name) =>
      answer.querySelector(`.scan-${name}`),
    );
    answer.dataset.tone = tone;
    word.dataset.sign = signs[tone] || "";
    word.textContent = told.text || "";
    title.textContent = told.title || "";
    place.textContent = told.place || "";
    number.textContent = told.number ? told.number + (told.new === false ? ` · ${text.textAgain}` : "") : "";
    beep(tone);
  };

  const note = (told) => {
    if (found && told.found !== undefined) {
      found.textContent = told.found;
      bar.value = told.found;
    }
    if (!told.new) return;
    const line = document.createElement("li");
    line.dataset.tone = told.tone;
    const [what, how] = [document.createElement("span"), document.createElement("span")];
    what.textContent = told.title || told.number;
    how.textContent = `${told.text} · ${told.number}`;
    how.className = "soft";
    line.append(what, how);
    lately.querySelector("li:not([data-tone])")?.remove();
    lately.prepend(line);
    while (lately.children.length > 12) lately.lastElementChild.remove();
  };

  // Sends one number; true when the server has answered it, whatever it said.
  const send = async (one) => {
    const body = new FormData(form);
    body.set("number", one.number);
    body.set("at", one.at);
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), 8000);
    try {
      const reply = await fetch(location.href, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        signal: limit.signal,
      });
      if (reply.redirected || reply.status === 403) {
        show({ text: text.textSignIn }, "bad");
        return false;
      }
      if (!reply.ok && reply.status !== 409) return false;
      const told = await reply.json();
      if (told.refused) {
        show({ text: told.refused, number: one.number }, "bad");
        // Numbers read while the check was open wait until it is opened again.
        return reply.status !== 409;
      }
      show(told, told.tone);
      note(told);
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  };

  let sending = false;
  const flush = async () => {
    if (sending) return;
    sending = true;
    try {
      while (queue().length) {
        const [first] = queue();
        if (!(await send(first))) break;
        // Others may have been added meanwhile: only the one that was answered goes.
        keep(queue().filter((one) => one.key !== first.key));
      }
    } finally {
      sending = false;
    }
  };

  const read = async (value) => {
    const number = value.trim();
    if (!number) return;
    keep([...queue(), { number, at: Date.now(), key: `${Date.now()}-${Math.random()}` }]);
    await flush();
    if (queue().some((one) => one.number === number)) show({ text: text.textKept, number }, "wait");
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = input.value;
    input.value = "";
    input.focus();
    read(value);
  });
  addEventListener("online", flush);
  setInterval(flush, 5000);
  keep(queue());
  flush();

  document.querySelector("[data-scan-tools]").hidden = false;
  const camera = document.querySelector("[data-scan-camera]");
  if ("BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) {
    camera.hidden = false;
    const view = document.querySelector("[data-scan-view]");
    const video = view.querySelector("video");
    let stream = null;
    const close = () => {
      stream?.getTracks().forEach((track) => track.stop());
      stream = null;
      view.hidden = true;
    };
    camera.addEventListener("click", async () => {
      if (stream) return close();
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch {
        return show({ text: text.textNoCamera }, "bad");
      }
      view.hidden = false;
      video.srcObject = stream;
      await video.play();
      const detector = new window.BarcodeDetector();
      let last = "";
      let lastAt = 0;
      const look = async () => {
        if (!stream) return;
        try {
          const [code] = await detector.detect(video);
          // The same code stays in sight for a while; it is read again after a pause.
          if (code && (code.rawValue !== last || Date.now() - lastAt > 4000)) {
            [last, lastAt] = [code.rawValue, Date.now()];
            await read(code.rawValue);
          }
        } catch {
          /* a frame that is not ready yet */
        }
        setTimeout(look, 150);
      };
      look();
    });
    addEventListener("pagehide", close);
  }
}

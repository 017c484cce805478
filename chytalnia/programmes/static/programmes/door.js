// The door on a phone. A tap is shown at once and told when there is a line; what is not told yet stays in the phone, by its
// key, so that telling it twice counts it once.
const door = document.querySelector("[data-door]");
if (door) {
  const place = `door:${door.dataset.occasion}`;
  const state = door.querySelector("[data-state]");
  let sending = false;

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(place)) || [];
    } catch {
      return [];
    }
  };
  const keep = (acts) => {
    try {
      localStorage.setItem(place, JSON.stringify(acts));
    } catch {
      // A phone that keeps nothing still tells while the page is open.
      memory = acts;
    }
  };
  let memory = null;
  const waiting = () => memory || kept();

  const uuid = () =>
    crypto.randomUUID
      ? crypto.randomUUID()
      : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
          (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16),
        );

  const say = (text) => {
    if (state) state.textContent = text;
  };

  const number = (selector, change) => {
    const shown = door.querySelector(selector);
    if (shown) shown.textContent = Math.max(0, Number(shown.textContent) + change);
  };

  const mark = (code, now) => {
    const row = door.querySelector(`[data-code="${CSS.escape(code)}"]`);
    if (!row) return null;
    const was = row.dataset.stateOf;
    row.dataset.stateOf = now;
    row.querySelector('[value="came"]')?.toggleAttribute("hidden", now === "came");
    row.querySelector('[value="back"]')?.toggleAttribute("hidden", now !== "came");
    row.querySelector('[data-badge="waiting"]')?.toggleAttribute("hidden", now !== "waiting");
    return was;
  };

  const show = (act) => {
    if (act.kind === "walk_in") {
      number(`[data-band="${act.audience}"]`, act.number);
      number("[data-walked]", act.number);
      number("[data-total]", act.number);
      return;
    }
    const was = mark(act.ticket, act.kind === "came" ? "came" : "booked");
    if (was !== null && (was === "came") !== (act.kind === "came")) {
      const change = act.kind === "came" ? act.number : -act.number;
      number("[data-came]", change);
      number("[data-total]", change);
    }
  };

  const tell = async () => {
    const acts = waiting();
    if (sending || !acts.length) return;
    sending = true;
    try {
      const answer = await fetch(door.dataset.door, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": door.querySelector("[name=csrfmiddlewaretoken]").value },
        body: JSON.stringify({ acts: acts.slice(0, 200) }),
      });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      const heard = new Set(told.acts.map((act) => act.key));
      keep(waiting().filter((act) => !heard.has(act.key)));
      const refused = told.acts.find((act) => act.error);
      const left = waiting();
      if (!left.length) {
        for (const [code, now] of Object.entries(told.rows)) mark(code, now);
        for (const [band, count] of Object.entries(told.bands)) {
          const shown = door.querySelector(`[data-band="${band}"]`);
          if (shown) shown.textContent = count;
        }
        for (const name of ["total", "came", "walked"]) {
          const shown = door.querySelector(`[data-${name}]`);
          if (shown) shown.textContent = told[name];
        }
      }
      say(refused ? refused.error : left.length ? "" : door.dataset.told);
    } catch {
      say(`${door.dataset.offline} ${waiting().length} ${door.dataset.waiting}`);
    }
    sending = false;
    if (waiting().length && navigator.onLine) setTimeout(tell, 3000);
  };

  door.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-tap]");
    if (!form) return;
    event.preventDefault();
    const data = new FormData(form, event.submitter || undefined);
    const act = { key: uuid(), kind: data.get("kind"), at: new Date().toISOString(), number: Number(data.get("number") || 1) };
    if (act.kind === "walk_in") act.audience = data.get("audience");
    else act.ticket = String(data.get("ticket") || "").trim().replace(/\/+$/, "").split("/").pop();
    if (act.kind === "came" && !data.get("number")) {
      const row = door.querySelector(`[data-code="${CSS.escape(act.ticket)}"] [name=number]`);
      act.number = row ? Number(row.value) : 1;
    }
    if (act.kind !== "walk_in" && !act.ticket) return;
    show(act);
    keep([...waiting(), act]);
    if (form.matches("[data-scan]")) {
      const box = form.querySelector("[name=ticket]");
      box.value = "";
      box.focus();
    }
    tell();
  });

  const find = door.querySelector("[data-find]");
  if (find) {
    find.hidden = false;
    find.addEventListener("input", () => {
      const wanted = find.value.trim().toLowerCase();
      for (const row of door.querySelectorAll("[data-code]")) row.hidden = Boolean(wanted) && !row.textContent.toLowerCase().includes(wanted);
    });
  }

  addEventListener("online", tell);
  setInterval(tell, 15000);
  tell();
}

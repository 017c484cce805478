// The cataloguer's form: nothing typed is lost, rows come and go, help while typing, keys for everything.
"use strict";
(() => {
  const QUIET = 1500;
  const RETRY = 4000;
  const $ = (selector, inside = document) => inside.querySelector(selector);
  const $$ = (selector, inside = document) => [...inside.querySelectorAll(selector)];

  const later = (wait, act) => {
    let timer = 0;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(act, wait);
    };
  };

  const store = {
    read(key) {
      try {
        return JSON.parse(localStorage.getItem(key) || "null");
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
    drop: (key) => localStorage.removeItem(key),
  };
  const PREFIX = "chytalnia-describing-";

  // What the server says it has saved needs no copy here any more.
  const described = document.cookie.match(/(?:^|; )described=([^;]+)/);
  if (described)
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX) && store.read(key)?.stamp === described[1]) store.drop(key);

  const form = $("[data-describe]");
  if (form) keepSafe(form);
  if (form && !("raw" in form.dataset)) {
    rows(form);
    helps(form);
  }
  if (form && "raw" in form.dataset) tagLabels(form);
  lookUp();
  $("[data-tick-all]")?.addEventListener("change", (event) => {
    for (const box of $$('input[name="pk"]', event.target.form)) box.checked = event.target.checked;
  });
  if (form) keys(form);
  $(".desc-errors")?.focus();

  // ——— drafts

  function fresh() {
    return Math.random().toString(36).slice(2) + Date.now().toString(36);
  }

  function keepSafe(form) {
    const said = form.dataset;
    const status = $("[data-status]", form);
    const key = PREFIX + said.key;
    const stamp = document.createElement("input");
    stamp.type = "hidden";
    stamp.name = "stamp";
    const page = document.createElement("input");
    page.type = "hidden";
    page.name = "page";
    page.value = fresh();
    form.append(stamp, page);
    let dirty = false;
    let running = false;
    let leaving = false;
    const say = (text, bad = false) => {
      if (status.textContent !== text) status.textContent = text;
      status.classList.toggle("desc-bad", bad);
    };
    const body = () => {
      const data = new URLSearchParams(new FormData(form));
      for (const name of ["csrfmiddlewaretoken", "over"]) data.delete(name);
      return data.toString();
    };
    // What a person sees and typed: stamps, numbers of rows and the like differ with every opening and say nothing.
    const typed = () =>
      [...form.elements]
        .filter((one) => one.name && one.name !== "reason" && one.matches("textarea, select, input:not([type=hidden])"))
        .filter((one) => !one.hidden)
        .filter((one) => !["checkbox", "radio"].includes(one.type) || one.checked)
        .map((one) => one.value.replace(/\r\n?/g, "\n").trim())
        .filter(Boolean)
        .join("\u001f");
    const local = () => store.write(key, { stamp: stamp.value, body: body(), typed: typed() });
    const localSoon = later(250, local);

    const send = async () => {
      if (!dirty || running || leaving) return;
      running = true;
      const sent = stamp.value;
      local();
      try {
        const answer = await fetch(said.keep, {
          method: "POST",
          redirect: "manual",
          headers: {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
            "X-Requested-With": "XMLHttpRequest",
          },
          body: body(),
        });
        if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
          say(said.saidSignedOut, true);
          retry();
        } else if (answer.status === 409) {
          say(said.saidElsewhere, true);
        } else if (!answer.ok) {
          say(said.saidLocal, true);
          retry();
        } else {
          const told = await answer.json();
          form.elements.known.value = sent;
          if (stamp.value === sent) {
            dirty = false;
            store.drop(key);
            say(`${said.saidSaved} ${told.saved}`);
          }
          if (told.stale) say(said.saidStale, true);
          if (told.preview && $("[data-preview]", form)) $("[data-preview]", form).innerHTML = told.preview;
        }
      } catch {
        say(said.saidLocal, true);
        retry();
      } finally {
        running = false;
      }
      if (dirty && stamp.value !== sent) soon();
    };
    const soon = later(QUIET, send);
    const retry = later(RETRY, send);
    const changed = (event) => {
      if (event?.target?.name === "reason") return;
      dirty = true;
      stamp.value = fresh();
      say(said.saidChanged);
      localSoon();
      soon();
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("describing:changed", changed);
    form.addEventListener("submit", () => {
      if (dirty) local();
      leaving = true;
      setTimeout(() => (leaving = false), 8000);
    });
    addEventListener("online", send);
    addEventListener("pagehide", () => dirty && local());
    addEventListener("pageshow", () => (leaving = false));
    document.addEventListener("visibilitychange", () => document.hidden && dirty && (local(), send()));

    if ("unkept" in said) {
      // The server has not taken this text: it is shown for the person to choose, and lives in this browser till then.
      dirty = true;
      stamp.value = fresh();
      local();
      return;
    }
    // A copy left by a lost connection, a closed tab or a session that ended. It is laid aside, so that what is typed now
    // does not take its place before the person has said what becomes of it.
    const differs = (copy) =>
      copy &&
      copy.stamp !== form.elements.known.value &&
      (copy.typed === undefined ? copy.body !== body() : copy.typed !== typed());
    const aside = `${key}-aside`;
    const last = store.read(key);
    if (differs(last)) store.write(aside, last);
    store.drop(key);
    const found = store.read(aside);
    if (differs(found)) {
      const banner = $("[data-found]");
      if (banner) {
        banner.hidden = false;
        $("[data-take]", banner).addEventListener("click", async () => {
          const data = new URLSearchParams(found.body);
          // It was seen and chosen over what the form shows.
          data.set("known", form.elements.known.value);
          data.set("page", page.value);
          const answer = await fetch(said.keep, {
            method: "POST",
            redirect: "manual",
            headers: {
              "Content-Type": "application/x-www-form-urlencoded",
              "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
            },
            body: data.toString(),
          }).catch(() => null);
          if (answer?.ok) {
            store.drop(aside);
            store.drop(key);
            dirty = false;
            location.replace(location.pathname);
          } else say(said.saidLocal, true);
        });
        $("[data-forget]", banner).addEventListener("click", () => {
          store.drop(aside);
          banner.hidden = true;
        });
      }
    } else store.drop(aside);
  }

  // ——— rows

  function rows(form) {
    const tell = () => form.dispatchEvent(new Event("describing:changed"));
    const next = () => 1 + Math.max(-1, ...$$("[data-row]", form).map((row) => Number(row.dataset.number)));
    const rename = (row, number) => {
      const old = row.dataset.number;
      row.dataset.number = number;
      for (const part of $$("[name], [id], [for], button[value]", row)) {
        for (const name of ["name", "id", "for", "aria-describedby"]) {
          const value = part.getAttribute(name);
          if (value?.startsWith(`f-${old}-`)) part.setAttribute(name, value.replace(`f-${old}-`, `f-${number}-`));
        }
        if (part.name === "row") part.value = number;
        if (part.tagName === "BUTTON") part.value = part.value.replace(/:\d+$/, `:${number}`);
      }
    };
    const empty = (row) => {
      $("[data-source]", row).value = "";
      for (const box of $$("input[type=text], textarea", row)) {
        box.value = "";
        box.removeAttribute("aria-invalid");
        delete box.dataset.bound;
      }
      for (const extra of $$(".desc-problem, .desc-rest, .desc-help", row)) extra.remove();
      for (const wrong of [row, ...$$(".desc-wrong", row)]) wrong.classList.remove("desc-wrong");
    };
    const gone = (row) => {
      const source = $("[data-source]", row).value;
      if (!source) return;
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = "gone";
      input.value = source;
      form.append(input);
    };
    form.describingAdd = (line) => {
      const button = $("[data-add]", line);
      const last = $$("[data-row]", line).at(-1);
      if (!button || !last) return;
      const row = last.cloneNode(true);
      empty(row);
      rename(row, next());
      last.after(row);
      helps(form);
      $("input[type=text], textarea", row).focus();
    };
    form.describingRemove = (row) => {
      const line = row.closest("[data-line]");
      const all = $$("[data-row]", line);
      gone(row);
      if (all.length > 1) {
        const at = all.indexOf(row);
        row.remove();
        $("input[type=text], textarea", all[at + 1] || all[at - 1]).focus();
      } else {
        empty(row);
        $("input[type=text], textarea", row).focus();
      }
      tell();
    };
    form.describingMove = (row, up) => {
      const other = up ? row.previousElementSibling : row.nextElementSibling;
      if (!other?.matches("[data-row]")) return;
      const focused = document.activeElement;
      if (up) other.before(row);
      else other.after(row);
      focused.focus();
      tell();
    };
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-add], [data-remove], [data-up], [data-down]");
      if (!button) return;
      event.preventDefault();
      const row = button.closest("[data-row]");
      if ("add" in button.dataset) form.describingAdd(button.closest("[data-line]"));
      else if ("remove" in button.dataset) form.describingRemove(row);
      else form.describingMove(row, "up" in button.dataset);
    });
    const grow = (box) => {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight + 2}px`;
    };
    for (const box of $$("[data-grow]", form)) grow(box);
    form.addEventListener("input", (event) => event.target.matches("[data-grow]") && grow(event.target));
  }

  // ——— help while typing

  function helps(form) {
    for (const box of $$("[data-help]", form)) bind(box, form);
  }

  function bind(box, form) {
    if (box.dataset.bound) return;
    box.dataset.bound = "yes";
    const what = box.dataset.help;
    if (what === "isbn") {
      box.addEventListener("input", later(400, () => tellIsbn(form.dataset.isbnUrl, box.value, $("[data-isbn-told]"))));
      return;
    }
    const ofClass = what === "udc" || what === "rubbk";
    const address = ofClass
      ? form.dataset.classUrl.replace("/udc/", `/${what}/`)
      : form.dataset.helpUrl.replace("/names/", `/${what}/`);
    const list = document.createElement("ul");
    list.className = "desc-help";
    list.id = `${box.id}-help`;
    list.setAttribute("role", "listbox");
    list.hidden = true;
    box.after(list);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-autocomplete", "list");
    let found = [];
    let at = -1;
    let asking;
    const close = () => {
      list.hidden = true;
      at = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };
    const mark = (n) => {
      at = (n + found.length) % found.length;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
      list.children[at].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", list.children[at].id);
    };
    const take = (one) => {
      const row = box.closest("[data-row]");
      const by = (code) => $(`[data-code="${code}"]`, row);
      box.value = one.text;
      if (one.fill && one.kind === "person") {
        if (by("g")) {
          box.value = one.fill.surname;
          by("g").value = one.fill.given;
          if (by("b") && !by("b").value)
            by("b").value = one.fill.given.split(/\s+/).filter(Boolean).map((word) => `${word[0]}.`).join(" ");
        }
        for (const code of ["d", "f"]) if (by(code) && one.fill[code]) by(code).value = one.fill[code];
      }
      close();
      box.dispatchEvent(new Event("input", { bubbles: true }));
      close();
    };
    const ask = later(180, async () => {
      const text = box.value.trim();
      if (document.activeElement !== box || (!ofClass && text.length < 2)) return close();
      asking?.abort();
      asking = new AbortController();
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { signal: asking.signal });
        found = answer.ok ? (await answer.json()).results : [];
      } catch {
        return;
      }
      found = found.filter((one) => one.text !== text);
      list.replaceChildren(
        ...found.map((one, n) => {
          const item = document.createElement("li");
          item.id = `${list.id}-${n}`;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", "false");
          const name = document.createElement("b");
          name.textContent = one.text;
          const note = document.createElement("small");
          note.textContent = one.note || "";
          item.append(name, " ", note);
          item.addEventListener("mousedown", (event) => {
            event.preventDefault();
            take(one);
          });
          return item;
        }),
      );
      list.hidden = !found.length;
      box.setAttribute("aria-expanded", String(!list.hidden));
    });
    let chosen = false;
    box.addEventListener("input", () => !chosen && ask());
    box.addEventListener("blur", () => setTimeout(close, 120));
    box.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey) return;
      if (list.hidden) {
        if (event.key === "ArrowDown") ask();
        return;
      }
      if (event.key === "ArrowDown") mark(at + 1);
      else if (event.key === "ArrowUp") mark(at < 0 ? found.length - 1 : at - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && at >= 0) {
        chosen = true;
        take(found[at]);
        chosen = false;
      } else return;
      event.preventDefault();
    });
  }

  async function tellIsbn(address, text, place) {
    if (!place) return;
    if (text.replace(/[^0-9Xx]/g, "").length < 9) {
      place.hidden = true;
      return;
    }
    const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`).catch(() => null);
    if (!answer?.ok) return;
    const told = await answer.json();
    place.hidden = !told.message;
    const says = document.createElement("p");
    says.textContent = told.message;
    const links = told.results.map((one) => {
      const line = document.createElement("p");
      const link = document.createElement("a");
      link.href = one.url;
      link.textContent = one.text;
      line.append(link, ` ${one.note}`);
      return line;
    });
    place.replaceChildren(says, ...links);
  }

  function lookUp() {
    const box = $("[data-isbn-look]");
    box?.addEventListener("input", later(300, () => tellIsbn(box.dataset.isbnLook, box.value, $("[data-isbn-told]"))));
  }

  // ——— the line editor says which field the caret is in

  function tagLabels(form) {
    const box = $("[data-tags]", form);
    const place = $("[data-tag-told]", form);
    const labels = JSON.parse(box.dataset.tags);
    const tell = () => {
      const line = box.value.slice(0, box.selectionStart).split("\n").at(-1);
      const whole = line + box.value.slice(box.selectionStart).split("\n")[0];
      const tag = whole.replace(/^=/, "").slice(0, 3);
      const [name, codes] = labels[tag] || ["", {}];
      const code = line.match(/\$(\S)[^$]*$/)?.[1];
      place.textContent = name ? `${tag} ${name}${code && codes[code] ? ` · $${code} ${codes[code]}` : ""}` : "";
    };
    for (const event of ["keyup", "click", "input"]) box.addEventListener(event, later(60, tell));
  }

  // ——— keys

  function keys(form) {
    document.addEventListener("keydown", (event) => {
      const row = event.target.closest?.("[data-row]");
      if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") {
        event.preventDefault();
        ($("[data-save]", form) || $("[data-check]", form))?.click();
      } else if (event.altKey && event.code === "KeyC") {
        event.preventDefault();
        $("[data-check]", form)?.click();
      } else if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
        const part = $$(".desc-part", form)[Number(event.code.slice(5)) - 1];
        if (!part) return;
        event.preventDefault();
        $("input:not([type=hidden]), select, textarea", part)?.focus();
        part.scrollIntoView({ block: "start" });
      } else if (row && event.altKey && event.key === "Enter") {
        event.preventDefault();
        form.describingAdd(row.closest("[data-line]"));
      } else if (row && event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        event.preventDefault();
        form.describingMove(row, event.key === "ArrowUp");
      } else if (row && event.altKey && event.key === "Delete") {
        event.preventDefault();
        form.describingRemove(row);
      } else if (row && event.key === "Enter" && event.target.matches("input") && !event.defaultPrevented) {
        // A half-filled record must not go to the catalogue because a heading was not in the list.
        event.preventDefault();
        const boxes = $$("[data-row] input:not([type=hidden])", form).filter((box) => box.offsetParent);
        boxes[boxes.indexOf(event.target) + 1]?.focus();
      }
    });
  }
})();

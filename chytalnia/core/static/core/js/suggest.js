// Suggestions under the search box, the ARIA combobox pattern.
// <input data-suggest="/suggest/"> asks `?q=…` and takes JSON, [{text, note, url}] or {results: […]}, or an HTML list of links.
const WAIT = 120;

const options = async (address, text, signal) => {
  const url = new URL(address, location.href);
  url.searchParams.set("q", text);
  const answer = await fetch(url, { signal, headers: { Accept: "application/json, text/html;q=0.9" } });
  if (!answer.ok) return [];
  if ((answer.headers.get("Content-Type") || "").includes("json")) {
    const found = await answer.json();
    return (Array.isArray(found) ? found : found.results || []).map((item) =>
      typeof item === "string" ? { text: item } : item,
    );
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...page.querySelectorAll("li")].map((item) => ({
    text: (item.querySelector("[data-text]") || item.querySelector("a") || item).textContent.trim(),
    note: item.querySelector("small")?.textContent.trim(),
    url: item.querySelector("a")?.getAttribute("href"),
  }));
};

const bind = (input) => {
  if (input.dataset.bound) return;
  input.dataset.bound = "yes";
  const list = document.createElement("ul");
  list.id = `${input.id || "q"}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel || "");
  list.hidden = true;
  input.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  }))
    input.setAttribute(name, value);

  let asked = null;
  let timer = 0;
  let at = -1;
  let typed = input.value;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (next) => {
    const items = [...list.children];
    at = next < -1 ? items.length - 1 : next >= items.length ? -1 : next;
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    if (at < 0) {
      input.removeAttribute("aria-activedescendant");
      input.value = typed;
    } else {
      input.setAttribute("aria-activedescendant", items[at].id);
      input.value = items[at].dataset.text;
      items[at].scrollIntoView({ block: "nearest" });
    }
  };

  const take = (item) => {
    close();
    if (item.dataset.url) location.assign(item.dataset.url);
    else {
      input.value = item.dataset.text;
      input.form?.requestSubmit();
    }
  };

  const show = (found) => {
    list.replaceChildren(
      ...found.slice(0, 10).map((entry, n) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${n}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.text = entry.text;
        if (entry.url && new URL(entry.url, location.href).origin === location.origin) item.dataset.url = entry.url;
        const text = document.createElement("span");
        text.textContent = entry.text;
        if (entry.language) text.lang = entry.language;
        item.append(text);
        if (entry.note) {
          const note = document.createElement("small");
          note.textContent = entry.note;
          item.append(note);
        }
        return item;
      }),
    );
    at = -1;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
  };

  const ask = async () => {
    typed = input.value;
    asked?.abort();
    if (typed.trim().length < 2) return close();
    asked = new AbortController();
    try {
      const found = await options(input.dataset.suggest, typed, asked.signal);
      if (document.activeElement === input) show(found);
    } catch (problem) {
      if (problem.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      input.value = typed;
      close();
    } else if (list.hidden) return;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(list.children[at]);
    }
  });
  input.addEventListener("blur", close);
  // Pressed, not clicked: the blur of the box would take the list away first.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target.closest("[role=option]");
    if (item) take(item);
  });
};

for (const input of document.querySelectorAll("input[data-suggest]")) bind(input);

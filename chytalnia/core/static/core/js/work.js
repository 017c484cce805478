// Ticks, keys and pages that renew themselves. Everything here has a plain way without it.
for (const form of document.querySelectorAll("[data-ticking]")) {
  const boxes = [...form.querySelectorAll("[data-tick]")];
  const all = form.querySelector("[data-tick-all]");
  const every = form.querySelector("[data-tick-every]");
  const count = form.querySelector("[data-tick-count]");
  const tell = () => {
    const n = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = !every?.checked && n ? `(${n})` : "";
    if (all) {
      all.checked = n > 0 && n === boxes.length;
      all.indeterminate = n > 0 && n < boxes.length;
    }
  };
  all?.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  form.addEventListener("change", tell);
  // From one tick to another with Shift, as in any list of files.
  let last = null;
  form.addEventListener("click", (event) => {
    const box = event.target.closest?.("[data-tick]");
    if (!box) return;
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
      tell();
    }
    last = box;
  });
}

const typing = (element) => element.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  // By the key's place too, so that it works in a Cyrillic layout.
  const key = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"], [data-key="${CSS.escape(event.key)}"]`);
  if (target) {
    event.preventDefault();
    target.click();
  }
});

const renew = (element) => {
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-renew]");
      if (!fresh) return location.reload();
      element.replaceWith(fresh);
      renew(fresh);
    } catch {
      renew(element);
    }
  }, 1000 * (Number(element.dataset.renew) || 2));
};
const renewed = document.querySelector("[data-renew]");
if (renewed) renew(renewed);

// <button data-copy="text or empty for the address" data-done="Copied"> · <button data-share> · <button data-print>
// Such buttons are written `hidden`: without a script they would do nothing.
const tell = (button, text) => {
  const before = button.textContent;
  const place = button.querySelector("[data-label]") || button;
  place.textContent = text;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => {
    place.textContent = before.trim();
  }, 2500);
};

const can = {
  copy: Boolean(navigator.clipboard),
  share: Boolean(navigator.share),
  print: true,
};

for (const kind of Object.keys(can))
  for (const button of document.querySelectorAll(`[data-${kind}]`)) button.hidden = !can[kind];

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-share], [data-print]");
  if (!button) return;
  if ("print" in button.dataset) window.print();
  else if ("copy" in button.dataset) {
    await navigator.clipboard.writeText(button.dataset.copy || location.href);
    tell(button, button.dataset.done || "✓");
  } else {
    const link = document.querySelector("link[rel=canonical]");
    await navigator.share({ title: document.title, url: link ? link.href : location.href }).catch(() => {});
  }
});

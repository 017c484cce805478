// The scanner's box listens: F2 leads to it from anywhere, and a page that has one begins in it.
const script = document.currentScript || document.querySelector("script[data-diary]");
const boxes = () => [...document.querySelectorAll("[data-scan]")].filter((box) => box.offsetParent);
const listen = () => {
  const [box] = boxes();
  if (!box) return false;
  box.focus();
  box.select?.();
  return true;
};
document.addEventListener("keydown", (event) => {
  if (event.key !== "F2" || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  if (!listen()) location.assign(script.dataset.diary);
});
// On a phone the keyboard would cover the page; there the box waits to be touched.
if (matchMedia("(hover: hover)").matches && (document.activeElement === document.body || !document.activeElement)) {
  if (!location.hash) listen();
}

// Low-vision panel: a choice is applied when it is made. Panels close by Escape and by a click elsewhere.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-apply-at-once]");
  if (form) form.requestSubmit();
});

const panels = () => document.querySelectorAll("details[data-closes][open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const panel of panels()) {
    panel.open = false;
    panel.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const panel of panels()) if (!panel.contains(event.target)) panel.open = false;
});

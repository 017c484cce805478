// Facets send themselves when one is ticked; on a wide screen the first groups stand open.
// A group that a reader opened stays open when the answer under it is exchanged; on a phone an address that somebody sent begins
// with the books, not with the boxes: what narrows it stands above them as chips.
// <form data-auto-submit> · <details data-facet data-open-on-desk>
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto-submit]");
  if (form && event.target.matches("input[type=checkbox], input[type=radio], input[type=number], select")) form.requestSubmit();
});

let opened = [];
document.addEventListener("htmx:beforeSwap", () => {
  opened = [...document.querySelectorAll("details[data-facet][open]")].map((group) => group.dataset.facet);
});

const openGroups = (root) => {
  for (const group of root.querySelectorAll("details[data-facet]")) if (opened.includes(group.dataset.facet)) group.open = true;
  for (const button of root.querySelectorAll("form[data-auto-submit] [data-without-script]")) button.hidden = true;
  if (!window.matchMedia("(min-width: 900px)").matches || document.documentElement.dataset.size) return;
  for (const group of root.querySelectorAll("details[data-open-on-desk]")) group.open = true;
};

openGroups(document);
document.addEventListener("htmx:load", (event) => openGroups(event.detail.elt));

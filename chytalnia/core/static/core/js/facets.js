// Facets send themselves when one is ticked; on a wide screen the first groups stand open.
// <form data-auto-submit> · <details data-open-on-desk>
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto-submit]");
  if (form && event.target.matches("input[type=checkbox], input[type=radio], input[type=number], select")) form.requestSubmit();
});

const openGroups = (root) => {
  for (const button of root.querySelectorAll("form[data-auto-submit] [data-without-script]")) button.hidden = true;
  if (!window.matchMedia("(min-width: 900px)").matches || document.documentElement.dataset.size) return;
  for (const group of root.querySelectorAll("details[data-open-on-desk]")) group.open = true;
};

openGroups(document);
document.addEventListener("htmx:load", (event) => openGroups(event.detail.elt));

// Exhibits dragged into another order; the buttons beside them do the same without.
for (const list of document.querySelectorAll("[data-exhibits]")) {
  let held = null;
  list.addEventListener("dragstart", (event) => (held = event.target.closest("[data-exhibit]")));
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-exhibit]");
    if (!held || !over || over === held) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over.parentNode.insertBefore(held, event.clientY > box.top + box.height / 2 ? over.nextSibling : over);
  });
  list.addEventListener("dragend", () => {
    if (!held) return;
    held = null;
    const form = list.closest("section").querySelector("[data-section]");
    const body = new URLSearchParams(new FormData(form));
    body.set("act", "order");
    body.set("order", [...list.querySelectorAll("[data-exhibit]")].map((row) => row.dataset.exhibit).join(","));
    fetch(form.action, { method: "POST", body });
  });
}

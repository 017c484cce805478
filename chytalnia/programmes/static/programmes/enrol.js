// One person is not asked for the name of a class, nor how many of them are children. Without a script everything is asked, and what
// does not fit may stay empty.
for (const form of document.querySelectorAll("[data-enrol]")) {
  const box = (name) => form.elements[name]?.closest?.(".field");
  const kinds = form.querySelectorAll("[name=kind]");
  const fit = () => {
    const kind = form.querySelector("[name=kind]:checked")?.value ?? "person";
    const together = kind === "group" || kind === "class";
    if (box("group_name")) box("group_name").hidden = !together;
    if (form.elements.group_name) form.elements.group_name.required = together;
    for (const name of ["seats", "children"]) if (box(name)) box(name).hidden = kind === "person";
    if (kind === "person" && form.elements.seats) form.elements.seats.value = 1;
  };
  for (const each of kinds) each.addEventListener("change", fit);
  if (kinds.length) fit();
}

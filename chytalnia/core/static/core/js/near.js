// "Near me": <form data-near> with inputs named lat and lon and a <button data-near-ask data-refused="…" hidden>.
// The place is asked only on a press and goes to our own server only, rounded to about a hundred metres.
for (const button of document.querySelectorAll("[data-near-ask]")) button.hidden = !navigator.geolocation;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-near-ask]");
  if (!button) return;
  event.preventDefault();
  const form = button.closest("form[data-near]");
  button.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.lat.value = coords.latitude.toFixed(3);
      form.elements.lon.value = coords.longitude.toFixed(3);
      form.requestSubmit();
    },
    () => {
      button.removeAttribute("aria-busy");
      const note = form.querySelector("[data-near-note]") || form.appendChild(document.createElement("p"));
      note.setAttribute("role", "status");
      note.textContent = button.dataset.refused || "";
    },
    { maximumAge: 600000, timeout: 10000 },
  );
});

// <div data-map data-markers="id of a JSON script" data-url="address of the same JSON" data-tiles="…" data-credit="…">
// Markers: [{lat, lon, title, text, url, kind}]. The list beside the map stays: it is the same for those who do not see it.
"use strict";
(() => {
  const icon = (className, size, html = "") =>
    L.divIcon({ className: "", iconSize: [size, size], iconAnchor: [size / 2, size], popupAnchor: [0, -size], html: `<span class="${className}">${html}</span>` });

  const popup = (marker) => {
    const box = document.createElement("div");
    const head = document.createElement(marker.url ? "a" : "b");
    head.textContent = marker.title;
    if (marker.url) head.href = marker.url;
    box.append(head);
    if (marker.text) {
      const text = document.createElement("p");
      text.textContent = marker.text;
      box.append(text);
    }
    return box;
  };

  const markersOf = async (ground) => {
    if (ground.dataset.markers) return JSON.parse(document.getElementById(ground.dataset.markers).textContent);
    const answer = await fetch(ground.dataset.url);
    return answer.ok ? answer.json() : [];
  };

  const draw = async (ground) => {
    const markers = (await markersOf(ground)).filter((one) => Number.isFinite(one.lat) && Number.isFinite(one.lon));
    if (!markers.length) return;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(ground, { scrollWheelZoom: false, zoomAnimation: !still, fadeAnimation: !still, maxZoom: 18, attributionControl: Boolean(ground.dataset.tiles) });
    if (ground.dataset.tiles) L.tileLayer(ground.dataset.tiles, { attribution: ground.dataset.credit, maxZoom: 18 }).addTo(map);
    const group = L.markerClusterGroup({
      animate: !still,
      showCoverageOnHover: false,
      maxClusterRadius: 48,
      iconCreateFunction: (cluster) => {
        const size = 44;
        return L.divIcon({ className: "", iconSize: [size, size], html: `<span class="map-cluster">${cluster.getChildCount()}</span>` });
      },
    });
    for (const one of markers) {
      const kind = ["closed", "event"].includes(one.kind) ? ` ${one.kind}` : "";
      const pin = L.marker([one.lat, one.lon], { icon: icon(`map-pin${kind}`, 28), title: one.title, alt: one.title });
      group.addLayer(pin.bindPopup(popup(one)));
    }
    map.addLayer(group);
    map.fitBounds(group.getBounds().pad(0.15), { maxZoom: 15 });
  };

  for (const ground of document.querySelectorAll("[data-map]")) draw(ground);
})();

// A journey as a line: <div data-journey="id of a JSON list of points">. A country as heaps counted by the server:
// <div data-heaps="address">. The list beside each map says the same.
"use strict";
(() => {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const ground = (element) => {
    const map = L.map(element, { scrollWheelZoom: false, zoomAnimation: !still, fadeAnimation: !still, maxZoom: 14, attributionControl: Boolean(element.dataset.tiles) });
    if (element.dataset.tiles) L.tileLayer(element.dataset.tiles, { attribution: element.dataset.credit, maxZoom: 18 }).addTo(map);
    return map;
  };
  const told = (title, text, url) => {
    const box = document.createElement("div");
    const head = document.createElement(url ? "a" : "b");
    head.textContent = title;
    if (url) head.href = url;
    box.append(head);
    if (text) box.append(Object.assign(document.createElement("p"), { textContent: text }));
    return box;
  };
  const sign = (className, text, size) => {
    const mark = document.createElement("span");
    mark.className = className;
    mark.textContent = text;
    return L.divIcon({ className: "", iconSize: [size, size], html: mark.outerHTML });
  };

  for (const element of document.querySelectorAll("[data-journey]")) {
    const points = JSON.parse(document.getElementById(element.dataset.journey).textContent);
    if (!points.length) continue;
    const map = ground(element);
    const line = points.map((point) => [point.lat, point.lon]);
    L.polyline(line, { className: "crossing-line", weight: 3, interactive: false }).addTo(map);
    // Of several steps in one place the last is on top and all are told.
    const places = new Map();
    points.forEach((point, n) => {
      const key = `${point.lat},${point.lon}`;
      places.set(key, [...(places.get(key) || []), { ...point, n: n + 1 }]);
    });
    for (const steps of places.values()) {
      const [first] = steps;
      const box = document.createElement("div");
      for (const step of steps) box.append(told(step.title, step.text));
      L.marker([first.lat, first.lon], { icon: sign("crossing-stop", steps.at(-1).n, 26), title: first.title, alt: first.title }).bindPopup(box).addTo(map);
    }
    map.fitBounds(L.latLngBounds(line).pad(0.2), { maxZoom: 12 });
  }

  for (const element of document.querySelectorAll("[data-heaps]")) {
    element.classList.add("leaflet-container");
    const map = ground(element);
    const layer = L.layerGroup().addTo(map);
    let asked = 0;
    const look = async () => {
      const bounds = map.getBounds();
      const address = new URLSearchParams({
        south: Math.max(-90, bounds.getSouth()).toFixed(3), west: bounds.getWest().toFixed(3),
        north: Math.min(90, bounds.getNorth()).toFixed(3), east: bounds.getEast().toFixed(3), zoom: Math.round(map.getZoom()),
      });
      const mine = ++asked;
      let found;
      try {
        const answer = await fetch(`${element.dataset.heaps}?${address}`);
        if (!answer.ok) return;
        found = await answer.json();
      } catch {
        return; // without a line the map keeps what it showed
      }
      if (mine !== asked) return;
      layer.clearLayers();
      for (const heap of found.heaps) {
        const words = `${element.dataset.textBooks} ${heap.n}`;
        L.marker([heap.lat, heap.lon], { icon: sign("map-cluster", heap.n, 44), title: words, alt: words })
          .on("click", () => map.setView([heap.lat, heap.lon], Math.min(14, map.getZoom() + 3)))
          .addTo(layer);
      }
      for (const book of found.books) {
        L.marker([book.lat, book.lon], { icon: L.divIcon({ className: "", iconSize: [28, 28], iconAnchor: [14, 28], popupAnchor: [0, -28], html: '<span class="map-pin"></span>' }), title: book.title, alt: book.title })
          .bindPopup(told(book.title, book.author, book.url))
          .addTo(layer);
      }
      return found;
    };
    map.on("moveend", look);
    // First the whole world is asked for, then the eye goes where the books are.
    (async () => {
      const answer = await fetch(`${element.dataset.heaps}?south=-90&west=-180&north=90&east=180&zoom=3`).catch(() => null);
      const found = answer?.ok ? await answer.json() : { heaps: [] };
      const all = found.heaps.map((heap) => [heap.lat, heap.lon]);
      if (all.length) map.fitBounds(L.latLngBounds(all).pad(0.15), { maxZoom: 9 });
      else map.setView([49, 32], 5);
    })();
  }
})();

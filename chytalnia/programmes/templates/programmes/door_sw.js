// Keeps the empty page of the door, so that it opens without a server. The list of people never passes here.
const CACHE = "door-{{ version }}";
const KEPT = {{ kept|safe }};
const SHELL = {{ shell|safe }};

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE)
      .then((cache) => cache.addAll(KEPT.map((address) => new Request(address, { cache: "reload", credentials: "omit" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("door-") && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// A page is asked for over the line first; where there is none, or it is too thin, the empty page answers.
const page = async (request) => {
  try {
    return await Promise.race([
      fetch(request),
      new Promise((_done, failed) => setTimeout(failed, 8000)),
    ]);
  } catch {
    return (await (await caches.open(CACHE)).match(SHELL, { ignoreVary: true })) ?? Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (KEPT.includes(address.pathname) && address.pathname !== SHELL)
    event.respondWith(
      caches.open(CACHE).then((cache) => cache.match(event.request, { ignoreVary: true })).then((kept) => kept ?? fetch(event.request)),
    );
});

// Notes that wait for a line, in the browser's own store: neither a lost line nor a closed page loses them. Each has a `key`, by
// which the server takes it once, however often it is sent.
export const notes = (name) => {
  const within = (mode, act) =>
    new Promise((done, failed) => {
      const opening = indexedDB.open(name, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("notes", { keyPath: "key" });
      opening.onerror = () => failed(opening.error);
      opening.onsuccess = () => {
        const change = opening.result.transaction("notes", mode);
        const asked = act(change.objectStore("notes"));
        const end = (then) => () => {
          opening.result.close();
          then();
        };
        change.oncomplete = end(() => done(asked?.result));
        change.onerror = change.onabort = end(() => failed(change.error));
      };
    });
  return {
    all: () => within("readonly", (store) => store.getAll()),
    find: (key) => within("readonly", (store) => store.get(key)),
    put: (note) => within("readwrite", (store) => store.put(note)),
    drop: (...keys) => within("readwrite", (store) => keys.map((key) => store.delete(key)).pop()),
  };
};

// A key of an act; crypto.randomUUID is there only in a secure context.
export const newKey = () =>
  crypto.randomUUID
    ? crypto.randomUUID()
    : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
        (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16),
      );

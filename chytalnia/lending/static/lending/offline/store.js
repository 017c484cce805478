// The device's own database: what it knows of the branch, the journal, the server's answers. Lines of the journal are only
// ever added; one that the server has answered for long enough is let go.
const NAME = "desk-without-a-line";
let base = null;

const asked = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

export const opened = async () => {
  if (base) return base;
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    const fresh = request.result;
    fresh.createObjectStore("meta");
    fresh.createObjectStore("rows");
    fresh.createObjectStore("journal", { keyPath: "n", autoIncrement: true }).createIndex("key", "key", { unique: true });
    fresh.createObjectStore("answers", { keyPath: "key" });
  };
  base = await asked(request);
  base.onversionchange = () => { base.close(); base = null; };
  return base;
};

// Work on some stores in one transaction; it is on the disk when this is done.
const within = async (stores, mode, work) => {
  const db = await opened();
  const transaction = db.transaction(stores, mode, { durability: "strict" });
  const finished = new Promise((done, failed) => {
    transaction.oncomplete = done;
    transaction.onerror = () => failed(transaction.error);
    transaction.onabort = () => failed(transaction.error ?? new Error("aborted"));
  });
  const answer = await work(...stores.map((name) => transaction.objectStore(name)));
  await finished;
  return answer;
};

export const meta = (name) => within(["meta"], "readonly", (store) => asked(store.get(name)));
export const keep = (values) =>
  within(["meta"], "readwrite", (store) => { for (const [name, value] of Object.entries(values)) store.put(value, name); });

export const rows = () =>
  within(["rows"], "readonly", async (store) => {
    const [names, values] = [asked(store.getAllKeys()), asked(store.getAll())];
    const [keys, found] = [await names, await values];
    return keys.map((name, n) => [name, found[n]]);
  });

// Fresh buckets, those that are gone, and what else is known, all or nothing.
export const refresh = (fresh, gone, values) =>
  within(["rows", "meta"], "readwrite", (store, notes) => {
    for (const name of gone) store.delete(name);
    for (const [name, value] of fresh) store.put(value, name);
    for (const [name, value] of Object.entries(values)) notes.put(value, name);
  });

// Forget readers, copies and, when the device is shut out, what it speaks with. The journal stays.
export const forget = (names) =>
  within(["rows", "meta"], "readwrite", (store, notes) => { store.clear(); for (const name of names) notes.delete(name); });

export const add = (line) => within(["journal"], "readwrite", (store) => asked(store.add(line)));
export const journal = () => within(["journal"], "readonly", (store) => asked(store.getAll()));
export const answers = () => within(["answers"], "readonly", (store) => asked(store.getAll()));
export const answered = (told) => within(["answers"], "readwrite", (store) => { for (const each of told) store.put(each); });

export const letGo = (lines) =>
  within(["journal", "answers"], "readwrite", (store, told) => {
    for (const line of lines) { store.delete(line.n); told.delete(line.key); }
  });

// What is locked by a passphrase. A random key locks the data; the passphrase, stretched, locks that key. Neither is ever
// stored open: while the page is locked, nothing of what it keeps can be read.
const ROUNDS = 600_000;
const text = new TextEncoder();
const words = new TextDecoder();

export const works = () => Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

const stretched = async (passphrase, salt, rounds) => {
  const plain = await crypto.subtle.importKey("raw", text.encode(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, plain, { name: "AES-GCM", length: 256 }, false,
    ["wrapKey", "unwrapKey"],
  );
};

const random = (n) => crypto.getRandomValues(new Uint8Array(n));

// A new lock; answers with what is stored of it and the open key.
export const make = async (passphrase) => {
  const salt = random(16);
  const iv = random(12);
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const wrapped = await crypto.subtle.wrapKey("raw", key, await stretched(passphrase, salt, ROUNDS), { name: "AES-GCM", iv });
  const lock = { salt, iv, wrapped: new Uint8Array(wrapped), rounds: ROUNDS };
  return { lock, key: await unlock(lock, passphrase) };
};

// The open key, or null for a wrong passphrase. It cannot be taken out of the browser's memory by a script.
export const unlock = async (lock, passphrase) => {
  try {
    return await crypto.subtle.unwrapKey(
      "raw", lock.wrapped, await stretched(passphrase, lock.salt, lock.rounds), { name: "AES-GCM", iv: lock.iv },
      { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"],
    );
  } catch {
    return null;
  }
};

export const seal = async (key, value) => {
  const iv = random(12);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text.encode(JSON.stringify(value)));
  return { iv, data: new Uint8Array(data) };
};

export const open = async (key, box) =>
  JSON.parse(words.decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv }, key, box.data)));

// The line to the server: sends what waits, in its order, until it is answered; fetches what the device should know. Whatever
// breaks off, the next try begins where the answers end, and the server knows each line by its key.
import * as store from "./store.js";
import * as vault from "./vault.js";

const AT_ONCE = 50;
const FRESH = 5 * 60_000;
const TOLD = ["deed", "by", "card", "barcode", "due_on", "reader_key", "person"];

class Silent extends Error {}

// An answer of our own server, or Silent: a wall of a hotel's network answers too, but not so.
export const ask = async (path, message, token = "", patience = 20_000) => {
  let got;
  try {
    got = await fetch(path, {
      method: "POST", body: JSON.stringify(message), credentials: "omit", cache: "no-store", redirect: "error",
      headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      signal: AbortSignal.timeout(patience),
    });
    if (!got.headers.get("Content-Type")?.startsWith("application/json")) throw new Silent();
    return { status: got.status, told: await got.json() };
  } catch {
    throw new Silent();
  }
};

export class Line {
  constructor(till, doors, changed) {
    this.till = till;
    this.doors = doors;
    this.changed = changed;
    this.state = "unknown";
    this.since = null;
    this.busy = false;
    this.tries = 0;
    this.timer = 0;
  }

  // Try now, and again by itself: soon while something waits, seldom otherwise.
  async contact({ fresh = false } = {}) {
    if (this.busy || !this.till.key || this.state === "shut") return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      const once = () => this.exchange(fresh);
      // Two windows of one device need not both send; if they do, nothing is done twice.
      await (navigator.locks?.request("desk-without-a-line", once) ?? once());
    } catch (error) {
      if (!(error instanceof Silent)) console.warn(error);
      if (this.state !== "off") this.since = new Date();
      this.state = "off";
      this.tries += 1;
    }
    this.busy = false;
    this.changed();
    this.later();
  }

  later() {
    clearTimeout(this.timer);
    if (!this.till.key || this.state === "shut") return;
    const wait = this.state === "off" ? Math.min(60_000, 2_000 * 2 ** Math.min(this.tries, 5)) : FRESH;
    this.timer = setTimeout(() => this.contact(), wait);
  }

  async exchange(fresh) {
    const sealed = await store.meta("token");
    if (!sealed) { this.state = "shut"; return; }
    const { token } = await vault.open(this.till.key, sealed);
    let sent = 0;
    let refused = new Set();
    for (;;) {
      const waiting = this.till.waiting().filter((line) => !refused.has(line.key)).slice(0, AT_ONCE);
      if (!waiting.length) break;
      this.state = "sending";
      this.changed();
      const lines = waiting.map((line) => ({
        key: line.key, at: line.at, ...Object.fromEntries(TOLD.filter((name) => line[name]).map((name) => [name, line[name]])),
      }));
      const { status, told } = await ask(this.doors.told, { now: new Date().toISOString(), lines }, token, 60_000);
      if (status === 401) return this.shut();
      if (status !== 200) throw new Silent();
      await this.till.answered(told.answers);
      refused = new Set(waiting.filter((line) => !this.till.answers.has(line.key)).map((line) => line.key));
      sent += told.answers.length;
      this.changed();
    }
    const seen = (await store.meta("desk"))?.seen;
    if (fresh || sent || !this.till.branch.isKnown || !seen || Date.now() - Date.parse(seen) > FRESH - 10_000) {
      await this.refresh(token);
    }
    if (this.state === "shut") return;
    this.state = "on";
    this.since = null;
    this.tries = 0;
  }

  async refresh(token) {
    const kept = await store.rows();
    const have = { readers: {}, copies: {} };
    for (const [name, value] of kept) have[name[0] === "r" ? "readers" : "copies"][name.slice(1)] = value.print;
    const { status, told } = await ask(this.doors.known, { have, language: document.documentElement.lang }, token, 120_000);
    if (status === 401) return this.shut();
    if (status !== 200) throw new Silent();
    const fresh = [];
    for (const [letter, part] of [["r", told.readers], ["c", told.copies]]) {
      for (const [n, bucket] of Object.entries(part.fresh)) {
        fresh.push([letter + n, { print: bucket.print, box: await vault.seal(this.till.key, bucket.rows) }]);
      }
    }
    const gone = [...told.readers.gone.map((n) => `r${n}`), ...told.copies.gone.map((n) => `c${n}`)];
    const known = await vault.seal(this.till.key, { desk: told.desk, terms: told.terms, consents: told.consents, left_off: told.left_off });
    const desk = { name: told.desk.name, unit: told.desk.unit, days: told.desk.days, lock: told.desk.lock, seen: new Date().toISOString() };
    await store.refresh(fresh, gone, { known, desk });
    await this.till.readBranch();
  }

  // Shut out by a person at the desk: what is known of readers and copies goes at once; what was not sent stays, locked.
  async shut() {
    await store.forget(["known", "token"]);
    await this.till.readBranch();
    this.state = "shut";
  }
}

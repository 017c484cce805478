// What a scan means at a desk without a line, and the journal it is written into. A deed is done when its line is on the disk,
// and not before.
import { Branch, isCard, local, tidy } from "./judge.js";
import { day, many, mark, say } from "./say.js";
import * as store from "./store.js";
import * as vault from "./vault.js";

// Lines that the server has answered are kept so long, for the eye.
const KEPT_DAYS = 30;
const DONE = new Set(["recorded", "after_return", "ended", "already", "not_recorded"]);

const uuid = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16),
  );

export class Till {
  constructor() {
    this.key = null;
    this.branch = new Branch();
    this.lines = [];
    this.answers = new Map();
    this.reader = null;
    this.returning = false;
    this.by = null;
    this.unreadable = 0;
  }

  async open(key) {
    this.key = key;
    await this.readAnswers();
    await this.sweep();
    await this.readLines();
    await this.readBranch();
  }

  close() {
    this.key = null;
    this.branch = new Branch();
    this.lines = [];
    this.reader = null;
  }

  async readAnswers() {
    this.answers = new Map((await store.answers()).map((told) => [told.key, told]));
  }

  async readLines() {
    const found = [];
    this.unreadable = 0;
    for (const line of await store.journal()) {
      try {
        found.push({ n: line.n, key: line.key, at: line.at, ...(await vault.open(this.key, line.box)) });
      } catch {
        this.unreadable += 1;
      }
    }
    this.lines = found;
  }

  // What is known of the branch, and on top of it what was done here since.
  async readBranch() {
    const sealed = await store.meta("known");
    this.branch.learn(sealed ? await vault.open(this.key, sealed) : null);
    const found = { r: [], c: [] };
    if (sealed) {
      const opened = await Promise.all((await store.rows()).map(async ([name, kept]) => [name[0], await vault.open(this.key, kept.box)]));
      for (const [what, rows] of opened) found[what].push(...rows);
    }
    this.branch.fill(found.r, found.c);
    for (const line of this.waiting()) this.branch.apply(line);
    // Who was registered here is known by the line of their registration; the card may turn out to be somebody else's.
    if (this.reader && !this.reader.key) {
      const still = this.reader.cards.map((card) => this.branch.cards.get(card)).find(Boolean);
      this.reader = still ?? this.reader;
    }
  }

  // Lines answered long ago that nobody has to look at any more.
  async sweep() {
    const before = Date.now() - KEPT_DAYS * 86_400_000;
    const old = (await store.journal()).filter((line) => {
      const told = this.answers.get(line.key);
      return told && !this.needsLook(told) && Date.parse(told.at) < before;
    });
    if (old.length) await store.letGo(old);
  }

  waiting() { return this.lines.filter((line) => !this.answers.has(line.key)); }
  needsLook(told) { return !told.seen && (told.problems.length > 0 || told.outcome === "not_recorded"); }
  looks() { return this.lines.filter((line) => this.answers.has(line.key) && this.needsLook(this.answers.get(line.key))); }

  async seen(key) {
    const told = { ...this.answers.get(key), seen: true };
    await store.answered([told]);
    this.answers.set(key, told);
  }

  async answered(answers) {
    const at = new Date().toISOString();
    const told = answers.filter((each) => DONE.has(each.outcome)).map((each) => ({ ...each, at, seen: false }));
    await store.answered(told);
    for (const each of told) this.answers.set(each.key, each);
  }

  async write(deed, values) {
    const line = { key: uuid(), at: new Date().toISOString() };
    const told = { deed, by: this.by, ...values };
    const n = await store.add({ ...line, box: await vault.seal(this.key, told) });
    const whole = { n, ...line, ...told };
    this.lines.push(whole);
    this.branch.apply(whole);
    return whole;
  }

  // Scans

  async scan(text) {
    const code = text.trim().replace(/\s+/g, " ").slice(0, 200);
    if (!code) return {};
    const reader = this.branch.card(code);
    if (reader) return this.openReader(reader);
    const copy = this.branch.copy(code);
    if (copy) {
      if (this.returning || (!this.reader && copy.status !== "available")) return this.takeBack(code, copy);
      return this.reader ? this.lend(code, copy) : this.stands(copy);
    }
    const number = tidy(code);
    if (isCard(number)) return this.openReader(this.stranger(number));
    if (!/\d/.test(code)) return this.names(code);
    if (this.returning) return this.takeBack(code, null);
    if (this.reader) return this.lend(code, null);
    return { tone: "ask", title: code, lines: [say("which")], choices: [
      { label: say("is_card"), run: () => this.openReader(this.stranger(number)) },
      { label: say("is_copy"), run: () => this.takeBack(code, null) },
    ] };
  }

  stranger(card) { return { id: 0, cards: [card], name: say("unknown_reader", { card }), category: "", stops: [], year: 0, loans: 0, due: "", blocked: "" }; }

  openReader(reader) {
    this.reader = reader;
    this.returning = false;
    const against = this.branch.against(reader);
    const lines = [...against, ...(reader.id ? [] : ["check_card"])].map(mark);
    return { tone: against.length || !reader.id ? "look" : "good", title: reader.name, lines };
  }

  closeReader() { this.reader = null; return {}; }

  stands(copy) {
    const lines = [copy.status === "available" ? say("stands") : "", say("ask_card")];
    return { tone: "ask", title: copy.title, lines: lines.filter(Boolean) };
  }

  names(text) {
    const found = this.branch.find(text);
    if (!found.length) return { tone: "bad", title: text, lines: [say("nobody")] };
    if (found.length > 12) return { tone: "ask", title: say("many_found"), lines: [] };
    return { tone: "ask", title: many("found", found.length), lines: [], choices: found.map((reader) => ({
      label: reader.name, soft: reader.cards.map((card) => `…${card.slice(-4)}`).join(" "), run: () => this.openReader(reader),
    })) };
  }

  async lend(code, copy, allTheSame = false) {
    const reader = this.reader;
    const thought = this.branch.judge(reader, copy);
    const title = copy?.title ?? say("unknown_copy", { code });
    if (thought.stops.length && !allTheSame) {
      return { tone: "bad", title: say("stop", { title }), lines: thought.stops.map(mark), choices: [
        { label: say("all_the_same"), run: () => this.lend(code, copy, true) },
      ] };
    }
    const marks = [...thought.stops, ...thought.looks];
    await this.write("lend", {
      card: reader.cards[0] ?? "", name: reader.name, barcode: copy?.barcode || code, title, due_on: thought.due, marks,
      ...(reader.key ? { reader_key: reader.key } : {}),
    });
    return { tone: marks.length ? "look" : "good", title: say("lent", { title }),
      lines: [say("due", { day: day(thought.due) }), ...thought.looks.map(mark)] };
  }

  async takeBack(code, copy) {
    const title = copy?.title ?? say("unknown_copy", { code });
    await this.write("take_back", { barcode: copy?.barcode || code, title, marks: copy ? [] : ["check_copy"] });
    return { tone: copy ? "good" : "look", title: say("taken", { title }), lines: copy ? [] : [mark("check_copy")] };
  }

  // Registration

  faults(told) {
    const found = {};
    if (!told.surname.trim() || !told.name.trim()) found.surname = say("name_needed");
    const card = tidy(told.card);
    if (!card || card.length > 20) found.card = say("card_needed");
    else if (this.branch.card(card)) found.card = say("card_known");
    const born = told.birth_date;
    if (born && (born > local() || born < "1900-01-01")) found.birth_date = say("birth_wrong");
    if (born && !found.birth_date && this.age(born) < (this.branch.desk?.child ?? 14) && !told.surety_name.trim()) found.surety_name = say("surety_needed");
    if (!told.consent) found.consent = say("consent_needed");
    return found;
  }

  age(born) {
    const today = local();
    return Number(today.slice(0, 4)) - Number(born.slice(0, 4)) - (today.slice(5) < born.slice(5) ? 1 : 0);
  }

  async register(told) {
    const { card, consent, ...person } = told;
    const age = told.birth_date ? this.age(told.birth_date) : 99;
    const short = [told.surname, ...[told.name, told.patronymic].filter(Boolean).map((part) => `${part.trim()[0]}.`)].join(" ");
    const name = age < 15 ? `${told.name} ${told.surname[0]}.` : short;
    const line = await this.write("register", {
      card: tidy(card), name, category: age < 15 ? "c" : age < 25 ? "y" : "a", marks: [],
      person: { ...person, language: document.documentElement.lang },
    });
    this.reader = this.branch.readers.get(line.key);
    this.returning = false;
    return { tone: "good", title: say("registered", { name }), lines: [] };
  }
}

// What the device knows of the branch, and what it thinks of a loan by that. No database and no page here: pure reckoning.
const NAMES = { reader: ["id", "cards", "name", "category", "stops", "year", "loans", "due", "blocked"],
  copy: ["id", "barcode", "number", "title", "status", "kind", "class", "mark", "held"] };
const AS = (names, row) => Object.fromEntries(names.map((name, n) => [name, row[n]]));
const WAITS = new Set(["expected", "in_processing", "in_bindery", "bound"]);

export const tidy = (code) => code.replace(/[\s\-–]/g, "");
export const local = (at = new Date()) =>
  `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;

const later = (day, days) => {
  const at = new Date(`${day}T12:00`);
  at.setDate(at.getDate() + days);
  return local(at);
};

// The network's own cards: twelve figures, an 8 before, Luhn's figure behind.
export const isCard = (code) => {
  if (!/^8\d{11}$/.test(code)) return false;
  let sum = 0;
  [...code].reverse().forEach((figure, place) => {
    const value = Number(figure) * (place % 2 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return sum % 10 === 0;
};

const FOLD = { ё: "е", є: "е", э: "е", ґ: "г", ғ: "г", і: "и", ї: "и", й: "и", ы: "и", қ: "к", ң: "н", ө: "о", ұ: "у", ү: "у", ә: "а", һ: "х", ъ: "", ь: "" };
const fold = (name) => name.normalize("NFC").toLowerCase().replace(/[’'ʼ`′]/g, "").replace(/[ёєэґғіїйықңөұүәһъь]/g, (c) => FOLD[c]);

export class Branch {
  constructor() {
    this.desk = null;
    this.terms = {};
    this.readers = new Map();
    this.copies = new Map();
    this.cards = new Map();
    this.codes = new Map();
  }

  get isKnown() { return this.desk !== null; }

  learn(known) {
    this.desk = known?.desk ?? null;
    this.terms = known?.terms ?? {};
    this.consents = known?.consents ?? [];
    this.leftOff = known?.left_off ?? 0;
    this.closed = new Set(known?.desk?.closed ?? []);
  }

  fill(readers, copies) {
    this.readers.clear(); this.copies.clear(); this.cards.clear(); this.codes.clear();
    for (const row of readers) this.enter(AS(NAMES.reader, row));
    for (const row of copies) {
      const copy = AS(NAMES.copy, row);
      this.copies.set(copy.id, copy);
      if (copy.number) this.codes.set(copy.number, copy);
    }
    // A barcode is one in the network; it wins over an inventory number that looks the same.
    for (const copy of this.copies.values()) if (copy.barcode) this.codes.set(copy.barcode, copy);
  }

  enter(reader) {
    this.readers.set(reader.id, reader);
    for (const card of reader.cards) this.cards.set(card, reader);
  }

  // What was done here and is not in the data yet.
  apply(line) {
    const copy = this.codes.get(line.barcode);
    const reader = line.reader_key ? this.readers.get(line.reader_key) : this.cards.get(line.card);
    if (line.deed === "register") {
      this.enter({ id: line.key, cards: [line.card], name: line.name, category: line.category, stops: [],
        year: Number(line.at.slice(0, 4)), loans: 0, due: "", blocked: "", key: line.key });
    } else if (line.deed === "lend") {
      if (copy) { copy.status = "on_loan"; copy.held = 0; copy.lent = reader?.id ?? null; }
      if (reader) reader.loans += 1;
    } else if (copy) {
      const had = copy.lent ? this.readers.get(copy.lent) : null;
      if (had && copy.status === "on_loan") had.loans = Math.max(0, had.loans - 1);
      copy.status = "available"; copy.lent = null;
    }
  }

  card(code) { return this.cards.get(tidy(code)) ?? null; }
  copy(code) { return this.codes.get(code.trim()) ?? null; }

  find(text, most = 12) {
    const asked = fold(text).split(/\s+/).filter(Boolean);
    if (!asked.length) return [];
    const found = [];
    for (const reader of this.readers.values()) {
      const words = fold(reader.name).split(/[\s.]+/);
      if (asked.every((word) => words.some((own) => own.startsWith(word)))) found.push(reader);
      if (found.length > most) break;
    }
    return found;
  }

  // What stands against lending anything to a reader.
  against(reader, today = local()) {
    if (!reader.id) return [];
    const found = [...reader.stops];
    if (reader.blocked && reader.blocked >= today) found.push("blocked");
    if (this.desk?.year && reader.year < Number(today.slice(0, 4))) found.push("expired_registration");
    if (this.desk?.late && reader.due && later(reader.due, this.desk.grace) < today) found.push("overdue");
    return found;
  }

  termsFor(reader, copy) {
    const category = reader.category || "a";
    const [allowed, days, most, age, pledge] =
      this.terms[`${category}|${copy?.kind ?? "book"}|${copy?.class ?? ""}`] ?? this.terms[`${category}|book|`] ?? [1, 30, null, 0, 0];
    return { allowed, days, most, age, pledge };
  }

  due(days, today = local()) {
    let day = days ? later(today, days) : today;
    for (let n = 0; days && n < 92 && this.closed?.has(day); n += 1) day = later(day, 1);
    return day;
  }

  // What the device thinks of a loan: marks that stop until a person says so, marks to look at, the day it is due.
  judge(reader, copy, today = local()) {
    const said = this.termsFor(reader, copy);
    const stops = this.against(reader, today);
    const looks = [];
    if (!reader.id) looks.push("check_card");
    if (!copy) looks.push("check_copy");
    else {
      if (copy.status === "on_loan") looks.push("on_loan");
      if (copy.status === "on_hold" && copy.held !== reader.id) (copy.held ? stops : looks).push(copy.held ? "held_for_another" : "held");
      if (copy.status === "in_transit") looks.push("in_transit");
      if (WAITS.has(copy.status)) looks.push("not_ready");
    }
    if (!said.allowed) stops.push("not_lent_home");
    if (said.most !== null && reader.id && reader.loans >= said.most) stops.push("too_many_loans");
    if (said.pledge) looks.push("pledge");
    if (["c", "y"].includes(reader.category) && (copy?.mark || said.age)) looks.push("age");
    return { stops, looks, due: this.due(said.days, today) };
  }
}

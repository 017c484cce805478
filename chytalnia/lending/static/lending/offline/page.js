// What is drawn: the line's state, the answer, the open reader, the last acts, what needs a look.
import { play } from "./signs.js";
import { category, deed, hour, many, mark, outcome, problem, say, time, day } from "./say.js";

const LAST = 10;
const root = document.querySelector("[data-offline]");
export const one = (name, within = root) => within.querySelector(name.includes("=") ? `[data-${name.replace("=", "=\"")}"]` : `[data-${name}]`);
const piece = (name) => root.querySelector(`template[data-template="${name}"]`).content.cloneNode(true);

const element = (tag, text = "", kind = "") => {
  const made = document.createElement(tag);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
};

export const view = (name) => {
  for (const part of root.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== name;
};

export const isQuiet = () => !one("sound").checked;

export const answer = (told, chosen) => {
  const place = one("answer");
  place.hidden = !told.title;
  place.className = `counter-answer ${told.tone ?? ""}`;
  one("answer-title").textContent = told.title ?? "";
  one("answer-lines").replaceChildren(...(told.lines ?? []).map((line) => element("p", line)));
  one("answer-choices").replaceChildren(...(told.choices ?? []).map((choice) => {
    const button = element("button", choice.label, "button quiet");
    button.type = "button";
    if (choice.soft) button.append(" ", element("span", choice.soft));
    button.addEventListener("click", () => chosen(choice));
    return button;
  }));
  one("told").textContent = [told.title, ...(told.lines ?? [])].filter(Boolean).join(" ");
  if (!isQuiet()) play(told.tone);
};

export const line = (line, till, desk, expired) => {
  const place = one("line");
  const waiting = till.waiting().length;
  const looks = till.looks().length;
  const state = line.state === "unknown" ? "sending" : line.state;
  place.dataset.state = state;
  const words = {
    on: () => say("online"), sending: () => say("sending"), shut: () => `${say("shut")} ${waiting ? say("shut_kept") : ""}`,
    off: () => (desk?.seen ? say("offline", { time: time(line.since ?? desk.seen) }) : say("never")),
  };
  one("line-text").textContent = state === "on" && waiting ? say("sending") : words[state]();
  one("line-waiting").textContent = waiting ? many("wait", waiting) : "";
  const link = one("line-look");
  link.hidden = !looks;
  link.textContent = looks ? many("look", looks) : "";
  const fresh = till.branch.isKnown && desk?.seen ? say("fresh", { time: time(desk.seen) }) : state === "shut" ? "" : say(expired ? "expired" : "empty");
  one("line-fresh").textContent = fresh;
  const known = till.branch.isKnown ? `${many("kept", till.branch.readers.size)}, ${many("copies", till.branch.copies.size)}` : "";
  one("kept").textContent = till.branch.leftOff ? `${known} · ${say("left_off")}` : known;
};

export const mode = (till) => {
  one("act=lend").setAttribute("aria-pressed", String(!till.returning));
  one("act=return").setAttribute("aria-pressed", String(till.returning));
};

export const reader = (till, close) => {
  const place = one("reader");
  if (!till.reader) {
    const made = piece("nobody");
    one("title", made).textContent = say(till.returning ? "returns" : "next");
    one("lend", made).hidden = till.returning;
    one("return", made).hidden = !till.returning;
    place.replaceChildren(made);
    return;
  }
  const { reader, branch } = till;
  const made = piece("reader");
  one("name", made).textContent = reader.name;
  one("about", made).textContent = [reader.id && reader.cards[0] ? `${say("card")} ${reader.cards[0]}` : "", category(reader.category)].filter(Boolean).join(" · ");
  const against = [...branch.against(reader), ...(reader.id ? [] : ["check_card"])];
  one("warn", made).replaceChildren(...against.map((code) => element("li", mark(code), reader.id ? "stop" : "")));
  one("has", made).textContent = reader.id ? many("has", reader.loans) : "";
  one("act=close", made).addEventListener("click", close);
  place.replaceChildren(made);
};

const stateOf = (told, till) => {
  if (!told) return ["waits", say("waits")];
  return till.needsLook(told) ? ["look", say("look")] : ["soft", say("sent")];
};

export const acts = (till) => {
  const last = till.lines.slice(-LAST).reverse();
  if (!last.length) return one("acts").replaceChildren(element("p", say("no_acts"), "soft"));
  const body = document.createElement("tbody");
  for (const each of last) {
    const [kind, word] = stateOf(till.answers.get(each.key), till);
    const when = element("time", hour(each.at));
    when.dateTime = each.at;
    const what = document.createElement("td");
    what.append(element("b", deed(each.deed)), " ", each.title ?? each.name ?? "", " ");
    if (each.card && each.deed !== "take_back") what.append(element("span", `${say("card")} …${each.card.slice(-4)}`, "soft"));
    const row = document.createElement("tr");
    const first = document.createElement("td");
    first.append(when);
    row.append(first, what, element("td", word, `offline-sent ${kind}`));
    body.append(row);
  }
  const table = document.createElement("table");
  table.append(body);
  return one("acts").replaceChildren(table);
};

export const looks = (till, seen) => {
  const found = till.looks();
  one("looks").hidden = !found.length;
  one("looks-list").replaceChildren(...found.map((each) => {
    const told = till.answers.get(each.key);
    const made = piece("look");
    one("what", made).textContent = `${deed(each.deed)}: ${each.title ?? each.name ?? ""}`;
    one("when", made).textContent = [time(each.at), each.name && each.title ? each.name : ""].filter(Boolean).join(" · ");
    one("why", made).replaceChildren(...told.problems.map((code) => element("li", problem(code))));
    const counted = told.counted_on ? ` ${say("counted_on", { day: day(told.counted_on) })}` : "";
    one("decided", made).textContent = outcome(told) + counted;
    made.querySelector("button").addEventListener("click", () => seen(each.key));
    return made;
  }));
};

export const staff = (till, chosen) => {
  const place = one("by");
  const people = till.branch.desk?.staff ?? [];
  place.replaceChildren(...people.map(([pk, name]) => new Option(name, String(pk))));
  const still = people.some(([pk]) => pk === chosen) ? chosen : people[0]?.[0] ?? chosen ?? null;
  if (still !== null) place.value = String(still);
  place.closest("p").hidden = !people.length;
  return still;
};

export const consents = (till) => {
  const texts = till.branch.consents ?? [];
  one("consents").replaceChildren(...texts.map((text) => element("p", text)));
  one("consents").closest("details").hidden = !texts.length;
};

// Sentences in the page's language: whole ones, with the right form for a number, dates as people write them.
const texts = JSON.parse(document.getElementById("offline-texts").textContent);
const language = document.documentElement.lang;
const plural = new Intl.PluralRules(language);
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const dated = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });
const numbers = new Intl.NumberFormat(language);

const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

export const say = (name, values = {}) => filled(texts.say[name], values);
export const many = (name, n) => {
  const forms = texts.many[name];
  return filled(forms[plural.select(n)] ?? forms.other, { n: numbers.format(n) });
};
export const mark = (code) => texts.marks[code] ?? texts.problems[code] ?? code;
export const problem = (code) => texts.problems[code] ?? texts.marks[code] ?? code;
export const outcome = (told) => texts.outcomes[told.outcome === "recorded" && !told.problems.length ? "recorded_clean" : told.outcome];
export const deed = (name) => texts.deeds[name];
export const category = (letter) => texts.categories[letter] ?? "";

export const day = (iso) => dated.format(new Date(`${iso}T12:00`));
export const time = (moment) => {
  const at = new Date(moment);
  return at.toDateString() === new Date().toDateString() ? clock.format(at) : `${dated.format(at)}, ${clock.format(at)}`;
};
export const hour = (moment) => clock.format(new Date(moment));

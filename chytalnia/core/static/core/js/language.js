// An address that somebody sent opens in the sender's language: to whoever reads another one, it is offered in that.
const offers = [...document.querySelectorAll("[data-offer]")];

const kept = (value) => {
  try {
    if (value) localStorage.setItem("language", value);
    return localStorage.getItem("language");
  } catch {
    return "off";
  }
};

// Within the site nobody is asked: the language of the page before was chosen, or left so.
const fromOutside = !document.referrer.startsWith(`${location.origin}/`);
const ours = [document.documentElement.lang, ...offers.map((offer) => offer.dataset.offer)];
const first = navigator.languages.map((tag) => tag.slice(0, 2)).find((code) => ours.includes(code));
if (fromOutside) for (const offer of offers) offer.hidden = offer.dataset.offer !== (kept() ?? first);

document.addEventListener("click", (event) => {
  const link = event.target.closest(".top a[hreflang], .offer a");
  if (link) kept(link.hreflang);
  const decline = event.target.closest("[data-offer-off]");
  if (!decline) return;
  kept("off");
  decline.closest(".offer").hidden = true;
  document.querySelector("#main").focus();
});

"""Names of persons and places in romanised records: which are romanised, in which language, and the conventional ones.

Catalogues in English give a few persons and cities in the English way («Tolstoy, Leo», «Moscow»). The tables below name
the commonest persons; a city in English stays as it is. A foreigner («Dickens, Charles») is never put into Cyrillic.
"""

from __future__ import annotations

import re
import unicodedata

from chytalnia.wire.romanise.cyrillic import WORD, has_marks, to_cyrillic, word_to_cyrillic
from chytalnia.wire.romanise.tables import SOFT, spell

#: Headings that English catalogues use by custom, without dates: in Russian and in Ukrainian.
_CONVENTIONAL: dict[str, tuple[str, str]] = {
    "tolstoy, leo": ("Толстой, Лев", "Толстой, Лев"),
    "dostoyevsky, fyodor": ("Достоевский, Федор", "Достоєвський, Федір"),
    "tchaikovsky, peter ilich": ("Чайковский, Петр Ильич", "Чайковський, Петро Ілліч"),
    "gorky, maksim": ("Горький, Максим", "Горький, Максим"),
    "trotsky, leon": ("Троцкий, Лев", "Троцький, Лев"),
    "stalin, joseph": ("Сталин, Иосиф", "Сталін, Йосип"),
    "yeltsin, boris nikolayevich": ("Ельцин, Борис Николаевич", "Єльцин, Борис Миколайович"),
    "yevtushenko, yevgeny aleksandrovich": ("Евтушенко, Евгений Александрович", "Євтушенко, Євген Олександрович"),
    "eisenstein, sergei": ("Эйзенштейн, Сергей", "Ейзенштейн, Сергій"),
    "prokofiev, sergey": ("Прокофьев, Сергей", "Прокоф’єв, Сергій"),
    "rimsky-korsakov, nikolay": ("Римский-Корсаков, Николай", "Римський-Корсаков, Микола"),
    "rachmaninoff, sergei": ("Рахманинов, Сергей", "Рахманінов, Сергій"),
    "stravinsky, igor": ("Стравинский, Игорь", "Стравінський, Ігор"),
    "brodsky, joseph": ("Бродский, Иосиф", "Бродський, Йосип"),
    "vysotsky, vladimir": ("Высоцкий, Владимир", "Висоцький, Володимир"),
    "mayakovsky, vladimir": ("Маяковский, Владимир", "Маяковський, Володимир"),
    "mandelstam, osip": ("Мандельштам, Осип", "Мандельштам, Осип"),
    "chagall, marc": ("Шагал, Марк", "Шагал, Марк"),
    "kandinsky, wassily": ("Кандинский, Василий", "Кандинський, Василь"),
    "berdyaev, nicolas": ("Бердяев, Николай", "Бердяєв, Микола"),
    "kropotkin, petr alekseevich": ("Кропоткин, Петр Алексеевич", "Кропоткін, Петро Олексійович"),
    "dovzhenko, oleksandr petrovych": ("Довженко, Александр Петрович", "Довженко, Олександр Петрович"),
    "catherine": ("Екатерина", "Катерина"),
    "elizabeth": ("Елизавета", "Єлизавета"),
    "peter": ("Петр", "Петро"),
    "nicholas": ("Николай", "Микола"),
    "alexander": ("Александр", "Олександр"),
    "alexandra": ("Александра", "Олександра"),
    "paul": ("Павел", "Павло"),
    "ivan": ("Иван", "Іван"),
    "john": ("Иоанн", "Іоанн"),
}
#: A sovereign's heading: given name and numeral. Only with a country or rank of ours is it turned.
_SOVEREIGN = re.compile(r"(?P<name>[A-Z][a-z]+)(?P<number>(?: [IVX]+)?),?(?P<rest>.*)")
_OURS = re.compile(r"\b(?:Russia|Kiev|Kyiv|Moscow|Ukraine|Novgorod|Vladimir|Tsar|Halych|Galicia)\b")

#: Given names that say «a foreigner» although their letters could be romanised Cyrillic.
_FOREIGN = (
    "alexander charles william john james george thomas henry edward peter paul joseph michael david daniel andrew "
    "stephen steven philip philippe theodore theodor nigel jonathan wolfgang gerhard gerd heinz hans johann johannes "
    "heinrich friedrich fritz franz ernst erich ulrich dieter gunter günter otto rudolf ludwig kurt klaus karlheinz "
    "jean pierre andre andré rene marie louis francois claude guy giovanni giuseppe giorgio umberto dante pietro luigi "
    "juan jose pablo miguel pedro edgar edmund ray raymond ronald donald harold arthur alan allan allen dale dean "
    "roger agatha mary jane emily anne jussi lars sven knut henrik astrid selma jerzy andrzej zygmunt krzysztof "
    "bernard "
    "kenneth keith simon samuel adam benjamin joan joanne barbara danielle sidney irving isaac ernest"
)
_FOREIGN_GIVEN = frozenset(_FOREIGN.split())
#: Spellings that romanised Cyrillic of these languages does not have.
_FOREIGN_SPELLING = re.compile(
    r"sch|ph|th|ck|oo(?!p)|ee[lmt]|ou[lrgc]|igh|tz(?!h)|[aeou]y$|[bcdfglmnprst]{2}e$|ings?$|eau|[^aeiouys\W]y$|[^s]ky$"
)

_RUSSIAN_FORM = re.compile(
    r"(?:ovich|evich|ʹich|ovna|evna|ichna|inichna)\b|skiĭ\b|\bg|G|ė"
    r"|\b(?:Vladimir|Nikola[iĭ]|Aleksandr|Aleksandra|Sergeĭ|Dmitriĭ|Evgeniĭ|Anatoliĭ|Mikhail|Petr|Pavel|Alekseĭ|Andreĭ|"
    r"Vasiliĭ|Grigoriĭ|Vitaliĭ|I͡Uriĭ|Elena|Galina|Olʹga|Svetlana|Ekaterina|Igorʹ|Nikita|Fedor|Filipp|Georgiĭ)\b"
)
_OWN_FORM = {
    "ukr": re.compile(r"ovych\b|ivna\b|ïvna\b|[aeiouy]h[aeiouylrn]|\bH|sʹk|i͡e|ï|yĭ\b|z͡h|enʹko|\b(?:Mykola|Mykhaĭlo|"
                      r"Oleksandr|Volodymyr|Petro|Pavlo|Andriĭ|Serhiĭ|Dmytro|Vasylʹ|I͡Evhen|Olena|Halyna)\b"),
    "bel": re.compile(r"avich\b|aŭna\b|ŭ|z͡h|[aeiouy]h[aeiouylrn]|\bH|ts͡?[ei]"),
}  # fmt: skip


def language_of_name(name: str, language: str) -> str:
    """The language whose table a name of a Ukrainian or Belarusian record follows.

    English catalogues long gave their persons in the Russian form: «Selivanov, V. N. (Vladimir Nikolaevich)».
    """
    own = _OWN_FORM.get(language)
    if own is None:
        return language
    composed = unicodedata.normalize("NFC", name)
    if own.search(composed):
        return language
    return "rus" if _RUSSIAN_FORM.search(composed) else language


def name_to_cyrillic(name: str, language: str, *, title: str = "", translated: bool = False) -> str | None:
    """A person's heading in Cyrillic, or None when it is a foreigner's or cannot be told.

    `title` is what stands with the name («graf», «Empress of Russia»); `translated` tells that the record is of a
    translation into a Cyrillic language, so that an unmarked name without Slavic features is left alone.
    """
    spelled = spell(name)
    conventional = _conventional(spelled, language, title)
    if conventional is not None:
        return conventional
    code = language_of_name(spelled, language)
    marked = has_marks(spelled)
    if not marked and _foreign(spelled, code, translated=translated):
        return None
    words = [m.group().rstrip("'") for m in WORD.finditer(spelled)]
    if not words:
        return None
    own = marked or _UKRAINIAN_GIVEN.search(spelled)
    for candidate in (code, "rus", *(("ukr", "kaz", "uzb", "bel") if own else ())):
        if all(word_to_cyrillic(word, candidate) for word in words):
            code = candidate
            break
    else:
        return None
    return to_cyrillic(_slavic_sky(spelled, code), code, lost=False)


def _conventional(name: str, language: str, title: str) -> str | None:
    column = 1 if language == "ukr" else 0
    exact = _CONVENTIONAL.get(name.rstrip(" .,").lower())
    if exact is not None and "," in name.rstrip(" .,"):
        return exact[column]
    match = _SOVEREIGN.fullmatch(name.rstrip(" .,"))
    if match and match["name"].lower() in _CONVENTIONAL and _OURS.search(match["rest"] + " " + title):
        return _CONVENTIONAL[match["name"].lower()][column] + match["number"] + match["rest"]
    return None


def _foreign(name: str, language: str, *, translated: bool) -> bool:
    words = [m.group() for m in WORD.finditer(name)]
    full = [w.lower() for w in words if len(w) > 2]
    if any(w in _FOREIGN_GIVEN for w in full):
        return True
    if language not in ("kir", "kaz", "uzb", "tat") and any(_FOREIGN_SPELLING.search(w) for w in full):
        return True
    return translated and not any(_SLAVIC.search(w) for w in full)


_UKRAINIAN_GIVEN = re.compile(r"\b(?:Volodymyr|Pavlo|Petro|Mykola|Oleksandr|Ihor|Bohdan|Fedir|Oleh|Halyna|\w+ovych)\b")
_SLAVIC = re.compile(
    r"(?:ov|ev|in|yn|ova|eva|ina|yna|enko|chuk|iuk|ko|chenko|shvili|dze|vich|vych|sky|skaia|ich"
    r"|ykh|ian|ets|nyk|nik|ych|ai|kh|zh|shch)$"
    r"|^(?:vladimir|aleksandr|ivan|boris|borys|viktor|mikhail|volodymyr|petro|mykola|taras|stepan|oleksandr|leonid|semen"
    r"|ostap|bohdan|ihor|oleg|oleh|halyna|galina|olena|elena|irina|iryna|pavel|pavlo|petr|lev|roman|fedir|fedor|anton|nina"
    r"|anna|hanna|valentina|vadim|vadym|stanislav|konstantin|ivanna|oksana|marina|maryna|nikita|maksim|maksym|larisa"
    r"|tamara|zinaida|raisa|gleb|hlib|efim|osip|iosif|vsevolod|i͡uriĭ|timur|ruslan|nursultan|serhii|lesi͡a)$|zh|kh"
)


def _slavic_sky(name: str, code: str) -> str:
    """«-sky» of an anglicised surname in the form of its own table: -skiĭ, -sʹkyĭ."""
    ending = f"s{SOFT}kyi\u0306" if code == "ukr" else "skii\u0306"
    return re.sub(r"(?<=[^\Waeiouy])sky(?=,|$)", ending, name)


#: Cities and countries in English, and the Latin ones that look romanised: places of publication that stay.
_ENGLISH_PLACES = frozenset(
    {"moscow", "saint petersburg", "st. petersburg", "odessa, ukraine", "kyiv, ukraine", "ukraine", "russia",
     "belgrade", "soviet union", "sofia", "warsaw", "prague", "vienna", "munich", "berlin", "bonn", "london", "paris",
     "new york",
     "jerusalem", "tel aviv", "tel-aviv", "toronto", "montreal", "edmonton", "winnipeg", "chicago", "philadelphia",
     "boston", "baltimore", "detroit", "rome", "roma", "milan", "milano", "torino", "geneva", "helsinki", "riga",
     "tallinn", "vilnius", "istanbul", "ankara", "melbourne", "sydney"}
)  # fmt: skip


def place_to_cyrillic(place: str, language: str, *, abroad: bool, lost: bool) -> str | None:
    """A place of publication in Cyrillic; None for English names and, in books from abroad, for unmarked ones."""
    spelled = spell(place)
    bare = re.sub(r"[\[\]?,.:;()]", "", spelled).strip().lower()
    if bare in _ENGLISH_PLACES or (abroad and not shows(spelled)):
        return None
    code = language
    if language == "ukr" and re.search(r"G|g|Kiev|Kharʹkov|Odessa|Dnepr|Lʹvov", spelled):
        code = "rus"
    return to_cyrillic(spelled, code, lost=lost)


#: What English catalogues call the countries whose offices they enter under them: in Russian and in Ukrainian.
_COUNTRIES: dict[str, tuple[str, str]] = {
    "russia (federation)": ("Российская Федерация", "Російська Федерація"),
    "russia": ("Россия", "Росія"),
    "russian s.f.s.r": ("РСФСР", "РРФСР"),
    "soviet union": ("СССР", "СРСР"),
    "ukraine": ("Украина", "Україна"),
    "belarus": ("Беларусь", "Білорусь"),
    "kazakhstan": ("Казахстан", "Казахстан"),
    "kyrgyzstan": ("Кыргызстан", "Киргизстан"),
    "uzbekistan": ("Узбекистан", "Узбекистан"),
    "bulgaria": ("Болгария", "Болгарія"),
    "macedonia": ("Македония", "Македонія"),
    "moscow (russia)": ("Москва", "Москва"),
    "saint petersburg (russia)": ("Санкт-Петербург", "Санкт-Петербург"),
    "kiev (ukraine)": ("Киев", "Київ"),
    "kyiv (ukraine)": ("Киев", "Київ"),
}


def country_of_body(name: str, language: str) -> tuple[str, str] | None:
    """A heading that enters an office under a country in English: the country in our words, and what follows it.

    None for any other heading. A country alone («Ukraine») is followed by nothing; such a heading stays English.
    """
    first, _dot, rest = name.partition(". ")
    found = _COUNTRIES.get(first.rstrip(" .").lower())
    return (found[1 if language == "ukr" else 0], rest) if found else None


_SHOWS = re.compile(
    r"zh|kh|shch|izd-vo|vyd-vo|\b(?:v|i|na|po|ob|k|pri|ta|iz|dli)\b|(?:ov|ogo|oho|ykh|stvo)\b", re.IGNORECASE
)


def shows(spelled: str) -> bool:
    """Whether the letters themselves show romanised Cyrillic."""
    return has_marks(spelled) or bool(_SHOWS.search(spelled))

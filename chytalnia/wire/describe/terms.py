"""Words that the standards prescribe, in the language of the document: «с.», «[та ін.]», «Текст : непосредственный».

Sources: ДСТУ ГОСТ 7.1:2006, ГОСТ 7.1-2003, ГОСТ Р 7.0.100-2018, ДСТУ 8302:2015 and the lists of abbreviations that
go with them (ДСТУ 3582:2013, ГОСТ Р 7.0.12-2011).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from chytalnia.wire.bib import Kind


@dataclass(frozen=True, slots=True)
class Terms:
    """The prescribed words of one language."""

    language: str  # BCP 47
    pages: str
    host_pages: str
    and_others: str
    no_place: str
    no_publisher: str
    no_place_full: str
    no_publisher_full: str
    copyright: str
    copies: str
    bibliography: str
    index: str
    title_from_cover: str
    volume: str
    number: str
    access: str
    accessed: str
    electronic: str
    direct: str
    materials: dict[Kind, str] = field(default_factory=dict)
    content: dict[Kind, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    frequency: dict[str, str] = field(default_factory=dict)
    physical: tuple[tuple[str, str], ...] = ()


UK = Terms(
    language="uk", pages="с.", host_pages="С.", and_others="та ін.",
    no_place="Б. м.", no_publisher="б. в.", no_place_full="Місце видання не вказано",
    no_publisher_full="видавець не вказаний", copyright="cop.", copies="пр.", bibliography="Бібліогр.",
    index="Покажч.", title_from_cover="Назва з обкл.", volume="Т.", number="№",
    access="Режим доступу", accessed="дата звернення", electronic="електронний", direct="безпосередній",
    materials={
        "book": "Текст", "serial": "Текст", "newspaper": "Текст", "article": "Текст", "manuscript": "Рукопис",
        "music": "Ноти", "map": "Карти", "picture": "Образотворчий матеріал", "sound": "Звукозапис",
        "video": "Відеозапис", "electronic": "Електронний ресурс", "object": "Предмет", "kit": "Комплект",
        "mixed": "Мультимедіа",
    },
    content={
        "music": "Музика (знакова) : безпосередня",
        "map": "Зображення (картографічне ; нерухоме ; двовимірне) : безпосереднє",
        "picture": "Зображення (нерухоме ; двовимірне) : безпосереднє",
        "sound": "Звуки : аудіо", "video": "Зображення (рухоме ; двовимірне) : відео",
        "electronic": "Текст : електронний", "object": "Предмет : безпосередній",
        "kit": "Різні види змісту : різні засоби доступу", "mixed": "Різні види змісту : різні засоби доступу",
    },
    roles={
        "edt": "ред.", "com": "упоряд.", "trl": "пер.", "ill": "худож.", "aui": "авт. передм.", "art": "худож.",
        "cmp": "композитор", "ctg": "картограф", "drt": "реж.", "pht": "фот.", "prf": "викон.", "rev": "рец.",
        "nrt": "читає",
    },
    frequency={
        "d": "Щоденно", "w": "Щотижня", "e": "Раз на два тижні", "s": "Двічі на місяць", "m": "Щомісяця",
        "b": "Раз на два місяці", "q": "Щокварталу", "t": "Тричі на рік", "f": "Двічі на рік", "a": "Щорічно",
        "c": "Двічі на тиждень", "i": "Тричі на тиждень", "g": "Раз на два роки",
    },
    physical=(
        (r"(?:unnumbered )?p(?:ages|\.) of plates", "с. іл."), (r"(?:leaves|leaf) of plates", "арк. іл."),
        (r"leaves|leaf", "арк."), (r"pages|pp?\.|p\b", "с."), (r"volumes?|vols?\.|v\.|v\b", "т."),
        (r"various pagings", "різн. паг."), (r"unpaged", "без паг."), (r"online resource", "онлайн-ресурс"),
        (r"some (?:col(?:or)?\.?|colou?red)", "частк. кольор."),
        (r"col(?:or|our)?\.? illustrations|col\. ill\.|col\. illus\.", "кольор. іл."),
        (r"illustrations|illus\.|ill\.", "іл."), (r"portraits?|ports?\.", "портр."),
        (r"facsimiles?|facsims?\.", "факс."),
        (r"maps", "карти"), (r"map", "карта"), (r"music", "ноти"), (r"plans?", "план"), (r"charts?", "схеми"),
        (r"genealogical tables?|geneal\. tables?", "генеал. табл."), (r"tables?", "табл."), (r"forms", "форми"),
        (r"photographs|photos\.?", "фот."), (r"coats? of arms", "герби"), (r"diagrams?|diagrs?\.", "діагр."),
        (r"col\.|color", "кольор."), (r"cm\.?", "см"), (r"mm\.?", "мм"), (r"in\.(?= |$)", "дюйм."),
        (r"atlas", "атлас"), (r"scores?", "партитура"), (r"sound discs?", "зв. диск"), (r"and\b", "і"),
    ),
)  # fmt: skip

RU = Terms(
    language="ru", pages="с.", host_pages="С.", and_others="и др.",
    no_place="Б. м.", no_publisher="б. и.", no_place_full="Место издания не указано",
    no_publisher_full="издатель не указан", copyright="cop.", copies="экз.", bibliography="Библиогр.",
    index="Указ.", title_from_cover="Загл. с обл.", volume="Т.", number="№",
    access="Режим доступа", accessed="дата обращения", electronic="электронный", direct="непосредственный",
    materials={
        "book": "Текст", "serial": "Текст", "newspaper": "Текст", "article": "Текст", "manuscript": "Рукопись",
        "music": "Ноты", "map": "Карты", "picture": "Изоматериал", "sound": "Звукозапись", "video": "Видеозапись",
        "electronic": "Электронный ресурс", "object": "Предмет", "kit": "Комплект", "mixed": "Мультимедиа",
    },
    content={
        "music": "Музыка (знаковая) : непосредственная",
        "map": "Изображение (картографическое ; неподвижное ; двухмерное) : непосредственное",
        "picture": "Изображение (неподвижное ; двухмерное) : непосредственное",
        "sound": "Звуки : аудио", "video": "Изображение (движущееся ; двухмерное) : видео",
        "electronic": "Текст : электронный", "object": "Предмет : непосредственный",
        "kit": "Разные виды содержания : разные средства доступа",
        "mixed": "Разные виды содержания : разные средства доступа",
    },
    roles={
        "edt": "ред.", "com": "сост.", "trl": "пер.", "ill": "худож.", "aui": "авт. предисл.", "art": "худож.",
        "cmp": "композитор", "ctg": "картограф", "drt": "реж.", "pht": "фот.", "prf": "исполн.", "rev": "рец.",
        "nrt": "читает",
    },
    frequency={
        "d": "Ежедневно", "w": "Еженедельно", "e": "Раз в две недели", "s": "Два раза в месяц", "m": "Ежемесячно",
        "b": "Раз в два месяца", "q": "Ежеквартально", "t": "Три раза в год", "f": "Два раза в год", "a": "Ежегодно",
        "c": "Два раза в неделю", "i": "Три раза в неделю", "g": "Раз в два года",
    },
    physical=(
        (r"(?:unnumbered )?p(?:ages|\.) of plates", "с. ил."), (r"(?:leaves|leaf) of plates", "л. ил."),
        (r"leaves|leaf", "л."), (r"pages|pp?\.|p\b", "с."), (r"volumes?|vols?\.|v\.|v\b", "т."),
        (r"various pagings", "разд. паг."), (r"unpaged", "без паг."), (r"online resource", "онлайн-ресурс"),
        (r"some (?:col(?:or)?\.?|colou?red)", "частично цв."),
        (r"col(?:or|our)?\.? illustrations|col\. ill\.|col\. illus\.", "цв. ил."),
        (r"illustrations|illus\.|ill\.", "ил."), (r"portraits?|ports?\.", "портр."),
        (r"facsimiles?|facsims?\.", "факс."),
        (r"maps", "карты"), (r"map", "карта"), (r"music", "ноты"), (r"plans?", "план"), (r"charts?", "схемы"),
        (r"genealogical tables?|geneal\. tables?", "генеал. табл."), (r"tables?", "табл."), (r"forms", "формы"),
        (r"photographs|photos\.?", "фот."), (r"coats? of arms", "гербы"), (r"diagrams?|diagrs?\.", "диагр."),
        (r"col\.|color", "цв."), (r"cm\.?", "см"), (r"mm\.?", "мм"), (r"in\.(?= |$)", "дюйм."),
        (r"atlas", "атлас"), (r"scores?", "партитура"), (r"sound discs?", "зв. диск"), (r"and\b", "и"),
    ),
)  # fmt: skip

KK = Terms(
    language="kk", pages="б.", host_pages="Б.", and_others="және т. б.",
    no_place="Б. о.", no_publisher="б. ж.", no_place_full="Басып шығарылған орны көрсетілмеген",
    no_publisher_full="баспасы көрсетілмеген", copyright="cop.", copies="дана", bibliography="Библиогр.",
    index="Көрсеткіш", title_from_cover="Атауы мұқабасынан алынды", volume="Т.",
    number="№", access="Қолжеткізу тәртібі", accessed="қаралған күні", electronic="электрондық", direct="тікелей",
    materials={
        "book": "Мәтін", "serial": "Мәтін", "newspaper": "Мәтін", "article": "Мәтін", "manuscript": "Қолжазба",
        "music": "Ноталар", "map": "Карталар", "picture": "Бейнелеу материалы", "sound": "Дыбысжазба",
        "video": "Бейнежазба", "electronic": "Электрондық ресурс", "object": "Зат", "kit": "Жинақтама",
        "mixed": "Мультимедиа",
    },
    content={
        "book": "Мәтін : тікелей", "music": "Музыка (таңбалық) : тікелей",
        "map": "Бейне (картографиялық ; қозғалмайтын ; екі өлшемді) : тікелей",
        "picture": "Бейне (қозғалмайтын ; екі өлшемді) : тікелей",
        "sound": "Дыбыстар : аудио", "video": "Бейне (қозғалмалы ; екі өлшемді) : бейне",
        "electronic": "Мәтін : электрондық", "object": "Зат : тікелей",
        "kit": "Әртүрлі мазмұн : әртүрлі құралдар", "mixed": "Әртүрлі мазмұн : әртүрлі құралдар",
    },
    roles={
        "edt": "ред.", "com": "құраст.", "trl": "ауд.", "ill": "сурет.", "aui": "алғысөз авт.", "art": "сурет.",
        "cmp": "композитор", "ctg": "картограф", "drt": "реж.", "pht": "фот.", "prf": "орынд.", "rev": "рец.",
        "nrt": "оқыған",
    },
    frequency={
        "d": "Күн сайын", "w": "Апта сайын", "e": "Екі аптада бір рет", "s": "Айына екі рет", "m": "Ай сайын",
        "b": "Екі айда бір рет", "q": "Тоқсан сайын", "t": "Жылына үш рет", "f": "Жылына екі рет", "a": "Жыл сайын",
        "c": "Аптасына екі рет", "i": "Аптасына үш рет", "g": "Екі жылда бір рет",
    },
    physical=(
        (r"(?:unnumbered )?p(?:ages|\.) of plates", "б. сур."), (r"(?:leaves|leaf) of plates", "п. сур."),
        (r"leaves|leaf", "п."), (r"pages|pp?\.|p\b", "б."), (r"volumes?|vols?\.|v\.|v\b", "т."),
        (r"various pagings", "әр түрлі паг."), (r"unpaged", "паг. жоқ"), (r"online resource", "онлайн-ресурс"),
        (r"some (?:col(?:or)?\.?|colou?red)", "ішінара түрлі түсті"),
        (r"col(?:or|our)?\.? illustrations|col\. ill\.|col\. illus\.", "түрлі түсті сур."),
        (r"illustrations|illus\.|ill\.", "сур."), (r"portraits?|ports?\.", "портр."),
        (r"facsimiles?|facsims?\.", "факс."), (r"maps?", "карта"), (r"music", "ноталар"), (r"plans?", "жоспар"),
        (r"charts?", "сызба"), (r"genealogical tables?|geneal\. tables?", "шежіре"), (r"tables?", "кесте"),
        (r"forms", "үлгілер"), (r"photographs|photos\.?", "фот."), (r"coats? of arms", "елтаңба"),
        (r"diagrams?|diagrs?\.", "диагр."), (r"col\.|color", "түрлі түсті"), (r"cm\.?", "см"), (r"mm\.?", "мм"),
        (r"atlas", "атлас"), (r"scores?", "партитура"), (r"sound discs?", "дыбыс дискісі"), (r"and\b", "және"),
    ),
)  # fmt: skip

BE = Terms(
    language="be", pages="с.", host_pages="С.", and_others="і інш.",
    no_place="Б. м.", no_publisher="б. в.", no_place_full="Месца выдання не ўказана",
    no_publisher_full="выдавец не ўказаны", copyright="cop.", copies="экз.", bibliography="Бібліягр.",
    index="Паказ.", title_from_cover="Загаловак з вокл.", volume="Т.", number="№",
    access="Рэжым доступу", accessed="дата звароту", electronic="электронны", direct="непасрэдны",
    materials={
        "book": "Тэкст", "serial": "Тэкст", "newspaper": "Тэкст", "article": "Тэкст", "manuscript": "Рукапіс",
        "music": "Ноты", "map": "Карты", "picture": "Выяўленчы матэрыял", "sound": "Гуказапіс",
        "video": "Відэазапіс", "electronic": "Электронны рэсурс", "object": "Прадмет", "kit": "Камплект",
        "mixed": "Мультымедыя",
    },
    content={
        "book": "Тэкст : непасрэдны", "music": "Музыка (знакавая) : непасрэдная",
        "map": "Выява (картаграфічная ; нерухомая ; двухмерная) : непасрэдная",
        "picture": "Выява (нерухомая ; двухмерная) : непасрэдная", "sound": "Гукі : аўдыя",
        "video": "Выява (рухомая ; двухмерная) : відэа", "electronic": "Тэкст : электронны",
        "object": "Прадмет : непасрэдны", "kit": "Розныя віды зместу : розныя сродкі доступу",
        "mixed": "Розныя віды зместу : розныя сродкі доступу",
    },
    roles={
        "edt": "рэд.", "com": "склад.", "trl": "пер.", "ill": "маст.", "aui": "аўт. прадм.", "art": "маст.",
        "cmp": "кампазітар", "ctg": "картограф", "drt": "рэж.", "pht": "фот.", "prf": "выкан.", "rev": "рэц.",
        "nrt": "чытае",
    },
    frequency={
        "d": "Штодзённа", "w": "Штотыдзень", "e": "Раз у два тыдні", "s": "Два разы на месяц", "m": "Штомесяц",
        "b": "Раз у два месяцы", "q": "Штоквартал", "t": "Тры разы на год", "f": "Два разы на год", "a": "Штогод",
        "c": "Два разы на тыдзень", "i": "Тры разы на тыдзень", "g": "Раз у два гады",
    },
    physical=(
        (r"(?:unnumbered )?p(?:ages|\.) of plates", "с. іл."), (r"(?:leaves|leaf) of plates", "л. іл."),
        (r"leaves|leaf", "л."), (r"pages|pp?\.|p\b", "с."), (r"volumes?|vols?\.|v\.|v\b", "т."),
        (r"various pagings", "розная паг."), (r"unpaged", "без паг."), (r"online resource", "анлайн-рэсурс"),
        (r"some (?:col(?:or)?\.?|colou?red)", "часткова каляр."),
        (r"col(?:or|our)?\.? illustrations|col\. ill\.|col\. illus\.", "каляр. іл."),
        (r"illustrations|illus\.|ill\.", "іл."), (r"portraits?|ports?\.", "партр."),
        (r"facsimiles?|facsims?\.", "факс."),
        (r"maps?", "карта"), (r"music", "ноты"), (r"plans?", "план"), (r"charts?", "схемы"),
        (r"genealogical tables?|geneal\. tables?", "генеал. табл."), (r"tables?", "табл."), (r"forms", "формы"),
        (r"photographs|photos\.?", "фот."), (r"coats? of arms", "гербы"), (r"diagrams?|diagrs?\.", "дыягр."),
        (r"col\.|color", "каляр."), (r"cm\.?", "см"), (r"mm\.?", "мм"), (r"atlas", "атлас"),
        (r"scores?", "партытура"), (r"sound discs?", "гук. дыск"), (r"and\b", "і"),
    ),
)  # fmt: skip

EN = Terms(
    language="en", pages="p.", host_pages="P.", and_others="et al.",
    no_place="S. l.", no_publisher="s. n.", no_place_full="Place of publication not identified",
    no_publisher_full="publisher not identified", copyright="cop.", copies="copies", bibliography="Bibliogr.:",
    index="Index", title_from_cover="Title from cover", volume="Vol.", number="No.",
    access="Mode of access", accessed="accessed", electronic="electronic", direct="unmediated",
    materials={
        "book": "Text", "serial": "Text", "newspaper": "Text", "article": "Text", "manuscript": "Manuscript",
        "music": "Music", "map": "Maps", "picture": "Graphic", "sound": "Sound recording",
        "video": "Video recording", "electronic": "Electronic resource", "object": "Object", "kit": "Kit",
        "mixed": "Multimedia",
    },
    content={
        "book": "Text : unmediated", "music": "Music (notated) : unmediated",
        "map": "Image (cartographic ; still ; 2-dimensional) : unmediated",
        "picture": "Image (still ; 2-dimensional) : unmediated", "sound": "Sounds : audio",
        "video": "Image (moving ; 2-dimensional) : video", "electronic": "Text : electronic",
        "object": "Object : unmediated", "kit": "Multiple content forms : multiple media",
        "mixed": "Multiple content forms : multiple media",
    },
    roles={
        "edt": "ed.", "com": "comp.", "trl": "transl.", "ill": "ill. by", "aui": "introd. by", "art": "art by",
        "cmp": "music by", "ctg": "cartographer", "drt": "dir. by", "pht": "photogr. by", "prf": "perf. by",
        "rev": "rev. by", "nrt": "read by",
    },
    frequency={
        "d": "Daily", "w": "Weekly", "e": "Every two weeks", "s": "Twice a month", "m": "Monthly",
        "b": "Every two months", "q": "Quarterly", "t": "Three times a year", "f": "Twice a year", "a": "Annual",
        "c": "Twice a week", "i": "Three times a week", "g": "Every two years",
    },
)  # fmt: skip

_BY_TAG = {terms.language: terms for terms in (UK, RU, KK, BE, EN)}


@lru_cache(maxsize=256)
def terms_for(tag: str) -> Terms | None:
    """The prescribed words for a BCP 47 tag; None when the standards' lists do not have that language."""
    return _BY_TAG.get(tag.split("-", 1)[0])

"""What cataloguers have begun: descriptions that wait to be finished, and subjects in words of their own."""

from __future__ import annotations

from contextlib import suppress

from chytalnia.catalogue.desk.mnemonic import to_text
from chytalnia.catalogue.errors import HeadingTaken
from chytalnia.catalogue.models import Record
from chytalnia.catalogue.services import editing, records
from chytalnia.network.models import Unit
from chytalnia.people.models import User
from chytalnia.wire import marc
from chytalnia.wire.bib import Bib, Text, Title

BEGUN = (("first", "Кобзар", 2024), ("second", "Літопис села Потоки. Том 3", 2026))
#: Records of the demo come with subjects in English; a network that describes by itself has them in its own languages.
SUBJECTS: dict[str, list[str]] = {
    "Бібліотеки": ["Библиотеки", "Кітапханалар", "Libraries"],
    "Бібліотечна справа": ["Библиотечное дело", "Кітапхана ісі", "Library science"],
    "Дитяча література": ["Детская литература", "Балалар әдебиеті", "Children's literature"],
    "Екологія": ["Экология", "Ecology"],
    "Історія України": ["История Украины", "Украина тарихы", "Ukraine – History"],
    "Қазақ әдебиеті": ["Казахская литература", "Казахська література", "Kazakh literature"],
    "Қазақстан тарихы": ["История Казахстана", "Історія Казахстану", "Kazakhstan – History"],
    "Казки": ["Сказки", "Ертегілер", "Fairy tales"],
    "Краєзнавство": ["Краеведение", "Өлкетану", "Local history"],
    "Народна творчість": ["Фольклор", "Халық шығармашылығы", "Folklore"],
    "Народні ремесла": ["Народные ремёсла", "Халық қолөнері", "Handicraft"],
    "Поезія": ["Поэзия", "Poetry"],
    "Українська література": ["Украинская литература", "Украин әдебиеті", "Ukrainian literature"],
    "Українська мова": ["Украинский язык", "Украин тілі", "Ukrainian language"],
}


def build(cataloguer: User, unit: Unit) -> None:
    drafts(cataloguer, unit)
    for heading, variants in SUBJECTS.items():
        with suppress(HeadingTaken):
            editing.create_authority(kind="topic", heading=heading, variants=variants, by=cataloguer)


def drafts(cataloguer: User, unit: Unit) -> None:
    if cataloguer.catalogue_drafts.exists():
        return
    for token, title, year in BEGUN:
        bib = Bib(agency=unit.code, languages=["ukr"], title=Title(Text(title)), year=year, date=str(year))
        data = {"title": title, "marc": to_text(marc.from_bib(bib, "marc21"))}
        records.save_draft(user=cataloguer, token=token, unit=unit, data=data)
    record = Record.objects.active().filter(owner=unit).order_by("pk").first()
    if record is not None:
        records.save_draft(
            user=cataloguer, record=record, unit=unit, base_version=record.version, data={"title": record.title},
            dialect=record.dialect,
        )  # fmt: skip

"""An empty record for each kind of document in each dialect: what a new description begins from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pymarc import Record

from chytalnia.network.models import Unit
from chytalnia.network.settings import setting
from chytalnia.wire import marc
from chytalnia.wire.bib import Bib, Host, Text, Title

_LANGUAGE = {"UA": "ukr", "RU": "rus", "KZ": "kaz"}


@dataclass(frozen=True, slots=True)
class Template:
    kind: str
    level: str
    label: Any
    icon: str


TEMPLATES: dict[str, Template] = {
    "book": Template("book", "monograph", _("Book"), "doc-full"),
    "serial": Template("serial", "serial", _("Journal or newspaper"), "date"),
    "article": Template("article", "article", _("Article or part"), "form"),
    "electronic": Template("electronic", "monograph", _("Electronic resource"), "globe"),
    "sound": Template("sound", "monograph", _("Sound recording"), "media"),
    "video": Template("video", "monograph", _("Film or video"), "media"),
    "music": Template("music", "monograph", _("Printed music"), "doc-full"),
    "map": Template("map", "monograph", _("Map"), "site"),
}
DIALECTS = (("marc21", "MARC 21"), ("unimarc", "UNIMARC"), ("rusmarc", "RUSMARC"))


def usual_dialect(unit: Unit) -> str:
    """The dialect in which a library describes."""
    return str(setting(unit, "catalogue.dialect"))


def empty_record(name: str, dialect: str, unit: Unit) -> Record:
    """A record of a kind with its coded fields set and no text yet. Raises KeyError for a kind unknown."""
    template = TEMPLATES[name]
    country = str(setting(unit, "network.country"))
    bib = Bib(
        agency=unit.code, changed=timezone.now().strftime("%Y%m%d%H%M%S.0"), kind=template.kind,  # type: ignore[arg-type]
        level=template.level, languages=[_LANGUAGE.get(country, "ukr")], country=country,  # type: ignore[arg-type]
        title=Title(Text("")), host=Host() if name == "article" else None,
    )  # fmt: skip
    record = marc.from_bib(bib, dialect)
    record.remove_fields("005")
    # A link to a host without a title is no field yet.
    record.fields = [f for f in record.fields if f.control_field or any(s.value.strip() for s in f.subfields)]
    return record

"""What a record looks like to people and to other programs: descriptions by the standards, JSON-LD and the rest."""

from chytalnia.wire.describe.card import Card, gost_card
from chytalnia.wire.describe.description import Area, Description, Standard, describe, gost
from chytalnia.wire.describe.oai_dc import dublin_core, dublin_core_fields
from chytalnia.wire.describe.references import bibtex, citation_key, ris
from chytalnia.wire.describe.schema_org import jsonld, offer, work_jsonld

__all__ = [
    "Area",
    "Card",
    "Description",
    "Standard",
    "bibtex",
    "citation_key",
    "describe",
    "dublin_core",
    "dublin_core_fields",
    "gost",
    "gost_card",
    "jsonld",
    "offer",
    "ris",
    "work_jsonld",
]

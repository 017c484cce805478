"""What a record looks like to people and to other programs: descriptions by the standards, JSON-LD and the rest."""

from chytalnia.wire.describe.description import Area, Description, Standard, describe, gost
from chytalnia.wire.describe.schema_org import jsonld, offer, work_jsonld

__all__ = ["Area", "Description", "Standard", "describe", "gost", "jsonld", "offer", "work_jsonld"]

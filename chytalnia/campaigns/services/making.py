"""A campaign is made from a format, changed before people rely on it, given its parts."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from chytalnia.campaigns.errors import SettledAlready
from chytalnia.campaigns.models import Campaign, Draw, Part
from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.programmes import services as programmes
from chytalnia.programmes.models import Programme
from chytalnia.search import services as search
from chytalnia.wire import draws
from chytalnia.wire.romanise import to_latin

KIND = "campaign"
#: What belongs to the programme a campaign hangs on.
OF_PROGRAMME = (
    "title", "about", "format_code", "audience", "age_from", "age_to", "age_mark", "partners", "is_public", "leader_name",
)  # fmt: skip
#: What may be changed how long: the unit of score until the first day, the rule of the draw until its end; words always.
UNTIL_RUNNING = frozenset({"score", "first_day", "counts_loans", "unit"})
UNTIL_FINISHED = frozenset({"last_day", "prizes", "among", "finish_at", "day_limit"})


def address_for(title: Any) -> str:
    """An address from the title that nobody has yet."""
    code, text = next(((code, text) for code, text in title.items() if text), ("uk", ""))
    latin = to_latin(text.lower(), {"ru": "rus", "kk": "kaz"}.get(code, "ukr"), marks=False)
    base = slugify(latin)[:50].strip("-") or "campaign"
    address, n = base, 1
    while Campaign.objects.filter(slug=address).exists():
        n += 1
        address = f"{base}-{n}"
    return address


@transaction.atomic
def make(*, unit: Unit, title: Translated, by: Any = None, slug: str = "", **values: Any) -> Campaign:
    """Make a campaign with its programme, and throw the seed of its draw: what is published of it binds us from now on."""
    about = {name: values.pop(name) for name in OF_PROGRAMME if name in values}
    programme = programmes.save_programme(
        unit=unit, title=title, by=by, kind=KIND, first_day=values["first_day"], last_day=values["last_day"], **about
    )
    campaign = Campaign(programme=programme, slug=slug or address_for(title), **values)
    campaign.full_clean(exclude=["programme", "slug"])
    campaign.save()
    seed = secrets.token_hex(16)
    Draw.objects.create(campaign=campaign, seed=seed, commitment=draws.commitment(seed))
    audit.log("campaigns.make", by=by, about=campaign, unit=unit, after={"title": str(title)})
    return campaign


@transaction.atomic
def change(*, campaign: Campaign, by: Any = None, **values: Any) -> Campaign:
    """Change a campaign. Raises SettledAlready for what people rely on by now."""
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("programme__unit").get(pk=campaign.pk)
    programme = Programme.objects.select_for_update(of=("self",)).select_related("unit").get(pk=campaign.programme_id)
    changed = {
        name: value
        for name, value in values.items()
        if getattr(programme if name in OF_PROGRAMME or name == "unit" else campaign, name) != value
    }
    settled: set[str] = set()
    if campaign.stage not in ("draft", "announced"):
        settled |= UNTIL_RUNNING
    if campaign.stage not in ("draft", "announced", "running"):
        settled |= UNTIL_FINISHED
    if campaign.participants.exists() or campaign.entries.exists():
        settled |= {"score"}
    if settled & set(changed):
        raise SettledAlready
    about = {name: values.pop(name) for name in OF_PROGRAMME if name in values}
    unit, title = values.pop("unit", programme.unit), about.pop("title", programme.title)
    for name, value in values.items():
        setattr(campaign, name, value)
    campaign.full_clean(exclude=["programme", "slug"])
    campaign.save()
    programmes.save_programme(
        programme=programme, unit=unit, title=title, by=by, first_day=campaign.first_day, last_day=campaign.last_day, **about
    )  # fmt: skip
    if changed:
        audit.log("campaigns.change", by=by, about=campaign, unit=unit, after={"changed": sorted(changed)})
    search.enqueue("programme", [programme.pk])
    # The programme that hangs on it was read before it changed.
    return Campaign.objects.select_related("programme__unit").get(pk=campaign.pk)


@transaction.atomic
def set_part(*, campaign: Campaign, part: Part | None = None, by: Any = None, **values: Any) -> Part:
    """Add a part of a combo, or change one. Raises SettledAlready once the campaign is finished."""
    if not campaign.takes_libraries:
        raise SettledAlready
    if part is None:
        # Numbers are given one after another.
        Campaign.objects.select_for_update(of=("self",), no_key=True).get(pk=campaign.pk)
        last = campaign.parts.order_by("-number").first()
        part = Part(campaign=campaign, number=last.number + 1 if last else 1)
    for name, value in values.items():
        setattr(part, name, value)
    part.full_clean(exclude=["campaign", "occasion"])
    part.save()
    return part


@transaction.atomic
def drop_part(*, part: Part, by: Any = None) -> None:
    """Take a part away that nobody has collected. Raises SettledAlready."""
    from chytalnia.campaigns.models import Line

    if Line.objects.filter(part=part).exists():
        raise SettledAlready
    part.delete()

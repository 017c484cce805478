"""The reader's own account: who, card, family, settings, wishes, a copy of the data."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from chytalnia.demand import queries as demand
from chytalnia.demand import services as demand_services
from chytalnia.lending import queries as lending
from chytalnia.lending import services as lending_services
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers
from chytalnia.people.readers import services as reader_services
from chytalnia.people.readers.forms.own import CHANNELS, WishesForm
from chytalnia.wire.print.codes import qr_svg

from . import cursors
from .calling import ReaderToken
from .describing import operation
from .once import KEY, once
from .refusing import Refusal
from .shapes.common import told_library
from .shapes.own import CardOut, Family, Me, Member, Notices, NoticesIn, Numbers, WishIn, WishOut, WishPage

router = Router(tags=["account"])


def reader_of(request: HttpRequest) -> Reader:
    reader = request.auth.reader  # type: ignore[attr-defined]
    assert isinstance(reader, Reader)
    return reader


def numbers_of(reader: Reader) -> Numbers:
    found = lending.summary(reader)
    return Numbers(
        loans=found.loans, overdue=found.overdue, holds=found.holds, ready=found.ready, owed_minor=found.owed_minor
    )


@operation(
    router,
    "GET",
    "",
    auth=ReaderToken("profile:read"),
    out=Me,
    name="me",
    summary="Who I am, and how my account stands",
)
def me(request: HttpRequest) -> Any:
    reader = reader_of(request)
    return Me(
        id=reader.pk, name=reader.full_name, language=reader.language, library=told_library(reader.home_unit),
        is_registered=readers.is_registered(reader, timezone.localdate()), numbers=numbers_of(reader),
    )  # fmt: skip


@operation(
    router, "GET", "card", auth=ReaderToken("profile:read"), out=CardOut, refused=(404,), name="my_card",
    summary="My card, to be scanned from a screen",
)  # fmt: skip
def card(request: HttpRequest) -> Any:
    reader = reader_of(request)
    held = readers.working_card(reader)
    if held is None:
        raise Refusal("not_found")
    return CardOut(number=held.number, issued_at=held.issued_at, name=reader.full_name, qr_svg=qr_svg(held.number))


@operation(
    router, "GET", "family", auth=ReaderToken("profile:read"), out=Family, name="my_family",
    summary="My family, and whose loans I may see",
)  # fmt: skip
def family(request: HttpRequest) -> Any:
    reader = reader_of(request)
    rows = (
        reader.household.members.active().exclude(pk=reader.pk).select_related("home_unit") if reader.household else ()
    )
    members = list(rows[:50])
    for member in members:
        # Asked for each, and always the same row.
        member.household = reader.household
    return Family(
        members=[
            Member(
                id=one.pk, name=one.full_name, role=one.household_role, shows_loans=readers.may_see_loans(reader, one)
            )
            for one in members
        ]
    )


def _notices(reader: Reader) -> Notices:
    given = set(readers.consents(reader).filter(withdrawn_at=None, kind__in=CHANNELS).values_list("kind", flat=True))
    channels: Any = [kind.value for kind in CHANNELS if kind in given]
    return Notices(
        email=reader.email, phone=reader.phone, language=reader.language, keep_history=reader.keep_history,
        channels=channels,
    )  # fmt: skip


@operation(
    router, "GET", "notices", auth=ReaderToken("profile:read"), out=Notices, name="my_notices",
    summary="How the library may write to me",
)  # fmt: skip
def notices(request: HttpRequest) -> Any:
    return _notices(reader_of(request))


@operation(
    router, "PATCH", "notices", auth=ReaderToken("profile:write"), out=Notices, name="change_my_notices",
    summary="Change how the library may write to me",
)  # fmt: skip
def change_notices(request: HttpRequest, change: NoticesIn) -> Any:
    """A channel that is named is a consent given, one left out of a list that is sent a consent withdrawn."""
    reader, user = reader_of(request), request.auth.user  # type: ignore[attr-defined]
    wished = {name: value for name, value in change.model_dump().items() if value is not None}
    form = WishesForm({**_notices(reader).model_dump(), "interests": reader.interests, **wished}, instance=reader)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    found = dict(form.cleaned_data)
    chosen = found.pop("channels")
    reader_services.change(reader=reader, by=user, **found)
    for kind in CHANNELS if change.channels is not None else ():
        if kind in chosen:
            reader_services.give_consent(reader=reader, kind=kind, by=user)
        else:
            reader_services.withdraw_consent(reader=reader, kind=kind, by=user)
    if change.keep_history is False:
        lending_services.forget_history(reader=reader)
    reader.refresh_from_db()
    return _notices(reader)


@operation(
    router, "GET", "wishes", auth=ReaderToken("wishes:read"), out=WishPage, name="my_wishes",
    summary="What I asked the library to have",
)  # fmt: skip
def wishes(request: HttpRequest, cursor: str = cursors.CURSOR(), limit: int = cursors.LIMIT()) -> Any:
    rows = demand.wishes_of(reader_of(request))
    found, behind = cursors.page(rows, "-at", "-pk", cursor=cursor, limit=limit, of="my_wishes")
    return WishPage(results=[_wish(one) for one in found], next=behind)


def _wish(one: Any) -> WishOut:
    return WishOut(
        id=one.pk, text=one.text or one.want.text, asked_at=one.at, library=told_library(one.unit), stage=one.want.stage,
        work=one.want.work_id,
    )  # fmt: skip


@operation(
    router, "POST", "wishes", auth=ReaderToken("wishes:write"), out=WishOut, refused=(409,), name="wish",
    summary="Ask the library to have something",
)  # fmt: skip
def wish(request: HttpRequest, response: HttpResponse, asked: WishIn, key: UUID = KEY) -> Any:
    reader = reader_of(request)
    band = readers.age_band(reader, timezone.localdate())
    return once(
        request, response, key, asked,
        lambda act: _wish(
            demand_services.wish(reader=reader, unit=reader.home_unit, text=asked.text, audience=band, key=f"api:{act}")
        ),
    )  # fmt: skip


@operation(
    router, "GET", "data", auth=ReaderToken("data:export"), out=dict[str, Any], name="my_data",
    summary="Everything that is kept about me",
)  # fmt: skip
def data(request: HttpRequest) -> Any:
    return reader_services.export_data(reader=reader_of(request))

"""What lending hears from the rooms below: rules change, readers register, are merged, leave."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.catalogue import signals as catalogue
from chytalnia.network.models import HoursException, OpeningInterval, SanitaryRule, Unit, UnitSetting
from chytalnia.network.signals import unit_changed
from chytalnia.people import signals as people
from chytalnia.people.readers import queries as readers

from . import snapshot
from .acts import Recorder
from .models import (
    LIVE,
    Act,
    ActKind,
    BookList,
    Channel,
    Charge,
    ChargeState,
    Hold,
    HomeService,
    IllOrder,
    LendingRule,
    Loan,
    Notice,
    Visit,
)
from .services.following import regrouped
from .services.holds import cancel_hold
from .services.lend import came


def connect() -> None:
    for model in (LendingRule, Unit, UnitSetting, OpeningInterval, HoursException, SanitaryRule):
        post_save.connect(_forget, sender=model, dispatch_uid="lending.snapshot")
        post_delete.connect(_forget, sender=model, dispatch_uid="lending.snapshot")
    unit_changed.connect(_forget, dispatch_uid="lending.snapshot")
    catalogue.works_regrouped.connect(_regrouped, dispatch_uid="lending")
    people.reader_registered.connect(_registered, dispatch_uid="lending")
    people.readers_merged.connect(_merged, dispatch_uid="lending")
    people.readers_unmerged.connect(_unmerged, dispatch_uid="lending")
    people.reader_closing.connect(_closing, dispatch_uid="lending")
    people.reader_closed.connect(_closed, dispatch_uid="lending")
    people.reader_anonymised.connect(_anonymised, dispatch_uid="lending")
    people.reader_exported.connect(_exported, dispatch_uid="lending")


def _forget(**_news: Any) -> None:
    """Now, for who reads in the same transaction; and once it is stored, when others may have read the old meanwhile."""
    snapshot.forget()
    transaction.on_commit(snapshot.forget)


def _regrouped(works: set[int], **_news: Any) -> None:
    # Each hold under locks of its own, which the cataloguer who joins works need not wait for.
    transaction.on_commit(lambda: regrouped(works), robust=True)


def _registered(registration: Any, reader: Any, unit: Unit, by: Any = None, **news: Any) -> None:
    """A user of the year is counted, and their coming."""
    # Registrations of a desk that was without a line come later than they were made, with their own day.
    late = None if registration.on == timezone.localdate() else _noon(registration.on)
    recorder = Recorder(unit=unit, by=by, at=late)
    audience = readers.age_band(reader, recorder.day)
    recorder.add(
        ActKind.REGISTER, reader_id=reader.pk, audience=audience, place="onsite",
        is_new=bool(news.get("is_new")), first_in_network=bool(news.get("first_in_network")),
    )  # fmt: skip
    if not reader.is_collective and not Visit.objects.filter(reader=reader, unit=unit, day=recorder.day).exists():
        came(recorder, reader.pk, unit, audience=audience, place="onsite")
    recorder.write()


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


#: Rows that go with a reader into the other, and back.
_MOVED: dict[str, type[Model]] = {
    "loans": Loan, "holds": Hold, "charges": Charge, "acts": Act, "notices": Notice, "ill_orders": IllOrder,
    "book_lists": BookList, "homes": HomeService,
}  # fmt: skip


def _merged(merge: Any, kept: Any, merged: Any, by: Any = None, **_news: Any) -> None:
    """What the merged one has becomes the kept one's; of two holds on one thing, the later ends."""
    own = Hold.objects.filter(reader=kept, state__in=LIVE)
    twice = Q()
    for column in ("work_id", "record_id", "wanted_item_id"):
        twice |= Q(**{f"{column}__in": [pk for pk in own.values_list(column, flat=True) if pk]})
    for hold in Hold.objects.filter(twice, reader=merged, state__in=LIVE):
        cancel_hold(hold=hold, channel=Channel.SYSTEM)
    homes = HomeService.objects.filter(ended_on=None)
    if homes.filter(reader=kept).exists():
        homes.filter(reader=merged).update(ended_on=timezone.localdate())
    moved = {}
    for name, model in _MOVED.items():
        rows = model._default_manager.filter(reader=merged)
        moved[name] = list(rows.values_list("pk", flat=True))
        rows.update(reader=kept)
    merge.moved["lending"] = moved


def _unmerged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    for name, pks in merge.moved.get("lending", {}).items():
        _MOVED[name]._default_manager.filter(pk__in=pks, reader=kept).update(reader=merged)


def _closing(reader: Any, **_news: Any) -> list[str]:
    """What the reader still owes, in sentences."""
    owed = []
    if n := Loan.objects.filter(reader=reader, returned_at=None).count():
        owed.append(ngettext("%(n)d copy is not returned.", "%(n)d copies are not returned.", n) % {"n": n})
    if n := IllOrder.objects.filter(reader=reader, stage__in=("lent", "lost")).count():
        said = ngettext(
            "%(n)d book of another library is not returned.", "%(n)d books of other libraries are not returned.", n
        )
        owed.append(said % {"n": n})
    open_charges = Charge.objects.filter(reader=reader, state=ChargeState.OPEN)
    if total := sum(charge.left_minor for charge in open_charges):
        owed.append(_("%(sum)s is to be paid.") % {"sum": f"{total / 100:.2f}"})
    if n := Charge.objects.filter(reader=reader, state=ChargeState.HELD).count():
        owed.append(ngettext("%(n)d pledge is to be given back.", "%(n)d pledges are to be given back.", n) % {"n": n})
    return owed


def _closed(reader: Any, by: Any = None, **_news: Any) -> None:
    for hold in Hold.objects.filter(reader=reader, state__in=LIVE):
        cancel_hold(hold=hold, channel=Channel.SYSTEM)
    for order in IllOrder.objects.filter(reader=reader, stage="asked"):
        order.move("cancel", by=None)
    HomeService.objects.filter(reader=reader, ended_on=None).update(ended_on=timezone.localdate())


def _anonymised(reader: Any, **_news: Any) -> None:
    """Nothing that ended may still lead to the person; charges stay for the accounts, on a row without a name."""
    Loan.objects.filter(reader=reader, returned_at__isnull=False).update(reader=None)
    Hold.objects.filter(reader=reader).exclude(state__in=LIVE).update(reader=None)
    Act.objects.filter(reader=reader).update(reader=None)
    IllOrder.objects.filter(reader=reader).exclude(stage__in=("lent", "lost")).update(reader=None)
    HomeService.objects.filter(reader=reader).delete()
    BookList.objects.filter(reader=reader).delete()
    Notice.objects.filter(reader=reader).delete()
    Visit.objects.filter(reader=reader).delete()


def _exported(reader: Any, **_news: Any) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """A reader's own data: what they have and had, wait for and owe, and what was written to them."""
    loans = Loan.objects.filter(reader=reader).select_related("item__record", "unit")
    holds = Hold.objects.filter(reader=reader).select_related("queue_work", "pickup_unit")
    notices = Notice.objects.filter(reader=reader)
    return [
        (
            "loans",
            _("Loans"),
            [
                {
                    "title": loan.item.record.title, "author": loan.item.record.author, "number": str(loan.item),
                    "library": str(loan.unit), "lent": _moment(loan.issued_at), "due": loan.due_on.isoformat(),
                    "renewals": loan.renewals, "state": loan.state, "ended": _moment(loan.returned_at),
                }
                for loan in loans.defer("item__record__source", "item__record__bib_data")
            ],
        ),
        (
            "holds",
            _("Holds"),
            [
                {
                    "title": hold.queue_work.title, "library": str(hold.pickup_unit), "placed": _moment(hold.placed_at),
                    "state": hold.state, "ended": _moment(hold.ended_at),
                }
                for hold in holds
            ],
        ),
        (
            "interlibrary",
            _("Interlibrary orders"),
            [
                {
                    "title": str(order), "library": str(order.unit), "ordered": _moment(order.made_at),
                    "state": order.stage, "until": str(order.lent_until or ""),
                }
                for order in IllOrder.objects.filter(reader=reader).select_related("unit")
            ],
        ),
        (
            "lists",
            _("Lists of books"),
            [
                {"list": one.title, "about": one.about, "books": [entry.work.title for entry in one.entries.all()]}
                for one in BookList.objects.filter(reader=reader).prefetch_related("entries__work")
            ],
        ),
        (
            "charges",
            _("Charges and pledges"),
            [
                {
                    "kind": charge.kind, "sum": f"{charge.amount_minor / 100:.2f}", "currency": charge.currency,
                    "paid": f"{charge.paid_minor / 100:.2f}", "state": charge.state, "made": _moment(charge.made_at),
                }
                for charge in Charge.objects.filter(reader=reader)
            ],
        ),
        (
            "notices",
            _("Letters"),
            [
                {"subject": each.subject, "text": each.text, "made": _moment(each.made_at), "state": each.state}
                for each in notices
            ],
        ),
    ]  # fmt: skip


def _moment(value: Any) -> str:
    return timezone.localtime(value).isoformat(timespec="seconds") if value else ""

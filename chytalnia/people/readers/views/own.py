"""The reader's own pages: the card on the phone, the family, wishes, data, leaving."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from chytalnia.people.errors import PeopleError
from chytalnia.people.models import Reader
from chytalnia.people.readers import parents, queries, services
from chytalnia.people.readers.forms.own import CHANNELS, WishesForm
from chytalnia.wire.print.codes import CannotBeBarcode, code128_svg, qr_svg

from .common import filled_panels

View = Callable[..., HttpResponse]


def readers_own(view: View) -> View:
    """Open a page to the reader who is signed in, as `view(request, reader)`; a member of staff without a card is told
    so, a guest is asked to sign in. Nothing of it stays in a browser's cache: computers of a library are shared."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        reader = queries.of_account(request.user)
        if reader is None or not reader.is_active:
            return render(request, "people/own/none.html", status=404)
        return view(request, reader, *args, **kwargs)

    return never_cache(guarded)


@readers_own
def me(request: HttpRequest, reader: Reader) -> HttpResponse:
    children = queries.children_of(reader)
    return render(
        request, "people/own/me.html",
        {"reader": reader, "card": queries.working_card(reader), "children": children,
         "family": reader.household.members.active().exclude(pk=reader.pk) if reader.household else [],
         "is_of_age": parents.is_of_age(reader),
         "panels": filled_panels("people.account", reader, request), "stale": queries.consents_to_renew(reader)},
    )  # fmt: skip


@readers_own
def card(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The card as a scanner reads it from a phone; a parent carries the children's too."""
    people = [reader, *parents.looked_after(reader)]
    shown = [told for one in people if (told := _drawn(one)) is not None]
    return render(request, "people/own/card.html", {"cards": shown})


def _drawn(reader: Reader) -> dict[str, Any] | None:
    held = queries.working_card(reader)
    if held is None:
        return None
    try:
        bars = code128_svg(held.number)
    except CannotBeBarcode:
        bars = ""
    # Drawn by us from the number alone: no text of a person's is in it.
    return {"reader": reader, "number": held.number, "qr": mark_safe(qr_svg(held.number)), "bars": mark_safe(bars)}  # noqa: S308


@readers_own
def wishes(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = WishesForm(request.POST or None, instance=reader)
    if form.is_valid():
        found = dict(form.cleaned_data)
        chosen = found.pop("channels")
        services.change(reader=reader, by=request.user, **found)
        for kind in CHANNELS:
            if kind in chosen:
                services.give_consent(reader=reader, kind=kind, by=request.user)
            else:
                services.withdraw_consent(reader=reader, kind=kind, by=request.user)
        messages.success(request, _("Your wishes are saved."))
        return redirect("people:me")
    return render(request, "people/own/wishes.html", {"form": form, "reader": reader})


@readers_own
def data(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Everything that is kept, to be read."""
    own = services.export_data(reader=reader)["reader"]
    facts = [{"name": label, "value": value} for label, value in _own_facts(reader, own)]
    return render(
        request, "people/own/data.html",
        {"reader": reader, "facts": facts, "parts": services.parts_of(reader), "consents": queries.consents(reader)},
    )  # fmt: skip


def _own_facts(reader: Reader, own: dict[str, Any]) -> list[tuple[str, Any]]:
    told: list[tuple[str, Any]] = []
    fields = {field.name: field for field in Reader._meta.concrete_fields}
    for name, kept in own.items():
        if name in ("library", "created_at", "blocked_until") or not kept:
            continue
        label = str(fields[name].verbose_name)
        display = getattr(reader, f"get_{name}_display", None)
        value = reader.get_social_labels() if name == "social" else display() if display else getattr(reader, name)
        if isinstance(value, bool):
            value = _("yes")
        if name == "language":
            value = dict(settings.LANGUAGES).get(str(value), value)
        told.append((capfirst(label), ", ".join(value) if isinstance(value, list) else value))
    return [*told, (_("Library"), own["library"])]


@readers_own
def exported(request: HttpRequest, reader: Reader) -> HttpResponse:
    response = JsonResponse(
        services.export_data(reader=reader), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )  # fmt: skip
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@readers_own
def leave(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Closing of the account: what is owed is said first, and nothing happens without a second press."""
    owed = services.owed(reader)
    if request.method == "POST" and request.POST.get("sure") and not owed:
        try:
            services.close(reader=reader, by=request.user)
        except PeopleError as refusal:
            owed = refusal.messages
        else:
            messages.success(request, _("Your account is closed. Come back whenever you like."))
            return redirect("wagtail_serve", "")
    return render(request, "people/own/leave.html", {"reader": reader, "owed": owed})


@readers_own
@require_POST
def agree(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Agree to the new words of what was agreed to before."""
    for kind in queries.consents_to_renew(reader):
        services.give_consent(reader=reader, kind=kind, by=request.user)
    messages.success(request, _("Thank you. The new texts are accepted."))
    return redirect("people:me")


def refuse_others(reader: Reader, other: Reader) -> None:
    """Go on if a reader may look after another: themselves, or a small child of theirs. For pages of rooms above."""
    if not parents.acts_for(reader, other):
        raise PermissionDenied

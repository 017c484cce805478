"""The ballot on a screen. Nothing of it is kept in the session, in an address or in a log: the answer to the last press is
the receipt itself, and pressed again it is the same."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from chytalnia.core import limits
from chytalnia.core.views import too_many_requests
from chytalnia.people.readers import queries as readers
from chytalnia.voting.errors import NotOnRoll, PollsClosed, UnknownCode, VotingError
from chytalnia.voting.forms import BallotForm, CodeForm
from chytalnia.voting.models import Election, Mark, RollEntry
from chytalnia.voting.services import casting

from .public import found, posters

#: Seconds after which a tablet at a polling station shows nothing of the voter before.
CLEARED = 45


@never_cache
@sensitive_post_parameters()
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot of a reader who is signed in."""
    election = found(slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    reader = readers.of_account(request.user)
    if reader is None or not election.online:
        return _refused(request, election, NotOnRoll())
    try:
        entry = casting.entry_of(election, reader)
    except NotOnRoll as refusal:
        return _refused(request, election, refusal)
    mark = Mark.objects.filter(pk=entry.pk).first()
    if request.method == "POST":
        return _given(request, election, entry)
    if not election.takes_votes():
        return _refused(request, election, PollsClosed())
    if mark is not None and not (election.may_change and mark.how == "online"):
        return render(request, "voting/voted.html", {"election": election, "mark": mark})
    return _ballot(request, election, seen=mark.times if mark else 0)


@never_cache
@sensitive_post_parameters()
def by_code(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot of a one-time code."""
    return _coded(request, slug, kiosk=False)


@never_cache
@sensitive_post_parameters()
def kiosk(request: HttpRequest, slug: str) -> HttpResponse:
    """The same on a tablet of a polling station: no way out of the ballot, and cleared for the next voter."""
    return _coded(request, slug, kiosk=True)


def _coded(request: HttpRequest, slug: str, *, kiosk: bool) -> HttpResponse:
    election = found(slug)
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("c", "")[:40]})
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            voter = casting.voter_of(election, code)
        except UnknownCode as refusal:
            # Only wrong codes are counted: a whole class votes from one address within minutes.
            if seconds := limits.wait(request, "voting.code", limits.rate("30/m")):
                return too_many_requests(request, wait_seconds=seconds)
            form.add_error("code", str(refusal))
        else:
            if "token" in request.POST:
                return _given(request, election, voter, code=code, kiosk=kiosk)
            if not election.takes_votes():
                return _refused(request, election, PollsClosed(), kiosk=kiosk)
            mark = Mark.objects.filter(pk=voter.pk).first() if isinstance(voter, RollEntry) else None
            if (mark is not None and not election.may_change) or getattr(voter, "used", False):
                form.add_error("code", _("This code was used already. A code is good for one ballot."))
            else:
                return _ballot(request, election, code=code, seen=mark.times if mark else 0, kiosk=kiosk)
    return render(request, "voting/code.html", {
        "election": election, "form": form, "kiosk": kiosk, "frame": _frame(kiosk), "takes_votes": election.takes_votes(),
    })  # fmt: skip


def _frame(kiosk: bool) -> str:
    return "voting/kiosk.html" if kiosk else "base.html"


def _ballot(
    request: HttpRequest, election: Election, *, form: BallotForm | None = None, code: str = "", seen: int = 0,
    token: str = "", kiosk: bool = False,
) -> HttpResponse:  # fmt: skip
    return render(request, "voting/ballot.html", {
        "election": election, "posters": posters(election, "registered", "struck"), "form": form, "code": code,
        "seen": seen, "token": token or secrets.token_urlsafe(24), "kiosk": kiosk, "frame": _frame(kiosk),
    })  # fmt: skip


def _given(
    request: HttpRequest, election: Election, voter: casting.Voter, *, code: str = "", kiosk: bool = False
) -> HttpResponse:
    """A choice: shown once more, and put into the box at the second press."""
    stand = posters(election, "registered")
    form = BallotForm(request.POST, numbers=[one["candidate"].number for one in stand])
    if not form.is_valid():
        return _ballot(
            request, election, form=form, code=code, seen=_number(request.POST.get("seen")),
            token=str(request.POST.get("token", ""))[:64], kiosk=kiosk,
        )  # fmt: skip
    asked = form.cleaned_data
    chosen = next((one for one in stand if one["candidate"].number == asked["choice"]), None)
    if "sure" not in request.POST:
        return render(request, "voting/confirm.html", {
            "election": election, "chosen": chosen, "asked": asked, "code": code, "kiosk": kiosk, "frame": _frame(kiosk),
        })  # fmt: skip
    try:
        receipt = casting.cast(
            election=election, voter=voter, choice=asked["choice"], token=asked["token"], seen=asked["seen"] or 0
        )
    except VotingError as refusal:
        return _refused(request, election, refusal, kiosk=kiosk)
    response = render(request, "voting/receipt.html", {
        "election": election, "receipt": receipt, "kiosk": kiosk, "frame": _frame(kiosk),
    })  # fmt: skip
    if kiosk:
        response["Refresh"] = f"{CLEARED}; url={request.path}"
    return response


def _number(text: Any) -> int:
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 4 else 0


def _refused(request: HttpRequest, election: Election, refusal: VotingError, *, kiosk: bool = False) -> HttpResponse:
    return render(
        request, "voting/refused.html",
        {"election": election, "refusal": refusal, "not_on_roll": isinstance(refusal, NotOnRoll), "kiosk": kiosk,
         "frame": _frame(kiosk), "stations": election.stations.select_related("unit")}, status=409,
    )  # fmt: skip

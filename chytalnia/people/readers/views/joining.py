"""Registration from home, and the opening of an account with a card. Both are open to anyone, so both are throttled."""

from __future__ import annotations

from datetime import date

from allauth.account.forms import ResetPasswordForm
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from chytalnia.core import limits
from chytalnia.people.errors import NoSuchCodeError
from chytalnia.people.models import ConsentKind, User
from chytalnia.people.readers import names, services, wording
from chytalnia.people.readers.forms.own import JoinForm, OpenForm

#: A family registers at one address; a program registers a thousand.
JOINING = limits.Rate(10, 3600)
OPENING = limits.Rate(20, 3600)
#: Wrong answers about one card in an hour, from wherever they come: a day of birth has 36,000 values.
WRONG_A_CARD = 10


@never_cache
def join(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST or None, initial={"unit": _chosen_unit(request)})
    status = 200
    if request.method == "POST" and form.is_valid():
        if seconds := limits.wait(request, "people.join", JOINING):
            form.add_error(None, _wait(seconds))
            status = 429
        else:
            found = dict(form.cleaned_data)
            adult = found.pop("adult")
            del found["to_rules"], found["to_data"]
            reader = services.preregister(
                unit=found.pop("unit"), consents=[ConsentKind.RULES, ConsentKind.DATA], adult=adult,
                consent_language=get_language() or "", language=get_language() or "", **found,
            )  # fmt: skip
            return render(request, "people/own/joined.html", {"reader": reader})
    texts = [wording.current(kind) for kind in (ConsentKind.RULES, ConsentKind.DATA)]
    return render(request, "people/own/join.html", {"form": form, "texts": texts}, status=status)


def _chosen_unit(request: HttpRequest) -> str:
    return request.GET.get("unit", "") if request.GET.get("unit", "").isdecimal() else ""


def _wait(seconds: int) -> str:
    minutes = max(1, seconds // 60)
    return ngettext(
        "Too many tries from this address. Try again in %(n)d minute.",
        "Too many tries from this address. Try again in %(n)d minutes.",
        minutes,
    ) % {"n": minutes}


@never_cache
def consents(request: HttpRequest) -> HttpResponse:
    """The words that readers agree to, for anyone to read before they do."""
    return render(request, "people/own/consents.html", {"texts": [wording.current(kind) for kind in ConsentKind]})


@never_cache
def open_account(request: HttpRequest) -> HttpResponse:
    """Open the account: with a code of the desk at once, by e-mail through a letter. What was wrong is not told."""
    if request.user.is_authenticated:
        return redirect("people:me")
    form = OpenForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        key = f"people.open:{names.clean_number(found['number'])}"
        seconds = limits.wait(request, "people.open", OPENING)
        if seconds or cache.get(key, 0) >= WRONG_A_CARD:
            form.add_error(None, _wait(seconds or 3600))
            status = 429
        else:
            try:
                return _opened(request, **found)
            except NoSuchCodeError as refusal:
                cache.add(key, 0, timeout=3600)
                cache.incr(key)
                form.add_error(None, refusal)
    return render(request, "people/own/open.html", {"form": form}, status=status)


def _opened(request: HttpRequest, *, number: str, birth_date: date, code: str, email: str) -> HttpResponse:
    if code:
        user = services.open_with_code(number=number, birth_date=birth_date, code=code)
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        messages.success(request, _("The account is open. Think of a password for it."))
        return redirect("account_set_password")
    user = services.open_by_letter(number=number, birth_date=birth_date, email=email)
    _send_letter(request, user, email)
    return render(request, "people/own/letter.html", {"email": email})


def _send_letter(request: HttpRequest, user: User, email: str) -> None:
    """The letter of «forgotten password»: the way to a password is the same on the first day and later."""
    if not user.email:
        return
    form = ResetPasswordForm({"email": user.email})
    if form.is_valid():
        form.save(request)

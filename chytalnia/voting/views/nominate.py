"""A reader nominates a hero: first the book, then the hero."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from chytalnia.catalogue.models import Work
from chytalnia.people.readers import queries as readers
from chytalnia.search.queries import search
from chytalnia.voting import queries
from chytalnia.voting.errors import VotingError
from chytalnia.voting.forms import NominationForm
from chytalnia.voting.services import nominating

from .public import found

SHOWN = 8


def works_found(text: str, most: int = SHOWN) -> list[Work]:
    """Books of the catalogue that words find."""
    if not text.strip():
        return []
    hits = search(text[:200], filters={"kind": ["work"]}, limit=most, facets=[]).hits
    pks = [int(hit.pk) for hit in hits]
    known = Work.objects.shown().in_bulk(pks)
    return [known[pk] for pk in pks if pk in known]


def work_numbered(number: str) -> Work | None:
    if not number.isdecimal() or len(number) > 15:
        return None
    return Work.objects.shown().filter(pk=int(number)).first()


@never_cache
def nominate(request: HttpRequest, slug: str) -> HttpResponse:
    election = found(slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    reader = readers.of_account(request.user)
    work = work_numbered(request.POST.get("work") or request.GET.get("work", ""))
    text = request.GET.get("q", "")
    form = NominationForm(request.POST or None)
    if request.method == "POST" and reader is not None and form.is_valid():
        asked, language = form.cleaned_data, get_language() or "uk"
        try:
            nominating.nominate(
                election=election, work=work, hero={language: asked["hero"]}, reader=reader, agent=asked["agent"],
                slogan={language: asked["slogan"]} if asked["slogan"] else {},
                programme={language: asked["programme"]} if asked["programme"] else {},
            )  # fmt: skip
        except VotingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Thank you. The commission looks at every nomination before it is on the ballot.")
            )
            return redirect(election)
    books = works_found(text) if work is None else []
    covers = queries.books_of([*books, *([work] if work else [])])
    return render(request, "voting/nominate.html", {
        "election": election, "reader": reader, "form": form, "work": covers.get(work.pk) if work else None, "text": text,
        "books": [covers[book.pk] for book in books],
        "is_open": election.stage == "nomination" and timezone.now() < election.nomination_until,
    })  # fmt: skip

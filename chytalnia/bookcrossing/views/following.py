"""Following and complaining."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chytalnia.bookcrossing import services
from chytalnia.bookcrossing.forms import FollowForm
from chytalnia.bookcrossing.models import Follow, Shelf, Traveller, Words
from chytalnia.core import limits
from chytalnia.network.models import Unit

from .common import too_fast

_THINGS: dict[str, Any] = {"traveller": Traveller, "shelf": Shelf, "unit": Unit}


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    if refused := too_fast(request, "follow"):
        return refused
    form = FollowForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This address of mail could not be read."))
        return redirect("bookcrossing:home")
    asked = form.cleaned_data
    thing = get_object_or_404(_THINGS[asked["target"]], pk=asked["pk"])
    back = thing.get_absolute_url()
    if asked["website"]:
        return redirect(back)
    if request.user.is_authenticated:
        services.follow(thing=thing, user=request.user, language=get_language() or "")
        if request.user.email:
            messages.success(request, _("You follow “%(what)s”; we write when there is news.") % {"what": thing})
        else:
            text = _(
                "You follow “%(what)s”. Your account has no e-mail yet, so we cannot write: have it entered at the library."
            )
            messages.info(request, text % {"what": thing})
    elif asked["email"]:
        services.follow(thing=thing, email=asked["email"], language=get_language() or "")
        messages.success(request, _("We have sent a letter with a question to this address. Follow the link in it."))
    else:
        messages.error(request, _("Write your address of mail, or sign in."))
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirmed by a button, not by the opening: programs that look into letters open links too."""
    found = get_object_or_404(Follow.objects.select_related("traveller", "shelf", "unit"), token=token)
    if request.method == "POST":
        services.confirm(token=token)
        messages.success(request, _("You follow “%(what)s”; we write when there is news.") % {"what": found.thing})
        return redirect(found.thing)  # type: ignore[call-overload, no-any-return]
    return render(request, "bookcrossing/answer.html", {"follow": found, "ending": False})


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    found = Follow.objects.filter(token=token).select_related("traveller", "shelf", "unit").first()
    if found is None:
        messages.success(request, _("You hear no more of it."))
        return redirect("bookcrossing:home")
    if request.method == "POST":
        thing = found.thing
        services.stop(follow=found)
        messages.success(request, _("You hear no more of it."))
        return redirect(thing)  # type: ignore[call-overload, no-any-return]
    return render(request, "bookcrossing/answer.html", {"follow": found, "ending": True})


@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, pk: int) -> HttpResponse:
    words = Words.objects.select_related("sighting__traveller").filter(pk=pk).first()
    if words is None or not words.is_shown:
        raise Http404
    if request.method == "POST":
        if refused := too_fast(request, "complain"):
            return refused
        if not request.POST.get("website"):
            services.report(words=words, reason=request.POST.get("reason", ""), address=limits.address_of(request))
        messages.success(request, _("Thank you. A librarian looks at it."))
        return redirect(words.sighting.traveller)
    return render(request, "bookcrossing/complain.html", {"words": words})

"""The call: a talk is proposed without an account; its author sees by a letter's address how it stands."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chytalnia.core import limits
from chytalnia.core.views import too_many_requests
from chytalnia.seminars import services
from chytalnia.seminars.errors import SeminarsError
from chytalnia.seminars.forms import ProposeForm
from chytalnia.seminars.models import Talk

from .showing import shown_or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = shown_or_404(pk)
    form = ProposeForm(request.POST or None, seminar=seminar) if seminar.takes_talks() else None
    if request.method == "POST" and form is not None:
        seconds = limits.wait(request, "seminar", limits.rate(settings.ENROL_RATE))
        if seconds:
            return too_many_requests(request, wait_seconds=seconds)
        if form.is_valid():
            try:
                made = services.propose(seminar=seminar, **form.asked())
            except SeminarsError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Your talk has arrived. Keep this page: here you see how it stands."))
                return redirect("seminars:own", made.token)
    status = 400 if form is not None and form.is_bound else 200
    return render(request, "seminars/call.html", {"seminar": seminar, "form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the address is the author: sees what was decided, answers, withdraws."""
    talk = Talk.objects.select_related("seminar__programme", "seminar__occasion__unit").filter(token=token).first()
    if talk is None:
        raise Http404
    if request.method == "POST":
        try:
            if request.POST.get("act") == "withdraw":
                services.withdraw(talk=talk)
                messages.success(request, _("Your talk is withdrawn. Thank you for telling us."))
            elif text := request.POST.get("answer", "").strip()[:2000]:
                services.answer(talk=talk, text=text)
                messages.success(request, _("The committee has your answer."))
        except SeminarsError as refusal:
            messages.error(request, str(refusal))
        return redirect("seminars:own", token)
    return render(
        request, "seminars/own.html", {"talk": talk, "seminar": talk.seminar, "can_withdraw": _can_withdraw(talk)}
    )


def _can_withdraw(talk: Talk) -> bool:
    return talk.stage in ("sent", "asked", "accepted") and not talk.seminar.occasion.is_over

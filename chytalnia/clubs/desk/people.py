"""Members of a club: who joined, who left, roles."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chytalnia.clubs import services
from chytalnia.clubs.errors import ClubError
from chytalnia.clubs.forms import JoinForm
from chytalnia.clubs.models import ClubRole, Membership
from chytalnia.core.forms import number_of
from chytalnia.people.access import needs
from chytalnia.people.readers import guardians

from .common import KEEP, club_for, screen


@needs(KEEP)
def members(request: HttpRequest, pk: int) -> HttpResponse:
    found = club_for(request, pk, KEEP)
    form = JoinForm(request.POST or None, user=request.user)
    day = timezone.localdate()
    if form.is_valid():
        told = dict(form.cleaned_data)
        try:
            made = services.join(club=found, reader=told.pop("card"), on=day, by=request.user, at_desk=True, **told)
        except ClubError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(who)s is a member of the club.") % {"who": made})
            return redirect("desk_clubs:members", pk)
    rows = list(
        found.memberships.select_related("reader__home_unit").order_by("reader__surname", "reader__name", "pk")[:1000]
    )
    answering = guardians.of_children([row.reader for row in rows if row.reader and row.left_on is None], day)
    return screen(
        request, "members", found, "members", form=form, roles=ClubRole.choices,
        rows=[(row, answering.get(row.reader_id or 0)) for row in rows if row.left_on is None],
        gone=[row for row in rows if row.left_on is not None], status=400 if form.is_bound else 200,
    )  # fmt: skip


@require_POST
@needs(KEEP)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    found = club_for(request, pk, KEEP)
    membership = get_object_or_404(Membership, pk=number_of(request.POST.get("member")), club=found)
    role = request.POST.get("role", "")
    if request.POST.get("act") == "leave":
        services.leave(membership=membership, on=timezone.localdate(), by=request.user)
        messages.success(request, _("%(who)s has left the club.") % {"who": membership})
    elif role in ClubRole.values:
        services.set_role(membership=membership, role=role, by=request.user)
    return redirect("desk_clubs:members", pk)

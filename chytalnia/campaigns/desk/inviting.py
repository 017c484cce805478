"""Libraries of a campaign at the desk: who is invited, what they answer, whom to invite still."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Exists, OuterRef, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chytalnia.campaigns import saying
from chytalnia.campaigns.errors import CampaignError
from chytalnia.campaigns.models import Campaign, Joining, Letter, Member
from chytalnia.campaigns.services import inviting
from chytalnia.core.models import LetterState
from chytalnia.network.models import Contact, ContactKind, Unit
from chytalnia.network.paths import lineage
from chytalnia.people import rules
from chytalnia.people.access import needs
from chytalnia.people.shell import told_if_refused

from .common import RUN, VIEW, campaign_for, page
from .forms import InviteForm

PER_PAGE, OFFERED = 50, 100
#: Who takes part first, then who is still to answer.
_ORDER = (Joining.JOINED, Joining.INVITED, Joining.DECLINED)


@needs(VIEW)
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """The libraries by what they answered."""
    found = campaign_for(request, pk)
    letter = Letter.objects.filter(member=OuterRef("pk")).order_by("-pk").values("state")[:1]
    address = Contact.objects.filter(unit=OuterRef("unit"), kind=ContactKind.EMAIL)
    rows = found.members.select_related("unit").annotate(letter=Subquery(letter), has_address=Exists(address))
    rows = rows.order_by(Case(*[When(state=code, then=Value(n)) for n, code in enumerate(_ORDER)]), "unit__path")
    state = request.GET.get("state", "")
    if state in Joining.values:
        rows = rows.filter(state=state)
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counts = {code: found.members.filter(state=code).count() for code in _ORDER}
    may = rules.may(request.user, RUN, found.unit)
    told = dict(LetterState.choices)
    query = request.GET.copy()
    query.pop("page", None)
    labels = dict(Joining.choices)
    return page(
        request, "libraries.html", str(found), campaign=found, here="libraries", listed=listed, query=query.urlencode(),
        states=[(labels[code], counts[code], code) for code in _ORDER], state=state, number=sum(counts.values()),
        may_invite=may and found.takes_libraries,
        may_remind=may and found.stage in ("announced", "running") and counts[Joining.INVITED] > 0,
        groups=[
            (
                code, labels[Joining(code)], counts[Joining(code)],
                [
                    (one, saying.amount(found, one.posts if found.score == "posts" else one.total),
                     told.get(getattr(one, "letter", None) or "", ""))
                    for one in of_state
                ],
            )
            for code, of_state in groupby(listed.object_list, lambda one: one.state)
        ],
    )  # fmt: skip


@needs(RUN)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Libraries to be ticked one by one, or all that a search finds at once."""
    found = campaign_for(request, pk, RUN)
    # Who has not said where means the own part of the network; «everywhere» is said.
    form = InviteForm(request.GET or {"under": str(found.unit.pk)})
    units = form.found()
    query = request.GET.copy()
    query.pop("page", None)
    if request.method == "POST":
        ticked = set(request.POST.getlist("pk"))
        chosen = [unit for unit in units if "all" in request.POST or str(unit.pk) in ticked]
        if chosen:
            _invite(request, found, chosen)
        else:
            messages.error(request, _("Tick the libraries, or all that match."))
        return redirect(f"{reverse('desk_campaigns:invite', args=[pk])}?{query.urlencode()}")
    answers = dict(found.members.values_list("unit", "state"))
    listed = Paginator(units, OFFERED).get_page(request.GET.get("page"))
    shown = list(listed.object_list)
    written = set(
        Contact.objects.filter(unit__in=shown, kind=ContactKind.EMAIL).exclude(value="").values_list("unit", flat=True)
    )
    above = {
        one.path: one for one in Unit.objects.filter(path__in={path for one in shown for path in lineage(one.path)})
    }
    labels = dict(Joining.choices)
    return page(
        request, "invite.html", str(found), campaign=found, here="libraries", form=form, listed=listed,
        query=query.urlencode(), total=len(units), fresh=sum(unit.pk not in answers for unit in units),
        rows=[
            (one, [above[path] for path in lineage(one.path)[:-1] if path in above][-2:], labels.get(answers.get(one.pk, "")),
             one.pk in written)
            for one in shown
        ],
    )  # fmt: skip


def _invite(request: HttpRequest, campaign: Campaign, chosen: list[Unit]) -> None:
    with told_if_refused(request, CampaignError):
        n = inviting.invite(campaign=campaign, libraries=chosen, by=request.user)
        messages.success(request, ngettext("%(n)d library is invited.", "%(n)d libraries are invited.", n) % {"n": n})


@require_POST
@needs(RUN)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(Member.objects.select_related("unit", "campaign"), pk=pk)
    campaign_for(request, member.campaign_id, RUN)
    with told_if_refused(request, CampaignError):
        inviting.withdraw(member=member, by=request.user)
        messages.success(request, _("The invitation of %(library)s is taken back.") % {"library": member.unit})
    return redirect("desk_campaigns:libraries", member.campaign_id)


@require_POST
@needs(RUN)
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    found = campaign_for(request, pk, RUN)
    with told_if_refused(request, CampaignError):
        n = inviting.remind(campaign=found, by=request.user)
        text = ngettext("%(n)d library is reminded by a letter.", "%(n)d libraries are reminded by a letter.", n)
        messages.success(request, text % {"n": n})
    return redirect("desk_campaigns:libraries", pk)

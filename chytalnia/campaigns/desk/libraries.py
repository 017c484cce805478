"""A library in a campaign: it accepts with one press, keeps its page and posts, enters paper diaries."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chytalnia.campaigns import papers, queries, saying
from chytalnia.campaigns.errors import CampaignError
from chytalnia.campaigns.models import Joining, Line, Participant, Post
from chytalnia.campaigns.services import diary, libraries, people
from chytalnia.core.forms import number_of
from chytalnia.core.views import pdf_response
from chytalnia.media.errors import RefusedFile
from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.people.access import needs, require
from chytalnia.people.readers import queries as readers
from chytalnia.people.shell import told_if_refused

from .common import RUN, TAKE_PART, VIEW, WRITE, campaign_for, member_for, page, participant_for
from .forms import CardForm, DiaryForm, LineForm, PostForm, TakePartForm

PER_PAGE = 50


@require_POST
@needs(TAKE_PART)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """An invitation is accepted or declined, by one press."""
    member = member_for(request, pk)
    with told_if_refused(request, CampaignError):
        if request.POST.get("answer") == "no":
            libraries.decline(member=member, by=request.user)
            messages.success(request, _("Declined."))
            return redirect("desk_campaigns:home")
        libraries.join(campaign=member.campaign, unit=member.unit, by=request.user)
        messages.success(request, _("“%(library)s” takes part.") % {"library": member.unit})
        return redirect("desk_campaigns:library", pk)
    return redirect("desk_campaigns:home")


@require_POST
@needs(TAKE_PART)
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """A library joins without an invitation."""
    campaign = campaign_for(request, pk)
    unit = get_object_or_404(Unit, code=request.POST.get("unit", ""))
    require(request.user, TAKE_PART, unit)
    with told_if_refused(request, CampaignError):
        member = libraries.join(campaign=campaign, unit=unit, by=request.user)
        messages.success(request, _("“%(library)s” takes part.") % {"library": unit})
        return redirect("desk_campaigns:library", member.pk)
    return redirect("desk_campaigns:campaign", pk)


@needs(TAKE_PART)
def library(request: HttpRequest, pk: int) -> HttpResponse:
    """The library's own screen: its number, its people, its posts."""
    member = member_for(request, pk)
    campaign = member.campaign
    if member.state != Joining.JOINED:
        return redirect("desk_campaigns:campaign", campaign.pk)
    card = CardForm(request.POST or None, initial={"responsible": member.responsible, "about": member.about})
    if card.is_valid():
        libraries.describe(member=member, by=request.user, **card.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk_campaigns:library", pk)
    people_here = Participant.objects.filter(member=member, left_at=None).order_by("number")
    listed = Paginator(people_here, PER_PAGE).get_page(request.GET.get("page"))
    standings = queries.league(campaign)
    place = next((one.place for one in standings if one.member == member.pk), None)
    return page(
        request, "library.html", f"{member.unit}: {campaign}", campaign=campaign, member=member, card=card, listed=listed,
        rows=[(one, saying.amount(campaign, one.total)) for one in listed.object_list], query="",
        posts=member.entries.select_related("photo").order_by("-day", "-pk")[:40],
        score=saying.amount(campaign, member.posts if campaign.score == "posts" else member.total), place=place,
        of=len(standings), may_write=rules.may(request.user, WRITE, member.unit) and campaign.score != "posts",
        takes_posts=campaign.stage in ("running", "finished"), diplomas=campaign.diplomas.filter(member=member).count(),
    )  # fmt: skip


@needs(TAKE_PART)
def post(request: HttpRequest, pk: int, entry: int | None = None) -> HttpResponse:
    member = member_for(request, pk)
    known = get_object_or_404(Post, pk=entry, member=member) if entry else None
    initial: dict[str, Any] = (
        {name: getattr(known, name) for name in ("link", "title", "day", "ticks", "reach")} if known else {}
    )
    form = PostForm(request.POST or None, request.FILES or None, campaign=member.campaign, initial=initial)
    if form.is_valid():
        told = dict(form.cleaned_data)
        photo = told.pop("photo")
        try:
            libraries.post(
                member=member, entry=known, photo=photo.file if photo else None, photo_name=photo.name if photo else "",
                by=request.user, **told,
            )  # fmt: skip
        except (CampaignError, RefusedFile) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The post is in the campaign."))
            return redirect("desk_campaigns:library", pk)
    return page(
        request,
        "post.html",
        _("A post of the library"),
        campaign=member.campaign,
        member=member,
        form=form,
        entry=known,
    )


@require_POST
@needs(TAKE_PART)
def remove_post(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(Post.objects.select_related("member__unit", "campaign"), pk=pk)
    require(request.user, TAKE_PART, entry.member.unit)
    with told_if_refused(request, CampaignError):
        libraries.remove_post(entry=entry, by=request.user)
        messages.success(request, _("The post is taken out."))
    return redirect("desk_campaigns:library", entry.member_id)


@needs(VIEW)
def posts(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits to be looked at, for who runs the campaign."""
    campaign = campaign_for(request, pk)
    listed = Paginator(queries.waiting_posts(campaign), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request, "posts.html", str(campaign), campaign=campaign, here="posts", listed=listed, query="",
        required=list(enumerate(campaign.required())), shown=queries.posts_of(campaign).filter(state="good")[:30],
    )  # fmt: skip


@require_POST
@needs(RUN)
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(Post.objects.select_related("campaign"), pk=pk)
    campaign = campaign_for(request, entry.campaign_id, RUN)
    good, told = request.POST.get("good") == "1", request.POST.get("answer", "").strip()[:300]
    if not good and not told:
        messages.error(request, _("Write what is to be mended: the library reads it."))
        return redirect("desk_campaigns:posts", campaign.pk)
    with told_if_refused(request, CampaignError):
        libraries.judge(entry=entry, good=good, answer=told, by=request.user)
    return redirect("desk_campaigns:posts", campaign.pk)


@needs(WRITE)
def take_part(request: HttpRequest, pk: int) -> HttpResponse:
    """A librarian lets a reader, a family or a class take part."""
    member = member_for(request, pk, WRITE)
    form = TakePartForm(request.POST or None)
    if form.is_valid():
        told = dict(form.cleaned_data)
        reader = told.pop("card")
        if reader is not None and not readers.may_see(request.user, reader):
            raise PermissionDenied("people.view_reader")
        try:
            people.join(member=member, reader=reader, by=request.user, **told)
        except CampaignError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(nick)s” takes part.") % {"nick": told["nick"]})
            again = "again" in request.POST
            return redirect("desk_campaigns:take_part" if again else "desk_campaigns:library", pk)
    return page(request, "take_part.html", _("Somebody takes part"), campaign=member.campaign, member=member, form=form)


@needs(WRITE)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The quick form for paper diaries: many lines, one press."""
    member = member_for(request, pk, WRITE)
    here = list(Participant.objects.filter(member=member, left_at=None).order_by("number")[:500])
    form = DiaryForm(request.POST or None, campaign=member.campaign, people=here)
    refused: list[Any] = []
    if form.is_valid():
        rows = form.lines()
        refused = diary.write_many(rows=rows, by=request.user)
        written = len(rows) - len(refused)
        if written:
            messages.success(
                request, ngettext("%(n)d line is written.", "%(n)d lines are written.", written) % {"n": written}
            )
        if not refused:
            return redirect("desk_campaigns:paper", pk)
    return page(
        request, "paper.html", _("From paper diaries"), campaign=member.campaign, member=member, form=form, refused=refused,
        how=saying.how_much(member.campaign), people=here,
        open=member.campaign.is_read and member.campaign.stage in ("running", "finished"),
    )  # fmt: skip


@needs(VIEW)
def participants(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody in the campaign, for who runs it; others see those of their libraries."""
    campaign = campaign_for(request, pk)
    rows = Participant.objects.filter(campaign=campaign, left_at=None).select_related("member__unit")
    if not rules.may(request.user, RUN, campaign.unit):
        rows = rows.filter(member__unit__in=rules.units_where(request.user, TAKE_PART))
    text = request.GET.get("q", "").strip()[:40]
    if text:
        rows = rows.filter(nick_key__contains=people.nick_key(text))
    listed = Paginator(rows.order_by("-total", "number"), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return page(
        request, "people.html", str(campaign), campaign=campaign, here="people", listed=listed, text=text,
        rows=[(one, saying.amount(campaign, one.total)) for one in listed.object_list], query=query.urlencode(),
    )  # fmt: skip


@needs(VIEW)
def participant(request: HttpRequest, pk: int) -> HttpResponse:
    one = participant_for(request, pk)
    campaign = one.campaign
    card = queries.card(one)
    done = {line.part_id for line in card.lines if line.part_id}
    return page(
        request, "participant.html", one.nick, campaign=campaign, one=one, card=card, name=_name(request, one),
        rows=[(line, saying.amount(campaign, line.amount)) for line in card.lines], score=saying.amount(campaign, one.total),
        badges=[(saying.badge_name(badge), badge.day) for badge in card.badges],
        may_write=campaign.stage in ("running", "finished"), parts=[part for part, _line in card.parts if part.pk not in done],
        diplomas=one.diplomas.order_by("number"),
    )  # fmt: skip


def _name(request: HttpRequest, one: Participant) -> str:
    """Whose nick it is, for those who may see this reader: who runs a campaign of a whole region sees nicks alone."""
    if one.reader is not None:
        return one.reader.short_name if readers.may_see(request.user, one.reader) else ""
    may = one.household is not None and rules.may(request.user, WRITE, one.member.unit)
    return str(one.household) if may else ""


@require_POST
@needs(VIEW)
def participant_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Another nick, a part put on the card, or an end of taking part."""
    one = participant_for(request, pk)
    with told_if_refused(request, CampaignError):
        match request.POST.get("what"):
            case "nick":
                people.rename(participant=one, nick=request.POST.get("nick", "")[:40], by=request.user)
            case "part":
                number = request.POST.get("part", "")
                part = get_object_or_404(one.campaign.parts, pk=number_of(number))
                diary.collect(participant=one, part=part, source="desk", by=request.user)
            case "leave":
                people.leave(participant=one, by=request.user)
                return redirect("desk_campaigns:library", one.member_id)
    return redirect("desk_campaigns:participant", pk)


@needs(VIEW)
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """A line is corrected or removed by a librarian."""
    found = get_object_or_404(Line.objects.live(), pk=pk)
    one = participant_for(request, found.participant_id)
    form = LineForm(request.POST or None, initial={"day": found.day, "amount": found.amount})
    try:
        if request.method == "POST" and "remove" in request.POST:
            diary.remove(line=found, by=request.user, at_desk=True)
            messages.success(request, _("The line is taken out."))
            return redirect("desk_campaigns:participant", one.pk)
        if form.is_valid():
            diary.correct(line=found, by=request.user, at_desk=True, **form.cleaned_data)
            messages.success(request, _("The line is mended."))
            return redirect("desk_campaigns:participant", one.pk)
    except CampaignError as refusal:
        form.add_error(None, str(refusal))
    return page(request, "line.html", _("A line of the log"), campaign=one.campaign, one=one, line=found, form=form)


@needs(TAKE_PART)
def diplomas_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """All diplomas of a library in one file, to be printed and handed over."""
    member = member_for(request, pk)
    rows = member.diplomas.select_related(
        "campaign__programme__unit", "member__unit", "participant__reader", "participant__household"
    ).order_by("number")  # fmt: skip
    listed = list(rows[:500])
    if not listed:
        return redirect("desk_campaigns:library", pk)
    return pdf_response(papers.diplomas(listed), f"diplomas-{member.unit.code}")

"""Which pages are drawn: names and addresses, as the database at hand has them. Django is set up before this is imported."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import NoReverseMatch, reverse

from chytalnia.catalogue.models import Authority, AuthorityKind, ImportJob, Item, MergeCase, Record, Work
from chytalnia.network.models import Unit

#: name, address, who sees it ("" everybody).
Row = tuple[str, str, str]


def found() -> list[Row]:
    return [*readers(), *staff()]


def _search(text: str, **conditions: Any) -> str:
    return f"{reverse('portal:search')}?{urlencode({'q': text, **conditions})}"


def readers() -> list[Row]:
    """Pages of the site. A work with many editions and copies, so that everything a page can hold is on it."""
    works = Work.objects.shown()
    translated = works.order_by("-record_count", "pk")[0]
    work = works.filter(records__languages="ukr").order_by("-item_count", "-record_count", "pk").first() or translated
    headings = Authority.objects.annotate(used=Count("headings")).order_by("-used", "pk")
    branch = Unit.objects.filter(code="kremenchuk-f1").first() or Unit.objects.order_by("path").last()
    author = headings.filter(kind=AuthorityKind.PERSON).first()
    subject = headings.filter(kind=AuthorityKind.TOPIC).first()
    rows: list[Row] = [
        ("start", reverse("portal:start"), ""),
        ("results", _search("книгою Шевченка"), ""),
        ("results-corrected", _search("rj,pfh"), ""),
        ("results-empty", _search("ъъъъ щщщщ"), ""),
        ("work", work.get_absolute_url(), ""),
        ("work-translated", translated.get_absolute_url(), ""),
        ("edition", reverse("catalogue:record", args=[_edition(work).pk]), ""),
        ("new", reverse("catalogue:new"), ""),
        ("own-list", reverse("catalogue:list"), ""),
        ("libraries", reverse("network:libraries"), ""),
        ("news", reverse("portal:news"), ""),
        ("sign-in", reverse("account_login"), ""),
        ("preferences", reverse("core:preferences"), ""),
        ("styleguide", reverse("core:styleguide"), ""),
        ("not-found", "/no-such-page/", ""),
    ]
    if branch:
        rows.append(("library", branch.get_absolute_url(), ""))
    if author:
        rows.append(("author", reverse("catalogue:author", args=[author.pk]), ""))
    if subject:
        rows.append(("subject", reverse("catalogue:subject", args=[subject.pk]), ""))
    return rows + _pages()


def _edition(work: Work) -> Record:
    return work.records.public().order_by("pk")[0]


def _pages() -> list[Row]:
    from chytalnia.portal.models import NewsPage, StaticPage

    rows: list[Row] = []
    for name, pages in (("news-item", NewsPage), ("page", StaticPage)):
        page = pages.objects.live().order_by("pk").first()
        if page and page.url:
            rows.append((name, page.url, ""))
    return rows


def staff() -> list[Row]:
    """The desk, each screen with somebody who works there."""
    unit = Unit.objects.get(code="kremenchuk-f1")
    rows: list[Row] = [
        ("desk", "/desk/", "cataloguer"),
        ("desk-libraries", reverse("units:index"), "director"),
        ("desk-card", reverse("units:edit", args=[unit.pk]), "head"),
        ("desk-hours", reverse("network_desk:hours", args=[unit.pk]), "head"),
        ("desk-settings", reverse("network_desk:settings", args=[unit.pk]), "director"),
        ("desk-roles", reverse("roles:index"), "director"),
        ("desk-staff", reverse("staff:index"), "director"),
        ("desk-facts", reverse("journal_facts"), "director"),
        ("desk-periods", reverse("journal_periods"), "director"),
        ("desk-period-close", reverse("journal_close_period"), "director"),
        ("desk-audit", reverse("journal_audit"), "director"),
        ("desk-pages", reverse("wagtailadmin_explore_root"), "editor"),
    ]
    record = Record.objects.active().filter(owner__code="kremenchuk").order_by("pk").first()
    item = Item.objects.under(unit).in_stock().order_by("pk").first()
    job = ImportJob.objects.order_by("-pk").first()
    case = MergeCase.objects.filter(stage="open").order_by("-score").first()
    for name, address, thing in (
        ("desk-records", "describing:index", True),
        ("desk-record", "describing:record", record),
        ("desk-record-new", "describing:new", True),
        ("desk-record-edit", "describing:edit", record),
        ("desk-record-raw", "describing:raw", record),
        ("desk-drafts", "describing:drafts", True),
        ("desk-work", "describing:work", record and record.work),
        ("desk-authorities", "describing:authorities", True),
        ("desk-imports", "desk_imports:list", True),
        ("desk-import-new", "desk_imports:new", True),
        ("desk-import", "desk_imports:job", job),
        ("desk-merges", "desk_merging:list", True),
        ("desk-merge", "desk_merging:case", case),
        ("desk-items", "desk_items:list", True),
        ("desk-item", "desk_items:item", item),
        ("desk-receive", "desk_items:receive", record),
        ("desk-labels", "desk_items:labels", True),
        ("desk-shelf", "desk_items:shelf", True),
        ("desk-scan", "desk_items:scan", True),
    ):
        if thing and (path := _address(address, thing)):
            rows.append((name, path, "cataloguer"))
    return (
        rows
        + _lending()
        + _elections()
        + _programmes()
        + _seminars()
        + _clubs()
        + _schools()
        + _bookcrossing()
        + _spaces()
        + _exhibitions()
        + _trailers()
        + _care()
        + _receptions()
        + _campaigns()
    )


def _lending() -> list[Row]:
    """The lending desk with its lists, readers, refusals; a reader's own pages."""
    from chytalnia.people.models import Reader, RoleGrant

    branch = RoleGrant.objects.filter(user__username="librarian").values("unit")
    reader = Reader.objects.filter(home_unit__in=branch, state="active").order_by("pk").first()
    work = Work.objects.shown().filter(available_count__gt=0).order_by("pk").first()
    rows = [
        (f"desk-{name.replace('_', '-')}", reverse(f"desk_lending:{name}"), "librarian")
        for name in (
            "counter",
            "pick",
            "van",
            "shelf",
            "overdue",
            "letters",
            "replaced",
            "try_rules",
            "ill",
            "ill_new",
            "homes",
            "trips",
        )
    ]
    rows += [(f"desk-{name.replace('_', '-')}", reverse(f"desk_demand:{name}"), "librarian")
             for name in ("register", "add", "to_buy")]  # fmt: skip
    rows += [("desk-offline", reverse("desk_lending:offline"), "head"),
             ("desk-deeds", reverse("deeds_to_look_at:index"), "librarian"),
             ("offline", reverse("offline:page", args=["uk"]), "librarian")]  # fmt: skip
    rows += [("desk-readers", reverse("desk_readers:list"), "librarian"),
             ("desk-reader-new", reverse("desk_readers:new"), "librarian")]  # fmt: skip
    if reader:
        rows.append(("desk-reader", reverse("desk_readers:reader", args=[reader.pk]), "librarian"))
        rows.append(("desk-counter-reader", f"{reverse('desk_lending:counter')}?reader={reader.pk}", "librarian"))
        aside = reverse("desk_lending:place_hold")
        rows.append(("desk-put-aside", f"{aside}?reader={reader.pk}&q=історія", "librarian"))
    rows.append(("join", reverse("people:join"), ""))
    rows += [(f"own-{name}", reverse(address), "reader") for name, address in (
        ("books", "people:me"), ("holds", "lending:holds"), ("history", "lending:history"), ("wishes", "lending:asked"),
        ("card", "people:card"), ("settings", "people:wishes"), ("data", "people:data"), ("ill", "lending:ill"),
        ("lists", "lending:lists"), ("programs", "protocols_pages:tokens"), ("travelling", "bookcrossing:mine"),
    )]  # fmt: skip
    if work:
        rows.append(("own-order", reverse("lending:place", args=[work.pk]), "reader"))
    return rows


def _bookcrossing() -> list[Row]:
    """A journey, a shelf, the page of a finder, and the desk."""
    from django.utils import timezone

    from chytalnia.bookcrossing.models import Challenge, Shelf, Traveller
    from chytalnia.bookcrossing.queries import last_day_of_crossing

    far = Traveller.objects.annotate(steps=Count("sightings")).order_by("-steps", "pk").first()
    shelf = Shelf.objects.order_by("pk").first()
    if far is None or shelf is None:
        return []
    rows: list[Row] = [
        (f"crossing-{name}", reverse(f"bookcrossing:{name}"), "")
        for name in ("home", "road", "number", "register", "shelves", "rules", "games", "numbers", "data")
    ]
    rows += [
        ("crossing-day", reverse("bookcrossing:day", args=[last_day_of_crossing(timezone.localdate()).year]), ""),
        ("crossing-journey", reverse("bookcrossing:journey", args=[far.pk]), ""),
        ("crossing-find", reverse("bookcrossing:find", args=[far.number]), ""),
        ("crossing-release", reverse("bookcrossing:release", args=[far.number]), ""),
        ("crossing-shelf", shelf.get_absolute_url(), ""),
    ]
    rows += [
        (f"desk-crossing-{name}", reverse(f"desk_bookcrossing:{name}"), "librarian")
        for name in ("home", "board", "add", "labels", "words", "shelves", "games")
    ]
    rows.append(("desk-crossing-check", reverse("desk_bookcrossing:check", args=[shelf.pk]), "director"))
    rows.append(("desk-crossing-free", reverse("desk_bookcrossing:free"), "director"))
    if own := Traveller.objects.filter(unit__code="kremenchuk-f1").order_by("pk").first():
        rows.append(("desk-crossing-book", reverse("desk_bookcrossing:book", args=[own.pk]), "librarian"))
        rows.append(("desk-crossing-edit", reverse("desk_bookcrossing:edit", args=[own.pk]), "librarian"))
    rows.append(("desk-crossing-shelf", reverse("desk_bookcrossing:shelf_edit", args=[shelf.pk]), "director"))
    rows.append(("desk-crossing-game-new", reverse("desk_bookcrossing:game_add"), "director"))
    if game := Challenge.objects.order_by("pk").first():
        rows.append(("crossing-game", reverse("bookcrossing:game", args=[game.pk]), ""))
    return rows


def _elections() -> list[Row]:
    """An election whose polls are open, one that is over, and their places at the desk."""
    from chytalnia.voting.models import Election

    polls, over = Election.objects.filter(stage="voting").first(), Election.objects.filter(stage="protocol").first()
    if polls is None or over is None:
        return []
    candidate = polls.candidates.get(number=1)
    station = polls.stations.get(unit__code="kremenchuk-f1")
    return [
        ("election", polls.get_absolute_url(), ""),
        ("candidate", candidate.get_absolute_url(), ""),
        ("ballot", reverse("voting:vote", args=[polls.slug]), "reader"),
        ("election-result", over.get_absolute_url(), ""),
        ("desk-election", reverse("desk_voting:election", args=[polls.pk]), "director"),
        ("desk-station", reverse("desk_voting:station", args=[station.pk]), "librarian"),
    ]


def _programmes() -> list[Row]:
    """The calendar, an event that people enrol for, one that was told of, and their screens at the desk."""
    from chytalnia.programmes.models import Enrolment, Occasion, Programme

    open_one = Occasion.objects.at_stage("registration").filter(enrolments__state="booked").order_by("pk").first()
    told = Occasion.objects.at_stage("reported").order_by("pk").first()
    programme = Programme.objects.at_stage("running").order_by("pk").first()
    if open_one is None or told is None or programme is None:
        return []
    ticket = Enrolment.objects.filter(occasion=open_one, state="booked").order_by("pk")[0]
    rows: list[Row] = [
        ("calendar", reverse("programmes:calendar"), ""),
        ("calendar-month", f"{reverse('programmes:calendar')}?view=month", ""),
        ("calendar-all", f"{reverse('programmes:calendar')}?view=agenda&age=7-9", ""),
        ("event", open_one.get_absolute_url(), ""),
        ("event-told", told.get_absolute_url(), ""),
        ("programme", programme.get_absolute_url(), ""),
        ("ticket", ticket.get_absolute_url(), ""),
        ("door", reverse("programmes:door", args=[open_one.door_token]), ""),
        ("formats", reverse("programmes:formats"), ""),
        ("format", reverse("programmes:format", args=["quest"]), ""),
    ]
    at_desk: list[tuple[str, list[Any]]] = [
        ("plan", []), ("todo", []), ("board", []), ("formats", []), ("format", ["quest"]), ("start", ["quest"]),
        ("programmes", []), ("programme", [programme.pk]),
    ]  # fmt: skip
    at_desk += [(name, [open_one.pk]) for name in ("occasion", "edit", "move", "repeat", "people", "letters", "door")]
    at_desk += [("result", [told.pk])]
    rows += [
        (f"desk-events-{name}", reverse(f"desk_programmes:{name}", args=args), "director") for name, args in at_desk
    ]
    return rows


def _seminars() -> list[Row]:
    """A past seminar with recordings, one whose call is open, a certificate, a non-stop day, and their screens at the desk."""
    from chytalnia.programmes.models import Occasion
    from chytalnia.seminars.models import Certificate, Seminar

    past = Seminar.objects.filter(resolved_on__isnull=False).order_by("pk").first()
    ahead = Seminar.objects.filter(resolved_on=None).order_by("-call_until", "pk").first()
    certificate = Certificate.objects.order_by("pk").first()
    day = Occasion.objects.filter(slots__isnull=False).order_by("pk").first()
    if past is None or ahead is None or certificate is None or day is None:
        return []
    talk = past.talks.filter(kind="talk", asked_questions__state="shown").order_by("pk").first() or past.talks.all()[0]
    at_desk: list[tuple[str, list[int]]] = [("index", []), ("new", [])]
    at_desk += [(name, [past.pk]) for name in ("grid", "questions", "resolution", "certificates")] + [
        ("talks", [ahead.pk])
    ]
    return [
        ("seminars", reverse("seminars:index"), ""),
        ("seminar", past.get_absolute_url(), ""),
        ("seminar-call", reverse("seminars:call", args=[ahead.pk]), ""),
        ("seminar-talk", talk.get_absolute_url(), ""),
        ("seminar-own", reverse("seminars:own", args=[talk.token]), ""),
        ("seminar-certificate", certificate.get_absolute_url(), ""),
        ("certificate-check", reverse("core:certificate"), ""),
        ("non-stop", day.get_absolute_url(), ""),
        ("door-shell", reverse("programmes:door_shell"), ""),
        ("desk-events-grid", reverse("desk_programmes:grid", args=[day.pk]), "director"),
        *((f"desk-seminars-{name}", reverse(f"desk_seminars:{name}", args=args), "administrator") for name, args in at_desk),
    ]  # fmt: skip


def _spaces() -> list[Row]:
    """The plan of a library with a shelf marked, rooms, their days at the desk, the drawing board."""
    from chytalnia.spaces.models import Piece, Space

    shelf = Piece.objects.filter(plan__unit__code="kremenchuk-f1", kind="shelf").select_related("plan__unit").first()
    room = Space.objects.filter(unit__code="kremenchuk-f1", approval="at_once").first()
    if shelf is None or room is None:
        return []
    plan = shelf.plan
    rows: list[Row] = [
        ("plan", f"{plan.get_absolute_url()}?shelf={shelf.pk}", ""),
        ("rooms", reverse("spaces:spaces", args=[plan.unit.code]), ""),
        ("room", room.get_absolute_url(), ""),
        ("room-door", room.door_url, ""),
        ("own-rooms", reverse("spaces:mine"), "reader"),
    ]
    at_desk: list[tuple[str, str, list[Any]]] = [
        ("day", "day", []), ("board", "board", []), ("room", "space", [room.pk]), ("book", "book", [room.pk]),
        ("edit", "edit", [room.pk]), ("plans", "plans", [plan.unit_id]), ("plan", "plan", [plan.pk]),
        ("plan-new", "new_plan", [plan.unit_id]), ("units", "units", []),
    ]  # fmt: skip
    if booking := room.bookings.order_by("-starts_at").first():
        at_desk.append(("booking", "booking", [booking.pk]))
    rows += [(f"desk-rooms-{name}", reverse(f"desk_spaces:{view}", args=args), "head") for name, view, args in at_desk]
    rows.append(("desk-rooms-piece", f"{reverse('desk_spaces:plan', args=[plan.pk])}?piece={shelf.pk}", "head"))
    return rows


def _exhibitions() -> list[Row]:
    """An exhibition that goes on, the list of all, and where they are hung."""
    from chytalnia.exhibitions.models import Exhibition

    show = Exhibition.objects.filter(programme__stage="running").order_by("pk").first()
    if show is None:
        return []
    return [
        ("exhibitions", reverse("exhibitions:index"), ""),
        ("exhibition", show.get_absolute_url(), ""),
        ("desk-exhibitions", reverse("desk_exhibitions:index"), "director"),
        ("desk-exhibition-new", reverse("desk_exhibitions:new"), "director"),
        ("desk-exhibition", reverse("desk_exhibitions:exhibition", args=[show.pk]), "director"),
        ("desk-exhibition-place", reverse("desk_exhibitions:place", args=[show.pk]), "director"),
        ("desk-exhibition-pictures", reverse("desk_exhibitions:pictures", args=[show.pk]), "director"),
    ]


def _trailers() -> list[Row]:
    """The gallery, a trailer, the steps of the studio for a draft, a contest, and the desk."""
    from chytalnia.trailers.models import Contest, Diploma, Trailer

    shown = Trailer.objects.filter(stage="published").order_by("pk").first()
    draft = Trailer.objects.filter(stage="draft", unit__code="kremenchuk-cb").order_by("pk").first()
    contest = Contest.objects.order_by("pk").first()
    diploma = Diploma.objects.order_by("pk").first()
    if shown is None or draft is None or contest is None or diploma is None:
        return []
    steps = ("idea", "scenes", "pictures", "words", "sound", "film", "subtitles", "publish")
    return [
        ("trailers", reverse("trailers:gallery"), ""),
        ("trailer", shown.get_absolute_url(), ""),
        ("trailer-embed", reverse("trailers:embed", args=[shown.pk]), ""),
        ("trailer-contest", contest.get_absolute_url(), "reader"),
        ("trailer-jury", reverse("trailers:contest_jury", args=[contest.pk]), "bibliographer"),
        ("studio", reverse("trailers:studio"), "reader-young"),
        (
            "studio-new",
            f"{reverse('trailers:new')}?work={shown.record.work_id if shown.record else ''}",
            "reader-young",
        ),
        *((f"studio-{step}", reverse(f"trailers:{step}", args=[draft.pk]), "director") for step in steps),
        ("desk-trailers", reverse("desk_trailers:list"), "director"),
        ("desk-trailer-contests", reverse("desk_trailers:contests"), "director"),
        ("desk-trailer-contest-new", reverse("desk_trailers:contest_new"), "director"),
        ("desk-trailer-contest", reverse("desk_trailers:contest", args=[contest.pk]), "director"),
        ("desk-trailer-contest-told", reverse("desk_trailers:contest", args=[diploma.contest_id]), "director"),
        ("trailer-contest-told", diploma.contest.get_absolute_url(), ""),
        ("trailer-diploma", diploma.get_absolute_url(), ""),
    ]


def _care() -> list[Row]:
    """Hours that go on, hours to come, the card of a child."""
    from chytalnia.care.models import Application, Session

    now = Session.objects.filter(inside__gt=0).order_by("pk").first()
    coming = (
        Session.objects.filter(finished_at=None, inside=0, occasion__programme__kind="nanny").order_by("pk").first()
    )
    own = Application.objects.filter(reader__isnull=False).order_by("pk").first()
    if now is None or coming is None or own is None:
        return []
    inside = now.places.filter(came_at__isnull=False).order_by("pk")[0]
    return [
        ("care", reverse("care:home"), ""),
        ("care-apply", reverse("care:apply", args=[coming.pk]), "reader"),
        ("care-child", reverse("care:child", args=[own.pk]), "reader"),
        ("desk-care", reverse("desk_care:index"), "librarian"),
        ("desk-care-session", reverse("desk_care:session", args=[now.pk]), "librarian"),
        ("desk-care-child", reverse("desk_care:child", args=[now.pk, inside.pk]), "librarian"),
        ("desk-care-duty", reverse("desk_care:duty", args=[coming.pk]), "head"),
        ("desk-care-take", reverse("desk_care:take", args=[coming.pk]), "librarian"),
    ]


def _receptions() -> list[Row]:
    """A day with bookings, as visitors and as the desk see it."""
    from chytalnia.receptions.models import Booking

    booking = Booking.objects.filter(state="booked").order_by("pk").first()
    if booking is None:
        return []
    return [
        ("receptions", reverse("receptions:home"), ""),
        ("reception", reverse("receptions:day", args=[booking.day_id]), ""),
        ("reception-booking", reverse("receptions:booking", args=[booking.token]), ""),
        ("desk-reception", reverse("desk_receptions:day", args=[booking.day_id]), "librarian"),
        ("desk-receptions-new", reverse("desk_receptions:new"), "librarian"),
    ]


def _campaigns() -> list[Row]:
    """A marathon that goes on, one that is over, a participant's card, their screens at the desk."""
    from chytalnia.campaigns.models import Campaign, Diploma, Member, Participant

    goes = Campaign.objects.filter(stage="running", score="pages").first()
    over = Campaign.objects.filter(stage="results").first()
    own = Participant.objects.filter(reader__user__username="reader").first()
    member = Member.objects.filter(campaign=goes, unit__code="kremenchuk-f1", state="joined").first()
    if goes is None or over is None or own is None or member is None:
        return []
    diploma = Diploma.objects.filter(campaign=over, merit="winner").order_by("pk")[0]
    rows: list[Row] = [("campaigns", reverse("campaigns:campaigns"), ""), ("campaign", goes.get_absolute_url(), "")]
    rows += [
        (f"campaign-{name}", reverse(f"campaigns:{name}", args=[goes.slug]), "")
        for name in ("rules", "league", "libraries")
    ]
    rows += [
        ("campaign-regions", reverse("campaigns:league", args=[goes.slug]) + "?by=regions", ""),
        ("campaign-library", reverse("campaigns:library", args=[goes.slug, "kremenchuk-f1"]), ""),
        ("campaign-draw", reverse("campaigns:draw", args=[over.slug]), ""),
        ("campaign-diploma", diploma.get_absolute_url(), ""), ("own-marathons", reverse("campaigns:mine"), "reader"),
        ("own-marathon", reverse("campaigns:own", args=[own.pk]), "reader"),
        ("campaign-join", reverse("campaigns:join", args=[goes.slug]), "reader"),
    ]  # fmt: skip
    for name, thing, who in (
        ("home", None, "methodologist"), ("new", None, "methodologist"), ("campaign", goes, "methodologist"),
        ("libraries", goes, "methodologist"), ("invite", goes, "methodologist"), ("posts", goes, "methodologist"),
        ("people", goes, "methodologist"),
        ("ending", over, "director"), ("library", member, "librarian"), ("paper", member, "librarian"),
        ("take_part", member, "librarian"), ("post", member, "librarian"), ("participant", own, "director"),
    ):  # fmt: skip
        path = reverse(f"desk_campaigns:{name}", args=[thing.pk] if thing else [])
        rows.append((f"desk-campaigns-{name.replace('_', '-')}", path, who))
    return rows


def _address(name: str, thing: Any) -> str:
    try:
        return reverse(name, args=[] if thing is True else [thing.pk])
    except NoReverseMatch:
        return ""


def _clubs() -> list[Row]:
    """The list of clubs, one of them, and its screens at the desk."""
    from chytalnia.clubs.models import Club

    club = Club.objects.filter(readings__isnull=False).order_by("pk").first()
    if club is None:
        return []
    meeting = club.programme.occasions.filter(protocol__isnull=False).order_by("-starts_at")[0]
    year = meeting.day.year
    rows: list[Row] = [("clubs", reverse("clubs:index"), ""), ("club", club.get_absolute_url(), "reader")]
    at_desk: list[tuple[str, list[Any]]] = [
        ("index", []),
        ("new", []),
        ("year", [club.pk, year]),
        ("protocol", [meeting.pk]),
    ]
    at_desk += [(name, [club.pk]) for name in ("club", "members", "plan", "reading", "passport")]
    return rows + [
        (f"desk-clubs-{name}", reverse(f"desk_clubs:{name}", args=args), "director") for name, args in at_desk
    ]


def _schools() -> list[Row]:
    """A course, its check of a certificate, and its screens at the desk."""
    from chytalnia.schools.models import Certificate

    certificate = Certificate.objects.select_related("learner__group").order_by("pk").first()
    if certificate is None:
        return []
    group = certificate.learner.group
    lesson = group.lessons.order_by("number")[0]
    rows: list[Row] = [
        ("courses", reverse("schools:index"), ""),
        ("course", group.course.get_absolute_url(), ""),
        ("handout", reverse("schools:handout", args=[lesson.pk]), ""),
        ("certificate", certificate.get_absolute_url(), ""),
    ]
    at_desk: list[tuple[str, list[Any]]] = [
        ("index", []),
        ("new", []),
        ("course", [group.course_id]),
        ("group", [group.pk]),
    ]
    at_desk += [("lesson", [lesson.pk])]
    return rows + [
        (f"desk-schools-{name}", reverse(f"desk_schools:{name}", args=args), "director") for name, args in at_desk
    ]

"""From the makers to everybody: counted, found, watched, withdrawn; and a contest."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import Sum
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from chytalnia.core import post
from chytalnia.core.models import Letter
from chytalnia.core.stages import StageError
from chytalnia.core.translated import Translated
from chytalnia.journal.models import Fact
from chytalnia.lending.tests import factories as lending
from chytalnia.people.models import User
from chytalnia.people.rules import Role
from chytalnia.trailers import cues, services, watching
from chytalnia.trailers.errors import NotInContest, WrongCues
from chytalnia.trailers.models import Trailer
from chytalnia.trailers.services import contests, diplomas

from . import factories


@pytest.fixture(autouse=True)
def _english(english):
    pass


@pytest.fixture
def one(db):
    return lending.network()["one"]


@pytest.fixture
def head(one):
    return factories.account("head-9", role=Role.BRANCH_HEAD, unit=one)


@pytest.fixture
def shown(one):
    return factories.with_film(factories.trailer(one), stage="published")


def counted(kind):
    return Fact.objects.filter(kind=kind).aggregate(sum=Sum("quantity"))["sum"] or 0


def test_publishing_is_counted_and_withdrawing_counts_it_back(one, head):
    made = factories.with_film(factories.trailer(one))
    services.move(trailer=made, name="publish", by=head)
    assert counted("trailers.published") == 1
    assert all(film.asset.public for film in made.films.select_related("asset"))
    made.refresh_from_db()
    services.move(trailer=made, name="withdraw", by=head)
    assert counted("trailers.published") == 0
    assert not any(film.asset.public for film in made.films.select_related("asset"))
    made.refresh_from_db()
    services.move(trailer=made, name="publish", by=head)
    assert counted("trailers.published") == 1


def test_only_those_who_may_publish(one):
    made = factories.with_film(factories.trailer(one))
    cataloguer = factories.account("cataloguer-9", role=Role.CATALOGUER, unit=one)
    with pytest.raises(StageError):
        services.move(trailer=made, name="publish", by=cataloguer)


def test_what_is_not_shown_opens_to_nobody_else(client, one):
    made = factories.with_film(factories.trailer(one))
    film = made.films.first()
    for name, args in (("trailer", []), ("embed", []), ("file", [film.form, film.container])):
        assert client.get(reverse(f"trailers:{name}", args=[made.pk, *args])).status_code == 404
    assert client.get(film.asset.get_absolute_url()).status_code == 404
    client.force_login(factories.account("other-9"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("trailers:trailer", args=[made.pk])).status_code == 404
    assert client.get(reverse("trailers:scenes", args=[made.pk])).status_code == 403


PERSON = {"user-agent": "Mozilla/5.0 Firefox/140", "accept-language": "uk"}


def test_a_view_is_counted_once_in_a_visit_and_never_for_a_program(client, shown):
    film = reverse("trailers:file", args=[shown.pk, "720p", "mp4"])

    def watched(**headers):
        answer = client.get(film, headers={**PERSON, **headers})
        b"".join(answer.streaming_content)
        watching.buffer.flush()
        shown.refresh_from_db()
        assert shown.views == counted("trailers.views")
        return shown.views

    assert watched(range="bytes=0-1") == 0, "a player that only looks"
    assert watched(range="bytes=500-") == 0, "going on in the middle"
    assert watched(**{"user-agent": "Googlebot/2.1"}) == 0
    assert watched(range="bytes=0-") == 1
    assert watched() == 1
    client.cookies.clear()
    assert watched() == 2
    fact = Fact.objects.filter(kind="trailers.views").first()
    assert (fact.source_kind, fact.source_id, fact.language) == ("trailers.trailer", str(shown.pk), "eng")


def test_the_page_plays_without_a_script_and_tells_others_what_it_is(client, shown):
    services.draft_subtitles(trailer=shown, language="en")
    services.save_subtitles(trailer=shown, language="en", cues=[{"start": 0, "end": 2, "text": "Once & <again>"}])
    page = client.get(shown.get_absolute_url()).content.decode()
    assert page.count("<source ") == 2
    assert 'kind="subtitles"' in page
    assert "VideoObject" in page
    assert 'property="og:video"' in page
    vtt = client.get(reverse("trailers:vtt", args=[shown.pk, "en"])).content.decode()
    assert vtt == "WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.000\nOnce &amp; &lt;again&gt;\n"
    feed = client.get(reverse("trailers:feed")).content.decode()
    assert shown.get_absolute_url() in feed
    assert 'type="video/mp4"' in feed


def test_only_the_player_for_other_pages_may_stand_in_their_frames(client, shown):
    embed = client.get(reverse("trailers:embed", args=[shown.pk]))
    assert "frame-ancestors *" in embed["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed
    page = client.get(shown.get_absolute_url())
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_however_many_there_are(client, one, head, number, django_assert_num_queries):
    for _n in range(number):
        factories.with_film(factories.trailer(one), stage="published")
    with django_assert_num_queries(3):
        page = client.get(reverse("trailers:gallery"), {"language": "en", "age": "12+"})
    assert len(page.context["page"]) == number
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    board = client.get(reverse("desk_trailers:list"))
    assert board.content.decode().count("Why read it") >= number


def test_subtitles_that_cannot_stand_so_are_refused(shown):
    for wrong in (
        [{"start": 2, "end": 1, "text": "a"}],
        [{"start": 0, "end": 2, "text": "a"}, {"start": 1, "end": 3, "text": "b"}],
        [{"start": 0, "end": 900, "text": "a"}],
    ):
        with pytest.raises(WrongCues):
            services.save_subtitles(trailer=shown, language="en", cues=wrong)


def test_another_language_takes_the_times_and_leaves_the_words(shown):
    scene = shown.scenes.first()
    type(scene).objects.filter(pk=scene.pk).update(voice_text="It was night. Nobody slept.")
    own = services.draft_subtitles(trailer=shown, language="en")
    assert [cue["text"] for cue in own.cues][:2] == ["It was night.", "Nobody slept."]
    other = services.draft_subtitles(trailer=shown, language="kk")
    assert [(c["start"], c["end"]) for c in other.cues] == [(c["start"], c["end"]) for c in own.cues]
    assert not any(cue["text"] for cue in other.cues)


def test_times_are_read_as_people_write_them():
    assert [cues.seconds_in(text) for text in ("7", "0:07,5", "67.25", "1:07")] == [7, 7.5, 67.25, 67]
    assert [cues.clock(seconds) for seconds in (7, 7.5, 67.25)] == ["0:07", "0:07,5", "1:07,2"]


MOVES = ["render", "finish", "stop", "change", "submit", "take_back", "return", "publish", "withdraw", "reopen"]


class AnyCourse(TestCase):
    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(MOVES), max_size=12))
    def test_whatever_is_done_what_is_shown_is_what_is_counted(self, moves):
        made = factories.trailer(lending.network()["one"])
        for name in moves:
            try:
                made.move(name)
            except StageError:
                continue
        fresh = Trailer.objects.get(pk=made.pk)
        assert counted("trailers.published") == int(fresh.stage == "published")
        if fresh.stage == "published":
            assert fresh.published_at is not None


@pytest.fixture
def contest(one):
    now = timezone.now()
    made = contests.save_contest(
        unit=one, title=Translated(en="Trailers of the year"), rules=Translated(), submit_until=now + timedelta(days=3),
        vote_until=now + timedelta(days=6),
    )  # fmt: skip
    made.programme.move("begin")
    return made


def test_a_contest_from_the_first_trailer_to_the_results(client, one, contest, shown):
    maker, juror = factories.account("maker-9"), factories.account("juror-9")
    for who in (maker, juror):
        who.email, who.language = f"{who.username}@example.org", "en"
        who.save()
    Trailer.objects.filter(pk=shown.pk).update(made_by=maker)
    shown.refresh_from_db()
    group = contest.groups.first()
    other = factories.with_film(factories.trailer(one), stage="published")
    mine, theirs = (contests.enter(contest=contest, trailer=one_of, group=group) for one_of in (shown, other))
    contests.name_jury(contest=contest, users=[maker, juror])
    criteria = [criterion.pk for criterion in contest.criteria.all()]
    contests.mark(submission=mine, by=juror, marks=dict.fromkeys(criteria, 8))
    contests.mark(submission=theirs, by=juror, marks=dict.fromkeys(criteria, 6))
    contests.mark(submission=theirs, by=maker, marks=dict.fromkeys(criteria, 9))
    with pytest.raises(NotInContest, match="of their own"):
        contests.mark(submission=mine, by=maker, marks=dict.fromkeys(criteria, 10))
    with pytest.raises(NotInContest):
        contests.mark(submission=mine, by=juror, marks={criteria[0]: 11})
    readers = [lending.reader(one) for _n in range(3)]
    for reader in readers:
        contests.choose(submission=theirs, reader=reader)
    contests.choose(submission=mine, reader=readers[0])
    ((_group, rows), *_rest) = contests.results(contest)
    assert [(row.submission, row.score, row.votes, row.place, row.is_choice) for row in rows] == [
        (mine, 8.0, 1, 1, False),
        (theirs, 7.5, 2, 2, True),
    ]
    with pytest.raises(NotInContest, match="still vote"):
        contests.close(contest=contest)
    type(contest).objects.update(submit_until=timezone.now() - timedelta(2), vote_until=timezone.now() - timedelta(1))
    with pytest.raises(NotInContest):
        contests.choose(submission=mine, reader=readers[1])
    contests.close(contest=contest)
    with pytest.raises(NotInContest):
        contests.mark(submission=mine, by=juror, marks=dict.fromkeys(criteria, 1))
    told = {letter.email: letter for letter in Letter.objects.order_by("-pk")}
    assert "first place in its group" in told["maker-9@example.org"].text
    assert f"first place: {shown}" in told["juror-9@example.org"].text
    assert f"people’s choice: {other}" in told["juror-9@example.org"].text
    Letter.objects.all().delete()
    page = client.get(contest.get_absolute_url()).content.decode()
    assert "place 1" in page
    assert "people’s choice" in page

    services.agree(maker=services_maker(shown, "Olena Koval"), adult="Her mother")
    assert diplomas.issue(contest=contest) == 3
    assert diplomas.issue(contest=contest) == 0, "each once"
    issued = {(one.submission, one.merit): one for one in contest.diplomas.all()}
    assert set(issued) == {(mine, "first"), (theirs, "second"), (theirs, "choice")}
    assert counted("trailers.diplomas") == 3
    first = issued[mine, "first"]
    # A stranger types the number from the paper: a child is named as on the page of the trailer.
    answer = client.get("/certificates/", {"number": first.code.lower()}, follow=True)
    assert b"Diploma of the first degree" in answer.content
    assert b"Olena" in answer.content
    assert b"Koval" not in answer.content
    assert client.get(reverse("trailers:diploma", args=["2222222222"])).status_code == 404
    mine_pdf = reverse("trailers:own_diplomas", args=[shown.pk])
    letter = Letter.objects.get()
    assert mine_pdf in letter.text
    assert first.get_absolute_url() in letter.text
    assert client.get(mine_pdf).status_code == 302
    client.force_login(maker)
    assert client.get(mine_pdf).content.startswith(b"%PDF")


def services_maker(trailer, name):
    return trailer.makers.create(name=name, is_child=True)


def test_no_diplomas_before_the_results(contest):
    with pytest.raises(NotInContest, match="First the results"):
        diplomas.issue(contest=contest)


def test_makers_hear_by_letter_what_became_of_their_trailer(one, head):
    child = factories.account("maker-9")
    friend = factories.account("maker-8")
    User.objects.filter(pk=child.pk).update(email="olena@example.org", language="uk")
    User.objects.filter(pk=friend.pk).update(email="iryna@example.org", language="en")
    User.objects.filter(pk=head.pk).update(email="head@example.org")
    made = factories.with_film(factories.trailer(one, child))
    made.makers.create(name="Iryna", user=friend)
    made.makers.create(name="Head", user=head)
    services.submit(trailer=made, by=child)
    services.move(trailer=made, name="return", by=head, note="Name the author.")
    letters = {letter.email: letter for letter in Letter.objects.all()}
    assert set(letters) == {"olena@example.org", "iryna@example.org"}, "not whoever did it"
    assert letters["iryna@example.org"].subject == "Your trailer “Why read it” comes back to be mended"
    assert "The librarian writes: Name the author." in letters["iryna@example.org"].text
    assert "/uk/" in letters["olena@example.org"].text or "librarian" not in letters["olena@example.org"].text
    Letter.objects.all().delete()
    Trailer.objects.filter(pk=made.pk).update(stage="ready")
    made.refresh_from_db()
    services.move(trailer=made, name="publish", by=head)
    letter = Letter.objects.get(email="iryna@example.org")
    assert made.get_absolute_url().rpartition("trailers/")[2] in letter.text
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        assert post.deliver() == 2
    assert {sent.to[0] for sent in mail.outbox} == {"olena@example.org", "iryna@example.org"}
    assert post.deliver() == 0


def test_the_librarian_watches_it_and_the_makers_read_the_last_note(one, head, client):
    maker = factories.account("maker-7")
    made = factories.with_film(factories.trailer(one, maker))
    page = reverse("trailers:publish", args=[made.pk])
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    for note in ("Name the author.", "Now the year too."):
        services.submit(trailer=made, by=maker)
        assert "<video" in client.get(page).content.decode()
        with pytest.raises(StageError):
            services.move(trailer=made, name="return", by=head, note=" ")
        made.refresh_from_db()
        services.move(trailer=made, name="return", by=head, note=note)
        told = client.get(page).content.decode()
        Trailer.objects.filter(pk=made.pk).update(stage="ready")
        made.refresh_from_db()
    assert "Now the year too." in told
    assert "Name the author." not in told.partition("<details")[0]


def test_a_draft_does_not_take_part(one, contest):
    with pytest.raises(NotInContest):
        contests.enter(contest=contest, trailer=factories.trailer(one), group=contest.groups.first())

"""Machines that refuse what was not declared, and a desk that shows any of them."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, models
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chytalnia.core.models import StageMove
from chytalnia.core.stage_desk import StageDesk
from chytalnia.core.stages import (
    ForbiddenMoveError,
    IllegalMoveError,
    Machine,
    Move,
    RefusedMoveError,
    Stage,
    Staged,
    StagedQuerySet,
    StageError,
    StaleMoveError,
    stage_moved,
)

PAPERS = Machine(
    [
        Stage("draft", "draft"),
        Stage("sent", "sent", "progress", days=14),
        Stage("done", "done", "good", terminal=True),
        Stage("dropped", "dropped", "bad", terminal=True),
    ],
    [
        Move("send", "draft", "sent", "Send", refuses=lambda paper: "" if paper.title else "A title is missing."),
        Move("answer", "sent", "done", "Answer", right="papers.answer", then=lambda paper, by, note: paper.mark(note)),
        Move("drop", ("draft", "sent"), "dropped", "Drop", system=True),
    ],
)


class Paper(Staged):
    machine = PAPERS
    title = models.CharField(max_length=50)
    answer = models.CharField(max_length=50, blank=True)
    objects = StagedQuerySet.as_manager()

    class Meta:
        app_label = "stage_tests"

    def __str__(self):
        return self.title

    def mark(self, note):
        if note == "explode":
            raise RuntimeError(note)
        self.answer = note


class Clerk:
    """Somebody with rights, as far as stages ask."""

    pk = 1

    def __init__(self, *rights):
        self.rights = rights

    def has_perm(self, right, obj=None):
        return right in self.rights

    def get_username(self):
        return "clerk"


@pytest.fixture(scope="module")
def papers(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Paper)
        connection.close()
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Paper)


@pytest.fixture
def paper(papers, db):
    return Paper.objects.create(title="Letter")


def test_object_begins_in_the_first_stage(paper):
    assert (paper.stage, paper.due) == ("draft", None)


def test_move_changes_stage_due_date_and_log(paper):
    paper.move("send", by=Clerk(), note="by post")

    assert paper.stage == "sent"
    assert paper.due == timezone.localdate() + timedelta(days=14)
    line = paper.stage_log().get()
    assert (line.move, line.from_stage, line.to_stage, line.note, line.by_name) == (
        "send",
        "draft",
        "sent",
        "by post",
        "clerk",
    )


def test_terminal_stage_ends_the_waiting(paper):
    paper.move("send")
    Paper.objects.update(due=timezone.localdate() - timedelta(days=1))
    assert list(Paper.objects.overdue()) == [paper]

    paper.refresh_from_db()
    assert paper.is_overdue
    paper.move("answer", by=Clerk("papers.answer"), note="yes")

    assert (paper.answer, paper.due, paper.is_overdue) == ("yes", None, False)
    assert not Paper.objects.waiting().exists()


@pytest.mark.parametrize(
    ("stage", "move", "by", "error"),
    [
        ("draft", "answer", Clerk("papers.answer"), IllegalMoveError),
        ("draft", "fly", Clerk(), IllegalMoveError),
        ("sent", "answer", Clerk(), ForbiddenMoveError),
        ("draft", "drop", Clerk("papers.answer"), ForbiddenMoveError),
        ("done", "send", Clerk(), IllegalMoveError),
    ],
)
def test_wrong_moves_are_refused_and_change_nothing(paper, stage, move, by, error):
    Paper.objects.update(stage=stage)
    paper.refresh_from_db()

    with pytest.raises(error):
        paper.move(move, by=by)

    paper.refresh_from_db()
    assert (paper.stage, StageMove.objects.count()) == (stage, 0)


def test_condition_says_why(papers, db):
    paper = Paper.objects.create(title="")

    with pytest.raises(RefusedMoveError, match="A title is missing"):
        paper.move("send")

    assert [move.name for move in paper.moves_open_to(Clerk())] == []
    assert [move.name for move in paper.moves_open_to(Clerk(), thorough=False)] == ["send"]


def test_move_seen_from_an_old_page_is_stale(paper):
    other = Paper.objects.get()
    paper.move("send")

    with pytest.raises(StaleMoveError):
        other.move("send")


def test_failing_side_effect_undoes_the_move(paper):
    paper.move("send")

    with pytest.raises(RuntimeError):
        paper.move("answer", by=Clerk("papers.answer"), note="explode")

    paper.refresh_from_db()
    assert (paper.stage, StageMove.objects.count()) == ("sent", 1)


def test_receivers_hear_of_a_move(paper):
    heard = []
    receiver = lambda sender, instance, move, by, **_: heard.append((instance.stage, move.move, by))  # noqa: E731
    stage_moved.connect(receiver)
    try:
        paper.move("send")
    finally:
        stage_moved.disconnect(receiver)

    assert heard == [("sent", "send", None)]


@pytest.mark.parametrize(
    ("stages", "moves"),
    [
        ([], []),
        ([Stage("a", "a")], [Move("m", "a", "b", "m")]),
        ([Stage("a", "a", terminal=True)], [Move("m", "a", "a", "m")]),
        ([Stage("a", "a")], [Move("m", "a", "a", "m"), Move("m", "a", "a", "m")]),
    ],
)
def test_machine_that_cannot_be_is_refused_at_once(stages, moves):
    with pytest.raises(ValueError):
        Machine(stages, moves)


@st.composite
def machines(draw):
    codes = draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5, unique=True))
    stages = [
        Stage(code, code, terminal=draw(st.booleans()), days=draw(st.none() | st.integers(0, 30))) for code in codes
    ]
    open_codes = [stage.code for stage in stages if not stage.terminal]
    moves = []
    for n in range(draw(st.integers(0, 6)) if open_codes else 0):
        starts = tuple(draw(st.lists(st.sampled_from(open_codes), min_size=1, unique=True)))
        moves.append(
            Move(f"m{n}", starts, draw(st.sampled_from(codes)), f"m{n}", right=draw(st.sampled_from(["", "x"])))
        )
    return Machine(stages, moves)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(machine=machines(), steps=st.lists(st.tuples(st.integers(0, 7), st.booleans()), max_size=12))
def test_any_machine_goes_only_where_it_was_declared(papers, db, machine, steps):
    Paper.machine = machine
    try:
        paper = Paper.objects.create(title="Any")
        StageMove.objects.all().delete()
        stood, made = paper.stage, 0
        for number, allowed in steps:
            clerk, name = Clerk(*(["x"] if allowed else [])), f"m{number}"
            move = machine.moves.get(name)
            legal = move is not None and stood in move.starts and (allowed or not move.right)
            assert (move in paper.moves_open_to(clerk)) == legal
            try:
                paper.move(name, by=clerk)
            except StageError:
                assert not legal
            else:
                assert legal
                stood, made = move.to, made + 1
            assert paper.stage == Paper.objects.get(pk=paper.pk).stage == stood
            assert paper.due is None or not machine.stages[stood].terminal
        assert paper.stage_log().count() == made
    finally:
        Paper.machine = PAPERS


@pytest.mark.django_db(transaction=True)
def test_of_two_people_with_the_same_move_one_wins(papers):
    paper = Paper.objects.create(title="Race")
    together, outcomes = threading.Barrier(4), []

    def send():
        mine = Paper.objects.get(pk=paper.pk)
        together.wait()
        try:
            mine.move("send")
            outcomes.append("moved")
        except StaleMoveError:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["moved", "stale", "stale", "stale"]
    assert paper.stage_log().count() == 1
    Paper.objects.all().delete()


class PaperDesk(StageDesk):
    model, related, page_title = Paper, (), "Papers"
    beginning = "Begin with a letter."


@pytest.fixture
def desk(admin_user):
    def visit(query="", data=None):
        factory = RequestFactory()
        request = factory.post(f"/desk/papers/{query}", data) if data else factory.get(f"/desk/papers/{query}")
        request.user = admin_user
        request.session, request._messages = {}, []
        request._messages = Messages()
        return PaperDesk.as_view()(request), request

    return visit


class Messages(list):
    def add(self, level, message, extra_tags=""):
        self.append(str(message))


@pytest.mark.parametrize("shape", ["board", "list", "calendar"])
@pytest.mark.parametrize("count", [1, 7])
def test_desk_asks_as_often_for_one_object_as_for_many(papers, db, desk, django_assert_max_num_queries, shape, count):
    for n in range(count):
        Paper.objects.create(title=f"Letter {n}", due=timezone.localdate())

    with django_assert_max_num_queries(6):
        page, _request = desk(f"?shape={shape}")
        page.render()

    html = page.content.decode()
    assert html.count('value="send"') == count
    assert page.context_data["header_title"] == "Papers"
    assert "<script>" not in html.split('class="stages-bar"')[1].split("</main>")[0]


@pytest.mark.parametrize("shape", ["board", "list"])
def test_desk_tells_how_to_begin_only_while_there_is_nothing(papers, db, desk, shape):
    def told(query):
        return "Begin with a letter." in desk(query)[0].render().content.decode()

    assert told(f"?shape={shape}")
    assert not told(f"?shape={shape}&stage=sent")
    Paper.objects.create(title="Letter")
    assert not told(f"?shape={shape}")


def test_desk_makes_a_move_and_says_so(paper, desk):
    answer, request = desk(data={"pk": paper.pk, "move": "send", "seen": "draft", "note": ""})

    paper.refresh_from_db()
    assert (answer.status_code, paper.stage) == (302, "sent")
    assert "Letter" in request._messages[0]


def test_desk_says_when_somebody_was_quicker(paper, desk):
    paper.move("send")

    _answer, request = desk(data={"pk": paper.pk, "move": "send", "seen": "draft"})

    assert len(request._messages) == 1
    assert paper.stage_log().count() == 1


@pytest.mark.parametrize(
    "query", ["?shape=x&stage=zz&month=никогда&page=-3", "?shape=list&page=999", "?shape=calendar&month=9999-12"]
)
def test_desk_survives_odd_addresses(paper, desk, query):
    page, _request = desk(query)

    assert page.render().status_code == 200

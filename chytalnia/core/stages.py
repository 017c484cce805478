"""Stages: whatever moves through states declares them once, and the desk shows it as list, board and calendar.

class Order(Staged):
    machine = Machine(
        [
            Stage("draft", _("draft")),
            Stage("sent", _("sent"), "progress", days=14),
            Stage("done", _("done"), "good", terminal=True),
        ],
        [
            Move("send", "draft", "sent", _("Send"), right="orders.send"),
            Move("finish", "sent", "done", _("Finish")),
        ],
    )

order.move("send", by=user)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Literal, Self

from django.db import IntegrityError, models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from . import audit
from .models import StageMove

#: What a stage means to the eye. `stages.css` and the stage badge know these words and no others.
Tone = Literal["neutral", "progress", "attention", "good", "bad"]

#: Sent inside the transaction of the move, with `instance`, `move` (the StageMove) and `by`; what a receiver records
#: stands or
#: falls with the move. What must wait until it is stored goes to `transaction.on_commit`.
stage_moved = Signal()


class StageError(Exception):
    """A move was refused; `str()` of it may be shown."""


class IllegalMoveError(StageError):
    """The object stands in a stage that this move does not start from."""


class ForbiddenMoveError(StageError):
    """The person may not make this move here."""


class StaleMoveError(StageError):
    """Somebody moved the object since the person saw it."""


class RefusedMoveError(StageError):
    """The condition of the move does not hold; the message says why."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A state. `days` sets the due date on entering it; nobody waits for an object in a terminal stage."""

    code: str
    label: str | Promise
    tone: Tone = "neutral"
    terminal: bool = False
    days: int | None = None

    def due(self) -> date | None:
        """The due date of an object that enters the stage today."""
        return None if self.terminal or self.days is None else timezone.localdate() + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Move:
    """A way from one stage (or several) to another.

    `right` is the action a person needs in the object's unit; `refuses` tells why the object cannot move yet ("" when
    it can);
    `then` does what the move brings about, in its transaction, to the locked object, and may change its fields; a
    move with
    `system=True` is made by the program alone and has no button.
    """

    name: str
    start: str | tuple[str, ...]
    to: str
    label: str | Promise
    right: str = ""
    refuses: Callable[[Any], str] | None = None
    then: Callable[..., None] | None = None
    system: bool = False

    @property
    def starts(self) -> tuple[str, ...]:
        return (self.start,) if isinstance(self.start, str) else self.start


class Machine:
    """Stages in the order of the board, the first being where objects begin, and the moves between them."""

    def __init__(self, stages: Iterable[Stage], moves: Iterable[Move]) -> None:
        self.stages = {stage.code: stage for stage in stages}
        self.moves: dict[str, Move] = {}
        if not self.stages:
            raise ValueError("a machine needs a stage to begin in")
        for move in moves:
            if move.name in self.moves:
                raise ValueError(f"two moves are named {move.name}")
            for code in (*move.starts, move.to):
                if code not in self.stages:
                    raise ValueError(f"the move {move.name} speaks of {code}, which is no stage")
            if ended := [code for code in move.starts if self.stages[code].terminal]:
                raise ValueError(f"the move {move.name} leaves {ended[0]}, which is terminal")
            self.moves[move.name] = move

    @property
    def first(self) -> Stage:
        return next(iter(self.stages.values()))

    def terminal(self) -> list[str]:
        return [stage.code for stage in self.stages.values() if stage.terminal]

    def moves_from(self, code: str) -> list[Move]:
        return [move for move in self.moves.values() if code in move.starts]


class StagedQuerySet(models.QuerySet[Any]):
    def at_stage(self, *codes: str) -> Self:
        return self.filter(stage__in=codes)

    def waiting(self) -> Self:
        """Objects somebody has still to do something about."""
        return self.exclude(stage__in=self.model.machine.terminal())

    def overdue(self, on: date | None = None) -> Self:
        return self.waiting().filter(due__lt=on or timezone.localdate())


class Staged(models.Model):
    """An object that moves through stages. Its class names its `machine`; its `unit`, if it has one, is where rights
    are asked."""

    machine: ClassVar[Machine]

    stage = models.CharField(_("stage"), max_length=40, db_index=True, editable=False)
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now, editable=False)
    due = models.DateField(_("due"), null=True, blank=True, db_index=True)

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read from __dict__: a deferred column must stay deferred.
        if self.__dict__.get("stage") == "":
            first = self.machine.first
            self.stage = first.code
            if self.__dict__.get("due") is None:
                self.due = first.due()

    @property
    def at_stage(self) -> Stage:
        return self.machine.stages[self.stage]

    @property
    def is_overdue(self) -> bool:
        return self.due is not None and not self.at_stage.terminal and self.due < timezone.localdate()

    @property
    def stage_unit(self) -> Any:
        """The unit in which the right to a move is asked; override where it is not called `unit`."""
        return getattr(self, "unit", None)

    def grants(self, user: Any, move: Move) -> bool:
        """Whether a person may make a move by what they are to this very thing, whatever their role; override where one may be."""
        return False

    def stage_course(self, most: int = 30) -> list[tuple[StageMove, str, str]]:
        """The latest moves, each with the stages it led from and to in words."""
        named = {code: str(stage.label) for code, stage in self.machine.stages.items()}
        lines = self.stage_log()[:most]
        return [(m, named.get(m.from_stage, m.from_stage), named.get(m.to_stage, m.to_stage)) for m in lines]

    def stage_log(self) -> models.QuerySet[StageMove]:
        return StageMove.objects.filter(object_label=self._meta.label_lower, object_id=str(self.pk))

    def moves_open_to(self, user: Any, *, thorough: bool = True) -> list[Move]:
        """Moves the person could make now. A board asks less thoroughly and leaves the conditions to the move
        itself."""
        return [
            move
            for move in self.machine.moves_from(self.stage)
            if not move.system
            and _has_right(user, move, self)
            and not (thorough and move.refuses is not None and move.refuses(self))
        ]

    @transaction.atomic
    def move(self, name: str, *, by: Any = None, note: str = "", seen: str | None = None) -> StageMove:
        """Make a move and return its line in the log.

        `by` is the person, or nothing when the program itself moves; `seen` is the stage the person saw the object
        in, by
        default the one this instance carries. Raises IllegalMoveError, ForbiddenMoveError, StaleMoveError or
        RefusedMoveError; the object is then as it was. Sends `stage_moved`.
        """
        move = self.machine.moves.get(name)
        if move is None:
            raise IllegalMoveError(_t("There is no move “%(move)s”.") % {"move": name})
        seen = self.stage if seen is None else seen
        locked: Any = type(self)._base_manager.select_for_update().get(pk=self.pk)
        if locked.stage != seen:
            raise StaleMoveError(
                _t("Somebody was quicker: this is now in the stage “%(stage)s”.") % {"stage": locked.at_stage.label}
            )
        if locked.stage not in move.starts:
            raise IllegalMoveError(
                _t("“%(move)s” is not possible from the stage “%(stage)s”.")
                % {"move": move.label, "stage": locked.at_stage.label}
            )
        if by is not None and (move.system or not _has_right(by, move, locked)):
            raise ForbiddenMoveError(_t("You have no right to “%(move)s” here.") % {"move": move.label})
        if move.refuses is not None and (reason := move.refuses(locked)):
            raise RefusedMoveError(reason)
        line = StageMove.objects.create(
            **audit.person(by), **audit.thing(locked), move=name, from_stage=locked.stage, to_stage=move.to, note=note
        )
        locked._enter(move.to)
        if move.then is not None:
            move.then(locked, by=by, note=note)
        try:
            locked.save()
        except IntegrityError as taken:
            # Two things at once into a stage where only one may be: neither move saw the other, the constraint did.
            raise RefusedMoveError(_t("Somebody was quicker: there can be only one. Look again.")) from taken
        self._become(locked)
        stage_moved.send(type(self), instance=self, move=line, by=by)
        return line

    def _become(self, stored: Any) -> None:
        """As `refresh_from_db`, from the row that was just stored: what this instance knew of others may have changed too."""
        field: Any
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(stored, field.attname))
            if field.is_relation:
                if field.is_cached(stored):
                    field.set_cached_value(self, field.get_cached_value(stored))
                elif field.is_cached(self):
                    field.delete_cached_value(self)
        for relation in self._meta.related_objects:
            if relation.is_cached(self):
                relation.delete_cached_value(self)
        self._prefetched_objects_cache: dict[str, Any] = {}

    def _enter(self, code: str) -> None:
        stage = self.machine.stages[code]
        self.stage, self.stage_since = code, timezone.now()
        # A stage without a term of its own leaves the due date that a person may have set.
        if stage.terminal or stage.days is not None:
            self.due = stage.due()


def _has_right(user: Any, move: Move, about: Staged) -> bool:
    # Rights live in a room above this one and answer through Django's own question.
    return not move.right or bool(user.has_perm(move.right, about.stage_unit)) or about.grants(user, move)

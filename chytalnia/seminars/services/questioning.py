"""Questions to speakers: asked without an account, looked at before anybody sees them."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.seminars.errors import NotNow
from chytalnia.seminars.models import Asked, AskedState, Talk

#: So many may wait for one talk; more is no hall but a machine.
MOST_WAITING = 200


@transaction.atomic
def put_question(*, talk: Talk, text: str, name: str = "", key: uuid.UUID | None = None) -> Asked:
    if key is not None and (known := Asked.objects.filter(key=key).first()):
        return known
    if talk.stage != "accepted" or talk.asked_questions.filter(state=AskedState.WAITING).count() >= MOST_WAITING:
        raise NotNow(_("Questions are not taken now."))
    try:
        with transaction.atomic():
            return Asked.objects.create(talk=talk, text=text.strip(), name=name.strip(), key=key)
    except IntegrityError:
        return Asked.objects.get(key=key)


@transaction.atomic
def look_at(*, question: Asked, show: bool, answer: str = "", by: Any = None) -> Asked:
    """Show a question with its answer, or leave it unshown."""
    question.state = AskedState.SHOWN if show else AskedState.HIDDEN
    question.answer = answer.strip()
    question.save(update_fields=["state", "answer"])
    audit.log(
        "seminars.question", by=by, about=question.talk, unit=question.talk.seminar.occasion.unit, after={"shown": show}
    )
    return question

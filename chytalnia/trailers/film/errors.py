"""What the film engine refuses, each by a name and with a sentence for the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from chytalnia.core.errors import Refusal


class FilmError(Refusal):
    """Something cannot be done with a film; `str()` of it may be shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a storyboard, where, and how to mend it; `scene` counts from one, none is the whole film."""

    what: str | Promise
    mend: str | Promise = ""
    scene: int | None = None

    def __str__(self) -> str:
        sentence = f"{self.what} {self.mend}".strip()
        if self.scene is None:
            return sentence
        return _t("Scene %(number)d: %(sentence)s") % {"number": self.scene, "sentence": sentence}

    def as_dict(self) -> dict[str, object]:
        return {"scene": self.scene, "what": str(self.what), "mend": str(self.mend)}


class BadStoryboard(FilmError):  # noqa: N818 – a refusal
    """The storyboard cannot be made into a film as it is; `problems` says all that is to be mended, not the first alone."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__()

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class NotAFilm(FilmError):  # noqa: N818
    """A file is not taken as a film; the message says why."""

    message = _("This is not a film. MP4, MOV, WebM, MKV, AVI and MPEG are taken.")


class Stopped(FilmError):  # noqa: N818
    """Somebody asked to stop. Scenes that were finished are kept and need not be made again."""

    message = _("The making of the film was stopped.")


class NoVoice(FilmError):  # noqa: N818
    message = _(
        "The program eSpeak NG, which reads texts aloud, is not installed on this machine. "
        "Record the voice, or ask the administrator to install espeak-ng."
    )


class Unmade(FilmError):  # noqa: N818
    """FFmpeg ended with an error; `detail` is its last words, for the log."""

    message = _("The film could not be made. Try once more; if it happens again, show the log to the administrator.")

    def __init__(self, detail: str = "", message: str | Promise = "") -> None:
        self.detail = detail
        super().__init__(message)

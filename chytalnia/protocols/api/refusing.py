"""Every refusal of the API: one shape (RFC 9457), a code for programs, words in the language of the caller, what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from chytalnia.catalogue import finding
from chytalnia.demand.errors import DemandError
from chytalnia.lending.errors import CannotUndo, LendingError, Problem, Refused
from chytalnia.people.errors import ReaderRefusedError
from chytalnia.protocols.problems import problem


@dataclass(frozen=True, slots=True)
class Kind:
    status: int
    title: str | Promise
    hint: str | Promise = ""


KINDS = {
    "token_missing": Kind(
        401, _("A token is needed"),
        _("Send the header “Authorization: Bearer …” with a token made in the reader's account or at the desk."),
    ),
    "token_unknown": Kind(401, _("The token is not known"), _("Look whether it was copied whole, or make another one.")),
    "token_over": Kind(401, _("The token is not valid any more"), _("Make another one.")),
    "wrong_token": Kind(
        403, _("The token is of another kind"),
        _("Readers' addresses take a token of the reader's account, those of the desk a token made at the desk."),
    ),
    "scope_missing": Kind(
        403, _("The token was not made for this"), _("Make a token that may do it; `scope` names what is missing.")
    ),
    "not_a_reader": Kind(403, _("The account has no reader"), _("Ask at the desk of the library.")),
    "second_factor_needed": Kind(
        403, _("A second factor is needed"),
        _("The network asks its staff for one: the owner of the token sets it up at the desk."),
    ),
    "not_allowed": Kind(
        403, _("This is not allowed"), _("A token does no more than its owner may in the library it was made for.")
    ),
    "reader_of_another_library": Kind(
        403, _("The reader belongs to another library"), _("Your network does not show readers to other libraries.")
    ),
    "not_found": Kind(404, _("There is nothing here")),
    "unknown_reader": Kind(404, _("The reader is not known"), _("Look whether the card was read whole.")),
    "unknown_item": Kind(404, _("The copy is not known"), _("Look whether the barcode was read whole.")),
    "unknown_library": Kind(
        404, _("The library is not known"), _("Give the code of a library that readers can come to, within the token's.")
    ),
    "refused": Kind(
        409, _("The library's rules speak against it"),
        _("Each of `problems` has a code. Where all have `can_override`, a token that may can do it with a reason in `override`."),
    ),
    "cannot_undo": Kind(409, _("It cannot be undone"), _("Undo what was done since first, or put it right at the desk.")),
    "maybe_known": Kind(
        409, _("The reader may be known already"),
        _("Look at `readers`. If it is somebody else, send it again with `is_new` true."),
    ),
    "library_needed": Kind(
        422, _("Say in which library"), _("The token is for several: give the code of one as `library`.")
    ),
    "key_reused": Kind(
        422, _("The key was used for something else"), _("Make a new Idempotency-Key for each act; repeat it only to ask again.")
    ),
    "bad_cursor": Kind(422, _("The cursor is not ours"), _("Take `next` of the page before as it is.")),
    "invalid": Kind(422, _("The request makes no sense"), _("`errors` names each parameter and what is wrong with it.")),
    "too_fast": Kind(429, _("Too many requests"), _("Come again after the seconds of Retry-After.")),
}  # fmt: skip

#: What other statuses are called, whoever says them.
BY_STATUS = {
    400: Kind(400, _("The request is not clear")),
    404: KINDS["not_found"],
    405: Kind(405, _("This address is not asked so"), _("The header Allow names the methods it knows.")),
    500: Kind(500, _("Something broke on our side"), _("Try again; if it happens again, tell the library.")),
    503: Kind(
        503, _("The search is being put in order"), _("Try again in a few minutes; if it lasts, tell the library.")
    ),
}


class Refusal(Exception):  # noqa: N818 – what it is
    """Something the API says no to. `code` is one of KINDS."""

    def __init__(
        self,
        code: str,
        detail: str | Promise = "",
        *,
        problems: Iterable[Problem] = (),
        wait: int = 0,
        **more: Any,
    ) -> None:
        self.code, self.detail, self.problems, self.wait, self.more = code, detail, list(problems), wait, more
        super().__init__(code)


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    kind = KINDS[refusal.code]
    more = dict(refusal.more)
    if refusal.problems:
        more["problems"] = [
            {"code": one.code, "message": str(one.message), "can_override": one.can_override}
            for one in refusal.problems
        ]
    response = problem(
        request, kind.status, kind.title, str(refusal.detail), code=refusal.code, hint=str(kind.hint), **more
    )
    if kind.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Chytalnia"'
    if refusal.wait:
        response["Retry-After"] = str(refusal.wait)
    return response


def plain(request: HttpRequest, status: int, detail: str = "", code: str = "") -> HttpResponse:
    """A refusal known by its status alone."""
    kind = BY_STATUS.get(status, BY_STATUS[400])
    names = {404: "not_found", 405: "method_not_allowed", 500: "server_error", 503: "search_unavailable"}
    return problem(
        request, status, kind.title, detail, code=code or names.get(status, "bad_request"), hint=str(kind.hint)
    )


def _conditions() -> str:
    return _t("A search combines up to %(n)s conditions.") % {"n": finding.MOST_CONDITIONS}


def _said(request: HttpRequest, refusal: Any) -> HttpResponse:
    return plain(request, refusal.status_code, str(refusal))


def _invalid(refusal: ValidationError) -> Refusal:
    wrong = [{"parameter": str(one["loc"][-1]), "reason": one["msg"]} for one in refusal.errors]
    names = ", ".join(dict.fromkeys(one["parameter"] for one in wrong))
    return Refusal("invalid", _t("Not clear: %(names)s.") % {"names": names}, errors=wrong)


def _bad_data(refusal: DataError) -> Refusal:
    told = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
    wrong = [{"parameter": name, "reason": " ".join(said)} for name, said in told.items()]
    return Refusal("invalid", " ".join(one["reason"] for one in wrong), errors=wrong)


def handle(api: NinjaAPI) -> None:
    """Tell the API how to say no to whatever is raised in it; the most special first."""

    def on(raised: type[Exception], make: Callable[[Any], Refusal]) -> None:
        api.add_exception_handler(raised, lambda request, exc: answer(request, make(exc)))

    on(Refusal, lambda exc: exc)
    on(Refused, lambda exc: Refusal("refused", str(exc), problems=exc.problems))
    on(CannotUndo, lambda exc: Refusal("cannot_undo", str(exc)))
    on(LendingError, lambda exc: Refusal("refused", str(exc), problems=[Problem("refused", str(exc), False)]))
    on(
        ReaderRefusedError,
        lambda exc: Refusal(
            "refused", " ".join(exc.messages), problems=[Problem(exc.code, " ".join(exc.messages), False)]
        ),
    )
    on(DemandError, lambda exc: Refusal("invalid", str(exc)))
    on(PermissionDenied, lambda exc: Refusal("not_allowed"))
    on(DataError, _bad_data)
    on(ValidationError, _invalid)
    api.add_exception_handler(
        finding.TooManyConditions,
        lambda request, exc: plain(request, 400, _conditions(), "too_many_conditions"),
    )
    api.add_exception_handler(HttpError, _said)
    api.add_exception_handler(Http404, lambda request, exc: plain(request, 404))

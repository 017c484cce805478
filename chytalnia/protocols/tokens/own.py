"""The reader's own page: programs that were let into the account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from chytalnia.people.models import Reader
from chytalnia.people.readers.views.own import readers_own
from chytalnia.protocols.models import Token, TokenKind

from . import proof, services
from .errors import TokenRefused
from .forms import TokenForm
from .scopes import SCOPES

#: Tokens that are over stay on the page for a while, the newest.
SHOWN = 50


@readers_own
def tokens(request: HttpRequest, reader: Reader) -> HttpResponse:
    rows = Token.objects.filter(user=request.user.pk, kind=TokenKind.READER)[:SHOWN]
    listed = [(token, [SCOPES[code].label for code in token.scopes if code in SCOPES]) for token in rows]
    return render(request, "protocols/own/tokens.html", {"listed": listed})


@sensitive_variables("secret")
@readers_own
def new(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The token is on the page that answers, and nowhere else."""
    if not proof.is_fresh(request):
        return proof.ask(request)
    form = TokenForm(request.POST or None)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            token, secret = services.make_for_reader(
                user=request.user, name=chosen["name"], codes=chosen["scopes"], days=chosen["days"]  # type: ignore[arg-type]
            )  # fmt: skip
        except TokenRefused as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "protocols/own/made.html", {"token": token, "secret": secret})
    return render(request, "protocols/own/new.html", {"form": form})


@require_POST
@readers_own
def end(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    token = get_object_or_404(Token, pk=pk, user=request.user.pk, kind=TokenKind.READER)
    services.revoke(token=token, by=request.user)
    messages.success(request, _("“%(name)s” does not get into your account any more.") % {"name": token.name})
    return redirect("protocols_pages:tokens")

"""Tokens of programs at the desk: one's own, and for those who look after them all of the libraries."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.people import rules
from chytalnia.people.access import needs, require, visible_to
from chytalnia.people.shell import RightItem, page
from chytalnia.protocols.models import Token, TokenKind

from . import proof, services
from .errors import TokenRefused
from .forms import StaffTokenForm
from .scopes import SCOPES
from .services import MAKE, REVOKE

PER_PAGE = 50


def menu_item() -> MenuItem:
    return RightItem(
        MAKE, gettext_lazy("Tokens of programs"), reverse("desk_tokens:list"), name="tokens", icon_name="key", order=832
    )


def urls() -> list[URLPattern]:
    return [path("", listing, name="list"), path("new/", new, name="new"), path("<int:pk>/end/", end, name="end")]


def _seen(request: HttpRequest) -> QuerySet[Token]:
    """One's own, and those of libraries where one looks after all."""
    staff = Token.objects.filter(kind=TokenKind.STAFF)
    others = visible_to(staff, request.user, REVOKE).values("pk") if rules.may(request.user, REVOKE) else []
    return staff.filter(Q(user=request.user.pk) | Q(pk__in=others)).select_related("unit", "user")


def _crumb() -> tuple[str, str]:
    return _("Tokens of programs"), reverse("desk_tokens:list")


@needs(MAKE)
def listing(request: HttpRequest) -> HttpResponse:
    listed = Paginator(_seen(request), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        (token, [SCOPES[code].label for code in token.scopes if code in SCOPES], token.user_id == request.user.pk)
        for token in listed.object_list
    ]
    buttons = [HeaderButton(_("Make a token"), url=reverse("desk_tokens:new"), icon_name="plus")]
    return page(
        request, "protocols/desk/tokens.html", _("Tokens of programs"), icon="key", buttons=buttons, rows=rows,
        listed=listed, query="",
    )  # fmt: skip


@sensitive_variables("secret")
@never_cache
@needs(MAKE)
def new(request: HttpRequest) -> HttpResponse:
    """The token is on the page that answers, and nowhere else."""
    if not proof.is_fresh(request):
        return proof.ask(request)
    form = StaffTokenForm(request.POST or None, user=request.user)
    if form.is_valid():
        chosen = form.cleaned_data
        require(request.user, MAKE, chosen["unit"])
        try:
            token, secret = services.make_for_staff(
                user=request.user, unit=chosen["unit"], name=chosen["name"], codes=chosen["scopes"],  # type: ignore[arg-type]
                days=chosen["days"],
            )  # fmt: skip
        except TokenRefused as refused:
            form.add_error(None, str(refused))
        else:
            return page(
                request, "protocols/desk/token_made.html", _("The token"), icon="key", crumbs=[_crumb()], token=token,
                secret=secret,
            )  # fmt: skip
    return page(
        request, "protocols/desk/token_new.html", _("Make a token"), icon="key", crumbs=[_crumb()], form=form,
        back=reverse("desk_tokens:list"),
    )  # fmt: skip


@require_POST
@needs(MAKE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(_seen(request), pk=pk)
    services.revoke(token=token, by=request.user)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("desk_tokens:list")

"""`chytalnia setup`: tables, static files and index, made or brought up to date; safe to repeat."""

from __future__ import annotations

import click

from .console import Refusal, with_django


@with_django
def prepare(*, quiet: bool) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from chytalnia.core import migrating, restoring
    from chytalnia.search import services

    settings.DATA.mkdir(parents=True, exist_ok=True)
    if restoring.clear_left() and not quiet:
        click.echo("A restore was broken off here; what it left is removed. The library is as it was before it.")
    if rooms := migrating.half_way(connection):
        raise Refusal(
            f"The tables of {', '.join(rooms)} are of a version between two others, from which this one does not know the way. "
            "Run setup of the version that used this database last, of its newest state, and then this one again."
        )
    verbosity = 0 if quiet else 1
    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not services.is_built():
        if not quiet:
            click.echo("The search index is not there; building it.")
        services.rebuild()


@click.command()
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def command(quiet: bool) -> None:
    """Prepare an empty database: tables, static files, index. Run it again after an upgrade."""
    prepare(quiet=quiet)

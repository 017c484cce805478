"""The group of commands; each is imported only when it is called, so that `--help` answers at once."""

from __future__ import annotations

import importlib
import os
import sys

import click

from chytalnia import __version__

#: name → (module, what it does). The module holds a click command of the name `command`.
COMMANDS = {
    "serve": ("chytalnia.cli.serve", "Serve the library on this machine, with its worker."),
    "worker": ("chytalnia.cli.worker", "Do queued tasks and feed the search index."),
    "sip2": ("chytalnia.cli.sip2", "Serve self-checks, gates and sorters by SIP2."),
    "demo": ("chytalnia.cli.demo", "Prepare the database and the demo network."),
    "seed": ("chytalnia.cli.seed", "Fill an empty database with a made-up network of any size."),
    "setup": ("chytalnia.cli.setup", "Prepare an empty database: tables, static files, index."),
    "import": ("chytalnia.cli.importing", "Bring bibliographic records in from files."),
    "export": ("chytalnia.cli.exporting", "Write records out in a format of the field."),
    "search": ("chytalnia.cli.search", "Search the catalogue."),
    "formats": ("chytalnia.cli.formats", "List the formats of work with people."),
    "reindex": ("chytalnia.cli.reindex", "Build the search index anew."),
    "election": ("chytalnia.cli.election", "Recount a published election, make the moves that are due."),
    "campaign": ("chytalnia.cli.campaign", "Draw the prizes of a marathon again."),
    "bookcrossing": ("chytalnia.cli.bookcrossing", "Print labels of travelling books."),
    "trailer": ("chytalnia.cli.trailer", "Make films of books, look at films made elsewhere."),
    "nightly": ("chytalnia.cli.nightly", "Do the work of a night: holds, reminders, forgetting."),
    "check": ("chytalnia.cli.check", "Find drift between database, index and files, and mend it."),
    "backup": ("chytalnia.cli.backup", "Save everything into one file."),
    "restore": ("chytalnia.cli.restore", "Bring everything back from a backup file."),
}


class LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_module, text) in COMMANDS.items()])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="chytalnia")
def group() -> None:
    """Chytalnia, the working system of a public library network.

    Data lives under CHYTALNIA_DATA (./var unless set); other settings are in docs/settings.md.
    """


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chytalnia.config.settings")
    if len(sys.argv) > 1:
        os.environ.setdefault("CHYTALNIA_LOG", "WARNING" if sys.argv[1] != "serve" else "INFO")
    group(prog_name="chytalnia")

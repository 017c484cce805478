"""The docs keep up with the program: every setting, command, right and kind of fact is told, and every link leads somewhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from chytalnia.cli.main import COMMANDS, group
from chytalnia.config import env
from chytalnia.journal import kinds
from chytalnia.network import settings as network_settings
from chytalnia.people import rules

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
READERS = {name for name in vars(env) if name.startswith("env")}
#: Set for Django itself or by Playwright's tests; nobody chooses them.
NOT_CHOSEN = {"DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE", "PYTHONPATH"}


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def sources() -> list[Path]:
    folders = [ROOT / "chytalnia", ROOT / "tools", ROOT / "bench"]
    return [path for folder in folders for path in folder.rglob("*.py") if not {"tests", "cache"} & set(path.parts)]


def read_from_environment() -> set[str]:
    """The names that any file asks the environment for: by our readers, or by `os.environ`."""
    names = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            first: ast.expr | None = None
            if isinstance(node, ast.Call) and node.args:
                if ast.unparse(node.func).rpartition(".")[2] in READERS | {"getenv"} or "environ" in ast.unparse(
                    node.func
                ):
                    first = node.args[0]
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
                first = node.slice
            if isinstance(first, ast.Constant) and re.fullmatch(r"[A-Z][A-Z_]+", str(first.value)):
                names.add(str(first.value))
    return names - NOT_CHOSEN


def test_every_variable_of_the_environment_is_told():
    told = set(re.findall(r"^\| `([A-Z_]+)`", text("settings.md"), re.MULTILINE))
    assert told == read_from_environment() | {"PORT", "PYTHON", "ROOM", "ARGS"}


def test_every_setting_of_a_unit_is_told_with_its_default():
    rows = dict(re.findall(r"^\| `([a-z_]+\.[a-z_.]+)` \| ([^|]*) \|", text("settings.md"), re.MULTILINE))
    assert rows.keys() == {key.name for key in network_settings.declared()}


def section(page: str, heading: str) -> str:
    """What stands under a heading, down to the next one of its rank."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, f"no section {heading!r}"
    return found[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_told(name):
    told = section(text("commands.md"), f"chytalnia {name}")
    command = group.get_command(click.Context(group), name)
    assert command is not None
    for parameter in command.params:
        for option in [*parameter.opts, *parameter.secondary_opts]:
            if option.startswith("--"):
                assert f"`{option}" in told, f"{name} {option}"


def test_no_command_is_told_that_is_not_there():
    assert set(re.findall(r"^## chytalnia (\w+)", text("commands.md"), re.MULTILINE)) == set(COMMANDS)


def test_the_table_of_rights_is_the_matrix():
    """Rights are told as they hold; the message gives the rows to paste."""
    wanted = [
        f"| `{action}` | " + " | ".join("✓" if role in rules.roles_for(action) else " " for role in rules.Role) + " |"
        for action in rules.actions()
    ]
    told = [line for line in text("librarians/roles.md").splitlines() if re.match(r"\| `\w+\.", line)]
    assert told == wanted, "\n" + "\n".join(wanted)


def test_every_kind_of_fact_is_told():
    told = set(re.findall(r"^\| `([a-z_.]+)`", text("librarians/numbers.md"), re.MULTILINE))
    assert told == {kind.code for kind in kinds.every()}


def test_every_dependency_is_told_with_its_reason():
    wanted = {
        re.split(r"[\[<>=]", line.strip())[0].lower()
        for line in (ROOT / "requirements" / "base.in").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    }
    told = {name.lower() for name in re.findall(r"`([\w.-]+)`", text("decisions/dependencies.md"))}
    assert wanted <= told, sorted(wanted - told)


def anchors(page: Path) -> set[str]:
    """The anchors of a page as code hosts make them from its headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    without_code = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code):
        if re.match(r"https?://|mailto:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file), target


def test_every_page_can_be_reached_from_the_index():
    reached, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                waiting.append((page.parent / target).resolve())
    assert set(DOCS.rglob("*.md")) <= reached


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_are_named_are_there(page):
    """`chytalnia/…`, `docs/…`, `tools/…` between backticks are files or folders of this project."""
    for name in re.findall(
        r"`((?:chytalnia|docs|tools|bench|tests|requirements)/[\w./-]*)`", page.read_text(encoding="utf-8")
    ):
        assert (ROOT / name).exists(), name


def test_the_readme_names_what_the_checks_run():
    """What a newcomer types is what is checked before every change."""
    readme, ci = (ROOT / "README.md").read_text(encoding="utf-8"), (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)", readme))
    assert {"run", "test"} <= named
    assert named <= set(re.findall(r"^([a-z]+)(?: [a-z]+)*:", makefile, re.MULTILINE)) | {"check"}
    assert re.search(r"make .*\btest$", ci, re.MULTILINE)

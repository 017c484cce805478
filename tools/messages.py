"""Translations without GNU gettext: collect the texts of each room, compile them, and say what is missing.

python -m tools.messages update | compile | check
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "chytalnia"
LANGUAGES = ("uk", "ru", "kk")
PLURALS = {
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    # Kazakh nouns keep the singular after a number; two forms are what Django's own Kazakh catalogue declares.
    "kk": "nplurals=2; plural=(n!=1);",
}
FUNCTIONS = {
    "_": (1,),
    "_t": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
KEYWORDS: Any = list(FUNCTIONS)
PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")

Message = tuple[str | None, str | tuple[str, str], str]


def rooms() -> list[Path]:
    return sorted(p.parent for p in PACKAGE.glob("*/__init__.py") if p.parent.name not in {"wire", "config"})


def chosen(only: str) -> list[Path]:
    return [room for room in rooms() if only in ("", room.name)]


def _sources(room: Path) -> Iterator[Path]:
    folders = [room]
    if room.name == "core":
        # The codecs know no Django; the few texts they mark for people are translated with the ground's.
        folders.append(PACKAGE / "wire")
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and not {"tests", "migrations"} & set(path.parts):
                if path.suffix == ".txt" and "templates" not in path.parts:
                    continue
                yield path


def texts(room: Path) -> Iterator[Message]:
    """Every marked text of a room: its context, the text (or singular and plural), and the file it stands in."""
    for path in _sources(room):
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
        where = path.relative_to(ROOT).as_posix()
        try:
            found = list(extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {"encoding": "utf-8"}))
        except (SyntaxError, IndentationError) as error:
            raise SystemExit(f"{where}: the texts cannot be collected: {error}") from error
        for _line, function, args, _comments in found:
            values = args if isinstance(args, tuple) else (args,)
            context: str | None = None
            keys: list[str] = []
            for spec in FUNCTIONS.get(str(function), ()):
                place = spec[0] if isinstance(spec, tuple) else spec
                value = values[place - 1] if place <= len(values) else None
                if isinstance(spec, tuple):
                    context = str(value)
                elif isinstance(value, str) and value:
                    keys.append(value)
            if not keys:
                continue
            yield context, keys[0] if len(keys) == 1 else (keys[0], keys[1]), where


def _po(room: Path, language: str) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def _load(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _key(message_id: str | tuple[str, str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def update(only: str = "") -> int:
    """Bring the .po files of every room, or of one, up to its texts; translations stay, texts gone from the source go."""
    for room in chosen(only):
        found = list(texts(room))
        for language in LANGUAGES:
            path = _po(room, language)
            if not found:
                path.unlink(missing_ok=True)
                continue
            old = _load(path, language)
            new = Catalog(locale=language, charset="utf-8", project="Chytalnia", fuzzy=False)
            new._plural_expr = old._plural_expr
            for context, message_id, where in found:
                before = old.get(_key(message_id), context)
                kept = (
                    before.string
                    if before is not None and bool(before.pluralizable) == isinstance(message_id, tuple)
                    else ""
                )
                new.add(message_id, kept or None, context=context, locations=[(where, 0)])
            _save(path, new, language)
    return 0


def compile_all(*, quiet: bool = False) -> int:
    for path in sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django*.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        catalog = _load(path, path.parent.parent.name)
        with target.open("wb") as file:
            write_mo(file, catalog)
        if not quiet:
            print(target.relative_to(ROOT))
    return 0


def check(only: str = "") -> int:
    """Say which texts lack a translation, have one whose placeholders differ, or two; the exit code tells how it went."""
    faults = []
    for room in chosen(only):
        found = list(texts(room))
        for language in LANGUAGES:
            catalog = _load(_po(room, language), language)
            for context, message_id, where in found:
                faults += [f"{where}: {language}: {fault}" for fault in _faults(catalog, context, message_id, language)]
    for path in PACKAGE.rglob("*.html"):
        if re.search(r"{%\s*blocktrans(?:late)?(?![^%]*\btrimmed\b)[^%]*%}", path.read_text(encoding="utf-8")):
            faults.append(f"{path.relative_to(ROOT)}: a blocktranslate without «trimmed»")
    faults += _clashes(only)
    for fault in dict.fromkeys(faults):
        print(fault)
    print(f"{len(set(faults))} faults in translations" if faults else "every text is translated")
    return 1 if faults else 0


def _clashes(only: str) -> list[str]:
    """Texts that two rooms translate differently: Django shows the one of the room that is installed first everywhere.

    Mend such by one word for both, or, where the rooms mean different things, by a context (`pgettext`).
    """
    said: dict[tuple[str, str | None, str, bool], dict[tuple[str, ...], list[str]]] = {}
    for room in rooms():
        for language in LANGUAGES:
            for message in _load(_po(room, language), language):
                kept: Any = message.string
                strings = tuple(kept) if isinstance(kept, (tuple, list)) else (kept,)
                if message.id and all(strings):
                    named: Any = message.id
                    key = (language, message.context, _key(named), bool(message.pluralizable))
                    said.setdefault(key, {}).setdefault(strings, []).append(room.name)
    return [
        f"{language}: {text!r}{f' ({context})' if context else ''} is translated differently: "
        + "; ".join(f"«{strings[0]}» in {', '.join(places)}" for strings, places in here.items())
        for (language, context, text, _plural), here in said.items()
        if len(here) > 1 and (not only or any(only in places for places in here.values()))
    ]


def _faults(catalog: Catalog, context: str | None, message_id: str | tuple[str, str], language: str) -> Iterator[str]:
    message = catalog.get(_key(message_id), context)
    kept: Any = message.string if message is not None else ()
    strings: list[str] = list(kept) if isinstance(kept, (tuple, list)) else [kept]
    if message is None or not strings or not all(strings):
        yield f"no translation of {_key(message_id)!r}"
        return
    want = {m.group(0) for m in PLACE.finditer(_key(message_id) if isinstance(message_id, str) else message_id[1])}
    if isinstance(message_id, tuple) and len(strings) != _forms(language):
        yield f"{_key(message_id)!r} has {len(strings)} plural forms, not {_forms(language)}"
    for string in strings[-1:]:
        if {m.group(0) for m in PLACE.finditer(string)} != want:
            yield f"the placeholders of {_key(message_id)!r} differ in {string!r}"


def missing(language: str, only: str = "") -> int:
    """Print, as JSON, what lacks a translation: room → list of {id, plural?, context?, where, text}."""
    out: dict[str, list[dict[str, Any]]] = {}
    for room in rooms():
        catalog = _load(_po(room, language), language)
        entries: dict[tuple[str | None, str], dict[str, Any]] = {}
        for context, message_id, where in texts(room):
            if (only and room.name != only) or not any(_faults(catalog, context, message_id, language)):
                continue
            entry: dict[str, Any] = {"id": _key(message_id), "where": where, "text": ""}
            if context:
                entry["context"] = context
            if isinstance(message_id, tuple):
                entry |= {"plural": message_id[1], "text": [""] * _forms(language)}
            entries.setdefault((context, _key(message_id)), entry)
        if entries:
            out[room.name] = list(entries.values())
    print(json.dumps(out, ensure_ascii=False, indent=1))
    return 0


def apply(language: str, path: Path) -> int:
    """Take translations from a file in the form of `missing` into the .po files. Empty texts are passed over."""
    for name, entries in json.loads(path.read_text(encoding="utf-8")).items():
        update(name)
        target = _po(PACKAGE / name, language)
        catalog = _load(target, language)
        for entry in entries:
            message = catalog.get(entry["id"], entry.get("context"))
            text = entry["text"]
            if message is not None and all(text if isinstance(text, list) else [text]):
                message.string = tuple(text) if isinstance(text, list) else text
        _save(target, catalog, language)
    return 0


def _forms(language: str) -> int:
    return 3 if PLURALS[language].startswith("nplurals=3") else 2


def _save(path: Path, catalog: Catalog, language: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalog, sort_output=True, omit_header=True, width=120)
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        f'"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {PLURALS[language]}\\n"\n\n'
    )
    path.write_text(head + buffer.getvalue().decode(), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["update", "compile", "check", "missing", "apply"])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--language", choices=LANGUAGES, default="uk")
    parser.add_argument("--room", default="", help="only this room")
    parser.add_argument("--quiet", action="store_true")
    options = parser.parse_args()
    actions: dict[str, Callable[[], int]] = {
        "update": lambda: update(options.room),
        "check": lambda: check(options.room),
        "compile": lambda: compile_all(quiet=options.quiet),
        "missing": lambda: missing(options.language, options.room),
        "apply": lambda: apply(options.language, options.file),
    }
    return actions[options.what]()


if __name__ == "__main__":
    sys.exit(main())

"""Tables of figures as the terminal and the docs take them."""

from __future__ import annotations

from collections.abc import Sequence


def show(head: Sequence[str], rows: Sequence[Sequence[object]], note: str = "") -> None:
    """Print rows under a head, as a table of Markdown with aligned columns."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head))]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in cells]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    print("\n".join(lines), flush=True)
    if note:
        print(note, flush=True)


def times(ours: float, theirs: float) -> str:
    """How many times ours is theirs."""
    return f"{ours / theirs:.2f} ×" if theirs else "–"

"""Each journey has a library of its own: the demo network, to be changed at will."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.browsing import listen, opened, served
from tests.demonstration import Demo


@pytest.fixture
def visit(browser: Any, own_demo: Demo) -> Iterator[Callable[..., Any]]:
    """A tab of a browser, of a guest or of a member of staff; at the end nobody's console holds a complaint."""
    heard: list[list[str]] = []
    with ExitStack() as stack:
        url = stack.enter_context(served())

        def tab(staff: str = "", **options: Any) -> Any:
            page = stack.enter_context(opened(browser, url, staff=staff, **options)).new_page()
            heard.append(listen(page))
            return page

        yield tab
    assert [line for said in heard for line in said] == []

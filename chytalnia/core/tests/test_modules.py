"""Our scripts that import one another find each other under the hashed names of served files."""

import fnmatch
import re
from pathlib import Path

import chytalnia
from chytalnia.core.static_files import StaticFiles

IMPORT = re.compile(r"""^import .* from ["']\.""", re.MULTILINE)


def test_every_module_that_imports_another_is_rewritten_when_files_are_collected():
    followed = [pattern for pattern, found in StaticFiles().patterns if pattern.endswith(".js") and found]
    root = Path(chytalnia.__file__).parent
    for script in root.glob("*/static/**/*.js"):
        name = script.relative_to(root).as_posix().partition("/static/")[2]
        if IMPORT.search(script.read_text(encoding="utf-8")):
            assert any(fnmatch.fnmatch(name, pattern) for pattern in followed), name

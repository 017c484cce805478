"""How static files are kept: under names with the hash of their content, and compressed."""

from __future__ import annotations

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names for ever-lasting caches.

    Source maps are not followed: packages name maps that they do not ship. Gzip alone: packing the desk's scripts with
    Brotli takes longer than everything else at the first start and saves a few kilobytes.
    """

    patterns: tuple[tuple[str, tuple[object, ...]], ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        modules = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]
        css = [p for name, found in CompressedManifestStaticFilesStorage.patterns if name == "*.css" for p in found]
        followed = tuple(p for p in css if "sourceMappingURL" not in (p if isinstance(p, str) else p[0]))
        # Only our own modules: others name what a bundler would find for them.
        self.patterns = (("*.css", followed), ("core/js/*.js", modules), ("lending/offline/*.js", modules),
                         ("programmes/*.js", modules), ("campaigns/*.js", modules),
                         ("bookcrossing/crossing.js", modules), ("trailers/studio.js", modules))  # fmt: skip
        super().__init__(*args, **kwargs)

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return Compressor(use_brotli=False, **kwargs)

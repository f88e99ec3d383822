"""Compiled templates, kept beside the templates as Python keeps its compiled modules: a process that starts need not compile them again."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

_FOLDER = Path(__file__).parent / "templates" / "__pycache__"


class BesideTheTemplates(FileSystemBytecodeCache):
    """Where nothing can be written, or Python was told to write none, each process compiles for itself."""

    def __init__(self) -> None:
        super().__init__(str(_FOLDER), f"%s.jinja-{version('jinja2')}.{sys.implementation.cache_tag}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            _FOLDER.mkdir(exist_ok=True)
            super().dump_bytecode(bucket)

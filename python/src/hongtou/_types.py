"""What calls give: diagnostics, documents, errors."""
from __future__ import annotations

import enum
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Optional, Union


class Level(enum.IntEnum):
    """How serious a message is."""

    NOTE = 0
    """Worth knowing: a decision that was made."""
    WARNING = 1
    """The document is made, and deviates."""
    ERROR = 2
    """The document is not made."""


@dataclass(frozen=True)
class Edit:
    """In the record, ``old`` at ``line`` and ``column`` (from 1, in characters) is to become ``new``."""

    line: int
    column: int
    old: str
    new: str
    safe: bool
    """It cannot change what the text says: :func:`hongtou.fix` makes it."""


@dataclass(frozen=True)
class Diagnostic:
    """A message about a record. ``str()`` of it is the line that the program shows."""

    level: Level
    code: Optional[str]
    """``R211``: stable."""
    text: str
    """What is wrong and what to do, in the language of the process's locale."""
    file: Optional[str] = None
    line: int = 0
    """From 1; 0: not known."""
    column: int = 0
    """From 1, in characters; 0: not known."""
    field: Optional[str] = None
    """Where it is in the record, by English names: ``meeting.present[2]``; or what is missing there."""
    clause: Optional[str] = None
    """Of a standard: ``GB/T 9704-2012 7.2.5``."""
    edit: Optional[Edit] = None

    level_name: str = ""
    """``error``, in the language of the process's locale."""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        origin = "; ".join(part for part in (self.code, self.clause) if part)
        return f"{place or 'hongtou'}: {self.level_name or self.level.name.lower()}: {self.text}" + (f" [{origin}]" if origin else "")


class HongtouError(Exception):
    """A call failed. ``kind`` is ``options``, ``fonts``, ``target``, ``argument`` or ``style``, of the classes
    below ``record`` and ``stopped``; ``diagnostics`` say more.

    Out of memory is :class:`MemoryError`.
    """

    def __init__(self, message: str, kind: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message)
        self.kind = kind
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[Any, ...]:
        """So that it comes from other processes whole."""
        return type(self), (str(self), self.kind, self.diagnostics)


class RecordError(HongtouError):
    """The record, or the text to import, has errors: nothing is made of it. ``str()`` of it is the errors, one a line;
    ``diagnostics`` has warnings and notes, too.

    Of several styles, ``documents`` has those that could be made.
    """

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...], documents: tuple[Document, ...] = ()) -> None:
        super().__init__(message, "record", diagnostics)
        self.documents = documents

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.diagnostics, self.documents)


class Stopped(HongtouError):
    """The function ``progress`` asked for it."""


@dataclass(frozen=True)
class Document:
    """A finished file in memory."""

    data: bytes = field(repr=False)
    target: str
    """``pdf``, ``docx``, ``png`` …"""
    extension: str
    """Of a file's name, without the dot."""
    title: Optional[str]
    style: Optional[str]
    """The sheet's name where several were asked for."""
    page: int
    """Of targets with a file for each page: which, from 1, if there are several; else 0."""
    pages: int
    """How many pages it shows."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Notes and warnings on the record."""
    _preview: Optional[Callable[[], bytes]] = field(default=None, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """In another process it has no handle, and shows no page unless it is a picture."""
        return {**self.__dict__, "_preview": None}

    def __bytes__(self) -> bytes:
        return self.data

    def save(self, path: Union[str, Path]) -> Path:
        """Write the file. Errors: :class:`OSError`."""
        path = Path(path)
        path.write_bytes(self.data)
        return path

    def _repr_png_(self) -> Optional[bytes]:
        """Its first page, as Jupyter shows it."""
        if self.target == "png":
            return self.data
        return self._preview() if self._preview else None


@dataclass(frozen=True)
class Imported:
    """A record that was made of a text."""

    record: str
    target: str
    """``md``, ``yaml`` or ``json``: the record's format."""
    form: Optional[str]
    """English name of the record's form."""
    pictures: dict[str, bytes] = field(repr=False)
    """By the names that the record has for them."""
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Fixed:
    """A record after everything was fixed that is safe to fix."""

    record: str
    fixed: int
    """How many edits were made."""
    diagnostics: tuple[Diagnostic, ...]
    """What is left."""

"""The calls of libhongtou. While it works the interpreter's lock is released: threads make documents side by side."""
from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, Optional, Sequence, Union

from ._hongtou import ffi, lib
from ._types import Diagnostic, Document, Edit, Fixed, HongtouError, Imported, Level, RecordError, Stopped

Record = Union[str, bytes, Mapping[str, Any], "os.PathLike[str]"]
"""A record: its text, a mapping of fields, or the path of its file."""
Read = Callable[[str], Optional[bytes]]
Progress = Callable[[int, int], Optional[bool]]
Strings = Union[str, Iterable[str]]

_KINDS = {lib.HONGTOU_ERROR_OPTIONS: "options", lib.HONGTOU_ERROR_FONTS: "fonts", lib.HONGTOU_ERROR_TARGET: "target",
          lib.HONGTOU_ERROR_ARGUMENT: "argument", lib.HONGTOU_ERROR_STYLE: "style", lib.HONGTOU_ERROR_STOPPED: "stopped"}


def version() -> str:
    """The library's version."""
    return _text(lib.hongtou_version()) or ""


def targets() -> tuple[str, ...]:
    """The kinds of file that can be made: ``pdf``, ``ofd``, ``png`` …"""
    names: list[str] = []
    while name := _text(lib.hongtou_target(len(names))):
        names.append(name)
    return tuple(names)


# --- from C and to it ---

def _text(chars: Any) -> Optional[str]:
    return ffi.string(chars).decode("utf-8", "replace") if chars else None


def _chars(text: Optional[str], kept: list[Any]) -> Any:
    """A text for C, which lives as long as ``kept``."""
    if text is None:
        return ffi.NULL
    if "\0" in text:
        raise ValueError("a NUL in a text")
    kept.append(ffi.new("char[]", text.encode("utf-8")))
    return kept[-1]


def _list(texts: Optional[Strings], kept: list[Any]) -> Any:
    if texts is None:
        return ffi.NULL
    names = [texts] if isinstance(texts, str) else list(texts)
    kept.append(ffi.new("char *[]", [*(_chars(name, kept) for name in names), ffi.NULL]))
    return kept[-1]


_ENDINGS = (".md", ".markdown", ".yaml", ".yml", ".json", ".jsonl", ".txt", ".docx", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".html",
            ".htm", ".xlsx", ".xls", ".csv")


def _source(record: Record, name: Optional[str]) -> tuple[bytes, str]:
    """The record's bytes, and its name in messages, whose ending tells the format.

    :raises ValueError: the text is nothing but the name of a file
    :raises TypeError: it is nothing of the kind
    """
    if isinstance(record, str) and "\n" not in record and record.lower().endswith(_ENDINGS):
        raise ValueError(f"{record!r} is a text; for the file of this name give pathlib.Path({record!r})")
    if not isinstance(record, (str, bytes, bytearray, Mapping, os.PathLike)):
        raise TypeError(f"a text, bytes, a mapping of fields or a path is wanted, not {type(record).__name__}")
    if isinstance(record, (str, bytes, bytearray)):
        data = record.encode("utf-8") if isinstance(record, str) else bytes(record)
        return data, name or "record"
    if isinstance(record, Mapping):
        return json.dumps(record, ensure_ascii=False, indent=1, default=str).encode("utf-8"), name or "record.json"
    path = Path(record)
    return path.read_bytes(), name or str(path)


def _diagnostic(d: Any) -> Diagnostic:
    edit = None
    if d.edit:
        e = d.edit
        edit = Edit(e.line, e.column, _text(e.old_text) or "", _text(e.new_text) or "", bool(e.safe))
    return Diagnostic(Level(d.level), _text(d.code), _text(d.text) or "", _text(d.file), d.line, d.column, _text(d.field),
                      _text(d.clause), edit, _text(d.level_name) or "")


def _diagnostics(get: Callable[[Any, int], Any], of: Any) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    while d := get(of, len(found)):
        found.append(_diagnostic(d))
    return tuple(found)


def _errors(result: Any, diagnostics: tuple[Diagnostic, ...]) -> str:
    """What is wrong, one error a line; if no error says so, all that is said."""
    lines = dict.fromkeys(str(d) for d in diagnostics if d.level == Level.ERROR)
    return "\n".join(lines) or (_text(lib.hongtou_result_messages(result)) or "").strip()


def _raise(error: Any) -> None:
    """The error of a call that failed, which is released."""
    try:
        kind = lib.hongtou_error_get_kind(error)
        if kind == lib.HONGTOU_ERROR_MEMORY:
            raise MemoryError(_text(lib.hongtou_error_message(error)))
        message = (_text(lib.hongtou_error_message(error)) or "").strip()
        cls = Stopped if kind == lib.HONGTOU_ERROR_STOPPED else HongtouError
        raise cls(message, _KINDS.get(kind, "unknown"), _diagnostics(lib.hongtou_error_diagnostic, error))
    finally:
        lib.hongtou_error_free(error)


class _Caller:
    """The caller's functions during a call, and what they raised."""

    def __init__(self, read: Optional[Read], progress: Optional[Progress]) -> None:
        self.read = read
        self.progress = progress
        self.given: Any = None  # the bytes that were handed over last
        self.raised: Optional[BaseException] = None


def _give_files(o: Any, files: Optional[Mapping[str, bytes]], kept: list[Any]) -> None:
    """Files by memory, as a table: a call with limits works in another process, where no Python can run."""
    table = ffi.new("hongtou_file[]", len(files or {}))
    for row, (name, data) in zip(table, (files or {}).items()):
        buffer = ffi.from_buffer(data)  # a text is no bytes
        kept.append(buffer)
        row.name, row.data, row.size = _chars(name, kept), buffer, len(buffer)
    kept.append(table)
    o.files, o.n_files = table, len(table)


@ffi.def_extern(error=0)  # type: ignore[untyped-decorator,unused-ignore]
def hongtou_python_read(user: Any, name: Any, data: Any, size: Any) -> int:
    caller: _Caller = ffi.from_handle(user)
    try:
        found = None if caller.raised or not caller.read else caller.read(_text(name) or "")
        if found is None:
            return 0
        caller.given = ffi.from_buffer(found)
    except BaseException as raised:  # it is raised again where the call ends; a text is no bytes
        caller.raised = raised
        return 0
    data[0] = caller.given
    size[0] = len(caller.given)
    return 1


@ffi.def_extern(error=1)  # type: ignore[untyped-decorator,unused-ignore]
def hongtou_python_progress(user: Any, done: int, total: int) -> int:
    caller: _Caller = ffi.from_handle(user)
    try:
        if caller.raised:
            return 1
        return int(caller.progress is not None and caller.progress(done, total) is False)
    except BaseException as raised:
        caller.raised = raised
        return 1


# --- handles ---

class Hongtou:
    """Fonts and settings, opened once. All calls of a handle are made one after another; make one for each thread.
    It is closed when nothing refers to it any more, by :meth:`close`, or at the end of ``with``.

    :param style: style sheet by name or file; by the record's form if missing
    :param font_dirs: further folders of fonts
    :param style_dirs: folders first on the style path
    :param file_dirs: folders where records may have pictures and texts of attachments
    :param resolution: of PNG, dots per inch from 10 to 2400, where a call gives none; 0: 150
    :param source_date: documents' date, seconds since 1970 UTC, where a call gives none; 0: each record's own
    :param timeout: seconds that a call may take; 0: no limit. With a limit each call works in a child process
    :param memory: MiB that a call may take; 0: no limit
    :raises HongtouError: the fonts or the sheet cannot be read, a folder of ``font_dirs`` or ``style_dirs`` is not
        there, or ``resolution`` or ``source_date`` is none that can be
    """

    def __init__(self, *, style: Optional[str] = None, font_dirs: Optional[Strings] = None, style_dirs: Optional[Strings] = None,
                 file_dirs: Optional[Strings] = None, resolution: float = 0, source_date: int = 0, timeout: int = 0,
                 memory: int = 0) -> None:
        self._kept: list[Any] = []
        self._lock = threading.Lock()
        o = ffi.new("hongtou_options *")
        o.size = ffi.sizeof("hongtou_options")
        o.style = _chars(style, self._kept)
        o.font_dirs = _list(font_dirs, self._kept)
        o.style_dirs = _list(style_dirs, self._kept)
        o.file_dirs = _list(file_dirs, self._kept)
        o.resolution = resolution
        o.source_date = source_date
        o.timeout = timeout
        o.memory = memory
        self._limited = bool(timeout or memory)
        error = ffi.new("hongtou_error **")
        handle = lib.hongtou_open(o, error)
        if not handle:
            _raise(error[0])
        self._handle: Any = ffi.gc(handle, lib.hongtou_close)

    def close(self) -> None:
        """Release fonts and settings. Documents that were made stay; further calls raise ValueError."""
        with self._lock:
            handle, self._handle = self._handle, None
            if handle is not None:
                ffi.release(handle)

    def __enter__(self) -> "Hongtou":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _call(self, function: Callable[..., Any], *arguments: Any, caller: Optional[_Caller] = None) -> Any:
        error = ffi.new("hongtou_error **")
        with self._lock:
            if self._handle is None:
                raise ValueError("the handle is closed")
            result = function(self._handle, *arguments, error)
        if caller and caller.raised:
            if result:
                lib.hongtou_result_free(result)
            else:
                lib.hongtou_error_free(error[0])
            raise caller.raised
        if not result:
            _raise(error[0])
        return ffi.gc(result, lib.hongtou_result_free)

    def _may_read(self) -> None:
        """In the child process a lock of the interpreter that another thread holds would be held for ever."""
        if self._limited and threading.active_count() > 1:
            raise ValueError("with limits and several threads, read cannot be called: give files instead")

    # --- documents ---

    def export_all(self, record: Record, to: Strings = "pdf", *, name: Optional[str] = None, styles: Optional[Strings] = None,
                   standards: Optional[str] = None, seals: Optional[str] = None, resolution: float = 0, source_date: int = 0,
                   page: int = 0, attach_record: bool = False, embed_fonts: bool = False, font_lists: bool = False,
                   natural_lines: bool = False, files: Optional[Mapping[str, bytes]] = None, read: Optional[Read] = None,
                   progress: Optional[Progress] = None) -> list[Document]:
        """Make one record into documents: for each style one in each target.

        :param record: YAML, JSON or Markdown as text, a mapping of fields, or a path
        :param to: names that :func:`targets` gives
        :param name: names the record in messages; its ending tells the format, and files are looked for in its folder
        :param styles: style sheets by name or file
        :param standards: of the PDF: ``a-2a,ua-1``, as ``hongtou export --pdf-standard``
        :param seals: in documents for editing: ``none``, ``placeholder``, ``image``
        :param resolution: of PNG, dots per inch; 0: 150
        :param source_date: the document's date, seconds since 1970 UTC; 0: the record's own
        :param page: of PNG: only this one, from 1; 0: all
        :param attach_record: PDF, OFD, ODT, DOCX: put the record's own text into the file
        :param embed_fonts: ODT: put the fonts it needs into the file
        :param font_lists: ODT: each typeface has a name with its substitutes
        :param natural_lines: documents for editing: lines end where an editor ends them, not where the PDF's do
        :param files: pictures, seals and texts of attachments by the names that the record has for them
        :param read: asked for files that are not among these; returns bytes, or None. With a limit of time or memory
            it is called in the child process: what it raises means that there is no such file, what it changes is
            lost, and a program of several threads cannot give it
        :param progress: told ``done`` and ``total`` steps; returns False to stop
        :raises RecordError: the record has errors; or of several styles some cannot be made: its ``documents`` are the
            others
        :raises Stopped: ``progress`` returned False
        :raises HongtouError: an argument is not known
        :raises ValueError: ``read`` with a limit, in a program of several threads; a text has a NUL; the record is a
            text that is the name of a file: paths are :class:`pathlib.Path`
        """
        data, name = _source(record, name)
        caller, kept = _Caller(read, progress), []  # type: tuple[_Caller, list[Any]]
        handle = ffi.new_handle(caller)
        o = ffi.new("hongtou_export_options *")
        o.size = ffi.sizeof("hongtou_export_options")
        o.targets = _list(to, kept)
        o.styles = _list(styles, kept)
        o.standards = _chars(standards, kept)
        o.seals = _chars(seals, kept)
        o.resolution = resolution
        o.source_date = source_date
        o.page = page
        o.attach_record = attach_record
        o.embed_fonts = embed_fonts
        o.font_lists = font_lists
        o.natural_lines = natural_lines
        o.user = handle
        _give_files(o, files, kept)
        if read:
            self._may_read()
            o.read = lib.hongtou_python_read
        if progress:
            o.progress = lib.hongtou_python_progress
        result = self._call(lib.hongtou_export, data, len(data), _chars(name, kept), o, caller=caller)
        diagnostics = self._checked(result, lib.hongtou_result_count(result))
        documents = []
        for i in range(lib.hongtou_result_count(result)):
            out = lib.hongtou_result_output(result, i)
            style = _text(out.style)

            def preview(style: Optional[str] = style) -> bytes:
                (png,) = self.export_all(data, "png", name=name, styles=style or styles, page=1, files=files, read=read,
                                         source_date=source_date)
                return png.data

            documents.append(Document(ffi.buffer(out.data, out.size)[:], _text(out.target) or "", _text(out.extension) or "",
                                      _text(out.title), style, out.page, out.pages, diagnostics, preview))
        if lib.hongtou_result_failed(result):
            raise RecordError(_errors(result, diagnostics), diagnostics, tuple(documents))
        return documents

    def export(self, record: Record, to: str = "pdf", **options: Any) -> Document:
        """Make one document. Arguments and errors as :meth:`export_all`; of PNG the first page unless ``page`` is given.

        :raises ValueError: several targets or styles are asked for
        """
        styles = options.get("styles") or []
        if not isinstance(styles, str):
            styles = options["styles"] = list(styles)
        if not isinstance(to, str) or (isinstance(styles, list) and len(styles) > 1):
            raise ValueError("one document has one target and one style: call export_all")
        if to == "png":
            options.setdefault("page", 1)
        return self.export_all(record, to, **options)[0]

    # --- records ---

    def import_(self, text: Union[str, bytes, "os.PathLike[str]"], to: Optional[str] = None, *, name: Optional[str] = None,
                form: Optional[str] = None, no_repair: Optional[str] = None, picture_dir: Optional[str] = None,
                english: bool = False) -> Imported:
        """Make a record of any text.

        :param text: its text, the bytes of its file, or the file's path
        :param to: ``md``, ``yaml`` or ``json``; ``md`` if missing
        :param name: names it in messages; its ending tells what it is (``a.docx``)
        :param form: English or Chinese name of the record's form; as recognised if missing
        :param no_repair: repairs to leave out, separated by commas, or ``all``
        :param picture_dir: the folder, as the record is to name it, of the text's pictures, which
            :attr:`Imported.pictures` has and nobody writes there; if missing they are only reported
        :param english: field names in English
        :raises RecordError: there is no text in it, or it cannot be read
        :raises ValueError: the text is the name of a file: paths are :class:`pathlib.Path`
        """
        if name is None and isinstance(text, (str, bytes)):
            name = "text"
        data, name = _source(text, name)
        kept: list[Any] = []
        o = ffi.new("hongtou_import_options *")
        o.size = ffi.sizeof("hongtou_import_options")
        o.target = _chars(to, kept)
        o.form = _chars(form, kept)
        o.no_repair = _chars(no_repair, kept)
        o.picture_dir = _chars(picture_dir, kept)
        o.english = english
        result = self._call(lib.hongtou_import, data, len(data), _chars(name, kept), o)
        n = lib.hongtou_result_count(result)
        diagnostics = self._checked(result, n)
        outputs = [lib.hongtou_result_output(result, i) for i in range(n)]
        record, pictures = outputs[0], outputs[1:]
        return Imported(ffi.buffer(record.data, record.size)[:].decode("utf-8"), _text(record.target) or "",
                        _text(lib.hongtou_result_form(result)),
                        {_text(p.name) or "": ffi.buffer(p.data, p.size)[:] for p in pictures}, diagnostics)

    def check(self, record: Record, *, name: Optional[str] = None, files: Optional[Mapping[str, bytes]] = None,
              read: Optional[Read] = None) -> tuple[Diagnostic, ...]:
        """Find what does not follow the standards, faults included: nothing is raised for them."""
        result, _ = self._check(lib.hongtou_check, record, name, files, read)
        return _diagnostics(lib.hongtou_result_diagnostic, result)

    def fix(self, record: Record, *, name: Optional[str] = None, files: Optional[Mapping[str, bytes]] = None,
            read: Optional[Read] = None) -> Fixed:
        """Fix what is safe to fix.

        :raises RecordError: the record cannot be read
        """
        result, _ = self._check(lib.hongtou_fix, record, name, files, read)
        diagnostics = self._checked(result, lib.hongtou_result_count(result))
        out = lib.hongtou_result_output(result, 0)
        return Fixed(ffi.buffer(out.data, out.size)[:].decode("utf-8"), lib.hongtou_result_fixed(result), diagnostics)

    def schema(self) -> dict[str, Any]:
        """The JSON Schema (draft 2020-12) of records."""
        result = self._call(lib.hongtou_schema)
        out = lib.hongtou_result_output(result, 0)
        schema: dict[str, Any] = json.loads(ffi.buffer(out.data, out.size)[:])
        return schema

    def _check(self, function: Callable[..., Any], record: Record, name: Optional[str], files: Optional[Mapping[str, bytes]],
               read: Optional[Read]) -> tuple[Any, _Caller]:
        data, name = _source(record, name)
        kept: list[Any] = []
        caller = _Caller(read, None)
        handle = ffi.new_handle(caller)
        o = ffi.new("hongtou_check_options *")
        o.size = ffi.sizeof("hongtou_check_options")
        o.user = handle
        _give_files(o, files, kept)
        if read:
            self._may_read()
            o.read = lib.hongtou_python_read
        return self._call(function, data, len(data), _chars(name, kept), o, caller=caller), caller

    @staticmethod
    def _checked(result: Any, n: int) -> tuple[Diagnostic, ...]:
        """The diagnostics; with no output, as an error."""
        diagnostics = _diagnostics(lib.hongtou_result_diagnostic, result)
        if not n:
            raise RecordError(_errors(result, diagnostics), diagnostics)
        return diagnostics


_of_thread = threading.local()


def default() -> Hongtou:
    """The handle of this thread, with default settings, which the functions of the module use."""
    handle: Optional[Hongtou] = getattr(_of_thread, "handle", None)
    if handle is None:
        handle = _of_thread.handle = Hongtou()
    return handle


def export(record: Record, to: str = "pdf", **options: Any) -> Document:
    """Make one document of a record: see :meth:`Hongtou.export_all`.

    >>> export({"标题": "关于试用的通知", "正文": "请试用。", "成文日期": "2026-08-20"}).save("notice.pdf")
    """
    return default().export(record, to, **options)


def export_all(record: Record, to: Strings = "pdf", **options: Any) -> list[Document]:
    """Make documents of a record: see :meth:`Hongtou.export_all`."""
    return default().export_all(record, to, **options)


def import_(text: Union[str, bytes, "os.PathLike[str]"], to: Optional[str] = None, **options: Any) -> Imported:
    """Make a record of any text: see :meth:`Hongtou.import_`."""
    return default().import_(text, to, **options)


def check(record: Record, **options: Any) -> Sequence[Diagnostic]:
    """What in a record does not follow the standards: see :meth:`Hongtou.check`."""
    return default().check(record, **options)


def fix(record: Record, **options: Any) -> Fixed:
    """Fix what is safe to fix: see :meth:`Hongtou.fix`."""
    return default().fix(record, **options)


def schema() -> dict[str, Any]:
    """The JSON Schema of records: see :meth:`Hongtou.schema`."""
    return default().schema()

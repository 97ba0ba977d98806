"""Typeset Chinese official documents (公文, GB/T 9704-2012) from structured records.

>>> import hongtou
>>> hongtou.export({"标题": "关于试用的通知", "正文": "请试用。", "成文日期": "2026-08-20"}, to="pdf").save("notice.pdf")

Messages are in the language of the process's locale: ``locale.setlocale(locale.LC_ALL, "")``.
"""
from ._calls import Hongtou, Record, check, default, export, export_all, fix, import_, schema, targets, version
from ._types import Diagnostic, Document, Edit, Fixed, HongtouError, Imported, Level, RecordError, Stopped

__version__ = version()
__all__ = ["Diagnostic", "Document", "Edit", "Fixed", "Hongtou", "HongtouError", "Imported", "Level", "Record", "RecordError",
           "Stopped", "check", "default", "export", "export_all", "fix", "import_", "schema", "targets", "version"]

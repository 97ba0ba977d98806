"""Write the C of the extension module: cffi in API mode, with the declarations of hongtou.h itself."""
import re
import sys
from pathlib import Path

from cffi import FFI

CALLBACKS = """
extern "Python" int hongtou_python_read(void *, const char *, const void **, size_t *);
extern "Python" int hongtou_python_progress(void *, size_t, size_t);
"""


def declarations(header: str) -> str:
    """The header as cffi reads it: no comments, no preprocessor, no linkage."""
    text = re.sub(r"/\*.*?\*/", "", header, flags=re.S).replace("\\\n", " ")
    text = re.sub(r"(?m)^#ifdef __cplusplus\n.*?^#endif\n", "", text, flags=re.S)
    return re.sub(r"(?m)^#.*$", "", text)


def main() -> None:
    header, out = map(Path, sys.argv[1:])
    ffi = FFI()
    ffi.cdef(declarations(header.read_text(encoding="utf-8")) + CALLBACKS)
    ffi.set_source("hongtou._hongtou", "#include <hongtou.h>\n")
    ffi.emit_c_code(str(out))


main()

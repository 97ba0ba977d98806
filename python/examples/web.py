"""A record from a form or another program, a PDF back: `flask --app web run`, then

    curl --data-binary @record.yaml http://127.0.0.1:5000/export/pdf -o x.pdf

Faults are answered as JSON, with the field each is at. A limit of time keeps strangers' records in a process of their own.
"""
import threading

from flask import Flask, Response, jsonify, request

import hongtou

app = Flask(__name__)
of_thread = threading.local()  # a handle is used by one thread at a time


def handle() -> hongtou.Hongtou:
    if not hasattr(of_thread, "handle"):
        of_thread.handle = hongtou.Hongtou(timeout=20, memory=1000)
    return of_thread.handle


@app.post("/export/<target>")
def export(target: str):
    if target not in hongtou.targets():
        return jsonify(error=f"no such target: {target}"), 404
    try:
        # the name has no folder, and there is none of it: strangers' records find no files of this machine
        document = handle().export(request.get_data(), target, name="/nonexistent/record")
    except hongtou.RecordError as error:
        return jsonify(diagnostics=[dict(level=d.level.name.lower(), code=d.code, line=d.line, field=d.field, text=d.text)
                                    for d in error.diagnostics]), 422
    return Response(document.data, mimetype="application/octet-stream",
                    headers={"Content-Disposition": f"attachment; filename=document.{document.extension}"})

"""Documents of a table of records, by Spark: each worker process has one warm handle of the library.

    spark-submit --master spark://HOST:7077 documents.py RECORDS.parquet DOCUMENTS.parquet [FORMAT]

RECORDS has the columns `id` (any text) and `record` (a record as YAML, JSON or Markdown). DOCUMENTS gets a row for each:
`id`, `state` (done, failed), `document` (its bytes, or null), `pages`, `messages` (warnings and errors, a list of texts).
A record that is wrong is a row with the state failed; nothing else stops. The wheel `hongtou` must be in the workers'
Python (PYSPARK_PYTHON)."""
import sys
from typing import Iterator

import pandas
from pyspark.sql import SparkSession

COLUMNS = "id string, state string, document binary, pages int, messages array<string>"


def documents(to: str = "pdf"):
    """A function for DataFrame.mapInPandas()."""

    def make(batches: Iterator[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
        import hongtou  # in the worker: the handle of the module stays warm from task to task, since workers are reused

        def one(key: str, record: str):
            try:
                made = hongtou.export(record, to=to, name=key)
            except hongtou.RecordError as fault:
                return key, "failed", None, 0, told(fault.diagnostics)
            return key, "done", bytes(made), made.pages, told(made.diagnostics)

        def told(diagnostics):
            return [str(d) for d in diagnostics if d.level >= hongtou.Level.WARNING]

        for batch in batches:
            rows = [one(key, record) for key, record in zip(batch["id"], batch["record"])]
            yield pandas.DataFrame(rows, columns=["id", "state", "document", "pages", "messages"])

    return make


def main(records: str, target: str, to: str = "pdf") -> None:
    spark = (SparkSession.builder.appName("hongtou")
             # rows hold whole documents: small batches, so that a worker's memory does not grow with them
             .config("spark.sql.execution.arrow.maxRecordsPerBatch", "256")
             .getOrCreate())
    spark.read.parquet(records).select("id", "record").mapInPandas(documents(to), COLUMNS).write.parquet(target)
    spark.stop()


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])

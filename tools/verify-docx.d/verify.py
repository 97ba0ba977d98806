"""Every error that openxml-audit finds in the files, and how many."""
import sys

from openxml_audit import FileFormat, OpenXmlValidator

validator, errors = OpenXmlValidator(file_format=FileFormat.OFFICE_2019), 0
for path in sys.argv[1:]:
    for error in validator.validate(path).errors:
        print(f"{path}: {getattr(error, 'part_uri', '')} {getattr(error, 'description', error)}")
        errors += 1
print(f"{len(sys.argv) - 1} files, {errors} errors")
sys.exit(errors > 0)

"""The reading program: ``python -I portal/sheets/child read|mark`` with the file on standard input.

It answers in JSON lines (``read``) or with the bytes of an xlsx (``mark``).
"""

import sys

from workbook.limits import confine

if __name__ == "__main__":
    confine(writes=sys.argv[1] == "mark")
    from workbook.program import main

    main(sys.argv[1])

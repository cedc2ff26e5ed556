"""Text files with separated values: encoding found out, never guessed over an undecodable byte."""

import csv
import io

from workbook import limits
from workbook.refusal import Refusal

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16BE",
    "gb18030": "GB18030",
    "big5": "Big5",
}
SAMPLE = 200_000


def decode(data):
    """(text, name of the encoding); refuses with the offset of the first byte no encoding explains."""
    encoding = marked(data) or wide(data) or plausible(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal("undecodable", offset=error.start, encoding=NAMES[encoding]) from error
    if "\x00" in text[:SAMPLE]:
        raise Refusal("wrong_type", found="二进制文件")
    return text, NAMES[encoding]


def marked(data):
    return next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)


def wide(data):
    """UTF-16 without a mark: separators and line ends show a zero byte on one side only."""
    sample = data[:SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 50 < len(sample) or len(data) % 2:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def plausible(data):
    """UTF-8 where it fits, else GB18030 or Big5 by how common the characters are that each would read."""
    sample = data[:SAMPLE]
    try:
        sample.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        if (error.start > len(sample) - 4 and len(data) > SAMPLE) or mostly_utf8(sample, error.start):
            return "utf-8"
    return "big5" if common_share(sample, "big5") > 0.8 > 2 * common_share(sample, "gb18030") else "gb18030"


def mostly_utf8(sample, until):
    """Whether what stands before the first bad byte is already UTF-8 beyond doubt."""
    return len(sample[:until].decode("utf-8")) < until - 4


def common_share(sample, encoding):
    """The share of double-byte characters that lie in the everyday part of the encoding's table."""
    text = sample.decode(encoding, "ignore")
    pairs = [c.encode(encoding) for c in text if ord(c) > 0x2E80]
    pairs = [pair for pair in pairs if len(pair) >= 2]
    if not pairs:
        return 0
    low, high = ((0xA4, 0xC6), (0xB0, 0xD7))[encoding == "gb18030"]
    usual = sum(1 for p in pairs if len(p) == 2 and low <= p[0] <= high and (encoding == "big5" or p[1] >= 0xA1))
    return usual / len(pairs)


def separator(text):
    """The separator that splits the first lines most."""
    head = text[:4000]
    return max((",", "\t", ";"), key=head.count)


def rows(text):
    """(number, cells) of each line as Excel would count it; an apostrophe that shields a formula is taken off."""
    csv.field_size_limit(max(len(text), 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    try:
        for number, cells in enumerate(reader):
            if number >= 10 * limits.ROWS:
                raise Refusal("too_many_rows", most=limits.ROWS)
            yield number, [unshielded(cell) for cell in cells]
    except csv.Error as error:
        raise Refusal("damaged") from error


def unshielded(cell):
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r＝＋－＠;'" else cell

"""What a workbook itself allows in its cells (数据有效性), as far as it tells the kind of a column."""

from xml.parsers import expat

from workbook.refusal import Refusal

MARKER = b"dataValidation "
MOST = 500
LONGEST = 4_000
RULE, CELLS, FIRST = "dataValidation", "sqref", "formula1"


def rules(data):
    """[(type, cells such as "C4:C100", first formula)] of a sheet's XML; the extended form of newer Excel is read, too."""
    if MARKER not in data:
        return []
    look = RuleLook()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = look.start, look.end
    parser.CharacterDataHandler = look.characters
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refusal("damaged") from error
    return look.found


class RuleLook:
    """One pass over the rules of a sheet."""

    def __init__(self):
        self.found, self.rule, self.part, self.text = [], None, "", []

    def start(self, name, attributes):
        tag = name.rpartition(" ")[2]
        if tag == RULE:
            self.rule = {"type": attributes.get("type", ""), CELLS: attributes.get("sqref", ""), FIRST: ""}
        elif self.rule is not None and tag in (CELLS, FIRST):
            self.part, self.text = tag, []

    def characters(self, text):
        if self.part:
            self.text.append(text)

    def end(self, name):
        tag = name.rpartition(" ")[2]
        if tag == self.part:
            self.rule[self.part], self.part = "".join(self.text).strip()[:LONGEST], ""
        elif tag == RULE and self.rule is not None:
            if len(self.found) < MOST:
                self.found.append((self.rule["type"], self.rule[CELLS][:LONGEST], self.rule[FIRST]))
            self.rule = None

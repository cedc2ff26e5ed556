"""What the fast reader does not tell about a sheet: formulas, errors, percent formats, hidden rows and columns."""

from dataclasses import dataclass, field


@dataclass
class Marks:
    """Findings by position, rows and columns counted from 0; ``odd`` replaces the value of a cell."""

    odd: dict = field(default_factory=dict)
    formulas: list = field(default_factory=list)
    hidden_rows: set = field(default_factory=set)
    hidden_columns: set = field(default_factory=set)
    merges: list = field(default_factory=list)
    across: list = field(default_factory=list)
    rules: list = field(default_factory=list)


def column_number(reference):
    """The column of a cell reference such as ``AB12``, from 0."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number - 1


def row_number(reference):
    """The row of a cell reference, from 0."""
    return int(reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")) - 1

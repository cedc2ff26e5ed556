"""Where one paper ends and the next begins in a scan of several: pure judgement over the codes on its pages."""


def runs_of(codes: list[list[str]], pages: dict[str, int]) -> list[tuple[int, int]]:
    """The (first, last) pages of each paper, counted from 0.

    ``codes`` are those read on each page, ``pages`` how many a document has. A page without a code goes with the paper before
    it while that still lacks pages (its code may be smudged), else it begins a run of its own for a person to look at.
    """
    runs: list[list[int]] = []
    current: set[str] = set()
    for number, found in enumerate(codes):
        if runs and _goes_on(set(found), current, number - runs[-1][0], pages):
            runs[-1][1] = number
            current = (current & set(found)) or current
        else:
            runs.append([number, number])
            current = set(found)
    return [(first, last) for first, last in runs]


def _goes_on(found: set[str], current: set[str], length: int, pages: dict[str, int]) -> bool:
    """Whether the next page belongs to the paper that ``length`` pages have been read of."""
    if found:
        return bool(found & current)
    return not current or length < max((pages.get(code, 1) for code in current), default=1)

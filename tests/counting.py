"""Texts of exactly so many characters as 不超过800字 counts them: the same cases for browser, server, REST and paper."""

PIECES = {
    "plain": "推荐理由，",
    "line breaks": "推荐\n理由\n",
    "line breaks of Windows": "推荐\r\n理由\r\n",
    "spaces": "推 荐\u3000理 由 ",
    "rare characters": "𠮷𬭩䶮㼆",
    "combining marks": "e\u0301优",
    "full width": "Ａ１（％）",
    "Latin words": "ICT 2.0 ",
}


def text_of(kind: str, count: int) -> str:
    """Exactly ``count`` visible characters made of the pieces of one kind."""
    piece = PIECES[kind]
    visible = [c for c in piece if not c.isspace() and c != "\u0301"]
    whole, rest = divmod(count, len(visible))
    text = piece * whole
    return text + "优" * rest

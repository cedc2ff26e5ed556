"""A stand-in for a service of electronic seals, to try the way with: it never seals and says so on every page."""

import io

import pikepdf
from django.utils.translation import gettext as _

from portal.documents import fonts
from portal.documents.drawing import Failure, Sheet, draw_all
from portal.documents.sealing.service import Answer
from portal.kit.errors import WrongState

WORDS = "演示：未加盖电子印章"
STYLE = (
    "@page { size: A4; margin: 0 } "
    ".over { position: fixed; left: 0; right: 0; top: 125mm; font-size: 40pt; color: #d08080; text-align: center;"
    " transform: rotate(-25deg) }"
)


class Pretender:
    """Marks the file 演示 and answers that nothing was sealed."""

    name = "演示用印章服务"
    genuine = False

    def seal(self, content: bytes, number: str) -> Answer:
        """The file with the mark across every page, never sealed."""
        out = io.BytesIO()
        try:
            with pikepdf.open(io.BytesIO(content)) as pages, pikepdf.open(io.BytesIO(_mark())) as mark:
                for page in pages.pages:
                    page.add_overlay(mark.pages[0])
                pages.save(out, deterministic_id=True)
        except pikepdf.PdfError:
            raise WrongState(_("%(number)s的存档不是可读的 PDF。") % {"number": number}) from None
        return Answer(False, out.getvalue(), _("演示服务只示范流程，没有加盖任何印章。"))


def _mark() -> bytes:
    letters = fonts.cut(WORDS)
    html = f'<html lang="zh-CN"><body><div class="over hei-0">{WORDS}</div></body></html>'
    (drawn,) = draw_all(letters.css + STYLE, letters.files, [Sheet(html)])
    if isinstance(drawn, Failure):
        raise WrongState(_("演示标记没有画出：%(reason)s") % {"reason": drawn.reason})
    return drawn.pdf

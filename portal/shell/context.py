"""What the frame of every page shows; each part is read when the template first asks for it."""

from functools import cached_property

from portal.accounts.models import Message
from portal.shell.menu import Section, menu_of

MANY = 99


class Frame:
    """Menu, posts and unread messages of the person behind a request."""

    def __init__(self, request):
        self.request = request

    @cached_property
    def menu(self) -> list[Section]:
        return menu_of(self.request.user, self.request.path)

    @cached_property
    def posts(self) -> list:
        return self.request.user.current_posts()

    @property
    def post(self):
        return getattr(self.request, "post", None)

    @cached_property
    def unread(self) -> int:
        return Message.objects.visible_to(self.request.user).unread()[: MANY + 1].count()

    @property
    def unread_text(self) -> str:
        return f"{MANY}+" if self.unread > MANY else str(self.unread)


def shell(request):
    """The frame under the name ``shell``."""
    return {"shell": Frame(request)}

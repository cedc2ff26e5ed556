"""Refusals a user can understand: one Chinese sentence that names the thing, the number and, where there is one, the clause."""


class DomainError(Exception):
    """A refusal with a snake_case ``code``, an HTTP ``status`` and the ``clause`` of the notice it rests on."""

    code = "refused"
    status = 409

    def __init__(self, message, *, code=None, clause=None, fields=None):
        super().__init__(message)
        self.code = code or self.code
        self.clause = clause
        self.fields = fields or {}

    def sentence(self) -> str:
        """The message followed by the clause it rests on."""
        return f"{self}（依据：{self.clause}）" if self.clause else str(self)


class Denied(DomainError):
    """This person may not do this."""

    code, status = "denied", 403


class WrongState(DomainError):
    """The thing is not in a state that allows this."""

    code, status = "wrong_state", 409


class Spent(DomainError):
    """A quota has no place left."""

    code, status = "quota_spent", 409


class Stale(DomainError):
    """Somebody changed the thing since it was read; ``fields`` tells what changed."""

    code, status = "stale", 412


class Refused(DomainError):
    """The input is understood and not acceptable; ``fields`` maps field names to sentences."""

    code, status = "refused_input", 422


class DependedOn(Refused):
    """Later work stands on what was to be taken back."""

    code = "depended_on"


class VersionMissing(DomainError):
    """A change over REST must say which version it changes (If-Match)."""

    code, status = "if_match_missing", 428

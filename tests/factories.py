"""The least valid rows of the ground every test stands on."""

from portal.accounts.models import Post, User
from portal.units.models import Unit


def unit(code, name, level, parent=None, **fields) -> Unit:
    return Unit.objects.create(
        code=code, name=name, level=level, parent=parent, path=f"{parent.path if parent else '/'}{code}/", **fields
    )


def user(username, unit=None, role=None, *, password="pass-word-9", **fields) -> User:
    person = User(username=username, name=fields.pop("name", username), **fields)
    person.set_password(password)
    person.save()
    if unit is not None:
        post(person, unit, role)
    return person


def post(person, unit, role, **fields) -> Post:
    person.forget_posts()
    return Post.objects.create(user=person, unit=unit, role=role, **fields)

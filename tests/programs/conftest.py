"""What tests of programmes share."""

import pytest

from tests.programs.asked import filing_of, opened


@pytest.fixture
def sends(client):
    """``sends(user, path, data)``: the answer to a POST in that user's name."""

    def send(user, path, data=None, method="post", **headers):
        client.force_login(user)
        return getattr(client, method)(f"/api/v1/{path}", data or {}, content_type="application/json", headers=headers)

    return send


@pytest.fixture
def task(zhejiang, yueqing, xihu):
    """A 收表 of the province, asked of two counties."""
    return opened(zhejiang)


@pytest.fixture
def filing(task, yueqing):
    return filing_of(task, yueqing)

"""The units and people most tests speak of."""

import pytest
from django.core.cache import cache

from tests import factories
from tests.browser import chromium, open_page, sign_in  # noqa: F401  fixtures of the browser lane
from tests.migrated import django_db_keepdb, django_db_setup  # noqa: F401


@pytest.fixture(autouse=True)
def fresh_counts():
    """No test pays for what the one before asked within the same minute."""
    cache.clear()


@pytest.fixture
def zhejiang(db):
    return factories.unit("330000", "浙江省", "province")


@pytest.fixture
def wenzhou(zhejiang):
    return factories.unit("330300", "温州市", "city", zhejiang)


@pytest.fixture
def hangzhou(zhejiang):
    return factories.unit("330100", "杭州市", "city", zhejiang)


@pytest.fixture
def yueqing(wenzhou):
    return factories.unit("330382", "乐清市", "county", wenzhou)


@pytest.fixture
def xihu(hangzhou):
    return factories.unit("330106", "西湖区", "county", hangzhou)


@pytest.fixture
def province_office(zhejiang):
    return factories.user("province", zhejiang, "office")


@pytest.fixture
def wenzhou_bureau(wenzhou):
    return factories.user("wenzhou", wenzhou, "bureau")


@pytest.fixture
def yueqing_bureau(yueqing):
    return factories.user("yueqing", yueqing, "bureau")


@pytest.fixture
def xihu_bureau(xihu):
    return factories.user("xihu", xihu, "bureau")

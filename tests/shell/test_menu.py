import pytest
from django.urls import reverse

from portal.shell import menu
from tests import factories


def labels(user, path="/"):
    return {section.label: [link.label for link in section.entries] for section in menu.menu_of(user, path)}


def test_a_teacher_sees_no_administration(yueqing):
    shown = labels(factories.user("teacher", yueqing, "teacher"))

    assert "工作台" in shown
    assert "系统管理" not in shown
    assert "评选推荐" not in shown


def test_a_sysadmin_sees_the_system_and_no_nominations(zhejiang):
    shown = labels(factories.user("sysadmin", zhejiang, "sysadmin"))

    assert "页面样式" in shown["系统管理"]
    assert "评选推荐" not in shown


def test_somebody_without_a_post_has_only_the_desk(db):
    assert labels(factories.user("nobody")) == {"工作台": ["工作台"]}


def test_a_page_this_portal_does_not_have_is_not_in_the_menu(province_office, monkeypatch):
    monkeypatch.setattr(menu, "ENTRIES", (*menu.ENTRIES, menu.Entry("results", "不存在的页面", "nowhere:page")))

    assert "不存在的页面" not in str(labels(province_office))


def test_every_address_of_the_menu_opens_for_whom_it_is_shown_to(client, province_office):
    client.force_login(province_office)

    for section in menu.menu_of(province_office, "/"):
        for link in section.entries:
            answer = client.get(link.url)
            if answer.streaming:
                assert b"".join(answer.streaming_content)
            assert answer.status_code == 200, link.url


@pytest.mark.parametrize(
    ("path", "current"), [("/", "工作台"), ("/notices/", "通知"), ("/notices/7/", "通知"), ("/nowhere/", None)]
)
def test_the_longest_beginning_of_the_path_is_marked(province_office, path, current):
    marked = [link.label for section in menu.menu_of(province_office, path) for link in section.entries if link.current]

    assert marked == ([current] if current else [])


def test_the_page_marks_where_it_is(client, province_office):
    client.force_login(province_office)

    page = client.get(reverse("shell:home")).content.decode()

    assert page.count('aria-current="page"') == 1

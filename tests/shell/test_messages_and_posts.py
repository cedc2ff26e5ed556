from django.urls import reverse

from portal.accounts.messages import notify
from portal.accounts.models import Message
from tests import factories


def test_opening_a_message_reads_it_and_leads_to_its_page(client, province_office):
    notify(province_office, "乐清市已报送。", "/notices/?year=2023")
    message = Message.objects.get()
    client.force_login(province_office)

    answer = client.post(reverse("shell:open-message", args=[message.pk]))

    message.refresh_from_db()
    assert message.read_at is not None
    assert answer.headers["Location"] == "/notices/?year=2023"


def test_anothers_message_is_not_there(client, province_office, wenzhou_bureau):
    notify(wenzhou_bureau, "乐清市已报送。")
    client.force_login(province_office)

    assert client.post(reverse("shell:open-message", args=[Message.objects.get().pk])).status_code == 404


def test_a_message_leads_to_no_other_site(client, province_office):
    notify(province_office, "看这里", "https://example.org/")
    client.force_login(province_office)

    answer = client.post(reverse("shell:open-message", args=[Message.objects.get().pk]))

    assert answer.headers["Location"] == reverse("shell:messages")


def test_all_are_read_at_once_and_only_ones_own(client, province_office, wenzhou_bureau):
    notify([province_office, province_office, wenzhou_bureau], "消息")
    client.force_login(province_office)

    client.post(reverse("shell:read-messages"))

    assert Message.objects.unread().get().user == wenzhou_bureau


def test_acting_as_another_post_shows_and_stays(client, wenzhou_bureau, yueqing):
    second = factories.post(wenzhou_bureau, yueqing, "bureau_leader")
    client.force_login(wenzhou_bureau)

    answer = client.post(reverse("shell:act-as"), {"post": second.pk, "next": "/messages/"}, follow=True)

    assert answer.wsgi_request.path == "/messages/"
    assert answer.wsgi_request.post == second
    assert "现在以乐清市 分管领导的身份办理。" in answer.content.decode()


def test_nobody_acts_as_anothers_post(client, wenzhou_bureau, province_office):
    client.force_login(wenzhou_bureau)

    answer = client.post(reverse("shell:act-as"), {"post": province_office.posts.get().pk})

    assert answer.status_code == 404


def test_switching_leads_to_no_other_site(client, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    answer = client.post(reverse("shell:act-as"), {"post": wenzhou_bureau.posts.get().pk, "next": "//example.org/"})

    assert answer.headers["Location"] == reverse("shell:home")

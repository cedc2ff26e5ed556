import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse


def test_the_page_says_what_a_password_must_be(client, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    page = client.get(reverse("account_change_password")).content.decode()

    assert "密码至少要有 8 个字符。" in page
    assert "你的" not in page


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("k3-vq", "密码至少要有 8 个字符。"),
        ("password1", "这个密码太常见，容易被猜中。"),
        ("wenzhou_bureau", "密码与您的用户名太相似。"),
    ],
)
def test_a_refused_password_is_told_in_our_words(password, said, wenzhou_bureau):
    wenzhou_bureau.username = "wenzhou_bureau"

    with pytest.raises(ValidationError) as refusal:
        validate_password(password, wenzhou_bureau)

    assert said in refusal.value.messages

"""Keys of personal numbers change: what the older key closed still opens, what is closed from now on needs the newer one."""

import base64

import pytest

from portal.kit.crypto import decrypt, encrypt, fingerprint

OLD, NEW = (base64.urlsafe_b64encode(bytes([byte]) * 64).decode() for byte in (1, 2))


def test_a_newer_key_writes_and_the_older_one_still_reads(settings):
    settings.FIELD_KEYS = [OLD]
    before, mark = encrypt("330382199001011234"), fingerprint("330382199001011234")
    settings.FIELD_KEYS = [NEW, OLD]

    assert decrypt(before) == "330382199001011234"
    after = encrypt("330382199001011234")
    assert after != before
    assert fingerprint("330382199001011234") != mark
    settings.FIELD_KEYS = [NEW]
    assert decrypt(after) == "330382199001011234"
    with pytest.raises(ValueError, match="no field key"):
        decrypt(before)

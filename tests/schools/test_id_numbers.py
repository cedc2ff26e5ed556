from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.enums import IdType, Sex
from schools.rules.id_numbers import Holder, check_character, fault_of, holder_of

TODAY = date(2023, 11, 1)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_examples_of_the_standard_verify(number):
    assert check_character(number) == number[17]


@pytest.mark.parametrize(
    ("number", "id_type", "fault"),
    [
        ("11010519491231002X", IdType.RESIDENT, ""),
        ("110105194912310021", IdType.RESIDENT, "check"),
        ("110105491231002", IdType.RESIDENT, "old"),
        ("1101051949123100", IdType.RESIDENT, "length"),
        ("11010519491231О02X", IdType.RESIDENT, "characters"),
        ("110105194902310023", IdType.RESIDENT, "day"),
        ("110105209912310021", IdType.RESIDENT, "day"),
        ("11010519491231002X", IdType.HMT_RESIDENCE, "prefix"),
        ("H12345678", IdType.HM_PERMIT, ""),
        ("H1234567", IdType.HM_PERMIT, "shape"),
        ("12345678", IdType.TAIWAN_PERMIT, ""),
        ("USA123456789012", IdType.FOREIGN_RESIDENCE, ""),
        ("E12345678", IdType.PASSPORT, ""),
        ("E-12", IdType.PASSPORT, "shape"),
    ],
)
def test_each_document_has_its_own_shape(number, id_type, fault):
    assert fault_of(number, id_type, TODAY) == fault


def test_residents_of_hong_kong_macao_and_taiwan_have_their_own_first_digits():
    digits = "81000019900307001"
    number = digits + check_character(digits)

    assert fault_of(number, IdType.HMT_RESIDENCE, TODAY) == ""
    assert fault_of(number, IdType.RESIDENT, TODAY) == "prefix"


def test_a_number_tells_birth_date_and_sex():
    assert holder_of("11010519491231002X") == Holder(date(1949, 12, 31), Sex.FEMALE)
    assert holder_of("440524188001010014") == Holder(date(1880, 1, 1), Sex.MALE)
    assert holder_of("E12345678") is None


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place, step):
    number = "11010519491231002X"
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]

    assert check_character(wrong) != number[17]

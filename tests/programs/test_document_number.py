import pytest

from programs.document_number import DocumentNumber, parse_document_number


@pytest.mark.parametrize(
    "text",
    [
        "浙工程办函〔2023〕7号",
        "浙工程办函[2023]7号",
        "浙工程办函【2023】7 号",
        "浙工程办函（2023）7号",
        "浙工程办函(2023) 7号",
        " 浙工程办函 〔2023〕 7 号 ",
    ],
)
def test_a_number_is_read_in_any_brackets_and_printed_in_the_official_ones(text):
    number = parse_document_number(text)

    assert number == DocumentNumber("浙工程办函", 2023, 7)
    assert str(number) == "浙工程办函〔2023〕7号"


@pytest.mark.parametrize(
    "text", ["", "第7号", "浙工程办函〔2023]7号", "浙工程办函〔23〕7号", "浙工程办函〔2023〕07号", "浙工程办函〔2023〕7"]
)
def test_other_texts_are_no_number(text):
    with pytest.raises(ValueError, match="不是文号"):
        parse_document_number(text)

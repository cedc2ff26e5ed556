"""Two tabs at the same moment: no text is lost silently, no file stands twice."""

from contextlib import suppress

import pytest

from credits.actions import declaring, evidence
from credits.models import Declaration, Evidence, EvidenceFile
from portal.kit.errors import DomainError
from tests.corpus import materials
from tests.credits import declared
from tests.credits.test_reviews_races import together
from tests.schools import people

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(first, program, abilities):
    declared.item(abilities["A1"])
    person = people.teacher(first, "林小雨", 1)
    declared.account(person)
    return declared.started(person, abilities["A1"], program)


@pytest.mark.parametrize("round_", range(3))
def test_two_tabs_that_save_at_once_leave_one_text_and_one_refusal(draft, round_):
    user, opened, refused = draft.teacher.user, {"text-A1-1": declaring.digest_of_field("")}, []

    def saving(text):
        def act():
            try:
                declaring.save(declaration=draft, values={"text-A1-1": text}, shown=opened, by=user)
            except DomainError as refusal:
                refused.append((text, refusal.fields))

        return act

    together(saving("甲写的"), saving("乙写的"))

    kept = Evidence.objects.get(declaration=draft).text
    other = "乙写的" if kept == "甲写的" else "甲写的"
    assert refused == [(other, {"text-A1-1": kept})]
    assert Declaration.objects.get(pk=draft.pk).revision == 2


@pytest.mark.parametrize("round_", range(3))
def test_the_same_bytes_sent_by_two_tabs_at_once_are_one_file(draft, round_):
    user, item, data = draft.teacher.user, draft.ability.items.get(), materials.pdf()
    together(
        *[
            lambda: evidence.receive(declaration=draft, item=item, name="a.pdf", size=len(data), chunks=[data], by=user)
            for _tab in range(4)
        ]
    )

    assert EvidenceFile.objects.count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_handing_in_while_another_tab_saves_hands_in_what_stands(draft, round_):
    user = draft.teacher.user
    declaring.save(declaration=draft, values={"text-A1-1": "方案"}, shown={}, by=user)

    def saving():
        with suppress(DomainError):
            declaring.save(declaration=draft, values={"text-A1-1": "方案二"}, shown={}, by=user)

    together(saving, lambda: declaring.hand_in(declaration=draft, by=user))

    row = Declaration.objects.get(pk=draft.pk)
    assert row.state == "submitted"
    assert (row.revision, Evidence.objects.get(declaration=draft).text) in {(2, "方案"), (3, "方案二")}

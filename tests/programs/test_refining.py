"""Returns taken up into the library and worked up by experts (佛教人〔2020〕8号 附件1四(四), 泗教师字〔2022〕1号 附件2二(二)5)."""

from datetime import date

import pytest
from django.urls import reverse

from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.desk import Waiting
from portal.kit.errors import Denied, Refused, WrongState
from portal.shell.filing_sources import filings as on_front_page
from programs.actions import filings, refining, reviewing
from programs.enums.refining import REFINEMENT_MOVES, REFINEMENT_TONES, RefinementState
from programs.models import Filing, Refinement, Showcase
from tests import factories
from tests.programs.asked import filing_of, opened
from tests.sheets.books import as_file

pytestmark = pytest.mark.django_db
DUE = date(2099, 5, 1)
NAMED = {"title": "精准教学案例", "level": "county", "kind": "exemplar", "theme": "precise_teaching", "year": 2022}


@pytest.fixture
def filing(wenzhou, yueqing):
    """A case of the county that waits for the city."""
    filing = filing_of(opened(wenzhou, content="file"), yueqing)
    filings.prepare_and_submit(filing=filing, by=None, files=[as_file(b"%PDF-1.4 case", "案例.pdf")])
    return filing_of(filing.task, yueqing)


@pytest.fixture
def showcase(filing):
    reviewing.accept(filing=filing, by=None)
    return refining.take_up(filing=filing, by=None, **NAMED)


@pytest.fixture
def expert(zhejiang):
    return factories.user("expert", zhejiang, "expert")


def asked(showcase, expert, by=None, **about) -> Refinement:
    return refining.ask(showcase=showcase, expert=expert, by=by, **{"due_on": DUE} | about)


def test_moves_and_tones_name_every_state():
    assert set(REFINEMENT_MOVES) == set(REFINEMENT_TONES) == set(RefinementState)


def test_what_has_not_passed_is_not_taken_up_and_what_has_is_once(filing, wenzhou_bureau, yueqing_bureau):
    with pytest.raises(WrongState, match="还没有通过"):
        refining.take_up(filing=filing, by=wenzhou_bureau, **NAMED)
    reviewing.accept(filing=filing, by=None)
    with pytest.raises(Denied):
        refining.take_up(filing=filing, by=yueqing_bureau, **NAMED)

    row = refining.take_up(filing=filing, by=wenzhou_bureau, **NAMED)

    assert (row.unit, row.filing, row.theme) == (filing.unit, filing, "precise_teaching")
    with pytest.raises(Refused, match="已在成果库中"):
        refining.take_up(filing=filing, by=wenzhou_bureau, **NAMED)


def test_an_expert_sees_result_and_original_only_while_he_works_on_it(showcase, expert, wenzhou_bureau):
    assert not Showcase.objects.visible_to(expert).exists()

    row = asked(showcase, expert, wenzhou_bureau, question="补课堂实录")

    assert Showcase.objects.visible_to(expert).get() == showcase
    assert Filing.objects.visible_to(expert).get() == showcase.filing
    waiting = [item.what for item in on_front_page(expert, expert.current_posts()[0]) if isinstance(item, Waiting)]
    assert waiting == ["加工成果：精准教学案例"]
    refining.recall(refinement=row, reason="换人", by=wenzhou_bureau)
    assert not Showcase.objects.visible_to(expert).exists()
    assert not Filing.objects.visible_to(expert).exists()
    assert asked(showcase, expert, wenzhou_bureau).pk == row.pk


def test_the_expert_hands_in_once_and_who_asked_hears(showcase, expert, wenzhou_bureau):
    row = asked(showcase, expert, wenzhou_bureau)
    with pytest.raises(Denied):
        refining.finish(refinement=row, text="代交", by=wenzhou_bureau)

    refining.finish(refinement=row, text="补了实录", by=expert, evidence=as_file(b"%PDF-1.4 better", "加工.pdf"))

    row.refresh_from_db()
    assert (row.state, row.evidence_name, row.done_at is not None) == ("done", "加工.pdf", True)
    assert "已完成成果“精准教学案例”的加工" in Message.objects.get(user=wenzhou_bureau).text
    assert Event.objects.filter(verb="refinement.done").count() == 1
    with pytest.raises(WrongState, match="已加工"):
        refining.finish(refinement=row, text="再交", by=expert)


def test_who_may_not_asks_nobody_and_nobody_is_asked_for_yesterday(showcase, expert, xihu_bureau, wenzhou_bureau):
    with pytest.raises(Denied):
        asked(showcase, expert, xihu_bureau)
    with pytest.raises(Refused, match="不能早于今天"):
        asked(showcase, expert, wenzhou_bureau, due_on=date(2000, 1, 1))
    with pytest.raises(Refused, match="专家岗位"):
        asked(showcase, wenzhou_bureau, wenzhou_bureau)


def test_the_pages_take_up_ask_and_hand_in(client, filing, expert, wenzhou_bureau):
    reviewing.accept(filing=filing, by=None)
    client.force_login(wenzhou_bureau)
    take = reverse("programs:filing-act", args=[filing.pk, "take-up"])
    assert client.post(take, NAMED | {"year": "x"}).status_code == 422
    client.post(take, NAMED)
    row = Showcase.objects.get()
    client.post(reverse("programs:refinement-ask", args=[row.pk]), {"expert": expert.pk, "due_on": "2099-05-01"})
    work = Refinement.objects.get()
    client.force_login(expert)
    finish = reverse("programs:refinement-finish", args=[work.pk])
    assert finish in client.get(row.get_absolute_url()).content.decode()
    sent = {"text": "补了实录", "evidence": as_file(b"%PDF-1.4 better", "加工.pdf")}
    client.post(finish, sent)
    assert client.get(finish).status_code == 404
    assert client.get(reverse("programs:refinement-list")).context["page"].rows[0].state == "done"
    given = client.get(reverse("programs:refinement-file", args=[work.pk]))
    assert b"".join(given.streaming_content) == b"%PDF-1.4 better"
    client.force_login(wenzhou_bureau)
    assert "加工.pdf" in client.get(row.get_absolute_url()).content.decode()


def test_rest_takes_up_asks_and_hands_in(sends, filing, expert, wenzhou_bureau, yueqing_bureau):
    sent = NAMED | {"filing": filing.pk}
    assert sends(wenzhou_bureau, "showcases/", sent).status_code == 409
    reviewing.accept(filing=filing, by=None)
    row = sends(wenzhou_bureau, "showcases/", sent)
    ask = {"showcase": row.json()["id"], "expert": expert.username, "due_on": "2099-05-01"}

    made = sends(wenzhou_bureau, "refinements/", ask)
    path = f"refinements/{made.json()['id']}"
    refused = sends(wenzhou_bureau, f"{path}/finish/", {"text": "代交"})
    done = sends(expert, f"{path}/finish/", {"text": "补了实录"})

    assert (row.status_code, made.status_code, refused.status_code) == (201, 201, 403)
    assert (done.json()["state"], done.json()["file"]) == ("done", "")
    assert sends(wenzhou_bureau, f"{path}/recall/", {"reason": "换人"}).status_code == 409


def test_a_list_of_three_costs_what_a_list_of_one_costs(client, showcase, wenzhou, wenzhou_bureau, django_assert_max_num_queries):
    client.force_login(wenzhou_bureau)
    address = reverse("programs:refinement-list")
    asked(showcase, factories.user("e0", wenzhou, "expert"))
    with django_assert_max_num_queries(40) as one:
        client.get(address)
    for number in (1, 2):
        asked(showcase, factories.user(f"e{number}", wenzhou, "expert"))
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(address).context["page"].rows) == 3


def test_a_result_is_shared_with_the_region_it_was_chosen_for_and_so_is_its_worked_up_file(
    client, showcase, expert, wenzhou, yueqing_bureau, xihu_bureau
):
    row = asked(showcase, expert)
    refining.finish(refinement=row, text="补了实录", by=expert, evidence=as_file(b"%PDF-1.4 better", "加工.pdf"))
    school = factories.unit("2133000009", "乐清市第九小学", "school", showcase.unit)
    teacher = factories.user("someone", school, "teacher")
    near = factories.user("near", factories.unit("330381", "瑞安市", "county", wenzhou), "bureau")
    address, file = reverse("programs:shared-list"), reverse("programs:shared-file", args=[row.pk])

    def seen(level) -> dict:
        Showcase.objects.update(level=level)
        told = {}
        for user in (teacher, near, xihu_bureau):
            client.force_login(user)
            answer = client.get(file)
            b"".join(answer.streaming_content if answer.streaming else ())
            told[user.username] = (len(client.get(address).context["page"].rows), answer.status_code)
        return told

    assert seen("county") == {"someone": (1, 200), "near": (0, 404), "xihu": (0, 404)}
    assert seen("city") == {"someone": (1, 200), "near": (1, 200), "xihu": (0, 404)}
    assert seen("provincial") == seen("national") == {"someone": (1, 200), "near": (1, 200), "xihu": (1, 200)}
    assert len(client.get("/api/v1/showcases/shared/").json()["results"]) == 1
    Showcase.objects.update(state="void")
    assert client.get(address).context["page"].rows == []
    followed = client.get("/api/v1/showcases/shared/", {"updated_since": "2020-01-01"}).json()["results"]
    assert [one["state"] for one in followed] == ["void"]
    assert client.get("/api/v1/showcases/shared/", {"updated_since": "2999-01-01"}).json()["results"] == []

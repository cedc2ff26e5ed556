import pytest

from programs.facts import evidence as facts
from tests import factories
from tests.programs import factories as evidence


@pytest.fixture
def institution(zhejiang):
    return evidence.institution(zhejiang).unit


def test_scores_come_by_unit_and_period_without_void_ones(yueqing, xihu):
    evidence.evaluation(yueqing, number=2, score=8800)
    evidence.evaluation(yueqing, number=1, score=9140, rank=1)
    evidence.evaluation(xihu, number=1, score=9900, state="void")

    found = facts.scores_of([yueqing, xihu], evidence.program())

    assert [(fact.period, fact.score, fact.rank) for fact in found[yueqing.pk]] == [(1, 9140, 1), (2, 8800, None)]
    assert xihu.pk not in found


def test_a_case_of_a_school_counts_for_its_county_and_city(wenzhou, yueqing, hangzhou):
    school = factories.unit("1133000001", "某小学", "school", yueqing)
    case = evidence.showcase(school)
    evidence.media(hangzhou)

    found = facts.showcases_of([wenzhou, yueqing, hangzhou])

    assert {unit: [fact.row for fact in rows] for unit, rows in found.items()} == {
        wenzhou.pk: [case.pk],
        yueqing.pk: [case.pk],
    }
    assert list(facts.media_of([wenzhou, hangzhou])) == [hangzhou.pk]


def test_an_institution_has_its_ranks_and_the_cases_it_took_part_in(yueqing, institution):
    case = evidence.showcase(yueqing, institutions=[institution])
    evidence.showcase(yueqing, "另一案例")
    evidence.ranking(institution, rank=3, score=8750)

    assert [fact.row for fact in facts.joined_showcases_of([institution])[institution.pk]] == [case.pk]
    assert [(fact.rank, fact.score) for fact in facts.rankings_of([institution], evidence.program())[institution.pk]] == [(3, 8750)]


@pytest.mark.parametrize("count", [1, 3])
def test_every_kind_is_one_query_however_many_units(wenzhou, count, institution, django_assert_num_queries):
    counties = [factories.unit(f"33038{n}", f"某县{n}", "county", wenzhou) for n in range(count)]
    for county in counties:
        evidence.evaluation(county)
        evidence.showcase(county, institutions=[institution])
        evidence.media(county)
    program = evidence.program()

    with django_assert_num_queries(5):
        assert len(facts.scores_of(counties, program)) == count
        assert len(facts.showcases_of(counties)) == count
        assert len(facts.media_of(counties)) == count
        assert len(facts.joined_showcases_of([institution])[institution.pk]) == count
        facts.rankings_of([institution], program)

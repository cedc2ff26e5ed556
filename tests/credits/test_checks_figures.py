"""Figures of batches and samples agree with their rows after every act, and a spoiled one is found."""

import json
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone

from credits.actions import accepting, batching, certifying, checking, consequences
from credits.actions.accepting_many import accept_people
from credits.actions.completion import score
from credits.actions.ledger import void
from credits.facts import checks as facts_checks
from credits.facts.acceptance import waiting_of
from credits.facts.batch_figures import differences
from credits.facts.certificates import due_entries
from credits.models import Certificate, CheckFinding, CreditEntry, Declaration, ResultBatch, ResultLine, SampledItem, SpotCheck
from portal.kit.errors import DomainError
from portal.sheets import actions as uploads
from portal.sheets.models import Upload
from schools.models import Teacher
from tests.credits import ledger
from tests.credits.results import declared, drawn, sent_up, staff
from tests.credits.reviewing import policy
from tests.sheets.flow import bring, keep

SOON = timezone.localdate() + timedelta(days=7)


class Acts:
    """A county and a school at work on results; ``done`` counts what went through."""

    def __init__(self, dice, school, program, abilities, bureau):
        self.dice, self.school, self.program, self.abilities, self.by = dice, school, program, abilities, bureau
        self.done = {}

    def something(self):
        name = self.dice.choice(sorted(one for one in vars(Acts) if one.startswith("do_")))
        with suppress(DomainError):
            if getattr(self, name)() is not False:
                self.done[name] = self.done.get(name, 0) + 1
        return name

    def one(self, rows):
        rows = list(rows.order_by("pk"))
        if not rows:
            raise DomainError("nothing there")
        return self.dice.choice(rows)

    def do_declare(self):
        teacher = self.one(Teacher.objects.all())
        ability = self.abilities[self.dice.choice(["C6", "C7", "A1"])]
        if Declaration.objects.live().filter(teacher=teacher, ability=ability).exists():
            return False
        if CreditEntry.objects.current().filter(teacher=teacher, ability=ability).exists():
            return False
        if self.dice.random() < 0.3:
            return ledger.credit(teacher, self.program, ability)
        return declared(teacher, self.program, ability, self.dice.choice(["excellent", "passed", "passed", "failed"]))

    def do_accept(self):
        accepting.accept(result=self.waiting(), by=self.by)

    def do_accept_people(self):
        chosen = Teacher.objects.filter(pk__in=[one.pk for one in self.dice.sample(list(Teacher.objects.order_by("pk")), 4)])
        return bool(accept_people(unit=self.school, program=self.program, teachers=chosen, by=self.by))

    def do_score(self):
        score(program=self.program, unit=self.school, as_of=timezone.localdate(), by=None)

    def do_refuse(self):
        accepting.refuse(result=self.waiting(), reason="缺材料", by=self.by)

    def waiting(self):
        found = waiting_of(self.school, self.program, Teacher.objects.all())
        if not found:
            raise DomainError("nothing waits")
        return self.dice.choice(found)

    def do_send_up(self):
        batching.send_up(unit=self.school, program=self.program, by=self.by)

    def do_accept_batch(self):
        batching.accept_batch(batch=self.one(ResultBatch.objects.filter(state="submitted")), by=self.by)

    def do_recognise(self):
        batching.recognise(batch=self.one(ResultBatch.objects.filter(state="accepted")), by=self.by)

    def do_send_back(self):
        batching.send_back(batch=self.one(ResultBatch.objects.with_county()), reason="人数不符", by=self.by)

    def do_suspend(self):
        consequences.suspend(
            line=self.one(ResultLine.objects.filter(state__in=["submitted", "recognised"])), reason="雷同", by=self.by
        )

    def do_give_back(self):
        consequences.give_back(line=self.one(ResultLine.objects.filter(state="suspended")), reason="属实", by=self.by)

    def do_reject(self):
        consequences.reject(line=self.one(ResultLine.objects.filter(state="suspended")), reason="抄袭", by=self.by)

    def do_certify(self):
        """Certificates with their numbers for all that is due; no papers are drawn."""
        due = list(due_entries(self.school, self.program).select_related("teacher__unit", "ability"))
        return bool(due and certifying._number(due, self.program, self.school, self.by))

    def do_void(self):
        void(row=self.one(CreditEntry.objects.current()), reason="登记有误", by=self.by)

    def do_bring_grades_in(self):
        teachers = self.dice.sample(list(Teacher.objects.order_by("pk")), 4)
        rows = [[one.code, "C6", self.dice.choice(["优秀", "合格", "不合格"]), "2022-09-01"] for one in teachers]
        upload = bring("credits", [["行码", "能力点编号", "等级", "评审日期"], *rows], unit=self.school, by=self.by)
        keep(upload, by=self.by, accept_partial=True)

    def do_take_an_upload_back(self):
        uploads.undo(upload=self.one(Upload.objects.filter(state=Upload.State.DONE)), by=self.by)

    def do_check(self):
        drawn(self.school.parent, self.program, [self.one(ResultBatch.objects.all())], self.by, ratio=Decimal("0.3"))

    def do_look(self):
        item = self.one(SampledItem.objects.waiting())
        if self.dice.random() < 0.5:
            return checking.pass_item(item=item, by=self.by)
        return checking.find(item=item, category="missing", text="缺材料", due_on=SOON, by=self.by)

    def do_mend(self):
        checking.mend(finding=self.one(CheckFinding.objects.filter(state="open")), done="已补", by=self.by)

    def do_settle(self):
        finding = self.one(CheckFinding.objects.filter(state="mended"))
        checking.settle(finding=finding, cleared=self.dice.random() < 0.5, remark="复查", by=self.by)


@pytest.mark.parametrize("seed", [2, 5, 17])
def test_figures_agree_after_every_act(sixian, first, program, abilities, bureau, seed):
    policy(sixian, certificate_after="each")
    staff(first, 24)
    acts = Acts(Random(seed), first, program, abilities, bureau)
    for _result in range(16):
        acts.do_declare()

    for _step in range(120):
        name = acts.something()
        assert (name, facts_checks.differences()) == (name, [])

    assert len(acts.done) > 10, acts.done


SPOILED = {
    "batch.results": (ResultBatch, {"results": 5, "passed": 5}),
    "batch.digest": (ResultLine, {"grade": "excellent"}),
    "line.state": (Declaration, {"state": "accepted"}),
    "line.batch": (ResultLine, {"state": "recognised"}),
    "entry.grade": (CreditEntry, {"grade": "excellent"}),
    "entry.state": (Declaration, {"state": "returned"}),
    "check.digest": (SpotCheck, {"entries": "x\ty\t\n"}),
    "check.seed_digest": (SpotCheck, {"seed": "another"}),
    "check.sample": (SampledItem, {"place": 9}),
}


@pytest.mark.parametrize("figure", SPOILED)
def test_a_spoiled_figure_is_found(sixian, first, program, abilities, bureau, figure):
    batch = sent_up(first, program, abilities["C6"], bureau)
    drawn(sixian, program, [batch], bureau, ratio=Decimal("0.3"))
    assert differences() == []
    model, values = SPOILED[figure]

    model.objects.update(**values)

    assert figure in {row["figure"] for row in differences()}


@pytest.mark.parametrize("spoiled", [{"state": "void"}, {"grade": "failed"}])
def test_a_valid_certificate_of_a_result_that_counts_no_more_is_found(sixian, first, program, abilities, bureau, spoiled):
    policy(sixian, certificate_after="each")
    (teacher,) = staff(first, 1)
    entry = ledger.credit(teacher, program, abilities["A1"])
    certifying._number([entry], program, first, bureau)
    assert differences() == []

    CreditEntry.objects.update(**spoiled)

    (found,), number = differences(), Certificate.objects.get().number
    assert (found["figure"], found["teacher"], found["certificate"]) == ("certificate.entry", teacher.code, number)
    assert (found["stored"], found["recorded"]) == ("passed", *spoiled.values())
    assert facts_checks.by_hand([found]) == [found]


def test_a_suspended_result_that_still_counts_is_found(first, program, abilities, bureau):
    batch = sent_up(first, program, abilities["C6"], bureau)
    consequences.suspend(line=batch.lines.first(), reason="雷同", by=bureau)

    CreditEntry.objects.filter(state="void").update(state="current")

    assert [row["figure"] for row in differences()] == ["entry.state"]


def test_mending_says_what_it_mended_and_what_needs_a_person(first, second, program, abilities, bureau, capsys):
    batch = sent_up(first, program, abilities["C6"], bureau)
    ResultBatch.objects.filter(pk=batch.pk).update(digest="0" * 64)
    Teacher.objects.filter(name="教师1").update(unit=second)

    with pytest.raises(SystemExit) as ended:
        call_command("check_figures", "--fix", "--json")
    told = json.loads(capsys.readouterr().out.splitlines()[-1])

    assert (ended.value.code, told["fixed"]) == (1, 1)
    assert [row["figure"] for row in told["differences"]] == ["teacher.unit", "batch.digest"]
    assert [(row["figure"], row["batch"]) for row in told["needs_person"]] == [("batch.digest", batch.code)]
    assert ResultBatch.objects.get().digest == "0" * 64
    with pytest.raises(SystemExit):
        call_command("check_figures", "--fix")
    assert capsys.readouterr().out.splitlines()[-1] == "1 处不一致，须人工核对 1 处"

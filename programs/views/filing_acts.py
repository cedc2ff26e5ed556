"""The acts on a filing as data: who sees which button when, what is asked first, what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal.kit.clock import local
from programs.actions import easing, entering, filings, refining, reviewing
from programs.enums.filings import MISSING, NOT_ASKED, SETTLED, FilingState
from programs.enums.tasks import Review, TaskState
from programs.forms.filings import EntryForm, ExtendForm, PaperForm, ReasonForm, RecordForm
from programs.forms.refining import TakeUpForm
from programs.models import Filing
from programs.policies.filings import can_collate, can_file, can_receive

S = FilingState


@dataclass(frozen=True)
class Act:
    """One act: ``who`` may ever do it, ``when`` it makes sense for a filing, ``do`` the action behind it."""

    label: str
    question: str
    said: str
    do: Callable
    who: Callable
    when: Callable
    form: type | None = None
    tone: str = "primary"
    main: bool = False
    begin: Callable | None = None

    def may(self, user, filing: Filing) -> bool:
        return self.when(filing) and self.who(user, filing)

    def initial(self, filing: Filing) -> dict:
        return self.begin(filing) if self.begin else {}


def asked(filing: Filing) -> bool:
    return filing.state not in NOT_ASKED and filing.task.state in (TaskState.OPEN, TaskState.CLOSED)


def reviewed(filing: Filing) -> bool:
    return filing.task.review != Review.NONE


ACTS = {
    "submit": Act(
        label=_("报送"),
        question=_("确定报送%(unit)s的“%(task)s”？"),
        said=_("已报送。"),
        do=filings.submit,
        who=can_file,
        when=lambda f: asked(f) and f.prepared is not None and not f.prepared.faults,
        main=True,
    ),
    "withdraw": Act(
        label=_("撤回"),
        question=_("撤回已报送的“%(task)s”？撤回后须在截止前重新报送。"),
        said=_("已撤回。"),
        do=filings.withdraw,
        who=can_file,
        when=lambda f: f.state in (S.COLLATING, S.SUBMITTED) and not f.passed_on_at,
        tone="outline-danger",
    ),
    "pass-on": Act(
        label=_("转报"),
        question=_("把%(unit)s的“%(task)s”转报给接收单位？"),
        said=_("已转报。"),
        do=reviewing.pass_on,
        who=can_collate,
        when=lambda f: f.state == S.COLLATING,
        main=True,
    ),
    "accept": Act(
        label=_("审核通过"),
        question=_("%(unit)s的“%(task)s”审核通过？"),
        said=_("已审核通过。"),
        do=reviewing.accept,
        who=can_receive,
        when=lambda f: f.state == S.SUBMITTED and reviewed(f),
        main=True,
    ),
    "put-on-file": Act(
        label=_("备案"),
        question=_("给%(unit)s的“%(task)s”备案？"),
        said=_("已备案。"),
        do=reviewing.put_on_file,
        who=can_receive,
        when=lambda f: f.state == S.ACCEPTED and f.task.review == Review.FILE,
        form=RecordForm,
        main=True,
    ),
    "send-back": Act(
        label=_("退回"),
        question=_("把%(unit)s的“%(task)s”退回修改？"),
        said=_("已退回。"),
        do=reviewing.send_back,
        who=lambda user, f: (can_collate if f.state == S.COLLATING else can_receive)(user, f),
        when=lambda f: f.state in (S.COLLATING, S.SUBMITTED, S.ACCEPTED),
        form=ReasonForm,
        tone="outline-danger",
    ),
    "enter": Act(
        label=_("代录"),
        question=_("代%(unit)s录入“%(task)s”，须附上收到的原件，并一直标明是代录。"),
        said=_("已代录。"),
        do=entering.enter_on_behalf,
        who=can_collate,
        when=lambda f: asked(f) and f.state not in SETTLED,
        form=EntryForm,
    ),
    "extend": Act(
        label=_("延期"),
        question=_("给%(unit)s的“%(task)s”延期。"),
        said=_("已延期。"),
        do=easing.extend,
        who=can_receive,
        when=lambda f: asked(f) and f.state in MISSING,
        form=ExtendForm,
        begin=lambda f: {"due_at": local(f.due_at)},
    ),
    "allow-late": Act(
        label=_("允许补报"),
        question=_("允许%(unit)s在截止后补报“%(task)s”？补报的一直标明逾期。"),
        said=_("已允许补报。"),
        do=easing.allow_late,
        who=can_receive,
        when=lambda f: asked(f) and f.state in MISSING and not f.late_allowed,
        form=ReasonForm,
    ),
    "unlock": Act(
        label=_("解锁"),
        question=_("解锁%(unit)s的“%(task)s”？它可以重新报送一次。"),
        said=_("已解锁。"),
        do=easing.unlock,
        who=can_receive,
        when=lambda f: asked(f) and not f.unlocked and (f.state in SETTLED or f.task.state == TaskState.CLOSED),
        form=ReasonForm,
    ),
    "paper": Act(
        label=_("登记纸质"),
        question=_("登记%(unit)s的“%(task)s”已收到的纸质份数。"),
        said=_("已登记纸质份数。"),
        do=easing.receive_paper,
        who=can_receive,
        when=lambda f: asked(f) and f.task.paper_copies > 0,
        form=PaperForm,
        begin=lambda f: {"copies": f.task.paper_copies},
    ),
    "exempt": Act(
        label=_("免报"),
        question=_("%(unit)s免报“%(task)s”？"),
        said=_("已设为免报。"),
        do=easing.exempt,
        who=can_receive,
        when=lambda f: asked(f) and f.state in MISSING,
        form=ReasonForm,
        tone="outline-danger",
    ),
    "take-up": Act(
        label=_("收入成果库"),
        question=_("把%(unit)s的“%(task)s”收入成果库。"),
        said=_("已收入成果库。"),
        do=refining.take_up,
        who=can_receive,
        when=refining.may_be_taken,
        form=TakeUpForm,
        begin=lambda f: {"year": local(f.due_at).year},
    ),
    "ask-again": Act(
        label=_("收回免报"),
        question=_("仍要求%(unit)s报送“%(task)s”？"),
        said=_("已收回免报。"),
        do=easing.ask_again,
        who=can_receive,
        when=lambda f: f.state == S.EXEMPT,
        form=ReasonForm,
    ),
}


def offered(user, filing: Filing) -> list[tuple[str, Act]]:
    """The acts this person may do on the filing now, those that carry it on first."""
    found = [(key, act) for key, act in ACTS.items() if act.may(user, filing)]
    return sorted(found, key=lambda pair: not pair[1].main)

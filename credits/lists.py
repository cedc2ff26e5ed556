"""The long lists of this app, as their pages narrow them and as workers write them into files."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from credits.enums.ledger import RecordState
from credits.enums.reviews import ReviewState
from credits.exports import choosing as exports_choosing
from credits.exports import declarations as exports_declarations
from credits.exports import ledger as exports
from credits.exports import lists as exports_lists
from credits.exports import register as exports_register
from credits.facts.batches import with_taken_out
from credits.facts.declarations import undeclared as undeclared_of
from credits.filters import ledger as filters
from credits.filters.checks import BatchFilter, FindingFilter
from credits.filters.choosing import ChoiceFilter, PlanFilter
from credits.filters.declarations import DeclarationFilter, UndeclaredFilter
from credits.forms.certificates import CertificateFilter
from credits.forms.reviews import ReviewFilter
from credits.models import (
    Certificate,
    CheckFinding,
    CreditEntry,
    Declaration,
    ExternalAssessment,
    PanelReview,
    ResultBatch,
    Selection,
    SelectionPlan,
    TrainingHours,
)
from portal.jobs.long_lists import LongList, declare
from portal.kit.lists import Listing, Ordering, with_defaults

NEWEST = Ordering({"new": ()}, default="-new")
OLDEST = Ordering({"given": ()}, default="given")
SOONEST = Ordering({"due": ("due_on",)}, default="due")
CERTIFIED = ("teacher__unit", "teacher__user", "ability", "program", "unit", "issuer", "document", "entry")


def ledger(asked, *, model, filterset, related=()) -> Listing:
    """Rows of one part of the ledger, the newest first; those that count, unless the address says otherwise."""
    query = with_defaults(asked.GET, state=RecordState.CURRENT)
    rows = model.objects.visible_to(asked.user).select_related("teacher__unit", *related)
    return Listing(asked, filterset(query, rows, request=asked), NEWEST)


def choices(asked) -> Listing:
    """Choices of points at every stage, the newest first."""
    rows = Selection.objects.visible_to(asked.user).select_related("teacher__unit", "ability", "plan__head")
    return Listing(asked, ChoiceFilter(asked.GET, rows, request=asked), NEWEST)


def plans(asked) -> Listing:
    """Plans of points that hold, the newest first."""
    rows = SelectionPlan.objects.visible_to(asked.user).current().select_related("unit", "head").prefetch_related("abilities")
    return Listing(asked, PlanFilter(asked.GET, rows, request=asked), NEWEST)


def declarations(asked) -> Listing:
    """申报: declarations by how far they have come, the newest first."""
    rows = Declaration.objects.visible_to(asked.user).select_related("teacher", "ability", "unit")
    return Listing(asked, DeclarationFilter(asked.GET, rows, request=asked), NEWEST)


def undeclared(asked) -> Listing:
    """Points chosen and confirmed, but not declared yet, the newest first."""
    rows = undeclared_of(Selection.objects.visible_to(asked.user)).select_related("teacher__unit", "ability")
    return Listing(asked, UndeclaredFilter(asked.GET, rows, request=asked), NEWEST)


def certificates(asked) -> Listing:
    """认证证书, the newest first."""
    rows = Certificate.objects.visible_to(asked.user).select_related(*CERTIFIED)
    return Listing(asked, CertificateFilter(asked.GET, rows, request=asked), NEWEST)


def batches(asked) -> Listing:
    """Results schools sent up, the newest batch first."""
    rows = with_taken_out(ResultBatch.objects.visible_to(asked.user).select_related("unit", "to_unit"))
    return Listing(asked, BatchFilter(asked.GET, rows, request=asked), NEWEST)


def reviews(asked) -> Listing:
    """One's own readings, those that wait unless the address says otherwise, the oldest first."""
    about = ("declaration__teacher", "declaration__unit", "declaration__ability", "declaration__program", "panel__unit")
    query = with_defaults(asked.GET, state=ReviewState.ASSIGNED)
    rows = PanelReview.objects.visible_to(asked.user).select_related(*about)
    return Listing(asked, ReviewFilter(query, rows, request=asked), OLDEST)


def findings(asked) -> Listing:
    """What checks found, the soonest day first."""
    rows = CheckFinding.objects.visible_to(asked.user).select_related(
        "unit", "item__check_of", "item__line__teacher", "item__line__ability"
    )
    return Listing(asked, FindingFilter(asked.GET, rows, request=asked), SOONEST)


hours = partial(ledger, model=TrainingHours, filterset=filters.HoursFilter, related=("institution",))
selections = partial(ledger, model=Selection, filterset=filters.SelectionFilter, related=("ability",))
credit_entries = partial(ledger, model=CreditEntry, filterset=filters.CreditFilter, related=("ability",))
assessments = partial(ledger, model=ExternalAssessment, filterset=filters.AssessmentFilter)

HOURS = declare(LongList("credits.hours", _("学时"), exports.HOURS, hours, exports.hours))
SELECTIONS = declare(LongList("credits.selections", _("选点"), exports.SELECTIONS, selections, exports.selections))
CREDITS = declare(LongList("credits.credits", _("考核结果"), exports.CREDITS, credit_entries, exports.credit_entries))
ASSESSMENTS = declare(LongList("credits.assessments", _("外部测评结果"), exports.ASSESSMENTS, assessments, exports.assessments))
CHOICES = declare(LongList("credits.choices", _("选点办理"), exports_choosing.CHOICES, choices, exports_choosing.choices))
DECLARATIONS = declare(
    LongList("credits.declarations", _("申报"), exports_declarations.DECLARATIONS, declarations, exports_declarations.declarations)
)
UNDECLARED = declare(
    LongList("credits.undeclared", _("已选未申报"), exports_declarations.UNDECLARED, undeclared, exports_declarations.undeclared)
)
REGISTER = declare(LongList("credits.register", _("学时登记表"), exports_register.REGISTER, hours, exports_register.register))
CERTIFICATES = declare(
    LongList("credits.certificates", _("认证证书"), exports_lists.CERTIFICATES, certificates, exports_lists.certificates)
)
BATCHES = declare(LongList("credits.batches", _("结果报送"), exports_lists.BATCHES, batches, exports_lists.batches))
REVIEWS = declare(LongList("credits.reviews", _("我的评审"), exports_lists.REVIEWS, reviews, exports_lists.reviews))
FINDINGS = declare(LongList("credits.findings", _("抽查问题"), exports_lists.FINDINGS, findings, exports_lists.findings))

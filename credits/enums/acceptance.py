"""验收, 报送 of results, 抽查 and 认定: their states, what may follow, and the fixed words of findings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AcceptanceOutcome(TextChoices):
    """What the school said of one result (逐人验收)."""

    ACCEPTED = "accepted", _("验收通过")
    REFUSED = "refused", _("验收不通过")


class AcceptanceState(TextChoices):
    """Whether an acceptance stands; one is overtaken when the result goes back and comes again."""

    CURRENT = "current", _("有效")
    OVERTAKEN = "overtaken", _("已重新处理")


class BatchState(TextChoices):
    """How far a school's results have come: sent up, accepted by the county, recognised; three acts."""

    SUBMITTED = "submitted", _("已上报")
    ACCEPTED = "accepted", _("已验收")
    RECOGNISED = "recognised", _("已认定")
    RETURNED = "returned", _("已退回")


B = BatchState
BATCH_MOVES = {
    B.SUBMITTED: {B.ACCEPTED, B.RETURNED},
    B.ACCEPTED: {B.RECOGNISED, B.RETURNED},
    B.RECOGNISED: set(),
    B.RETURNED: set(),
}
BATCH_TURN = {B.SUBMITTED: _("县级主管部门"), B.ACCEPTED: _("县级主管部门"), B.RECOGNISED: _("无"), B.RETURNED: _("学校")}
BATCH_TONES = {B.SUBMITTED: "info", B.ACCEPTED: "info", B.RECOGNISED: "success", B.RETURNED: "warning"}
WITH_COUNTY = frozenset({B.SUBMITTED, B.ACCEPTED})


class LineState(TextChoices):
    """How one result of a batch stands."""

    SUBMITTED = "submitted", _("已上报")
    RECOGNISED = "recognised", _("已认定")
    SUSPENDED = "suspended", _("暂停认定")
    REJECTED = "rejected", _("不予认定")
    RETURNED = "returned", _("已退回")


L = LineState
STANDING = (L.SUBMITTED, L.RECOGNISED)
LINE_MOVES = {
    L.SUBMITTED: {L.RECOGNISED, L.SUSPENDED, L.RETURNED},
    L.RECOGNISED: {L.SUSPENDED},
    L.SUSPENDED: {L.SUBMITTED, L.RECOGNISED, L.RETURNED, L.REJECTED},
    L.REJECTED: set(),
    L.RETURNED: set(),
}
LINE_TONES = {L.SUBMITTED: "info", L.RECOGNISED: "success", L.SUSPENDED: "danger", L.REJECTED: "danger", L.RETURNED: "warning"}


GIVEN_BACK = {B.SUBMITTED: L.SUBMITTED, B.ACCEPTED: L.SUBMITTED, B.RECOGNISED: L.RECOGNISED, B.RETURNED: L.RETURNED}
LINES_OF = {batch: frozenset({line, L.SUSPENDED, L.REJECTED}) for batch, line in GIVEN_BACK.items()}  # what its lines may be


class CheckKind(TextChoices):
    """Who checks (泗教师字〔2022〕1号 附件2四(二)5, 四(三)2)."""

    COUNTY = "county", _("县级专家抽查")
    THIRD_PARTY = "third_party", _("第三方评估")
    CITY = "city", _("市级督查")
    PROVINCE = "province", _("省级督查")


class CheckState(TextChoices):
    """How far a check has come: the list is frozen first, then drawn from, then everything drawn is looked at."""

    FROZEN = "frozen", _("已冻结名单")
    DRAWN = "drawn", _("抽查中")
    CLOSED = "closed", _("已结束")
    CANCELLED = "cancelled", _("已取消")


C = CheckState
CHECK_MOVES = {C.FROZEN: {C.DRAWN, C.CANCELLED}, C.DRAWN: {C.CLOSED}, C.CLOSED: set(), C.CANCELLED: set()}
CHECK_TONES = {C.FROZEN: "info", C.DRAWN: "info", C.CLOSED: "success", C.CANCELLED: "secondary"}


class SeedWay(TextChoices):
    """Where the seed comes from, so that nobody can choose it after seeing the list."""

    COMMITTED = "committed", _("由系统生成，抽取前公布其摘要")
    PUBLIC = "public", _("采用事先说明的公开号码")


class Stratum(TextChoices):
    """By what the list is divided before drawing."""

    SCHOOL = "school", _("学校")
    GRADE = "grade", _("等级")
    DIMENSION = "dimension", _("维度")


class ItemState(TextChoices):
    """How one drawn result stands."""

    WAITING = "waiting", _("待查")
    IN_ORDER = "in_order", _("无问题")
    FOUND = "found", _("有问题")


ITEM_MOVES = {
    ItemState.WAITING: {ItemState.IN_ORDER, ItemState.FOUND},
    ItemState.IN_ORDER: {ItemState.WAITING},
    ItemState.FOUND: {ItemState.WAITING},
}
ITEM_TONES = {ItemState.WAITING: "secondary", ItemState.IN_ORDER: "success", ItemState.FOUND: "danger"}


class FindingCategory(TextChoices):
    """What is wrong, in fixed words, so that findings can be counted."""

    MISSING = "missing", _("材料不全")
    UNRELATED = "unrelated", _("材料与能力点不符")
    NOT_OWN = "not_own", _("疑非本人实践")
    DUPLICATE = "duplicate", _("与他人材料相同")
    GRADE = "grade", _("等级评定偏高")
    UNREADABLE = "unreadable", _("材料无法打开")
    OTHER = "other", _("其他")


class FindingState(TextChoices):
    """How far a finding has come: the school mends it until a day, the check looks again."""

    OPEN = "open", _("待整改")
    MENDED = "mended", _("待复查")
    CLEARED = "cleared", _("复查通过")
    UPHELD = "upheld", _("复查不通过")
    WITHDRAWN = "withdrawn", _("已撤销")


F = FindingState
FINDING_MOVES = {
    F.OPEN: {F.MENDED, F.UPHELD, F.WITHDRAWN},
    F.MENDED: {F.CLEARED, F.UPHELD, F.OPEN},
    F.CLEARED: set(),
    F.UPHELD: set(),
    F.WITHDRAWN: set(),
}
FINDING_TURN = {
    F.OPEN: _("学校"),
    F.MENDED: _("检查人"),
    F.CLEARED: _("无"),
    F.UPHELD: _("县级主管部门"),
    F.WITHDRAWN: _("无"),
}
FINDING_TONES = {
    F.OPEN: "warning",
    F.MENDED: "info",
    F.CLEARED: "success",
    F.UPHELD: "danger",
    F.WITHDRAWN: "secondary",
}

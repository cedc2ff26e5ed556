"""Reports of learners, managers and who comes first as tables: columns, and one dictionary a row."""

from django.utils.translation import gettext_lazy as _

from credits.enums.ledger import HoursKind
from portal.kit.numbers import plain_hundredths

LEARNERS = {
    "name": _("名称"),
    "code": _("代码或机构"),
    "people": _("参训人数"),
    "rows": _("学时记录"),
    **{kind.value: kind.label for kind in HoursKind},
    "joint": _("培训与实践合计学分"),
    "fit": _("合格"),
    "unfit": _("不合格"),
    "share": _("合格率（%）"),
    "last": _("最近一次"),
}
MONTHS = {"signed_in": _("活动签到人次"), "handed_in": _("提交申报")}
MANAGERS = {
    "unit": _("单位代码"),
    "name": _("学校"),
    "leader": _("组长"),
    "members": _("管理团队人数"),
    "trained": _("已参训"),
    "lacking": _("未参训人员"),
    "face_first": _("首次为集中培训"),
    "readers": _("参加评审"),
}
PRIORITY = {
    "unit": _("单位代码"),
    "unit_name": _("学校"),
    "name": _("姓名"),
    "subject": _("学科"),
    "excellent": _("优秀的能力点"),
    "credits": _("校本应用考核学分"),
    "place": _("县（市、区）内名次"),
}


def learner_rows(lines) -> list[dict]:
    return [_learner(line) for line in lines]


def _learner(line) -> dict:
    told = {"name": line.name, "code": line.code} | line.figures
    told |= {key: plain_hundredths(told[key]) if told[key] else "" for key in (*(kind.value for kind in HoursKind), "joint")}
    told |= {"share": "" if line.share is None else plain_hundredths(line.share)}
    return told | {"signed_in": line.signed_in or 0, "handed_in": line.handed_in or 0}


def manager_rows(teams) -> list[dict]:
    return [
        {
            "unit": team.unit.code,
            "name": team.unit.name,
            "leader": team.leader,
            "members": len(team.members),
            "trained": len(team.trained),
            "lacking": "、".join(team.lacking),
            "face_first": "" if team.face_first is None else str(_("是") if team.face_first else _("否")),
            "readers": "、".join(team.readers),
        }
        for team in teams
    ]


def priority_rows(results) -> list[dict]:
    return [
        {
            "unit": row.unit.code,
            "unit_name": row.unit.name,
            "name": row.teacher.name,
            "subject": row.teacher.subject,
            "excellent": row.excellent,
            "credits": plain_hundredths(row.credits),
            "place": row.place,
        }
        for row in results
    ]

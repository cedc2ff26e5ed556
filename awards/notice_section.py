"""The part ``cycle`` of a notice file: what a selection honours, whom, by which criteria, within which quotas, until when."""

from collections import Counter
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from awards.assumed import assumption_values, in_force, with_assumed
from awards.moments import ending, opening
from awards.quota_rules import AnyAllotment, AnyBound
from awards.quota_rules.base import MOST, MisfitError
from awards.routes import receiver_fault, recommender, route_fault
from awards.rules import Group, attested_clauses
from programs.envelope_contacts import ContactPart

Level = Literal["province", "city", "county", "school", "institution"]
Form = Literal["annex-3", "annex-4", "annex-5", "annex-6"]
Opening = Annotated[datetime, BeforeValidator(opening), Field(description="日期从当天 0 时起；或时间，不写时区的按北京时间")]
Ending = Annotated[datetime, BeforeValidator(ending), Field(description="日期含当天（到 23:59:59）；或时间，不写时区的按北京时间")]
FOR_WHOM = {
    "annex-3": "设区市、县（市、区）和学校的先进单位",
    "annex-4": "设区市、县（市、区）和学校的优秀管理者",
    "annex-5": "培训机构的先进单位",
    "annex-6": "培训机构的优秀管理者",
}


def fitting_form(kind: str, nominee: str) -> Form:
    """The one recommendation form that asks for what is known of them, as 浙工程办函〔2023〕7号 附件3–6 are headed."""
    person, institution = kind == "outstanding_manager", nominee == "institution"
    if institution:
        return "annex-6" if person else "annex-5"
    return "annex-4" if person else "annex-3"


class Part(BaseModel):
    """A part of the section; keys it does not know are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PhasePart(Part):
    """A step of the cycle's calendar; an empty end is not enforced."""

    key: Literal["open", "nominate", "recommend", "judge", "notice", "announce"]
    label: str = Field(max_length=60)
    opens: Opening | None = None
    until: Ending | None = None
    wording: str = Field(default="", max_length=200)
    clause: str = Field(max_length=60)

    @model_validator(mode="after")
    def _starts_before_it_ends(self):
        if self.opens and self.until and self.opens >= self.until:
            raise MisfitError("until", "开始时间须早于截止时间。")
        return self


class ChoicePart(Part):
    """One way to read what the notice leaves open, and the value that stands for it in the criteria."""

    value: str | int | bool
    text: str = Field(min_length=1)


class AssumptionPart(Part):
    """What the notice leaves open and how the portal reads it; with ``choices``, ``value`` is the one chosen."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
    text: str = Field(min_length=1)
    clause: str = ""
    value: str | int | bool | None = None
    choices: tuple[ChoicePart, ...] = ()

    @model_validator(mode="after")
    def _value_is_a_choice(self):
        if self.choices and self.value not in [choice.value for choice in self.choices]:
            raise ValueError("约定的 value 必须是 choices 中的一个")
        return self

    @property
    def reading(self) -> str:
        """The chosen way to read it; "" where there is nothing to choose."""
        return next((choice.text for choice in self.choices if choice.value == self.value), "")


class CategoryPart(Part):
    """One kind of nominee: who, by which route, on which form, under which criteria."""

    key: str = Field(pattern=r"^[a-z_]+$", max_length=40)
    name: str = Field(max_length=60)
    kind: Literal["advanced_unit", "outstanding_manager"]
    nominee: Literal["city", "county", "school", "institution"]
    route: tuple[Level, ...] = Field(min_length=2)
    form: Form
    summary: Literal["annex-2"] | None = None
    per_unit: int = 1
    clause: str = Field(default="", max_length=60)
    criteria: Group

    @field_validator("form")
    @classmethod
    def _fits_kind_and_nominee(cls, form: Form, info: ValidationInfo) -> Form:
        """Another form asks for a person where a unit is honoured, or for the rank of an institution of a county."""
        if {"name", "kind", "nominee"} <= info.data.keys():
            right = fitting_form(info.data["kind"], info.data["nominee"])
            if form != right:
                told = f"{form} 用于{FOR_WHOM[form]}，“{info.data['name']}”评的是{FOR_WHOM[right]}"
                raise ValueError(f"{told}，推荐表应为 {right}。")
        return form

    @field_validator("per_unit")
    @classmethod
    def _one_form_of_each_unit(cls, number: int, info: ValidationInfo) -> int:
        """The database holds one live form of a unit in a category, so no other number could be kept."""
        if number != 1:
            name = info.data.get("name", "")
            told = f"“{name}”写的是每个单位 {number} 份推荐表：每个单位在一个类别里只能报一份，per_unit 只能写 1 或不写"
            raise ValueError(f"{told}；要多报，请分成几个类别。")
        return number

    @model_validator(mode="after")
    def _travels_as_the_portal_does(self):
        if fault := route_fault(self.nominee, self.route):
            raise MisfitError("route", fault)
        return self

    @model_validator(mode="after")
    def _each_decision_has_a_clause_of_its_own(self):
        """A person's decision is kept by its clause: two conditions under one would be decided at one stroke."""
        clauses = Counter(clause for clause, _text in attested_clauses(self.criteria))
        if twice := [clause or "（没有写条款）" for clause, count in clauses.items() if count > 1]:
            told = "、".join(twice)
            raise ValueError(
                f"“{self.name}”里有不止一条人工认定的条件用了同一条款：{told}。认定按条款记录，请给每条写各自的条款，或合成一条。"
            )
        return self

    @property
    def recommender(self) -> str:
        """The level of the units that put its nominees forward."""
        return recommender(self.nominee, self.route)


class PrintedRow(Part):
    """A line of the notice's own quota table."""

    unit: str
    basis: int = Field(ge=0, le=MOST)
    places: int = Field(ge=0, le=MOST)


class QuotaPart(Part):
    """The quota of one category: the printed table, which is the authority, and the formula that explains it."""

    category: str
    per: Literal["city", "county", "institution"]
    rule: AnyAllotment
    printed: tuple[PrintedRow, ...] = ()
    clause: str = Field(max_length=60)
    text: str = ""

    @model_validator(mode="after")
    def _prints_what_it_has(self):
        units = [row.unit for row in self.printed]
        if len(units) != len(set(units)):
            raise MisfitError("printed", "名额表中有单位重复。")
        if self.rule.kind == "table" and not units:
            raise MisfitError("printed", "固定表要写出每个单位的名额（printed）。")
        return self


class Limits(Part):
    """Limits of text on the forms, in characters as ``portal.kit.text`` counts them."""

    reason_characters: int = Field(default=800, ge=1, le=5000)
    clause: str = Field(default="", max_length=60)


class PublicityPart(Part):
    """公示 where the notice asks for it: by whom, for how many working days."""

    working_days: int = Field(ge=1, le=60)
    city: bool = False
    province: bool = True
    clause: str = ""

    @model_validator(mode="after")
    def _shown_somewhere(self):
        if not (self.city or self.province):
            raise MisfitError("province", "公示要由设区市（city）或省级（province）办理，至少选一个。")
        return self


class CycleSection(Part):
    """A selection (评选活动) as its notice sets it."""

    code: str = Field(pattern=r"^[a-z0-9-]+$", max_length=40)
    name: str = Field(max_length=120)
    unit: str
    calendar: tuple[PhasePart, ...] = ()
    limits: Limits = Limits()
    publicity: PublicityPart | None = None
    contacts: tuple[ContactPart, ...] = ()
    assumptions: tuple[AssumptionPart, ...] = ()
    categories: tuple[CategoryPart, ...] = Field(min_length=1)
    quotas: tuple[QuotaPart, ...] = ()
    quota_rules: tuple[AnyBound, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _criteria_take_assumptions(cls, data):
        """Parameters that the notice leaves open take the value of the cycle's assumption; rules of another reading fall away."""
        categories = data.get("categories") if isinstance(data, dict) else None
        if not isinstance(categories, (list, tuple)):
            return data
        values = assumption_values(data.get("assumptions"))
        made = data | {"categories": [with_assumed(one, values) for one in categories]}
        return made | {"quota_rules": in_force(data["quota_rules"], values)} if "quota_rules" in data else made

    @model_validator(mode="after")
    def _keys_stand_once(self):
        for name, rows in (("日程", self.calendar), ("约定", self.assumptions)):
            keys = [row.key for row in rows]
            if len(keys) != len(set(keys)):
                raise ValueError(f"{name} key 重复")
        return self

    @model_validator(mode="after")
    def _quotas_name_categories(self):
        keys = [category.key for category in self.categories]
        if len(keys) != len(set(keys)):
            raise ValueError("类别 key 重复")
        unknown = [quota.category for quota in self.quotas if quota.category not in keys]
        if unknown:
            raise ValueError(f"名额引用了不存在的类别：{'、'.join(unknown)}")
        given = Counter((quota.category, quota.per) for quota in self.quotas)
        if twice := [category for (category, _per), count in given.items() if count > 1]:
            raise ValueError(f"同一类别的名额写了不止一条：{'、'.join(twice)}")
        self._quotas_bind()
        strange = sorted({key for rule in self.quota_rules for key in rule.categories if key not in keys})
        if strange:
            raise ValueError(f"名额规则引用了不存在的类别：{'、'.join(strange)}")
        if any(not rule.clause for rule in self.quota_rules):
            raise ValueError("每条名额规则都要写 clause")
        return self

    def _quotas_bind(self) -> None:
        """Places are counted by the unit that puts forward; given to others they would bind nobody."""
        whose = {category.key: category for category in self.categories}
        for quota in self.quotas:
            category = whose[quota.category]
            if fault := receiver_fault(category.name, category.recommender, quota.per):
                raise ValueError(fault)

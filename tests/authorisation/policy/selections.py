"""Lines for cycles and nominations."""

from tests.authorisation.policy.words import (
    ABOVE_COUNTY,
    CYCLE,
    HOLDERS,
    NOBODY,
    PROVINCE,
    SIGNED_IN,
    UNIT_SEEN,
    WRITERS,
    Line,
    listed,
    of,
    post,
)

OF_CYCLE = of(CYCLE, own=HOLDERS)
OFFICE_ONLY = of(CYCLE, own=PROVINCE)
NOMINEE = (CYCLE, "county_unit", "{county.code}")
QUOTA = (CYCLE, "county_unit", "{city.code}")
NOMINATION, DRAFT = "{nomination.pk}", "{draft.pk}"
JUDGED = {"row": NOMINATION, "confirmed": "yes"}
UNTIL = {"until": "2099-12-31", "reason": "结果公布满一年"}
LATE = {"unit": "330300", "until": "2099-01-01T00:00:00+08:00", "reason": "系统故障"}
NEW = {"cycle": CYCLE, "category": "county_manager", "unit": "{county.code}"}


def on_draft(**more) -> Line:
    """Something sent to a draft, which only its county sees."""
    return post(DRAFT, own=WRITERS, foreign=NOBODY, **more)


CYCLES = {
    "awards:cycle-list": SIGNED_IN,
    "awards:cycle": OF_CYCLE,
    "awards:quotas": OF_CYCLE,
    "awards:quota": [of(*QUOTA, own=UNIT_SEEN), post(*QUOTA, own=UNIT_SEEN, acts=PROVINCE, data={"places": "4", "reason": "调整"})],
    "awards:reserve": post(*QUOTA, data={"nomination": NOMINATION}),
    "awards:follow": post(CYCLE, own=HOLDERS),
    "awards:grades": [OFFICE_ONLY, post(CYCLE, own=PROVINCE)],
    "awards:ledger": [of(CYCLE, query=query, own=HOLDERS) for query in ("", "export=xlsx", "standing=holds")],
    "awards:simulation": [of(CYCLE, query=query, own=PROVINCE) for query in ("", "export=xlsx")],
    "awards:results": of(CYCLE, own=NOBODY),  # nothing is published yet
    "awards:eligibility": [of(CYCLE, query=query, own=HOLDERS) for query in ("", "export=xlsx", "category=institution")],
    "awards:nominee": of(*NOMINEE),
    "awards:attest": post(*NOMINEE, acts=frozenset({"city"}), data={"clause": "二(一)1区县(3)", "met": "yes", "reason": "已核对"}),
    "awards:attested-file": of(*NOMINEE, "0", own=NOBODY, foreign=NOBODY),  # nothing was attested with a file
    "awards:desk": [
        of(CYCLE, own=frozenset({"city", "province"})),
        of(CYCLE, query="unit={city.code}", own=frozenset({"city", "province"})),
    ],
    "awards:order": post(CYCLE, query="unit={city.code}", own=frozenset({"city", "province"}), data={"category": "county_unit"}),
    "awards:papers": of(CYCLE, query="unit={city.code}", own=frozenset({"city", "province"})),
    "awards:all-papers": [of(CYCLE, query=query, own=PROVINCE) for query in ("", "export=xlsx", "standing=missing")],
    "awards:papers-until": post(CYCLE, own=PROVINCE, acts=PROVINCE, data=UNTIL),
    "awards:summary": of(CYCLE, "xlsx", query="unit={city.code}", own=frozenset({"city", "province"})),
    "awards:issue-city": post(CYCLE, query="unit={city.code}", own=frozenset({"city", "province"})),
    "awards:issue-cycle": post(CYCLE, own=PROVINCE),
    "awards:compare": of(CYCLE, query="unit={city.code}", own=frozenset({"city", "province"})),
    "awards:missing": [  # with the contacts of those to be reminded
        of(CYCLE, own=frozenset({"city", "province"}), phones=("institution",)),
        of(CYCLE, query="unit={city.code}", own=frozenset({"city", "province"}), phones=("institution",)),
    ],
    "awards:remind": post(CYCLE, own=frozenset({"city", "province"})),
    "awards:enter": of(CYCLE, query="unit={city.code}", own=frozenset({"city", "province"})),
    "awards:abstain": post(CYCLE, own=UNIT_SEEN, data=NEW),
    "awards:take-back": post(CYCLE, "0", own=NOBODY, foreign=NOBODY),  # nobody has abstained
    "awards:draft": post(CYCLE, own=UNIT_SEEN, data=NEW),
    "awards:score": post(CYCLE, own=HOLDERS, acts=PROVINCE),
    "awards:move-deadline": post(
        CYCLE, own=HOLDERS, acts=PROVINCE, data={"phase": "nominate", "ends_at": "2099-01-01", "reason": "顺延"}
    ),
    "awards:late": [of(CYCLE, own=ABOVE_COUNTY), post(CYCLE, own=ABOVE_COUNTY, data=LATE)],  # nothing has ended yet
    "awards:province": [of(CYCLE, query=query, own=PROVINCE) for query in ("", "export=xlsx")],
    "awards:accept": post(CYCLE, own=PROVINCE, data=JUDGED),
    "awards:decide": post(CYCLE, own=PROVINCE, data=JUDGED),
    "awards:reconsider": post(CYCLE, own=PROVINCE, data=JUDGED),
    "awards:announce": [OFFICE_ONLY, post(CYCLE, own=PROVINCE)],
    "awards:cancel-release": post(CYCLE, own=PROVINCE),
    "cycle-list": SIGNED_IN,
    "cycle-detail": OF_CYCLE,
    "cycle-attestations": OF_CYCLE,
    "cycle-attestation-file": of(CYCLE, "0", own=NOBODY, foreign=NOBODY),
    "cycle-papers-until": post(CYCLE, own=PROVINCE, acts=PROVINCE, data=UNTIL),
    "cycle-quotas": OF_CYCLE,
    "cycle-quota": of(*QUOTA, own=UNIT_SEEN),
    "cycle-quota-change": post(*QUOTA, own=UNIT_SEEN, acts=PROVINCE, data={"places": "4", "reason": "调整"}),
    "cycle-quota-reserve": post(*QUOTA, data={"nomination": NOMINATION}),
    "cycle-quota-unreserve": post(*QUOTA, data={"nomination": NOMINATION}),
    "cycle-ledger": [of(CYCLE, query=query, own=HOLDERS) for query in ("", "standing=holds")],
    "cycle-grades": [OFFICE_ONLY, post(CYCLE, own=PROVINCE, data={"grades": []})],
    "cycle-eligibility": [OF_CYCLE, of(CYCLE, query="unit={county.code}", own=UNIT_SEEN)],
    "cycle-accept": post(CYCLE, own=PROVINCE, data={"nominations": []}),
    "cycle-late-permits": OF_CYCLE,
    "cycle-abstentions": OF_CYCLE,
    "cycle-abstain": post(CYCLE, own=UNIT_SEEN, data={"category": "county_manager", "unit": "{county.code}"}),
    "cycle-take-back": post(CYCLE, own=NOBODY, foreign=NOBODY, data={"category": "county_manager", "unit": "{county.code}"}),
    "cycle-missing": [OFFICE_ONLY, of(CYCLE, query="unit={city.code}", own=frozenset({"city", "province"}))],
    "cycle-remind": post(CYCLE, own=PROVINCE, acts=PROVINCE),
    "cycle-move-deadline": post(
        CYCLE, own=HOLDERS, acts=PROVINCE, data={"phase": "judge", "ends_at": "2099-01-01T00:00:00+08:00", "reason": "顺延"}
    ),
    "cycle-allow-late": post(CYCLE, own=PROVINCE, data=LATE | {"unit": "{city.code}"}),
    "cycle-enter": post(  # without the original nothing is entered
        CYCLE, own=UNIT_SEEN, data={"unit": "{county.code}", "category": "county_manager", "source": "paper", "reason": "纸质"}
    ),
    "cycle-announce": post(CYCLE, own=PROVINCE),
    "cycle-reconsider": post(CYCLE, own=PROVINCE, data={"nominations": [], "reason": "有误"}),
    "cycle-decide": post(CYCLE, own=PROVINCE, data={"chosen": [], "declined": []}),
    "report-quota-usage": listed("format=csv", "format=xlsx"),
    "report-not-nominated": [of(query=f"cycle={CYCLE}{more}", own=HOLDERS) for more in ("", "&format=csv", "&format=xlsx")],
    "report-awards": listed("format=csv", "format=xlsx"),
}
NOMINATIONS = {
    "awards:nomination": [
        of(NOMINATION, phones=("nomination",)),
        of(DRAFT, own=WRITERS, foreign=NOBODY, phones=("nomination",)),
    ],
    "awards:edition": [
        of(NOMINATION, phones=("nomination",)),
        of(DRAFT, own=WRITERS, foreign=NOBODY, phones=("nomination",)),
    ],
    "awards:proof": [of(NOMINATION, heavy=True), of(DRAFT, own=WRITERS, foreign=NOBODY, heavy=True)],
    "awards:save": [
        post(NOMINATION, data={"version": "1"}, phones=("nomination",)),
        on_draft(acts=WRITERS, data={"version": "1", "manager_name": "某人"}, phones=("nomination",)),
    ],
    "awards:submit": [post(NOMINATION), on_draft(phones=("nomination",))],
    "awards:recommend": [post(NOMINATION, acts=frozenset({"city"})), on_draft()],
    "awards:send-back": [
        post(NOMINATION, acts=frozenset({"city"}), data={"reason": "请补充"}),
        on_draft(data={"reason": "请补充"}),
    ],
    "awards:revoke": [post(NOMINATION, data={"reason": "另有考虑"}), on_draft()],
    "awards:readmit": [post(NOMINATION, data={"reason": "已更正"}), on_draft(data={"reason": "已更正"})],  # nothing bars it
    "awards:withdraw": [post(NOMINATION, acts=WRITERS), on_draft(acts=WRITERS)],
    "awards:attach": [post(NOMINATION), on_draft()],
    "awards:attachment": of(NOMINATION, "0", own=NOBODY, foreign=NOBODY),  # nothing hangs on it
    "awards:remove-attachment": post(NOMINATION, "0", own=NOBODY, foreign=NOBODY),
    "awards:issue": [post(NOMINATION), on_draft()],
    "nomination-list": [SIGNED_IN, post(own=UNIT_SEEN, data=NEW)],  # the form is there: nothing is written
    "nomination-detail": [
        of(NOMINATION),
        of(DRAFT, own=WRITERS, foreign=NOBODY),
        post(NOMINATION, method="patch", data={"reason": "x"}),
    ],
    "nomination-attachments": [
        of(NOMINATION),
        of(DRAFT, own=WRITERS, foreign=NOBODY),
        post(NOMINATION),
    ],
    "nomination-attachment": of(NOMINATION, "0", own=NOBODY, foreign=NOBODY),
    "nomination-remove-attachment": post(NOMINATION, "0", own=NOBODY, foreign=NOBODY),
    "nomination-submit": post(NOMINATION),
    "nomination-recommend": post(NOMINATION, acts=frozenset({"city"}), data={"opinion": "同意"}),
    "nomination-send-back": post(NOMINATION, acts=frozenset({"city"}), data={"reason": "请补充"}),
    "nomination-revoke": post(NOMINATION, data={"reason": "另有考虑"}),
    "nomination-readmit": post(NOMINATION, data={"reason": "已更正"}),
    "nomination-withdraw": [post(NOMINATION, acts=WRITERS), on_draft(acts=WRITERS)],
    "nomination-accept": post(NOMINATION),
}

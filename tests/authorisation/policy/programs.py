"""Lines for notices, policies and evidence."""

from tests.authorisation.policy.words import (
    ABOVE_COUNTY,
    EVERYBODY,
    EXPORTS,
    FILE,
    HOLDERS,
    INSTITUTION,
    KEEPERS,
    NOBODY,
    OVER_COUNTY,
    OVER_SCHOOL,
    PROVINCE,
    SIGNED_IN,
    UNIT_SEEN,
    VOID,
    Line,
    listed,
    notice_of,
    of,
    post,
)

NOTICES = {
    "programs:notice-list": listed("q=金丝雀"),
    "programs:bring-notice": [
        of(own=KEEPERS),
        post(own=KEEPERS, data={"file": FILE}),
        post(own=KEEPERS, acts=KEEPERS, data=notice_of("330381")),  # the own line's county
        post(own=KEEPERS, acts=PROVINCE, data=notice_of("330382")),  # the foreign line's
    ],
    "programs:notice-schema": Line(heavy=True),
    "programs:notice": of("{notice.pk}", own=UNIT_SEEN),
    "programs:notice-file": of("{notice.pk}", own=UNIT_SEEN),
    "programs:notice-version": of("{notice.pk}", "1", own=UNIT_SEEN),
    "programs:policy": [*listed("q=金丝雀"), of(query="unit={county.code}", own=UNIT_SEEN)],
    "notice-list": SIGNED_IN,
    "notice-file-format": Line(heavy=True),
    "notice-detail": of("{notice.pk}", own=UNIT_SEEN),
    "notice-file": of("{notice.pk}", own=UNIT_SEEN),
    "program-list": SIGNED_IN,
    "program-detail": of("ict2", own=EVERYBODY),
    "program-compare": of("ict2", query="unit={county.code}&other={county.code}", undoes=True),
    "program-policy": of("ict2", query="unit={county.code}", own=UNIT_SEEN),
}
EVIDENCE = {
    "programs:evaluation-list": listed(*EXPORTS, "q=金丝雀", "region=330100"),
    "programs:ranking-list": listed(*EXPORTS),
    "programs:institution-list": listed(
        *EXPORTS, "q=金丝雀", shows=OVER_SCHOOL | {"province"}, phones=("institution",)
    ),  # to choose from
    "programs:institution": of(  # offices, which may choose one, are led on to what it tells of itself
        "{institution.code}", own=OVER_SCHOOL | {"institution"}, foreign=OVER_SCHOOL, phones=("institution",)
    ),
    "programs:showcase-list": listed(*EXPORTS, "q=金丝雀", "region=330100"),
    "programs:showcase": of("{showcase.pk}"),
    "programs:media-list": listed(*EXPORTS, "q=金丝雀", "region=330100"),
    "programs:media-scan": of("{media.pk}", own=NOBODY, foreign=NOBODY),  # it has none
    "programs:media-scan-new": [
        of("{media.pk}", own=KEEPERS & OVER_COUNTY),
        post("{media.pk}", own=KEEPERS & OVER_COUNTY),  # without a file nothing is kept
    ],
    "programs:void-evidence": [
        line
        for kind, thing, own in (
            ("evaluation", "{evaluation.pk}", ABOVE_COUNTY),  # no county takes back what others said of it
            ("showcase", "{showcase.pk}", OVER_COUNTY),
            ("media", "{media.pk}", OVER_COUNTY),
            ("ranking", "{ranking.pk}", INSTITUTION),
            ("institution", "{listed.pk}", INSTITUTION),
        )
        for line in (of(kind, thing, own=KEEPERS & own), post(kind, thing, own=KEEPERS & own, acts=KEEPERS & own, data=VOID))
    ],
    **{
        f"{kind}-void": post(
            f"{{{thing}.pk}}",
            own=KEEPERS & own,
            acts=KEEPERS & own,
            data=VOID,
            phones=("institution",) if thing == "listed" else (),
        )
        for kind, thing, own in (
            ("evaluation", "evaluation", ABOVE_COUNTY),
            ("showcase", "showcase", OVER_COUNTY),
            ("media", "media", OVER_COUNTY),
            ("ranking", "ranking", INSTITUTION),
            ("institution", "listed", INSTITUTION),
        )
    },
    "evaluation-list": listed("unit=330382"),
    "evaluation-detail": of("{evaluation.pk}"),
    "ranking-list": SIGNED_IN,
    "ranking-detail": of("{ranking.pk}", own=INSTITUTION),
    "institution-list": Line(phones=("institution",)),
    "institution-detail": of("{listed.pk}", own=INSTITUTION, phones=("institution",)),
    "showcase-list": [*listed("unit=330382"), post(own=EVERYBODY, data={"filing": "0"})],
    "programs:shared-list": listed("q=金丝雀", "level=national", shows=HOLDERS),  # a national one is for everybody
    "programs:shared-file": Line(own=NOBODY, foreign=NOBODY, args=("0",)),
    "showcase-shared": Line(shows=HOLDERS),
    "programs:refinement-list": listed("q=金丝雀", "state=asked"),
    "programs:refinement-ask": [of("{showcase.pk}", own=KEEPERS), post("{showcase.pk}", own=KEEPERS, data={"expert": "0"})],
    "programs:refinement-finish": Line(own=NOBODY, foreign=NOBODY, args=("0",)),  # nobody of this world was asked
    "programs:refinement-recall": Line(own=NOBODY, foreign=NOBODY, args=("0",)),
    "programs:refinement-file": Line(own=NOBODY, foreign=NOBODY, args=("0",)),
    "refinement-list": [*listed("state=asked"), post(own=EVERYBODY, data={"showcase": "0"})],
    "refinement-detail": Line(own=NOBODY, foreign=NOBODY, args=("0",)),
    "refinement-file": Line(own=NOBODY, foreign=NOBODY, args=("0",)),
    "refinement-finish": Line(own=NOBODY, foreign=NOBODY, args=("0",), method="post"),
    "refinement-recall": Line(own=NOBODY, foreign=NOBODY, args=("0",), method="post"),
    "showcase-detail": of("{showcase.pk}"),
    "media-list": listed("unit=330382"),
    "media-detail": of("{media.pk}"),
    "media-scan": post("{media.pk}", own=OVER_COUNTY, data={"file": FILE}),  # a workbook is no scan
    "media-file": of("{media.pk}", own=NOBODY, foreign=NOBODY),
    "credits:ability-list": SIGNED_IN,
    "ability-list": SIGNED_IN,
    "ability-detail": of("{ability.pk}", own=EVERYBODY, foreign=EVERYBODY),
}

import json
import itertools
import pytest
from tests.awards.test_api import client_of
from tests import factories


def _client(user):
    c = client_of(user)
    c.raise_request_exception = False
    return c

ODD_DATES = ["0001-01-01", "0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "0000-01-01", "2023-11-30T24:00", "2023-11-30T23:59:60Z", "2023-11-30T00:00:00+14:00", "2023-11-30T00:00:00+24:00", "99999-01-01", "abc", "2023-13-01", "20231130", "2023-W05-1", "2023-02-30","-1", "2023-11-30T10:00:00+99:99", "１９９９-01-01", " ", "2023-11-30 10:00"]


def test_odd_gets(cycle, rows, province_office, wenzhou_bureau, counties, client):
    from awards.actions import paper
    doc = paper.issue_one(nomination=rows[0], by=province_office)
    lists = ["cycles/", "cycle-drafts/", "nominations/", "documents/", "sealed-scans/", "public-notices/", "cycles/zj-2023/abstentions/", "cycles/zj-2023/attestations/", "cycles/zj-2023/eligibility/", "cycles/zj-2023/ledger/", f"nominations/{rows[0].pk}/attachments/"]
    reports = ["quota-usage", "awards", "results", "judging", "not-nominated"]
    bad = []
    c = _client(province_office)
    import base64
    def cur(v): return base64.urlsafe_b64encode(json.dumps(v).encode()).decode().rstrip("=")
    curs = ["x", "=", "%", "", cur([10**30]), cur([-10**30]), cur(["a"]), cur([None]), cur([1.5]), cur([[1]]), cur({}), cur([1,2]), cur(["1"*5000]), cur([True]), cur(["\ud800"]), "é", cur(["1\u0000"]), cur([" 1 "])]
    from urllib.parse import quote
    for l in lists:
        for d in ODD_DATES:
            r = c.get(f"/api/v1/{l}?updated_since={quote(d)}")
            if r.status_code >= 500: bad.append((l, "updated_since", d, r.status_code))
        for x in curs:
            r = c.get(f"/api/v1/{l}?cursor={quote(x)}")
            if r.status_code >= 500: bad.append((l, "cursor", x[:40], r.status_code))
            if r.status_code == 200 and x: print("200 cursor", l, x[:30])
        for x in ["0", "-1", "1e9", "99999999999999999999", "٣", "", "abc", "1.5", "%00"]:
            r = c.get(f"/api/v1/{l}?limit={x}")
            if r.status_code >= 500: bad.append((l, "limit", x, r.status_code))
    for rep in reports:
        for d in ODD_DATES:
            r = c.get(f"/api/v1/reports/{rep}/?cycle=zj-2023&as_of={quote(d)}")
            if r.status_code >= 500: bad.append((rep, "as_of", d, r.status_code))
            else: print(rep, d, r.status_code)
        for x in ["cycle=nope", "cycle=", "format=pdf", "format=", "cycle=" + "a" * 5000, "cycle=%ED%A0%80"]:
            r = c.get(f"/api/v1/reports/{rep}/?{x}")
            if r.status_code >= 500: bad.append((rep, x, r.status_code))
    for q in ["job=²", "job=１２", "job=-1", "job=abc", "state=x", "job=" + "9"*40]:
        r = c.get("/api/v1/sealed-scans/?" + q)
        print("scans", q, r.status_code, len(r.json().get("results", [])))
        if r.status_code >= 500: bad.append(("scans", q))
    n = doc.number
    for p in [f"documents/{n}/sealed-copies/{'9'*40}/", f"documents/{n}/sealed-copies/0/file/", f"documents/{n}/edition/pdf/", f"documents/{n}/edition/xlsx/", f"documents/{n}/edition/docx/", f"documents/{n}/file/", f"sealed-scans/{'9'*40}/", "sealed-scans/abc/", "nominations/999999999999999999/", "cycles/zj-2023/quotas/county_unit/%F0%9F/", "cycles/zj-2023/missing/?unit=abc", "cycles/zj-2023/missing/?unit=330382", "cycles/zj-2023/ledger/?unit=zzz", "cycles/zj-2023/ledger/?standing=x", "cycles/zj-2023/attestations/999999999999999999/file/", "documents/?unit=zz&state=q&form=1", f"documents/{n}/seal/", f"documents/{n}/sealed-copies/"]:
        r = c.get("/api/v1/" + p)
        print(p[:60], r.status_code, (b"" if r.streaming else r.content)[:80])
        if r.status_code >= 500: bad.append((p, r.status_code))
    for b in bad: print("BAD", b)
    assert not bad


PAYLOADS = ["[]", "null", "1", '"x"', "{}", "", "[[1]]", '{"a":"\\ud800"}', "{", "\ufeff{}", '{"n":1e400}', "[" * 20000]
VALUES = [None, True, 1, -1, 10**40, 1.5, "", "x", "a\u0000b", "\ud800", [], [None], ["x"], [[]], {}, {"a": 1}, "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+08:00", "0001-01-01", "9999-12-31", [10**40], [1, 1], [{"nomination": 1, "grade": "\ud800"}], [{}], "x" * 100000]
FIELDS = ["cycle", "category", "unit", "contact", "phone", "period", "scope", "reason", "manager", "opinion", "nominations", "chosen", "declined", "reserved", "note", "city", "units", "until", "ends_at", "phase", "places", "nomination", "grades", "key", "value", "text", "code", "name", "notice", "earlier", "stamped", "signed", "copies", "document", "source", "file"]


def test_odd_posts(cycle, rows, province_office, wenzhou_bureau, counties, bureaus, institution):
    from awards.actions import paper, cycle_drafts
    doc = paper.issue_one(nomination=rows[0], by=province_office)
    posts = ["nominations/", *[f"nominations/{rows[0].pk}/{a}/" for a in ("submit", "recommend", "send-back", "revoke", "readmit", "accept")]]
    posts += [f"cycles/zj-2023/{a}/" for a in ("abstain", "take-back", "accept", "allow-late", "announce", "decide", "enter", "grades", "move-deadline", "papers-until", "reconsider", "remind", "quotas/county_unit/330300/change", "quotas/county_unit/330300/reserve", "quotas/county_unit/330300/unreserve")]
    posts += [f"documents/{doc.number}/{a}/" for a in ("sealed-copies", "revoke")]
    posts += ["cycle-drafts/", "sealed-scans/"]
    good = {
        "nominations/": {"cycle": "zj-2023", "category": "county_unit", "unit": "330382"},
        "cycles/zj-2023/abstain/": {"category": "county_unit", "unit": "330382"},
        "cycles/zj-2023/take-back/": {"category": "county_unit", "unit": "330382"},
        "cycles/zj-2023/allow-late/": {"unit": "330382", "until": "2030-01-01T00:00:00Z", "reason": "x"},
        "cycles/zj-2023/move-deadline/": {"phase": "nominate", "ends_at": "2030-01-01T00:00:00Z", "reason": "x"},
        "cycles/zj-2023/papers-until/": {"until": "2030-01-01", "reason": "x"},
        "cycles/zj-2023/quotas/county_unit/330300/change/": {"places": 3, "reason": "x"},
        "cycles/zj-2023/decide/": {"chosen": [rows[0].pk], "reason": "x"},
        "cycle-drafts/": {"notice": "浙工程办函〔2023〕7号", "unit": "330000", "code": "x-1", "name": "n"},
        f"documents/{doc.number}/revoke/": {"reason": "x"},
    }
    bad = []
    office = _client(province_office)
    city = _client(wenzhou_bureau)
    county = _client(bureaus[counties[0].pk])
    def go(c, p, body, tag):
        r = c.generic("POST", "/api/v1/" + p, body, content_type="application/json")
        if r.status_code >= 500:
            bad.append((p, tag, r.status_code))
        else:
            j = r.json()
            if r.status_code >= 400 and set(j) != {"code", "detail", "clause", "fields"}:
                bad.append((p, tag, "shape", j))
        return r
    for p in posts:
        for b in PAYLOADS:
            go(office, p, b, b[:20])
    # field by field
    for p in posts:
        for f in FIELDS:
            base = good.get(p, {})
            if p in good and f not in base and f not in ("manager", "period", "note", "scope", "contact", "reason", "declined", "reserved", "earlier", "text"): continue
            for v in VALUES:
                body = json.dumps(base | {f: v})
                who = county if p == "nominations/" else office
                go(who, p, body, (f, str(v)[:30]))
    from django.test.client import MULTIPART_CONTENT
    for p in posts:
        for data in ({}, {"grades": "x"}, {"nominations": "x"}, {"grades[0]nomination": "1", "grades[0]grade": "x"}, {"manager.name": "x"}, {"file": "text"}, {"units": ["a", "b"]}):
            r = office.post("/api/v1/" + p, data, format="multipart")
            if r.status_code >= 500: bad.append((p, "multipart", data, r.status_code))
    for b in bad: print("BAD", b)
    assert not bad

"""The shipped notice files, and a small one to take apart."""

from pathlib import Path

from tests import factories

FOLDER = Path(__file__).resolve().parents[2] / "programs" / "notices"
SHIPPED = ["zhejiang-2023-awards", "yueqing-2020", "sixian-2022", "yueyang-2020", "foshan-2020"]

SMALL = """\
notice:
  number: 演示函〔2024〕1号
  title: 关于某事的通知
  issuer: "330382"
  signed_by: 乐清市教育局
  issued_on: 2024-01-02
  program: {code: ict2, name: 中小学教师信息技术应用能力提升工程2.0}
clauses:
  - key: 一
    text: 每人不少于40学时。
  - key: 二
    text: 每校3-5人。
policy:
  - parameter: total_hours
    value: "40"
    clause: 一
    wording: 每人不少于40学时
  - parameter: management_team_size
    value: {min: 3, max: 5}
    clause: 二
    wording: 每校3-5人
"""


def shipped(name: str) -> bytes:
    return (FOLDER / f"{name}.yaml").read_bytes()


def small(*changes: tuple[str, str], **head: str) -> bytes:
    """The small file with texts replaced; ``head`` sets keys of ``notice``."""
    text = SMALL
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    for key, value in head.items():
        line = next(line for line in text.splitlines() if line.strip().startswith(f"{key}:"))
        text = text.replace(line, f"  {key}: {value}")
    return text.encode()


def four_trees():
    """The units the five notices name, by code."""
    rows = [
        ("330000", "浙江省", "province", None),
        ("330100", "杭州市", "city", "330000"),
        ("330200", "宁波市", "city", "330000"),
        ("330300", "温州市", "city", "330000"),
        ("330400", "嘉兴市", "city", "330000"),
        ("330500", "湖州市", "city", "330000"),
        ("330600", "绍兴市", "city", "330000"),
        ("330700", "金华市", "city", "330000"),
        ("330800", "衢州市", "city", "330000"),
        ("330900", "舟山市", "city", "330000"),
        ("331000", "台州市", "city", "330000"),
        ("331100", "丽水市", "city", "330000"),
        ("330382", "乐清市", "county", "330300"),
        ("340000", "安徽省", "province", None),
        ("341300", "宿州市", "city", "340000"),
        ("341324", "泗县", "county", "341300"),
        ("430000", "湖南省", "province", None),
        ("430600", "岳阳市", "city", "430000"),
        ("430623", "华容县", "county", "430600"),
        ("440000", "广东省", "province", None),
        ("440600", "佛山市", "city", "440000"),
        ("440605", "南海区", "county", "440600"),
    ]
    units: dict = {}
    for code, name, level, parent in rows:
        units[code] = factories.unit(code, name, level, units.get(parent))
    return units

"""Rows of the sheets the tests send."""

SCORES = ["单位", "期次", "统计口径", "得分", "排名"]
MEDIA = ["单位", "标题", "媒体", "媒体级别", "日期", "链接"]
SHOWCASES = ["单位", "案例名称", "级别", "类型", "年度", "参与机构"]


def scores(*values, unit="乐清市"):
    """A score sheet: one row per value, for periods 1, 2, 3."""
    return [SCORES, *([unit, period, "区域平均", value, None] for period, value in enumerate(values, start=1))]


def media(*outlets):
    """A media sheet: one report per outlet."""
    return [MEDIA, *(["乐清市", f"报道{number}", outlet, "省级", "2023-05-01", None] for number, outlet in enumerate(outlets))]

"""Workbooks in and out: layouts, safe reading, findings, preview, confirm, undo, marked-up copies.

A sheet people really send is declared once, in ``<app>/sheets.py``, and registered; upload pages, ``imports/`` and
``import_sheet`` then work for it::

    from portal.sheets.kinds import Choice, Date, Integer, Score, Text, UnitRef, Url
    from portal.sheets.layout import Column, Layout
    from portal.sheets.registry import register

    class ScoreSheet(Layout):
        \"\"\"绩效评价得分: one row per unit, period and scope.\"\"\"

        key = "scores"
        title = _("绩效评价得分")
        model = PerformanceEvaluation            # or "programs.PerformanceEvaluation"
        identity = ("unit", "period", "scope")   # fields that name a row; unique among rows of state "current"
        roles = (Post.Role.OFFICE, Post.Role.BUREAU)
        columns = (
            Column("unit", _("单位"), kind=UnitRef(), aliases=("单位名称", "单位代码"), required=True),
            Column("period", _("期次"), kind=Lookup(), required=True),
            Column("scope", _("统计口径"), kind=Choice(EvaluationScope), aliases=("口径",), required=True),
            Column("score", _("得分"), kind=Score(), required=True),        # integer hundredths
            Column("rank", _("排名"), kind=Integer(min=1)),
        )

        def lookups(self, context):                # Lookup columns: text -> primary key, one query per column
            return {"period": {str(p.number): p.pk for p in EvaluationPeriod.objects.all()}}

        def judge(self, rows, context):            # all rows at once; a fixed number of queries
            for row in rows:
                if row.values["rank"] == 0:
                    row.refuse("rank", _("名次从 1 起。"), advice=_("请改为大于 0 的整数。"))

    register(ScoreSheet())

``row.values`` holds the parsed value under each column's field: text, int (Score: hundredths), date, the value of a
choice, the primary key of a unit (``context.unit_of(pk)`` gives code, name, level and path). What goes into the model is
``stored(row, context)``: by default every column whose field is a concrete field of the model; override it to derive
others. The model carries ``state`` ("current" / "void"), ``created_at``, ``updated_at`` (``Stamped``) and
``upload = ForeignKey("sheets.Upload", null=True, on_delete=PROTECT)``.

A sheet that is not one row of one model is a ``layout.HandLayout``: it says how its rows stand, writes them through
actions and takes them back.
"""

"""Words of rosters: what people write for the choices, and the subjects that are taught."""

from portal.sheets.kinds import Choice
from schools.enums import IdType, Ownership, Sex, StaffCategory, Stage, TeacherStatus, Title

SEX = Choice(Sex, also={"男性": "male", "女性": "female", "M": "male", "F": "female"})
ID_TYPE = Choice(
    IdType,
    also={
        "身份证": "resident",
        "二代身份证": "resident",
        "居民身份证(户口簿)": "resident",
        "港澳台居住证": "hmt_residence",
        "港澳通行证": "hm_permit",
        "回乡证": "hm_permit",
        "台胞证": "taiwan_permit",
        "永久居留证": "foreign_residence",
        "外国人永久居留证": "foreign_residence",
    },
)
CATEGORY = Choice(
    StaffCategory,
    also={
        "校长": "principal",
        "园长": "principal",
        "校园长": "principal",
        "副校长": "principal",
        "副园长": "principal",
        "专任教师": "teacher",
        "任课教师": "teacher",
        "教辅人员": "support",
        "工勤": "support",
        "教研员": "researcher",
        "教研人员": "researcher",
    },
)
STAGE = Choice(
    Stage,
    also={
        "幼儿园": "kindergarten",
        "学前": "kindergarten",
        "幼儿": "kindergarten",
        "初级中学": "junior_secondary",
        "高中": "senior_secondary",
        "普高": "senior_secondary",
        "中职": "vocational",
        "职高": "vocational",
        "职业高中": "vocational",
        "特教": "special",
    },
)
SEVERAL_STAGES = {
    word: frozenset(stages)
    for words, stages in (
        (("九年一贯制", "九年一贯制学校", "九年制学校", "义务教育", "小学初中"), ("primary", "junior_secondary")),
        (("完全中学", "完中", "初中高中"), ("junior_secondary", "senior_secondary")),
        (("十二年一贯制", "十二年一贯制学校"), ("primary", "junior_secondary", "senior_secondary")),
        (("十五年一贯制", "十五年一贯制学校"), ("kindergarten", "primary", "junior_secondary", "senior_secondary")),
    )
    for word in words
}
OWNERSHIP = Choice(Ownership, also={"公立": "public", "国有": "public", "民营": "private", "私立": "private"})
TITLE = Choice(
    Title,
    also={
        "正高级": "senior",
        "正高": "senior",
        "高级": "associate",
        "副高": "associate",
        "副高级": "associate",
        "中学高级教师": "associate",
        "中学高级": "associate",
        "一级": "first",
        "中级": "first",
        "中学一级教师": "first",
        "中学一级": "first",
        "小学高级教师": "first",
        "小学高级": "first",
        "幼教高级教师": "first",
        "二级": "second",
        "初级": "second",
        "中学二级教师": "second",
        "小学一级教师": "second",
        "小学一级": "second",
        "三级": "third",
        "中学三级教师": "third",
        "小学二级教师": "third",
        "小学三级教师": "third",
        "无": "none",
        "未评": "none",
        "未评职称": "none",
        "无职称": "none",
        "见习": "none",
        "其他": "other",
    },
)
STATUS = Choice(
    TeacherStatus,
    also={
        "在职": "in_post",
        "在编在岗": "in_post",
        "在编": "in_post",
        "正常": "in_post",
        "产假": "on_leave",
        "病假": "on_leave",
        "事假": "on_leave",
        "休假": "on_leave",
        "借调": "on_leave",
        "离岗": "on_leave",
        "调离": "transferred",
        "调动": "transferred",
        "辞职": "left",
        "离岗退养": "retired",
        "退休返聘": "in_post",
    },
)
SUBJECTS = tuple(
    map(
        str,
        (
            *("语文", "数学", "英语", "日语", "俄语", "道德与法治", "思想政治", "历史", "地理", "物理", "化学", "生物学"),
            *("科学", "信息科技", "信息技术", "通用技术", "体育与健康", "音乐", "美术", "艺术", "劳动", "综合实践活动"),
            *("心理健康", "学前教育", "特殊教育", "专业课", "书法", "地方课程", "校本课程", "其他"),
        ),
    )
)
SAME_SUBJECT = {
    "思想品德": "道德与法治",
    "品德": "道德与法治",
    "道法": "道德与法治",
    "政治": "思想政治",
    "思政": "思想政治",
    "生物": "生物学",
    "信息": "信息技术",
    "计算机": "信息技术",
    "体育": "体育与健康",
    "综合实践": "综合实践活动",
    "心理": "心理健康",
    "幼教": "学前教育",
    "外语": "英语",
}

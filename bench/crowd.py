"""People of a whole province under names as they are really spread: few surnames, many given names, some rare characters."""

import os

from django.db import connection, transaction

from bench import province
from programs.models import Program
from schools.models import Teacher

USUAL_PEOPLE = 600_000  # the goal for few hits speaks of so many
SURNAMES = (
    "王" * 20
    + "陈" * 18
    + "李" * 14
    + "张" * 13
    + "林" * 12
    + "黄" * 9
    + "吴" * 8
    + "周" * 7
    + "徐" * 7
    + "朱" * 6
    + "杨杨杨杨叶叶"
    "叶叶郑郑郑郑刘刘刘赵赵赵孙孙孙胡胡胡金金金潘潘沈沈何何章章蒋蒋应应项项许许余余戴戴方汪俞邵陆姚董鲍包南谢池柯程倪毛卢洪"
    "娄麻马魏夏范缪虞施蔡苏翁钱冯厉季竺冉咸祝温诸褚阮屠骆管梅万江傅贾汤颜丁"
)
GIVEN = (
    "英华玉秀明文丽春红国建海小志晓燕静芳敏伟军磊洋勇艳杰娟涛超霞平刚桂兰梅琴云飞鹏宇浩轩涵梓欣怡佳琪雨晨思颖雪婷慧莹倩璐"
    "瑶菲蕾薇妍岚岩峰岭川江河湖波清泉源深润泽沐沛沁淑淼渊湘溪滨漫潇澜瀚灵炎炜炳烨焕煜照熙爱玲珊珍珠珺琳琦琼瑛瑜瑞璇璟生甜"
    "田画皓益盛眉真睿瞳知石砚礼祥祺福禾秋科穆立竞童端笑笛筠箫素紫纯绍继维绮绿缘美群羽翔翠翰耀聪育胜舒航良艺芝芬芸若苑苗茂"
    "茜茵荣荷莉莎莲菁菊菡萌萍葵蓉蓓蔚蕊虎虹蝶衡裕诗诚语诺谦豪贤贵赛越跃辉辰达迅远迪逸遥邦郁采重鑫钊铃铭锋锐锦阔阳雁雄雅雯"
    "震霄青靖韵韬顺颂风馨香骏高魁鸣鸿鹤鹭麒麟黎默齐龙"
)
SPECIAL = ("买买提·吐尔逊", "王䶮", "陈㼆", "林𠮷")  # one in five thousand each


def build(program: Program) -> int:
    """The province with 600,000 people (``BENCH_SCALE``) under such names; how many they are."""
    wanted = int(os.environ.get("BENCH_SCALE") or USUAL_PEOPLE)
    province.build(program, min(wanted, province.people_asked()))  # with ledgers, which nobody reads here
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE schools_teacher SET name = {name_of('id')} WHERE code LIKE 'P0%%' AND 1 = %s", [1])
        _fill_up(cursor, wanted)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return Teacher.objects.count()


def _fill_up(cursor, wanted: int) -> None:
    """More people like those of the province, at the same schools."""
    columns = [field.column for field in Teacher._meta.concrete_fields if not field.primary_key]
    first = there = Teacher.objects.filter(code__startswith="P").count()
    copy = 0
    while there < wanted:
        copy += 1
        own = {"code": f"'P{copy:02}' || substr(code, 4)", "id_key": f"'{copy:02}' || substr(id_key, 3)"}
        own["name"] = name_of(f"(id + {copy} * 1000003)")
        cursor.execute(
            f"INSERT INTO schools_teacher ({', '.join(columns)}) SELECT {', '.join(own.get(name, name) for name in columns)} "
            "FROM schools_teacher WHERE code LIKE 'P00%%' ORDER BY id LIMIT %s",
            [min(first, wanted - there)],
        )
        there += min(first, wanted - there)


def name_of(number: str) -> str:
    """SQL: a name by arithmetic on a number, the same on both databases."""
    surname = f"substr('{SURNAMES}', 1 + CAST({_dice(number, 1103515245)} %% {len(SURNAMES)} AS integer), 1)"
    given = [f"substr('{GIVEN}', 1 + CAST({_dice(number, seed)} %% {len(GIVEN)} AS integer), 1)" for seed in (214013, 69069)]
    second = f"CASE WHEN {_dice(number, 16807)} %% 5 = 0 THEN '' ELSE {given[1]} END"
    special = " ".join(f"WHEN {number} %% 5003 = {place} THEN '{name}'" for place, name in enumerate(SPECIAL))
    return f"CASE {special} ELSE {surname} || {given[0]} || {second} END"


def _dice(number: str, seed: int) -> str:
    return f"(({number} * {seed} + {seed}) %% 2147483647 / 7)"

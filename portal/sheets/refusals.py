"""Why a file as a whole cannot be taken, in one sentence each with what to do about it."""

from django.utils.translation import gettext as _

from portal.kit.errors import Refused


def sentences():
    """Code → (message, advice); ``%()`` names come from the reader."""
    return {
        "empty": (_("文件是空的（0 字节）。"), _("请重新导出或重新选择文件。")),
        "too_large": (_("文件超过 %(megabytes)d MB。"), _("请拆成几个文件分别上传。")),
        "damaged": (_("文件已损坏或不完整，无法读取。"), _("请用 Excel 或 WPS 打开后另存为 xlsx 再上传。")),
        "bomb": (_("文件解压后有 %(megabytes)d MB，超出允许的范围。"), _("请删去空白区域和图片，另存后再上传。")),
        "too_many_entries": (_("文件内部有 %(entries)d 个部件，最多 %(most)d 个。"), _("请把数据复制到新的工作簿再上传。")),
        "too_many_rows": (_("有内容的行超出 %(most)d 行，或末尾很远处还有内容。"), _("请删去多余内容，或拆成几个文件上传。")),
        "too_many_columns": (_("有内容的列超出 %(most)d 列，或右侧很远处还有内容。"), _("请删去表格右侧多余的内容。")),
        "too_many_cells": (_("有内容的单元格有 %(cells)d 个，最多 %(most)d 个。"), _("请拆成几个文件分别上传。")),
        "too_many_merges": (_("合并单元格有 %(merges)d 处，最多 %(most)d 处。"), _("请取消合并后再上传。")),
        "unsafe_xml": (_("文件内部含有不允许的外部引用声明。"), _("请把数据复制到新的工作簿再上传。")),
        "macros": (_("文件带有宏。"), _("请另存为不带宏的 xlsx 再上传。")),
        "encrypted": (_("文件设有密码，无法打开。"), _("请取消密码后再上传。")),
        "wrong_type": (_("这不是电子表格，实际是 %(found)s 文件。"), _("请用 Excel 或 WPS 打开后另存为 xlsx 再上传。")),
        "undecodable": (
            _("文本文件第 %(offset)d 字节处无法按 %(encoding)s 解读。"),
            _("请另存为 xlsx，或存为 UTF-8 编码的 csv。"),
        ),
        "too_slow": (_("读取这个文件用时过长，已停止。"), _("请把数据复制到新的工作簿，去掉多余格式后再上传。")),
        "too_much_memory": (_("工作簿的有效区域过大，读取时超出内存上限。"), _("请删去表格下方和右侧很远处的内容，另存后再上传。")),
        "crashed": (_("读取程序无法处理这个文件。"), _("请把数据复制到新的工作簿再上传。")),
        "cannot_mark": (_("这个文件的格式无法加注。"), _("请查看问题清单。")),
        "no_workbook": (_("文件已损坏，或者不是工作簿，无法读取。"), _("请用 Excel 或 WPS 打开，能打开的另存为 xlsx 再上传。")),
        "nothing_to_mark": (_("没有可以列出的行。"), _("请查看导入结果。")),
        "renamed": (_("文件名后缀是 %(suffix)s，内容却是 %(found)s。"), _("请用正确的后缀保存后再上传。")),
        "no_heading": (_("前 20 行里找不到“%(sheet)s”的表头。"), _("表头应包含：%(headings)s。")),
        "other_sheet": (_("这个文件像是“%(other)s”，不是“%(sheet)s”。"), _("请改在“%(other)s”处上传，或下载本表模板。")),
        "missing_columns": (_("表头缺少：%(headings)s。"), _("请补上这些列，列名与模板一致。")),
        "repeated_heading": (_("表头“%(heading)s”出现了不止一次。"), _("请只保留一列。")),
        "no_rows": (_("表头下面没有数据行。"), _("请填写后再上传。")),
        "old_template": (_("模板版本是 %(found)s，现行版本是 %(version)s。"), _("请下载现行模板，把数据粘贴过去。")),
        "other_unit": (_("这份模板是为代码 %(found)s 的单位生成的。"), _("请在该单位下上传，或下载本单位的模板。")),
    }


class FileRefused(Refused):
    """The file as a whole cannot be taken; ``advice`` says what would help, ``value`` what it was found to be."""

    code = "file_refused"

    def __init__(self, reason, data=None, *, value=""):
        message, advice = sentences().get(reason, sentences()["crashed"])
        super().__init__(message % (data or {}), code=reason)
        self.advice = advice % (data or {})
        self.value = value

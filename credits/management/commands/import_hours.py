from portal.sheets.management.commands.import_sheet import Command as ImportSheet


class Command(ImportSheet):
    help = "Short for import_sheet hours."
    sheet = "hours"

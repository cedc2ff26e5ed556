from portal.documents.checking_command import VerifyCommand


class Command(VerifyCommand):
    help = "Compares a fairness package of a selection with its manifest; exit 1 and a list when something was changed."

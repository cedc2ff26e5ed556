from portal.documents.checking_command import VerifyCommand


class Command(VerifyCommand):
    help = "Compares a package of dossiers with its manifest; exit 1 and a list when something was changed, added or is missing."

"""The verbs of the Makefile."""

from portal.setup.checks import bench, check, fix
from portal.setup.console import Stop, say
from portal.setup.lanes import test
from portal.setup.processes import adopt_orphans, die_with_make, end_on_signals
from portal.setup.run import run as run_portal
from portal.setup.services import services, services_stop
from portal.setup.setup import set_up
from portal.setup.shell import Failed, stopping
from portal.setup.soak import soak


def setup(arguments: list[str]) -> int:
    set_up(dev="--dev" in arguments)
    say("安装就绪。")
    return 0


def run(arguments: list[str]) -> int:
    return run_portal()


VERBS = {
    "setup": setup,
    "run": run,
    "test": test,
    "check": check,
    "fix": fix,
    "bench": bench,
    "soak": soak,
    "services": services,
    "services-stop": services_stop,
}


def main(arguments: list[str]) -> int:
    """Run one verb; a plain sentence and 1 when it cannot go on."""
    verb = VERBS.get(arguments[0] if arguments else "")
    if verb is None:
        say(f"用法：python3 portal/setup {{{' | '.join(VERBS)}}}")
        return 2
    die_with_make()
    adopt_orphans()
    end_on_signals()
    try:
        return verb(arguments[1:])
    except (Stop, Failed, KeyboardInterrupt) as stop:
        say("\n已中断。" if stopping.is_set() else f"\n{stop}")
        return 130 if stopping.is_set() else 1

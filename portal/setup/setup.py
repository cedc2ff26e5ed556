"""``make setup``: everything a run or a test needs, once; the downloads go on beside the packages."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from portal.setup import fonts, frontend, machine, shell
from portal.setup.console import step, warn
from portal.setup.packages import ensure_environment, ensure_packages, ensure_uv
from portal.setup.stamps import one_at_a_time


def set_up(*, dev: bool = False) -> None:
    """Bring the checkout to where it can run, or also test and check when ``dev``; idempotent."""
    missing = machine.missing_packages()
    machine.check_rights(missing)
    with one_at_a_time(), ThreadPoolExecutor(2) as pool:
        from_debian = pool.submit(attempt, "取 Debian 的字体", fonts.fetch_from_debian) if fonts.missing("deb") else None
        machine.supply(missing)
        from_npm = None
        if not frontend.is_fresh() or fonts.missing("npm"):
            ensure_environment()
            ensure_uv()
            from_npm = pool.submit(attempt, "取前端文件与字体", fetch_from_npm)
        ensure_packages(dev=dev)
        finish_fonts(from_debian, from_npm)


def fetch_from_npm() -> None:
    with frontend.node_modules() as modules:
        frontend.copy_vendor(modules)
        fonts.copy_from_npm(modules)


def attempt(title: str, work: Callable[[], None]) -> bool:
    """Do a part that set-up can live without; say so when it fails."""
    try:
        with step(title):
            work()
    except (shell.Failed, OSError) as error:
        warn(f"{title}没有成功，先往下走。{error}")
        return False
    return True


def finish_fonts(from_debian: "Future[bool] | None", from_npm: "Future[bool] | None") -> None:
    """Wait for the downloads, fill gaps from PyPI and write down what there is."""
    gathered = {kind for kind, future in (("deb", from_debian), ("npm", from_npm)) if future and future.result()}
    if from_npm and "npm" not in gathered:
        attempt("改取 PyPI 上的备用字体", fonts.fall_back)
    if from_debian or from_npm:
        fonts.write_manifest(gathered)
    fonts.report()

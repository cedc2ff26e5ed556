"""PostgreSQL and Redis of the machine, started for this checkout alone: own ports, own data, own passwords."""

import hashlib
import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from portal.setup import machine, shell
from portal.setup.console import Stop, say, step
from portal.setup.paths import ROOT, VAR

HOST = "127.0.0.1"
PACKAGES = ["postgresql", "redis-server"]
POSTGRES = {
    "listen_addresses": HOST,
    "unix_socket_directories": "''",
    "max_connections": "300",
    "shared_buffers": "256MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
REDIS = {"bind": HOST, "save": "", "appendonly": "no", "maxmemory-policy": "noeviction", "daemonize": "yes"}


@dataclass
class Servers:
    """Both servers of one purpose; ``folder`` holds their data, ``owner`` runs them (PostgreSQL refuses root)."""

    folder: Path
    owner: str
    password: str
    postgres_port: int
    redis_port: int

    @property
    def urls(self) -> dict[str, str]:
        return {
            "DATABASE_URL": f"postgres://portal:{self.password}@{HOST}:{self.postgres_port}/portal",
            "REDIS_URL": f"redis://default:{self.password}@{HOST}:{self.redis_port}/0",
        }


def binaries() -> dict[str, str]:
    """Paths of the programs needed, with gaps where the machine has none."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    search = os.pathsep.join([*(str(path) for path in reversed(versions)), os.environ.get("PATH", ""), "/usr/sbin"])
    found = {name: shutil.which(name, path=search) for name in ("initdb", "pg_ctl", "createdb", "redis-server")}
    return {name: path for name, path in found.items() if path}


def installed() -> bool:
    return len(binaries()) == 4


def ensure_installed() -> None:
    """Have both servers on the machine, or stop with the command that brings them."""
    if not installed():
        machine.supply(PACKAGES)


def start(purpose: str) -> Servers:
    """Both servers of a purpose, started unless they already run; remembered in var/services."""
    remembered = VAR / "services" / f"{purpose}.json"
    servers = recall(remembered) or make(purpose)
    if not postgres_runs(servers):
        servers.postgres_port = still_free(servers.postgres_port)
        start_postgres(servers)
    if not redis_runs(servers):
        servers.redis_port = still_free(servers.redis_port)
        start_redis(servers)
    remembered.parent.mkdir(parents=True, exist_ok=True)
    remembered.write_text(json.dumps(asdict(servers), default=str))
    remembered.chmod(0o600)
    return servers


def recall(remembered: Path) -> Servers | None:
    if not remembered.exists():
        return None
    kept = json.loads(remembered.read_text())
    servers = Servers(**{**kept, "folder": Path(kept["folder"])})
    return servers if (servers.folder / "postgres" / "PG_VERSION").exists() else None


def make(purpose: str) -> Servers:
    """A new cluster, and ports nobody uses."""
    owner = unprivileged_owner()
    folder = folder_of(purpose, owner)
    servers = Servers(folder, owner, secrets.token_urlsafe(12), free_port(), free_port())
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(servers.password)
    hand_over(secret, owner)
    words = ["--username=portal", "--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    shell.run([*as_owner(owner), binaries()["initdb"], f"--pgdata={folder / 'postgres'}", *words], cwd=folder)
    return servers


def unprivileged_owner() -> str:
    """Who runs the servers: we ourselves, or for root the account PostgreSQL's package made."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid()).pw_name
    for name in ("postgres", "nobody"):
        if name in {entry.pw_name for entry in pwd.getpwall()}:
            return name
    raise Stop("PostgreSQL 不能以 root 运行，而本机没有 postgres 或 nobody 用户。")


def folder_of(purpose: str, owner: str) -> Path:
    """A new folder the owner can work in: in the checkout, or under /var/tmp where the checkout is closed to others."""
    here = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    for folder in (VAR / "services" / purpose, Path("/var/tmp") / f"portal-{os.geteuid()}-{here}-{purpose}"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        hand_over(folder, owner)
        if subprocess.run([*as_owner(owner), "test", "-w", folder], check=False).returncode == 0:
            return folder
        shutil.rmtree(folder)
    raise Stop("找不到数据库服务可以写入的文件夹。")


def hand_over(path: Path, owner: str) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, owner)


def as_owner(owner: str) -> list[str]:
    """What to put before a command so that root runs it as somebody harmless."""
    if os.geteuid():
        return []
    entry = pwd.getpwnam(owner)
    return ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def still_free(port: int) -> int:
    """The port remembered, or another when somebody took it meanwhile."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return free_port() if probe.connect_ex((HOST, port)) == 0 else port


def postgres_runs(servers: Servers) -> bool:
    pg_ctl = [binaries()["pg_ctl"], f"--pgdata={servers.folder / 'postgres'}", "status"]
    asked = subprocess.run([*as_owner(servers.owner), *pg_ctl], cwd=servers.folder, check=False, capture_output=True)
    return asked.returncode == 0


def redis_runs(servers: Servers) -> bool:
    return tell_redis(servers, "PING").endswith("+PONG\r\n")


def tell_redis(servers: Servers, command: str) -> str:
    """What our Redis answers to its password and a command; nothing when it does not run."""
    try:
        with socket.create_connection((HOST, servers.redis_port), timeout=5) as line:
            line.sendall(f"AUTH {servers.password}\r\n{command}\r\nQUIT\r\n".encode())
            return b"".join(iter(lambda: line.recv(1024), b"")).decode("utf-8", "replace").removesuffix("+OK\r\n")
    except OSError:
        return ""


def start_postgres(servers: Servers) -> None:
    settings = " ".join(f"-c {name}={value}" for name, value in POSTGRES.items())
    options = f"-p {servers.postgres_port} {settings}"
    data, log = servers.folder / "postgres", servers.folder / "postgres.log"
    pg_ctl = [binaries()["pg_ctl"], f"--pgdata={data}", f"--log={log}", f"--options={options}", "--wait", "--silent", "start"]
    shell.run([*as_owner(servers.owner), *pg_ctl], cwd=servers.folder)
    create = [binaries()["createdb"], f"--host={HOST}", f"--port={servers.postgres_port}", "--username=portal", "portal"]
    try:
        shell.run(create, env={"PGPASSWORD": servers.password})
    except shell.Failed as error:
        if "already exists" not in str(error):
            raise


def start_redis(servers: Servers) -> None:
    """Redis without files; its password stands in a file, since everybody can read a command line."""
    config = servers.folder / "redis.conf"
    config.touch(mode=0o600)
    own = {
        "requirepass": servers.password,
        "port": servers.redis_port,
        "dir": servers.folder,
        "logfile": servers.folder / "redis.log",
    }
    config.write_text("".join(f'{name} "{value}"\n' for name, value in (own | REDIS).items()))
    log = servers.folder / "redis.log"
    log.touch()
    for file in (config, log):
        hand_over(file, servers.owner)
    shell.run([*as_owner(servers.owner), binaries()["redis-server"], config])
    limit = time.monotonic() + 15
    while not redis_runs(servers):
        if time.monotonic() > limit:
            raise shell.Failed(f"Redis 没有起来：{(servers.folder / 'redis.log').read_text()[-400:]}")
        time.sleep(0.05)


def stop(purpose: str, *, forget: bool = False) -> bool:
    """Stop both servers of a purpose, and with ``forget`` remove their data; false when there were none."""
    remembered = VAR / "services" / f"{purpose}.json"
    servers = recall(remembered)
    if servers is None:
        return False
    if postgres_runs(servers):
        pg_ctl = [binaries()["pg_ctl"], f"--pgdata={servers.folder / 'postgres'}", "--mode=fast", "--wait", "--silent", "stop"]
        shell.run([*as_owner(servers.owner), *pg_ctl], cwd=servers.folder)
    # Redis itself is asked: a process id on file might by now be somebody else's.
    tell_redis(servers, "SHUTDOWN NOSAVE")
    if forget:
        shutil.rmtree(servers.folder)
        remembered.unlink()
    return True


def services(arguments: list[str]) -> int:
    """``make services``: start both and print the settings that use them."""
    ensure_installed()
    with step("启动 PostgreSQL 与 Redis"):
        servers = start("services")
    lines = [f"{name}={value}" for name, value in servers.urls.items()]
    settings = VAR / "services" / "env"
    settings.touch(mode=0o600)
    settings.write_text("\n".join(lines) + "\n")
    for line in lines:
        say(line)
    say(f"也写在 {settings.relative_to(ROOT)}；停止用 make services-stop。")
    return 0


def services_stop(arguments: list[str]) -> int:
    say("已停止。" if stop("services") else "本检出没有启动过 PostgreSQL 与 Redis。")
    return 0

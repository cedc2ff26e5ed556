"""PostgreSQL and Redis of the machine, really started."""

import subprocess

import psycopg2
import pytest
import redis

from portal.setup import services

pytestmark = pytest.mark.postgres


@pytest.fixture
def servers():
    yield services.start("trial")
    services.stop("trial", forget=True)


def test_both_answer_to_their_urls_and_to_nobody_without_the_password(servers):
    with psycopg2.connect(servers.urls["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections'), current_setting('lc_collate'), version()")
        assert cursor.fetchone()[:2] == ("300", "C.UTF-8")
    connection.close()
    with redis.Redis.from_url(servers.urls["REDIS_URL"]) as client:
        assert client.ping()
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}

    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(servers.urls["DATABASE_URL"].replace(servers.password, "wrong"))
    with redis.Redis(port=servers.redis_port) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_starting_twice_gives_the_same_servers_and_stopping_stops_them(servers):
    assert services.start("trial") == servers

    services.stop("trial")

    assert not services.postgres_runs(servers)
    assert not services.redis_runs(servers)
    assert services.start("trial").urls == servers.urls


def test_root_hands_the_servers_to_somebody_harmless(servers):
    owner = subprocess.run(["stat", "--format=%U", servers.folder / "postgres"], capture_output=True, text=True, check=True)

    assert owner.stdout.strip() == servers.owner != "root"

from portal.shell import health
from tests import factories


def test_the_process_says_it_runs(client):
    assert client.get("/healthz").content == b"ok\n"


def test_a_portal_with_all_it_leans_on_is_ready(client, db):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"database": True, "storage": True, "broker": True})


def test_without_its_folder_it_is_not_ready(client, db, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["storage"] is False


def test_figures_are_for_this_machine(client, db):
    page = client.get("/metrics").content.decode()

    assert 'portal_jobs{state="waiting"} 0' in page
    assert "portal_audit_events_total 0" in page


def test_figures_are_not_for_what_a_proxy_passes_on(client, db):
    assert client.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404


def test_figures_are_for_the_sysadmins_token_from_anywhere(client, zhejiang):
    from portal.accounts.actions import issue_token

    sysadmin = factories.user("sysadmin", zhejiang, "sysadmin")
    _row, token = issue_token(user=sysadmin, name="监控", scope="read", days=1, by=None)

    answer = client.get("/metrics", REMOTE_ADDR="203.0.113.9", headers={"authorization": f"Bearer {token}"})

    assert answer.status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404


def test_metrics_counts_every_state(db):
    assert health.metrics().count("portal_jobs{") == 5

"""A key writes as often as it may, and is then told when it may again."""

from ecosys_api.writing.rates import MAX_NAMES, Rates
from tests.api.writing.conftest import price


def test_who_writes_too_often_waits_and_others_do_not(server):
    server.client.app.state.writer._rates = Rates(60, lambda: 0.0)
    statuses = [server.post(price(f"p{number}")).status_code for number in range(8)]
    assert statuses == [201] * 6 + [429] * 2  # a tenth of a minute's at once
    reply = server.post(price("q"))
    assert reply.headers["retry-after"] == "1"
    assert reply.json()["type"] == "/problems/too-many-writes"
    assert server.post(price("q"), "root").status_code == 201
    assert server.post(price("q"), None).status_code == 401
    assert len(server.ids()) == 7


def test_the_limit_is_that_of_the_start(server):
    assert server.client.app.state.writer._rates.a_minute == 600


def test_without_a_limit_nobody_waits():
    rates = Rates(0, lambda: 0.0)
    assert not any(rates.wait("anna") for _ in range(10_000))


def test_who_may_write_once_a_minute_waits_for_one():
    now = [0.0]
    rates = Rates(1, lambda: now[0])
    assert [rates.wait("anna"), rates.wait("anna")] == [0, 60]
    now[0] = 59.0
    assert rates.wait("anna") == 1
    now[0] = 60.0
    assert rates.wait("anna") == 0


def test_what_is_kept_of_names_is_bounded():
    rates = Rates(10, lambda: 0.0)
    for number in range(MAX_NAMES + 5):
        rates.wait(f"n{number}")
    assert len(rates._buckets) == MAX_NAMES

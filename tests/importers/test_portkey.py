"""portkey: its archive, its cents, and what of it is not understood."""

import gzip
import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput
from ecosys.importers.portkey import FIELDS, portkey, read
from tests.importers import reading
from tests.importers.payloads import HALF, anything, as_json, damaged, tar
from tests.ingest import feeds
from tests.properties import examples

DAY = "2026-01-01"


def archive(files):
    """An archive of files, given as bytes or as what is to be written as JSON."""
    return tar(
        {
            path: content if isinstance(content, bytes) else as_json(content)
            for path, content in files.items()
        }
    )


def each(**prices):
    """What `pay_as_you_go` says of some fields."""
    return {name: {"price": price} for name, price in prices.items()}


def model(**config):
    return {"pricing_config": config}


def rows(models):
    files = models if isinstance(models, bytes) else archive({"pricing/acme.json": models})
    return {row.key: row for row in reading.rows(portkey, files, DAY)}


def row(**config):
    (found,) = rows({"one": model(**config)}).values()
    return found


def lines(**config):
    return reading.price_list(row(**config))


PRICES = each(request_token=0.00025, response_token=0.001)


def test_cents_per_token_are_stated_as_dollars_per_million_and_exactly():
    assert lines(pay_as_you_go=PRICES) == ["input 2.5", "output 10"]
    assert lines(pay_as_you_go=each(request_token=0.0000123456789)) == ["input 0.123456789"]


@pytest.mark.parametrize(
    ("field", "cents", "line"),
    [
        ("cache_read_input_token", 0.0001, "cache_read 1"),
        ("cache_write_input_token", 0.0001, "cache_write 1"),
        ("cached_image_input_token", 0.0001, "image cache_read 1"),
        ("request_audio_token", 0.0001, "audio input 1"),
        ("response_image_token", 0.0001, "image output 1"),
        ("reasoning_token", 0.0001, "reasoning 1"),
    ],
)
def test_a_token_is_read_by_the_name_of_its_field(field, cents, line):
    assert lines(pay_as_you_go=each(**{field: cents})) == [line]


@pytest.mark.parametrize(
    ("field", "cents", "line"),
    [
        ("web_search", 1, "search 0.01 query"),
        ("web_search_low_context", 0.5, "low_context search 0.005 query"),
        ("enterprise_web_search", 4.5, "enterprise search 0.045 query"),
        ("file_search", 0.25, "file_search request 0.0025 request"),
        ("thinking_token", 0.001, "reasoning 10"),
        ("image_token", 0.003, "image output 30"),
        ("image_1k", 4, "1k image output 0.04 image"),
        ("input_image", 0.01, "image input 0.0001 image"),
        ("input_video_plus", 0.2, "plus video input 0.002 second"),
        ("megapixels", 5, "image output 0.05 megapixel"),
        ("video_seconds", 20, "video output 0.2 second"),
        ("video_duration_seconds_1280_720", 30, "1280x720 video output 0.3 second"),
        ("routing_units", 0.000014, "routing request 0.14"),
    ],
)
def test_additional_units_are_priced_in_cents_for_one(field, cents, line):
    assert lines(pay_as_you_go={"additional_units": each(**{field: cents})}) == [line]


def test_additional_units_may_stand_outside_and_their_defaults_are_no_prices():
    assert lines(additional_units=each(web_search=1)) == ["search 0.01 query"]
    units = each(video_seconds=20, default_duration_seconds=8, default_steps=28)
    assert lines(pay_as_you_go={"additional_units": units}) == ["video output 0.2 second"]


def test_batches_training_and_requests_have_prices_of_their_own():
    assert lines(pay_as_you_go=PRICES, batch_config=each(request_token=0.000125)) == [
        "batch input 1.25",
        "input 2.5",
        "output 10",
    ]
    assert lines(finetune_config=each(pay_per_token=0.0008)) == ["training 8"]
    assert lines(finetune_config=each(pay_per_hour=10000)) == ["training 100 hour"]
    assert lines(fixed_cost=each(request=0.5, response=0)) == ["request 0.005 request"]


def test_images_are_priced_by_quality_and_size():
    images = {
        "default": {"default": {"price": 4}, "1024x1792": {"price": 8}},
        "hd": {"default": {"price": 9}, "1024x1792": {"price": 12}},
    }
    assert lines(pay_as_you_go={"image": images, **each(request_token=0, response_token=0)}) == [
        "1024x1792 image output 0.08 image",
        "hd image output 0.09 image",
        "hd_1024x1792 image output 0.12 image",
        "image output 0.04 image",
    ]


@pytest.mark.parametrize(
    ("prices", "said"),
    [
        (each(request_token=0, response_token=0), []),
        (each(request_token=0.0001, response_token=0), ["input 1", "output 0"]),
        (each(request_token=0.0001, cache_read_input_token=0), ["input 1"]),
        (each(request_token=0.0001, response_token=None), ["input 1"]),
        ({}, []),
    ],
)
def test_a_zero_is_stated_only_for_tokens_that_are_sold(prices, said):
    assert lines(pay_as_you_go=prices) == said


def test_the_template_and_a_row_without_prices_state_nothing():
    template = model(pay_as_you_go=PRICES, currency="USD")
    found = rows({"default": template, "one": {"pricing_config": None}})
    assert [(each.says, each.problem) for each in found.values()] == [({}, None)] * 2


def test_no_currency_means_dollars_and_another_is_kept():
    assert row(pay_as_you_go=PRICES, currency=None).says == row(pay_as_you_go=PRICES).says
    [said] = row(pay_as_you_go=PRICES, currency="CNY").says.values()
    assert said["currency"] == "CNY"
    assert row(pay_as_you_go=PRICES, currency="yuan").problem == "its prices are in 'yuan'"


@pytest.mark.parametrize(
    "prices",
    [
        each(request_token=0.6),
        each(request_token=0.1),
        {"additional_units": each(web_search=1400)},
    ],
)
def test_a_price_in_the_wrong_unit_is_not_believed(prices):
    assert "is not believed" in row(pay_as_you_go={**PRICES, **prices}).problem


@pytest.mark.parametrize(
    "prices",
    [
        each(request_token=-1),
        each(request_token="free"),
        each(request_token=True),
        each(request_token=[1]),
        each(wishes=1),
        {"request_token": 0.001},
        {"additional_units": each(wishes=1)},
        {"image": {"Very large": {"default": {"price": 1}}}},
        each(cached_text_input_token=0.0001, cache_read_text_input_token=0.0002),
    ],
)
def test_prices_without_a_meaning_that_we_know_are_held_back(prices):
    assert row(pay_as_you_go={**PRICES, **prices}).problem


def test_a_row_inside_another_holds_it_back():
    found = rows({"one": {**model(pay_as_you_go=PRICES), "two": model(pay_as_you_go=PRICES)}})
    assert "'two.pricing_config.pay_as_you_go.request_token.price'" in found["acme/one"].problem
    assert rows({"one": model(), "two": {}})["acme/two"].problem == "it has no pricing_config"


def test_how_a_cost_is_computed_is_passed_over():
    how = {"request": {"operation": "multiply", "operands": [{"value": "input_tokens"}]}}
    assert lines(pay_as_you_go=PRICES, calculate=how) == ["input 2.5", "output 10"]


@pytest.mark.parametrize("name", ["*/one", "one/", "", "\ud800", "a b", "x" * 300])
def test_what_cannot_be_the_id_of_a_model_is_held_back(name):
    (found,) = rows({name: model(pay_as_you_go=PRICES)}).values()
    assert "cannot be the id" in found.problem
    assert found.key.isprintable()


def test_each_file_of_the_folder_is_a_provider():
    one = {"maker/One-gt-128k": model(pay_as_you_go=PRICES)}
    found = rows(
        archive(
            {
                "models-main/pricing/acme.json": one,
                "models-main/pricing/Other.json": one,
                "models-main/pricing/README.md": b"no JSON",
                "models-main/general/acme.json": b"no prices",
            }
        )
    )
    assert set(found) == {"acme/maker/One-gt-128k", "other/maker/One-gt-128k"}
    assert found["acme/maker/One-gt-128k"].says["acme/maker/One-gt-128k"]["occurred"] == "unknown"


def linked():
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:") as opened:
        member = tarfile.TarInfo("pricing/acme.json")
        member.type, member.linkname = tarfile.SYMTYPE, "../secret.json"
        opened.addfile(member)
    return written.getvalue()


WHOLE = archive({"pricing/acme.json": {"one": model(pay_as_you_go=PRICES)}, "pricing/b.json": {}})


@pytest.mark.parametrize(
    "payload",
    [
        *(b"", b"{}", b"\0" * 1024, gzip.compress(WHOLE), archive({}), linked()),
        archive({"other/acme.json": {"one": model()}}),
        archive({"pricing/acme.json": {"one": {"input": 1}}}),
        archive({"pricing/acme.json": []}),
        archive({"pricing/acme.json": {"one": model()}, "pricing/b.json": b"{"}),
        archive({"pricing/acme.json": b'{"one": 1e99999999999999999999}'}),
        archive({"pricing/acme.json": b'{"a":' * 100_000}),
        *(WHOLE[:size] for size in (600, 1024, 1536)),
        WHOLE[:1024] + b"x" + WHOLE[1025:],
    ],
)
def test_what_is_no_archive_of_the_source_is_refused(payload):
    with pytest.raises(InvalidInput, match="no archive of portkey"):
        list(read(payload, DAY))


def test_what_is_nested_too_deeply_harms_nothing():
    for depth in range(700, 1000, 20):
        deep = b'{"a":' * depth + b"1" + b"}" * depth
        payload = archive({"pricing/acme.json": b'{"one": {"pricing_config": %s}}' % deep})
        reading.rows_or_refusal(portkey, payload, DAY)


amounts: st.SearchStrategy = st.sampled_from(
    [0, 0.0001, 0.0002, 1, 1e9, -1, "1", "x", None, True, [1], {}]
)
names = st.sampled_from(["a", "b/c", "default"]) | st.text(max_size=3) | HALF
paths = st.sampled_from([*FIELDS, "pay_as_you_go.image.hd.1x1", "pay_as_you_go.x", "currency"])


def placed(found):
    """The prices at their places, as a `pricing_config`."""
    config: dict = {}
    for path, price in found.items():
        place = config
        for name in path.split("."):
            place = place.setdefault(name, {})
        place["price"] = price
    return {"pricing_config": config}


models = st.builds(placed, st.dictionaries(paths, amounts, max_size=6)) | st.dictionaries(
    st.sampled_from(["pricing_config", "other"]), anything(amounts, HALF)
)


@examples(300)
@given(st.dictionaries(names, models))
def test_whatever_its_rows_hold_gives_rows_or_a_refusal(models):
    reading.rows_or_refusal(portkey, archive({"pricing/acme.json": models}), DAY)


@examples(500)
@given(damaged(WHOLE, st.binary(max_size=8)))
def test_whatever_is_changed_in_its_bytes_gives_rows_or_a_refusal(payload):
    reading.rows_or_refusal(portkey, payload, DAY)


@pytest.mark.no_cover  # measuring would take most of its time
def test_every_snapshot_is_read():
    for file in feeds.files("portkey/*.tar.gz"):
        found = reading.rows(portkey, file.payload, file.stated)
        # searches and minutes that are priced as tokens, and one row inside another
        assert sum(row.problem is not None for row in found) <= 0.015 * len(found)
        # templates, and models of which the source knows no price
        assert sum(row.problem is None and not row.says for row in found) <= 0.1 * len(found)

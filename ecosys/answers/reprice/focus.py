"""FOCUS: a log with its costs in the schema of the FinOps Foundation, version 1.2.

A charge is what one price line charges in a day. `SkuPriceId` is the price reference; `x_` columns
tell what FOCUS has no word for: how sure it is. What has no price is no charge, and not there. All
costs are list costs: what an agreement takes off them no price list tells. Beside the columns of
1.2 stand the two of 1.3 that name who provides a service and who hosts it.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from io import StringIO
from json import dumps

from ecosys.answers.forms import csv_cell
from ecosys.answers.reprice.calls import Kind
from ecosys.answers.reprice.cells import DIGITS, Cell
from ecosys.answers.reprice.pricing import Charge, Priced
from ecosys.answers.reprice.reference import reference
from ecosys.answers.reprice.totals import Joined
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import provider_of
from ecosys.values import amount, instant

TOKENS = "Tokens"
ACCOUNT = "usage-log"
"""The billing account, which a log of usage does not tell."""
SERVICE = ("AI and Machine Learning", "Generative AI")


@dataclass(frozen=True, slots=True)
class FocusCharge:
    """What one price line charges in a day."""

    day: int
    """Days since 1970."""
    model: str
    direction: str
    priced: Priced
    charge: Charge
    rows: int
    tokens: int
    cost: Decimal


def charges(joined: Iterable[Joined], kinds: Sequence[Kind]) -> list[FocusCharge]:
    """The charges of cells by day."""
    found: dict[tuple[object, ...], FocusCharge] = {}
    with localcontext(prec=DIGITS):
        for cell, priced in joined:
            for one in _charges(cell, priced, kinds[cell.place.kind].model):
                tariff = one.priced.tariff
                price = one.charge.price
                assert price is not None
                told = tariff.subject, tariff.tier, one.priced.evidence, one.priced.assumed
                key = (one.day, one.model, one.direction, reference(price), *told)
                found[key] = _added(found[key], one) if key in found else one
    return [found[key] for key in sorted(found, key=lambda key: tuple(map(str, key)))]


def _charges(cell: Cell, priced: Priced, model: str) -> Iterator[FocusCharge]:
    for each in () if priced.reason else priced.charges:
        if each.amount is not None and each.price is not None:
            yield FocusCharge(
                *(cell.place.period, model, each.direction, priced, each, cell.rows),
                *(each.tokens, each.amount),
            )


def _added(one: FocusCharge, other: FocusCharge) -> FocusCharge:
    return replace(
        one,
        rows=one.rows + other.rows,
        tokens=one.tokens + other.tokens,
        cost=one.cost + other.cost,
    )


def focus(found: Iterable[FocusCharge], account: str = ACCOUNT) -> str:
    """Charges as CSV; what a spreadsheet would run of a log's own words gets a ' before it."""
    out = StringIO()
    rows = [{name: csv_cell(text) for name, text in _row(each, account).items()} for each in found]
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _row(each: FocusCharge, account: str) -> dict[str, str]:
    tariff, price = each.priced.tariff, each.charge.price
    assert price is not None
    line = price.component
    publisher = provider_of(tariff.subject or price.subject)
    seller = publisher if price.channel == FIRST_PARTY else price.channel
    cost = amount.text(each.cost)
    per_token = amount.text((line.per_million or Decimal()).scaleb(-6))
    month = instant.to_datetime(each.day * instant.DAY).replace(day=1)
    after = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    tokens = str(each.tokens)
    meter = f"{each.direction.replace('_', ' ').capitalize()} Tokens"
    category, subcategory = SERVICE
    return {
        **dict.fromkeys(("BilledCost", "ContractedCost", "EffectiveCost", "ListCost"), cost),
        **dict.fromkeys(("ContractedUnitPrice", "ListUnitPrice"), per_token),
        **dict.fromkeys(("BillingCurrency", "PricingCurrency"), tariff.currency),
        **dict.fromkeys(("ConsumedQuantity", "PricingQuantity"), tokens),
        **dict.fromkeys(("ConsumedUnit", "PricingUnit"), TOKENS),
        **dict.fromkeys(
            ("HostProviderName", "InvoiceIssuerName", "ProviderName", "ServiceProviderName"), seller
        ),
        "BillingAccountId": account,
        "BillingAccountName": account,
        "BillingPeriodStart": _stamp(instant.from_datetime(month)),
        "BillingPeriodEnd": _stamp(instant.from_datetime(after)),
        "ChargeCategory": "Usage",
        "ChargeClass": "",
        "ChargeDescription": f"{each.model}: {line.describe()}",
        "ChargeFrequency": "Usage-Based",
        "ChargePeriodStart": _stamp(each.day * instant.DAY),
        "ChargePeriodEnd": _stamp((each.day + 1) * instant.DAY),
        "PricingCategory": "Standard",
        "PublisherName": publisher,
        "RegionId": price.region or "",
        "RegionName": price.region or "",
        "ServiceCategory": category,
        "ServiceName": tariff.subject or "",
        "ServiceSubcategory": subcategory,
        "SkuId": f"{tariff.subject}/{line.direction}",
        "SkuMeter": meter,
        "SkuPriceDetails": dumps({"x_Line": line.describe()}),
        "SkuPriceId": reference(price),
        "x_Assumed": " ".join(each.priced.assumed),
        "x_Evidence": each.priced.evidence,
        "x_Model": each.model,
        "x_Rows": str(each.rows),
    }


COLUMNS = tuple(
    sorted(
        (
            *("BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency"),
            *("BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass"),
            *("ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart"),
            *("ConsumedQuantity", "ConsumedUnit", "ContractedCost", "ContractedUnitPrice"),
            *("EffectiveCost", "HostProviderName", "InvoiceIssuerName", "ListCost"),
            *("ListUnitPrice", "PricingCategory", "PricingCurrency", "PricingQuantity"),
            *("PricingUnit", "ProviderName", "PublisherName", "RegionId", "RegionName"),
            *("ServiceCategory", "ServiceName", "ServiceProviderName", "ServiceSubcategory"),
            *("SkuId", "SkuMeter", "SkuPriceDetails", "SkuPriceId"),
            *("x_Assumed", "x_Evidence", "x_Model", "x_Rows"),
        ),
        key=lambda name: (name.startswith("x_"), name),
    )
)


def _stamp(at: int) -> str:
    """An instant as FOCUS has it: to the second, UTC."""
    return instant.to_datetime(at).strftime("%Y-%m-%dT%H:%M:%SZ")

"""A request that comes twice under one key is done once."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest
from guanxi.errors import Conflict, Invalid
from guanxi.records.idempotency import KEPT, Answer, answer_once
from guanxi.records.save import save
from guanxi.workspace.context import Context

from tests.records.shop import Shop


def make(context: Context, name: str = "Acme") -> Answer:
    return Answer(201, {"id": save(context, "customer", [{"name": name}]).results[0].id})


def test_the_second_request_gets_the_first_answer(shop: Shop) -> None:
    first = answer_once(shop.context(), "k1", request_hash="h", work=make)
    second = answer_once(shop.context(), "k1", request_hash="h", work=make)

    assert (second.status, second.body, second.repeated) == (201, first.body, True)
    assert len(shop.rows("gx_outbox", "id", object="customer")) == 1


def test_another_request_under_the_same_key_is_a_conflict(shop: Shop) -> None:
    answer_once(shop.context(), "k1", request_hash="h", work=make)

    with pytest.raises(Conflict) as error:
        answer_once(shop.context(), "k1", request_hash="other", work=make)
    assert error.value.params["reason"] == "key_reused"


def test_keys_belong_to_their_principal(shop: Shop) -> None:
    answer_once(shop.context(), "k1", request_hash="h", work=make)

    assert not answer_once(shop.context(shop.clerk("anna")), "k1", request_hash="other", work=make).repeated


def test_a_refused_request_may_be_mended_under_its_key(shop: Shop) -> None:
    with pytest.raises(Invalid):
        answer_once(shop.context(), "k1", request_hash="h", work=lambda context: make(context, ""))

    assert answer_once(shop.context(), "k1", request_hash="mended", work=make).status == 201


def test_a_key_is_free_again_after_a_day(shop: Shop) -> None:
    answer_once(shop.context(), "k1", request_hash="h", work=make)
    tomorrow = dataclasses.replace(shop.context(), now=shop.context().now + KEPT)

    assert not answer_once(tomorrow, "k1", request_hash="other", work=make).repeated


def test_of_two_requests_at_once_one_is_done(shop: Shop) -> None:
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: answer_once(shop.context(), "k1", request_hash="h", work=make), range(2)))

    assert sorted(answer.repeated for answer in answers) == [False, True]
    assert len(shop.rows("gx_outbox", "id", object="customer")) == 1

"""The page made of compressed parts is the page, whatever stands in it."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.views.blank_form import PLACE_OF_TOKEN, halved

TEXTS = (
    st.text(max_size=400)
    .filter(lambda text: PLACE_OF_TOKEN not in text)
    .map(lambda text: text.encode("utf-8", "ignore").decode())
)
TOKENS = st.from_regex(r"[A-Za-z0-9._-]{1,120}", fullmatch=True)


@given(head=TEXTS, tail=TEXTS, token=TOKENS)
def test_compressed_page_opens_to_the_plain_page(head: str, tail: str, token: str):
    page = halved(head + PLACE_OF_TOKEN + tail)
    assert page.plain(token.encode()) == (head + token + tail).encode()
    assert gzip.decompress(page.gzipped(token.encode())) == page.plain(token.encode())


@pytest.mark.parametrize("page", ["no place at all", f"{PLACE_OF_TOKEN} twice {PLACE_OF_TOKEN}"])
def test_page_without_exactly_one_place_for_the_token_is_refused(page: str):
    with pytest.raises(ValueError, match="unpack"):
        halved(page)

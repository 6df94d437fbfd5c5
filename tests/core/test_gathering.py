"""A mass of rows is gathered without collection, which goes on as it was afterwards."""

import gc

import pytest

from quanheng.core.gathering import without_collection


def test_collection_rests_meanwhile_and_goes_on_even_after_a_failure():
    assert gc.isenabled()
    with pytest.raises(ValueError, match="stop"), without_collection():
        assert not gc.isenabled()
        with without_collection():
            pass
        assert not gc.isenabled()
        raise ValueError("stop")
    assert gc.isenabled()

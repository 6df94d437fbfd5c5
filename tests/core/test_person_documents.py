"""Documents of a person: what a file is, told by its own bytes, and under which fact it is seen."""

import struct

import pytest

from quanheng.core.field_policy import POLICY
from quanheng.core.person_documents import (
    KINDS,
    MOST_BYTES,
    MOST_PHOTOGRAPH_BYTES,
    fact_of,
    media_type_of,
)
from quanheng.core.values import Refused

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 2, 2)
JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x02\x00\x02"
GIF = b"GIF89a\x02\x00\x02\x00"
PDF = b"%PDF-1.4\n"


def test_every_kind_is_seen_under_a_fact_of_the_policy():
    assert {fact_of(kind) for kind in KINDS} == {"photograph", "documents"} <= set(POLICY)
    assert fact_of("photograph") == "photograph"


def test_a_file_is_what_its_bytes_say():
    assert media_type_of("photograph", PNG) == media_type_of("diploma", PNG) == "image/png"
    assert media_type_of("photograph", JPEG) == "image/jpeg"
    assert media_type_of("diploma", PDF) == "application/pdf"


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("photograph", PDF, "document_kind"),
        ("photograph", GIF, "document_kind"),
        ("diploma", b"text", "document_kind"),
        ("diploma", b"", "document_size"),
        ("photograph", PNG + b"\0" * MOST_PHOTOGRAPH_BYTES, "document_size"),
        ("diploma", PDF + b"\0" * MOST_BYTES, "document_size"),
        ("poem", PDF, "unknown_kind"),
        ("lrmx", PDF, "unknown_kind"),
    ],
)
def test_what_does_not_do_is_refused_with_what_to_do(kind, content, code):
    with pytest.raises(Refused) as refused:
        media_type_of(kind, content)
    assert refused.value.code == code
    assert refused.value.remedy.zh
    assert refused.value.remedy.en

"""Many form files: a zip is read file by file, and what is harmful or damaged is told by its name."""

import io
import zipfile

import pytest
from documents.form_files import FORM, JPEG
from documents.test_lrm_legacy import FIELDS, legacy_file
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.documents.lrmx import write_form
from quanheng.documents.lrmx_archive import Batch, Limits, read_forms

GOOD = write_form(FORM)


def _zip(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def _codes(batch: Batch) -> list[tuple[str, str]]:
    return [(r.code, r.where) for r in batch.refusals]


def test_files_and_a_zip_together():
    batch = read_forms({"a.lrmx": GOOD, "b.zip": _zip({"里/c.LRMX": GOOD, "__MACOSX/._c.lrmx": b"x"})})
    assert [(f.file, f.form) for f in batch.forms] == [("a.lrmx", FORM), ("b.zip/里/c.LRMX", FORM)]
    assert batch.refusals == ()


def test_an_older_file_finds_its_photograph():
    files = {"张.lrm": legacy_file(FIELDS), "张.PIC": JPEG, "李.lrm": legacy_file(FIELDS)}
    assert [f.form.photo for f in read_forms(files).forms] == [JPEG, b""]
    assert [f.form.photo for f in read_forms({"x.zip": _zip(files)}).forms] == [JPEG, b""]


def test_names_in_gbk():
    raw = "张三".encode("gbk") + b".lrmx"
    assert len(raw) == len(b"name.lrmx")
    content = _zip({"name.lrmx": GOOD}).replace(b"name.lrmx", raw)
    assert [f.file for f in read_forms({"a.zip": content}).forms] == ["a.zip/张三.lrmx"]


@pytest.mark.parametrize("name", ["../a.lrmx", "/etc/a.lrmx", "x/../../a.lrmx", "..\\a.lrmx", "C:\\a.lrmx"])
def test_a_name_that_leads_outside(name):
    batch = read_forms({"a.zip": _zip({name: GOOD, "b.lrmx": GOOD})})
    assert [code for code, _ in _codes(batch)] == ["zip_name_outside"]
    assert [f.file for f in batch.forms] == ["a.zip/b.lrmx"]


def test_what_is_no_form_is_told_and_the_rest_is_read():
    batch = read_forms({"a.zip": _zip({"b.lrmx": b"<Person>", "c.txt": b"", "d.lrmx": GOOD})})
    assert _codes(batch) == [("xml_damaged", "a.zip/b.lrmx:1"), ("not_a_form_file", "a.zip/c.txt")]
    assert [f.file for f in batch.forms] == ["a.zip/d.lrmx"]


def test_a_bomb_is_read_no_further_than_allowed():
    bomb = _zip({"a.lrmx": b"0" * 5_000_000, "b.lrmx": GOOD})
    assert len(bomb) < 20_000
    one = read_forms({"z.zip": bomb}, Limits(file=100_000))
    assert _codes(one) == [("file_too_large", "z.zip/a.lrmx")]
    assert [f.file for f in one.forms] == ["z.zip/b.lrmx"]
    together = read_forms({"z.zip": bomb}, Limits(together=1_000_000))
    assert (_codes(together), together.forms) == ([("file_too_large", "z.zip")], ())
    many = read_forms({"z.zip": _zip({f"{n}.lrmx": GOOD for n in range(4)})}, Limits(files=3))
    assert (_codes(many), many.forms) == ([("zip_too_many", "z.zip")], ())


def test_a_damaged_zip():
    whole = _zip({"a.lrmx": GOOD, "b.lrmx": GOOD}, zipfile.ZIP_STORED)
    cut = read_forms({"a.zip": whole[: len(whole) // 2]})
    assert (_codes(cut), cut.forms) == ([("zip_damaged", "a.zip")], ())
    assert _codes(read_forms({"a.zip": b"PK"})) == [("zip_damaged", "a.zip")]
    turned = whole.replace("闻书砚".encode(), "闻书石".encode(), 1)
    batch = read_forms({"a.zip": turned})
    assert _codes(batch) == [("zip_member_damaged", "a.zip/a.lrmx")]
    assert [f.file for f in batch.forms] == ["a.zip/b.lrmx"]


WHOLE = _zip({"a.lrmx": GOOD, "b.lrmx": GOOD})


@settings(deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, 8), st.binary(max_size=8))
def test_a_spoilt_zip_is_told_file_by_file(at, length, put):
    batch = read_forms({"a.zip": WHOLE[:at] + put + WHOLE[at + length :]})
    assert all(refusal.where.startswith("a.zip") for refusal in batch.refusals)
    assert all(form.form == FORM for form in batch.forms)


def test_an_encrypted_file_and_two_of_one_name():
    plain = _zip({"a.lrmx": GOOD}, zipfile.ZIP_STORED)
    head = plain.index(b"PK\x01\x02") + 8
    locked = plain[:head] + b"\x01" + plain[head + 1 :]
    locked = locked[:6] + b"\x01" + locked[7:]
    assert _codes(read_forms({"a.zip": locked})) == [("zip_encrypted", "a.zip/a.lrmx")]
    twice = _zip({"a.lrmx": GOOD, "b.lrmx": GOOD}).replace(b"b.lrmx", b"a.lrmx")
    assert _codes(read_forms({"a.zip": twice})) == [("zip_name_twice", "a.zip/a.lrmx")]

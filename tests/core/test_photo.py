"""What kind of image some bytes are, and how large."""

import pytest

from quanheng.core.form.photo import Picture, picture_of

JPEG_HEAD = b"\xff\xd8"
APP0 = b"\xff\xe0\x00\x04\x00\x00"
FRAME = b"\xff\xc0\x00\x11\x08\x01\x02\x00\x90\x03"


@pytest.mark.parametrize(
    ("content", "picture"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x23\x00\x00\x00\x31", Picture("png", 35, 49)),
        (b"GIF89a\x23\x00\x31\x00", Picture("gif", 35, 49)),
        (b"BM" + bytes(16) + b"\x23\x00\x00\x00\xcf\xff\xff\xff", Picture("bmp", 35, 49)),
        (JPEG_HEAD + APP0 + FRAME, Picture("jpeg", 144, 258)),
        (JPEG_HEAD + b"\xff" + b"\xff\x01" + APP0 + FRAME, Picture("jpeg", 144, 258)),
        (JPEG_HEAD + APP0, None),
        (b"GIF89a\x00\x00\x31\x00", None),
        (b"hello", None),
        (b"", None),
    ],
)
def test_the_header_says_it(content, picture):
    assert picture_of(content) == picture

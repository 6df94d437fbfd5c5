"""Paper for tests: a PDF becomes pictures, and pictures are scanned as a phone scans them."""

import pypdfium2
import zxingcpp


def pictures(pdf, scale=2):
    """The pages of a PDF as pictures. Units: `scale` 1 is 72 dots an inch."""
    return [page.render(scale=scale).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def scanned(pdf):
    """What the QR codes say, page by page."""
    return [[code.text for code in zxingcpp.read_barcodes(picture)] for picture in pictures(pdf)]


def texts(pdf):
    """What is printed, page by page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]

"""The built library: the digest that an election publishes is that of the file, and one source gives one file."""

import hashlib
import json
import re
import subprocess

from ballots.node import ROOT

WEB = ROOT / "src" / "quanheng" / "web"
BUNDLE = WEB / "static" / "bundle"


def test_the_digest_published_is_that_of_the_file() -> None:
    name = json.loads((BUNDLE / "manifest.json").read_text("utf-8"))["ballot.js"]
    digest = json.loads((BUNDLE / "digests.json").read_text("utf-8"))["ballot.js"]
    assert hashlib.sha256((BUNDLE / name).read_bytes()).hexdigest() == digest
    assert name == f"ballot.{digest[:12]}.js"


def test_the_built_library_works_by_itself() -> None:
    """The bundle alone, without packages beside it, derives the key that the modules derive."""
    name = json.loads((BUNDLE / "manifest.json").read_text("utf-8"))["ballot.js"]
    script = """
        const library = await import(process.argv[1]);
        const key = library.slipKey(new Uint8Array(16), 'e', 's');
        console.log(library.toHex(library.publicOf(key)).length, library.isSecure.name);
    """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", script, (BUNDLE / name).as_uri()],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
        timeout=600,
    )
    assert done.stdout.split()[0] == "130"


def test_every_icon_that_a_page_names_is_drawn() -> None:
    name = json.loads((BUNDLE / "manifest.json").read_text("utf-8"))["icons.svg"]
    drawn = set(re.findall(r'id="([a-z0-9-]+)"', (BUNDLE / name).read_text("utf-8")))
    pages = (WEB / "templates").rglob("*.html")
    named = {icon for page in pages for icon in re.findall(r'{% icon "([^"]+)"', page.read_text("utf-8"))}
    assert named - drawn == set()

"""Runs a script in Node against the ballot library and reads what it answers as JSON."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


def answers(script: str, given: Any = None) -> Any:
    """What `script` gives to `answer(...)`; it finds the library as `q` and the question as `given`."""
    whole = f"""
        import * as q from "./frontend/ballot/index.js";
        import {{ readFileSync }} from "node:fs";
        const given = JSON.parse(readFileSync(0, "utf8"));
        const answer = (value) => process.stdout.write(JSON.stringify(value));
        {script}
    """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", whole],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)

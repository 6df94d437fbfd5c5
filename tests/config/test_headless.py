"""Without a screen: the store loads alone."""

import json
import os
import subprocess
import sys

PROGRAM = """
import json, sys
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
from quanheng.store.models import Account
call_command("migrate", run_syncdb=True, verbosity=0)
Account.objects.open("li", "李明")
print(json.dumps([
    sorted(apps.app_configs),
    [str(account) for account in Account.objects.all()],
    [name for name in sys.modules if name.startswith("django.contrib.") and name.endswith(".models")],
]))
"""


def test_the_store_stands_alone():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "quanheng.config.headless"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [["store"], ["李明"], []]

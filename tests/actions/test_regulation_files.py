"""Regulation files (法规文件)."""

import json

import pytest

from quanheng.actions.regulation_files import load_catalogue
from quanheng.core.values import Refused


def test_the_shipped_catalogue_is_read_once():
    assert load_catalogue() is load_catalogue()
    assert len(load_catalogue().rules) == 371


def test_an_organisation_adds_its_own_rules(tmp_path):
    law = {
        "slug": "our-city",
        "name_zh": "本市办法",
        "name_en": "Our City's Measures",
        "year": 2024,
        "kind": "law",
        "status": "in force",
        "in_force_from": "2024-05-01",
        "in_force_to": None,
        "date_source": "第三十条",
        "named_as": "本市办法 (2024)",
    }
    rule = {
        "id": "CITY-9",
        "article": "9",
        "subject": "notice",
        "rule_zh": "七个工作日。",
        "rule": "Seven working days.",
        "machine": {"kind": "compare", "field": "notice.working_days", "op": ">=", "value": 7},
        "applies_to": "all",
        "severity": "mandatory",
        "confidence": "seen",
        "evidence": "text",
        "url": None,
    }
    (tmp_path / "our-city.json").write_text(json.dumps({"law": law, "rules": [rule]}), encoding="utf-8")
    (tmp_path / "README.md").write_text("not a regulation", encoding="utf-8")
    catalogue = load_catalogue(tmp_path)
    assert catalogue.rule("CITY-9").cite() == "《本市办法》第9条"
    assert len(catalogue.rules) == 372


def test_a_broken_file_names_its_place(tmp_path):
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        load_catalogue(tmp_path)
    assert (caught.value.code, caught.value.where) == ("regulation_file", f"{tmp_path}/broken.json")

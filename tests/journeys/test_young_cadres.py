"""Young cadres (优秀年轻干部) by the command line: the lists keep their structure, and whoever gave way is told why."""

import json

from command_line import DATA, call


def test_the_structure_moves_some_and_the_lists_are_approved_filed_and_trained(tmp_path):
    done = call(
        "run",
        DATA / "plans" / "s9-young-cadres.yaml",
        "--inputs",
        DATA / "demo" / "s9",
        "--out",
        tmp_path / "out",
    )
    assert done.code == 0, done.err
    found = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    assert found["stopped"] is None
    stages = {stage["id"]: stage for stage in found["stages"]}
    lists = {part["post"]: part for part in stages["structure"]["record"]["lists"]}
    assert [(post, part["seats"]) for post, part in lists.items()] == [
        ("county-principal", 10),
        ("township-principal", 12),
    ]
    assert all(q["count"] >= q["at_least"] for part in lists.values() for q in part["quotas"])
    assert all(float(part["total"]) < float(part["top_total"]) for part in lists.values())
    reasons = [d["finding"]["code"] for d in stages["structure"]["departures"]]
    assert (reasons.count("gave_way_to_quota"), set(reasons)) == (11, {"gave_way_to_quota", "below_the_list"})
    chosen = [f for f in stages["structure"]["findings"] if f["code"] == "chosen_for_quota"]
    assert chosen[0]["text"]["zh"] == "第 11 名，为满足“40岁以下不少于3名”入选"
    remaining = [len(stages[s]["remaining"]) for s in ("decision", "approval", "filing", "training")]
    assert remaining == [22, 22, 22, 22]
    papers = [p.name for p in (tmp_path / "out" / "documents").iterdir()]
    assert sum("请示" in p or "报告" in p for p in papers) >= 2, papers

"""Make papers (形成文书): the papers of a run, as DOCX or PDF, into a folder."""

from __future__ import annotations

from pathlib import Path

import click

from quanheng.actions.paper_templates import current_templates
from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.at_the_machine import ROSTER_KEEPER
from quanheng.cli.files import write_folder
from quanheng.cli.language import language_option
from quanheng.core.authority import may
from quanheng.core.values import Refused, Text
from quanheng.documents.page.paged import pdf_of_docx
from quanheng.documents.papers.kind import Written
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.registry import PAPERS, all_papers, file_name, paper_kind, papers_of, run_papers
from quanheng.store.load import run_state


@click.command("make")
@click.argument("run")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="输出文件夹。The folder to write."
)
@click.option("--kind", help="只要这一种，空白表和每人一份的也可以。Only this kind, forms of everyone too.")
@click.option("--pdf", is_flag=True, help="写 PDF，缺省为 DOCX。PDF instead of DOCX.")
@language_option
def command(run: str, out: Path, kind: str | None, pdf: bool, language: str) -> None:
    """用现行模板形成一个运行的文书。Draw up the papers of a run with the templates in force."""
    apply_migrations()
    state = run_state(run)
    papers = _papers(Proceedings(state.facts, state.outcomes), kind)
    templates = current_templates()
    files: dict[str, bytes] = {}
    for number, paper in enumerate(papers, 1):
        docx = templates.draw(paper)
        content = pdf_of_docx(docx, paper.title.zh) if pdf else docx
        files[f"{number:02}-{file_name(paper, 'pdf' if pdf else 'docx')}"] = content
    if not files:
        raise Refused(
            "no_such_paper_yet",
            "这个运行还没有要形成的文书。",
            "The run has no such paper yet.",
            where=run,
            remedy_zh="请等相应环节录入或结束后再形成。",
            remedy_en="Wait until the stage has its inputs or is closed.",
        )
    write_folder(out, files, replace=False)
    click.echo(Text(f"已写入 {out}，{len(files)} 份。", f"{len(files)} papers in {out}.").say(language))


def _papers(proceedings: Proceedings, kind: str | None) -> list[Written]:
    """The papers of the result, or all of one kind; what only a discipline officer reads is left out."""
    if kind is None:
        found = list(all_papers(proceedings))
    else:
        wanted = paper_kind(kind)
        found = [p for p in run_papers(proceedings) if p.kind == wanted.id]
        for stage in proceedings.plan.stages:
            if stage.kind in (*wanted.stages, *wanted.also):
                found += papers_of(proceedings, stage.id, (wanted,))
            if stage.id not in proceedings.outcomes:
                break
    return [p for p in found if may(ROSTER_KEEPER, PAPERS[p.kind].read_by)]

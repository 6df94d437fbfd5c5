"""A form that agrees with itself, for the tests of the core."""

from quanheng.core.form.appointment_form import AppointmentForm, FamilyMember

PHOTO = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x23\x00\x00\x00\x31"
RESUME = (
    "2000.09--2004.07  江左大学行政管理专业学习\n"
    "2004.07--2010.03  河湾街道党政综合办公室科员\n"
    "                  （其间：2006.09--2009.06  望山财经学院工商管理专业学习；\n"
    "                  2009.07--2010.01  望山县信访局挂职）\n"
    "2010.03--         河湾街道党政综合办公室主任"
)
FORM = AppointmentForm(
    name="闻 书砚",
    sex="女",
    born="198204",
    nation="汉族",
    native_place="江左望山",
    birthplace="江左望山",
    party_joined="200306",
    work_started="200407",
    health="健康",
    full_time_level="大学",
    full_time_degree="管理学学士",
    full_time_level_school="江左大学行政管理专业",
    in_service_level="研究生",
    in_service_level_school="望山财经学院",
    in_service_degree_school="望山大学",
    present_post="河湾街道党政综合办公室主任",
    resume_text=RESUME,
    awards="无",
    appraisals="2023年：优秀；2024年：称职；2025年：优秀",
    family=(FamilyMember("丈夫", "祝昱钧", "198106", "中共党员", "教育局"),),
    age_as_of="20260320",
    id_number="110105198204150027",
    photo=PHOTO,
)

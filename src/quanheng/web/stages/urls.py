"""Addresses of stages (环节)."""

from __future__ import annotations

from django.urls import path

from quanheng.web.addresses import STAGE
from quanheng.web.stages import (
    appointments,
    closing,
    eligibility_desk,
    enrolment,
    fairness,
    integrity_exam,
    marking,
    meeting,
    notice_desk,
    opening_desk,
    opinions,
    paper_marks,
    preview,
    scoring_desk,
)

urlpatterns = [
    path(f"{STAGE}/close", closing.close, name="stage-close"),
    path(f"{STAGE}/back", closing.back, name="stage-back"),
    path(f"{STAGE}/preview", preview.preview, name="stage-preview"),
    path(f"{STAGE}/fairness", fairness.fairness, name="fairness"),
    path(f"{STAGE}/enrolment", enrolment.enrol, name="enrolment"),
    path(f"{STAGE}/enrolment/withdraw", enrolment.withdraw, name="enrolment-withdraw"),
    path(f"{STAGE}/enrolment/receipt", enrolment.receipt, name="enrolment-receipt"),
    path(f"{STAGE}/eligibility", eligibility_desk.desk, name="eligibility-desk"),
    path(f"{STAGE}/opening", opening_desk.desk, name="opening-desk"),
    path(f"{STAGE}/rechoose", opening_desk.rechoose, name="rechoose"),
    path(f"{STAGE}/rechoose/take-back", opening_desk.take_back, name="rechoose-back"),
    path(f"{STAGE}/scoring", scoring_desk.desk, name="scoring-desk"),
    path(f"{STAGE}/scoring/<slug:panel>/<str:judge>/<int:place>", scoring_desk.desk_sheet, name="desk-sheet"),
    path(
        f"{STAGE}/scoring/<slug:panel>/<str:judge>/<int:place>/again",
        scoring_desk.check_sheet,
        name="check-sheet",
    ),
    path(f"{STAGE}/papers-marked/<slug:subject>", paper_marks.paper_marks, name="paper-marks"),
    path(f"{STAGE}/marking", marking.marking, name="marking"),
    path(f"{STAGE}/marking/<int:number>", marking.marking_sheet, name="marking-sheet"),
    path(f"{STAGE}/meeting", meeting.meeting, name="meeting"),
    path(f"{STAGE}/meeting/record", meeting.record_meeting, name="meeting-record"),
    path(f"{STAGE}/meeting/attendance", meeting.record_attendance, name="meeting-attendance"),
    path(f"{STAGE}/meeting/votes", meeting.record_votes, name="meeting-votes"),
    path(f"{STAGE}/meeting/own-vote", meeting.state_vote, name="meeting-own-vote"),
    path(f"{STAGE}/meeting/count", meeting.record_count, name="meeting-count"),
    path(f"{STAGE}/meeting/postpone", meeting.postpone, name="meeting-postpone"),
    path(f"{STAGE}/opinions", opinions.opinions, name="opinions"),
    path(f"{STAGE}/opinions/countersign", opinions.countersign, name="opinion-countersign"),
    path(f"{STAGE}/exam", integrity_exam.exam, name="exam"),
    path(f"{STAGE}/exam/begin", integrity_exam.begin, name="exam-begin"),
    path(f"{STAGE}/exam/answers", integrity_exam.answers, name="exam-answers"),
    path(f"{STAGE}/exam/hand-in", integrity_exam.finish, name="exam-finish"),
    path(f"{STAGE}/exam-desk", integrity_exam.exam_desk, name="exam-desk"),
    path(f"{STAGE}/exam-desk/bank", integrity_exam.exam_bank, name="exam-bank"),
    path(f"{STAGE}/exam-desk/collect", integrity_exam.exam_collect, name="exam-collect"),
    path(f"{STAGE}/notice", notice_desk.notice_desk, name="notice-desk"),
    path(f"{STAGE}/objections", notice_desk.objections, name="objections"),
    path(f"{STAGE}/appointments", appointments.appointments, name="appointments"),
    path(f"{STAGE}/appointments/record", appointments.record_appointments, name="appointments-record"),
]

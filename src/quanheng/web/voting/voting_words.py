"""Words of the voter's pages (选民页面文字): what the script in the browser says, in the page's language."""

from __future__ import annotations

from collections.abc import Mapping

from quanheng.core.values import Text
from quanheng.web.language import say

WORDS: Mapping[str, Text] = {
    "about": Text(
        "一共 {n} 页，一页一页选；最后核对一遍，再投出。",
        "Pages: {n}. Choose on each, look them over, then cast.",
    ),
    "again": Text("再试一次", "Try again"),
    "answer_all": Text(
        "这一页还有没选的，请选完再往下。",
        "Something on this page is not answered yet.",
    ),
    "back": Text("上一页", "Back"),
    "backup_about": Text(
        "请抄下或拍下这个备份码。手机丢失、浏览器清空时，凭它在领票页取回您的票；系统里只有加密后的内容"
        "，没有这个码打不开。",
        "Write this code down. If the phone is lost or the browser cleared, it brings your ballots "
        "back on the "
        "page for collecting. The system holds them encrypted and cannot open them without the code.",
    ),
    "backup_title": Text("备份码（只显示这一次）", "Backup code (shown once)"),
    "bad_receipt": Text(
        "票箱给的回执不对。请截图保存，并告诉监票人。",
        "The receipt does not fit the published key. Keep a picture of this page and tell the scrutineer.",
    ),
    "bad_receipt_title": Text("回执不符", "The receipt is wrong"),
    "bad_ticket": Text(
        "请核对后再试：重新扫描印制票，或重新输入票上的码；手机领票的，回到领票页再试。",
        "Check it and try again: scan the slip or type its code once more; if you collected by phone, go "
        "back to the page for collecting.",
    ),
    "bad_ticket_title": Text("这张票读不出来", "This ballot cannot be read"),
    "backup_again": Text("再存一次备份", "Keep the backup again"),
    "backup_lost": Text("备份没有存上", "The backup was not kept"),
    "backup_lost_about": Text(
        "网络没有回答。没有备份，手机丢失或浏览器清空后，票就找不回来了；请再存一次。",
        "The network did not answer. Without a backup the ballots are gone with the phone or the browser's "
        "memory; try again.",
    ),
    "bad_scan": Text("这个码读不出来，请再扫一次。", "That code cannot be read; scan the slip again."),
    "begin": Text("开始投票", "Begin voting"),
    "blank": Text("未填", "left blank"),
    "counted_abstain": Text("按弃权计", "counts as abstained"),
    "counted_approve": Text("按赞成（最高等次）计", "counts as for (the best grade)"),
    "counted_oppose": Text("按反对计", "counts as against"),
    "counted_invalid": Text("这一项作废", "void"),
    "counts_as": Text("（计“{choice}”票）", " (counts as: {choice})"),
    "at_post": Text("{name}（{post}）", "{name} ({post})"),
    "bound_at_least": Text("不少于 {n}", "at least {n}"),
    "bound_at_most": Text("不超过 {n}", "at most {n}"),
    "bound_over": Text("多于 {n}", "more than {n}"),
    "bound_under": Text("少于 {n}", "fewer than {n}"),
    "cannot_cast": Text("还不能投出", "It cannot be cast yet"),
    "cast": Text("确认投出", "Cast"),
    "cast_void": Text("仍要投出（会作废）", "Cast it anyway (void)"),
    "change": Text("修改", "Change"),
    "choose": Text("请勾选要推荐的人", "Tick whom you recommend"),
    "choose_as": Text("勾选谁，就对谁投“{choice}”票", "A tick is a vote: {choice}"),
    "codes": Text("查询码（凭它核对您的票已计入）", "Codes (they find your ballots on the board)"),
    "codes_hint": Text(
        "封箱后，凭查询码也能看到这张票的内容。请自己保存，不要给别人看。",
        "After the close a code also shows what its ballot says. Keep them to yourself.",
    ),
    "collect": Text("领票", "Collect"),
    "collect_about": Text(
        "您有 {n} 张票。票在您的手机上生成；系统盖章时看不到票面，不知道哪张是您的。",
        "Ballots for you: {n}. They are made on your device; the system stamps them unseen and does "
        "not know which are yours.",
    ),
    "collect_again": Text("继续领票", "Go on collecting"),
    "collect_lost": Text(
        "没有收到回答。已生成的内容保存在本机，再试一次不会重复领票。",
        "No answer came. What was made is kept on this device; trying again does not collect twice.",
    ),
    "collect_refused": Text("没有领到", "Not collected"),
    "collect_title": Text("领票", "Collect your ballots"),
    "collected": Text("已领到 {n} 张票", "Ballots collected: {n}"),
    "collected_where": Text("票存在本机的这个浏览器里。", "They are kept in this browser, on this device."),
    "collected_title": Text("已领票", "Collected"),
    "comma": Text("、", ", "),
    "exactly": Text("须选 {n} 人", "Choose exactly {n}"),
    "find_again": Text(
        "请把投票页加入收藏，或记下网址：",
        "Keep a bookmark of the voting page, or note its address:",
    ),
    "finish": Text("完成，交给下一位", "Done, next voter"),
    "forget": Text("清除本机记录", "Clear this device"),
    "forget_sure": Text(
        "清除后，本机不再有您的查询码，找不回来。查询码另外存好了吗？",
        "Your codes will be gone from this device for good. Have you kept them elsewhere?",
    ),
    "forgotten": Text(
        "您投的票不受影响，仍在票箱里。",
        "The ballots you cast are untouched: they lie in the box.",
    ),
    "forgotten_title": Text("本机的记录已清除", "This device is cleared"),
    "hand_over": Text("存到投票页", "Take them to the voting page"),
    "hand_over_about": Text(
        "还有一步：点下面的按钮，把票存到投票页（另一个网址，不用登录，不记谁来过）。到了投票时间，直接打开投票页投票。"
        "已经存过的，不用再存。",
        "One more step: press the button to take the ballots to the voting page, another address that "
        "asks nobody to sign in and keeps no record of who came. When voting is open, go there "
        "directly. If you have done so before, there is nothing left to do here.",
    ),
    "issuer_code": Text(
        "第二发票方给您的领票码",
        "The code that the second issuer gave you",
    ),
    "issuer_code_about": Text(
        "两方都盖章，票才有效；两方都不知道哪张票是您的。",
        "A ballot needs both issuers; neither knows which is yours.",
    ),
    "keep_codes": Text("保存查询码", "Keep the codes"),
    "keep_old": Text("用原来的票", "Keep the earlier one"),
    "kept": Text(
        "您的 {n} 张票存在本机。到了投票时间，用同一部手机（电脑）、同一个浏览器打开本页投票。",
        "Your ballots ({n}) are on this device. When voting begins, open this page here, in this browser.",
    ),
    "kept_title": Text("票已存好，投票尚未开始", "Your ballots are kept; voting has not begun"),
    "kiosk_start": Text("请扫描您抽到的票。", "Scan the slip that you drew."),
    "look_again": Text("看看开始了没有", "Has it begun?"),
    "making": Text(
        "正在准备您的票，请稍候……",
        "Preparing your ballots, a moment…",
    ),
    "marks_within": Text("分数{bound}", "a mark of {bound}"),
    "most": Text("最多选 {n} 人", "Choose {n} at most"),
    "names": Text("推荐人选", "Names"),
    "next": Text("下一页", "Next"),
    "no_connection": Text("连不上服务器", "The server does not answer"),
    "no_ticket": Text("本机没有这次投票的票。", "There is no ballot for this election on this device."),
    "no_ticket_where": Text(
        "会议投票：扫描抽到的票上的二维码。手机投票：在领票时用的手机和浏览器里打开。",
        "At a meeting: scan the code on the slip that you drew. By phone: open this page where you "
        "collected.",
    ),
    "nobody": Text("一个也没有选", "nobody chosen"),
    "not_secure": Text(
        "本页须用 https 打开：否则网络上的人能看到您的选择。请核对网址。",
        "This page opens by https only: otherwise others on the network could see what you choose.",
    ),
    "not_secure_title": Text("连接不安全，不能投票", "The connection is not secure: no voting here"),
    "once_only": Text(
        "投出以后不能改；一张票只能用一次。",
        "Once cast it cannot be changed; a ballot works once.",
    ),
    "over": Text("投票已经结束，不再收票。", "Voting is over; no more ballots are taken."),
    "over_title": Text("投票已结束", "Voting is over"),
    "pause": Text("，", ", "),
    "recover": Text("取回", "Bring back"),
    "recover_about": Text(
        "您已经领过票，票在当时使用的设备上。换了设备的，请输入领票时记下的备份码。没有备份码的，票不能"
        "补发。",
        "You have collected; the ballots are on the device you used. On another one, enter the backup "
        "code. "
        "Without it they cannot be issued again.",
    ),
    "recover_code": Text("备份码", "Backup code"),
    "recover_title": Text("取回您的票", "Bring your ballots back"),
    "recover_wrong": Text("备份码不对，请核对后再输。", "The code does not fit; check it and try again."),
    "refused": Text("有 {n} 张票没有被接收", "Not accepted: {n}"),
    "refused_title": Text("没有投出", "Not cast"),
    "reload": Text(
        "请检查网络后再试。您填的内容没有丢。",
        "Check the network and try again. Nothing is lost.",
    ),
    "review": Text("核对", "Look over"),
    "retrying": Text("网络没有回答，正在再试……", "The network does not answer; trying again…"),
    "review_hint": Text(
        "请核对；要改的点“修改”。现在还没有投出。",
        "Look it over. Nothing has been cast yet.",
    ),
    "review_title": Text("核对您的选择", "Look over what you chose"),
    "scan": Text("扫码枪读入，或手工输入票上的码", "Scan, or type the code on the slip"),
    "send_again": Text("再次发送", "Send again"),
    "sending": Text("正在投出……", "Casting…"),
    "sent": Text(
        "{n} 张票已投出，票箱已逐张回执。",
        "Ballots cast: {n}; the box gave a receipt for each.",
    ),
    "sent_hint": Text(
        "现在可以关闭本页。",
        "You may close this page.",
    ),
    "some_blank": Text(
        "有 {n} 页没有填全，请看看是不是有意留空。",
        "Pages left empty in part: {n}. Is that on purpose?",
    ),
    "sent_title": Text("已投出", "Cast"),
    "spoils_all_equal": Text(
        "对所有人的评价完全相同，按方案整张票无效。",
        "All marks are the same: by the plan the whole sheet is void.",
    ),
    "spoils_over_vote": Text(
        "选的人数超过 {n} 人，这张票将无效。",
        "More than {n} names: this ballot would be void.",
    ),
    "spoils_sheet_rule": Text(
        "方案规定：{what}的人数{bound}。这样投出，整张票作废。",
        "By the plan the number given {what} is {bound}: cast like this, the sheet is void.",
    ),
    "spoils_too_few_outsiders": Text(
        "本单位以外的人选不足，这张票将无效。",
        "Too few names from outside: this ballot would be void.",
    ),
    "spoils_under_vote": Text(
        "选的人数不足 {n} 人，这张票将无效。",
        "Fewer than {n} names: this ballot would be void.",
    ),
    "spoils_unopposed_write_in": Text(
        "反对一人才能另写一人：另写的人多于反对的人，这张票将无效。",
        "A name written in takes the place of somebody voted against: this ballot would be void.",
    ),
    "step_collect": Text("领票", "Collect"),
    "step_done": Text("（已完成）", " (done)"),
    "step_keep": Text("存到投票页", "Take along"),
    "step_vote": Text("投票", "Vote"),
    "stay": Text(
        "请不要关闭本页。断了线也不要紧，重开本页会接着发。",
        "Keep this page open. If the line drops, opening it again goes on.",
    ),
    "two_tickets": Text(
        "本机已有一张没投出的票，又扫到另一张。换用新票后，原来那张要用它的印制票或备份码才能找回。",
        "A ballot that was not cast is on this device, and another was scanned. If you use the new "
        "one, the earlier is found again only by its slip or backup code.",
    ),
    "two_tickets_title": Text("用哪一张票？", "Which ballot?"),
    "type_code": Text("不能扫码的，输入票上的码", "If you cannot scan, type the code on the slip"),
    "type_code_about": Text(
        "28 个字母和数字，不分大小写，空格不用输；后面有“.”的，连同后面的字一起输入。输错一个字会马上提示。",
        "28 letters and digits, capitals or not, without the blanks; where a dot follows, type it and what "
        "comes after it too. A sign typed wrong is noticed at once.",
    ),
    "unfit": Text(
        "还有没填的项目，或者有不能这样填的内容。",
        "Something is missing, or filled in as it may not be.",
    ),
    "unsent": Text(
        "网络没有回答。这些票还没有投出，存在本机；网络恢复后会接着发，也可以点“再次发送”。"
        "同一张票不会计两次。",
        "The network did not answer. These ballots are kept here and not cast; they go on when it is back, "
        "or when you send again. A ballot cannot count twice.",
    ),
    "unsent_title": Text("还有 {n} 张票未投出", "Not cast yet: {n}"),
    "unmarked_abstain": Text("不选的，按弃权计。", "What you leave empty counts as abstained."),
    "unmarked_approve": Text(
        "不选的，按赞成（最高等次）计。", "What you leave empty counts as for (the best grade)."
    ),
    "unmarked_oppose": Text("不选的，按反对计。", "What you leave empty counts as against."),
    "unmarked_invalid": Text("不选的，这一项作废。", "What you leave empty is void."),
    "use_new": Text("用新扫的票", "Use the new one"),
    "vote_now": Text("去投票页投票", "To the voting page"),
    "vote_now_about": Text(
        "投票已经开始。点下面的按钮去投票页；最好换个网络，并先退出登录。",
        "Voting is open. The button leads to the voting page; best sign out first and change the network.",
    ),
    "would_spoil": Text("请注意", "Mind this"),
    "write_in": Text("另写姓名", "Write in"),
    "when": Text(
        "投票时间：",
        "Voting: ",
    ),
    "colon": Text(
        "：",
        ": ",
    ),
    "remarks": Text(
        "意见建议",
        "Remarks",
    ),
    "remark": Text(
        "您的意见或建议（可以不写）",
        "Your remarks (may be left blank)",
    ),
    "remark_about": Text(
        "不超过 300 字。意见单独成票，与打分分开，不足 10 条的不公布。不要写出自己的身份。",
        "Up to 300 characters. Remarks are ballots of their own, apart from the marks, and are told "
        "only where there are ten. Do not say who you are.",
    ),
    "on_scale": Text(
        "（{least} 到 {greatest}）",
        " ({least} to {greatest})",
    ),
    "not_yet": Text("投票还没有开始。", "Voting has not begun."),
    "off_scale": Text(
        "请填 {least} 到 {greatest} 的数。",
        "Give a number from {least} to {greatest}.",
    ),
    "off_scale_step": Text(
        "请填 {least} 到 {greatest} 的数，每格 {step}。",
        "Give a number from {least} to {greatest}, in steps of {step}.",
    ),
    "chosen": Text(
        "　已选 {n} 人",
        " — {n} chosen",
    ),
    "outsiders": Text(
        "其中至少 {n} 人不是本单位的。",
        "At least {n} of them from outside.",
    ),
    "outside": Text(
        "　外单位",
        " outside",
    ),
    "draft_kept": Text(
        "上次选的还在，接着往下选就行。",
        "What you chose before is kept; go on from there.",
    ),
    "go_on": Text(
        "接着选",
        "Go on",
    ),
    "page_of": Text(
        "第 {n} 页，共 {of} 页：",
        "Page {n} of {of}: ",
    ),
    "keep": Text(
        "返回核对",
        "Back to the review",
    ),
    "whole_sheet": Text(
        "这是一整张票",
        "This is one whole sheet",
    ),
    "sending_of": Text(
        "第 {n} 张，共 {of} 张",
        "{n} of {of}",
    ),
    "sent_kiosk": Text(
        "请按“完成”，把平板交给下一位。平板上什么也不留。",
        "Press Done and hand the tablet on. Nothing stays on it.",
    ),
}


def spoken() -> dict[str, str]:
    """Every sentence in the reader's language."""
    return {name: say(text) for name, text in WORDS.items()}

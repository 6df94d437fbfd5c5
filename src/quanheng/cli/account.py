"""Commands about accounts (账户): open, link, list."""

from __future__ import annotations

from quanheng.cli.lazy import Lazy, LazyGroup

WEB = "quanheng.config.settings"

command = LazyGroup(
    name="account",
    help="开账户、发登录链接。Open accounts, issue sign-in links.",
    commands={
        "open": Lazy("quanheng.cli.account_open", "开立账户并授予角色。Open an account with its roles.", WEB),
        "link": Lazy("quanheng.cli.account_link", "发放一次性登录链接。Issue a one-time sign-in link.", WEB),
        "list": Lazy("quanheng.cli.account_list", "列出账户和角色。List accounts and their roles.", WEB),
    },
)

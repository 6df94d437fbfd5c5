"""The same list in a plain Django admin (对照): what a ModelAdmin gives and nothing else."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.urls import include, path

from quanheng.store.models import Person


class EverybodySite(AdminSite):
    """An admin site that lets everybody in: accounts of ours know no permissions of Django's."""

    def has_permission(self, request: Any) -> bool:
        return True


class PersonAdmin(ModelAdmin):
    """People with the columns, searches and filters that the people table offers."""

    list_display = ("code", "name", "unit", "sex", "born", "party", "identity", "establishment")
    search_fields = ("name", "pinyin", "initials", "code")
    list_filter = ("sex", "party", "identity", "establishment")
    list_per_page = 50
    ordering = ("code",)

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True

    has_add_permission = has_delete_permission = lambda self, request, obj=None: False
    has_change_permission = has_view_permission
    has_module_permission = lambda self, request: True  # noqa: E731


site = EverybodySite("plain")
site.register(Person, PersonAdmin)
urlpatterns = [path("admin/", site.urls), path("", include("quanheng.config.urls"))]

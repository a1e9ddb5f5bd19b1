"""Addresses of this room: the trainer's desk, and what a group brought."""

from django.urls import path

from marketplace.office.views import availability, desk, packages, referrals

app_name = "office"
_GROUP = "groups/<slug:slug>/manage/referrals/"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/orders/<uuid:uid>/", desk.booking, name="booking"),
    path("desk/sessions/<uuid:uid>/held/", desk.session_held, name="session-held"),
    path("desk/sessions/<uuid:uid>/missed/", desk.session_missed, name="session-missed"),
    path("desk/sessions/<uuid:uid>/undo/", desk.session_undo, name="session-undo"),
    path("desk/availability/", availability.availability, name="availability"),
    path("desk/availability/rules/", availability.rule_add, name="rule-add"),
    path("desk/availability/rules/remove/", availability.rule_remove, name="rule-remove"),
    path("desk/availability/dates/", availability.exception_add, name="exception-add"),
    path("desk/availability/dates/remove/", availability.exception_remove, name="exception-remove"),
    path("desk/packages/", packages.packages, name="packages"),
    path(_GROUP, referrals.group_referrals, name="group-referrals"),
    path(f"{_GROUP}codes/", referrals.code_add, name="code-add"),
    path(f"{_GROUP}codes/<uuid:uid>/retire/", referrals.code_retire, name="code-retire"),
    path(f"{_GROUP}codes/<uuid:uid>/restore/", referrals.code_restore, name="code-restore"),
]

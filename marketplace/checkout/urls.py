"""Addresses of the front desk: trainers, packages, times, orders and one's own bookings."""

from django.urls import path

from marketplace.checkout.views import bookings, calendars, details, offers, orders, pay, slots

app_name = "checkout"
urlpatterns = [
    path("trainers/<slug:slug>/", offers.trainer_detail, name="trainer-detail"),
    path("trainers/<slug:trainer>/<slug:slug>/", offers.package_detail, name="package-detail"),
    path("book/<uuid:uid>/", slots.slots, name="slots"),
    path("orders/<uuid:uid>/", orders.order_detail, name="order-detail"),
    path("orders/<uuid:uid>/state/", orders.order_state, name="order-state"),
    path("orders/<uuid:uid>/open/<str:token>/", orders.order_open, name="order-open"),
    path("orders/<uuid:uid>/details/", details.order_details, name="order-details"),
    path("orders/<uuid:uid>/pay/", pay.order_pay, name="order-pay"),
    path("orders/<uuid:uid>/sessions/<int:number>/book/", slots.session_book, name="session-book"),
    path(
        "orders/<uuid:uid>/sessions/<int:number>/calendar.ics",
        calendars.session_calendar,
        name="session-calendar",
    ),
    path("me/bookings/", bookings.my_bookings, name="my-bookings"),
]

from django.urls import path

from credits.views import acceptance, batches, check_items, checks, redraw

urlpatterns = [
    path("batches/", batches.batch_list, name="batch-list"),
    path("batches/acceptance/", acceptance.acceptance, name="acceptance"),
    path("batches/acceptance/take/", acceptance.take, name="acceptance-take"),
    path("batches/acceptance/<slug:kind>/<int:pk>/refuse/", acceptance.refuse, name="acceptance-refuse"),
    path("batches/send/", batches.send, name="batch-send"),
    path("batches/lines/<str:code>/<slug:act>/", batches.line_act, name="line-act"),
    path("batches/<str:code>/", batches.batch, name="batch"),
    path("batches/<str:code>/<slug:act>/", batches.batch_act, name="batch-act"),
    path("checks/", checks.check_list, name="check-list"),
    path("checks/new/", checks.new, name="check-new"),
    path("checks/items/<int:pk>/", check_items.item, name="check-item"),
    path("checks/items/<int:pk>/<slug:act>/", check_items.item_act, name="item-act"),
    path("checks/findings/", checks.finding_list, name="finding-list"),
    path("checks/findings/<int:pk>/<slug:act>/", check_items.finding_act, name="finding-act"),
    path("checks/<str:code>/", checks.check, name="check"),
    path("checks/<str:code>/redraw/", redraw.redraw, name="redraw"),
    path("checks/<str:code>/list.txt", redraw.frozen_list, name="redraw-list"),
    path("checks/<str:code>/<slug:act>/", checks.check_act, name="check-act"),
]

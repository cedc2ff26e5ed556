from django.urls import path

from programs.views import choices, funds, institutions

institution_patterns = [
    path("institutions/recommended/", institutions.recommended, name="institution-recommended"),
    path("institutions/recommended/new/", institutions.recommend, name="institution-recommend"),
    path("institutions/recommended/<int:pk>/strike/", institutions.strike, name="institution-strike"),
    path("institutions/choices/", choices.choice_list, name="choice-list"),
    path("institutions/choices/new/", choices.choose, name="choice-new"),
    path("institutions/choices/<int:pk>/", choices.choice, name="choice"),
    path("institutions/choices/<int:pk>/object/", choices.object_to, name="choice-object"),
    path("institutions/choices/<int:pk>/settle/", choices.settle, name="choice-settle"),
    path("institutions/choices/<int:pk>/withdraw/", choices.withdraw, name="choice-withdraw"),
    path("institutions/choices/objections/<int:pk>/", choices.answer, name="choice-answer"),
    path("institutions/evidence/<slug:kind>/<int:pk>/", institutions.evidence, name="institution-evidence"),
    path("institutions/<str:code>/presentation/", institutions.presentation, name="institution-presentation"),
    path("institutions/<str:code>/presentation/edit/", institutions.present, name="institution-present"),
    path("institutions/<str:code>/qualifications/", institutions.qualifications, name="institution-qualifications"),
    path("institutions/<str:code>/qualifications/<slug:key>/", institutions.check, name="institution-check"),
    path("institutions/<str:code>/judgements/", institutions.judgements, name="institution-judgements"),
    path("institutions/<str:code>/judgements/new/", institutions.give_opinion, name="institution-opinion"),
    path("institutions/<str:code>/judgements/conclude/", institutions.conclude, name="institution-conclude"),
    path("funds/", funds.source_list, name="fund-list"),
    path("funds/new/", funds.bring_in, name="fund-new"),
    path("funds/spendings/", funds.spending_list, name="spending-list"),
    path("funds/fees/", funds.fees, name="fund-fees"),
    path("funds/<int:pk>/", funds.source, name="fund"),
    path("funds/<int:pk>/edit/", funds.revise, name="fund-edit"),
    path("funds/<int:pk>/spend/", funds.spend, name="fund-spend"),
    path("funds/<slug:kind>/<int:pk>/void/", funds.void, name="fund-void"),
    path("funds/evidence/<slug:kind>/<int:pk>/", funds.evidence, name="fund-evidence"),
]

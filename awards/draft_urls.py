from django.urls import path

from awards.views import cycle_drafts, cycle_parts, cycle_quotas

DRAFT = "awards/drafts/<int:pk>/"
CATEGORY = DRAFT + "category/<slug:key>/"

urlpatterns = [
    path("awards/drafts/", cycle_drafts.draft_list, name="draft-cycle-list"),
    path("awards/drafts/new/", cycle_drafts.begin, name="draft-cycle-new"),
    path(DRAFT, cycle_drafts.draft, name="draft-cycle"),
    path(DRAFT + "file/", cycle_drafts.whole, name="draft-cycle-file"),
    path(DRAFT + "assume/", cycle_drafts.assume, name="draft-cycle-assume"),
    path(DRAFT + "preview/", cycle_drafts.preview, name="draft-cycle-preview"),
    path(DRAFT + "issue/", cycle_drafts.issue, name="draft-cycle-issue"),
    path(DRAFT + "drop/", cycle_drafts.drop, name="draft-cycle-drop"),
    path(DRAFT + "head/", cycle_parts.head, name="draft-cycle-head"),
    path(DRAFT + "part/<slug:name>/add/", cycle_parts.part, name="draft-cycle-add"),
    path(DRAFT + "part/<slug:name>/<int:at>/", cycle_parts.part, name="draft-cycle-part"),
    path(DRAFT + "part/<slug:name>/<int:at>/remove/", cycle_parts.remove, name="draft-cycle-remove"),
    path(DRAFT + "quotas/add/", cycle_quotas.add, name="draft-quota-add"),
    path(DRAFT + "quotas/<slug:name>/<int:at>/", cycle_quotas.rule, name="draft-quota"),
    path(DRAFT + "publicity/", cycle_quotas.publicity, name="draft-publicity"),
    path(CATEGORY, cycle_parts.category, name="draft-category"),
    path(CATEGORY + "<str:path>/", cycle_parts.condition, name="draft-condition"),
    path(CATEGORY + "<str:path>/remove/", cycle_parts.remove_condition, name="draft-condition-remove"),
]

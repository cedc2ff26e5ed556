"""Addresses of notices, their drafts and the policies they set."""

from django.urls import path

from programs.views import bringing, drafts, notices, policies, receipts, register, versions

notice_patterns = [
    path("notices/", register.notice_list, name="notice-list"),
    path("notices/new/", bringing.bring_notice, name="bring-notice"),
    path("notices/schema.json", notices.schema, name="notice-schema"),
    path("notices/drafts/", drafts.draft_list, name="draft-list"),
    path("notices/drafts/new/", drafts.begin, name="draft-new"),
    path("notices/drafts/<int:pk>/", drafts.draft, name="draft"),
    path("notices/drafts/<int:pk>/head/", drafts.head, name="draft-head"),
    path("notices/drafts/<int:pk>/file/", drafts.whole, name="draft-file"),
    path("notices/drafts/<int:pk>/issue/", drafts.issue, name="draft-issue"),
    path("notices/drafts/<int:pk>/drop/", drafts.drop, name="draft-drop"),
    path("notices/drafts/<int:pk>/<slug:name>/new/", drafts.part, name="draft-add"),
    path("notices/drafts/<int:pk>/<slug:name>/<int:at>/", drafts.part, name="draft-part"),
    path("notices/drafts/<int:pk>/<slug:name>/<int:at>/remove/", drafts.remove, name="draft-remove"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/revise/", drafts.revise, name="notice-revise"),
    path("notices/<int:pk>/repeal/", register.repeal, name="notice-repeal"),
    path("notices/<int:pk>/reinstate/", register.reinstate, name="notice-reinstate"),
    path("notices/<int:pk>/receipts/", receipts.receipt_list, name="receipt-list"),
    path("notices/<int:pk>/receipts/ask/", receipts.ask, name="receipt-ask"),
    path("notices/<int:pk>/receipts/remind/", receipts.remind, name="receipt-remind"),
    path("notices/receipts/<int:pk>/confirm/", receipts.confirm, name="receipt-confirm"),
    path("notices/<int:pk>/attach/", register.attach, name="notice-attach"),
    path("notices/<int:pk>/attached/<int:file>/", register.attached, name="notice-attached"),
    path("notices/<int:pk>/attached/<int:file>/remove/", register.detach, name="notice-detach"),
    path("notices/<int:pk>/file/", notices.notice_file, name="notice-file"),
    path("notices/<int:pk>/file/<int:version>/", notices.notice_file, name="notice-version"),
    path("notices/<int:pk>/versions/<int:before>/<int:after>/", versions.compare, name="notice-versions"),
    path("policy/", policies.policy, name="policy"),
    path("policy/compare/", policies.compare, name="policy-compare"),
]

from django.urls import include, path

from awards import draft_urls, quota_urls
from awards.views import (
    answers,
    attachments,
    cities,
    cycles,
    eligibility,
    entering,
    late,
    moves,
    nominations,
    papers,
    province,
    results,
)

app_name = "awards"

NOMINATION = "awards/nominations/<int:pk>/"
CYCLE = "awards/<slug:code>/"
NOMINEE = CYCLE + "eligibility/<slug:category>/<slug:unit>/"

urlpatterns = [
    path("", include("awards.judging_urls")),
    path("awards/", cycles.cycle_list, name="cycle-list"),
    *draft_urls.urlpatterns,
    path(NOMINATION, nominations.nomination, name="nomination"),
    path(NOMINATION + "save/", nominations.save, name="save"),
    path(NOMINATION + "submit/", nominations.submit, name="submit"),
    path(NOMINATION + "recommend/", moves.recommend, name="recommend"),
    path(NOMINATION + "send-back/", moves.send_back, name="send-back"),
    path(NOMINATION + "revoke/", moves.revoke, name="revoke"),
    path(NOMINATION + "withdraw/", moves.withdraw, name="withdraw"),
    path(NOMINATION + "attachments/", attachments.attach, name="attach"),
    path(NOMINATION + "attachments/<int:file>/", attachments.attachment, name="attachment"),
    path(NOMINATION + "attachments/<int:file>/remove/", attachments.remove, name="remove-attachment"),
    path(NOMINATION + "proof/", papers.proof, name="proof"),
    path(NOMINATION + "form.docx", papers.edition, name="edition"),
    path(NOMINATION + "issue/", papers.issue, name="issue"),
    path(CYCLE, cycles.cycle, name="cycle"),
    *quota_urls.urlpatterns,
    path(CYCLE + "issue/", papers.issue_cycle, name="issue-cycle"),
    path(CYCLE + "results/", results.results, name="results"),
    path(CYCLE + "results/paper/", results.issue, name="results-paper"),
    path(CYCLE + "draft/", cycles.draft, name="draft"),
    path(CYCLE + "score/", cycles.score, name="score"),
    path(CYCLE + "deadline/", cycles.move_deadline, name="move-deadline"),
    path(CYCLE + "late/", late.late, name="late"),
    path(CYCLE + "eligibility/", eligibility.eligibility, name="eligibility"),
    path(NOMINEE, eligibility.nominee, name="nominee"),
    path(NOMINEE + "attest/", eligibility.attest, name="attest"),
    path(CYCLE + "abstain/", answers.abstain, name="abstain"),
    path(CYCLE + "abstentions/<int:pk>/take-back/", answers.take_back, name="take-back"),
    path(CYCLE + "missing/", answers.missing, name="missing"),
    path(CYCLE + "remind/", answers.remind, name="remind"),
    path(CYCLE + "enter/", entering.enter, name="enter"),
    path(CYCLE + "desk/", cities.desk, name="desk"),
    path(CYCLE + "desk/compare/", cities.compare, name="compare"),
    path(CYCLE + "desk/order/", cities.order, name="order"),
    path(CYCLE + "desk/summary/<str:kind>/", papers.summary, name="summary"),
    path(CYCLE + "desk/papers/", papers.papers, name="papers"),
    path(CYCLE + "papers/", papers.all_papers, name="all-papers"),
    path(CYCLE + "desk/issue/", papers.issue_city, name="issue-city"),
    path(CYCLE + "province/", province.province, name="province"),
    path(CYCLE + "province/accept/", province.accept, name="accept"),
    path(CYCLE + "province/decide/", province.decide, name="decide"),
    path(CYCLE + "province/reconsider/", province.reconsider, name="reconsider"),
    path(CYCLE + "announce/", province.announce, name="announce"),
    path(CYCLE + "announce/cancel/", province.cancel_release, name="cancel-release"),
]

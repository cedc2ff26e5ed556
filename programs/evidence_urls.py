from django.urls import path

from programs.views import evidence, refining, sharing

evidence_patterns = [
    path("evaluations/", evidence.evaluation_list, name="evaluation-list"),
    path("rankings/", evidence.ranking_list, name="ranking-list"),
    path("institutions/", evidence.institution_list, name="institution-list"),
    path("institutions/<str:code>/", evidence.institution, name="institution"),
    path("showcases/", evidence.showcase_list, name="showcase-list"),
    path("showcases/<int:pk>/", evidence.showcase, name="showcase"),
    path("showcases/shared/", sharing.shared_list, name="shared-list"),
    path("showcases/shared/<int:pk>/", sharing.shared_file, name="shared-file"),
    path("showcases/refinements/", refining.refinement_list, name="refinement-list"),
    path("showcases/refinements/<int:pk>/", refining.finish, name="refinement-finish"),
    path("showcases/refinements/<int:pk>/recall/", refining.recall, name="refinement-recall"),
    path("showcases/refinements/<int:pk>/file/", refining.file, name="refinement-file"),
    path("showcases/<int:pk>/refine/", refining.ask, name="refinement-ask"),
    path("media-reports/", evidence.media_list, name="media-list"),
    path("media-reports/<int:pk>/scan/", evidence.media_scan, name="media-scan"),
    path("media-reports/<int:pk>/scan/new/", evidence.media_scan_new, name="media-scan-new"),
    path("evidence/<slug:kind>/<int:pk>/void/", evidence.void, name="void-evidence"),
]

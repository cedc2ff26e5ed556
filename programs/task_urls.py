from django.urls import path

from programs.views import answers, collating, consulting, filings, many, tasks

task_patterns = [
    path("tasks/", tasks.task_list, name="task-list"),
    path("tasks/new/", tasks.task_new, name="task-new"),
    path("tasks/matrix/", collating.matrix, name="task-matrix"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/columns/", tasks.describe, name="task-columns"),
    path("tasks/<int:pk>/open/", tasks.open_task, name="task-open"),
    path("tasks/<int:pk>/move/<slug:step>/", tasks.move, name="task-move"),
    path("tasks/<int:pk>/returns/<slug:act>/", many.act_on_many, name="task-returns"),
    path("tasks/<int:pk>/blank/", tasks.blank, name="task-blank"),
    path("tasks/<int:pk>/missing/", collating.missing, name="task-missing"),
    path("tasks/<int:pk>/remind/", collating.remind, name="task-remind"),
    path("tasks/<int:pk>/phones/", collating.phones, name="task-phones"),
    path("tasks/<int:pk>/table/", collating.table, name="task-table"),
    path("tasks/<int:pk>/answers/", answers.answers, name="task-answers"),
    path("tasks/<int:pk>/originals/", collating.originals, name="task-originals"),
    path("filings/", filings.filing_list, name="filing-list"),
    path("filings/advice/", consulting.advice_list, name="advice-list"),
    path("filings/advice/<int:pk>/", consulting.give, name="advice-give"),
    path("filings/advice/<int:pk>/recall/", consulting.recall, name="advice-recall"),
    path("filings/<int:pk>/advice/new/", consulting.ask, name="advice-ask"),
    path("filings/<int:pk>/", filings.filing, name="filing"),
    path("filings/<int:pk>/prepare/", filings.prepare, name="filing-prepare"),
    path("filings/<int:pk>/act/<slug:act>/", filings.perform, name="filing-act"),
    path("filings/<int:pk>/versions/<int:number>/", filings.version, name="filing-version"),
    path("filings/<int:pk>/versions/<int:number>/marked-up/", filings.marked, name="filing-marked-up"),
    path("filings/<int:pk>/files/<str:sha256>/", filings.original, name="filing-file"),
]

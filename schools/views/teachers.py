from django.contrib.auth.decorators import login_required
from django.http import Http404


@login_required
def teacher_list(request):
    raise Http404


@login_required
def teacher(request, code):
    raise Http404


@login_required
def edit(request, code):
    raise Http404


@login_required
def reveal(request, code):
    raise Http404

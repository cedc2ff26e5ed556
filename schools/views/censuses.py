from django.contrib.auth.decorators import login_required
from django.http import Http404


@login_required
def census_list(request):
    raise Http404


@login_required
def new(request):
    raise Http404


@login_required
def census(request, pk):
    raise Http404


@login_required
def lock_many(request, pk):
    raise Http404

from django.contrib.auth.decorators import login_required
from django.http import Http404


@login_required
def propose(request, code):
    raise Http404


@login_required
def merge_list(request):
    raise Http404


@login_required
def merge(request, pk):
    raise Http404


@login_required
def confirm(request, pk):
    raise Http404


@login_required
def refuse(request, pk):
    raise Http404

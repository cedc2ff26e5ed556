from django.contrib.auth.decorators import login_required
from django.http import Http404


@login_required
def submit(request, pk, code):
    raise Http404


@login_required
def report(request, pk):
    raise Http404


@login_required
def lock(request, pk):
    raise Http404


@login_required
def send_back(request, pk):
    raise Http404


@login_required
def unlock(request, pk):
    raise Http404

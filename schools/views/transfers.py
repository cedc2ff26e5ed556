from django.contrib.auth.decorators import login_required
from django.http import Http404


@login_required
def transfer_list(request):
    raise Http404


@login_required
def ask(request):
    raise Http404


@login_required
def transfer(request, pk):
    raise Http404


@login_required
def agree(request, pk):
    raise Http404


@login_required
def refuse(request, pk):
    raise Http404


@login_required
def withdraw(request, pk):
    raise Http404

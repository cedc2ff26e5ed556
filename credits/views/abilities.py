from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from credits.facts.catalogue import catalogue


@login_required
def ability_list(request):
    return render(request, "credits/ability_list.html", {"catalogue": catalogue()})

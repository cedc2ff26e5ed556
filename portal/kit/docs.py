from django.shortcuts import render


def api_docs(request):
    """Swagger UI from our own files, started by a script file instead of an inline one."""
    return render(request, "portal/api_docs.html")

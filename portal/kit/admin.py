from django.contrib import admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to look at for the holders of ``roles``; they change through actions alone."""

    roles = ("sysadmin",)

    def has_module_permission(self, request):
        return request.user.is_authenticated and request.user.holds(*self.roles)

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

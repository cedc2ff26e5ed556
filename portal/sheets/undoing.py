"""An upload taken back: rows it changed get their prior values, rows it made are void; later work forbids it."""

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.audit.models import Change
from portal.kit.crypto import decrypt
from portal.kit.errors import DependedOn
from portal.kit.fields import EncryptedField
from portal.sheets.enums import RowState
from portal.sheets.models import PriorRow, Upload
from portal.sheets.staging import TABLE, Stage, quoted
from portal.sheets.tables import Target
from portal.sheets.takingback import touched_since


class Undoing:
    """One undo, inside the caller's transaction; ``stamp`` is its moment, ``event`` its audit row."""

    def __init__(self, layout, upload, stamp, event):
        self.layout, self.upload, self.event = layout, upload, event
        self.target = Target(layout)
        self.model = layout.target
        field = self.target.meta.get_field("updated_at")
        self.moment, self.stamp = stamp, field.get_db_prep_save(stamp, connection)

    def run(self):
        self.check_untouched()
        self.void_made()
        try:
            with transaction.atomic():
                self.restore()
        except IntegrityError as error:
            raise DependedOn(_("有些内容后来又由别的导入重新登记，不能撤销。")) from error

    def written(self):
        """Rows that still stand as the upload left them, or as the undo of a later upload put them back."""
        own = self.model._base_manager.filter(upload=self.upload)
        later = PriorRow.objects.filter(values__upload=self.upload.pk, values__as_left=1, upload__state=Upload.State.UNDONE)
        put_back = Q(pk__in=later.values("row_id"), updated_at__in=later.values("upload__undone_at"))
        return own.filter(Q(updated_at=self.upload.applied_at) | put_back)

    def check_untouched(self):
        """Every row the upload wrote must still be as it left it."""
        counts = self.upload.counts
        wrote = counts["new"] + counts["changed"] + counts.get("departed", 0)
        missing = wrote - self.written().count()
        if missing:
            raise DependedOn(self.reason(missing), fields={"rows": [str(missing)]})

    def reason(self, missing):
        later = PriorRow.objects.filter(values__upload=self.upload.pk, upload__state=Upload.State.DONE)
        return touched_since(missing, list(later.values_list("upload__name", flat=True).distinct()[:3]))

    def void_made(self):
        """What the upload made is not deleted but void."""
        made = self.written().exclude(pk__in=PriorRow.objects.filter(upload=self.upload).values("row_id"))
        made.filter(~Q(state=RowState.VOID)).update(state=RowState.VOID, updated_at=self.moment)

    def restore(self):
        """Put prior values back, set-based, with audit rows for each field."""
        names = [*self.target.fields, "state", "upload"]
        with Stage(self.model, names) as stage:
            kept = PriorRow.objects.filter(upload=self.upload).values_list("row_id", "values")
            prior = [(key, self.opened(values)) for key, values in kept]
            stage.fill(((number, key, old) for number, (key, old) in enumerate(prior)), mark="target")
            for name in self.target.compared:
                self.tell_change(stage, name)
            self.put_back(stage, names)
        self.put_back_links()

    def opened(self, values):
        """Prior values were copied as the table holds them; staging encrypts anew, so what stands encrypted is opened first."""
        sealed = [field.name for field in self.target.meta.concrete_fields if isinstance(field, EncryptedField)]
        return values | {name: decrypt(values[name]) for name in sealed if values.get(name)}

    def tell_change(self, stage, name):
        columns = ", ".join(quoted(Change._meta.get_field(n).column) for n in ("event", "object_id", "field", "before", "after"))
        column, personal = self.target.column(name), self.layout.by_field.get(name)
        told = "'***'" if personal is None or personal.personal else "COALESCE(CAST({}." + column + " AS text), '')"
        stage.run(
            f"INSERT INTO {quoted(Change._meta.db_table)} ({columns}) "
            f"SELECT %s, CAST(s.target AS text), %s, {told.format('t')}, {told.format('s')} "
            f"FROM {TABLE} s JOIN {self.target.table} t ON t.{self.target.key} = s.target "
            f"WHERE t.{column} IS DISTINCT FROM s.{column}",
            [self.event.pk, name],
        )

    def put_back(self, stage, names):
        changes = ", ".join(f"{self.target.column(name)} = s.{self.target.column(name)}" for name in names)
        stage.run(
            f"UPDATE {self.target.table} AS t SET {changes}, updated_at = %s FROM {TABLE} s WHERE t.{self.target.key} = s.target",
            [self.stamp],
        )

    def put_back_links(self):
        """Many-to-many rows as they were, for rows that had prior values."""
        for link in self.target.links:
            through = self.model._meta.get_field(link.name).remote_field.through
            field = self.model._meta.get_field(link.name)
            own, other = field.m2m_column_name(), field.m2m_reverse_name()
            prior = PriorRow.objects.filter(upload=self.upload)
            through._base_manager.filter(**{f"{own}__in": prior.values("row_id")}).delete()
            rows = prior.values_list("row_id", "values").iterator(chunk_size=2000)
            made = (through(**{own: key, other: unit}) for key, old in rows for unit in old.get(link.name, ()))
            through._base_manager.bulk_create(made, batch_size=2000)

"""Money in templates."""

from django import template

from programs.rules.funds import yuan as as_yuan

register = template.Library()


@register.filter
def yuan(fen):
    """分 as people read money: 1234567 → 12,345.67; nothing as nothing."""
    return as_yuan(fen)

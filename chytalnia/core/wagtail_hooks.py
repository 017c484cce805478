"""The desk wears our colours, letters and components."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def look_of_the_desk() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("core/css/desk-look.css"))

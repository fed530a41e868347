"""How a person wants pages to look."""

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from governance.frame.forms.posted import is_of_this_site


@require_POST
def change_density(request):
    """Lists stand closer together for this person from now on, or as wide as before."""
    person = request.user
    person.dense_lists = not person.dense_lists
    person.save(update_fields=["dense_lists"])
    back = request.POST.get("back", "")
    return redirect(back if is_of_this_site(back) else "/")

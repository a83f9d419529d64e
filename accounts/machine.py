"""The machine's own account in each organisation: what it does by itself bears a name in history.

Nobody can sign in as it: it has no password, and a reset is mailed to nobody.
"""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import MACHINE as USERNAME
from accounts.models import User

NAME = "Aftermath"  # the same in every language
ROLES = ("protection_officer",)  # it deletes what may no longer be kept, of hidden cases too


def machine(organisation):
    """The account, made when it is first needed."""
    user, is_new = User.objects.get_or_create(
        username=f"{USERNAME}{organisation.pk}",
        defaults={
            "organisation": organisation,
            "first_name": NAME,
            "password": make_password(None),
        },
    )
    if is_new:
        user.groups.set(Group.objects.filter(name__in=ROLES))
    return user


def people(users):
    """Those of a queryset of users who are people."""
    return users.exclude(username__startswith=USERNAME)

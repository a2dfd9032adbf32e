"""Who may do what. An account has the permissions of its groups; beside these one decides on what readers see.

Who has it, as the group Publishers does, may do all that the other permissions allow. Who has not writes drafts, and
keeps changes of published texts for somebody who has. Nothing else in the admin asks for it by name.
"""

from django.core.exceptions import PermissionDenied

from documents.models import State

PUBLISH = "documents.publish"
# What decides on who may read a record.
DECIDING = ("state", "publish_at", "withdrawn_reason")
ONLY_KEPT = (
    "This text is published, and your account may not publish. You can change it and press “Keep without publishing”; "
    "somebody who may publish looks at the changes and saves them."
)
ONLY_READ = "{}. Your account may not publish: you can read this here, not change it."


def may_publish(user):
    return user.has_perm(PUBLISH)


def may_open(user, record):
    """Whether an account that may change records of the kind may change this one, or may keep changes of it."""
    return may_save(user, record) or may_keep_only(user, record)


def may_save(user, record):
    return may_publish(user) or record.state == State.DRAFT


def may_keep_only(user, record):
    """Whether changes are kept, and somebody else saves them: a report keeps none."""
    is_kept = hasattr(record, "revisions") and record.state == State.PUBLISHED
    return is_kept and not may_publish(user)


def refuse_to_save(user, record):
    """Raise PermissionDenied where a record, as it is in the database or as it would be, is none of the account's."""
    saved = type(record)._base_manager.filter(pk=record.pk).only("state").first()
    if not (may_save(user, record) and (saved is None or may_save(user, saved))):
        raise PermissionDenied


def remark(user, record):
    """What is said above the form of a record that the account may not save; nothing where it may."""
    if may_save(user, record):
        return ""
    return ONLY_KEPT if may_keep_only(user, record) else ONLY_READ.format(record.standing)

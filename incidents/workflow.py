"""How an incident moves: the table of its steps. Source: domain notes G2, blueprint §4."""
# ruff: noqa: E501 - a table is read across

from django.utils.translation import gettext_lazy as _

from casework import reverting
from casework.workflow import PREVIOUS, Step, Workflow
from incidents import steps
from incidents.choices import Status as S  # noqa: N817 - the table's columns are narrow

OPEN = (S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.RETURNED)
UNDECIDED = (S.DRAFT, S.SUBMITTED, S.RETURNED)
STANDING = (S.VERIFIED, S.PUBLISHED)
MERGEABLE = (*OPEN, *STANDING, S.REJECTED, S.WITHDRAWN)
HIDEABLE = (*MERGEABLE, S.AMENDING)

# fmt: off
ROWS = (
    #    step        button                     from                       to            permission                      needs                                            takes               guard                          effect                     stamp
    Step("submit",   _("Submit"),               (S.DRAFT, S.RETURNED),     S.SUBMITTED,  "incidents.submit_incident",   (),                                              ("reason",),        steps.ready_to_submit,         steps.submitted),
    Step("claim",    _("Start the review"),     (S.SUBMITTED,),            S.IN_REVIEW,  "incidents.claim_incident",    (),                                              (),                 steps.not_the_author,          stamp="claimed"),
    Step("verify",   _("Verify"),               (S.IN_REVIEW,),            S.VERIFIED,   "incidents.verify_incident",   ("evidence_grade", "adopted_report", "location_checked", "sensitivity"), (), steps.may_decide,      steps.verified,            stamp="verified"),
    Step("return",   _("Return"),               (S.IN_REVIEW,),            S.RETURNED,   "incidents.return_incident",   ("comments",),                                   ("reason",),        steps.not_the_author,          steps.commented),
    Step("reject",   _("Reject"),               (S.IN_REVIEW,),            S.REJECTED,   "incidents.reject_incident",   ("rejection", "reason"),                         (),                 steps.not_the_author),
    Step("reopen",   _("Reopen"),               (S.REJECTED,),             S.SUBMITTED,  "incidents.reopen_incident",   ("reason",),                                     (),                 steps.not_the_author,          steps.reopened),
    Step("release",  _("Put back"),             (S.IN_REVIEW,),            S.SUBMITTED,  "incidents.release_incident",  (),                                              (),                 steps.may_release),
    Step("publish",  _("Publish"),              (S.VERIFIED,),             S.PUBLISHED,  "incidents.publish_incident",  ("redaction_confirmed",),                        (),                 steps.may_publish,             steps.public_version_read, stamp="published"),
    Step("withdraw", _("Withdraw"),             (S.PUBLISHED,),            S.WITHDRAWN,  "incidents.withdraw_incident", ("reason",)),
    Step("restore",  _("Publish again"),        (S.WITHDRAWN,),            PREVIOUS,     "incidents.restore_incident",  ("reason",),                                     (),                 steps.was_published),
    Step("take_back", _("Take back with its import"), UNDECIDED,            S.WITHDRAWN,  "incidents.take_back_incident", ("reason",),                                    (),                 reverting.came_in_a_sheet,       verb="revert"),
    Step("bring_back", _("Bring back"),         (S.WITHDRAWN,),            PREVIOUS,     "incidents.bring_back_incident", ("reason",),                                   (),                 steps.was_taken_back,          reverting.number_again),
    Step("amend",    _("Propose an amendment"), STANDING,                  S.AMENDING,   "incidents.amend_incident",    ("reason",),                                     ("report", "changes"), effect=steps.amendment_proposed),
    Step("accept",   _("Accept the amendment"), (S.AMENDING,),             PREVIOUS,     "incidents.accept_incident",   (),                                              (),                 steps.may_accept,              steps.amendment_accepted),
    Step("decline",  _("Decline it"),           (S.AMENDING,),             PREVIOUS,     "incidents.decline_incident",  ("reason",),                                     (),                 effect=steps.amendment_declined),
    Step("merge",    _("Merge into another"),   MERGEABLE,                 S.MERGED,     "incidents.merge_incident",    ("merged_into", "reason"), verb="merge"),
    Step("unmerge",  _("Undo the merge"),       (S.MERGED,),               PREVIOUS,     "incidents.unmerge_incident",  ("reason",), verb="unmerge"),
    Step("hide",     _("Hide"),                 HIDEABLE,                  S.HIDDEN,     "incidents.hide_incident",     ("reason",)),
    Step("reveal",   _("Show again"),           (S.HIDDEN,),               PREVIOUS,     "incidents.reveal_incident",   ("reason",)),
)
# fmt: on

SEALED = {
    S.VERIFIED: _("A verified record is sealed: propose an amendment."),
    S.PUBLISHED: _("A published record is sealed: propose an amendment."),
    S.AMENDING: _("An amendment waits for a second reviewer; nothing else changes until then."),
    S.REJECTED: _("A rejected record is kept as it was: a reviewer may reopen it."),
    S.MERGED: _("This record was merged: change the one that took it in."),
    S.WITHDRAWN: _("A withdrawn record is kept as it was."),
    S.HIDDEN: _("A hidden record is kept as it was."),
}

IN_BULK = ("submit", "claim", "release", "withdraw", "hide", "reveal")

WORKFLOW = Workflow(ROWS, initial=S.DRAFT, sealed=SEALED, inputs=steps.INPUTS, in_bulk=IN_BULK)

"""Stages: whatever moves through states declares them once, and the desk shows it as list, board and calendar.

class Order(Staged):
    machine = Machine(
            [
                Stage("draft", _("draft")),
                Stage("sent", _("sent"), "progress", days=14),
                Stage("done", _("done"), "good", terminal=True),
            ],
            [
                Move("send", "draft", "sent", _("Send"), right="orders.send"),
                Move("finish", "sent", "done", _("Finish")),
            ],
        )
        if locked.stage not in move.starts:
            raise IllegalMoveError(
                _t("“%(move)s” is not possible from the stage “%(stage)s”.")
                % {"move": move.label, "stage": locked.at_stage.label}
            )
        if by is not None and (move.system or not _has_right(by, move, locked)):
            raise ForbiddenMoveError(_t("You have no right to “%(move)s” here.") % {"move": move.label})
        if move.refuses is not None and (reason := move.refuses(locked)):
            raise RefusedMoveError(reason)
        line = StageMove.objects.create(
            **audit.person(by), **audit.thing(locked), move=name, from_stage=locked.stage, to_stage=move.to, note=note
        )
        locked._enter(move.to)
        if move.then is not None:
            move.then(locked, by=by, note=note)
        locked.save()
        self.refresh_from_db()
        stage_moved.send(type(self), instance=self, move=line, by=by)
        return line

    def _enter(self, code: str) -> None:
        stage = self.machine.stages[code]
        self.stage, self.stage_since = code, timezone.now()
        # A stage without a term of its own leaves the due date that a person may have set.
        if stage.terminal or stage.days is not None:
            self.due = stage.due()


def _has_right(user: Any, move: Move, about: Staged) -> bool:
    # Rights live in a room above this one and answer through Django's own question.
    return not move.right or bool(user.has_perm(move.right, about.stage_unit))

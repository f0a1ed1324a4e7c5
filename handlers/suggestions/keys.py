"""Keys of a suggestion's card: what each who has to do with it can do now, by the table of moves."""

from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button, in_pairs
from handlers.conversation.texts import Translator
from handlers.core.suggestions import doable, rules
from handlers.core.suggestions.access import View
from handlers.core.suggestions.actions.signing import outdated
from handlers.core.suggestions.kinds import kinds
from handlers.presentation.callbacks import OpenSuggestion
from handlers.presentation.names import SATISFACTION_LABELS
from handlers.presentation.promises import DONE_LABELS
from handlers.presentation.suggestions import names
from handlers.presentation.suggestions.card import Facts
from handlers.suggestions.callbacks import (
    ActOnSuggestion,
    AskAnew,
    AskWithdraw,
    JudgeDone,
    LookOver,
    NamePage,
    OpinionPage,
    PickSession,
    RateReply,
    RefuseToSign,
    SetKind,
    Sign,
    SuggestionFiles,
    SuggestionPage,
    TakePaper,
    UnitPage,
    WritePart,
)
from storage.models.suggestions import Suggestion
from storage.suggestion_vocabulary import SignatureState, SuggestionAction, SuggestionKind, SuggestionPart
from storage.vocabulary import OF_ANY_ANSWER, Role

A = SuggestionAction
Rows = list[list[Button]]


def of(t: Translator, view: View, facts: Facts, where: int) -> Rows:
    """All keys of a card; `where`: the list to which it leads back."""
    one = view.one
    rows: Rows = []
    if view.is_lead:
        rows += _of_lead(t, one, facts)
    elif view.signature is not None:
        rows += _of_signer(t, view)
    if view.signature is not None:
        rows += _of_opinion(t, view, facts)
        rows += _of_word(t, view, facts)
    if view.is_office:
        rows += _of_office(t, one)
    if view.is_unit:
        rows += _of_unit(t, view, facts)
    if view.supports is not None and A.SUPPORT in rules.possible(one.stage, Role.UNIT):
        part = t("🤝 Write our part anew") if view.supports.part else t("🤝 Write our part")
        rows.append([Button(part, ActOnSuggestion(suggestion=one.id, version=one.version, act=A.SUPPORT))])
    if one.files and not (view.is_lead and one.stage in rules.BEING_WRITTEN):
        rows.append([Button(t.counted(t("📷 Photos and files"), len(one.files)), SuggestionFiles(suggestion=one.id))])
    if one.handed_in_at is not None:
        rows.append([Button(t("🖨 Paper form"), TakePaper(suggestion=one.id))])
    return [*rows, ways(t, where)]


def ways(t: Translator, where: int = 0) -> list[Button]:
    """To the list, and home."""
    return [Button(t("📜 Suggestions"), SuggestionPage(of=where, page=-1)), Button(t("🏠 Home"), Go(to="home"))]


def _of_lead(t: Translator, one: Suggestion, facts: Facts) -> Rows:
    rows: Rows = []
    if one.stage in rules.BEING_WRITTEN:
        parts = [
            Button(f"✏️ {t(names.PARTS[part]).plain}", WritePart(suggestion=one.id, part=part, anew=False))
            for part in SuggestionPart
        ]
        other = next(kind for kind in SuggestionKind if kind is not one.kind)
        asked = len(one.signatures) - 1
        rows = in_pairs(parts)
        rows.append(
            [
                Button(t.counted(t("✍️ Co-signers"), asked), NamePage(suggestion=one.id, page=-1)),
                Button(t.counted(t("📎 Opinions"), facts.opinions), OpinionPage(suggestion=one.id, page=-1)),
            ]
        )
        files = t.counted(t("📷 Photos and files"), len(one.files))
        rows.append([Button(files, SuggestionFiles(suggestion=one.id))])
        rows.append(
            [
                Button(f"→ {names.kind_name(t, other)}", SetKind(suggestion=one.id, what=other)),
                Button(t("🗓 Its session"), PickSession(suggestion=one.id)),
            ]
        )
        if again := len(outdated(one)):
            anew = t("🔁 Ask those who signed before to sign anew")
            rows.append([Button(t.counted(anew, again), AskAnew(suggestion=one.id))])
        rows.append([Button(t("📮 Look it over and hand it in"), LookOver(suggestion=one.id))])
    if A.WITHDRAW in rules.possible(one.stage, Role.REPRESENTATIVE):
        rows.append([Button(t("🗑 Withdraw it"), AskWithdraw(suggestion=one.id))])
    return rows


def _of_signer(t: Translator, view: View) -> Rows:
    one, name = view.one, view.signature
    if name is None or one.stage not in rules.BEING_WRITTEN:
        return []
    keys = []
    if not rules.stands(name.state, name.edition, one.edition):
        keys.append(Button(t("✍️ Sign it"), Sign(suggestion=one.id, edition=one.edition)))
    if name.state is not SignatureState.REFUSED:
        keys.append(Button(t("🙅 Do not sign"), RefuseToSign(suggestion=one.id)))
    return [keys]


def _of_opinion(t: Translator, view: View, facts: Facts) -> Rows:
    """What they think of the reply, while it is asked."""
    one, name = view.one, view.signature
    if A.RATE not in rules.possible(one.stage, Role.REPRESENTATIVE) or name is None:
        return []
    given = {each.representative_id for each in facts.ratings if each.round == one.round}
    if all(number in given for number in view.named):
        return []
    here = {"suggestion": one.id, "round": one.round}
    return [[Button(t(SATISFACTION_LABELS[each]), RateReply(satisfaction=each, **here)) for each in OF_ANY_ANSWER]]


def _of_word(t: Translator, view: View, facts: Facts) -> Rows:
    """Whether what was reported done really is, while it is asked."""
    one = view.one
    if A.JUDGE not in rules.possible(one.stage, Role.REPRESENTATIVE):
        return []
    said = {each.representative_id for each in facts.words if each.round == one.round}
    if all(number in said for number in view.named):
        return []
    here = {"suggestion": one.id, "round": one.round}
    keys = [Button(t(label), JudgeDone(done=done, **here)) for done, label in DONE_LABELS.items()]
    return [keys[:1], keys[1:]]


def _act(t: Translator, one: Suggestion, role: Role, act: SuggestionAction) -> Button:
    return Button(t(names.LABELS[role, act]), ActOnSuggestion(suggestion=one.id, version=one.version, act=act))


def _of_office(t: Translator, one: Suggestion) -> Rows:
    possible = doable.by_office(one)
    rows = in_pairs([_act(t, one, Role.STAFF, act) for act in possible if (Role.STAFF, act) in names.LABELS])
    if A.ASSIGN in possible:
        rows.append([Button(t("🏢 Assign it"), UnitPage(suggestion=one.id, supporting=False, page=0))])
    return rows


def _of_unit(t: Translator, view: View, facts: Facts) -> Rows:
    possible = [act for act in doable.by_unit(view, facts.promise) if (Role.UNIT, act) in names.LABELS]
    return in_pairs([_act(t, view.one, Role.UNIT, act) for act in possible])


def back(t: Translator, suggestion_id: int) -> Button:
    """To the card."""
    return Button(t("⬅️ Back"), OpenSuggestion(suggestion=suggestion_id))


def needed(t: Translator, one: Suggestion) -> str:
    """How many names it needs, with the source of the number."""
    number = rules.needed(one.kind, one.lead.level)
    source = kinds()[one.kind].source[t.language]
    return t.plural("{n} name is needed. {source}", "{n} names are needed. {source}", number, source=source)

"""The domain's nouns as tables."""

from storage.models.base import Base
from storage.models.board import BoardConsent, BoardEntry
from storage.models.calendar import CalendarDay, CalendarYear
from storage.models.commitments import Commitment, CommitmentReport, CommitmentStep, Concern
from storage.models.desk import DeskSession
from storage.models.directory import Area, HandlingUnit, Representative, Station, Topic, representative_area
from storage.models.files import File, FileCopy
from storage.models.guide import GuideVersion
from storage.models.league import LeagueTable
from storage.models.matters import Endorsement, EndorsementWord, Matter, MatterNews, MatterOpinion
from storage.models.notices import MutedColumn, Notice, NoticeRecipient, NoticeText
from storage.models.on_behalf import OnBehalf
from storage.models.open311 import ApiKey, ApiRequest, ApiUpdate
from storage.models.opinions import (
    Attachment,
    DeclineTemplate,
    Due,
    Entry,
    Event,
    Extension,
    Opinion,
    Rating,
    ReferenceCounter,
    Referral,
)
from storage.models.people import Address, Audit, Grant, Invitation, Person
from storage.models.policy import Policy
from storage.models.reception import ReceptionDay, ReceptionInterest, ReceptionRule, RosterPlace
from storage.models.reminders import Reminder
from storage.models.routes import PlaceRoute
from storage.models.similar import OpinionWords, RareWord, WordCount
from storage.models.suggestions import (
    CongressSession,
    Signature,
    Suggestion,
    SuggestionEvent,
    SuggestionFile,
    SuggestionMatter,
    SuggestionOpinion,
    SuggestionRating,
    SuggestionReply,
    SuggestionWord,
    SupportingUnit,
)
from storage.models.supervision import Supervision, Supervisor
from storage.models.supporting import Supporting
from storage.models.topic_models import TopicModel
from storage.models.traffic import (
    Blob,
    CaseMessage,
    Conversation,
    InboxUpdate,
    Lease,
    OutboxCall,
    StandingMessage,
)
from storage.models.unit_work import ReplyTemplate, UnitNote

__all__ = [
    "Address",
    "ApiKey",
    "ApiRequest",
    "ApiUpdate",
    "Area",
    "Attachment",
    "Audit",
    "Base",
    "Blob",
    "BoardConsent",
    "BoardEntry",
    "CalendarDay",
    "CalendarYear",
    "CaseMessage",
    "Commitment",
    "CommitmentReport",
    "CommitmentStep",
    "Concern",
    "CongressSession",
    "Conversation",
    "DeclineTemplate",
    "DeskSession",
    "Due",
    "Endorsement",
    "EndorsementWord",
    "Entry",
    "Event",
    "Extension",
    "File",
    "FileCopy",
    "Grant",
    "GuideVersion",
    "HandlingUnit",
    "InboxUpdate",
    "Invitation",
    "LeagueTable",
    "Lease",
    "Matter",
    "MatterNews",
    "MatterOpinion",
    "MutedColumn",
    "Notice",
    "NoticeRecipient",
    "NoticeText",
    "OnBehalf",
    "Opinion",
    "OpinionWords",
    "OutboxCall",
    "Person",
    "PlaceRoute",
    "Policy",
    "RareWord",
    "Rating",
    "ReceptionDay",
    "ReceptionInterest",
    "ReceptionRule",
    "ReferenceCounter",
    "Referral",
    "Reminder",
    "ReplyTemplate",
    "Representative",
    "RosterPlace",
    "Signature",
    "StandingMessage",
    "Station",
    "Suggestion",
    "SuggestionEvent",
    "SuggestionFile",
    "SuggestionMatter",
    "SuggestionOpinion",
    "SuggestionRating",
    "SuggestionReply",
    "SuggestionWord",
    "Supervision",
    "Supervisor",
    "Supporting",
    "SupportingUnit",
    "Topic",
    "TopicModel",
    "UnitNote",
    "WordCount",
    "representative_area",
]

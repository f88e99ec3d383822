"""Who is asking: a frozen snapshot made once a request. No queries after it is built."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Viewer:
    """A person as the rules see them. Nobody (`person_id` None) is a viewer too."""

    person_id: int | None = None
    name: str = ""
    language: str | None = None
    time_zone: str = "Europe/Copenhagen"
    theme: str = "auto"
    photo_digest: str | None = None
    sign_in_id: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    memberships: dict[int, str] = field(default_factory=dict)
    teams: dict[int, frozenset[str]] = field(default_factory=dict)
    cohort_teams: dict[int, frozenset[str]] = field(default_factory=dict)
    seats: dict[int, str] = field(default_factory=dict)
    labs: frozenset[int] = field(default_factory=frozenset)
    unread_notifications: int = 0
    unread_topics: int = 0

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def is_admin(self) -> bool:
        return "admin" in self.roles

    @property
    def is_staff(self) -> bool:
        """Admin, author or trainer of any course, trainer or coordinator of any cohort, or facilitator of labs."""
        return self.is_admin or bool(self.teams) or bool(self.cohort_teams) or bool(self.labs) or "facilitator" in self.roles

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[0].isalpha()] or ["?"]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    @property
    def photo_url(self) -> str | None:
        """The address of the photo; a new photo has a new one."""
        return f"/people/{self.person_id}/photo?v={self.photo_digest[:8]}" if self.photo_digest else None

    def teaches(self, course_id: int) -> bool:
        return self.is_admin or course_id in self.teams

    def coordinates(self, cohort_id: int) -> bool:
        return self.is_admin or "coordinator" in self.cohort_teams.get(cohort_id, frozenset())

    def runs(self, cohort_id: int) -> bool:
        """Coordinates a cohort or teaches in it."""
        return self.is_admin or cohort_id in self.cohort_teams

    def takes_part(self, cohort_id: int) -> bool:
        return self.seats.get(cohort_id) in ("confirmed", "finished")

    def manages(self, organisation_id: int) -> bool:
        return self.is_admin or self.memberships.get(organisation_id) == "manager"

    def belongs_to(self, organisation_id: int) -> bool:
        return organisation_id in self.memberships


NOBODY = Viewer()

"""Which cluster a row of a file means: by its code, else by name with province, commune and place.

Candidates are ranked with their score and evidence. A row is matched by itself only where the code
is one of the register, or exactly one cluster has the name and nothing speaks against it; all else
is left to a person.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cluster_gis.domain.cluster_names import name_key, name_likeness
from cluster_gis.domain.staging import Candidate, MatchedBy, MatchHints
from cluster_gis.domain.unit_index import search_form
from cluster_gis.storage.queries.known_clusters import KnownCluster

#: Below this a name is not worth showing.
_LEAST_SCORE = 0.45
_MOST_SHOWN = 5
#: A cluster whose place is farther than this from the outline is another one of the same name.
#: Places are often a district's middle, and old registers print points 20 km off.
_FAR_KM = 40.0
_NEAR_KM = 10.0
_OTHER_PROVINCE = 0.6
_FAR_AWAY = 0.7


@dataclass(frozen=True, slots=True)
class Match:
    """Ranked candidates; cluster_code is set only when the match is beyond doubt."""

    candidates: tuple[Candidate, ...]
    cluster_code: str | None = None
    matched_by: MatchedBy | None = None


class ClusterMatcher:
    """Matches many rows against the clusters of the register."""

    def __init__(self, clusters: Sequence[KnownCluster]) -> None:
        self._by_code = {cluster.code: cluster for cluster in clusters}
        self._by_key: dict[str, list[KnownCluster]] = defaultdict(list)
        self._by_word: dict[str, set[str]] = defaultdict(set)
        for cluster in clusters:
            for key in {name_key(name) for name in cluster.names}:
                self._by_key[key].append(cluster)
                for word in key.split():
                    self._by_word[word].add(key)

    @property
    def size(self) -> int:
        """How many clusters the register has."""
        return len(self._by_code)

    def find(self, code: str) -> KnownCluster | None:
        """The cluster of that code; None = there is none."""
        return self._by_code.get(code.strip().lower())

    def match(self, hints: MatchHints, *, alike: bool = True) -> Match:
        """Candidates of a row, best first, and the match where it is beyond doubt.

        alike: look for similar names as well; costly for many thousands of rows.
        """
        if hints.code and (known := self.find(hints.code)) is not None:
            return Match((_weigh(known, 1.0, hints, "code"),), known.code, "code")
        if not hints.name or not (key := name_key(hints.name)):
            return Match(())
        exact = [_weigh(known, 1.0, hints, "name") for known in self._by_key.get(key, ())]
        similar = self._alike(key, hints) if alike else []
        ranked = sorted([*exact, *similar], key=lambda c: (-c.score, c.code))
        candidates = tuple(ranked[:_MOST_SHOWN])
        unopposed = [c for c in exact if not _opposed(c)]
        if len(exact) == 1 and unopposed:
            return Match(candidates, exact[0].code, "name")
        placed = [c for c in unopposed if {"commune", "near"} & set(c.evidence)]
        if len(placed) == 1 and len(unopposed) == 1:
            return Match(candidates, placed[0].code, "name")
        return Match(candidates)

    def _alike(self, key: str, hints: MatchHints) -> list[Candidate]:
        """Clusters of other names that share a word, or differ by a letter or two."""
        near = set().union(*(self._by_word.get(word, set()) for word in key.split()))
        if len(self._by_key) <= 5_000:  # a typing error may be in every word
            near |= set(self._by_key)
        best: dict[str, Candidate] = {}
        for other in near - {key}:
            likeness = name_likeness(key, other)
            if likeness < _LEAST_SCORE:
                continue
            for known in self._by_key[other]:
                found = _weigh(known, likeness, hints, "similar_name")
                held = best.get(known.code)
                if found.score >= _LEAST_SCORE and (held is None or found.score > held.score):
                    best[known.code] = found
        exact = {known.code for known in self._by_key.get(key, ())}
        return [candidate for code, candidate in best.items() if code not in exact]


def _opposed(candidate: Candidate) -> bool:
    return bool({"other_province", "far"} & set(candidate.evidence))


def _weigh(known: KnownCluster, score: float, hints: MatchHints, basis: str) -> Candidate:
    """A candidate with what else speaks for it and against it."""
    evidence = [basis]
    if hints.province_key is not None and known.provinces:
        if hints.province_key in known.provinces:
            evidence.append("province")
        else:
            evidence.append("other_province")
            score *= _OTHER_PROVINCE
    if hints.communes and _share_commune(hints.communes, known.communes):
        evidence.append("commune")
        score = min(1.0, score + 0.05)
    distance = _distance_km(known, hints.point)
    if distance is not None and distance <= _NEAR_KM:
        evidence.append("near")
        score = min(1.0, score + 0.05)
    elif distance is not None and distance > _FAR_KM:
        evidence.append("far")
        score *= _FAR_AWAY
    return Candidate(
        code=known.code,
        name=known.name,
        score=round(score, 3),
        evidence=tuple(evidence),
        distance_km=None if distance is None else round(distance, 1),
    )


def _share_commune(printed: Sequence[str], recorded: Sequence[str]) -> bool:
    held = f" {' ; '.join(search_form(text) for text in recorded)} "
    return any(_bare(name) and f" {_bare(name)}" in held for name in printed)


def _bare(name: str) -> str:
    """A commune's name without what kind of unit it is."""
    form = search_form(name)
    for kind in ("xa ", "phuong ", "thi tran ", "dac khu "):
        form = form.removeprefix(kind)
    return form.strip()


def _distance_km(known: KnownCluster, point: tuple[float, float] | None) -> float | None:
    if point is None or known.lon is None or known.lat is None:
        return None
    dx = (known.lon - point[0]) * 111.32 * math.cos(math.radians(point[1]))
    return math.hypot(dx, (known.lat - point[1]) * 110.7)

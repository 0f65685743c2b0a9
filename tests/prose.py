"""Made-up Chinese news, and the edits that a reprint makes: for tests and benchmarks of the reprint search."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

CHARACTERS = "".join(chr(0x4E00 + number) for number in range(3500))


class Prose:
    """Text from a vocabulary in which, as in real prose, few words make most of the text."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._words = ["".join(chance.choices(CHARACTERS, k=chance.choice([1, 2, 2, 2, 3, 4]))) for _ in range(20_000)]
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(len(self._words))))

    def text(self, length: int) -> str:
        """Return a text of about so many characters, in paragraphs."""
        words = self._chance.choices(self._words, cum_weights=self._weights, k=length)
        lines, line = [], ""
        for word in words:
            line += word
            if len(line) > 150:
                lines.append(f"{line}。")
                line = ""
            if sum(map(len, lines)) + len(line) >= length:
                break
        return "\n".join([*lines, line])[:length]

    def edited(self, text: str, share: float) -> str:
        """Return the text with a share of its characters replaced, dropped, or followed by a new one."""
        characters = list(text)
        for place in self._chance.sample(range(len(characters)), int(len(characters) * share)):
            new = self._chance.choice(CHARACTERS)
            characters[place] = self._chance.choice([new, "", characters[place] + new])
        return "".join(characters)

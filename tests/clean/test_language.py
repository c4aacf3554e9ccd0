"""Languages by script and function words."""

from __future__ import annotations

import pytest

from dragoman.clean.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that the talks were held in the capital and that they would go on.", "en"),
        ("Le ministre a dit que les négociations avec la Russie ne sont pas dans une impasse et que le pays est prêt.", "fr"),
        ("Der Minister sagte, dass die Gespräche mit der Regierung nicht in der Hauptstadt und auch nicht am Montag sind.", "de"),
        ("El ministro dijo que las conversaciones con el gobierno no se han roto y que los países están de acuerdo en la paz.", "es"),
        ("外交部发言人说,双方将继续谈判。", "zh"),
        ("外務省の報道官は協議を続けると述べた。", "ja"),
        ("وقال المتحدث باسم الوزارة إن المحادثات ستستمر", "ar"),
        ("سخنگوی وزارت گفت که گفتگوها ادامه پیدا خواهد کرد", "fa"),
        ("Министр заявил, что переговоры будут продолжены", "ru"),
        ("Міністр заявив, що переговори будуть продовжені й її країна", "uk"),
        ("דובר המשרד אמר כי השיחות יימשכו", "he"),
        ("Yes", None),
        ("Ajax 3 Feyenoord 1, Real 2 Getafe 0, Roma 1 Lazio 1, Porto 4 Braga 2, Celta v Elche", None),
    ],
)  # fmt: skip
def test_detect(text: str, language: str | None) -> None:
    assert detect_language(text) == language

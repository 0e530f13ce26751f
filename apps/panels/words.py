"""How states of panels are coloured."""

TONES = {
    "open": "progress",
    "closed": "success",
    "invited": "warning",
    "handed_in": "success",
    "recused": "neutral",
    "released": "neutral",
}

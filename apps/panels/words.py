"""How states of panels are coloured."""

TONES = {
    "preparing": "neutral",
    "document": "progress",
    "presentation": "progress",
    "concluded": "warning",
    "recorded": "success",
    "open": "progress",
    "closed": "success",
    "cancelled": "neutral",
    "invited": "warning",
    "handed_in": "success",
    "recused": "neutral",
    "released": "neutral",
    "set_aside": "danger",
}

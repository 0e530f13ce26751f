"""One palette for every chart, chosen so that neighbours differ in lightness and still read in grey."""

INK = "#16243a"
SOFT = "#51606f"
LINE = "#c9d3de"
GRID = "#e4eaf1"
TINT = "#f3f6fa"
PAPER = "#ffffff"
BRAND = "#1c4f9c"
BRAND_MID = "#6f9bd8"
BRAND_PALE = "#cfe0f5"
WARM = "#b4540a"
FONT = "Pretendard, 'Pretendard GOV', sans-serif"

# Dark, middle and pale: three steps that stay apart when printed in grey.
STEPS = (BRAND, BRAND_MID, BRAND_PALE)
STEP_INKS = (PAPER, INK, INK)
# Five steps for maps, pale to dark, each with the ink that is legible on it.
SHADES = (("#eef4fb", INK), ("#cfe0f5", INK), ("#93b8e6", INK), ("#4a7fc7", PAPER), ("#173f7d", PAPER))

"""Scrolling without a memory: what is visible is a function of where the cursor stands."""


def first_visible(total: int, height: int, cursor: int, home: int = 0) -> int:
    """Index of the first of `total` rows to show in `height`, so that `cursor` is among them.

    As long as the cursor is within a screen of `home`, that is first; beyond, the view moves by half pages, so that
    most moves of the cursor scroll nothing (X3).
    """
    if height <= 0 or total <= height:
        return 0
    first = min(max(home, 0), total - height)
    half = max(height // 2, 1)
    if cursor < first:
        first -= -(-(first - cursor) // half) * half
    elif cursor >= first + height:
        first += -(-(cursor - first - height + 1) // half) * half
    return min(max(first, 0), total - height)

"""The shortest way to move the terminal's cursor (ECMA-48 8.3: CUP, CHA, CUF, CUB, CUU, CUD)."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def motion(at: tuple[int, int] | None, x: int, y: int) -> str:
    """The shortest sequence that brings the cursor from `at` (None: unknown) to column `x`, row `y`, both from 0."""
    column = f";{x + 1}" if x else ""
    ways = [f"\x1b[{y + 1}{column}H" if x or y else "\x1b[H"]
    if at is not None:
        across, down = x - at[0], y - at[1]
        if down == 0:
            ways += ["\r" if x == 0 else f"\x1b[{x + 1}G", _across(across)]
        elif across == 0:
            ways.append(_down(down))
        elif x == 0:
            ways.append("\r" + _down(down))
    return min(ways, key=len)


def _across(cells: int) -> str:
    if cells > 0:
        return f"\x1b[{_count(cells)}C"
    return "\b" * -cells if cells > -4 else f"\x1b[{-cells}D"


def _down(rows: int) -> str:
    """Line feeds for a few rows: the driver has the tty send them as they are."""
    if rows > 0:
        return "\n" * rows if rows < 4 else f"\x1b[{rows}B"
    return f"\x1b[{_count(-rows)}A"


def _count(number: int) -> str:
    return "" if number == 1 else str(number)

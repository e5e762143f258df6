"""Writes frames for the simulator to serve, and beside them what a client must receive of its symbols, one message a line."""

import json
import random
import sys

WANTED = ("AAPL", "MSFT")
SYMBOLS = WANTED + ("NVDA",)
START = 1_767_623_400  # 2026-01-05T14:30:00Z


def stamp(nanos):
    seconds, fraction = divmod(nanos, 1_000_000_000)
    hour, rest = divmod(seconds - 1_767_571_200, 3600)
    minute, second = divmod(rest, 60)
    digits = f".{fraction:09d}".rstrip("0").rstrip(".")
    return f"2026-01-05T{hour:02d}:{minute:02d}:{second:02d}{digits}Z"


def number(value):
    return f"{value:.6f}".rstrip("0").rstrip(".")


def make(rng, nanos):
    symbol = rng.choice(SYMBOLS)
    kind = rng.choice("ttqqqb")
    cents = lambda: round(rng.uniform(100, 300), rng.choice((2, 2, 4)))
    if kind == "t":
        message = {"T": "t", "S": symbol, "i": rng.randrange(1, 1 << 53), "x": rng.choice("VQNK"), "p": cents(),
                   "s": rng.randrange(1, 900), "c": rng.choice((["@"], ["@", "I"], [" "], [" ", "F", "I"])),
                   "z": rng.choice("ABC"), "t": stamp(nanos)}
        line = ["t", symbol, message["i"], message["x"], number(message["p"]), message["s"],
                ",".join(message["c"]), message["z"], nanos]
    elif kind == "q":
        message = {"T": "q", "S": symbol, "bx": rng.choice("VQ"), "bp": cents(), "bs": rng.randrange(1, 900),
                   "ax": rng.choice("VQ"), "ap": cents(), "as": rng.randrange(1, 900), "c": ["R"],
                   "z": "C", "t": stamp(nanos)}
        line = ["q", symbol, message["bx"], number(message["bp"]), message["bs"], message["ax"],
                number(message["ap"]), message["as"], "R", "C", nanos]
    else:
        nanos -= nanos % 60_000_000_000
        message = {"T": "b", "S": symbol, "o": cents(), "h": cents(), "l": cents(), "c": cents(),
                   "v": rng.randrange(1, 1 << 33), "t": stamp(nanos), "n": rng.randrange(1, 5000),
                   "vw": round(rng.uniform(100, 300), 6)}
        line = ["b", symbol] + [number(message[k]) for k in "ohlc"] + [message["v"], message["n"],
                                                                       number(message["vw"]), nanos]
    return message, " ".join(str(part) for part in line)


def main(frames_path, expected_path):
    rng = random.Random(20260105)
    nanos = START * 1_000_000_000
    with open(frames_path, "w", encoding="utf-8") as frames, open(expected_path, "w", encoding="utf-8") as expected:
        for _ in range(2000):
            frame = []
            for _ in range(rng.randrange(1, 6)):
                nanos += rng.randrange(1, 40_000_000)
                message, line = make(rng, nanos)
                frame.append(message)
                if message["S"] in WANTED:
                    expected.write(line + "\n")
            frames.write(json.dumps(frame, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

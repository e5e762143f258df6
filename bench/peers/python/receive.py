"""alpaca-py, unmodified: reads every message in its handler, and prints what that took.

Arguments: URL, seconds on a processor to warm up, seconds to measure.
"""

import json
import os
import sys
import threading
import time

from alpaca.data.enums import DataFeed
from alpaca.data.live import StockDataStream

CHECKED = 50_000


class Meter:
    def __init__(self):
        self.count = 0
        self.prices = 0.0
        self.sizes = 0.0
        self.letters = 0
        self.conditions = 0
        self.millis = 0
        self.sums = None

    def add(self, message, price, size):
        self.letters += len(message.symbol)
        self.prices += price
        self.sizes += size
        self.conditions += len(message.conditions)
        self.millis += message.timestamp.microsecond // 1000
        self.count += 1
        if self.count == CHECKED:
            self.sums = f"{self.prices:.4f} {self.sizes:.0f} {self.letters} {self.conditions} {self.millis}"


def peak_kib():
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def warm_up(seconds, meter):
    start, cpu = time.monotonic(), time.process_time()
    while time.monotonic() - start < 10 * seconds and (time.process_time() - cpu < seconds or meter.sums is None):
        time.sleep(0.05)


def main(url, warm, measured):
    meter = Meter()
    stream = StockDataStream("key", "secret", feed=DataFeed.SIP, url_override=url)

    async def on_quote(quote):
        meter.add(quote, quote.bid_price + quote.ask_price, quote.bid_size + quote.ask_size)

    async def on_trade(trade):
        meter.add(trade, trade.price, trade.size)

    stream.subscribe_quotes(on_quote, "*")
    stream.subscribe_trades(on_trade, "*")
    threading.Thread(target=stream.run, daemon=True).start()
    warm_up(warm, meter)
    count, start, cpu = meter.count, time.monotonic(), time.process_time()
    time.sleep(measured)
    result = {
        "messages": meter.count - count,
        "seconds": time.monotonic() - start,
        "cpuSeconds": time.process_time() - cpu,
        "peakKiB": peak_kib(),
        "sums": meter.sums,
    }
    print(json.dumps(result), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]))

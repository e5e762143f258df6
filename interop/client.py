"""alpaca-py, unmodified, against the simulator: prints what it receives, or checks what it is refused."""

import asyncio
import sys
import threading

import msgpack
from alpaca.data.enums import DataFeed
from alpaca.data.live import StockDataStream

SYMBOLS = ("AAPL", "MSFT")


def number(value):
    return f"{value:.6f}".rstrip("0").rstrip(".")


def line(message):
    nanos = message["t"].to_unix_nano()
    if message["T"] == "t":
        parts = ["t", message["S"], message["i"], message["x"], number(message["p"]), message["s"],
                 ",".join(message["c"]), message["z"], nanos]
    elif message["T"] == "q":
        parts = ["q", message["S"], message["bx"], number(message["bp"]), message["bs"], message["ax"],
                 number(message["ap"]), message["as"], ",".join(message["c"]), message["z"], nanos]
    else:
        parts = ["b", message["S"]] + [number(message[k]) for k in "ohlc"] + [
            message["v"], message["n"], number(message["vw"]), nanos]
    return " ".join(str(part) for part in parts)


def client(url, secret="SECRET"):
    return StockDataStream("KEY", secret, raw_data=True, feed=DataFeed.IEX, url_override=url + "/v2/iex")


def receive(url, count):
    stream = client(url)
    lines = []
    complete = threading.Event()

    async def handler(message):
        lines.append(line(message))
        if len(lines) == count:
            complete.set()

    stream.subscribe_trades(handler, *SYMBOLS)
    stream.subscribe_quotes(handler, *SYMBOLS)
    stream.subscribe_bars(handler, *SYMBOLS)
    thread = threading.Thread(target=stream.run, daemon=True)
    thread.start()
    arrived = complete.wait(60)
    stream.stop()
    thread.join(10)
    print("\n".join(lines))
    if not arrived:
        sys.exit(f"alpaca-py: {len(lines)} of {count} messages within 60 s")


async def failure(stream):
    try:
        await stream._start_ws()
    except ValueError as refused:
        return str(refused)
    return "accepted"


async def answer(stream, request):
    await stream._ws.send(msgpack.packb(request))
    return msgpack.unpackb(await asyncio.wait_for(stream._ws.recv(), 10))


def expect(what, actual, wanted):
    if actual != wanted:
        sys.exit(f"alpaca-py: {what}: expected {wanted}, got {actual}")
    print(f"interop: alpaca-py: {what}: {wanted}")


async def refusals(url):
    wrong = client(url, "WRONG")
    expect("wrong keys", await failure(wrong), "auth failed")
    await wrong.close()
    first = client(url)
    expect("right keys", await failure(first), "accepted")
    second = client(url)
    expect("a second connection", await failure(second), "connection limit exceeded")
    await second.close()
    unknown = await answer(first, {"action": "subscribe", "nonsense": ["AAPL"]})
    expect("an unknown channel", unknown, [{"T": "error", "code": 400, "msg": "invalid syntax"}])
    granted = await answer(first, {"action": "subscribe", "bars": ["AAPL"]})
    expect("the session goes on", granted, [{"T": "subscription", "bars": ["AAPL"]}])
    await first.close()


if __name__ == "__main__":
    if sys.argv[1] == "receive":
        receive(sys.argv[2], int(sys.argv[3]))
    else:
        asyncio.run(refusals(sys.argv[2]))

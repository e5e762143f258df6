// The JavaScript SDK, unmodified: reads every message in its handler, and prints what that took.
// Arguments: URL, seconds on a processor to warm up, seconds to measure.
"use strict";

const fs = require("node:fs");
const { StockDataStream } = require("@alpacahq/alpaca-trade-api").streaming;

const CHECKED = 50_000;
const [url, warm, measured] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const meter = { count: 0, prices: 0, sizes: 0, letters: 0, conditions: 0, millis: 0, sums: null };

function add(message, price, size) {
    meter.letters += message.symbol.length;
    meter.prices += price;
    meter.sizes += size;
    meter.conditions += message.conditions.length;
    meter.millis += message.timestamp.getUTCMilliseconds();
    meter.count += 1;
    if (meter.count === CHECKED) {
        meter.sums = `${meter.prices.toFixed(4)} ${meter.sizes.toFixed(0)} ${meter.letters} ${meter.conditions} ${meter.millis}`;
    }
    if (meter.count % 64 === 0) {
        look();
    }
}

function cpuSeconds() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
}

function seconds() {
    return Number(process.hrtime.bigint()) / 1e9;
}

function peakKiB() {
    return Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync("/proc/self/status", "ascii"))[1]);
}

// One thread does everything here, so the clock is looked at between messages and not by a timer, which might never get its turn.
const began = { seconds: seconds(), cpu: cpuSeconds() };
let start = null;

function look() {
    if (start === null) {
        const longest = seconds() - began.seconds >= 10 * warm;
        if (longest || (cpuSeconds() - began.cpu >= warm && meter.sums !== null)) {
            start = { messages: meter.count, seconds: seconds(), cpu: cpuSeconds() };
        }
    } else if (seconds() - start.seconds >= measured) {
        console.log(JSON.stringify({
            messages: meter.count - start.messages,
            seconds: seconds() - start.seconds,
            cpuSeconds: cpuSeconds() - start.cpu,
            peakKiB: peakKiB(),
            sums: meter.sums,
        }));
        process.exit(0);
    }
}

const stream = new StockDataStream({ credentials: { keyId: "key", secret: "secret" }, feed: "sip", url });
stream.onQuote((quote) => add(quote, quote.bidPrice + quote.askPrice, quote.bidSize + quote.askSize));
stream.onTrade((trade) => add(trade, trade.price, trade.size));
stream.onConnect(() => {
    stream.subscribeForQuotes(["*"]);
    stream.subscribeForTrades(["*"]);
});
stream.connect();

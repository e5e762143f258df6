// The Go SDK, unmodified, against the simulator: prints what it receives, or checks what it is refused.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/alpacahq/alpaca-trade-api-go/v3/marketdata"
	"github.com/alpacahq/alpaca-trade-api-go/v3/marketdata/stream"
)

var symbols = []string{"AAPL", "MSFT"}

func number(value float64) string {
	return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(value, 'f', 6, 64), "0"), ".")
}

func die(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "alpaca-trade-api-go: "+format+"\n", args...)
	os.Exit(1)
}

func client(url, secret string, options ...stream.StockOption) *stream.StocksClient {
	all := []stream.StockOption{
		stream.WithBaseURL(url + "/v2"),
		stream.WithCredentials("KEY", secret),
		stream.WithReconnectSettings(1, time.Millisecond),
		stream.WithLogger(silent{}),
	}
	return stream.NewStocksClient(marketdata.IEX, append(all, options...)...)
}

type silent struct{}

func (silent) Infof(string, ...any)  {}
func (silent) Warnf(string, ...any)  {}
func (silent) Errorf(string, ...any) {}

func receive(url string, count int) {
	lines := make(chan string, count+1)
	sdk := client(url, "SECRET",
		stream.WithTrades(func(t stream.Trade) {
			lines <- fmt.Sprintf("t %s %d %s %s %d %s %s %d", t.Symbol, t.ID, t.Exchange, number(t.Price), t.Size,
				strings.Join(t.Conditions, ","), t.Tape, t.Timestamp.UnixNano())
		}, symbols...),
		stream.WithQuotes(func(q stream.Quote) {
			lines <- fmt.Sprintf("q %s %s %s %d %s %s %d %s %s %d", q.Symbol, q.BidExchange, number(q.BidPrice), q.BidSize,
				q.AskExchange, number(q.AskPrice), q.AskSize, strings.Join(q.Conditions, ","), q.Tape, q.Timestamp.UnixNano())
		}, symbols...),
		stream.WithBars(func(b stream.Bar) {
			lines <- fmt.Sprintf("b %s %s %s %s %s %d %d %s %d", b.Symbol, number(b.Open), number(b.High), number(b.Low),
				number(b.Close), b.Volume, b.TradeCount, number(b.VWAP), b.Timestamp.UnixNano())
		}, symbols...))
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	if err := sdk.Connect(ctx); err != nil {
		die("cannot connect: %v", err)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for i := 0; i < count; i++ {
		select {
		case line := <-lines:
			fmt.Fprintln(out, line)
		case <-ctx.Done():
			out.Flush()
			die("%d of %d messages within 60 s", i, count)
		}
	}
}

func expect(what string, actual, wanted error) {
	if !errors.Is(actual, wanted) {
		die("%s: expected %v, got %v", what, wanted, actual)
	}
	fmt.Printf("interop: alpaca-trade-api-go: %s: %v\n", what, wanted)
}

func refusals(url string) {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	expect("wrong keys", client(url, "WRONG").Connect(ctx), stream.ErrInvalidCredentials)

	holding, release := context.WithCancel(ctx)
	first := client(url, "SECRET")
	expect("right keys", first.Connect(holding), nil)
	second := make(chan error, 1)
	began := time.Now()
	go func() { second <- client(url, "SECRET").Connect(ctx) }()
	// The SDK asks for the slot again and again on the same socket; it must not get it while the first session lives.
	select {
	case err := <-second:
		die("a second connection was not refused: %v", err)
	case <-time.After(2 * time.Second):
	}
	release()
	<-first.Terminated()
	expect("a second connection, once the first has gone", <-second, nil)
	if time.Since(began) < 2*time.Second {
		die("a second connection was accepted too early")
	}
}

func main() {
	if os.Args[1] == "receive" {
		count, _ := strconv.Atoi(os.Args[3])
		receive(os.Args[2], count)
	} else {
		refusals(os.Args[2])
	}
}

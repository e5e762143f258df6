// The Go SDK, unmodified: reads every message in its handler, and prints what that took.
// Arguments: URL without the feed, seconds on a processor to warm up, seconds to measure.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/alpacahq/alpaca-trade-api-go/v3/marketdata"
	"github.com/alpacahq/alpaca-trade-api-go/v3/marketdata/stream"
)

const checked = 50_000

// Written by the SDK's one processor; its count is read by the main goroutine as well.
type meter struct {
	count      atomic.Int64
	prices     float64
	sizes      float64
	letters    int64
	conditions int64
	millis     int64
	sums       atomic.Pointer[string]
}

func (m *meter) add(symbol string, price, size float64, conditions int, at time.Time) {
	m.letters += int64(len(symbol))
	m.prices += price
	m.sizes += size
	m.conditions += int64(conditions)
	m.millis += int64(at.Nanosecond() / 1_000_000)
	if m.count.Add(1) == checked {
		sums := fmt.Sprintf("%.4f %.0f %d %d %d", m.prices, m.sizes, m.letters, m.conditions, m.millis)
		m.sums.Store(&sums)
	}
}

func cpuSeconds() float64 {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

func peakKiB() int {
	status, _ := os.ReadFile("/proc/self/status")
	peak, _ := strconv.Atoi(string(regexp.MustCompile(`VmHWM:\s+(\d+)`).FindSubmatch(status)[1]))
	return peak
}

func warmUp(seconds float64, m *meter) {
	start, cpu := time.Now(), cpuSeconds()
	for time.Since(start).Seconds() < 10*seconds && (cpuSeconds()-cpu < seconds || m.sums.Load() == nil) {
		time.Sleep(50 * time.Millisecond)
	}
}

func main() {
	warm, _ := strconv.ParseFloat(os.Args[2], 64)
	measured, _ := strconv.ParseFloat(os.Args[3], 64)
	m := &meter{}
	client := stream.NewStocksClient(marketdata.SIP,
		stream.WithBaseURL(os.Args[1]),
		stream.WithCredentials("key", "secret"),
		stream.WithQuotes(func(q stream.Quote) {
			m.add(q.Symbol, q.BidPrice+q.AskPrice, float64(q.BidSize+q.AskSize), len(q.Conditions), q.Timestamp)
		}, "*"),
		stream.WithTrades(func(t stream.Trade) {
			m.add(t.Symbol, t.Price, float64(t.Size), len(t.Conditions), t.Timestamp)
		}, "*"))
	if err := client.Connect(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "cannot connect:", err)
		os.Exit(1)
	}
	warmUp(warm, m)
	count, start, cpu := m.count.Load(), time.Now(), cpuSeconds()
	time.Sleep(time.Duration(measured * float64(time.Second)))
	_ = json.NewEncoder(os.Stdout).Encode(map[string]any{
		"messages":   m.count.Load() - count,
		"seconds":    time.Since(start).Seconds(),
		"cpuSeconds": cpuSeconds() - cpu,
		"peakKiB":    peakKiB(),
		"sums":       m.sums.Load(),
	})
}

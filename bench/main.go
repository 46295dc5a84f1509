// Command bench measures the program on a sample city of two sizes and prints
// each figure beside what the same machine does at the same time: how often it
// can make a file last (fsync/s), and how fast it scans a table.
//
//	go run ./bench [-items 1000,100000] [-db sqlite,postgres]
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiufen/internal/pgtest"
)

func main() {
	log.SetFlags(0)
	items := flag.String("items", "1000,100000", "sizes of the city, items")
	dbs := flag.String("db", "sqlite,postgres", "databases")
	profile := flag.String("cpuprofile", "", "write a profile of the processor here")
	flag.Parse()
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			log.Fatal(err)
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			log.Fatal(err)
		}
		defer pprof.StopCPUProfile()
	}
	ctx := context.Background()
	fmt.Printf("fsync: %.0f /s\n", fsyncs())
	for _, dialect := range strings.Split(*dbs, ",") {
		var small map[string]time.Duration
		for _, n := range strings.Split(*items, ",") {
			size, err := strconv.Atoi(n)
			if err != nil {
				log.Fatal(err)
			}
			b, err := newBench(ctx, dialect, size)
			if err != nil {
				log.Printf("%s, %d items: %v", dialect, size, err)
				return
			}
			got, err := b.run(ctx)
			if err != nil {
				log.Printf("%s, %d items: %v", dialect, size, err)
				return
			}
			for _, page := range slices.Sorted(keys(got)) {
				if was := small[page]; was > 0 {
					fmt.Printf("  growth %-28s ×%.2f\n", page, float64(got[page])/float64(was))
				}
			}
			if small == nil {
				small = got
			}
			b.close()
		}
	}
	pgtest.Stop()
}

func keys(m map[string]time.Duration) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// fsyncs is how many small writes a second this disk makes last.
func fsyncs() float64 {
	f, err := os.CreateTemp("", "fsync")
	if err != nil {
		log.Fatal(err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	buf := make([]byte, 4096)
	begin := time.Now()
	n := 0
	for ; time.Since(begin) < time.Second; n++ {
		if _, err := f.WriteAt(buf, 0); err != nil {
			log.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			log.Fatal(err)
		}
	}
	return float64(n) / time.Since(begin).Seconds()
}

// quantiles are the median and the 99th percentile.
func quantiles(d []time.Duration) (p50, p99 time.Duration) {
	slices.Sort(d)
	return d[len(d)/2], d[len(d)*99/100]
}

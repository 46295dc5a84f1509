package decompose

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"jiufen/internal/document"
	"jiufen/internal/sharedtest"
)

// BenchmarkDecode is the yardstick: one UTF-8 decoding pass over the corpus.
func BenchmarkDecode(b *testing.B) {
	all := wholeCorpus(b)
	b.SetBytes(int64(len(all)))
	var sum rune
	for b.Loop() {
		for i := 0; i < len(all); {
			r, n := utf8.DecodeRuneInString(all[i:])
			sum += r
			i += n
		}
	}
	yard = sum
}

var yard rune

// BenchmarkAgainstDecoding reports how many decoding passes over the corpus one
// reading of it costs, both timed in turn in the same run.
func BenchmarkAgainstDecoding(b *testing.B) {
	lex, texts, all := lexicon(b), sharedtest.Texts(b), wholeCorpus(b)
	pass, reading := time.Duration(1<<62), time.Duration(1<<62)
	for b.Loop() {
		t0 := time.Now()
		for range 10 {
			for i := 0; i < len(all); {
				r, n := utf8.DecodeRuneInString(all[i:])
				yard += r
				i += n
			}
		}
		t1 := time.Now()
		for _, t := range texts {
			d, err := document.Read(t)
			if err != nil {
				b.Fatal(err)
			}
			Decompose(d, lex, Options{})
		}
		pass, reading = min(pass, t1.Sub(t0)/10), min(reading, time.Since(t1))
	}
	b.ReportMetric(float64(reading)/float64(pass), "passes")
	b.ReportMetric(float64(utf8.RuneCountInString(all))/reading.Seconds()/1e6, "Mrunes/s")
}

// BenchmarkCorpus reads and decomposes every text of the corpus.
func BenchmarkCorpus(b *testing.B) {
	lex, texts := lexicon(b), sharedtest.Texts(b)
	n := 0
	for _, t := range texts {
		n += len(t)
	}
	b.SetBytes(int64(n))
	for b.Loop() {
		for _, t := range texts {
			d, err := document.Read(t)
			if err != nil {
				b.Fatal(err)
			}
			Decompose(d, lex, Options{})
		}
	}
}

// BenchmarkRead is the document alone.
func BenchmarkRead(b *testing.B) {
	texts := sharedtest.Texts(b)
	n := 0
	for _, t := range texts {
		n += len(t)
	}
	b.SetBytes(int64(n))
	for b.Loop() {
		for _, t := range texts {
			if _, err := document.Read(t); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkLength shows that time grows with length: ns per rune at three sizes.
func BenchmarkLength(b *testing.B) {
	lex := lexicon(b)
	report := sharedtest.Texts(b)["work-report/20"]
	body := report[strings.Index(report, "二、2026年"):strings.Index(report, "三、“十五五”")]
	for _, size := range []int{10_000, 100_000, 1_000_000} {
		var sb strings.Builder
		for n := 0; n < size; n += utf8.RuneCountInString(body) {
			sb.WriteString(body)
		}
		text := string([]rune(sb.String())[:size])
		b.Run(itoa(size), func(b *testing.B) {
			for b.Loop() {
				d, err := document.Read(text)
				if err != nil {
					b.Fatal(err)
				}
				Decompose(d, lex, Options{Year: 2026})
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(size), "ns/rune")
		})
	}
}

func wholeCorpus(b *testing.B) string {
	var all strings.Builder
	for _, t := range sharedtest.Texts(b) {
		all.WriteString(t)
	}
	return all.String()
}

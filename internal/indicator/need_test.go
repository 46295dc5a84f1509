package indicator

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// Scenario 5 (a): retail sales with amounts, from the growth alone, and «6%左右».
func TestScenario5RetailSales(t *testing.T) {
	y := Year{Part: 34560, Whole: 48000}
	n, rest, ok := y.Amounts(60, 1, 36115, true)
	if !ok || rest != 14765 || n.Point != 99 || n.Banded {
		t.Errorf("147.65 and 9.9: %d, %+v", rest, n)
	}
	if got := n.Faster(y.GrowthOf(36115)); got != 54 {
		t.Errorf("faster by %d, not 5.4", got)
	}
	n, ok = y.Growth(60, 45, 1, true)
	if !ok || n.Point != 99 || n.Low != 97 || n.High != 100 || !n.Banded {
		t.Errorf("9.9 (9.7 to 10.0): %+v", n)
	}
	low, rest, _ := y.Amounts(58, 1, 36115, true) // 6%左右, 0.2 below is good too
	if rest != 14669 || low.Point != 92 {
		t.Errorf("146.69 and 9.2: %d, %+v", rest, low)
	}
}

// Scenario 5 (b): value added of industry, from growth and a weight alone.
func TestScenario5ValueAdded(t *testing.T) {
	n, ok := Year{Part: 64, Whole: 100, Half: 1}.Growth(75, 68, 1, true)
	if !ok || n.Point != 88 || n.Low != 86 || n.High != 89 {
		t.Errorf("8.8 (8.6 to 8.9): %+v", n)
	}
	if _, ok := (Year{}).Growth(75, 68, 1, true); ok {
		t.Error("reckoned without a weight")
	}
}

// Scenario 5 (c): PM2.5, a mean over the days of the year, less is better.
func TestScenario5Mean(t *testing.T) {
	n, ok := Mean(330, 314, 1, 273, 92, false)
	if !ok || n.Point != 377 || n.Low != 375 || n.High != 379 {
		t.Errorf("37.7 (37.5 to 37.9): %+v", n)
	}
	if _, ok := Mean(330, 314, 1, 365, 0, false); ok {
		t.Error("nothing is left of the year")
	}
}

func TestSum(t *testing.T) {
	rest, each, ok := Sum(120, 80, 0, 3, true)
	if !ok || rest != 40 || each.Point != 134 {
		t.Errorf("40 in three months, 13.4 each: %d %+v", rest, each)
	}
	if _, _, ok := Sum(120, 121, 0, 3, true); ok {
		t.Error("the target is reached")
	}
}

// Who meets the printed figure meets the target, and the printed band holds every
// result that the rounded figures allow.
func TestNeedProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := Year{Part: rapid.Int64Range(100, 900).Draw(t, "part"), Whole: 1000, Half: rapid.Int64Range(0, 20).Draw(t, "half")}
		target, sofar := rapid.Int64Range(-100, 200).Draw(t, "target"), rapid.Int64Range(-100, 200).Draw(t, "sofar")
		n, ok := y.Growth(target, sofar, 1, true)
		if !ok {
			t.Fatalf("%+v is a year", y)
		}
		w := big.NewRat(y.Part, y.Whole)
		all := new(big.Rat).Mul(w, big.NewRat(sofar, 10))
		all.Add(all, new(big.Rat).Mul(new(big.Rat).Sub(big.NewRat(1, 1), w), big.NewRat(n.Point, 10)))
		if all.Cmp(big.NewRat(target, 10)) < 0 {
			t.Fatalf("the printed need misses the target: %s", all)
		}
		if low, high := big.NewRat(n.Low, 10), big.NewRat(n.High, 10); n.Exact.Cmp(low) < 0 || n.Exact.Cmp(high) > 0 {
			t.Fatalf("%s outside %s to %s", n.Exact, low, high)
		}
		if y.Half == 0 && y.Part > 0 {
			// the same from amounts whose growth is exactly what was printed
			amount := y.Part*1000 + y.Part*sofar
			big5 := Year{Part: y.Part * 1000, Whole: y.Whole * 1000}
			if m, _, ok := big5.Amounts(target, 1, amount, true); !ok || m.Exact.Cmp(n.Exact) != 0 {
				t.Fatalf("from amounts %s, from growth %s", m.Exact, n.Exact)
			}
		}
	})
}

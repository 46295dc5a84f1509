package quantity

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for _, r := range []struct {
		s    string
		want Value
	}{
		{"1,234.5亿元", Value{12345, 1, "亿元"}}, {"６．５％", Value{65, 1, "%"}}, {"−0.3", Value{-3, 1, ""}}, {"+12", Value{12, 0, ""}},
		{"120 个", Value{120, 0, "个"}}, {"12，345", Value{12345, 0, ""}}, {"0.50个百分点", Value{50, 2, "个百分点"}}, {" 1,234,567 ", Value{1234567, 0, ""}},
		{"-5.5%", Value{-55, 1, "%"}}, {"999999999999999999", Value{999999999999999999, 0, ""}},
	} {
		if got, err := Parse(r.s); err != nil || got != r.want {
			t.Errorf("Parse(%q) = %+v, %v", r.s, got, err)
		}
	}
	for _, s := range []string{"", "亿元", "——", "1.2.3", "1,23", ",123", "1234,567", "1.", ".5", "1.1234567890", "1234567890123456789", "5—6", "1.2,3", "五", "3个5", "--3"} {
		if v, err := Parse(s); err == nil {
			t.Errorf("Parse(%q) = %+v", s, v)
		}
	}
}

func TestParseScaled(t *testing.T) {
	if n, err := ParseScaled("3.5亿元", 2, "亿元"); err != nil || n != 350 {
		t.Errorf("%d, %v", n, err)
	}
	if n, err := ParseScaled("3.500", 1, "亿元"); err != nil || n != 35 {
		t.Errorf("%d, %v", n, err)
	}
	for _, s := range []string{"3.55", "3.5万元", "x"} {
		if n, err := ParseScaled(s, 1, "亿元"); err == nil {
			t.Errorf("ParseScaled(%q) = %d", s, n)
		}
	}
}

func TestFormat(t *testing.T) {
	for _, r := range []struct {
		n    int64
		dec  int
		want string
	}{
		{384, 1, "38.4"}, {-384, 1, "−38.4"}, {5, 2, "0.05"}, {0, 1, "0.0"}, {120, 0, "120"}, {-9223372036854775808, 0, "−9223372036854775808"},
	} {
		if got := Format(r.n, r.dec); got != r.want {
			t.Errorf("Format(%d,%d) = %q", r.n, r.dec, got)
		}
	}
	if Short(350, 2) != "3.5" || Short(1200, 2) != "12" || Short(0, 2) != "0" || Short(1205, 2) != "12.05" {
		t.Error("Short")
	}
}

func TestFormatReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := Value{rapid.Int64Range(-999999999999999999, 999999999999999999).Draw(t, "n"), rapid.IntRange(0, MaxDecimals).Draw(t, "dec"), "个"}
		got, err := Parse(v.String())
		if err != nil && len(v.String()) < 22 {
			t.Fatal(err)
		}
		if err == nil && got != v {
			t.Fatalf("%+v reads back as %+v", v, got)
		}
	})
}

// Scenario 7: shares and points to one decimal.
func TestSharesOfScenario7(t *testing.T) {
	for _, r := range []struct{ actual, share, behind, ofPlan int64 }{{31, 258, 242, 517}, {46, 383, 117, 767}, {33, 275, 225, 550}} {
		share, _ := Percent(r.actual, 120, 1, HalfUp)
		behind, _ := Points(60, r.actual, 120, 1)
		of, _ := Percent(r.actual, 60, 1, HalfUp)
		if share != r.share || behind != r.behind || of != r.ofPlan {
			t.Errorf("%d: %d, %d, %d", r.actual, share, behind, of)
		}
	}
}

// Against exact arithmetic of any size.
func TestMulDivExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b"), rapid.Int64().Draw(t, "c")
		r := Rounding(rapid.IntRange(0, 2).Draw(t, "r"))
		got, ok := MulDiv(a, b, c, r)
		if c == 0 {
			if ok {
				t.Fatal("division by zero")
			}
			return
		}
		want := exact(a, b, c, r)
		if ok != want.IsInt64() && !(want.IsInt64() && want.Int64() == -9223372036854775808) {
			t.Fatalf("MulDiv(%d,%d,%d,%d): ok %v, exact %v", a, b, c, r, ok, want)
		}
		if ok && got != want.Int64() {
			t.Fatalf("MulDiv(%d,%d,%d,%d) = %d, want %v", a, b, c, r, got, want)
		}
	})
}

func exact(a, b, c int64, r Rounding) *big.Int {
	num := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	den := big.NewInt(c)
	if den.Sign() < 0 {
		num.Neg(num)
		den.Neg(den)
	}
	floor, rem := new(big.Int).DivMod(num, den, new(big.Int)) // den > 0: floor
	if rem.Sign() == 0 {
		return floor
	}
	up := new(big.Int).Add(floor, big.NewInt(1))
	switch r {
	case Up:
		return up
	case Down:
		return floor
	}
	switch twice := new(big.Int).Lsh(rem, 1); twice.Cmp(den) {
	case -1:
		return floor
	case 1:
		return up
	}
	if num.Sign() < 0 {
		return floor // a half goes away from zero
	}
	return up
}

func TestCmpProductsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, c := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "c")
		b, d := rapid.Int64Range(1, 1<<62).Draw(t, "b"), rapid.Int64Range(1, 1<<62).Draw(t, "d")
		if got, want := CmpProducts(a, d, c, b), big.NewRat(a, b).Cmp(big.NewRat(c, d)); got != want {
			t.Fatalf("CmpProducts(%d,%d,%d,%d) = %d, want %d", a, d, c, b, got, want)
		}
	})
}

func TestGoals(t *testing.T) {
	for _, r := range []struct {
		g    Goal
		v    int64
		want bool
	}{
		{Goal{Comparator: AtLeast, Value: 60}, 60, true}, {Goal{Comparator: AtLeast, Value: 60}, 59, false},
		{Goal{Comparator: AtMost, Value: 55, LessBetter: true}, 56, false}, {Goal{Comparator: AtMost, Value: 55}, 55, true},
		{Goal{Comparator: About, Value: 60, Tolerance: 2}, 58, true}, {Goal{Comparator: About, Value: 60, Tolerance: 2}, 57, false},
		{Goal{Comparator: About, Value: 30, Tolerance: 1, LessBetter: true}, 31, true},
		{Goal{Comparator: Range, Value: 50, Max: 55}, 50, true}, {Goal{Comparator: Range, Value: 50, Max: 55}, 70, true},
		{Goal{Comparator: Range, Value: 50, Max: 55, LessBetter: true}, 56, false}, {Goal{Value: 120}, 121, true},
	} {
		if got := r.g.Met(r.v); got != r.want {
			t.Errorf("%+v met by %d: %v", r.g, r.v, got)
		}
	}
	for c := Reach; c <= Relative; c++ {
		if got, err := ParseComparator(c.String()); err != nil || got != c {
			t.Errorf("%v: %v, %v", c, got, err)
		}
	}
	if _, err := ParseComparator("more"); err == nil {
		t.Error("an unknown comparator was read")
	}
}

func TestNoAllocations(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() {
		_, _ = Percent(31, 120, 1, HalfUp)
		_, _ = Points(60, 46, 120, 1)
		_ = CmpProducts(1<<40, 1<<40, 3, 4)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("1,234.5亿元")
	f.Add("６．５％")
	f.Fuzz(func(t *testing.T, s string) {
		v, err := Parse(s)
		if err != nil {
			return
		}
		if again, err := Parse(v.String()); err != nil || again.N != v.N || again.Decimals != v.Decimals {
			t.Fatalf("%q is %v, which reads as %v, %v", s, v, again, err)
		}
	})
}

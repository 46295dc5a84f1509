package ledger

import (
	"errors"
	"fmt"
	"math/big"

	"jiufen/internal/quantity"
)

// Part is a child's figure as it counts towards its parent, scaled by the
// measure both share.
type Part struct {
	Name  string
	N     int64
	Has   bool  // a figure was reported
	Base  int64 // weight, for a weighted roll-up
	Basis string
	Met   bool // of its own target
}

// ErrNoSum is why the figures of children are not added up where the parent
// reports by itself: 统一核算，不作加总.
var ErrNoSum = errors.New("ledger: accounted for centrally, never added up")

// ErrBasis is why figures counted differently are not added up, ErrWeight why no
// weighted mean is made.
var (
	ErrBasis  = errors.New("ledger: only figures on one basis are added up")
	ErrWeight = errors.New("ledger: a weighted mean needs every figure and its base")
)

// Total is what children come to, to be set beside the parent's own figure; it
// never replaces it.
type Total struct {
	N       int64
	Parts   int // with a figure
	All     int
	Met     int   // of a roll-up by the least
	NotMet  []int // parts that do not meet their target
	Percent int64 // of a roll-up by the least: coverage, one decimal
}

// RollUp adds up the figures of children by a rule. Only figures on the same
// basis are summed; a rule «own» refuses.
func RollUp(rule Rollup, parts []Part) (Total, error) {
	t := Total{All: len(parts)}
	for i, p := range parts {
		if p.Has {
			t.Parts++
		}
		if p.Met {
			t.Met++
		} else {
			t.NotMet = append(t.NotMet, i)
		}
		if (rule == RollupSum || rule == RollupWeighted) && p.Basis != parts[0].Basis {
			return Total{}, fmt.Errorf("%w: %s counts %q, %s counts %q", ErrBasis, parts[0].Name, parts[0].Basis, p.Name, p.Basis)
		}
	}
	switch rule {
	case RollupSum:
		sum := new(big.Int)
		for _, p := range parts {
			sum.Add(sum, big.NewInt(p.N))
		}
		if !sum.IsInt64() {
			return Total{}, fmt.Errorf("ledger: the sum of %d parts is too large; use a larger unit", len(parts))
		}
		t.N = sum.Int64()
	case RollupWeighted:
		n, err := weighted(parts)
		if err != nil {
			return Total{}, err
		}
		t.N = n
	case RollupLeast:
		t.Percent, _ = quantity.Percent(int64(t.Met), int64(t.All), 1, quantity.HalfUp)
	default:
		return Total{}, ErrNoSum
	}
	return t, nil
}

// weighted is Σ n·base / Σ base, half up, in the decimals of the parts. Two more
// are kept by WeightedFine.
func weighted(parts []Part) (int64, error) { return WeightedFine(parts, 0) }

// WeightedFine is the weighted mean with more decimals than its parts have.
func WeightedFine(parts []Part, more int) (int64, error) {
	num, den := new(big.Int), new(big.Int)
	for _, p := range parts {
		if p.Base <= 0 || !p.Has {
			return 0, fmt.Errorf("%w: %s lacks one", ErrWeight, p.Name)
		}
		num.Add(num, new(big.Int).Mul(big.NewInt(p.N), big.NewInt(p.Base)))
		den.Add(den, big.NewInt(p.Base))
	}
	if den.Sign() == 0 {
		return 0, fmt.Errorf("ledger: a weighted mean of nothing")
	}
	num.Mul(num, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(more)), nil))
	neg := num.Sign() < 0
	num.Abs(num).Lsh(num, 1).Add(num, den)
	num.Quo(num, den.Lsh(den, 1))
	if neg {
		num.Neg(num)
	}
	if !num.IsInt64() {
		return 0, fmt.Errorf("ledger: the weighted mean is too large; use a larger unit")
	}
	return num.Int64(), nil
}

// Markup is by how much the children's targets add up to more than the parent's
// target, in percent with one decimal: 126 against 120 is 5.0. It is shown at
// the split and signed.
func Markup(target int64, children []int64) (percent int64, ok bool) {
	return quantity.Percent(Sum(children)-target, target, 1, quantity.HalfUp)
}

// Sum adds up.
func Sum(ns []int64) int64 {
	var sum int64
	for _, n := range ns {
		sum += n
	}
	return sum
}

// MarkupSentence says so: 下级合计126个，比目标120个多5.0%.
func MarkupSentence(target int64, children []int64, decimals int, unit string, t Text) string {
	sum := Sum(children)
	f := func(n int64) string { return quantity.Format(n, decimals) + unit }
	return t("judge.markup", "sum", f(sum), "target", f(target), "share", percent(sum-target, target))
}

// DifferSentence sets the parent's own figure beside the sum of its children:
// 牵头单位报48个，县区合计46个，相差2个，请说明. Nothing is adjusted; equal figures need
// no sentence.
func DifferSentence(own, sum int64, decimals int, unit string, t Text) string {
	if own == sum {
		return ""
	}
	f := func(n int64) string { return quantity.Format(n, decimals) + unit }
	return t("judge.rollup.differs", "lead", t("judge.rollup.lead"), "own", f(own), "children", t("judge.rollup.counties"), "sum", f(sum), "gap", f(abs(own-sum)))
}

// DerivedSentence sets a derived rate beside the published one, which is used:
// 推算4.7%，发布5.1%，相差0.4个百分点. Both are in percent with the decimals given.
func DerivedSentence(derived, published int64, decimals int, t Text) string {
	f := func(n int64) string { return quantity.Format(n, decimals) + "%" }
	return t("judge.rollup.weighted", "derived", f(derived), "published", f(published), "gap", t("judge.points", "n", quantity.Format(abs(derived-published), decimals)))
}

// LeastSentence names those that do not meet their target: 8个达到，9个中丁断面没有达到.
func LeastSentence(total Total, parts []Part, t Text) string {
	names := ""
	for _, i := range total.NotMet {
		if names != "" {
			names += "、"
		}
		names += parts[i].Name
	}
	return t("judge.rollup.least", "met", total.Met, "all", total.All, "names", names)
}

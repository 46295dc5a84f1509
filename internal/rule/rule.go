package rule

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"
)

// Names are what a condition may speak of: an int, string or bool as an example
// of the name's type, or a Func.
type Names map[string]any

// Func is a function of a condition. Do is any Go function over int, string and
// bool. Where Check stands, its arguments are words in quotes, and Check is asked
// about them when the file is loaded.
type Func struct {
	Do    any
	Check func(words []string) error
}

// Rule is a condition that was read.
type Rule struct {
	text string
	prog *vm.Program
}

// most is how many parts a condition may have.
const most = 120

// Compile reads a condition. The error says what is wrong and where.
func Compile(text string, names Names) (*Rule, error) {
	if strings.TrimSpace(text) == "" {
		return nil, fmt.Errorf("the condition is empty; write one or leave it out")
	}
	prog, err := expr.Compile(text, expr.Env(env(names)), expr.AsBool(), expr.DisableAllBuiltins(), expr.MaxNodes(most), expr.Optimize(false))
	if err != nil {
		return nil, fmt.Errorf("%q: %w", text, err)
	}
	w := walker{names: names}
	tree := prog.Node()
	ast.Walk(&tree, &w)
	if w.err != nil {
		return nil, fmt.Errorf("%q: %w", text, w.err)
	}
	return &Rule{text: text, prog: prog}, nil
}

// env is what the expression library sees of names.
func env(names Names) map[string]any {
	out := make(map[string]any, len(names))
	for n, v := range names {
		if f, ok := v.(Func); ok {
			v = f.Do
		}
		out[n] = v
	}
	return out
}

// Holds tells whether the condition holds of the names' values.
func (r *Rule) Holds(values Names) (bool, error) {
	v, err := expr.Run(r.prog, env(values))
	if err != nil {
		return false, fmt.Errorf("%q: %w", r.text, err)
	}
	yes, ok := v.(bool)
	if !ok {
		return false, fmt.Errorf("%q: gives %T, not yes or no", r.text, v)
	}
	return yes, nil
}

// String is the condition as it was written.
func (r *Rule) String() string { return r.text }

// walker forbids what a condition has no need of, and asks the functions about
// their words.
type walker struct {
	names Names
	err   error
}

// Visit looks at one part of a condition.
func (w *walker) Visit(n *ast.Node) {
	if w.err != nil {
		return
	}
	switch x := (*n).(type) {
	case *ast.FloatNode:
		w.err = fmt.Errorf("%v is a number with a point; write dec(\"%v\")", x.Value, x.Value)
	case *ast.CallNode:
		w.call(x)
	case *ast.IdentifierNode, *ast.BinaryNode, *ast.UnaryNode, *ast.IntegerNode, *ast.StringNode, *ast.BoolNode, *ast.ConstantNode, *ast.ArrayNode:
	default:
		w.err = fmt.Errorf("a condition has names, comparisons, and, or, not, in and functions only")
	}
}

func (w *walker) call(x *ast.CallNode) {
	callee, ok := x.Callee.(*ast.IdentifierNode)
	if !ok {
		w.err = fmt.Errorf("only named functions can be called")
		return
	}
	f, ok := w.names[callee.Value].(Func)
	if !ok || f.Check == nil {
		return
	}
	words := make([]string, len(x.Arguments))
	for i, a := range x.Arguments {
		s, ok := a.(*ast.StringNode)
		if !ok {
			w.err = fmt.Errorf("%s takes words in quotes", callee.Value)
			return
		}
		words[i] = s.Value
	}
	if err := f.Check(words); err != nil {
		w.err = fmt.Errorf("%s: %w", callee.Value, err)
	}
}

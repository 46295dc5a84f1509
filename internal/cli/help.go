package cli

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/kong"
)

// help prints the help of the command that args name, or of all.
func (e *env) help(k *kong.Kong, args []string) int {
	node := k.Model.Node
	for _, a := range args {
		if a == "--" {
			break
		}
		if next := child(node, a); next != nil {
			node = next
		}
	}
	fmt.Fprint(e.io.Out, e.helpText(node))
	return exitDone
}

func child(n *kong.Node, name string) *kong.Node {
	for _, c := range n.Children {
		if c.Name == name && !c.Hidden {
			return c
		}
	}
	return nil
}

func (e *env) helpText(n *kong.Node) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s\n", e.m.T("cli.usage"), usage(n))
	if n.Parent == nil {
		fmt.Fprintf(&b, "\n%s\n", e.m.T("cli.what"))
	} else {
		fmt.Fprintf(&b, "\n%s\n", e.m.T(n.Help))
	}
	if len(n.Children) > 0 {
		var rows [][2]string
		for _, c := range n.Children {
			rows = append(rows, [2]string{c.Name, firstLine(e.m.T(c.Help))})
		}
		e.table(&b, "cli.commands", rows)
	}
	var rows [][2]string
	for _, p := range n.Positional {
		rows = append(rows, [2]string{p.Summary(), e.m.T(p.Help)})
	}
	e.table(&b, "cli.arguments", rows)
	rows = nil
	for _, group := range n.AllFlags(true) {
		for _, f := range group {
			rows = append(rows, [2]string{flagName(f), e.m.T(f.Help)})
		}
	}
	e.table(&b, "cli.flags", rows)
	if n.Parent == nil {
		fmt.Fprintf(&b, "\n%s\n", e.m.T("cli.more"))
	}
	return b.String()
}

// usage is the command line of a command.
func usage(n *kong.Node) string {
	parts := []string{}
	for at := n; at != nil; at = at.Parent {
		parts = append([]string{at.Name}, parts...)
	}
	if len(n.Children) > 0 {
		parts = append(parts, "<command>")
	}
	for _, f := range n.Flags {
		if f.Required {
			parts = append(parts, flagName(f))
		}
	}
	for _, p := range n.Positional {
		parts = append(parts, p.Summary())
	}
	return strings.Join(append(parts, "[flags]"), " ")
}

func flagName(f *kong.Flag) string {
	s := "--" + f.Name
	if f.Short != 0 {
		s = "-" + string(f.Short) + ", " + s
	}
	if !f.IsBool() {
		s += "=" + f.FormatPlaceHolder()
	}
	return s
}

func (e *env) table(b *strings.Builder, title string, rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	width := 0
	for _, r := range rows {
		width = max(width, utf8.RuneCountInString(r[0]))
	}
	width = min(width, 34)
	fmt.Fprintf(b, "\n%s\n", e.m.T(title))
	for _, r := range rows {
		gap := width - utf8.RuneCountInString(r[0])
		if gap < 0 {
			fmt.Fprintf(b, "  %s\n  %s  %s\n", r[0], strings.Repeat(" ", width), r[1])
			continue
		}
		fmt.Fprintf(b, "  %s%s  %s\n", r[0], strings.Repeat(" ", gap), r[1])
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// misuses are what the parser says when a command is used wrongly, and the key
// of the sentence people are shown instead.
var misuses = []struct {
	re  *regexp.Regexp
	key string
}{
	{regexp.MustCompile(`^unknown flag (\S+?)(?:, did you mean .*)?$`), "cli.misuse.flag"},
	{regexp.MustCompile(`^unexpected argument (\S+?)(?:, did you mean .*)?$`), "cli.misuse.argument"},
	{regexp.MustCompile(`^expected one of (.*)$`), "cli.misuse.command"},
	{regexp.MustCompile(`^expected (.*)$`), "cli.misuse.expected"},
	{regexp.MustCompile(`^missing flags: (.*)$`), "cli.misuse.missing"},
	{regexp.MustCompile(`^(--\S+?)(?:=\S*)?: expected .*$`), "cli.misuse.value"},
	{regexp.MustCompile(`^(--.* and --.*) can't be used together$`), "cli.misuse.together"},
}

// misused says how the command is used wrongly and where its help is.
func (e *env) misused(k *kong.Kong, args []string, err error) int {
	text := e.m.T("cli.misuse.other", "what", err.Error())
	for _, m := range misuses {
		if found := m.re.FindStringSubmatch(err.Error()); found != nil {
			text = e.m.T(m.key, "what", found[1])
			break
		}
	}
	node := k.Model.Node
	for _, a := range args {
		if next := child(node, a); next != nil {
			node = next
		}
	}
	fmt.Fprintln(e.io.Err, e.m.T("cli.error", "what", text))
	fmt.Fprintln(e.io.Err, e.m.T("cli.misuse.help", "command", node.FullPath()))
	return exitUsage
}

// misuse is an error of using a command wrongly that only the command can see.
type misuse struct {
	key  string
	args []any
}

func (m *misuse) Error() string { return "cli: " + m.key }

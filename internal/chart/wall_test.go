package chart

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Whatever stands in a wall chart, it is a safe, well-formed picture, and every
// item is on it.
func TestAnyWallIsWellFormed(t *testing.T) {
	word := rapid.StringOf(rapid.SampledFrom([]rune("临港污水处理厂<>&\"'二期A1。")))
	rapid.Check(t, func(t *rapid.T) {
		w := Wall{ID: "w", Title: word.Draw(t, "title"), Heading: word.Draw(t, "head"), From: 20454, To: 20818, Now: rapid.Int32Range(20000, 21000).Draw(t, "now"), Legend: []WallLight{{"red", "红"}}}
		rows := 0
		for range rapid.IntRange(0, 4).Draw(t, "groups") {
			g := WallGroup{Name: word.Draw(t, "group")}
			for range rapid.IntRange(0, 8).Draw(t, "rows") {
				rows++
				r := WallRow{Name: word.Draw(t, "name"), Light: WallLight{"green", "绿"}, From: rapid.Int32().Draw(t, "from"), To: rapid.Int32().Draw(t, "to"), Done: rapid.Int64Range(-1, 5000).Draw(t, "done")}
				for range rapid.IntRange(0, 5).Draw(t, "nodes") {
					r.Nodes = append(r.Nodes, WallNode{Day: rapid.Int32Range(20400, 20900).Draw(t, "day"), Text: word.Draw(t, "node")})
				}
				g.Rows = append(g.Rows, r)
			}
			w.Groups = append(w.Groups, g)
		}
		svg := string(w.SVG())
		wellFormed(t, svg)
		if n := strings.Count(svg, "#li-green"); n != rows {
			t.Fatalf("%d items drawn of %d", n, rows)
		}
	})
}

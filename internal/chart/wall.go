package chart

import "html/template"

// Wall is the wall chart (挂图): every item a line over the year, its plan thin, what
// is done thick, its nodes diamonds, today's line through all. A3 landscape.
type Wall struct {
	ID, Title string // what it is, for who hears it
	Heading   string
	Says      string
	Heads     [4]string // of the columns: item, lead, light, done against plan
	Months    [12]string
	Legend    []WallLight
	Today     string // word at today's line
	Foot      string
	From, To  int32 // first and last day of the year
	Now       int32
	Groups    []WallGroup
}

// WallLight is a light with its word.
type WallLight struct{ Colour, Word string }

// WallGroup is the items of one leader.
type WallGroup struct {
	Name string
	Rows []WallRow
}

// WallRow is one item. Done is in thousandths of its plan, below 0 if there is
// no figure for it.
type WallRow struct {
	Name, Lead string
	Light      WallLight
	Share      string
	From, To   int32
	Done       int64
	Nodes      []WallNode
}

// WallNode is a milestone.
type WallNode struct {
	Day     int32
	Text    string
	Reached bool
}

// WallRows is how many lines, items and names of groups, fit on a sheet.
const WallRows = 36

const (
	wallW, wallH        = 1587, 1123
	wallTop, wallBottom = px(1500), px(10400)
	wallLeft, wallRight = px(5960), px(15270)
)

// SVG draws the chart.
func (w *Wall) SVG() template.HTML {
	var c canvas
	c.open("wall", wallW, wallH, w.ID, w.Title)
	c.text("w1", 600, 740, "", w.Heading)
	c.text("w3", 600, 1020, "", w.Says)
	w.head(&c)
	rows := 0
	for _, g := range w.Groups {
		rows += 1 + len(g.Rows)
	}
	step := (wallBottom - wallTop) / px(max(rows, 20))
	y := wallTop
	for _, g := range w.Groups {
		c.line("wl", 600, y, wallRight, y)
		c.text("wgp", 600, y+min(step, 180), "", g.Name)
		y += step
		for _, r := range g.Rows {
			w.row(&c, r, y, step)
			y += step
		}
	}
	c.line("wl", 600, y, wallRight, y)
	x := w.x(w.Now)
	c.line("wn", x, 1440, x, y+60)
	c.text("wnt", x, y+220, "middle", w.Today)
	c.text("w4", 600, 10900, "", w.Foot)
	return c.close()
}

func (w *Wall) x(day int32) px {
	return scale(int64(day), int64(w.From), int64(w.To)+1, wallLeft, wallRight)
}

func (w *Wall) head(c *canvas) {
	x := wallRight
	for i := len(w.Legend) - 1; i >= 0; i-- {
		l := w.Legend[i]
		x -= px(320 + 140*len([]rune(l.Word)))
		c.symbol(l.Colour, x, 600, 160)
		c.text("w3", x+220, 730, "", l.Word)
	}
	c.text("w3", 600, 1380, "", w.Heads[0])
	c.text("w3", 3200, 1380, "", w.Heads[1])
	c.text("w3", 4360, 1380, "", w.Heads[2])
	c.text("w3", 5720, 1380, "end", w.Heads[3])
	month := (wallRight - wallLeft) / 12
	for i, name := range w.Months {
		left := wallLeft + month*px(i)
		c.line("wg", left, wallTop, left, wallBottom)
		c.text("w3", left+month/2, 1380, "middle", name)
	}
	c.line("wg", wallRight, wallTop, wallRight, wallBottom)
}

func (w *Wall) row(c *canvas, r WallRow, y, step px) {
	base := y + step*3/5
	name := []rune(r.Name)
	if len(name) <= 18 {
		c.text("w3 wname", 600, base+50, "", r.Name)
	} else {
		cut := (len(name) + 1) / 2
		c.text("w4 wname", 600, base-20, "", string(name[:cut]))
		c.text("w4 wname", 600, base+100, "", string(name[cut:]))
	}
	c.text("w4", 3200, base+50, "", r.Lead)
	c.symbol(r.Light.Colour, 4360, base-80, 150)
	c.text("w3", 4570, base+50, "", r.Light.Word)
	c.text("w3", 5720, base+50, "end", r.Share)
	from, to := w.x(max(r.From, w.From)), w.x(min(max(r.To, r.From), w.To)+1)
	c.line("wp", from, base, to, base)
	if r.Done > 0 {
		c.rect("wa", from, base-30, px(int64(to-from)*min(r.Done, 1000)/1000), 60)
	}
	last := px(-2000)
	for _, n := range r.Nodes {
		if n.Day < w.From || n.Day > w.To {
			continue
		}
		class := "wm0"
		if n.Reached {
			class = "wm"
		}
		x := w.x(n.Day)
		c.diamond(class, x, base, 55)
		if x-last >= 700 { // else the words would lie over each other
			c.text("w4", x, base-85, "middle", short(n.Text, 6))
			last = x
		}
	}
}

// short cuts a word to so many characters; the whole stands in the ledger. A figure
// stays whole: without its unit it would be another one.
func short(s string, n int) string {
	if r := []rune(s); len(r) > n && (r[0] < '0' || r[0] > '9') {
		return string(r[:n-1]) + "…"
	}
	return s
}

// symbol uses one of the page's light symbols.
func (c *canvas) symbol(colour string, x, y, size px) {
	c.raw(`<use href="#li-`, colour, `" class="li-`, colour, `" x="`, x.String(), `" y="`, y.String(), `" width="`, size.String(), `" height="`, size.String(), `"/>`)
}

func (c *canvas) diamond(class string, x, y, r px) {
	c.raw(`<path class="`, class, `" d="M`, x.String(), ` `, (y - r).String(), ` L`, (x + r).String(), ` `, y.String(), ` L`, x.String(), ` `, (y + r).String(), ` L`, (x - r).String(), ` `, y.String(), ` Z"/>`)
}

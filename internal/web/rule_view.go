package web

// RulePage shows a rule of lights as it is in force: its lines, its source, the
// file it was loaded from and since when it counts.
type RulePage struct {
	Page
	Name    string
	Says    string
	Facts   []Pair
	Lines   []RuleLine
	Legend  Legend
	Pattern string // the file as it was loaded
}

// RuleLine says from where on a light stands, for one kind of path.
type RuleLine struct{ What, Green, Yellow, Red string }

package sample

import (
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// postSpec is a post before it has a number. Who names the person who holds it;
// two posts with the same who are held by the same person, ” is vacant.
type postSpec struct {
	key   string // unit and duty: 市住建局/liaison
	unit  string
	title string
	duty  org.Duty
	who   string
}

// postKey names a post of a unit by its duty.
func postKey(unit string, duty org.Duty) string { return unit + "/" + string(duty) }

// viceKey is the post of a vice-mayor by his field of work.
func viceKey(field int) string { return "vice" + string('0'+rune(field)) }

// deputyKey is the deputy secretary-general who follows a field of work.
func deputyKey(field int) string { return "deputy" + string('0'+rune(field/2)) }

// postSpecs lists all posts. A person is named after the first post he holds.
func postSpecs(units []unitSpec) []postSpec {
	out := []postSpec{
		{"mayor", cityHall, "市长", org.Mayor, "mayor"},
		{postKey(cityDesk, org.Secretary), cityDesk, "秘书长、办公室主任", org.Secretary, "secretary"},
	}
	for f, field := range viceMayors {
		title := "副市长（" + field + "）"
		if f == 0 {
			title = "常务副市长"
		}
		out = append(out, postSpec{viceKey(f), cityHall, title, org.ViceMayor, viceKey(f)})
		if f%2 == 0 {
			out = append(out, postSpec{deputyKey(f), cityDesk, "副秘书长", org.Deputy, deputyKey(f)})
		}
	}
	out = append(out,
		postSpec{"vice-vacant", cityHall, "副市长（挂职）", org.ViceMayor, ""},
		postSpec{postKey(cityDesk, org.OfficeClerk), cityDesk, "综合一科科长", org.OfficeClerk, "office"},
		postSpec{"office2", cityDesk, "文秘科科长", org.OfficeClerk, "office2"},
		postSpec{postKey(cityDesk, org.Liaison), cityDesk, "文秘科副科长", org.OfficeClerk, "office3"},
		postSpec{postKey(cityDesk, org.Head), cityDesk, "办公室副主任", org.Deputy, "office4"},
		postSpec{postKey(caseDesk, org.Supervision), caseDesk, "督查室主任", org.Supervision, "supervision"},
		postSpec{"supervision2", caseDesk, "督查室督查专员", org.Supervision, "supervision2"},
		postSpec{"supervision3", caseDesk, "督查室科员", org.Supervision, "supervision3"},
		postSpec{postKey(cityDesk, org.Auditor), cityDesk, "安全审计员", org.Auditor, "auditor"},
		postSpec{postKey(cityDesk, org.Accounts), cityDesk, "账号管理员", org.Accounts, "accounts"},
		postSpec{"accounts2", cityDesk, "账号管理员（第二人）", org.Accounts, "accounts2"},
	)
	return append(out, unitPosts(units)...)
}

// unitPosts are the posts of departments and counties. A small unit has its
// liaison only, who serves the next small one as well; a county's liaison is
// also that of its own bureaus: one of three people with eight jobs.
func unitPosts(units []unitSpec) []postSpec {
	var out []postSpec
	small, last := 0, ""
	for _, u := range units {
		if u.short == cityDesk || u.short == caseDesk {
			continue
		}
		liaison := postKey(u.short, org.Liaison)
		switch {
		case u.sort == org.Department && u.under != cityHall:
			out = append(out, postSpec{postKey(u.short, org.Head), u.short, "局长", org.Head, postKey(u.short, org.Head)},
				postSpec{liaison, u.short, "联络员", org.Liaison, postKey(u.under, org.CountyLiaison)})
		case u.sort == org.County, u.sort == org.Zone:
			title := "县（市、区）长"
			if u.sort == org.Zone {
				title = "管委会主任"
			}
			out = append(out, postSpec{postKey(u.short, org.Head), u.short, title, org.Head, postKey(u.short, org.Head)},
				postSpec{liaison, u.short, "政府督查室联络员", org.CountyLiaison, postKey(u.short, org.CountyLiaison)})
		case u.plain:
			if small++; small%2 == 1 {
				last = liaison
			}
			out = append(out, postSpec{liaison, u.short, "联络员", org.Liaison, last},
				postSpec{postKey(u.short, org.Head), u.short, "负责人", org.Head, last})
		case u.sort == org.Department:
			out = append(out, departmentPosts(u.short, liaison)...)
		}
	}
	return out
}

func departmentPosts(unit, liaison string) []postSpec {
	head := postKey(unit, org.Head)
	out := []postSpec{{head, unit, "主要负责人", org.Head, head}}
	duty := org.Liaison
	switch unit {
	case "市统计局":
		duty = org.Statistics
	case "市住建局", "市发改委", "市教育局":
		out = append(out, postSpec{postKey(unit, org.DeputyHead), unit, "分管副职", org.DeputyHead, postKey(unit, org.DeputyHead)},
			postSpec{postKey(unit, org.SectionChief), unit, "业务科科长", org.SectionChief, postKey(unit, org.SectionChief)},
			postSpec{liaison + "B", unit, "联络员（B岗）", org.Liaison, liaison + "B"})
	case "市应急局":
		out = append(out, postSpec{postKey(unit, org.DeputyHead), unit, "副局长", org.DeputyHead, postKey(unit, org.DeputyHead)})
	}
	return append(out, postSpec{liaison, unit, "联络员", duty, liaison})
}

// Days of the year on which the organisation moves.
var (
	mergeDay    = calendar.Date(2026, 5, 6)  // 市乡村振兴局 goes over into 市农业农村局
	swapTold    = calendar.Date(2026, 5, 28) // two vice-mayors swap: told on, from
	swapDay     = calendar.Date(2026, 6, 1)
	vacantDay   = calendar.Date(2026, 6, 10) // the head of 市应急局 leaves, his deputy stands in
	handoverDay = calendar.Date(2026, 5, 18) // a new liaison at 市文旅局
)

const (
	mergedUnit, mergedInto   = "市乡村振兴局", "市农业农村局"
	vacantUnit, handoverUnit = "市应急局", "市文旅局"
	swappedA, swappedB       = "市教育局", "市交通局"
)

// Role is somebody whom the demo lets one enter as.
type Role struct {
	Key    string // mayor, vice-mayor …
	Person id.Person
	Post   id.Post
	Label  string // message key
}

// roleSpecs are the one-click roles, with the post each is entered in.
var roleSpecs = [][2]string{
	{"mayor", "mayor"}, {"vice-mayor", viceKey(2)}, {"deputy-secretary-general", deputyKey(2)}, {"office", postKey(cityDesk, org.OfficeClerk)},
	{"supervision", postKey(caseDesk, org.Supervision)}, {"head", postKey("市住建局", org.Head)}, {"liaison", postKey("市住建局", org.Liaison)},
	{"county-liaison", postKey("甲县", org.Liaison)}, {"statistics", postKey("市统计局", org.Liaison)}, {"auditor", postKey(cityDesk, org.Auditor)},
	{"accounts", postKey(cityDesk, org.Accounts)},
}

package sample

import (
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/org"
)

// unitSpec is a unit before it has a number. Field is the vice-mayor's field of
// work it belongs to (index of viceMayors), −1 for none.
type unitSpec struct {
	short, name string
	sort        org.Sort
	under       string // short name of the unit above
	field       int
	plain       bool // a small unit: no head in the system, its liaison serves two
}

const (
	cityHall  = "市政府"
	cityDesk  = "市政府办"
	caseDesk  = "督查室"
	everyArea = "各县区"
)

// viceMayors are the fields of work, in the order of the posts. The last post
// is vacant.
var viceMayors = []string{"发展改革、财政、应急", "工业、科技、国资", "住建、交通、自然资源", "农业农村、水利", "教育、卫健、民政", "公安、司法、信访", "商务、文旅、招商"}

// cityUnits lists the departments of the city by field: short name, and with *
// the small ones. The first of a line is its field.
var cityUnits = [][]string{
	{"市发改委=市发展和改革委员会", "市财政局", "市统计局", "市应急局=市应急管理局", "市审计局", "市税务局", "市政务服务局=市政务服务和行政审批局", "市数据局", "市粮储局=市粮食和物资储备局*", "市金融办=市地方金融管理局*", "市机关事务局=市机关事务管理局*"},
	{"市工信局=市工业和信息化局", "市科技局=市科学技术局", "市国资委=市国有资产监督管理委员会", "市市场监管局=市市场监督管理局", "市通信管理办*", "市邮政局=市邮政管理局*", "市科协=市科学技术协会*"},
	{"市住建局=市住房和城乡建设局", "市自然资源局=市自然资源和规划局", "市交通局=市交通运输局", "市城管局=市城市管理局", "市生态环境局", "市公积金中心=市住房公积金管理中心*", "市公路中心=市公路事业发展中心*", "市人防办=市人民防空办公室*", "市气象局*"},
	{"市农业农村局", "市水利局", "市林业局=市林业和草原局", "市乡村振兴局", "市供销社=市供销合作社联合社*", "市水库移民中心*"},
	{"市教育局", "市卫健委=市卫生健康委员会", "市民政局", "市人社局=市人力资源和社会保障局", "市医保局=市医疗保障局", "市退役军人局=市退役军人事务局", "市体育局", "市疾控局=市疾病预防控制局*"},
	{"市公安局", "市司法局", "市信访局", "市消防救援支队*", "市民宗局=市民族宗教事务局*"},
	{"市商务局", "市文旅局=市文化和旅游局", "市投促局=市投资促进局", "市外事办=市外事办公室*", "市临空物流园管委会*"},
}

// bodies are units that the Regulation on government supervision does not cover.
var bodies = []string{"市委组织部", "市委宣传部", "市委政法委", "市总工会", "市妇联=市妇女联合会", "市残联=市残疾人联合会", "市红十字会", "国网样例供电公司", "样例水务集团", "样例城投集团"}

var counties = []string{"甲县", "乙县", "丙县", "丁县", "戊县", "己县", "庚区", "辛区", "壬区", "癸市"}
var zones = []string{"样例高新区", "样例经开区"}

// ownBureaus are a county's bureaus: 甲县 has three, 乙县 two, all others one.
var ownBureaus = []string{"住建局", "教育局", "农业农村局"}

// areas are the counties and zones.
func areas() []string { return append(append([]string{}, counties...), zones...) }

// unitSpecs lists all units, each after the one above it.
func unitSpecs() []unitSpec {
	out := []unitSpec{
		{cityHall, "样例市人民政府", org.Government, "", -1, false},
		{cityDesk, "样例市人民政府办公室", org.Office, cityHall, 0, false},
		{caseDesk, "样例市人民政府督查室", org.Office, cityDesk, -1, false},
	}
	const first = "市住建局" // named first, so that a list of posts shows it first
	for f, list := range cityUnits {
		for _, s := range list {
			u := unitOf(s, org.Department, cityHall, f)
			if u.short == first {
				out = slices.Insert(out, 3, u)
				continue
			}
			out = append(out, u)
		}
	}
	for i, s := range bodies {
		out = append(out, unitOf(s+"*", org.Body, "", []int{4, 6, 5, 1, 4, 4, 4, 0, 2, 2}[i]))
	}
	for i, c := range counties {
		out = append(out, unitSpec{c, "样例市" + c + "人民政府", org.County, cityHall, -1, false})
		for j, b := range ownBureaus {
			if j == 0 || j == 1 && i < 2 || i == 0 {
				out = append(out, unitSpec{c + b, "样例市" + c + b, org.Department, c, -1, false})
			}
		}
	}
	for _, z := range zones {
		out = append(out, unitSpec{z, z + "管理委员会", org.Zone, cityHall, -1, false},
			unitSpec{z + "建设局", z + "建设和环境局", org.Department, z, -1, false})
	}
	return append(out, unitSpec{everyArea, everyArea, org.Group, cityHall, -1, false})
}

func unitOf(s string, sort org.Sort, under string, field int) unitSpec {
	s, plain := strings.CutSuffix(s, "*")
	short, name, ok := strings.Cut(s, "=")
	if !ok {
		name = short
	}
	return unitSpec{short, name, sort, under, field, plain}
}

func unitCode(i int) string { return "U" + strconv.Itoa(1001 + i)[1:] }

// rightsOf are the rights a post has by its duty. No duty has all of them, and
// who administers accounts reads no data.
var rightsOf = map[org.Duty][]org.Right{
	org.Mayor:         {org.Read, org.Approve, org.Sign, org.Decide},
	org.ViceMayor:     {org.Read, org.Approve, org.Decide},
	org.Secretary:     {org.Read, org.Draft, org.Approve, org.Sign, org.Decide},
	org.Deputy:        {org.Read, org.Approve, org.Assign},
	org.OfficeClerk:   {org.Read, org.Draft, org.Library},
	org.Supervision:   {org.Read, org.Draft, org.Assign, org.Accept, org.CheckFig, org.Decide, org.Close, org.Library},
	org.Head:          {org.Read, org.Receive, org.Report, org.Sheet},
	org.DeputyHead:    {org.Read, org.Report},
	org.SectionChief:  {org.Read, org.Report},
	org.Liaison:       {org.Read, org.Receive, org.Report},
	org.CountyLiaison: {org.Read, org.Receive, org.Report},
	org.Statistics:    {org.Read, org.Report, org.Receive, org.Release},
	org.Auditor:       {org.Read, org.Audit},
	org.Accounts:      {org.Manage, org.Organise},
}

// moreRights are what single posts have beyond their duty: the office reports on
// its own items too.
var moreRights = map[string][]org.Right{
	postKey(cityDesk, org.Liaison): {org.Receive, org.Report},
	postKey(cityDesk, org.Head):    {org.Receive, org.Sheet},
}

// surnames and given make names nobody has: the middle character is always 样
// or 例.
var (
	surnames = []rune("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜")
	given    = []rune("安邦承德恩方广和嘉景开朗明宁平启仁盛泰文祥兴雅勇远志中正")
)

// names gives names without repeating one, in an order that depends on the seed.
type names struct {
	n    int
	step int
}

func (g *names) next() string {
	all := len(surnames) * len(given) * 2
	k := (g.n*g.step + 7) % all
	g.n++
	return string([]rune{surnames[k%len(surnames)], []rune("样例")[k/len(surnames)%2], given[k/len(surnames)/2]})
}

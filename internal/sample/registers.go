package sample

import (
	"context"
	"fmt"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// The days of the registers: filled by the report desk, and two plans of them
// raised into the ledger, late enough that nobody owes a report on them yet.
var (
	registerDay = calendar.Date(2026, 5, 12)
	raiseDay    = calendar.Date(2026, 7, 6)
	halfDay     = calendar.Date(2026, 7, 7) // the half-year papers of the portfolios are written
)

// registerSpec is an object of a register with lines of one group.
type registerSpec struct {
	register string
	values   map[string]string // a value «@市住建局» is a unit, «!城镇新增就业» an item, «#建议» an object entered before
	group    string
	lines    []map[string]string
	stages   []string
}

type row = map[string]string

var registerSpecs = []registerSpec{
	{register: "special-plans", values: row{"title": "“十五五”住房发展规划", "class": "重点专项规划", "lead": "@市住建局", "due": "2026-12-31"}, group: "provisional", lines: []row{{"figure": "2025年常住人口", "value": "102万人"}}, stages: []string{"outline"}},
	{register: "special-plans", values: row{"title": "“十五五”生态环境保护规划", "class": "重点专项规划", "lead": "@市生态环境局", "due": "2026-08-31"}, stages: []string{"outline"}},
	{register: "special-plans", values: row{"title": "“十五五”教育发展规划", "class": "其他专项规划", "lead": "@市教育局", "due": "2026-12-31"}},
	{register: "special-plans", values: row{"title": "甲县“十五五”农业农村发展规划", "class": "重点专项规划", "level": "县级", "county": "@甲县", "lead": "@甲县", "due": "2026-12-31"}, stages: []string{"outline"}},
	{register: "special-plans", values: row{"title": "庚区“十五五”城市更新规划", "class": "其他专项规划", "level": "县级", "county": "@庚区", "lead": "@庚区", "due": "2027-03-31"}},
	{register: "planning-texts", values: row{"title": "#建议", "level": "市委建议", "adopted": "市委全会", "horizon": "2030"}, group: "targets", lines: []row{{"indicator": "森林覆盖率", "value": "46", "unit": "%"}, {"indicator": "常住人口城镇化率", "value": "72", "unit": "%"}}},
	{register: "planning-texts", values: row{"title": "“十五五”规划纲要", "level": "规划纲要", "adopted": "市人民代表大会", "horizon": "2030", "above": "#建议"}, group: "targets", lines: []row{{"indicator": "森林覆盖率", "value": "45.5", "unit": "%"}, {"indicator": "常住人口城镇化率", "value": "72", "unit": "%"}}},
	{register: "statements", values: row{"title": "去年经济工作会议", "series": "经济工作会议", "day": "2024-12-12", "text": "坚持稳中求进工作总基调。大力提振消费。推动科技创新和产业创新融合发展。"}},
	{register: "statements", values: row{"title": "今年经济工作会议", "series": "经济工作会议", "day": "2025-12-12", "text": "坚持稳中求进、提质增效。深入实施提振消费专项行动。推动科技创新和产业创新深度融合。优化民营企业发展环境。"}, group: "phrases", lines: []row{{"phrase": "提质增效", "change": "增加", "reading": "把质量放到和速度同样的位置"}, {"phrase": "提振消费专项行动", "change": "增加"}}},
	{register: "superior-papers", values: row{"title": "关于促进民营经济发展的若干措施", "issuer": "省政府", "level": "省", "sort": "文件", "day": "2026-03-18", "mode": "书面"}, group: "demands", lines: []row{{"text": "无分歧欠款年内清零"}}},
	{register: "expiring-policies", values: row{"title": "新能源汽车购置补贴", "lead": "@市商务局", "expires": "2026-06-30"}},
	{register: "judgements", values: row{"title": "二季度外贸出口承压", "line": "经济形势", "day": "2026-04-20", "source": "一季度海关数据", "bears": "进出口总额增速", "confidence": "中", "review": "2026-07-01"}},
	{register: "five-year-targets", values: row{"title": "改造老旧小区", "lead": "@市住建局", "target": "500", "unit": "个", "summed": "yes"}, group: "slices", lines: []row{{"year": "2026", "planned": "120", "item": "!改造老旧小区120个"}, {"year": "2027", "planned": "110"}, {"year": "2028", "planned": "100"}, {"year": "2029", "planned": "90"}, {"year": "2030", "planned": "80"}}},
	{register: "sessions", values: row{"title": "市政府第六次全体会议", "sort": "全体会议", "day": "2026-01-22", "half": "上半年", "attendees": "市政府组成人员，各县（市、区）长"}, group: "results", lines: []row{{"text": "去年确定的122项任务办结118项"}}, stages: []string{"prepared", "held"}},
}

// switchedOn are the registers that the city switches on besides those that come so,
// with who keeps them and how many units keep how many objects.
var switchedOn = []struct {
	register, keeper string
	units, objects   int
}{
	{"frames", cityDesk, 1, 6}, {"research", cityDesk, 3, 1}, {"regulations", "市司法局", 2, 1}, {"policy-instruments", "市发改委", 3, 1}, {"village-plans", "市自然资源局", 10, 4}, {"boilers", "市市场监管局", 1, 1},
}

// switchedSpecs are the objects of the registers switched on.
var switchedSpecs = []registerSpec{
	{register: "frames", values: row{"frame": "六保", "year": "2026", "title": "保居民就业"}, group: "items", lines: []row{{"item": "!城镇新增就业"}}},
	{register: "frames", values: row{"frame": "六保", "year": "2026", "title": "保基本民生"}, group: "items", lines: []row{{"item": "!改造老旧小区120个"}, {"item": "!新建口袋公园和绿道"}}},
	{register: "frames", values: row{"frame": "六保", "year": "2026", "title": "保市场主体"}, group: "items", lines: []row{{"item": "!培育限额以上商贸企业"}, {"item": "!清理拖欠企业账款"}}},
	{register: "frames", values: row{"frame": "六保", "year": "2026", "title": "保粮食能源安全"}, group: "items", lines: []row{{"item": "!粮食总产量"}, {"item": "!建设高标准农田"}}},
	{register: "frames", values: row{"frame": "六保", "year": "2026", "title": "保产业链供应链稳定"}},
	{register: "frames", values: row{"frame": "六保", "year": "2026", "title": "保基层运转"}},
	{register: "research", values: row{"title": "老旧小区改造后的长效管护", "questions": "物业怎么进、钱从哪里出、业委会怎么建", "lead": "@市住建局", "method": "实地走访、问卷", "due": "2026-09-30"}, stages: []string{"begun"}},
	{register: "research", values: row{"title": "民营企业融资难在哪里", "questions": "担保、抵押、信用信息各占多少", "lead": "@市工信局", "method": "座谈、走访", "due": "2026-06-30", "findings": "信用信息不通是首要原因，占走访企业的一半以上"}, stages: []string{"begun", "fieldwork", "reported"}},
	{register: "regulations", values: row{"title": "样例市生活垃圾分类管理条例", "issuer": "市人大常委会", "effective": "2024-05-01", "lead": "@市城管局"}, group: "duties", lines: []row{{"article": "第九条", "duty": "配套建设分类收集设施", "unit": "@市城管局"}, {"article": "第十七条", "duty": "分类覆盖率不低于", "unit": "@市城管局", "floor": "90"}}},
	{register: "regulations", values: row{"title": "样例市物业管理条例", "issuer": "市人大常委会", "effective": "2023-01-01", "lead": "@市住建局"}, group: "duties", lines: []row{{"article": "第六条", "duty": "指导成立业主委员会", "unit": "@市住建局"}}},
	{register: "policy-instruments", values: row{"title": "技改投资补助", "sort": "投入", "number": "样政办发〔2025〕21号", "lead": "@市工信局", "issued": "2025-04-10"}, group: "uptake", lines: []row{{"period": "2025年", "cases": "46", "amount": "3120"}, {"period": "2026年上半年", "cases": "21", "amount": "1480"}}},
	{register: "policy-instruments", values: row{"title": "首台（套）装备采购奖励", "sort": "采购", "number": "样政办发〔2025〕34号", "lead": "@市工信局", "issued": "2025-08-15"}},
	{register: "policy-instruments", values: row{"title": "高层次人才安家补贴", "sort": "人才", "lead": "@市人社局", "issued": "2026-02-20"}, group: "uptake", lines: []row{{"period": "2026年上半年", "cases": "12", "amount": "360"}}},
	{register: "village-plans", values: row{"title": "甲县国土空间总体规划", "sort": "县级国土空间规划", "county": "@甲县", "due": "2026-06-30", "needed": "yes", "number": "样政函〔2026〕8号"}, stages: []string{"outline", "draft", "review", "approved"}},
	{register: "village-plans", values: row{"title": "样溪村", "sort": "村庄规划", "county": "@甲县", "due": "2026-10-31", "needed": "yes"}, stages: []string{"outline"}},
	{register: "village-plans", values: row{"title": "桥头镇", "sort": "乡镇国土空间规划", "county": "@乙县", "due": "2026-08-31", "needed": "yes"}},
	{register: "village-plans", values: row{"title": "石门村", "sort": "村庄规划", "county": "@丙县", "due": "2026-12-31", "needed": "no"}},
}

// boilerCounts is what the system of special equipment gives of a month.
const boilerCounts = "县区\t在用台数\t已检查\t隐患未整改\n甲县\t46\t46\t2\n乙县\t31\t28\t0\n丙县\t22\t15\t3\n庚区\t58\t58\t0\n"

// suggestion is the title of the object that others name.
const suggestion = "关于制定“十五五”规划的建议"

// registersOn fills the registers of the report desk, as the office does.
func (b *builder) registersOn(ctx context.Context, d calendar.Day) error {
	switch d {
	case raiseDay:
		return b.raisePlans(ctx)
	case halfDay:
		return b.halfYear(ctx)
	case registerDay:
	default:
		return nil
	}
	b.clock.set(moment(d, 10, 20))
	office, err := b.viewer(ctx, postKey(cityDesk, org.OfficeClerk))
	if err != nil {
		return err
	}
	above := ""
	for _, s := range registerSpecs {
		if err := b.enter(ctx, office, s, &above); err != nil {
			return fmt.Errorf("register %s, %s: %w", s.register, s.values["title"], err)
		}
	}
	if _, err = b.app.FillRegister(ctx, office, "", "next-year-targets"); err != nil {
		return err
	}
	return b.switchRegisters(ctx, office)
}

// switchRegisters has the secretary-general switch registers on, on the burden
// that he is shown, and the office fill them.
func (b *builder) switchRegisters(ctx context.Context, office org.Viewer) error {
	signer, err := b.viewer(ctx, postKey(cityDesk, org.Secretary))
	if err != nil {
		return err
	}
	signer.Proven = true
	for _, r := range switchedOn {
		c, err := b.app.SwitchCost(ctx, signer, r.register, r.units, r.objects)
		if err == nil {
			err = b.app.SwitchRegister(ctx, signer, "", r.register, "on", b.ground.unit(r.keeper), c.Units, c.Objects, c.All, "")
		}
		if err != nil {
			return fmt.Errorf("register %s: %w", r.register, err)
		}
	}
	for _, s := range switchedSpecs {
		if err := b.enter(ctx, office, s, nil); err != nil {
			return fmt.Errorf("register %s, %s: %w", s.register, s.values["title"], err)
		}
	}
	_, err = b.app.TakeCounts(ctx, office, "", "boilers", calendar.MonthOf(2026, 4), app.Upload{Name: "锅炉.csv", Bytes: []byte(boilerCounts)})
	return err
}

// raisePlans raises two plans; the third waits to be raised.
func (b *builder) raisePlans(ctx context.Context) error {
	b.clock.set(moment(raiseDay, 10, 20))
	raiser, err := b.viewer(ctx, supervisor)
	for n := 1; n <= 2 && err == nil; n++ {
		_, err = b.app.RaiseObject(ctx, raiser, "", "special-plans", n)
	}
	return err
}

// halfYear prepares the plenary session of the middle of the year: what became of
// two portfolios is written from the ledger as of the end of June (S6-01).
func (b *builder) halfYear(ctx context.Context) error {
	b.clock.set(moment(halfDay, 10, 20))
	office, err := b.viewer(ctx, postKey(cityDesk, org.OfficeClerk))
	if err != nil {
		return err
	}
	n, err := b.app.AddObject(ctx, office, "", "sessions", row{"title": "市政府第七次全体会议", "sort": "全体会议", "day": "2026-07-14", "half": "上半年", "attendees": "市政府组成人员，各县（市、区）长"})
	for _, field := range []int{2, 3} {
		if err == nil {
			_, err = b.app.WriteLines(ctx, office, "", "sessions", n, "portfolios", b.ground.posts[viceKey(field)], calendar.Date(2026, 6, 30))
		}
	}
	return err
}

func (b *builder) enter(ctx context.Context, office org.Viewer, s registerSpec, above *string) error {
	typed := row{}
	for k, v := range s.values {
		switch {
		case v == "#建议" && k == "title":
			v = suggestion
		case v == "#建议":
			v = *above
		case v != "" && v[0] == '@':
			v = id.String(b.ground.unit(v[1:]))
		}
		typed[k] = v
	}
	n, err := b.app.AddObject(ctx, office, "", s.register, typed)
	if err != nil {
		return err
	}
	for _, l := range s.lines {
		typed := row{}
		for k, v := range l {
			switch {
			case v != "" && v[0] == '@':
				v = id.String(b.ground.unit(v[1:]))
			case v != "" && v[0] == '!':
				v = id.String(b.find(v[1:]).item)
			}
			typed[k] = v
		}
		if err := b.app.AddLine(ctx, office, "", s.register, n, s.group, typed); err != nil {
			return err
		}
	}
	for _, stage := range s.stages {
		if err := b.app.ReachStage(ctx, office, "", s.register, n, stage, 0); err != nil {
			return err
		}
	}
	if typed["title"] == suggestion {
		var x *app.RegisterView
		if x, err = b.app.Register(ctx, office, s.register, 0); err == nil {
			*above = id.String(x.Row(n).ID)
		}
	}
	return err
}

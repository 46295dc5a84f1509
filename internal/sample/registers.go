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
)

// registerSpec is an object of a register with lines of one group.
type registerSpec struct {
	register string
	values   map[string]string // a value «@市住建局» is a unit, «#建议» an object entered before
	group    string
	lines    []map[string]string
	stages   []string
}

type row = map[string]string

var registerSpecs = []registerSpec{
	{register: "special-plans", values: row{"title": "“十五五”住房发展规划", "class": "重点专项规划", "lead": "@市住建局", "due": "2026-12-31"}, group: "provisional", lines: []row{{"figure": "2025年常住人口", "value": "102万人"}}, stages: []string{"outline"}},
	{register: "special-plans", values: row{"title": "“十五五”生态环境保护规划", "class": "重点专项规划", "lead": "@市生态环境局", "due": "2026-08-31"}, stages: []string{"outline"}},
	{register: "special-plans", values: row{"title": "“十五五”教育发展规划", "class": "其他专项规划", "lead": "@市教育局", "due": "2026-12-31"}},
	{register: "planning-texts", values: row{"title": "#建议", "level": "市委建议", "adopted": "市委全会", "horizon": "2030"}, group: "targets", lines: []row{{"indicator": "森林覆盖率", "value": "46", "unit": "%"}, {"indicator": "常住人口城镇化率", "value": "72", "unit": "%"}}},
	{register: "planning-texts", values: row{"title": "“十五五”规划纲要", "level": "规划纲要", "adopted": "市人民代表大会", "horizon": "2030", "above": "#建议"}, group: "targets", lines: []row{{"indicator": "森林覆盖率", "value": "45.5", "unit": "%"}, {"indicator": "常住人口城镇化率", "value": "72", "unit": "%"}}},
	{register: "statements", values: row{"title": "去年经济工作会议", "series": "经济工作会议", "day": "2024-12-12", "text": "坚持稳中求进工作总基调。大力提振消费。推动科技创新和产业创新融合发展。"}},
	{register: "statements", values: row{"title": "今年经济工作会议", "series": "经济工作会议", "day": "2025-12-12", "text": "坚持稳中求进、提质增效。深入实施提振消费专项行动。推动科技创新和产业创新深度融合。优化民营企业发展环境。"}, group: "phrases", lines: []row{{"phrase": "提质增效", "change": "增加", "reading": "把质量放到和速度同样的位置"}, {"phrase": "提振消费专项行动", "change": "增加"}}},
	{register: "superior-papers", values: row{"title": "关于促进民营经济发展的若干措施", "issuer": "省政府", "level": "省", "sort": "文件", "day": "2026-03-18", "mode": "书面"}, group: "demands", lines: []row{{"text": "无分歧欠款年内清零"}}},
	{register: "expiring-policies", values: row{"title": "新能源汽车购置补贴", "lead": "@市商务局", "expires": "2026-06-30"}},
	{register: "judgements", values: row{"title": "二季度外贸出口承压", "line": "经济形势", "day": "2026-04-20", "source": "一季度海关数据", "bears": "进出口总额增速", "confidence": "中", "review": "2026-07-01"}},
	{register: "five-year-targets", values: row{"title": "改造老旧小区", "lead": "@市住建局", "target": "500", "unit": "个", "summed": "yes"}, group: "slices", lines: []row{{"year": "2026", "planned": "120"}, {"year": "2027", "planned": "110"}, {"year": "2028", "planned": "100"}, {"year": "2029", "planned": "90"}, {"year": "2030", "planned": "80"}}},
	{register: "sessions", values: row{"title": "市政府第六次全体会议", "sort": "全体会议", "day": "2026-01-22", "half": "上半年", "attendees": "市政府组成人员，各县（市、区）长"}, group: "results", lines: []row{{"text": "去年确定的122项任务办结118项"}}, stages: []string{"prepared", "held"}},
}

// suggestion is the title of the object that others name.
const suggestion = "关于制定“十五五”规划的建议"

// registersOn fills the registers of the report desk, as the office does.
func (b *builder) registersOn(ctx context.Context, d calendar.Day) error {
	switch d {
	case raiseDay:
		return b.raisePlans(ctx)
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
	_, err = b.app.FillRegister(ctx, office, "", "next-year-targets")
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
		if err := b.app.AddLine(ctx, office, "", s.register, n, s.group, l); err != nil {
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

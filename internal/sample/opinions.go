package sample

import (
	"context"
	_ "embed"
	"fmt"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// nextReport is the first draft of next year's report, sent out for comment
// early; the second is made of it by nextChanges.
//
//go:embed next_report.txt
var nextReport string

// nextChanges are the words that the second draft changes: what became of the
// opinions that were adopted.
var nextChanges = []string{
	"地区生产总值增长6%左右", "地区生产总值增长5.5%左右",
	"改造老旧小区130个，惠及居民1.4万户。", "改造老旧小区110个，惠及居民1.2万户，同步加装电梯、落实长效管护。",
	"开展消费促进活动60场，新引进首店、旗舰店20家。\n", "",
	"新建标准厂房80万平方米，盘活闲置工业用地2800亩。\n", "新建标准厂房80万平方米，盘活闲置工业用地2800亩。\n优化民营企业发展环境，无分歧欠款动态清零。\n",
	"开展职业技能培训3.8万人次。", "开展职业技能培训3.8万人次，新增托位2200个。",
}

// The days of the draft: out for comment, opinions entered, answered, revised.
var (
	draftDay   = calendar.Date(2026, 6, 15)
	opinionDay = calendar.Date(2026, 6, 24)
	answerDay  = calendar.Date(2026, 7, 2)
	revisedDay = calendar.Date(2026, 7, 6)
)

const (
	developers = "市发改委"
	plenary    = "市政府全体会议"
	symposium  = "企业家座谈会"
	liftItem   = "改造老旧小区120个"
	speedItem  = "新建改建城市道路"
)

// opinionSpec is an opinion with what becomes of it; item names the item by its
// title, of those that lead to one.
type opinionSpec struct {
	says, proposer, unit, occasion, clause, kind, handler string
	outcome, why, item                                    string
}

var opinionSpecs = []opinionSpec{
	{"增速目标与当前走势不符，建议调到5.5%左右。", "何样川", "市人大财经委", plenary, "地区生产总值增长6%左右", "数据核实", developers, app.OutcomeAdopted, "已改为5.5%左右", ""},
	{"老旧小区改造要写上加装电梯和长效管护，任务数再核实。", "李样一", "南湖区", plenary, "改造老旧小区130个", "内容补充", cityDesk, app.OutcomeAdopted, "已补充，任务数改为110个", ""},
	{"消费促进活动不必写场次。", "周样文", "市政协经济委", plenary, "开展消费促进活动60场", "文字修改", cityDesk, app.OutcomeAdopted, "已删去", ""},
	{"民营经济的内容偏少，建议单列一段。", "郑样远", "市工商联", symposium, "", "内容补充", cityDesk, app.OutcomePart, "增加一句，不单列", ""},
	{"建议写明托育服务的目标，并提高补助标准。", "吴样兰", "市妇联", plenary, "开展职业技能培训3.8万人次", "内容补充", developers, app.OutcomePart, "写入新增托位，补助标准另行研究", ""},
	{"建议增加举办国际马拉松赛的内容。", "冯样林", "", symposium, "推进文旅融合", "内容补充", cityDesk, app.OutcomeNot, "没有列入年度预算，条件还不成熟", ""},
	{"建议把教育投入占比写成量化目标。", "褚样青", "市政协教科委", plenary, "新建改扩建中小学", "数据核实", developers, app.OutcomeNot, "口径由上级统一核定，年初不能确定", ""},
	{"老旧小区改造后物业进不去，希望一个小区一个管护办法。", "卫样山", "南湖区居民代表", "基层座谈会", "改造老旧小区130个", "工作建议", cityDesk, app.OutcomeCarried, "篇幅所限，转入今年的改造任务一并办理", liftItem},
	{"燃气老旧管网改造希望提前告知停气安排。", "蒋样海", "民营企业代表", symposium, "", "工作建议", cityDesk, app.OutcomeDoing, "已在改造任务中要求提前三天告知", "改造城市燃气老旧管网"},
	{"园区外的断头路还要等多久，能不能快一些。", "沈样平", "样例装备公司", symposium, "打通“断头路”8条", "工作建议", cityDesk, app.OutcomeSpeedUp, "已请市住建局提前完成", speedItem},
	{"停车泊位要向老城区倾斜。", "韩样月", "老城区代表团", plenary, "新增公共停车泊位6000个", "内容补充", cityDesk, "", "", ""},
	{"污水处理能力的数据与规划不一致，请核实。", "杨样泉", "市生态环境局", plenary, "新增日处理污水能力8万吨", "数据核实", developers, "", "", ""},
}

// opinionsOn plays a day of next year's report.
func (b *builder) opinionsOn(ctx context.Context, d calendar.Day) error {
	if d != draftDay && d != opinionDay && d != answerDay && d != revisedDay {
		return nil
	}
	who, err := b.viewers(ctx)
	if err != nil {
		return err
	}
	b.clock.set(moment(d, 15, 0))
	office := who["office"]
	switch d {
	case draftDay:
		return b.draftNext(ctx, office)
	case opinionDay:
		return b.collect(ctx, office)
	case answerDay:
		return b.answerAll(ctx, who)
	}
	doc, err := b.app.TakeIn(ctx, office, "", app.Upload{Name: "2027年政府工作报告（修改稿）.txt", Bytes: []byte(strings.NewReplacer(nextChanges...).Replace(nextReport)), Year: 2027, Version: &app.NewVersion{Of: b.next, Stage: app.StageRevised, Note: "按全体会议和座谈会意见修改"}})
	if err != nil {
		return err
	}
	return b.nextYear(ctx, office, doc)
}

// draftNext marks this year's report as adopted and sends next year's out.
func (b *builder) draftNext(ctx context.Context, office org.Viewer) (err error) {
	_, err = b.app.DB.Write(ctx, b.ground.actor(supervisor), "setting", "", func(tx *store.Tx) error {
		return store.Add(tx, store.SettingFact{Name: app.SettingHandlers, Value: cityDesk + "、" + developers})
	})
	if err != nil {
		return err
	}
	for _, s := range []string{app.StageSubmitted, app.StageAdopted} {
		if err := b.app.MarkStage(ctx, office, "", b.doc, s, "市八届人大六次会议"); err != nil {
			return err
		}
	}
	b.next, err = b.app.TakeIn(ctx, office, "", app.Upload{Name: "2027年政府工作报告（征求意见稿）.txt", Bytes: []byte(nextReport), Year: 2027, Version: &app.NewVersion{Stage: app.StageComment, Note: "提前谋划，先行征求意见"}})
	return err
}

// collect enters the opinions as the office does: from a table.
func (b *builder) collect(ctx context.Context, office org.Viewer) error {
	var t strings.Builder
	t.WriteString("意见内容\t提出人\t提出单位\t场合\t位置\t类别\t办理单位")
	for _, s := range opinionSpecs {
		t.WriteString("\n" + strings.Join([]string{s.says, s.proposer, s.unit, s.occasion, s.clause, s.kind, s.handler}, "\t"))
	}
	_, err := b.app.TakeOpinions(ctx, office, "", app.OpinionUpload{Document: b.next, Upload: app.Upload{Name: "意见汇总.csv", Bytes: []byte(t.String())}})
	return err
}

// answerAll has each opinion answered by the unit that handles it. What is to be
// speeded up has its change asked for first, by the head of the unit that leads.
func (b *builder) answerAll(ctx context.Context, who map[string]org.Viewer) error {
	dev, err := b.viewer(ctx, b.liaisonOf(developers))
	if err != nil {
		return err
	}
	x, err := b.app.Opinions(ctx, who["office"], b.next, app.OpinionFilter{})
	if err != nil {
		return err
	}
	for i, o := range x.List {
		s := opinionSpecs[i]
		if s.outcome == "" {
			continue
		}
		in := app.AnswerInput{Opinion: o.ID, Outcome: s.outcome, Words: s.why}
		var item id.Item
		if s.item != "" {
			if item, in.Item, err = b.itemCalled(ctx, who["office"], s.item); err != nil {
				return err
			}
		}
		if s.outcome == app.OutcomeSpeedUp {
			if _, err := b.app.AskChange(ctx, who["head"], "", app.ChangeInput{Item: item, Sort: ledger.ChangeAdvance, To: day(11, 15), Class: ledger.ReasonFactor, Words: "企业家座谈会意见，请求加快"}); err != nil {
				return err
			}
		}
		by := who["office"]
		if s.handler == developers {
			by = dev
		}
		if err := b.app.AnswerOpinion(ctx, by, "", in); err != nil {
			return fmt.Errorf("opinion %d: %w", o.N, err)
		}
	}
	return nil
}

// itemCalled finds an item of the city by its title.
func (b *builder) itemCalled(ctx context.Context, v org.Viewer, title string) (id.Item, string, error) {
	for _, l := range b.lives {
		if l.new.Title == title && l.item != 0 && !l.space {
			view, err := b.app.Item(ctx, v, l.item, 0, b.app.Text)
			if err != nil {
				return 0, "", err
			}
			return l.item, view.Row.Number, nil
		}
	}
	return 0, "", fmt.Errorf("no item is called %s", title)
}

package decompose

import (
	"fmt"
	"strings"
	"testing"

	"jiufen/internal/document"
)

// plan wraps a sentence as the work of 2026.
func plan(t *testing.T, lex Lexicon, body string) Result {
	t.Helper()
	d, err := document.Read("二、2026年重点工作\n" + body)
	if err != nil {
		t.Fatal(err)
	}
	r := Decompose(d, lex, Options{Year: 2026})
	if err := sound(&r); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return r
}

// targetLine is a target in one line, for tables.
func targetLine(x *Target) string {
	s := fmt.Sprintf("%s %s %s %s", x.Indicator, x.Measure, x.Comparator, x.Value)
	if x.ValueMax != "" {
		s += "~" + x.ValueMax
	}
	s += x.Unit
	if x.ValueFrom != "" {
		s += " <" + x.ValueFrom
	}
	if x.Masked {
		s += " masked"
	}
	if x.Relation != "" {
		s += " " + x.Relation + " " + x.RelativeTo
	}
	if x.Strength != "" {
		s += " " + x.Strength
	}
	if x.Nature != "" {
		s += " " + x.Nature
	}
	if x.Of >= 0 {
		s += fmt.Sprint(" of ", x.Of)
	}
	return s
}

func TestTargets(t *testing.T) {
	lex := lexicon(t)
	for _, c := range []struct{ text, want string }{
		// numbers, measure words, comparators
		{"推动规模以上工业增加值增长7.5％左右。", "规模以上工业增加值 growth about 7.5%"},
		{"力争新增规上企业１０家以上。", "新增规上企业 add at_least 10家 strive"},
		{"确保城镇登记失业率控制在4%以内。", "城镇登记失业率 share at_most 4% ensure"},
		{"推动经济增长5%—5.5%。", "经济 growth range 5~5.5%"},
		{"推动社会消费品零售总额增长4.5-5%。", "社会消费品零售总额 growth range 4.5~5%"},
		{"推动固定资产投资增长6%－6.5%。", "固定资产投资 growth range 6~6.5%"},
		{"实现主营业务收入7.5%～8%的增长。", "主营业务收入 growth range 7.5~8%"},
		{"建设1到2个培训基地。", "建设培训基地 add range 1~2个"},
		{"新修水平梯田3万亩，新栽果树2万株。", "新修水平梯田 add reach 3万亩; 新栽果树 add reach 2万株"},
		{"新建一百二十所村级幼儿园。", "新建村级幼儿园 add reach 120所"},
		{"推动旅游收入翻一番。", "旅游收入 times reach 2"},
		{"实现了IO%以上的增长目标，推动工业产值增长IO%以上。", "工业产值 growth at_least 10%"},
		{"完成招商引资到位资金xxx.xx亿元。", "完成招商引资到位资金 add reach 亿元 masked"},
		{"改造农村公路1 200公里。", "改造农村公路 add reach 1200公里"},
		{"发放贷款1,748笔。", "发放贷款 add reach 1748笔"},
		{"推动10万余户居民用上天然气。", "居民用上天然气 add at_least 10万户"},
		{"完成投资近300亿元。", "完成投资 add about 300亿元"},
		// shared heads and lists
		{"城镇、农村居民人均可支配收入分别增长4.5%、5.5%左右。", "城镇居民人均可支配收入 growth about 4.5%; 农村居民人均可支配收入 growth about 5.5%"},
		{"工业、民间、技改投资分别增长9%、6%、12%。", "工业投资 growth reach 9%; 民间投资 growth reach 6%; 技改投资 growth reach 12%"},
		{"一二三产增加值分别增长3.5%、6%、5%。", "一产增加值 growth reach 3.5%; 二产增加值 growth reach 6%; 三产增加值 growth reach 5%"},
		{"新增国家级专精特新“小巨人”企业50家以上、单项冠军企业5家。", "新增国家级专精特新“小巨人”企业 add at_least 50家; 新增单项冠军企业 add reach 5家"},
		{"新建10个社区食堂、20个托育机构。", "新建社区食堂 add reach 10个; 新建托育机构 add reach 20个"},
		{"购置洒水车、压缩车各2台。", "购置洒水车 add reach 2台; 购置压缩车 add reach 2台"},
		{"接待游客人次、旅游总花费均增长8%以上。", "接待游客人次 growth at_least 8%; 旅游总花费 growth at_least 8%"},
		{"旅游收入突破100亿元、增长12%。", "旅游收入 level at_least 100亿元; 旅游收入 growth reach 12%"},
		{"完成投资1000亿元，其中工业投资400亿元。", "完成投资 add reach 1000亿元; 工业投资 level reach 400亿元 of 0"},
		{"加快宝鸡、延安等4个冷链物流基地建设。", "加快冷链物流基地建设 add reach 4个"},
		{"推进70个30亿元以上项目建设。", "推进30亿元以上项目建设 add reach 70个"},
		{"推动12条重点产业链项目占比达84.4%。", "12条重点产业链项目占比 share reach 84.4%"},
		// from a value to a value
		{"将保费由每人5元提高至10元。", "保费 level reach 10元 <5"},
		{"推动开发区由162个整合为123个。", "开发区 level reach 123个 <162"},
		{"常住人口城镇化率从2025年的53.2%提升到57.7%。", "常住人口城镇化率 share reach 57.7% <53.2"},
		// percent: growth, fall, share, points
		{"推动单位生产总值能耗降低3%左右。", "单位生产总值能耗 fall about 3%"},
		{"推动居民消费价格涨幅2%左右。", "居民消费价格 growth about 2%"},
		{"民间投资占比提高1.3个百分点。", "民间投资占比 growth reach 1.3个百分点"},
		{"教育支出占比达到20%。", "教育支出占比 share reach 20%"},
		{"推动工业增加值增速居全省第3位。", "工业增加值增速 rank reach 3位"},
		{"实现县级医院远程诊疗全覆盖。", "县级医院远程诊疗 share reach 100%"},
		{"推动存量隐性债务清零。", "存量隐性债务 level reach 0"},
		{"把五成以上财政支出用于民生。", "财政支出用于民生 share at_least 50%"},
		// relative
		{"固定资产投资增速高于全省平均水平。", "固定资产投资 growth relative  above 全省平均水平"},
		{"居民收入增速高于经济增速、高于全国平均水平。", "居民收入 growth relative  above 经济增速; 居民收入 growth relative  above 全国平均水平"},
		{"居民收入增长与经济增长基本同步。", "居民收入 growth relative  equal 经济增长"},
		{"固定资产投资增速保持在全国平均水平以上。", "固定资产投资 growth relative  above 全国平均水平"},
		{"单位生产总值二氧化碳排放下降完成国家下达目标。", "单位生产总值二氧化碳排放 fall relative  equal 国家下达目标"},
		// strength and nature
		{"确保耕地保有量不少于5000万亩。", "耕地保有量 level at_least 5000万亩 ensure"},
		{"约束性指标单位能耗降低3%。", "约束性指标单位能耗 fall reach 3% binding"},
		{"预计特色种植产值超过30亿元。", "特色种植产值 level at_least 30亿元"},
		{"在全市营商环境评价中综合得分达到85分。", "综合得分 level reach 85分"},
		{"培养60名能带徒弟，善于革新的车工。", "培养车工 add reach 60名"},
		{"市财政每年安排800万元茶产业发展资金。", "茶产业发展资金 add reach 800万元"},
		{"推动油菜产量连续5年稳定在20万吨以上。", "油菜产量 level at_least 20万吨"},
		{"推动蜜柚收购价格达到每公斤6元以上。", "蜜柚收购价格 level at_least 6元"},
		{"再压减粗钢产能30万吨。", "再压减粗钢产能 fall reach 30万吨"},
		{"减少露天焚烧点20处。", "减少露天焚烧点 fall reach 20处"},
		{"二氧化硫、氮氧化物排放量要分别下降3%。", "二氧化硫排放量 fall reach 3%; 氮氧化物排放量 fall reach 3%"},
		{"推动宽带资费年内至少降低20%。", "宽带资费 fall at_least 20%"},
		{"按不低于6%的幅度压减会议费。", "会议费 fall at_least 6%"},
		{"推动推理算力达到600TOPS以上。", "推理算力 level at_least 600TOPS"},
		{"举办讲座50场次。", "举办讲座 add reach 50场次"},
		{"优先在库区新建泵站12座。", "新建泵站 add reach 12座"},
		{"推动白茶（增长9%）、绿茶（增长7%）等产业升级。", "白茶 growth reach 9%; 绿茶 growth reach 7%"},
		{"聚焦粮食产量增长3%的目标抓好秋收。", "粮食产量 growth reach 3%"},
		{"推动综合实力进入全省前10位。", "综合实力 rank reach 10位"},
		// no targets
		{"投资在500万元以上的，给予贴息。", ""},
		{"推广经验3篇，得2分。", ""},
		{"表彰大赛前3名，贯彻市委八届4次全会精神。", ""},
		{"实施“1269”行动计划，开通15号线，推进5G应用。", ""},
		{"重点抓好9个方面工作，深化三年行动。", ""},
		{"推动30万千瓦级煤电机组改造，用好240小时过境免签政策。", ""},
		{"办好第33届冬会，落实〔2026〕5号文件。", ""},
		{"贯彻“十五五”规划和2035年远景目标。", ""},
	} {
		r := plan(t, lex, c.text)
		var got []string
		for i := range r.Drafts {
			for k := range r.Drafts[i].Targets {
				got = append(got, targetLine(&r.Drafts[i].Targets[k]))
			}
		}
		if g := strings.Join(got, "; "); g != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, g, c.want)
		}
	}
}

func TestDues(t *testing.T) {
	lex := lexicon(t)
	for _, c := range []struct{ text, want string }{
		{"6月底前完成编制。", "by 2026-06-30"},
		{"2027年3月底前完成整改。", "by 2027-03-31"},
		{"年底前建成投用。", "by 2026-12-31"},
		{"10月25日前实现供热。", "by 2026-10-25"},
		{"6月中旬前成立专班。", "by 2026-06-20"},
		{"到2030年建成体系。", "by 2030-12-31"},
		{"到二〇三五年建成体系。", "by 2035-12-31"},
		{"2026年11底前完成整合。", "by 2026-11-30"},
		{"10月末完成改造。", "by 2026-10-31"},
		{"上半年完成招标。", "period 2026-06-30"},
		{"三季度完成验收。", "period 2026-09-30"},
		{"加快建设，年内建成。", "period 2026-12-31"},
		{"“十五五”时期要建成体系。", "period 2030-12-31"},
		{"5月底前动工建设。", "by 2026-05-31 starts"},
		{"30日内办结申请。", "within 30d"},
		{"10个工作日内办结申请。", "within 10wd"},
		{"5年内引进人才。", "within"},
		{"每季度开展调度。", "cadence quarter"},
		{"每月通报进展。", "cadence month"},
		{"x月xx日前完成接种。", "by"},
		{"2026年6月底前自查，2027年3月底前检查。", "by 2026-06-30; by 2027-03-31"},
		{"完善机制，有关情况年底前报国务院。", ""},
		{"截至6月底，已完成整改。", ""},
		{"今年要抓好落实，全年抓好安全。", ""},
		{"每万人配备公交车。", ""},
		{"每个周期选派一批骨干。", ""},
		{"管护工程当年完工。", "period 2026-12-31"},
		{"支持当年利润不足的企业。", ""},
		{"按照6月份下发的《方案》要求抓好整改。", ""},
		{"在上半年摸清底数的基础上加快建设。", ""},
		{"对上半年任务完成情况开展督查。", ""},
	} {
		r := plan(t, lex, c.text)
		var got []string
		for i := range r.Drafts {
			for _, d := range r.Drafts[i].Dues {
				if !d.Assumed {
					got = append(got, dueLine(&d))
				}
			}
		}
		if g := strings.Join(got, "; "); g != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, g, c.want)
		}
	}
}

func dueLine(d *Due) string {
	s := d.Kind
	if d.Date != "" {
		s += " " + d.Date
	}
	if d.Days > 0 {
		s += fmt.Sprintf(" %dd", d.Days)
		if d.Working {
			s = strings.TrimSuffix(s, "d") + "wd"
		}
	}
	if d.Every != "" {
		s += " " + d.Every
	}
	if d.Starts {
		s += " starts"
	}
	return s
}

func TestUnits(t *testing.T) {
	lex := lexicon(t)
	for _, c := range []struct{ text, want string }{
		{"1．完善机制。（财政部牵头，国务院相关部门及各地区按职责分工负责）", "single: lead 财政部, responsible 国务院相关部门, responsible 各地区"},
		{"1．完善机制。（教育部、公安部等国务院相关部门按职责分工负责）", "by_duty: responsible 教育部, responsible 公安部, responsible 国务院相关部门"},
		{"1．完善机制（牵头单位：红十字会、残联、妇联）。", "joint: lead 红十字会, lead 残联, lead 妇联"},
		{"1．完善机制。（牵头单位：市发展改革委，配合单位：市人力资源和社会保障局，各区、县级市）", "single: lead 市发展改革委, cooperate 市人力资源和社会保障局, cooperate 各区、县级市"},
		{"1．完善机制。（责任单位：河东区人民政府，北江城发集团）", "by_duty: responsible 河东区人民政府, responsible 北江城发集团"},
		{"1．完善机制。（各地区、各部门负责）", "each: responsible 各地区, responsible 各部门"},
		{"1．完善机制。（市教育局负责，6月底前完成）", "single: responsible 市教育局 | by 2026-06-30"},
		{"1．完善机制。（分管副省长、协管副秘书长负责，省发展改革委牵头）", "single: lead 省发展改革委 | lead 分管副省长, assist 协管副秘书长"},
		{"1．完善机制。由市财政局、农业局，各县（市）、区人民政府负责落实。", "by_duty: responsible 市财政局, responsible 农业局, responsible 各县（市）、区人民政府"},
		{"县商务局要牵头办好展会。", "single: lead 县商务局"},
		{"县商务局负责牵头筹办展会。", "single: lead 县商务局"},
		{"市卫健委要抓紧编制预案。", "single: responsible 市卫健委"},
		{"各部门和县、区要压实责任。", "each: responsible 各部门, responsible 县、区"},
		{"市发改委牵头，市统计局配合，要尽快分解指标。", "single: lead 市发改委, cooperate 市统计局"},
		{"农业局和环城街道负责完成治理工程。", "by_duty: responsible 农业局, responsible 环城街道"},
		{"由牵头部门负主要责任，相关部门密切配合。", "single: lead 牵头部门, cooperate 相关部门"},
		{"新增中小学学位6000个，由市教育局牵头、市住建局配合。", "single: lead 市教育局, cooperate 市住建局"},
		{"新增中小学学位6000个，市教育局牵头，市住建局、市财政局配合，8月底前完成。", "single: lead 市教育局, cooperate 市住建局, cooperate 市财政局 | by 2026-08-31"},
		{"改造老旧小区120个，由市住建局牵头，市财政局配合，各县区负责实施。", "single: lead 市住建局, cooperate 市财政局, responsible 各县区"},
		{"建设驿站40个，由市交通局会同市商务局负责落实。", "single: lead 市交通局, cooperate 市商务局"},
		{"建成充电桩500个，市发展改革委、市住建局按职责分工负责。", "by_duty: responsible 市发展改革委, responsible 市住建局"},
		{"建成驿站30个，市交通局、市商务局共同牵头，市邮政管理局参加。", "joint: lead 市交通局, lead 市商务局, cooperate 市邮政管理局"},
		{"推进城市更新由市住建局牵头、各区政府配合。", "single: lead 市住建局, cooperate 各区政府"},
		{"由市民政局牵头，会同市残联、市妇联建成社区食堂50个。", "single: lead 市民政局, cooperate 市残联, cooperate 市妇联"},
		{"新增学位6000个，由市教育局牵头。改造小区120个。新建公园20个（市园林局负责）。", "single: lead 市教育局 / single: responsible 市园林局"},
		{"市粮食局具体负责储备轮换。", "single: responsible 市粮食局"},
		{"区级财政主要保障日常运行经费。", "single: responsible 区级财政"},
		{"实施细则由市城管局另行制定。", "single: responsible 市城管局"},
		{"市水利局印发巡查通知。", "single: responsible 市水利局"},
		{"区财政每年安排管护资金。", "single: responsible 区财政 | cadence year"},
		{"第三条 县文旅局应提供名录。", "single: responsible 县文旅局"},
		{"5 | 县水利局 | 20 | 清理河道采砂点", "single: responsible 县水利局"},
		{"由政府部门直接受理申请。", ""},
		{"规范政府采购行为。", ""},
		{"市盐务局、各垦区要清点库存。", "by_duty: responsible 市盐务局, responsible 各垦区"},
		{"渔港、航道管理部门要抓紧排查。", "by_duty: responsible 渔港, responsible 航道管理部门"},
		{"各环节、各领域要严格把关。", ""},
		{"经市财政局审核确认的申请表。", ""},
		{"请市粮食局、市供销社认真核对库存。", "by_duty: responsible 市粮食局, responsible 市供销社"},
		{"市科协会同有关部门开展评审。", "single: lead 市科协, cooperate 有关部门"},
		{"项目所在单位要保证用电。", "single: responsible 项目所在单位"},
		{"各镇主要负责人到现场调度。", ""},
		{"各乡镇、各部门主要负责同志都要到现场调度。", ""},
		{"与县水文站共同推进断面监测。", ""},
		{"健全党委领导、政府负责、社会协同、公众参与的治理体系。", ""},
		{"加大投入，争取国家支持。", ""},
		{"支持长春市开展试点，推动企业加大投入。", ""},
		{"完善“科学家+工程师”机制（试点除外）。", ""},
	} {
		r := plan(t, lex, c.text)
		var got []string
		for i := range r.Drafts {
			if s := unitLine(&r, &r.Drafts[i]); s != "" {
				got = append(got, s)
			}
		}
		want := c.want
		if g := strings.Join(got, " / "); g != want {
			t.Errorf("%s\n got %s\nwant %s", c.text, g, want)
		}
	}
}

func TestSentenceThatNamesItsUnits(t *testing.T) {
	r := plan(t, lexicon(t), "由市民政局牵头，会同市妇联建成社区食堂50个。新增学位6000个，由市教育局牵头、市住建局配合。")
	var got []string
	for _, d := range r.Drafts {
		got = append(got, d.Title+"="+d.Targets[0].Indicator)
	}
	if g, want := strings.Join(got, "; "), "建成社区食堂50个=建成社区食堂; 新增学位6000个=新增学位"; g != want {
		t.Errorf("got %s\nwant %s", g, want)
	}
}

func TestStrengthAndNature(t *testing.T) {
	lex := lexicon(t)
	for _, c := range []struct{ text, want string }{
		{"力争新建公园20个。", "strive/"},
		{"确保城镇新增就业5万人。", "ensure/"},
		{"确保集中供热中心10月底前投用。", "ensure/"},
		{"城市快速路年底前力争建成通车。", "strive/"},
		{"粮食产量稳定在30亿斤（约束性）。", "/binding"},
		{"城镇化率达到62%（预期性指标）。", "/expected"},
		{"完成约束性指标单位能耗下降3%。", "/binding"},
		{"清退工程保证金，建成平台3个。", "/"},
		{"新建公园20个，建成通车。", "/"},
	} {
		r := plan(t, lex, c.text)
		if len(r.Drafts) == 0 {
			t.Errorf("%s: no draft", c.text)
			continue
		}
		if got := r.Drafts[0].Strength + "/" + r.Drafts[0].Nature; got != c.want {
			t.Errorf("%s is %s, want %s", c.text, got, c.want)
		}
	}
}

func TestExpectedIsSaidOfTheWholeList(t *testing.T) {
	r := plan(t, lexicon(t), "全县主要预期目标是：地区生产总值增长6%，固定资产投资增长8%，粮食总产量稳定在30万吨，居民收入力争增长7%。")
	var got []string
	for i := range r.Drafts {
		got = append(got, r.Drafts[i].Targets[0].Strength)
	}
	if g := strings.Join(got, " "); g != "expected expected expected strive" {
		t.Errorf("got %s", g)
	}
}

func unitLine(r *Result, d *Draft) string {
	if len(d.Units) == 0 {
		return ""
	}
	var us []string
	for _, u := range d.Units {
		us = append(us, u.Role+" "+r.Doc.Slice(u.Start, u.End))
	}
	s := d.LeadMode + ": " + strings.Join(us, ", ")
	var ls []string
	for _, l := range d.Leaders {
		ls = append(ls, l.Role+" "+r.Doc.Slice(l.Start, l.End))
	}
	for _, u := range d.Dues {
		if !u.Assumed {
			ls = append(ls, dueLine(&u))
		}
	}
	if len(ls) > 0 {
		s += " | " + strings.Join(ls, ", ")
	}
	return s
}

func TestFirstUnitRule(t *testing.T) {
	lex := lexicon(t)
	notice := "列第一位的责任单位为牵头单位或汇总单位，其他单位为配合单位。\n"
	body := "一、重点任务\n1．完善机制。\n责任单位：市教育局、市财政局\n2．建设学校。（责任单位：市住建局、市教育局）"
	with := plan(t, lex, notice+body)
	without := plan(t, lex, body)
	if got := unitLine(&with, &with.Drafts[len(with.Drafts)-1]); got != "single: lead 市住建局, cooperate 市教育局" {
		t.Errorf("with the rule: %s", got)
	}
	if got := unitLine(&without, &without.Drafts[len(without.Drafts)-1]); got != "by_duty: responsible 市住建局, responsible 市教育局" {
		t.Errorf("without: %s", got)
	}
	if got := unitLine(&without, &without.Drafts[0]); got != "by_duty: responsible 市教育局, responsible 市财政局" {
		t.Errorf("line under the item: %s", got)
	}
}

func TestTables(t *testing.T) {
	lex := lexicon(t)
	r := plan(t, lex, "序号\t工作任务\t牵头单位\t配合单位\t完成时限\n1\t新建学校10所。\t教育局\t财政局、各镇（街道）\t8月底前\n2\t改造小区5个。\t住建局\t财政局\t12月底前")
	tableReads(t, &r, "新建学校10所 single: lead 教育局, cooperate 财政局, cooperate 各镇（街道） | by 2026-08-31; 改造小区5个 single: lead 住建局, cooperate 财政局 | by 2026-12-31")
	r = plan(t, lex, "序号 | 实事 | 责任单位 | 配合单位 |\n1 | 新建体育馆3座。 | 体育局 | 财政局、城投集团 |\n2 | 新修梯田2万亩。 | 农业农村局 | 水利局 |")
	tableReads(t, &r, "新建体育馆3座 single: responsible 体育局, cooperate 财政局, cooperate 城投集团; 新修梯田2万亩 single: responsible 农业农村局, cooperate 水利局")
	r = plan(t, lex, "序号\n任务\n牵头单位\n配合单位\n完成时限\n1\n新建体育馆3座。\n体育局\n财政局、住建局\n10月底前\n2\n改造老旧小区40个，惠及居民2万户。\n住建局\n各街道\n3\n推进智慧水利建设\n水利局")
	tableReads(t, &r, "新建体育馆3座 single: lead 体育局, cooperate 财政局, cooperate 住建局 | by 2026-10-31; 改造老旧小区40个，惠及居民2万户 single: lead 住建局, cooperate 各街道; 推进智慧水利建设 single: lead 水利局")
	r = plan(t, lex, "新建体育馆3座。\n体育局\n改造老旧小区40个。\n住建局")
	tableReads(t, &r, "新建体育馆3座 ; 改造老旧小区40个 ")
}

func tableReads(t *testing.T, r *Result, want string) {
	t.Helper()
	var got []string
	for i := range r.Drafts {
		got = append(got, r.Drafts[i].Title+" "+unitLine(r, &r.Drafts[i]))
	}
	if g := strings.Join(got, "; "); g != want {
		t.Errorf("got %s\nwant %s", g, want)
	}
}

func TestKnownUnitsAreMatched(t *testing.T) {
	lex := lexicon(t)
	d, err := document.Read("二、2026年重点工作\n1．完善机制。（市发展改革委牵头，市工信局配合）")
	if err != nil {
		t.Fatal(err)
	}
	r := Decompose(d, lex, Options{Units: []Known{{"u1", "市发改委", []string{"市发展改革委"}}, {"u2", "工信局", nil}}})
	if u := r.Drafts[0].Units; len(u) != 2 || u[0].ID != "u1" || u[1].ID != "u2" {
		t.Errorf("%+v", u)
	}
}

func TestLabels(t *testing.T) {
	lex := lexicon(t)
	for _, c := range []struct {
		text string
		want Label
	}{
		{"加快推进城市更新，实施老旧小区改造。", Commitment},
		{"各位代表！", Background},
		{"民之所盼，政之所向。", Background},
		{"今年是“十五五”开局之年。", Background},
		{"截至10月底，全市共实施项目120个。", Achievement},
		{"2025年，我市确定了招商引资目标任务100亿元。", Achievement},
		{"食品产业突出精深加工，发展特色食品。", Commitment},
		{"产值突破1300亿元。", Commitment},
		{"重点做好以下工作：", Background},
		{"大范围实施既有住宅加装电梯。", Commitment},
		{"有位老专家曾经说过，桥是路的延续。", Background},
		{"统计部门指出，消费正在回暖。", Background},
		{"会议强调，各镇要抓好秋收。", Commitment},
		{"按照上级提出的办法，抓好整改。", Commitment},
		{"干部的本领够不够用呢？", Background},
		{"市委全会作出了全面部署。", Background},
		{"建好水库是保障灌溉的根本遵循。", Background},
		{"推进晒秋的手艺，凝聚着农人的智慧。", Background},
		{"单位应提交检测报告。", Commitment},
		{"项目审批时间再压减一半。", Commitment},
		{"严禁垃圾入河。", Commitment},
		{"由三级审批改为一级审批。", Commitment},
		{"与县气象局共同推进测站建设。", Commitment},
		{"做好防汛工作是保障安全的重要前提。", Background},
		{"方法对了，推进起来才能少走弯路。", Background},
		{"发展任务繁重，时间紧迫。", Background},
		{"这说明推进的路子是对的。", Background},
		{"如果等靠，推进就会错过时机。", Background},
		{"完善管护机制，解决了两个村的饮水难题。", Achievement},
		{"2025年，是推进重建最难的一年。", Background},
		{"请市粮食局认真核对库存。", Commitment},
	} {
		r := plan(t, lex, c.text)
		if got := r.Clauses[len(r.Clauses)-1].Label; got != c.want {
			t.Errorf("%s is %s, want %s", c.text, got, c.want)
		}
	}
}

// TestParagraphThatLooksBack: a paragraph whose figures are compared with what was
// and that demands nothing tells of the past, in papers that are no work report.
func TestParagraphThatLooksBack(t *testing.T) {
	lex := lexicon(t)
	r := plan(t, lex, "申请专利60件（其中发明专利20件）、授权专利30件（其中发明专利9件），分别比上年增长8%和5%。新建实验室4个。\n新建学校3所。")
	var facts []string
	for i := range r.Facts {
		facts = append(facts, targetLine(&r.Facts[i]))
	}
	want := "申请专利 add reach 60件; 申请专利 growth reach 8%; 发明专利 add reach 20件 of 0; 授权专利 add reach 30件; 授权专利 growth reach 5%; 发明专利 add reach 9件 of 3; 新建实验室 add reach 4个"
	if g := strings.Join(facts, "; "); g != want {
		t.Errorf("got %s\nwant %s", g, want)
	}
	if len(r.Drafts) != 1 || r.Drafts[0].Title != "新建学校3所" {
		t.Errorf("%+v", r.Drafts)
	}
}

// TestWhatAReviewAdmits: after 我们也清醒认识到 the paragraph tells of problems.
func TestWhatAReviewAdmits(t *testing.T) {
	d, err := document.Read("2026年政府工作报告\n一、2025年工作回顾\n建成水库3座。同时，我们也清醒认识到，仍有不足：产业层次偏低；群众增收较慢。\n新建学校2所。\n二、2026年重点工作\n新建公园1个。")
	if err != nil {
		t.Fatal(err)
	}
	r := Decompose(d, lexicon(t), Options{})
	got := ""
	for _, c := range r.Clauses {
		got += c.Label.String()[:1]
	}
	if got != "hhabbahc" {
		t.Errorf("labels %s", got)
	}
}

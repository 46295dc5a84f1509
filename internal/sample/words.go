package sample

import "jiufen/internal/quantity"

// returnWords are what the reviewer says with a return, by its reason.
var returnWords = map[string]string{
	"missing": "缺少本期数，请补报。", "evidence": "与佐证材料不一致，请核对。", "offtopic": "未回应计划节点，请重报。", "basis": "口径与上期不同，请说明。",
}

var progressWords = []string{"按计划推进，工作专班每周调度。", "各项工作有序开展，未发现影响进度的问题。", "已完成阶段任务，下步加快收尾。", "前期手续办理完成，正在组织实施。", "会同配合单位现场推进，问题清单逐项销号。", "任务已分解到县区，逐月通报。"}

var noChangeWords = map[string]string{"season": "季节性停工，本期无变化。", "approval": "等待上级审批，本期无变化。", "node": "未到计划节点，本期无变化。"}

// wordsOf is what a report says.
func (b *builder) wordsOf(l *life, f *filing) string {
	switch {
	case f.words != "":
		return f.words
	case f.noChange != "":
		return noChangeWords[f.noChange]
	case len(f.reached) > 0 && f.reached[0].node >= 0 && f.reached[0].node < len(l.plan) && l.plan[f.reached[0].node].State != "":
		return "“" + l.plan[f.reached[0].node].State + "”节点已完成。"
	}
	say := progressWords[(int(f.period)/512/28+len(l.new.Title))%len(progressWords)]
	if len(f.values) > 0 && f.values[0] != noValue {
		m := l.new.Measures[0]
		return m.Name + "累计" + quantity.Value{N: f.values[0], Decimals: m.Decimals, Unit: m.Unit}.String() + "。" + say
	}
	return say
}

package document

import "strings"

// What stands around a paper on a web page; exact lines and first words.
var (
	furnitureLines = map[string]bool{
		"下载": true, "打印": true, "全屏": true, "收藏": true, "加大": true, "还原": true, "减小": true, ")": true, "首页": true, ">": true, ">>": true, "|": true,
		"(字号:": true, "字号": true, "大": true, "中": true, "小": true, "分享": true, "分享:": true, "关闭": true, "返回": true, "返回顶部": true, "时间:": true, "来源:": true,
		"政府信息公开": true, "政府工作报告": true, "当前位置:": true, "繁体": true, "无障碍": true, "----": true, "正文": true,
	}
	furnitureHeads = []string{"TITLE:", "SOURCE:", "来源:", "时间:", "发布时间:", "发布日期:", "发布机构:", "浏览次数", "字号:", "(字号", "作者:", "责任编辑", "编辑:", "索引号", "主题词", "文号:", "文 号", "扫一扫", "相关报道", "相关链接", "上一篇", "下一篇", "分享到", "打印本页", "Public domain", "版权", "主办", "承办:", "网站标识码", "ICP", "http://", "https://", "本作品", "Public Domain", "浏览量", "信息来源", "成文日期", "有效性"}
	salutations    = []string{"各位代表", "同志们", "各位领导", "各位委员", "各位同志", "各位来宾"}
	titleWords     = []string{"报告", "方案", "意见", "通知", "讲话", "实事", "办法", "规划", "公报", "清单", "台账", "分解", "要点", "计划", "安排", "决定", "纲要"}
)

// markFurniture finds the page around the paper, and its title.
func (r *reader) markFurniture() {
	salute := r.salutation()
	best := -1
	for n := range r.lines {
		l := &r.lines[n]
		if r.blank(n) {
			l.kind = furniture
			continue
		}
		if l.end-l.start > 120 {
			continue
		}
		if n > 80 && !mayBeFurniture(r.f[l.start]) {
			continue
		}
		s := string(r.f[l.start:l.end])
		switch {
		case isFurniture(s):
			l.kind = furniture
			if t, ok := strings.CutPrefix(s, "TITLE:"); ok && r.d.Title == "" {
				r.d.Title = strings.TrimSpace(t)
			}
			continue
		case n < salute:
			l.kind = furniture
		}
		if n < 40 && (n < salute || salute == 0) && looksLikeTitle(s) && best < 0 {
			best = n
		}
	}
	if best >= 0 && (salute > 0 || best < 12) {
		r.lines[best].kind = title
		if r.d.Title == "" {
			l := r.lines[best]
			r.d.Title = r.d.Slice(l.start, l.end)
		}
	}
	if r.d.Title == "" {
		l := r.lines[0]
		r.d.Title = r.d.Slice(l.start, min(l.end, l.start+60))
	}
	r.markTail()
}

func looksLikeTitle(s string) bool {
	if n := len([]rune(s)); n > 50 || n < 4 || strings.ContainsAny(s, "。;!\t") || strings.HasSuffix(s, ":") {
		return false
	}
	if r, _ := marker([]rune(s), 0, len([]rune(s))); r != 0 {
		return false
	}
	for _, w := range titleWords {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// markTail finds navigation and source lines after the paper's last words.
func (r *reader) markTail() {
	for n := len(r.lines) - 1; n >= 0 && n > len(r.lines)-25; n-- {
		l := &r.lines[n]
		if l.end-l.start > 200 || !isFurniture(string(r.f[l.start:l.end])) && !r.blank(n) {
			break
		}
		l.kind = furniture
	}
}

// furnitureStart is the first runes of furniture.
var furnitureStart = func() map[rune]bool {
	m := map[rune]bool{'-': true, '—': true, '=': true, '_': true, '*': true, '·': true, '|': true, '>': true, '<': true}
	for s := range furnitureLines {
		for _, r := range s {
			m[r] = true
			break
		}
	}
	for _, s := range furnitureHeads {
		for _, r := range s {
			m[r] = true
			break
		}
	}
	return m
}()

func mayBeFurniture(r rune) bool { return isDigit(r) || furnitureStart[r] }

func isFurniture(s string) bool {
	if furnitureLines[s] || strings.Trim(s, "-—=_*·|​>< ") == "" {
		return true
	}
	for _, h := range furnitureHeads {
		if strings.HasPrefix(s, h) {
			return true
		}
	}
	return isStamp(s)
}

// isStamp tells 2026-02-02 09:20 standing alone.
func isStamp(s string) bool {
	if len(s) < 8 || len(s) > 20 {
		return false
	}
	for _, r := range s {
		if !isDigit(r) && r != '-' && r != ':' && r != '/' && r != ' ' && r != '.' {
			return false
		}
	}
	return true
}

// salutation is the line that opens the speech, 0 when there is none.
func (r *reader) salutation() int {
	for n, l := range r.lines {
		if n > 80 {
			break
		}
		if l.end-l.start > 16 || r.f[l.end-1] != ':' && r.f[l.end-1] != '!' {
			continue
		}
		s := string(r.f[l.start:l.end])
		for _, w := range salutations {
			if strings.HasPrefix(s, w) {
				return n
			}
		}
	}
	return 0
}

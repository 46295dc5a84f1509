package same

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A term is two neighbouring characters, or a word of letters and digits such as
// 5G; figures alone are none, they are compared as figures.
type term uint64

// unitsIn marks a bracket that names who answers.
var unitsIn = []string{"负责", "牵头", "配合", "责任单位", "部门", "局", "厅", "委", "办"}

// work is a text without brackets that only name units: who answers says nothing
// of what is done.
func work(s string) string {
	for from := 0; ; {
		a := strings.IndexAny(s[from:], "（(")
		if a < 0 {
			return s
		}
		a += from
		n := strings.IndexAny(s[a:], "）)")
		if n < 0 {
			return s
		}
		inside := s[a : a+n]
		if slices.ContainsFunc(unitsIn, func(w string) bool { return strings.Contains(inside, w) }) {
			_, w := utf8.DecodeRuneInString(s[a+n:])
			s, from = s[:a]+"。"+s[a+n+w:], a
			continue
		}
		from = a + n
	}
}

// terms are the terms of some texts, sorted, each once.
func terms(texts ...string) []term {
	n := 0
	for _, s := range texts {
		n += len(s) / 3
	}
	out := make([]term, 0, n)
	for _, s := range texts {
		out = appendTerms(out, s)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func appendTerms(out []term, s string) []term {
	var last rune
	word, letter := uint64(0), false
	end := func() {
		if letter {
			out = append(out, term(word|1<<63))
		}
		word, letter = 0, false
	}
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Han, r):
			end()
			if last != 0 {
				out = append(out, term(uint64(last)<<32|uint64(r)))
			}
			last = r
			continue
		case r < utf8.RuneSelf && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'):
			word, letter = word*31+uint64(unicode.ToUpper(r)), true
		case r >= '0' && r <= '9':
			word = word*31 + uint64(r)
		default:
			end()
		}
		last = 0
	}
	end()
	return out
}

// common are the terms of the words that every report is made of: they tell matters
// apart as little as if each stood in many matters already. listed are those that are
// a word themselves; the others lie across two words.
var common, listed = func() (out, whole map[term]bool) {
	out, whole = map[term]bool{}, map[term]bool{}
	for w := range strings.FieldsSeq(`推进 加快 加强 提升 完善 建设 实施 工作 发展 重点 全面 深入 积极 大力 推动 促进 支持 开展 实现 完成 达到 新增 新建 增长 提高 以上 左右 项目 工程 企业 服务 体系 机制 管理 能力 水平 行动 改革 创新 产业 经济 社会 全市 全省 全国 全区 全县 力争 确保 继续 持续 进一步 扎实 着力 不断 健全 优化 强化 深化 落实 推广 打造 培育 加大 力度 做好 抓好 统筹 稳步 高质量 现代 国家 制度 政策 保障 重大 任务 领域 地区 城市 乡村 农村 城乡 群众 人民 安全 改造 扩大 治理 综合 示范 试点 制定 出台 组织 建成 达标 总体 年度 目标 产业增加值增长 工业增加值 制造业增加值 产值增长 产业产值突破 产值超过 产值达到 业产值 增加值达 亿元 万元 万人 万户 个以上 突破 超过 规模以上 居民 要持续加强 新型 新能源 集群 建立 政府工作 坚持以习近平新时代中国特色社会主义思想为指导 党的二十大精神 党的二十届历次全会 党中央决策部署 重要讲话重要指示精神 经济社会发展 主要预期 深入学习贯彻 全面落实 认真 贯彻落实 切实 有效 更好 充分 发挥 作用 方面 各类 相关 关键 优势 特色 以习近平同志为核心的党中央坚强领导下 两个确立 两个维护 决定性意义 坚定拥护 坚决做到 政府工作的总体要求 深刻领悟 牢记习近平总书记 新发展格局 完整准确全面贯彻新发展理念 推进机制 管理体制改革`) {
		ts := appendTerms(nil, w)
		out = addAll(out, ts)
		if len(ts) == 1 {
			whole[ts[0]] = true
		}
	}
	return out, whole
}()

func addAll(m map[term]bool, ts []term) map[term]bool {
	for _, t := range ts {
		m[t] = true
	}
	return m
}

// sharedWords are the longest stretches of a text whose terms the other has too,
// those of one common word left out; the longest first.
func sharedWords(text string, other []term) []string {
	var out []string
	rs := []rune(text)
	has := func(i int) bool {
		if !unicode.Is(unicode.Han, rs[i]) || !unicode.Is(unicode.Han, rs[i+1]) {
			return false
		}
		_, ok := slices.BinarySearch(other, term(uint64(rs[i])<<32|uint64(rs[i+1])))
		return ok
	}
	for i := 0; i+1 < len(rs); i++ {
		if !has(i) {
			continue
		}
		j := i
		for j+1 < len(rs) && has(j) {
			j++
		}
		a, e := i, j
		for e-a > 1 && across(rs[e-1], rs[e]) {
			e--
		}
		for e-a > 1 && across(rs[a], rs[a+1]) {
			a++
		}
		w := string(rs[a : e+1])
		if e-a > 1 || !common[term(uint64(rs[a])<<32|uint64(rs[e]))] {
			out = append(out, w)
		}
		i = j
	}
	slices.SortStableFunc(out, func(a, b string) int {
		return cmp.Compare(utf8.RuneCountInString(b), utf8.RuneCountInString(a))
	})
	kept := out[:0]
	for _, w := range out {
		if !slices.ContainsFunc(kept, func(longer string) bool { return strings.Contains(longer, w) }) {
			kept = append(kept, w)
		}
	}
	return kept
}

// across reports whether two neighbours lie across the border of two common words:
// a shared stretch ends before it.
func across(a, b rune) bool {
	t := term(uint64(a)<<32 | uint64(b))
	return common[t] && !listed[t]
}

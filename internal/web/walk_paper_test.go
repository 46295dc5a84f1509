package web

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"jiufen/internal/docx"
	"jiufen/internal/opc"
	"jiufen/internal/xlsx"
)

var walkLimits = opc.Limits{Part: 1 << 24, Total: 1 << 25, Ratio: 1000}

// TestNoticeInABrowser walks the decomposition notice at a browser: drafts
// accepted, the paper made, sent back once, approved, signed and numbered; its
// files saved and opened; the unit that leads sees it and signs for its item.
func TestNoticeInABrowser(t *testing.T) {
	h := newHall(t).staff()
	k := newWalker(t, browser(t), h.doors())
	paper := k.notice("clerk", "approver", "signer")
	k.goTo("signer", paper)
	k.says("样政办发〔2026〕1号", "已签发")

	notice := k.download("/notice.docx")
	read, err := docx.Read(notice, walkLimits)
	if err != nil || !strings.Contains(read.String, "样政办发〔2026〕1号") || !strings.Contains(read.String, "老旧小区") {
		t.Errorf("the notice: %v\n%s", err, read.String)
	}
	table := k.download("/notice.xlsx")
	if text := bookText(t, table); !strings.Contains(text, "老旧小区") || !strings.Contains(text, "市住建局") {
		t.Errorf("its table: %s", text)
	}
	slip, err := docx.Read(k.download("/slip.docx"), walkLimits)
	sums := strings.ReplaceAll(slip.String, " ", "")
	if err != nil || !strings.Contains(sums, "样政办发〔2026〕1号") || !strings.Contains(sums, sumOf(notice)) || !strings.Contains(sums, sumOf(table)) {
		t.Errorf("the slip does not hold the sums of the files that were saved: %v\n%s", err, slip.String)
	}
	k.follow("说明材料")
	k.says("市住建局")
	explained, err := docx.Read(k.download("/explanation.docx"), walkLimits)
	if err != nil || !strings.Contains(explained.String, "市住建局") {
		t.Errorf("the explanation: %v\n%s", err, explained.String)
	}

	// the units see their own: the desk, the item, and with it the notice
	k.goTo("liaison", "/desk")
	k.says("待签收 2项", "老旧小区")
	k.fillIn("form[action='/assignments/sign']", "", nil)
	k.says("已签收")
	k.goTo("liaison", "/ledger")
	k.follow("改造老旧小区120个")
	if got := k.download("/notice.docx"); sumOf(got) != sumOf(notice) {
		t.Error("the unit reads another paper than the one that was signed")
	}
	k.goTo("county", "/ledger")
	k.silent("老旧小区")
}

// notice accepts two drafts of the small report and leads their notice to the
// signature; it gives the paper's address.
func (k *walker) notice(clerk, approver, signer string) string {
	k.t.Helper()
	k.goTo(clerk, "/documents")
	k.attach("main form[enctype] input[type=file]", "2026年报告.txt", []byte(workReport))
	k.fillIn("main form[enctype]", "", nil)
	desk := k.at()
	for _, words := range []string{"老旧小区", "集中供热"} {
		k.goTo(clerk, desk+k.read("[...document.querySelectorAll('.draft a')].find(a => a.textContent.includes('"+words+"')).search"))
		on := k.read("document.querySelector('.draft.on').id")
		k.read("document.querySelector('.draft.on button[value=accept]').click()")
		k.until("document.querySelector('.draft.on')?.id !== '" + on + "'")
		k.goTo(clerk, desk)
	}
	k.goTo(clerk, desk)
	k.fillIn("form[action$='/paper']", "", nil)
	paper := k.at()
	k.goTo(approver, paper)
	k.fillIn("form.sheet", "approve", nil)
	k.goTo(signer, paper)
	k.fillIn("form.sheet", "sign", nil)
	return paper
}

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// bookText is what the cells of a table say, a line a row.
func bookText(t *testing.T, b []byte) string {
	t.Helper()
	grids, err := xlsx.Read("saved.xlsx", b, walkLimits)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, g := range grids {
		for _, row := range g.Rows {
			for _, c := range row {
				out.WriteString(c.Text + "\t")
			}
			out.WriteByte('\n')
		}
	}
	return out.String()
}

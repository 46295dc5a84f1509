package cli

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jiufen/internal/app"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// tables are one decomposition as an Excel file, and one with cells to mend.
func tables(t *testing.T, dir string) {
	t.Helper()
	for name, rows := range map[string][][]any{
		"分解表.xlsx": {{"2026年重点工作分解表"}, {"序号", "工作任务", "量化目标", "牵头单位", "完成时限", "备注"}, {1, "改造老旧小区", "改造老旧小区120个", "市财政局", "10月底前", ""}, {2, "新建停车场", "新增泊位2000个", "市某某局", "同上", ""}},
		"要改的.xlsx": {{"序号", "工作任务", "牵头单位"}, {1, "", "市财政局"}, {2, "新建停车场", "市财政局"}, {3, "同上", "市财政局"}},
	} {
		f := excelize.NewFile()
		for i, row := range rows {
			at, err := excelize.CoordinatesToCellName(1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetSheetRow("Sheet1", at, &row); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// tokenOf makes a token of the holder of a login, with one right.
func (p *place) tokenOf(t *testing.T, login string, right org.Right) string {
	t.Helper()
	ctx := context.Background()
	var v org.Viewer
	if err := p.db.View(ctx, func(tx *store.Tx) error {
		acc, err := tx.AccountByLogin(login)
		if err != nil {
			return err
		}
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		v, _ = dir.ViewerOf(acc.Person, dir.PostsOf(acc.Person)[0])
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	v.Proven = true
	a := &app.App{DB: p.db, Log: slog.New(slog.DiscardHandler)}
	secret, _, err := a.MakeToken(ctx, v, "", app.NewToken{Name: "导入", Rights: []org.Right{right}, Until: p.db.Today() + 30})
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// TestImport: tried without data, with what to mend by cell; written by the
// holder of a token that may draft, once.
func TestImport(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		p.founded(t)
		tables(t, p.dir)
		r := run(t, p.dir, nil, "import", "分解表.xlsx")
		if r.code != 0 {
			t.Fatalf("exit %d\n%s%s", r.code, r.out, r.err)
		}
		has(t, r.out, "表头在第2行，读成2项", "B 任务、C 目标、D 牵头单位、E 时限", "没有用到的列：序号、备注", "3  改造老旧小区，改造老旧小区120个。（牵头单位：市财政局；完成时限：10月底前）", "没有写入")
		r = run(t, p.dir, nil, "import", "要改的.xlsx")
		if r.code != 1 {
			t.Errorf("a table to mend: exit %d", r.code)
		}
		has(t, r.err, "B2：没有填", "B4：填了“同上”")
		for _, args := range [][]string{{"import", "--write", "分解表.xlsx"}, {"import", "--year", "26", "分解表.xlsx"}, {"import"}} {
			if r := run(t, p.dir, nil, args...); r.code != 2 {
				t.Errorf("%v: exit %d, %s", args, r.code, r.err)
			}
		}

		p.do(t, 0, "user", "create", "zhangsan", "--name", "张三", "--unit", "市财政局", "--title", "科长", "--duty", "office", "--right", "read", "--right", "draft")
		file := filepath.Join(p.dir, "token")
		with := func(secret string, code int, args ...string) result {
			if err := os.WriteFile(file, []byte(secret+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			return p.do(t, code, append([]string{"import", "--token-file", file, "--year", "2026", "分解表.xlsx"}, args...)...)
		}
		has(t, with("wrong", 1, "--write").err, "令牌")
		has(t, with(p.tokenOf(t, "zhangsan", org.Read), 1, "--write").err, "权")
		secret := p.tokenOf(t, "zhangsan", org.Draft)
		has(t, with(secret, 0).out, "机构名单里没有：市某某局", "加--write")
		before, err := p.db.Seq(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		has(t, with(secret, 0, "--write").out, "已导入2项")
		after, err := p.db.Seq(context.Background())
		if err != nil || after == before {
			t.Errorf("nothing in the journal: %d, %v", after, err)
		}
		has(t, with(secret, 0, "--write").out, "什么也没有变")
		if again, err := p.db.Seq(context.Background()); err != nil || again != after {
			t.Errorf("the second import wrote %d changes, %v", again-after, err)
		}
		if r := with(secret, 0); strings.Contains(r.out, "已导入") {
			t.Error("a trial wrote")
		}
	})
}

package app

import (
	"context"
	"strings"
	"testing"

	"jiufen/internal/errs"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// TestListOfUnits: a list is tried first, its problems told by cell; taken it
// founds and renames, taken again it changes nothing.
func TestListOfUnits(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		admin := w.who["accounts"]
		admin.Rights = append(admin.Rights, org.Organise)
		bad := Upload{Name: "单位.csv", Bytes: []byte("序号,单位名称,简称,代码,类别,上级单位\n1,市教育局,教育局,103,局,\n2,市科技局,,103,部门,\n3,高新区,,301,什么,\n4,某科,,302,科室,没有的局\n")}
		l, err := w.ReadUnits(ctx, admin, bad)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, f := range l.Table.Problems {
			keys = append(keys, f.Name+" "+f.Key)
		}
		if got := strings.Join(keys, ", "); got != "D3 err.units.twice, E4 err.units.sort, F5 err.units.parent" {
			t.Errorf("problems: %s", got)
		}
		if _, err := w.TakeUnits(ctx, admin, "", bad); !errs.Is(err, errs.Invalid) {
			t.Errorf("taken with problems: %v", err)
		}
		if _, err := w.ReadUnits(ctx, w.who["office"], bad); !errs.Is(err, errs.Forbidden) {
			t.Errorf("by the office: %v", err)
		}
		good := Upload{Name: "单位.csv", Bytes: []byte("单位名称\t简称\t代码\t上级单位\n市住房和城乡建设局\t市住建局\t101\t\n房屋科\t\t10101\t市住房和城乡建设局\n高新区管委会\t高新区\t301\t\n")}
		if l, err = w.TakeUnits(ctx, admin, "", good); err != nil || l.Added != 2 || l.Named != 1 {
			t.Fatalf("taken: %+v, %v", l, err)
		}
		w.ok(t, w.DB.View(ctx, func(tx *store.Tx) error {
			dir, err := tx.Directory(tx.Now())
			if u := dir.Unit(w.house); u.Name != "市住房和城乡建设局" || u.Short != "市住建局" {
				t.Errorf("not renamed: %+v", u)
			}
			if u := dir.Unit(dir.UnitByCode("10101")); u.Parent != w.house {
				t.Errorf("stands under %d", u.Parent)
			}
			if u := dir.Unit(dir.UnitByCode("301")); u.Sort != org.Zone || u.Parent != w.gov {
				t.Errorf("%+v", u)
			}
			return err
		}))
		seq := w.last(t)
		if l, err = w.TakeUnits(ctx, admin, "", good); err != nil || l.Added+l.Named != 0 || w.last(t) != seq {
			t.Errorf("taken again: %d, %d, %v", l.Added, l.Named, err)
		}
	})
}

func (w *town) last(t *testing.T) (n int64) {
	t.Helper()
	w.ok(t, w.DB.View(context.Background(), func(tx *store.Tx) error { n = int64(tx.Seq); return nil }))
	return n
}

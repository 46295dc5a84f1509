package app

import (
	"bytes"
	"context"

	"jiufen/internal/decompose"
	"jiufen/internal/document"
	"jiufen/internal/locale"
	"jiufen/internal/org"
)

// Decomposition reads a document and gives what was read as
// contracts/decomposition.schema.json has it. Nothing of it is kept.
func (a *App) Decomposition(ctx context.Context, v org.Viewer, u Upload, m *locale.Messages) ([]byte, error) {
	if err := need(v, org.Draft); err != nil {
		return nil, err
	}
	read, err := a.readText(ctx, u)
	if err != nil {
		return nil, err
	}
	doc, err := document.Read(read.String)
	if err != nil {
		return nil, err
	}
	known, err := a.knownUnits(ctx)
	if err != nil {
		return nil, err
	}
	res := decompose.Decompose(doc, a.Lex, decompose.Options{Year: u.Year, Units: known})
	var b bytes.Buffer
	err = decompose.WriteJSON(&b, &res, read.Bytes, func(key string) string { return m.T(key) })
	return b.Bytes(), err
}

package textin

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf16"
)

// bombFile is a small package whose main document unpacks to 1 GB and says so.
func bombFile(t testing.TB) []byte {
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	zw.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	f, err := zw.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 300 {
		if _, err := f.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// slowDocx takes seconds of processor time and little memory: many elements, no text.
func slowDocx(t testing.TB) []byte {
	var b strings.Builder
	for i := range 2_000_000 {
		b.WriteString("<w:bookmarkStart w:id=\"")
		b.WriteString(strings.Repeat(string(rune('a'+i%26)), 1+i%7))
		b.WriteString("\"/>")
	}
	return docxFile(t, para("甲", "")+b.String())
}

func confinedSelf(t *testing.T) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "-test.run=^TestChildCannotOpenFiles$")
	cmd.Env = append(os.Environ(), "TEXTIN_CONFINED=1")
	return cmd
}

// compound makes a minimal OLE compound file (version 3) with empty streams of
// the given names under its root: header, one FAT sector, directory sectors.
func compound(names ...string) []byte {
	const sector = 512
	dirs := (len(names) + 1 + 3) / 4
	b := make([]byte, sector*(2+dirs))
	le := binary.LittleEndian
	copy(b, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	le.PutUint16(b[24:], 0x3E)
	le.PutUint16(b[26:], 3)
	le.PutUint16(b[28:], 0xFFFE)
	le.PutUint16(b[30:], 9)
	le.PutUint16(b[32:], 6)
	le.PutUint32(b[44:], 1)          // FAT sectors
	le.PutUint32(b[48:], 1)          // first directory sector
	le.PutUint32(b[56:], 4096)       // cut-off of small streams
	le.PutUint32(b[60:], 0xFFFFFFFE) // no mini FAT
	le.PutUint32(b[68:], 0xFFFFFFFE) // no further FAT list
	le.PutUint32(b[76:], 0)          // FAT is sector 0
	for i := 1; i < 109; i++ {
		le.PutUint32(b[76+4*i:], 0xFFFFFFFF)
	}
	fat := b[sector:]
	for i := range sector / 4 {
		le.PutUint32(fat[4*i:], 0xFFFFFFFF)
	}
	le.PutUint32(fat[0:], 0xFFFFFFFD)
	for i := 1; i <= dirs; i++ {
		next := uint32(i + 1)
		if i == dirs {
			next = 0xFFFFFFFE
		}
		le.PutUint32(fat[4*i:], next)
	}
	entry := func(i int, name string, kind byte, child, right uint32) {
		e := b[sector*2+128*i:]
		u := utf16.Encode([]rune(name))
		for k, c := range u {
			le.PutUint16(e[2*k:], c)
		}
		le.PutUint16(e[64:], uint16(2*len(u)+2))
		e[66], e[67] = kind, 1
		le.PutUint32(e[68:], 0xFFFFFFFF)
		le.PutUint32(e[72:], right)
		le.PutUint32(e[76:], child)
		le.PutUint32(e[116:], 0xFFFFFFFE)
	}
	entry(0, "Root Entry", 5, 1, 0xFFFFFFFF)
	for i, n := range names {
		right := uint32(i + 2)
		if i == len(names)-1 {
			right = 0xFFFFFFFF
		}
		entry(i+1, n, 2, 0xFFFFFFFF, right)
	}
	return b
}

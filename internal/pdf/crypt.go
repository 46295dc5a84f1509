package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"

	"jiufen/internal/errs"
)

// crypt opens the streams of a file that is encrypted without a password for
// reading, only against changes (7.6.3): many published papers are. The ciphers
// are those that the format prescribes; nothing is protected by them here.
type crypt struct {
	key  []byte
	kind name // V2 (RC4), AESV2, AESV3, Identity
}

var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

var errLocked = errs.E(errs.Invalid, "textin.encrypted")

// unlock tries the empty password on an encryption dictionary.
func (f *file) unlock(d dict, id string) error {
	if d["Filter"] != name("Standard") {
		return errLocked
	}
	text := func(k name) []byte { s, _ := f.get(d[k]).(str); return []byte(s) }
	v, r := int(number(f.get(d["V"]))), int(number(f.get(d["R"])))
	c := &crypt{kind: "V2"}
	if v >= 4 {
		filter, _ := f.get(d["StmF"]).(name)
		c.kind, _ = f.get(f.dict(f.dict(d["CF"])[filter])["CFM"]).(name)
		if filter == "Identity" || c.kind == "" || c.kind == "None" {
			c.kind = "Identity"
		}
	}
	if v == 5 {
		if c.key = key256(r, text("U"), text("UE")); c.key == nil {
			return errLocked
		}
		f.crypt = c
		return nil
	}
	n := 5
	if l, ok := f.get(d["Length"]).(float64); ok && r >= 3 && l >= 40 && l <= 128 {
		n = int(l) / 8
	}
	if v == 4 {
		n = 16
	}
	meta, told := f.get(d["EncryptMetadata"]).(bool)
	c.key = key128(r, n, text("O"), uint32(int64(number(f.get(d["P"])))), id, told && !meta)
	if !opens(c.key, r, text("U"), id) {
		return errLocked
	}
	f.crypt = c
	return nil
}

// key128 is algorithm 2 with the empty password.
func key128(r, n int, o []byte, p uint32, id string, bareMetadata bool) []byte {
	h := md5.New()
	h.Write(padding)
	h.Write(o[:min(len(o), 32)])
	h.Write(binary.LittleEndian.AppendUint32(nil, p))
	h.Write([]byte(id))
	if r >= 4 && bareMetadata {
		h.Write([]byte{0xFF, 0xFF, 0xFF, 0xFF})
	}
	key := h.Sum(nil)[:n]
	for i := 0; r >= 3 && i < 50; i++ {
		s := md5.Sum(key)
		copy(key, s[:n])
	}
	return key
}

// opens tells whether the key is right (algorithms 4 to 6).
func opens(key []byte, r int, u []byte, id string) bool {
	if r < 3 {
		return bytes.Equal(rc4ed(key, padding), u)
	}
	s := md5.Sum(append(append([]byte(nil), padding...), id...))
	out := s[:]
	for i := range 20 {
		k := append([]byte(nil), key...)
		for j := range k {
			k[j] ^= byte(i)
		}
		out = rc4ed(k, out)
	}
	return len(u) >= 16 && bytes.Equal(out, u[:16])
}

func rc4ed(key, b []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return b
	}
	out := make([]byte, len(b))
	c.XORKeyStream(out, b)
	return out
}

// key256 is algorithm 2.A of ISO 32000-2 with the empty password, nil if it does not open.
func key256(r int, u, ue []byte) []byte {
	if len(u) < 48 || len(ue) < 32 || !bytes.Equal(hash256(r, u[32:40]), u[:32]) {
		return nil
	}
	block, err := aes.NewCipher(hash256(r, u[40:48]))
	if err != nil {
		return nil
	}
	key := make([]byte, 32)
	cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(key, ue[:32])
	return key
}

// hash256 is algorithm 2.B with the empty password; revision 5 has the first step only.
func hash256(r int, salt []byte) []byte {
	s := sha256.Sum256(salt)
	k := s[:]
	if r < 6 {
		return k
	}
	for i := 0; ; i++ {
		k1 := bytes.Repeat(k, 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		e := make([]byte, len(k1))
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, k1)
		sum := 0
		for _, c := range e[:16] {
			sum += int(c)
		}
		switch sum % 3 {
		case 0:
			h := sha256.Sum256(e)
			k = h[:]
		case 1:
			h := sha512.Sum384(e)
			k = h[:]
		default:
			h := sha512.Sum512(e)
			k = h[:]
		}
		if i >= 63 && int(e[len(e)-1]) <= i-32 {
			return k[:32]
		}
	}
}

// open decrypts the bytes of a stream, which belongs to an object.
func (c *crypt) open(b []byte, num, gen int) []byte {
	if c.kind == "Identity" {
		return b
	}
	key := c.key
	if c.kind != "AESV3" {
		k := append([]byte(nil), key...)
		k = append(k, byte(num), byte(num>>8), byte(num>>16), byte(gen), byte(gen>>8))
		if c.kind == "AESV2" {
			k = append(k, "sAlT"...)
		}
		s := md5.Sum(k)
		key = s[:min(len(c.key)+5, 16)]
	}
	if c.kind == "V2" {
		return rc4ed(key, b)
	}
	n := (len(b) - 16) / 16 * 16
	block, err := aes.NewCipher(key)
	if err != nil || n <= 0 {
		return nil
	}
	out := make([]byte, n)
	cipher.NewCBCDecrypter(block, b[:16]).CryptBlocks(out, b[16:16+n])
	if pad := int(out[n-1]); pad >= 1 && pad <= 16 {
		out = out[:n-pad]
	}
	return out
}

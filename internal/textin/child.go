package textin

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"runtime/debug"

	"jiufen/internal/errs"
)

// The talk between parent and child. Each side sends one message and closes:
//
//	parent: 4 bytes length, request as JSON, then the file
//	child:  8 bytes length, answer as JSON
const maxRequest = 64 << 10

type request struct {
	Name   string `json:"name"`
	Limits Limits `json:"limits"`
}

type answer struct {
	Text  *Text    `json:"text,omitempty"`
	Error *failure `json:"error,omitempty"`
}

// failure is an errs.Error on the wire.
type failure struct {
	Kind  errs.Kind `json:"kind"`
	Key   string    `json:"key"`
	Args  []any     `json:"args"`
	Cause string    `json:"cause"`
}

// Child is the hidden command «textin»: it limits itself, reads one file from
// stdin and answers on stdout. The exit code is 0 if it answered, be the answer
// an error; 2 if it could not.
func Child(stdin io.Reader, stdout io.Writer) int {
	req, err := readRequest(stdin)
	if err != nil {
		return 2
	}
	if err := confine(req.Limits); err != nil {
		return send(stdout, answer{Error: fail(errs.Wrap(err, errs.Internal, "textin.confine"))})
	}
	debug.SetGCPercent(50)
	debug.SetMemoryLimit(req.Limits.Memory * 3 / 4)
	// One byte more than allowed is enough to see that it is too much.
	b, err := io.ReadAll(io.LimitReader(stdin, req.Limits.Input+1))
	if err != nil {
		return 2
	}
	t, err := guarded(req, b)
	if err != nil {
		return send(stdout, answer{Error: fail(err)})
	}
	return send(stdout, answer{Text: &t})
}

// guarded reads, and turns a panic of some reader into an error: a fault of
// ours, told as what it is for the user, a file that cannot be read.
func guarded(req request, b []byte) (t Text, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errs.Wrap(fmt.Errorf("panic: %v", p), errs.Invalid, "textin.fault", "name", req.Name)
		}
	}()
	return Read(req.Name, b, req.Limits)
}

func readRequest(r io.Reader) (request, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return request{}, err
	}
	n := binary.BigEndian.Uint32(head[:])
	if n > maxRequest {
		return request{}, fmt.Errorf("textin: request of %d bytes", n)
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return request{}, err
	}
	var req request
	if err := json.Unmarshal(b, &req); err != nil {
		return request{}, err
	}
	req.Limits = req.Limits.filled()
	return req, nil
}

func encodeRequest(req request) ([]byte, error) {
	b, err := json.Marshal(req)
	if err != nil {
		return nil, err
	}
	if len(b) > maxRequest {
		return nil, errs.E(errs.Invalid, "textin.name", "max", maxRequest/1024)
	}
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...), nil
}

func send(w io.Writer, a answer) int {
	b, err := json.Marshal(a)
	if err != nil {
		return 2
	}
	out := bufio.NewWriter(w)
	out.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
	out.Write(b)
	if out.Flush() != nil {
		return 2
	}
	return 0
}

func fail(err error) *failure {
	e := errs.Of(err)
	f := &failure{Kind: e.Kind, Key: e.Key, Args: e.Args}
	if e.Err != nil {
		f.Cause = e.Err.Error()
	}
	return f
}

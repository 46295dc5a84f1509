package textin

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"jiufen/internal/errs"
)

// maxAnswer bounds what a child may answer. JSON can take six bytes for one.
const maxAnswer = 512 << 20

// Run turns a file into text in a child process: exe is re-executed as «exe
// textin», with nothing of our environment. It ends at the deadline of l or of
// ctx, whichever comes first. A child that was killed or died gives an Invalid
// error that says that the file was too much to read.
//
// A child may take Limits.Memory; how many run at once is for the caller to bound.
func Run(ctx context.Context, exe string, l Limits, name string, b []byte) (Text, error) {
	l = l.filled()
	if err := CheckSize(name, int64(len(b)), l); err != nil {
		return Text{}, err
	}
	head, err := encodeRequest(request{Name: name, Limits: l})
	if err != nil {
		return Text{}, err
	}
	limited, cancel := context.WithTimeout(ctx, l.Deadline)
	defer cancel()
	cmd := exec.CommandContext(limited, exe, "textin")
	cmd.Env = []string{"GOTRACEBACK=none"} // no secret of ours within its reach, no long trace of it in the log
	cmd.Dir = "/"
	cmd.Stdin = io.MultiReader(bytes.NewReader(head), bytes.NewReader(b))
	cmd.WaitDelay = 2 * time.Second
	out, trouble := capped{max: maxAnswer}, capped{max: 4 << 10, drop: true}
	cmd.Stdout, cmd.Stderr = &out, &trouble
	err = cmd.Run()
	if ctx.Err() != nil {
		return Text{}, ctx.Err()
	}
	if a, ok := decodeAnswer(out.b); ok && err == nil {
		return a.result(name)
	}
	return Text{}, died(limited, err, name, trouble.b)
}

// died says why there is no answer.
func died(ctx context.Context, err error, name string, trouble []byte) error {
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return errs.Wrap(ctx.Err(), errs.Invalid, "textin.limits", "name", name)
	case errors.As(err, &exit):
		// Killed for processor time, out of memory, or crashed: all the file's doing.
		return errs.Wrap(fmt.Errorf("%w: %s", err, trouble), errs.Invalid, "textin.limits", "name", name)
	case err != nil:
		return errs.Wrap(err, errs.Unavailable, "textin.start")
	}
	return errs.Wrap(fmt.Errorf("textin: malformed answer: %s", trouble), errs.Invalid, "textin.limits", "name", name)
}

func (a answer) result(name string) (Text, error) {
	switch {
	case a.Error != nil:
		e := &errs.Error{Kind: a.Error.Kind, Key: a.Error.Key, Args: a.Error.Args}
		if a.Error.Cause != "" {
			e.Err = errors.New(a.Error.Cause)
		}
		return Text{}, e
	case a.Text != nil:
		return *a.Text, nil
	}
	return Text{}, errs.E(errs.Invalid, "textin.limits", "name", name)
}

func decodeAnswer(b []byte) (answer, bool) {
	if len(b) < 8 || binary.BigEndian.Uint64(b) != uint64(len(b)-8) {
		return answer{}, false
	}
	d := json.NewDecoder(bytes.NewReader(b[8:]))
	d.UseNumber() // arguments print as they were sent
	var a answer
	if err := d.Decode(&a); err != nil {
		return answer{}, false
	}
	return a, true
}

// capped keeps the first max bytes written. Beyond them it fails, which ends the
// child, or drops the rest.
type capped struct {
	b    []byte
	max  int
	drop bool
}

func (c *capped) Write(p []byte) (int, error) {
	if len(c.b)+len(p) > c.max {
		if c.drop {
			c.b = append(c.b, p[:c.max-len(c.b)]...)
			return len(p), nil
		}
		return 0, errors.New("textin: answer too long")
	}
	c.b = append(c.b, p...)
	return len(p), nil
}

package errs

import (
	"errors"
	"fmt"
	"testing"
)

func TestOfKeepsKindThroughWrapping(t *testing.T) {
	err := fmt.Errorf("open item: %w", E(NotFound, "err.notfound"))
	if !Is(err, NotFound) || Of(err).Key != "err.notfound" {
		t.Fatalf("Of(%v) = %+v", err, Of(err))
	}
}

func TestUnknownIsInternalAndHidden(t *testing.T) {
	cause := errors.New("disk on fire")
	e := Of(cause)
	if e.Kind != Internal || e.Key != "err.internal" || !errors.Is(e, cause) {
		t.Fatalf("Of = %+v", e)
	}
}

func TestFormIsNilWithoutFields(t *testing.T) {
	if Form(nil) != nil {
		t.Fatal("Form(nil) is an error")
	}
	if err := Form([]Field{{Name: "title", Key: "err.required"}}); !Is(err, Invalid) {
		t.Fatalf("Form = %v", err)
	}
}

func TestEveryKindHasNameAndStatus(t *testing.T) {
	for k := Internal; k <= TooLarge; k++ {
		if k.String() == "" || k.Status() < 400 || k.Exit() == 0 {
			t.Errorf("kind %d: %q %d %d", k, k, k.Status(), k.Exit())
		}
	}
}

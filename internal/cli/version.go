package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// Version is the release; a build sets it by -ldflags "-X jiufen/internal/cli.Version=…".
var Version = "0.2"

type versionCmd struct{}

// Run prints release, revision and the Go it was built with.
func (versionCmd) Run(e *env) error {
	rev := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				rev = " " + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	_, err := fmt.Fprintf(e.io.Out, "jiufen %s%s %s %s/%s\n", Version, rev, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

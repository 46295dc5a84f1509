GO ?= go

.PHONY: test fast slow check bench build

# Everything, fast parts first. Installs what the tests need where it may.
test: needs fast slow

needs:
	@sh .ci/needs

# Form, vet, and the rooms that need neither database nor browser.
FAST = archtest asof bulletin calendar chart decompose document docx duty errs id indicator journal ledger locale opc org paper pdf quantity register rule same sheet textin xlsx

fast:
	@out=$$(gofmt -l $$(git ls-files '*.go' 2>/dev/null || echo .)); [ -z "$$out" ] || { echo "not gofmt'ed: $$out"; exit 1; }
	$(GO) vet ./...
	$(GO) test $(addprefix ./internal/,$(FAST))

slow:
	$(GO) test -timeout 14m ./...

check: test

# Figures, each beside what this machine does in the same run. Minutes, not seconds.
bench:
	$(GO) test -run xxx -bench 'Judge|Until|Between' -benchmem ./internal/ledger ./internal/calendar
	$(GO) test -run xxx -bench 'Verify|Append|RowHash' -benchmem ./internal/journal
	$(GO) test -run xxx -bench 'Against|Length' ./internal/decompose
	$(GO) test -run xxx -bench Ledger ./internal/same
	$(GO) run ./bench $(BENCH)

build:
	$(GO) build -trimpath -ldflags '-s -w' -o bin/jiufen ./cmd/jiufen

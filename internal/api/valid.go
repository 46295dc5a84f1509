package api

import (
	"cmp"
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/danielgtaylor/huma/v2/validation"

	"jiufen/internal/errs"
	"jiufen/internal/locale"
)

// part separates a key from its arguments in what huma is made to say.
const part = "\x1f"

// installMessages makes huma speak in keys of locale, so that a sentence can be
// chosen when the language of the caller is known. huma keeps its texts in
// variables of its package; they are set once, before the first operation is
// registered, because schemas keep the texts they were made with.
var installMessages = sync.OnceFunc(func() {
	for text, key := range validationKeys {
		*text = key
	}
	huma.DefaultArrayNullable = false // a list is empty, never null
	huma.NewError = func(status int, msg string, list ...error) huma.StatusError {
		return invalid(locale.For(locale.Chinese), status, msg, list)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, list ...error) huma.StatusError {
		r, _ := humago.Unwrap(ctx)
		return invalid(reading(r), status, msg, list)
	}
})

// validationKeys are huma's texts with the key each becomes; arguments follow
// in the order huma gives them.
var validationKeys = map[*string]string{
	&validation.MsgUnexpectedProperty:                 "api.unexpected",
	&validation.MsgExpectedRFC3339DateTime:            "api.datetime",
	&validation.MsgExpectedRFC1123DateTime:            "api.datetime",
	&validation.MsgExpectedRFC3339Date:                "api.date",
	&validation.MsgExpectedRFC3339Time:                "api.datetime",
	&validation.MsgExpectedRFC5322Email:               "api.format" + part + "%v",
	&validation.MsgExpectedRFC5890Hostname:            "api.formatless",
	&validation.MsgExpectedRFC2673IPv4:                "api.formatless",
	&validation.MsgExpectedRFC2373IPv6:                "api.formatless",
	&validation.MsgExpectedRFCIPAddr:                  "api.formatless",
	&validation.MsgExpectedRFC3986URI:                 "api.format" + part + "%v",
	&validation.MsgExpectedRFC4122UUID:                "api.format" + part + "%v",
	&validation.MsgExpectedRFC6570URITemplate:         "api.formatless",
	&validation.MsgExpectedRFC6901JSONPointer:         "api.formatless",
	&validation.MsgExpectedRFC6901RelativeJSONPointer: "api.formatless",
	&validation.MsgExpectedRegexp:                     "api.format" + part + "%v",
	&validation.MsgExpectedMatchAtLeastOneSchema:      "api.formatless",
	&validation.MsgExpectedMatchExactlyOneSchema:      "api.formatless",
	&validation.MsgExpectedNotMatchSchema:             "api.formatless",
	&validation.MsgExpectedPropertyNameInObject:       "api.formatless",
	&validation.MsgExpectedBoolean:                    "api.boolean",
	&validation.MsgExpectedDuration:                   "api.format" + part + "%v",
	&validation.MsgExpectedNumber:                     "api.number",
	&validation.MsgExpectedInteger:                    "api.integer",
	&validation.MsgExpectedString:                     "api.string",
	&validation.MsgExpectedBase64String:               "api.base64",
	&validation.MsgExpectedArray:                      "api.array",
	&validation.MsgExpectedObject:                     "api.object",
	&validation.MsgExpectedArrayItemsUnique:           "api.unique",
	&validation.MsgExpectedOneOf:                      "api.oneof" + part + "%s",
	&validation.MsgExpectedMinimumNumber:              "api.least" + part + "%v",
	&validation.MsgExpectedExclusiveMinimumNumber:     "api.above" + part + "%v",
	&validation.MsgExpectedMaximumNumber:              "api.most" + part + "%v",
	&validation.MsgExpectedExclusiveMaximumNumber:     "api.below" + part + "%v",
	&validation.MsgExpectedNumberBeMultipleOf:         "api.multiple" + part + "%v",
	&validation.MsgExpectedMinLength:                  "api.minlength" + part + "%d",
	&validation.MsgExpectedMaxLength:                  "api.maxlength" + part + "%d",
	&validation.MsgExpectedBePattern:                  "api.format" + part + "%s",
	&validation.MsgExpectedMatchPattern:               "api.format" + part + "%s",
	&validation.MsgExpectedMinItems:                   "api.minitems" + part + "%d",
	&validation.MsgExpectedMaxItems:                   "api.maxitems" + part + "%d",
	&validation.MsgExpectedMinProperties:              "api.minproperties" + part + "%d",
	&validation.MsgExpectedMaxProperties:              "api.maxproperties" + part + "%d",
	&validation.MsgExpectedRequiredProperty:           "api.required" + part + "%s",
	&validation.MsgExpectedDependentRequiredProperty:  "api.dependent" + part + "%s" + part + "%s",
}

// literals are the texts that huma has no variable for.
var literals = map[string]string{
	"unknown query parameter":              "api.unknown",
	"required path parameter is missing":   "api.missing",
	"required query parameter is missing":  "api.missing",
	"required header parameter is missing": "api.missing",
	"invalid integer":                      "api.integer",
	"invalid float":                        "api.number",
	"invalid floating value":               "api.number",
	"invalid boolean":                      "api.boolean",
	"request body is required":             "api.nobody",
	"request body read timeout":            "api.slow",
	"write only property is non-zero":      "api.unexpected",
}

// invalid is the Problem for what huma found wrong with a request.
func invalid(m *locale.Messages, status int, msg string, list []error) *Problem {
	kind := errs.Invalid
	p := &Problem{Title: http.StatusText(status), Status: status, Key: "err.form"}
	switch {
	case status == http.StatusRequestEntityTooLarge:
		kind, p.Key, p.Detail = errs.TooLarge, "err.toolarge", m.T("err.toolarge")
	case status == http.StatusUnsupportedMediaType:
		p.Key, p.Detail = "api.media", m.T("api.media")
	case status >= http.StatusInternalServerError:
		kind, p.Key, p.Detail = errs.Internal, "api.body", m.T("api.body")
	case literals[msg] != "":
		p.Key, p.Detail = literals[msg], m.T(literals[msg])
	default:
		for _, e := range list {
			p.Errors = append(p.Errors, invalidField(m, e))
		}
		p.Detail = m.T("err.form", "n", len(p.Errors))
	}
	p.Type = problemType + kind.String()
	return p
}

func invalidField(m *locale.Messages, err error) ProblemField {
	d, ok := err.(*huma.ErrorDetail)
	if !ok {
		d = &huma.ErrorDetail{Message: err.Error(), Location: "body"}
	}
	key, rest, _ := strings.Cut(d.Message, part)
	if !strings.HasPrefix(key, "api.") {
		key = literals[d.Message]
	}
	if key == "" { // text of a JSON reader: it names the byte
		key, rest = "api.json", d.Message
	}
	return ProblemField{Field: cmp.Or(d.Location, "body"), Key: key, Detail: m.T(key, argsOf(key, rest)...)}
}

// argsOf names the arguments of a sentence of validation.
func argsOf(key, rest string) []any {
	if rest == "" {
		return nil
	}
	if key == "api.dependent" {
		a, b, _ := strings.Cut(rest, part)
		return []any{"name", a, "when", b}
	}
	return []any{"what", rest}
}

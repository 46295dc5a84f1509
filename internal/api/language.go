package api

import (
	"golang.org/x/text/language"

	"jiufen/internal/locale"
)

var matcher = language.NewMatcher([]language.Tag{language.SimplifiedChinese, language.English})

// choose picks a language of ours for an Accept-Language header. Chinese is
// what everybody gets who asks for nothing, or for nothing we have.
func choose(accept string) string {
	if accept == "" {
		return locale.Chinese
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return locale.Chinese
	}
	if _, i, c := matcher.Match(tags...); c != language.No && i == 1 {
		return locale.English
	}
	return locale.Chinese
}

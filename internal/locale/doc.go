// Package locale owns every sentence people are shown, in zh-CN (the first
// language) and en, and how dates and numbers are written in each.
//
// Sentences live in flat YAML files, one per area and language:
//
//	zh-CN/ledger.yaml
//	  ledger.count: 共{n}项
//
// Invariants, held by tests: the first part of a key is the name of its file,
// so no key is defined twice; both languages have the same keys with the same
// {placeholders}; a placeholder is lower-case ASCII. There are no plurals:
// sentences are worded so that none are needed ("Items: 3").
//
// A key that is missing is shown as ⟦key⟧ to people, and panics under
// Messages.Strict, which tests use. Nothing here knows the domain.
package locale

// Package bulletin is the text of a 通报 (to units), 专报 (to one leader) or 函 (to
// the leaders of a county): words that a person writes and figures that stand in it
// by name, 【红灯】, bound to the facts. It fills the names in, and finds the numbers that were typed by hand.
//
// It knows neither where figures come from nor who may sign; it makes no
// sentence of its own.
package bulletin

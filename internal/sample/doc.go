// Package sample makes a city to look at and to measure with: 样例市, fictional
// beyond confusion, in the middle of its year. From a seed it makes units,
// people in posts, the work report, items of every kind with half a year of
// reports, checks, changes and closings, and plays them day by day against a
// clock that it moves, through the same use cases that people use.
//
// The same seed and scale give the same facts, except for salts. Every person is
// named 样 or 例; no real place, unit or person is meant.
//
// It writes into an empty place only, and never where real work is done: the
// command that calls it marks the directory as a demo.
package sample

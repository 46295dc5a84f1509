// Package rule reads conditions that stand in library files, such as
// «done == false && behind», on a well-kept expression library. A condition knows
// a closed list of names and functions, is typed and checked when the file is
// loaded, gives yes or no, and cannot loop, call out or change anything. Numbers
// are whole (scaled by whoever gives them), days are counted days: no floats.
package rule

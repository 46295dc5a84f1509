// Package register is registers (名录) as data: rosters of objects under watch,
// each defined in one file of library/registers. A file says what is kept of an
// object, who owns it, which stages it goes through, what is ticked before a
// stage is reached, which lines hang on it, how often it is checked, when it is
// an alert, and whether each object obliges and so is an item of the ledger.
//
// The package reads such files, lays the entries of the store together into
// objects, and says what is wrong with an entry before it is kept. It knows no
// particular register: a row of the map that needs code here is a fault of the
// engine. What an object is follows from its entries alone, so every past state
// can be had by leaving out the later ones.
package register

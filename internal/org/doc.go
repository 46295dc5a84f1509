// Package org knows who is who: units with dated names and succession, posts and
// who holds them, portfolios of leaders, stand-ins, rights and grants.
//
// It is pure: the store fills a Directory from facts as known at a point, and
// the Directory answers questions about a day. It never decides whether an act
// is allowed; it says which rights a post carries and which units a viewer
// stands in. Everything hangs on posts, not on persons, so that work survives a
// change of hands; leaders follow from the portfolio line of the day.
package org

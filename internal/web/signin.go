package web

// SignInPage asks for account and password; a sample city also offers its roles.
type SignInPage struct {
	Page
	Name     Field
	Password Field
	Next     string // where to go afterwards, an address of this server
	Roles    []Option
}

// LinkPage is opened by a one-time link: the first account of a place, a new
// account, or a forgotten password. There are no default passwords.
type LinkPage struct {
	Page
	Secret   string
	First    bool   // the first account: its name is chosen here too
	Of       string // name of the account
	Until    string
	Name     Field
	Holder   Field
	Password Field
	Again    Field
}

package api

import (
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// Letter is what a letter (函) to the two principal leaders of a county is beside a
// bulletin.
type Letter struct {
	Bulletin   string       `json:"bulletin" doc:"paper of the signed bulletin it rests on"`
	Unit       string       `json:"unit" doc:"county or zone it goes to"`
	Answer     string       `json:"answer" format:"date" doc:"day by which a written answer is asked"`
	Heard      string       `json:"heard,omitempty" doc:"how the unit was heard before: meeting, written or call"`
	HeardOn    string       `json:"heardOn,omitempty" format:"date"`
	HeardWords string       `json:"heardWords,omitempty"`
	Reply      *LetterReply `json:"reply,omitempty" doc:"where the reply to a signed letter stands"`
	Replies    []Reply      `json:"replies,omitempty" doc:"what the addressee wrote, oldest first; none is ever overwritten"`
	Items      []LetterItem `json:"items,omitempty" doc:"what became of the items it speaks of"`
}

// LetterReply is where the reply to a signed letter stands.
type LetterReply struct {
	Answer string `json:"answer" format:"date"`
	Read   string `json:"read,omitempty" format:"date"`
	On     string `json:"on,omitempty" format:"date" doc:"day of the first reply"`
	Late   int    `json:"late" doc:"working days after the day asked: of the reply, or of today while there is none"`
}

// Reply is one written reply.
type Reply struct {
	Post  string `json:"post"`
	Day   string `json:"day" format:"date"`
	Words string `json:"words"`
	Seq   int64  `json:"seq"`
}

// LetterItem is an item of a letter: its light when the letter was signed and as of
// the day asked for.
type LetterItem struct {
	Item    string `json:"item"`
	Number  string `json:"number"`
	Title   string `json:"title"`
	Then    string `json:"then,omitempty"`
	Now     string `json:"now,omitempty"`
	Outcome string `json:"outcome" doc:"better, same, worse, or unjudged where one of the two is grey or not there"`
}

// County is a county that lags in a signed bulletin.
type County struct {
	Unit   string `json:"unit"`
	Name   string `json:"name"`
	Red    int64  `json:"red"`
	Yellow int64  `json:"yellow"`
	Draft  string `json:"draft,omitempty" doc:"draft of its letter"`
	Paper  string `json:"paper,omitempty" doc:"its letter, once submitted"`
}

func (a *API) addLetters() {
	add(a, Operation{ID: "bulletins.letter", Method: http.MethodPost, Path: "/bulletins/{id}/letters", Needs: []org.Right{org.Draft}, success: http.StatusCreated}, a.beginLetter)
	add(a, Operation{ID: "bulletins.read", Method: http.MethodPost, Path: "/bulletins/{id}/read", Needs: []org.Right{org.Receive}, success: http.StatusNoContent}, a.readLetter)
	add(a, Operation{ID: "bulletins.reply", Method: http.MethodPost, Path: "/bulletins/{id}/reply", Needs: []org.Right{org.Receive}, success: http.StatusNoContent}, a.replyLetter)
}

func viewReply(r *app.LetterReply) *LetterReply {
	if r == nil {
		return nil
	}
	return &LetterReply{Answer: iso(r.Answer), Read: iso(r.Read), On: iso(r.Day), Late: r.Late}
}

func viewLetter(x *app.BulletinView) *Letter {
	l := x.Letter
	if l == nil {
		return nil
	}
	out := &Letter{Bulletin: known(l.Base), Unit: known(l.UnitID), Answer: iso(l.Letter.Answer), Heard: l.Heard, HeardOn: iso(l.HeardDay), HeardWords: l.HeardWords}
	if x.State == "signed" {
		out.Reply = viewReply(&l.Reply)
	}
	for _, r := range l.Acts {
		if r.Act == store.LetterReply {
			out.Replies = append(out.Replies, Reply{Post: known(r.Post), Day: iso(r.Day), Words: r.Words, Seq: int64(r.ID.Seq())})
		}
	}
	for _, r := range l.Items {
		out.Items = append(out.Items, LetterItem{Item: known(r.Item), Number: r.Number, Title: r.Title, Then: r.Then.String(), Now: r.Now.String(), Outcome: r.Outcome})
	}
	return out
}

func viewCounties(x *app.BulletinView) (out []County) {
	for _, c := range x.Counties {
		out = append(out, County{Unit: known(c.Unit), Name: c.Name, Red: c.Red, Yellow: c.Yellow, Draft: known(id.Fact(c.Draft.ID)), Paper: known(c.Draft.PaperID)})
	}
	return out
}

func (a *API) beginLetter(ctx context.Context, c *call, in *struct {
	PaperPath
	Body struct {
		Unit   string `json:"unit" doc:"county or zone that lags in the bulletin"`
		Answer string `json:"answer,omitempty" format:"date" doc:"day by which an answer is asked; by default so many working days ahead as the place has set"`
	}
}) (*createdOut, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	unit, err := here[id.Unit](in.Body.Unit)
	if err != nil {
		return nil, err
	}
	d, err := day("body.answer", in.Body.Answer)
	if err != nil {
		return nil, err
	}
	draft, err := a.App.NewLetter(ctx, c.v, n, unit, d)
	if err != nil {
		return nil, err
	}
	return created("/bulletin-drafts/", id.Fact(draft)), nil
}

func (a *API) readLetter(ctx context.Context, c *call, in *PaperPath) (*struct{}, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.ReadLetter(ctx, c.v, c.req, n)
}

func (a *API) replyLetter(ctx context.Context, c *call, in *struct {
	PaperPath
	Body struct {
		Words string `json:"words" maxLength:"5000"`
	}
}) (*struct{}, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.ReplyLetter(ctx, c.v, c.req, n, in.Body.Words)
}

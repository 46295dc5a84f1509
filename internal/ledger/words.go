package ledger

// The closed lists of words that facts carry. Each type is the text as it
// stands in columns and library files.
type (
	// OriginSort is what an item comes from.
	OriginSort string
	// DueSort is what a limit hangs on.
	DueSort string
	// LeadMode is who leads an item.
	LeadMode string
	// Role is a unit's part in an item.
	Role string
	// LeaderRelation is how a leader stands to an item.
	LeaderRelation string
	// Strength is 确保 or 力争.
	Strength string
	// Nature is 约束性 or 预期性.
	Nature string
	// Publicity is whether an item may be shown outside.
	Publicity string
	// ChangeSort is a kind of change.
	ChangeSort string
	// ReasonClass is why a change is asked for.
	ReasonClass string
	// Decider is the duty that decides a change.
	Decider string
	// ClosingAct is a step of the end of an item.
	ClosingAct string
	// ReportSort is what a report says.
	ReportSort string
	// ReturnReason is why a report is returned.
	ReturnReason string
	// NoChangeReason is why nothing moved in a period.
	NoChangeReason string
	// FallReason is why a cumulative figure fell.
	FallReason string
	// Rollup is how children count towards their parent.
	Rollup string
	// CheckLevel is how a check was made.
	CheckLevel string
)

// Origins.
const (
	OriginReport      OriginSort = "report"      // 政府工作报告
	OriginLivelihood  OriginSort = "livelihood"  // 民生实事
	OriginInstruction OriginSort = "instruction" // 领导批示
	OriginDecision    OriginSort = "decision"    // 议定事项
	OriginFinding     OriginSort = "finding"     // 发现问题
	OriginOpinion     OriginSort = "opinion"     // 意见建议, carried into work
	OriginSuperior    OriginSort = "superior"    // 上级部署
	OriginProposal    OriginSort = "proposal"    // 代表建议、委员提案
	OriginLaw         OriginSort = "law"         // statutory or external date
)

var originSorts = []OriginSort{OriginReport, OriginLivelihood, OriginInstruction, OriginDecision, OriginFinding, OriginOpinion, OriginSuperior, OriginProposal, OriginLaw}

// Dues.
const (
	DueDate      DueSort = "date"
	DueEvent     DueSort = "event"     // an event plus n days; the event has an owner
	DueInherited DueSort = "inherited" // the parent's
	DueStanding  DueSort = "standing"  // 常态, without end
	DueAlways    DueSort = "always"    // 底线
)

var dueSorts = []DueSort{DueDate, DueEvent, DueInherited, DueStanding, DueAlways}

// Lead modes.
const (
	LeadSingle LeadMode = "single"
	LeadJoint  LeadMode = "joint"   // all answer, the first named collates
	LeadByDuty LeadMode = "by_duty" // 按职责分工; a collating unit is set
	LeadEach   LeadMode = "each"    // a child for every member of the group
)

var leadModes = []LeadMode{LeadSingle, LeadJoint, LeadByDuty, LeadEach}

// Roles.
const (
	RoleLead        Role = "lead"
	RoleResponsible Role = "responsible"
	RoleCooperate   Role = "cooperate"
	RoleCollate     Role = "collate"
)

var roles = []Role{RoleLead, RoleResponsible, RoleCooperate, RoleCollate}

// Leaders: three relations of leaders, and the deputy secretary-general who
// follows the item.
const (
	LeaderPortfolio LeaderRelation = "lead"   // 分管
	LeaderMain      LeaderRelation = "main"   // 主抓
	LeaderCharge    LeaderRelation = "charge" // 包抓
	LeaderFollow    LeaderRelation = "follow" // 协管
)

var leaderRelations = []LeaderRelation{LeaderPortfolio, LeaderMain, LeaderCharge, LeaderFollow}

// Strengths and natures; empty where the text does not say.
const (
	Ensure         Strength = "ensure"
	Strive         Strength = "strive"
	ExpectedGoal   Strength = "expected"
	Binding        Nature   = "binding"
	ExpectedNature Nature   = "expected"
)

var (
	strengths = []Strength{"", Ensure, Strive, ExpectedGoal}
	natures   = []Nature{"", Binding, ExpectedNature}
)

// Publicities; the default is not to publish.
const (
	PublicActive  Publicity = "active"
	PublicRequest Publicity = "request"
	PublicNone    Publicity = "none"
)

var publicities = []Publicity{PublicActive, PublicRequest, PublicNone}

// Changes.
const (
	ChangeDefer   ChangeSort = "defer"   // 延期
	ChangeValue   ChangeSort = "value"   // 调值
	ChangeContent ChangeSort = "content" // 调内容、标准
	ChangeUnit    ChangeSort = "unit"    // 调单位
	ChangePause   ChangeSort = "pause"   // 暂停
	ChangeStop    ChangeSort = "stop"    // 中止
	ChangeMerge   ChangeSort = "merge"   // 合并
	ChangeSplit   ChangeSort = "split"   // 拆分
	ChangeAdvance ChangeSort = "advance" // 提前: a nearer limit (S4-11)
)

var changeSorts = []ChangeSort{ChangeDefer, ChangeValue, ChangeContent, ChangeUnit, ChangePause, ChangeStop, ChangeMerge, ChangeSplit, ChangeAdvance}

// Classes of reasons.
const (
	ReasonPolicy     ReasonClass = "policy"     // 政策或上级调整
	ReasonForce      ReasonClass = "force"      // 不可抗力
	ReasonFactor     ReasonClass = "factor"     // 要素
	ReasonSubjective ReasonClass = "subjective" // 主观
)

var reasonClasses = []ReasonClass{ReasonPolicy, ReasonForce, ReasonFactor, ReasonSubjective}

// Deciders.
const (
	DeciderMeeting Decider = "meeting" // 常务会
	DeciderVice    Decider = "vice"    // 分管领导
	DeciderMayor   Decider = "mayor"   // 市长
	DeciderAuthor  Decider = "author"  // 批示领导
	DeciderChair   Decider = "chair"   // 会议主持人
	DeciderOffice  Decider = "office"  // 督查室
	DeciderIssuer  Decider = "issuer"  // the authority that set it, outside the place
	DeciderNobody  Decider = "none"    // statutory and external dates
)

var deciders = []Decider{DeciderMeeting, DeciderVice, DeciderMayor, DeciderAuthor, DeciderChair, DeciderOffice, DeciderIssuer, DeciderNobody}

// Steps of the end.
const (
	ClosingApply      ClosingAct = "apply"      // 办结申请
	ClosingClose      ClosingAct = "close"      // 办结
	ClosingBasic      ClosingAct = "basic"      // 基本办结
	ClosingReturn     ClosingAct = "return"     // 退回
	ClosingUnfinished ClosingAct = "unfinished" // 未完成
	ClosingStop       ClosingAct = "stop"       // 中止
	ClosingAwait      ClosingAct = "await"      // 验收: accepted here, the authority's strike is to come
	ClosingExternal   ClosingAct = "external"   // 销号 by an outside authority
	ClosingReopen     ClosingAct = "reopen"     // 重开
	ClosingCarry      ClosingAct = "carry"      // 结转
	ClosingPhase      ClosingAct = "phase"      // 阶段办结
)

var closingActs = []ClosingAct{ClosingApply, ClosingClose, ClosingBasic, ClosingReturn, ClosingUnfinished, ClosingStop, ClosingAwait, ClosingExternal, ClosingReopen, ClosingCarry, ClosingPhase}

// Reports.
const (
	ReportProgress   ReportSort = "progress"
	ReportNoChange   ReportSort = "nochange"
	ReportCorrection ReportSort = "correction"
)

var reportSorts = []ReportSort{ReportProgress, ReportNoChange, ReportCorrection}

// Reasons of a return.
const (
	ReturnMissing  ReturnReason = "missing"  // 缺数
	ReturnEvidence ReturnReason = "evidence" // 与佐证不符
	ReturnOffTopic ReturnReason = "offtopic" // 答非所问
	ReturnBasis    ReturnReason = "basis"    // 口径不符
	ReturnOther    ReturnReason = "other"
)

var returnReasons = []ReturnReason{ReturnMissing, ReturnEvidence, ReturnOffTopic, ReturnBasis, ReturnOther}

// Reasons of «no change» and of a fall.
const (
	NoChangeSeason   NoChangeReason = "season"   // 季节停工
	NoChangeApproval NoChangeReason = "approval" // 待审批
	NoChangeNode     NoChangeReason = "node"     // 未到节点
	FallReduced      FallReason     = "reduced"  // 核减
	FallCorrected    FallReason     = "correct"  // 更正
	FallBasis        FallReason     = "basis"    // 口径调整
)

var (
	noChangeReasons = []NoChangeReason{NoChangeSeason, NoChangeApproval, NoChangeNode}
	fallReasons     = []FallReason{FallReduced, FallCorrected, FallBasis}
)

// Roll-ups.
const (
	RollupOwn      Rollup = "own"      // the parent's own report
	RollupSum      Rollup = "sum"      // over the same basis
	RollupWeighted Rollup = "weighted" // by the bases of the children
	RollupLeast    Rollup = "least"    // met when all meet
)

var rollups = []Rollup{RollupOwn, RollupSum, RollupWeighted, RollupLeast}

// Checks.
const (
	CheckDesk  CheckLevel = "desk"
	CheckField CheckLevel = "field"
)

var checkLevels = []CheckLevel{CheckDesk, CheckField}

// Words is every closed list by the name of its type, for pages, imports and
// the tests that hold the lists of other rooms against these.
func Words() map[string][]string {
	return map[string][]string{
		"origin": list(originSorts), "due": list(dueSorts), "mode": list(leadModes), "role": list(roles), "leader": list(leaderRelations),
		"strength": list(strengths), "nature": list(natures), "publicity": list(publicities), "change": list(changeSorts),
		"reason": list(reasonClasses), "decider": list(deciders), "closing": list(closingActs), "report": list(reportSorts),
		"return": list(returnReasons), "nochange": list(noChangeReasons), "fall": list(fallReasons), "rollup": list(rollups), "check": list(checkLevels),
	}
}

func list[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

namespace LanToa.Planning.Plans;

/// <summary>Addresses of the room's pages.</summary>
public static class PlanLinks
{
    public const string List = "/plans";

    public static string Follow(Guid id) => Of(id) + "?handler=Follow";

    public static string Of(Guid id) => $"/plans/{id}";

    public static string Text(Guid id, string? statement = null) => $"/plans/{id}?phan=van-ban" + (statement is null ? "" : $"#cau-{statement}");

    /// <summary>A sentence of the draft that no task answers.</summary>
    public static string EditSentence(Guid sentence) => $"/plans/sentences/edit/{sentence}";

    public static string NewSentence(Guid plan, string? after = null) => $"/plans/sentences/edit?kehoach={plan}" + (after is null ? "" : $"&sau={Uri.EscapeDataString(after)}");

    public static string RemoveSentence(Guid plan, Guid sentence) => $"{EditSentence(sentence)}?handler=Remove&plan={plan}";

    /// <summary>Words of the issued plan that bind nobody are given to a unit.</summary>
    public static string Give(Guid id, string words) => $"/plans/{id}/give?chu={Uri.EscapeDataString(words)}";

    /// <summary>What each agency must do, by when.</summary>
    public static string Agencies(Guid id) => $"/plans/{id}/agencies";

    /// <summary>Tasks completed ÷ planned, by name and by agency.</summary>
    public static string Completion(Guid id) => $"/obligations/completion/{id}";

    /// <summary>The duties that came of a task, of all units or of one.</summary>
    public static string Duties(Guid plan, Guid task, Guid? unit = null) => $"/obligations?state=all&plan={plan}&task={task}" + (unit is null ? "" : $"&unit={unit}");

    /// <summary>The same of a task that is done when somebody asks.</summary>
    public static string OnRequest(Guid plan, Guid task, Guid? unit = null) => $"/obligations/duties?plan={plan}&task={task}" + (unit is null ? "" : $"&unit={unit}");

    public static string Task(Guid plan, Guid task) => $"/plans/{plan}#viec-{task}";

    /// <summary>Asks from what a plan is made; <paramref name="from"/>: truoc, mau or captren.</summary>
    public static string NewFrom(string from) => $"{New}?tu={from}";

    public const string New = "/plans/new";

    public const string NewEmpty = "/plans/edit";

    /// <summary>What leaders remark before they approve, and the answers.</summary>
    public static string Remarks(Guid plan) => $"/plans/{plan}/remarks";

    public static string RemarkTask(Guid plan, Guid task) => $"{Remarks(plan)}?viec={task}";

    public static string RemarkSentence(Guid plan, string statement) => $"{Remarks(plan)}?cau={Uri.EscapeDataString(statement)}";

    /// <summary>How the plan stood when it was closed.</summary>
    public static string Closing(Guid plan) => $"/plans/{plan}/closing";

    /// <summary>Keeps the plan as a template.</summary>
    public static string Template(Guid plan) => $"/plans/{plan}/template";

    /// <summary>What differs between a draft and what it was made from.</summary>
    public static string Changes(Guid plan) => $"/plans/{plan}/changes";

    public static string Edit(Guid id) => $"/plans/edit/{id}";

    /// <summary>The tasks in their order: to add, change, move and withdraw.</summary>
    public static string Tasks(Guid plan, Guid? task = null) => $"/plans/tasks/{plan}" + (task is null ? "" : $"#viec-{task}");

    /// <summary>The tasks with how far each is, as a file.</summary>
    public static string TaskList(Guid plan, string form) => $"{Download(plan, "nhiem-vu")}?dang={form}";

    public static string NewTask(Guid plan) => $"/plans/tasks/edit?kehoach={plan}";

    public static string EditTask(Guid task) => $"/plans/tasks/edit/{task}";

    public static string WithdrawTask(Guid task) => $"/plans/tasks/withdraw/{task}";

    public static string Members(Guid task, Guid group) => $"/plans/tasks/members/{task}/{group}";

    /// <summary>One of word, pdf, phu-luc-word, phu-luc-excel.</summary>
    public static string Download(Guid plan, string what) => $"/plans/{plan}/download/{what}";

    /// <summary>Where an amendment of the issued plan begins.</summary>
    public static string Amend(Guid plan) => $"/plans/{plan}/amend";

    /// <summary>Where a document that amends the plan is uploaded.</summary>
    public static string ImportAmendment(Guid plan) => $"/plans/import?dieuchinh={plan}";

    /// <summary>An amendment beside the plan that it amends, and what comes of it from a day on.</summary>
    public static string Difference(Guid amendment, DateOnly? effectiveOn = null) => $"/plans/{amendment}/difference" + (effectiveOn is { } day ? $"?tu={day:yyyy-MM-dd}" : "");

    /// <summary>Where a person says which task of the plan a task of the amendment is.</summary>
    public static string Pair(Guid amendment, Guid task) => $"/plans/{amendment}/pair/{task}";

    public static string Versions(Guid plan) => $"/plans/{plan}/versions";

    public static string Version(Guid plan, int ordinal) => $"/plans/{plan}/versions/{ordinal}";

    public static string Compare(Guid plan, int from, int to) => $"/plans/{plan}/compare?tu={from}&den={to}";

    /// <summary>Where whoever may issue the plan makes it public, or takes that back.</summary>
    public static string Publication(Guid plan) => $"/plans/{plan}/publication";

    /// <summary>The plans that are public, for everyone.</summary>
    public const string PublicList = "/ke-hoach";

    /// <summary>The plan for everyone.</summary>
    public static string Public(Guid plan) => $"{PublicList}/{plan}";

    /// <summary>The signed copy of a public plan, or of the document that made a later version of it.</summary>
    public static string PublicSigned(Guid plan, int? version = null) => $"{Public(plan)}/ban-da-ky" + (version is null ? "" : $"/{version}");

    /// <summary>A public plan as a file: word or pdf.</summary>
    public static string PublicFile(Guid plan, string what) => $"{Public(plan)}/tai-ve/{what}";

    public static string SignedCopy(Guid plan) => $"/plans/{plan}/signed-copy";

    /// <summary>What upper plans ask of the person's unit.</summary>
    public const string Cascade = "/plans/cascade";

    public static string CascadeOf(Guid upper) => $"{Cascade}/{upper}";

    public static string CascadeItem(Guid upper, Guid task) => $"{Cascade}/{upper}/{task}";

    public static string Adapt(Guid upper, Guid task, Guid? into = null) => $"{CascadeItem(upper, task)}/adapt" + (into is null ? "" : $"?kehoach={into}");

    public static string Split(Guid upper, Guid task, Guid? into = null) => $"{CascadeItem(upper, task)}/split" + (into is null ? "" : $"?kehoach={into}");

    /// <summary>The tasks of one's own plans beside those of the upper one, to say which answers which.</summary>
    public static string Match(Guid upper, Guid? own = null) => $"{CascadeOf(upper)}/match" + (own is null ? "" : $"?kehoach={own}");

    /// <summary>How the units' plans answer this one.</summary>
    public static string Coverage(Guid plan) => $"/plans/{plan}/coverage";

    public static string CoverageCell(Guid plan, Guid task, Guid unit) => $"{Coverage(plan)}/{task}/{unit}";
}

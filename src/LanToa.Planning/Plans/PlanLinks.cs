namespace LanToa.Planning.Plans;

/// <summary>Addresses of the room's pages.</summary>
public static class PlanLinks
{
    public const string List = "/plans";

    public static string Follow(Guid id) => Of(id) + "?handler=Follow";

    public static string Of(Guid id) => $"/plans/{id}";

    public static string Text(Guid id, string? statement = null) => $"/plans/{id}?phan=van-ban" + (statement is null ? "" : $"#cau-{statement}");

    public static string Task(Guid plan, Guid task) => $"/plans/{plan}#viec-{task}";

    public const string New = "/plans/edit";

    public static string Edit(Guid id) => $"/plans/edit/{id}";

    /// <summary>The tasks in their order: to add, change, move and withdraw.</summary>
    public static string Tasks(Guid plan, Guid? task = null) => $"/plans/tasks/{plan}" + (task is null ? "" : $"#viec-{task}");

    public static string NewTask(Guid plan) => $"/plans/tasks/edit?kehoach={plan}";

    public static string EditTask(Guid task) => $"/plans/tasks/edit/{task}";

    public static string WithdrawTask(Guid task) => $"/plans/tasks/withdraw/{task}";

    public static string Members(Guid task, Guid group) => $"/plans/tasks/members/{task}/{group}";

    /// <summary>One of word, pdf, phu-luc-word, phu-luc-excel.</summary>
    public static string Download(Guid plan, string what) => $"/plans/{plan}/download/{what}";

    public static string SignedCopy(Guid plan) => $"/plans/{plan}/signed-copy";
}

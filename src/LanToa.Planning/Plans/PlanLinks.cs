namespace LanToa.Planning.Plans;

/// <summary>Addresses of the room's pages.</summary>
public static class PlanLinks
{
    public const string List = "/plans";

    public static string Of(Guid id) => $"/plans/{id}";

    public static string Text(Guid id, string? statement = null) => $"/plans/{id}?phan=van-ban" + (statement is null ? "" : $"#cau-{statement}");

    public static string Task(Guid plan, Guid task) => $"/plans/{plan}#viec-{task}";
}

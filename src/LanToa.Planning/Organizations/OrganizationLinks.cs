namespace LanToa.Planning.Organizations;

/// <summary>Addresses of the room's pages.</summary>
public static class OrganizationLinks
{
    public const string List = "/organizations";
    public const string Groups = "/organizations/groups";
    public const string Succession = "/organizations/succession";
    public const string SuccessionFile = "/organizations/successionfile";
    public const string Import = "/organizations/import";

    /// <summary>What is remembered of words in documents, a page of the plans.</summary>
    public const string Words = "/plans/words";

    public static string Of(Guid id) => $"/organizations/detail/{id}";

    public static string Edit(Guid id) => $"/organizations/edit/{id}";

    public static string AddBelow(Guid? parent) => parent is null ? "/organizations/edit" : $"/organizations/edit?parent={parent}";

    public static string Group(Guid id) => $"/organizations/group/{id}";

    public static string EditGroup(Guid? id) => id is null ? "/organizations/groupedit" : $"/organizations/groupedit/{id}";
}

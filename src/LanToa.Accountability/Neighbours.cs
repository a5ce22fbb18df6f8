namespace LanToa.Accountability;

/// <summary>
/// Tables of other wings that rows of this one point to, by the name under which the model has them: a foreign key to a table of the installation needs no
/// reference to the wing that made it.
/// </summary>
internal static class Neighbours
{
    public const string Organization = "LanToa.Planning.Organizations.Organization";
}

namespace LanToa.Contracts.Organizations;

/// <summary>What stands outside together with a body of the Party or of a vertical line.</summary>
public static class OutsideBodies
{
    /// <summary>
    /// Whether the body, or one above it that is not also above whoever asks, stands outside for them (<see cref="OrganizationInfo.StandsOutside"/>): a division of the police owes the
    /// province as little as the police does, and owes the police.
    /// </summary>
    public static bool StandsOutside(this IOrganizationDirectory directory, OrganizationInfo unit, OrganizationInfo? asking)
    {
        for (var body = unit; body is not null && (asking is null || !directory.IsWithin(asking.Id, body.Id)); body = body.ParentId is { } above ? directory.Find(above) : null)
            if (body.StandsOutside(asking)) return true;
        return false;
    }
}

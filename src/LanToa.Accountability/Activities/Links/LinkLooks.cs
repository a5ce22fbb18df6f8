using LanToa.Platform.Data;
using LanToa.Platform.Jobs;

namespace LanToa.Accountability.Activities.Links;

/// <summary>Has addresses looked at, by a job of the transaction that brings them.</summary>
public sealed class LinkLooks(LanToaDb db, JobQueue jobs, LinkSettings settings)
{
    /// <summary>Whether this installation asks anything of the Internet.</summary>
    public bool Fetches => settings.Fetches;

    /// <summary>Saved by the caller.</summary>
    public void Enqueue(params IReadOnlyList<Guid> versions)
    {
        if (Fetches && versions.Count > 0) jobs.Enqueue(LookAtLinks.Job, new LookPayload(versions), province: db.ProvinceId, maxAttempts: 3);
    }
}

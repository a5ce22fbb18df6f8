using LanToa.Platform.Data;
using LanToa.Platform.Jobs;

namespace LanToa.Accountability.Activities.Links;

/// <summary>Has addresses looked at, by a job of the transaction that brings them.</summary>
public sealed class LinkLooks(LanToaDb db, JobQueue jobs, LinkSettings settings)
{
    private List<Guid>? _gathered;

    /// <summary>Whether this installation asks anything of the Internet.</summary>
    public bool Fetches => settings.Fetches;

    /// <summary>Saved by the caller.</summary>
    public void Enqueue(params IReadOnlyList<Guid> versions)
    {
        if (!Fetches || versions.Count == 0) return;
        if (_gathered is not null) _gathered.AddRange(versions);
        else jobs.Enqueue(LookAtLinks.Job, new LookPayload(versions), province: db.ProvinceId, maxAttempts: 3);
    }

    /// <summary>What is enqueued until this is disposed becomes one job: a file of a thousand rows does not bring a thousand.</summary>
    public IDisposable Together()
    {
        _gathered = [];
        return new Gathering(this);
    }

    private sealed class Gathering(LinkLooks looks) : IDisposable
    {
        public void Dispose()
        {
            var gathered = looks._gathered ?? [];
            looks._gathered = null;
            looks.Enqueue(gathered);
        }
    }
}

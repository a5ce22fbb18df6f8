using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Mail;

/// <summary>What a letter says. <paramref name="Paragraphs"/> may hold <see cref="OutgoingMail.LinkPlace"/>, where the link comes.</summary>
public sealed record Letter(string Kind, string Subject, IReadOnlyList<string> Paragraphs)
{
    public Guid? AccountId { get; init; }
    public string? Link { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public string? Unsubscribe { get; init; }
}

/// <summary>Puts letters into the table with the job that delivers them, inside the caller's transaction: no letter without its cause, no cause without its letter.</summary>
public sealed class Outbox(LanToaDb db, JobQueue jobs, Clock clock)
{
    /// <summary>More letters than this in a day are written down for one address, but not sent.</summary>
    public const int MostPerDay = 20;

    /// <summary>Some seven hours of tries, each four times as late as the one before.</summary>
    internal const int Attempts = 8;

    /// <summary>Adds the letter; the save that follows enqueues it. One that would be too many for its address is kept without a job, for the administrator to see.</summary>
    public async Task<OutgoingMail> WriteAsync(Letter letter, string address, string name, CancellationToken cancel = default, Guid? id = null)
    {
        if (!MailAddresses.IsValid(address)) throw new ArgumentException("Not an address a letter may go to.", nameof(address));
        var mail = new OutgoingMail
        {
            Id = id ?? Guid.CreateVersion7(), ProvinceId = db.ProvinceId, AccountId = letter.AccountId, Kind = letter.Kind, ToAddress = MailAddresses.Normal(address), ToName = MailAddresses.OneLine(name), Subject = MailAddresses.OneLine(letter.Subject),
            Text = string.Join('\n', letter.Paragraphs), Link = letter.Link, Unsubscribe = letter.Unsubscribe, ExpiresAt = letter.ExpiresAt, CreatedAt = clock.Now,
        };
        if (!await IsFullAsync(mail.ToAddress, cancel)) Send(mail);
        db.Add(mail);
        return mail;
    }

    /// <summary>Gives a letter that was held back its job; the save that follows enqueues it.</summary>
    public void Send(OutgoingMail mail) => mail.JobId = jobs.Enqueue(SendMail.Job, new SendMailPayload(mail.Id), maxAttempts: Attempts);

    /// <summary>Letters of the kind to the person that still wait do not go out: what they say holds no more. <paramref name="why"/> stands on them (Vietnamese).</summary>
    public async Task WithdrawAsync(Guid account, string kind, string why, CancellationToken cancel = default)
    {
        var (now, waiting) = (clock.Now, db.Set<OutgoingMail>().Where(m => m.AccountId == account && m.Kind == kind && m.SentAt == null).Select(m => m.JobId));
        await db.Set<Job>().Where(j => waiting.Contains(j.Id) && j.State == JobState.Queued)
            .ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Cancelled).SetProperty(x => x.FinishedAt, now).SetProperty(x => x.Error, why), cancel);
    }

    /// <summary>Whether the address has had as many letters in the last day as one address may.</summary>
    public async Task<bool> IsFullAsync(string address, CancellationToken cancel = default)
    {
        var (normal, since) = (MailAddresses.Normal(address), clock.Now.AddDays(-1));
        return await db.Set<OutgoingMail>().CountAsync(m => m.ToAddress == normal && m.CreatedAt > since && m.JobId != null, cancel) >= MostPerDay;
    }
}

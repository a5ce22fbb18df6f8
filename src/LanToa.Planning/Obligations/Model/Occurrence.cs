using System.ComponentModel.DataAnnotations;
using LanToa.Contracts.Activities;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Obligations;

/// <summary>
/// One obligation in one period. The dates that the rule gave never change (a trigger guards them); the due date is moved with a reason.
/// Its state is computed from <see cref="Facts"/> and a day, never stored. Unit, assigner, plan and task are the obligation's, repeated for
/// the lists that must not join.
/// </summary>
[Recorded("occurrence", Noun = "kỳ thực hiện", Called = nameof(Occurrence.PeriodName))]
public sealed class Occurrence : TenantRow, IPartOf, IOwed
{
    public Guid ObligationId { get; init; }
    public Guid UnitId { get; init; }
    public Guid AssignerId { get; init; }
    public Guid PlanId { get; init; }
    public Guid TaskId { get; init; }
    [Display(Name = "Chỉ là đề nghị")]
    public bool IsRequest { get; set; }

    public required string PeriodKey { get; init; }
    /// <summary>The period of the amended rule that this one now answers; null while the rule is the one that made it.</summary>
    public string? StandsFor { get; set; }

    public required string PeriodName { get; init; }
    public DateOnly PeriodFrom { get; init; }
    public DateOnly PeriodTo { get; init; }
    public DateOnly? OwnFrom { get; init; }
    public DateOnly? OwnTo { get; init; }
    public DateOnly OpensOn { get; init; }
    public DateOnly ScheduledOn { get; init; }
    public DateOnly? DataFrom { get; init; }
    public DateOnly? DataTo { get; init; }
    public int ScoreYear { get; init; }

    /// <summary>Keys of the periods for which this one stands in.</summary>
    public List<string> Absorbed { get; init; } = [];

    /// <summary>Why this date: <see cref="DueReason"/>.</summary>
    public Guid DueReasonId { get; init; }

    [Display(Name = "Hạn")]
    public DateOnly DueOn { get; set; }

    /// <summary>A person gave the due date: no recalculation moves it.</summary>
    public bool DueMoved { get; set; }

    /// <summary>The day on which it is due by the rule, after rest days, where a person gave another; null otherwise.</summary>
    public DateOnly? RuleDueOn { get; set; }

    /// <summary>How many are asked; null where the plan does not count.</summary>
    [Display(Name = "Chỉ tiêu")]
    public int? Target { get; set; }

    /// <summary>How many the unit asks of itself in this period of standing work.</summary>
    [Display(Name = "Mức tự đặt")]
    public int? OwnFloor { get; set; }

    /// <summary>How many make the period complete: asked by the plan, else by the unit itself.</summary>
    public int? Aim => Target ?? OwnFloor;

    [Display(Name = "Đã thực hiện"), CountedUp]
    public int Progress { get; set; }

    /// <summary>What accepted activities bring; null while nothing is logged for it.</summary>
    [Display(Name = "Hoạt động được chấp nhận")]
    public decimal? Accepted { get; private set; }

    /// <summary>What activities bring that wait for acceptance.</summary>
    [Display(Name = "Hoạt động chờ chấp nhận")]
    public decimal? Recorded { get; private set; }

    /// <summary>How many the unit told without an activity for each, where that is more than what is logged. The activities may be those that it told: the two are never added.</summary>
    public int? Told { get; private set; }

    /// <summary>The last sign of life: the day of the newest activity.</summary>
    [Display(Name = "Hoạt động gần nhất")]
    public DateOnly? LastActivityOn { get; private set; }

    [Display(Name = "Trước khi theo dõi")]
    public bool BeforeTracking { get; set; }

    [Display(Name = "Bắt đầu ngày")]
    public DateOnly? StartedOn { get; set; }

    [Display(Name = "Báo kết quả ngày")]
    public DateOnly? ClaimedOn { get; set; }

    public Guid? ClaimedBy { get; set; }
    public string? ClaimedByName { get; set; }

    [Display(Name = "Ngày hoàn thành")]
    public DateOnly? DoneOn { get; set; }

    [Display(Name = "Kết quả")]
    public string? Note { get; set; }

    /// <summary>The unit said so without anything that proves it, and why stands in <see cref="Note"/>; or what proved it is gone or refused. While it waits, no longer than until something proves it.</summary>
    [Display(Name = "Thiếu minh chứng")]
    public bool Unproved { get; set; }

    /// <summary>The same, and no activity answers it.</summary>
    public bool LacksProof => Unproved && Accepted is null;

    [Display(Name = "Xác nhận ngày")]
    public DateOnly? ConfirmedOn { get; set; }

    public Guid? ConfirmedBy { get; set; }
    public string? ConfirmedByName { get; set; }

    [Display(Name = "Trả lại ngày")]
    public DateOnly? ReturnedOn { get; set; }

    [Display(Name = "Không phát sinh từ ngày")]
    public DateOnly? NothingAroseOn { get; set; }

    [Display(Name = "Không áp dụng từ ngày")]
    public DateOnly? NotApplicableOn { get; set; }

    [Display(Name = "Lý do")]
    public string? Reason { get; set; }

    /// <summary>The later due date for which the unit asks.</summary>
    [Display(Name = "Xin lùi hạn đến")]
    public DateOnly? ExtensionTo { get; set; }

    [Display(Name = "Lý do xin lùi hạn")]
    public string? ExtensionReason { get; set; }

    /// <summary>The form that made the last change: sent twice, it changes once.</summary>
    public Guid? FormKey { get; set; }

    public Guid WholeId => ObligationId;

    public OccurrenceFacts Facts(bool confirmsItself = false) => new()
    {
        OpensOn = OpensOn, Scheduled = ScheduledOn, Due = DueOn, IsRequest = IsRequest, BeforeTracking = BeforeTracking, ConfirmsItself = confirmsItself,
        StartedOn = StartedOn, ClaimedOn = ClaimedOn, DoneOn = DoneOn, ConfirmedOn = ConfirmedOn, ReturnedOn = ReturnedOn,
        NothingAroseOn = NothingAroseOn, NotApplicableOn = NotApplicableOn, Reason = Reason,
    };

    /// <summary>Owed from now on, or only asked for: what is never overdue needs no more time, and nobody has to decide on it.</summary>
    public void Bind(bool isRequest)
    {
        IsRequest = isRequest;
        if (isRequest) (ExtensionTo, ExtensionReason) = (null, null);
    }

    /// <summary>Takes over what a verb changed.</summary>
    public void Become(OccurrenceFacts facts)
    {
        (DueOn, BeforeTracking, StartedOn, ClaimedOn, DoneOn) = (facts.Due, facts.BeforeTracking, facts.StartedOn, facts.ClaimedOn, facts.DoneOn);
        (ConfirmedOn, ReturnedOn, NothingAroseOn, NotApplicableOn, Reason) = (facts.ConfirmedOn, facts.ReturnedOn, facts.NothingAroseOn, facts.NotApplicableOn, facts.Reason);
    }

    /// <summary>Takes over what is logged for it; null when nothing is.</summary>
    public void Take(LoggedCount? logged)
    {
        var told = Told ?? (Accepted is null ? Progress : 0);
        if (logged is null)
        {
            if (Accepted is null) return;
            (Accepted, Recorded, LastActivityOn, Told, Progress) = (null, null, null, null, told);
            return;
        }
        (Accepted, Recorded, LastActivityOn, Told) = (logged.Accepted, logged.Recorded, logged.LastOn, told);
        Progress = Math.Max(told, Whole);
        StartedOn ??= logged.LastOn < OpensOn ? OpensOn : logged.LastOn;
    }

    /// <summary>The unit says how many are done in all.</summary>
    public void Tell(int progress)
    {
        Progress = progress;
        if (Accepted is not null) Told = progress > Whole ? progress : 0;
    }

    private int Whole => (int)Math.Min(Math.Floor((Accepted ?? 0) + (Recorded ?? 0)), 1_000_000);

    /// <summary>Nothing proves it any more: what only the unit's own word confirmed waits for the superior again; whether it does now.</summary>
    public bool LoseProof()
    {
        Unproved = true;
        if (ConfirmedOn is null || ConfirmedByName is not null) return false;
        ConfirmedOn = null;
        return true;
    }

    /// <summary>Something proves it again: what waited for nothing else is confirmed by the unit's own word.</summary>
    public void RegainProof(DateOnly today) => (Unproved, ConfirmedOn) = (false, today);

    public OccurrenceState StateOn(DateOnly today) => Facts().StateOn(today);

    /// <summary>"Không phát sinh" waits for a confirmation.</summary>
    public bool ClaimsNothing => Facts().ClaimsNothing;

    public int DaysLateOn(DateOnly today) => Facts().DaysLateOn(today);

    public PeriodCalendars Calendars =>
        new(new DateSpan(PeriodFrom, PeriodTo), DataFrom is { } from && DataTo is { } to ? new DateSpan(from, to) : null, ScoreYear);
}

internal sealed class OccurrenceTable : IEntityTypeConfiguration<Occurrence>
{
    /// <summary>Still owed, or waiting for a confirmation.</summary>
    private const string Open = "confirmed_on IS NULL AND nothing_arose_on IS NULL AND not_applicable_on IS NULL";

    public void Configure(EntityTypeBuilder<Occurrence> table)
    {
        table.ToTable("occurrence");
        table.Ignore(o => o.WholeId);
        table.Ignore(o => o.Calendars);
        table.Ignore(o => o.Aim);
        table.Ignore(o => o.ClaimsNothing);
        table.Ignore(o => o.LacksProof);
        table.Property(o => o.Accepted).HasPrecision(14, 2);
        table.Property(o => o.Recorded).HasPrecision(14, 2);
        // Its obligation is asked for by a trigger, once for all rows of a statement (adr/0056).
        table.HasIndex(o => new { o.ProvinceId, o.ObligationId });
        table.HasIndex(o => new { o.ProvinceId, o.UnitId, o.DueOn });
        // What a plan makes lies together: its places are known without an entry for each row. What one task asks is found through its obligations (OfTask).
        table.HasIndex(o => o.PlanId).HasMethod("brin").HasOperators("uuid_minmax_multi_ops").HasStorageParameter("autosummarize", true);
        table.HasIndex(o => new { o.ProvinceId, o.AssignerId });
        table.HasIndex(o => new { o.ProvinceId, o.UnitId, o.DoneOn }).HasFilter("done_on IS NOT NULL");
        table.HasIndex(o => new { o.ProvinceId, o.UnitId }, "ix_occurrence_returned_to").HasFilter("returned_on IS NOT NULL");
        // A province's list by due date: what is open and what is settled, which together are all of it, and the parts that are few among many.
        table.HasIndex(o => new { o.ProvinceId, o.DueOn, o.TaskId }, "ix_occurrence_unsettled").HasFilter(Open);
        table.HasIndex(o => new { o.ProvinceId, o.DueOn }, "ix_occurrence_settled").HasFilter("confirmed_on IS NOT NULL OR nothing_arose_on IS NOT NULL OR not_applicable_on IS NOT NULL");
        table.HasIndex(o => new { o.ProvinceId, o.DueOn, o.Id }, "ix_occurrence_waiting").HasFilter($"{Open} AND (claimed_on IS NOT NULL OR extension_to IS NOT NULL)");
        table.HasIndex(o => new { o.ProvinceId, o.DueOn, o.Id }, "ix_occurrence_returned").HasFilter("returned_on IS NOT NULL");
    }
}

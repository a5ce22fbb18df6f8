using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>What a draft was made from.</summary>
public enum DraftFrom
{
    [Display(Name = "Kế hoạch trước")] Earlier,
    [Display(Name = "Mẫu")] Template,
    [Display(Name = "Kế hoạch cấp trên")] Upper,
}

/// <summary>Where a drafted plan came from. <see cref="SourceName"/> is what the source was called on that day; a template of the program has no plan.</summary>
public sealed class PlanOrigin : TenantRow
{
    public Guid PlanId { get; init; }
    public DraftFrom Kind { get; init; }
    public Guid? SourcePlanId { get; init; }
    public required string SourceName { get; init; }
    /// <summary>Years by which the dates were moved.</summary>
    public int Years { get; init; }
    /// <summary>The day as of which acts, units and groups were looked at.</summary>
    public DateOnly AsOf { get; init; }
}

/// <summary>The task of another plan from which a drafted one was copied: its origin, not what it carries out.</summary>
public sealed class TaskOrigin : TenantRow
{
    public Guid PlanId { get; init; }
    public Guid TaskId { get; init; }
    public Guid SourcePlanId { get; init; }
    public Guid SourceTaskId { get; init; }
}

public enum ChangeAbout
{
    [Display(Name = "Năm, ngày trong câu chữ")] Year,
    [Display(Name = "Thời hạn, thời gian thực hiện")] Time,
    [Display(Name = "Văn bản viện dẫn")] Law,
    [Display(Name = "Cơ quan, đơn vị")] Body,
    [Display(Name = "Nhóm cơ quan")] Group,
    [Display(Name = "Nhiệm vụ, mục không chép sang")] Left,
    [Display(Name = "Số thứ tự của mục, điểm")] Number,
}

public enum ChangeState
{
    /// <summary>Certain, and done when the draft was made.</summary>
    [Display(Name = "Đã đổi")] Made,
    /// <summary>Nothing was changed: a person must look.</summary>
    [Display(Name = "Cần xem")] Open,
    [Display(Name = "Đã đồng ý")] Accepted,
    [Display(Name = "Giữ như cũ")] SetBack,
}

[JsonConverter(typeof(JsonStringEnumConverter<ChangeField>))]
public enum ChangeField
{
    Title,
    Statement,
    TaskText,
    Section,
    ScheduleText,
    Product,
    Rule,
    Period,
    Party,
    Issuer,
    Label,
}

/// <summary>Where a change stands: a field of the plan, of a task or of a statement; for texts the place in the source's words, in UTF-16 code units.</summary>
public sealed record ChangePlace(ChangeField Field, int At = 0, Guid? Task = null, string? Statement = null, int Index = 0)
{
    /// <summary>The text in which it stands, whatever the place in it.</summary>
    public (ChangeField, Guid?, string?, int) Subject => (Field, Task, Statement, Index);
}

/// <summary>What is more than words: the rule of a task, its parties, the days of the plan.</summary>
public sealed record ChangeValue
{
    public DutyRule? Rule { get; init; }
    public List<ItemParty>? Parties { get; init; }
    public DateSpan? Period { get; init; }
    /// <summary>What was offered before a person chose one body of several.</summary>
    public OfferedBodies? Offered { get; init; }
}

/// <summary>The bodies among which a person chose, in the words of <see cref="DraftChange.After"/>; the parties where it changes these.</summary>
public sealed record OfferedBodies(string After, List<ItemParty>? Parties);

/// <summary>One difference between a draft and what it was made from, or one thing in it that must be looked at. It stays when it has been decided.</summary>
public sealed class DraftChange : TenantRow
{
    public Guid PlanId { get; init; }
    public int Ordinal { get; set; }
    public ChangeAbout About { get; init; }
    public ChangeState State { get; set; }
    public Guid? TaskId { get; init; }
    public string? StatementKey { get; init; }
    public required string Before { get; init; }
    /// <summary>What stands in its place, or is offered; null where only a person can say.</summary>
    public string? After { get; set; }
    public required string Reason { get; init; }
    public List<ChangePlace> Places { get; init; } = [];
    public ChangeValue? Was { get; init; }
    public ChangeValue? Becomes { get; set; }
    public string? DecidedByName { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>The bodies among which a person may choose one: those that carry on an ended one, while none of them stands in the draft. Empty where there is nothing to choose.</summary>
    public IReadOnlyList<string> Choices => State is ChangeState.Open or ChangeState.SetBack && About == ChangeAbout.Body && CanApply && After!.Split("; ") is { Length: > 1 } several ? several : [];

    /// <summary>Takes one of the <see cref="Choices"/>; the others are kept, to be offered again (<see cref="OfferAgain"/>).</summary>
    public void Choose(int choice)
    {
        var (choices, offered) = (Choices, new OfferedBodies(After!, Becomes?.Parties));
        (After, Becomes) = (choices[choice], (Becomes ?? new ChangeValue()) with { Offered = offered, Parties = offered.Parties is { } parties && parties.Count == choices.Count ? [parties[choice]] : offered.Parties });
    }

    /// <summary>Every body that was there to choose from is offered again.</summary>
    public void OfferAgain()
    {
        if (Becomes?.Offered is { } offered) (After, Becomes) = (offered.After, Becomes with { Parties = offered.Parties, Offered = null });
    }

    /// <summary>Tells one decision from the next: a form that was made before it is out of date. Empty while nobody has decided.</summary>
    public string Decision => DecidedAt is { } at ? at.UtcTicks.ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>The draft says <see cref="After"/> and not <see cref="Before"/>.</summary>
    public bool InEffect => State is ChangeState.Made or ChangeState.Accepted && After is not null;

    /// <summary>How it stands, in words: what was left out was not changed.</summary>
    public string Result => About == ChangeAbout.Left && State == ChangeState.Made ? "Không chép sang" : State.Name();

    /// <summary>Whether it says more than a notice: there is something to put in or to take back.</summary>
    public bool CanApply => After is not null && Places.Count > 0;
}

public static class ChangeWords
{
    public static string Name(this ChangeAbout value) => EnumWords.Of(value);

    public static string Name(this ChangeState value) => EnumWords.Of(value);

    public static string Name(this DraftFrom value) => EnumWords.Of(value);
}

internal sealed class DraftTables : IEntityTypeConfiguration<PlanOrigin>, IEntityTypeConfiguration<TaskOrigin>, IEntityTypeConfiguration<DraftChange>
{
    public void Configure(EntityTypeBuilder<PlanOrigin> table)
    {
        table.ToTable("plan_origin");
        table.HasOne<Plan>().WithMany().HasForeignKey(o => new { o.ProvinceId, o.PlanId });
        table.HasOne<Plan>().WithMany().HasForeignKey(o => new { o.ProvinceId, o.SourcePlanId });
        table.HasIndex(o => new { o.ProvinceId, o.PlanId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<TaskOrigin> table)
    {
        table.ToTable("task_origin");
        table.HasOne<Plan>().WithMany().HasForeignKey(o => new { o.ProvinceId, o.PlanId });
        table.HasOne<PlanTask>().WithMany().HasForeignKey(o => new { o.ProvinceId, o.TaskId });
        table.HasOne<Plan>().WithMany().HasForeignKey(o => new { o.ProvinceId, o.SourcePlanId });
        table.HasOne<PlanTask>().WithMany().HasForeignKey(o => new { o.ProvinceId, o.SourceTaskId });
        table.HasIndex(o => new { o.ProvinceId, o.TaskId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<DraftChange> table)
    {
        table.ToTable("draft_change");
        table.Ignore(c => c.InEffect);
        table.Ignore(c => c.CanApply);
        table.Ignore(c => c.Choices);
        table.Ignore(c => c.Decision);
        table.Ignore(c => c.Result);
        table.Property(c => c.Places).AsJson();
        table.Property(c => c.Was).AsJson();
        table.Property(c => c.Becomes).AsJson();
        table.HasOne<Plan>().WithMany().HasForeignKey(c => new { c.ProvinceId, c.PlanId });
        table.HasOne<PlanTask>().WithMany().HasForeignKey(c => new { c.ProvinceId, c.TaskId });
        table.HasIndex(c => new { c.ProvinceId, c.PlanId, c.Ordinal });
    }
}

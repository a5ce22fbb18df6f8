using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Obligations;

/// <summary>When the daily digest is sent. Province 0 is the whole country; a province's own row stands in its place.</summary>
[Recorded("digest-setting", Noun = "giờ gửi bản tổng hợp việc")]
public sealed class DigestSetting
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public short ProvinceId { get; init; }

    [Display(Name = "Gửi hằng ngày")]
    public bool IsOn { get; set; } = true;

    /// <summary>From this hour of the day in Vietnam, 0 to 23.</summary>
    [Display(Name = "Giờ gửi")]
    public int Hour { get; set; } = 7;

    [Display(Name = "Không gửi thứ Bảy, Chủ nhật")]
    public bool RestsOnWeekends { get; set; } = true;

    [Display(Name = "Không gửi ngày nghỉ lễ")]
    public bool RestsOnHolidays { get; set; } = true;

    public int Version { get; set; } = 1;
}

/// <summary>Says a day of the week (Sunday 0) by its name in the history.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WeekdayAttribute : HistoryWordsAttribute
{
    private static readonly string[] Names = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];

    public override string Of(JsonElement value) => value.TryGetInt32(out var day) && day is >= 0 and <= 6 ? Names[day] : value.ToString();
}

/// <summary>What one person wants of the digest: what is no duty may be left out, and days may be quiet. What is overdue and due is always told.</summary>
[Recorded("digest-choice", Shared = true, Noun = "lựa chọn nhận bản tổng hợp")]
public sealed class DigestChoice : IPartOf
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid AccountId { get; init; }

    [Display(Name = "Không nhận việc sắp đến hạn")]
    public bool NoSoon { get; set; }

    [Display(Name = "Không nhận tổng hợp của đơn vị")]
    public bool NoSummary { get; set; }

    /// <summary>Days of the week, Sunday 0.</summary>
    [Display(Name = "Ngày không nhận"), Weekday]
    public List<int> QuietDays { get; set; } = [];

    public int Version { get; set; } = 1;

    public Guid WholeId => AccountId;

    public bool IsQuietOn(DateOnly day) => QuietDays.Contains((int)day.DayOfWeek);
}

/// <summary>What one person was told on one day, once.</summary>
public sealed class Digest : TenantRow
{
    public Guid AccountId { get; init; }
    public DateOnly Day { get; init; }
    public required DigestContent Content { get; init; }
    public DateTimeOffset MadeAt { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<DigestPart>))]
public enum DigestPart
{
    [JsonStringEnumMemberName("overdue")] Overdue,
    /// <summary>Due today, or before the next day on which a digest comes.</summary>
    [JsonStringEnumMemberName("due")] Due,
    [JsonStringEnumMemberName("returned")] Returned,
    /// <summary>Confirmed, and nothing proves it any more since the last digest.</summary>
    [JsonStringEnumMemberName("unproved")] Unproved,
    /// <summary>Within the lead time.</summary>
    [JsonStringEnumMemberName("soon")] Soon,
}

public sealed record DigestLine(Guid OccurrenceId, Guid UnitId, string Text, string Period, DateOnly DueOn, int DaysLate, string? Reason = null)
{
    /// <summary>The page of what is no period of a duty; null for one.</summary>
    public string? Elsewhere { get; init; }

    [JsonIgnore]
    public string Href => Elsewhere ?? $"/obligations/{OccurrenceId}";
}

/// <summary>How many there are of a part, and the first of them.</summary>
public sealed record DigestGroup(DigestPart Part, int Count, IReadOnlyList<DigestLine> Lines);

public sealed record LateUnit(Guid UnitId, int Overdue, int Open);

/// <summary>What a superior is told of the units below: counts with what they are counted of, and the units with most overdue.</summary>
public sealed record DigestSummary(int Overdue, int Open, int LateUnits, int Units, int Waiting, IReadOnlyList<LateUnit> Worst);

/// <summary>What a deputy is told in the place of somebody who is away.</summary>
/// <param name="Role">The role that is lent, in words.</param>
/// <param name="UnitId">Where it is held.</param>
public sealed record DigestLent(Guid DelegationId, string FromName, string Role, Guid UnitId, IReadOnlyList<DigestGroup> Groups, DigestSummary? Summary);

/// <param name="Lent">Null as well in what was told before deputies were.</param>
public sealed record DigestContent(IReadOnlyList<DigestGroup> Groups, DigestSummary? Summary, IReadOnlyList<DigestLent>? Lent = null)
{
    [JsonIgnore]
    public bool IsEmpty => Groups.Count == 0 && Summary is null && Lent is null or [];

    public int CountOf(DigestPart part) => Groups.FirstOrDefault(g => g.Part == part)?.Count ?? 0;
}

internal sealed class DigestTables : IEntityTypeConfiguration<DigestSetting>, IEntityTypeConfiguration<DigestChoice>, IEntityTypeConfiguration<Digest>
{
    public void Configure(EntityTypeBuilder<DigestSetting> table)
    {
        table.ToTable("digest_setting");
        table.HasIndex(s => s.ProvinceId).IsUnique();
        table.Property(s => s.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<DigestChoice> table)
    {
        table.ToTable("digest_choice");
        table.Ignore(c => c.WholeId);
        table.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
        table.HasIndex(c => c.AccountId).IsUnique();
        table.Property(c => c.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Digest> table)
    {
        table.ToTable("digest");
        table.Property(d => d.Content).AsJson();
        table.HasOne<Account>().WithMany().HasForeignKey(d => d.AccountId);
        table.HasIndex(d => new { d.ProvinceId, d.AccountId, d.Day }).IsUnique();
        table.HasIndex(d => d.AccountId);
    }
}

using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Accountability.Activities;

public enum ActivityState
{
    /// <summary>Only its unit sees it; counts nowhere.</summary>
    [Display(Name = "Nháp")] Draft,
    /// <summary>The unit says that it happened; waits for the superior.</summary>
    [Display(Name = "Chờ chấp nhận")] Recorded,
    [Display(Name = "Đã chấp nhận")] Accepted,
    [Display(Name = "Bị trả lại")] Returned,
    [Display(Name = "Đã rút")] Withdrawn,
}

/// <summary>
/// Something that happened, on a day or a span of days, by a unit. Quantity is what is counted; attendance, listeners and views are reach, each its own
/// measure, never added to it.
/// </summary>
[Recorded("activity", Noun = "hoạt động", Called = nameof(Title))]
public sealed class Activity : TenantRow
{
    public Guid UnitId { get; init; }

    [Display(Name = "Trạng thái")]
    public ActivityState State { get; set; }

    /// <summary>The effective date: the period in which it counts is the one that holds this day.</summary>
    [Display(Name = "Ngày thực hiện")]
    public DateOnly HappenedOn { get; set; }

    [Display(Name = "Đến ngày")]
    public DateOnly? EndedOn { get; set; }

    /// <summary>Code of the product form (<see cref="LanToa.Contracts.Codes.CodeLists.Products"/>).</summary>
    [Display(Name = "Sản phẩm"), NamedCode(CodeKind.Product)]
    public required string Form { get; set; }

    [Display(Name = "Kênh"), NamedCode(CodeKind.Channel)]
    public List<string> Channels { get; set; } = [];

    [Display(Name = "Số lượng")]
    public decimal? Quantity { get; set; }

    /// <summary>In what it is counted, where that is not the form itself: "lượt phát", "tờ".</summary>
    [Display(Name = "Đơn vị tính")]
    public string? QuantityUnit { get; set; }

    [Display(Name = "Số người dự")]
    public long? Attendance { get; set; }

    [Display(Name = "Lượt nghe")]
    public long? Listeners { get; set; }

    [Display(Name = "Lượt xem")]
    public long? Views { get; set; }

    [Display(Name = "Số trang")]
    public decimal? Pages { get; set; }

    [Display(Name = "Số phút")]
    public decimal? Minutes { get; set; }

    [Display(Name = "Số bài dự thi")]
    public long? Entries { get; set; }

    [Display(Name = "Tên hoạt động")]
    public required string Title { get; set; }

    [Display(Name = "Mô tả")]
    public string Description { get; set; } = "";

    public Guid? PlaceUnitId { get; set; }

    [Display(Name = "Địa điểm")]
    public string? Place { get; set; }

    [Display(Name = "Vĩ độ")]
    public double? Latitude { get; set; }

    [Display(Name = "Kinh độ")]
    public double? Longitude { get; set; }

    /// <summary>In metres, as the phone said with the coordinates.</summary>
    [Display(Name = "Sai số vị trí (m)")]
    public int? Accuracy { get; set; }

    [Display(Name = "Nội dung tuyên truyền"), NamedCode(CodeKind.Topic)]
    public List<string> Topics { get; set; } = [];

    [Display(Name = "Đối tượng"), NamedCode(CodeKind.Audience)]
    public List<string> Audiences { get; set; } = [];

    [Display(Name = "Ngôn ngữ"), NamedCode(CodeKind.Language)]
    public List<string> Languages { get; set; } = [];

    /// <summary>In đồng.</summary>
    [Display(Name = "Kinh phí")]
    public long? Cost { get; set; }

    [Display(Name = "Nguồn kinh phí")]
    public string? CostSource { get; set; }

    /// <summary>The activity of which this one is a part (lồng ghép): it counts once, by itself.</summary>
    public Guid? HostActivityId { get; set; }

    /// <summary>The event of which it was a part, where that is nobody's activity here.</summary>
    [Display(Name = "Lồng ghép trong")]
    public string? HostEvent { get; set; }

    [Display(Name = "Số phút lồng ghép")]
    public int? HostMinutes { get; set; }

    public Guid? RecordedBy { get; init; }
    public required string RecordedByName { get; init; }
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>On whose word it was written down (nhập thay), who has no account: a hamlet, an operator.</summary>
    [Display(Name = "Nhập thay")]
    public string? RecordedFor { get; set; }

    /// <summary>Who of another body changed it last in the unit's place, with the body; null where the unit itself did.</summary>
    [Display(Name = "Sửa thay đơn vị")]
    public string? ChangedForUnitBy { get; set; }

    [Display(Name = "Chấp nhận lúc")]
    public DateTimeOffset? AcceptedOn { get; set; }

    public Guid? AcceptedBy { get; set; }

    [Display(Name = "Người chấp nhận")]
    public string? AcceptedByName { get; set; }

    /// <summary>Why it was returned or withdrawn.</summary>
    [Display(Name = "Lý do")]
    public string? DecisionReason { get; set; }

    [Display(Name = "Vì sao không có minh chứng")]
    public string? NoEvidenceReason { get; set; }

    /// <summary>Made where the activity was written down: sent twice, however much later, it is one activity.</summary>
    public Guid SendKey { get; init; }

    /// <summary>The form that made the last change: sent twice, it changes once.</summary>
    public Guid? FormKey { get; set; }

    /// <summary>How many it counts where nobody said a number: one.</summary>
    public decimal Counts => Quantity ?? 1;
}

internal sealed class ActivityTable : IEntityTypeConfiguration<Activity>
{
    /// <summary>A shadow property that the database computes: all that formulas choose by, as one number.</summary>
    public const string Kind = "Kind";

    /// <summary>Another: how many people it reached.</summary>
    public const string Reach = "Reach";

    public void Configure(EntityTypeBuilder<Activity> table)
    {
        table.ToTable("activity");
        table.Ignore(a => a.Counts);
        table.Property(a => a.Quantity).HasPrecision(14, 2);
        table.Property<long>(Kind).HasComputedColumnSql("hash_array_extended(ARRAY[form, state, ''] || channels || ''::text || topics || ''::text || audiences, 0)", stored: true);
        table.Property<long>(Reach).HasComputedColumnSql("coalesce(attendance, 0) + coalesce(listeners, 0) + coalesce(views, 0) + coalesce(entries, 0)", stored: true);
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(Activity.UnitId));
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(Activity.PlaceUnitId));
        table.HasOne<Account>().WithMany().HasForeignKey(a => a.RecordedBy);
        table.HasOne<Account>().WithMany().HasForeignKey(a => a.AcceptedBy);
        table.HasOne<Activity>().WithMany().HasForeignKey(a => new { a.ProvinceId, a.HostActivityId });
        table.HasIndex(a => new { a.ProvinceId, a.SendKey }).IsUnique();
        table.HasIndex(a => new { a.ProvinceId, a.UnitId, a.HappenedOn, a.Id }).IncludeProperties(Kind, nameof(Activity.Quantity), nameof(Activity.Attendance), nameof(Activity.Listeners), nameof(Activity.Views), nameof(Activity.Pages), nameof(Activity.Minutes), nameof(Activity.Entries), nameof(Activity.Cost));
        table.HasIndex(Kind, nameof(Activity.HappenedOn)).IncludeProperties(nameof(Activity.ProvinceId), nameof(Activity.UnitId), nameof(Activity.Quantity), nameof(Activity.Attendance), nameof(Activity.Listeners), nameof(Activity.Views), nameof(Activity.Pages), nameof(Activity.Minutes), nameof(Activity.Entries), nameof(Activity.Cost));
        table.HasIndex([nameof(Activity.ProvinceId), Reach, nameof(Activity.Id)], "ix_activity_notable").IsDescending(false, true, false).IncludeProperties(nameof(Activity.HappenedOn), nameof(Activity.UnitId)).HasFilter("state = 'Accepted' AND reach > 0 AND form NOT IN ('plan', 'report', 'guidance', 'estimate')");
        table.HasIndex(a => new { a.ProvinceId, a.HappenedOn, a.Id });
        table.HasIndex(a => new { a.ProvinceId, a.HappenedOn, a.Id }, "ix_activity_waiting").HasFilter("state = 'Recorded'");
        table.HasIndex(a => new { a.ProvinceId, a.UnitId, a.HappenedOn, a.Id }, "ix_activity_returned").HasFilter("state = 'Returned'");
        table.HasIndex(a => a.UnitId);
        table.HasIndex(a => a.PlaceUnitId);
        table.HasIndex(a => a.RecordedBy);
        table.HasIndex(a => a.AcceptedBy);
        table.HasIndex(a => new { a.ProvinceId, a.HostActivityId });
    }
}

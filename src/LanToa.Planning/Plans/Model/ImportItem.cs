using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>A party as printed and what it means: a unit, a group (some members left out with a reason), or nothing yet.</summary>
public sealed record ItemParty(string Printed, Guid? OrganizationId = null, Guid? GroupId = null)
{
    public IReadOnlyList<ExcludedMember> Excluded { get; init; } = [];

    /// <summary>The units that a person listed for the words of a group; null where its rule says who they are.</summary>
    public IReadOnlyList<Guid>? Given { get; init; }

    /// <summary>What was remembered of the words (<see cref="WordsMeaning"/>), where nobody was asked because of it.</summary>
    public Guid? Remembered { get; init; }

    public bool IsResolved => OrganizationId is not null || GroupId is not null;

    /// <summary>A person said that the words name no certain body: they stay as printed and bind nobody.</summary>
    public bool AsPrinted { get; init; }

    /// <summary>Whether nobody need be asked about it any more.</summary>
    public bool IsSettled => IsResolved || AsPrinted;

    /// <summary>The party in a form: "o:ID" is a unit, "g:ID" a group, anything else the printed words.</summary>
    public string Key => OrganizationId is { } unit ? $"o:{unit}" : GroupId is { } group ? $"g:{group}" : Printed;

    /// <summary>What a key means; neither for printed words.</summary>
    public static (Guid? Unit, Guid? Group) Meaning(string? key) => key is [var kind and ('o' or 'g'), ':', ..] && Guid.TryParse(key.AsSpan(2), out var id)
        ? kind == 'o' ? (id, null) : (null, id)
        : (null, null);
}

public enum QuestionAbout
{
    Lead,
    Coordinating,
    Time,
    Text,
}

/// <summary>Something that a person must still say. A blocking one keeps the plan from being issued.</summary>
public sealed record OpenQuestion(QuestionAbout About, string Words, bool Blocks)
{
    /// <summary>The agency that it is about, where it has been given a meaning that does not hold.</summary>
    public ItemParty? Party { get; init; }
}

/// <summary>One task of the reading as people correct it; saved with every step of the review.</summary>
[Recorded("import-item", Noun = "nhiệm vụ đọc được", Called = nameof(ImportItem.Text))]
public sealed class ImportItem : TaskFacts, IPartOf
{
    public Guid ImportId { get; init; }

    /// <summary>Order within the import, with gaps for items split off.</summary>
    public int Ordinal { get; set; }

    /// <summary>Place in the review, the doubtful first as they were when the reading ended; what is split off stands right behind what it came from.</summary>
    public int Rank { get; set; }

    public List<ItemParty> Leads { get; set; } = [];
    public List<ItemParty> Coordinating { get; set; } = [];

    [Display(Name = "Kết quả kiểm")]
    public ItemDecision Decision { get; set; }

    /// <summary>The task that this one was merged into, with what that one said before and what had been decided on this one: for taking it back.</summary>
    public Guid? MergedInto { get; set; }
    public ItemContent? BeforeMerge { get; set; }
    public ItemDecision? DecisionBefore { get; set; }

    /// <summary>0 to 1 as read.</summary>
    public double Confidence { get; init; }

    public Guid WholeId => ImportId;

    /// <summary>What is said of a task of which the words name no unit.</summary>
    public const string AsWords = "Chưa giao cho đơn vị nào: chữ trong văn bản được giữ nguyên, nhiệm vụ này không phát sinh việc phải làm và không được nhắc hạn.";

    /// <summary>Nobody has said when, and the document neither.</summary>
    public bool HasNoWordOfTime => Rule is null && string.IsNullOrWhiteSpace(ScheduleText);

    /// <summary>From here on the grammar itself was sure.</summary>
    public const double SureFrom = 0.75;

    /// <summary>Whether it was read so surely that nobody need look: not where words of its sentences may be misread.</summary>
    public bool IsSure(bool hasDoubtfulWords) => Confidence >= SureFrom && !hasDoubtfulWords;

    /// <summary>Whether it will be a task of the plan.</summary>
    public bool Counts => Decision is ItemDecision.Pending or ItemDecision.Accepted;

    /// <summary>What the item alone leaves to be asked of a person; <see cref="ImportQuestions"/> adds what the tree of organizations says.</summary>
    public IReadOnlyList<OpenQuestion> Questions(PlanCalendar calendar)
    {
        var open = new List<OpenQuestion>();
        if (string.IsNullOrWhiteSpace(Text)) open.Add(new(QuestionAbout.Text, "Nhiệm vụ chưa có nội dung.", true));
        if (Leads.Count == 0) open.Add(new(QuestionAbout.Lead, "Chưa có cơ quan chủ trì.", true));
        else if (Leads.TrueForAll(p => p.AsPrinted)) open.Add(new(QuestionAbout.Lead, AsWords, false));
        open.AddRange(Leads.Where(p => !p.IsSettled).Select(p => new OpenQuestion(QuestionAbout.Lead, $"Chưa rõ “{p.Printed}” là cơ quan nào.", true)));
        open.AddRange(Coordinating.Where(p => !p.IsSettled).Select(p => new OpenQuestion(QuestionAbout.Coordinating, $"Chưa rõ cơ quan phối hợp “{p.Printed}”.", false)));
        if (Rule is null) open.Add(new(QuestionAbout.Time, string.IsNullOrWhiteSpace(ScheduleText) ? "Kế hoạch không ghi thời hạn: hãy chọn." : $"Chưa rõ thời hạn “{ScheduleText}”: hãy chọn.", true));
        else open.AddRange(Rule.Problems(calendar).Select(p => new OpenQuestion(QuestionAbout.Time, p, true)));
        return open;
    }
}

internal sealed class ImportItemTable : IEntityTypeConfiguration<ImportItem>
{
    public void Configure(EntityTypeBuilder<ImportItem> table)
    {
        table.ToTable("import_item");
        table.Ignore(i => i.WholeId);
        table.Ignore(i => i.Counts);
        table.Ignore(i => i.HasNoWordOfTime);
        table.Property(i => i.Leads).AsJson();
        table.Property(i => i.Coordinating).AsJson();
        table.Property(i => i.Rule).AsJson();
        table.Property(i => i.Products).AsJson();
        table.Property(i => i.BeforeMerge).AsJson();
        table.HasOne<PlanImport>().WithMany().HasForeignKey(i => new { i.ProvinceId, i.ImportId });
        table.HasIndex(i => new { i.ProvinceId, i.ImportId, i.Ordinal });
    }
}

using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Reading.Model;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>An agency on a card: what is printed, what it means, and what it may mean while nobody has said.</summary>
public sealed record ReviewParty(ItemParty Party, string Words, bool IsGroup, int Members, IReadOnlyList<NameSuggestion> Suggestions, IReadOnlyDictionary<Guid, string> Places)
{
    /// <summary>Today's name of a group that the document calls otherwise.</summary>
    public string? Now { get; init; }

    /// <summary>What was said of the words in another document, where that settled them here.</summary>
    public WordsMeaning? Remembered { get; init; }

    /// <summary>The body of the name that the list has only from a later day.</summary>
    public OrganizationInfo? Later { get; init; }

    /// <summary>The body of the name that had ended before the document's day, with those that carry it on: they are suggested first.</summary>
    public EndedBody? Ended { get; init; }

    /// <summary>Whether the words speak of bodies at large: then that is the first answer offered.</summary>
    public bool IsAtLarge => OrganizationNames.IsAtLarge(Party.Printed);

    /// <summary>The body above a suggested unit where its name alone does not tell it from another.</summary>
    public string? PlaceOf(NameSuggestion s) => s.OrganizationId is { } unit && Suggestions.Count(o => o.Name == s.Name) > 1 ? Places.GetValueOrDefault(unit) : null;
}

/// <summary>One task as the person who checks it sees it.</summary>
public sealed record ReviewCard(ImportItem Item, int Number, IReadOnlyList<ReviewParty> Leads, IReadOnlyList<ReviewParty> Coordinating,
    IReadOnlyList<OpenQuestion> Questions, IReadOnlyList<Statement> Sentences, bool HasNext, bool IsMerged)
{
    public bool Asks => Item.Counts && Questions.Count > 0;

    public int DoubtfulWords { get; } = Sentences.Sum(s => s.Doubts.Count);

    /// <summary>As <see cref="DecideItem.AcceptClearAsync"/> takes it.</summary>
    public bool IsClear => Item.Decision == ItemDecision.Pending && Item.IsSure(DoubtfulWords > 0) && Questions.Count == 0;

    public bool IsDoubtful => Item.Decision == ItemDecision.Pending && !IsClear;

    public bool AsksAgency => Item.Counts && Questions.Any(q => q.About is QuestionAbout.Lead or QuestionAbout.Coordinating);

    public bool AsksTime => Item.Counts && Questions.Any(q => q.About == QuestionAbout.Time);
}

/// <summary>A document side by side with what was read from it.</summary>
public sealed record ReviewBoard(PlanImport Import, PlanReading Reading, PlanCalendar Calendar, OrganizationInfo? Issuer, IReadOnlyList<ReviewCard> Cards,
    IReadOnlyList<string> WhyNotCreate, IReadOnlyList<CitedAct> DeadLaw)
{
    /// <summary>The issuer stands elsewhere and may have to be followed in its place.</summary>
    public FollowOffer? Follow { get; init; }

    /// <summary>Plans that bear the document's number already.</summary>
    public IReadOnlyList<PlanTwin> Twins { get; init; } = [];

    /// <summary>The issuer is not known on the document's day, but on a later one.</summary>
    public EarlierOffer? Earlier { get; init; }

    public int Checked => Cards.Count(c => c.Item.Decision is ItemDecision.Accepted or ItemDecision.Rejected);

    public int LeftOut => Cards.Count(c => c.Item.Decision == ItemDecision.Rejected);

    /// <summary>How many there are, how many are left out, in which order they stand.</summary>
    public string Heading(bool asInDocument) =>
        $"{Cards.Count} nhiệm vụ đọc được{(LeftOut > 0 ? $", bỏ qua {LeftOut}" : "")} · {(asInDocument ? "theo thứ tự văn bản" : "chưa chắc xếp trước")}";

    public int WithoutAgency => Cards.Count(c => c.AsksAgency);

    public int WithoutTime => Cards.Count(c => c.AsksTime);

    /// <summary>Tasks to which the document gives no word of time: one answer may hold for all of them.</summary>
    public int WithoutWordOfTime => Cards.Count(c => c.Item.Counts && c.Item.HasNoWordOfTime);

    public IReadOnlyList<ReviewCard> Clear => [.. Cards.Where(c => c.IsClear)];

    /// <summary>False for a contract or a letter: no tasks, or nothing that an administrative document begins with.</summary>
    public bool LooksLikePlan => Reading.Tasks.Count > 0 && (Reading.Document.Kind ?? Reading.Document.Symbol ?? Reading.Document.Issuer) is not null;

    /// <summary>The tasks of each sentence, in the order of the document.</summary>
    public ILookup<string, ReviewCard> CardsBySentence => Cards.Where(c => c.Item.Decision != ItemDecision.Rejected)
        .SelectMany(c => c.Item.StatementKeys.Select(key => (Key: key, Card: c))).ToLookup(p => p.Key, p => p.Card);

    /// <summary>The stored order: no card moves while a person works.</summary>
    public IReadOnlyList<ReviewCard> Ordered(bool asInDocument) => asInDocument ? Cards : [.. Cards.OrderBy(c => c.Item.Rank)];
}

using System.Text.Json;
using LanToa.Platform.Data;
using LanToa.Reading.Model;
using LanToa.Reading.Phrases;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>An act as a document cites it: its row in the register if it has one, and what is wrong with citing it on that day.</summary>
public sealed record CitedAct(Citation Citation, LegalAct? Act, string? Warning)
{
    /// <summary>The warning where the act's name stands beside it: "hết hiệu lực từ ngày …".</summary>
    public string? Short => Warning is null || Act is null || !Warning.StartsWith(Act.Name, StringComparison.Ordinal) ? Warning : Warning[Act.Name.Length..].Trim();
}

/// <summary>The acts that are listed in a province: its own before the country's.</summary>
public sealed class ActBook
{
    private readonly ActRegister register;
    private readonly ILookup<string, LegalAct> byKey;

    public ActBook(IReadOnlyList<LegalAct> acts)
    {
        Acts = acts;
        register = new ActRegister(acts.Select(a => a.Registered));
        byKey = acts.ToLookup(a => ActRegister.Key(a.Code));
    }

    public IReadOnlyList<LegalAct> Acts { get; }

    public LegalAct? Find(string? code, DateOnly? date = null) => code is null ? null : byKey[ActRegister.Key(code)].LastOrDefault(a => ActRegister.IsOne(a.Code, a.Date, date));

    /// <summary>Each act that a document cites, once, the dead and the not yet living ones first.</summary>
    public IReadOnlyList<CitedAct> Of(IEnumerable<Citation> citations, DateOnly day)
    {
        var cited = new List<Citation>();
        foreach (var citation in citations.Where(c => c.Number is not null))
            if (!cited.Exists(c => ActRegister.Key(c.Number!) == ActRegister.Key(citation.Number!) && ActRegister.IsOne(c.Number!, c.Date, citation.Date))) cited.Add(citation);
        var warnings = register.Check(cited, day).ToDictionary(w => w.Citation, w => w.Message);
        return [.. cited.Select(c => new CitedAct(c, Find(c.Number, c.Date), warnings.GetValueOrDefault(c))).OrderBy(c => c.Warning is null)];
    }
}

/// <summary>
/// Reads the register of acts. What comes with the program is added when it is missing, and follows the program's corrections as long as nobody has
/// touched it; never over what a person changed or withdrew.
/// </summary>
public sealed class ActBooks(LanToaDb db)
{
    public async Task<ActBook> OfAsync(short province, CancellationToken cancel = default) => new(Listed(await RowsAsync(province, cancel)));

    /// <summary>What a plan cites, seen on the day that it bears.</summary>
    public async Task<IReadOnlyList<CitedAct>> OfPlanAsync(Plan plan, DateOnly today, CancellationToken cancel = default)
    {
        // Only the citations: the whole reading is large.
        var json = (await db.Database.SqlQuery<string>($"""
            SELECT jsonb_build_object('legalBases', reading -> 'legalBases', 'citations', reading -> 'citations')::text AS "Value" FROM plan_source WHERE province_id = {plan.ProvinceId} AND plan_id = {plan.Id}
            """).ToListAsync(cancel)).FirstOrDefault();
        var cited = json is null ? new Cited(null, await OfTextAsync(plan, cancel)) : JsonSerializer.Deserialize<Cited>(json, JsonSerializerOptions.Web)!;
        if (json is null && cited.Citations is []) return [];
        // Its own number, printed in its head or repeated in its text, is no act that it cites.
        var own = plan.NumberAndSymbol.Length > 0 ? ActRegister.Key(plan.NumberAndSymbol) : null;
        var others = (cited.LegalBases ?? []).Concat(cited.Citations ?? []).Where(c => own is null || c.Number is null || ActRegister.Key(c.Number) != own || (c.Date is { } dated && plan.Date is { } day && dated != day));
        return (await OfAsync(plan.ProvinceId, cancel)).Of(others, plan.Date ?? today);
    }

    /// <summary>What a plan without a document cites in its own sentences.</summary>
    private async Task<List<Citation>> OfTextAsync(Plan plan, CancellationToken cancel)
    {
        var statements = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).Select(s => new { s.Key, s.Text }).ToListAsync(cancel);
        return [.. statements.SelectMany(s => CitationReader.Read(s.Text).Select(f => f.Act with { Statement = s.Key }))];
    }

    private sealed record Cited(List<Citation>? LegalBases, List<Citation>? Citations);

    /// <summary>Every row of the country and of the province, withdrawn ones too.</summary>
    public async Task<List<LegalAct>> RowsAsync(short province, CancellationToken cancel = default)
    {
        var rows = await ReadAsync();
        var known = rows.Where(a => a.DeliveredAs is not null).ToDictionary(a => a.DeliveredAs!);
        var news = Delivered.Where(d => !known.TryGetValue(d.DeliveredAs!, out var row) || (row.Version == 1 && !SaysTheSame(row, d))).ToList();
        // Whoever listed the act before it was delivered keeps their row.
        news.RemoveAll(d => rows.Exists(r => r.ProvinceId == 0 && r.DeliveredAs is null && r.IsSameAs(d)));
        if (news.Count == 0) return rows;
        foreach (var d in news)
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO legal_act (id, province_id, key, delivered_as, kind, number, symbol, date, issuer, title, valid_from, valid_to, replaced_by, amended_by, source_note, search_text, version)
                VALUES ({d.Id}, 0, {d.Key}, {d.DeliveredAs}, {d.Kind}, {d.Number}, {d.Symbol}, {d.Date}, {d.Issuer}, {d.Title}, {d.ValidFrom}, {d.ValidTo}, {d.ReplacedBy}, {d.AmendedBy}, {d.SourceNote}, {d.SearchText}, 1)
                ON CONFLICT (delivered_as) DO UPDATE SET key = EXCLUDED.key, kind = EXCLUDED.kind, date = EXCLUDED.date, issuer = EXCLUDED.issuer, title = EXCLUDED.title, valid_from = EXCLUDED.valid_from,
                    valid_to = EXCLUDED.valid_to, replaced_by = EXCLUDED.replaced_by, amended_by = EXCLUDED.amended_by, source_note = EXCLUDED.source_note, search_text = EXCLUDED.search_text
                WHERE legal_act.version = 1
                """, cancel);
        return await ReadAsync();

        Task<List<LegalAct>> ReadAsync() => db.Set<LegalAct>().AsNoTracking().Where(a => a.ProvinceId == 0 || a.ProvinceId == province).OrderBy(a => a.ProvinceId).ThenBy(a => a.Key).ToListAsync(cancel);
    }

    /// <summary>One row of each act, the province's own before the country's, withdrawn ones too.</summary>
    public static IReadOnlyList<LegalAct> Effective(IReadOnlyList<LegalAct> rows)
    {
        var own = rows.Where(a => a.ProvinceId != 0).ToLookup(a => ActRegister.Key(a.Code));
        return [.. rows.Where(a => a.ProvinceId != 0 || !own[ActRegister.Key(a.Code)].Any(o => o.IsSameAs(a)))];
    }

    public static IReadOnlyList<LegalAct> Listed(IReadOnlyList<LegalAct> rows) => [.. Effective(rows).Where(a => a.WithdrawnAt is null)];

    private static IReadOnlyList<LegalAct> Delivered => [.. ActRegister.Default.Acts.Select(DeliveredOf)];

    private static LegalAct DeliveredOf(RegisteredAct act)
    {
        var (number, symbol) = ActCodes.Split(act.Number) ?? throw new InvalidOperationException($"The delivered act {act.Number} has no symbol.");
        var row = new LegalAct
        {
            DeliveredAs = act.Number, Kind = act.Kind, Number = number, Symbol = symbol, Date = act.Date, Issuer = act.Issuer ?? "", Title = Capital(act.Subject), ValidFrom = act.ValidFrom, ValidTo = act.ValidTo,
            ReplacedBy = act.ReplacedBy.Count == 0 ? null : act.ReplacedBy[0], AmendedBy = act.AmendedBy.Count == 0 ? null : string.Join("; ", act.AmendedBy), SourceNote = act.Note,
        };
        row.Refresh();
        return row;
    }

    private static bool SaysTheSame(LegalAct a, LegalAct b) =>
        (a.Key, a.Kind, a.Date, a.Issuer, a.Title, a.ValidFrom, a.ValidTo) == (b.Key, b.Kind, b.Date, b.Issuer, b.Title, b.ValidFrom, b.ValidTo)
        && (a.ReplacedBy, a.AmendedBy, a.SourceNote, a.SearchText) == (b.ReplacedBy, b.AmendedBy, b.SourceNote, b.SearchText);

    private static string? Capital(string? text) => string.IsNullOrEmpty(text) ? null : char.ToUpperInvariant(text[0]) + text[1..];
}

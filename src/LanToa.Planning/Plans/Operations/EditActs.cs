using LanToa.Planning.Obligations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Reading.Phrases;
using Microsoft.EntityFrameworkCore;
using Actor = LanToa.Platform.Identity.Actor;

namespace LanToa.Planning.Plans;

/// <summary>An act as an administrator fills it in. <see cref="Id"/> comes from the form, so that a second press adds nothing.</summary>
public sealed record LegalActInput(Guid Id, int Version, string? Kind, string? Number, string? Symbol, DateOnly? Date, string? Issuer, string? Title, DateOnly? ValidFrom, DateOnly? ValidTo,
    string? ReplacedBy, string? AmendedBy, string? SourceNote, string? Reason);

/// <summary>What came of it: the act that now stands, and what is wrong by field.</summary>
public sealed record ActOutcome(OutcomeKind Kind, Guid Id, IReadOnlyList<FieldProblem> Problems)
{
    public bool Succeeded => Kind is OutcomeKind.Done or OutcomeKind.Already;
}

/// <summary>
/// Adds, changes, withdraws and restores acts of the register. Whoever works for the nation edits the country's rows; in a province a change to one of
/// them makes the province's own row of that act.
/// </summary>
public sealed class EditActs(LanToaDb db, ActBooks books, Actor actor, Clock clock)
{
    private const string Stale = "Trong lúc bạn điền, người khác đã thay đổi văn bản này. Chưa có gì bị ghi đè; hãy xem lại rồi gửi lại.";

    /// <summary>What is wrong with an act beside the others of the register; empty when it can be saved.</summary>
    public static IReadOnlyList<FieldProblem> Problems(LegalAct act, IReadOnlyList<LegalAct> effective)
    {
        var problems = new List<FieldProblem>();
        var others = effective.Where(o => o.Id != act.Id).ToList();
        if (others.Find(o => o.ProvinceId == act.ProvinceId && o.IsSameAs(act)) is { } same)
            problems.Add(new("Number", $"{same.Name} đã có trong sổ{(same.WithdrawnAt is null ? "" : " (đã gỡ)")}; hãy sửa dòng đó."));
        if (act is { ValidFrom: { } from, ValidTo: { } to } && to < from)
            problems.Add(new("ValidTo", $"Ngày hết hiệu lực ({VietnameseFormat.Date(to)}) trước ngày có hiệu lực ({VietnameseFormat.Date(from)}); hãy kiểm tra lại hai ngày."));
        if (act is { ValidFrom: null, Date: { } made, ValidTo: { } last } && last < made)
            problems.Add(new("ValidTo", $"Ngày hết hiệu lực ({VietnameseFormat.Date(last)}) trước ngày ban hành ({VietnameseFormat.Date(made)}); hãy kiểm tra lại."));
        if (act.ReplacedBy is { } by) Replacement(act, by, others, problems);
        return problems;
    }

    public async Task<ActOutcome> SaveAsync(LegalActInput input, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(PlanPermissions.ManageActs)) return new ActOutcome(OutcomeKind.Denied, input.Id, []);
        var rows = await books.RowsAsync(db.ProvinceId, cancel);
        var known = rows.Find(a => a.Id == input.Id);
        if (known is not null && input.Version == 0) return new ActOutcome(OutcomeKind.Already, input.Id, []);
        if (known is null && input.Version != 0) return new ActOutcome(OutcomeKind.NotFound, input.Id, []);
        if (known is not null && known.Version != input.Version) return StaleOf(input.Id);
        var problems = Missing(input, known is not null, out var number, out var symbol);
        if (input.Date > clock.Today) problems.Add(new("Date", $"Ngày ban hành {VietnameseFormat.Date(input.Date.Value)} còn ở phía trước; hãy kiểm tra lại."));
        if (problems.Count > 0) return new ActOutcome(OutcomeKind.Refused, input.Id, problems);

        var act = known is null ? new LegalAct { Id = input.Id, ProvinceId = db.ProvinceId, Kind = "", Number = "", Symbol = "", Issuer = "" } : await OwnAsync(known, rows, cancel);
        if (act is null) return StaleOf(input.Id);
        (act.Kind, act.Number, act.Symbol, act.Date) = (input.Kind!.Trim(), number, symbol, input.Date);
        (act.Issuer, act.Title, act.ValidFrom, act.ValidTo) = (input.Issuer!.Trim(), Text(input.Title), input.ValidFrom, input.ValidTo);
        (act.ReplacedBy, act.AmendedBy, act.SourceNote) = (Text(input.ReplacedBy), Text(string.Join("; ", ActCodes.List(input.AmendedBy))), Text(input.SourceNote));
        act.Refresh();
        var effective = ActBooks.Effective(rows);
        // The number as the register writes it, so that the link is found.
        if (act.ReplacedBy is { } by && new ActBook(effective).Find(by) is { } successor) act.ReplacedBy = successor.Code;
        if (Problems(act, [.. effective.Where(e => e.Id != known?.Id)]) is { Count: > 0 } wrong)
        {
            db.ChangeTracker.Clear();
            return new ActOutcome(OutcomeKind.Refused, input.Id, wrong);
        }
        return await StoreAsync(act, known is null ? "legal-act.create" : "legal-act.change", input.Reason, cancel);
    }

    /// <summary>Takes an act off the list, or puts it back.</summary>
    public async Task<ActOutcome> WithdrawAsync(Guid id, int version, bool withdrawn, string? reason, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(PlanPermissions.ManageActs)) return new ActOutcome(OutcomeKind.Denied, id, []);
        var rows = await books.RowsAsync(db.ProvinceId, cancel);
        if (rows.Find(a => a.Id == id) is not { } known) return new ActOutcome(OutcomeKind.NotFound, id, []);
        if (known.WithdrawnAt is not null == withdrawn) return new ActOutcome(OutcomeKind.Already, id, []);
        if (known.Version != version) return StaleOf(id);
        if (string.IsNullOrWhiteSpace(reason)) return new ActOutcome(OutcomeKind.Refused, id, [new("why", "Hãy ghi lý do.")]);
        if (await OwnAsync(known, rows, cancel) is not { } act) return StaleOf(id);
        act.WithdrawnAt = withdrawn ? clock.Now : null;
        act.Refresh();
        return await StoreAsync(act, withdrawn ? "legal-act.withdraw" : "legal-act.restore", reason, cancel);
    }

    /// <summary>The row to change: itself, or for the country's row in a province a new one of the province. Null when the province has one already.</summary>
    private async Task<LegalAct?> OwnAsync(LegalAct known, List<LegalAct> rows, CancellationToken cancel)
    {
        if (known.ProvinceId != db.ProvinceId) return rows.Exists(r => r.ProvinceId == db.ProvinceId && r.IsSameAs(known)) ? null : known.OwnOf(db.ProvinceId);
        var act = await db.Set<LegalAct>().FirstAsync(a => a.Id == known.Id, cancel);
        if (act.Version != known.Version) return null;
        act.Version++;
        return act;
    }

    private async Task<ActOutcome> StoreAsync(LegalAct act, string verb, string? reason, CancellationToken cancel)
    {
        if (db.Entry(act).State == EntityState.Detached) db.Add(act);
        try
        {
            await db.Because(verb, reason).SaveChangesAsync(cancel);
            return new ActOutcome(OutcomeKind.Done, act.Id, []);
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            return StaleOf(act.Id);
        }
    }

    private static List<FieldProblem> Missing(LegalActInput input, bool change, out string number, out string symbol)
    {
        var problems = new List<FieldProblem>();
        (number, symbol) = (Text(input.Number) ?? "", Text(input.Symbol) ?? "");
        // Both in one field, or the sign between them left standing.
        if (ActCodes.Split(symbol.Length == 0 ? number : $"{number}/{symbol.TrimStart('/', '-', '–')}") is { } parts) (number, symbol) = parts;
        if (string.IsNullOrWhiteSpace(input.Kind)) problems.Add(new("Kind", "Bạn chưa ghi loại văn bản, ví dụ Nghị định."));
        if (number.Length == 0 || !char.IsAsciiDigit(number[0])) problems.Add(new("Number", "Bạn chưa ghi số văn bản, ví dụ 76."));
        if (symbol.Length == 0) problems.Add(new("Symbol", "Bạn chưa ghi ký hiệu, ví dụ NQ-CP; với số 20/2008/NĐ-CP thì ghi 2008/NĐ-CP."));
        if (string.IsNullOrWhiteSpace(input.Issuer)) problems.Add(new("Issuer", "Bạn chưa ghi cơ quan ban hành."));
        if (change && string.IsNullOrWhiteSpace(input.Reason)) problems.Add(new("Reason", "Hãy ghi lý do sửa."));
        return problems;
    }

    private static void Replacement(LegalAct act, string by, List<LegalAct> others, List<FieldProblem> problems)
    {
        var book = new ActBook([.. others.Where(o => o.WithdrawnAt is null)]);
        if (ActRegister.Key(by) == ActRegister.Key(act.Code)) problems.Add(new("ReplacedBy", "Một văn bản không tự thay thế chính nó; hãy chọn văn bản khác."));
        else if (book.Find(by) is not { } next) problems.Add(new("ReplacedBy", $"Chưa có {by} trong sổ. Hãy thêm văn bản đó trước, hoặc xem lại số, ký hiệu."));
        else
        {
            var chain = new List<LegalAct> { act };
            for (var at = next; at is not null && !chain.Contains(at); at = book.Find(at.ReplacedBy))
            {
                chain.Add(at);
                if (at.ReplacedBy is { } back && ActRegister.Key(back) == ActRegister.Key(act.Code))
                {
                    problems.Add(new("ReplacedBy", $"Thay thế vòng tròn: {string.Join(", ", chain.Zip([.. chain.Skip(1), act], (a, b) => $"{a.Code} thay bằng {b.Code}"))}. Hãy bỏ một mắt xích."));
                    break;
                }
            }
        }
        if (act.ValidTo is null) problems.Add(new("ValidTo", "Văn bản đã có văn bản thay thế thì phải ghi ngày cuối còn hiệu lực."));
    }

    private static ActOutcome StaleOf(Guid id) => new(OutcomeKind.Stale, id, [new("", Stale)]);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

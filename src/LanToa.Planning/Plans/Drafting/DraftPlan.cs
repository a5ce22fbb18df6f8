using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A draft to be made: <paramref name="Source"/> is the id of a plan, or the code of a template. The form gives the new plan its id, so that sending it twice makes one.</summary>
public sealed record DraftInput(Guid Id, DraftFrom From, string? Source, int? Year, DateOnly? Date);

/// <summary>A plan that this person may draft from.</summary>
public sealed record EarlierPlan(Guid Id, string Called, string Title, int Year, PlanState State, Guid IssuerId);

/// <summary>Makes a draft from an earlier plan of the issuer or of a body that it carries on, from a template, or from what a plan of an upper level asks of the issuer.</summary>
public sealed class DraftPlan(LanToaDb db, Actor actor, PlanAccess access, PlanRights rights, SavePlan save, DraftWriter writer, PlanTemplates templates, UpperTasks upper, CascadeDesk desk, DocumentCheck check, SuccessionReader successions, OrganizationDirectory directory, Clock clock)
{
    private const int MostOffered = 200;

    /// <summary>The plans to choose from, the newest first.</summary>
    public async Task<IReadOnlyList<EarlierPlan>> OffersAsync(DraftFrom from, CancellationToken cancel = default)
    {
        var plans = access.Visible().AsNoTracking();
        if (from == DraftFrom.Upper)
        {
            List<Guid> above = save.OwnIssuer() is { } own ? [.. directory.Upwards(own).Select(o => o.Id).Where(id => id != own)] : [];
            plans = plans.Where(p => above.Contains(p.IssuerId) && (p.State == PlanState.Issued || p.State == PlanState.InProgress));
        }
        else
        {
            var issuers = await IssuersAsync(cancel);
            // What amends a plan is no plan of its own: what it changed stands in the plan.
            plans = plans.Where(p => issuers.Contains(p.IssuerId) && p.AmendsId == null && p.State != PlanState.Withdrawn && db.Set<PlanTask>().Any(t => t.PlanId == p.Id && t.State == TaskState.Active));
        }
        // The plans of the person's own body first: of them the latest is what next year's is written from.
        var body = save.OwnIssuer();
        return [.. (await plans.OrderByDescending(p => p.IssuerId == body).ThenByDescending(p => p.Date ?? p.PeriodFrom).ThenByDescending(p => p.CreatedAt).Take(MostOffered).ToListAsync(cancel))
            .Select(p => new EarlierPlan(p.Id, p.Called(), p.Title, DraftYears.Of(p).First, p.State, p.IssuerId))];
    }

    public async Task<PlanEdit> HandleAsync(DraftInput input, CancellationToken cancel = default)
    {
        if (Problems(input) is { Count: > 0 } problems) return new PlanEdit(problems);
        if (input.Id == Guid.Empty) return PlanEdit.Refused(["Hãy mở lại trang lập kế hoạch."]);
        var (date, id) = (input.Date!.Value, Guid.TryParse(input.Source, out var known) ? known : Guid.Empty);
        var template = input.From == DraftFrom.Template ? (await templates.OfAsync(cancel)).FirstOrDefault(t => t.Code == input.Source) : null;
        var offered = input.From != DraftFrom.Template && (await OffersAsync(input.From, cancel)).Any(o => o.Id == id);
        var from = offered ? await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) : null;
        if (from is null && template is null) return new PlanEdit([new("Source", input.From == DraftFrom.Template ? "Không tìm thấy mẫu này; hãy chọn lại." : "Không tìm thấy kế hoạch này trong các kế hoạch bạn được lập từ đó; hãy chọn lại.")]);
        var same = input.From == DraftFrom.Earlier && directory.Find(from!.IssuerId) is { } body && body.ExistsOn(date) && actor.Can(PlanPermissions.Write, body.Id);
        if ((same ? from!.IssuerId : save.OwnIssuer()) is not { } unit) return PlanEdit.Refused(["Bạn cần vai trò Công chức phụ trách CCHC của một đơn vị để lập kế hoạch."]);
        if (rights.WhyNot(PlanPermissions.Write, unit, "lập kế hoạch của cơ quan này") is [var denied, ..]) return PlanEdit.Refused([denied]);
        if (directory.Find(unit)!.ProvinceId != db.ProvinceId) return PlanEdit.Refused(["Cơ quan này thuộc tỉnh khác; hãy chuyển sang đơn vị của tỉnh đó rồi lập kế hoạch."]);

        var name = template?.Name ?? $"{from!.Kind} {from.Called()}";
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await writer.BeginAsync(input.Id, from?.Id, name, cancel) is { } already) return already;
        var plan = New(input.Id, unit, from, template?.Content, date, input.From);
        switch (input.From)
        {
            case DraftFrom.Template:
                var filled = await templates.FillAsync(template!.Content, plan, input.Year!.Value, date, cancel);
                // The bodies of a template are those of the day on which it was kept.
                await writer.WriteAsync(plan, filled, new DraftTurn(input.From, null, name, new YearShift(input.Year.Value, input.Year.Value, 0)) { Seen = template.Kept is { } kept ? Clock.DateOf(kept.At) : null }, cancel);
                break;
            case DraftFrom.Upper:
                if (await upper.OfAsync(from!, plan, cancel) is not { } asked) return new PlanEdit([new("Source", $"{name} không giao nhiệm vụ nào cho {directory.Find(unit)!.Name}; hãy chọn kế hoạch khác.")]);
                if (asked.Source.Tasks.Count == 0) return new PlanEdit([new("Source", $"{directory.Find(unit)!.Name} đã quyết định “{CascadeKind.NotApplicable.Name()}” cho mọi nhiệm vụ {name} giao; hãy bỏ quyết định đó ở “Việc cấp trên giao” trước, hoặc chọn kế hoạch khác.")]);
                await writer.WriteAsync(plan, asked.Source, new DraftTurn(input.From, from, name, DraftYears.Of(from!)) { More = asked.Changes }, cancel);
                var answers = await (from o in db.Set<TaskOrigin>().AsNoTracking() join t in db.Set<PlanTask>().AsNoTracking() on o.TaskId equals t.Id where o.PlanId == plan.Id select new { o.SourceTaskId, Task = t }).ToDictionaryAsync(a => a.SourceTaskId, a => a.Task, cancel);
                await desk.TakeOverAsync(unit, from!.Id, answers, cancel);
                await db.Because("cascade.adopt").SaveChangesAsync(cancel);
                break;
            default:
                var years = DraftYears.Of(from!);
                await writer.WriteAsync(plan, await writer.SourceAsync(from!, cancel), new DraftTurn(input.From, from, name, years with { By = input.Year!.Value - years.First }), cancel);
                break;
        }
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;
    }

    private List<FieldProblem> Problems(DraftInput input)
    {
        List<FieldProblem> problems = input.From == DraftFrom.Upper ? [] : [.. DraftYears.Problems(input.Year, clock.Today)];
        if (string.IsNullOrWhiteSpace(input.Source)) problems.Add(new("Source", input.From == DraftFrom.Template ? "Bạn chưa chọn mẫu." : "Bạn chưa chọn kế hoạch để lập từ đó."));
        if (input.Date is null) problems.Add(new("Date", "Bạn chưa nhập ngày dự kiến ban hành; cơ quan và văn bản được xem theo ngày này."));
        else if (check.DateProblem(input.Date) is { } wrong) problems.Add(wrong);
        return problems;
    }

    /// <summary>The units for which this person drafts, and the bodies that these carry on.</summary>
    private async Task<List<Guid>> IssuersAsync(CancellationToken cancel)
    {
        List<Guid> own = [.. actor.UnitsOf(PlanPermissions.Write).Where(u => directory.Find(u)?.ProvinceId == db.ProvinceId)];
        if (save.OwnIssuer() is { } unit) own.AddRange((await successions.MapAsync(cancel)).CarriedOnBy(unit, clock.Today).Select(s => s.OrganizationId));
        return own;
    }

    private Plan New(Guid id, Guid issuer, Plan? from, TemplateContent? content, DateOnly date, DraftFrom kind)
    {
        var plan = new Plan
        {
            ProvinceId = db.ProvinceId, Id = id, IssuerId = issuer, Kind = kind == DraftFrom.Upper ? "Kế hoạch" : from?.Kind ?? content?.Kind ?? "Kế hoạch", Title = from?.Title ?? "", Date = date,
            CreatedAt = clock.Now, CreatedBy = actor.AccountId, CreatedByName = actor.Name, StateAt = clock.Now, StateByName = actor.Name,
        };
        if (content is not null) plan.Symbol = content.Symbol;
        if (kind != DraftFrom.Earlier) return plan;
        (plan.Symbol, plan.Place) = (from!.Symbol, from.Place);
        (plan.SignerAuthority, plan.SignerPosition, plan.SignerName) = (from.SignerAuthority, from.SignerPosition, from.SignerName);
        return plan;
    }
}

/// <summary>The years that a plan runs in.</summary>
public static class DraftYears
{
    public static YearShift Of(Plan plan) => plan switch
    {
        { PeriodFrom: { } from, PeriodTo: { } to } => new YearShift(from.Year, to.Year, 0),
        { Date: { } date } => new YearShift(date.Year, date.Year, 0),
        _ => new YearShift(Clock.DateOf(plan.CreatedAt).Year, Clock.DateOf(plan.CreatedAt).Year, 0),
    };

    public static IEnumerable<FieldProblem> Problems(int? year, DateOnly today)
    {
        if (year is null) yield return new("Year", "Bạn chưa nhập năm của kế hoạch mới.");
        else if (year < 1990 || year > today.Year + 2) yield return new("Year", $"Năm của kế hoạch mới phải từ 1990 đến {today.Year + 2}.");
    }
}

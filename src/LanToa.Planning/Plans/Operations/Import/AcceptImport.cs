using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Reading.Model;
using Microsoft.EntityFrameworkCore;
using Actor = LanToa.Platform.Identity.Actor;

namespace LanToa.Planning.Plans;

/// <summary>The plan that an import became; <see cref="Already"/> when someone (or an earlier press) had made it.</summary>
public sealed record AcceptedImport(Guid? PlanId, bool Already, IReadOnlyList<string> WhyNot);

/// <summary>Makes the plan from what was checked, once: the version of the import lets one of two people through, the other is shown the same plan.</summary>
public sealed class AcceptImport(LanToaDb db, Actor actor, OrganizationDirectory directory, TaskPeople people, ImportQuestions questions, FollowIssuer follow, AmendedPlan amended, Clock clock)
{
    public async Task<IReadOnlyList<string>> WhyNotAsync(PlanImport import, IReadOnlyList<ImportItem> items, CancellationToken cancel = default)
    {
        if (import.State == ImportState.Done) return ["Văn bản này đã thành kế hoạch."];
        if (import.State != ImportState.Ready) return ["Văn bản chưa đọc xong hoặc đã bỏ."];
        var why = new List<string>();
        if (import.IssuerId is null) why.Add("Chưa rõ cơ quan ban hành.");
        if (await follow.OfferAsync(import.IssuerId, cancel) is { } offer) why.AddRange(offer.WhyNot.Count > 0 ? offer.WhyNot : [$"Chưa có ai của {offer.Body.Name} làm việc ở đây: hãy bấm “Theo dõi thay” trước."]);
        if (import.AmendsId is { } amends) why.AddRange(await amended.WhyNotAsync(amends, import.IssuerId, cancel));
        if (string.IsNullOrWhiteSpace(import.Title)) why.Add("Chưa có trích yếu.");
        var calendar = import.CalendarOn(clock.Today);
        why.AddRange(calendar.Problems());
        var counting = items.Where(i => i.Counts).ToList();
        if (counting.Count == 0) why.Add("Chưa có nhiệm vụ nào.");
        if (counting.Count(i => i.Decision == ItemDecision.Pending) is > 0 and var pending) why.Add($"Còn {pending} nhiệm vụ chưa kiểm.");
        var asked = new List<QuestionAbout>();
        foreach (var item in counting) asked.AddRange((await questions.OfAsync(import, item, cancel)).Where(q => q.Blocks).Select(q => q.About).Distinct());
        var open = asked.ToLookup(about => about);
        if (open[QuestionAbout.Lead].Count() is > 0 and var leads) why.Add($"{leads} nhiệm vụ chưa rõ cơ quan chủ trì.");
        if (open[QuestionAbout.Time].Count() is > 0 and var times && calendar.Problems().Count == 0) why.Add($"{times} nhiệm vụ chưa rõ thời hạn.");
        if (open[QuestionAbout.Text].Any()) why.Add("Có nhiệm vụ chưa có nội dung.");
        return why;
    }

    public async Task<AcceptedImport> HandleAsync(Guid id, CancellationToken cancel = default)
    {
        var import = await db.Set<PlanImport>().FirstOrDefaultAsync(i => i.Id == id, cancel);
        if (import is null || !actor.Can(PlanPermissions.Write, import.UnitId)) return new AcceptedImport(null, false, ["Bạn không phụ trách văn bản này."]);
        if (import is { State: ImportState.Done, PlanId: { } made }) return new AcceptedImport(made, true, []);
        var items = await db.Set<ImportItem>().Where(i => i.ImportId == id).OrderBy(i => i.Ordinal).ThenBy(i => i.Id).ToListAsync(cancel);
        if (await WhyNotAsync(import, items, cancel) is { Count: > 0 } why) return new AcceptedImport(null, false, why);

        var reading = await db.Set<ImportReading>().FirstAsync(r => r.ImportId == id, cancel);
        var plan = await AddPlanAsync(import, cancel);
        db.Add(new PlanSource { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Text = reading.Text, Reading = reading.Reading });
        AddStatements(plan, PlanReadingJson.Read(reading.Reading).WithPrintedLabels(reading.Text));
        foreach (var (item, ordinal) in items.Where(i => i.Decision == ItemDecision.Accepted).Select((item, n) => (item, n))) AddTask(plan, item, ordinal);
        (import.State, import.PlanId) = (ImportState.Done, plan.Id);
        try
        {
            await db.Because("plan-import.accept").SaveChangesAsync(cancel);
            return new AcceptedImport(plan.Id, false, []);
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            var now = await db.Set<PlanImport>().AsNoTracking().FirstAsync(i => i.Id == id, cancel);
            return now.PlanId is { } theirs ? new AcceptedImport(theirs, true, []) : new AcceptedImport(null, false, [ImportDesk.Stale]);
        }
    }

    private async Task<Plan> AddPlanAsync(PlanImport import, CancellationToken cancel)
    {
        var now = clock.Now;
        var plan = new Plan
        {
            ProvinceId = import.ProvinceId, IssuerId = import.IssuerId!.Value, Kind = import.Kind ?? "Kế hoạch", Title = import.Title!,
            CreatedAt = now, CreatedBy = actor.AccountId, CreatedByName = actor.Name, StateAt = now, StateByName = actor.Name,
            AmendsId = import.AmendsId, AmendsWhole = import.AmendsId is not null && !AmendedPlan.SaysPart(import.Title),
        };
        plan.TakeFacts(import);
        plan.RefreshSearch(directory.Find(plan.IssuerId)?.Name ?? "");
        db.Add(plan);
        var original = await db.Set<Attachment>().AsNoTracking().FirstAsync(a => a.Id == import.FileId, cancel);
        var source = new Attachment
        {
            ProvinceId = plan.ProvinceId, SubjectKind = "plan", SubjectId = plan.Id, Sha256 = original.Sha256, FileName = original.FileName, AddedAt = now, AddedBy = actor.AccountId, AddedByName = actor.Name,
        };
        db.Add(source);
        plan.SourceFileId = source.Id;
        return plan;
    }

    private void AddStatements(Plan plan, PlanReading reading)
    {
        foreach (var (s, ordinal) in reading.Statements.DistinctBy(s => s.Id).Select((s, n) => (s, n)))
            db.Add(new PlanStatement
            {
                ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = ordinal, Key = s.Id, Kind = s.Kind, Label = s.Label, Path = [.. s.Path], Start = s.Start, End = s.End, Text = s.Text, Restored = s.Restored, Doubts = [.. s.Doubts],
            });
    }

    private void AddTask(Plan plan, ImportItem item, int ordinal)
    {
        var task = new PlanTask { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = ordinal, Text = item.Text, Confidence = item.Confidence };
        task.TakeFacts(item);
        db.Add(task);
        people.Add(task, item.Leads, item.Coordinating);
    }
}

using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

/// <summary>A drafted plan of a unit with tasks, for tests of what comes after drafting.</summary>
public sealed class PlanBuilder(TestApp app, Organization issuer)
{
    private static readonly DutyRule Quarterly = new() { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 1 };

    private readonly List<(string Text, DutyRule? Rule, Organization? Lead)> _tasks = [];
    private static int s_last = 100;

    private PlanState _state = PlanState.Drafted;
    // An issuer gives each number once.
    private string _number = Interlocked.Increment(ref s_last).ToString(System.Globalization.CultureInfo.InvariantCulture);
    private Guid? _by;

    public DateOnly Date { get; private set; } = new(2026, 1, 15);

    public PlanBuilder With(string text, Organization? lead, DutyRule? rule = null)
    {
        _tasks.Add((text, rule ?? Quarterly, lead));
        return this;
    }

    public PlanBuilder WithoutTime(string text, Organization lead)
    {
        _tasks.Add((text, null, lead));
        return this;
    }

    public PlanBuilder In(PlanState state)
    {
        _state = state;
        return this;
    }

    public PlanBuilder Numbered(string number)
    {
        _number = number;
        return this;
    }

    public PlanBuilder By(Guid? account)
    {
        _by = account;
        return this;
    }

    public async Task<Plan> BuildAsync()
    {
        var plan = new Plan
        {
            ProvinceId = issuer.ProvinceId, IssuerId = issuer.Id, Title = "Tuyên truyền cải cách hành chính năm 2026", Number = _number, Symbol = "KH-UBND", Date = Date,
            PeriodFrom = new DateOnly(2026, 1, 1), PeriodTo = new DateOnly(2026, 12, 31), State = _state, CreatedBy = _by, CreatedAt = app.Clock.GetUtcNow(), StateAt = app.Clock.GetUtcNow(),
        };
        plan.RefreshSearch(issuer.Name);
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            db.Add(plan);
            foreach (var ((text, rule, lead), n) in _tasks.Select((t, n) => (t, n)))
            {
                var key = $"s{n}";
                db.Add(new PlanStatement { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = n, Key = key, Kind = "item", Label = $"{n + 1}.", Start = n * 10, End = n * 10 + 10, Text = text });
                var task = new PlanTask
                {
                    ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = n, Text = text, Rule = rule, RuleWords = rule is null ? "" : RuleWording.Of(rule), StatementKeys = [key], Section = "V. TỔ CHỨC THỰC HIỆN",
                };
                db.Add(task);
                db.Add(new TaskParty { ProvinceId = plan.ProvinceId, PlanId = plan.Id, TaskId = task.Id, Role = PartyRole.Lead, Printed = lead?.Name ?? "cơ quan chưa rõ", OrganizationId = lead?.Id });
            }
            await db.SaveChangesAsync();
        });
        return plan;
    }
}

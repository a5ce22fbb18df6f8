using System.Text.RegularExpressions;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

/// <summary>What a person says of an organization; <see cref="Id"/> null adds one.</summary>
public sealed record OrganizationInput(
    Guid? Id, int Version, string Code, string Name, string ShortName, OrganizationLevel Level, OrganizationKind Kind, Guid? ParentId, string? ElectronicId, DateOnly ValidFrom, DateOnly? ValidTo)
{
    /// <summary>The document that names it, where that is why it is added: then it may also stand outside the person's own tree, below a body that nobody works for here.</summary>
    public string? NamedBy { get; init; }

    /// <summary>The id of one that is added: another that is added with it may stand below it.</summary>
    public Guid NewId { get; init; } = Guid.CreateVersion7();
}

/// <summary>An input that cannot be saved: which field, and what to do (Vietnamese).</summary>
public sealed record FieldProblem(string Field, string Message);

/// <summary>Adds an organization or changes its facts. A new name by an act is a succession, not an edit.</summary>
public sealed partial class SaveOrganization(LanToaDb db, Actor actor, OrganizationDirectory directory, Events events, Clock clock)
{
    // Checked in this step and not saved yet: what is added with them may stand below them.
    private readonly Dictionary<Guid, OrganizationInfo> _adding = [];

    /// <summary>Why the person may not manage organizations below <paramref name="parent"/>; empty when they may.</summary>
    public IReadOnlyList<string> WhyNot(Guid? parent) =>
        parent is { } unit && (actor.Can(OrganizationPermissions.Manage, unit) || _adding.ContainsKey(unit)) || actor.IsSystem ? [] : ["Bạn chỉ quản lý được cơ quan thuộc đơn vị mà bạn giữ vai trò quản trị hoặc phụ trách CCHC."];

    /// <summary>Saves, or says what is wrong and saves nothing. Returns the organization's id when saved.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Someone else changed it since it was read.</exception>
    public async Task<(Guid? Id, IReadOnlyList<FieldProblem> Problems)> HandleAsync(OrganizationInput input, CancellationToken cancel = default)
    {
        var problems = await CheckAsync(input, cancel);
        if (problems.Count > 0) return (null, problems);

        var organization = input.Id is { } id ? await db.Set<Organization>().FirstAsync(o => o.Id == id, cancel) : Add(input);
        if (input.Id is not null)
        {
            db.Entry(organization).Property(o => o.Version).OriginalValue = input.Version;
            organization.Version = input.Version + 1;
            if (organization.Kind != input.Kind || organization.ParentId != input.ParentId) await events.PublishAsync(new StandingChanged(organization.Id), cancel);
            Take(organization, input);
        }
        await db.SaveChangesAsync(cancel);
        directory.Forget();
        return (organization.Id, []);
    }

    /// <summary>Adds several as one, each below a known body or below one before it: all of them, or none and what is wrong with which.</summary>
    public async Task<IReadOnlyList<(OrganizationInput Input, FieldProblem Problem)>> AddAllAsync(IReadOnlyList<OrganizationInput> inputs, CancellationToken cancel = default)
    {
        var problems = new List<(OrganizationInput, FieldProblem)>();
        try
        {
            foreach (var input in inputs)
            {
                problems.AddRange((await CheckAsync(input, cancel)).Select(p => (input, p)));
                if (_adding.Values.Any(o => o.Code == input.Code.Trim())) problems.Add((input, new("Code", $"Mã {input.Code.Trim()} được dùng hai lần.")));
                if (input.ParentId is { } above && Find(above) is not null) _adding[input.NewId] = new OrganizationInfo(input.NewId, input.Code.Trim(), input.Name.Trim(), "", ProvinceOf(input), input.ParentId, input.Level.ToString(), input.Kind.ToString(), input.ValidFrom, input.ValidTo);
            }
            if (problems.Count > 0) return problems;
            foreach (var input in inputs) Add(input);
            await db.Because("organization.named", inputs.FirstOrDefault()?.NamedBy).SaveChangesAsync(cancel);
            directory.Forget();
            return [];
        }
        finally
        {
            _adding.Clear();
        }
    }

    private Organization Add(OrganizationInput input)
    {
        var organization = new Organization { Id = input.NewId, Code = input.Code, Name = input.Name, ProvinceId = ProvinceOf(input), KeptFor = IsKeptHere(input) ? input.NamedBy : null };
        Take(organization, input);
        db.Add(organization);
        if (IsTakenOn(input)) db.Add(new Membership { AccountId = actor.AccountId!.Value, OrganizationId = organization.Id, Role = Role.Officer, ValidFrom = clock.Today });
        return organization;
    }

    private static void Take(Organization organization, OrganizationInput input)
    {
        (organization.Code, organization.Name, organization.ShortName) = (input.Code.Trim(), input.Name.Trim(), input.ShortName.Trim());
        (organization.Level, organization.Kind, organization.ParentId) = (input.Level, input.Kind, input.ParentId);
        (organization.ElectronicId, organization.ValidFrom, organization.ValidTo) = (input.ElectronicId?.Trim(), input.ValidFrom, input.ValidTo);
        organization.RefreshSearch();
    }

    private OrganizationInfo? Find(Guid id) => _adding.GetValueOrDefault(id) ?? directory.Find(id);

    /// <summary>
    /// A body of elsewhere that is here only because a document names it is kept, with its duties, by the province that keeps the document. A province that the
    /// nation adds begins a province of its own, by its official code; any other body is of its parent's.
    /// </summary>
    private short ProvinceOf(OrganizationInput input) =>
        IsKeptHere(input) ? actor.ProvinceId
        : Find(input.ParentId!.Value)!.ProvinceId is var above && above == 0 && input.Level == OrganizationLevel.Province && short.TryParse(input.Code.Trim(), out var own) ? own : above;

    /// <summary>Whether a document names a body directly below the nation, read by somebody who does not work for the nation.</summary>
    private bool IsKeptHere(OrganizationInput input) =>
        input is { Id: null, NamedBy: not null, ParentId: { } above } && actor is { AccountId: not null, IsSystem: false, ProvinceId: not 0 }
        && Find(above)?.Level == nameof(OrganizationLevel.Nation) && !actor.Can(OrganizationPermissions.Manage, above);

    /// <summary>
    /// Whether the person becomes the officer of the new body: nobody works for it here, so nobody else could record what it issued or follow its duties.
    /// Only an officer of a whole province does, who gains no right over anything that existed before.
    /// </summary>
    private bool IsTakenOn(OrganizationInput input) => IsKeptHere(input) && actor.CanForProvince(OrganizationPermissions.Manage);

    /// <summary>A province or ministry below the nation, or a part of one that this province keeps and for which nobody else holds a role: nobody else would add it.</summary>
    private async Task<bool> IsOutsideAsync(OrganizationInfo parent, OrganizationInput input, CancellationToken cancel)
    {
        if (!actor.Holds(OrganizationPermissions.Manage)) return false;
        if (parent.Level == nameof(OrganizationLevel.Nation)) return input.Level is OrganizationLevel.Province or OrganizationLevel.Ministry;
        // Another province's tree is its own: what is followed of it here stands below what this province keeps in its place.
        if (parent.ProvinceId != actor.ProvinceId) return false;
        var all = directory.Subtree(directory.TopOf(parent).Id).Select(o => o.Id).ToList();
        return !await db.Set<Membership>().AnyAsync(m => all.Contains(m.OrganizationId) && m.AccountId != actor.AccountId, cancel);
    }

    /// <summary>What is wrong with the input, by field; empty when it can be saved.</summary>
    public async Task<IReadOnlyList<FieldProblem>> CheckAsync(OrganizationInput input, CancellationToken cancel = default)
    {
        var problems = new List<FieldProblem>();
        if (string.IsNullOrWhiteSpace(input.Name)) problems.Add(new("Name", "Bạn chưa nhập tên cơ quan."));
        else if (input.Id is null && PrintedNames.BeginsWithMany(input.Name)) problems.Add(new("Name", "Tên này chỉ nhiều cơ quan, không phải một cơ quan cụ thể. Hãy nhập tên một cơ quan, hoặc dùng nhóm cơ quan."));
        if (string.IsNullOrWhiteSpace(input.Code) || !CodeForm().IsMatch(input.Code.Trim())) problems.Add(new("Code", "Mã gồm chữ không dấu, số, dấu chấm hoặc gạch ngang, ví dụ: H41.SNV hoặc 00820."));
        if (input.ParentId is null || Find(input.ParentId.Value) is not { } parent)
        {
            problems.Add(new("ParentId", "Bạn chưa chọn cơ quan cấp trên."));
            return problems;
        }
        var denied = input is { Id: null, NamedBy: not null } && !_adding.ContainsKey(parent.Id) && await IsOutsideAsync(parent, input, cancel) ? [] : WhyNot(input.ParentId);
        problems.AddRange(denied.Concat(input.Id is null ? [] : WhyNot(input.Id)).Distinct().Select(why => new FieldProblem("ParentId", why)));
        if (input.Id is { } id && directory.IsWithin(parent.Id, id)) problems.Add(new("ParentId", "Cơ quan cấp trên không thể là chính nó hoặc cấp dưới của nó."));
        if (input.Id is null && !parent.ExistsOn(input.ValidFrom))
            problems.Add(new("ParentId", $"{parent.Name} chưa có hoặc đã hết hiệu lực vào ngày {VietnameseFormat.Date(input.ValidFrom)}. Hãy chọn cơ quan khác hoặc sửa ngày."));
        // The nation is what the installation began with; a second one would be taken for it.
        if (input.Level == OrganizationLevel.Nation && (input.Id is not { } own || directory.Find(own)?.Level != nameof(OrganizationLevel.Nation))) problems.Add(new("Level", "Chỉ có một cấp trung ương, đã có sẵn. Hãy chọn cấp khác."));
        if (input is { Id: null, Level: OrganizationLevel.Province, Kind: OrganizationKind.Committee } && parent.Level == nameof(OrganizationLevel.Nation) && !IsKeptHere(input) && !short.TryParse(input.Code?.Trim(), out _))
            problems.Add(new("Code", "Mã của UBND cấp tỉnh là mã số của tỉnh trong danh mục đơn vị hành chính, ví dụ 20: dữ liệu của tỉnh được giữ riêng theo mã này."));
        if (input.Id is { } kept && directory.Find(kept) is { } before && (before.ValidFrom != input.ValidFrom || before.ValidTo != input.ValidTo)) problems.AddRange(await WhyNotMoveAsync(kept, input, cancel));
        if (input.ValidTo < input.ValidFrom) problems.Add(new("ValidTo", "Ngày hết hiệu lực phải sau ngày bắt đầu."));
        var code = input.Code?.Trim();
        var sameCode = await db.Set<Organization>().AsNoTracking().Where(o => o.Code == code && o.Id != input.Id).ToListAsync(cancel);
        if (sameCode.FirstOrDefault(o => o.ValidFrom <= (input.ValidTo ?? DateOnly.MaxValue) && input.ValidFrom <= (o.ValidTo ?? DateOnly.MaxValue)) is { } other)
            problems.Add(new("Code", $"Mã này đang là của {other.Name} trong cùng thời gian. Hãy dùng mã khác hoặc sửa thời gian hiệu lực."));
        return problems;
    }

    /// <summary>Reorganizations stand on the days of their bodies: whose days change without them would exist beside those who carry it on, or carry on others before it is there.</summary>
    private async Task<IReadOnlyList<FieldProblem>> WhyNotMoveAsync(Guid id, OrganizationInput input, CancellationToken cancel)
    {
        var lines = await db.Set<SuccessionLine>().AsNoTracking().Where(l => l.FromId == id || l.ToId == id)
            .Join(db.Set<Succession>().Where(s => s.WithdrawnAt == null), l => l.SuccessionId, s => s.Id, (l, s) => new { l.SuccessionId, l.FromId, l.ToId, s.EffectiveOn }).OrderBy(l => l.EffectiveOn).ToListAsync(cancel);
        const string way = "Sửa ngày thì thu hồi lần sắp xếp đó ở trang của cơ quan, rồi ghi nhận lại.";
        var problems = new List<FieldProblem>();
        foreach (var given in lines.Where(l => l.FromId == id).GroupBy(l => (l.SuccessionId, l.EffectiveOn)))
        {
            var (on, last) = (VietnameseFormat.Date(given.Key.EffectiveOn), given.Key.EffectiveOn.AddDays(-1));
            if (given.All(l => l.ToId != id) && input.ValidTo != last) problems.Add(new("ValidTo", $"Cơ quan kết thúc ngày {VietnameseFormat.Date(last)} theo lần sắp xếp từ ngày {on}. {way}"));
            if (input.ValidFrom > last) problems.Add(new("ValidFrom", $"Cơ quan được sắp xếp từ ngày {on} nên phải có từ trước ngày đó. {way}"));
        }
        foreach (var taken in lines.Where(l => l.ToId == id && l.FromId != id).Select(l => l.EffectiveOn).Distinct().Where(on => input.ValidFrom > on || input.ValidTo < on))
            problems.Add(new(input.ValidFrom > taken ? "ValidFrom" : "ValidTo", $"Cơ quan kế thừa cơ quan khác từ ngày {VietnameseFormat.Date(taken)} nên phải có hiệu lực vào ngày đó. {way}"));
        return [.. problems.DistinctBy(p => p.Field)];
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.\-]{0,39}$")]
    private static partial Regex CodeForm();
}

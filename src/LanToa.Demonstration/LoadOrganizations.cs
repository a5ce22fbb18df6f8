using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Demonstration;

/// <summary>Adds the organizations of the made-up province and its reorganizations of 2025 by the same operations as the pages; what is there already is left alone.</summary>
public sealed class LoadOrganizations(LanToaDb db, OrganizationDirectory directory, SaveOrganization save, RecordSuccession record, Clock clock)
{
    public async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        var samples = Samples.Organizations();
        var ids = directory.All.ToDictionary(o => (o.Code, o.ValidFrom), o => o.Id);
        var byCode = directory.All.GroupBy(o => o.Code).ToDictionary(g => g.Key, g => g.OrderBy(o => o.ValidFrom).Last().Id);
        foreach (var (body, i) in samples.Organizations.Select((b, i) => (b, i)))
        {
            if (!ids.ContainsKey((body.Code, body.From))) byCode[body.Code] = await AddAsync(body, byCode, cancel);
            if (i % 20 == 0) await run.ReportAsync(2 + (40 * i / samples.Organizations.Count), $"Cơ quan, đơn vị: {i}/{samples.Organizations.Count}");
        }
        await AddAliasesAsync(samples, byCode, cancel);
        await run.ReportAsync(45, "Sắp xếp tổ chức năm 2025");
        foreach (var succession in samples.Successions) await RecordAsync(succession, byCode, cancel);
    }

    /// <summary>The province itself, which accounts and jobs stand on from the first minute.</summary>
    public async Task<Guid> AddProvinceAsync(CancellationToken cancel)
    {
        var province = Samples.Organizations().Organizations[0];
        var known = directory.All.FirstOrDefault(o => o.Code == province.Code && o.ValidFrom == province.From);
        return known?.Id ?? await AddAsync(province, directory.All.ToDictionary(o => o.Code, o => o.Id), cancel);
    }

    private async Task<Guid> AddAsync(SampleOrganization body, Dictionary<string, Guid> byCode, CancellationToken cancel)
    {
        var input = new OrganizationInput(null, 0, body.Code, body.Name, body.Short, body.Level, body.Kind, byCode[body.Parent], null, body.From, null);
        var (id, problems) = await save.HandleAsync(input, cancel);
        return id ?? throw new JobFailedException($"{body.Name}: {string.Join(" ", problems.Select(p => p.Message))}");
    }

    /// <summary>Names that documents of the province use for its own bodies; they hold for no other issuer.</summary>
    private async Task AddAliasesAsync(SampleOrganizations samples, Dictionary<string, Guid> byCode, CancellationToken cancel)
    {
        var issuer = byCode[Samples.ProvinceCode];
        var known = (await db.Set<OrganizationAlias>().Where(a => a.IssuerId == issuer).Select(a => a.Text).ToListAsync(cancel)).ToHashSet();
        foreach (var body in samples.Organizations)
            foreach (var alias in (body.Aliases ?? []).Where(a => !known.Contains(a)))
                db.Add(OrganizationAlias.Of(alias, byCode[body.Code], null, issuer, null, clock.Now));
        await db.SaveChangesAsync(cancel);
    }

    private async Task RecordAsync(SampleSuccession succession, Dictionary<string, Guid> byCode, CancellationToken cancel)
    {
        var lines = succession.Lines.Select(l => new SuccessionLineInput(byCode[l.From], l.To is null ? null : byCode[l.To], l.Weight)).ToList();
        var first = lines[0].FromId;
        if (await db.Set<SuccessionLine>().AnyAsync(l => l.FromId == first, cancel)) return;
        await record.HandleAsync(new SuccessionInput(succession.Kind, succession.On, succession.Act, lines), cancel);
    }
}

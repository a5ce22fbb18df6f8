using LanToa.Accountability.Activities;
using LanToa.Accountability.Reports;
using LanToa.Accountability.Reports.Formulas;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Accountability.Tests.Reports;

/// <summary>Figures over groups of activities are those of the activities themselves.</summary>
public sealed class OwnFiguresTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly string[] Forms = ["news", "article", "event", "broadcast", "post", "contest"], Channels = ["portal", "social", "meeting", "commune-loudspeaker"], Topics = ["procedures", "one-stop", "indices"], Audiences = ["citizens", "officials"];
    private static readonly DateOnly First = new(2026, 1, 1);

    /// <summary>Random formulas over random activities of two provinces: the grouped reading and the plain one, after rows came, changed and went on changing.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task OfAsync_RandomFormulasAndActivities_SameAsOneByOne(int seed)
    {
        var random = new Random(seed);
        var units = new List<Organization>();
        foreach (var province in new short[] { 99, (short)(40 + seed) })
            for (var i = 0; i < 4; i++) units.Add(await app.AddOrganizationAsync($"Đơn vị {seed}.{province}.{i}", OrganizationLevel.Commune, OrganizationKind.Committee, null, province: province));
        foreach (var province in units.GroupBy(u => u.ProvinceId))
            await app.InScopeAsync(async s =>
            {
                var db = s.GetRequiredService<LanToaDb>();
                for (var i = 0; i < 300; i++) db.Add(Any(random, province.ElementAt(random.Next(4))));
                await db.SaveChangesAsync();
            }, province.Key);
        var database = app.App.Services.GetRequiredService<NpgsqlDataSource>();
        for (var round = 0; round < 12; round++)
        {
            var chosen = units.Where(_ => random.Next(3) > 0).Select(u => u.Id).ToArray();
            if (round % 3 == 0) chosen = [.. units.Where(u => u.ProvinceId == 99).Select(u => u.Id)];
            var (from, to) = (First.AddDays(random.Next(200)), First.AddDays(200 + random.Next(165)));
            var yearFrom = round % 2 == 0 ? from : First;
            var atoms = Enumerable.Range(0, 40).SelectMany(_ => Formula.Read(Any(random)).Atoms).Distinct().ToList();
            var found = await app.InScopeAsync(s => s.GetRequiredService<OwnFigures>().OfAsync(chosen, yearFrom, from, to, atoms));
            Same(found.Period, await NaiveFigures.OfAsync(database, chosen, from, to, atoms));
            Same(found.Year, await NaiveFigures.OfAsync(database, chosen, yearFrom, to, atoms));
            foreach (var (atom, listed) in found.Units) listed.Count.ShouldBe((int)found.Period[atom]!, atom.Text);
            // What changes is another kind at once.
            await app.InScopeAsync(async s =>
            {
                var db = s.GetRequiredService<LanToaDb>();
                foreach (var activity in await db.Set<Activity>().OrderBy(a => a.Id).Skip(random.Next(250)).Take(5).ToListAsync())
                    (activity.State, activity.Channels, activity.Quantity) = (ActivityState.Accepted, [Channels[random.Next(4)], $"kênh-{round}"], random.Next(9));
                await db.SaveChangesAsync();
            });
        }

        void Same(IReadOnlyDictionary<Atom, decimal?> found, Dictionary<Atom, decimal?> expected)
        {
            foreach (var (atom, value) in expected) found[atom].ShouldBe(value, $"seed {seed}: {atom.Kind} {atom.What} {string.Join("; ", atom.Conditions.Select(c => c.Field.Name + "=" + string.Join(',', c.Codes)))}");
        }
    }

    /// <summary>So many units that they are not asked one by one: two whole provinces, and all but some of them.</summary>
    [Fact]
    public async Task OfAsync_MoreUnitsThanPlacesInTheIndex_SameAsOneByOne()
    {
        const short Here = 51, There = 52;
        var (random, units) = (new Random(7), new List<Organization>());
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            for (var i = 0; i < 1010; i++)
            {
                units.Add(new Organization { Code = $"N{i:0000}", ProvinceId = i % 2 == 0 ? Here : There, Name = $"Xã Nhiều {i:0000}", Level = OrganizationLevel.Commune, Kind = OrganizationKind.Committee, ValidFrom = First });
                units[^1].RefreshSearch();
            }
            db.AddRange(units);
            await db.SaveChangesAsync();
            s.GetRequiredService<OrganizationDirectory>().Forget();
        });
        foreach (var province in units.GroupBy(u => u.ProvinceId))
            await app.InScopeAsync(async s =>
            {
                var db = s.GetRequiredService<LanToaDb>();
                for (var i = 0; i < 250; i++) db.Add(Any(random, province.ElementAt(random.Next(40))));
                await db.SaveChangesAsync();
            }, province.Key);
        var database = app.App.Services.GetRequiredService<NpgsqlDataSource>();
        var atoms = Enumerable.Range(0, 60).SelectMany(_ => Formula.Read(Any(random)).Atoms).Distinct().ToList();
        foreach (var chosen in new[] { units.Select(u => u.Id).ToArray(), [.. units.Skip(3).Select(u => u.Id)] })
        {
            var (from, to) = (First.AddDays(150), First.AddDays(300));
            var found = await app.InScopeAsync(s => s.GetRequiredService<OwnFigures>().OfAsync(chosen, First, from, to, atoms));
            foreach (var (atom, value) in await NaiveFigures.OfAsync(database, chosen, from, to, atoms)) found.Period[atom].ShouldBe(value, atom.Text);
            foreach (var (atom, value) in await NaiveFigures.OfAsync(database, chosen, First, to, atoms)) found.Year[atom].ShouldBe(value, atom.Text);
            var by = await app.InScopeAsync(s => s.GetRequiredService<OwnFigures>().ByUnitAsync(chosen, First, to, [.. Formula.Read("đếm()").Atoms]));
            by.Sum(u => u.Activities).ShouldBe((long)(await NaiveFigures.OfAsync(database, chosen, First, to, Formula.Read("đếm()").Atoms)).Values.Single()!);
        }
    }

    [Fact]
    public async Task Notable_TwiceSilentRejectedAndPaper_EachDeedOnceInTheOrderOfReach()
    {
        var unit = await app.AddOrganizationAsync("Đơn vị nổi bật", OrganizationLevel.Commune, OrganizationKind.Committee, null);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            foreach (var (title, reach, state) in new (string, long?, ActivityState)[] { ("Báo cáo", 950, ActivityState.Accepted), ("Tin", null, ActivityState.Accepted), ("Im lặng", null, ActivityState.Accepted), ("Nhiều", 90, ActivityState.Accepted), ("nhiều ", 80, ActivityState.Accepted), ("Chờ", 900, ActivityState.Recorded), ("Ít", 10, ActivityState.Accepted) })
                db.Add(new Activity { ProvinceId = 99, UnitId = unit.Id, State = state, HappenedOn = First, Form = title switch { "Báo cáo" => "report", "Tin" => "news", _ => "event" }, Title = title, Attendance = reach, RecordedByName = "Thử", RecordedAt = app.Clock.GetUtcNow(), SendKey = Guid.CreateVersion7() });
            await db.SaveChangesAsync();
        });
        var notable = await app.InScopeAsync(s => s.GetRequiredService<NotableActivities>().OfAsync([unit.Id], First, First, 4));
        notable.Select(a => (a.Title, a.UnitId, a.From, a.Attendance)).ShouldBe([("Nhiều", unit.Id, First, 90L), ("Ít", unit.Id, First, 10L), ("Im lặng", unit.Id, First, null)]);
    }

    [Fact]
    public async Task Notable_BearingTheWordsOfItsTaskOrProduct_SaysWhatItWas()
    {
        var unit = await app.AddOrganizationAsync("Đơn vị ghi nhanh", OrganizationLevel.Commune, OrganizationKind.Committee, null);
        var task = "Mở lớp tập huấn về dịch vụ công trực tuyến, mỗi năm 02 lớp" + new string('x', 300);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            foreach (var (title, reach) in new[] { (task[..199] + "…", 90L), ("Lớp tập huấn", 80), ("Tập huấn tại thôn Một", 70) })
            {
                var activity = new Activity { ProvinceId = 99, UnitId = unit.Id, State = ActivityState.Accepted, HappenedOn = First, Form = "training", Title = title, Attendance = reach, Place = "Nhà văn hóa", Quantity = 2, RecordedByName = "Thử", RecordedAt = app.Clock.GetUtcNow(), SendKey = Guid.CreateVersion7() };
                db.Add(activity);
                foreach (var (n, text) in new[] { "Việc khác", task }.Index()) db.Add(new ActivityAnswer { Id = Guid.CreateVersion7(app.Clock.GetUtcNow().AddMinutes(n)), ProvinceId = 99, ActivityId = activity.Id, TaskProvinceId = 99, TaskId = Guid.CreateVersion7(), PlanId = Guid.CreateVersion7(), AssignerId = unit.Id, Counted = 1, TaskText = text });
            }
            await db.SaveChangesAsync();
        });
        var notable = await app.InScopeAsync(s => s.GetRequiredService<NotableActivities>().OfAsync([unit.Id], First, First, 3));
        notable.Select(a => a.Deed).ShouldBe([new NotableDeed("training", 2, null, "Nhà văn hóa", null, "", task), new NotableDeed("training", 2, null, "Nhà văn hóa", null, "", "Việc khác"), null]);
    }

    private static Activity Any(Random random, Organization unit) => new()
    {
        ProvinceId = unit.ProvinceId, UnitId = unit.Id, State = (ActivityState)random.Next(5), HappenedOn = First.AddDays(random.Next(365)), Form = Forms[random.Next(Forms.Length)], Title = "Thử", RecordedByName = "Thử",
        RecordedAt = DateTimeOffset.UnixEpoch, SendKey = Guid.CreateVersion7(),
        Channels = [.. Channels.Where(_ => random.Next(3) == 0)], Topics = [.. Topics.Where(_ => random.Next(2) == 0)], Audiences = [.. Audiences.Where(_ => random.Next(2) == 0)],
        Quantity = random.Next(3) == 0 ? null : random.Next(2000) / 100m, Attendance = Sometimes(random), Listeners = Sometimes(random), Views = Sometimes(random), Entries = Sometimes(random), Cost = Sometimes(random) * 1000, Pages = Sometimes(random) / 10m, Minutes = Sometimes(random) / 4m,
    };

    private static long? Sometimes(Random random) => random.Next(3) == 0 ? random.Next(500) : null;

    private static string Any(Random random)
    {
        var measure = FormulaWords.Measures[random.Next(FormulaWords.Measures.Count)].Name;
        var conditions = new List<string>();
        if (random.Next(2) == 0) conditions.Add($"sản_phẩm = {Some(Forms)}");
        if (random.Next(3) == 0) conditions.Add($"kênh = {Some(Channels)}");
        if (random.Next(3) == 0) conditions.Add($"nội_dung = {Some(Topics)}");
        if (random.Next(3) == 0) conditions.Add($"đối_tượng = {Some(Audiences)}");
        if (random.Next(3) == 0) conditions.Add("trạng_thái = Accepted, Recorded");
        var tail = string.Join("; ", conditions);
        return random.Next(6) switch
        {
            0 => $"đếm({tail})", 1 => $"số_đơn_vị({tail})", 2 => $"lớn_nhất({Measured()})", 3 => $"mới_nhất({Measured()})", 4 => $"có({tail})", _ => $"tổng({Measured()})",
        };

        string Measured() => tail.Length > 0 ? $"{measure}; {tail}" : measure;

        string Some(string[] codes) => string.Join(", ", codes.Where((_, i) => i == 0 || random.Next(2) == 0).Skip(random.Next(2)).DefaultIfEmpty(codes[^1]));
    }
}

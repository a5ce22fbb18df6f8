using System.Net;
using FsCheck;
using FsCheck.Fluent;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Pages.Administration;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>A reporting regime made and changed by form, without JSON.</summary>
public sealed class RegimeTermsTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    internal static Dictionary<string, string> New(string code, string name, string from = "01/01/2020") => new()
    {
        ["Input.Code"] = code, ["Input.Name"] = name, ["Input.Source"] = "Quyết định thử", ["Input.ValidFrom"] = from, ["Reason"] = "Ban hành",
    };

    private Task<RegimeSet> RegimesAsync(short province = 99) => app.InScopeAsync(async s => (await s.GetRequiredService<RuleBooks>().OfAsync(province)).Own.Regimes);

    [Fact]
    public async Task New_OwnWindowsAndSendDates_HoldsInTheProvinceOnly()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var values = New("rieng-cua-tinh", "Chế độ của tỉnh");
        (values["Input.Windows[1].FromDay"], values["Input.Windows[1].ToDay"]) = ("16", "15");
        (values["Input.Send.Choice"], values["Input.Send.Day"]) = (nameof(SendChoice.DayOfLastMonth), "22");
        (values["Input.SendBy[2].Choice"], values["Input.SendBy[2].Days"]) = (nameof(SendChoice.WorkingDaysAfterCutoff), "1");

        (await administrator.SubmitAsync(await administrator.OpenAsync("/rules/regimes/terms"), "#luu", values)).Status.ShouldBe(HttpStatusCode.Redirect);

        var made = (await RegimesAsync())["rieng-cua-tinh"];
        var quarter = new CalendarPeriod(PeriodKind.Quarter, 2026);
        made.WindowOf(quarter).ShouldBe(new DateSpan(new(2025, 12, 16), new(2026, 3, 15)));
        made.WindowOf(new(PeriodKind.Year, 2026)).To.ShouldBe(new DateOnly(2026, 12, 14));
        made.SendDateOf(quarter, BuiltInRules.Holidays).ShouldBe(new DateOnly(2026, 3, 22));
        made.SendDateOf(quarter, BuiltInRules.Holidays, "commune").ShouldBe(new DateOnly(2026, 3, 16));
        RegimeChoices.Of(made).ShouldBe(RegimeChoices.Of((await RegimesAsync())[RegimeSet.GovernmentDefault]));
        (await RegimesAsync(98)).All.ShouldNotContain(r => r.Code == "rieng-cua-tinh");
        (await administrator.OpenAsync("/rules/regimes/edit?code=rieng-cua-tinh")).Text("main").ShouldContain("Thêm chế độ báo cáo");
        (await administrator.OpenAsync("/rules/regimes/edit?code=rieng-cua-tinh")).Texts("main li").ShouldContain(l => l.StartsWith("UBND cấp xã: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task New_NothingOrNonsense_SaysWhatToWriteWhereItIsMissing()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var form = await administrator.OpenAsync("/rules/regimes/terms");
        form.Html.QuerySelector(".lt-errors").ShouldBeNull();

        var answer = await administrator.SubmitAsync(form, "#luu", new() { ["Input.Windows[0].FromDay"] = "40", ["Input.Send.Choice"] = nameof(SendChoice.BeforeDate), ["Input.Send.Day"] = "20", ["Input.Send.Month"] = "", ["Input.SendBy[0].Choice"] = nameof(SendChoice.BeforeDate), ["Input.SendBy[0].Day"] = "31", ["Input.SendBy[0].Month"] = "2" });

        answer.Texts(".lt-errors li").ShouldBe([
            "Hãy đặt mã cho chế độ.", "Hãy ghi tên chế độ báo cáo.", "Hãy ghi căn cứ: văn bản nào quy định.", "Hãy ghi tháng gửi, từ 1 đến 12.", "UBND cấp tỉnh gửi: Tháng 2 không có ngày 31; hãy sửa ngày gửi.", "Tháng: Ngày phải từ 1 đến 31.", "Hãy ghi lý do.",
        ], ignoreOrder: true);
        answer.Html.QuerySelector("[name='Input.Windows[0].FromDay']")!.GetAttribute("value").ShouldBe("40");
    }

    [Fact]
    public async Task Edit_ChangedByBoth_SecondSeesTheFirstOnes()
    {
        using var first = await app.SignInAsync(Role.Administrator);
        using var second = await app.SignInAsync(Role.Administrator);
        await first.SubmitAsync(await first.OpenAsync("/rules/regimes/terms"), "#luu", New("hai-nguoi-sua", "Tên đầu"));
        var address = "/rules/regimes/terms?code=hai-nguoi-sua";
        var (firstForm, secondForm) = (await first.OpenAsync(address), await second.OpenAsync(address));
        await first.SubmitAsync(firstForm, "#luu", new() { ["Input.Name"] = "Tên một", ["Reason"] = "Đổi" });

        var clash = await second.SubmitAsync(secondForm, "#luu", new() { ["Input.Name"] = "Tên hai", ["Reason"] = "Đổi" });

        clash.Texts("#lt-clash dd").ShouldBe(["Tên một", "Tên hai"]);
        (await RegimesAsync())["hai-nguoi-sua"].Name.ShouldBe("Tên một");
        (await second.SubmitAsync(clash, "#luu", new() { ["Reason"] = "Đổi" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await RegimesAsync())["hai-nguoi-sua"].Name.ShouldBe("Tên hai");
    }

    private static readonly Gen<SendTerms> Sends = Gen.Elements(Enum.GetValues<SendChoice>()).SelectMany(c => Gen.Choose(1, 12).Select(n => new SendTerms { Choice = c, Day = n, Month = n, Days = n }));

    [Fact]
    public void OwnSends_PeriodWithADayOfItsOwn_IsNamedWhereTheLevelsDayDoesNotHold()
    {
        static SendRule On(int day) => new(SendKind.DayOfLastMonth, day);
        static Dictionary<string, SendRule> Commune(int day) => new(StringComparer.Ordinal) { ["commune"] = On(day) };
        var data = new RegimeData
        {
            Code = "x", Name = "Riêng", Source = "Quy chế", BasedOn = RegimeSet.GovernmentDefault, Send = On(20), SendByLevel = Commune(15),
            Periods = [.. BuiltInRules.Regimes[RegimeSet.GovernmentDefault].Periods.Select(p => p.Kind switch { PeriodKind.Month => p with { Send = On(25) }, PeriodKind.Quarter => p with { SendByLevel = Commune(12) }, _ => p with { Send = null, SendByLevel = null } })],
        };
        var regime = new RegimeSet([.. BuiltInRules.Regimes.All.Where(r => r.Code == RegimeSet.GovernmentDefault).Select(r => new RegimeData { Code = r.Code, Name = r.Name, Source = r.Source, Periods = r.Periods, Send = r.Send, Series = r.Series }), data])["x"];
        RegimeModel.OwnSendsOf(regime).Select(s => $"{s.Who}: {s.When}").ShouldBe(["UBND cấp xã: ngày 15 tháng cuối kỳ, trừ báo cáo tháng, quý", "UBND cấp xã, báo cáo quý: ngày 12 tháng cuối kỳ"]);
    }

    private static readonly Gen<RegimeTerms> Terms =
        from send in Sends.Where(s => s.Choice != SendChoice.AsUsual)
        from levels in Sends.ListOf(RegimeTerms.Levels.Count)
        from windows in Gen.Choose(1, 28).SelectMany(a => Gen.Choose(1, 28).Select(b => new WindowTerms { FromDay = a, FromMonth = -1, ToDay = b, ToMonth = 0 })).ListOf(5)
        from series in Gen.SubListOf(RegimeTerms.SeriesKeys.Select(s => s.Key)).Where(s => s.Any())
        select new RegimeTerms { Name = "Tên", Source = "Căn cứ", Windows = [.. windows], Send = send, SendBy = [.. levels], Series = [.. series] };

    [Fact]
    public void Form_WhateverItSays_IsWhatTheRegimeMeans() => Prop.ForAll(Terms.ToArbitrary(), typed =>
    {
        var data = typed.With(new RegimeData { Code = "x", Name = "", Source = "" }, BuiltInRules.Regimes[RegimeSet.GovernmentDefault]);
        var meant = new RegimeSet(BuiltInRules.Regimes.All.Where(r => r.Code == RegimeSet.GovernmentDefault)
            .Select(r => new RegimeData { Code = r.Code, Name = r.Name, Source = r.Source, Periods = r.Periods, Send = r.Send, SendByLevel = r.SendByLevel, Series = r.Series }).Append(data))["x"];
        var back = RegimeTerms.Of(data, meant);
        back.Windows.Select(w => w.Rule).ShouldBe(typed.Windows.Select(w => w.Rule));
        back.Send.Rule.ShouldBe(typed.Send.Rule);
        back.SendBy.Select(s => s.Rule).ShouldBe(typed.SendBy.Select(s => s.Rule));
        back.Series.ShouldBe(typed.Series, ignoreOrder: true);
    }).QuickCheckThrowOnFailure();
}

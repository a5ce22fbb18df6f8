using System.Text;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Organizations;

/// <summary>Reorganizations from a file: what is wrong with a row, what it would change, all or nothing.</summary>
public sealed class SuccessionFileTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Head = "Hình thức;Có hiệu lực từ;Văn bản;Cơ quan cũ;Cơ quan kế thừa;Tỷ lệ\n";
    private static readonly DateOnly Day = new(2025, 7, 1);

    private int _names;

    private Task<Organization> BodyAsync(string code, bool isNew = false) =>
        app.AddOrganizationAsync($"Ủy ban nhân dân xã {code} {++_names}", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province, code, from: isNew ? Day : null);

    private Task<int> CountAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Succession>().CountAsync());

    [Theory]
    [InlineData("", 0, "không có dòng nào")]
    [InlineData("Hình thức;Ngày\n", 1, "thiếu cột “Có hiệu lực từ”, “Văn bản”, “Cơ quan cũ”, “Cơ quan kế thừa”")]
    [InlineData(Head, 0, "chỉ có dòng đầu")]
    [InlineData(Head + "Bán;01/07/2025;NQ;A;B;1", 2, "Hình thức “Bán” không có")]
    [InlineData(Head + "Đổi tên;31/02/2025;NQ;A;B;1", 2, "Ngày “31/02/2025” không đọc được")]
    [InlineData(Head + "\nĐổi tên;01/07/2025;;A;B;1", 3, "Chưa ghi văn bản")]
    [InlineData(Head + "Chia, tách;01/07/2025;NQ;A;B;1,2", 2, "Tỷ lệ “1,2” không đúng")]
    [InlineData(Head + "Đổi tên;01/07/2025;NQ;;B;", 2, "Chưa ghi cơ quan cũ")]
    public void Read_WrongRow_SaysLineAndWhatToDo(string text, int line, string message)
    {
        var problem = SuccessionFile.Read(text).Problems.ShouldHaveSingleItem();
        problem.Line.ShouldBe(line);
        problem.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("Hình thức,Văn bản,Có hiệu lực từ,Cơ quan kế thừa,Cơ quan cũ\nsáp nhập,\"Nghị quyết 1, ngày 2\",1/7/2025,B,A")]
    [InlineData("﻿hinh thuc\tvan ban\tco hieu luc tu\tco quan ke thua\tco quan cu\r\nHợp nhất\tNghị quyết 1, ngày 2\t2025-07-01\tB\tA\r\n")]
    public void Read_AnySeparatorAndOrder_IsTheSameRow(string text)
    {
        var (rows, problems) = SuccessionFile.Read(text);
        problems.ShouldBeEmpty();
        rows.ShouldBe([new SuccessionRow(2, SuccessionKind.Merge, Day, "Nghị quyết 1, ngày 2", "A", "B", 1)]);
    }

    [Fact]
    public async Task Page_TrialRun_ListsWhatWouldChangeAndWritesNothing_ConfirmedItIsRecordedOnce()
    {
        var (a, b, x) = (await BodyAsync("TEP.A"), await BodyAsync("TEP.B"), await BodyAsync("TEP.X", isNew: true));
        await app.AddPersonAsync(Role.FocalPoint, a);
        using var person = await app.SignInAsync(Role.Administrator);
        var before = await CountAsync();
        var file = new TestFile("List", "sap-xep.csv", Encoding.UTF8.GetBytes($"{Head}Hợp nhất;01/07/2025;Nghị quyết tệp;TEP.A;TEP.X;\nHợp nhất;01/07/2025;Nghị quyết tệp;{b.Name};TEP.X;1\n"));
        var form = await person.GetAsync("/organizations/successionfile");
        form.Text("#tep").ShouldSatisfyAllConditions(t => t.ShouldContain("Chọn tệp, hoặc dán các dòng"), t => t.ShouldNotContain("không bắt buộc", Case.Insensitive, "one of the two is needed"));
        var seen = await person.SubmitAsync(form, "#tep", [], file);
        var words = seen.Text("#xem-truoc");
        words.ShouldContain("Sẽ ghi nhận 1 lần sắp xếp");
        words.ShouldContain($"{a.Name} → {x.Name}");
        words.ShouldContain("1 tài khoản có vai trò");
        (await CountAsync()).ShouldBe(before);

        (await person.SubmitAsync(seen, "#tep", [], button: "button[name=confirmed]")).Location.ShouldBe("/organizations");
        (await CountAsync()).ShouldBe(before + 1);
        (await person.SubmitAsync(seen, "#tep", [], button: "button[name=confirmed]")).Text("#can-sua").ShouldContain("đã được ghi nhận sắp xếp");
        (await CountAsync()).ShouldBe(before + 1);
    }

    [Theory]
    [InlineData("Hợp nhất;01/07/2025;NQ;S{0}.A;S{0}.A;1", "không thể kế thừa chính nó")]
    [InlineData("Đổi tên;01/07/2025;NQ;S{0}.A;S{0}.K;1", "“S{0}.K” không có vào ngày 01/07/2025")]
    [InlineData("Chia, tách;01/07/2025;NQ;S{0}.A;S{0}.X;0,5\nChia, tách;01/07/2025;NQ;S{0}.A;S{0}.B;0,4", "cộng lại bằng 1 (hiện là 0,9)")]
    [InlineData("Chuyển giao nhiệm vụ;01/07/2025;NQ;S{0}.A;S{0}.B;1\nChuyển giao nhiệm vụ;01/07/2025;NQ;S{0}.B;S{0}.A;1", "vòng lại chính nó")]
    [InlineData("Đổi tên;01/07/2025;NQ;S{0}.X;S{0}.A;1", "“S{0}.X” không có vào ngày 30/06/2025")]
    [InlineData("Sáp nhập;01/07/2025;NQ;S{0}.A;S{0}.B;1\nSáp nhập;01/07/2025;NQ;S{0}.B;S{0}.C2;1", "nên phải còn vào ngày đó")]
    [InlineData("Sáp nhập;01/08/2025;NQ;S{0}.B;S{0}.A;1\nĐổi tên;01/07/2025;NQ;S{0}.A;S{0}.X;1", "đã kết thúc do sắp xếp từ ngày 01/07/2025")]
    public async Task Try_ImpossibleReorganization_SaysWhyAndRecordsNoneOfTheFile(string rows, string why)
    {
        var mark = rows.GetHashCode(StringComparison.Ordinal).ToString("X", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var code in new[] { "A", "B", "C", "C2" }) await BodyAsync($"S{mark}.{code}");
        foreach (var code in new[] { "X", "Y" }) await BodyAsync($"S{mark}.{code}", isNew: true);
        var before = await CountAsync();
        var text = Head + rows.Replace("{0}", mark, StringComparison.Ordinal) + $"\nĐổi tên;01/07/2025;NQ đúng;S{mark}.C;S{mark}.Y;1";
        var filed = await app.InScopeAsync(s => s.GetRequiredService<RecordFile>().TryAsync(text));
        filed.Problems.ShouldContain(p => p.Message.Contains(why.Replace("{0}", mark, StringComparison.Ordinal), StringComparison.Ordinal));
        await app.InScopeAsync(s => s.GetRequiredService<RecordFile>().HandleAsync(text, filed.Seen));
        (await CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Try_EndsBeforeItCarriesOnAnother_IsRefusedWhateverWasRecordedFirst()
    {
        foreach (var code in new[] { "SAU.A", "SAU.B", "SAU.C" }) await BodyAsync(code);
        const string later = Head + "Sáp nhập;01/07/2025;NQ sau;SAU.A;SAU.B;1", earlier = Head + "Sáp nhập;01/03/2025;NQ trước;SAU.B;SAU.C;1";
        await app.InScopeAsync(async s =>
        {
            var record = s.GetRequiredService<RecordFile>();
            return await record.HandleAsync(later, (await record.TryAsync(later)).Seen);
        });
        var problem = (await app.InScopeAsync(s => s.GetRequiredService<RecordFile>().TryAsync(earlier))).Problems.ShouldHaveSingleItem();
        problem.Message.ShouldContain("từ ngày 01/07/2025 nên phải còn vào ngày đó");
    }
}

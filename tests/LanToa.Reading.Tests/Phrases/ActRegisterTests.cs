using LanToa.Reading.Model;
using LanToa.Reading.Phrases;

namespace LanToa.Reading.Tests.Phrases;

public sealed class ActRegisterTests
{
    [Fact]
    public void DeadLaw_ReplacedAct_IsNamedWithDateAndSuccessor()
    {
        var cited = CitationReader.Read("Căn cứ Nghị định số 42/2022/NĐ-CP của Chính phủ; Thông tư số 39/2020/TT-BTTTT; Nghị quyết số 76/NQ-CP").Select(f => f.Act).ToList();
        ActRegister.Default.DeadLaw(cited, new DateOnly(2026, 7, 2)).ShouldBe(
        [
            "Nghị định số 42/2022/NĐ-CP hết hiệu lực từ ngày 01/07/2026, thay bằng Nghị định số 224/2026/NĐ-CP",
            "Thông tư số 39/2020/TT-BTTTT hết hiệu lực từ ngày 20/02/2026, thay bằng Thông tư số 24/2025/TT-BVHTTDL",
        ]);
        ActRegister.Default.DeadLaw(cited, new DateOnly(2026, 2, 19)).ShouldBeEmpty();
    }

    [Fact]
    public void DeadLaw_NotYetInForce_IsNamed() =>
        ActRegister.Default.DeadLaw([new Citation { Kind = "Luật", Number = "91/2025/QH15" }], new DateOnly(2025, 12, 1)).ShouldBe(["Luật số 91/2025/QH15 chỉ có hiệu lực từ ngày 01/01/2026"]);

    [Fact]
    public void Parse_AdministratorsData_Counts()
    {
        var register = ActRegister.Parse("""[{"kind":"Quyết định","number":"5/QĐ-UBND","validTo":"2024-12-31"}]""");
        register.DeadLaw([new Citation { Kind = "Quyết định", Number = "05/QĐ-UBND" }], new DateOnly(2025, 1, 1)).Single().ShouldContain("01/01/2025");
        register.Find("76/NQ-CP").ShouldBeNull();
    }

    [Fact]
    public void Find_NumberThatBeginsAnewEachYear_IsToldApartByTheYear()
    {
        var register = ActRegister.Parse("""[{"kind":"Quyết định","number":"5/QĐ-UBND","date":"2020-01-10","validTo":"2024-12-31"},{"kind":"Quyết định","number":"05/QĐ-UBND","date":"2025-01-12"}]""");
        var day = new DateOnly(2026, 1, 1);
        register.DeadLaw([new Citation { Kind = "Quyết định", Number = "05/QĐ-UBND", Date = new DateOnly(2025, 1, 12) }], day).ShouldBeEmpty();
        register.DeadLaw([new Citation { Kind = "Quyết định", Number = "05/QĐ-UBND", Date = new DateOnly(2020, 1, 10) }], day).ShouldHaveSingleItem();
        // The number of a decree names its year: a date printed wrong does not make it another act.
        ActRegister.Default.Find("42/2022/NĐ-CP", new DateOnly(2021, 6, 24)).ShouldNotBeNull();
    }

    [Fact]
    public void Default_EveryAct_IsReadByTheCitationReader()
    {
        foreach (var act in ActRegister.Default.Acts)
        {
            var found = CitationReader.Read($"Căn cứ {act.Kind} số {act.Number} ngày 01/01/2026").Single().Act;
            (found.Kind, found.Number).ShouldBe((act.Kind, act.Number));
        }
    }
}

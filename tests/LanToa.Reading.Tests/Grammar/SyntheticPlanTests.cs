namespace LanToa.Reading.Tests.Grammar;

public sealed class SyntheticPlanTests
{
    private static string Lead(Model.TaskReading task) => string.Join("; ", task.Lead.Select(a => a.Name));

    private static string With(Model.TaskReading task) => string.Join("; ", task.Coordinating.Select(a => a.Name));

    [Fact]
    public void Read_Commune_FindsDocumentAndTasks()
    {
        var reading = Readings.Of(SyntheticPlans.Commune);
        reading.ShouldCover(SyntheticPlans.Commune);
        reading.Document.Number.ShouldBe("45");
        reading.Document.Symbol.ShouldBe("KH-UBND");
        reading.Document.Issuer.ShouldBe("Ủy ban nhân dân xã Hòa Bình");
        reading.Document.Place.ShouldBe("Hòa Bình");
        reading.Document.Date.ShouldBe(new DateOnly(2024, 2, 12));
        reading.Document.Title.ShouldBe("Tuyên truyền cải cách hành chính xã Hòa Bình năm 2024");
        reading.LegalBases.ShouldHaveSingleItem().Number.ShouldBe("12/KH-UBND");
        reading.Tasks.Select(Lead).ShouldBe(["Công chức Văn phòng - Thống kê", "Công chức Văn phòng - Thống kê", "Công chức Văn hóa - Xã hội", "Ủy ban Mặt trận Tổ quốc xã; các tổ chức đoàn thể"]);
        With(reading.Tasks[0]).ShouldBe("các ngành, đoàn thể");
        reading.Tasks[1].Schedule.Kind.ShouldBe("cutoff");
        reading.Tasks[2].Schedule.Every.ShouldBe(["month"]);
        reading.Tasks[3].Modality.ShouldBe("request");
        reading.Channels.ShouldContain("commune-loudspeaker");
        reading.Recipients.ShouldBe(["UBND huyện", "Các thôn", "Lưu: VT."]);
        reading.Signer.Position.ShouldBe("CHỦ TỊCH");
        reading.Signer.Name.ShouldBe("Nguyễn Văn Bình");
        reading.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Read_Ministry_ReadsColumnsInAnyOrder()
    {
        var reading = Readings.Of(SyntheticPlans.Ministry);
        reading.ShouldCover(SyntheticPlans.Ministry);
        reading.Document.Number.ShouldBe("321");
        reading.Document.Title.ShouldBe("TRUYỀN THÔNG CẢI CÁCH HÀNH CHÍNH NĂM 2021");
        reading.Signer.Name.ShouldBe("Trần Thị Minh");
        reading.Tasks.Select(Lead).ShouldBe(["Vụ Tổ chức cán bộ", "Trung tâm Thông tin", "Vụ Tổ chức cán bộ", "Vụ Tổ chức cán bộ"]);
        reading.Tasks.Select(With).ShouldBe(["Các đơn vị thuộc Bộ", "Vụ Tổ chức cán bộ; Văn phòng Bộ", "Văn phòng Bộ", "Các đơn vị thuộc Bộ"]);
        reading.Tasks[1].Schedule.Kind.ShouldBe("standing");
        reading.Tasks[2].Products.ShouldHaveSingleItem().Quantity.ShouldBe(2);
        reading.Tasks[3].Schedule.Due.ShouldBe(new DateOnly(2021, 11, 30));
        reading.Contradictions.ShouldBeEmpty();
    }

    [Fact]
    public void Read_School_ReadsLabelledLines()
    {
        var reading = Readings.Of(SyntheticPlans.School);
        reading.ShouldCover(SyntheticPlans.School);
        reading.Document.Number.ShouldBe("08");
        reading.Document.Period!.From.Year.ShouldBe(2023);
        reading.Tasks.Count.ShouldBe(4);
        Lead(reading.Tasks[0]).ShouldBe("Tổ công tác pháp chế");
        With(reading.Tasks[0]).ShouldBe("Đoàn Thanh niên; Công đoàn trường");
        Lead(reading.Tasks[1]).ShouldBe("Tổng phụ trách Đội");
        Lead(reading.Tasks[2]).ShouldBe("Ban giám hiệu");
        Lead(reading.Tasks[3]).ShouldBe("Giáo viên chủ nhiệm");
        reading.Signer.Name.ShouldBe("Phạm Thị Hoa");
    }

    [Fact]
    public void Read_LostMarks_SuggestsThemAndKeepsThePrintedText()
    {
        var bare = string.Concat(SyntheticPlans.Commune.Normalize(System.Text.NormalizationForm.FormD).Where(c => System.Globalization.CharUnicodeInfo.GetUnicodeCategory(c) is not System.Globalization.UnicodeCategory.NonSpacingMark)).Replace('đ', 'd').Replace('Đ', 'D');
        var reading = Readings.Of(bare);
        reading.Source.Damage.ShouldBe("heavy");
        reading.ShouldCover(bare);
        reading.Statements.ShouldContain(s => s.Restored == "TỔ CHỨC THỰC HIỆN" && s.Text == "TO CHUC THUC HIEN");
        reading.Document.Number.ShouldBe("45");
        reading.Tasks.Count.ShouldBe(4);
        reading.Warnings.ShouldNotBeEmpty();
    }

    [Fact]
    public void Read_SentenceCutByAPage_IsJoinedAndListed()
    {
        const string text = "KẾ HOẠCH\nTuyên truyền năm 2024\nI. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành tổ chức tuyên\n\f2\n\ntruyền cải cách hành chính trong quý I.\n2. Sở Tài chính thẩm định dự toán kinh phí.\n";
        var reading = Readings.Of(text);
        reading.ShouldCover(text);
        reading.Tasks[0].Text.ShouldBe("Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành tổ chức tuyên truyền cải cách hành chính trong quý I.");
        reading.Repairs.ShouldContain(r => r.Kind == "page-cut" && text.Substring(r.Start, r.End - r.Start) == r.Before);
    }

    [Fact]
    public void Read_Department_FindsDocumentAndTasks()
    {
        var reading = Readings.Of(SyntheticPlans.Department);
        reading.ShouldCover(SyntheticPlans.Department);
        reading.Document.Number.ShouldBe("12");
        reading.Document.Symbol.ShouldBe("KH-SNV");
        reading.Document.Issuer.ShouldBe("Sở Nội vụ");
        reading.Document.Date.ShouldBe(new DateOnly(2025, 2, 5));
        reading.Document.Title.ShouldBe("Tuyên truyền cải cách hành chính năm 2025");
        reading.Signer.Name.ShouldBe("Nguyễn Văn Thử");
        reading.Tasks.Count.ShouldBe(3);
        reading.Tasks[0].Schedule.Kind.ShouldBe("standing");
        reading.Tasks[1].Schedule.Due.ShouldBe(new DateOnly(2025, 12, 15));
        reading.Tasks[2].Lead.ShouldHaveSingleItem().Name.ShouldBe("Phòng Cải cách hành chính");
    }
}

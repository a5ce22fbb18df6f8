using LanToa.Accountability.Reports;

namespace LanToa.Accountability.Tests.Reports;

/// <summary>The pure rules: how values become one, how a form is read, what is looked at before sending, how words follow figures.</summary>
public sealed class RollUpTests
{
    private static readonly Guid One = Guid.CreateVersion7(), Two = Guid.CreateVersion7();

    [Fact]
    public void Combine_EachAggregation_KeepsItsSense()
    {
        Combined(Aggregation.Sum, N(3), Figure.None, N(4)).ShouldBe("7");
        Combined(Aggregation.Latest, N(3), N(4)).ShouldBe("7");
        Combined(Aggregation.Maximum, N(3), N(9), N(4)).ShouldBe("9");
        // 1/2 and 9/10 are 10/12, not the mean of the two.
        Combined(Aggregation.Ratio, Share(1, 2), Share(9, 10)).ShouldBe("0,83");
        Combined(Aggregation.Ratio, Share(0, 0), Share(1, 4)).ShouldBe("0,25");
        Combined(Aggregation.Distinct, new Figure { Units = [One], Number = 1 }, new Figure { Units = [One, Two], Number = 2 }).ShouldBe("2");
        Combined(Aggregation.YesNo, N(1)).ShouldBe("Có");
        Combined(Aggregation.YesNo, N(1), N(0), N(1)).ShouldBe("2/3");
        Combined(Aggregation.Text, new Figure { Text = "phiếu giấy" }, new Figure { Text = "trực tuyến" }).ShouldBe("Đơn vị 0: phiếu giấy; Đơn vị 1: trực tuyến");
        Combined(Aggregation.Sum, Figure.None).ShouldBe("");
        // A roll-up of a roll-up says the same as one of all.
        var inner = Figure.Combine(Aggregation.YesNo, [("a", N(1)), ("b", N(0))]);
        Combined(Aggregation.YesNo, inner, N(1)).ShouldBe("2/3");
    }

    [Fact]
    public void Read_Form_HasSectionsTablesAndParagraphs()
    {
        var (form, problems) = FormText.Read("# I. Kết quả\n! Đã đăng {tin_bai} tin, {tin_bai.so_sánh}.\n- tin_bai *\n- tin < tin_bai\n\nĐoạn hai của {đơn_vị}.\n# II. Khác\n- bai", new HashSet<string> { "tin_bai", "tin", "bai" });
        problems.ShouldBeEmpty();
        form.Sections.Select(s => s.Title).ShouldBe(["I. Kết quả", "II. Khác"]);
        form.Rows.ShouldBe([new FormRow("tin_bai", true, null), new FormRow("tin", false, "tin_bai"), new FormRow("bai", false, null)]);
        form.Paragraphs.Select(p => (p.Number, p.Required)).ShouldBe([(1, true), (3, false)]);
    }

    [Theory]
    [InlineData("- tin_bai", "chưa có mục nào")]
    [InlineData("# I\n- khong_co", "Dòng 2: danh mục không có chỉ tiêu mã khong_co")]
    [InlineData("# I\n- tin < tin_bai", "tin_bai không có trong bảng nào")]
    [InlineData("# I\n- tin\n- tin", "có trong bảng hai lần")]
    [InlineData("# I\n- Tin Bài", "Dòng 2: dòng của bảng có dạng")]
    [InlineData("# I\nCó {gi_do} tin", "Dòng 2: không có chỉ tiêu hay từ nào tên {gi_do}")]
    [InlineData("# I\nCó {tin.moi}", "sau dấu chấm")]
    public void Read_UnsoundForm_NamesTheLine(string text, string says) => FormText.Read(text, new HashSet<string> { "tin_bai", "tin" }).Problems.ShouldContain(p => p.Contains(says, StringComparison.Ordinal));

    [Fact]
    public void RatioWords_TimesAHundred_SaysTheCounts()
    {
        var row = Row("ty_le", null) with { Unit = "%", Total = Share(9900, 118), Times = 100 };
        row.RatioWords.ShouldBe("Tử số 99, mẫu số 118; tỷ lệ là 99 ÷ 118 × 100.");
        (row with { Times = null }).RatioWords.ShouldBe("Tử số 99, mẫu số 118; tỷ lệ là 99 ÷ 118 × 100.");
        (row with { Times = 1, Total = Share(3, 4) }).RatioWords.ShouldBe("Tử số 3, mẫu số 4.");
        Row("tin", 5).RatioWords.ShouldBeEmpty();
    }

    [Fact]
    public void Errors_MissingPartAndNegative_AreNamed()
    {
        var content = Content(Row("tong", 5) with { Required = true }, Row("phan", 7) with { PartOf = "tong" }, Row("thieu", null) with { Required = true }, Row("am", -1));
        ReportChecks.Errors(content).ShouldBe(["Thiếu số liệu: thieu. Không phát sinh thì ghi 0.", "Phần lớn hơn tổng: phan là 7, trong khi tong chỉ là 5.", "am là số âm (-1); hãy kiểm tra lại."]);
    }

    [Fact]
    public void Errors_PartsThatShareNothing_AreAddedUp()
    {
        // Each is less than the whole, and so are they where something is left; a part that alone is greater is said once.
        Errors(Apart.AtMost, 8, 3, 1).ShouldBe(["Các phần cộng lại lớn hơn tổng: a (8) + b (3) + c (1) = 12, trong khi tong là 10."]);
        Errors(Apart.AtMost, 8, 1, null).ShouldBeEmpty();
        Errors(Apart.AtMost, 11, 1, 1).ShouldBe(["Phần lớn hơn tổng: a là 11, trong khi tong chỉ là 10."]);
        Errors(null, 8, 3, 1).ShouldBeEmpty();
        Errors(Apart.Whole, 8, 3, null).ShouldBe(["Các phần cộng lại lớn hơn tổng: a (8) + b (3) = 11, trong khi tong là 10."]);
        Errors(Apart.Whole, 6, 2, 1).ShouldBe(["Các phần cộng lại chưa đủ tổng: a (6) + b (2) + c (1) = 9, trong khi tong là 10."]);
        // While one is not given yet, the rest may be its.
        Errors(Apart.Whole, 6, 2, null).ShouldBeEmpty();
        Errors(Apart.Whole, 6, 3, 1).ShouldBeEmpty();

        static IReadOnlyList<string> Errors(Apart? apart, params decimal?[] parts) =>
            ReportChecks.Errors(Content([Row("tong", 10), .. parts.Select((p, n) => Row(((char)('a' + n)).ToString(), p) with { PartOf = "tong", Apart = apart })]));
    }

    [Fact]
    public void Read_PartsThatShareNothing_AreMarkedAsInTheDeliveredForm1()
    {
        var (form, problems) = FormText.Read("# I\n- tong *\n- a <+ tong\n- b * =+ tong\n- c < tong", new HashSet<string> { "tong", "a", "b", "c" });
        form.Rows.Select(r => (r.Code, r.PartOf, r.Apart, r.Required)).ShouldBe([("tong", null, null, true), ("a", "tong", Apart.AtMost, false), ("b", "tong", Apart.Whole, true), ("c", "tong", null, false)]);
        problems.ShouldHaveSingleItem().ShouldStartWith("Các phần của tong có cả dấu “<+” và “=+”");
        var (delivered, none) = FormText.Read(ReportForms.Delivered.Single(f => f.Code == "cchc-bieu-1").Text, Indicators.Delivered.Select(i => i.Code).ToHashSet());
        none.ShouldBeEmpty();
        var (whole, how, parts) = delivered.Sums.ShouldHaveSingleItem();
        (whole, how).ShouldBe(("nv_cp_tong", Apart.AtMost));
        parts.ShouldBe(["nv_cp_dung_han", "nv_cp_tre_han", "nv_cp_qua_han"]);
    }

    [Fact]
    public void Warnings_OutlierAgainstFourPeriods_NeedsThreeToSpeak()
    {
        var before = new[] { 10m, 12, 11, 9 }.Select(n => (IReadOnlyDictionary<string, decimal?>)new Dictionary<string, decimal?> { ["tin"] = n }).ToList();
        ReportChecks.Warnings(Content(Row("tin", 100)), before).ShouldBe(["tin: kỳ này 100, bình quân 4 kỳ trước là 11."]);
        ReportChecks.Warnings(Content(Row("tin", 13)), before).ShouldBeEmpty();
        ReportChecks.Warnings(Content(Row("tin", 100)), before[..2]).ShouldBeEmpty();
    }

    [Fact]
    public void Write_Template_BindsFiguresAndSaysWhatChangedSince()
    {
        var row = Row("tin", 12) with { Previous = 10, Cumulative = new Figure { Number = 30 } };
        var rows = new Dictionary<string, ContentRow> { ["tin"] = row };
        const string Template = "Đăng {tin} tin ({tin.lũy_kế} từ đầu năm), {tin.so_sánh}; {kỳ}; {la}.";
        Narrative.Write(Template, rows, new Dictionary<string, string> { ["kỳ"] = "quý I/2026" }).ShouldBe("Đăng 12 tin (30 từ đầu năm), tăng 2 (20%) so với kỳ trước; quý I/2026; …….");
        var on = WrittenFigures.Of(Template, rows);
        WrittenFigures.Stale(on, rows).ShouldBeEmpty();
        WrittenFigures.Stale(on, new Dictionary<string, ContentRow> { ["tin"] = row with { Total = N(14) } }).ShouldBe(["tin: 12 → 14"]);
        // A clause is left out where all its figures are 0 or missing; brackets without a figure are brackets.
        var some = new Dictionary<string, ContentRow> { ["tin"] = row, ["lop"] = Row("lop", 0), ["nguoi"] = Row("nguoi", null) };
        foreach (var (clauses, expected) in new[] { ("Đăng {tin} tin[; mở {lop} lớp[ với {nguoi} người]].", "Đăng 12 tin."), ("A[ {tin} tin[ và {lop} lớp]][ {nguoi}, {lop.so_sánh}] [1] [{kỳ}]", "A 12 tin [1] [[kỳ]]"), ("[{lop} lớp, {tin} tin]", "0 lớp, 12 tin"), ("[{tin", "[{tin") })
            Narrative.Write(clauses, some, new Dictionary<string, string> { ["kỳ"] = "[kỳ]" }).ShouldBe(expected);
        // Of an empty form both readings are seen, without brackets.
        Narrative.Sample("Trong {kỳ}, {đơn_vị} [đã đăng {tin} tin[, {tin.so_sánh}]|chưa đăng tin nào][; mở {lop} lớp]. [Nổi bật: {nổi_bật}.]").ShouldBe(
            ("Trong kỳ báo cáo, đơn vị đã đăng … tin, tăng … so với kỳ trước; mở … lớp. Nổi bật: ….", "Trong kỳ báo cáo, đơn vị chưa đăng tin nào. "));
        // What stands behind a bar is said where they are 0, not where nobody has given them yet.
        foreach (var (clauses, expected) in new[]
        {
            ("[mở {lop} lớp|chưa mở lớp nào]", "chưa mở lớp nào"), ("[đăng {tin} tin|chưa có tin]", "đăng 12 tin"), ("[có {nguoi} người|không ai]", "có …… người"), ("[có {lop} lớp, {nguoi} người|không có]", "không có"),
            ("[có {lop} lớp|chưa có[ (trước: {tin})|?]]", "chưa có (trước: 12)"), ("[a|b] c|d [{lop}", "[a|b] c|d [0"), ("[Nổi bật: {nổi_bật}|Không]", "Không"), ("[Trễ: {việc_trễ}|Không]", "Trễ: Việc A"), ("[A {tin}[, {lop} lớp|, chưa]]", "A 12, chưa"),
        })
            Narrative.Write(clauses, some, new Dictionary<string, string> { ["nổi_bật"] = "không có", ["việc_trễ"] = "Việc A" }).ShouldBe(expected);
        Narrative.Comparison(row with { Previous = 0 }).ShouldBe("tăng 12 so với kỳ trước");
        Narrative.Comparison(row with { Previous = 12 }).ShouldBe("bằng kỳ trước");
    }

    [Fact]
    public void Write_DeliveredFormWithoutAnything_SaysSoAsOfficialsDo()
    {
        var body = ReportForms.Delivered.Single(f => f.Code == "tuyen-truyen").Text;
        var (form, problems) = FormText.Read(body, Indicators.Delivered.Select(i => i.Code).ToHashSet());
        problems.ShouldBeEmpty();
        // A share of nothing has no value.
        var rows = form.Rows.ToDictionary(r => r.Code, r => Row(r.Code, r.Code == "kh_ty_le" ? null : 0));
        Dictionary<string, string> words = new() { ["kỳ"] = "quý III/2026", ["đơn_vị"] = "Sở Thử", ["từ"] = "15/06/2026", ["đến"] = "14/09/2026", ["nổi_bật"] = Narrative.NothingNamed, ["việc_trễ"] = Narrative.NothingNamed };
        string[] Written() => [.. form.Paragraphs.Select(p => Narrative.Write(p.Template!, rows, words))];
        Written()[..^1].ShouldBe(
        [
            "Trong quý III/2026 (số liệu từ ngày 15/06/2026 đến ngày 14/09/2026), Sở Thử chưa đăng, phát tin, bài nào về cải cách hành chính.", "Trong kỳ chưa ghi nhận hoạt động nổi bật.",
            "Trong kỳ không có nhiệm vụ nào của kế hoạch đến hạn.", "Trong kỳ không có nhiệm vụ quá hạn chưa hoàn thành.",
        ]);
        (rows["tin_bai"], rows["hoi_nghi"], rows["kh_nhiem_vu"], rows["kh_ty_le"]) = (rows["tin_bai"] with { Previous = 9 }, Row("hoi_nghi", 2), Row("kh_nhiem_vu", 3), Row("kh_ty_le", 0));
        rows["kh_chua_xong"] = Row("kh_chua_xong", 3);
        Written()[0].ShouldEndWith("Sở Thử chưa đăng, phát tin, bài nào về cải cách hành chính (kỳ trước: 9 tin, bài); tổ chức 2 hội nghị, hội thảo, tọa đàm.");
        rows["tin_bai"] = Row("tin_bai", 8);
        Written()[0].ShouldContain("Sở Thử đã đăng, phát 8 tin, bài về cải cách hành chính; tổ chức");
        rows["tin_bai"] = rows["tin_bai"] with { Previous = 6 };
        Written()[0].ShouldContain("8 tin, bài về cải cách hành chính, tăng 2 (33,3%) so với kỳ trước; tổ chức");
        Written()[2].ShouldBe("Trong kỳ có 3 nhiệm vụ đến hạn; 3 nhiệm vụ chưa hoàn thành.");
        (rows["kh_cho_xac_nhan"], rows["kh_chua_xong"]) = (Row("kh_cho_xac_nhan", 3), Row("kh_chua_xong", 0));
        Written()[2].ShouldBe("Trong kỳ có 3 nhiệm vụ đến hạn; 3 nhiệm vụ đã báo cáo kết quả, chờ xác nhận.");
        // What is done, what waits and what is not done come to what was due.
        (rows["kh_nhiem_vu"], rows["kh_da_xong"], rows["kh_ty_le"], rows["kh_cho_xac_nhan"], rows["kh_chua_xong"]) = (Row("kh_nhiem_vu", 92), Row("kh_da_xong", 78), Row("kh_ty_le", 85), Row("kh_cho_xac_nhan", 9), Row("kh_chua_xong", 5));
        Written()[2].ShouldBe("Trong kỳ có 92 nhiệm vụ đến hạn, đã hoàn thành 78 nhiệm vụ, đạt 85%; 9 nhiệm vụ đã báo cáo kết quả, chờ xác nhận; 5 nhiệm vụ chưa hoàn thành.");
    }

    [Fact]
    public void Snapshot_ThereAndBack_IsTheSameText()
    {
        var content = Content(Row("tin", 1.5m) with { Working = ["a < b & “c”"], Own = new Figure { Units = [One], Number = 1 } });
        var text = content.ToText();
        ReportContent.FromText(text).ToText().ShouldBe(text);
        text.ShouldContain("“c”");
    }

    [Fact]
    public void EdXml_OfASending_IsSoundAndWhatIsMissingIsFound()
    {
        var issued = new IssuedAs("12", "BC-SNV", new DateOnly(2026, 9, 16), "Nguyễn Văn An", "Giám đốc", 8);
        var content = Content(Row("tin", 12));
        var (from, to, at) = (new EdXmlBody("H61.03", "Sở Thử", "UBND tỉnh"), new EdXmlBody("H61", "UBND tỉnh", null), new DateTimeOffset(2026, 9, 16, 1, 0, 0, TimeSpan.Zero));
        byte[] Envelope() => EdXml.Write(content, issued, from, [to], [new("bao-cao.docx", "application/x", "PK…"u8.ToArray(), "Báo cáo & phụ lục")], "Trần Thị Bình", at);
        var envelope = Envelope();
        EdXml.Check(envelope).ShouldBeEmpty();
        Envelope().ShouldBe(envelope);
        var text = System.Text.Encoding.UTF8.GetString(envelope);
        text.ShouldContain("<edXML:DocumentId>H61.03,2026/09/16,12/BC-SNV</edXML:DocumentId>");
        text.ShouldContain("<edXML:PromulgationDate>2026/09/16</edXML:PromulgationDate>");
        text.ShouldContain("2026/09/16 08:00:00");
        // As programs of the axis read it: this spelling, whole numbers here, each file referred to.
        text.ShouldContain("<edXML:BussinessDocType>0</edXML:BussinessDocType>");
        text.ShouldContain("<edXML:PromulgationAmount>1</edXML:PromulgationAmount>");
        text.ShouldContain("<edXML:PageAmount>8</edXML:PageAmount>");
        text.ShouldContain("xlink:href=\"cid:");
        foreach (var (was, now) in new[] { ("<edXML:CodeNumber>12</edXML:CodeNumber>", ""), ("2026/09/16</edXML:Prom", "16/09/2026</edXML:Prom"), ("<edXML:OrganId>H61</edXML:OrganId>", "<edXML:OrganId />"), ("<edXML:edXMLBody>", "<edXML:Body>"), ("<edXML:AttachmentName>bao-cao.docx</edXML:AttachmentName>", ""), ("Bussiness", "Business"), ("<edXML:PageAmount>8</edXML:PageAmount>", ""), ("xlink:href=\"cid:", "xlink:href=\"") })
            EdXml.Check(System.Text.Encoding.UTF8.GetBytes(text.Replace(was, now, StringComparison.Ordinal))).ShouldNotBeEmpty(was);
        EdXml.Check(System.Text.Encoding.UTF8.GetBytes("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>")).ShouldNotBeEmpty();
        new IssuedAs("", null, null, " ", null, 0).WhyNot().Count.ShouldBe(6);
        new IssuedAs("12/BC-SNV", "24/11/2026", issued.On, issued.Signer, "24/11/2026", 10000).WhyNot().Select(w => w.Field).ShouldBe(["Number", "Notation", "Position", "Pages"]);
        foreach (var notation in new[] { "BC-SNV", "BC", "CTr-UBND", "BC-BCĐ", "BC-UBND-VX1" }) (issued with { Number = "05", Notation = notation }).WhyNot().ShouldBeEmpty(notation);
    }

    private static string Combined(Aggregation how, params Figure[] figures) => Figure.Combine(how, [.. figures.Select((f, n) => ($"Đơn vị {n}", f))]).Words(how, 2);

    private static Figure N(decimal number) => new() { Number = number };

    private static Figure Share(decimal over, decimal under) => new() { Numerator = over, Denominator = under, Number = under == 0 ? null : over / under };

    private static ContentRow Row(string code, decimal? number) => new() { Code = code, Name = code, Unit = "tin", Own = new Figure { Number = number }, Total = new Figure { Number = number } };

    private static ReportContent Content(params ContentRow[] rows) => new()
    {
        FormCode = "thu", FormName = "Báo cáo thử", UnitName = "Sở Thử", Addressee = "UBND tỉnh", PeriodKey = "2026-Q3", PeriodName = "quý III/2026", Sections = [new ContentSection("I. Kết quả", [new ContentBlock(rows, null)])],
    };
}

namespace LanToa.Reading.Tests.Grammar;

/// <summary>Wordings of plans of many bodies, each in a short plan made for it.</summary>
public sealed class PlanWordingTests
{
    private const string Head = "ỦY BAN NHÂN DÂN\nTỈNH THANH LA\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 12/KH-UBND\nThanh La, ngày 10 tháng 01 năm 2024\nKẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2024\nỦy ban nhân dân tỉnh Thanh La ban hành Kế hoạch như sau:\nI. MỤC ĐÍCH\n- Nâng cao nhận thức.\n";
    private const string Foot = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Minh\n";

    [Theory]
    [InlineData("1. Bộ phận thực hiện: Phòng Kế hoạch tổng hợp, Khoa Khám bệnh.", "Phòng Kế hoạch tổng hợp; Khoa Khám bệnh")]
    [InlineData("1. Đơn vị chủ trì: Phòng Tổ chức, biên chế.", "Phòng Tổ chức, biên chế")]
    [InlineData("1. Đơn vị chủ trì: Phòng Nghiệp vụ quản lý.", "Phòng Nghiệp vụ quản lý")]
    [InlineData("1. Cơ quan thực hiện: Đài Phát thanh tỉnh; Sở Nội vụ cung cấp nội dung.", "Đài Phát thanh tỉnh; Sở Nội vụ")]
    [InlineData("1. Đơn vị chủ trì: Sở Nội vụ chủ trì thực hiện theo kế hoạch.", "Sở Nội vụ")]
    public void Read_FieldOfBodies_KeepsWordsOfWorkInNames(string line, string lead) =>
        Tasks("II. NHIỆM VỤ\n1. Tổ chức hội nghị tập huấn.\n" + line.Replace("1. ", "- ", StringComparison.Ordinal)).ShouldBe([$"command <{lead}> <>"]);

    [Theory]
    [InlineData("1. Phòng Nội vụ phối hợp với Phòng Quản lý thu, UBND các xã tổ chức đối thoại.", "command <Phòng Nội vụ> <Phòng Quản lý thu; UBND các xã>")]
    [InlineData("1. Phòng Nội vụ phối hợp với Phòng Công nghệ thông tin biên tập tin, bài.", "command <Phòng Nội vụ> <Phòng Công nghệ thông tin>")]
    [InlineData("1. Các đơn vị thuộc, trực thuộc Sở\n1.1. Cử viên chức dự tập huấn.", "command <Các đơn vị thuộc, trực thuộc Sở> <>")]
    [InlineData("1. Văn phòng theo dõi, đôn đốc việc thực hiện.", "command <Văn phòng> <>")]
    [InlineData("1. Giao Chánh Văn phòng theo dõi, báo cáo Giám đốc.", "command <Chánh Văn phòng> <>")]
    [InlineData("1. Sở Tư pháp là cơ quan thường trực giúp UBND tỉnh theo dõi, đôn đốc việc thực hiện Kế hoạch.", "command <Sở Tư pháp> <>")]
    [InlineData("1. Sở Nội vụ phối hợp với Báo Thanh La (hoàn thành trong quý I/2024).", "command <Sở Nội vụ> <Báo Thanh La>")]
    [InlineData("1. Đề nghị Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh giám sát việc thực hiện.", "request <Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh> <>")]
    [InlineData("1. Rà soát đội ngũ báo cáo viên\na) Cấp tỉnh: Sở Tư pháp chủ trì, phối hợp với các sở, ban, ngành.\nb) Cấp huyện: UBND các huyện, thị xã.\nc) Thời gian hoàn thành: Tháng 12/2024.", "command <Sở Tư pháp> <các sở, ban, ngành>|command <UBND các huyện, thị xã> <>")]
    [InlineData("1. Giao Giám đốc Sở Nội vụ\na) Chủ trì hướng dẫn việc thực hiện Kế hoạch này.\nb) Tổng hợp kết quả.", "command <Giám đốc Sở Nội vụ> <>|command <Giám đốc Sở Nội vụ> <>")]
    public void Read_ItemOfTheTasksPart_FindsItsBodies(string items, string tasks) => Tasks("III. TỔ CHỨC THỰC HIỆN\n" + items).ShouldBe(tasks.Split('|'));

    [Fact]
    public void Read_ItemThatEndsWithAColon_HoldsTheLinesBelowIt()
    {
        var reading = Readings.Of(Head + "III. TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ\n- Chủ trì tham mưu văn bản hướng dẫn các nội dung:\n+ Áp dụng bộ tiêu chí đã ban hành;\n+ Xây dựng tờ gấp, hoàn thành trước ngày 30/6/2024.\n- Theo dõi việc thực hiện." + Foot);
        reading.Tasks.Select(t => t.Text).ShouldBe(["Chủ trì tham mưu văn bản hướng dẫn các nội dung: + Áp dụng bộ tiêu chí đã ban hành; + Xây dựng tờ gấp, hoàn thành trước ngày 30/6/2024.", "Theo dõi việc thực hiện."]);
        (reading.Tasks[0].Statements.Count, reading.Tasks[0].Schedule.Due).ShouldBe((3, new DateOnly(2024, 6, 30)));
        reading.Tasks[0].Products.ShouldContain(p => p.Form == "leaflet");
    }

    [Theory]
    [InlineData("TT Nội dung Cơ quan chủ trì Thời gian\n1 Tổ chức cuộc thi Sở Nội vụ Quý III", true)]
    [InlineData("STT\nNội dung\nCơ quan\n1\nTổ chức cuộc thi", true)]
    [InlineData("TT Nội dung Đơn vị tính Số lượng\n1 Số tin, bài Tin 12", false)]
    [InlineData("| TT | Nội dung | Cơ quan chủ trì | Thời gian |\n| 1 | Tổ chức cuộc thi | Sở Nội vụ | Quý III/2024 |", false)]
    public void Read_AnnexWhoseTableGaveNoTask_IsToldAsAWarning(string annex, bool lost)
    {
        var reading = Readings.Of(Head + "III. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ theo dõi việc thực hiện." + Foot + "PHỤ LỤC\nDanh mục hoạt động\n" + annex + "\n");
        reading.Warnings.Any(w => w.StartsWith("“PHỤ LỤC” có bảng công việc", StringComparison.Ordinal)).ShouldBe(lost, string.Join('|', reading.Tasks.Select(t => t.Text)));
    }

    [Fact]
    public void Read_TableRunIntoLines_IsToldAsAWarning() =>
        Readings.Of(Head + "II. NỘI DUNG VÀ PHÂN CÔNG\nTT Nội dung công việc Đơn vị chủ trì Thời gian thực hiện\n1 Phổ biến Kế hoạch năm 2024 Văn phòng Cục Quý I\nIII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng Cục theo dõi việc thực hiện." + Foot).Warnings
            .ShouldContain(w => w.StartsWith("“TT Nội dung công việc Đơn vị chủ trì", StringComparison.Ordinal));

    [Fact]
    public void Read_CellThatSaysWhoLeads_PartsItsBodies() =>
        Tasks("II. NHIỆM VỤ\n| TT | Nội dung | Thời gian | Đơn vị thực hiện |\n| 1 | Đối thoại với doanh nghiệp | Quý II | Phòng Quản lý doanh nghiệp (chủ trì), Phòng Quản lý đầu tư (phối hợp) |\n| 2 | Đăng tin | Hằng quý | Phòng Tổng hợp |\n").ShouldBe(["command <Phòng Quản lý doanh nghiệp> <Phòng Quản lý đầu tư>", "command <Phòng Tổng hợp> <>"]);

    [Fact]
    public void Read_AudienceOfTheWork_LeadsNothing() =>
        Tasks("II. NỘI DUNG\n1. Đối với cán bộ, công chức: tập trung phổ biến Luật Cán bộ, công chức.\nIII. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ theo dõi việc thực hiện.").ShouldBe(["command <Sở Nội vụ> <>"]);

    [Theory]
    [InlineData("- Triển khai bệnh án điện tử. Phòng Công nghệ thông tin chủ trì, phối hợp các khoa, phòng thực hiện trong quý IV/2024.", "command <Phòng Công nghệ thông tin> <các khoa, phòng>")]
    [InlineData("- Hưởng ứng Ngày Pháp luật: Ban Giám hiệu chủ trì, phối hợp với Công đoàn.", "command <Ban Giám hiệu> <Công đoàn>")]
    [InlineData("- Tổ chức ký cam kết thực hiện an toàn giao thông (Đoàn Thanh niên, GVCN phụ trách).", "command <Đoàn Thanh niên; GVCN> <>")]
    public void Read_BodyNamedBehindTheWork_LeadsIt(string item, string task) => Tasks("II. NHIỆM VỤ TRỌNG TÂM\n1. Hiện đại hóa\n" + item + "\n- Nâng cao chất lượng phục vụ.").ShouldBe([task]);

    [Fact]
    public void Read_GroundsInASectionOfTheirOwn_AreTheBases()
    {
        var reading = Readings.Of(Head.Replace("I. MỤC ĐÍCH\n- Nâng cao nhận thức.\n", "", StringComparison.Ordinal) + "I. CĂN CỨ PHÁP LÝ\n1. Nghị định số 42/2022/NĐ-CP ngày 24/6/2022 của Chính phủ;\n2. Quyết định số 6/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ Phê duyệt Đề án;\nII. NHIỆM VỤ\n1. Sở Nội vụ thực hiện Kế hoạch số 9/KH-UBND ngày 03/01/2024." + Foot);
        reading.LegalBases.Select(b => (b.Number, b.Issuer)).ShouldBe([("42/2022/NĐ-CP", "Chính phủ"), ("6/QĐ-TTg", "Thủ tướng Chính phủ")]);
        reading.Citations.Select(c => c.Number).ShouldBe(["9/KH-UBND"]);
    }

    [Fact]
    public void Read_BodyInBracketsBehindTheWork_LeadsIt() =>
        Tasks("II. NHIỆM VỤ TRỌNG TÂM\n1. Tăng cường phổ biến quy định về dân chủ (Sở Nội vụ chủ trì, phối hợp với Sở Tư pháp; thời gian thực hiện: thường xuyên).\n2. Kiểm tra việc thực hiện (Giao Thanh tra tỉnh).").ShouldBe(["command <Sở Nội vụ> <Sở Tư pháp>", "command <Thanh tra tỉnh> <>"]);

    [Fact]
    public void Read_WorkUnderItsTime_IsTheIssuersOwn()
    {
        var reading = Readings.Of(Head + "II. BIỆN PHÁP THỰC HIỆN:\n1/ Quý I: tổ chức 01 lớp tập huấn cho báo cáo viên.\n2/ Quý III: phối hợp Phòng Giáo dục và Đào tạo tổ chức hội thi." + Foot);
        reading.Tasks.Select(t => (t.Lead.Count, t.Schedule.From)).ShouldBe([(0, new DateOnly(2024, 1, 1)), (0, new DateOnly(2024, 7, 1))]);
        reading.Tasks[1].Coordinating.ShouldHaveSingleItem().Name.ShouldBe("Phòng Giáo dục và Đào tạo");
        reading.Statements.Single(s => s.Label == "II").Kind.ShouldBe("heading");
    }

    [Fact]
    public void Read_TimeBeforeTheWork_CoversTheRowsBelow()
    {
        var reading = Readings.Of(Head + "II. KẾ HOẠCH\n| Tháng | Nội dung công việc | Người thực hiện |\n| 9/2024 | Kiện toàn Ban chỉ đạo | Hiệu trưởng |\n| | Tuyên truyền Luật Giao thông | Tổng phụ trách Đội |\n| 10/2024 | Thi tìm hiểu Luật Trẻ em | Tổ Văn |\n" + Foot);
        reading.Tasks.Select(t => t.Schedule.From?.Month).ShouldBe([9, 9, 10]);
    }

    [Fact]
    public void Read_FlattenedTableInASection_EndsAtTheNextSection() =>
        Tasks("II. NỘI DUNG THỰC HIỆN\nSTT\nNội dung\nCơ quan chủ trì\nThời gian hoàn thành\n1\nXây dựng chuyên mục cải cách hành chính\nSở Nội vụ\nHàng tháng\n2\nTổ chức hội thi tìm hiểu\nSở Tư pháp\nQuý III\nIII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng theo dõi việc thực hiện.\n2. Các phòng thuộc Sở phối hợp với Văn phòng thực hiện kế hoạch.")
            .ShouldBe(["command <Sở Nội vụ> <>", "command <Sở Tư pháp> <>", "command <Văn phòng> <>", "command <Các phòng thuộc Sở> <Văn phòng>"]);

    [Fact]
    public void Read_ArticleOfADecision_GivesWorkUnlessItOnlyOrdersItsExecution()
    {
        var reading = Readings.Of("BỘ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 7/QĐ-BNV\nHà Nội, ngày 05 tháng 02 năm 2024\nQUYẾT ĐỊNH\nBan hành Kế hoạch tuyên truyền năm 2024\nĐiều 1. Ban hành Kế hoạch tuyên truyền năm 2024.\nĐiều 2. Giao Vụ Cải cách hành chính theo dõi, đôn đốc; định kỳ báo cáo Bộ trưởng kết quả thực hiện trước ngày 15 tháng 12 năm 2024.\nĐiều 3. Chánh Văn phòng Bộ chịu trách nhiệm thi hành Quyết định này./.\nNơi nhận: - Như Điều 3; - Lưu: VT.\nKT. BỘ TRƯỞNG THỨ TRƯỞNG Trần Văn Minh\n");
        var task = reading.Tasks.ShouldHaveSingleItem();
        task.Lead.ShouldHaveSingleItem().Name.ShouldBe("Vụ Cải cách hành chính");
        task.Schedule.Due.ShouldBe(new DateOnly(2024, 12, 15));
        reading.Recipients.ShouldBe(["Như Điều 3", "Lưu: VT."]);
        (reading.Signer.Authority, reading.Signer.Position, reading.Signer.Name).ShouldBe(("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Trần Văn Minh"));
    }

    [Fact]
    public void Read_LetterheadOverLines_JoinsMottoAndDate()
    {
        var document = Readings.Of("ỦY BAN NHÂN DÂN\nTỈNH THANH LA\n-------\n|\nCỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n|\nSố: 22/KH-UBND\n|\nThanh La, ngày 21\ntháng 01 năm 2024\n|\nKẾ HOẠCH\nTHỰC HIỆN CÔNG TÁC HÒA GIẢI Ở CƠ\nSỞ NĂM 2024\nI. MỤC ĐÍCH,\nYÊU CẦU\n1. Mục đích\n- Nâng cao nhận thức.\n").Document;
        (document.Issuer, document.Place, document.Date).ShouldBe(("Ủy ban nhân dân tỉnh Thanh La", "Thanh La", new DateOnly(2024, 1, 21)));
    }

    [Fact]
    public void Read_LetterheadWithoutItsSecondLine_IsCompletedByThePlace() =>
        Readings.Of("ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 8/KH-UBND | Thanh La, ngày 12 tháng 07 năm 2023 |\nKẾ HOẠCH\nCHUYỂN ĐỔI SỐ TRÊN ĐỊA BÀN TỈNH THANH LA NĂM 2023\nI. MỤC TIÊU\n- Ứng dụng công nghệ.\n").Document.Issuer.ShouldBe("Ủy ban nhân dân tỉnh Thanh La");

    [Fact]
    public void Read_QuotedTitleOverLines_LosesItsQuotationMarks() =>
        Readings.Of(Head.Replace("Tuyên truyền cải cách hành chính năm 2024\n", "“Tuyên truyền, phổ biến giáo dục pháp luật\n\nNăm học 2023 - 2024”\n", StringComparison.Ordinal)).Document.Title.ShouldBe("Tuyên truyền, phổ biến giáo dục pháp luật Năm học 2023 - 2024");

    [Fact]
    public void Read_LettersWithBrackets_KeepThemInLabels() =>
        Readings.Of(Head + "II. NỘI DUNG\n1. Nhiệm vụ\na) Kiểm tra việc thực hiện.\n(1) Nội dung thứ nhất.\n" + Foot).Statements.Select(s => s.Label).ShouldContain("a)");

    [Fact]
    public void Read_BlankAfterEachLine_JoinsTheSentencesThatLinesCut()
    {
        var body = "III. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ chủ trì, phối hợp với Sở Tư pháp và các cơ quan có liên quan tổ chức\ntuyên truyền về cải cách hành chính trên địa bàn tỉnh, báo cáo kết quả thực hiện với\nỦy ban nhân dân tỉnh trước ngày 15/11/2024.\n2. Sở Tài chính cân đối, bố trí kinh phí để thực hiện Kế hoạch theo quy định của pháp\nluật hiện hành và hướng dẫn việc quyết toán kinh phí của các cơ quan, đơn vị theo đúng chế độ của\nnhà nước trong năm.";
        Readings.Of((Head + body + Foot).Replace("\n", "\n\n", StringComparison.Ordinal)).Tasks.Select(t => (t.Lead[0].Name, t.Schedule.Due)).ShouldBe([("Sở Nội vụ", new DateOnly(2024, 11, 15)), ("Sở Tài chính", null)]);
    }

    [Fact]
    public void Read_BlanksInsideSyllables_AreReadAsTheSyllables()
    {
        var text = Head + "III. TỔ CHỨC THỰC HIỆN\n1. Sở N ội v ụ ph ối h ợp v ới Sở Tư pháp t ổ ch ức th ực hi ện K ế ho ạch này; báo cáo k ết qu ả tr ước ngày 15/11/2024.\n2. S ở Tài chính b ố trí kinh phí." + Foot;
        var reading = Readings.Of(text);
        reading.ShouldCover(text);
        reading.Tasks.Select(t => t.Text).ShouldBe(["Sở Nội vụ phối hợp với Sở Tư pháp tổ chức thực hiện Kế hoạch này; báo cáo kết quả trước ngày 15/11/2024.", "Sở Tài chính bố trí kinh phí."]);
        reading.Tasks[0].Coordinating.ShouldHaveSingleItem().Name.ShouldBe("Sở Tư pháp");
    }

    [Fact]
    public void Read_TableWithoutTheOuterBars_ReadsItsColumns() =>
        Tasks("II. KẾ HOẠCH CỤ THỂ\nTT | Nội dung công việc | Thời gian thực hiện | Đơn vị/cá nhân thực hiện | Đơn vị phối hợp\n1 | Xây dựng kế hoạch năm 2024 | Tháng 02 | Phòng Pháp chế | Các đơn vị\n2 | Tổng kết, báo cáo | Trước 15/12/2024 | Văn phòng Sở |\n")
            .ShouldBe(["command <Phòng Pháp chế> <Các đơn vị>", "command <Văn phòng Sở> <>"]);

    [Theory]
    [InlineData("SỞ Y TẾ THANH LA BỆNH VIỆN ĐA KHOA THANH LA", "Sở Y tế Thanh La", "Bệnh viện Đa khoa Thanh La")]
    [InlineData("SỞ Y TẾ LAM GIANG BỆNH VIỆN ĐA KHOA TÂN LA", "Sở Y tế lam giang", "Bệnh viện Đa khoa tân la")]
    [InlineData("SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG TỈNH THANH LA", null, "Sở Tài nguyên và Môi trường tỉnh Thanh La")]
    [InlineData("UBND HUYỆN ĐÔNG SƠN\nPHÒNG GD&ĐT ĐÔNG SƠN", "UBND huyện Đông Sơn", "Phòng GD&ĐT đông sơn")]
    [InlineData("BẢO HIỂM XÃ HỘI VIỆT NAM\nBẢO HIỂM XÃ HỘI TỈNH THANH LA", "Bảo hiểm xã hội Việt Nam", "Bảo hiểm xã hội tỉnh Thanh La")]
    public void Read_Letterhead_SpellsNamesOfBodies(string bodies, string? parent, string issuer)
    {
        var document = Readings.Of(Head.Replace("ỦY BAN NHÂN DÂN\nTỈNH THANH LA\n", bodies + "\n", StringComparison.Ordinal).Replace("Ủy ban nhân dân tỉnh Thanh La ban", "Đơn vị ban", StringComparison.Ordinal)).Document;
        document.ParentBody.ShouldBe(parent, StringCompareShould.IgnoreCase);
        document.Issuer.ShouldBe(issuer, StringCompareShould.IgnoreCase);
    }

    [Fact]
    public void Read_SymbolsThatLostTheStroke_GetItBack()
    {
        var reading = Readings.Of(Head.Replace("12/KH-UBND", "12/QD-UBND", StringComparison.Ordinal) + "II. NỘI DUNG\n1. Thực hiện Quyết định số 45/QD-UBND ngày 02/01/2024 và Nghị quyết số 7/NQ-HDND ngày 08/12/2023 của tỉnh, Kế hoạch số 9/KH-SGDDT ngày 03/01/2024." + Foot);
        reading.Document.Symbol.ShouldBe("QĐ-UBND");
        reading.LegalBases.Concat(reading.Citations).Select(c => c.Number).ShouldBe(["45/QĐ-UBND", "7/NQ-HĐND", "9/KH-SGDĐT"]);
    }

    private static IEnumerable<string> Tasks(string body)
    {
        var text = Head + body + Foot;
        var reading = Readings.Of(text);
        reading.ShouldCover(text);
        return reading.Tasks.Select(t => $"{t.Modality} <{string.Join("; ", t.Lead.Select(a => a.Name))}> <{string.Join("; ", t.Coordinating.Select(a => a.Name))}>");
    }
}

using LanToa.Platform.Documents;

namespace LanToa.Platform.Tests.Documents;

/// <summary>A plan of a department with everything that a document can have.</summary>
internal static class SampleDocument
{
    private const string Sentence = "Nâng cao nhận thức, trách nhiệm của cán bộ, công chức, viên chức và người đứng đầu các cơ quan, đơn vị, địa phương trong việc thực hiện cải cách hành chính.";

    public static OfficialDocument Plan => new()
    {
        Superior = ["Ủy ban nhân dân", "tỉnh Lam Giang"], Issuer = ["Sở Văn hóa, Thể thao và Du lịch"], IssuerName = "Sở Văn hóa, Thể thao và Du lịch", Number = "5", Symbol = "KH-SVHTTDL",
        Place = "Lam Giang", Date = new DateOnly(2026, 2, 5), Kind = "Kế hoạch", Subject = "Tuyên truyền cải cách hành chính tỉnh Lam Giang năm 2026 trên hệ thống thông tin cơ sở",
        Bases = ["Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ ban hành Chương trình tổng thể cải cách hành chính nhà nước", "Căn cứ Chỉ thị số 23/CT-TTg ngày 02 tháng 9 năm 2021 của Thủ tướng Chính phủ;"],
        Body =
        [
            new ParagraphBlock("Sở Văn hóa, Thể thao và Du lịch ban hành Kế hoạch tuyên truyền cải cách hành chính năm 2026 như sau:"),
            new HeadingBlock(1, "I.", "MỤC ĐÍCH, YÊU CẦU"), .. Enumerable.Range(0, 8).Select(n => (DocumentBlock)new ParagraphBlock(Sentence, OfficialText.Point(n) + ")")),
            new HeadingBlock(1, "II.", "TỔ CHỨC THỰC HIỆN"), .. Enumerable.Range(1, 12).Select(n => (DocumentBlock)new ParagraphBlock(Sentence, $"{n}.")),
            new ParagraphBlock("Nhiệm vụ được tổng hợp tại Phụ lục kèm theo Kế hoạch này."),
            new ParagraphBlock("Trên đây là Kế hoạch tuyên truyền cải cách hành chính năm 2026, yêu cầu các cơ quan, đơn vị tổ chức thực hiện."),
        ],
        Signature = new DocumentSignature(["KT. Giám đốc"], "Phó Giám đốc", "Nguyễn Thị Hồng Ánh"), Recipients = ["Bộ Nội vụ", "Các sở, ban, ngành;", "Lưu: VT, NC."],
        Annexes = [new DocumentAnnex("Danh mục nhiệm vụ", [Table], Landscape: true)],
    };

    public static TableBlock Table => new(
        [new("TT", 6, true), new("Nội dung", 40), new("Chủ trì", 16), new("Phối hợp", 16), new("Thời gian", 12), new("Sản phẩm", 12)],
        [.. Enumerable.Range(1, 20).Select(n => (IReadOnlyList<string>)[$"{n}", Sentence, "Sở Nội vụ", "Tỉnh đoàn", "Quý III/2026", "Cuộc thi"])]);

    public static OfficialDocument Letter => Plan with
    {
        Kind = null, Superior = [], Issuer = ["Ủy ban nhân dân", "xã Vân Khê"], IssuerName = "Ủy ban nhân dân xã Vân Khê", Number = null, Date = null, Year = 2026, Symbol = "UBND-VHXH", Bases = [], Annexes = [],
        Addressees = ["Sở Nội vụ", "Các thôn"], Signature = new DocumentSignature(["TM. Ủy ban nhân dân"], "Chủ tịch", null),
    };
}

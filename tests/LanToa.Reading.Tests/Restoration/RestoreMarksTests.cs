using System.Text;
using System.Text.RegularExpressions;
using LanToa.Reading.Restoration;
using LanToa.Reading.Tests.Phrases;

namespace LanToa.Reading.Tests.Restoration;

public sealed partial class RestoreMarksTests
{
    [Theory]
    [InlineData("Uy ban nhan dan tinh ban hanh Ke hoach tuyen truyen cong tac cai cach hanh chinh", "Ủy ban nhân dân tỉnh ban hành Kế hoạch tuyên truyền công tác cải cách hành chính")]
    [InlineData("KE HOACH\nTUYEN TRUYEN CAI CACH HANH CHINH NAM 2023", "KẾ HOẠCH\nTUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH NĂM 2023")]
    [InlineData("Can cu Nghi quyet so 76/NQ-CP ngay 15/7/2021 cua Chinh phu", "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ")]
    [InlineData("So Noi vu chu tri, phoi hop voi cac co quan lien quan", "Sở Nội vụ chủ trì, phối hợp với các cơ quan liên quan")]
    [InlineData("Noi nhan:", "Nơi nhận:")]
    [InlineData("I. MUC DICH, YEU CAU", "I. MỤC ĐÍCH, YÊU CẦU")]
    [InlineData("VI. TO CHUC THUC HIEN", "VI. TỔ CHỨC THỰC HIỆN")]
    [InlineData("Thuc hien theo Muc VI va Phan I cua Ke hoach", "Thực hiện theo Mục VI và Phần I của Kế hoạch")]
    [InlineData("Bao cao quy I truoc ngay 10 thang 3", "Báo cáo quý I trước ngày 10 tháng 3")]
    [InlineData("VI NHAN DAN PHUC VU", "VÌ NHÂN DÂN PHỤC VỤ")]
    [InlineData("Vinh Loc, ngay 21 thang 02 nam 2023", "Vĩnh Lộc, ngày 21 tháng 02 năm 2023")]
    [InlineData("PHO CHU TICH\nTrinh Xuan Thang", "PHÓ CHỦ TỊCH\nTrịnh Xuân Thắng")]
    [InlineData("Dai Phat thanh - Truyen hinh tinh Gia Lai", "Đài Phát thanh - Truyền hình tỉnh Gia Lai")]
    [InlineData("Quyet dinh so 81/QD-UBND ngay 03/4/2012, Nghi dinh so 63/2010/ND-CP, Nghi quyet so 5/NQ-HDND", "Quyết định số 81/QĐ-UBND ngày 03/4/2012, Nghị định số 63/2010/NĐ-CP, Nghị quyết số 5/NQ-HĐND")]
    [InlineData("+ Chuyen muc: Moi quy xay dung 01 chuyen muc ve cai cach hanh chinh.", "+ Chuyên mục: Mỗi quý xây dựng 01 chuyên mục về cải cách hành chính.")]
    [InlineData("CONG BAO/So 286/Ngay 27-05-2026", "CÔNG BÁO/Số 286/Ngày 27-05-2026")]
    public void RestoreMarks_StrippedText_ReadsAsWritten(string stripped, string written) => Restorer.Default.RestoreMarks(stripped).Text.ShouldBe(written);

    [Fact]
    public void RestoreMarks_EachStrippedRealPlan_AtLeast985OfAThousandSyllables()
    {
        foreach (var (name, text, _) in RealPlans.All())
        {
            if (TextDamage.Measure(text) != TextDamage.None) continue;
            var written = Syllables(text);
            var restored = Syllables(Restorer.Default.RestoreMarks(Syllable.Fold(text.Normalize(NormalizationForm.FormC))).Text);
            restored.Length.ShouldBe(written.Length, name);
            var good = written.Zip(restored).Count(p => p.First == p.Second);
            Console.WriteLine($"{100.0 * good / written.Length:0.00} % of {written.Length} syllables: {name}");
            ((double)good / written.Length).ShouldBeGreaterThanOrEqualTo(0.985, name);
        }
    }

    [Fact]
    public void Measure_RealPlans_CleanIsNoneAndStrippedIsHeavy()
    {
        foreach (var (name, text, _) in RealPlans.All())
        {
            TextDamage.Measure(text).ShouldBe(name.StartsWith("002_57ae", StringComparison.Ordinal) ? TextDamage.Heavy : TextDamage.None, name);
            TextDamage.Measure(Syllable.Fold(text.Normalize(NormalizationForm.FormC))).ShouldBe(TextDamage.Heavy, name);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Số: 10/KH-UBND")]
    [InlineData("The administration shall publish its annual plan on the portal and report to the council by the end of each quarter, in the form that the ministry requires.")]
    [InlineData("Le plan annuel de communication est publié par le ministère; les services départementaux rendent compte à la fin de chaque trimestre de leurs travaux.")]
    public void Measure_ShortOrForeign_None(string text) => TextDamage.Measure(text).ShouldBe(TextDamage.None);

    /// <summary>Sentences of real plans that happen to hold few of the letters that tell.</summary>
    [Theory]
    [InlineData("Xây dựng các chuyên trang, chuyên mục về cải cách hành chính trên phương tiện thông tin đại chúng.")]
    [InlineData("Các thủ tục hành chính liên quan đến nhân dân, doanh nghiệp trong lĩnh vực khoa học, công nghệ;")]
    [InlineData("Ngân sách thành phố và các nguồn kinh phí hợp pháp khác.")]
    [InlineData("Thông tin khoa học và công nghệ, tờ gấp, pano, áp phích,...")]
    [InlineData("Xây dựng phương án an ninh, phương án phòng cháy chữa cháy cho từng")]
    [InlineData("và trên các tuyến đường xung quanh, không để phát sinh các tình huống đột xuất.")]
    [InlineData("Đảm bảo an ninh, an toàn liên quan đến hoạt động bay của tàu bay không")]
    [InlineData("Thành phố thông tin, tuyên truyền trên các phương tiện thông tin đại chúng, trang")]
    [InlineData("giải pháp phòng, chống tham nhũng, lãng phí, tiêu cực trong thanh toán chi phí")]
    [InlineData("quyền, nghĩa vụ, trách nhiệm của các cá nhân, tổ chức trong việc tham gia giám sát")]
    public void Measure_ShortCleanSentence_None(string text) => TextDamage.Measure(text).ShouldBe(TextDamage.None);

    [Theory]
    [InlineData("Xay dung cac chuyen trang, chuyen muc ve cai cach hanh chinh tren phuong tien thong tin")]
    [InlineData("can bd, cong chirc, vién chirc va nguoi lao dong trong cac co quan hanh chinh nha nudc")]
    [InlineData("Chu tri, phdi hop vdi cac co quan lién quan t6 chic tuyén truyén cai cach hanh chinh")]
    public void Measure_ShortDamagedSentence_Heavy(string text) => TextDamage.Measure(text).ShouldBe(TextDamage.Heavy);

    private static string[] Syllables(string text) => [.. Letters().Matches(text.Normalize(NormalizationForm.FormC)).Select(m => Syllable.Canonical(m.Value))];

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}]*")]
    private static partial Regex Letters();
}

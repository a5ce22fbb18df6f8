using LanToa.Accountability.Reports;
using LanToa.Contracts.Reports;

namespace LanToa.Accountability.Tests.Reports;

public sealed class NamedWorkTests
{
    private static readonly Guid Own = Guid.CreateVersion7(), Other = Guid.CreateVersion7(), Third = Guid.CreateVersion7();

    private static readonly NamedWork Work = new(Own, unit => unit == Own ? "Sở Thử" : unit == Other ? "xã Thử Một" : "xã Thử Hai");

    private static DateOnly D(int day) => new(2026, 8, day);

    [Fact]
    public void Notable_OwnAndOthers_SayWhoseWhenAndTheWidestReach()
    {
        Work.Of([
            new NotableActivity("Hội nghị quán triệt.", Own, D(12), null, 1145, null, 20, null),
            new NotableActivity("Hội thi\ntìm hiểu", Other, D(3), D(5), null, null, null, 320),
            new NotableActivity("Pa nô", Own, D(4), D(4), null, null, null, null),
        ]).ShouldBe("Hội nghị quán triệt (12/08/2026, 1.145 người dự); Hội thi tìm hiểu (xã Thử Một, từ 03/08/2026 đến 05/08/2026, 320 bài dự thi); Pa nô (04/08/2026)");
        Work.Of([]).ShouldBe(Narrative.NothingNamed);
    }

    [Fact]
    public void Notable_WithoutATitleOfItsOwn_SaysWhatWasDoneAndNotWhatIsToBeDone()
    {
        const string task = "Mở lớp tập huấn cho tổ công nghệ số cộng đồng, mỗi năm 02 lớp.";
        var training = new NotableActivity(task, Other, D(12), null, 45, null, null, null) { Deed = new NotableDeed("training", 1, null, null, null, "", task) };
        Work.Of([training]).ShouldBe("Lớp tập huấn thực hiện nhiệm vụ “Mở lớp tập huấn cho tổ công nghệ số cộng đồng, mỗi năm 02 lớp” (xã Thử Một, 12/08/2026, 45 người dự)");
        Work.Of([training with { Deed = training.Deed! with { Quantity = 2, Place = "hội trường xã", Description = "Hướng dẫn nộp hồ sơ\ntrực tuyến." } }])
            .ShouldBe("2 lớp tập huấn tại hội trường xã: Hướng dẫn nộp hồ sơ trực tuyến (xã Thử Một, 12/08/2026, 45 người dự)");
        Work.Of([training with { Deed = training.Deed! with { Form = "broadcast", Quantity = 14, QuantityUnit = "lượt phát", PlaceUnit = Third } }])
            .ShouldBe("Chương trình, buổi phát thanh tại xã Thử Hai thực hiện nhiệm vụ “Mở lớp tập huấn cho tổ công nghệ số cộng đồng, mỗi năm 02 lớp” (xã Thử Một, 12/08/2026, 14 lượt phát, 45 người dự)");
        Work.Of([training with { Deed = new NotableDeed("other", 3, null, null, Other, "", null) }]).ShouldBe("3 hoạt động (xã Thử Một, 12/08/2026, 45 người dự)");
    }

    [Fact]
    public void Overdue_SaysSinceWhenWhoseAndWhy_AndHintsAtWhatIsMore()
    {
        OverdueWork[] works =
        [
            new("Đăng 02 tin;", D(10), 1, 5, [Other, Third], ["Thiếu cán bộ.", "Mưa lũ"]),
            new("Treo pa nô", D(11), 3, 1, [Own], []),
            new("Mở lớp", D(12), 1, 1, [Other], []),
        ];
        Work.Of(works, 3).ShouldBe(
            "(1) Đăng 02 tin (hạn 10/08/2026; 5 đơn vị: xã Thử Một, xã Thử Hai và 3 đơn vị khác; nguyên nhân: “Thiếu cán bộ”, “Mưa lũ”); (2) Treo pa nô (3 kỳ quá hạn, sớm nhất 11/08/2026; chưa có giải trình); (3) Mở lớp (hạn 12/08/2026; xã Thử Một; chưa có giải trình)");
        Work.Of(works, 2).ShouldEndWith("chưa có giải trình); và các nhiệm vụ khác (chỉ nêu 2 nhiệm vụ quá hạn lâu nhất)");
        Work.Of(works[1..2], 3).ShouldStartWith("Treo pa nô (3 kỳ");
        Work.Of([], 3).ShouldBe(Narrative.NothingNamed);
        Work.Of([works[0] with { Text = string.Join(' ', Enumerable.Repeat("đăng tin", 40)), Reasons = [] }], 1).ShouldContain("… (hạn 10/08/2026;");
    }
}

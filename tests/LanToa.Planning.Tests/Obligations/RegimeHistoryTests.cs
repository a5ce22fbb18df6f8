using System.Text.Json;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;

namespace LanToa.Planning.Tests.Obligations;

public sealed class RegimeHistoryTests
{
    [Fact]
    public void Of_Regime_SaysItsFieldsInWords()
    {
        var data = new RegimeData
        {
            Code = "thu", Name = "Chế độ thử", Source = "Quyết định thử", ValidTo = new DateOnly(2026, 12, 31), Shift = ShiftRule.Before, Send = new SendRule(SendKind.DayOfLastMonth, Day: 16),
            Absorptions = [new Absorption(PeriodKind.HalfYear, 1, [new PeriodRef(PeriodKind.Quarter, 2)])],
        };
        var fields = new RegimeFieldsAttribute().Of(JsonSerializer.SerializeToElement(data));
        fields.ShouldContain(("Ngày cuối còn hiệu lực", "31/12/2026"));
        fields.ShouldContain(("Hạn gửi", "ngày 16 tháng cuối kỳ"));
        fields.ShouldContain(("Báo cáo thay nhau", "6 tháng đầu năm thay quý II"));
        fields.ShouldContain(("Hạn rơi vào ngày nghỉ", "chuyển về ngày làm việc liền trước"));
        fields.ShouldNotContain(f => f.Name == "Ghi chú");
    }
}

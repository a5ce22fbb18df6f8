using LanToa.Platform.Time;

namespace LanToa.Accountability.Activities;

/// <summary>What cannot be right about an activity, in words that say what to do. Pure.</summary>
public static class ActivityChecks
{
    public const int MaxFiles = 20;

    /// <summary>The largest believable number of people for a body of this level: a commune has some ten thousand inhabitants.</summary>
    public static long MostPeople(string level) => level is "Commune" or "Unit" ? 100_000 : 10_000_000;

    public static IEnumerable<Problem> Of(ActivityInput input, string level, DateOnly today, bool draft)
    {
        if (input.HappenedOn is not { } day) yield return new(nameof(input.HappenedOn), "Hãy ghi ngày thực hiện.");
        else if (day > today && !draft) yield return new(nameof(input.HappenedOn), $"Ngày thực hiện {VietnameseFormat.Date(day)} còn ở tương lai. Hoạt động chưa diễn ra thì lưu nháp, hoặc ghi khi đã làm.");
        else if (day < today.AddYears(-1)) yield return new(nameof(input.HappenedOn), $"Ngày thực hiện {VietnameseFormat.Date(day)} đã hơn một năm. Hãy kiểm tra lại năm.");
        if (input is { HappenedOn: { } from, EndedOn: { } to })
        {
            if (to < from) yield return new(nameof(input.EndedOn), $"Ngày kết thúc {VietnameseFormat.Date(to)} trước ngày bắt đầu {VietnameseFormat.Date(from)}.");
            else if (to > today && !draft) yield return new(nameof(input.EndedOn), $"Ngày kết thúc {VietnameseFormat.Date(to)} còn ở tương lai.");
            else if (to.DayNumber - from.DayNumber > 366) yield return new(nameof(input.EndedOn), "Một hoạt động kéo dài hơn một năm: hãy ghi thành nhiều hoạt động.");
        }
        if (string.IsNullOrWhiteSpace(input.Form)) yield return new(nameof(input.Form), "Hãy chọn đã làm sản phẩm gì.");
        else if (!FormRules.Knows(input.Form)) yield return new(nameof(input.Form), $"Không có sản phẩm nào mã “{(input.Form.Length <= 40 ? input.Form : input.Form[..39] + "…")}”; hãy chọn trong danh mục sản phẩm.");
        if (string.IsNullOrWhiteSpace(input.Title)) yield return new(nameof(input.Title), "Hãy đặt tên hoạt động.");
        else if (input.Title.Trim().Length > 300) yield return new(nameof(input.Title), "Tên dài quá 300 chữ; phần chi tiết hãy ghi ở mô tả.");
        if (input.Description is { Length: > 8000 }) yield return new(nameof(input.Description), "Mô tả dài quá; phần chi tiết hãy đính kèm thành tệp.");
        foreach (var problem in Numbers(input, level)) yield return problem;
        foreach (var (field, text) in new[] { (nameof(input.Place), input.Place), (nameof(input.CostSource), input.CostSource), (nameof(input.HostEvent), input.HostEvent), (nameof(input.RecordedFor), input.RecordedFor), (nameof(input.QuantityUnit), input.QuantityUnit) })
            if (text is { Length: > 300 }) yield return new(field, "Nội dung dài quá 300 chữ; hãy rút gọn.");
        if (input.NoEvidenceReason is { Length: > 2000 }) yield return new(nameof(input.NoEvidenceReason), "Lý do dài quá; hãy rút gọn.");
        if (input.HostMinutes is not null && input.HostActivityId is null && string.IsNullOrWhiteSpace(input.HostEvent)) yield return new(nameof(input.HostEvent), "Hãy ghi lồng ghép trong hội nghị, sự kiện nào.");
        if (input.Files.Count > MaxFiles) yield return new(nameof(input.Files), $"Mỗi lần gửi nhiều nhất {MaxFiles} tệp; hãy gửi phần còn lại ở trang của hoạt động.");
        if (input.Partners.Count > 20 || input.Partners.Any(p => p.Length > 300)) yield return new(nameof(input.Partners), "Nhiều nhất 20 đơn vị phối hợp, mỗi tên không quá 300 chữ.");
        if (input.Links.Count > 10) yield return new(nameof(input.Links), "Mỗi lần gửi nhiều nhất 10 đường dẫn; hãy gửi phần còn lại ở trang của hoạt động.");
        foreach (var link in input.Links)
            if (WebLinks.WhyNot(link) is { } why) yield return new(nameof(input.Links), why);
        if (input.Document is { } document)
            foreach (var problem in Of(document, today)) yield return problem;
        if (input.Records.Count > 20) yield return new(nameof(input.Records), "Mỗi lần chọn nhiều nhất 20 bản ghi.");
        if (input.Reused.Count > 50) yield return new(nameof(input.Reused), "Mỗi lần chọn nhiều nhất 50 minh chứng.");
    }

    /// <summary>The same of a document.</summary>
    public static IEnumerable<Problem> Of(ActivityDocument document, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(document.Number)) yield return new("DocumentNumber", "Hãy ghi số, ký hiệu văn bản, ví dụ 12/KH-UBND.");
        else if (document.Number.Length > 100) yield return new("DocumentNumber", "Số, ký hiệu dài quá 100 chữ.");
        if (document.On is not { } day) yield return new("DocumentOn", "Hãy ghi ngày văn bản.");
        else if (day > today) yield return new("DocumentOn", $"Ngày văn bản {VietnameseFormat.Date(day)} còn ở tương lai.");
        else if (day < new DateOnly(1945, 9, 2)) yield return new("DocumentOn", $"Ngày văn bản {VietnameseFormat.Date(day)} xa quá; hãy kiểm tra lại năm.");
        if (document.Signer is { Length: > 200 }) yield return new("Signer", "Tên người ký dài quá 200 chữ.");
        if (document.Pointer is { Length: > 200 }) yield return new("Pointer", "Vị trí dài quá 200 chữ.");
    }

    private static IEnumerable<Problem> Numbers(ActivityInput input, string level)
    {
        if (input.Quantity is <= 0) yield return new(nameof(input.Quantity), "Số lượng phải lớn hơn 0.");
        else if (input.Quantity is > 1_000_000) yield return new(nameof(input.Quantity), $"Số lượng {VietnameseFormat.Number(input.Quantity.Value)} lớn quá 1.000.000. Hãy kiểm tra lại.");
        else if (input.Quantity is { } quantity && decimal.Round(quantity, 2) != quantity) yield return new(nameof(input.Quantity), "Số lượng chỉ lấy đến hai chữ số sau dấu phẩy.");
        var most = MostPeople(level);
        foreach (var (field, name, value, limit) in new[]
        {
            (nameof(input.Attendance), "Số người dự", input.Attendance, most), (nameof(input.Listeners), "Lượt nghe, nhận", input.Listeners, most * 10), (nameof(input.Views), "Lượt xem", input.Views, 1_000_000_000L),
            (nameof(input.Entries), "Số bài dự thi", input.Entries, most), (nameof(input.Cost), "Kinh phí", input.Cost, 1_000_000_000_000L), (nameof(input.HostMinutes), "Số phút lồng ghép", input.HostMinutes, 24 * 60),
        })
        {
            if (value is < 0) yield return new(field, $"{name} không thể là số âm.");
            else if (value > limit) yield return new(field, $"{name} {VietnameseFormat.Number(value.Value)} nhiều hơn mức có thể có ở đơn vị này ({VietnameseFormat.Number(limit)}). Hãy kiểm tra lại số chữ số.");
        }
        foreach (var (field, name, value) in new[] { (nameof(input.Pages), "Số trang", input.Pages), (nameof(input.Minutes), "Thời lượng", input.Minutes) })
        {
            if (value is < 0) yield return new(field, $"{name} không thể là số âm.");
            else if (value is > 1_000_000) yield return new(field, $"{name} {VietnameseFormat.Number(value.Value)} lớn quá. Hãy kiểm tra lại.");
        }
        if (input.Latitude is < -90 or > 90 || input.Longitude is < -180 or > 180 || (input.Latitude is null) != (input.Longitude is null)) yield return new("", "Tọa độ không hợp lệ; hãy bỏ trống hoặc lấy lại vị trí.");
        else if (input.Accuracy is < 0 or > 10_000_000 || (input.Accuracy is not null && input.Latitude is null)) yield return new("", "Sai số của vị trí không hợp lệ; hãy lấy lại vị trí.");
    }
}

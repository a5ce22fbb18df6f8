using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Api;

namespace LanToa.Accountability.Activities.Api;

/// <summary>An activity as the API tells it. What it answers, partners and evidence are told of one activity, not in lists.</summary>
[Description("Một hoạt động đã làm: số lượng là thứ được đếm; người dự, lượt nghe, lượt xem là độ phủ, không cộng vào số lượng.")]
public sealed record ActivityView
{
    [Description("Mã của hoạt động.")] public Guid Id { get; init; }
    [Description("Đơn vị đã làm.")] public required ApiUnit Unit { get; init; }
    [Description("draft: nháp; recorded: chờ chấp nhận; accepted: đã chấp nhận; returned: bị trả lại; withdrawn: đã rút.")] public ActivityState State { get; init; }
    [Description("Ngày thực hiện: hoạt động tính vào kỳ chứa ngày này.")] public DateOnly HappenedOn { get; init; }
    [Description("Đến ngày, khi kéo dài nhiều ngày.")] public DateOnly? EndedOn { get; init; }
    [Description("Mã sản phẩm (listCodes: products).")] public required string Form { get; init; }
    [Description("Tên.")] public required string Title { get; init; }
    [Description("Mô tả.")] public string? Description { get; init; }
    [Description("Mã kênh.")] public required IReadOnlyList<string> Channels { get; init; }
    [Description("Mã nội dung.")] public required IReadOnlyList<string> Topics { get; init; }
    [Description("Mã đối tượng.")] public required IReadOnlyList<string> Audiences { get; init; }
    [Description("Mã ngôn ngữ.")] public required IReadOnlyList<string> Languages { get; init; }
    [Description("Số lượng; không có thì là 1.")] public decimal? Quantity { get; init; }
    [Description("Đơn vị tính.")] public string? QuantityUnit { get; init; }
    [Description("Số người dự.")] public long? Attendance { get; init; }
    [Description("Lượt nghe, nhận.")] public long? Listeners { get; init; }
    [Description("Lượt xem.")] public long? Views { get; init; }
    [Description("Số trang.")] public decimal? Pages { get; init; }
    [Description("Số phút.")] public decimal? Minutes { get; init; }
    [Description("Số bài dự thi.")] public long? Entries { get; init; }
    [Description("Đơn vị nơi thực hiện: xã, phường, thôn.")] public Guid? PlaceUnitId { get; init; }
    [Description("Địa điểm.")] public string? Place { get; init; }
    [Description("Vĩ độ.")] public double? Latitude { get; init; }
    [Description("Kinh độ.")] public double? Longitude { get; init; }
    [Description("Sai số của vị trí, mét.")] public int? Accuracy { get; init; }
    [Description("Kinh phí, đồng.")] public long? Cost { get; init; }
    [Description("Nguồn kinh phí.")] public string? CostSource { get; init; }
    [Description("Hoạt động trong hệ thống mà hoạt động này lồng ghép vào.")] public Guid? HostActivityId { get; init; }
    [Description("Lồng ghép trong hội nghị, sự kiện nào.")] public string? HostEvent { get; init; }
    [Description("Số phút lồng ghép.")] public int? HostMinutes { get; init; }
    [Description("Ghi thay cho ai.")] public string? RecordedFor { get; init; }
    [Description("Người ghi.")] public required string RecordedBy { get; init; }
    [Description("Người của cơ quan khác sửa thay đơn vị sau cùng; không có khi đơn vị tự sửa.")] public string? ChangedForUnitBy { get; init; }
    [Description("Ghi lúc.")] public DateTimeOffset RecordedAt { get; init; }
    [Description("Chấp nhận lúc.")] public DateTimeOffset? AcceptedAt { get; init; }
    [Description("Người chấp nhận.")] public string? AcceptedBy { get; init; }
    [Description("Lý do trả lại hoặc rút.")] public string? Reason { get; init; }
    [Description("Vì sao không có minh chứng.")] public string? NoEvidenceReason { get; init; }
    [Description("Nhiệm vụ mà hoạt động trả lời.")] public IReadOnlyList<AnswerView>? Answers { get; init; }
    [Description("Đơn vị phối hợp.")] public IReadOnlyList<string>? Partners { get; init; }
    [Description("Minh chứng.")] public IReadOnlyList<EvidenceView>? Evidence { get; init; }
}

/// <summary>A task that an activity answers.</summary>
public sealed record AnswerView(
    [property: Description("Kỳ thực hiện mà hoạt động được tính.")] Guid? OccurrenceId,
    [property: Description("Nhiệm vụ của kế hoạch.")] Guid TaskId,
    [property: Description("Kế hoạch.")] Guid PlanId,
    [property: Description("Nội dung nhiệm vụ.")] string Text,
    [property: Description("Tính bao nhiêu cho nhiệm vụ; 0 khi khác sản phẩm nhiệm vụ yêu cầu.")] decimal Counted,
    [property: Description("Làm bù cho kỳ đã qua.")] bool MakesUp);

/// <summary>A piece of evidence with its newest version.</summary>
[Description("Một minh chứng: tệp theo SHA-256 của nội dung, hoặc đường dẫn.")]
public sealed record EvidenceView
{
    [Description("Mã của minh chứng.")] public Guid Id { get; init; }
    [Description("Đơn vị đưa lên.")] public required ApiUnit Unit { get; init; }
    [Description("file, photo, link, systemRecord, issuedDocument.")] public EvidenceKind Kind { get; init; }
    [Description("Tên.")] public required string Title { get; init; }
    [Description("draft, inReview: chờ xem; accepted; rejected; expired.")] public EvidenceState State { get; init; }
    [Description("Từng không được chấp nhận, đơn vị đã sửa và chờ xem lại; chưa chứng minh được gì.")] public bool WaitsAgain { get; init; }
    [Description("Ngày mà minh chứng chứng minh, không phải ngày tải lên.")] public DateOnly EffectiveOn { get; init; }
    [Description("Phiên bản mới nhất.")] public int Version { get; init; }
    [Description("SHA-256 của tệp, 64 chữ số hex.")] public string? Sha256 { get; init; }
    [Description("Số byte.")] public long? Size { get; init; }
    [Description("Loại theo nội dung.")] public string? MediaType { get; init; }
    [Description("Tên tệp.")] public string? FileName { get; init; }
    [Description("Địa chỉ, khi là đường dẫn.")] public string? Url { get; init; }
    [Description("Ảnh chụp lúc nào, khi người gửi đồng ý giữ.")] public DateTimeOffset? TakenAt { get; init; }
    [Description("Vĩ độ nơi chụp.")] public double? Latitude { get; init; }
    [Description("Kinh độ nơi chụp.")] public double? Longitude { get; init; }
    [Description("Người đưa lên.")] public required string AddedBy { get; init; }
    [Description("Đưa lên lúc.")] public DateTimeOffset AddedAt { get; init; }
    [Description("Địa chỉ để tải nội dung.")] public string? Content { get; init; }
}

/// <summary>What is sent to create an activity or to put one right: the whole of it.</summary>
[Description("Hoạt động cần ghi. Khi sửa, gửi lại đầy đủ: trường không gửi bị xóa.")]
public sealed record ActivityBody
{
    [Required, Description("Ngày thực hiện.")] public required DateOnly HappenedOn { get; init; }
    [Description("Đến ngày.")] public DateOnly? EndedOn { get; init; }
    [Required, Description("Mã sản phẩm (listCodes: products), ví dụ article, event."), MaxLength(40)] public required string Form { get; init; }
    [Required, Description("Tên hoạt động."), MaxLength(300)] public required string Title { get; init; }
    [Description("Mô tả."), MaxLength(8000)] public string? Description { get; init; }
    [Description("Mã kênh."), MaxLength(30)] public IReadOnlyList<string>? Channels { get; init; }
    [Description("Mã nội dung."), MaxLength(30)] public IReadOnlyList<string>? Topics { get; init; }
    [Description("Mã đối tượng."), MaxLength(30)] public IReadOnlyList<string>? Audiences { get; init; }
    [Description("Mã ngôn ngữ; không gửi là tiếng Việt."), MaxLength(30)] public IReadOnlyList<string>? Languages { get; init; }
    [Description("Số lượng, lớn hơn 0; không gửi là 1."), Range(0.01, 1000000)] public decimal? Quantity { get; init; }
    [Description("Đơn vị tính, khi không phải chính sản phẩm."), MaxLength(300)] public string? QuantityUnit { get; init; }
    [Description("Số người dự."), Range(0, 10000000)] public long? Attendance { get; init; }
    [Description("Lượt nghe, nhận."), Range(0, 100000000)] public long? Listeners { get; init; }
    [Description("Lượt xem."), Range(0, 1000000000)] public long? Views { get; init; }
    [Description("Số trang."), Range(0, 1000000)] public decimal? Pages { get; init; }
    [Description("Số phút."), Range(0, 1000000)] public decimal? Minutes { get; init; }
    [Description("Số bài dự thi."), Range(0, 10000000)] public long? Entries { get; init; }
    [Description("Đơn vị nơi thực hiện: xã, phường, thôn trong tỉnh.")] public Guid? PlaceUnitId { get; init; }
    [Description("Địa điểm."), MaxLength(300)] public string? Place { get; init; }
    [Description("Vĩ độ, cùng với kinh độ."), Range(-90, 90)] public double? Latitude { get; init; }
    [Description("Kinh độ."), Range(-180, 180)] public double? Longitude { get; init; }
    [Description("Sai số của vị trí, mét; chỉ khi có tọa độ."), Range(0, 10000000)] public int? Accuracy { get; init; }
    [Description("Kinh phí, số nguyên đồng."), Range(0, 1000000000000)] public long? Cost { get; init; }
    [Description("Nguồn kinh phí."), MaxLength(300)] public string? CostSource { get; init; }
    [Description("Hoạt động trong hệ thống mà hoạt động này lồng ghép vào, cùng ngày.")] public Guid? HostActivityId { get; init; }
    [Description("Lồng ghép trong hội nghị, sự kiện nào (khi không có trong hệ thống)."), MaxLength(300)] public string? HostEvent { get; init; }
    [Description("Số phút lồng ghép."), Range(0, 1440)] public int? HostMinutes { get; init; }
    [Description("Ghi thay cho ai không có tài khoản."), MaxLength(300)] public string? RecordedFor { get; init; }
    [Description("Kỳ thực hiện (occurrence) mà hoạt động trả lời; cần thêm phạm vi obligations.read."), MaxLength(20)] public IReadOnlyList<Guid>? Occurrences { get; init; }
    [Description("Làm bù: tính vào đúng kỳ đã nêu, dù ngày thực hiện nằm sau kỳ đó.")] public bool? MakesUp { get; init; }
    [Description("Tên đơn vị phối hợp."), MaxLength(20)] public IReadOnlyList<string>? Partners { get; init; }
    [Description("Đường dẫn công khai làm minh chứng (http, https)."), MaxLength(10)] public IReadOnlyList<string>? Links { get; init; }
    [Description("Vì sao chưa có minh chứng mà loại sản phẩm cần; ví dụ “Ảnh gửi sau”."), MaxLength(2000)] public string? NoEvidenceReason { get; init; }
    [Description("true: chỉ lưu nháp, chưa gửi lên.")] public bool? Draft { get; init; }

    public ActivityInput ToInput() => new()
    {
        HappenedOn = HappenedOn, EndedOn = EndedOn, Form = Form, Title = Title, Description = Description, Channels = Channels ?? [], Topics = Topics ?? [], Audiences = Audiences ?? [], Languages = Languages ?? ["vi"],
        Quantity = Quantity, QuantityUnit = QuantityUnit, Attendance = Attendance, Listeners = Listeners, Views = Views, Pages = Pages, Minutes = Minutes, Entries = Entries, PlaceUnitId = PlaceUnitId, Place = Place, Latitude = Latitude, Longitude = Longitude, Accuracy = Accuracy,
        Cost = Cost, CostSource = CostSource, HostActivityId = HostActivityId, HostEvent = HostEvent, HostMinutes = HostMinutes, RecordedFor = RecordedFor, NoEvidenceReason = NoEvidenceReason,
        Duties = [.. (Occurrences ?? []).Distinct().Select(o => new AnsweredDuty(o, MakesUp == true))], Partners = Partners ?? [], Links = Links ?? [],
    };
}

/// <summary>Why something is done.</summary>
public sealed record ReasonBody
{
    [Required, Description("Lý do, cho người đọc lịch sử."), MaxLength(2000)] public required string Reason { get; init; }
}

/// <summary>A code and its name.</summary>
public sealed record CodeView([property: Description("Mã.")] string Code, [property: Description("Tên.")] string Name);

/// <summary>The code lists.</summary>
[Description("Các danh mục mã dùng trong hoạt động.")]
public sealed record CodesView(
    [property: Description("Sản phẩm.")] IReadOnlyList<CodeView> Products, [property: Description("Kênh.")] IReadOnlyList<CodeView> Channels, [property: Description("Nội dung.")] IReadOnlyList<CodeView> Topics,
    [property: Description("Đối tượng.")] IReadOnlyList<CodeView> Audiences, [property: Description("Ngôn ngữ.")] IReadOnlyList<CodeView> Languages);

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LanToa.Contracts.Activities;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>Says of each row of a file what would be recorded, or what stands against it and in which cell; writes nothing.</summary>
public sealed class ImportReading(LanToaDb db, Actor actor, ActivityAccess access, ActivityWriter writer, IDuties duties, IOrganizationDirectory directory)
{
    private readonly Dictionary<(Guid Unit, Guid Task, DateOnly Day), DutyInfo?> _periods = [];
    private ILookup<Guid, UnitTask>? _tasks;
    private List<OrganizationInfo>? _bodies;

    public async Task<IReadOnlyList<ImportLine>> LinesAsync(ActivityImport import, CancellationToken cancel)
    {
        var units = import.Rows.Select(r => UnitOf(import, r).Unit).OfType<Guid>().Where(access.MayDo).Distinct().ToList();
        _tasks = import.Rows.Any(r => r.Cells.ContainsKey(ImportSheet.Task)) ? (await duties.TasksAsync(units, cancel)).ToLookup(t => t.UnitId) : Array.Empty<UnitTask>().ToLookup(t => t.UnitId);
        var (lines, same) = (new List<ImportLine>(), new Dictionary<string, (int First, int Times)>(StringComparer.Ordinal));
        foreach (var row in import.Rows) lines.Add(await LineAsync(import, row, same, cancel));
        return await WithWhatIsThereAsync(lines, cancel);
    }

    private async Task<ImportLine> LineAsync(ActivityImport import, ImportRow row, Dictionary<string, (int First, int Times)> same, CancellationToken cancel)
    {
        var (problems, notes) = (new List<CellProblem>(), new List<string>());
        string? At(string field) => import.Columns.TryGetValue(field, out var letter) ? letter + row.Row.ToString(CultureInfo.InvariantCulture) : null;
        void Wrong(string field, string text) => problems.Add(new(At(field), text));

        Formulas(row, At, problems, notes);
        var (unit, why) = UnitOf(import, row);
        if (why is not null) Wrong(ImportSheet.Unit, why);
        var input = Input(row, Wrong);
        DutyInfo? duty = null;
        if (unit is { } known && problems.Count == 0) duty = await DutyAsync(known, row, input, Wrong, cancel);
        if (duty is not null) input = input with { Duties = [new(duty.OccurrenceId)] };

        // Cells that could not be read are told once.
        var unread = problems.Select(p => p.Cell).ToHashSet();
        var (stands, _) = await writer.CheckAsync(unit ?? import.UnitId, input, draft: false, cancel, duty is null ? [] : [duty]);
        problems.AddRange(stands.Select(p => new CellProblem(At(p.Field), p.Text)).Where(p => p.Cell is null || !unread.Contains(p.Cell)));

        var content = $"{unit}\n{string.Join('\n', row.Cells.Where(c => c.Key != ImportSheet.Unit).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value}"))}";
        var (first, times) = same.GetValueOrDefault(content, (row.Row, 0));
        same[content] = (first, times + 1);
        if (times > 0 && problems.Count == 0) notes.Add($"Giống hệt dòng {first}: được ghi thành một hoạt động nữa. Nếu gõ trùng, hãy xóa một dòng rồi tải lại tệp.");
        var fate = problems.Count > 0 ? ImportFate.Wrong : ImportFate.Records;
        if (fate == ImportFate.Records && ActivityWriter.WhyNotProved(input.Form!, ActivityWriter.Trimmed(input.NoEvidenceReason), input.Links.Count > 0 ? [EvidenceKind.Link] : []) is not null)
        {
            fate = ImportFate.Drafts;
            notes.Add($"Lưu nháp vì còn thiếu {FormRules.Of(input.Form!).Words}: mở hoạt động để thêm rồi gửi, hoặc ghi lý do ở cột “{ImportSheet.HeadingOf(nameof(input.NoEvidenceReason))}”.");
        }
        return new ImportLine(row.Row, unit ?? import.UnitId, input, fate) { Problems = problems, Notes = notes, Key = KeyOf(content, times), Duty = duty, UnitWords = unit is null ? row.Cells.GetValueOrDefault(ImportSheet.Unit) : null };
    }

    private static void Formulas(ImportRow row, Func<string, string?> at, List<CellProblem> problems, List<string> notes)
    {
        foreach (var field in row.Formulas)
        {
            if (!row.Cells.TryGetValue(field, out var value)) problems.Add(new(at(field), "Ô là công thức chưa có giá trị. Hãy chép rồi dán chỉ giá trị (Paste Values)."));
            else if (value.StartsWith('#')) problems.Add(new(at(field), $"Ô là công thức báo lỗi {value}. Hãy sửa công thức, hoặc ghi giá trị."));
            else notes.Add($"Ô {at(field)} là công thức; lấy giá trị đã lưu trong tệp: {value}.");
        }
    }

    /// <summary>The activities that are there already by their keys, and those that look like one.</summary>
    private async Task<IReadOnlyList<ImportLine>> WithWhatIsThereAsync(List<ImportLine> lines, CancellationToken cancel)
    {
        List<Guid> keys = [.. lines.Select(l => l.Key)];
        var there = await db.Set<Activity>().AsNoTracking().Where(a => keys.Contains(a.SendKey)).Select(a => new { a.SendKey, a.Id, a.State }).ToDictionaryAsync(a => a.SendKey, cancel);
        List<Guid> units = [.. lines.Select(l => l.UnitId).Distinct()];
        var days = lines.Where(l => l.Fate != ImportFate.Wrong).Select(l => l.Input.HappenedOn!.Value).Distinct().ToList();
        var alike = (await db.Set<Activity>().AsNoTracking().Where(a => units.Contains(a.UnitId) && days.Contains(a.HappenedOn) && a.State != ActivityState.Withdrawn && !keys.Contains(a.SendKey)).Select(a => new { a.UnitId, a.HappenedOn, a.Title, a.Form }).ToListAsync(cancel))
            .Select(a => (a.UnitId, a.HappenedOn, a.Form, Folding.Fold(a.Title))).ToHashSet();
        return [.. lines.Select(l => there.TryGetValue(l.Key, out var known) ? l with { Fate = ImportFate.Already, ActivityId = known.Id, State = known.State, Problems = [], Notes = [] }
            : l.Fate != ImportFate.Wrong && alike.Contains((l.UnitId, l.Input.HappenedOn!.Value, l.Input.Form!, Folding.Fold(l.Input.Title!))) ? l with { Notes = [.. l.Notes, "Đơn vị đã có một hoạt động cùng ngày, cùng tên, cùng sản phẩm. Hãy kiểm tra kẻo ghi hai lần."] }
            : l)];
    }

    // ——— The unit ———

    private (Guid? Unit, string? Why) UnitOf(ActivityImport import, ImportRow row)
    {
        if (!row.Cells.TryGetValue(ImportSheet.Unit, out var words)) return access.MayDo(import.UnitId) ? (import.UnitId, null) : (null, access.WhyNotDo(import.UnitId));
        var name = Folding.Fold(words);
        List<OrganizationInfo> found = [.. Bodies().Where(o => o.Code == words)];
        if (found.Count == 0) found = [.. Bodies().Where(o => Folding.Fold(o.Name) == name || (o.ShortName.Length > 0 && Folding.Fold(o.ShortName) == name) || Folding.Fold(directory.DistinctNameOf(o.Id) ?? "") == name)];
        if (found.Count > 1 && found.FindAll(o => access.MayDo(o.Id)) is { Count: > 0 } own) found = own;
        return found switch
        {
            [] => (null, $"Không có đơn vị nào tên hoặc mã “{Short(words)}” trong tỉnh. Hãy ghi đúng tên trong danh sách Cơ quan, hoặc bỏ trống nếu là đơn vị của bạn."),
            [var only] when access.MayDo(only.Id) => (only.Id, null),
            [var other] => (null, $"{directory.DistinctNameOf(other.Id)} tự ghi hoạt động của mình: bạn không có vai trò ghi hoạt động ở đơn vị đó. Hãy bỏ dòng này, hoặc để đơn vị đó nhập."),
            _ => (null, $"Có {found.Count} đơn vị tên “{Short(words)}”. Hãy ghi mã: {string.Join(", ", found.Take(5).Select(o => $"{o.Code} ({directory.DistinctNameOf(o.Id)})"))}."),
        };
    }

    private List<OrganizationInfo> Bodies()
    {
        if (_bodies is not null) return _bodies;
        var top = actor.Unit;
        while (top?.ParentId is { } above && directory.Find(above) is { } upper && upper.ProvinceId == top.ProvinceId) top = upper;
        return _bodies = top is null ? [] : [.. directory.Subtree(top.Id).Where(o => o.ProvinceId == actor.ProvinceId)];
    }

    // ——— The task ———

    private async Task<DutyInfo?> DutyAsync(Guid unit, ImportRow row, ActivityInput input, Action<string, string> wrong, CancellationToken cancel)
    {
        if (!row.Cells.TryGetValue(ImportSheet.Task, out var words))
        {
            if (row.Cells.ContainsKey(ImportSheet.Plan)) wrong(ImportSheet.Plan, "Đã ghi kế hoạch mà chưa ghi nhiệm vụ số mấy. Hãy ghi số ở cột “Nhiệm vụ”, hoặc bỏ trống cả hai.");
            return null;
        }
        List<UnitTask> tasks = [.. _tasks![unit]];
        if (row.Cells.TryGetValue(ImportSheet.Plan, out var plan))
        {
            var named = tasks.FindAll(t => Key(t.Plan) == Key(plan) || Folding.Fold(t.PlanTitle) == Folding.Fold(plan));
            if (named.Count == 0)
            {
                wrong(ImportSheet.Plan, $"Đơn vị không có nhiệm vụ nào trong kế hoạch “{Short(plan)}”. Hãy ghi số, ký hiệu như ở trang “Nhiệm vụ” của tệp mẫu.");
                return null;
            }
            tasks = named;
        }
        var number = int.TryParse(words.Trim().TrimEnd('.'), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : (int?)null;
        var folded = Folding.Fold(words);
        var found = tasks.FindAll(t => number is { } asked ? t.Number == asked : Folding.Fold(t.Text).Contains(folded, StringComparison.Ordinal));
        if (found is not [var task])
        {
            wrong(ImportSheet.Task, found.Count == 0
                ? $"Đơn vị không có nhiệm vụ “{Short(words)}”{(plan is null ? "" : " trong kế hoạch này")}. Hãy ghi số như ở trang “Nhiệm vụ” của tệp mẫu, hoặc bỏ trống."
                : $"Có {found.Count} nhiệm vụ “{Short(words)}”: {string.Join("; ", found.Take(4).Select(t => $"số {t.Number} của {t.Plan}"))}. Hãy ghi rõ số, và kế hoạch ở cột “Kế hoạch”.");
            return null;
        }
        var day = input.HappenedOn!.Value;
        if (!_periods.TryGetValue((unit, task.TaskId, day), out var period)) _periods[(unit, task.TaskId, day)] = period = await duties.OfDayAsync(unit, task.TaskId, day, cancel);
        if (period is null) wrong(ImportSheet.Task, $"Nhiệm vụ {task.Number} ({task.Plan}) không có kỳ nào chứa ngày {VietnameseFormat.Date(day)}. Hãy kiểm tra ngày, hoặc bỏ trống cột này.");
        return period;

        static string Key(string symbol) => string.Concat(Folding.Fold(symbol).Where(char.IsLetterOrDigit));
    }

    // ——— The cells ———

    private static ActivityInput Input(ImportRow row, Action<string, string> wrong)
    {
        string? Words(string field) => row.Cells.GetValueOrDefault(field);
        DateOnly? Day(string field)
        {
            if (Words(field) is not { } text) return null;
            if (VietnameseFormat.TryParseDate(text, out var day)) return day;
            wrong(field, VietnameseFormat.WhyNotDate(Short(text)));
            return null;
        }
        decimal? Number(string field)
        {
            if (Words(field) is not { } text) return null;
            var (sign, digits) = text.StartsWith('-') ? (-1, text[1..]) : (1, text);
            if (VietnameseFormat.TryParseDecimal(digits, out var number)) return sign * number;
            wrong(field, $"“{Short(text)}” không phải là số. Hãy chỉ ghi số, phần lẻ sau dấu phẩy: 1.250 hoặc 2,5.");
            return null;
        }
        long? Whole(string field)
        {
            if (Number(field) is not { } number) return null;
            if (number == decimal.Truncate(number)) return (long)number;
            wrong(field, $"“{Short(Words(field)!)}” phải là số nguyên.");
            return null;
        }
        List<string> Codes(string field, CodeKind kind)
        {
            var codes = new List<string>();
            foreach (var word in (Words(field) ?? "").Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (CodeOf(kind, word) is { } code) codes.Add(code);
                else wrong(field, $"“{Short(word)}” không có trong danh mục {ImportSheet.HeadingOf(field)}. Hãy chép tên từ trang “Danh mục” của tệp mẫu; nhiều mục cách nhau bằng dấu chấm phẩy.");
            }
            return codes;
        }
        var form = Words(nameof(ActivityInput.Form)) is { } product ? CodeOf(CodeKind.Product, product) : null;
        if (form is null && Words(nameof(ActivityInput.Form)) is { } unknown) wrong(nameof(ActivityInput.Form), $"“{Short(unknown)}” không có trong danh mục Sản phẩm. Hãy chép tên từ trang “Danh mục” của tệp mẫu.");
        var languages = Codes(nameof(ActivityInput.Languages), CodeKind.Language);
        return new ActivityInput
        {
            HappenedOn = Day(nameof(ActivityInput.HappenedOn)), EndedOn = Day(nameof(ActivityInput.EndedOn)), Form = form, Title = Words(nameof(ActivityInput.Title)), Description = Words(nameof(ActivityInput.Description)),
            Channels = Codes(nameof(ActivityInput.Channels), CodeKind.Channel), Topics = Codes(nameof(ActivityInput.Topics), CodeKind.Topic), Audiences = Codes(nameof(ActivityInput.Audiences), CodeKind.Audience), Languages = languages.Count == 0 ? ["vi"] : languages,
            Quantity = Number(nameof(ActivityInput.Quantity)), QuantityUnit = Words(nameof(ActivityInput.QuantityUnit)), Attendance = Whole(nameof(ActivityInput.Attendance)), Listeners = Whole(nameof(ActivityInput.Listeners)), Views = Whole(nameof(ActivityInput.Views)),
            Minutes = Number(nameof(ActivityInput.Minutes)), Pages = Number(nameof(ActivityInput.Pages)), Entries = Whole(nameof(ActivityInput.Entries)), Place = Words(nameof(ActivityInput.Place)), Cost = Whole(nameof(ActivityInput.Cost)), CostSource = Words(nameof(ActivityInput.CostSource)),
            HostEvent = Words(nameof(ActivityInput.HostEvent)), HostMinutes = Whole(nameof(ActivityInput.HostMinutes)) is { } minutes ? (int)Math.Clamp(minutes, int.MinValue, int.MaxValue) : null,
            RecordedFor = Words(nameof(ActivityInput.RecordedFor)), NoEvidenceReason = Words(nameof(ActivityInput.NoEvidenceReason)),
            Partners = [.. (Words(nameof(ActivityInput.Partners)) ?? "").Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            Links = [.. (Words(nameof(ActivityInput.Links)) ?? "").Split([';', '\n', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        };
    }

    private static string? CodeOf(CodeKind kind, string words)
    {
        var folded = Folding.Fold(words);
        var found = CodeNames.List(kind).FirstOrDefault(c => string.Equals(c.Code, words, StringComparison.OrdinalIgnoreCase) || Folding.Fold(c.Name) == folded);
        return found.Code;
    }

    /// <summary>A version-8 UUID (RFC 9562, 5.8) of what the row says of which unit: the same row is the same activity, from whichever file; the n-th of a file its n-th.</summary>
    private static Guid KeyOf(string content, int times)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"lantoa:activity-row:1\n{times.ToString(CultureInfo.InvariantCulture)}\n{content}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private static string Short(string words) => words.Length <= 60 ? words : words[..59] + "…";
}

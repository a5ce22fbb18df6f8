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
    private const int Portion = 250;

    private readonly Dictionary<string, (Guid? Unit, string? Why)> _units = new(StringComparer.Ordinal);
    private ILookup<Guid, UnitTask>? _tasks;
    private List<(OrganizationInfo Body, string[] Names)>? _bodies;

    /// <summary>A row whose cells were read: what they say, and what stands against them already.</summary>
    private sealed record Cells(ImportRow Row, Guid? Unit, ActivityInput Input, UnitTask? Task, List<CellProblem> Problems, List<string> Notes);

    /// <param name="progress">Is told how many rows were looked at.</param>
    public async Task<IReadOnlyList<ImportLine>> LinesAsync(ActivityImport import, Func<int, Task>? progress, CancellationToken cancel)
    {
        var units = import.Rows.Select(r => UnitOf(import, r).Unit).OfType<Guid>().Where(access.MayDo).Distinct().ToList();
        _tasks = import.Rows.Any(r => r.Cells.ContainsKey(ImportSheet.Task)) ? (await duties.TasksAsync(units, cancel)).ToLookup(t => t.UnitId) : Array.Empty<UnitTask>().ToLookup(t => t.UnitId);
        var lines = new List<ImportLine>();
        var same = new Dictionary<string, (int First, int Times)>(StringComparer.Ordinal);
        foreach (var portion in import.Rows.Chunk(Portion))
        {
            Cells[] read = [.. portion.Select(row => CellsOf(import, row))];
            // The periods of all of them at once: asked for row by row they were what took the time.
            var periods = await duties.OfDaysAsync([.. read.Where(r => r.Task is not null).Select(r => (r.Unit!.Value, r.Task!.TaskId, r.Input.HappenedOn!.Value)).Distinct()], cancel);
            foreach (var cells in read) lines.Add(await LineAsync(import, cells, periods, same, cancel));
            if (progress is not null) await progress(lines.Count);
        }
        return await WithWhatIsThereAsync(lines, cancel);
    }

    /// <summary>What a row says, for showing it again; what could not be read is left out.</summary>
    public static ActivityInput InputOf(ImportRow row) => Input(row, (_, _) => { });

    private static string? At(ActivityImport import, ImportRow row, string field) => import.Columns.TryGetValue(field, out var letter) ? letter + row.Row.ToString(CultureInfo.InvariantCulture) : null;

    private Cells CellsOf(ActivityImport import, ImportRow row)
    {
        var (problems, notes) = (new List<CellProblem>(), new List<string>());
        void Wrong(string field, string text) => problems.Add(new(At(import, row, field), text));

        Formulas(row, field => At(import, row, field), problems, notes);
        var (unit, why) = UnitOf(import, row);
        if (why is not null) Wrong(ImportSheet.Unit, why);
        var input = Input(row, Wrong);
        var task = unit is { } known && problems.Count == 0 ? TaskOf(known, row, Wrong) : null;
        return new Cells(row, unit, input, input.HappenedOn is null ? null : task, problems, notes);
    }

    private async Task<ImportLine> LineAsync(ActivityImport import, Cells cells, IReadOnlyDictionary<(Guid Unit, Guid Task, DateOnly Day), DutyInfo> periods, Dictionary<string, (int First, int Times)> same, CancellationToken cancel)
    {
        var (row, unit, input, task, problems, notes) = cells;
        DutyInfo? duty = null;
        if (task is not null && !periods.TryGetValue((unit!.Value, task.TaskId, input.HappenedOn!.Value), out duty))
            problems.Add(new(At(import, row, ImportSheet.Task), $"Nhiệm vụ {task.Number} ({task.Plan}) không có kỳ nào chứa ngày {VietnameseFormat.Date(input.HappenedOn!.Value)}. Hãy kiểm tra ngày, hoặc bỏ trống cột này."));
        if (duty is not null) input = input with { Duties = [new(duty.OccurrenceId)] };

        // Cells that could not be read are told once.
        var unread = problems.Select(p => p.Cell).ToHashSet();
        var (stands, _) = await writer.CheckAsync(unit ?? import.UnitId, input, draft: false, cancel, duty is null ? [] : [duty]);
        problems.AddRange(stands.Select(p => new CellProblem(At(import, row, p.Field), p.Text)).Where(p => p.Cell is null || !unread.Contains(p.Cell)));

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
        return new ImportLine(row.Row, unit ?? import.UnitId, fate) { Input = input, Problems = problems, Notes = notes, Key = KeyOf(content, times), Duty = duty, PeriodId = duty?.OccurrenceId, PeriodWords = duty is null ? null : $"{duty.PlanName} · {duty.PeriodName}", UnitWords = unit is null ? row.Cells.GetValueOrDefault(ImportSheet.Unit) : null };
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
        if (!_units.TryGetValue(words, out var known)) _units[words] = known = UnitCalled(words);
        return known;
    }

    private (Guid? Unit, string? Why) UnitCalled(string words)
    {
        var name = Folding.Fold(words);
        List<OrganizationInfo> found = [.. Bodies().Where(o => o.Body.Code == words).Select(o => o.Body)];
        if (found.Count == 0) found = [.. Bodies().Where(o => o.Names.Contains(name)).Select(o => o.Body)];
        if (found.Count > 1 && found.FindAll(o => access.MayDo(o.Id)) is { Count: > 0 } own) found = own;
        return found switch
        {
            [] => (null, $"Không có đơn vị nào tên hoặc mã “{Short(words)}” trong tỉnh. Hãy ghi đúng tên trong danh sách Cơ quan, hoặc bỏ trống nếu là đơn vị của bạn."),
            [var only] when access.MayDo(only.Id) => (only.Id, null),
            [var other] => (null, $"{directory.DistinctNameOf(other.Id)} tự ghi hoạt động của mình: bạn không có vai trò ghi hoạt động ở đơn vị đó. Hãy bỏ dòng này, hoặc để đơn vị đó nhập."),
            _ => (null, $"Có {found.Count} đơn vị tên “{Short(words)}”. Hãy ghi mã: {string.Join(", ", found.Take(5).Select(o => $"{o.Code} ({directory.DistinctNameOf(o.Id)})"))}."),
        };
    }

    private List<(OrganizationInfo Body, string[] Names)> Bodies()
    {
        if (_bodies is not null) return _bodies;
        var top = actor.Unit;
        while (top?.ParentId is { } above && directory.Find(above) is { } upper && upper.ProvinceId == top.ProvinceId) top = upper;
        return _bodies = top is null ? [] : [.. directory.Subtree(top.Id).Where(o => o.ProvinceId == actor.ProvinceId).Select(o => (o, new[] { o.Name, o.ShortName, directory.DistinctNameOf(o.Id) ?? "" }.Where(n => n.Length > 0).Select(Folding.Fold).Distinct().ToArray()))];
    }

    // ——— The task ———

    private UnitTask? TaskOf(Guid unit, ImportRow row, Action<string, string> wrong)
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
        return task;

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
        List<string> CodesOf(string field, CodeKind kind)
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
        var languages = CodesOf(nameof(ActivityInput.Languages), CodeKind.Language);
        return new ActivityInput
        {
            HappenedOn = Day(nameof(ActivityInput.HappenedOn)), EndedOn = Day(nameof(ActivityInput.EndedOn)), Form = form, Title = Words(nameof(ActivityInput.Title)), Description = Words(nameof(ActivityInput.Description)),
            Channels = CodesOf(nameof(ActivityInput.Channels), CodeKind.Channel), Topics = CodesOf(nameof(ActivityInput.Topics), CodeKind.Topic), Audiences = CodesOf(nameof(ActivityInput.Audiences), CodeKind.Audience), Languages = languages.Count == 0 ? ["vi"] : languages,
            Quantity = Number(nameof(ActivityInput.Quantity)), QuantityUnit = Words(nameof(ActivityInput.QuantityUnit)), Attendance = Whole(nameof(ActivityInput.Attendance)), Listeners = Whole(nameof(ActivityInput.Listeners)), Views = Whole(nameof(ActivityInput.Views)),
            Minutes = Number(nameof(ActivityInput.Minutes)), Pages = Number(nameof(ActivityInput.Pages)), Entries = Whole(nameof(ActivityInput.Entries)), Place = Words(nameof(ActivityInput.Place)), Cost = Whole(nameof(ActivityInput.Cost)), CostSource = Words(nameof(ActivityInput.CostSource)),
            HostEvent = Words(nameof(ActivityInput.HostEvent)), HostMinutes = Whole(nameof(ActivityInput.HostMinutes)) is { } minutes ? (int)Math.Clamp(minutes, int.MinValue, int.MaxValue) : null,
            RecordedFor = Words(nameof(ActivityInput.RecordedFor)), NoEvidenceReason = Words(nameof(ActivityInput.NoEvidenceReason)),
            Partners = [.. (Words(nameof(ActivityInput.Partners)) ?? "").Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            Links = [.. (Words(nameof(ActivityInput.Links)) ?? "").Split([';', '\n', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        };
    }

    /// <summary>The codes of each list by name and by code, as people type them.</summary>
    private static readonly Dictionary<CodeKind, Dictionary<string, string>> Codes = Enum.GetValues<CodeKind>().ToDictionary(k => k, k =>
        CodeNames.List(k).SelectMany(c => new[] { (Words: Folding.Fold(c.Name), c.Code), (Words: Folding.Fold(c.Code), c.Code) }).DistinctBy(c => c.Words).ToDictionary(c => c.Words, c => c.Code, StringComparer.Ordinal));

    private static string? CodeOf(CodeKind kind, string words) => Codes[kind].GetValueOrDefault(Folding.Fold(words));

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

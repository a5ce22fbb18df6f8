using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LanToa.Accountability.Reports.Formulas;
using LanToa.Platform.Data;
using LanToa.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>An indicator as it comes with the program.</summary>
public sealed record DeliveredIndicator(
    string Code, string Name, string Theme, string Unit, string? Formula = null, Aggregation Aggregation = Aggregation.Sum, IndicatorSource Source = IndicatorSource.Formula, bool Cumulative = false, int Decimals = 0, string? Meaning = null)
{
    /// <summary>Whether the row says what is delivered; its place in the dictionary aside.</summary>
    public bool Is(Indicator row) => (row.Name, row.Theme, row.Unit, row.Formula, row.Aggregation, row.Source, row.Cumulative, row.Decimals, row.Meaning) == (Name, Theme, Unit, Formula, Aggregation, Source, Cumulative, Decimals, Meaning);

    /// <summary>Has the row say it.</summary>
    public void Put(Indicator row)
    {
        (row.Name, row.Theme, row.Unit, row.Formula, row.Aggregation, row.Source, row.Cumulative, row.Decimals, row.Meaning) = (Name, Theme, Unit, Formula, Aggregation, Source, Cumulative, Decimals, Meaning);
        row.Version++;
    }
}

/// <summary>The dictionary of a province: the country's indicators, each replaced by the province's own where it has one.</summary>
public sealed class Indicators(LanToaDb db)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Every row of the country and of the province, withdrawn ones too, in the order of the dictionary.</summary>
    public async Task<List<Indicator>> RowsAsync(CancellationToken cancel = default)
    {
        var rows = await ReadAsync();
        var known = rows.Where(i => i.ProvinceId == 0).Select(i => i.Code).ToHashSet();
        var missing = Delivered.Select((d, n) => (Row: d, Ordinal: (n + 1) * 10)).Where(d => !known.Contains(d.Row.Code)).ToList();
        if (missing.Count == 0) return rows;
        foreach (var (d, ordinal) in missing)
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO indicator (id, province_id, code, name, theme, unit, aggregation, source, formula, cumulative, decimals, meaning, ordinal, version)
                VALUES ({Guid.CreateVersion7()}, 0, {d.Code}, {d.Name}, {d.Theme}, {d.Unit}, {d.Aggregation.ToString()}, {d.Source.ToString()}, {d.Formula}, {d.Cumulative}, {d.Decimals}, {d.Meaning}, {ordinal}, 1) ON CONFLICT DO NOTHING
                """, cancel);
        return await ReadAsync();

        Task<List<Indicator>> ReadAsync() => db.Set<Indicator>().AsNoTracking().Where(i => i.ProvinceId == 0 || i.ProvinceId == db.ProvinceId).OrderBy(i => i.Ordinal).ThenBy(i => i.Code).ThenBy(i => i.ProvinceId).ToListAsync(cancel);
    }

    /// <summary>What counts in the province, by code.</summary>
    public async Task<IReadOnlyDictionary<string, Indicator>> InForceAsync(CancellationToken cancel = default) => InForce(await RowsAsync(cancel)).ToDictionary(i => i.Code);

    /// <summary>A province's own row before the country's; one that was withdrawn gives way to the country's.</summary>
    public static IEnumerable<Indicator> InForce(IEnumerable<Indicator> rows) => rows.Where(i => i.WithdrawnAt is null).GroupBy(i => i.Code).Select(g => g.MaxBy(i => i.ProvinceId)!).OrderBy(i => i.Ordinal).ThenBy(i => i.Code);

    /// <summary>The formulas that can be read, by code.</summary>
    public static IReadOnlyDictionary<string, Formula> FormulasOf(IEnumerable<Indicator> indicators)
    {
        var formulas = new Dictionary<string, Formula>();
        foreach (var indicator in indicators.Where(i => i is { Source: IndicatorSource.Formula, Formula: not null }))
        {
            try
            {
                formulas[indicator.Code] = Formula.Read(indicator.Formula!);
            }
            catch (FormulaException)
            {
                // A formula that was sound when it was saved: a word of the language has gone since. Its indicator has no value, and its page says why.
            }
        }
        return formulas;
    }

    /// <summary>The formulas of these indicators and of those that they name.</summary>
    public static IReadOnlyDictionary<string, Formula> FormulasFor(IEnumerable<string> codes, IReadOnlyDictionary<string, Indicator> known)
    {
        var (formulas, asked) = (new Dictionary<string, Formula>(), new HashSet<string>());
        var open = new Stack<string>(codes);
        while (open.TryPop(out var code))
        {
            if (!asked.Add(code) || !known.TryGetValue(code, out var indicator) || !FormulasOf([indicator]).TryGetValue(code, out var formula)) continue;
            formulas[code] = formula;
            foreach (var named in formula.References) open.Push(named);
        }
        return formulas;
    }

    /// <summary>Why an indicator like this cannot stand beside the others; empty where it can.</summary>
    public static IReadOnlyList<string> WhyNot(Indicator one, IEnumerable<Indicator> inForce)
    {
        var others = inForce.Where(i => i.Code != one.Code).ToDictionary(i => i.Code);
        if (one.Source != IndicatorSource.Formula) return one.Aggregation is Aggregation.Distinct or Aggregation.Ratio ? [$"Cách tổng hợp “{EnumWords.Of(one.Aggregation)}” cần công thức; số nhập tay thì hãy chọn cách khác."] : [];
        if (one.Aggregation == Aggregation.Text) return ["Chỉ tiêu bằng lời không có công thức; hãy chọn nguồn “Nhập tay”."];
        Formula formula;
        try
        {
            formula = Formula.Read(one.Formula ?? "");
        }
        catch (FormulaException e)
        {
            return [e.Message];
        }
        var problems = new List<string>();
        foreach (var code in formula.References)
        {
            if (code == one.Code) problems.Add($"Công thức không thể dùng chính chỉ tiêu [{code}].");
            else if (!others.TryGetValue(code, out var named)) problems.Add($"Không có chỉ tiêu mã [{code}]; hãy xem lại mã trong danh mục.");
            else if (named.Aggregation is Aggregation.Text or Aggregation.YesNo or Aggregation.Distinct) problems.Add($"Chỉ tiêu [{code}] ({named.Name}) không phải là số cộng được nên không dùng trong công thức khác.");
            else if (named.Aggregation != one.Aggregation && one.Aggregation == Aggregation.Sum) problems.Add($"Chỉ tiêu [{code}] không tổng hợp bằng phép cộng; một chỉ tiêu cộng chỉ dùng chỉ tiêu cộng khác.");
        }
        var together = problems.Count == 0 ? Together(one, formula, others) : [];
        if (problems.Count == 0 && new FormulaOrder(together).CircleFrom(one.Code) is { } cycle) problems.Add($"Công thức đi vòng: {cycle}. Hãy bỏ một mắt xích.");
        // Only where nothing goes in a circle.
        else if (problems.Count == 0 && formula.DivisionByZero(together) is { } division)
            problems.Add($"Công thức chia cho 0: mẫu số sau dấu “/” ở ký tự thứ {(division.At + 1).ToString(CultureInfo.InvariantCulture)} luôn bằng 0 nên không bao giờ có giá trị. Hãy sửa mẫu số.");
        var isYesNo = formula.Type == FormulaType.YesNo;
        if (isYesNo != (one.Aggregation == Aggregation.YesNo)) problems.Add(isYesNo ? "Công thức cho kết quả có/không; cách tổng hợp phải là “Có hay không”." : "Cách tổng hợp “Có hay không” cần công thức có/không, ví dụ có(sản_phẩm = dialogue) hoặc đếm(…) > 0.");
        if (one.Aggregation == Aggregation.Ratio && formula.Ratio is null) problems.Add("Tỷ số cần công thức có dạng tử số / mẫu số (có thể nhân 100).");
        if (one.Aggregation == Aggregation.Distinct && formula.Root is not AtomNode { Atom.Kind: AtomKind.Units }) problems.Add("Đếm đơn vị khác nhau cần công thức chỉ gồm số_đơn_vị(…).");
        if (one.Aggregation != Aggregation.Distinct && formula.Atoms.Any(a => a.Kind == AtomKind.Units)) problems.Add("số_đơn_vị(…) cần cách tổng hợp “Đếm đơn vị khác nhau”, để một đơn vị không bị tính hai lần.");
        return problems;
    }

    private static Dictionary<string, Formula> Together(Indicator one, Formula formula, Dictionary<string, Indicator> others) => new(FormulasOf(others.Values)) { [one.Code] = formula };

    public static IReadOnlyList<DeliveredIndicator> Delivered { get; } = JsonSerializer.Deserialize<List<DeliveredIndicator>>(ReportData.Open("indicators.json"), Json)!;
}

/// <summary>What comes with the program as files.</summary>
internal static class ReportData
{
    public static Stream Open(string name) => typeof(ReportData).Assembly.GetManifestResourceStream("LanToa.Accountability.Reports." + name) ?? throw new FileNotFoundException($"The program carries no {name}.");
}

using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Audit;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>A regime as a form sends it, to be compared field by field with what another person has saved meanwhile.</summary>
public sealed class RegimeForm(RegimeData data)
{
    private static readonly RegimeData Bare = new() { Code = "", Name = "", Source = "" };

    public static readonly SharedForm<RegimeForm> Shared = new(
        Field(nameof(RegimeData.Name), "Tên", (to, from) => to with { Name = from.Name }), Field(nameof(RegimeData.Source), "Nguồn", (to, from) => to with { Source = from.Source }),
        Field(nameof(RegimeData.Confidence), "Nguồn là", (to, from) => to with { Confidence = from.Confidence }), Field(nameof(RegimeData.Note), "Ghi chú", (to, from) => to with { Note = from.Note }),
        Field(nameof(RegimeData.BasedOn), "Dựa trên", (to, from) => to with { BasedOn = from.BasedOn }), Field(nameof(RegimeData.ValidFrom), "Có hiệu lực từ", (to, from) => to with { ValidFrom = from.ValidFrom }),
        Field(nameof(RegimeData.ValidTo), "Ngày cuối còn hiệu lực", (to, from) => to with { ValidTo = from.ValidTo }), Field(nameof(RegimeData.Scope), "Phạm vi", (to, from) => to with { Scope = from.Scope }),
        Field(nameof(RegimeData.Send), "Hạn gửi", (to, from) => to with { Send = from.Send }), Field(nameof(RegimeData.SendByLevel), "Hạn gửi theo cấp", (to, from) => to with { SendByLevel = from.SendByLevel }),
        Field(nameof(RegimeData.Periods), "Các kỳ báo cáo", (to, from) => to with { Periods = from.Periods }), Field(nameof(RegimeData.Absorptions), "Báo cáo thay nhau", (to, from) => to with { Absorptions = from.Absorptions }),
        Field(nameof(RegimeData.Series), "Báo cáo định kỳ", (to, from) => to with { Series = from.Series }), Field(nameof(RegimeData.ReviewEvery), "Rà soát việc thường xuyên", (to, from) => to with { ReviewEvery = from.ReviewEvery }),
        Field(nameof(RegimeData.Shift), "Hạn rơi vào ngày nghỉ", (to, from) => to with { Shift = from.Shift }), Field(nameof(RegimeData.OffsetShift), "Thời hạn đếm ngày rơi vào ngày nghỉ", (to, from) => to with { OffsetShift = from.OffsetShift }),
        Field(nameof(RegimeData.OffsetShiftSource), "Căn cứ đếm ngày", (to, from) => to with { OffsetShiftSource = from.OffsetShiftSource }));

    public RegimeData Data { get; private set; } = data;

    /// <summary>
    /// Meets what another person saved since the form was opened: what this one must see before anything is written; null when there is nothing to see, and then what was chosen of
    /// theirs is in <paramref name="typed"/>.
    /// </summary>
    /// <param name="isNewer">The record is not the one that was opened.</param>
    public static async Task<EditClash?> MeetAsync(RegimeRow row, bool isNewer, string? seen, IReadOnlyList<string> take, RegimeForm typed, ModelStateDictionary state, LastChange last, CancellationToken cancel)
    {
        var now = new RegimeForm(row.Data);
        if (!isNewer || !Shared.HasChanged(seen, now))
        {
            Shared.TakeOver(take, now, typed, state, "");
            return null;
        }
        var (who, at) = await last.OfAsync(row.Id, cancel);
        return Shared.Clash(seen, now, typed, state, "", who, at) is { Fields.Count: > 0 } clash ? clash : null;
    }

    /// <summary><paramref name="take"/> puts one property of the second regime into the first.</summary>
    private static SharedField<RegimeForm> Field(string property, string label, Func<RegimeData, RegimeData, RegimeData> take) =>
        new(property, label, form => Words(label, take(Bare, form.Data))) { Take = (now, typed) => typed.Data = take(typed.Data, now.Data) };

    private static string Words(string label, RegimeData only) => RegimeFieldsAttribute.Of(only) is var parts && parts is [var one] && one.Name == label ? one.Words : string.Join("; ", parts.Select(p => $"{p.Name}: {p.Words}"));
}

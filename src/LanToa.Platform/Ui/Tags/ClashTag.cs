using LanToa.Platform.Time;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static LanToa.Platform.Ui.Markup;

namespace LanToa.Platform.Ui.Tags;

/// <summary>
/// Inside a form, above its fields: what another person changed meanwhile, each with both values and a box to take over theirs. The chosen
/// properties are sent under <c>name</c>. Shows nothing without a clash.
/// </summary>
[HtmlTargetElement("lt-clash", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ClashTag(UiAssets ui) : KitTag(ui)
{
    public EditClash? Of { get; set; }
    public string Name { get; set; } = "Input.Take";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Of is not { } clash)
        {
            output.SuppressOutput();
            return;
        }
        Become(output, "section", "lt-note lt-note--due-soon lt-clash");
        output.Attributes.SetAttribute("id", "lt-clash");
        output.Attributes.SetAttribute("role", "alert");
        var who = clash.Who is { Length: > 0 } name ? name : "Người khác";
        var title = clash.At is { } at ? $"{who} đã sửa lúc {VietnameseFormat.DateTime(at)}, sau khi bạn mở trang này" : $"{who} đã sửa sau khi bạn mở trang này";
        var say = clash.Fields.Count == 0 ? "Những gì bạn nhập giống bản hiện nay; không còn gì phải chọn."
            : "Chưa có gì bị ghi đè, những gì bạn nhập vẫn còn trong biểu mẫu. Đánh dấu chỗ nào muốn lấy theo bản hiện nay, rồi lưu lại; chỗ không đánh dấu sẽ được lưu như bạn nhập.";
        output.Content.SetHtmlContent(NoteTag.Body(Assets, StatusKind.DueSoon, title, H($"<p>{say}</p><ul class=\"lt-clash__fields\">{Join(clash.Fields.Select(Field))}</ul>")));
    }

    private IHtmlContent Field(ClashField field) => H($"""
        <li><strong>{field.Label}</strong><dl><dt>Hiện nay</dt><dd>{Shown(field.Theirs)}</dd><dt>{(field.TakenOver ? "Lúc bạn mở" : "Bạn nhập")}</dt><dd>{Shown(field.Mine)}</dd></dl>{(field.TakenOver
            ? H($"<span class=\"lt-small lt-quiet\">Bạn không sửa chỗ này nên biểu mẫu đã lấy bản hiện nay.</span>")
            : H($"<div class=\"lt-check\"><input type=\"checkbox\" id=\"lay-{field.Property}\" name=\"{Name}\" value=\"{field.Property}\"><label for=\"lay-{field.Property}\">Lấy bản hiện nay<span class=\"visually-hidden\"> của {field.Label}</span></label></div>"))}</li>
        """);

    private static string Shown(string words) => words.Length == 0 ? "(bỏ trống)" : words;
}

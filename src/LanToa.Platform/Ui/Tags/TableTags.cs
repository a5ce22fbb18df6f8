using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.SavedViews;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static LanToa.Platform.Ui.Markup;

namespace LanToa.Platform.Ui.Tags;

/// <summary>
/// A list as a table; on a phone each row becomes a card whose facts are labelled by the column heads. Write thead, tbody, tr, th and td
/// as usual inside. <c>caption</c> says what is listed.
/// </summary>
[HtmlTargetElement("lt-table")]
public sealed class TableTag(UiAssets ui) : KitTag(ui)
{
    public string Caption { get; set; } = "";
    /// <summary>False leaves the caption to screen readers, when a heading above says the same.</summary>
    public bool ShowCaption { get; set; }
    /// <summary>False keeps the table and lets it scroll sideways on a phone.</summary>
    public bool Cards { get; set; } = true;
    /// <summary>True for one of several tables on a page: their columns stand under each other, the first takes what the others leave.</summary>
    public bool Aligned { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        context.Items[typeof(TableColumns)] = new TableColumns();
        var inside = await Inside(output);
        Become(output, "div", Cards ? "lt-table-wrap lt-table-wrap--cards" : "lt-table-wrap");
        if (!Cards)
        {
            // A region that scrolls must be reachable by keyboard.
            output.Attributes.SetAttribute("tabindex", "0");
            output.Attributes.SetAttribute("role", "region");
            output.Attributes.SetAttribute("aria-label", Caption);
        }
        output.Content.SetHtmlContent(H($"<table class=\"lt-table{(Aligned ? " lt-table--aligned" : "")}\"><caption{Attribute("class", ShowCaption ? null : "visually-hidden")}>{Caption}</caption>{inside}</table>"));
    }
}

internal sealed class TableColumns
{
    public List<string> Labels { get; } = [];
    public int At { get; set; }
}

/// <summary>Counts cells of an <c>lt-table</c> row from its start, so that each gets its column's label.</summary>
[HtmlTargetElement("tr")]
public sealed class RowTag : TagHelper
{
    public override void Init(TagHelperContext context)
    {
        if (context.Items.TryGetValue(typeof(TableColumns), out var columns)) ((TableColumns)columns).At = 0;
    }
}

/// <summary>
/// A head of an <c>lt-table</c>: with <c>sort</c> it is a link that orders the list by that key (query "sort", "-" before it for
/// descending). In the body (scope="row") it names the row.
/// </summary>
[HtmlTargetElement("th")]
public sealed class HeadCellTag(UiAssets ui) : KitTag(ui)
{
    public string? Sort { get; set; }
    public bool Num { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (!context.Items.TryGetValue(typeof(TableColumns), out var found)) return;
        var columns = (TableColumns)found;
        var inside = await output.GetChildContentAsync();
        if (Num) Become(output, "th", "lt-num");
        if (Equals(output.Attributes["scope"]?.Value?.ToString(), "row"))
        {
            columns.At++;
            return;
        }
        columns.Labels.Add(PlainText(inside.GetContent()));
        if (!output.Attributes.ContainsName("scope")) output.Attributes.SetAttribute("scope", "col");
        if (Sort is not null) output.Content.SetHtmlContent(Link(output, inside));
    }

    private IHtmlContent Link(TagHelperOutput output, IHtmlContent text)
    {
        var now = Request.Query[Query.Sort].ToString();
        var (up, down) = (now == Sort, now == "-" + Sort);
        if (up || down) output.Attributes.SetAttribute("aria-sort", up ? "ascending" : "descending");
        return H($"<a class=\"lt-sort\" href=\"{Query.With(Request, Query.Sort, up ? "-" + Sort : Sort)}\">{text}{Assets.Icon(up ? "chevron-up" : down ? "chevron-down" : "arrows-sort", "small")}</a>");
    }

    private static string PlainText(string html)
    {
        var text = System.Text.RegularExpressions.Regex.Replace(html, "<[^>]*>", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        return System.Net.WebUtility.HtmlDecode(text).Trim();
    }
}

/// <summary>A cell of an <c>lt-table</c>: gets its column's label; <c>num</c> sets figures to the right.</summary>
[HtmlTargetElement("td")]
public sealed class CellTag : TagHelper
{
    public bool Num { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!context.Items.TryGetValue(typeof(TableColumns), out var found)) return;
        var columns = (TableColumns)found;
        var span = int.TryParse(output.Attributes["colspan"]?.Value?.ToString(), out var n) ? n : 1;
        var label = span == 1 && columns.At < columns.Labels.Count ? columns.Labels[columns.At] : "";
        columns.At += span;
        if (label.Length > 0 && !output.Attributes.ContainsName("data-label")) output.Attributes.SetAttribute("data-label", label);
        if (!Num) return;
        var own = output.Attributes["class"]?.Value;
        output.Attributes.SetAttribute("class", own is null ? "lt-num" : $"{own} lt-num");
    }
}

/// <summary>"1–50 trong 312 nhiệm vụ" and links to the pages (query "trang").</summary>
[HtmlTargetElement("lt-paging", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PagingTag(UiAssets ui) : KitTag(ui)
{
    public Paging Of { get; set; } = new(1, 50, 0);
    /// <summary>What is counted: "nhiệm vụ".</summary>
    public string Noun { get; set; } = "dòng";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "nav", "lt-paging");
        output.Attributes.SetAttribute("aria-label", "Các trang của danh sách");
        var count = Of.Total == 0 ? H($"<span>Không có {Noun} nào</span>") : H($"<span>{Time.VietnameseFormat.Number(Of.Before + Of.First)}–{Time.VietnameseFormat.Number(Of.Before + Of.Last)} trong {Time.VietnameseFormat.Number(Of.Before + Of.Total)}{(Of.AtLeast ? "+" : "")} {Noun}</span>");
        output.Content.SetHtmlContent(H($"{count}{When(Of.Pages > 1, $"<ul>{Join(Links())}</ul>")}"));
    }

    private IEnumerable<IHtmlContent> Links()
    {
        if (Of.Number > 1) yield return Link(Of.Number - 1, "Trước", "prev");
        var last = 0;
        foreach (var number in Enumerable.Range(1, Of.Pages).Where(n => n == 1 || n == Of.Pages || Math.Abs(n - Of.Number) <= 1))
        {
            if (number > last + 1) yield return H($"<li><span class=\"lt-paging__gap\">…</span></li>");
            last = number;
            yield return number == Of.Number
                ? H($"<li><span class=\"lt-paging__here\" aria-current=\"page\"><span class=\"visually-hidden\">Trang </span>{number}</span></li>")
                : H($"<li><a href=\"{Address(number)}\"><span class=\"visually-hidden\">Trang </span>{number}</a></li>");
        }
        if (Of.Number < Of.Pages) yield return Link(Of.Number + 1, "Sau", "next");
    }

    private IHtmlContent Link(int number, string text, string rel) => H($"<li><a href=\"{Address(number)}\" rel=\"{rel}\">{text}</a></li>");

    private string Address(int number) => Query.With(Request, Query.Page, number == 1 ? null : number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>Fields that narrow a list: a GET form that works as a link does. Inside: <c>lt-input</c>, <c>lt-select</c>…</summary>
[HtmlTargetElement("lt-filter")]
public sealed class FilterTag(UiAssets ui, SavedViewBook views) : KitTag(ui)
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var chosen = new FilterChoices();
        context.Items[typeof(FilterChoices)] = chosen;
        var inside = await output.GetChildContentAsync();
        Become(output, "form", "lt-filter");
        output.Attributes.SetAttribute("method", "get");
        output.Attributes.SetAttribute("role", "search");
        output.Attributes.SetAttribute("aria-label", "Lọc danh sách");
        var sort = Request.Query[Query.Sort].ToString();
        var narrowed = Request.Query.Any(p => p.Key is not (Query.Sort or Query.Page or SavedViewBook.Whole) && p.Value.Any(v => !string.IsNullOrEmpty(v)));
        // Many fields would push the list off a phone's screen: there the first stays and the others come when asked for.
        var folds = inside.GetContent().Split("<label").Length > FoldFrom;
        var words = string.Join("; ", chosen.Words);
        output.Content.SetHtmlContent(H($"""
            <div class="lt-filter__fields">{inside}{When(sort.Length > 0, $"<input type=\"hidden\" name=\"{Query.Sort}\" value=\"{sort}\">")}
            {When(folds, $"<details class=\"lt-filter__fold\"><summary><span class=\"lt-filter__open\">Lọc theo mục khác</span>{When(words.Length > 0, $"<span class=\"lt-filter__chosen\">Đang lọc: {words}</span>")}</summary></details>")}
            <div class="lt-actions"><button class="btn" type="submit">{Assets.Icon("filter", "small")}Lọc</button>{When(narrowed, $"<a class=\"btn btn-quiet\" href=\"{Request.Path}{(views.ListAt(Request.Path) is null ? "" : $"?{SavedViewBook.Whole}=1")}\">Bỏ lọc</a>")}</div></div>
            """));
        // The fields are not printed; what they chose is.
        output.PostElement.SetHtmlContent(When(words.Length > 0, $"<p class=\"lt-print-only\">Lọc theo: {words}.</p>"));
    }

    private const int FoldFrom = 3;
}

/// <summary>What the address chose in the fields of an <c>lt-filter</c>, in words: they stay folded on a phone and are not printed.</summary>
internal sealed class FilterChoices
{
    public List<string> Words { get; } = [];
}

/// <summary>Offers the list of this page as a file, with its filters and in full: see <see cref="ListFile"/>. Stands in the head of the page.</summary>
[HtmlTargetElement("lt-list-file", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ListFileTag(UiAssets ui) : KitTag(ui)
{
    /// <summary>What the file holds, where the page has more than one list.</summary>
    public string? Called { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var file = Query.With(Request, "handler", ListFile.Handler);
        var called = string.IsNullOrEmpty(Called) ? "Danh sách này" : Called;
        Become(output, "details", "lt-menu");
        output.Content.SetHtmlContent(H($"""
            <summary class="btn">{Assets.Icon("download", "small")}Tải về{Assets.Icon("chevron-down", "small")}</summary><div class="lt-menu__list"><a href="{file}&{ListFile.Form}={ListFile.Xlsx}">{called} (Excel)</a><a href="{file}&{ListFile.Form}={ListFile.CommaSeparated}">{called} (CSV)</a></div>
            """));
    }
}

/// <summary>A box that chooses the row (name "ids"), or with <c>all</c> every row of the form.</summary>
[HtmlTargetElement("lt-row-check", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class RowCheckTag(UiAssets ui) : KitTag(ui)
{
    public string? Value { get; set; }
    public string Name { get; set; } = "ids";
    /// <summary>What is chosen, for screen readers.</summary>
    public string Label { get; set; } = "Chọn dòng này";
    public bool All { get; set; }
    /// <summary>Chosen from the beginning.</summary>
    public bool Chosen { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(All
            ? H($"<input class=\"lt-row-check lt-js\" type=\"checkbox\" data-all aria-label=\"Chọn tất cả\"><span class=\"visually-hidden\">Chọn</span>")
            : H($"<input class=\"lt-row-check\" type=\"checkbox\" data-row name=\"{Name}\" value=\"{Value}\" aria-label=\"{Label}\"{When(Chosen, $" checked")}>"));
    }
}

/// <summary>What can be done with the chosen rows. Inside: buttons of the same form.</summary>
[HtmlTargetElement("lt-bulk")]
public sealed class BulkTag(UiAssets ui) : KitTag(ui)
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        Become(output, "div", "lt-bulk");
        output.Content.SetHtmlContent(H($"<span data-chosen-count aria-live=\"polite\">Với các dòng đã chọn:</span>{inside}"));
    }
}

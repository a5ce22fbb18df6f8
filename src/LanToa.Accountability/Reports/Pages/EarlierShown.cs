namespace LanToa.Accountability.Reports.Pages;

/// <summary>What stands under a figure where earlier reports of the year wrote other numbers than the records had, with the press that takes the difference over (<c>_Earlier.cshtml</c>).</summary>
/// <param name="Inside">Under the figure of the period, which lacks what was written inside it; else under the cumulative one.</param>
/// <param name="Open">Whether the reader may change the report now.</param>
public sealed record EarlierShown(ReportModel Page, ContentRow Row, bool Inside, bool Open);

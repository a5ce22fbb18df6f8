using Microsoft.AspNetCore.Html;

namespace LanToa.Platform.Ui;

/// <summary>The six kinds of state. Each has a shape and a colour; the word is always given.</summary>
public enum StatusKind
{
    /// <summary>Not begun, draft, closed, not applicable.</summary>
    Neutral,
    /// <summary>Being worked on, information.</summary>
    InProgress,
    /// <summary>Due soon, needs a look.</summary>
    DueSoon,
    /// <summary>Overdue, failed. The only use of lacquer besides destruction.</summary>
    Overdue,
    /// <summary>Done, accepted.</summary>
    Done,
    /// <summary>Asked of a body that is not commanded; never overdue.</summary>
    Request,
}

/// <summary>A state as shown: its kind and its word.</summary>
public sealed record StatusMark(StatusKind Kind, string Text);

internal static class StatusShapes
{
    private static readonly Dictionary<StatusKind, IHtmlContent> Shapes = new Dictionary<StatusKind, string>
    {
        [StatusKind.Neutral] = "<path d=\"M2.5 6h7\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\"/>",
        [StatusKind.InProgress] = "<circle cx=\"6\" cy=\"6\" r=\"4.6\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.6\"/><path d=\"M6 1.4a4.6 4.6 0 0 1 0 9.2z\" fill=\"currentColor\"/>",
        [StatusKind.DueSoon] = "<circle cx=\"6\" cy=\"6\" r=\"4.4\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/>",
        [StatusKind.Overdue] = "<circle cx=\"6\" cy=\"6\" r=\"5.4\" fill=\"currentColor\"/>",
        [StatusKind.Done] = "<path d=\"M1.8 6.4l2.9 3 5.6-6.6\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>",
        [StatusKind.Request] = "<path d=\"M6 1l5 5-5 5-5-5z\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.6\" stroke-linejoin=\"round\"/>",
    }.ToDictionary(p => p.Key, p => (IHtmlContent)new HtmlString($"<svg class=\"lt-shape\" viewBox=\"0 0 12 12\" aria-hidden=\"true\" focusable=\"false\">{p.Value}</svg>"));

    public static IHtmlContent Shape(StatusKind kind) => Shapes[kind];
}

using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LanToa.Platform.Documents.Writing;

/// <summary>Everything above the text: bodies and nation, number and date, kind and subject, addressees, legal grounds.</summary>
internal static class OpeningPart
{
    // The nation's line at its largest size, with a little air: 96 mm of the 165 between the margins.
    private const double NationMm = 99;

    public static IEnumerable<OpenXmlElement> Of(OfficialDocument document, Page page)
    {
        yield return Head(document, page);
        if (document.Kind is { } kind)
        {
            yield return Pieces.Element("kind", kind.ToUpperInvariant());
            var (subject, widest) = Pieces.Even("subject", document.Subject, page.TextWidth - Page.Twips(20));
            // The paragraph was evened for a narrower space than it stands in.
            foreach (var indent in subject.Descendants<Indentation>()) Widen(indent, Page.Twips(10));
            yield return subject;
            yield return Pieces.ShortRule(widest, page.TextWidth);
        }
        if (document.Addressees.Count > 0) yield return Pieces.Text(Styles.Line, "");
        foreach (var line in Addressed(document.Addressees)) yield return Pieces.Text(Styles.IdOf("addressees"), line, Addressee(page));
        yield return Pieces.Text(Styles.Line, "");
        foreach (var basis in OfficialText.Bases(document.Bases)) yield return Pieces.Element("basis", basis);
    }

    private static IEnumerable<string> Addressed(IReadOnlyList<string> addressees)
    {
        if (addressees.Count == 0) yield break;
        if (addressees is [var only])
        {
            yield return $"Kính gửi: {OfficialText.WithoutEnd(only)}.";
            yield break;
        }
        yield return "Kính gửi:";
        foreach (var (addressee, n) in addressees.Select((a, n) => (a, n))) yield return $"- {OfficialText.WithoutEnd(addressee)}{(n == addressees.Count - 1 ? "." : ";")}";
    }

    private static OpenXmlElement Head(OfficialDocument document, Page page)
    {
        var form = DocumentForm.Current;
        var right = Page.Twips(NationMm);
        var left = page.TextWidth - right;
        var (issuer, widest) = Pieces.Names("issuer", document.Issuer, left - Page.Twips(3));
        issuer.InsertRange(0, Pieces.Names("superior", document.Superior, left - Page.Twips(3)).Lines);
        issuer.Add(Pieces.ShortRule(widest, left));
        OpenXmlElement[] nation =
        [
            Pieces.Element("nation", form.Nation), Pieces.Element("motto", form.Motto), Pieces.Rule(TextWidth.Of(form.Motto, form["motto"].Size, bold: true), right),
        ];
        List<OpenXmlElement> number = [Pieces.Element("number", OfficialText.NumberLine(document.Number, document.Symbol))];
        if (document.Kind is null) number.Add(Pieces.Even("letter-subject", $"V/v {document.Subject}", left - Page.Twips(3)).Paragraph);
        OpenXmlElement[] date = [Pieces.Element("place-date", OfficialText.PlaceAndDate(document.Place, document.Date, document.Year))];
        return Pieces.Frame([left, right], [[.. issuer], nation], [[.. number], date]);
    }

    private static Indentation Addressee(Page page) => new() { Left = Pieces.Number(page.TextWidth / 4), FirstLine = "0" };

    private static void Widen(Indentation indent, int by)
    {
        indent.Left = Pieces.Number(int.Parse(indent.Left!, CultureInfo.InvariantCulture) + by);
        indent.Right = indent.Left;
    }
}

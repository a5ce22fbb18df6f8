using System.Globalization;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace LanToa.Platform.Mail;

/// <summary>A letter as it goes over the wire: UTF-8, plain text with the same as simple HTML, and a Message-ID that is the same at every try.</summary>
internal static class MailComposer
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>By it the receiving side knows a letter that comes a second time because the answer to the first was lost.</summary>
    public static string MessageId(OutgoingMail mail, MailSettings settings) => $"<{mail.Id:N}@{new MailAddress(settings.From).Host}>";

    public static MailMessage Compose(OutgoingMail mail, MailSettings settings)
    {
        var message = new MailMessage
        {
            From = new MailAddress(settings.From, settings.FromName, Encoding.UTF8), Subject = mail.Subject, SubjectEncoding = Encoding.UTF8, HeadersEncoding = Encoding.UTF8,
            Body = Plain(mail), BodyEncoding = Encoding.UTF8, BodyTransferEncoding = TransferEncoding.Base64,
        };
        message.To.Add(new MailAddress(mail.ToAddress, mail.ToName, Encoding.UTF8));
        message.Headers["Message-ID"] = MessageId(mail, settings);
        // Answers of absence programs are not wanted (RFC 3834).
        message.Headers["Auto-Submitted"] = "auto-generated";
        if (mail.Unsubscribe is { } stop)
        {
            message.Headers["List-Unsubscribe"] = $"<{stop}>";
            message.Headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click";
        }
        var html = AlternateView.CreateAlternateViewFromString(Page(mail), Encoding.UTF8, MediaTypeNames.Text.Html);
        html.TransferEncoding = TransferEncoding.Base64;
        message.AlternateViews.Add(html);
        return message;
    }

    private static string[] Paragraphs(OutgoingMail mail) => mail.Text.Split('\n');

    /// <summary>Begins a line of a list.</summary>
    private const string Bullet = "• ";

    private static string Plain(OutgoingMail mail)
    {
        var text = new StringBuilder();
        foreach (var line in Paragraphs(mail))
            text.Append(text.Length == 0 ? "" : line.StartsWith(Bullet, StringComparison.Ordinal) ? "\r\n" : "\r\n\r\n").Append(line.Replace(OutgoingMail.LinkPlace, mail.Link, StringComparison.Ordinal));
        return text.ToString();
    }

    // Mail programs know no style sheets: what little there is stands in the elements.
    private static string Page(OutgoingMail mail)
    {
        var page = new StringBuilder("<!DOCTYPE html><html lang=\"vi\"><body style=\"margin:0;padding:16px;font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5\"><div style=\"max-width:640px\">");
        var inList = false;
        foreach (var line in Paragraphs(mail))
        {
            var isItem = line.StartsWith(Bullet, StringComparison.Ordinal);
            if (isItem != inList) page.Append(isItem ? "<ul style=\"margin:4px 0 12px;padding-left:20px\">" : "</ul>");
            inList = isItem;
            if (isItem) page.Append(CultureInfo.InvariantCulture, $"<li>{Paragraph(line[Bullet.Length..], mail.Link)}</li>");
            else if (IsHeading(line)) page.Append(CultureInfo.InvariantCulture, $"<h2 style=\"font-size:16px;margin:20px 0 4px\">{Paragraph(line, mail.Link)}</h2>");
            else page.Append(CultureInfo.InvariantCulture, $"<p style=\"margin:0 0 12px;overflow-wrap:anywhere;word-break:break-word\">{Paragraph(line, mail.Link)}</p>");
        }
        return page.Append(inList ? "</ul>" : "").Append("</div></body></html>").ToString();
    }

    /// <summary>A short line in capital letters, with or without a count.</summary>
    private static bool IsHeading(string line) => line.Length <= 120 && line.Any(char.IsLetter) && !line.Contains("://", StringComparison.Ordinal) && line == line.ToUpperInvariant();

    // A line that is nothing but an address can be pressed; addresses inside of what people wrote stay words.
    private static string Paragraph(string words, string? link) => Uri.TryCreate(words, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && !words.Contains(' ')
        ? $"<a href=\"{Html.Encode(words)}\">{Html.Encode(words)}</a>"
        : Html.Encode(words).Replace(Html.Encode(OutgoingMail.LinkPlace), link is null ? "" : $"<a href=\"{Html.Encode(link)}\">{Html.Encode(link)}</a>", StringComparison.Ordinal);
}

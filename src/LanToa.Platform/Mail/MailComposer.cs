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
            Body = string.Join("\r\n\r\n", Paragraphs(mail).Select(p => p.Replace(OutgoingMail.LinkPlace, mail.Link, StringComparison.Ordinal))), BodyEncoding = Encoding.UTF8, BodyTransferEncoding = TransferEncoding.Base64,
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
        var html = AlternateView.CreateAlternateViewFromString($"<!DOCTYPE html><html lang=\"vi\"><body>{string.Concat(Paragraphs(mail).Select(p => $"<p>{Paragraph(p, mail.Link)}</p>"))}</body></html>", Encoding.UTF8, MediaTypeNames.Text.Html);
        html.TransferEncoding = TransferEncoding.Base64;
        message.AlternateViews.Add(html);
        return message;
    }

    private static string[] Paragraphs(OutgoingMail mail) => mail.Text.Split('\n');

    // A line that is nothing but an address can be pressed; addresses inside of what people wrote stay words.
    private static string Paragraph(string words, string? link) => Uri.TryCreate(words, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && !words.Contains(' ')
        ? $"<a href=\"{Html.Encode(words)}\">{Html.Encode(words)}</a>"
        : Html.Encode(words).Replace(Html.Encode(OutgoingMail.LinkPlace), link is null ? "" : $"<a href=\"{Html.Encode(link)}\">{Html.Encode(link)}</a>", StringComparison.Ordinal);
}

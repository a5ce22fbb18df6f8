using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using LanToa.Platform.Data;

namespace LanToa.Platform.Mail;

/// <summary>A letter did not leave; the words (Vietnamese) say why. <paramref name="forGood"/>: the server will not take it however often it is tried.</summary>
public sealed class MailNotSentException(string message, bool forGood, Exception? cause = null) : Exception(message, cause)
{
    public bool ForGood { get; } = forGood;
}

/// <summary>The way out of the program.</summary>
public interface IMailTransport
{
    /// <summary>"smtp" or "folder", as <see cref="OutgoingMail.SentVia"/> keeps it.</summary>
    string Code { get; }

    /// <summary>Whether anybody receives what is delivered.</summary>
    bool ReachesPeople { get; }

    /// <summary>Returns when the letter has been taken over. <paramref name="name"/> is the same at every try of one letter.</summary>
    /// <exception cref="MailNotSentException">It was not, or nobody knows.</exception>
    Task DeliverAsync(MailMessage message, string name, CancellationToken cancel);
}

/// <summary>Writes letters as .eml files into a folder of the data folder: for trying out, and for places without a mail server.</summary>
internal sealed class FolderTransport(DataFolder data) : IMailTransport
{
    public string Code => "folder";

    public bool ReachesPeople => false;

    public async Task DeliverAsync(MailMessage message, string name, CancellationToken cancel)
    {
        var folder = Directory.CreateDirectory(Path.Combine(data.Root, "mail"));
        // The links in them open doors: for the owner of the data folder alone.
        if (!OperatingSystem.IsWindows()) folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var making = folder.CreateSubdirectory($".{name}");
        try
        {
            foreach (var left in making.GetFiles()) left.Delete();
            using var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = making.FullName };
            await client.SendMailAsync(message, cancel);
            making.GetFiles().Single().MoveTo(Path.Combine(folder.FullName, $"{name}.eml"), overwrite: true);
        }
        finally
        {
            making.Delete(recursive: true);
        }
    }
}

/// <summary>Hands letters to a mail server. After a failure to reach it at all, the others do not wait for it too: for half a minute they fail at once and come again later.</summary>
internal sealed class SmtpTransport(MailSettings settings, TimeProvider time) : IMailTransport
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    // Of the answers that no later try will change (RFC 5321, 4.2.3); wrong credentials and the like are mended by the administrator.
    private static readonly HashSet<int> Final = [501, 550, 551, 552, 553, 554];

    private long _restUntil;

    public string Code => "smtp";

    public bool ReachesPeople => true;

    public async Task DeliverAsync(MailMessage message, string name, CancellationToken cancel)
    {
        if (time.GetUtcNow().Ticks < Interlocked.Read(ref _restUntil)) throw new MailNotSentException("Máy chủ thư vừa không trả lời; thư này chờ lần sau.", forGood: false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(settings.Patience);
        try
        {
            using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Tls, UseDefaultCredentials = false };
            if (settings.User is not null) client.Credentials = new NetworkCredential(settings.User, settings.Password);
            // Disposing the client waits for its QUIT, also of a server that no longer answers; so the waiting is bounded from outside.
            await client.SendMailAsync(message, limit.Token).WaitAsync(limit.Token);
        }
        catch (SmtpException e) when (!cancel.IsCancellationRequested && !limit.IsCancellationRequested && (int)e.StatusCode > 0)
        {
            throw new MailNotSentException($"Máy chủ thư từ chối: {(int)e.StatusCode} {AnswerOf(e)}".TrimEnd(), Final.Contains((int)e.StatusCode), e);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && e is SmtpException or OperationCanceledException or IOException)
        {
            if (limit.IsCancellationRequested || e.GetBaseException() is SocketException) Interlocked.Exchange(ref _restUntil, (time.GetUtcNow() + Rest).Ticks);
            throw new MailNotSentException(
                limit.IsCancellationRequested ? $"Máy chủ thư {settings.Host} không trả lời trong {settings.Patience.TotalSeconds:0} giây." : $"Không nối được hoặc mất kết nối giữa chừng với máy chủ thư {settings.Host}. Thư sẽ gửi lại với cùng mã thư, nên không thành hai thư.",
                forGood: false, e);
        }
    }

    // .NET puts an English sentence of its own before what the server said.
    private static string AnswerOf(SmtpException e)
    {
        const string told = "The server response was:";
        var at = e.Message.IndexOf(told, StringComparison.Ordinal);
        return MailAddresses.OneLine(at < 0 ? e.Message : e.Message[(at + told.Length)..]).Trim();
    }
}

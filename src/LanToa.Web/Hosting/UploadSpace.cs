using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LanToa.Web.Hosting;

/// <summary>What was sent could not be put down while it came in: the folder for that is full or cannot be written.</summary>
internal sealed class UploadSpaceException(Exception cause) : Exception("The folder for files that are being sent cannot take any more.", cause);

/// <summary>
/// Reads a form with files before its token is looked for: there, a full folder would be told as a token that is missing, and the person would send again and again. After the
/// limits of the page and before the token, which have the orders 900 and 1000.
/// </summary>
internal sealed partial class UploadSpace(ILogger<UploadSpace> log) : IAsyncAuthorizationFilter, IOrderedFilter
{
    // errno of Linux, which .NET hands on as the HResult of what it has no class for.
    private const int NoSpace = 28, ReadOnlyFolder = 30, Quota = 122, DiskFull = unchecked((int)0x80070070);

    public int Order => 950;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        // The page that reports the failure is asked for with the same form.
        if (http.Features.Get<IExceptionHandlerFeature>() is not null || http.Features.Get<IStatusCodeReExecuteFeature>() is not null) return;
        if (http.Request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) != true || http.Features.Get<IFormFeature>()?.Form is not null) return;
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception e) when (e is IOException { HResult: NoSpace or ReadOnlyFolder or Quota or DiskFull } or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            Full(log, http.Request.Path, Environment.GetEnvironmentVariable("ASPNETCORE_TEMP") is { Length: > 0 } folder ? folder : Path.GetTempPath(), e);
            // The browser sends before it listens: it gets to the answer only when it is done.
            try
            {
                await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
            }
            catch (IOException)
            {
            }
            throw new UploadSpaceException(e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or BadHttpRequestException)
        {
            // Broken off, or no form: the page that asks for it says so.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A file sent to {Path} could not be put down in {Folder} (ASPNETCORE_TEMP, else TMPDIR): is it full?")]
    private static partial void Full(ILogger log, string path, string folder, Exception exception);
}

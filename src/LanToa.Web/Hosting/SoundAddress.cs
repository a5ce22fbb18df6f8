namespace LanToa.Web.Hosting;

/// <summary>An address with the zero character in it was made by no browser, and no table can be asked for it.</summary>
internal sealed class SoundAddress(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) != true && http.Request.Path.Value?.Contains('\0', StringComparison.Ordinal) != true) return next(http);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }
}

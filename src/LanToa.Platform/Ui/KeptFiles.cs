using Microsoft.AspNetCore.Http;

namespace LanToa.Platform.Ui;

public static class KeptFiles
{
    /// <summary>Whether the browser puts chosen files back by itself (forms.js, queue.js) when the form returns with problems; where not, the person is told to choose them again.</summary>
    public static bool KeepsChosenFiles(this HttpRequest request) => request.HasFormContentType && request.Form["kept"] == "true";
}
